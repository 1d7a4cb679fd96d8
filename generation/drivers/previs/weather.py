"""What falls, drifts and flashes between the camera and the place: rain, snow, fog, wind and the life of small things."""

from __future__ import annotations

import math
import random

import numpy as np
import numpy.typing as npt
import skia

from generation.drivers.previs.lens import View
from generation.drivers.previs.lighting import Lighting, argb, mix
from generation.drivers.previs.places.scenery import Glow, Life
from generation.drivers.previs.render_draw import DISC, Easel
from generation.drivers.previs.stage import Weather

Row = npt.NDArray[np.float64]


class Air:
    """The weather of one shot, drawn over a frame. `near` layers go over people, `far` ones behind them."""

    def __init__(self, weather: Weather, lighting: Lighting, seed: int) -> None:
        self.weather, self.lighting = weather, lighting
        rng = np.random.default_rng(seed)
        count = {Weather.RAIN: 420, Weather.STORM: 620, Weather.SNOW: 560, Weather.WIND: 46}.get(weather, 0)
        self.drops = rng.random((count, 4))  # x, y, depth, phase
        self.banks = rng.random((9, 4))

    def draw(self, easel: Easel, frame: int, rate: float, *, near: bool) -> None:
        """One frame's weather: far layers (behind people) or near ones."""
        t = frame / rate
        match self.weather:
            case Weather.RAIN | Weather.STORM:
                self._rain(easel, t, near)
                if not near:
                    self._fog(easel, t, 0.12)
            case Weather.SNOW:
                self._snow(easel, t, near)
            case Weather.FOG:
                self._fog(easel, t, 0.26 if near else 0.6)
            case Weather.WIND:
                if near:
                    self._wind(easel, t)
            case _:
                pass

    def _chosen(self, near: bool) -> Row:
        depth = self.drops[:, 2]
        return self.drops[depth < 0.3] if near else self.drops[depth >= 0.3]

    def _shift(self, view: View, depth: Row) -> tuple[Row, Row]:
        """How the camera's turning moves drops of each depth, in frame widths and heights."""
        turn = math.radians(view.yaw) * view.focal / view.width
        return -turn * np.ones_like(depth), math.radians(view.pitch) * view.focal / view.height * np.ones_like(depth)

    def _rain(self, easel: Easel, t: float, near: bool) -> None:
        view, drops = easel.view, self._chosen(near)
        size = 1 / (0.35 + 2.4 * drops[:, 2])
        wind = 0.16 if self.weather is Weather.RAIN else 0.34
        sx, sy = self._shift(view, drops[:, 2])
        y = (drops[:, 1] * 1.3 + t * (1.5 + 1.3 * size) + sy) % 1.3 - 0.15
        x = (drops[:, 0] * 1.4 - wind * y * 0.56 + sx) % 1.4 - 0.2
        length = 0.045 * size + 0.02
        for low, high, width, alpha in ((0.0, 0.7, 0.9, 0.20), (0.7, 1.5, 1.4, 0.26), (1.5, 9.0, 2.2, 0.24)):
            pick = (size >= low) & (size < high)
            if not pick.any():
                continue
            ax, ay, ln = x[pick] * view.width, y[pick] * view.height, length[pick] * view.height
            points = np.stack([ax, ay, ax - wind * ln, ay + ln], axis=1).reshape(-1, 2)
            colour = mix(self.lighting.horizon, (1, 1, 1), 0.55)
            paint = skia.Paint(
                AntiAlias=True, Color=argb(colour, alpha), StrokeWidth=width * view.width / 1280, StrokeCap=skia.Paint.kRound_Cap
            )
            easel.canvas.drawPoints(skia.Canvas.kLines_PointMode, [skia.Point(*p) for p in points.tolist()], paint)

    def _snow(self, easel: Easel, t: float, near: bool) -> None:
        view, flakes = easel.view, self._chosen(near)
        size = 1 / (0.4 + 2.6 * flakes[:, 2])
        sx, sy = self._shift(view, flakes[:, 2])
        y = (flakes[:, 1] * 1.2 + t * (0.07 + 0.10 * size) + sy) % 1.2 - 0.1
        x = (flakes[:, 0] * 1.3 + 0.02 * np.sin(t * 1.3 + flakes[:, 3] * 40) + 0.015 * t + sx) % 1.3 - 0.15
        for low, high, width, alpha in ((0.0, 0.6, 3.2, 0.8), (0.6, 1.2, 5.4, 0.85), (1.2, 9.0, 11.0, 0.6)):
            pick = (size >= low) & (size < high)
            points = [
                skia.Point(a, b) for a, b in zip((x[pick] * view.width).tolist(), (y[pick] * view.height).tolist(), strict=True)
            ]
            if points:
                shade = mix((1, 1, 1), self.lighting.above, 0.55 * self.lighting.night)
                paint = skia.Paint(
                    AntiAlias=True,
                    Color=argb(shade, alpha),
                    StrokeWidth=width * view.width / 1280,
                    StrokeCap=skia.Paint.kRound_Cap,
                )
                easel.canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, paint)

    def _fog(self, easel: Easel, t: float, strength: float) -> None:
        view = easel.view
        horizon = 0.5 + view.focal * math.tan(math.radians(view.pitch)) / view.height
        small = np.zeros((36, 64), np.float32)
        y, x = np.mgrid[0:36, 0:64].astype(np.float32)
        for bx, by, size, phase in self.banks.tolist():
            rx = 64 * (0.35 + 0.3 * size)
            cx = ((bx * 1.8 + t * (0.006 + 0.012 * phase) - math.radians(view.yaw)) % 1.8 - 0.4) * 64
            cy = (horizon + (by - 0.35) * 0.5) * 36
            small = np.maximum(small, 0) + np.clip(1 - np.hypot((x - cx) / rx, (y - cy) / (0.17 * rx)), 0, 1)
        cover = np.asarray(255 * (1 - np.exp(-small * 1.2)), np.uint8)
        easel.veil(cover, (0, 0, view.width, view.height), self.lighting.haze, strength)

    def _wind(self, easel: Easel, t: float) -> None:
        view = easel.view
        for bx, by, depth, phase in self.drops.tolist():
            size = 1 / (0.5 + 2.2 * depth)
            x = ((bx * 1.4 + t * (0.22 + 0.25 * size)) % 1.4 - 0.2) * view.width
            y = ((by + 0.05 * math.sin(t * 2.2 + phase * 30) + 0.03 * t) % 1.0) * view.height
            r = 3.4 * size * view.width / 1280
            colour = ((0.80, 0.56, 0.24), (0.56, 0.62, 0.28), (0.72, 0.40, 0.22))[int(phase * 3) % 3]
            tone = mix(colour, self.lighting.haze, 0.2 + 0.4 * depth)
            canvas = easel.canvas
            canvas.save()
            canvas.translate(x, y)
            canvas.rotate(t * 190 * (0.5 + phase) + phase * 360)
            canvas.drawOval(
                skia.Rect.MakeLTRB(-r * 1.7, -r * 0.7, r * 1.7, r * 0.7), skia.Paint(AntiAlias=True, Color=argb(tone, 0.9))
            )
            canvas.restore()


