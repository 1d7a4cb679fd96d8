"""Colour match: a layer's colours brought towards those of the place where it lies, in OKLab, steadily through the clip.

What is estimated: the cast of the light, from what is nearly grey on both sides; how dark the darkest and how bright the
brightest is; and how colourful things are. All of it within limits, so that a red car stays red and a black cat black.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.stacking_light import Light, linear

Matrix = npt.NDArray[Any]
_TO_LMS = np.array(  # OKLab (Ottosson 2020), from linear sRGB
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
_FROM_LMS, _FROM_LAB = np.linalg.inv(_TO_LMS).astype(np.float32), np.linalg.inv(_TO_LAB).astype(np.float32)
_STEPS = 4096
_ROOT = np.cbrt(np.arange(_STEPS + 1) / _STEPS).astype(np.float32)
_SMALL = 20000  # pixels of which statistics are made
GREY, THING = 0.055, 0.022  # of a place, whose light is to be found, and of a thing: skin and wood are warm by themselves
_ENOUGH = 0.08  # share of nearly grey pixels from which on the cast is believed
_DIMS, _LIFTS, _FLOOR, _CAST = 0.28, 0.08, 0.08, 0.05  # how far the brightest, the darkest and the cast may be moved
_FADES = (0.6, 1.1)
_CALM = 12.0  # frames within which nothing changes much
_CONTRAST, _COLOURS = (0.6, 1.2), (0.6, 1.3)


def to_lab(light: Light) -> Light:
    """OKLab of linear light (…, 3)."""
    flat = light.reshape(1, -1, 3)
    lms = np.cbrt(np.maximum(cv2.transform(flat, _TO_LMS), 0))
    found: Light = cv2.transform(lms, _TO_LAB).reshape(light.shape)
    return found


@dataclass(frozen=True)
class Statistics:
    """What is known of the colours of a part of a picture, in OKLab."""

    low: float  # lightness of the darkest, the middle and the brightest twentieth
    middle: float
    high: float
    cast: tuple[float, float]  # a and b of what is nearly grey
    sure: float  # 0…1, how much of that there is
    chroma: float


def statistics(pixels: Pixels, weight: npt.NDArray[Any], grey: float = GREY) -> Statistics | None:
    """Of sRGB pixels (height, width, 3), each counted by its weight (height, width), 0…1; None where nothing has weight.

    `grey` is the chroma below which a colour tells of the light and not of the thing.
    """
    step = max(1, int(np.sqrt(weight.size / _SMALL)))
    weight = weight[::step, ::step].reshape(-1)
    seen = weight > 0.05
    if seen.sum() < 4:
        return None
    lab = to_lab(linear(pixels[::step, ::step].reshape(-1, 3)[seen] / 255).astype(np.float32))
    share = weight[seen] / weight[seen].sum()
    order = np.argsort(lab[:, 0])
    below = np.cumsum(share[order])
    places = [min(len(order) - 1, int(np.searchsorted(below, q))) for q in (0.05, 0.5, 0.95)]
    low, middle, high = (float(one) for one in lab[order[places], 0])
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    plain = share * np.clip(2 - chroma / grey, 0, 1) * (lab[:, 0] > 0.15)
    total = float(plain.sum())
    cast = (plain @ lab[:, 1:]) / max(total, 1e-6)
    return Statistics(
        low, middle, high, (float(cast[0]), float(cast[1])), min(1.0, total / _ENOUGH), float(share @ chroma)
    )  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """A change of colours in OKLab: lightness is multiplied and moved, a and b likewise."""

    gain: float = 1.0
    lift: float = 0.0
    colours: float = 1.0
    cast: tuple[float, float] = (0.0, 0.0)

    def share(self, amount: float) -> Cast:
        """So much of it, 0…1."""
        return Cast(
            1 + (self.gain - 1) * amount,
            self.lift * amount,
            1 + (self.colours - 1) * amount,
            (self.cast[0] * amount, self.cast[1] * amount),
        )

    def __call__(self, light: Light) -> Light:
        """Straight linear light (height, width, 3) with the change."""
        flat = np.ascontiguousarray(light, np.float32).reshape(1, -1, 3)
        index = np.clip(cv2.transform(flat, _TO_LMS) * _STEPS + 0.5, 0, _STEPS).astype(np.int32)
        scaled = np.diag([self.gain, self.colours, self.colours])
        whole = _FROM_LAB @ scaled @ _TO_LAB
        offset = _FROM_LAB @ np.array([self.lift, *self.cast])
        roots = cv2.transform(np.take(_ROOT, index), np.column_stack([whole, offset]).astype(np.float32))
        np.maximum(roots, 0, out=roots)
        found: Light = np.clip(cv2.transform(roots * roots * roots, _FROM_LMS), 0, 1).reshape(light.shape)
        return found


def cast_between(layer: Statistics, place: Statistics) -> Cast:
    """The change that brings a layer's colours towards the place's.

    Its brightest goes most of the way down where nothing there is as bright, its darkest up where nothing is as dark, and only
    a little the other way: what is dark in a bright place is dark by itself. The cast goes by what both show of it.
    """
    high = float(np.clip((0.9 if place.high < layer.high else 0.35) * (place.high - layer.high), -_DIMS, _LIFTS))
    low = float(np.clip(0.6 * (place.low - layer.low), -_LIFTS, _FLOOR))
    gain = float(np.clip(1 + (high - low) / max(layer.high - layer.low, 0.1), *_CONTRAST))
    lift = layer.high + high - gain * layer.high
    tint = [place.sure * one - layer.sure * other * place.sure for one, other in zip(place.cast, layer.cast, strict=True)]
    far = float(np.linalg.norm(tint))
    tint = [one * min(1.0, _CAST / max(far, 1e-6)) for one in tint]
    colours = float(np.clip((place.chroma + 0.05) / (layer.chroma + 0.05), *_COLOURS))
    dimmed = float(np.clip((gain * layer.middle + lift) / max(layer.middle, 0.1), *_FADES))  # in less light less colour
    return Cast(gain, lift, (1 + (colours - 1) * 0.25) * dimmed, (tint[0], tint[1]))


def steady(found: Sequence[tuple[int, Cast]], frames: int) -> list[tuple[int, Cast]]:
    """Casts at some frames, smoothed over their neighbours in time, so that nothing flickers and slow changes are followed."""
    if not found:
        return []
    at = np.array([n for n, _ in found], float)
    values = np.array([(one.gain, one.lift, one.colours, *one.cast) for _, one in found])
    wide = max(_CALM, 1.2 * frames / max(1, len(found)))
    weight = np.exp(-0.5 * ((at[:, None] - at[None]) / wide) ** 2)
    mean = weight @ values / weight.sum(1, keepdims=True)
    return [(n, _cast(one)) for (n, _), one in zip(found, mean, strict=True)]


def cast_at(found: Sequence[tuple[int, Cast]], frame: int) -> Cast:
    """The cast at a frame, evenly between those known, held before the first and after the last."""
    if not found:
        return Cast()
    at = [n for n, _ in found]
    values = np.array([(one.gain, one.lift, one.colours, *one.cast) for _, one in found])
    return _cast(np.array([np.interp(frame, at, column) for column in values.T]))


def _cast(values: npt.NDArray[Any]) -> Cast:
    gain, lift, colours, a, b = (float(one) for one in values)
    return Cast(gain, lift, colours, (a, b))
