"""Registers the cut's kinds of record with the storyboard: what may be set on a timeline, a track, a clip and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from editing import models
from generation.sounds.tones import KINDS
from storyboard.field_types import GIVEN, JsonObject, Name, Picture, RecordFields, Reference, Text
from storyboard.records import Kind, Values, register
from studio.errors import Refused

Frame = Annotated[StrictInt, Field(ge=0, le=models.MAX_FRAMES)]
Length = Annotated[StrictInt, Field(ge=1, le=models.MAX_FRAMES)]
Gain = Annotated[float, Field(ge=-60, le=12)]
Pan = Annotated[float, Field(ge=-1, le=1)]
Speed = Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]{0,4})/[1-9][0-9]{0,4}$")]
FASTEST = 64


class TimelineFields(RecordFields):
    """One edit of the film."""

    title: Name = ""
    follows: StrictBool = True


class TrackFields(RecordFields):
    """A row of the timeline."""

    timeline: Annotated[UUID, Reference("timeline")] = GIVEN
    kind: Literal["picture", "dialogue", "sound"] = "picture"
    title: Name = ""
    muted: StrictBool = False
    solo: StrictBool = False
    locked: StrictBool = False
    target: StrictBool = True
    gain: Gain = 0.0


class ClipFields(RecordFields):
    """A stretch of a take, of a file or of a tone, on a track."""

    track: Annotated[UUID, Reference("track")] = GIVEN
    shot: Annotated[UUID | None, Reference("shot")] = None
    start: Frame = 0
    source_in: Frame = 0
    frames: Length = 1
    tone: Annotated[str, StringConstraints(pattern=r"^[a-z ]{0,40}$")] = ""
    media: Picture = ""
    gain: Gain = 0.0
    pan: Pan = 0.0
    fade_in: Frame = 0
    fade_out: Frame = 0
    speed: Speed = "1/1"
    enabled: StrictBool = True
    link: UUID | None = None
    laid: JsonObject | None = None


class TransitionFields(RecordFields):
    """How one clip becomes the next."""

    track: Annotated[UUID, Reference("track")] = GIVEN
    kind: Literal["dissolve", "dip", "wipe"] = "dissolve"
    start: Frame = 0
    frames: Length = 12


class MarkerFields(RecordFields):
    """A word at a frame."""

    timeline: Annotated[UUID, Reference("timeline")] = GIVEN
    frame: Frame = 0
    words: Annotated[Text, StringConstraints(max_length=400)] = ""
    colour: Literal["yellow", "red", "green", "blue", "purple"] = "yellow"


def _clip(values: Values) -> None:
    if values["tone"] and values["tone"] not in KINDS:
        raise Refused(f"There is no room tone {values['tone']!r}. There are: {', '.join(KINDS)}.", "EDIT_INVALID")
    if values["start"] + values["frames"] > models.MAX_FRAMES:
        raise Refused(f"A clip ends after frame {models.MAX_FRAMES}, the last that a timeline has.", "EDIT_INVALID")
    if values["fade_in"] + values["fade_out"] > values["frames"]:
        raise Refused("The fades of a clip are longer than the clip. Shorten them, or lengthen it.", "EDIT_INVALID")
    if abs(Fraction(values["speed"])) > FASTEST:
        raise Refused(f"A clip runs at most {FASTEST} times as fast as it was shot.", "EDIT_INVALID")
    if sum(1 for name in ("shot", "tone", "media") if values[name]) > 1:
        raise Refused("A clip shows a shot, or a file, or is a room tone: only one of them.", "EDIT_INVALID")


def _brought(values: Values) -> Iterator[tuple[str, str, str]]:
    """The film or the sound that a clip is a stretch of."""
    if digest := values.get("media"):
        yield "media", digest, "moving or sounding"


register(Kind("timeline", models.Timeline, TimelineFields))
register(Kind("track", models.Track, TrackFields, required=frozenset({"timeline"})))
register(Kind("clip", models.Clip, ClipFields, required=frozenset({"track"}), check=_clip, brought=_brought))
register(Kind("transition", models.Transition, TransitionFields, required=frozenset({"track"})))
register(Kind("marker", models.Marker, MarkerFields, required=frozenset({"timeline"})))
