"""Single sounds of nature and people, each made anew from a random generator: birds, crickets, gulls, talkers, drops."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import fft

from generation.sounds import RATE
from generation.sounds.synthesis import Wave, band, decay, hump, modes, sweep, times

Random = np.random.Generator

_FRONT_VOWELS = ((300, 2200, 2900), (420, 1900, 2550), (560, 1700, 2450))  # formants, hertz
_BACK_VOWELS = ((700, 1200, 2500), (480, 900, 2400), (330, 800, 2250))


def bird(random: Random) -> Wave:
    """A phrase of a small song bird: sweeps between 2 and 6 kHz, two to seven notes."""
    base, notes = random.uniform(2300, 4600), []
    pattern = random.uniform(-0.35, 0.35, size=2)
    for note in range(int(random.integers(2, 8))):
        at = times(random.uniform(0.05, 0.16))
        turn = at / at[-1]
        bend = pattern[note % 2] + random.uniform(-0.05, 0.05)
        trill = 1 + 0.03 * np.sin(2 * np.pi * random.uniform(20, 45) * at)
        tone = sweep(base * (1 + bend * np.sin(np.pi * turn)) * trill)
        notes += [tone * hump(len(at), 0.3) * random.uniform(0.5, 1), np.zeros(int(random.uniform(0.03, 0.12) * RATE))]
    return np.concatenate(notes)


def owl(random: Random) -> Wave:
    """Two soft hoots."""
    hoots = []
    for length in (0.25, random.uniform(0.5, 0.8)):
        at = times(length)
        tone = sweep(390 * (1 + 0.04 * hump(len(at)))) + 0.15 * sweep(np.full(len(at), 780.0))
        hoots += [tone * hump(len(at), 0.3), np.zeros(int(0.22 * RATE))]
    return np.concatenate(hoots)


def crickets(random: Random) -> Wave:
    """One cricket singing for a few seconds: short trains of pulses near 4.5 kHz."""
    pitch, pulse = random.uniform(4100, 5000), 0.016
    chirps = []
    for _ in range(int(random.integers(4, 10))):
        at = times(pulse)
        one = np.sin(2 * np.pi * pitch * at) * hump(len(at))
        train = np.concatenate([np.concatenate((one, np.zeros(int(0.012 * RATE)))) for _ in range(int(random.integers(3, 5)))])
        chirps += [train, np.zeros(int(random.uniform(0.28, 0.34) * RATE))]
    return np.concatenate(chirps)


def gull(random: Random) -> Wave:
    """Two to five falling cries, with harmonics."""
    cries, base = [], random.uniform(900, 1250)
    for _ in range(int(random.integers(2, 6))):
        at = times(random.uniform(0.18, 0.38))
        turn = at / at[-1]
        pitch = base * (1.1 + 0.25 * np.sin(np.pi * turn**0.6) - 0.35 * turn)
        tone = sum(sweep(pitch * number) / number**1.1 for number in (1, 2, 3, 4))
        cries += [np.asarray(tone) * hump(len(at), 0.25), np.zeros(int(random.uniform(0.06, 0.2) * RATE))]
    return np.concatenate(cries)


def dog(random: Random) -> Wave:
    """A far bark or three."""
    barks = []
    for _ in range(int(random.integers(1, 4))):
        at = times(0.16)
        pitch = random.uniform(330, 420) * (1 + 0.5 * hump(len(at), 0.2))
        tone = np.asarray(sum(sweep(pitch * number) / number for number in range(1, 8)))
        tone += 0.5 * band(random, 0.16, 500, 2500)[: len(at)]
        barks += [tone * hump(len(at), 0.15), np.zeros(int(random.uniform(0.15, 0.4) * RATE))]
    return np.concatenate(barks)


def talker(random: Random) -> Wave:
    """Somebody talking too far away to be understood: a voice's pulses through wandering vowels, syllables, breaths."""
    length = random.uniform(2.5, 6.0)
    count = int(fft.next_fast_len(int(length * RATE), real=True))
    pitch = random.choice([random.uniform(95, 140), random.uniform(170, 230)])
    syllables = int(length * random.uniform(3.6, 5.0)) + 2
    at = np.linspace(0, 1, count)
    melody = np.interp(at, np.linspace(0, 1, syllables), random.uniform(0.85, 1.2, syllables)) * (1.05 - 0.15 * at)
    phase = np.cumsum(pitch * melody) / RATE
    pulses = 2 * (phase % 1) - 1
    spectrum_of = fft.rfft(pulses)
    hertz = fft.rfftfreq(count, 1 / RATE)
    openings = np.tile([1.0, 0.12], syllables) * random.uniform(0.4, 1, syllables * 2)
    loudness = np.interp(at, np.linspace(0, 1, syllables * 2), openings)
    voice = np.zeros(count)
    weights = np.clip(np.abs(at * (syllables - 1) % 3 - 1), 0, 1)
    size = random.uniform(0.92, 1.18)
    for vowel, weight in zip(random.choice(_FRONT_VOWELS + _BACK_VOWELS, 2, replace=False), (1 - weights, weights), strict=True):
        answer = sum(1 / (1 + ((hertz - formant * size) / (50 + formant * 0.05)) ** 2) for formant in vowel)
        voice += fft.irfft(spectrum_of * answer / (1 + (hertz / 1800) ** 2), count) * weight
    voice *= loudness * hump(count, 0.3) ** 0.3
    return np.asarray(voice / max(float(np.abs(voice).max()), 1e-9))


