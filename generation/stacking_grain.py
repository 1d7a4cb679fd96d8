"""Grain match: how noisy a picture is and how large its grain, measured where it is flat; and the same grain made again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.stacking_light import Box, Light, display

_BLOCK = 12  # pixels of a side
_FLAT = 0.08  # share of the blocks of a brightness that count as flat
_KNOTS = np.array([0.12, 0.35, 0.6, 0.85])  # brightness, display values
_SIDE = 512  # pixels of a sheet of grain
_LEAST = 0.25  # levels of 255: less is rounding
_STEPS = 2047
_TEXTURE = 1.6  # times the least noise of any brightness: more is what things look like
_BIAS = 1.15  # the flattest blocks are a little flatter than the noise is


@dataclass(frozen=True)
class Grain:
    """Noise in levels of 255 at four brightnesses, its size in pixels, and how much of it is of colour."""

    levels: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    size: float = 0.5
    colour: float = 0.3

    @property
    def none(self) -> bool:
        """Whether there is nothing to add."""
        return max(self.levels) < _LEAST

    def beyond(self, other: Grain, amount: float) -> Grain:
        """What has to be added to a picture with `other` grain so that it comes to this one, so much of it."""
        levels = [amount * float(np.sqrt(max(0.0, a * a - b * b))) for a, b in zip(self.levels, other.levels, strict=True)]
        return Grain((levels[0], levels[1], levels[2], levels[3]), self.size, self.colour)


def measured(pixels: Pixels, weight: npt.NDArray[Any] | None = None) -> Grain:
    """Of sRGB pixels (height, width, 3), only where the weight (height, width) is full."""
    part = pixels.astype(np.float32)
    luma = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    fine = luma - cv2.GaussianBlur(luma, (0, 0), 1.6)
    tint = part[..., 0] - part[..., 1]
    fine_tint = tint - cv2.GaussianBlur(tint, (0, 0), 1.6)
    rows, columns = luma.shape[0] // _BLOCK, luma.shape[1] // _BLOCK
    if rows * columns < 8:
        return Grain()

    def blocks(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return cv2.resize(values[: rows * _BLOCK, : columns * _BLOCK], (columns, rows), interpolation=cv2.INTER_AREA).reshape(-1)

    mean, spread, clip = blocks(luma) / 255, blocks(fine * fine), blocks(((luma < 2) | (luma > 252)).astype(np.float32))
    next_to = blocks(fine * np.roll(fine, 1, 1))
    tints = blocks(fine_tint * fine_tint)
    whole = clip < 0.02
    if weight is not None:
        whole &= blocks(np.asarray(weight, np.float32)) > 0.99
    if whole.sum() < 8:
        return Grain()
    bounds = np.array([0, *((_KNOTS[1:] + _KNOTS[:-1]) / 2), 1.01])
    levels, near, colour = [], [], []
    for low, high in pairwise(bounds):
        inside = np.flatnonzero(whole & (mean >= low) & (mean < high))
        if len(inside) < 8:
            levels.append(np.nan)
            continue
        flat = inside[np.argsort(spread[inside])[: max(4, int(len(inside) * _FLAT))]]
        levels.append(_BIAS * float(np.sqrt(spread[flat].mean())))
        near.append(float(next_to[flat].mean() / max(1e-6, spread[flat].mean())))
        colour.append(float(np.sqrt(tints[flat].mean() / max(1e-6, spread[flat].mean()))))
    known = np.flatnonzero(~np.isnan(levels))
    if not len(known):
        return Grain()
    filled = np.interp(np.arange(len(_KNOTS)), known, np.array(levels)[known])
    filled = np.minimum(filled, _TEXTURE * filled.min())
    size = float(np.interp(np.mean(near), [-0.12, 0.1, 0.3, 0.42], [0.3, 0.5, 0.65, 0.8]))
    tinted = float(np.clip(np.mean(colour) / 2, 0, 1))
    kept = float(
        np.interp(size, [0.3, 0.5, 0.65, 0.8], [0.95, 0.88, 0.79, 0.69])
    )  # what the measuring leaves of grain this large
    filled = filled / (kept * np.sqrt(1 - 0.55 * tinted**2))  # of each colour, as luma levels it out
    return Grain(tuple(float(one) for one in filled), size, tinted)  # type: ignore[arg-type]


class Sower:
    """Makes grain of one kind; the same seed and frame give the same grain, and no two frames the same."""

    def __init__(self, grain: Grain, seed: int) -> None:
        self._grain, self._seed = grain, seed
        soft = _sheet(seed, grain.size)
        common = float(np.sqrt(max(0.0, 1 - grain.colour**2)))
        self._sheet = common * soft[..., 3:] + grain.colour * soft[..., :3]
        steps = np.arange(_STEPS + 1) / _STEPS
        self._slope = _slope(steps)
        brightness = {True: display(steps), False: steps}
        self._levels = {light: np.interp(of, _KNOTS, grain.levels).astype(np.float32) / 255 for light, of in brightness.items()}

    def sown(self, colour: Light, alpha: Light, box: Box, frame: int, *, light: bool = True) -> Light:
        """Premultiplied colour (height, width, 3) of a box of the picture with this frame's grain; alpha (height, width, 1)."""
        if self._grain.none:
            return colour
        rng = np.random.default_rng([self._seed, frame])
        x, y = (int(n) for n in rng.integers(0, _SIDE, 2))
        rows, columns = (np.arange(box[1], box[3]) + y) % _SIDE, (np.arange(box[0], box[2]) + x) % _SIDE
        sheet = self._sheet[rows][:, columns]
        straight = np.clip(colour / np.maximum(alpha, 1e-6), 0, 1)
        grey = cv2.cvtColor(np.ascontiguousarray(straight, np.float32), cv2.COLOR_RGB2GRAY)
        strong = np.take(self._levels[light], (grey * _STEPS).astype(np.int32))[..., None] * alpha
        if light:
            strong = strong * np.take(self._slope, (straight * _STEPS).astype(np.int32))
        found: Light = np.clip(colour + sheet * strong, 0, alpha)
        return found


def _sheet(seed: int, size: float) -> npt.NDArray[Any]:
    """Four fields of noise of variance one that go on at their edges, blurred to a grain size in pixels."""
    noise = np.random.default_rng([seed, 77]).standard_normal((_SIDE, _SIDE, 4)).astype(np.float32)
    edge = 16
    wide = np.pad(noise, ((edge, edge), (edge, edge), (0, 0)), mode="wrap")
    soft = cv2.GaussianBlur(wide, (0, 0), max(0.3, size))[edge:-edge, edge:-edge]
    return np.asarray(soft / soft.std((0, 1), keepdims=True), np.float32)


def _slope(light: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """By how much light changes for a small change of its display value."""
    value = display(light)
    return np.where(value <= 0.04045, 1 / 12.92, 2.4 / 1.055 * ((value + 0.055) / 1.055) ** 1.4).astype(np.float32)
