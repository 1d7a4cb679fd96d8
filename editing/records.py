"""Registers the cut's kinds of record with the storyboard: what may be set on a timeline, a track, a clip, a transition."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from editing import models
from generation.sounds.tones import KINDS
from storyboard.field_types import GIVEN, Name, RecordFields, Reference
from storyboard.records import Kind, Values, register
from studio.errors import Refused

Frame = Annotated[StrictInt, Field(ge=0, le=models.MAX_FRAMES)]
Length = Annotated[StrictInt, Field(ge=1, le=models.MAX_FRAMES)]
Gain = Annotated[float, Field(ge=-60, le=12)]


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


class ClipFields(RecordFields):
    """A stretch of a take, or of a tone, on a track."""

    track: Annotated[UUID, Reference("track")] = GIVEN
    shot: Annotated[UUID | None, Reference("shot")] = None
    start: Frame = 0
    source_in: Frame = 0
    frames: Length = 1
    tone: Annotated[str, StringConstraints(pattern=r"^[a-z ]{0,40}$")] = ""
    gain: Gain = 0.0
    link: UUID | None = None


class TransitionFields(RecordFields):
    """How one clip becomes the next."""

    track: Annotated[UUID, Reference("track")] = GIVEN
    kind: Literal["dissolve", "dip", "wipe"] = "dissolve"
    start: Frame = 0
    frames: Length = 12


def _clip(values: Values) -> None:
    if values["tone"] and values["tone"] not in KINDS:
        raise Refused(f"There is no room tone {values['tone']!r}. There are: {', '.join(KINDS)}.", "EDIT_INVALID")
    if values["start"] + values["frames"] > models.MAX_FRAMES:
        raise Refused(f"A clip ends after frame {models.MAX_FRAMES}, the last that a timeline has.", "EDIT_INVALID")


register(Kind("timeline", models.Timeline, TimelineFields))
register(Kind("track", models.Track, TrackFields, required=frozenset({"timeline"})))
register(Kind("clip", models.Clip, ClipFields, required=frozenset({"track"}), check=_clip))
register(Kind("transition", models.Transition, TransitionFields, required=frozenset({"track"})))
