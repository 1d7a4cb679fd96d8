"""Glasses and beards: laid on the face's own surface, so that they stay put when it turns."""

from __future__ import annotations

import itertools
import math
import random

import skia

from generation.drivers.previs.people.face import HeadView
from generation.drivers.previs.people.paint import WHITE, Brush, darker, lighter
from generation.drivers.previs.people.shapes import ribbon, smooth, smooth_on
from generation.drivers.previs.people.state import Colour, Point


def draw_glasses(brush: Brush, view: HeadView, kind: str, seed: int, ear: float) -> None:
    """Frames before the eyes, with arms that end at the ears' depth."""
    face = view.face
    frame = ((0.13, 0.12, 0.13), (0.36, 0.20, 0.12), (0.55, 0.43, 0.22))[seed % 3] if kind != "sun" else (0.08, 0.08, 0.09)
    if view.seen(0.0, face.eye_y) < -0.55:
        return
    lift = 0.075
    wide = 0.122 if kind == "round" else 0.132
    tall = 0.108 if kind == "round" else 0.088
    front = view.skin(0.0, face.eye_y)[2] + lift - 0.03
    thick = 0.017 if kind != "round" else 0.013
    for side in (1, -1):
        edge = (side * (face.eye_x + wide), face.eye_y + 0.02, front - 0.10)
        back = (side * 0.345, face.eye_y + 0.02, ear)
        if view.depth((side * 0.34, 0.0, 0.05)) > -0.02:
            bar = skia.Path()
            bar.moveTo(*view(edge))
            bar.lineTo(*view(back))
            brush.line(bar, frame, thick * 1.1)
    for side in (1, -1):
        centre = side * face.eye_x
        points: list[Point] = []
        for i in range(20):
            a = i * math.tau / 20
            c, s = math.cos(a), math.sin(a)
            if kind != "round":
                c, s = math.copysign(abs(c) ** 0.55, c), math.copysign(abs(s) ** 0.6, s)
                if kind == "sun" and s < 0:
                    c *= 0.88
            x = centre + wide * c
            y = face.eye_y + 0.002 + tall * s
            z = front - 0.10 * ((abs(x) / 0.30) ** 2)
            points.append(view((x, y, z)))
        share = math.cos(math.radians(view.yaw + 20.0 * side))
        if share < 0.03:
            continue
        lens = smooth(points)
        if kind == "sun":
            brush.fill(lens, (0.10, 0.10, 0.13), 0.94)
        else:
            brush.raw(lens, (0.86, 0.93, 1.0), 0.13)
        brush.clip(lens)
        xs = [p[0] for p in points]
        ys = [p[1] for p in points]
        gleam = skia.Path()
        w, _h = max(xs) - min(xs), max(ys) - min(ys)
        gleam.moveTo(min(xs) + w * 0.16, max(ys))
        gleam.lineTo(min(xs) + w * 0.52, min(ys))
        gleam.lineTo(min(xs) + w * 0.74, min(ys))
        gleam.lineTo(min(xs) + w * 0.38, max(ys))
        gleam.close()
        brush.raw(gleam, WHITE, 0.16)
        brush.free()
        brush.line(lens, frame, thick)
    bridge = [view((x, face.eye_y + 0.028 + 0.02 * (1 - abs(x) / 0.05), front + 0.01)) for x in (-0.04, -0.02, 0.0, 0.02, 0.04)]
    if view.cos > -0.1:
        brush.line(smooth(bridge, False), frame, thick)


def draw_beard(brush: Brush, view: HeadView, kind: str, colour: Colour, skin: Colour, seed: int) -> None:
    """Hair of jaw and chin, before the mouth in drawing order."""
    face = view.face
    if view.seen(0.0, 0.1) < -0.92:
        return
    if kind in ("stubble", "full"):
        _jaw(brush, view, kind, colour, skin, seed)
    if kind == "goatee":
        points = [
            (-0.105, face.mouth_y + 0.0),
            (-0.10, 0.06),
            (-0.06, -0.035),
            (0.0, -0.062),
            (0.06, -0.035),
            (0.10, 0.06),
            (0.105, face.mouth_y),
            (0.05, face.mouth_y - 0.045),
            (-0.05, face.mouth_y - 0.045),
        ]
        shown = [view(_low(view, x, y, 0.02)) for x, y in points if view.seen(x, max(0.03, y)) > -0.05]
        if len(shown) > 3:
            _fill(brush, smooth(shown), colour, seed)