def talkers(random: Random) -> Callable[[Random], Wave]:
    """Sixteen people who talk in turn: a maker for `Loop.scatter` that repeats their phrases, shifted and in other places."""
    phrases = [talker(random) for _ in range(16)]
    return lambda one: phrases[int(one.integers(len(phrases)))]


def laugh(random: Random) -> Wave:
    """A short far laugh: a few voiced bursts that fall."""
    bursts, pitch = [], random.uniform(180, 290)
    for turn in range(int(random.integers(3, 7))):
        at = times(0.11)
        curve = np.full(len(at), pitch * (1 - 0.05 * turn)) * (1 + 0.15 * hump(len(at)))
        tone = np.asarray(sum(sweep(curve * number) / number**1.6 for number in range(1, 9)))
        tone += 0.4 * band(random, 0.11, 600, 2200)[: len(at)]
        bursts += [tone * hump(len(at), 0.3) * 0.85**turn, np.zeros(int(0.07 * RATE))]
    return np.concatenate(bursts)


def drop(random: Random) -> Wave:
    """A drop into water: a short sine that rises as the bubble closes."""
    at = times(0.12)
    pitch = random.uniform(500, 1300)
    return decay(sweep(pitch * (1 + 0.8 * at / at[-1])), 0.018)


def rustle(random: Random) -> Wave:
    """Leaves or cloth moved once."""
    wave = band(random, random.uniform(0.3, 0.9), 1800, 7000)
    return np.asarray(wave * hump(len(wave), random.uniform(0.2, 0.6)) * 0.3)


def splash(random: Random) -> Wave:
    """Something falls into water."""
    wave = band(random, 0.9, 500, 6000)
    body = wave * np.interp(np.arange(len(wave)) / RATE, [0, 0.01, 0.12, 0.5, 0.9], [0, 1, 0.5, 0.12, 0])
    out = body * 0.4
    for _ in range(14):
        one, at = drop(random), int(random.uniform(0.02, 0.7) * RATE)
        out[at : at + len(one)] += one[: len(out) - at] * random.uniform(0.1, 0.5)
    return np.asarray(out)


def whistle(random: Random) -> Wave:
    """A far steam or ship's horn: three low tones that swell."""
    at = times(random.uniform(1.6, 2.6))
    tone = sum(np.sin(2 * np.pi * hertz * at + random.random() * 6) for hertz in (147, 185, 220, 294))
    return np.asarray(tone / 4 * hump(len(at), 0.3) ** 0.5)


def chime(random: Random) -> Wave:
    """A wind chime's tube."""
    base = random.choice([880.0, 988.0, 1109.0, 1319.0, 1480.0])
    return modes([base, base * 2.756, base * 5.404], [0.5, 0.2, 0.08], [1, 0.4, 0.15], 2.0)
