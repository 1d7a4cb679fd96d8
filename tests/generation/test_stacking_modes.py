"""Blend modes as W3C Compositing defines them: written down a second time here, colour by colour, and compared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.stacking_modes import MODES, Mode, blended

Rgb = tuple[float, float, float]
COLOURS = st.tuples(*[st.floats(0, 1, width=32)] * 3)


def lum(c: Rgb) -> float:
    return 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]


def set_lum(c: Rgb, want: float) -> Rgb:
    moved = [one + want - lum(c) for one in c]
    low, high = min(moved), max(moved)
    if low < 0:
        moved = [want + (one - want) * want / (want - low) for one in moved]
    if high > 1:
        moved = [want + (one - want) * (1 - want) / (high - want) for one in moved]
    return moved[0], moved[1], moved[2]


def set_sat(c: Rgb, want: float) -> Rgb:
    low, high = min(c), max(c)
    made = [(one - low) * want / (high - low) if high > low else 0.0 for one in c]
    return made[0], made[1], made[2]


def sat(c: Rgb) -> float:
    return max(c) - min(c)


def expected(b: Rgb, s: Rgb, mode: Mode) -> Rgb:
    def each(one: float, two: float) -> float:
        hard = {True: 2 * one * two, False: 1 - 2 * (1 - one) * (1 - two)}
        curve = ((16 * one - 12) * one + 4) * one if one <= 0.25 else one**0.5
        return {
            "normal": two,
            "multiply": one * two,
            "darken": min(one, two),
            "lighten": max(one, two),
            "add": min(1, one + two),
            "screen": one + two - one * two,
            "overlay": hard[one <= 0.5],
            "hard-light": hard[two <= 0.5],
            "soft-light": one - (1 - 2 * two) * one * (1 - one) if two <= 0.5 else one + (2 * two - 1) * (curve - one),
            "dodge": 0 if one <= 0 else 1 if two >= 1 else min(1, one / (1 - two)),
            "burn": 1 if one >= 1 else 0 if two <= 0 else 1 - min(1, (1 - one) / two),
            "difference": abs(one - two),
            "exclusion": one + two - 2 * one * two,
        }[mode]

    if mode == "hue":
        return set_lum(set_sat(s, sat(b)), lum(b))
    if mode == "saturation":
        return set_lum(set_sat(b, sat(s)), lum(b))
    if mode == "colour":
        return set_lum(s, lum(b))
    if mode == "luminosity":
        return set_lum(b, lum(s))
    return each(b[0], s[0]), each(b[1], s[1]), each(b[2], s[2])


@pytest.mark.parametrize("mode", MODES)
@given(below=COLOURS, colour=COLOURS)
def test_every_mode_is_what_the_standard_says(mode: Mode, below: Rgb, colour: Rgb) -> None:
    if mode in ("hue", "saturation") and 0 < min(sat(below), sat(colour)) < 1e-3:
        return  # a hue of nearly nothing is rounding
    if mode in ("dodge", "burn") and (0 < 1 - colour[0] < 1e-4 or any(0 < min(1 - one, one) < 1e-4 for one in (*below, *colour))):
        return
    got = blended(np.float32([[below]]), np.float32([[colour]]), mode, light=False)[0, 0]
    assert np.abs(got - expected(below, colour, mode)).max() < 2e-3


@pytest.mark.parametrize("mode", MODES)
def test_as_light_every_mode_stays_within_light(mode: Mode) -> None:
    rng = np.random.default_rng(4)
    below, colour = rng.random((2, 8, 8, 3)).astype(np.float32)
    got = blended(below, colour, mode, light=True)
    assert got.shape == below.shape
    assert got.min() >= -1e-4
    assert got.max() <= 1 + 1e-4