def draw_moustache(brush: Brush, view: HeadView, kind: str, colour: Colour, seed: int) -> None:
    """Hair over the upper lip, after the mouth in drawing order."""
    face = view.face
    if view.seen(0.0, 0.1) < -0.92:
        return
    if kind in ("moustache", "goatee", "full"):
        top = [(x, face.mouth_y + 0.038 + 0.026 * (1 - (x / 0.13) ** 2)) for x in (-0.118, -0.08, -0.03, 0.0, 0.03, 0.08, 0.118)]
        drop = 0.026
        low = [(x, face.mouth_y + 0.022 - drop * (abs(x) / 0.13) ** 2.2) for x in (0.126, 0.09, 0.03, 0.0, -0.03, -0.09, -0.126)]
        shown = [view(_low(view, x, y, 0.022)) for x, y in top + low if view.seen(x, y) > -0.05]
        if len(shown) > 3:
            _fill(brush, smooth(shown, True, 0.8), colour, seed)


def _low(view: HeadView, x: float, y: float, out: float) -> tuple[float, float, float]:
    p = view.skin(x, max(0.01, y), out)
    return (p[0], view.dropped(y), p[2])


def _fill(brush: Brush, path: skia.Path, colour: Colour, seed: int) -> None:
    brush.line(path, darker(colour, 0.6), 0.009)
    brush.fill(path, colour)
    brush.crescent(path, darker(colour, 0.85), 0.025)


def _jaw(brush: Brush, view: HeadView, kind: str, colour: Colour, skin: Colour, seed: int) -> None:
    """From ear to ear round the jaw."""
    face = view.face
    full = kind == "full"
    out = 0.030 if full else 0.0
    low, high = view.limbs(0.2, out)
    steps = 30
    upper: list[Point] = []
    lower: list[Point] = []
    table = (
        (0, face.mouth_y + 0.012),
        (14, face.mouth_y + 0.012),
        (24, 0.215),
        (36, 0.20),
        (52, 0.24),
        (64, 0.34),
        (74, 0.46),
        (86, 0.46),
    )
    drop = ((0, -0.060 if full else 0.0), (30, -0.045 if full else 0.0), (50, 0.02), (70, 0.12), (86, 0.34))
    a0, a1 = max(low, 90 - 84.0), min(high, 90 + 84.0)
    if a1 - a0 < 8:
        return
    for i in range(steps + 1):
        angle = a0 + (a1 - a0) * i / steps
        d = abs(angle - 90)
        yu, yl = _read(table, d), _read(drop, d)
        p, q = view.ring(max(0.02, yu), angle, out * 0.6), view.ring(max(0.035, yl), angle, out)
        upper.append(view((p[0], view.dropped(yu) if d < 20 else yu, p[2])))
        k = 1.0 - 0.9 * max(0.0, 0.035 - yl)  # it tapers below the chin
        lower.append(view((q[0] * k, view.dropped(yl), q[2] * k)))
    path = skia.Path()
    smooth_on(path, upper, False)
    smooth_on(path, lower[::-1], False, join=True)
    path.close()
    if not full:
        brush.canvas.save()
        brush.canvas.clipPath(view.outline(), skia.ClipOp.kIntersect, True)
        brush.fill(path, colour, 0.17)
        brush.canvas.restore()
        return
    _fill(brush, path, colour, seed)
    if brush.ppm > 110:
        dice = random.Random(seed + 9)
        dark, light = skia.Path(), skia.Path()
        for i in range(2, steps - 1, 2):
            (ux, uy), (lx, ly) = upper[i], lower[i]
            t = dice.uniform(0.25, 0.5)
            e = dice.uniform(0.75, 0.95)
            (dark if i % 4 else light).moveTo(ux + (lx - ux) * t, uy + (ly - uy) * t)
            (dark if i % 4 else light).lineTo(ux + (lx - ux) * e, uy + (ly - uy) * e)
        brush.line(dark, darker(colour, 0.6), 0.007, 0.5)
        brush.line(light, lighter(colour, 0.25), 0.007, 0.5)


def _read(table: tuple[tuple[float, float], ...], d: float) -> float:
    for (d0, y0), (d1, y1) in itertools.pairwise(table):
        if d <= d1:
            return y0 + (y1 - y0) * (d - d0) / (d1 - d0)
    return table[-1][1]


__all__ = ["draw_beard", "draw_glasses", "ribbon"]
