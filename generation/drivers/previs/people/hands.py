"""Hands: a palm and fingers that rest, grip, point, spread or make a fist, turned and foreshortened with the arm."""

from __future__ import annotations

import math
from dataclasses import dataclass

import skia

from generation.drivers.previs.people.body import Body
from generation.drivers.previs.people.paint import Brush
from generation.drivers.previs.people.shapes import smooth
from generation.drivers.previs.people.skeleton import ArmBones, Screen
from generation.drivers.previs.people.state import Colour, Point
from generation.drivers.previs.people.vector import Frame, Vector, add, dot, mul, sub, turned, unit

Finger = tuple[Point, Point, Point, float]  # root, knuckle, tip, width

# One hand length along x from the wrist; the thumb is at +y.
_PALM = [
    (-0.05, 0.155),
    (0.12, 0.20),
    (0.30, 0.255),
    (0.50, 0.245),
    (0.545, 0.0),
    (0.50, -0.235),
    (0.28, -0.235),
    (0.1, -0.185),
    (-0.05, -0.15),
]
_FIST_PALM = [
    (-0.05, 0.155),
    (0.14, 0.21),
    (0.34, 0.27),
    (0.56, 0.26),
    (0.62, 0.0),
    (0.56, -0.25),
    (0.3, -0.25),
    (0.1, -0.19),
    (-0.05, -0.15),
]

_FINGERS: dict[str, tuple[Finger, ...]] = {  # little finger first
    "relaxed": (
        ((0.42, -0.175), (0.62, -0.19), (0.74, -0.15), 0.125),
        ((0.46, -0.06), (0.72, -0.075), (0.88, -0.035), 0.145),
        ((0.48, 0.065), (0.76, 0.06), (0.95, 0.07), 0.15),
        ((0.46, 0.18), (0.70, 0.20), (0.86, 0.17), 0.145),
    ),
    "flat": (
        ((0.42, -0.175), (0.62, -0.20), (0.79, -0.195), 0.125),
        ((0.46, -0.06), (0.72, -0.07), (0.93, -0.065), 0.145),
        ((0.48, 0.065), (0.76, 0.065), (0.99, 0.06), 0.15),
        ((0.46, 0.18), (0.70, 0.185), (0.90, 0.17), 0.145),
    ),
    "open": (
        ((0.40, -0.18), (0.58, -0.30), (0.74, -0.40), 0.125),
        ((0.46, -0.07), (0.72, -0.135), (0.92, -0.19), 0.145),
        ((0.48, 0.06), (0.77, 0.055), (1.0, 0.05), 0.15),
        ((0.45, 0.18), (0.68, 0.255), (0.88, 0.315), 0.145),
    ),
    "grip": (
        ((0.40, -0.19), (0.60, -0.17), (0.55, 0.03), 0.14),
        ((0.46, -0.075), (0.68, -0.05), (0.62, 0.10), 0.15),
        ((0.48, 0.055), (0.71, 0.07), (0.64, 0.18), 0.155),
        ((0.46, 0.175), (0.68, 0.20), (0.60, 0.29), 0.15),
    ),
    "fist": (
        ((0.44, -0.185), (0.58, -0.18), (0.50, -0.165), 0.15),
        ((0.48, -0.065), (0.63, -0.06), (0.53, -0.05), 0.155),
        ((0.49, 0.06), (0.65, 0.06), (0.55, 0.065), 0.16),
        ((0.47, 0.18), (0.62, 0.185), (0.53, 0.18), 0.155),
    ),
    "point": (
        ((0.44, -0.185), (0.56, -0.18), (0.47, -0.16), 0.14),
        ((0.47, -0.065), (0.61, -0.06), (0.51, -0.04), 0.15),
        ((0.48, 0.06), (0.63, 0.06), (0.53, 0.08), 0.15),
        ((0.45, 0.185), (0.74, 0.20), (1.03, 0.205), 0.145),
    ),
    "pinch": (
        ((0.42, -0.18), (0.60, -0.15), (0.62, -0.02), 0.13),
        ((0.46, -0.065), (0.68, -0.05), (0.72, 0.08), 0.145),
        ((0.48, 0.06), (0.73, 0.08), (0.80, 0.20), 0.15),
        ((0.46, 0.18), (0.72, 0.22), (0.84, 0.30), 0.145),
    ),
}
_THUMBS: dict[str, Finger] = {
    "relaxed": ((0.10, 0.16), (0.30, 0.31), (0.52, 0.33), 0.155),
    "flat": ((0.10, 0.16), (0.30, 0.32), (0.52, 0.36), 0.155),
    "open": ((0.10, 0.15), (0.28, 0.36), (0.42, 0.55), 0.155),
    "grip": ((0.12, 0.18), (0.34, 0.34), (0.56, 0.36), 0.16),
    "fist": ((0.16, 0.20), (0.38, 0.28), (0.52, 0.12), 0.165),
    "point": ((0.16, 0.20), (0.38, 0.28), (0.52, 0.14), 0.16),
    "pinch": ((0.12, 0.18), (0.42, 0.36), (0.72, 0.36), 0.155),
}


@dataclass(frozen=True)
class HandPlace:
    """Where a hand is drawn: the wrist, the turn in radians, its scale along and across, and the thumb's side."""

    wrist: Point
    turn: float
    along: float
    across: float
    thumb: float
    grip: Point  # the middle of a closed hand
    tip: Point
    depth: float


