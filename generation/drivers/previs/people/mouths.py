"""Mouths laid on the face: lips, teeth and tongue for every letter of speech under every expression, from any view."""

from __future__ import annotations

import skia

from generation.drivers.previs.people.expressions import MouthShape
from generation.drivers.previs.people.face import HeadView
from generation.drivers.previs.people.paint import Brush, blend, darker, lighter
from generation.drivers.previs.people.shapes import smooth_on
from generation.drivers.previs.people.state import Colour, Point

_S = (-1.0, -0.78, -0.5, -0.24, 0.0, 0.24, 0.5, 0.78, 1.0)
_CUPID = {-0.24: 1.10, 0.0: 0.86, 0.24: 1.10}
OPEN = 0.082  # how far the widest mouth opens, head heights


class _Curve:
    """A line across the mouth, kept to what the camera sees."""

    def __init__(self, view: HeadView, heights: list[float], wide: float, out: list[float]) -> None:
        self.points: list[Point] = []
        shown: list[tuple[Point, bool]] = []
        for s, y, o in zip(_S, heights, out, strict=True):
            x = s * wide
            base = view.skin(x, max(0.02, y), 0.0)
            p = (base[0], y, base[2] + o)
            shown.append((view(p), view.seen(x, 0.16) > -0.02))
        self.points = [p for p, seen in shown if seen]


def jaw_of(shape: MouthShape) -> float:
    """How far the chin drops for a mouth, head heights."""
    return 0.058 * max(0.0, shape.open - 0.12)


