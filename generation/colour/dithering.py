"""Rounding without bands: a fixed tile of blue noise, less than half a level each way, so that what is exact stays exact."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

_SIDE = 64
_MOST = 0.49  # of a level: whole numbers round to themselves


@functools.cache
def tile() -> npt.NDArray[np.float32]:
    """Blue noise (64, 64), evenly spread over −0.49…0.49; it goes on at its edges."""
    rng = np.random.default_rng(64)
    far = np.fft.fftfreq(_SIDE)
    away = np.hypot(far[:, None], far[None])
    filtered = 1 - np.exp(-0.5 * (away / 0.28) ** 2)
    values = rng.standard_normal((_SIDE, _SIDE))
    for _ in range(24):  # by turns without what is coarse, and evenly spread
        values = np.fft.ifft2(np.fft.fft2(values) * filtered).real
        values = (np.argsort(np.argsort(values, axis=None)).reshape(_SIDE, _SIDE) + 0.5) / _SIDE**2 - 0.5
    return (values * 2 * _MOST).astype(np.float32)


@functools.lru_cache(maxsize=12)
def spread(height: int, width: int, turn: int = 0) -> npt.NDArray[Any]:
    """The tile over a whole plane (height, width); `turn` gives another beginning to each plane."""
    one = np.roll(tile(), (turn * 23, turn * 41), axis=(0, 1))
    return np.ascontiguousarray(np.tile(one, (height // _SIDE + 1, width // _SIDE + 1))[:height, :width])
