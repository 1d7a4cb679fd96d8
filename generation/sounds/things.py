"""Single sounds of things, each made anew from a random generator: cups, steps, cars, bells, thunder, fire."""

from __future__ import annotations

import numpy as np

from generation.sounds import RATE
from generation.sounds.synthesis import Wave, band, decay, hump, modes, times

Random = np.random.Generator


def clink(random: Random) -> Wave:
    """A cup set on a saucer, a glass touched by another."""
    base = random.uniform(1900, 3600)
    ring = modes(
        [base, base * 1.52, base * 2.31, base * 3.4], [0.05, 0.035, 0.02, 0.012], [1, 0.7, 0.5, 0.3], random.uniform(0.3, 0.5)
    )
    return ring + 0.25 * np.pad(decay(band(random, 0.02, 2500, 9000), 0.003), (0, len(ring)))[: len(ring)]


def step(random: Random) -> Wave:
    """A shoe on a hard floor: heel, then sole."""
    heel = decay(band(random, 0.09, 90, 900), 0.012) + 0.25 * decay(band(random, 0.09, 1500, 5000), 0.004)
    sole = decay(band(random, 0.12, 200, 2200), 0.02) * 0.35
    out = np.zeros(int(0.25 * RATE))
    out[: len(heel)] += heel
    out[int(0.06 * RATE) : int(0.06 * RATE) + len(sole)] += sole
    return np.asarray(out * 0.3)


def footsteps(random: Random) -> Wave:
    """Eight steps, walking."""
    return np.concatenate([_held(step(random) * random.uniform(0.75, 1), random.uniform(0.5, 0.56)) for _ in range(8)])


def _held(wave: Wave, length: float) -> Wave:
    count = int(length * RATE)
    return np.pad(wave, (0, max(0, count - len(wave))))[:count]


def car(random: Random) -> Wave:
    """A car that passes: tyres and engine swell and fade."""
    length = random.uniform(4, 8)
    tyres = band(random, length, 250, 1600)
    engine = band(random, length, 45, 180)
    wave = tyres * 0.6 + engine
    return np.asarray(wave * hump(len(wave), random.uniform(0.4, 0.6)) ** 2 * 0.4)


def horn(random: Random) -> Wave:
    """A far car horn, short."""
    at = times(random.uniform(0.25, 0.6))
    tone = sum(np.sign(np.sin(2 * np.pi * hertz * at)) * 0.3 + np.sin(2 * np.pi * hertz * at) for hertz in (392, 494))
    return np.asarray(tone / 2 * np.minimum(1, np.minimum(at, at[-1] - at) / 0.02))


def key(random: Random) -> Wave:
    """A key of a keyboard, pressed and let go."""
    press = decay(band(random, 0.03, 900, 5500), 0.004)
    return np.concatenate((press, np.zeros(int(random.uniform(0.04, 0.09) * RATE)), press * 0.4)) * 0.3


def typing(random: Random) -> Wave:
    """A few words typed."""
    keys = [_held(key(random) * random.uniform(0.5, 1), random.uniform(0.16, 0.3)) for _ in range(int(random.integers(6, 24)))]
    return np.concatenate(keys)


def tick(random: Random) -> Wave:
    """A clock's tick."""
    return decay(band(random, 0.03, 2500, 6500), 0.003) + 0.3 * modes([2900.0], [0.006], [1.0], 0.03)[: int(0.03 * RATE)]


def crackle(random: Random) -> Wave:
    """A spark in a fire."""
    wave = decay(band(random, random.uniform(0.01, 0.05), random.uniform(800, 2500), 9000), random.uniform(0.001, 0.006), 0.0003)
    return np.asarray(wave * random.uniform(0.2, 1) ** 2)


def clack(random: Random) -> Wave:
    """A wheel pair over a rail joint, twice."""
    one = decay(band(random, 0.16, 70, 1100), 0.02) + 0.4 * decay(band(random, 0.16, 900, 3200), 0.008)
    return np.concatenate((_held(one, 0.19), one * 0.8))


