"""Style: grading the light and colour of a clip."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Annotated

from pydantic import Field, field_validator

from generation.colour import Change, curves
from generation.colour.grading import grade as change_of
from generation.colour.running import run
from generation.keyed import Keyed
from generation.media import Video
from generation.operation import Context, Queue, operation

_Number = partial(Field, json_schema_extra={"keyable": True})
_Lift = Annotated[float, _Number(ge=-0.5, le=0.5)]
_Gamma = Annotated[float, _Number(ge=0.25, le=4)]
_Gain = Annotated[float, _Number(ge=0, le=4)]
_Part = Annotated[float, Field(ge=0, le=1)]
_Curve = Annotated[tuple[tuple[_Part, _Part], ...], Field(max_length=curves.MOST)]


class Grade(Keyed):
    """How much of each; nothing at the defaults. Light is linear BT.709, tones and colours are sRGB display values."""

    exposure: Annotated[float, _Number(ge=-4, le=4, description="Stops of light: 1 is twice as bright.")] = 0.0
    contrast: Annotated[float, _Number(ge=0.25, le=2.5, description="About the pivot; 1 leaves it.")] = 1.0
    saturation: Annotated[float, _Number(ge=0, le=2.5, description="0 is grey, 1 leaves it.")] = 1.0
    warmth: Annotated[float, _Number(ge=-1, le=1, description="Towards amber above 0, towards blue below.")] = 0.0
    temperature: Annotated[
        float,
        Field(
            ge=2000, le=15000, description="Kelvin of the light that becomes white: more makes the picture warmer.",
            json_schema_extra={"keyable": True, "unit": "K"},
        ),
    ] = 6500.0  # fmt: skip
    tint: Annotated[float, _Number(ge=-100, le=100, description="Towards magenta above 0, towards green below.")] = 0.0
    shadows: Annotated[float, _Number(ge=-1, le=1, description="The dark tones brighter above 0, darker below.")] = 0.0
    highlights: Annotated[float, _Number(ge=-1, le=1, description="The bright tones brighter above 0, held back below.")] = 0.0
    pivot: Annotated[float, _Number(ge=0.05, le=0.95, description="The tone that contrast leaves where it is.")] = 0.46
    vibrance: Annotated[float, _Number(ge=-1, le=1, description="Saturation of what is pale; strong colours stay.")] = 0.0
    hue: Annotated[
        float, Field(ge=-180, le=180, description="All hues turned.", json_schema_extra={"keyable": True, "unit": "°"})
    ] = 0.0
    lift: Annotated[_Lift, Field(description="The blacks: up above 0, down below.")] = 0.0
    lift_red: _Lift = 0.0
    lift_green: _Lift = 0.0
    lift_blue: _Lift = 0.0
    gamma: Annotated[_Gamma, Field(description="The middle tones: brighter above 1.")] = 1.0
    gamma_red: _Gamma = 1.0
    gamma_green: _Gamma = 1.0
    gamma_blue: _Gamma = 1.0
    gain: Annotated[_Gain, Field(description="The whites: brighter above 1.")] = 1.0
    gain_red: _Gain = 1.0
    gain_green: _Gain = 1.0
    gain_blue: _Gain = 1.0
    curve: Annotated[_Curve, Field(description="All tones: points (in, out) of a curve; none leaves them.")] = ()
    curve_red: _Curve = ()
    curve_green: _Curve = ()
    curve_blue: _Curve = ()
    strength: Annotated[float, _Number(ge=0, le=1, description="How much of all of it.")] = 1.0

    @field_validator("curve", "curve_red", "curve_green", "curve_blue")
    @classmethod
    def _tidied(cls, value: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return curves.tidied(value)

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        if self.moves:
            return False
        neutral = Grade(strength=self.strength, pivot=self.pivot if self.contrast == 1 else 0.46)
        return self == neutral or self.strength == 0


@operation("style.grade", version=3, queue=Queue.CPU, timeout=timedelta(hours=1))
def grade(clip: Video, *, params: Grade, context: Context) -> Video:
    """Grade a clip: exposure and white balance, tones, wheels and curves, hue and saturation, in floats and without bands.

    Frames, rate, size and alpha are kept.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_HDR.
        Exhausted: DISK_FULL.
    """
    still = change_of(params)

    def at(frame: int) -> Change:
        return change_of(params.at(frame)) if params.moves else still

    out = context.scratch(".mkv")
    run(clip.path, out, at, context, "grading", moving=params.moves)
    return Video(out)
