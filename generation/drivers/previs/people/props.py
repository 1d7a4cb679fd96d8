"""What a pose holds when the stage names nothing: a book, a cup, a phone, a box, a steering wheel."""

from __future__ import annotations

import math

import skia

from generation.drivers.previs.people.paint import Brush, darker, lighter
from generation.drivers.previs.people.shapes import ellipse, polygon, smooth
from generation.drivers.previs.people.state import Point


def draw_prop(brush: Brush, kind: str, at: Point, height: float, cos: float, sin: float) -> None:
    """Draw a thing about a hand; `cos` and `sin` are of the body's view."""
    _PROPS[kind](brush, at, height, cos, sin)


def _book(brush: Brush, at: Point, h: float, cos: float, sin: float) -> None:
    x, y = at
    wide, tall = h * 0.085, h * 0.085
    cover, page = (0.55, 0.20, 0.19), (0.96, 0.94, 0.88)
    if cos > 0.35:  # its cover faces the camera
        shape = [
            (x - wide, y - tall * 0.55),
            (x, y - tall * 0.42),
            (x + wide, y - tall * 0.55),
            (x + wide, y + tall * 0.6),
            (x, y + tall * 0.72),
            (x - wide, y + tall * 0.6),
        ]
        edge = [
            (x - wide * 0.96, y - tall * 0.62),
            (x, y - tall * 0.48),
            (x + wide * 0.96, y - tall * 0.62),
            (x + wide * 0.96, y - tall * 0.5),
            (x, y - tall * 0.36),
            (x - wide * 0.96, y - tall * 0.5),
        ]
        brush.fill(polygon(edge), page)
        path = polygon(shape)
        brush.line(path, darker(cover, 0.5), h * 0.003)
        brush.fill(path, cover)
        spine = skia.Path()
        spine.moveTo(x, y - tall * 0.42)
        spine.lineTo(x, y + tall * 0.72)
        brush.line(spine, darker(cover, 0.6), h * 0.006)
        for s in (-1, 1):
            frame = polygon(
                [
                    (x + s * wide * 0.2, y - tall * 0.32),
                    (x + s * wide * 0.82, y - tall * 0.40),
                    (x + s * wide * 0.82, y + tall * 0.46),
                    (x + s * wide * 0.2, y + tall * 0.55),
                ]
            )
            brush.line(frame, (0.86, 0.70, 0.42), h * 0.0022, 0.8)
        return
    side = 1.0 if sin > 0 else -1.0
    lean = 0.5
    k = max(0.3, abs(cos))
    a = [
        (x - side * wide * 0.2, y + tall * 0.62),
        (x + side * wide * 0.55, y - tall * 0.62),
        (x + side * wide * (0.55 + 0.2 * k), y - tall * 0.58),
        (x + side * wide * 0.05, y + tall * 0.66),
    ]
    b = [
        (x - side * wide * 0.2, y + tall * 0.62),
        (x + side * wide * 0.50, y - tall * 0.60),
        (x - side * wide * lean * k, y - tall * 0.5),
        (x - side * wide * 0.9 * k, y + tall * 0.58),
    ]
    brush.line(polygon(b), darker(page, 0.6), h * 0.003)
    brush.fill(polygon(b), page)
    brush.line(polygon(a), darker(cover, 0.5), h * 0.003)
    brush.fill(polygon(a), cover)


def _cup(brush: Brush, at: Point, h: float, cos: float, sin: float) -> None:
    x, y = at
    w, t = h * 0.026, h * 0.034
    colour = (0.93, 0.92, 0.89)
    side = 1.0 if sin >= 0 else -1.0
    handle = ellipse(x + side * w * 1.15, y, w * 0.55, t * 0.55)
    brush.line(handle, darker(colour, 0.85), h * 0.006)
    body = smooth(
        [
            (x - w, y - t),
            (x + w, y - t),
            (x + w * 0.92, y + t * 0.6),
            (x + w * 0.5, y + t),
            (x - w * 0.5, y + t),
            (x - w * 0.92, y + t * 0.6),
        ],
        True,
        0.5,
    )
    brush.line(body, darker(colour, 0.5), h * 0.0034)
    brush.fill(body, colour)
    brush.crescent(body, colour, h * 0.012)
    brush.fill(ellipse(x, y - t, w, t * 0.2), darker(colour, 0.7))


def _phone(brush: Brush, at: Point, h: float, cos: float, sin: float) -> None:
    x, y = at
    w, t = h * (0.012 + 0.006 * abs(sin)), h * 0.046
    case = skia.Path.RRect(skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(x - w, y - t, x + w, y + t), w * 0.5, w * 0.5))
    brush.canvas.save()
    brush.canvas.rotate(8.0 if cos >= 0 else -8.0, x, y)
    brush.line(case, (0.03, 0.03, 0.04), h * 0.003)
    brush.fill(case, (0.17, 0.18, 0.21))
    brush.fill(skia.Path.Circle(x, y - t * 0.72, w * 0.3), lighter((0.17, 0.18, 0.21), 0.3))
    brush.canvas.restore()


def _box(brush: Brush, at: Point, h: float, cos: float, sin: float) -> None:
    x, y = at
    w, t = h * 0.125, h * 0.085
    colour = (0.76, 0.58, 0.38)
    path = skia.Path.RRect(skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(x - w, y - t, x + w, y + t), h * 0.004, h * 0.004))
    brush.line(path, darker(colour, 0.5), h * 0.0034)
    brush.fill(path, colour)
    brush.crescent(path, colour, h * 0.02)
    brush.fill(
        polygon([(x - w * 0.14, y - t), (x + w * 0.14, y - t), (x + w * 0.14, y - t * 0.35), (x - w * 0.14, y - t * 0.35)]),
        lighter(colour, 0.35),
    )
    seam = skia.Path()
    seam.moveTo(x, y - t)
    seam.lineTo(x, y + t)
    brush.line(seam, darker(colour, 0.6), h * 0.002, 0.6)


def _wheel(brush: Brush, at: Point, h: float, cos: float, sin: float) -> None:
    x, y = at
    r = h * 0.112
    k = max(0.22, abs(cos))
    rim = ellipse(x, y, r * k, r)
    colour = (0.16, 0.16, 0.18)
    brush.line(rim, darker(colour, 0.4), h * 0.020)
    brush.line(rim, colour, h * 0.015)
    for a in (0.0, math.pi * 0.5, math.pi):
        spoke = skia.Path()
        spoke.moveTo(x, y)
        spoke.lineTo(x + math.cos(a) * r * k, y + math.sin(a) * r)
        brush.line(spoke, colour, h * 0.009)
    brush.fill(ellipse(x, y, r * 0.26 * max(k, 0.4), r * 0.26), lighter(colour, 0.1))


_PROPS = {"book": _book, "cup": _cup, "phone": _phone, "box": _box, "wheel": _wheel}
