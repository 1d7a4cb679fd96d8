"""What light a place stands in: sky, key, fill and haze by time of day and weather, and the colour it gives a surface."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generation.drivers.previs.stage import Light, TimeOfDay, Weather

Array = npt.NDArray[np.float64]
Rgb = tuple[float, float, float]


def rgb(colour: str) -> Rgb:
    """`#rrggbb` as three numbers 0…1 (sRGB, as written)."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def mix(a: Rgb, b: Rgb, t: float) -> Rgb:
    """From `a` (t = 0) to `b` (t = 1)."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t


def argb(colour: Rgb | Array, alpha: float = 1.0) -> int:
    """The integer that the drawing library takes."""
    r, g, b = (min(255, max(0, round(float(c) * 255))) for c in colour[:3])
    return (min(255, max(0, round(alpha * 255))) << 24) | (r << 16) | (g << 8) | b


def scale(colour: Rgb, factor: float) -> Rgb:
    """Brighter or darker."""
    return colour[0] * factor, colour[1] * factor, colour[2] * factor


@dataclass(frozen=True)
class Lamp:
    """A practical light: where it is, its colour and how far it reaches (metres at which it has half its strength)."""

    x: float
    y: float
    z: float
    colour: Rgb = (1.0, 0.78, 0.48)
    strength: float = 0.9
    reach: float = 2.2


@dataclass(frozen=True)
class Lighting:
    """Everything about light in one shot. Colours multiply; `sun` is where the key light stands (yaw and elevation, degrees)."""

    zenith: Rgb
    middle: Rgb
    horizon: Rgb
    key: Rgb
    above: Rgb  # fill from above
    below: Rgb  # fill from the ground
    haze: Rgb
    density: float  # haze per metre
    sun: tuple[float, float]
    shadow: float  # how dark a cast shadow is, 0…1
    night: float  # 0 day … 1 night
    wet: float = 0.0
    interior: bool = False
    lamps: tuple[Lamp, ...] = ()

    @property
    def towards(self) -> Array:
        """Unit vector from the place to the key light."""
        a, e = math.radians(self.sun[0]), math.radians(self.sun[1])
        return np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])

    def fall(self, normals: Array, positions: Array) -> Array:
        """Light (n, 3) on surfaces with these unit normals at these positions (n, 3): fill, key and lamps."""
        up = (normals[:, 1:2] + 1) / 2
        light = np.array(self.below) * (1 - up) + np.array(self.above) * up
        light = light + np.array(self.key) * np.maximum(normals @ self.towards, 0)[:, None]
        glare = np.zeros_like(light)
        for lamp in self.lamps:
            ray = np.array([lamp.x, lamp.y, lamp.z]) - positions
            distance = np.maximum(np.linalg.norm(ray, axis=1, keepdims=True), 0.05)
            facing = np.maximum((normals * ray).sum(axis=1, keepdims=True) / distance, 0) * 0.75 + 0.25
            glare = glare + np.array(lamp.colour) * lamp.strength * facing / (1 + (distance / lamp.reach) ** 2) ** 1.35
        return np.asarray(light + 1.15 * (1 - np.exp(-glare / 0.95)))  # many lamps never burn out a surface

    def through(self, colours: Array, distances: Array) -> Array:
        """Colours (n, 3) seen through the air over these distances (n,)."""
        veil = 1 - np.exp(-np.maximum(distances - 2.0, 0) * self.density)[:, None]
        return np.asarray(np.clip(colours, 0, 1) * (1 - veil) + np.array(self.haze) * veil)

    def shade(self, colour: Rgb, normal: tuple[float, float, float], at: tuple[float, float, float], distance: float) -> Rgb:
        """One surface's colour as the camera sees it."""
        light = self.fall(np.array([normal]), np.array([at]))
        seen = self.through(np.array([colour]) * light, np.array([distance]))[0]
        return float(seen[0]), float(seen[1]), float(seen[2])


