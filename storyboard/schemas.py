"""What the API says about projects, edits, takes and how fresh they are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from generation.schemas import BuildOut
from storyboard.changes import MAX_CHANGES, Change
from storyboard.effect_fields import GivenField
from storyboard.field_types import Language, Pixels, RateText, Seed, Text


class Strict(Schema):
    """What comes in: a misspelt field is refused."""

    model_config = ConfigDict(extra="forbid")


class ProjectIn(Strict):
    """A new film."""

    id: UUID | None = Field(None, description="The client's own id; without one the server draws it.")
    workspace: UUID | None = Field(None, description="Where it belongs; without one, the person's first.")
    title: Text = Field("", max_length=200)
    rate: RateText = "24/1"
    width: Pixels = 1280
    height: Pixels = 720
    language: Language = "en"


class ProjectOut(Schema):
    """A film, without its records."""

    id: UUID
    title: str
    rate: str
    width: int
    height: int
    language: str
    revision: int
    producing: bool = Field(description="Whether it is being made until it can be cut.")
    archived: bool
    created: datetime


class DocumentOut(ProjectOut):
    """A film with everything in it: `records` is kind → id → fields."""

    records: dict[str, dict[str, dict[str, Any]]]


class RevisionOut(Schema):
    """What an edit became."""

    revision: int
    id: UUID
    repeated: bool = Field(description="This edit had been written before; nothing was changed now.")
    changes: list[dict[str, Any]]
    inverse: list[dict[str, Any]]
    notes: list[dict[str, str]] = Field([], description="What a person should hear of it: sentences in `en` and in `zh`.")


class EditOut(Schema):
    """One edit of the log."""

    revision: int
    id: UUID
    group: UUID | None = Field(
        description="Edits of one group belong together, such as what one `produce` shows: undo any of them with `group=true`."
    )
    label: str
    by: str
    at: datetime
    changes: list[dict[str, Any]]


class CauseOut(Schema):
    """One reason why a shot is stale."""

    operation: str
    field: str
    subject: str
    was: Any
    now: Any
    words: dict[str, str] = Field(description="A sentence in `en` and in `zh`.")


class StalenessOut(Schema):
    """Whether a shot's take still is what the records ask for."""

    state: Literal["fresh", "missing", "stale"]
    causes: list[CauseOut]


class TakeIn(Strict):
    """A draw."""

    seed: Seed | None = Field(
        None, description="Without one: the shot's own, the current one's when the records changed, or a new one."
    )
    quality: Literal["draft", "final"] = "final"


class DrawsIn(Strict):
    """Several draws at once."""

    count: int = Field(1, ge=1, le=8)
    same_seed: bool = Field(
        False, description="With the current take's seed: only what changed in the records changes. One at a time."
    )
    quality: Literal["draft", "final"] = "final"


class ConsiderIn(Strict):
    """Changes to be thought about."""

    changes: list[Change] = Field(min_length=1, max_length=MAX_CHANGES)
    eta: bool = Field(False, description="Tell also how long remaking these shots would take.")


class ConsideredOut(Schema):
    """What changes would do if they were written."""

    shots: dict[UUID, StalenessOut] = Field(description="The shots that would go stale and are not stale now, with the causes.")
    refused: str | None = Field(description="Why these changes would be refused; null when they would be written.")
    eta_low: Annotated[int | None, Field(description="Whole seconds to remake them, at least; null: not known, not asked.")] = (
        None
    )
    eta_high: int | None = None


class EffectIn(Strict):
    """An effect to be tried."""

    operation: str = Field(pattern=r"^[a-z]+\.[a-z_]+$", max_length=80)
    params: dict[str, Any] = {}
    inputs: dict[str, GivenField] = Field({}, max_length=8, description="What its ports are given, by their names.")


class TryIn(Strict):
    """A chain of effects to be tried on one frame, in their order."""

    effects: list[EffectIn] = Field(max_length=24)
    frame: int = Field(0, ge=0, le=4_000_000, description="Counted from the take's first; beyond its end it is the last.")
    layer: UUID | None = Field(None, description="Whose effects these are; null: the shot's own, over all its layers.")


class SampleIn(Strict):
    """A voice to be listened to."""

    voice: Text = Field(max_length=120)
    language: Literal["en", "zh"] = "en"
    pace: float = Field(1.0, ge=0.8, le=1.25)
    words: Text | None = Field(None, min_length=1, max_length=300, description="Without them, a sentence of the studio's.")


class SpeakerOut(Schema):
    """A voice that a character can have."""

    id: str = Field(description="What a character's `voice` is set to.")
    title: str = Field(description="The voice's name: Heart, 晓晓.")
    language: Literal["en", "zh"]
    gender: Literal["female", "male"]
    words: dict[str, str] = Field(description="What it sounds like, in a few words, in `en` and in `zh`.")


class QualityIn(Strict):
    """How good it has to be."""

    quality: Literal["draft", "final"] = "final"


class DerivedOut(Schema):
    """What a take was made of: an operation over another take, or between two."""

    operation: str
    of: UUID
    also: UUID | None = None
    base: str = Field(description="The slate of the take that it was made of: 12A-2.")
    prompt: str = Field(description="What was asked for in words; may be empty.")
    params: dict[str, Any] = Field(description="The operation's parameters as they were given.")
    mask: UUID | None = Field(None, description="The layer whose mask said what changes.")
    words: dict[str, str] = Field(description="What it is, in a few words, in `en` and in `zh`: Edited, 2.")


class TakeOut(Schema):
    """A take. Its state is that of the node `key`."""

    id: UUID
    shot: UUID
    slate: str = Field(description="12A-3")
    number: int
    key: str
    seed: int
    quality: str
    kept: bool
    note: str
    by: str
    at: datetime
    checkpoint: str = Field("", description="The model that made it; empty for footage.")
    derived: DerivedOut | None = Field(None, description="Null: it was drawn from the shot.")
    build: BuildOut | None = None
    words: dict[str, str] | None = Field(None, description="What a person should hear of this draw, in `en` and in `zh`.")


class PictureOut(Schema):
    """A still of a shot, a character or a place: its node, and a link once it is made."""

    id: UUID
    key: str
    status: str
    url: str = ""


class StageOut(Schema):
    """The stage behind a shot's picture: who, where, when, doing what, framed how; null until it is composed."""

    key: str
    status: str
    stage: dict[str, Any] | None


class StepOut(Schema):
    """Where the making of a film is."""

    at: Literal["voices", "shots", "done"]
    asked: int = Field(description="Builds asked for just now.")
    warnings: list[str]
    words: list[dict[str, str]] = Field(description="The same warnings, each in `en` and in `zh`.")
    group: UUID | None = Field(
        description="What every edit of this making has in common until it is done, those still to come too: see `undo`."
    )
    failed: list[str] = Field(description="What cannot be made until a person changes something.")
