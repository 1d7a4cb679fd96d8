"""Strokes of a round brush as a mask: coverage by distance to the path, so that the browser draws the very same edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from generation.mattes import Coverage


@dataclass(frozen=True)
class Stroke:
    """One stroke: its path as (x, y) in shares of the picture's width and height, and the brush's width as a share of its width.

    `belongs`: it adds what it covers; otherwise it takes that away.
    """

    path: Sequence[tuple[float, float]]
    width: float
    belongs: bool = True


def painted(below: Coverage, strokes: Sequence[Stroke]) -> Coverage:
    """A mask (height, width), 255 inside, after these strokes, one over the other in order; `below` is not changed.

    A stroke covers a pixel by clip(radius − distance + ½, 0, 1), distance from the pixel's centre to the path in pixels of the
    picture, and adds by the greater of the two coverages, or takes away by the smaller of what was and what it leaves.
    """
    out = below.copy()
    height, width = out.shape
    for stroke in strokes:
        covered, left, top = _covered(stroke, width, height)
        if covered.size:
            part = out[top : top + covered.shape[0], left : left + covered.shape[1]]
            np.copyto(part, np.maximum(part, covered) if stroke.belongs else np.minimum(part, 255 - covered))
    return out


def _covered(stroke: Stroke, width: int, height: int) -> tuple[Coverage, int, int]:
    """The stroke's coverage where it lies in the picture, and its left and top in pixels."""
    points = np.asarray(stroke.path, np.float64).reshape(-1, 2) * (width, height)
    radius = max(0.5, stroke.width * width / 2)
    left, top, right, bottom = _box(points, radius, width, height)
    distance: npt.NDArray[np.float32] = np.full((max(0, bottom - top), max(0, right - left)), np.inf, np.float32)
    if not distance.size:
        return np.zeros((0, 0), np.uint8), 0, 0
    for begin, end in pairwise(points if len(points) > 1 else points.repeat(2, 0)):
        x, y, to_x, to_y = _box(np.array([begin, end]), radius, width, height)
        if to_x <= x or to_y <= y:
            continue
        part = distance[y - top : to_y - top, x - left : to_x - left]
        np.minimum(part, _from(begin, end, np.arange(x, to_x), np.arange(y, to_y)), out=part)
    return (np.clip(radius - distance + 0.5, 0, 1) * 255 + 0.5).astype(np.uint8), left, top


def _from(
    begin: npt.NDArray[np.float64], end: npt.NDArray[np.float64], columns: npt.NDArray[np.int_], rows: npt.NDArray[np.int_]
) -> npt.NDArray[np.float32]:
    """The distance of pixel centres to a straight piece, (rows, columns)."""
    along = end - begin
    across, down = columns[None, :] + 0.5 - begin[0], rows[:, None] + 0.5 - begin[1]
    length = float(along @ along)
    share = np.clip((across * along[0] + down * along[1]) / length, 0, 1) if length else 0.0
    found: npt.NDArray[np.float32] = np.hypot(across - share * along[0], down - share * along[1]).astype(np.float32)
    return found


def _box(points: npt.NDArray[np.float64], radius: float, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in pixels of what a brush touches within the picture; right and bottom lie outside."""
    low, high = np.floor(points.min(0) - radius - 1).astype(int), np.ceil(points.max(0) + radius + 1).astype(int)
    return max(0, int(low[0])), max(0, int(low[1])), min(width, int(high[0])), min(height, int(high[1]))