def _sky(zenith: str, middle: str, horizon: str) -> tuple[Rgb, Rgb, Rgb]:
    return rgb(zenith), rgb(middle), rgb(horizon)


def _of_time(time: TimeOfDay) -> Lighting:
    # sun yaw: 0 is straight ahead of the master camera, 180 behind it
    table: dict[TimeOfDay, tuple[tuple[Rgb, Rgb, Rgb], Rgb, Rgb, Rgb, float, tuple[float, float], float, float]] = {
        TimeOfDay.DAWN: (
            _sky("#6c7fb8", "#e0a9b0", "#ffd9ac"),
            (0.66, 0.40, 0.22),
            (0.80, 0.70, 0.74),
            (0.66, 0.54, 0.54),
            0.011,
            (24, 10),
            0.34,
            0.10,
        ),
        TimeOfDay.MORNING: (
            _sky("#5aa5e2", "#a8d4ee", "#f7ecd6"),
            (0.46, 0.40, 0.28),
            (0.70, 0.73, 0.80),
            (0.62, 0.58, 0.54),
            0.005,
            (-118, 30),
            0.34,
            0.0,
        ),
        TimeOfDay.DAY: (
            _sky("#3f93de", "#86c5f0", "#dff1f8"),
            (0.40, 0.38, 0.33),
            (0.66, 0.69, 0.74),
            (0.62, 0.60, 0.56),
            0.004,
            (-140, 52),
            0.36,
            0.0,
        ),
        TimeOfDay.AFTERNOON: (
            _sky("#4f97d6", "#a5cbe4", "#fbe6c2"),
            (0.52, 0.41, 0.22),
            (0.70, 0.71, 0.78),
            (0.64, 0.56, 0.48),
            0.005,
            (122, 30),
            0.36,
            0.0,
        ),
        TimeOfDay.SUNSET: (
            _sky("#504a8c", "#e0776a", "#ffc070"),
            (0.80, 0.40, 0.14),
            (0.82, 0.60, 0.56),
            (0.62, 0.44, 0.40),
            0.009,
            (-19, 8),
            0.40,
            0.15,
        ),
        TimeOfDay.DUSK: (
            _sky("#1d2a5c", "#56578f", "#e8977f"),
            (0.24, 0.16, 0.18),
            (0.44, 0.46, 0.66),
            (0.34, 0.32, 0.46),
            0.010,
            (-24, 5),
            0.20,
            0.65,
        ),
        TimeOfDay.NIGHT: (
            _sky("#070d26", "#12204a", "#2b3b6b"),
            (0.18, 0.22, 0.36),
            (0.29, 0.34, 0.54),
            (0.20, 0.23, 0.38),
            0.008,
            (-128, 42),
            0.30,
            1.0,
        ),
    }
    (zenith, middle, horizon), key, above, below, density, sun, shadow, night = table[time]
    return Lighting(zenith, middle, horizon, key, above, below, horizon, density, sun, shadow, night)


def _grey(colour: Rgb, amount: float, brightness: float = 1.0) -> Rgb:
    level = 0.3 * colour[0] + 0.55 * colour[1] + 0.15 * colour[2]
    return scale(mix(colour, (level * 0.96, level, level * 1.06), amount), brightness)


def _floor(colour: Rgb, least: Rgb) -> Rgb:
    """Never so dark that an audience sees nothing."""
    return max(colour[0], least[0]), max(colour[1], least[1]), max(colour[2], least[2])


