"""How loud a sound is (ITU-R BS.1770), and how to bring it to a target with no true peak above a ceiling."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation.sounds import RATE, Reader, Samples, Writer

Tell = Callable[[float], None]

_SHELF = [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585]
_HIGH_PASS = [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621]
_WEIGHTING = np.array([_SHELF, _HIGH_PASS])
_STEP = RATE // 10  # gating blocks of 400 ms overlap by three quarters
_HOP = RATE // 1000  # the limiter's gain is known every millisecond
_BLOCK = _STEP * 14
_MARGIN = 96  # samples around a block, so that its oversampled edges are true
_AHEAD = 5  # milliseconds
_RELEASE = 0.12  # dB that the limiter recovers in a millisecond
SILENCE = -70.0


def decibels(ratio: float) -> float:
    """Of an amplitude; minus infinity for nothing."""
    return 20 * math.log10(ratio) if ratio > 0 else -math.inf


def ratio(decibels_: float) -> float:
    """The amplitude of so many decibels."""
    return float(10 ** (decibels_ / 20))


@dataclass
class Meter:
    """Integrated loudness of blocks as they come; memory grows by ten numbers a second."""

    channels: int
    _state: npt.NDArray[np.float64] = field(init=False)
    _left: npt.NDArray[np.float64] = field(init=False)
    _steps: list[float] = field(default_factory=list)
    _seen: int = 0
    _energy: float = 0.0

    def __post_init__(self) -> None:
        self._state = np.zeros((2, 2, self.channels))
        self._left = np.zeros((0, self.channels))

    def add(self, block: Samples) -> None:
        """The next samples, (samples, channels)."""
        if not len(block):
            return
        from scipy.signal import sosfilt  # slow to import: only those who listen wait for it

        weighted, self._state = sosfilt(_WEIGHTING, block.astype(np.float64), axis=0, zi=self._state)
        self._seen += len(block)
        self._energy += float(np.sum(weighted**2))
        joined = np.concatenate((self._left, weighted))
        whole = len(joined) // _STEP
        self._steps.extend(np.sum(joined[: whole * _STEP].reshape(whole, _STEP * self.channels) ** 2, axis=1).tolist())
        self._left = joined[whole * _STEP :]

    def loudness(self) -> float:
        """LUFS, gated; minus infinity for silence. A sound shorter than 400 ms is measured as one block."""
        steps = np.array(self._steps)
        if len(steps) < 4:
            powers = np.array([self._energy / self._seen]) if self._seen else np.zeros(0)
        else:
            powers = np.convolve(steps, np.ones(4), "valid") / (4 * _STEP)
        powers = powers[powers > _power(SILENCE)]
        if len(powers):
            powers = powers[powers > _power(_lufs(float(powers.mean())) - 10)]
        return _lufs(float(powers.mean())) if len(powers) else -math.inf


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power)


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def loudness_of(sound: npt.NDArray[np.float32]) -> float:
    """Integrated loudness of a short sound, (samples,) or (samples, channels)."""
    block = sound[:, None] if sound.ndim == 1 else sound
    meter = Meter(block.shape[1])
    meter.add(block)
    return meter.loudness()


@dataclass(frozen=True)
class Measure:
    """Integrated loudness in LUFS, and the highest true peak of every millisecond over all channels."""

    loudness: float
    peaks: npt.NDArray[np.float32]

    @property
    def peak(self) -> float:
        """The highest true peak, as a ratio of full scale."""
        return float(self.peaks.max()) if len(self.peaks) else 0.0


def measure(path: Path, tell: Tell = lambda fraction: None) -> Measure:
    """Read a sound once, block by block."""
    with Reader(path) as reader:
        meter = Meter(reader.shape.channels)
        peaks: list[npt.NDArray[np.float32]] = []
        for first, block in _blocks(reader):
            meter.add(block)
            around = reader.read(first - _MARGIN, len(block) + _MARGIN + min(first, _MARGIN))
            peaks.append(_true_peaks(around, min(first, _MARGIN), len(block)))
            tell(first / max(1, reader.shape.samples))
        return Measure(meter.loudness(), np.concatenate(peaks) if peaks else np.zeros(0, np.float32))


def _blocks(reader: Reader) -> Iterator[tuple[int, Samples]]:
    for first in range(0, reader.shape.samples, _BLOCK):
        yield first, reader.read(first, _BLOCK)


def _true_peaks(around: Samples, before: int, count: int) -> npt.NDArray[np.float32]:
    """The highest absolute value of each millisecond, four times oversampled (BS.1770 annex 2)."""
    from scipy.signal import resample_poly  # slow to import: only those who listen wait for it

    curve = np.abs(resample_poly(around.astype(np.float64), 4, 1, axis=0)).max(axis=1)
    curve = curve[before * 4 : (before + count) * 4]
    hops = -(-count // _HOP)
    padded = np.zeros(hops * _HOP * 4)
    padded[: len(curve)] = curve
    return np.asarray(padded.reshape(hops, -1).max(axis=1), np.float32)


def limiter(peaks: npt.NDArray[np.float32], gain: float, ceiling: float) -> npt.NDArray[np.float64]:
    """The gain of every millisecond that holds `gain × peaks` under the ceiling: 5 ms ahead, slow to recover."""
    with np.errstate(divide="ignore"):
        needed = np.minimum(0.0, 20 * np.log10(ceiling / np.maximum(peaks.astype(np.float64) * gain, 1e-12)))
    steps = np.arange(len(needed)) * _RELEASE
    released = np.minimum.accumulate(needed - steps) + steps
    from scipy.ndimage import minimum_filter1d  # slow to import: only those who listen wait for it

    held = minimum_filter1d(released, 2 * _AHEAD + 3, mode="nearest")
    window = np.hanning(2 * _AHEAD + 3)[1:-1]
    smooth = np.convolve(np.pad(held, _AHEAD, mode="edge"), window / window.sum(), "valid")
    return np.asarray(gain * 10 ** (np.minimum(smooth, 0.0) / 20))


def applied(reader: Reader, gains: npt.NDArray[np.float64]) -> Iterator[Samples]:
    """The sound with a gain for every millisecond, straight lines between their middles."""
    middles = np.arange(len(gains)) * _HOP + _HOP / 2
    for first, block in _blocks(reader):
        near = slice(max(0, first // _HOP - 2), (first + len(block)) // _HOP + 3)
        curve = np.interp(np.arange(first, first + len(block)), middles[near], gains[near])
        yield (block * curve[:, None]).astype(np.float32)


def to_loudness(source: Path, out: Path, target: float, peak: float, lift: float, tell: Tell = lambda fraction: None) -> float:
    """Write `source` at `target` LUFS with true peaks under `peak` dBTP; returns the loudness that was reached.

    One gain for the whole sound, then a limiter where peaks would pass the ceiling, the gain corrected for what the limiter took.
    At most `lift` dB louder: a sound that is nothing but room tone stays room tone. Silence stays silence.
    """
    found = measure(source, lambda fraction: tell(fraction * 0.3))
    with Reader(source) as reader:
        if found.loudness == -math.inf:
            gains, reached = np.ones(len(found.peaks)), found.loudness
        else:
            gains, reached = _fitted(reader, found, target, ratio(peak - 0.2), lift, tell)
        with Writer(out, reader.shape.channels) as writer:
            for block in applied(reader, gains):
                writer.write(block)
                tell(0.8 + 0.2 * writer.samples / max(1, reader.shape.samples))
    return reached


def _fitted(
    reader: Reader, found: Measure, target: float, ceiling: float, lift: float, tell: Tell
) -> tuple[npt.NDArray[np.float64], float]:
    gain = min(target - found.loudness, lift)
    wanted = found.loudness + gain
    if found.peak * ratio(gain) <= ceiling:
        return np.full(len(found.peaks), ratio(gain)), wanted
    gains, reached = limiter(found.peaks, ratio(gain), ceiling), -math.inf
    for turn in range(6):
        meter = Meter(reader.shape.channels)
        for block in applied(reader, gains):
            meter.add(block)
        reached = meter.loudness()
        tell(0.3 + 0.5 * (turn + 1) / 6)
        if abs(wanted - reached) < 0.1 or gain > 40:
            break
        gain += wanted - reached
        gains = limiter(found.peaks, ratio(gain), ceiling)
    return gains, reached
