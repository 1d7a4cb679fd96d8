"""A stage becomes frames: the place is built and lit once, then every frame is painted from far to near with its blur."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers.previs import places, titles
from generation.drivers.previs.camera import LENS, Path
from generation.drivers.previs.lens import View, blur
from generation.drivers.previs.lighting import airless, lighting
from generation.drivers.previs.places.scenery import Cutout, Glow, Life
from generation.drivers.previs.render_bake import Surface, mirrored
from generation.drivers.previs.render_draw import Easel, Yard
from generation.drivers.previs.render_people import Cast, Spot
from generation.drivers.previs.render_set import Sprite, clear_view, ground_surfaces, panel_surfaces
from generation.drivers.previs.sky import Sky
from generation.drivers.previs.stage import Mouth, Stage
from generation.drivers.previs.weather import Air, glow, life, reflection

Frame = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Pass:
    """A range of depths painted together; afterwards everything painted so far is softened by `sigma` (pixels at full size)."""

    nearest: float
    farthest: float
    sigma: float


class Renderer:
    """The frames of one shot. Same arguments, same bytes.

    `frame(n)` gives (height, width, 3) sRGB uint8, or 4 channels with straight alpha when `alpha`: then only people and props
    are drawn. Frames may be asked for in any order. `mouths` says who speaks when. "draft" renders at half size.
    """

    def __init__(
        self, stage: Stage, width: int, height: int, frames: int, rate: Fraction, mouths: Sequence[Mouth] = (),
        quality: str = "final", alpha: bool = False,
    ) -> None:  # fmt: skip
        cv2.setNumThreads(1)
        self.alpha, self.frames = alpha, frames
        self.size = (width, height)
        share = 0.5 if quality == "draft" else 1.0
        self.width, self.height = max(16, round(width * share)), max(16, round(height * share))
        self.rate = float(rate)
        if stage.place.kind in places.ALWAYS_LIT:
            stage = stage.model_copy(update={"light": stage.light.model_copy(update={"practical": True})})
        self.scenery = places.build(stage.place, stage.light)
        stage = self.stage = places.settle(stage, self.scenery)
        built = places.dress(self.scenery, stage)
        scenery = self.scenery
        self.lighting = (
            airless()
            if stage.place.kind == "space"
            else lighting(stage.light, interior=scenery.interior, windows=scenery.windows, lamps=tuple(scenery.lamps))
        )
        self.path = Path(stage, self.width, self.height, frames, scenery.bounds, scenery.ceiling)
        self.cast = Cast(stage, self.lighting, frames, self.rate, mouths, frozenset() if alpha else built)
        self.views = [self.path.view(round(i * (frames - 1) / 4)) for i in range(5)]
        self.cast.still = all(view == self.views[0] for view in self.views)
        self.passes = self._plan()
        if not alpha:
            self._build()

    def _build(self) -> None:
        stage, scenery, middle = self.stage, self.scenery, self.views[2]
        eye = np.mean([v.eye for v in self.views], axis=0)
        heads = [
            (s.x, self.cast.bodies[s.actor.name].eyes, s.z)
            for n in (0, (self.frames - 1) // 2, self.frames - 1) for s in self.cast.spots(n) if s.actor is not None
        ]  # fmt: skip
        pieces, cutouts = clear_view(scenery.pieces, scenery.cutouts, self.views, heads)
        stay = {id(one) for one in (*pieces, *cutouts)}
        gone = [(p.x, p.z) for p in scenery.pieces if id(p) not in stay] + [
            (c.x, c.z) for c in scenery.cutouts if id(c) not in stay
        ]
        taken = [*gone, *((x, z) for x, _, z in heads if scenery.interior)]  # taken away, or where a head is
        self.glows = [g for g in scenery.glows if not any(math.hypot(x - g.x, z - g.z) < 0.5 for x, z in taken)]
        self.yard = Yard(pieces, self.lighting, eye)
        self.panels: list[Surface] = panel_surfaces(scenery, self.lighting, self.views)
        self.mirrors = [mirrored(p) for p in self.panels] if scenery.ground.gloss > 0.4 else []
        self.ground: list[Surface] = ground_surfaces(scenery, pieces, self.lighting, self.views)
        self.cutouts = [Sprite(c, self.lighting, eye) for c in cutouts]
        self.sky = Sky(self.lighting, stage.light.weather, stage.place.seed)
        self.air = Air(stage.light.weather, self.lighting, stage.place.seed + stage.seed)
        self.open_air = not scenery.interior and stage.place.kind != "car-interior"
        self.glow_share = 1.0 if self.lighting.lamps else 0.0
        self.kept: tuple[View, Frame] | None = None
        self.vignette = _vignette(middle.width, middle.height)

    def _plan(self) -> list[Pass]:
        """Which depths are painted together, from the blur that the lens gives them."""
        shot = self.stage.camera
        at = self.path.framing
        focus = at.focus or at.distance
        target = next((b for b in self.cast.bodies.values() if b.name == shot.focus), None)
        if target is not None:
            focus = max(0.4, self.views[2].project(target.x, target.eyes, target.z)[2])
        lens = shot.lens or LENS[shot.size] * 0.5 + at.lens * 0.5

        def sigma(depth: float) -> float:
            return blur(depth, focus, lens, shot.aperture, self.width)

        self.focus, self.softness = focus, sigma

        most = sigma(1e4)
        deepest = max((self.views[2].project(s.x, s.y, s.z)[2] for s in self._subjects()), default=focus)
        things = [self.views[2].project(s.x, s.y, s.z)[2] for s in self.cast.spots(self.frames // 2) if s.prop is not None]
        deepest = max([deepest, *[d for d in things if d < focus + 1.4]])
        sharp = max(focus + 0.45, deepest + 0.35)
        if most < 0.8 or self.alpha:
            return [Pass(0.0, math.inf, 0.0)]
        first = self._depth_of(sigma, max(0.8, 0.30 * most), sharp)
        second = self._depth_of(sigma, 0.72 * most, first)
        middle, far = sigma(math.sqrt(first * second)), sigma(second * 2)
        near = Pass(0.0, first, 0.0)
        if second > first * 1.25:
            return [Pass(second, math.inf, math.sqrt(max(far * far - middle * middle, 0.04))), Pass(first, second, middle), near]
        return [Pass(first, math.inf, far), near]

    def _subjects(self) -> list[Spot]:
        names = self.stage.camera.subject
        spots = [s for s in self.cast.spots(self.frames // 2) if s.actor is not None]
        return [s for s in spots if s.actor is not None and s.actor.name in names] or spots

    @staticmethod
    def _depth_of(sigma: object, wanted: float, start: float) -> float:
        depth = start
        while callable(sigma) and sigma(depth) < wanted and depth < 300:
            depth *= 1.06
        return depth

    def frame(self, n: int) -> Frame:
        """Frame `n`, counted from 0; raises IndexError outside the shot."""
        if not 0 <= n < self.frames:
            raise IndexError(f"Frame {n} of a shot of {self.frames} frames")
        view = self.path.view(n)
        pixels = self._foreground(view, n) if self.alpha else self._picture(view, n)
        if self.size != (self.width, self.height):
            pixels = cv2.resize(pixels, self.size, interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)
        return pixels

    def _foreground(self, view: View, n: int) -> Frame:
        easel = Easel(view, clear=True)
        for spot in sorted(self.cast.spots(n), key=lambda s: -view.project(s.x, s.y, s.z)[2]):
            self.cast.draw(easel, spot, n)
        titles.draw(easel.canvas, self.stage.titles, view.width, view.height, n, self.rate)
        pixels = easel.pixels
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_mRGBA2RGBA), np.uint8)

    def _picture(self, view: View, n: int) -> Frame:
        things = self._things(view, n)
        small = 0.5 if len(self.passes) > 1 and self.passes[0].sigma >= 1.3 and self.passes[-2].sigma >= 1.1 else 1.0
        last = self.passes[-1]
        kept = self.kept if self.kept is not None and self.kept[0] == view else None
        if kept is not None:
            easel = Easel(view)
            easel.pixels[:] = kept[1]
            self.yard.look(view)
        else:
            easel = Easel(view.scaled(small) if len(self.passes) > 1 else view)
            self.yard.look(easel.view)
            for number, one in enumerate(self.passes[:-1]):
                self._backdrop(easel, one, n, first=number == 0)
                self._paint(easel, one, things, n, first=number == 0)
                cv2.GaussianBlur(easel.pixels, (0, 0), max(one.sigma * small, 0.3), dst=easel.pixels)
            if small != 1.0:
                full = Easel(view)
                cv2.resize(easel.pixels, (view.width, view.height), dst=full.pixels, interpolation=cv2.INTER_LINEAR)
                easel = full
                self.yard.look(view)
            self._backdrop(easel, last, n, first=len(self.passes) == 1)
            if self._still(things, last):
                self.kept = (view, easel.pixels.copy())
        self._paint(easel, last, things, n, first=len(self.passes) == 1)
        self.air.draw(easel, n, self.rate, near=True) if self.open_air else None
        out = np.asarray(cv2.cvtColor(easel.pixels, cv2.COLOR_RGBA2RGB), np.uint8)
        flash = self.sky.flash(n, self.rate) * (0.3 if self.scenery.interior else 1.0)
        if flash:
            out = cv2.addWeighted(out, 1 + 0.5 * flash, np.full_like(out, 235), 0.22 * flash, 0).astype(np.uint8, copy=False)
        out = cv2.multiply(out, self.vignette, scale=1 / 255).astype(np.uint8, copy=False)
        if self.stage.titles:
            out = self._titled(out, n)
        return out

    def _mirror(self, easel: Easel, limit: float) -> None:
        """Wet ground gives back what stands behind it and the lamps over it."""
        for surface in self.mirrors:
            easel.surface(surface, limit, 0.24)
        if self.glow_share:
            for light in self.glows:
                reflection(easel, light)

    def _titled(self, out: Frame, n: int) -> Frame:
        if not any(t.start <= n < t.start + t.frames for t in self.stage.titles):
            return out
        h, w = out.shape[:2]
        easel = Easel(self.views[0])
        easel.pixels[..., :3] = out
        easel.pixels[..., 3] = 255
        titles.draw(easel.canvas, self.stage.titles, w, h, n, self.rate, self._title_at)
        return np.asarray(cv2.cvtColor(easel.pixels, cv2.COLOR_RGBA2RGB), np.uint8)

    @cached_property
    def _title_at(self) -> float:
        """How far down a film title stands: clear of the heads, as a share of the height."""
        heads = []
        for n, view in zip(
            (0, (self.frames - 1) // 2, self.frames - 1), (self.views[0], self.views[2], self.views[4]), strict=True
        ):
            for spot in self.cast.spots(n):
                if spot.actor is not None:
                    body = self.cast.bodies[spot.actor.name]
                    heads.append(view.project(spot.x, spot.y + body.eyes - body.ground, spot.z)[1] / view.height)
        if not heads:
            return 0.5
        return 0.18 if min(heads) > 0.34 else 0.86

    def _figure(self, easel: Easel, spot: Spot, n: int, *, last: bool) -> None:
        """A person or a prop; whatever stands well before the focus is drawn apart and softened."""
        depth = easel.view.project(spot.x, spot.y + (1.2 if spot.actor is not None else 0.05), spot.z)[2]
        sigma = self.softness(depth) if last and depth < self.focus * 0.66 else 0.0
        if sigma < 1.2:
            self.cast.draw(easel, spot, n)
            return
        layer = Easel(easel.view.scaled(0.5), clear=True)
        self.cast.draw(layer, spot, n)
        cv2.GaussianBlur(layer.pixels, (0, 0), sigma * 0.5, dst=layer.pixels)
        easel.over(layer.pixels)

    def _things(self, view: View, n: int) -> list[tuple[float, int, object]]:
        """Everything that stands, with its depth, from far to near."""
        things: list[tuple[float, int, object]] = []

        def depth(x: float, y: float, z: float) -> float:
            return view.project(x, y, z)[2]

        for index, piece in enumerate(self.yard.pieces):
            if piece.flat:
                continue
            things.append((depth(piece.x, 0.5, piece.z), 0, index))
        for sprite in self.cutouts:
            things.append((depth(sprite.cutout.x, sprite.cutout.y, sprite.cutout.z), 1, sprite))
        for spot in self.cast.spots(n):
            things.append((depth(spot.x, spot.y + 0.6, spot.z) - 0.06 - spot.lift, 2, spot))
        for one in self.scenery.life:
            far = 1e5 if one.kind == "birds" else depth(one.x, one.y, one.z) - 0.1
            things.append((far, 3, one))
        if self.glow_share:
            for light in self.glows:
                things.append((depth(light.x, light.y, light.z) - 0.1, 4, light))
        return sorted(things, key=lambda t: (-t[0], t[1]))

    def _still(self, things: list[tuple[float, int, object]], last: Pass) -> bool:
        """Whether all that lies behind the sharp pass is at rest: the next frame of a camera at rest may begin with it."""
        return self.scenery.interior and not any(
            far >= last.farthest and (kind in (2, 3) or (isinstance(one, Glow) and one.flicker > 0)) for far, kind, one in things
        )

    def _backdrop(self, easel: Easel, one: Pass, n: int, *, first: bool) -> None:
        """Sky, ground and walls, as far as this pass reaches."""
        limit = math.inf if first else one.farthest
        if first:
            if self.scenery.interior:
                easel.pixels[:] = (28, 26, 30, 255)
            else:
                self.sky.draw(easel, self.scenery.rings, self.scenery.ground, n, self.rate)
                if not self.open_air:
                    self.air.draw(easel, n, self.rate, near=False)
        for surface in self.ground:
            easel.surface(surface, limit)
        if (self.mirrors and not first) or (self.mirrors and len(self.passes) == 1):
            self._mirror(easel, limit)
        for surface in self.panels:
            easel.surface(surface, limit)
        for index, piece in enumerate(self.yard.pieces):
            if piece.flat:
                self.yard.draw(easel, index)

    def _paint(self, easel: Easel, one: Pass, things: list[tuple[float, int, object]], n: int, *, first: bool) -> None:
        last = one.nearest <= 0
        people_here = [t for t in things if t[1] == 2 and (first or t[0] < one.farthest) and (last or t[0] >= one.nearest)]
        for _, _, spot in people_here:
            if isinstance(spot, Spot):
                self.cast.shadow(easel, spot)
        aired = False
        for far, kind, thing in things:
            if (not first and far >= one.farthest) or (not last and far < one.nearest):
                continue
            if last and not aired and kind == 2 and self.open_air:
                self.air.draw(easel, n, self.rate, near=False)
                aired = True
            if kind == 0 and isinstance(thing, int):
                self.yard.draw(easel, thing)
            elif isinstance(thing, Sprite):
                thing.draw(easel, n, self.rate, self.stage.light.weather)
            elif isinstance(thing, Spot):
                self._figure(easel, thing, n, last=last)
            elif isinstance(thing, Life):
                life(easel, thing, self.lighting, n, self.rate)
            elif isinstance(thing, Glow):
                glow(easel, thing, n, self.rate, share=self.glow_share)
        if last and not aired and self.open_air:
            self.air.draw(easel, n, self.rate, near=False)


def _vignette(width: int, height: int) -> Frame:
    y, x = np.mgrid[0:height, 0:width]
    r = np.hypot((x - width / 2) / (width / 2), (y - height / 2) / (height / 2) * 0.9)
    shade = 255 * (1 - 0.20 * np.clip(r - 0.45, 0, 1) ** 1.6)
    return np.repeat(shade.astype(np.uint8)[..., None], 3, axis=2)


__all__ = ["Cutout", "Renderer"]