def glow(easel: Easel, light: Glow, frame: int, rate: float, *, share: float = 1.0) -> None:
    """Light in the air, added to what is behind it."""
    view = easel.view
    x, y, depth = view.project(light.x, light.y, light.z)
    if depth < 0.4:
        return
    radius = min(light.radius * view.focal / depth, view.width * 0.6)
    if radius < 1 or x + radius < 0 or x - radius > view.width or y + radius < 0 or y - radius > view.height:
        return
    strength = light.strength * share
    if light.flicker:
        t = frame / rate
        wave = math.sin(t * 21 + light.x) * math.sin(t * 13.7 + light.z * 3) * math.sin(t * 3.1)
        strength *= 1 - light.flicker * (0.35 + 0.65 * (wave > 0.32))
    easel.veil(DISC, (x - radius, y - radius, x + radius, y + radius), light.colour, min(1.0, strength * 1.15))


def reflection(easel: Easel, light: Glow) -> None:
    """A lamp's long streak on wet ground."""
    view = easel.view
    x, y, depth = view.project(light.x, 0.0, light.z)
    if depth < 1.0:
        return
    ppm = view.focal / depth
    wide, tall = 0.30 * ppm, min(2.6 * ppm, view.height * 0.6)
    if x + wide < 0 or x - wide > view.width or y > view.height:
        return
    easel.veil(DISC, (x - wide, y - tall * 0.08, x + wide, y + tall * 0.92), light.colour, min(1.0, light.strength * 0.8))


