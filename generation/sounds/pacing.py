"""Sound slower and faster by any course of speeds, its pitch kept: a phase vocoder with locked peaks, counted sample by sample.

Dolson and Laroche (1999): each new stretch of sound has the spectrum of the moment it shows, and phases that go on from the last
one. Here the spectrum of that moment is compared with the one as many samples earlier as the new stretches are apart, so that
nothing has to be unwrapped and any course of speeds will do; bins round a peak turn with it, and where something strikes, the
phases are those that were recorded. Both channels turn alike, so that what is heard from the left stays there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.sounds import Reader, Samples

WINDOW, HOP = 2048, 512
SOFT = 240  # samples in which what is held falls silent and comes back
_STRIKE, _RISE = 0.30, 1.6  # how much of a spectrum is new where something strikes, and how much more than before
_READ = 1 << 17
_FLOOR = 1e-9

Places = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]


class Source:
    """Samples of a file in the order in which they are played, silence before and after."""

    def __init__(self, reader: Reader, *, reverse: bool, samples: int) -> None:
        self._reader, self._reverse, self._all = reader, reverse, samples
        self._first, self._block = 0, np.zeros((0, reader.shape.channels), np.float32)

    def read(self, first: int, count: int) -> Samples:
        """So many samples from this one on, wherever they lie."""
        if first < self._first or first + count > self._first + len(self._block):
            self._first = first - _READ // 4
            self._block = self._stretch(self._first, _READ)
        at = first - self._first
        return self._block[at : at + count]

    def _stretch(self, first: int, count: int) -> Samples:
        begin = self._all - first - count if self._reverse else first
        inside = max(0, begin), min(self._all, begin + count)
        out = np.zeros((count, self._reader.shape.channels), np.float32)
        if inside[1] > inside[0]:
            found = self._reader.read(inside[0], inside[1] - inside[0])
            out[inside[0] - begin : inside[0] - begin + len(found)] = found
        return out[::-1] if self._reverse else out


def paced(source: Source, samples: int, places: Places, silent: Places, channels: int) -> Iterator[Samples]:
    """Exactly `samples` samples; `places` says which sample of the source each shows, `silent` 0…1 how much of it is heard.

    Yields blocks (samples, channels). Memory does not depend on the length.
    """
    window = np.hanning(WINDOW + 1)[:WINDOW]
    level = HOP / np.sum(window**2)
    out = np.zeros((WINDOW, channels))
    voice = _Voice()
    for at in range(-WINDOW + HOP, samples, HOP):
        middle = int(np.floor(places(np.array([float(at + WINDOW // 2)]))[0] + 0.5))
        now = np.fft.rfft(source.read(middle - WINDOW // 2, WINDOW) * window[:, None], axis=0)
        before = np.fft.rfft(source.read(middle - WINDOW // 2 - HOP, WINDOW) * window[:, None], axis=0)
        out += np.fft.irfft(voice.turned(before, now), WINDOW, axis=0) * window[:, None]
        first, end = max(0, at), min(samples, at + HOP)
        if end > first:
            heard = silent(np.arange(first, end, dtype=np.float64))[:, None]
            yield np.asarray(out[first - at : end - at] * level * heard, np.float32)
        out = np.concatenate([out[HOP:], np.zeros((HOP, channels))])


class _Voice:
    """The phases of what was given last."""

    def __init__(self) -> None:
        self._phases: npt.NDArray[np.float64] | None = None
        self._new = 0.0

    def turned(self, before: npt.NDArray[Any], now: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The spectrum (bins, channels) with phases that go on from the last one."""
        mid = now.sum(axis=1)
        strong, was = np.abs(now).sum(axis=1), np.abs(before).sum(axis=1)
        new = float(np.maximum(strong - was, 0).sum() / (strong.sum() + was.sum() + _FLOOR))
        strikes = new > _STRIKE and new > _RISE * self._new
        self._new = new
        phases = np.angle(mid)
        if self._phases is None or strikes:
            self._phases = phases
            return now
        goes_on = self._phases + np.angle(mid * np.conj(before.sum(axis=1)) + _FLOOR)
        peaks = _peaks(strong)
        turn = (goes_on - phases)[peaks]
        self._phases = phases + turn
        return np.asarray(now * np.exp(1j * turn)[:, None])


def _peaks(strong: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """For each bin the peak that it belongs to: the nearest of those that stand above two bins on either side."""
    padded = np.pad(strong, 2, mode="edge")
    beside = np.maximum.reduce([padded[:-4], padded[1:-3], padded[3:-1], padded[4:]])
    found = np.flatnonzero(strong > beside)
    if not len(found):
        return np.arange(len(strong))
    edges = (found[1:] + found[:-1] + 1) // 2
    return np.asarray(found[np.searchsorted(edges, np.arange(len(strong)), side="right")])
