"""What the API says about timelines, cuts and reels; every length is in frames."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from generation.schemas import MadeOut
from storyboard.field_types import Text


class PresetOut(Schema):
    """A way to deliver a cut."""

    id: str
    title: str
    short_side: int = Field(description="Pixels of the shorter side; 0: the project's.")
    loudness: float = Field(description="LUFS")
    captions: str | None = Field(description="off | track | burned; null: as the project says.")
    larger: Literal["lanczos", "network"] = Field(description="How pictures become larger than the project’s.")
    slate: bool | None
    handed: str | None = Field(description="prores | h264 | none: a turnover with such media instead of a film; null: a film.")


class TimelineOut(Schema):
    """One edit of the film."""

    id: UUID
    title: str
    follows: bool = Field(description="Its clips are the board's, in the board's order.")
    revision: int = Field(description="The project's, after this request.")


class LaidClipOut(Schema):
    """A clip where it lies; see the record of that name."""

    id: UUID
    shot: UUID | None
    media: str
    tone: str
    start: int
    frames: int
    source_in: int
    link: UUID | None


class LaidTrackOut(Schema):
    """A track as it is laid."""

    id: UUID
    kind: str
    title: str
    rank: str
    clips: list[LaidClipOut]


class MaterialOut(Schema):
    """What the timeline can use of a shot."""

    frames: int = Field(description="How many frames its take has; the shot's own length where there is none.")
    sound: bool = Field(description="Something of it is heard: lines, or its own sound.")
    proxy: MadeOut | None = Field(description="Its picture; null without a take.")


class LaidOut(Schema):
    """The board laid in time, and what of each shot there is; whoever takes the timeline over begins with this."""

    tracks: list[LaidTrackOut]
    shots: dict[UUID, MaterialOut]


class ReadinessOut(Schema):
    """What a cut would be if it were asked for now."""

    frames: int
    key: str | None = Field(description="A cut whose film has this key is up to date; null while shots are missing.")
    runs: int = Field(description="Operations left to run.")
    missing: list[dict[str, str]] = Field(description="Shots without a finished take: id and slate.")
    eta_low: int | None = Field(description="Whole seconds of wall clock, at least; null when nothing is known.")
    eta_high: int | None


class CutIn(Schema):
    """Ask for an exported version. What is absent is as the preset and the project say."""

    model_config = ConfigDict(extra="forbid")

    preset: str = Field("web-720p", max_length=40)
    start: int = Field(0, ge=0, description="The first frame of the timeline that it shows.")
    frames: int | None = Field(None, ge=1, description="How many frames it shows; null: to the end.")
    captions: Literal["off", "track", "burned"] | None = None
    slate: bool | None = None
    larger: Literal["lanczos", "network"] | None = Field(None, description="How pictures become larger than the project’s.")
    label: Text = Field("", max_length=80, description="A word for this version; it becomes part of the file's name.")


class KeepIn(Schema):
    """Keep a cut, or let it go."""

    kept: bool


class CutOut(Schema):
    """An exported version."""

    id: UUID
    number: int
    preset: str
    label: str
    start: int = Field(description="The first frame of the timeline that it shows.")
    frames: int
    kept: bool
    at: datetime
    name: str = Field(description="A file name to download it under.")
    size: int = Field(description="Bytes of the film; 0 as long as it is not made.")
    film: MadeOut


class ReelPictureOut(Schema):
    """What is on screen from frame `start` on: frames `source_in` … of the proxy, or the panel where there is no take."""

    start: int
    frames: int
    source_in: int
    clip: str
    shot: str
    slate: str
    proxy: MadeOut | None
    panel: MadeOut | None
    transition: str
    over: MadeOut | None = Field(description="The proxy of the clip that comes in during a transition.")
    over_in: int
    pace: str = Field(description="Frames of the proxy to one of the film; below 0 backwards, 0/1 holds.")
    pace_at: int = Field(description="Frames of the film that went before `start` at that pace.")
    over_pace: str
    over_pace_at: int


class VoiceOut(Schema):
    """A sound that begins at frame `start` of the film: a spoken line, the sound of footage, or room tone."""

    start: int
    frames: int = Field(0, description="How long it is heard; 0: until it ends.")
    source_in: int = Field(0, description="Frames of it that are left out at its head.")
    fade: int = Field(0, description="Frames over which it comes and goes.")
    bed: bool = Field(False, description="It gives way to voices, by 6 dB.")
    gain: float = Field(description="dB")
    pan: float = Field(description="-1 left, 1 right")
    comes: list[int] = Field(description="Two frames of the film between which it comes out of silence; equal: at once.")
    goes: list[int] = Field(description="Two frames of the film between which it goes; equal: at once.")
    clip: str = Field(description="Of which clip of the timeline it is.")
    words: str = Field(description="What is said; of footage its slate, of room tone its kind.")
    speaker: str
    audio: MadeOut


class ReelOut(Schema):
    """Everything a player needs before any export."""

    rate: str
    frames: int
    pictures: list[ReelPictureOut]
    voices: list[VoiceOut]
    rooms: list[VoiceOut] = Field(description="What the cut mixes besides voices: the sound of footage, and room tone.")