def thunder(random: Random) -> Wave:
    """A far roll of thunder."""
    wave = band(random, random.uniform(4, 7), 25, 160)
    rolls = np.interp(np.arange(len(wave)), np.linspace(0, len(wave), 14), random.uniform(0.2, 1, 14) * np.linspace(1, 0.1, 14))
    return np.asarray(wave * rolls * hump(len(wave), 0.15) ** 0.5)


def church_bell(random: Random) -> Wave:
    """A bell: hum, prime, tierce, quint, nominal."""
    prime = random.uniform(380, 460)
    partials = [prime * number for number in (0.5, 1, 1.2, 1.5, 2, 2.66, 3.01, 4.1)]
    strike = modes(partials, [1.6, 1.0, 0.7, 0.5, 0.5, 0.25, 0.2, 0.1], [0.5, 0.7, 0.55, 0.3, 0.8, 0.35, 0.3, 0.2], 5.0)
    return strike / 2


def shop_bell(random: Random) -> Wave:
    """The small bell over a door, struck a few times."""
    base = random.uniform(2300, 2800)
    out = np.zeros(int(1.6 * RATE))
    for turn, at in enumerate((0.0, 0.11, 0.24, 0.41)):
        ring = modes([base, base * 2.02, base * 3.1], [0.18, 0.09, 0.05], [1, 0.5, 0.3], 1.1) * 0.7**turn
        first = int(at * RATE)
        out[first : first + len(ring)] += ring
    return np.asarray(out / 2)


def phone(random: Random) -> Wave:
    """An old telephone: two bells struck twenty-five times a second, twice."""
    base = random.uniform(1350, 1500)
    ring = np.zeros(int(2.0 * RATE))
    for strike in range(32):
        one = modes([base * (1 + 0.23 * (strike % 2)), base * 2.4], [0.06, 0.03], [1, 0.4], 0.4)
        first = int(strike * 0.04 * RATE)
        ring[first : first + len(one)] += one
    quiet = np.zeros(int(1.2 * RATE))
    return np.concatenate((ring, quiet, ring)) / 3


def knock(random: Random) -> Wave:
    """Three knocks on a wooden door."""
    return np.concatenate(
        [
            _held(modes([random.uniform(150, 170), 310, 520, 890], [0.025, 0.018, 0.012, 0.006], [1, 0.6, 0.4, 0.25], 0.2), 0.24)
            for _ in range(3)
        ]
    )


def door(random: Random) -> Wave:
    """A door falls shut: the latch, then the weight of it."""
    thud = decay(band(random, 0.5, 40, 320), 0.05) + 0.35 * decay(band(random, 0.5, 300, 1400), 0.02)
    latch = modes([1900.0, 2700.0, 4100.0], [0.012, 0.008, 0.005], [0.6, 0.5, 0.3], 0.08)
    out = np.concatenate((np.zeros(int(0.03 * RATE)), thud * 0.5))
    out[: len(latch)] += latch * 0.4
    out[int(0.09 * RATE) : int(0.09 * RATE) + len(latch)] += latch * 0.25
    return np.asarray(out)


def beep(random: Random) -> Wave:
    """A machine's beep."""
    at = times(0.14)
    return np.asarray(np.sin(2 * np.pi * 960 * at) * np.minimum(1, np.minimum(at, at[-1] - at) / 0.006))


def creak(random: Random) -> Wave:
    """Wood under load: slow irregular pulses through a body."""
    count = int(random.uniform(0.5, 1.1) * RATE)
    pitch = np.interp(np.arange(count), [0, count], random.uniform(40, 95, 2))
    pulses = (np.diff(np.cumsum(pitch) / RATE % 1, prepend=0) < 0).astype(np.float64)
    body = modes([420, 760, 1180, 1900], [0.006, 0.005, 0.004, 0.002], [1, 0.8, 0.5, 0.3], 0.05)
    return np.asarray(np.convolve(pulses, body)[:count] * hump(count, 0.4) * 0.5)
