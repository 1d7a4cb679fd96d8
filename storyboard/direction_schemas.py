"""What the API says about directing: what a shot's model will be given, takes made of takes, bridges between shots."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from storyboard.field_types import CheckpointName, DigestText, Text
from storyboard.schemas import Strict, TakeOut


class WordsOut(Schema):
    """The words that the model is given, as it reads them, and in which language they are."""

    words: str
    language: str


class ReferenceOut(Schema):
    """A picture that the model is shown: of whom or what."""

    digest: str
    of: str
    kind: Literal["character", "location", "prop", "style"]


class AppliedOut(Schema):
    """An adapter that the model is given."""

    id: UUID
    name: str
    strength: float


class NoteOut(Schema):
    """What of the direction the model cannot be given, or what is to be known of it."""

    code: str
    words: dict[str, str] = Field(description="A sentence in `en` and in `zh`.")


class ForeignOut(Schema):
    """Words that a model cannot read, and what it is told in their place."""

    of: str = Field(description="The words as they are.")
    words: str = Field(description="In English; empty where nobody has put them so yet.")
    translates: bool = Field(description="A language model is configured: see `POST /api/shots/{id}/translate`.")


class TranslatedOut(Schema):
    """The words of a shot, and the same in English."""

    of: str
    words: str


class BriefOut(Schema):
    """Exactly what a shot's model will be given when it is shot now."""

    checkpoint: str
    takes: list[str] = Field(description="What the checkpoint can be told: see `GET /api/checkpoints`.")
    prompt: WordsOut
    negative: str
    references: list[ReferenceOut]
    guides: list[str] = Field(description="depth | pose | edges")
    adapters: list[AppliedOut]
    begins: Literal["", "picture", "shot"] = Field(description="From what it starts: a picture, the shot before, or neither.")
    ends: bool = Field(description="Whether it ends on a picture.")
    held: list[int] = Field(description="The frames at which it comes to a picture.")
    tracks: int = Field(description="How many drawn ways it follows.")
    over: Literal["", "animatic", "clip"] = Field(description="What it is drawn over: its animatic, a film that was brought.")
    within: str = Field(description="The layer within whose mask it is drawn anew; empty: all of the picture.")
    foreign: ForeignOut | None = Field(description="Where its model does not read the language of its words.")
    notes: list[NoteOut]


class GuideIn(Strict):
    """Which guide of the animatic is looked at, and at which frame."""

    kind: Literal["depth", "edges", "pose"]
    frame: int = Field(0, ge=0, le=4_000_000, description="Beyond the end it is the last.")


class DeriveIn(Strict):
    """A take made of a take."""

    take: UUID | None = Field(None, description="Of which; without one, the current one.")
    operation: Literal["video.edit", "video.extend", "video.loop", "video.outpaint", "video.animate", "time.slow"]
    params: dict[str, Any] = Field({}, description="Of the operation: see `GET /api/operations`. Without a seed one is drawn.")
    layer: UUID | None = Field(None, description="The layer whose mask says what changes (video.edit); null: all of it.")
    picture: DigestText | None = Field(None, description="Whom the movement is given to (video.animate).")


class BridgeIn(Strict):
    """A shot that leads from one shot to another."""

    before: UUID
    after: UUID
    frames: int = Field(24, ge=1, le=2000)
    words: Text = Field("", max_length=4000, description="What happens between; without any, what both show.")
    checkpoint: CheckpointName | None = None
    quality: Literal["draft", "final"] = "final"


class BridgeOut(Schema):
    """The new shot and its take. `group`: undo any edit of it with `group=true`, and the shot is gone again."""

    shot: UUID
    take: TakeOut
    group: UUID
