"""What a grade does to a colour, in the order in which it does it.

1. Linear light (BT.709): exposure, white balance.
2. Display values (sRGB): shadows and highlights by luma, colours in step; lift, gamma, gain; contrast about the pivot; curves.
3. The two colour differences of BT.709 display values: hue, vibrance, saturation, so that luma stays. Then as
   much of it as `strength` says. What is beyond black and white is cut off after that, and only then.

The browser does the same sums (`frontend/src/colour/grade.ts`); `tests/generation/colour_truth.json` holds both to one truth.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from generation.colour import Change, Rgb, shared
from generation.colour.curves import Points, along
from generation.colour.light import LUMA, NEUTRAL, REACH, display, linear, white_balance

CHANNELS = ("red", "green", "blue")
WARM = 0.18  # of red at a warmth of 1, and as much less of blue
_LIFTS, _DIPS = 2.0, 0.95  # what shadows and highlights may do before tones would change places
_CALM = 0.16  # colour difference from about which on vibrance leaves a colour alone


class Settings(Protocol):
    """The numbers of a grade at one frame; `generation.operations.style.Grade` says what each means."""

    @property
    def strength(self) -> float: ...
    @property
    def exposure(self) -> float: ...
    @property
    def temperature(self) -> float: ...
    @property
    def tint(self) -> float: ...
    @property
    def warmth(self) -> float: ...
    @property
    def shadows(self) -> float: ...
    @property
    def highlights(self) -> float: ...
    @property
    def contrast(self) -> float: ...
    @property
    def pivot(self) -> float: ...
    @property
    def hue(self) -> float: ...
    @property
    def vibrance(self) -> float: ...
    @property
    def saturation(self) -> float: ...
    @property
    def curve(self) -> Points: ...
    @property
    def curve_red(self) -> Points: ...
    @property
    def curve_green(self) -> Points: ...
    @property
    def curve_blue(self) -> Points: ...


def grade(params: Settings) -> Change:
    """The change of these settings (of one frame: keys are read before)."""

    def whole(colours: Rgb) -> Rgb:
        return _coloured(_toned(_lit(colours, params), params), params)

    return shared(whole, params.strength)


def _lit(colours: Rgb, params: Settings) -> Rgb:
    if not (params.exposure or params.tint or params.warmth) and params.temperature == NEUTRAL:
        return colours
    matrix = white_balance(params.temperature, params.tint) if params.tint or params.temperature != NEUTRAL else np.eye(3)
    warm = np.diag([1 + WARM * params.warmth, 1, 1 - WARM * params.warmth])
    lit: Rgb = linear(colours) @ (2**params.exposure * warm @ matrix).T.astype(colours.dtype)
    return display(lit)


def _toned(shown: Rgb, params: Settings) -> Rgb:
    if params.shadows or params.highlights:
        luma = np.clip(shown @ LUMA.astype(shown.dtype), 1e-4, 1)[..., None]
        low = (_LIFTS if params.shadows > 0 else _DIPS) * params.shadows
        high = (_DIPS if params.highlights > 0 else _LIFTS) * params.highlights
        shown = shown * (1 + low * (1 - luma) ** 3 + high * (1 - luma) * luma**2)
    lift, gamma, gain = (_three(params, name) for name in ("lift", "gamma", "gain"))
    if lift.any() or (gain != 1).any():
        shown = shown * gain.astype(shown.dtype) + lift.astype(shown.dtype) * (1 - shown)
    if (gamma != 1).any():
        shown = np.where(shown > 0, np.maximum(shown, 1e-9) ** (1 / gamma).astype(shown.dtype), shown)
    if params.contrast != 1:
        shown = (shown - params.pivot) * params.contrast + params.pivot
    if params.curve:
        shown = along(params.curve, shown)
    if params.curve_red or params.curve_green or params.curve_blue:
        own = (params.curve_red, params.curve_green, params.curve_blue)
        shown = np.stack([along(one, shown[..., n]) if one else shown[..., n] for n, one in enumerate(own)], axis=-1)
    return shown


def _coloured(shown: Rgb, params: Settings) -> Rgb:
    if not (params.hue or params.vibrance) and params.saturation == 1:
        return shown
    luma = shown @ LUMA.astype(shown.dtype)
    blue, red = (shown[..., 2] - luma) / REACH[0], (shown[..., 0] - luma) / REACH[1]
    scale = params.saturation * (1 + params.vibrance * np.exp(-(blue * blue + red * red) / _CALM**2))
    turn = np.radians(params.hue)
    blue, red = scale * (blue * np.cos(turn) - red * np.sin(turn)), scale * (blue * np.sin(turn) + red * np.cos(turn))
    made_blue, made_red = luma + blue * REACH[0], luma + red * REACH[1]
    made_green = (luma - LUMA[0] * made_red - LUMA[2] * made_blue) / LUMA[1]
    return np.stack([made_red, made_green, made_blue], axis=-1).astype(shown.dtype)


def _three(params: Settings, name: str) -> Rgb:
    """A wheel: the master's value with each channel's own; lifts add up, gammas and gains multiply."""
    master = getattr(params, name)
    own = np.array([getattr(params, f"{name}_{channel}") for channel in CHANNELS])
    found: Rgb = master + own if name == "lift" else master * own
    return found