def _in_weather(light: Lighting, weather: Weather) -> Lighting:
    # weather: (grey of the sky, brightness of the sky, key left, fill factor, haze factor, shadow left, wet)
    table = {
        Weather.CLEAR: (0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0),
        Weather.WIND: (0.1, 1.0, 0.9, 1.0, 1.0, 0.9, 0.0),
        Weather.CLOUDY: (0.72, 0.93, 0.35, 1.03, 1.8, 0.4, 0.0),
        Weather.RAIN: (0.80, 0.74, 0.16, 0.90, 4.0, 0.25, 0.9),
        Weather.STORM: (0.82, 0.60, 0.14, 0.84, 4.0, 0.2, 1.0),
        Weather.SNOW: (0.78, 0.98, 0.20, 1.06, 4.5, 0.3, 0.15),
        Weather.FOG: (0.85, 0.97, 0.10, 1.0, 14.0, 0.15, 0.35),
    }
    grey, bright, key, fill, haze, shadow, wet = table[weather]
    zenith, middle, horizon = (_grey(c, grey, bright) for c in (light.zenith, light.middle, light.horizon))
    if grey > 0.5:  # an overcast sky is flat
        zenith, horizon = mix(zenith, middle, 0.45), mix(horizon, middle, 0.4)
    if grey > 0.5:  # cloud gives back what little light there is
        zenith, middle = _floor(zenith, (0.09, 0.11, 0.17)), _floor(middle, (0.13, 0.155, 0.23))
        horizon = _floor(horizon, (0.19, 0.22, 0.30))
    return replace(
        light,
        zenith=zenith,
        middle=middle,
        horizon=horizon,
        haze=mix(horizon, middle, 0.25),
        wet=wet,
        key=_grey(scale(light.key, key), grey * 0.7),
        shadow=light.shadow * shadow,
        density=light.density * haze,
        above=_floor(_grey(scale(light.above, fill), grey * 0.6), (0.34, 0.38, 0.50)),
        below=_floor(_grey(scale(light.below, fill), grey * 0.6), (0.25, 0.28, 0.38)),
    )


def _indoors(light: Lighting, practical: bool, windows: bool) -> Lighting:
    """Inside, the sun is a window's light; at night and dusk the lamps make the picture."""
    day = 1 - light.night
    warm: Rgb = (0.66, 0.54, 0.42)
    if practical:
        share = 0.25 + 0.75 * light.night
        above, below = mix(light.above, warm, 0.22 + 0.58 * light.night), mix(light.below, scale(warm, 0.8), share)
    else:
        above, below = scale(light.above, 0.86 + 0.1 * light.night), scale(light.below, 0.84)
    above = mix(above, (0.80, 0.75, 0.69), 0.50 * day)
    below = mix(below, (0.72, 0.66, 0.59), 0.62 * day)
    key = scale(light.key, (0.8 if max(light.key) < 0.6 else 0.55) if windows else 0.25)
    return replace(
        light,
        above=above,
        below=below,
        key=key,
        density=0.002,
        haze=mix(above, light.horizon, 0.3),
        sun=(-100, max(light.sun[1], 24)),
        shadow=light.shadow * 0.8 + 0.06,
        wet=0.0,
        interior=True,
    )


def lighting(light: Light, *, interior: bool, windows: bool = True, lamps: tuple[Lamp, ...] = ()) -> Lighting:
    """The light of a shot. `windows` says whether daylight comes in; lamps shine when `light.practical`, at dusk and at night."""
    base = _in_weather(_of_time(light.time), light.weather)
    dim = base.night >= 0.6 or light.weather is Weather.STORM or (interior and light.weather is Weather.RAIN)
    practical = light.practical or dim
    if interior:
        base = _indoors(base, practical, windows)
    share = 1.0 if base.night >= 0.6 else 0.55  # by day a lamp only adds warmth
    lamps = tuple(replace(lamp, strength=lamp.strength * share) for lamp in lamps)
    return replace(base, lamps=lamps if practical else ())


def airless() -> Lighting:
    """The light on a world without air: a black sky at any hour, one hard sun."""
    black: Rgb = (0.012, 0.014, 0.03)
    return Lighting(
        black,
        black,
        (0.03, 0.03, 0.05),
        (0.72, 0.70, 0.66),
        (0.34, 0.34, 0.38),
        (0.26, 0.26, 0.30),
        black,
        0.0006,
        (-70, 26),
        0.6,
        0.86,
    )


def outside(light: Light) -> Lighting:
    """The light under the open sky, such as a window shows."""
    return _in_weather(_of_time(light.time), light.weather)
