"""Pictures as cosines of small blocks, shifted about: what noise and compression put into them is told from what was seen.

Every pixel is looked at in several blocks, in each of which what is weaker than a threshold is left out; the mean of all is
free of their edges (Guleryuz 2007; Yu and Sapiro 2011). It takes noise out, and the blocks of JPEG and MPEG, which lie on one
grid only.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.clarity.planes import Plane

SIDE = 8
_ANGLES = np.pi / SIDE * (np.arange(SIDE)[None] + 0.5) * np.arange(SIDE)[:, None]
_COSINES = np.asarray(np.cos(_ANGLES) * np.sqrt(2 / SIDE) * np.where(np.arange(SIDE) == 0, np.sqrt(0.5), 1)[:, None], np.float32)
SHIFTS = ((0, 0), (4, 4), (2, 6), (6, 2), (4, 0), (0, 4), (6, 6), (2, 2))


def shrunk(plane: Plane, threshold: Any, shifts: int = len(SHIFTS)) -> Plane:
    """The plane without what is weaker than `threshold` in its blocks (a number, or one for each pixel)."""
    height, width = plane.shape
    below, beside = -(height + SIDE) % SIDE + SIDE, -(width + SIDE) % SIDE + SIDE
    wide = cv2.copyMakeBorder(plane, SIDE, below, SIDE, beside, cv2.BORDER_REFLECT)
    level = None if np.isscalar(threshold) else cv2.copyMakeBorder(threshold, SIDE, below, SIDE, beside, cv2.BORDER_REFLECT)
    total, weight = np.zeros_like(wide), np.zeros_like(wide)
    for down, across in SHIFTS[:shifts]:
        part = np.s_[down : down + wide.shape[0] - SIDE, across : across + wide.shape[1] - SIDE]
        given = wide[part]
        limit = np.float32(threshold) if level is None else _means(level[part])
        made, kept = _shrunk(given, limit)
        total[part] += made * kept
        weight[part] += kept
    inner = np.s_[SIDE : SIDE + height, SIDE : SIDE + width]
    return np.asarray(total[inner] / weight[inner], np.float32)


def _means(level: Plane) -> npt.NDArray[np.float32]:
    rows, columns = level.shape[0] // SIDE, level.shape[1] // SIDE
    return np.asarray(level.reshape(rows, SIDE, columns, SIDE).mean(axis=(1, 3))[:, :, None, None], np.float32)


def _shrunk(plane: Plane, limit: npt.NDArray[np.float32] | np.float32) -> tuple[Plane, Plane]:
    """A plane of whole blocks shrunk once, and how much each block counts: the more the fewer cosines it needed."""
    rows, columns = plane.shape[0] // SIDE, plane.shape[1] // SIDE
    blocks = np.ascontiguousarray(plane.reshape(rows, SIDE, columns, SIDE).transpose(0, 2, 1, 3))
    waves = _both(blocks, _COSINES)
    keep = np.abs(waves) > limit
    keep[..., 0, 0] = True
    counts = keep.sum(axis=(2, 3), dtype=np.float32)
    made = _both(waves * keep, np.ascontiguousarray(_COSINES.T))
    flat = made.transpose(0, 2, 1, 3).reshape(plane.shape)
    return flat, np.repeat(np.repeat(1 / (1 + counts), SIDE, axis=0), SIDE, axis=1)


def _both(blocks: npt.NDArray[np.float32], matrix: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """matrix · block · matrixᵀ of every block, as two large products."""
    across = (blocks.reshape(-1, SIDE) @ matrix.T).reshape(blocks.shape)
    turned = np.ascontiguousarray(across.transpose(0, 1, 3, 2))
    down = (turned.reshape(-1, SIDE) @ matrix.T).reshape(blocks.shape)
    return np.asarray(down.transpose(0, 1, 3, 2), np.float32)


def blockiness(plane: Plane) -> float:
    """How much more neighbours differ across the lines of an 8 × 8 grid than beside them, of 255; 0 where there is none.

    The grid is looked for from every offset: footage may have been cut out of a larger picture.
    """
    found = 0.0
    for axis in (0, 1):
        apart = np.abs(np.diff(plane, axis=axis))
        lines = np.median(np.minimum(apart, 24), axis=1 - axis) + np.minimum(apart, 24).mean(axis=1 - axis)
        count = len(lines) // SIDE * SIDE
        if count < 2 * SIDE:
            continue
        phases = lines[:count].reshape(-1, SIDE).mean(axis=0)
        rest = np.median(phases)
        found += max(0.0, float(phases.max() - rest)) / 4
    return found
