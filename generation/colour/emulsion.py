"""What lens, film and gate do to a picture: distortion, glow, halation, a darker edge, grain. Pictures are display values."""

from __future__ import annotations

import functools
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.mezzanine import Pixels

Picture = npt.NDArray[Any]  # float32 (height, width, 3), 0…1
_SHEET = 1024  # pixels of a side of the grain
_LEVELS = 255.0
_SMALL = 4  # times: glow is made of a picture so much smaller
_GLOWS, _BURNS = 0.62, 0.68  # display value from which on lights bloom, and burn through to the film's back
_HALO = np.array([1.0, 0.24, 0.06], np.float32)  # red reaches farthest
_GRAIN = 0.034  # display value: the strongest grain, a third of the way from black to white
_STEADY = 0.0024  # of the height: how far the gate weaves at most


def bent(pixels: Pixels, barrel: float, aberration: float, shift: tuple[float, float]) -> Pixels:
    """sRGB pixels (height, width, 3 or 4) through a lens and a gate; nothing beyond the edge is shown.

    `barrel` −1…1 bulges outwards above 0, `aberration` 0…1 takes red and blue apart towards the edges, `shift` in pixels.
    """
    if not (barrel or aberration or any(shift)):
        return pixels
    high, wide = pixels.shape[:2]
    kinds = [(0, 1.0 + 0.004 * aberration), (1, 1.0), (2, 1.0 - 0.004 * aberration)] + (
        [(3, 1.0)] if pixels.shape[2] == 4 else []
    )
    if not aberration:
        x, y = _map(wide, high, barrel, 1.0)
        return np.asarray(_drawn(pixels, x, y, shift), np.uint8)
    return np.dstack(
        [_drawn(np.ascontiguousarray(pixels[..., n]), *_map(wide, high, barrel, scale), shift) for n, scale in kinds]
    )


def _drawn(pixels: Pixels, x: Picture, y: Picture, shift: tuple[float, float]) -> Pixels:
    if any(shift):
        x, y = x + np.float32(shift[0]), y + np.float32(shift[1])
    return np.asarray(cv2.remap(pixels, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


@functools.lru_cache(maxsize=8)
def _map(wide: int, high: int, barrel: float, scale: float) -> tuple[Picture, Picture]:
    """From where each pixel is taken."""
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32) - (wide - 1) / 2, np.arange(high, dtype=np.float32) - (high - 1) / 2)
    corner = (wide**2 + high**2) / 4
    far = (x * x + y * y) / corner
    bend = 0.25 * barrel
    grown = (1 + bend * far) / (1 + max(bend, 0) if bend > 0 else 1 + bend * (min(wide, high) ** 2 / 4) / corner)
    grown = grown / scale
    return x * grown + np.float32((wide - 1) / 2), y * grown + np.float32((high - 1) / 2)


def weaving(frame: int, seed: int, amount: float, high: int) -> tuple[float, float]:
    """How far the gate lets a frame slip, in pixels: slow, with a little jump."""
    if not amount:
        return (0.0, 0.0)
    own = np.random.default_rng([seed, 11, frame]).standard_normal(2) * 0.3
    turn = np.random.default_rng([seed, 12]).uniform(0, 2 * np.pi, 4)
    slow = [
        np.sin(frame * 0.31 + turn[0]) + np.sin(frame * 0.17 + turn[1]),
        np.sin(frame * 0.23 + turn[2]) + np.sin(frame * 0.11 + turn[3]),
    ]
    across, down = (float((a * 0.5 + b) * amount * _STEADY * high) for a, b in zip(slow, own, strict=True))
    return (across * 0.6, down)


