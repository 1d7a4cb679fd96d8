"""Growth and stones as cut-outs: trees of several kinds, bushes, grass, rocks, plants; drawn in metres, foot at the origin."""

from __future__ import annotations

import math
import random

import skia

from generation.drivers.previs.lighting import Rgb, mix, rgb, scale
from generation.drivers.previs.places.brushes import fill, stroke
from generation.drivers.previs.places.scenery import Cutout, Paint

GREENS = ("#5f8f4e", "#4f7f4a", "#72994f", "#3f7350")
AUTUMN = ("#c8743a", "#d79a3f", "#b3552f", "#a8803f")
SPRING = ("#e9b7c3", "#f0cbd0", "#dd9fb2", "#c7d58f")


def _blob(canvas: skia.Canvas, x: float, y: float, r: float, colour: Rgb, rng: random.Random) -> None:
    path = skia.Path()
    n = 9
    start = rng.uniform(0, 6.28)
    points = [
        (
            x + math.cos(start + i * 2 * math.pi / n) * r * (f := rng.uniform(0.86, 1.12)),
            y + math.sin(start + i * 2 * math.pi / n) * r * f * 0.86,
        )
        for i in range(n)
    ]
    path.moveTo((points[-1][0] + points[0][0]) / 2, (points[-1][1] + points[0][1]) / 2)
    for i in range(n):
        a, b = points[i], points[(i + 1) % n]
        path.quadTo(a[0], a[1], (a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    path.close()
    canvas.drawPath(path, fill(colour))


def _trunk(canvas: skia.Canvas, height: float, width: float, colour: str, rng: random.Random, lean: float = 0.0) -> None:
    path = skia.Path()
    path.moveTo(-width * 0.85, 0.02)
    path.quadTo(-width * 0.42, -height * 0.18, lean - width * 0.30, -height)
    path.lineTo(lean + width * 0.30, -height)
    path.quadTo(width * 0.46, -height * 0.2, width * 0.85, 0.02)
    path.close()
    canvas.drawPath(path, fill(colour))
    shade = skia.Path()
    shade.moveTo(width * 0.85, 0.02)
    shade.quadTo(width * 0.46, -height * 0.2, lean + width * 0.30, -height)
    shade.lineTo(lean, -height)
    shade.quadTo(width * 0.1, -height * 0.3, width * 0.2, 0.02)
    shade.close()
    canvas.drawPath(shade, fill(scale(rgb(colour), 0.8)))


def broadleaf(rng: random.Random, height: float, tones: tuple[str, ...] = GREENS, *, snow: bool = False) -> Paint:
    """A round-crowned tree."""
    tone = rgb(rng.choice(tones))
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        _trunk(canvas, height * 0.55, height * 0.045, "#6b4d38", own, own.uniform(-0.1, 0.1))
        for side in (-1, 1):
            canvas.drawLine(0, -height * 0.36, side * height * 0.14, -height * 0.52, stroke("#6b4d38", height * 0.02))
        r = height * 0.25
        puffs = [
            (own.uniform(-0.24, 0.24) * height, -height * own.uniform(0.50, 0.84), r * own.uniform(0.62, 0.95)) for _ in range(8)
        ]
        puffs += [(0.0, -height * 0.66, r * 1.15)]
        puffs.sort(key=lambda p: p[1])
        for x, y, size in puffs:
            _blob(canvas, x + size * 0.07, y + size * 0.14, size, scale(tone, 0.74), own)
        for x, y, size in puffs:
            _blob(canvas, x, y, size * 0.92, scale(tone, 0.92 + 0.10 * own.random()), own)
        for x, y, size in puffs[:6]:
            _blob(canvas, x - size * 0.26, y - size * 0.30, size * 0.46, scale(mix(tone, (1, 1, 0.8), 0.14), 1.06), own)
        if snow:
            for x, y, size in puffs:
                canvas.drawOval(
                    skia.Rect.MakeLTRB(x - size * 0.75, y - size * 0.92, x + size * 0.75, y - size * 0.34), fill("#f3f6fa", 0.92)
                )

    return paint


def conifer(rng: random.Random, height: float, tone: str = "#3c6650", *, snow: bool = False) -> Paint:
    """A fir."""
    base = scale(rgb(tone), rng.uniform(0.88, 1.12))
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        _trunk(canvas, height * 0.3, height * 0.03, "#5c4433", own)
        tiers = 6
        for i in range(tiers):
            y0 = -height * (0.10 + 0.135 * i)
            w = height * 0.23 * (1 - i / (tiers + 0.7))
            top = y0 - height * 0.25
            path = skia.Path()
            path.moveTo(-w, y0)
            path.quadTo(-w * 0.35, y0 - height * 0.08, 0, top)
            path.quadTo(w * 0.35, y0 - height * 0.08, w, y0)
            path.quadTo(w * 0.4, y0 + height * 0.028, 0, y0 - height * 0.006)
            path.quadTo(-w * 0.4, y0 + height * 0.028, -w, y0)
            canvas.drawPath(path, fill(scale(base, 0.86 + 0.05 * i)))
            half = skia.Path()
            half.moveTo(0, top)
            half.quadTo(w * 0.35, y0 - height * 0.08, w, y0)
            half.quadTo(w * 0.4, y0 + height * 0.028, 0, y0 - height * 0.006)
            half.close()
            canvas.drawPath(half, fill(scale(base, 0.72 + 0.05 * i)))
            if snow:
                cap = skia.Path()
                cap.moveTo(-w * 0.72, y0 - height * 0.03)
                cap.quadTo(-w * 0.3, y0 - height * 0.10, 0, top)
                cap.quadTo(w * 0.22, y0 - height * 0.10, w * 0.5, y0 - height * 0.045)
                cap.quadTo(0, y0 - height * 0.085, -w * 0.72, y0 - height * 0.03)
                canvas.drawPath(cap, fill("#f1f5fa", 0.95))

    return paint


def trunk(rng: random.Random, height: float, colour: str = "#5f4a3b") -> Paint:
    """A tall bare stem that leaves the frame: the near trees of a wood."""
    width = rng.uniform(0.16, 0.34)
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        _trunk(canvas, height, width, colour, own, own.uniform(-0.2, 0.2))
        for _ in range(7):
            y = -own.uniform(0.3, height * 0.8)
            canvas.drawLine(
                own.uniform(-0.5, 0.3) * width,
                y,
                own.uniform(-0.5, 0.3) * width,
                y - own.uniform(0.15, 0.5),
                stroke(scale(rgb(colour), 0.72), 0.025),
            )
        for side in (-1, 1, -1):
            y = -height * own.uniform(0.5, 0.85)
            canvas.drawLine(0, y, side * own.uniform(0.5, 1.1), y - own.uniform(0.3, 0.8), stroke(colour, width * 0.35))

    return paint


def palm(rng: random.Random, height: float) -> Paint:
    """A palm."""
    lean = rng.uniform(-0.6, 0.6)
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        stem = skia.Path()
        stem.moveTo(0, 0)
        stem.quadTo(-lean * 0.3, -height * 0.5, lean, -height * 0.86)
        canvas.drawPath(stem, stroke("#8a6a4a", height * 0.035))
        for i in range(9):
            a = math.pi * (0.04 + 0.92 * i / 8)
            length = height * own.uniform(0.30, 0.38)
            ex, ey = lean + math.cos(a) * length, -height * 0.86 - math.sin(a) * length * 0.62 + length * 0.34
            leaf = skia.Path()
            mx, my = (lean + ex) / 2, (-height * 0.86 + ey) / 2 - length * 0.26
            leaf.moveTo(lean, -height * 0.86)
            leaf.quadTo(mx, my - 0.10, ex, ey)
            leaf.quadTo(mx, my + 0.22, lean, -height * 0.86)
            canvas.drawPath(leaf, fill(scale(rgb("#5b9255"), 0.80 + 0.06 * (i % 4))))
        for k in (-1, 0, 1):
            canvas.drawCircle(lean + k * 0.12, -height * 0.84 + 0.1, 0.11, fill("#7a5636"))

    return paint


def bamboo(rng: random.Random, height: float) -> Paint:
    """A clump of bamboo."""
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        for i in range(7):
            x, lean = (i - 3) * 0.16 + own.uniform(-0.05, 0.05), own.uniform(-0.4, 0.4)
            tone = scale(rgb("#7fa35a"), own.uniform(0.78, 1.05))
            canvas.drawLine(x, 0, x + lean, -height * own.uniform(0.8, 1.0), stroke(tone, 0.055))
            for _ in range(6):
                y = -height * own.uniform(0.35, 0.98)
                lx = x + lean * -y / height
                leaf = skia.Path()
                side = own.choice((-1, 1))
                leaf.moveTo(lx, y)
                leaf.quadTo(lx + side * 0.2, y - 0.12, lx + side * 0.45, y + 0.1)
                leaf.quadTo(lx + side * 0.2, y + 0.03, lx, y)
                canvas.drawPath(leaf, fill(scale(rgb("#6d9a4f"), own.uniform(0.8, 1.1))))

    return paint


def bush(rng: random.Random, size: float, tones: tuple[str, ...] = GREENS, *, flowers: str = "") -> Paint:
    """A round bush."""
    tone = rgb(rng.choice(tones))
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        for i in range(5):
            x = (i - 2) * size * 0.26
            r = size * own.uniform(0.26, 0.36)
            _blob(canvas, x, -r * 0.82, r, scale(tone, 0.78), own)
        for i in range(5):
            x = (i - 2) * size * 0.25
            r = size * own.uniform(0.2, 0.3)
            _blob(canvas, x - 0.03, -r * 1.15, r, scale(tone, own.uniform(0.94, 1.1)), own)
        if flowers:
            for _ in range(16):
                canvas.drawCircle(
                    own.uniform(-0.55, 0.55) * size, -own.uniform(0.1, 0.6) * size, 0.035 * size + 0.012, fill(flowers)
                )

    return paint


def tuft(rng: random.Random, size: float, tone: str = "#6f8f4a") -> Paint:
    """Long grass or reeds."""
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        for _ in range(9):
            x, lean = own.uniform(-0.3, 0.3) * size, own.uniform(-0.4, 0.4) * size
            blade = skia.Path()
            tall = size * own.uniform(0.55, 1.0)
            blade.moveTo(x - 0.025 * size, 0)
            blade.quadTo(x, -tall * 0.6, x + lean, -tall)
            blade.quadTo(x + 0.05 * size, -tall * 0.5, x + 0.03 * size, 0)
            canvas.drawPath(blade, fill(scale(rgb(tone), own.uniform(0.78, 1.15))))

    return paint


def rock(rng: random.Random, size: float, tone: str = "#8b8a8c", *, snow: bool = False) -> Paint:
    """A boulder with a lit and a shaded side."""
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        n = 7
        top = [
            (
                -size * 0.5 + size * i / (n - 1),
                -size * (0.10 + 0.52 * math.sin(math.pi * (i + 0.25) / n) * own.uniform(0.8, 1.15)),
            )
            for i in range(n)
        ]
        body = skia.Path()
        body.moveTo(-size * 0.54, 0.03)
        for x, y in top:
            body.lineTo(x, y)
        body.lineTo(size * 0.55, 0.03)
        body.close()
        canvas.drawPath(body, fill(tone))
        ridge = top[n // 2]
        shade = skia.Path()
        shade.moveTo(*ridge)
        for x, y in top[n // 2 :]:
            shade.lineTo(x, y)
        shade.lineTo(size * 0.55, 0.03)
        shade.lineTo(size * 0.08, 0.03)
        shade.close()
        canvas.drawPath(shade, fill(scale(rgb(tone), 0.78)))
        light = skia.Path()
        light.moveTo(*top[1])
        light.lineTo(*top[2])
        light.lineTo(*ridge)
        light.lineTo(ridge[0] - size * 0.08, ridge[1] * 0.6)
        light.close()
        canvas.drawPath(light, fill("#f2f5f9" if snow else scale(rgb(tone), 1.14)))

    return paint


def house_plant(rng: random.Random, size: float = 0.9, pot: str = "#b8694a") -> Paint:
    """A potted plant."""
    seed = rng.random()

    def paint(canvas: skia.Canvas) -> None:
        own = random.Random(seed)
        for i in range(11):
            a = math.radians(-90 + (i - 5) * 15 + own.uniform(-6, 6))
            length = size * own.uniform(0.5, 0.72)
            ex, ey = math.cos(a) * length, -size * 0.28 + math.sin(a) * length
            leaf = skia.Path()
            px, py = -math.sin(a) * size * 0.09, math.cos(a) * size * 0.09
            leaf.moveTo(0, -size * 0.26)
            leaf.quadTo(ex * 0.55 + px, (ey - size * 0.26) * 0.55 + py, ex, ey)
            leaf.quadTo(ex * 0.55 - px, (ey - size * 0.26) * 0.55 - py, 0, -size * 0.26)
            canvas.drawPath(leaf, fill(scale(rgb("#5d8f5e"), own.uniform(0.74, 1.14))))
        body = skia.Path()
        body.moveTo(-size * 0.20, -size * 0.30)
        body.lineTo(size * 0.20, -size * 0.30)
        body.lineTo(size * 0.14, 0)
        body.lineTo(-size * 0.14, 0)
        body.close()
        canvas.drawPath(body, fill(pot))
        canvas.drawRect(skia.Rect.MakeXYWH(-size * 0.22, -size * 0.32, size * 0.44, size * 0.07), fill(scale(rgb(pot), 1.1)))

    return paint


def vase(flower: str = "#d9697a") -> Paint:
    """A small vase with flowers."""

    def paint(canvas: skia.Canvas) -> None:
        for x, y in ((-0.06, -0.26), (0.0, -0.32), (0.07, -0.27), (0.03, -0.22)):
            canvas.drawLine(0, -0.1, x, y, stroke("#5d8f5e", 0.012))
            canvas.drawCircle(x, y, 0.036, fill(flower))
            canvas.drawCircle(x, y, 0.014, fill("#f6dc7a"))
        canvas.drawOval(skia.Rect.MakeXYWH(-0.05, -0.13, 0.1, 0.13), fill("#e8e2d4"))

    return paint


def tree(
    x: float,
    z: float,
    rng: random.Random,
    height: float,
    kind: str = "broadleaf",
    tones: tuple[str, ...] = GREENS,
    *,
    snow: bool = False,
) -> Cutout:
    """A tree standing at (x, z)."""
    match kind:
        case "conifer":
            return Cutout(
                x, z, height * 0.5, height, conifer(rng, height, snow=snow), sway=0.03 * height**0.5, shadow=height * 0.2
            )
        case "palm":
            return Cutout(x, z, height * 0.9, height * 1.1, palm(rng, height), sway=0.12, shadow=0.8)
        case "bamboo":
            return Cutout(x, z, 1.9, height, bamboo(rng, height), sway=0.2, shadow=0.6)
        case "trunk":
            return Cutout(x, z, 1.6, height, trunk(rng, height), shadow=0.5)
        case _:
            return Cutout(
                x,
                z,
                height * 0.85,
                height,
                broadleaf(rng, height, tones, snow=snow),
                sway=0.04 * height**0.5,
                shadow=height * 0.26,
            )