def hand_place(arm: ArmBones, body: Body, ribs: Frame, screen: Screen) -> HandPlace:
    """How the hand of an arm lies on the screen."""
    way = unit(sub(arm.wrist, arm.elbow))
    hint = turned(ribs, (-0.8 * arm.out, 0.62, 0.5))
    thumb = sub(hint, mul(way, dot(hint, way)))
    thumb = unit(thumb)
    if arm.bend:  # bends the hand towards the thumb's side
        rad = math.radians(arm.bend)
        bent: Vector = add(mul(way, math.cos(rad)), mul(thumb, math.sin(rad)))
        thumb = sub(mul(thumb, math.cos(rad)), mul(way, math.sin(rad)))
        way = bent
    size = body.hand
    wx, wy = screen(arm.wrist)
    tx, ty = screen(add(arm.wrist, mul(way, size)))
    dx, dy = tx - wx, ty - wy
    seen = math.hypot(dx, dy)
    turn = math.atan2(dy, dx) if seen > size * 0.08 else math.pi / 2
    sx, sy = screen(thumb)
    across = -math.sin(turn) * sx + math.cos(turn) * sy
    side = 1.0 if across >= 0 else -1.0
    along = max(0.62, min(1.0, seen / size))
    width = 0.78 + 0.22 * min(1.0, abs(across))
    c, s = math.cos(turn), math.sin(turn)
    reach = size * along
    return HandPlace(
        (wx, wy),
        turn,
        reach,
        size * width,
        side,
        (wx + c * reach * 0.5, wy + s * reach * 0.5),
        (wx + c * reach, wy + s * reach),
        screen.depth(arm.wrist),
    )


def _digit(finger: Finger) -> skia.Path:
    (ax, ay), (bx, by), (cx, cy), _ = finger
    path = skia.Path()
    path.moveTo(ax, ay)
    path.quadTo(bx * 1.04 - ax * 0.02 - cx * 0.02, by * 1.04 - ay * 0.02 - cy * 0.02, cx, cy)
    return path


def draw_hand(brush: Brush, place: HandPlace, kind: str, skin: Colour, dark: Colour, part: str = "all") -> None:
    """Draw a hand. `part` "palm" leaves out what closes over a thing held, "fingers" draws only that."""
    if kind in ("pocket", "tucked"):
        return
    canvas = brush.canvas
    canvas.save()
    canvas.translate(*place.wrist)
    canvas.rotate(math.degrees(place.turn))
    canvas.scale(place.along, place.across * place.thumb)
    outer, scale = brush.ppm, place.across
    line = max(0.026, 0.9 / (outer * scale))
    fingers, thumb = _FINGERS[kind], _THUMBS[kind]
    small = outer * scale < 13
    lit, dim = brush.lit(skin), brush.dim(skin, 1.0)
    pen = skia.Paint(
        AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join
    )
    edge = skia.Color4f(*brush.lit(dark), 1.0)
    flesh = skia.Color4f(*lit, 1.0)

    def stroke(finger: Finger) -> None:
        path = _digit(finger)
        if not small:
            pen.setColor4f(edge)
            pen.setStrokeWidth(finger[3] + line * 1.5)
            canvas.drawPath(path, pen)
        pen.setColor4f(flesh)
        pen.setStrokeWidth(finger[3])
        canvas.drawPath(path, pen)

    palm = smooth(_FIST_PALM if kind in ("fist", "point") else _PALM)
    if part != "fingers":
        brush.line(palm, dark, line * 1.5)
        if kind not in ("grip", "fist", "point", "pinch"):
            for finger in fingers:
                stroke(finger)
        brush.raw(palm, lit)
        wrist = skia.Path()  # runs into the forearm without a line
        wrist.moveTo(-0.10, 0.0)
        wrist.lineTo(0.12, 0.0)
        pen.setColor4f(flesh)
        pen.setStrokeWidth(0.285)
        canvas.drawPath(wrist, pen)
        if not small:
            brush.clip(palm)
            shade = skia.Path(palm)
            ca, sa = math.cos(-place.turn), math.sin(-place.turn)
            lx, ly = brush.towards
            shade.offset(0.0, (lx * sa + ly * ca) * 0.085 * place.thumb)
            brush.clip(shade, outside=True)
            brush.raw(palm, dim)
            brush.free()
            brush.free()
    if kind in ("grip", "fist", "point", "pinch") and part != "palm":
        for finger in fingers:
            stroke(finger)
    if part != "palm" or kind not in ("grip", "pinch"):
        stroke(thumb)
        if not small:  # the ball of the thumb runs into the palm without a line
            pen.setColor4f(flesh)
            pen.setStrokeWidth(thumb[3])
            root = skia.Path()
            root.moveTo(thumb[0][0] + 0.02, thumb[0][1] - 0.04)
            root.lineTo((thumb[0][0] + thumb[1][0]) / 2 + 0.02, (thumb[0][1] + thumb[1][1]) / 2 - 0.03)
            canvas.drawPath(root, pen)
            if outer * scale > 64 and kind in ("relaxed", "flat", "open", "point"):
                _nails(brush, [*fingers, thumb] if kind != "point" else [fingers[3], thumb], dark)
    canvas.restore()


def _nails(brush: Brush, digits: list[Finger], dark: Colour) -> None:
    for _, (bx, by), (cx, cy), width in digits:
        size = math.hypot(cx - bx, cy - by) or 1.0
        ux, uy = (cx - bx) / size, (cy - by) / size
        path = skia.Path()
        path.moveTo(cx - ux * 0.02 - uy * width * 0.24, cy - uy * 0.02 + ux * width * 0.24)
        path.quadTo(cx - ux * 0.09, cy - uy * 0.09, cx - ux * 0.02 + uy * width * 0.24, cy - uy * 0.02 - ux * width * 0.24)
        brush.line(path, dark, 0.016, 0.55)
