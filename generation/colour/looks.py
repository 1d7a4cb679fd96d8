"""Film looks by choice: each a mix of the channels and a grade. The browser has the same list for its thumbnails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from generation.colour import Change, Rgb, chained, shared
from generation.colour.grading import grade

Name = Literal[
    "none", "neutral_print", "bleach_bypass", "teal_amber", "vivid_slide", "soft_portrait", "noir", "day_for_night",
    "cross_process", "faded_print", "two_strip", "sepia", "cold_steel", "golden_hour", "instant",
]  # fmt: skip
NAMES: tuple[str, ...] = get_args(Name)
Curve = tuple[tuple[float, float], ...]
_SOFT_S: Curve = ((0, 0.012), (0.18, 0.14), (0.5, 0.51), (0.82, 0.875), (1, 0.985))
_HARD_S: Curve = ((0, 0), (0.2, 0.12), (0.5, 0.5), (0.8, 0.89), (1, 1))


@dataclass(frozen=True)
class Look:
    """The numbers of a grade (`generation.colour.grading.Settings`), each neutral unless given, after a mix of the channels."""

    mix: tuple[float, ...] = (1, 0, 0, 0, 1, 0, 0, 0, 1)  # red, green, blue out of red, green, blue; row by row
    strength: float = 1.0
    exposure: float = 0.0
    temperature: float = 6500.0
    tint: float = 0.0
    warmth: float = 0.0
    shadows: float = 0.0
    highlights: float = 0.0
    contrast: float = 1.0
    pivot: float = 0.46
    hue: float = 0.0
    vibrance: float = 0.0
    saturation: float = 1.0
    lift: float = 0.0
    lift_red: float = 0.0
    lift_green: float = 0.0
    lift_blue: float = 0.0
    gamma: float = 1.0
    gamma_red: float = 1.0
    gamma_green: float = 1.0
    gamma_blue: float = 1.0
    gain: float = 1.0
    gain_red: float = 1.0
    gain_green: float = 1.0
    gain_blue: float = 1.0
    curve: Curve = ()
    curve_red: Curve = ()
    curve_green: Curve = ()
    curve_blue: Curve = ()


LOOKS: dict[str, Look] = {
    "neutral_print": Look(curve=_SOFT_S, saturation=0.94, lift_blue=0.008, gain_red=1.01, gain_blue=0.985),
    "bleach_bypass": Look(saturation=0.42, contrast=1.22, curve=_HARD_S, gain_blue=1.02),
    "teal_amber": Look(
        mix=(1.04, 0, -0.04, 0, 1, 0, 0, 0.12, 0.88), contrast=1.08, vibrance=0.15,
        curve_red=((0, 0), (0.25, 0.205), (0.6, 0.625), (1, 1)), curve_blue=((0, 0.035), (0.3, 0.325), (0.7, 0.665), (1, 0.985)),
    ),
    "vivid_slide": Look(
        mix=(1.12, -0.07, -0.05, -0.04, 1.09, -0.05, -0.02, -0.08, 1.1), curve=_HARD_S, saturation=1.12, gain_red=1.02,
        gamma_blue=0.97, temperature=6800,
    ),
    "soft_portrait": Look(
        curve=((0, 0.03), (0.25, 0.265), (0.5, 0.535), (0.8, 0.825), (1, 0.975)), saturation=0.88, vibrance=0.12,
        temperature=6800, gamma_red=1.02, lift_green=0.006,
    ),
    "noir": Look(mix=(0.42, 0.5, 0.08, 0.42, 0.5, 0.08, 0.42, 0.5, 0.08), contrast=1.3, pivot=0.42, curve=_HARD_S, saturation=0),
    "day_for_night": Look(
        mix=(0.72, 0.2, 0.08, 0.06, 0.86, 0.08, 0, 0.12, 0.88), exposure=-1.9, temperature=4900, saturation=0.6, highlights=-0.2,
        contrast=1.3, pivot=0.2, gamma_blue=1.05,
    ),
    "cross_process": Look(
        contrast=1.1, saturation=1.15, curve_red=((0, 0), (0.25, 0.17), (0.75, 0.85), (1, 1)),
        curve_green=((0, 0), (0.3, 0.29), (0.7, 0.77), (1, 1)), curve_blue=((0, 0.13), (0.5, 0.49), (1, 0.82)),
    ),
    "faded_print": Look(
        curve=((0, 0.1), (0.3, 0.33), (0.7, 0.69), (1, 0.91)), saturation=0.7, gain_red=1.03, gain_blue=0.92, lift_red=0.015,
    ),
    "two_strip": Look(mix=(1, 0, 0, 0.05, 0.6, 0.35, 0.05, 0.6, 0.35), saturation=1.12, contrast=1.06, gain_blue=0.98),
    "sepia": Look(mix=(0.3, 0.59, 0.11, 0.3, 0.59, 0.11, 0.3, 0.59, 0.11), curve=_SOFT_S, gamma_red=1.12, gamma_blue=0.84,
                  lift_red=0.012, gain_blue=0.93),
    "cold_steel": Look(temperature=5300, saturation=0.68, contrast=1.14, lift_blue=0.012, tint=-4),
    "golden_hour": Look(temperature=8600, exposure=0.08, highlights=-0.2, shadows=0.12, vibrance=0.25, gain_red=1.02),
    "instant": Look(
        curve=((0, 0.06), (0.25, 0.27), (0.6, 0.64), (1, 0.95)), curve_blue=((0, 0.07), (0.5, 0.49), (1, 0.88)), saturation=0.86,
        gamma_green=1.03, temperature=6900,
    ),
}  # fmt: skip


def look(name: str, strength: float = 1.0) -> Change | None:
    """The change of a look; None for "none" and where nothing is left of it."""
    if name == "none" or strength <= 0:
        return None
    chosen = LOOKS[name]
    mix = np.array(chosen.mix, np.float32).reshape(3, 3)

    def mixed(colours: Rgb) -> Rgb:
        found: Rgb = colours @ mix.T.astype(colours.dtype)
        return found

    return shared(chained([mixed, grade(chosen)]), strength)
