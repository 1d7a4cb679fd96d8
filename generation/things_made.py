"""Things that are hardly there: smoke, clouds, fog, soap bubbles, and plain glass; made by formula at any size, by a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[Any]
Size = tuple[int, int]  # width, height


def noise(size: Size, scale: float, rng: np.random.Generator, octaves: int = 6, rough: float = 0.52) -> Plane:
    """Fractal noise 0…1, (height, width); `scale` is the size of the largest features in pixels."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    weight = 0.0
    for n in range(octaves):
        step = scale / 2**n
        if step < 1:
            break
        grid = rng.random((int(height / step) + 4, int(width / step) + 4)).astype(np.float32)
        x, y = rng.random(2)
        into = np.array([[step, 0, -step * (1 + x)], [0, step, -step * (1 + y)]])
        share = rough**n
        total += share * cv2.warpAffine(grid, into, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        weight += share
    return np.asarray(np.clip(total / max(weight, 1e-6), 0, 1))


def _grid(size: Size) -> tuple[Plane, Plane]:
    """Across and down, −1…1 over the shorter side, from the middle."""
    width, height = size
    half = min(size) / 2
    down, across = np.mgrid[:height, :width].astype(np.float32)
    return (across + 0.5 - width / 2) / half, (down + 0.5 - height / 2) / half


def _smoothly(value: Plane) -> Plane:
    t = np.clip(value, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _lit(density: Plane, tone: tuple[float, float, float], deep: tuple[float, float, float], strength: float) -> Plane:
    """What scatters light: brighter where little lies between it and the light above left; (height, width, 4)."""
    height = density.shape[0]
    step = max(1, height // 28)
    above = cv2.GaussianBlur(np.roll(density, (step, step), (0, 1)), (0, 0), step)
    above = 0.6 * above + 0.4 * cv2.GaussianBlur(np.roll(density, (3 * step, 2 * step), (0, 1)), (0, 0), 2.5 * step)
    open_ = np.clip(1 - strength * above, 0, 1)[..., None]
    colour = np.asarray(deep, np.float32) * (1 - open_) + np.asarray(tone, np.float32) * open_
    return np.dstack([np.clip(colour, 0, 1), np.clip(density, 0, 1)]).astype(np.float32)


def _warped(value: Plane, by: float, scale: float, rng: np.random.Generator) -> Plane:
    size = value.shape[1], value.shape[0]
    down, across = np.mgrid[: size[1], : size[0]].astype(np.float32)
    x, y = (by * (noise(size, scale, rng, 4) - 0.5) for _ in range(2))
    return np.asarray(cv2.remap(value, across + x, down + y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT))


def cloud(size: Size, rng: np.random.Generator) -> Plane:
    """One white cloud with a flat foot."""
    x, y = _grid(size)
    aspect = size[0] / min(size)
    body = np.full((size[1], size[0]), -9.0, np.float32)
    heads = [(0.0, 0.02, 0.52), (-0.42, 0.16, 0.42), (0.40, 0.14, 0.44), (-0.72, 0.34, 0.26), (0.70, 0.32, 0.28)]
    heads += [(float(rng.uniform(-0.7, 0.7)), float(rng.uniform(0.05, 0.3)), float(rng.uniform(0.18, 0.3))) for _ in range(7)]
    for across, down, radius in heads:
        at = (across + rng.uniform(-0.06, 0.06)) * aspect * 0.86, down + rng.uniform(-0.05, 0.05)
        body = np.maximum(body, radius - np.hypot((x - at[0]) * 0.9, y - at[1]))
    body = np.minimum(body, 0.62 - y + 0.05 * np.sin(5 * x))
    big, small = noise(size, min(size) * 0.34, rng, 3, 0.6), noise(size, min(size) * 0.1, rng, 5, 0.6)
    density = _smoothly((body + 0.30 * (big - 0.5) + 0.20 * (small - 0.5)) / 0.16 + 0.35)
    density *= _smoothly((aspect - np.abs(x)) * 8) * _smoothly((1 - np.abs(y)) * 8)
    thick = np.clip(body / 0.5, 0, 1) * (0.7 + 0.6 * small)
    made = _lit(0.97 * density, (1.0, 1.0, 1.0), (0.62, 0.68, 0.77), 0.55)
    shade = np.clip(0.35 + 0.75 * y + 0.35 * (small - 0.5), 0, 0.75)[..., None] * np.clip(thick, 0.3, 1)[..., None]
    made[..., :3] = made[..., :3] * (1 - 0.34 * shade * np.array([1.0, 0.92, 0.8], np.float32))
    return made


def smoke(size: Size, rng: np.random.Generator) -> Plane:
    """A plume that rises from the middle of the lower edge, widens and thins, made of puffs that turn."""
    width, height = size
    down, across = np.mgrid[:height, :width].astype(np.float32)
    u, t = (across + 0.5) / height - width / height / 2, 1 - (down + 0.5) / height
    phase = rng.uniform(0, 6)
    body = np.full((height, width), -9.0, np.float32)
    for n in range(46):
        s = n / 45
        radius = (0.028 + 0.15 * s**0.9) * rng.uniform(0.75, 1.2)
        x = 0.07 * np.sin(4.2 * s + phase) * (0.3 + s) + rng.uniform(-1, 1) * (0.008 + 0.13 * s)
        body = np.maximum(body, (radius - np.hypot(u - x, t - 0.012 - 0.86 * s)) / radius)
    fine = noise(size, height * 0.09, rng, 6, 0.62)
    body = _warped(body + 1.1 * (fine - 0.5), 0.07 * height, height * 0.10, rng)
    density = _smoothly(body * 1.15 + 0.12)
    density *= (1.0 - 0.42 * t) * (0.85 + 0.7 * (noise(size, height * 0.3, rng, 4) - 0.35))
    density *= _smoothly((1 - t) * 7) * _smoothly((width / height / 2 - np.abs(u)) * 14)
    return _lit(np.clip(density, 0, 0.95), (0.84, 0.84, 0.85), (0.33, 0.33, 0.36), 0.85)


def fog(size: Size, rng: np.random.Generator) -> Plane:
    """A bank of fog, thickest low in its height, that ends nowhere sharply."""
    width, height = size
    down, across = np.mgrid[:height, :width].astype(np.float32)
    v, u = (down + 0.5) / height, (across + 0.5) / width
    big, small = noise(size, height * 1.1, rng, 4, 0.6), noise(size, height * 0.25, rng, 5, 0.55)
    far = np.hypot((u - 0.5) / 0.5, (v - 0.56) / np.where(v < 0.56, 0.56, 0.44))
    density = np.clip(1 - far, 0, 1) ** 0.75 * (0.55 + 1.5 * (big - 0.35) + 0.5 * (small - 0.5))
    density = 0.9 * _smoothly(density) * _smoothly((1 - np.abs(2 * u - 1)) * 2) * _smoothly((1 - np.abs(2 * v - 1)) * 2)
    return _lit(np.clip(density, 0, 0.88), (0.93, 0.94, 0.95), (0.80, 0.82, 0.85), 0.3)


def _ball(size: Size, at: tuple[float, float], radius: float, rng: np.random.Generator) -> Plane:
    """One soap bubble: nearly nothing in its middle, colours of a thin film towards its rim, two windows reflected in it."""
    x, y = _grid(size)
    u, v = (x - at[0]) / radius, (y - at[1]) / radius
    r = np.hypot(u, v)
    fine = 2 / (radius * min(size))
    inside = np.clip((1 - r) / fine + 0.5, 0, 1)
    rim = np.clip(r, 0, 1) ** 5
    flow = noise(size, radius * min(size) * 0.5, rng, 4)
    thick = 1.1 + 1.2 * (v + 1) / 2 + 0.9 * (flow - 0.5) + 1.4 * r**3
    phase = rng.uniform(0, 1)
    film = np.dstack([0.5 + 0.5 * np.cos(2 * np.pi * (thick * f + phase)) for f in (1.0, 1.18, 1.42)])
    film = 0.35 + 0.65 * film
    alpha = 0.07 + 0.5 * rim + 0.3 * _smoothly((r - 0.9) * 14)
    spot = np.zeros_like(r)
    for cx, cy, turn, strength in ((-0.42, -0.48, -0.8, 0.85), (0.44, 0.52, 2.35, 0.4)):
        cos, sin = np.cos(turn), np.sin(turn)
        a, b = (u - cx) * cos + (v - cy) * sin, -(u - cx) * sin + (v - cy) * cos
        spot = np.maximum(spot, strength * _smoothly((1 - np.hypot(a / 0.11, (b + 0.9 * a * a) / 0.23)) * 2.2))
    total = spot + alpha * (1 - spot)
    colour = (film * (alpha * (1 - spot))[..., None] + spot[..., None]) / np.maximum(total, 1e-6)[..., None]
    return np.dstack([colour, total * inside]).astype(np.float32)


def bubble(size: Size, rng: np.random.Generator) -> Plane:
    """A soap bubble."""
    return _ball(size, (0.0, 0.0), 0.98, rng)


def bubbles(size: Size, rng: np.random.Generator) -> Plane:
    """A handful of soap bubbles that do not touch."""
    aspect = (size[0] / min(size), size[1] / min(size))
    out = np.zeros((size[1], size[0], 4), np.float32)
    put: list[tuple[float, float, float]] = []
    for _ in range(400):
        radius = float(rng.choice((0.34, 0.24, 0.17, 0.12, 0.09)))
        x, y = (float(rng.uniform(-side + radius + 0.02, side - radius - 0.02)) for side in aspect)
        if all(np.hypot(x - a, y - b) > radius + c + 0.03 for a, b, c in put):
            put.append((x, y, radius))
            one = _ball(size, (x, y), radius, rng)
            out = np.where(one[..., 3:] > 0, one, out)
        if len(put) == 9:
            break
    return out


def _vessel(size: Size, outline: list[tuple[float, float]], wall: float, water: tuple[float, float] | None) -> Plane:
    """A turned glass from its outline (y down 0…1, half width in heights): clear, dark and bright towards its sides.

    `water` is from where to where it stands in it.
    """
    width, height = size
    ys, halves = np.array(outline).T
    down, across = np.mgrid[:height, :width].astype(np.float32)
    v = (down + 0.5) / height
    half = np.interp(v, ys, halves).astype(np.float32)
    u = ((across + 0.5) - width / 2) / height
    side = np.abs(u) / np.maximum(half, 1e-4)
    fine = 1.0 / height
    inside = np.clip((half - np.abs(u)) / fine + 0.5, 0, 1) * (v >= ys[0]) * (v <= ys[-1])
    edge = side ** (1 / max(wall, 1e-3))
    line = np.exp(-(((half - np.abs(u)) / 0.006) ** 2))  # as refraction draws it
    alpha = 0.08 + 0.5 * edge + 0.4 * line
    tone = np.dstack([0.84 - 0.38 * edge, 0.92 - 0.32 * edge, 0.95 - 0.27 * edge]) * (1 - 0.5 * line[..., None])
    foot = _smoothly((v - (ys[-1] - 0.055)) / 0.03)
    alpha, tone = alpha + (0.5 - 0.3 * alpha) * foot, tone * (1 - 0.25 * foot[..., None])
    if water is not None:
        wet = _smoothly((v - water[0]) / 0.004) * _smoothly((water[1] - v) / 0.01) * (side < 0.93)
        level = np.exp(-(((v - water[0]) / 0.006) ** 2)) * (side < 0.93)
        alpha = alpha + wet * 0.16 + level * 0.4
        tone = tone * (1 - 0.26 * wet[..., None] * np.array([1.0, 0.55, 0.4], np.float32))
    shine = 0.75 * _smoothly(1 - np.abs(u / np.maximum(half, 1e-4) + 0.62) / 0.09) * _smoothly((v - ys[0] - 0.04) * 18)
    shine = shine * _smoothly((ys[-1] - 0.08 - v) * 14) + 0.4 * _smoothly(
        1 - np.abs(u / np.maximum(half, 1e-4) - 0.72) / 0.05
    ) * _smoothly((v - 0.3) * 8) * _smoothly((0.86 - v) * 12)
    brim = np.exp(-(((v - ys[0] - 0.006) / 0.005) ** 2))
    alpha = np.clip(alpha + 0.35 * brim, 0, 0.92)
    total = shine + alpha * (1 - shine)
    colour = (tone * (alpha * (1 - shine))[..., None] + shine[..., None]) / np.maximum(total, 1e-6)[..., None]
    return np.dstack([np.clip(colour, 0, 1), total * inside]).astype(np.float32)


def glass(size: Size, rng: np.random.Generator) -> Plane:
    """A tumbler, two thirds full of water."""
    return _vessel(size, [(0.02, 0.30), (0.5, 0.27), (0.95, 0.235), (0.98, 0.21)], 0.16, (0.36, 0.9))


def bottle(size: Size, rng: np.random.Generator) -> Plane:
    """A bottle of clear glass with a cap, half full of water."""
    outline = [
        (0.01, 0.052), (0.035, 0.052), (0.036, 0.042), (0.25, 0.045), (0.32, 0.06), (0.38, 0.11), (0.43, 0.135),
        (0.95, 0.138), (0.985, 0.12),
    ]  # fmt: skip
    made = _vessel(size, outline, 0.2, (0.5, 0.94))
    cap = slice(round(0.012 * size[1]), max(1, round(0.062 * size[1])))
    wide = round(0.058 * size[1])
    across = (np.arange(size[0]) + 0.5 - size[0] / 2) / max(wide, 1)
    made[cap, np.abs(across) < 1] = (0.20, 0.42, 0.66, 1.0)
    made[cap, :, :3] *= (1.12 - 0.5 * np.abs(across + 0.35))[None, :, None].clip(0.4, 1.2)
    return made.clip(0, 1)


def sheet(size: Size, rng: np.random.Generator) -> Plane:
    """A pane of glass with slanting reflections."""
    width, height = size
    down, across = np.mgrid[:height, :width].astype(np.float32)
    x, y = (across + 0.5) / min(size), (down + 0.5) / min(size)
    away = np.minimum(np.minimum(across, width - 1 - across), np.minimum(down, height - 1 - down)) / min(size)
    rim = np.exp(-away / 0.006)
    along = x + 0.6 * y
    bands = [_smoothly((w - np.abs(along - m)) / 0.02) for m, w in ((0.55, 0.10), (0.74, 0.03), (1.2, 0.05))]
    shine = 0.22 * np.sum(bands, 0)
    alpha = 0.05 + 0.5 * rim
    total = shine + alpha * (1 - shine)
    tone = np.array([0.78, 0.90, 0.88], np.float32) * (1 - 0.45 * rim[..., None])
    colour = (tone * (alpha * (1 - shine))[..., None] + shine[..., None]) / np.maximum(total, 1e-6)[..., None]
    return np.dstack([colour, total]).astype(np.float32)


MADE: Mapping[str, Callable[[Size, np.random.Generator], Plane]] = {
    "smoke": smoke, "cloud": cloud, "fog": fog, "bubble": bubble, "bubbles": bubbles,
    "glass": glass, "bottle": bottle, "sheet": sheet,
}  # fmt: skip
SHAPES: Mapping[str, float] = {  # width by height
    "smoke": 0.62, "cloud": 1.7, "fog": 2.6, "bubble": 1.0, "bubbles": 1.4, "glass": 0.66, "bottle": 0.31, "sheet": 0.8,
}  # fmt: skip
