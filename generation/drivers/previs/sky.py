"""What lies behind everything outdoors: sky, sun or moon, stars, clouds, far silhouettes, land and water to the horizon."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import skia

from generation.drivers.previs.lens import NEAR, View
from generation.drivers.previs.lighting import Lighting, Rgb, argb, mix, scale
from generation.drivers.previs.places.scenery import Ground, Ring
from generation.drivers.previs.render_draw import DISC, Easel
from generation.drivers.previs.stage import Weather


@dataclass(frozen=True)
class _Cloud:
    azimuth: float
    elevation: float
    width: float  # degrees
    puffs: tuple[tuple[float, float, float], ...]  # x, y, radius in shares of the width


class Sky:
    """The sky of one shot; `draw` paints it and everything far below it."""

    def __init__(self, lighting: Lighting, weather: Weather, seed: int) -> None:
        self.lighting, self.weather = lighting, weather
        rng = random.Random(f"sky/{seed}")
        self.stars = [
            (rng.uniform(0, 360), 3 + 72 * rng.random() ** 1.7, rng.uniform(0.4, 1.3), rng.random()) for _ in range(420)
        ]
        overcast = weather in (Weather.CLOUDY, Weather.RAIN, Weather.STORM, Weather.SNOW)
        self.clouds = [_cloud(rng, overcast) for _ in range(0 if weather is Weather.FOG else 34 if overcast else 17)]
        self.overcast = overcast
        self.lit: dict[float, npt.NDArray[np.float64]] = {}
        self.bolts = _bolts(rng)
        self.glints = _glints(rng)

    def draw(self, easel: Easel, rings: list[Ring], ground: Ground, frame: int, rate: float) -> None:
        """From the zenith to the near ground."""
        canvas, view = easel.canvas, easel.view
        level = View(view.x, view.y, view.z, view.yaw, view.pitch, 0.0, view.focal, view.width, view.height)
        canvas.save()
        canvas.rotate(view.roll, view.width / 2, view.height / 2)
        self._gradient(easel, level)
        if self.lighting.night > 0.5 and not self.overcast:
            self._stars(canvas, level, frame, rate)
        self._sun(easel, level)
        for cloud in self.clouds:
            self._draw_cloud(canvas, level, cloud, frame / rate)
        if self.weather is Weather.STORM:
            self._lightning(canvas, level, frame, rate)
        for ring in rings:
            self._ring(canvas, level, ring)
        if ground.endless:
            self._land(easel, level, ground)
            if ground.water:
                self._water(canvas, level, ground, frame / rate)
        canvas.restore()

    def flash(self, frame: int, rate: float) -> float:
        """How brightly lightning lights the picture in this frame, 0…1."""
        if self.weather is not Weather.STORM:
            return 0.0
        t = (frame / rate + 0.9) % 4.2
        return max(0.0, 1 - t / 0.16) * 0.8 if t < 0.16 else (0.55 if 0.24 < t < 0.32 else 0.0)

    def _gradient(self, easel: Easel, view: View) -> None:
        light, canvas, view_roll = self.lighting, easel.canvas, easel.view.roll

        def at(elevation: float) -> float:
            angle = math.radians(min(max(elevation - view.pitch, -86.0), 86.0))
            return view.height / 2 - view.focal * math.tan(angle)

        low, high = at(-1.5), at(58.0)
        stops = [0.0, 0.05, 0.22, 0.5, 1.0]
        colours = [
            light.horizon,
            light.horizon,
            mix(light.horizon, light.middle, 0.8),
            mix(light.middle, light.zenith, 0.45),
            light.zenith,
        ]
        if not view_roll:
            rows(easel.pixels, low, high, stops, colours, 0)
            return
        shader = skia.GradientShader.MakeLinear([skia.Point(0, low), skia.Point(0, high)], [argb(c) for c in colours], stops)
        canvas.drawPaint(skia.Paint(Shader=shader))

    def _stars(self, canvas: skia.Canvas, view: View, frame: int, rate: float) -> None:
        for azimuth, elevation, size, phase in self.stars:
            x, y, depth = view.direction(azimuth, elevation)
            if depth <= 0.2 or not (0 <= x <= view.width and 0 <= y <= view.height):
                continue
            shine = 0.55 + 0.35 * math.sin(frame / rate * 2.1 + phase * 40)
            canvas.drawCircle(
                x,
                y,
                size * view.width / 1280,
                skia.Paint(AntiAlias=True, Color=argb((1, 0.97, 0.9), shine * self.lighting.night)),
            )

    def _sun(self, easel: Easel, view: View) -> None:
        light, canvas = self.lighting, easel.canvas
        if self.overcast or self.weather is Weather.FOG:
            return
        azimuth, elevation = light.sun
        x, y, depth = view.direction(azimuth, elevation)
        if depth <= 0.15:
            return
        moon = light.night > 0.9
        radius = view.focal * (0.030 if moon else 0.036)
        colour: Rgb = (
            (0.96, 0.96, 0.88) if moon else mix((1.0, 0.99, 0.94), (1.0, 0.95, 0.78), min(1.0, max(0.0, (30 - elevation) / 26)))
        )
        if light.night > 0.5 and not moon:  # the sun is just below the horizon: only its glow is left
            _glow(easel, x, y + radius, view.focal * 0.5, (1.0, 0.62, 0.46), 0.6)
            return
        _glow(easel, x, y, radius * (8 if moon else 15), colour, 0.45 if moon else 0.85)
        canvas.drawCircle(x, y, radius, skia.Paint(AntiAlias=True, Color=argb(colour)))
        if moon:
            paint = skia.Paint(AntiAlias=True, Color=argb((0.84, 0.85, 0.80)))
            for cx, cy, r in ((-0.3, -0.2, 0.22), (0.25, 0.3, 0.28), (0.3, -0.4, 0.13)):
                canvas.drawCircle(x + cx * radius, y + cy * radius, r * radius, paint)

    def _draw_cloud(self, canvas: skia.Canvas, view: View, cloud: _Cloud, t: float) -> None:
        light = self.lighting
        drift = t * (1.3 if self.weather in (Weather.WIND, Weather.STORM) else 0.28)
        x, y, depth = view.direction(cloud.azimuth + drift, cloud.elevation)
        if depth <= 0.2:
            return
        size = view.focal * math.radians(cloud.width)
        if x + size < 0 or x - size > view.width or y + size * 0.4 < 0 or y - size * 0.5 > view.height:
            return
        path = skia.Path()
        for px, py, r in cloud.puffs:
            path.addOval(
                skia.Rect.MakeLTRB(
                    x + (px - r) * size, y + (py - r * 0.72) * size, x + (px + r) * size, y + (py + r * 0.72) * size
                )
            )
        near = max(0.0, 1 - abs((cloud.azimuth + drift - light.sun[0] + 180) % 360 - 180) / 70)
        bright = mix(mix(light.horizon, (1, 1, 1), 0.55 * (1 - light.night)), light.key, 0.0)
        top = mix(bright, mix(light.horizon, (1.0, 0.9, 0.8), 0.3), near * 0.6)
        if self.overcast:
            top = scale(mix(light.middle, light.horizon, 0.7), 1.04)
        under = mix(light.middle, light.zenith, 0.25 if not self.overcast else 0.5)
        shader = skia.GradientShader.MakeLinear(
            [skia.Point(x, y - 0.16 * size), skia.Point(x, y + 0.08 * size)],
            [argb(top, 0.92), argb(under, 0.55 if not self.overcast else 0.8)],
        )
        canvas.save()
        canvas.clipRect(skia.Rect.MakeLTRB(x - size * 2, y - size * 2, x + size * 2, y + 0.055 * size), True)
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=shader))
        canvas.restore()

    def _lightning(self, canvas: skia.Canvas, view: View, frame: int, rate: float) -> None:
        strength = self.flash(frame, rate)
        if strength < 0.3:
            return
        which = int((frame / rate + 0.9) // 4.2) % len(self.bolts)
        azimuth, bends = self.bolts[which]
        path = skia.Path()
        for i, (dx, e) in enumerate(bends):
            x, y, depth = view.direction(-view.yaw * 0 + view.yaw + azimuth + dx, e)
            if depth <= 0.2:
                return
            path.moveTo(x, y) if i == 0 else path.lineTo(x, y)
        for width, alpha in ((9, 0.25), (3, 0.9)):
            paint = skia.Paint(
                AntiAlias=True,
                Style=skia.Paint.kStroke_Style,
                StrokeWidth=width * view.width / 1280,
                Color=argb((0.9, 0.92, 1.0), alpha * strength),
            )
            canvas.drawPath(path, paint)

    def _ring(self, canvas: skia.Canvas, view: View, ring: Ring) -> None:
        n = len(ring.heights)
        half = math.degrees(math.atan(view.width / 2 / view.focal)) + 14
        steps: list[tuple[float, float, float]] = []
        first = math.floor((view.yaw - half) / 360 * n)
        last = math.ceil((view.yaw + half) / 360 * n)
        for i in range(first, last + 1):
            a = i / n * 2 * math.pi
            height = ring.heights[i % n]
            steps.append((math.sin(a) * ring.distance, ring.base + height, math.cos(a) * ring.distance))
        points = view.camera(np.array(steps))
        if points[:, 2].min() < NEAR:
            keep = points[:, 2] >= 1.0
            points, steps = points[keep], [s for s, k in zip(steps, keep.tolist(), strict=True) if k]
            if len(points) < 2:
                return
        top = view.screen(points).tolist()
        foot = view.project(steps[len(steps) // 2][0], ring.base, steps[len(steps) // 2][2])[1]
        path = skia.Path()
        path.moveTo(top[0][0], foot + 4)
        previous = top[0]
        for x, y in top:
            if ring.soft:
                path.quadTo(previous[0], previous[1], (previous[0] + x) / 2, (previous[1] + y) / 2)
            else:
                path.lineTo(x, previous[1])
                path.lineTo(x, y)
            previous = [x, y]
        path.lineTo(top[-1][0], foot + 4)
        path.close()
        light = self.lighting
        veil = 1 - math.exp(-ring.distance * light.density * 0.55)
        veil = min(0.93, max(veil, 0.24 + min(ring.distance, 900) / 2000))
        fill = mix(light.above, light.key, 0.25)
        colour = mix((ring.colour[0] * fill[0], ring.colour[1] * fill[1], ring.colour[2] * fill[2]), light.haze, veil)
        crest = min(p[1] for p in top)
        shader = skia.GradientShader.MakeLinear(
            [skia.Point(0, crest), skia.Point(0, foot + 2)],
            [argb(colour), argb(mix(colour, light.haze, 0.45 * min(1.0, ring.distance / 320)))],
        )
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=shader))
        if ring.lit and light.night > 0.4:
            self._windows(canvas, view, ring)

    def _windows(self, canvas: skia.Canvas, view: View, ring: Ring) -> None:
        lit = self.lit.get(ring.distance)
        if lit is None:
            lit = self.lit[ring.distance] = _lit_windows(ring)
        seen = view.camera(lit)
        seen = seen[(seen[:, 2] > 1) & (np.abs(seen[:, 0]) < seen[:, 2] * view.width / view.focal * 0.52)]
        size = max(1.0, view.focal / ring.distance * 1.1)
        path = skia.Path()
        for x, y in view.screen(seen).tolist():
            path.addRect(skia.Rect.MakeXYWH(x, y, size, size * 1.2))
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=argb((1.0, 0.84, 0.52), 0.85 * self.lighting.night)))

    def _land(self, easel: Easel, view: View, ground: Ground) -> None:
        light, canvas = self.lighting, easel.canvas
        rise = max(view.y - ground.level, 0.05)
        horizon = view.height / 2 - view.focal * math.tan(math.radians(-view.pitch))
        if horizon > view.height:
            return
        fall = light.fall(np.array([[0.0, 1.0, 0.0]]), np.array([[0.0, -50.0, 0.0]]))[0]
        near = (ground.near[0] * float(fall[0]), ground.near[1] * float(fall[1]), ground.near[2] * float(fall[2]))
        if ground.water:
            near = mix(near, light.zenith, 0.30)
        bottom = max(horizon + 40.0, float(view.height))
        stops: list[float] = [0.0]
        most = min(0.94, 0.30 + light.density * 14)  # clear air lets the land keep its colour to the horizon
        colours: list[Rgb] = [mix(near, light.haze, most) if not ground.water else mix(light.horizon, near, 0.22)]
        for distance in (400.0, 120.0, 45.0, 18.0, 8.0):
            y = view.height / 2 - view.focal * math.tan(-math.atan2(rise, distance) - math.radians(view.pitch))
            share = (y - horizon) / (bottom - horizon)
            if not stops[-1] < share < 1.0:
                continue
            veil = min(most, 1 - math.exp(-(distance - 2) * light.density))
            if ground.water:
                glance = min(0.82, (distance / 170) ** 0.5)  # the flatter the look, the more sky in the water
                tone = mix(near, mix(light.horizon, light.middle, 0.35), glance)
            else:
                tone = near
            stops.append(share)
            colours.append(mix(tone, light.haze, veil))
        stops.append(1.0)
        colours.append(scale(near, 0.92))
        if not easel.view.roll:
            rows(easel.pixels, horizon, bottom, stops, colours, max(0, math.floor(horizon)))
            return
        shader = skia.GradientShader.MakeLinear(
            [skia.Point(0, horizon), skia.Point(0, bottom)], [argb(c) for c in colours], stops
        )
        wide = view.width + view.height
        canvas.drawRect(skia.Rect.MakeLTRB(-wide, horizon, 2 * wide, 2 * wide), skia.Paint(Shader=shader, AntiAlias=True))

    def _water(self, canvas: skia.Canvas, view: View, ground: Ground, t: float) -> None:
        light = self.lighting
        x = self.glints[:, 0] + 0.35 * np.sin(t * 0.7 + self.glints[:, 3] * 50)
        points = np.stack([x, np.full(len(x), ground.level), self.glints[:, 1]], axis=1)
        seen = view.camera(points)
        keep = (seen[:, 2] > 3.0) & (np.abs(seen[:, 0]) < seen[:, 2] * view.width / view.focal * 0.6)
        seen = seen[keep]
        screen = view.screen(seen)
        phase = self.glints[keep, 3]
        shine = 0.5 + 0.5 * np.sin(t * (1.2 + 1.6 * phase) + phase * 91)
        half = np.maximum(view.focal / seen[:, 2] * self.glints[keep, 2] * (0.25 + 0.75 * shine), 0.8)
        slope = max(0.10, min(0.5, abs(view.y - ground.level) / 9))
        thick = np.minimum(np.maximum(half * 0.16 * slope * 2, 0.45), half)
        sx, _, ahead = view.direction(*light.sun)
        spread = view.width * 0.05 + np.abs(screen[:, 1] - view.height / 2) * 0.30
        glitter = (
            (np.abs(screen[:, 0] - sx) < spread)
            if ahead > 0.2 and not self.overcast and light.night != 0.65
            else np.zeros(len(seen), bool)
        )
        paths = (skia.Path(), skia.Path(), skia.Path())
        rows = zip(screen.tolist(), half.tolist(), thick.tolist(), phase.tolist(), glitter.tolist(), strict=True)
        for (px, py), h, v, p, sun in rows:
            paths[2 if sun and p > 0.35 else 0 if p > 0.5 else 1].addOval(skia.Rect.MakeLTRB(px - h, py - v, px + h, py + v))
        pale = mix(light.horizon, (1, 1, 1), 0.25 * (1 - light.night))
        deep = scale(mix(light.zenith, ground.near, 0.5), 0.62)
        warm = mix(light.horizon, (1.0, 0.93, 0.78), 0.6)
        for path, colour, alpha in zip(paths, (pale, deep, warm), (0.34, 0.26, 0.85), strict=True):
            canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=argb(colour, alpha)))


def rows(pixels: npt.NDArray[np.uint8], first: float, last: float, stops: list[float], colours: list[Rgb], begin: int) -> None:
    """A gradient down the frame from row `first` to row `last`, written from row `begin` on; columns take turns in rounding."""
    height, width = pixels.shape[:2]
    at = (np.arange(begin, height) + 0.5 - first) / (last - first)
    bands = np.stack([np.interp(at, stops, [c[i] for c in colours]) for i in range(3)], axis=1) * 255
    pair = np.full((height - begin, 2, 4), 255, np.uint8)
    pair[:, 0, :3], pair[:, 1, :3] = np.clip(bands + 0.25, 0, 255), np.clip(bands + 0.75, 0, 255)
    if width % 2 == 0:
        pixels.reshape(height, -1).view(np.uint64)[begin:] = pair.reshape(-1, 8).view(np.uint64)
    else:
        pixels.reshape(height, -1).view(np.uint32)[begin:] = pair[:, 0].copy().view(np.uint32)


def _lit_windows(ring: Ring) -> npt.NDArray[np.float64]:
    """Where small windows shine on a far skyline, by chance but always the same."""
    rng = random.Random(f"windows/{ring.distance}/{len(ring.heights)}")
    found = []
    for i, height in enumerate(ring.heights):
        for _ in range(int(6 * ring.lit + 1)):
            a = (i + rng.random()) / len(ring.heights) * 2 * math.pi
            y = rng.uniform(0.12, 0.92) * height
            if rng.random() < ring.lit:
                found.append((math.sin(a) * ring.distance, ring.base + y, math.cos(a) * ring.distance))
    return np.array(found).reshape(-1, 3)


def _glow(easel: Easel, x: float, y: float, radius: float, colour: Rgb, strength: float) -> None:
    easel.veil(DISC, (x - radius, y - radius, x + radius, y + radius), colour, strength)


def _cloud(rng: random.Random, overcast: bool) -> _Cloud:
    puffs = []
    count = rng.randint(5, 9)
    for i in range(count):
        at = (i + 0.5) / count * 2 - 1
        r = (0.10 + 0.16 * (1 - abs(at))) * rng.uniform(0.8, 1.25)
        puffs.append((at * 0.62, -r * rng.uniform(0.1, 0.55), r * 1.15))
    elevation = rng.uniform(9, 40) if overcast else rng.uniform(5, 26)
    return _Cloud(rng.uniform(0, 360), elevation, rng.uniform(22, 46) if overcast else rng.uniform(8, 22), tuple(puffs))


def _bolts(rng: random.Random) -> list[tuple[float, list[tuple[float, float]]]]:
    bolts = []
    for _ in range(5):
        x, bends = 0.0, []
        for step in range(9):
            bends.append((x, 38 - step * 4.4))
            x += rng.uniform(-2.2, 2.2)
        bolts.append((rng.uniform(-16, 16), bends))
    return bolts


def _glints(rng: random.Random) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rows = []
    for _ in range(1500):
        a, r = rng.uniform(0, 2 * math.pi), 1.5 + 95 * rng.random() ** 1.35
        rows.append((r * math.cos(a), r * math.sin(a), rng.uniform(0.10, 0.42) * (1 + r / 45), rng.random()))
    return np.array(rows)
