"""Points, frames and two-bone reach in three dimensions, so that a body turns smoothly under any view."""

from __future__ import annotations

import math

Vector = tuple[float, float, float]
Frame = tuple[Vector, Vector, Vector]  # the x, y and z axes of a part, in its parent's space

WORLD: Frame = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def add(a: Vector, b: Vector) -> Vector:
    """a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vector, b: Vector) -> Vector:
    """a − b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def mul(a: Vector, k: float) -> Vector:
    """a · k."""
    return (a[0] * k, a[1] * k, a[2] * k)


def mix(a: Vector, b: Vector, t: float) -> Vector:
    """The point at t between a (0) and b (1)."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def dot(a: Vector, b: Vector) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def length(a: Vector) -> float:
    """How long a is."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vector) -> Vector:
    """a with length 1; a zero vector points up."""
    size = length(a)
    return (a[0] / size, a[1] / size, a[2] / size) if size > 1e-9 else (0.0, 1.0, 0.0)


def turned(frame: Frame, v: Vector) -> Vector:
    """v, given in the frame's axes, in the frame's parent."""
    x, y, z = frame
    return (
        x[0] * v[0] + y[0] * v[1] + z[0] * v[2],
        x[1] * v[0] + y[1] * v[1] + z[1] * v[2],
        x[2] * v[0] + y[2] * v[1] + z[2] * v[2],
    )


def placed(origin: Vector, frame: Frame, v: Vector) -> Vector:
    """v, given in a frame standing at origin, in the parent."""
    return add(origin, turned(frame, v))


def inside(parent: Frame, child: Frame) -> Frame:
    """The child's axes in the parent's parent."""
    return (turned(parent, child[0]), turned(parent, child[1]), turned(parent, child[2]))


def angles(pitch: float, yaw: float, roll: float) -> Frame:
    """A frame in degrees: pitch leans forward, yaw turns towards +x, roll tips towards +x."""
    p, y, r = math.radians(pitch), math.radians(yaw), math.radians(roll)
    cp, sp, cy, sy, cr, sr = math.cos(p), math.sin(p), math.cos(y), math.sin(y), math.cos(r), math.sin(r)
    turn: Frame = ((cy, 0.0, -sy), (0.0, 1.0, 0.0), (sy, 0.0, cy))
    tip: Frame = ((cr, -sr, 0.0), (sr, cr, 0.0), (0.0, 0.0, 1.0))
    lean: Frame = ((1.0, 0.0, 0.0), (0.0, cp, sp), (0.0, -sp, cp))
    return inside(inside(turn, tip), lean)


def reach(root: Vector, target: Vector, upper: float, lower: float, pole: Vector) -> tuple[Vector, Vector]:
    """The middle joint and the end of two bones from root towards target; the middle bends towards pole.

    A target out of reach gives a nearly straight limb that points at it."""
    way = sub(target, root)
    distance = min(max(length(way), abs(upper - lower) * 1.02 + 1e-4), (upper + lower) * 0.997)
    along = unit(way)
    cosine = (upper * upper + distance * distance - lower * lower) / (2 * upper * distance)
    cosine = min(1.0, max(-1.0, cosine))
    side = sub(pole, mul(along, dot(pole, along)))
    if length(side) < 1e-4:
        side = sub((0.31, 0.2, -0.93), mul(along, dot((0.31, 0.2, -0.93), along)))
    side = unit(side)
    middle = add(root, add(mul(along, upper * cosine), mul(side, upper * math.sqrt(1 - cosine * cosine))))
    return middle, add(root, mul(along, distance))
