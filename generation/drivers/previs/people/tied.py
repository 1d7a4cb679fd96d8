"""Hair that is tied: bun, ponytail, braids, hung on places of the skull."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import skia

from generation.drivers.previs.people.paint import Brush, darker
from generation.drivers.previs.people.shapes import ribbon, smooth, smooth_on
from generation.drivers.previs.people.state import Point

if TYPE_CHECKING:
    from generation.drivers.previs.people.hair import Hair


def draw_tied(brush: Brush, hair: Hair, front: bool) -> None:
    """What of a bun, ponytail or braids lies on the camera's side of the head (or, with front False, on the other)."""
    cut, view = hair.kept, hair.view
    if cut.extra == "bun":
        centre = (0.0, 0.90, -0.44)
        if (view.depth(centre) > 0) == front:
            _ball(brush, hair, view(centre), 0.165)
    elif cut.extra == "ponytail":
        root = (0.0, 0.76, -0.46)
        if (view.depth(root) > 0) == front:
            chain = [
                root,
                (0.0, 0.70, -0.60),
                (0.0, 0.50, -0.655),
                (0.0, 0.24, -0.61),
                (0.0, -0.05, -0.53),
                (0.0, -0.28, -0.52),
            ]
            _tail(brush, hair, [view(p) for p in chain], [0.07, 0.11, 0.13, 0.125, 0.09, 0.012])
            band = view((0.0, 0.75, -0.50))
            brush.fill(skia.Path.Circle(*band, 0.05), hair.dark)
    elif cut.extra == "braids":
        for side in (1, -1):
            if (view.depth((side * 0.31, 0.2, -0.10)) > -0.17) == front:
                chain = [
                    (side * (0.315 + 0.035 * math.sin(i * 0.42)), 0.25 - i * 0.083, -0.14 + 0.17 * min(1.0, i / 4))
                    for i in range(10)
                ]
                _braid(brush, hair, [view(p) for p in chain])


def _ball(brush: Brush, hair: Hair, at: Point, r: float) -> None:
    path = skia.Path.Circle(*at, r)
    brush.line(path, hair.dark, 0.014)
    brush.fill(path, hair.colour)
    brush.crescent(path, darker(hair.colour, 0.86), 0.07)
    if brush.ppm > 60:
        swirl = skia.Path()
        swirl.addArc(skia.Rect.MakeLTRB(at[0] - r * 0.62, at[1] - r * 0.62, at[0] + r * 0.62, at[1] + r * 0.62), 200, 210)
        swirl.addArc(skia.Rect.MakeLTRB(at[0] - r * 0.28, at[1] - r * 0.3, at[0] + r * 0.34, at[1] + r * 0.32), 20, 220)
        brush.line(swirl, hair.dark, 0.011, 0.55)
        gleam = skia.Path()
        gleam.addArc(
            skia.Rect.MakeLTRB(at[0] - r * 0.78, at[1] - r * 0.78, at[0] + r * 0.78, at[1] + r * 0.78),
            215 if brush.towards[0] < 0 else 285,
            40,
        )
        brush.line(gleam, hair.light, 0.022, 0.8)


def _tail(brush: Brush, hair: Hair, points: list[Point], widths: list[float]) -> None:
    path = ribbon(points, widths)
    brush.line(path, hair.dark, 0.013)
    brush.fill(path, hair.colour)
    brush.crescent(path, darker(hair.colour, 0.86), 0.045)
    if brush.ppm > 60:
        inner = skia.Path()
        smooth_on(inner, [(x + 0.02, y) for x, y in points[1:-1]], False)
        smooth_on(inner, [(x - 0.035, y) for x, y in points[1:-1]], False)
        brush.clip(path)
        brush.line(inner, hair.dark, 0.009, 0.45)
        brush.free()


def _braid(brush: Brush, hair: Hair, points: list[Point]) -> None:
    for i, (x, y) in enumerate(points[:-1]):
        r = 0.066 - 0.0035 * i
        k = 1 if i % 2 else -1
        path = smooth(
            [
                (x - k * r * 0.85, y - r * 0.8),
                (x + k * r * 0.3, y - r * 0.55),
                (x + k * r * 1.2, y + r * 0.25),
                (x + k * r * 0.75, y + r * 1.05),
                (x - k * r * 0.35, y + r * 0.75),
            ]
        )
        brush.line(path, hair.dark, 0.013)
        brush.fill(path, hair.colour)
        brush.crescent(path, darker(hair.colour, 0.86), 0.03)
    x, y = points[-1]
    tip = smooth([(x - 0.035, y - 0.04), (x + 0.035, y - 0.04), (x + 0.045, y + 0.06), (x, y + 0.12), (x - 0.045, y + 0.06)])
    brush.fill(tip, hair.colour)
    brush.fill(skia.Path.Rect(skia.Rect.MakeLTRB(x - 0.04, y - 0.055, x + 0.04, y - 0.025)), (0.75, 0.25, 0.25))
