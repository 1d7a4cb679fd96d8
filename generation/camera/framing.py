"""Where a window of another shape lies on a picture so that whoever matters stays in it, as a camera operator would hold it.

A shot in which the window can stand is given one that stands. Where it has to go along, its way is the one with the least speed,
changes of speed and jerks (absolute sums, after Grundmann 2011) that keeps the subject within a zone of the window in which it
may move freely. Within a shot it drifts evenly rather than standing and then going.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels

Row = npt.NDArray[np.float64]  # one number for each look or frame
FREE = 0.5  # of the window's side, about its middle: there a subject may move without being followed
_SPEED, _CHANGE, _JERK, _MISS = 1.0, 12.0, 60.0, 40.0
_STAND = 0.92  # of the zone: so much of it a subject may use for the window to stand
_SURE = 0.45


@dataclass(frozen=True)
class Sighting:
    """What matters in one frame: left, top, right, bottom in shares of the picture, and how sure that is, 0…1."""

    box: tuple[float, float, float, float]
    sure: float


def of_faces(boxes: Sequence[tuple[float, float, float, float]], window: tuple[float, float], last: Sighting | None) -> Sighting:
    """Faces (boxes in shares) as one sighting: all where the window holds them, else the one that was watched, or the largest."""
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    if whole[2] - whole[0] <= 0.85 * window[0] and whole[3] - whole[1] <= 0.85 * window[1]:
        return Sighting(whole, 1.0)

    def weight(box: tuple[float, float, float, float]) -> float:
        size = (box[2] - box[0]) * (box[3] - box[1])
        if last is None:
            return size
        away = np.hypot(box[0] + box[2] - last.box[0] - last.box[2], box[1] + box[3] - last.box[1] - last.box[3]) / 2
        return float(size**0.5 * np.exp(-((away / 0.12) ** 2)) + 0.2 * size)

    return Sighting(max(boxes, key=weight), 1.0)


def of_saliency(mask: npt.NDArray[np.float32]) -> Sighting:
    """What stands out, 0…1 (height, width), as the box that holds most of it."""
    small = cv2.resize(mask, (64, 36), interpolation=cv2.INTER_AREA)
    strong = np.where(small > max(0.2, 0.4 * float(small.max())), small, 0.0)
    total = float(strong.sum())
    if total < 4.0:
        return Sighting((0.25, 0.25, 0.75, 0.75), 0.0)
    sides = []
    for axis in (0, 1):
        row = np.cumsum(strong.sum(axis=axis)) / total
        low, high = np.searchsorted(row, 0.1), np.searchsorted(row, 0.9)
        sides.append((low / len(row), (high + 1) / len(row)))
    held = float(strong.sum() / max(1e-6, small.sum()))
    return Sighting((sides[0][0], sides[1][0], sides[0][1], sides[1][1]), _SURE + 0.5 * min(1.0, held))


def way(looks: Sequence[int], seen: Sequence[Sighting], frames: int, window: float, axis: int) -> Row:
    """The middle of a window, `window` (share of the picture) wide, at each of `frames` frames of a shot, in shares.

    `looks` are the frames at which was seen what; `axis` 0 is across, 1 is down.
    """
    half = window / 2
    if window >= 1:
        return np.full(frames, 0.5)
    begin = np.array([one.box[axis] for one in seen])
    end = np.array([one.box[axis + 2] for one in seen])
    sure = np.array([one.sure for one in seen])
    middle = (begin + end) / 2
    if not (sure > 0).any():
        return np.full(frames, 0.5)
    middle = np.interp(np.arange(len(seen)), np.flatnonzero(sure > 0), middle[sure > 0])
    middle = _calm(middle)
    # a subject that is smaller than the zone may move within it; a larger one is held in its middle
    slack = np.maximum((FREE * window - np.minimum(end - begin, 0.9 * window)) / 2, 0.04 * window)
    low, high = np.clip(middle - slack, half, 1 - half), np.clip(middle + slack, half, 1 - half)
    if low.max() <= high.min() + (1 - _STAND) * window or len(seen) < 3:
        best = float(np.clip(np.median(np.clip(np.median(middle), low, high)), half, 1 - half))
        if low.max() <= high.min():
            best = float(np.clip(best, low.max(), high.min()))
        return np.full(frames, best)
    found = _least(low, high, np.maximum(sure, 0.05), half)
    return np.clip(_between(np.asarray(looks, float), found, frames), half, 1 - half)


def _calm(row: Row) -> Row:
    """Without what only one look says."""
    if len(row) < 3:
        return row
    padded = np.concatenate([row[:1], row, row[-1:]])
    return np.asarray(np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), 0), np.float64)


def _least(low: Row, high: Row, sure: Row, half: float) -> Row:
    """The way between two rows with the least absolute speed, change and jerk; what lies outside them is dear."""
    from scipy.optimize import linprog  # slow to import: only who follows a subject waits for it
    from scipy.sparse import diags, eye, hstack, vstack

    count = len(low)
    parts: list[Any] = []
    costs: list[Row] = []
    rows: list[Any] = []
    for order, cost in ((1, _SPEED), (2, _CHANGE), (3, _JERK)):
        if count <= order:
            continue
        difference: Any = eye(count, format="csr")
        for _ in range(order):
            size = difference.shape[0]
            difference = diags([-np.ones(size - 1), np.ones(size - 1)], [0, 1], shape=(size - 1, size)) @ difference
        rows.append(difference)
        costs.append(np.full(difference.shape[0], cost))
    sizes = [one.shape[0] for one in rows] + [count]
    costs.append(_MISS * sure)
    bounds_row: list[Row] = []
    for n, difference in enumerate(rows):
        slack = [eye(size, format="csr") * (-1.0 if k == n else 0.0) for k, size in enumerate(sizes)]
        wide = [one if k == n else _empty(sizes[n], sizes[k]) for k, one in enumerate(slack)]
        parts += [hstack([difference, *wide]), hstack([-difference, *wide])]
        bounds_row += [np.zeros(sizes[n])] * 2
    last = [_empty(count, size) for size in sizes[:-1]]
    one = eye(count, format="csr")
    parts += [hstack([one, *last, -one]), hstack([-one, *last, -one])]
    bounds_row += [high, -low]
    solved = linprog(
        np.concatenate([np.zeros(count), *costs]), A_ub=vstack(parts, format="csr"), b_ub=np.concatenate(bounds_row),
        bounds=[(half, 1 - half)] * count + [(0, None)] * sum(sizes), method="highs",
    )  # fmt: skip
    if solved.x is None:
        return np.asarray((low + high) / 2, np.float64)
    return np.asarray(solved.x[:count], np.float64)


def _empty(rows: int, columns: int) -> Any:
    from scipy.sparse import csr_matrix

    return csr_matrix((rows, columns))


def _between(looks: Row, values: Row, frames: int) -> Row:
    """Values at looks as a smooth row over all frames."""
    from scipy.interpolate import PchipInterpolator

    if len(looks) < 2:
        return np.full(frames, values[0])
    at = np.clip(np.arange(frames, dtype=float), looks[0], looks[-1])
    return np.asarray(PchipInterpolator(looks, values)(at), np.float64)


def cropped(pixels: Pixels, box: tuple[float, float, float, float], size: tuple[int, int]) -> Pixels:
    """A box (left, top, right, bottom, pixels with fractions) of a picture at a size (width, height)."""
    width, height = size
    across, down = (box[2] - box[0]) / width, (box[3] - box[1]) / height
    matrix = np.array([[across, 0, box[0] + across / 2 - 0.5], [0, down, box[1] + down / 2 - 0.5]])
    if across > 1.5 or down > 1.5:  # many pixels into one: smaller first, evenly
        ratio = 1 / max(across, down)
        small = cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
        sx, sy = small.shape[1] / pixels.shape[1], small.shape[0] / pixels.shape[0]
        scaled = (box[0] * sx, box[1] * sy, box[2] * sx, box[3] * sy)
        return cropped(np.asarray(small, np.uint8), scaled, size)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(pixels, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def blurred(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """A picture as soft, darker ground for another: it fills the size, and nothing in it draws the eye."""
    height, width = pixels.shape[:2]
    fill = max(size[0] / width, size[1] / height)
    wide, high = size[0] / fill, size[1] / fill
    box = ((width - wide) / 2, (height - high) / 2, (width + wide) / 2, (height + high) / 2)
    small = (max(8, round(size[0] / 12)), max(8, round(size[1] / 12)))
    soft = cv2.GaussianBlur(cropped(pixels, box, small), (0, 0), max(1.0, 0.03 * max(small)))
    large = cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC)
    if pixels.shape[2] == 4:
        large[..., :3] = (large[..., :3] * 0.55).astype(np.uint8)
        return np.asarray(large, np.uint8)
    return np.asarray(large * 0.55, np.uint8)