def glowing(picture: Picture, bloom: float, halation: float) -> Picture:
    """Bright lights that spread (`bloom`), and that come back red from behind the film (`halation`); both 0…1."""
    if not (bloom or halation):
        return picture
    high, wide = picture.shape[:2]
    size = (max(1, wide // _SMALL), max(1, high // _SMALL))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    glow = np.zeros_like(small)
    if bloom:
        bright = _above(small, _GLOWS)
        for share, reach in ((0.5, 0.012), (0.32, 0.035), (0.18, 0.09)):
            glow = cv2.scaleAdd(cv2.GaussianBlur(bright, (0, 0), max(0.6, reach * size[1])), bloom * 0.75 * share, glow)
    if halation:
        burnt = _above(small, _BURNS).max(axis=2)
        far = cv2.GaussianBlur(burnt, (0, 0), max(0.6, 0.018 * size[1]))
        near = cv2.GaussianBlur(burnt, (0, 0), max(0.5, 0.006 * size[1]))
        ring = np.maximum(0.65 * far + 0.35 * near - 0.25 * burnt, 0)
        glow += ring[..., None] * _HALO * np.float32(halation * 1.3)
    wider = cv2.resize(glow, (wide, high), interpolation=cv2.INTER_LINEAR)
    np.minimum(wider, 1, out=wider)
    return np.asarray(picture + wider * (1 - picture), np.float32)  # light upon light never goes beyond white


def _above(small: Picture, level: float) -> Picture:
    """What is brighter than a level, softly."""
    top = small.max(axis=2, keepdims=True)
    t = np.clip((top - level) / (1 - level), 0, 1)
    return np.asarray(small * (t * t * (3 - 2 * t)), np.float32)


def edged(picture: Picture, amount: float, softness: float, centre: tuple[float, float]) -> Picture:
    """Darker (or, below 0, lighter) away from a centre in shares of the picture; in place."""
    if not amount:
        return picture
    high, wide = picture.shape[:2]
    mask = _edge(wide, high, round(amount, 4), round(softness, 4), round(centre[0], 4), round(centre[1], 4))
    if amount > 0:
        return np.asarray(cv2.multiply(picture, mask, dst=picture), np.float32)
    return np.asarray(1 - (1 - picture) * mask, np.float32)


@functools.lru_cache(maxsize=4)
def _edge(wide: int, high: int, amount: float, softness: float, across: float, down: float) -> Picture:
    x = (np.arange(wide, dtype=np.float32) + 0.5) / wide - across
    y = (np.arange(high, dtype=np.float32) + 0.5) / high - down
    far = np.sqrt(2.2 * (x[None] ** 2 + y[:, None] ** 2)) / np.float32(np.sqrt(1.1))  # 1 in the corners about the middle
    begin = 0.85 - 0.75 * softness
    t = np.clip((far - begin) / max(1.15 - begin, 1e-3), 0, 1)
    mask = (1 - abs(amount) * (t * t * (3 - 2 * t))).astype(np.float32)
    return np.repeat(mask[..., None], 3, axis=2)


def grained(picture: Picture, frame: int, amount: float, size: float, colour: float, seed: int) -> Picture:
    """Grain, another with each frame and the same for a seed: strongest in the middle tones; in place."""
    if not amount:
        return picture
    high, wide = picture.shape[:2]
    sheet = _sheet(seed, round(max(0.35, size * high / 1080), 3), round(colour, 3))
    rng = np.random.default_rng([seed, frame])
    noise = sheet[:: rng.choice((-1, 1)), :: rng.choice((-1, 1))]
    y, x = (int(n) for n in rng.integers(0, _SHEET, 2))
    rows, columns = (np.arange(high) + y) % _SHEET, (np.arange(wide) + x) % _SHEET
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    np.clip(luma, 0, 1, out=luma)
    strong = np.sqrt(luma) * (1.04 - luma) * np.float32(2.6 * amount * _GRAIN)  # film is grainiest below the middle
    picture += noise[rows][:, columns] * strong[..., None]
    return picture


@functools.lru_cache(maxsize=3)
def _sheet(seed: int, size: float, colour: float) -> Picture:
    """Grain of variance one that goes on at its edges: clumps of crystals, of which each layer of the film has its own part."""
    noise = np.random.default_rng([seed, 5]).standard_normal((_SHEET, _SHEET, 4)).astype(np.float32)
    edge = 32
    around = np.pad(noise, ((edge, edge), (edge, edge), (0, 0)), mode="wrap")
    fine = cv2.GaussianBlur(around, (0, 0), 0.75 * size)
    clumps = cv2.GaussianBlur(around[::-1], (0, 0), 1.9 * size)
    fine, clumps = (one[edge:-edge, edge:-edge] / one[edge:-edge, edge:-edge].std((0, 1)) for one in (fine, clumps))
    soft = fine + 0.45 * clumps
    soft /= soft.std((0, 1))
    made = np.sqrt(1 - colour**2) * soft[..., 3:] + colour * soft[..., :3]
    return np.ascontiguousarray(made, np.float32)
