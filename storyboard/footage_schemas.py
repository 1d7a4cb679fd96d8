"""What the API says about a person's own film and what is found in it; frames are counted at the project's rate."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictInt

from generation.schemas import ArtifactOut, MadeOut
from storyboard.field_types import DigestText, Text
from storyboard.schemas import Strict


class FootageIn(Strict):
    """A film to look at."""

    artifact: DigestText = Field(description="What an upload answered as its digest.")


class FoundCutOut(Schema):
    """Where a shot ends and the next begins."""

    frame: int = Field(description="The first frame of the new shot; the middle of a dissolve or fade.")
    certainty: float = Field(description="0 to 1")
    kind: Literal["hard", "gradual"]
    by: Literal["transnet", "content", "both"]


class CutsOut(Schema):
    """The cuts of a film."""

    made: MadeOut
    found: list[FoundCutOut]
    curve: list[float] = Field(description="How much like a cut each step of frames is, 0 to 1.")
    step: int = Field(description="Frames in a step of the curve.")


class HeardLineOut(Schema):
    """Something that is said."""

    start: int
    frames: int
    words: str
    language: str


class HeardOut(Schema):
    """What is said in a film; `made` is null where nothing that hears is installed, or the film is silent."""

    made: MadeOut | None
    lines: list[HeardLineOut]


class SeenPersonOut(Schema):
    """A face that comes back."""

    id: str
    picture: str = Field(description="A link to it, empty until it is made.")
    frames: list[int] = Field(description="In which frames the face was seen, in order; not every frame is looked at.")
    shots: list[int] = Field(description="In which stretches between the cuts found, from 0.")
    certainty: float


class SeenOut(Schema):
    """Who is seen in a film; `made` is null where nothing that knows faces is installed."""

    made: MadeOut | None
    people: list[SeenPersonOut]


class FootageOut(Schema):
    """A film that somebody brought in, and what is known of it by now."""

    artifact: ArtifactOut
    frames: int = Field(description="How long it is, at the project's rate.")
    rate: str = Field(description="Its own.")
    width: int = Field(description="Its own, upright, in square pixels.")
    height: int
    sound: bool
    notes: list[str] = Field(description="What was noticed, as codes: rotated, variable-rate, hdr, no-sound, several-sounds …")
    cuts: CutsOut
    strip: MadeOut = Field(description="A picture of tiles, row by row, `columns` in a row.")
    columns: int
    tiles: int = Field(description="How many tiles there are; tile i is the middle of the i-th part of the film.")
    proxy: MadeOut
    words: HeardOut
    faces: SeenOut


class PersonIn(Strict):
    """A face that becomes cast, under this name."""

    id: str = Field(max_length=12)
    name: Text = Field(max_length=120)


class ShotsIn(Strict):
    """How a film becomes shots."""

    id: UUID | None = Field(None, description="The edit's id, the client's own: sent twice, it is done once.")
    cuts: list[Annotated[StrictInt, Field(ge=0)]] = Field(max_length=5000, description="The first frame of each new shot.")
    scene: UUID | None = Field(None, description="Where the shots go; null: into a new scene after the last.")
    after: UUID | None = Field(None, description="The shot of that scene after which they come; null: at its end.")
    words: bool = Field(True, description="What is said becomes lines.")
    people: list[PersonIn] = Field([], max_length=60)
    fit: Literal["fill", "fit"] = "fill"
    motion: Literal["shown", "made"] = Field("shown", description="At another rate: its own pictures, or some between them.")
