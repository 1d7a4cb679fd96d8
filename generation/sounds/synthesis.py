"""The ground that room tones are painted on: a stereo loop whose end runs into its beginning."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import fft

from generation.sounds import RATE

Wave = npt.NDArray[np.float64]
Curve = Sequence[tuple[float, float]]  # (hertz, decibels), rising; straight lines between them over log frequency

GROUND = 0.05


class Loop:
    """Stereo sound that repeats without a seam: everything laid on it wraps around. Deterministic from `seed`."""

    def __init__(self, samples: int, seed: Sequence[int]) -> None:
        self.samples = samples
        self.random = np.random.Generator(np.random.PCG64(list(seed)))
        self.sound: Wave = np.zeros((samples, 2))

    def noise(self, curve: Curve, gain: float = 0.0, *, width: float = 0.8, swell: Wave | None = None) -> None:
        """Add noise of this spectrum; `width` 0 is mono, 1 unrelated sides; `swell` multiplies it over time.

        `gain` is its level in dB over one twentieth RMS: struck things and voices, which peak at 1, stand out of it.
        """
        shared = self._white()
        for side in range(2):
            spectrum = (1 - width) * shared + width * self._white()
            wave = fft.irfft(spectrum * self._response(curve), self.samples)
            wave *= GROUND * 10 ** (gain / 20) / max(float(np.sqrt(np.mean(wave**2))), 1e-12)
            self.sound[:, side] += wave if swell is None else wave * swell

    def swell(self, period: float, depth: float, *, sharp: float = 1.0) -> Wave:
        """A slow curve around 1 that wraps: whole numbers of turns near `period` seconds; `sharp` above 1 narrows its crests."""
        turns = max(1.0, self.samples / RATE / period)
        times = np.arange(self.samples) / self.samples
        curve = np.zeros(self.samples)
        for harmonic in (0.5, 1.0, 1.6, 2.3):
            cycles = max(1, round(turns * harmonic))
            curve += np.sin(2 * np.pi * (cycles * times + self.random.random())) / (1 + harmonic)
        curve = (curve - curve.min()) / max(float(np.ptp(curve)), 1e-9)
        return np.asarray(1 - depth + depth * 2 * curve**sharp)

    def put(self, wave: Wave, at: int, gain: float = 0.0, pan: float = 0.0) -> None:
        """Add a mono sound from sample `at` on, wrapping; panned at equal power."""
        angle = (np.clip(pan, -1, 1) + 1) * np.pi / 4
        sides = np.array([np.cos(angle), np.sin(angle)]) * 10 ** (gain / 20)
        first = at % self.samples
        for begin in range(0, len(wave), self.samples):
            piece = wave[begin : begin + self.samples, None] * sides
            whole = min(len(piece), self.samples - first)
            self.sound[first : first + whole] += piece[:whole]
            self.sound[: len(piece) - whole] += piece[whole:]

    def scatter(
        self, rate: float, make: Callable[[np.random.Generator], Wave], gain: float, *, spread: float = 6.0, wide: float = 0.8
    ) -> None:
        """Add `rate` sounds a minute at random places, levels (down to `spread` dB lower) and sides."""
        expected = rate * self.samples / RATE / 60
        for _ in range(int(expected) + (self.random.random() < expected % 1)):
            at, lower = int(self.random.integers(self.samples)), self.random.random() * spread
            self.put(make(self.random), at, gain - lower, self.random.uniform(-wide, wide))

    def hall(self, decay: float, wet: float, *, dark: float = 4000.0) -> None:
        """Put all of it in a room: `decay` seconds to die away, `wet` 0…1 of reflections, darker above `dark` hertz."""
        length = int(decay * RATE)
        tail = np.zeros((self.samples, 2))
        shape = np.exp(-6.9 * np.arange(length) / length)
        for side in range(2):
            echo = self.random.standard_normal(length) * shape
            folded = np.zeros(-(-length // self.samples) * self.samples)
            folded[:length] = echo
            answer = fft.rfft(folded.reshape(-1, self.samples).sum(axis=0)) * self._response(((dark, 0.0), (dark * 3, -18.0)))
            tail[:, side] = fft.irfft(fft.rfft(self.sound[:, side]) * answer, self.samples)
        loudest = max(float(np.sqrt(np.mean(tail**2))), 1e-12)
        level = float(np.sqrt(np.mean(self.sound**2)))
        self.sound = (1 - wet) * self.sound + wet * tail * (level / loudest)

    def _white(self) -> npt.NDArray[np.complex128]:
        count = self.samples // 2 + 1
        return np.asarray(np.exp(2j * np.pi * self.random.random(count)))

    def _response(self, curve: Curve) -> Wave:
        hertz = fft.rfftfreq(self.samples, 1 / RATE)
        places, levels = zip(*curve, strict=True)
        with np.errstate(divide="ignore"):
            decibels = np.interp(np.log(np.maximum(hertz, 1e-3)), np.log(places), levels)
        decibels += np.where(hertz < 20, -60.0, 0.0)
        return np.asarray(10 ** (decibels / 20))


def times(seconds_of_sound: float) -> Wave:
    """The time of every sample."""
    return np.arange(max(1, int(seconds_of_sound * RATE))) / RATE


def decay(wave: Wave, half: float, attack: float = 0.002) -> Wave:
    """The wave struck: up within `attack`, then halved every `half`."""
    at = np.arange(len(wave)) / RATE
    return np.asarray(wave * np.minimum(1, at / attack) * 0.5 ** (at / half) * np.minimum(1, (at[-1] - at) / 0.01))


def modes(hertz: Sequence[float], halves: Sequence[float], levels: Sequence[float], length: float) -> Wave:
    """A struck body: decaying sines."""
    at = times(length)
    ringing = [
        level * np.sin(2 * np.pi * one * at) * 0.5 ** (at / half) for one, half, level in zip(hertz, halves, levels, strict=True)
    ]
    return np.asarray(np.sum(ringing, axis=0) * np.minimum(1, at / 0.001) * np.minimum(1, (at[-1] - at) / 0.01))


def sweep(hertz: Wave) -> Wave:
    """A sine whose frequency follows the curve, one value for each sample."""
    return np.sin(2 * np.pi * np.cumsum(hertz) / RATE)


def band(random: np.random.Generator, length: float, low: float, high: float) -> Wave:
    """Noise between two frequencies, about 1 RMS, soft edges."""
    count = max(64, int(length * RATE))
    hertz = fft.rfftfreq(count, 1 / RATE)
    shape = 1 / (1 + (low / np.maximum(hertz, 1)) ** 6) / (1 + (hertz / high) ** 6)
    wave = fft.irfft(shape * np.exp(2j * np.pi * random.random(len(hertz))), count)
    return np.asarray(wave / max(float(np.sqrt(np.mean(wave**2))), 1e-12))


def hump(count: int, peak: float = 0.5) -> Wave:
    """A smooth rise to 1 at `peak` (0…1) and fall to nothing."""
    at = np.arange(count) / max(1, count - 1)
    warped = np.where(at < peak, at / peak / 2, 0.5 + (at - peak) / (1 - peak) / 2)
    return np.asarray(np.sin(np.pi * warped) ** 2)
