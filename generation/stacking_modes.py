"""Blend modes: what a layer's colour and the colour below it give together, by the definitions of W3C Compositing, Level 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

import numpy as np

from generation.stacking_light import Light, display, linear

Mode = Literal[
    "normal",
    "darken", "multiply", "burn",
    "lighten", "screen", "dodge", "add",
    "overlay", "soft-light", "hard-light",
    "difference", "exclusion",
    "hue", "saturation", "colour", "luminosity",
]  # fmt: skip
MODES: tuple[Mode, ...] = get_args(Mode)
_LUMA = np.array([0.3, 0.59, 0.11], np.float32)  # as the definition has it


def blended(below: Light, colour: Light, mode: Mode, *, light: bool) -> Light:
    """B(cb, cs) of two straight colours (height, width, 3), both linear light, or both display values where not `light`.

    Multiply, add, darken and lighten are what light does. The others are defined on display values and evaluated there.
    """
    if mode in _OF_LIGHT:
        return _OF_LIGHT[mode](below, colour)
    if mode == "normal":
        return colour
    if light:
        below, colour = (np.clip(display(np.clip(one, 0, 1)), 0, 1) for one in (below, colour))
    found = _OF_DISPLAY[mode](below, colour)
    return (linear(found) if light else found).astype(np.float32)


def _multiply(below: Light, colour: Light) -> Light:
    return np.asarray(below * colour)


def _add(below: Light, colour: Light) -> Light:
    added: Light = np.minimum(below + colour, 1)
    return added


def _screen(below: Light, colour: Light) -> Light:
    return np.asarray(below + colour - below * colour)


def _hard(below: Light, colour: Light) -> Light:
    return np.where(colour <= 0.5, 2 * below * colour, 1 - 2 * (1 - below) * (1 - colour))


def _soft(below: Light, colour: Light) -> Light:
    curve = np.where(below <= 0.25, ((16 * below - 12) * below + 4) * below, np.sqrt(below))
    darker = below - (1 - 2 * colour) * below * (1 - below)
    return np.asarray(np.where(colour <= 0.5, darker, below + (2 * colour - 1) * (curve - below)))


def _dodge(below: Light, colour: Light) -> Light:
    found = np.minimum(1, below / np.maximum(1 - colour, 1e-6))
    return np.where(below <= 0, 0, np.where(colour >= 1, 1, found))


def _burn(below: Light, colour: Light) -> Light:
    found = 1 - np.minimum(1, (1 - below) / np.maximum(colour, 1e-6))
    return np.where(below >= 1, 1, np.where(colour <= 0, 0, found))


def _luma(colour: Light) -> Light:
    return np.asarray((colour @ _LUMA)[..., None])


def _with_luma(colour: Light, luma: Light) -> Light:
    """`colour` brought to a luminosity, and back into what can be shown without a change of it."""
    moved = colour + (luma - _luma(colour))
    least, most = moved.min(-1, keepdims=True), moved.max(-1, keepdims=True)
    moved = np.where(least < 0, luma + (moved - luma) * luma / np.maximum(luma - least, 1e-6), moved)
    return np.asarray(np.where(most > 1, luma + (moved - luma) * (1 - luma) / np.maximum(most - luma, 1e-6), moved))


def _range(colour: Light) -> Light:
    return np.asarray(colour.max(-1, keepdims=True) - colour.min(-1, keepdims=True))


def _with_range(colour: Light, want: Light) -> Light:
    least = colour.min(-1, keepdims=True)
    return np.asarray((colour - least) * want / np.maximum(_range(colour), 1e-6) * (_range(colour) > 0))


_OF_LIGHT: Mapping[str, Callable[[Light, Light], Light]] = {
    "multiply": _multiply, "add": _add, "darken": np.minimum, "lighten": np.maximum,
}  # fmt: skip
_OF_DISPLAY: Mapping[str, Callable[[Light, Light], Light]] = {
    "screen": _screen,
    "overlay": lambda below, colour: _hard(colour, below),
    "hard-light": _hard,
    "soft-light": _soft,
    "dodge": _dodge,
    "burn": _burn,
    "difference": lambda below, colour: np.abs(below - colour),
    "exclusion": lambda below, colour: below + colour - 2 * below * colour,
    "hue": lambda below, colour: _with_luma(_with_range(colour, _range(below)), _luma(below)),
    "saturation": lambda below, colour: _with_luma(_with_range(below, _range(colour)), _luma(below)),
    "colour": lambda below, colour: _with_luma(colour, _luma(below)),
    "luminosity": lambda below, colour: _with_luma(below, _luma(colour)),
}
