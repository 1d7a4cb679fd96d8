"""Scenes of known alpha: things with hair, fur, motion blur and smoke, moving over a moving ground, as a camera would see them.

What is seen is mixed as light from a truth drawn four times as fine, with noise; the masks wobble as tracking's do. Thresholds
were chosen with the first of each kind in view; the others, held out, differ in shape, colours, ground, movement and chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.mattes import Coverage
from generation.stacking import Sheet, over

WIDTH, HEIGHT, FRAMES = 640, 360, 12
KINDS = ["hair", "fur", "blur", "smoke"]
Alpha = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Frame:
    """One composite: what is seen, the mask that tracking would give, and the truth."""

    pixels: Pixels
    mask: Coverage
    alpha: Alpha
    layer: Pixels


def scene(kind: str, count: int = FRAMES) -> list[Frame]:
    """A moving thing of known alpha over a moving ground, mixed as light: "hair", "fur", "blur" (motion) or "smoke"."""
    rng = np.random.default_rng(KINDS.index(kind))
    ground = _ground(rng)
    strands = [
        (rng.uniform(0, 2 * np.pi), rng.uniform(14, 40), rng.uniform(-0.5, 0.5), rng.uniform(0, 6), rng.uniform(0.35, 0.9))
        for _ in range({"hair": 260, "fur": 900}.get(kind, 0))
    ]
    body = np.clip(rng.normal(0, 1, (20, 36, 3)) * 14 + (165, 105, 70), 0, 255).astype(np.uint8)
    colours = cv2.resize(body, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    wisps = cv2.resize(rng.uniform(0, 1, (14, 24)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return [_frame(kind, n, ground, colours, strands, wisps) for n in range(count)]


def held_out(kind: str, count: int = FRAMES) -> list[Frame]:
    """The same kinds otherwise: long dark hair that hangs, a pale furry beast, a thing swept down, dark smoke."""
    rng = np.random.default_rng(100 + KINDS.index(kind))
    ground = _wall(rng) if kind in ("hair", "blur") else _leaves(rng)
    tint = {"hair": (62, 44, 38), "fur": (205, 196, 180), "blur": (60, 90, 170), "smoke": (48, 46, 50)}[kind]
    body = np.clip(rng.normal(0, 1, (18, 30, 3)) * 9 + tint, 0, 255).astype(np.uint8)
    colours = cv2.resize(body, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    wisps = cv2.resize(rng.uniform(0, 1, (9, 15)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    strands = [
        (rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 1), rng.uniform(-1, 1), rng.uniform(0, 6), rng.uniform(0.3, 0.95))
        for _ in range({"hair": 320, "fur": 1500}.get(kind, 0))
    ]
    return [_other(kind, n, ground, colours, strands, wisps) for n in range(count)]


def _other(kind: str, n: int, ground: Pixels, colours: Pixels, strands: Any, wisps: Alpha) -> Frame:
    fine = 4
    canvas = np.zeros((HEIGHT * fine, WIDTH * fine), np.float32)
    x, y = 400 - 7 * n, 150 + 6 * np.sin(n / 2)
    if kind == "hair":
        solid = np.maximum(_disc(canvas.copy(), (x, y), (46, 58), fine), _disc(canvas.copy(), (x + 4, y + 150), (90, 84), fine))
        for angle, reach, bend, phase, strength in strands:
            t = np.linspace(0, 1, 14)
            side = np.cos(angle)
            across = x + 44 * side + bend * 16 * t + 26 * reach * side * t**0.6 + 5 * np.sin(phase + 5 * t + n / 3) * t
            down = y - 50 * abs(np.sin(angle)) + 150 * reach * t - 14 * (1 - side**2) * np.sin(np.pi * t)
            points = (np.stack([across, down], 1) * fine).round().astype(np.int32)
            cv2.polylines(canvas, [points], False, float(strength), 4, cv2.LINE_AA)
        canvas = np.maximum(canvas, solid)
    elif kind == "fur":
        parts = [
            ((x, y + 40), (104, 56)),
            ((x - 96, y - 6), (40, 36)),
            ((x + 66, y + 96), (20, 44)),
            ((x - 60, y + 96), (20, 44)),
        ]
        for k, (angle, reach, bend, phase, strength) in enumerate(strands):
            (left, top), radii = parts[k % 2 if k % 5 else 2 + k % 2]
            t = np.linspace(0, 1, 6)
            turn = angle + (0.16 * bend + 0.1 * np.sin(phase + n / 2)) * t
            across, down = (
                left + (radii[0] + 14 * reach * t - 2) * np.cos(turn),
                top + (radii[1] + 14 * reach * t - 2) * np.sin(turn),
            )
            points = (np.stack([across, down], 1) * fine).round().astype(np.int32)
            cv2.polylines(canvas, [points], False, float(strength), 5, cv2.LINE_AA)
        for at, radii in parts:
            canvas = np.maximum(canvas, _disc(np.zeros_like(canvas), at, radii, fine))
    elif kind == "blur":
        cv2.rectangle(canvas, (int((x - 60) * fine), int((y - 30) * fine)), (int((x + 50) * fine), int((y + 90) * fine)), 1.0, -1)
        canvas = cv2.blur(np.maximum(canvas, _disc(np.zeros_like(canvas), (x, y - 40), (34, 40), fine)), (9 * fine, 22 * fine))
    else:
        for at, radii in (((x, y), (70, 50)), ((x + 50, y + 60), (50, 60)), ((x - 40, y + 80), (60, 50))):
            canvas = np.maximum(canvas, _disc(np.zeros_like(canvas), at, radii, fine))
        shifted = cv2.warpAffine(
            wisps, np.array([[1, 0, -6.0 * n], [0, 1, 4.0 * n]]), (WIDTH, HEIGHT), borderMode=cv2.BORDER_WRAP
        )
        canvas = cv2.GaussianBlur(canvas, (0, 0), 7 * fine) * (0.62 + 0.38 * cv2.resize(shifted, canvas.shape[::-1]))
    return _seen(canvas, colours, ground, (80 - 4 * n, 3 * n), n)


def _wall(rng: Any) -> Pixels:
    """Pale stripes with light falling off, a shelf and pictures."""
    width, height = WIDTH + 160, HEIGHT + 80
    stripes = np.where((np.arange(width) // 26) % 2, 226, 204)[None, :, None] + np.array([4, -8, -12])
    wall = np.repeat(stripes, height, 0) * np.linspace(1.05, 0.8, width)[None, :, None]
    for _ in range(7):
        left, top = rng.integers(0, width - 90), rng.integers(0, height - 60)
        wall[top : top + rng.integers(12, 60), left : left + rng.integers(20, 90)] = rng.integers(40, 220, 3)
    return np.clip(wall + rng.normal(0, 2, wall.shape), 0, 255).astype(np.uint8)  # type: ignore[return-value]


def _leaves(rng: Any) -> Pixels:
    """Foliage in and out of the light."""
    width, height = WIDTH + 160, HEIGHT + 80
    wood = np.full((height, width, 3), (52, 74, 40), np.uint8)
    for _ in range(2600):
        at = tuple(int(side) for side in rng.integers(0, (width, height)))
        green = np.array([70, 110, 46]) * rng.uniform(0.3, 1.7)
        axes = (int(rng.integers(4, 13)), int(rng.integers(2, 5)))
        cv2.ellipse(wood, at, axes, float(rng.uniform(0, 180)), 0, 360, green.tolist(), -1, cv2.LINE_AA)
    return wood  # type: ignore[return-value]


def _ground(rng: Any) -> Pixels:
    big = (WIDTH + 160, HEIGHT + 80)
    layers = [
        cv2.resize(rng.normal(0, 1, (max(2, big[1] // step), max(2, big[0] // step), 3)).astype(np.float32), big) * spread
        for step, spread in ((90, 50), (22, 18), (5, 8))
    ]
    return np.clip(sum(layers) + np.array([70, 110, 120]), 0, 255).astype(np.uint8)  # type: ignore[return-value]


def _frame(kind: str, n: int, ground: Pixels, colours: Pixels, strands: Any, wisps: Alpha) -> Frame:
    centre = (220 + 9 * n, 180 + 3 * np.sin(n / 3))
    fine = 4
    canvas = np.zeros((HEIGHT * fine, WIDTH * fine), np.float32)
    radii = (62, 80)
    if kind == "blur":
        canvas = _disc(canvas, centre, radii, fine)
        canvas = cv2.blur(canvas, (34 * fine, 1))
    elif kind == "smoke":
        canvas = cv2.GaussianBlur(_disc(canvas, centre, radii, fine), (0, 0), 9 * fine)
        shifted = cv2.warpAffine(wisps, np.float32([[1, 0, 9 * n], [0, 1, 0]]), (WIDTH, HEIGHT), borderMode=cv2.BORDER_WRAP)
        canvas *= 0.55 + 0.45 * cv2.resize(shifted, canvas.shape[::-1])
    else:
        length = 1.0 if kind == "hair" else 0.35
        for angle, reach, bend, phase, strength in strands:
            t = np.linspace(0, 1, 12)
            turn = angle + bend * t + 0.12 * np.sin(phase + n / 2.5) * t
            x = centre[0] + (radii[0] + reach * length * t - 4) * np.cos(turn)
            y = centre[1] + (radii[1] + reach * length * t - 4) * np.sin(turn)
            points = (np.stack([x, y], 1) * fine).round().astype(np.int32)
            cv2.polylines(canvas, [points], False, float(strength), 5 if kind == "hair" else 6, cv2.LINE_AA)
        canvas = np.maximum(canvas, _disc(np.zeros_like(canvas), centre, radii, fine))
    return _seen(canvas, colours, ground, (3 * n, 2 * n), n)


def _seen(canvas: Alpha, colours: Pixels, ground: Pixels, corner: tuple[int, int], n: int) -> Frame:
    """A frame from the truth, drawn finer, and the ground from a corner on."""
    alpha = np.clip(cv2.resize(canvas, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), 0, 1)
    layer = np.dstack([colours, np.round(alpha * 255).astype(np.uint8)])
    x, y = corner
    seen, _ = over(np.ascontiguousarray(ground[y : y + HEIGHT, x : x + WIDTH]), [Sheet(layer)])
    noise = np.random.default_rng(1000 + n).normal(0, 2, seen.shape)
    seen = np.clip(seen + noise, 0, 255).astype(np.uint8)
    hard = cv2.morphologyEx((alpha > 0.5).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    wobble = cv2.GaussianBlur(np.random.default_rng(n).normal(0, 1, hard.shape).astype(np.float32), (0, 0), 6) * 6
    soft = cv2.GaussianBlur(hard.astype(np.float32), (0, 0), 2.5) + 0.12 * wobble
    mask = np.clip((soft - 0.5) * 3 + 0.5, 0, 1)
    return Frame(seen, (255 * mask).astype(np.uint8), alpha, layer)


def _disc(canvas: Alpha, centre: tuple[float, float], radii: tuple[int, int], fine: int) -> Alpha:
    middle, axes = (round(centre[0] * fine), round(centre[1] * fine)), (radii[0] * fine, radii[1] * fine)
    return np.asarray(cv2.ellipse(canvas, middle, axes, 0, 0, 360, 1.0, -1, cv2.LINE_AA), np.float32)