def draw_mouth(brush: Brush, view: HeadView, shape: MouthShape, skin: Colour, woman: bool, man: bool, elder: bool) -> None:
    """The mouth. Nothing is drawn when the face looks away."""
    if view.seen(0.0, 0.16) < -0.30:
        return
    face = view.face
    y0 = face.mouth_y
    wide = face.mouth_wide * shape.wide * (1.0 - 0.12 * shape.open)
    lip = face.lip
    gap = OPEN * shape.open
    top: list[float] = []
    low: list[float] = []
    upper: list[float] = []
    under: list[float] = []
    rim: list[float] = []  # how far the lips stand out: at their edge, and where they meet
    full: list[float] = []
    for s in _S:
        arch = 1.0 - s * s
        lift = 0.040 * shape.corner * (s * s - 0.38) + 0.020 * shape.skew * s * (1 if s > 0 else 0.4)
        raised = 0.020 * shape.raise_lip * arch
        a = y0 + lift + gap * 0.30 * arch ** (0.7 if shape.round else 1.0) + raised
        b = y0 + lift - gap * 0.95 * arch ** (0.55 if shape.round else 0.72)
        if shape.corner > 0.6 and shape.open > 0.3:  # a laugh has a straight upper edge
            a = y0 + 0.034 * shape.corner * (0.55 * s * s - 0.1) + gap * 0.16 * arch
        thick = lip * (1.0 - 0.55 * shape.press) * (1.0 + 0.35 * shape.round)
        top.append(a)
        low.append(b)
        upper.append(a + thick * 0.78 * _CUPID.get(s, 1.0) * (1 - abs(s) ** 1.7))
        under.append(b - thick * 1.12 * (1 - abs(s) ** 2.6))
        rim.append(0.002 + 0.016 * shape.round * arch)
        full.append(0.004 + (0.019 - 0.010 * shape.press + 0.026 * shape.round) * arch)
    upper_lip = _Curve(view, upper, wide, rim)
    a_line = _Curve(view, top, wide, full)
    b_line = _Curve(view, low, wide, full)
    lower_lip = _Curve(view, under, wide, rim)
    if len(a_line.points) < 3:
        return
    tone = blend(darker(skin, 0.80), (0.72, 0.20, 0.22), 0.42 if woman else 0.20)
    line = blend(darker(skin, 0.40), (0.30, 0.06, 0.08), 0.4)
    fine = brush.ppm > 150
    shadow = skia.Path()
    m = [lower_lip.points[i] for i in range(len(lower_lip.points)) if 0 < i < len(lower_lip.points) - 1]
    if len(m) > 1 and fine:
        smooth_on(shadow, [(x, y + 0.012) for x, y in m], False)
        brush.line(shadow, darker(skin, 0.66), 0.014, 0.30)
    lips = skia.Path()
    swell = abs(view.sin) > 0.5  # from the side the lips' own roundness is their outline
    meet = [a_line.points[-1], b_line.points[-1]] if view.sin > 0 else [b_line.points[0], a_line.points[0]]
    smooth_on(lips, upper_lip.points, False)
    if swell and view.sin > 0:
        smooth_on(lips, [upper_lip.points[-1], *meet, lower_lip.points[-1]], False, join=True)
    smooth_on(lips, lower_lip.points[::-1], False, join=True)
    if swell and view.sin <= 0:
        smooth_on(lips, [lower_lip.points[0], *meet, upper_lip.points[0]], False, join=True)
    lips.close()
    if swell:
        brush.line(lips, blend(skin, darker(skin, 0.5), 0.5), 0.006, 0.5)
        brush.fill(lips, skin)
    brush.fill(lips, tone, 1.0 if woman else 0.75)
    if fine:
        brush.clip(lips)
        shade = skia.Path()
        smooth_on(shade, [(x, y - 0.2) for x, y in a_line.points], False)
        smooth_on(shade, a_line.points[::-1], False, join=True)
        shade.close()
        brush.fill(shade, darker(tone, 0.80), 0.8)
        brush.free()
    opening = skia.Path()
    smooth_on(opening, a_line.points, False)
    smooth_on(opening, b_line.points[::-1], False, join=True)
    opening.close()
    if shape.open > 0.05:
        brush.fill(opening, (0.27, 0.07, 0.09))
        brush.clip(opening)
        centre = view(view.skin(0.0, y0))[0]
        if shape.tongue > 0.05:
            mid = max(y for _, y in b_line.points)
            height = gap * (0.95 if shape.tongue > 0.9 else 0.5 * shape.tongue + 0.14)
            tongue = skia.Path.Oval(skia.Rect.MakeLTRB(centre - wide * 0.62, mid - height, centre + wide * 0.62, mid + height))
            brush.fill(tongue, (0.80, 0.36, 0.36))
        if shape.upper_teeth > 0.05:
            depth = min(gap * 0.62, 0.030) * shape.upper_teeth
            if shape.lower_teeth > 0.9:
                depth = gap
            if shape.bite:
                depth = 0.030
            teeth = skia.Path()
            smooth_on(teeth, [(x, y - 0.05) for x, y in a_line.points], False)
            n = len(a_line.points)
            smooth_on(
                teeth,
                [(x, y + depth * (0.55 + 0.45 * (1 - abs(2 * i / (n - 1) - 1) ** 2))) for i, (x, y) in enumerate(a_line.points)][
                    ::-1
                ],
                False,
                join=True,
            )
            teeth.close()
            brush.fill(teeth, (0.97, 0.95, 0.92))
            if brush.ppm > 420 and shape.lower_teeth > 0.9:
                row = skia.Path()
                smooth_on(row, [(x, (y + q) / 2) for (x, y), (_, q) in zip(a_line.points, b_line.points, strict=True)], False)
                brush.line(row, (0.62, 0.55, 0.52), 0.005, 0.7)
        if 0.05 < shape.lower_teeth < 0.9:
            teeth = skia.Path()
            smooth_on(teeth, [(x, y - min(gap * 0.16, 0.012)) for x, y in b_line.points], False)
            smooth_on(teeth, [(x, y + 0.1) for x, y in b_line.points][::-1], False, join=True)
            teeth.close()
            brush.fill(teeth, (0.93, 0.90, 0.87), shape.lower_teeth * 2 if shape.lower_teeth < 0.5 else 1.0)
        brush.free()
        edge = skia.Path()
        smooth_on(edge, a_line.points, False)
        brush.line(edge, line, 0.009, 0.9)
    if shape.bite:
        bitten = skia.Path()
        smooth_on(bitten, b_line.points, False)
        brush.line(bitten, darker(tone, 0.7), 0.008, 0.8)
    if shape.open <= 0.05:
        middle = skia.Path()
        smooth_on(middle, a_line.points, False)
        brush.line(middle, line, 0.0095 if fine else 0.016, 0.9)
    if fine and shape.open < 0.9:
        _gloss(brush, b_line.points, lower_lip.points, tone, woman)
    _corners(brush, a_line.points, shape, skin, elder)


def _gloss(brush: Brush, top: list[Point], low: list[Point], tone: Colour, woman: bool) -> None:
    """A soft highlight on the lower lip."""
    n = min(len(top), len(low))
    if n < 5:
        return
    i = n // 2
    x = (top[i][0] + low[i][0]) / 2
    y = (top[i][1] + low[i][1]) / 2
    tall = abs(low[i][1] - top[i][1]) * 0.24
    wide = abs(top[-1][0] - top[0][0]) * 0.16
    brush.fill(
        skia.Path.Oval(skia.Rect.MakeLTRB(x - wide, y - tall, x + wide, y + tall)), lighter(tone, 0.45), 0.5 if woman else 0.22
    )


def _corners(brush: Brush, line: list[Point], shape: MouthShape, skin: Colour, elder: bool) -> None:
    """The small dents at the ends, and the folds from the nose of a smile."""
    if len(line) < 4:
        return
    for end, inner in ((line[0], line[1]), (line[-1], line[-2])):
        way = 1 if end[0] > inner[0] else -1
        dent = skia.Path()
        dent.moveTo(end[0] - way * 0.004, end[1] - 0.004)
        dent.quadTo(end[0] + way * 0.006, end[1] - 0.004 * shape.corner, end[0] + way * 0.007, end[1] - 0.018 * shape.corner)
        brush.line(dent, darker(skin, 0.52), 0.007, 0.45)
