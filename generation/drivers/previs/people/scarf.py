"""A scarf: wound round the neck, one end hanging."""

from __future__ import annotations

import math

import skia

from generation.drivers.previs.people.limbs import edge_of
from generation.drivers.previs.people.paint import Brush, lighter
from generation.drivers.previs.people.shapes import smooth
from generation.drivers.previs.people.state import Colour
from generation.drivers.previs.people.trunk import Trunk


def draw_scarf(brush: Brush, trunk: Trunk, colour: Colour, seed: int) -> None:
    """Draw it over the top and under the chin."""
    h = trunk.body.height
    line = h * 0.0034
    side = 1 if seed % 2 else -1
    if trunk.barrel.front_seen(0.8, 0.18 * side, -10):
        a, b = 0.08 * side, 0.40 * side
        points = [
            trunk.barrel.front(0.97, a),
            trunk.barrel.front(0.7, a * 1.3),
            trunk.barrel.front(0.44, a * 0.9),
            trunk.barrel.front(0.42, b),
            trunk.barrel.front(0.7, b * 1.1),
            trunk.barrel.front(0.97, b),
        ]
        tail = smooth(points, True, 0.5)
        brush.line(tail, edge_of(colour), line)
        brush.fill(tail, colour)
        brush.crescent(tail, colour, h * 0.014)
        if brush.ppm * h > 150:
            for t in (0.475, 0.515):
                band = skia.Path()
                band.moveTo(*trunk.barrel.front(t, a * 0.95))
                band.lineTo(*trunk.barrel.front(t, b * 1.02))
                brush.line(band, lighter(colour, 0.55), h * 0.007)
            fringe = skia.Path()
            for i in range(7):
                x = a * 0.9 + (b - a * 0.9) * i / 6
                px, py = trunk.barrel.front(0.43, x)
                fringe.moveTo(px, py)
                fringe.lineTo(px, py + 0.016 * h)
            brush.line(fringe, colour, h * 0.0032)
    start, end = trunk.barrel.visible(1.0)
    upper = [trunk.collar(start + (end - start) * i / 10, 1.35, 0.016, 0.026) for i in range(11)]
    lower = [trunk.collar(end + (start - end) * i / 10, 2.0, 0.026, -0.026) for i in range(11)]
    wrap = smooth([*upper, *lower], True, 0.9)
    brush.line(wrap, edge_of(colour), line)
    brush.fill(wrap, colour)
    brush.crescent(wrap, colour, h * 0.014)
    if brush.ppm * h > 150:
        brush.clip(wrap)
        for k, drop, wide in ((0.022, 0.020, 1.55), (0.002, 0.026, 1.8)):
            arc = [trunk.collar(start + (end - start) * i / 10, wide, drop + 0.006 * math.sin(i), k) for i in range(1, 10)]
            brush.line(smooth(arc, False), edge_of(colour), h * 0.003, 0.55)
        brush.free()
