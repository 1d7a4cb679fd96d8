"""The animatic as structure: how near everything is, its outlines, its people's joints, exact from the geometry that is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.previs.lens import NEAR, Array, View, clip
from generation.drivers.previs.render import Renderer
from generation.drivers.previs.render_bake import Surface
from generation.drivers.previs.render_draw import Easel
from generation.drivers.previs.render_people import Spot
from generation.drivers.previs.render_set import Sprite
from generation.drivers.previs.stage import Stage
from generation.guiding import Person, drawn

_THIN = 0.004  # of the picture's depth: a plane seen so nearly from its edge has no depth of its own
_STEP = 0.035  # by which the distance of neighbours has to differ to be an outline
_BEND = 0.93  # cosine between two faces above which the line between them is none
_LEAST = 0.35  # of a person that must be in sight for its joints to be shown


@dataclass
class Planes:
    """One frame as planes (height, width): distance in metres (infinite: the sky), what it is, and which way it faces."""

    distance: npt.NDArray[np.float32]
    thing: npt.NDArray[np.int32]
    facing: npt.NDArray[np.float32]  # (height, width, 3), in camera coordinates
    lines: npt.NDArray[np.uint8]  # what is drawn within people and things, 255 on a line


class Structure:
    """The structure of a stage's frames, from the same place, camera and people that `Renderer` draws."""

    def __init__(self, stage: Stage, width: int, height: int, frames: int, rate: Fraction) -> None:
        self._drawer = Renderer(stage.model_copy(update={"titles": ()}), width, height, frames, rate)
        self._frames, self._size = frames, (width, height)
        self._nearest: float | None = None

    def depth(self) -> Iterator[Pixels]:
        """Every frame, near is white and far is black; one range for the whole shot, by inverse distance."""
        nearest = max(self._near(n) for n in sorted({0, self._frames // 3, 2 * self._frames // 3, self._frames - 1}))
        for n in range(self._frames):
            shown = np.clip(1 / self.planes(n).distance / nearest, 0, 1) * 255
            yield np.repeat((shown + 0.5).astype(np.uint8)[..., None], 3, axis=2)

    def edges(self) -> Iterator[Pixels]:
        """Every frame's outlines, white on black: where one thing ends, where a body bends, and what is drawn within people."""
        thick = max(1, round(self._size[0] / 640))
        for n in range(self._frames):
            planes = self.planes(n, lines=True)
            lines = np.maximum(_outlines(planes), planes.lines)
            if thick > 1:
                lines = np.asarray(cv2.dilate(lines, np.ones((thick, thick), np.uint8)), np.uint8)
            yield np.repeat(lines[..., None], 3, axis=2)

    def poses(self) -> Iterator[Pixels]:
        """Every frame's people as figures of lines, far ones first; who is hidden behind something is left out."""
        for n in range(self._frames):
            yield drawn(self._people(n), *self._size)

    def planes(self, n: int, *, lines: bool = False) -> Planes:
        """Frame `n` painted from far to near, as the animatic is, with distances for colours."""
        drawer = self._drawer
        view = drawer.path.view(n)
        canvas = _Canvas(view, lines)
        drawer.yard.look(view)
        if drawer.open_air and drawer.stage.place.kind != "space" and drawer.scenery.ground.endless:
            canvas.level(drawer.scenery.ground.level)
        for surface in (*drawer.ground, *drawer.panels):
            canvas.surface(surface)
        for index, piece in enumerate(drawer.yard.pieces):
            if piece.flat:
                canvas.solid(drawer.yard.shapes(index))
        for _, _, thing in drawer._things(view, n):
            if isinstance(thing, int):
                canvas.solid(drawer.yard.shapes(thing))
            elif isinstance(thing, Sprite):
                cut = thing.cutout
                thing.draw(canvas.clear(), n, drawer.rate, drawer.stage.light.weather)
                canvas.flat(view.project(cut.x, cut.y + cut.height * 0.4, cut.z)[2])
            elif isinstance(thing, Spot):
                drawer.cast.draw(canvas.clear(), thing, n)
                canvas.flat(view.project(thing.x, thing.y + (0.9 if thing.actor else 0.05), thing.z)[2], inner=True)
        return canvas.planes

    def _near(self, n: int) -> float:
        return float(np.quantile(1 / self.planes(n).distance[::2, ::2], 0.995)) or 1.0

    def _people(self, n: int) -> list[Person]:
        drawer = self._drawer
        view = drawer.path.view(n)
        planes = self.planes(n)
        easel = Easel(view.scaled(1.0), clear=True)
        spots = [(view.project(one.x, one.y + 0.9, one.z)[2], one) for one in drawer.cast.spots(n) if one.actor is not None]
        found: list[Person] = []
        for far, spot in sorted(spots, key=lambda one: -one[0]):
            joints = np.array(drawer.cast.joints(easel, spot, n), np.float32).reshape(-1, 3)
            if not len(joints):
                continue
            places = joints[:, :2]
            inside = np.asarray((places >= 0).all(axis=1) & (places < self._size).all(axis=1))
            across, down = (np.clip(places[:, k].astype(int), 0, self._size[k] - 1) for k in (0, 1))
            free = np.asarray(planes.distance[down, across] > far - max(0.35, 0.06 * far))
            body = inside[1:14] & free[1:14]
            if body.sum() >= max(1, _LEAST * max(1, int(inside[1:14].sum()))) and inside.any():
                found.append(Person(places, joints[:, 2].copy()))
        return found


class _Canvas:
    """A frame of distances being painted."""

    def __init__(self, view: View, lines: bool) -> None:
        self._view, self._lines, self._count = view, lines, 0
        shape = (view.height, view.width)
        self.planes = Planes(
            np.full(shape, np.inf, np.float32),
            np.zeros(shape, np.int32),
            np.zeros((*shape, 3), np.float32),
            np.zeros(shape, np.uint8),
        )
        self._easel = Easel(view, clear=True)
        self._across = ((np.arange(view.width, dtype=np.float32) + 0.5 - view.width / 2) / view.focal)[None, :]
        self._up = (-(np.arange(view.height, dtype=np.float32) + 0.5 - view.height / 2) / view.focal)[:, None]

    def level(self, height: float) -> None:
        """The land or water that reaches the horizon."""
        self._count += 1
        up = self._view.axes[:, 1]  # of the place, in camera coordinates
        falls = up[0] * self._across + up[1] * self._up + up[2]
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = (height - self._view.y) / falls
        there = (distance > NEAR) & (distance < 2000)
        self.planes.distance[there] = distance[there]
        self.planes.thing[there] = self._count
        self.planes.facing[there] = up

    def surface(self, surface: Surface) -> None:
        """A plane of the set, as far as it is seen."""
        if not surface.both and float((self._view.eye - surface.corners[0]) @ surface.normal) <= 0:
            return
        self.solid([clip(self._view.camera(surface.corners), NEAR)])

    def solid(self, shapes: list[Array] | Iterator[Array]) -> None:
        """Flat faces of one thing, in camera coordinates."""
        self._count += 1
        for seen in shapes:
            if len(seen) >= 3:
                self._face(seen)

    def clear(self) -> Easel:
        """An empty easel of this view, for what is drawn."""
        self._easel.pixels[:] = 0
        return self._easel

    def flat(self, distance: float, *, inner: bool = False) -> None:
        """What was drawn on the easel, as if it were cut out of card at this distance; `inner`: with the lines within."""
        drawn_on = self._easel.pixels
        self._count += 1
        if distance < NEAR:
            return
        x, y, wide, high = cv2.boundingRect(drawn_on[..., 3])
        if not wide or not high:
            return
        part = (slice(y, y + high), slice(x, x + wide))
        there = drawn_on[part][..., 3] > 127
        planes = self.planes
        planes.distance[part][there] = distance
        planes.thing[part][there] = self._count
        planes.facing[part][there] = (0.0, 0.0, -1.0)
        planes.lines[part][there] = 0
        if inner and self._lines:
            within = cv2.erode(there.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
            found = cv2.Canny(cv2.GaussianBlur(np.ascontiguousarray(drawn_on[part][..., :3]), (0, 0), 0.8), 45, 110)
            planes.lines[part][within & (found > 0)] = 255

    def _face(self, seen: Array) -> None:
        outline = self._view.screen(seen)
        x0, y0 = (int(max(0.0, np.floor(one))) for one in outline.min(axis=0))
        x1, y1 = min(self._view.width, int(outline[:, 0].max()) + 2), min(self._view.height, int(outline[:, 1].max()) + 2)
        if x1 <= x0 or y1 <= y0:
            return
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        points = np.clip(outline - (x0, y0), -30000, 30000)
        cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_8, 4)
        there = mask > 0
        normal = _normal(seen)
        part = (slice(y0, y1), slice(x0, x1))
        towards = normal[0] * self._across[:, x0:x1] + normal[1] * self._up[y0:y1] + normal[2]
        rest = float(normal @ seen.mean(axis=0))
        low, high = float(seen[:, 2].min()), float(seen[:, 2].max())
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = np.where(np.abs(towards) > _THIN, rest / towards, (low + high) / 2)
        planes = self.planes
        planes.distance[part][there] = np.clip(distance, low, high)[there]
        planes.thing[part][there] = self._count
        planes.facing[part][there] = normal if normal[2] < 0 else -normal
        planes.lines[part][there] = 0


def _normal(points: Array) -> npt.NDArray[np.float64]:
    """The direction that a face looks in (Newell), of length 1."""
    after = np.roll(points, -1, axis=0)
    found = np.cross(points, after).sum(axis=0)
    return np.asarray(found / max(float(np.linalg.norm(found)), 1e-12), np.float64)


def _outlines(planes: Planes) -> npt.NDArray[np.uint8]:
    """Where neighbours are apart, or face elsewhere: one pixel wide, on the nearer side."""
    lines = np.zeros(planes.thing.shape, bool)
    near = 1 / planes.distance
    for axis in (0, 1):
        one = tuple(slice(None, -1) if k == axis else slice(None) for k in (0, 1))
        other = tuple(slice(1, None) if k == axis else slice(None) for k in (0, 1))
        a, b = near[one], near[other]
        apart = np.abs(a - b) > _STEP * np.maximum(np.maximum(a, b), 1e-4)
        bends = ((planes.facing[one] * planes.facing[other]).sum(axis=2) < _BEND) & (a > 0) & (b > 0)
        found = ((planes.thing[one] != planes.thing[other]) & apart) | bends
        lines[one] |= found & (a >= b)
        lines[other] |= found & (a < b)
    return np.asarray(lines * np.uint8(255), np.uint8)
