"""Hair as a volume on the skull: every cut is a hairline, an outline and what hangs, so it turns with the head."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence

import skia

from generation.drivers.previs.people.cuts import CUTS, along
from generation.drivers.previs.people.face import HeadView
from generation.drivers.previs.people.paint import Brush, blend, darker, lighter, luminance
from generation.drivers.previs.people.shapes import ribbon, smooth, smooth_on
from generation.drivers.previs.people.state import Colour, Point
from generation.drivers.previs.people.tied import draw_tied
from generation.drivers.previs.people.vector import Vector


class Hair:
    """The hair of one head in one view."""

    def __init__(
        self, view: HeadView, style: str, colour: Colour, seed: int, skin: Colour, capped: float = 9.0, woman: bool = False
    ) -> None:
        self.view, self.style, self.seed = view, style, seed
        self.cut = CUTS.get(style)
        self.kept = self.cut or CUTS["buzz"]  # bald heads are never drawn with it
        self.colour = blend(skin, colour, 0.62) if style == "buzz" else colour
        self.dark = darker(self.colour, 0.62) if luminance(colour) > 0.12 else blend(self.colour, (0, 0, 0), 0.35)
        self.light = lighter(self.colour, 0.20 if luminance(colour) > 0.12 else 0.15)
        self.capped = capped  # a hat presses everything above this height
        self.woman = woman
        self._cap: skia.Path | None = None
        self._shell: skia.Path | None = None
        dice = random.Random(seed * 15485863 + 5)
        self.flip = dice.random() < 0.5
        self.fringed = style in ("bob", "long") and dice.random() < 0.45

    # the surface ---------------------------------------------------------------------------------------------------

    def ring(self, y: float, angle: float, near: float = 1.0) -> Vector:
        """A place on the outside of the hair."""
        w, c, f, b = self._row(y, near)
        a = math.radians(angle)
        s = math.sin(a)
        return (w * math.cos(a), self._lift(y), c + (f if s >= 0 else b) * s)

    def _lift(self, y: float) -> float:
        if y <= 0.5 or self.capped < 2.0:
            return min(y, self.capped + 0.02) if self.capped < 2 else y
        return y + self.kept.top * math.pow((y - 0.5) / 0.5, 1.25)

    def _row(self, y: float, near: float) -> tuple[float, float, float, float]:
        cut = self.kept
        out = cut.out * near
        press = 0.35 if self.capped < 2 and y > self.capped - 0.12 else 1.0
        if y > 0.78:
            out *= math.sqrt(max(0.0, 1.0 - ((y - 0.78) / 0.222) ** 2))
        out *= press
        if cut.hang < 0.5 and y < 0.55:  # what hangs keeps its width instead of following the jaw
            w0, f0, b0 = self.view.row(0.55)
            t = (0.55 - y) / (0.55 - cut.hang)
            w = w0 + out + cut.flare * t + (0.036 * math.sin(t * 10.0 + self.seed) if cut.texture == "waves" else 0.0)
            if cut.texture == "smooth" and t > 0.75:
                w -= 0.05 * (t - 0.75) * 4 * (0.4 if cut.hang > 0 else 1.0)
            c = (f0 + b0) * 0.35 - 0.05 * t
            back_off = min(1.0, (0.55 - y) / 0.28)
            return w, c, (f0 - c) * (1 - 0.62 * back_off) + out * 0.4, (c - b0) * (1.0 - 0.06 * t) + cut.back
        w, f, b = self.view.row(y)
        if y < 0.5:
            w, b = max(w, 0.30), min(b, -0.16)
        c = (f + b) * 0.35
        fall = min(1.0, max(0.0, (y - 0.12) / 0.3))
        return (
            w + out * (0.35 + 0.65 * fall),
            c,
            f - c + out * (0.5 if cut.mass else 0.85),
            c - b + cut.back * near * press * (0.3 + 0.7 * fall),
        )

    def limbs(self, y: float) -> tuple[float, float]:
        """The outline's angles at a height, right then left."""
        w, _, f, b = self._row(y, 1.0)
        v = self.view
        right = math.degrees(math.atan2((f if v.sin >= 0 else b) * v.sin, w * v.cos))
        left = math.degrees(math.atan2(-(f if v.sin < 0 else b) * v.sin, -w * v.cos))
        return right, right + (left - right) % 360.0

    def line(self, angle: float) -> float:
        """The height of the hairline at an angle."""
        cut = self.kept
        a = (angle - 90.0 + 180.0) % 360.0 - 180.0
        if self.flip:
            a = -a
        delta = abs(a)
        table = cut.line
        y = along(table, delta)
        if delta < 62 and self.view.face.eye_y < 0.42 and cut.hang > 0.5:
            y -= 0.045
        if cut.sweep and delta < 70:
            from_part = (a - (cut.part - 90.0)) / 60.0
            y += cut.sweep * (0.35 - abs(from_part)) * (1.0 if from_part < 0 else 0.9) * (1 - delta / 70)
        if self.fringed and delta < 52:
            y = min(y, 0.612 + 0.00003 * delta * delta + 0.012 * abs(math.sin(a * 0.21 + self.seed)))
        elif cut.fringe and delta < 58:
            k = cut.fringe * (1 - delta / 58) ** 0.5
            if cut.texture == "spikes":
                saw = (a * 0.040 + self.seed * 0.37) % 1.0
                y -= k * (1.25 - abs(saw - 0.35) * 1.5)
            elif cut.texture == "curls":
                y -= k * (0.5 + 0.5 * abs(math.sin(a * 0.13 + self.seed)))
            else:
                saw = (a * 0.026 + self.seed * 0.29) % 1.0
                y -= k * (0.35 + 0.65 * math.sin(math.pi * saw) ** 2)
        return y

    # paths ---------------------------------------------------------------------------------------------------------

    def _side(self, right: bool, start: float, shell: bool = False) -> list[Point]:
        heights = [0.16, 0.24, 0.32, 0.40, 0.48, 0.56, 0.64, 0.72, 0.79, 0.85, 0.90, 0.945, 0.98, 1.0]
        cut = self.kept
        if start < 0.12:
            heights = [start + (0.16 - start) * i / 5 for i in range(1, 5)] + heights
        top = min(1.0, self.capped + 0.02) if self.capped < 2 else 1.0
        if self.view.coarse and cut.texture == "smooth":
            heights = heights[-13::2]
        out = [start] + [y for y in heights if start + 0.02 < y <= top]
        if self.capped < 2:
            out.append(top)
        points = []
        grows = start > 0.3 and not shell  # hair that starts on the skin swells from there
        ramp = 0.20 if cut.out < 0.1 else 0.15
        for y in out:
            angle = self.limbs(y)[0 if right else 1]
            near = min(1.0, (max(0.0, y - start) / ramp) ** 0.6) if grows else 1.0
            points.append(self.view(self.ring(y, angle, near)))
        return points

    def _hairline(self, low: float, high: float) -> list[Point]:
        steps = 46 if not self.view.coarse else 30 if self.kept.fringe or self.fringed else 20
        points = []
        for i in range(steps + 1):
            angle = high + (low - high) * i / steps
            y = self.line(angle)
            points.append(self.view(self.ring(y, angle, 0.0 if y > 0.3 else 1.0)))
        return points

    def cap(self) -> skia.Path:
        """All hair in front of the skull's outline, from hairline to outline."""
        if self._cap is None:
            self._cap = self._built()
        return self._cap

    def _built(self) -> skia.Path:
        low, high = self.limbs(0.6)
        y_right, y_left = self.line(low), self.line(high)
        right, left = self._side(True, y_right), self._side(False, y_left)
        path = skia.Path()
        outline = [*right, *left[::-1]]
        self._outer(path, outline)
        smooth_on(path, self._hairline(low, high), False, 0.9, join=True)
        path.close()
        return path

    def _outer(self, path: skia.Path, points: Sequence[Point]) -> None:
        cut = self.kept
        if cut.texture not in ("curls", "spikes") or self.capped < 2:
            smooth_on(path, points, False)
            return
        dense = _resampled(points, 0.105 if cut.texture == "curls" else 0.175)
        cx = sum(p[0] for p in dense) / len(dense)
        cy = sum(p[1] for p in dense) / len(dense)
        path.moveTo(*dense[0])
        dice = random.Random(self.seed)
        for a, b in itertools.pairwise(dense):
            mx, my = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
            dx, dy = mx - cx, my - cy
            size = math.hypot(dx, dy) or 1.0
            ux, uy = dx / size, dy / size
            if cut.texture == "curls":
                k = 0.062 + 0.02 * dice.random()
                path.cubicTo(a[0] + ux * k, a[1] + uy * k, b[0] + ux * k, b[1] + uy * k, *b)
            else:
                k = 0.028 + 0.050 * dice.random()
                tx, ty = (b[0] - a[0]) * 0.30, (b[1] - a[1]) * 0.30
                path.quadTo(a[0] + ux * k * 0.35, a[1] + uy * k * 0.35, mx + ux * k + tx, my + uy * k + ty)
                path.quadTo(mx + ux * k * 0.2 + tx * 0.6, my + uy * k * 0.2 + ty * 0.6, *b)

    def shell(self) -> skia.Path:
        """The outline closed below, as if there were no face: what light falls on."""
        if self._shell is None:
            low, high = self.limbs(0.6)
            right, left = self._side(True, self.line(low), True), self._side(False, self.line(high), True)
            self._shell = smooth([(right[0][0], right[0][1] + 1.2), *right, *left[::-1], (left[0][0], left[0][1] + 1.2)])
        return self._shell

    def mass(self) -> skia.Path:
        """Hair that stands round the head, as it shows behind face and neck."""
        sides = []
        for k, angle in enumerate(self.limbs(0.6)):
            fore = math.sin(math.radians(angle)) > 0.25  # never before the face
            sides.append(self._side(k == 0, self.line(angle) if fore else 0.16, not fore))
        path = skia.Path()
        self._outer(path, [*sides[0], *sides[1][::-1]])
        path.close()
        return path

    def curtain(self) -> skia.Path | None:
        """What hangs behind neck and shoulders."""
        cut = self.kept
        if cut.hang > 0.5:
            return None
        start = cut.hang - 0.03
        right, left = self._side(True, start), self._side(False, start)
        low, high = self.limbs(start)
        bottom = []
        for i in range(1, 8):
            angle = high + (low - high) * i / 8
            dip = 0.025 * math.sin(i * 2.4 + self.seed) if cut.texture == "waves" else 0.012 * math.sin(i * 1.9)
            bottom.append(self.view(self.ring(start - dip, angle)))
        return smooth([*right, *left[::-1], *bottom])

    # drawing -------------------------------------------------------------------------------------------------------

    def behind(self, brush: Brush) -> None:
        """What is behind neck and trunk when the face looks at the camera."""
        if self.cut is None:
            return
        path = self.curtain() if not self.cut.mass or self.capped < 2 else self.mass()
        if path is not None:
            brush.line(path, self.dark, 0.014)
            brush.raw(path, brush.dim(darker(self.colour, 0.82)))
        draw_tied(brush, self, front=False)

    def over(self, brush: Brush) -> None:
        """What lies on the skull and before it."""
        if self.cut is None:
            return
        path = self.cap()
        brush.line(path, self.dark, 0.012)
        brush.fill(path, self.colour)
        brush.clip(path)
        self._shade(brush, path)
        brush.free()
        draw_tied(brush, self, front=True)

    def _shade(self, brush: Brush, path: skia.Path) -> None:
        cut = self.kept
        shell = skia.Path(self.shell())
        shell.offset(brush.towards[0] * 0.105, brush.towards[1] * 0.06)
        brush.clip(shell, outside=True)
        brush.raw(path, brush.dim(darker(self.colour, 0.88)))
        brush.free()
        brush.rim(path, 0.028)
        low, high = self.limbs(0.7)
        bend = 1.0 if brush.towards[0] >= 0 else -1.0
        lit = low + 62 if bend > 0 else high - 62
        if cut.texture in ("smooth", "waves", "spikes"):
            if self.style != "buzz":
                self._sheen(brush, lit)
            if brush.ppm > 95 and self.style != "buzz":
                self._strands(brush, low, high)
        elif brush.ppm > 60:
            self._curls(brush, low, high, lit)

    def _sheen(self, brush: Brush, lit: float) -> None:
        """A band of light round the crown, and a thinner one under it."""
        top = min(0.865, self.capped - 0.09)
        for drop, wide, thick, shift in ((0.0, 78.0, 0.021, 0.0), (0.062, 52.0, 0.009, 7.0))[: 1 if self.view.coarse else 2]:
            points: list[Point] = []
            widths: list[float] = []
            for i in range(11):
                f = i / 10
                points.append(self.view(self.ring(top - drop - 0.13 * (2 * f - 1) ** 2, lit + shift + (f - 0.5) * wide)))
                widths.append(0.001 + thick * math.sin(math.pi * f) ** 0.7 * (0.72 + 0.28 * math.cos(i * 2.1 + self.seed)))
            brush.fill(ribbon(points, widths), self.light, 0.55)

    def _strands(self, brush: Brush, low: float, high: float) -> None:
        cut = self.kept
        fine = brush.ppm > 240
        step = 9.0 if fine else 19.0
        start = math.ceil(low / step) * step
        path = skia.Path()
        thin = skia.Path()
        top = min(0.93, self.capped)
        angle = start
        while angle < high:
            y0 = self.line(angle)
            n = 6
            jitter = math.sin(angle * 12.9 + self.seed) * 0.5 + 0.5
            a = top - 0.05 - 0.22 * jitter
            b = y0 + 0.02 + 0.10 * (1 - jitter)
            if a - b > 0.08:
                points = []
                for i in range(n + 1):
                    y = a + (b - a) * i / n
                    wave = 5.0 * math.sin(y * 16 + self.seed) if cut.texture == "waves" else 0.0
                    lean = (angle - cut.part) * 0.0 + (12.0 * (y - b) if cut.sweep else 0.0)
                    points.append(self.view(self.ring(y, angle + wave - lean * (1 if not self.flip else -1), 0.96)))
                smooth_on(path if int(angle / step) % 2 == 0 else thin, points, False)
            angle += step
        brush.line(path, self.dark, 0.008 if not fine else 0.006, 0.45)
        brush.line(thin, self.light if fine else self.dark, 0.005, 0.40 if fine else 0.25)

    def _curls(self, brush: Brush, low: float, high: float, lit: float) -> None:
        dice = random.Random(self.seed + 77)
        dark, light = skia.Path(), skia.Path()
        count = 46 if self.style == "afro" else 34
        for i in range(count):
            angle = low + (high - low) * dice.random()
            y = dice.uniform(max(0.2, self.line(angle) + 0.05), min(0.98, self.capped))
            if y <= self.line(angle) + 0.03:
                continue
            x, v = self.view(self.ring(y, angle, 0.9))
            r = dice.uniform(0.022, 0.046)
            turn = dice.uniform(0, 360)
            near = abs((angle - lit + 180) % 360 - 180) < 48 and i % 2 == 0
            (light if near else dark).addArc(skia.Rect.MakeLTRB(x - r, v - r, x + r, v + r), turn, 190)
        brush.line(dark, self.dark, 0.012, 0.55)
        brush.line(light, self.light, 0.012, 0.7)


def _resampled(points: Sequence[Point], step: float) -> list[Point]:
    out = [points[0]]
    gone = 0.0
    for a, b in itertools.pairwise(points):
        size = math.hypot(b[0] - a[0], b[1] - a[1])
        at = step - gone
        while at <= size:
            out.append((a[0] + (b[0] - a[0]) * at / size, a[1] + (b[1] - a[1]) * at / size))
            at += step
        gone = (gone + size) % step
    out.append(points[-1])
    return out
