"""Paths of soft shapes: smooth outlines, tapered limbs, hulls and ribbons."""

from __future__ import annotations

import math
from collections.abc import Sequence

import skia

Point = tuple[float, float]
_RING = tuple((math.cos(i * math.tau / 14), math.sin(i * math.tau / 14)) for i in range(14))


def smooth(points: Sequence[Point], closed: bool = True, tension: float = 1.0) -> skia.Path:
    """A curve through the points (Catmull–Rom); tension 0 gives straight lines."""
    path = skia.Path()
    smooth_on(path, points, closed, tension)
    return path


def smooth_on(path: skia.Path, points: Sequence[Point], closed: bool, tension: float = 1.0, join: bool = False) -> None:
    """Add the curve to a path; `join` goes on from the path's last point with a line."""
    n = len(points)
    if n < 2:
        return
    k = tension / 6.0
    (path.lineTo if join else path.moveTo)(*points[0])
    for i in range(n if closed else n - 1):
        p1, p2 = points[i], points[(i + 1) % n]
        p0 = points[i - 1] if closed or i > 0 else p1
        p3 = points[(i + 2) % n] if closed or i + 2 < n else p2
        path.cubicTo(
            p1[0] + (p2[0] - p0[0]) * k,
            p1[1] + (p2[1] - p0[1]) * k,
            p2[0] - (p3[0] - p1[0]) * k,
            p2[1] - (p3[1] - p1[1]) * k,
            p2[0],
            p2[1],
        )
    if closed:
        path.close()


def polygon(points: Sequence[Point]) -> skia.Path:
    """Straight edges through the points, closed."""
    path = skia.Path()
    path.moveTo(*points[0])
    for p in points[1:]:
        path.lineTo(*p)
    path.close()
    return path


def circle(x: float, y: float, r: float) -> skia.Path:
    """A circle."""
    return skia.Path.Circle(x, y, r)


def limb(a: Point, b: Point, ra: float, rm: float, rb: float, cap_a: bool = True, cap_b: bool = True) -> skia.Path:
    """A tapered limb from a to b with half-widths ra, rm (middle) and rb; round ends unless told otherwise."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = math.hypot(dx, dy)
    if size <= 1e-5:
        return skia.Path.Circle(a[0], a[1], max(ra, rb), skia.PathDirection.kCCW)
    nx, ny = -dy / size, dx / size
    mx, my = a[0] + dx * 0.45, a[1] + dy * 0.45
    path = skia.Path()
    smooth_on(path, [(a[0] + nx * ra, a[1] + ny * ra), (mx + nx * rm, my + ny * rm), (b[0] + nx * rb, b[1] + ny * rb)], False)
    # every limb winds the same way, so that the overlap of two stays filled
    small, way = skia.Path.ArcSize.kSmall_ArcSize, skia.PathDirection.kCCW
    end = (b[0] - nx * rb, b[1] - ny * rb)
    if cap_b:
        path.arcTo(rb, rb, 0.0, small, way, *end)
    back = [end, (mx - nx * rm, my - ny * rm), (a[0] - nx * ra, a[1] - ny * ra)]
    smooth_on(path, back, False, join=True)
    if cap_a:
        path.arcTo(ra, ra, 0.0, small, way, a[0] + nx * ra, a[1] + ny * ra)
    path.close()
    return path


def hull_points(points: Sequence[Point]) -> list[Point]:
    """The convex hull, counter-clockwise in axes with y up."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return list(ordered)

    def half(sequence: Sequence[Point]) -> list[Point]:
        out: list[Point] = []
        for p in sequence:
            while len(out) > 1 and (out[-1][0] - out[-2][0]) * (p[1] - out[-2][1]) <= (out[-1][1] - out[-2][1]) * (
                p[0] - out[-2][0]
            ):
                out.pop()
            out.append(p)
        return out

    lower, upper = half(ordered), half(ordered[::-1])
    return lower[:-1] + upper[:-1]


def hull(circles: Sequence[tuple[float, float, float]]) -> skia.Path:
    """The tight skin round circles (x, y, radius)."""
    points = [(x + r * c, y + r * s) for x, y, r in circles for c, s in _RING]
    return smooth(hull_points(points), True, 0.9)


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> skia.Path:
    """A curve through the points, drawn with a half-width at each of them: locks, brows, lashes."""
    left: list[Point] = []
    right: list[Point] = []
    n = len(points)
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(0, i - 1)]
        bx, by = points[min(n - 1, i + 1)]
        size = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / size * widths[i], (bx - ax) / size * widths[i]
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    path = skia.Path()
    smooth_on(path, left, False)
    smooth_on(path, right[::-1], False, join=True)
    path.close()
    return path


def ellipse(x: float, y: float, rx: float, ry: float) -> skia.Path:
    """An ellipse."""
    return skia.Path.Oval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