def life(easel: Easel, one: Life, lighting: Lighting, frame: int, rate: float) -> None:
    """Steam, smoke, fire, birds: what moves by itself."""
    t = frame / rate
    if one.kind == "birds":
        _birds(easel, one, lighting, t)
        return
    stood = easel.stand(one.x, one.y, one.z, 1.0)
    if stood is None:
        return
    canvas = easel.canvas
    canvas.scale(one.size, one.size)
    if one.kind in ("steam", "smoke"):
        tone = mix(lighting.haze, (1, 1, 1), 0.4 if one.kind == "steam" else 0.0)
        tall, alpha = (0.30, 0.30) if one.kind == "steam" else (2.4, 0.22)
        for i in range(6):
            p = (t * (0.45 if one.kind == "steam" else 0.16) + i / 6) % 1.0
            r = tall * (0.06 + 0.17 * p)
            x = tall * 0.16 * math.sin(p * 5 + i * 2.2 + t * 0.7) * (0.3 + p)
            shader = skia.GradientShader.MakeRadial(
                skia.Point(x, -p * tall), r, [argb(tone, alpha * (1 - p) * min(1, p * 6)), argb(tone, 0)]
            )
            canvas.drawCircle(x, -p * tall, r, skia.Paint(Shader=shader))
    elif one.kind == "fire":
        rng = random.Random(7)
        for colour, size in (((0.93, 0.36, 0.12), 1.0), ((0.98, 0.62, 0.18), 0.72), ((1.0, 0.88, 0.46), 0.42)):
            path = skia.Path()
            path.moveTo(-0.24 * size, 0)
            for k in range(5):
                a = -0.24 * size + (k + 0.5) * 0.096 * size
                lick = (0.30 + 0.28 * rng.random() + 0.12 * math.sin(t * (7 + k) + k * 2)) * size * (1.5 - abs(k - 2) * 0.35)
                path.quadTo(a - 0.06 * size, -lick * 0.5, a, -lick)
                path.quadTo(a + 0.05 * size, -lick * 0.4, a + 0.048 * size, -0.05)
            path.close()
            canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=argb(colour)))
    canvas.restore()


def _birds(easel: Easel, one: Life, lighting: Lighting, t: float) -> None:
    view = easel.view
    for i in range(5):
        a = t * (5.0 + i * 0.6) + i * 9 + one.x
        x, y, depth = view.direction(a - 40, one.y + 2.2 * math.sin(i * 1.9) + 0.5 * math.sin(t * 0.6 + i))
        if depth <= 0.2:
            continue
        span = view.focal * 0.013 * one.size * (0.7 + 0.1 * i)
        beat = math.sin(t * (6.2 + 0.5 * i) + i * 1.3) * 0.5
        path = skia.Path()
        path.moveTo(x - span, y - span * beat)
        path.quadTo(x - span * 0.4, y - span * (0.34 + beat * 0.4), x, y)
        path.quadTo(x + span * 0.4, y - span * (0.34 + beat * 0.4), x + span, y - span * beat)
        tone = mix((0.96, 0.96, 0.97), lighting.zenith, 0.55)
        paint = skia.Paint(
            AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=max(1.0, span * 0.16), Color=argb(tone, 0.9)
        )
        easel.canvas.drawPath(path, paint)
