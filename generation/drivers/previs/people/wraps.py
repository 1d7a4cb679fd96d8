"""Cloth round a head: hoods and headscarves, with an opening for the face that turns with it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import skia

from generation.drivers.previs.people.face import HeadView
from generation.drivers.previs.people.paint import Brush, darker
from generation.drivers.previs.people.shapes import smooth, smooth_on
from generation.drivers.previs.people.state import Point

if TYPE_CHECKING:
    from generation.drivers.previs.people.headgear import Hat


def _wrapped(
    view: HeadView, table: tuple[tuple[float, float], ...], out: float, top: float, low: float, forward: float
) -> tuple[skia.Path, list[Point]]:
    """Cloth round the head with an opening for the face: heights of its edge by angle from the front."""

    def place(y: float, angle: float) -> Point:
        p = view.ring(max(y, 0.40), angle, out)
        s = max(0.0, math.sin(math.radians(angle)))
        lift = top * max(0.0, (y - 0.5) / 0.5) ** 1.4
        spread = 0.06 * max(0.0, 0.35 - y)
        return view(
            (
                p[0] * (1 + spread),
                y + lift,
                p[2] + forward * s * (0.4 + 0.6 * max(0.0, min(1.0, (y - 0.2) / 0.5))) - (0.06 if y < 0.4 else 0.0),
            )
        )

    def edge(angle: float) -> float:
        d = abs((angle - 90.0 + 180.0) % 360.0 - 180.0)
        for (d0, y0), (d1, y1) in itertools.pairwise(table):
            if d <= d1:
                return y0 + (y1 - y0) * (d - d0) / (d1 - d0)
        return table[-1][1]

    sides: list[list[Point]] = []
    limbs = view.limbs(0.6, out)
    for k in (0, 1):
        start = max(low, edge(limbs[k]))
        heights = [start, *(y for y in (-0.08, 0.04, 0.16, 0.3, 0.45, 0.6, 0.74, 0.85, 0.93, 0.98, 1.0) if y > start + 0.03)]
        sides.append([place(y, view.limbs(max(y, 0.40), out)[k]) for y in heights])
    hem = [place(edge(a), a) for a in [limbs[1] + (limbs[0] - limbs[1]) * i / 40 for i in range(41)]]
    path = skia.Path()
    smooth_on(path, [*sides[0], *sides[1][::-1]], False)
    smooth_on(path, hem, False, join=True)
    path.close()
    return path, hem


def draw_hood(brush: Brush, hat: Hat, inside: bool = False) -> None:
    """A hood over the head; `inside` draws its far lining, before the head."""
    table = (
        (0.0, 0.93),
        (22.0, 0.915),
        (40.0, 0.84),
        (52.0, 0.68),
        (59.0, 0.46),
        (62.0, 0.22),
        (64.0, 0.06),
        (66.0, -0.04),
        (70.0, -0.14),
        (180.0, -0.18),
    )
    if inside:
        path, _ = _wrapped(hat.view, ((0.0, -0.10), (180.0, -0.12)), 0.095, 0.10, -0.12, 0.03)
        if hat.view.cos > 0.45:
            hat.paint(brush, path, darker(hat.colour, 0.42), 0.02)
        return
    if hat.view.cos > -0.6:  # closed under the chin
        low, high = hat.view.limbs(0.40, 0.09)
        arc = [low + (high - low) * i / 14 for i in range(15)]
        rim = [
            hat.view((p[0] * 0.98, -0.045 - 0.035 * max(0.0, math.sin(math.radians(a))), p[2] * 0.86 - 0.04))
            for a in arc
            for p in [hat.view.ring(0.40, a, 0.085)]
        ]
        base = [hat.view((p[0] * 1.04, -0.20, p[2] * 0.92 - 0.05)) for a in arc[::-1] for p in [hat.view.ring(0.40, a, 0.10)]]
        hat.paint(brush, smooth([*rim, *base], True, 0.7), darker(hat.colour, 0.92), 0.03)
    path, hem = _wrapped(hat.view, table, 0.10, 0.115, -0.16, 0.07)
    hat.paint(brush, path, hat.colour, 0.09)
    if hat.view.cos > -0.2 and brush.ppm > 45:
        brush.clip(path)
        brush.line(smooth([(x, y - 0.030) for x, y in hem], False), hat.edge, 0.008, 0.55)
        brush.free()


def draw_headscarf(brush: Brush, hat: Hat) -> None:
    """A scarf over the hair, knotted under the chin."""
    view = hat.view
    table = ((0.0, 0.80), (26.0, 0.775), (44.0, 0.68), (57.0, 0.50), (65.0, 0.30), (71.0, 0.12), (90.0, 0.02), (180.0, -0.06))
    path, _ = _wrapped(hat.view, table, 0.055, 0.05, -0.06, 0.0)
    hat.paint(brush, path, hat.colour)
    if brush.ppm > 60:
        brush.clip(path)
        for k in (0.2, 0.36, 0.5):
            for s in (1, -1):
                fold = smooth(
                    [
                        view(view.ring(0.86, 90 + s * k * 130, 0.06)),
                        view(view.ring(0.6, 90 + s * (60 + k * 70), 0.06)),
                        view(view.ring(0.42, 90 + s * (75 + k * 80), 0.06)),
                    ],
                    False,
                )
                brush.line(fold, hat.edge, 0.009, 0.4)
        brush.free()
    if view.seen(0.0, 0.05) > -0.1:
        knot = view((0.0, -0.055, 0.30))
        for s in (-1, 1):
            tail = smooth(
                [
                    knot,
                    (knot[0] + s * 0.07, knot[1] + 0.03),
                    (knot[0] + s * 0.11, knot[1] + 0.15),
                    (knot[0] + s * 0.03, knot[1] + 0.12),
                ]
            )
            hat.paint(brush, tail, hat.colour, 0.03)
        for s in (-1, 1):
            band = smooth(
                [
                    view(view.skin(s * 0.27, 0.14, 0.05)),
                    view((s * 0.16, 0.02, 0.25)),
                    knot,
                    view((s * 0.15, -0.06, 0.20)),
                    view((s * 0.30, 0.06, 0.02)),
                ],
                True,
                0.6,
            )
            hat.paint(brush, band, hat.colour, 0.03)
        hat.paint(brush, skia.Path.Circle(*knot, 0.05), darker(hat.colour, 0.9), 0.02)
