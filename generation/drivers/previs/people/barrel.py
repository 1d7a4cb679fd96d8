"""A trunk as a stack of elliptic rings in space: its outline and every place on its surface, from any view."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from generation.drivers.previs.people.skeleton import TILT, Screen
from generation.drivers.previs.people.state import Point
from generation.drivers.previs.people.vector import Frame, Vector


@dataclass(frozen=True)
class Ring:
    """One cross-section: at `t` along the trunk, half-width, half-depth to the front and to the back, metres."""

    t: float
    centre: Vector
    frame: Frame
    wide: float
    front: float
    back: float


class Barrel:
    """Rings from bottom to top, projected. Angles are degrees: 0 the body's left (+x), 90 its front, 270 its back."""

    def __init__(self, rings: Sequence[Ring], screen: Screen) -> None:
        self.rings = rings
        self.ts = [r.t for r in rings]
        self.flat: list[tuple[float, ...]] = []
        self.limbs: list[tuple[float, float]] = []
        for ring in rings:
            self.flat.append(_projected(ring, screen))
        n = len(rings)
        for i, (ring, flat) in enumerate(zip(rings, self.flat, strict=True)):
            low, high = self.flat[max(0, i - 1)], self.flat[min(n - 1, i + 1)]
            sx, sy = high[0] - low[0], high[1] - low[1]
            size = math.hypot(sx, sy) or 1.0
            # to the right of the way up (y is down on the screen)
            nx, ny = -sy / size, sx / size
            right, left = _limb_angles(ring, flat, nx, ny)
            if self.limbs:  # neighbours are blended: keep them in one turn of the circle
                turns = round((self.limbs[-1][0] - right) / 360.0) * 360.0
                right, left = right + turns, left + turns
            self.limbs.append((right, left))

    def _at(self, t: float) -> tuple[int, float]:
        i = min(max(bisect_right(self.ts, t) - 1, 0), len(self.ts) - 2)
        return i, (t - self.ts[i]) / (self.ts[i + 1] - self.ts[i])

    def visible(self, t: float) -> tuple[float, float]:
        """The angles of the right and the left outline at t; what is between them (increasing) faces the camera."""
        i, f = self._at(t)
        f = min(1.0, max(0.0, f))
        a, b = self.limbs[i], self.limbs[i + 1]
        return a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f

    def seen(self, t: float, angle: float, margin: float = 0.0) -> bool:
        """Whether the place faces the camera by more than `margin` degrees."""
        low, high = self.visible(t)
        return (angle - low - margin) % 360.0 <= high - low - 2 * margin

    def point(self, t: float, angle: float, out: float = 1.0) -> Point:
        """The place on the surface on the screen; `out` scales the ring."""
        i, f = self._at(t)
        a, b = self.flat[i], self.flat[i + 1]
        rad = math.radians(angle)
        c, s = math.cos(rad) * out, math.sin(rad) * out
        k = 4 if s >= 0 else 6
        ax = a[0] + a[2] * c + a[k] * s
        ay = a[1] + a[3] * c + a[k + 1] * s
        bx = b[0] + b[2] * c + b[k] * s
        by = b[1] + b[3] * c + b[k + 1] * s
        return (ax + (bx - ax) * f, ay + (by - ay) * f)

    def clamped(self, t: float, angle: float, out: float = 1.0) -> Point:
        """`point`, but places that face away go to the nearer outline."""
        low, high = self.visible(t)
        a = (angle - low) % 360.0
        span = high - low
        if a > span:
            a = 0.0 if a > span + (360.0 - span) / 2 else span
        return self.point(t, low + a, out)

    def front(self, t: float, x: float) -> Point:
        """The place on the front at x, −1 (the body's right) … 1 (its left), kept to the visible side."""
        return self.clamped(t, math.degrees(math.acos(max(-1.0, min(1.0, x)))))

    def front_seen(self, t: float, x: float, margin: float = 3.0) -> bool:
        """Whether `front` faces the camera."""
        return self.seen(t, math.degrees(math.acos(max(-1.0, min(1.0, x)))), margin)

    def right(self) -> list[Point]:
        """The right outline on the screen, bottom to top."""
        return [self.point(t, limb[0]) for t, limb in zip(self.ts, self.limbs, strict=True)]

    def left(self) -> list[Point]:
        """The left outline on the screen, bottom to top."""
        return [self.point(t, limb[1]) for t, limb in zip(self.ts, self.limbs, strict=True)]

    def arc(self, t: float, steps: int = 8, out: float = 1.0) -> list[Point]:
        """The near side of the ring at t, right to left."""
        low, high = self.visible(t)
        return [self.point(t, low + (high - low) * i / steps, out) for i in range(steps + 1)]


def _projected(ring: Ring, screen: Screen) -> tuple[float, ...]:
    x, _, z = ring.frame
    cx, cy = screen(ring.centre)

    def axis(v: Vector, k: float) -> tuple[float, float]:
        d = v[2] * screen.cos - v[0] * screen.sin
        return ((v[0] * screen.cos + v[2] * screen.sin) * k, (-v[1] + TILT * d) * k)

    ax, ay = axis(x, ring.wide)
    fx, fy = axis(z, ring.front)
    bx, by = axis(z, ring.back)
    return (cx, cy, ax, ay, fx, fy, bx, by)


def _limb_angles(ring: Ring, flat: tuple[float, ...], nx: float, ny: float) -> tuple[float, float]:
    a = flat[2] * nx + flat[3] * ny
    f = flat[4] * nx + flat[5] * ny
    b = flat[6] * nx + flat[7] * ny
    right = math.degrees(math.atan2(f if f >= 0 else b, a))
    left = math.degrees(math.atan2(-f if f < 0 else -b, -a))
    left = right + (left - right) % 360.0
    return right, left
