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
    return np.clip(total / max(weight, 1e-6), 0, 1)


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
    for n in range(11):
        at = (rng.uniform(-0.62, 0.62) * aspect, rng.uniform(0.02, 0.28))
        radius = rng.uniform(0.24, 0.40) * (1.15 - abs(at[0]) / aspect) * (1.25 if n < 3 else 1)
        at = (at[0], at[1] - radius * (0.5 if n < 5 else 0.2))
        body = np.maximum(body, 1 - np.hypot((x - at[0]) / (radius * 1.25), (y - at[1]) / radius))
    foot = np.clip((0.40 - y) / 0.22, 0, 1)
    grain = noise(size, min(size) * 0.34, rng, 7, 0.56)
    density = _smoothly((body + 1.25 * (grain - 0.5)) * 1.5 + 0.30) * _smoothly(foot)
    edge = _smoothly((1 - np.abs(x) / aspect) * 6) * _smoothly((1 - np.abs(y)) * 6)
    return _lit(0.97 * density * edge, (1.0, 1.0, 1.0), (0.66, 0.71, 0.79), 0.62)


def smoke(size: Size, rng: np.random.Generator) -> Plane:
    """A plume that rises from the middle of the lower edge, widens and thins."""
    width, height = size
    down, across = np.mgrid[:height, :width].astype(np.float32)
    t = 1 - (down + 0.5) / height  # 0 below … 1 above
    u = (across + 0.5) / width - 0.5
    sway = 0.10 * np.sin(5 * t + rng.uniform(0, 6)) * t + 0.12 * t * rng.uniform(-1, 1)
    wide = 0.05 + 0.34 * t**0.8
    body = 1 - np.abs(u - sway) / wide
    swirl = noise(size, height * 0.22, rng, 7, 0.58)
    density = _smoothly(body * 1.25 + 1.5 * (swirl - 0.5) - 0.08)
    density = _warped(density, 0.16 * min(size), height * 0.16, rng)
    density *= (0.9 - 0.62 * t) * _smoothly((1 - t) * 3.2) * _smoothly(t * 26)
    density *= _smoothly((0.5 - np.abs(u)) * 12)
    return _lit(density, (0.80, 0.80, 0.82), (0.36, 0.36, 0.39), 0.8)


def fog(size: Size, rng: np.random.Generator) -> Plane:
    """A bank of fog, thickest in the middle of its height, that ends nowhere sharply."""
    width, height = size
    down, across = np.mgrid[:height, :width].astype(np.float32)
    v, u = (down + 0.5) / height, (across + 0.5) / width
    grain = noise((width, height), height * 0.7, rng, 6, 0.5)
    grain = cv2.GaussianBlur(grain, (0, 0), max(1.0, height * 0.01), sigmaY=max(0.5, height * 0.004))
    body = _smoothly(v * 2.4) * _smoothly((1 - v) * 4) * _smoothly(u * 5) * _smoothly((1 - u) * 5)
    density = np.clip(body * (0.25 + 1.0 * grain), 0, 0.86)
    return _lit(density, (0.93, 0.94, 0.95), (0.80, 0.82, 0.85), 0.3)


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
    alpha = 0.05 + 0.42 * rim + 0.22 * _smoothly((r - 0.9) * 14)
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
    alpha = 0.07 + 0.55 * edge
    tone = np.dstack([0.86 - 0.36 * edge, 0.93 - 0.30 * edge, 0.96 - 0.26 * edge])
    foot = _smoothly((v - (ys[-1] - 0.055)) / 0.03)
    alpha, tone = alpha + (0.5 - 0.3 * alpha) * foot, tone * (1 - 0.25 * foot[..., None])
    if water is not None:
        wet = _smoothly((v - water[0]) / 0.004) * _smoothly((water[1] - v) / 0.01) * (side < 0.93)
        line = np.exp(-(((v - water[0]) / 0.006) ** 2)) * (side < 0.93)
        alpha = alpha + wet * 0.12 + line * 0.35
        tone = tone * (1 - 0.22 * wet[..., None] * np.array([1.0, 0.55, 0.4], np.float32))
    shine = 0.75 * _smoothly(1 - np.abs(u / np.maximum(half, 1e-4) + 0.62) / 0.09) * _smoothly((v - ys[0] - 0.04) * 18)
    shine = shine * _smoothly((ys[-1] - 0.08 - v) * 14) + 0.4 * _smoothly(
        1 - np.abs(u / np.maximum(half, 1e-4) - 0.72) / 0.05
    ) * _smoothly((v - 0.3) * 8) * _smoothly((0.86 - v) * 12)
    alpha = np.clip(alpha, 0, 0.92)
    total = shine + alpha * (1 - shine)
    colour = (tone * (alpha * (1 - shine))[..., None] + shine[..., None]) / np.maximum(total, 1e-6)[..., None]
    return np.dstack([np.clip(colour, 0, 1), total * inside]).astype(np.float32)


def glass(size: Size, rng: np.random.Generator) -> Plane:
    """A tumbler, two thirds full of water."""
    return _vessel(size, [(0.02, 0.30), (0.5, 0.27), (0.95, 0.235), (0.98, 0.21)], 0.16, (0.36, 0.9))


def bottle(size: Size, rng: np.random.Generator) -> Plane:
    """A bottle of clear glass."""
    outline = [
        (0.01, 0.052), (0.035, 0.052), (0.036, 0.042), (0.25, 0.045), (0.32, 0.06), (0.38, 0.11), (0.43, 0.135), (0.95, 0.138), (0.985, 0.12),
    ]  # fmt: skip
    return _vessel(size, outline, 0.2, (0.5, 0.94))


def sheet(size: Size, rng: np.random.Generator) -> Plane:
    """A pane of glass with slanting reflections."""
    width, height = size
    down, across = np.mgrid[:height, :width].astype(np.float32)
    x, y = (across + 0.5) / min(size), (down + 0.5) / min(size)
    away = np.minimum(np.minimum(across, width - 1 - across), np.minimum(down, height - 1 - down)) / min(size)
    rim = np.exp(-away / 0.006)
    along = x + 0.6 * y
    shine = 0.22 * sum(_smoothly((w - np.abs(along - m)) / 0.02) for m, w in ((0.55, 0.10), (0.74, 0.03), (1.2, 0.05)))
    alpha = 0.05 + 0.5 * rim
    total = shine + alpha * (1 - shine)
    tone = np.array([0.78, 0.90, 0.88], np.float32) * (1 - 0.45 * rim[..., None])
    colour = (tone * (alpha * (1 - shine))[..., None] + shine[..., None]) / np.maximum(total, 1e-6)[..., None]
    return np.dstack([colour, total]).astype(np.float32)


MADE: Mapping[str, Callable[[Size, np.random.Generator], Plane]] = {
    "smoke": smoke, "cloud": cloud, "fog": fog, "bubble": bubble, "bubbles": bubbles, "glass": glass, "bottle": bottle, "sheet": sheet,
}  # fmt: skip
SHAPES: Mapping[str, float] = {  # width by height
    "smoke": 0.62, "cloud": 1.7, "fog": 2.6, "bubble": 1.0, "bubbles": 1.4, "glass": 0.66, "bottle": 0.31, "sheet": 0.8,
}  # fmt: skip
