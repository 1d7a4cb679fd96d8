"""Hats, glasses and beards: laid on the head's own surface, so that they stay put when it turns."""

from __future__ import annotations

import math

import skia

from generation.drivers.previs.people.face import HeadView
from generation.drivers.previs.people.paint import Brush, blend, darker, lighter
from generation.drivers.previs.people.shapes import polygon, smooth, smooth_on
from generation.drivers.previs.people.state import Colour, Point
from generation.drivers.previs.people.vector import Vector
from generation.drivers.previs.people.wraps import draw_headscarf, draw_hood

# the height hair is pressed flat at, by hat
CAPPED = {"cap": 0.70, "beanie": 0.66, "brim": 0.68, "straw": 0.68, "helmet": 0.62, "headscarf": 0.74, "chef": 0.76}

# how high above the chin a hat reaches, in head heights
TOP = {
    "cap": 1.07,
    "beanie": 1.13,
    "brim": 1.14,
    "straw": 1.09,
    "helmet": 1.06,
    "hood": 1.13,
    "headscarf": 1.06,
    "crown": 1.11,
    "chef": 1.5,
}


class Hat:
    """One hat on one head in one view."""

    def __init__(self, view: HeadView, kind: str, colour: Colour, seed: int) -> None:
        self.view, self.kind, self.colour, self.seed = view, kind, colour, seed
        self.dark, self.edge = darker(colour, 0.72), darker(colour, 0.5)

    def ring(self, y: float, angle: float, out: float, base: float = 0.0) -> Vector:
        """A place round the skull; above `base` the shape is the skull's at base height."""
        p = self.view.ring(max(0.5, min(y, base or y)), angle, out)
        return (p[0], y, p[2])

    def _arc(self, y: float, out: float, base: float = 0.0, near: bool = True, steps: int = 16, tilt: float = 0.0) -> list[Point]:
        low, high = self.view.limbs(max(0.5, min(y, base or y)), out)
        if not near:
            high -= 360.0
        points = []
        for i in range(steps + 1):
            a = low + (high - low) * i / steps
            points.append(self.view(self.ring(y + tilt * math.sin(math.radians(a)), a, out, base)))
        return points

    def _dome(self, y: float, out: float, top: float, tilt: float = 0.0) -> skia.Path:
        """A cap on the skull from y up."""
        path = skia.Path()
        right: list[Point] = []
        left: list[Point] = []
        for i in range(9):
            h = y + (1.0 - y) * (i / 8) ** 0.8
            a, b = self.view.limbs(h, out)
            lift = top * ((h - y) / (1.0 - y)) ** 1.5
            p, q = self.view.ring(h, a, out), self.view.ring(h, b, out)
            right.append(self.view((p[0], h + lift + (tilt * math.sin(math.radians(a)) if i == 0 else 0), p[2])))
            left.append(self.view((q[0], h + lift + (tilt * math.sin(math.radians(b)) if i == 0 else 0), q[2])))
        smooth_on(path, [*right, *left[::-1]], False)
        smooth_on(path, self._arc(y, out, tilt=tilt)[::-1], False, join=True)
        path.close()
        return path

    def paint(self, brush: Brush, path: skia.Path, c: Colour, shade: float = 0.07) -> None:
        """Outline, cloth and shade."""
        brush.line(path, darker(c, 0.5), 0.014)
        brush.fill(path, c)
        brush.crescent(path, c, shade)
        if shade > 0.04:
            brush.rim(path, 0.022)

    def behind(self, brush: Brush) -> None:
        """What is behind the head: the far brim, the inside of a hood."""
        if self.kind in ("brim", "straw"):
            path = smooth([*self._brim(True), *self._brim(False)[::-1][1:-1]])
            self.paint(brush, path, darker(self.colour, 0.62), 0.02)
        elif self.kind == "hood":
            draw_hood(brush, self, inside=True)
        elif self.kind == "headscarf" and self.view.cos > -0.2:
            path = smooth(
                [
                    self.view(p)
                    for p in (
                        (0.33, 0.5, -0.1),
                        (0.36, 0.2, -0.15),
                        (0.28, -0.16, -0.1),
                        (-0.28, -0.16, -0.1),
                        (-0.36, 0.2, -0.15),
                        (-0.33, 0.5, -0.1),
                    )
                ]
            )
            self.paint(brush, path, darker(self.colour, 0.7), 0.02)

    def _brim(self, near: bool) -> list[Point]:
        wide = 0.30 if self.kind == "straw" else 0.235
        low, high = self.view.limbs(0.70, wide)
        if not near:
            high -= 360.0
        points = []
        for i in range(19):
            a = low + (high - low) * i / 18
            s = math.sin(math.radians(a))
            dip = (
                -0.035 * s
                - (0.05 if self.kind == "straw" else 0.02)
                + 0.05 * abs(math.cos(math.radians(a))) * (1 if self.kind == "brim" else -0.3)
            )
            points.append(self.view(self.ring(0.715 + dip, a, wide, 0.70)))
        return points

    def over(self, brush: Brush) -> None:
        """What sits on the head."""
        {
            "cap": self._cap,
            "beanie": self._beanie,
            "brim": self._felt,
            "straw": self._straw,
            "helmet": self._helmet,
            "hood": lambda b: draw_hood(b, self),
            "headscarf": lambda b: draw_headscarf(b, self),
            "crown": self._crown,
            "chef": self._chef,
        }[self.kind](brush)

    def _cap(self, brush: Brush) -> None:
        view = self.view
        tilt = 0.0
        visor_first = view.cos < 0
        if visor_first:
            self._visor(brush)
        path = self._dome(0.70, 0.055, 0.045, tilt)
        self.paint(brush, path, self.colour)
        brush.clip(path)
        if brush.ppm > 50:
            for a in (30, 90, 150, 210, 270, 330):
                low, high = view.limbs(0.8, 0.05)
                if (a - low) % 360 < high - low:
                    seam = smooth(
                        [
                            view(self.ring(y, a, 0.055) if y < 0.99 else (0.0, 1.045, -0.03))
                            for y in (0.70, 0.80, 0.90, 0.96, 1.0)
                        ],
                        False,
                    )
                    brush.line(seam, self.edge, 0.008, 0.55)
        brush.free()
        brush.fill(skia.Path.Circle(*view((0.0, 1.045, -0.06)), 0.024), self.dark)
        if not visor_first:
            self._visor(brush)

    def _visor(self, brush: Brush) -> None:
        view = self.view
        inner = [self.view(self.ring(0.705, a, 0.05)) for a in range(24, 157, 12)]
        outer = []
        for a in range(156, 23, -12):
            s = math.sin(math.radians(a))
            p = self.ring(0.705, a, 0.05)
            outer.append(view((p[0] * 1.0, 0.705 - 0.095 * max(0.0, s) ** 1.2, p[2] + 0.25 * max(0.0, s) ** 0.8)))
        path = skia.Path()
        smooth_on(path, inner, False)
        smooth_on(path, outer, False, join=True)
        path.close()
        self.paint(brush, path, darker(self.colour, 0.86), 0.03)

    def _beanie(self, brush: Brush) -> None:
        path = self._dome(0.70, 0.065, 0.10)
        self.paint(brush, path, self.colour)
        if brush.ppm > 60:
            brush.clip(path)
            low, high = self.view.limbs(0.8, 0.06)
            for i in range(1, 14):
                a = low + (high - low) * i / 14
                rib = smooth(
                    [
                        self.view(self.ring(y, a, 0.065) if y < 0.99 else (0.0, 1.09, -0.05))
                        for y in (0.72, 0.82, 0.91, 0.97, 1.0)
                    ],
                    False,
                )
                brush.line(rib, self.edge, 0.007, 0.4)
            brush.free()
        band = smooth([*self._arc(0.645, 0.075), *self._arc(0.765, 0.08)[::-1]], True, 0.8)
        self.paint(brush, band, lighter(self.colour, 0.10), 0.05)
        if brush.ppm > 60:
            low, high = self.view.limbs(0.7, 0.07)
            for i in range(1, 18):
                a = low + (high - low) * i / 18
                rib = skia.Path()
                rib.moveTo(*self.view(self.ring(0.65, a, 0.076)))
                rib.lineTo(*self.view(self.ring(0.76, a, 0.08)))
                brush.line(rib, self.edge, 0.008, 0.4)
        if self.seed % 3 == 0:
            self.paint(brush, skia.Path.Circle(*self.view((0, 1.15, -0.06)), 0.075), lighter(self.colour, 0.25), 0.03)

    def _crown_of(self, brush: Brush, y: float, top: float, out: float, dent: float) -> None:
        low = self._arc(y, out, y)
        high = self._arc(top, out - 0.055, 0.74)
        far = self._arc(top, out - 0.055, 0.74, near=False)
        path = skia.Path()
        smooth_on(path, low, False)
        path.lineTo(*high[-1])
        smooth_on(path, far[::-1], False, join=True)
        path.close()
        self.paint(brush, path, self.colour)
        if dent:
            pinch = smooth(self._arc(top - 0.02, out - 0.12, 0.74, near=True), False)
            brush.line(pinch, self.edge, 0.012, 0.5)

    def _brimmed(self, brush: Brush, band: Colour) -> None:
        top = 1.08 if self.kind == "straw" else 1.13
        path = skia.Path()
        smooth_on(path, self._brim(True), False)
        smooth_on(path, self._arc(0.715, 0.045, 0.70)[::-1], False, join=True)
        path.close()
        self._crown_of(brush, 0.71, top, 0.045, 0.0 if self.kind == "straw" else 1.0)
        wound = smooth([*self._arc(0.72, 0.047, 0.70), *self._arc(0.81, 0.042, 0.70)[::-1]], True, 0.7)
        self.paint(brush, wound, band, 0.05)
        self.paint(brush, path, self.colour, 0.03)

    def _felt(self, brush: Brush) -> None:
        self._brimmed(brush, darker(self.colour, 0.42))

    def _straw(self, brush: Brush) -> None:
        self._brimmed(brush, (0.62, 0.22, 0.18))
        if brush.ppm > 90:
            for y in (0.90, 0.95, 1.0, 1.05):
                brush.line(smooth(self._arc(y, 0.03 - 0.05 * (y - 0.86), 0.74), False), self.edge, 0.007, 0.35)

    def _helmet(self, brush: Brush) -> None:
        path = self._dome(0.62, 0.075, 0.05)
        self.paint(brush, path, self.colour, 0.09)
        lip = smooth([*self._arc(0.60, 0.085), *self._arc(0.655, 0.085)[::-1]], True, 0.8)
        self.paint(brush, lip, self.dark, 0.03)
        visor = [self.view(self.ring(0.64, a, 0.085)) for a in range(30, 151, 15)]
        front = [
            self.view((self.ring(0.62, a, 0.085)[0], 0.60, self.ring(0.62, a, 0.085)[2] + 0.10 * math.sin(math.radians(a))))
            for a in range(150, 29, -15)
        ]
        if self.view.cos > -0.3:
            self.paint(brush, smooth([*visor, *front], True, 0.8), self.dark, 0.02)
        brush.clip(path)
        gleam = smooth(
            [
                self.view(self.ring(y, 90 + 40 * (1 if brush.towards[0] < 0 else -1) - self.view.yaw * 0.0, 0.075))
                for y in (0.72, 0.82, 0.92)
            ],
            False,
        )
        brush.line(gleam, lighter(self.colour, 0.6), 0.03, 0.55)
        brush.free()
        if self.view.seen(0.0, 0.1) > -0.2:
            for side in (1, -1):
                if self.view.seen(side * 0.24, 0.3) > 0:
                    strap = smooth(
                        [
                            self.view(self.view.skin(side * 0.31, 0.6, 0.01)),
                            self.view(self.view.skin(side * 0.27, 0.3, 0.01)),
                            self.view(self.view.skin(side * 0.10, 0.03, 0.01)),
                        ],
                        False,
                    )
                    brush.line(strap, (0.16, 0.15, 0.15), 0.022)

    def _crown(self, brush: Brush) -> None:
        gold = self.colour
        far, near = self._spikes(False), self._spikes(True)
        self.paint(brush, far, darker(gold, 0.6), 0.01)
        self.paint(brush, near, gold, 0.05)
        if brush.ppm > 45:
            low, high = self.view.limbs(0.86, 0.05)
            for i, a in enumerate(range(18, 360, 36)):
                if (a - low) % 360 < high - low:
                    x, y = self.view(self.ring(0.90, a, 0.05, 0.86))
                    brush.fill(skia.Path.Circle(x, y, 0.022), ((0.75, 0.15, 0.2), (0.2, 0.45, 0.75))[i % 2])

    def _spikes(self, near: bool) -> skia.Path:
        low, high = self.view.limbs(0.86, 0.05)
        if not near:
            high -= 360.0
        points = self._arc(0.84, 0.05, 0.84, near)
        top = []
        n = 20
        for i in range(n + 1):
            a = high + (low - high) * i / n
            spike = abs(((a / 36.0) % 1.0) - 0.5) * 2
            top.append(self.view(self.ring(0.96 + 0.16 * (1 - spike), a, 0.065, 0.86)))
        return polygon(points + top)

    def _chef(self, brush: Brush) -> None:
        white = blend(self.colour, (1, 1, 1), 0.75)
        arc = self._arc(0.95, 0.063, 0.76)
        right, left = arc[0], arc[-1]
        mx, my = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
        half = math.hypot(right[0] - left[0], right[1] - left[1]) / 2
        ux, uy = (right[0] - left[0]) / (2 * half), (right[1] - left[1]) / (2 * half)

        def at(x: float, up: float) -> Point:
            return (mx + ux * x * half + uy * up, my + uy * x * half - ux * up)

        cloud = ((-1.24, 0.20), (-1.0, 0.44), (-0.42, 0.49), (0.05, 0.56), (0.55, 0.50), (1.04, 0.43), (1.22, 0.19))
        puff = smooth([*arc, *(at(x, up) for x, up in cloud)])
        self.paint(brush, puff, white, 0.10)
        if brush.ppm > 50:
            for x in (-0.5, -0.05, 0.42):
                fold = smooth([at(x, 0.02), at(x * 1.25, 0.20), at(x * 1.2 - 0.05, 0.36)], False)
                brush.line(fold, (0.55, 0.57, 0.62), 0.010, 0.6)
        band = smooth([*self._arc(0.76, 0.055, 0.76), *self._arc(0.965, 0.065, 0.76)[::-1]], True, 0.7)
        self.paint(brush, band, white, 0.06)
