"""Makes speech a little longer or shorter without changing its pitch: waveform-similarity overlap-add."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from generation.sounds import RATE, Samples

_FRAME = RATE * 32 // 1000
_HOP = _FRAME // 2
_SEARCH = RATE * 10 // 1000


def stretched(sound: Samples, samples: int) -> Samples:
    """The sound, (samples, channels), at exactly `samples` samples; pitch and colour kept. For changes up to a fifth."""
    count = len(sound)
    if samples == count or not count:
        return sound[:samples].copy()
    ratio = samples / count
    padded = np.pad(sound.astype(np.float64), ((_SEARCH + _HOP, _FRAME * 2 + _SEARCH), (0, 0)))
    guide = padded.sum(axis=1)
    window = np.hanning(_FRAME + 1)[:_FRAME, None]
    out = np.zeros((samples + 2 * _FRAME, sound.shape[1]))
    position = _SEARCH  # one half frame before the first sample, so that the first hop is whole
    for at in range(0, samples + _HOP, _HOP):
        out[at : at + _FRAME] += window * padded[position : position + _FRAME]
        wanted = guide[position + _HOP : position + _HOP + _FRAME]
        middle = min(round((at + _HOP) / ratio) + _SEARCH, len(guide) - _FRAME - _SEARCH - 1)
        position = middle - _SEARCH + _best(wanted, guide[middle - _SEARCH : middle + _SEARCH + _FRAME])
    return out[_HOP : _HOP + samples].astype(np.float32)


def _best(wanted: npt.NDArray[np.float64], place: npt.NDArray[np.float64]) -> int:
    """Where in `place` the waveform goes on most like `wanted`; the middle where both are silent."""
    from scipy.signal import correlate  # slow to import: only who stretches waits for it

    likeness = correlate(place, wanted, "valid", method="fft")
    energy = np.cumsum(np.concatenate(([0.0], place**2)))
    energy = energy[len(wanted) :] - energy[: -len(wanted)]
    if energy.max() < 1e-9:
        return _SEARCH
    return int(np.argmax(likeness / np.sqrt(np.maximum(energy, energy.max() * 1e-4))))
