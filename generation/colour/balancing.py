"""The light of a shot as a few numbers of a grade: what makes it neutral, and what makes it like another shot's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.colour import Change, shared, unchanged
from generation.colour.grading import grade
from generation.colour.light import LUMA, NEUTRAL, white_balance
from generation.colour.looks import Look
from generation.colour.measuring import Seen

_GREY = 0.055  # chroma (OKLab) below which a colour tells of the light and not of the thing
_BRIGHT = 0.15  # lightness from which on a colour tells anything
_ENOUGH = 0.06  # share of nearly grey pixels from which on they are believed alone
_POWER = 6  # Minkowski: between grey world (1) and white patch (infinite)
_MIREDS, _TINT = 70.0, 45.0  # how far the white may be moved
_STOPS, _CONTRAST, _SATURATION = 1.5, (0.75, 1.35), (0.75, 1.3)
_MIDDLE, _SPAN = 0.44, 0.78  # display values: what a neutral picture's middle and its range from dark to bright are
_WHITER, _EVENER = 0.8, 0.4  # how far it goes: evenings are warm, night is dark and snow is bright
_LEAST = 50  # pixels
_OF_WHITE = ("temperature", "tint")


@dataclass(frozen=True)
class Light:
    """What the light of a shot is like."""

    white: tuple[float, float, float]  # linear light of what should be white, luminance 1
    middle: float  # display value of the middle tone
    span: float  # … between the darkest and the brightest twentieth
    chroma: float  # OKLab, on average


def measured(seen: Seen) -> Light | None:
    """The light of some pictures; None where they are black."""
    if len(seen.lab) < _LEAST:
        return None
    light = np.clip(seen.light, 0, 1)
    chroma = np.hypot(seen.lab[:, 1], seen.lab[:, 2])
    clipped = (seen.shown.max(axis=1) > 0.99) | (seen.lab[:, 0] < _BRIGHT)
    plain = np.clip(2 - chroma / _GREY, 0, 1) * ~clipped
    sure = min(1.0, float(plain.mean()) / _ENOUGH)
    grey = plain @ light / max(float(plain.sum()), 1e-6)
    rest = light[~clipped] if (~clipped).sum() >= _LEAST else light
    shades = (rest**_POWER).mean(axis=0) ** (1 / _POWER)
    white = sure * grey / max(float(LUMA @ grey), 1e-6) + (1 - sure) * shades / max(float(LUMA @ shades), 1e-6)
    luma = seen.shown @ LUMA
    low, middle, high = (float(one) for one in np.quantile(luma, (0.05, 0.5, 0.95)))
    return Light((float(white[0]), float(white[1]), float(white[2])), middle, high - low, float(chroma.mean()))


def typical(lights: Sequence[Light]) -> int:
    """Which of several is most like all others."""
    places = np.array([[*np.log(np.maximum(one.white, 1e-3)), 2 * one.middle, one.span, 4 * one.chroma] for one in lights])
    away = np.abs(places[:, None] - places[None]).sum(axis=(1, 2))
    return int(np.argmin(away))


def neutral(light: Light) -> dict[str, float]:
    """The numbers of a grade that take most of the light's colour away, and go part of the way to neither dark nor flat."""
    red, green, blue = (own + (1 - own) * _WHITER for own in light.white)
    goal = Light(
        (red, green, blue), light.middle + (_MIDDLE - light.middle) * _EVENER, light.span + (_SPAN - light.span) * _EVENER, 0
    )
    return {name: value for name, value in towards(light, goal).items() if name != "saturation"}


def change(light: Light | None, white: bool, tones: bool, strength: float = 1.0) -> Change:
    """What makes such light neutral: its colour (`white`), its tones, or both; nothing where all is black."""
    numbers = neutral(light) if light else {}
    wanted: dict[str, Any] = {name: value for name, value in numbers.items() if (white if name in _OF_WHITE else tones)}
    return shared(grade(replace(Look(), **wanted)), strength) if wanted else unchanged


def towards(light: Light, goal: Light) -> dict[str, float]:
    """The numbers of a grade that bring one light to another, within limits; `temperature`, `tint`, `exposure` and so on."""
    kelvin, tint = _white_between(np.array(light.white), np.array(goal.white))
    stops = float(np.clip(2.2 * np.log2(max(goal.middle, 0.02) / max(light.middle, 0.02)), -_STOPS, _STOPS))
    grown = light.span * 2 ** (stops / 2.2)
    contrast = float(np.clip(max(goal.span, 0.05) / max(grown, 0.05), *_CONTRAST))
    saturation = float(np.clip((goal.chroma + 0.02) / (light.chroma * contrast + 0.02), *_SATURATION))
    found = {
        "temperature": float(round(kelvin / 10) * 10), "tint": round(tint, 1), "exposure": round(stops, 2),
        "contrast": round(1 + (contrast - 1) * 0.7, 2), "saturation": round(1 + (saturation - 1) * 0.7, 2),
        "pivot": round(float(np.clip(goal.middle, 0.15, 0.75)), 2),
    }  # fmt: skip
    usual = {"temperature": NEUTRAL, "tint": 0.0, "exposure": 0.0, "contrast": 1.0, "saturation": 1.0}
    kept = {name: value for name, value in found.items() if name != "pivot" and value != usual[name]}
    return {**kept, "pivot": found["pivot"]} if "contrast" in kept else kept


def _white_between(white: npt.NDArray[Any], goal: npt.NDArray[Any]) -> tuple[float, float]:
    """Kelvin and tint of the white balance that brings one white to another: Gauss and Newton, in mireds."""
    at = np.array([1e6 / NEUTRAL, 0.0])
    wanted = np.log(np.maximum(goal, 1e-3))

    def missed(place: npt.NDArray[Any]) -> npt.NDArray[Any]:
        made = np.log(np.maximum(white_balance(1e6 / place[0], place[1]) @ white, 1e-3)) - wanted
        found: npt.NDArray[Any] = made - made.mean()
        return found

    for _ in range(12):
        here = missed(at)
        steps = np.stack([missed(at + step) - here for step in np.diag([0.5, 0.5])], axis=1) / 0.5
        at = at - np.linalg.lstsq(steps, here, rcond=None)[0]
        at = np.clip(at, [1e6 / NEUTRAL - _MIREDS, -_TINT], [1e6 / NEUTRAL + _MIREDS, _TINT])
    return float(1e6 / at[0]), float(at[1])
