"""Sound as Whisper hears it: 80 bands of the mel scale, a hundred times a second, as logarithms."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

RATE = 16_000
MOST = 30 * RATE  # samples in one hearing
_SIZE, _HOP, _BANDS = 400, 160, 80

Heard = npt.NDArray[np.float32]  # mono at 16,000 Hz, −1…1


def bands(sound: Heard) -> npt.NDArray[np.float32]:
    """(1, 80, 3000): thirty seconds, silent where the sound has ended."""
    padded = np.zeros(MOST, np.float64)
    padded[: min(len(sound), MOST)] = sound[:MOST]
    framed = np.lib.stride_tricks.sliding_window_view(np.pad(padded, _SIZE // 2, mode="reflect"), _SIZE)[::_HOP][: MOST // _HOP]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_SIZE) / _SIZE)
    power = np.abs(np.fft.rfft(framed * window, axis=1)) ** 2
    level = np.log10(np.maximum(_filters() @ power.T, 1e-10))
    level = (np.maximum(level, level.max() - 8.0) + 4.0) / 4.0
    made: npt.NDArray[np.float32] = level[None].astype(np.float32)
    return made


@functools.cache
def _filters() -> npt.NDArray[np.float64]:
    """Triangles of equal area, evenly spread over Slaney's mel scale from 0 to 8,000 Hz; (80, 201)."""
    hertz = np.linspace(0, RATE / 2, _SIZE // 2 + 1)
    top = 15 + 27 * np.log(8000 / 1000) / np.log(6.4)
    mels = np.linspace(0, top, _BANDS + 2)
    edges = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp((mels - 15) * np.log(6.4) / 27))
    rising = (hertz[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hertz[None]) / (edges[2:] - edges[1:-1])[:, None]
    made: npt.NDArray[np.float64] = np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return made
