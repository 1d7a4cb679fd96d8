"""Painters of floors and land, in metres round the origin: boards, tiles, parquet, paving, grass, sand, snow, planks."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import skia

from generation.drivers.previs.lighting import mix, rgb, scale
from generation.drivers.previs.places.brushes import fill, rect, stroke

Area = tuple[float, float, float, float]  # x0, z0, x1, z1
Paint = Callable[[skia.Canvas], None]


def boards(area: Area, colour: str, seed: int, *, wide: float = 0.16, along_x: bool = False) -> Paint:
    """Floorboards."""
    x0, z0, x1, z1 = area
    base = rgb(colour)

    def paint(canvas: skia.Canvas) -> None:
        rng = random.Random(seed)
        rect(canvas, x0, -z1, x1 - x0, z1 - z0, scale(base, 0.82))
        if along_x:
            y = -z1
            while y < -z0:
                x = x0 - rng.uniform(0, 1.5)
                while x < x1:
                    length = rng.uniform(1.2, 2.6)
                    rect(canvas, x, y, length - 0.012, wide - 0.012, scale(base, rng.uniform(0.92, 1.07)))
                    x += length
                y += wide
        else:
            x = x0
            while x < x1:
                y = -z1 - rng.uniform(0, 1.5)
                while y < -z0:
                    length = rng.uniform(1.2, 2.6)
                    rect(canvas, x, y, wide - 0.012, length - 0.012, scale(base, rng.uniform(0.92, 1.07)))
                    y += length
                x += wide

    return paint


def tiles(area: Area, colour: str, second: str, size: float = 0.4) -> Paint:
    """A chequered floor; two equal colours give plain tiles."""
    x0, z0, x1, z1 = area
    a, b = rgb(colour), rgb(second)

    def paint(canvas: skia.Canvas) -> None:
        rect(canvas, x0, -z1, x1 - x0, z1 - z0, scale(mix(a, b, 0.5), 0.86))
        for i in range(math.floor(x0 / size), math.ceil(x1 / size)):
            for j in range(math.floor(-z1 / size), math.ceil(-z0 / size)):
                tone = a if (i + j) % 2 else b
                rect(canvas, i * size, j * size, size - 0.012, size - 0.012, tone)

    return paint


def carpet(area: Area, colour: str, seed: int) -> Paint:
    """A plain floor with a soft unevenness: carpet, concrete, packed earth."""
    x0, z0, x1, z1 = area
    base = rgb(colour)

    def paint(canvas: skia.Canvas) -> None:
        rng = random.Random(seed)
        rect(canvas, x0, -z1, x1 - x0, z1 - z0, base)
        for _ in range(int(min((x1 - x0) * (z1 - z0) * 2.2, 1500))):
            x, y, r = rng.uniform(x0, x1), rng.uniform(-z1, -z0), rng.uniform(0.1, 0.7)
            canvas.drawOval(
                skia.Rect.MakeXYWH(x - r, y - r * 0.6, 2 * r, 1.2 * r), fill(scale(base, rng.choice((0.955, 1.04))), 0.4)
            )

    return paint


def rug(x: float, z: float, w: float, d: float, colour: str, edge: str) -> Paint:
    """A rug to lay over another floor."""

    def paint(canvas: skia.Canvas) -> None:
        rect(canvas, x - w / 2, -z - d / 2, w, d, edge)
        rect(canvas, x - w / 2 + 0.07, -z - d / 2 + 0.07, w - 0.14, d - 0.14, colour)
        rect(canvas, x - w / 2 + 0.2, -z - d / 2 + 0.2, w - 0.4, d - 0.4, edge, 0.5)
        rect(canvas, x - w / 2 + 0.26, -z - d / 2 + 0.26, w - 0.52, d - 0.52, colour)

    return paint


def layers(*paints: Paint) -> Paint:
    """One over the other."""

    def paint(canvas: skia.Canvas) -> None:
        for one in paints:
            one(canvas)

    return paint


def speckled(
    area: Area,
    colour: str,
    tones: tuple[str, ...],
    seed: int,
    *,
    count: int,
    size: tuple[float, float],
    flat: float = 0.5,
    soft: float = 0.8,
) -> Paint:
    """Land: large soft patches, then small marks (stones, tufts, ripples)."""
    x0, z0, x1, z1 = area
    base = rgb(colour)

    def paint(canvas: skia.Canvas) -> None:
        rng = random.Random(seed)
        rect(canvas, x0, -z1, x1 - x0, z1 - z0, base)
        for _ in range(160):
            x, y, r = rng.uniform(x0, x1), rng.uniform(-z1, -z0), rng.uniform(0.6, 4.0)
            canvas.drawOval(
                skia.Rect.MakeXYWH(x - r, y - r * 0.5, 2 * r, r), fill(scale(base, rng.choice((0.94, 0.97, 1.04))), 0.35)
            )
        half = min(abs(x1 - x0), abs(z1 - z0)) / 2
        cx, cz = (x0 + x1) / 2, (z0 + z1) / 2
        for _ in range(count):
            a, d = rng.uniform(0, 2 * math.pi), half * rng.random() ** 0.9
            x, y, r = cx + math.cos(a) * d, -(cz + math.sin(a) * d), rng.uniform(*size)
            canvas.drawOval(skia.Rect.MakeXYWH(x - r, y - r * flat, 2 * r, 2 * r * flat), fill(rng.choice(tones), soft))

    return paint


def grass(area: Area, colour: str, seed: int, *, flowers: bool = False) -> Paint:
    """A meadow: tufts of a few greens, here and there a flower."""
    base = rgb(colour)
    land = speckled(
        area,
        colour,
        tuple(_hex(scale(base, f)) for f in (0.84, 0.92, 1.08, 1.16)),
        seed,
        count=2600 if area[2] - area[0] < 60 else 4200,
        size=(0.03, 0.14),
        flat=0.35,
    )
    if not flowers:
        return land
    dots = _dots(area, ("#f4d35e", "#f7f3e8", "#e07a8b", "#b79be0"), seed + 1, 420)
    return layers(land, dots)


def _dots(area: Area, tones: tuple[str, ...], seed: int, count: int) -> Paint:
    x0, z0, x1, z1 = area

    def paint(canvas: skia.Canvas) -> None:
        rng = random.Random(seed)
        for _ in range(count):
            canvas.drawCircle(rng.uniform(x0, x1), rng.uniform(-z1, -z0), rng.uniform(0.025, 0.05), fill(rng.choice(tones)))

    return paint


def path(points: list[tuple[float, float]], width: float, colour: str) -> Paint:
    """A way across the land through these (x, z)."""

    def paint(canvas: skia.Canvas) -> None:
        way = skia.Path()
        way.moveTo(points[0][0], -points[0][1])
        for (ax, az), (bx, bz) in zip(points[1:], points[2:] + points[-1:], strict=True):
            way.quadTo(ax, -az, (ax + bx) / 2, -(az + bz) / 2)
        canvas.drawPath(way, stroke(scale(rgb(colour), 0.9), width + 0.25, 0.6))
        canvas.drawPath(way, stroke(colour, width))

    return paint


def cobbles(area: Area, colour: str, seed: int, size: float = 0.16) -> Paint:
    """Stone paving in rows."""
    x0, z0, x1, z1 = area
    base = rgb(colour)

    def paint(canvas: skia.Canvas) -> None:
        rng = random.Random(seed)
        rect(canvas, x0, -z1, x1 - x0, z1 - z0, scale(base, 0.78))
        y, row = -z1, 0
        while y < -z0:
            x = x0 - size * 0.5 * (row % 2)
            while x < x1:
                w = size * rng.uniform(0.85, 1.2)
                rect(canvas, x, y, w - 0.018, size - 0.018, scale(base, rng.uniform(0.9, 1.1)), round_=0.03)
                x += w
            y += size
            row += 1

    return paint


def slabs(area: Area, colour: str, seed: int, size: float = 0.6) -> Paint:
    """Pavement slabs."""
    x0, z0, x1, z1 = area
    base = rgb(colour)

    def paint(canvas: skia.Canvas) -> None:
        rng = random.Random(seed)
        rect(canvas, x0, -z1, x1 - x0, z1 - z0, scale(base, 0.85))
        for i in range(math.floor(x0 / size), math.ceil(x1 / size)):
            for j in range(math.floor(-z1 / size), math.ceil(-z0 / size)):
                rect(
                    canvas,
                    max(i * size, x0),
                    j * size,
                    min(size - 0.015, x1 - i * size),
                    size - 0.015,
                    scale(base, rng.uniform(0.95, 1.04)),
                )

    return paint


def road(
    x0: float, x1: float, z0: float, z1: float, *, along_x: bool = True, asphalt: str = "#50545c", wet: float = 0.0
) -> Paint:
    """A carriageway with a dashed middle line."""
    base = scale(rgb(asphalt), 1 - 0.2 * wet)

    def paint(canvas: skia.Canvas) -> None:
        rect(canvas, x0, -z1, x1 - x0, z1 - z0, base)
        rng = random.Random(3)
        for _ in range(120):
            x, y, r = rng.uniform(x0, x1), rng.uniform(-z1, -z0), rng.uniform(0.2, 1.4)
            canvas.drawOval(
                skia.Rect.MakeXYWH(x - r, y - r * 0.4, 2 * r, 0.8 * r), fill(scale(base, rng.choice((0.95, 1.05))), 0.5)
            )
        if along_x:
            middle, at = -(z0 + z1) / 2, x0
            while at < x1:
                rect(canvas, at, middle - 0.06, 1.4, 0.12, "#e9e4d4", 0.85)
                at += 3.0
        else:
            middle, at = (x0 + x1) / 2, -z1
            while at < -z0:
                rect(canvas, middle - 0.06, at, 0.12, 1.4, "#e9e4d4", 0.85)
                at += 3.0

    return paint


def puddles(area: Area, sky: tuple[float, float, float], seed: int, count: int = 30) -> Paint:
    """Water standing on the ground, giving back the sky."""
    x0, z0, x1, z1 = area

    def paint(canvas: skia.Canvas) -> None:
        rng = random.Random(seed)
        for _ in range(count):
            x, y, r = rng.uniform(x0, x1), rng.uniform(-z1, -z0), rng.uniform(0.2, 0.9)
            for k in range(3):
                dx, dy, s = rng.uniform(-r, r) * 0.6, rng.uniform(-r, r) * 0.2, rng.uniform(0.5, 1.0)
                canvas.drawOval(
                    skia.Rect.MakeXYWH(x + dx - r * s, y + dy - r * s * 0.36, 2 * r * s, 0.72 * r * s), fill(sky, 0.45 + 0.05 * k)
                )

    return paint


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{min(255, max(0, round(c * 255))):02x}" for c in colour)
