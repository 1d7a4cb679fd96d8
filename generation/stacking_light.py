"""Display values and light: sRGB pixels to linear light and back, exact for what was not changed."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels

Light = npt.NDArray[Any]  # float32, 0…1
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels; right and bottom lie outside

_STEPS = 65535
_LEVELS = np.arange(256, dtype=np.float64) / 255


def linear(value: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Display values 0…1 to linear light (sRGB)."""
    return np.where(value <= 0.04045, value / 12.92, ((np.maximum(value, 0) + 0.055) / 1.055) ** 2.4)


def display(light: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Linear light 0…1 to display values (sRGB)."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)


_TO_LIGHT = linear(_LEVELS).astype(np.float32)
_AS_IS = _LEVELS.astype(np.float32)
_TO_DISPLAY = (display(np.arange(_STEPS + 1) / _STEPS) * 255 + 0.5).astype(np.uint8)


def to_light(pixels: Pixels, *, light: bool = True) -> Light:
    """sRGB, uint8, to linear light, float32 of the same shape; not `light`: to display values 0…1."""
    found: Light = cv2.LUT(np.ascontiguousarray(pixels), _TO_LIGHT if light else _AS_IS)
    return found


def to_pixels(light: Light) -> Pixels:
    """Linear light to sRGB, uint8; what came from `to_light` comes back exactly."""
    index = np.clip(light * _STEPS + 0.5, 0, _STEPS).astype(np.uint16)
    return np.take(_TO_DISPLAY, index)


def shown(value: Light, *, light: bool) -> Pixels:
    """What `to_light` was asked for, brought back to pixels."""
    return to_pixels(value) if light else np.clip(value * 255 + 0.5, 0, 255).astype(np.uint8)
