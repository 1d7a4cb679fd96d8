"""A curve through points that never overshoots: monotone cubic (Fritsch and Carlson), level beyond its first and last point."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Points = Sequence[tuple[float, float]]  # (in, out), 0…1, in order of `in`, no two at one place
MOST = 16


def tidied(points: Points) -> tuple[tuple[float, float], ...]:
    """Points in order; none where they draw the diagonal.

    Raises:
        ValueError: when two lie at one place, or there is but one.
    """
    ordered = tuple(sorted((float(x) + 0.0, float(y) + 0.0) for x, y in points))
    if len(ordered) == 1:
        raise ValueError("a curve has at least two points, or none")
    if any(one[0] >= other[0] - 1e-6 for one, other in pairwise(ordered)):
        raise ValueError("two points of a curve lie at one place")
    straight = all(x == y for x, y in ordered)
    return () if not ordered or (straight and ordered[0][0] == 0 and ordered[-1][0] == 1) else ordered


def slopes(points: Points) -> npt.NDArray[Any]:
    """The slope of the curve at each of its points."""
    x, y = np.array(points, float).T
    wide = np.diff(x)
    rise = np.diff(y) / wide
    found = np.zeros(len(x))
    found[0], found[-1] = rise[0], rise[-1]
    for n in range(1, len(x) - 1):
        before, after = rise[n - 1], rise[n]
        if before * after > 0:  # the harmonic mean: level where the curve turns
            one, other = 2 * wide[n] + wide[n - 1], wide[n] + 2 * wide[n - 1]
            found[n] = (one + other) / (one / before + other / after)
    return found


def along(points: Points, at: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The curve's value at each place, of any shape."""
    x, y = np.array(points, float).T
    slope = slopes(points)
    place = np.clip(at, x[0], x[-1])
    n = np.clip(np.searchsorted(x, place, side="right") - 1, 0, len(x) - 2)
    wide = (x[1:] - x[:-1])[n]
    t = (place - x[n]) / wide
    cubic = (
        y[n] * (2 * t**3 - 3 * t**2 + 1)
        + slope[n] * wide * (t**3 - 2 * t**2 + t)
        + y[n + 1] * (3 * t**2 - 2 * t**3)
        + slope[n + 1] * wide * (t**3 - t**2)
    )
    return np.asarray(cubic, at.dtype if at.dtype.kind == "f" else float)
