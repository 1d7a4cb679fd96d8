"""Noise out of moving pictures: neighbours are brought where the frame is, and what agrees but for noise is averaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from generation.clarity.blocks import shrunk
from generation.clarity.planes import Plane, Planes, around, flow, moved

REACH = 2  # frames to each side
_THRESHOLD = 2.6  # of the noise that is left: what is weaker in a block is taken for it
_TRUST = 1.5  # of the noise's energy: by so much more two places may differ until they count for a third
_CELL = 32
_LEAST = 0.4  # of 255: below that there is no noise to speak of


def measured(plane: Plane) -> float:
    """The standard deviation of a plane's noise, of 255: what its calmest parts show in its finest diagonal detail."""
    height, width = (side // 2 * 2 for side in plane.shape)
    even = plane[:height, :width]
    fine = (even[::2, ::2] - even[1::2, ::2] - even[::2, 1::2] + even[1::2, 1::2]) / 2
    rows, columns = fine.shape[0] // _CELL, fine.shape[1] // _CELL
    if not rows or not columns:
        return float(np.median(np.abs(fine)) / 0.6745)
    cells = np.abs(fine[: rows * _CELL, : columns * _CELL]).reshape(rows, _CELL, columns, _CELL)
    each = np.median(cells.transpose(0, 2, 1, 3).reshape(rows * columns, -1), axis=1) / 0.6745
    light = even.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))[: rows * _CELL, : columns * _CELL]
    shown = light.reshape(rows, _CELL, columns, _CELL).mean(axis=(1, 3)).ravel()
    lit = each[(shown > 20) & (shown < 240)]  # in black and white noise is cut off
    return float(np.percentile(lit if len(lit) else each, 25))


def denoised(frames: Iterable[Planes], strength: Iterable[float], detail: float) -> Iterator[Planes]:
    """Frames without noise: `strength` of each frame is how much more or less than was measured, `detail` 0…1 what is kept."""
    level: float | None = None
    for (now, shot, place), much in zip(around(frames, REACH), strength, strict=False):
        seen = measured(now.luma)
        level = seen if level is None or len(shot) == 1 else 0.8 * level + 0.2 * seen
        sigma = level * much
        yield now if sigma < _LEAST else _denoised(now, shot, place, sigma, detail)


def _denoised(now: Planes, shot: list[Planes], place: int, sigma: float, detail: float) -> Planes:
    calm: Plane = cv2.GaussianBlur(now.luma, (0, 0), 1.2)
    total, weights, squares = now.luma.copy(), np.ones_like(now.luma), np.ones_like(now.luma)
    colours, shares = [now.blue.copy(), now.red.copy()], np.ones_like(now.blue)
    for n, other in enumerate(shot):
        if n == place:
            continue
        way = flow(calm, cv2.GaussianBlur(other.luma, (0, 0), 1.2))
        light = moved(other.luma, way)
        apart = cv2.boxFilter((light - now.luma) ** 2, -1, (7, 7))
        weight = np.exp(-np.maximum(0, apart - 2 * sigma**2) / (_TRUST * sigma**2))
        total += weight * light
        weights += weight
        squares += weight**2
        part = (
            weight if now.blue.shape == weight.shape else cv2.resize(weight, now.blue.shape[::-1], interpolation=cv2.INTER_AREA)
        )
        shares += part
        for sum_, plane in zip(colours, (other.blue, other.red), strict=True):
            sum_ += part * moved(plane, way, sharp=False)
    left = sigma * np.sqrt(squares) / weights
    whole = np.asarray(total / weights, np.float32)
    luma = shrunk(whole, np.asarray(left * _THRESHOLD * (1 - 0.6 * detail), np.float32))
    blue, red = (shrunk(np.asarray(one / shares, np.float32), sigma * 0.8 * (1 - 0.6 * detail), 4) for one in colours)
    return Planes(luma, blue, red, now.alpha, now.small)
