"""People and props in a frame: where they are, how they are turned and lit, their shadows, their mouths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia

from generation.drivers.previs import people, props
from generation.drivers.previs.camera_body import Body, body, heading, moving, position, seated
from generation.drivers.previs.lens import View
from generation.drivers.previs.lighting import Lighting, Rgb
from generation.drivers.previs.render_draw import Easel
from generation.drivers.previs.render_held import LIVELY, Held, drawing_of
from generation.drivers.previs.stage import Actor, Angle, Mouth, Pose, Prop, Stage

SEATED = (Pose.SIT, Pose.DRIVE)


@dataclass(frozen=True)
class Spot:
    """A thing that stands or moves: sorted by depth, then drawn."""

    x: float
    y: float
    z: float
    actor: Actor | None = None
    prop: Prop | None = None
    lift: float = 0.0  # metres by which it is drawn nearer than it stands


class Cast:
    """Everybody and everything that acts, through the shot."""

    def __init__(
        self, stage: Stage, lighting: Lighting, frames: int, rate: float, mouths: Sequence[Mouth], built: frozenset[str]
    ) -> None:
        self.stage, self.lighting, self.frames, self.rate = stage, lighting, frames, rate
        hidden = stage.camera.over if stage.camera.angle is Angle.POV else ""
        self.actors = [a for a in stage.actors if a.name != hidden or not hidden]
        held = {a.holds for a in self.actors if a.holds}
        self.held = {p.id: p for p in stage.props if p.id in held}
        self.props = [p for p in stage.props if p.id not in held and p.id not in built]
        self.bodies: dict[str, Body] = {a.name: body(a, seated(a, stage)) for a in stage.actors}
        self.still = False  # whether the camera rests, so that drawings can be kept from frame to frame
        self.kept = Held()
        self.mouths: dict[str, list[Mouth]] = {}
        for mouth in sorted(mouths, key=lambda m: m.frame):
            self.mouths.setdefault(mouth.actor, []).append(mouth)

    def spots(self, frame: int) -> list[Spot]:
        """Where everything is in this frame."""
        share = frame / max(self.frames - 1, 1)
        found = []
        for actor in self.actors:
            if frame >= actor.enters:
                x, z = position(actor, share, self.frames)
                found.append(Spot(x, actor.y, z, actor=actor))
        for prop in self.props:
            x, y, z = props.place_of(prop, share)
            found.append(Spot(x, y, z, prop=prop, lift=0.5 if prop.y > 0.3 else 0.0))
        return found

    def shadow(self, easel: Easel, spot: Spot) -> None:
        """Contact and cast shadow on the ground, laid in perspective."""
        lighting = self.lighting
        if spot.actor is not None:
            figure = self.bodies[spot.actor.name]
            flat = spot.actor.pose in (Pose.LIE, Pose.FALL)
            tall, wide = figure.top - figure.ground, 0.9 if flat else 0.30
        elif spot.prop is not None and spot.y < 0.6:
            tall, wide = spot.prop.height, spot.prop.height * 0.42
        else:
            return
        floor = spot.y if spot.actor is not None else 0.0
        view = easel.view
        depth = view.project(spot.x, floor, spot.z)[2]
        if depth < 1.2 or view.y < floor + 0.1:
            return
        matrix = view.homography(np.array([spot.x, floor, spot.z]), np.array([1.0, 0, 0]), np.array([0, 0, -1.0]))
        canvas = easel.canvas
        canvas.save()
        canvas.concat(skia.Matrix.MakeAll(*matrix.reshape(-1).tolist()))
        towards = lighting.towards
        away = math.degrees(math.atan2(towards[2], -towards[0]))  # canvas angle, y down = −z
        length = min(tall * math.hypot(float(towards[0]), float(towards[2])) / max(float(towards[1]), 0.25), 2.1, depth - 0.7)
        strength = lighting.shadow * (0.8 if lighting.lamps else 1.0)
        if length > wide * 1.3 and strength > 0.08:
            canvas.save()
            canvas.rotate(away)
            canvas.translate(length * 0.46, 0)
            canvas.scale(length * 0.60, wide * 1.1)
            _pool(canvas, strength * 0.85)
            canvas.restore()
        canvas.scale(wide * 1.35, wide * 1.1)
        _pool(canvas, 0.40)
        canvas.restore()

    def draw(self, easel: Easel, spot: Spot, frame: int) -> None:
        """One actor or prop."""
        if spot.actor is not None:
            self._person(easel, spot, spot.actor, frame)
        elif spot.prop is not None:
            self._prop(easel, spot, spot.prop, frame)

    def joints(self, easel: Easel, spot: Spot, frame: int) -> list[tuple[float, float, float]]:
        """The joints of a person as models of poses know them: pixels across and down, and 1 where it is seen, else 0."""
        actor = spot.actor
        stood = self._stand(easel, spot, actor) if actor is not None else None
        if stood is None or actor is None:
            return []
        try:
            matrix = easel.canvas.getTotalMatrix()
            found = people.joints(actor.look, self._state(easel.view, spot, actor, frame, stood))
            return [(*_pixel(matrix.mapXY(x, y)), seen) for x, y, seen in found]
        finally:
            easel.canvas.restore()

    def _stand(self, easel: Easel, spot: Spot, actor: Actor) -> float | None:
        """Go to where an actor stands: pixels per metre, or None when nothing of it can be drawn. The caller restores."""
        figure = self.bodies[actor.name]
        _, _, depth = easel.view.project(spot.x, spot.y + figure.chest - figure.ground, spot.z)
        if depth < 0.45:
            return None
        stood = easel.stand(spot.x, spot.y, spot.z, max(figure.top - figure.ground, 0.5))
        return None if stood is None else stood[0]

    def _person(self, easel: Easel, spot: Spot, actor: Actor, frame: int) -> None:
        stood = self._stand(easel, spot, actor)
        if stood is None:
            return
        try:
            state = self._state(easel.view, spot, actor, frame, stood)
            if self._calm(actor) and self.still:
                self.kept.draw(easel.canvas, actor.name, actor.look, state)
            else:
                people.draw(easel.canvas, actor.look, state)
        finally:
            easel.canvas.restore()

    @staticmethod
    def _calm(actor: Actor) -> bool:
        return actor.pose not in LIVELY and not moving(actor)

    def _state(self, view: View, spot: Spot, actor: Actor, frame: int, ppm: float) -> people.PersonState:
        prop = self.held.get(actor.holds)
        return people.PersonState(
            pose=actor.pose,
            expression=actor.expression,
            view=_turned(heading(actor), spot, view),
            frame=drawing_of(frame, self.rate, calm=self._calm(actor)),
            rate=self.rate,
            seed=actor.look.seed,
            mouth=self._mouth(actor.name, frame),
            gaze=self._gaze(actor, spot, view, frame),
            moving=moving(actor) and self._going(actor, frame),
            light=self._light(view, spot),
            held=props.held_image(prop) if prop else None,
            held_height=min(props.held_height(prop), 1.6 if props.word(prop) in props.HUNG else 0.9) if prop else 0.0,
            pixels_per_metre=ppm,
            travel=self._travel(actor, frame),
            seated=seated(actor, self.stage),
        )

    def _going(self, actor: Actor, frame: int) -> bool:
        return actor.enters <= frame < self.frames

    def _travel(self, actor: Actor, frame: int) -> float | None:
        if not moving(actor):
            return None
        x, z = position(actor, frame / max(self.frames - 1, 1), self.frames)
        return math.hypot(x - actor.x, z - actor.z)

    def _mouth(self, name: str, frame: int) -> str:
        shape = "X"
        for mouth in self.mouths.get(name, ()):
            if mouth.frame > frame:
                break
            shape = mouth.shape
        return shape

    def _gaze(self, actor: Actor, spot: Spot, view: View, frame: int) -> tuple[float, float]:
        words = {"left": (-0.9, 0.0), "right": (0.9, 0.0), "up": (0.0, -0.9), "down": (0.0, 0.9), "camera": (0.0, 0.0)}
        if actor.gaze in words:
            return words[actor.gaze]
        target = self._target(actor.gaze, frame)
        if target is None:
            return (0.0, 0.0)
        figure = self.bodies[actor.name]
        right, up, ahead = view.axes
        eyes = np.array([spot.x, spot.y + figure.eyes - figure.ground, spot.z])
        ray = np.array(target) - eyes
        ray = ray / max(float(np.linalg.norm(ray)), 0.05)
        if float(ray @ ahead) > 0.85:  # looks away from the camera
            return (0.0, 0.0)
        return (float(np.clip(ray @ right * 1.2, -1, 1)), float(np.clip(-(ray @ up) * 1.2, -1, 1)))

    def _target(self, name: str, frame: int) -> tuple[float, float, float] | None:
        share = frame / max(self.frames - 1, 1)
        for actor in self.stage.actors:
            if name and actor.name == name:
                x, z = position(actor, share, self.frames)
                return x, self.bodies[name].eyes, z
        for prop in self.stage.props:
            if name and name in (prop.id, prop.name):
                x, y, z = props.place_of(prop, share)
                return x, y + prop.height / 2, z
        return None

    def _light(self, view: View, spot: Spot) -> people.PersonLight:
        lighting = self.lighting
        right, _, ahead = view.axes
        towards = lighting.towards
        behind = float(towards @ ahead)  # 1: the key stands behind the figure
        side = float(np.clip(towards @ right * 1.4, -1, 1))
        front = np.array([-ahead[0], 0.25, -ahead[2]])
        front = front / float(np.linalg.norm(front))
        at = np.array([[spot.x, spot.y + 1.4, spot.z]])
        flat: Lighting = lighting
        fill = flat.fall(np.array([[0.0, 0.15, 0.0]]), at)[0] if not flat.lamps else flat.fall(front[None, :], at)[0]
        key = np.array(lighting.key) * max(0.35, 1 - max(behind, 0.0))
        ambient = np.clip(fill, 0.10, 1.05)
        lit = np.clip(ambient + key, 0.12, 1.18)
        rim = max(0.0, behind) * min(1.0, float(max(lighting.key)) * 1.1)
        return people.PersonLight(key=_rgb(lit), ambient=_rgb(ambient * 0.94), side=side if abs(side) > 0.1 else -0.3, rim=rim)

    def _prop(self, easel: Easel, spot: Spot, prop: Prop, frame: int) -> None:
        view = easel.view
        depth = view.project(spot.x, spot.y, spot.z)[2]
        front = np.array([[-view.axes[2][0], 0.35, -view.axes[2][2]]])
        light = self.lighting.fall(front / np.linalg.norm(front), np.array([[spot.x, spot.y, spot.z]]))
        veil = float(np.exp(-max(depth - 2, 0) * self.lighting.density))
        tone = _rgb(np.clip(light[0] * (0.85 + 0.15 * veil), 0.1, 1.0))
        if props.shines(prop) and self.lighting.night > 0.1:
            tone = (1.0, 0.97, 0.92)
        if props.word(prop) in props.FLAT and spot.y < view.y - 0.1:
            if depth < 0.3:
                return
            lying = view.homography(np.array([spot.x, spot.y + 0.003, spot.z]), np.array([1.0, 0, 0]), np.array([0, 0, -1.0]))
            easel.canvas.save()
            easel.canvas.concat(skia.Matrix.MakeAll(*lying.reshape(-1).tolist()))
            easel.canvas.rotate(-8)
            above = self.lighting.fall(np.array([[0.0, 1.0, 0.0]]), np.array([[spot.x, spot.y, spot.z]]))[0]
            props.draw(easel.canvas, prop, _rgb(np.clip(above * 1.1, 0.1, 1.0)), lies=True)
            easel.canvas.restore()
            return
        if easel.stand(spot.x, spot.y, spot.z, max(prop.height, 0.05)) is None:
            return
        props.draw(easel.canvas, prop, tone)
        easel.canvas.restore()


def _pixel(point: skia.Point) -> tuple[float, float]:
    return float(point.x()), float(point.y())


def _rgb(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Rgb:
    return float(values[0]), float(values[1]), float(values[2])


def _turned(facing: float, spot: Spot, view: View) -> float:
    """How a figure is turned as this camera sees it."""
    camera = math.degrees(math.atan2(view.x - spot.x, -(view.z - spot.z)))
    return (facing - camera + 180) % 360 - 180


def _pool(canvas: skia.Canvas, strength: float) -> None:
    dark = round(255 * min(strength, 0.9))
    shader = skia.GradientShader.MakeRadial(
        skia.Point(0, 0), 1.0, [(dark << 24) | 0x14101C, (round(dark * 0.62) << 24) | 0x14101C, 0x0014101C], [0.0, 0.5, 1.0]
    )
    canvas.drawCircle(0, 0, 1.0, skia.Paint(Shader=shader, AntiAlias=True))
