"""Colours under the stage's light, and the two-tone shading every part shares, so that a figure looks of one piece."""

from __future__ import annotations

import math
from collections.abc import Sequence

import skia

from generation.drivers.previs.people.state import Colour, PersonLight, Point

BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)


def rgb(text: str) -> Colour:
    """'#rrggbb' as floats."""
    return (int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255)


def blend(a: Colour, b: Colour, t: float) -> Colour:
    """From a (t = 0) to b (t = 1)."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def times(a: Colour, b: Colour) -> Colour:
    """The product, channel by channel."""
    return (a[0] * b[0], a[1] * b[1], a[2] * b[2])


def darker(a: Colour, k: float) -> Colour:
    """a with less light (k below 1), a little more saturated than a plain product."""
    grey = (a[0] + a[1] + a[2]) / 3
    return (
        max(0.0, (a[0] + (a[0] - grey) * 0.12) * k),
        max(0.0, (a[1] + (a[1] - grey) * 0.12) * k),
        max(0.0, (a[2] + (a[2] - grey) * 0.12) * k),
    )


def lighter(a: Colour, k: float) -> Colour:
    """a moved towards white by k."""
    return blend(a, WHITE, k)


def luminance(a: Colour) -> float:
    """How bright a looks, 0…1."""
    return 0.3 * a[0] + 0.59 * a[1] + 0.11 * a[2]


class Brush:
    """Draws on a canvas in metres with the light applied; `ppm` is how many pixels a unit of the canvas has."""

    def __init__(self, canvas: skia.Canvas, light: PersonLight, ppm: float) -> None:
        self.canvas = canvas
        self.light = light
        self.ppm = max(ppm, 1.0)
        side = max(-1.0, min(1.0, light.side))
        size = math.hypot(side, 0.62)
        self.towards = (side / size, -0.62 / size)  # the direction to the key light, y down
        self._fill = skia.Paint(AntiAlias=True)
        self._line = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style)
        self._line.setStrokeCap(skia.Paint.kRound_Cap)
        self._line.setStrokeJoin(skia.Paint.kRound_Join)
        self.hair_line = max(0.85 / self.ppm, 1e-5)  # the thinnest line that still shows

    def lit(self, c: Colour) -> Colour:
        """The colour where the key light falls."""
        k = self.light.key
        return (min(1.0, c[0] * k[0]), min(1.0, c[1] * k[1]), min(1.0, c[2] * k[2]))

    def dim(self, c: Colour, warm: float = 0.0) -> Colour:
        """The colour in shadow; `warm` keeps skin from turning grey."""
        a, k = self.light.ambient, self.light.key
        return (
            min(1.0, c[0] * min(a[0], k[0]) * (1.0 + 0.10 * warm)),
            min(1.0, c[1] * min(a[1], k[1]) * (1.0 - 0.03 * warm)),
            min(1.0, c[2] * min(a[2], k[2]) * (1.0 - 0.10 * warm)),
        )

    def fill(self, path: skia.Path, c: Colour, alpha: float = 1.0) -> None:
        """Fill with a colour under the key light."""
        self.raw(path, self.lit(c), alpha)

    def raw(self, path: skia.Path, c: Colour, alpha: float = 1.0) -> None:
        """Fill with a colour as it is."""
        self._fill.setColor4f(skia.Color4f(c[0], c[1], c[2], alpha))
        self.canvas.drawPath(path, self._fill)

    def line(self, path: skia.Path, c: Colour, width: float, alpha: float = 1.0) -> None:
        """Stroke with a colour under the key light; never thinner than shows."""
        if width < self.hair_line:
            alpha *= max(0.25, width / self.hair_line)
            width = self.hair_line
        c = self.lit(c)
        self._line.setColor4f(skia.Color4f(c[0], c[1], c[2], alpha))
        self._line.setStrokeWidth(width)
        self.canvas.drawPath(path, self._line)

    def grown(self, path: skia.Path, c: Colour, width: float, a: Point, b: Point, r: float) -> None:
        """Stroke only what lies a little way from a towards b and beyond: a limb grows out of the trunk without a line."""
        size = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        ux, uy = (b[0] - a[0]) / size, (b[1] - a[1]) / size
        start = min(size * 0.55, r * 1.1)
        x, y, far = a[0] + ux * start, a[1] + uy * start, size + 4 * r
        wide = 3 * r
        keep = skia.Path()
        keep.moveTo(x - uy * wide, y + ux * wide)
        keep.lineTo(x + ux * far - uy * wide, y + uy * far + ux * wide)
        keep.lineTo(x + ux * far + uy * wide, y + uy * far - ux * wide)
        keep.lineTo(x + uy * wide, y - ux * wide)
        keep.close()
        self.clip(keep)
        self.line(path, c, width)
        self.free()

    def form(self, path: skia.Path, c: Colour, a: Point, b: Point, r: float, warm: float = 0.0) -> None:
        """Fill a limb that runs from a to b with half-width r: lit on one side, shaded on the other."""
        dx, dy = b[0] - a[0], b[1] - a[1]
        size = math.hypot(dx, dy)
        nx, ny = (-dy / size, dx / size) if size > 1e-6 else (1.0, 0.0)
        facing = nx * self.towards[0] + ny * self.towards[1]
        if facing > 0:
            nx, ny, facing = -nx, -ny, -facing
        self.raw(path, self.lit(c))
        edge = r * (0.30 + 0.62 * (1 + facing))
        if edge > r * 0.93:
            self.rim(path, r * 0.12, 0.7)
            return
        ux, uy = (dx / size, dy / size) if size > 1e-6 else (0.0, 1.0)
        out, over = 3.0 * r, 2.5 * r
        ax, ay, bx, by = a[0] - ux * over, a[1] - uy * over, b[0] + ux * over, b[1] + uy * over
        shade = skia.Path()
        shade.moveTo(ax + nx * edge, ay + ny * edge)
        shade.lineTo(bx + nx * edge, by + ny * edge)
        shade.lineTo(bx + nx * out, by + ny * out)
        shade.lineTo(ax + nx * out, ay + ny * out)
        shade.close()
        self.clip(path)
        self.raw(shade, self.dim(c, warm))
        self.free()
        self.rim(path, r * 0.12, 0.7)

    def gradient(
        self, path: skia.Path, a: Point, b: Point, colours: Sequence[Colour], stops: Sequence[float], alpha: float = 1.0
    ) -> None:
        """Fill with colours as they are, along the line from a to b."""
        ints = [skia.Color4f(*c, alpha).toColor() for c in colours]
        self.canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear([a, b], ints, list(stops))))

    def clip(self, path: skia.Path, outside: bool = False) -> None:
        """Save the canvas and keep to the path (or out of it) until `free`."""
        self.canvas.save()
        self.canvas.clipPath(path, skia.ClipOp.kDifference if outside else skia.ClipOp.kIntersect, True)

    def free(self) -> None:
        """End the last `clip`."""
        self.canvas.restore()

    def crescent(
        self, path: skia.Path, c: Colour, depth: float, alpha: float = 1.0, warm: float = 0.0, drop: float = 1.0
    ) -> None:
        """Shade the side of a filled path that the key light does not reach, `depth` wide; `drop` less from above."""
        moved = skia.Path(path)
        moved.offset(self.towards[0] * depth, self.towards[1] * depth * drop)
        self.canvas.save()
        self.canvas.clipPath(path, skia.ClipOp.kIntersect, True)
        self.canvas.clipPath(moved, skia.ClipOp.kDifference, True)
        c = self.dim(c, warm)
        self._fill.setColor4f(skia.Color4f(c[0], c[1], c[2], alpha))
        self.canvas.drawPaint(self._fill)
        self.canvas.restore()

    def rim(self, path: skia.Path, width: float, strength: float = 1.0) -> None:
        """A thin light along the edge away from the key, when the stage has one."""
        if self.light.rim <= 0.01:
            return
        moved = skia.Path(path)
        moved.offset(self.towards[0] * width, self.towards[1] * width * 0.3)
        self.canvas.save()
        self.canvas.clipPath(path, skia.ClipOp.kIntersect, True)
        self.canvas.clipPath(moved, skia.ClipOp.kDifference, True)
        self._fill.setColor4f(skia.Color4f(0.78, 0.88, 1.0, min(0.75, 0.6 * self.light.rim * strength)))
        self.canvas.drawPaint(self._fill)
        self.canvas.restore()
