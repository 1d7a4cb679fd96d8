"""What may be set of how a shot is directed, of adapters, and of takes that are made of takes, with their limits."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints, model_validator

from generation.drivers.previs.stage import Move
from storyboard.field_types import (
    CheckpointName,
    DigestText,
    Fields,
    JsonObject,
    Long,
    Name,
    Picture,
    Pictures,
    RecordFields,
    Reference,
    Seed,
    Short,
    Text,
)
from storyboard.layer_fields import Frame, Reach, Whole

MOST_TRACKS, MOST_TRACKED = 24, 2400  # tracks of a shot, and points of all of them
MOST_HELD, MOST_ADAPTERS = 12, 12

Strength = Annotated[float, Field(strict=True, ge=0, le=2)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Wide = Annotated[float, Field(strict=True, gt=0, le=1)]
GuideKind = Literal["depth", "pose", "edges"]
DERIVING = ("video.edit", "video.extend", "video.loop", "video.outpaint", "video.animate", "time.slow")  # of one


class AnimaticField(Whole):
    """The shot's own stage as a guide: framing and blocking as they were chosen on the board."""

    kind: GuideKind = "depth"
    strength: Share = 1.0


class GuideField(Whole):
    """A film that somebody brought, whose depth, poses or edges the shot follows."""

    artifact: DigestText
    kind: GuideKind = "depth"
    strength: Share = 1.0


class OverField(Whole):
    """A clip that the shot is drawn over: its own animatic, or a film that was brought; with a layer, only within its mask."""

    artifact: Annotated[DigestText | Literal[""], Field(description="Empty: the shot's own animatic.")] = ""
    strength: Annotated[Share, Field(description="How much of it is given up; 1 keeps nothing.")] = 0.6
    layer: Annotated[UUID | None, Field(description="The layer whose mask says what is made anew; null: all of it.")] = None


class AppliedField(Whole):
    """An adapter that this shot uses, and how strongly; 0 leaves out one that would apply by itself."""

    adapter: UUID
    strength: Strength = 1.0


class HeldField(Whole):
    """A picture that the shot comes to at a frame."""

    picture: DigestText
    frame: Frame


class TrackField(Whole):
    """The way of something through the shot: frame, across, down, in shares of the picture; `box`: how wide and high it is.

    With a `layer` it is the way on which that layer was drawn, as its keys have it.
    """

    points: Annotated[list[tuple[Frame, Reach, Reach]], Field(max_length=600)] = []
    box: tuple[Wide, Wide] | None = None
    layer: Annotated[UUID | None, Field(description="The layer whose keys say the way; `points` are empty then.")] = None

    @model_validator(mode="after")
    def _forwards(self) -> TrackField:
        frames = [one[0] for one in self.points]
        if any(after <= before for before, after in pairwise(frames)):
            raise ValueError("goes from frame to frame, each later than the one before")
        if bool(self.points) == (self.layer is not None):
            raise ValueError("has points, or a layer whose way it is")
        return self


def _tracked(value: list[TrackField]) -> list[TrackField]:
    if (points := sum(len(one.points) for one in value)) > MOST_TRACKED:
        raise ValueError(f"hold {points} points; {MOST_TRACKED} at most")
    return value


def _each_once(value: list[AppliedField]) -> list[AppliedField]:
    if len({one.adapter for one in value}) < len(value):
        raise ValueError("name an adapter twice")
    return value


def _one_at_a_frame(value: list[HeldField]) -> list[HeldField]:
    if len({one.frame for one in value}) < len(value):
        raise ValueError("hold two pictures at one frame")
    return sorted(value, key=lambda one: one.frame)


class TranslationField(Whole):
    """The words of a shot in English, for models that read nothing else; `of`: the words that they were made from."""

    of: Annotated[Text, StringConstraints(max_length=20_000)] = ""
    words: Annotated[Text, StringConstraints(max_length=20_000)]


class DirectionField(Whole):
    """What the model is told besides the shot's words. What a checkpoint does not take is left out, and told in the brief."""

    checkpoint: Annotated[CheckpointName | Literal[""], Field(description="Empty: the film's.")] = ""
    steps: Annotated[StrictInt, Field(ge=0, le=200, description="0: the model's own.")] = 0
    guidance: Annotated[float, Field(strict=True, ge=0, le=30)] | None = Field(None, description="Null: the model's own.")
    continues: Annotated[StrictBool, Field(description="It starts from the last frame of the shot before, as that is shown.")] = (
        False
    )
    animatic: AnimaticField | None = None
    guide: GuideField | None = None
    over: OverField | None = None
    adapters: Annotated[list[AppliedField], Field(max_length=MOST_ADAPTERS), AfterValidator(_each_once)] = []
    held: Annotated[list[HeldField], Field(max_length=MOST_HELD), AfterValidator(_one_at_a_frame)] = []
    tracks: Annotated[list[TrackField], Field(max_length=MOST_TRACKS), AfterValidator(_tracked)] = []
    translation: TranslationField | None = None
    sound: Annotated[
        Literal["under", "own", "voices"],
        Field(description="Of a model that makes sound: its sound under the voices, its own alone, or the voices alone."),
    ] = "under"
    references: Literal["all", "none"] = "all"
    props: Annotated[Pictures, Field(description="Digests of pictures of what is in the shot: a prop, a costume.")] = []


class TrainingField(Whole):
    """How an adapter is trained: on which model, from which pictures, how long."""

    checkpoint: CheckpointName
    pictures: Annotated[list[DigestText], Field(max_length=64)] = []
    steps: Annotated[StrictInt, Field(ge=1, le=20_000)] = 1000
    rank: Annotated[StrictInt, Field(ge=1, le=256)] = 16
    seed: Seed = 0
    caption: Long = ""


class AdapterFields(RecordFields):
    """Weights laid over a model, and what they are for."""

    name: Short = ""
    purpose: Literal["character", "style", "camera"] = "style"
    character: Annotated[UUID | None, Reference("character"), Field(description="Whose likeness; it applies where they are.")] = (
        None
    )
    style: Annotated[UUID | None, Reference("style"), Field(description="Whose look; it applies where that style does.")] = None
    movement: Annotated[Move | Literal[""], Field(description="The camera's move that it makes; it applies where that is.")] = ""
    artifact: Picture = ""
    base: Annotated[Text, StringConstraints(max_length=80), Field(description="The family of models that it is for.")] = ""
    trigger: Name = ""
    strength: Strength = 1.0
    training: TrainingField | None = None


class DerivedField(Fields):
    """What a take was made of: an operation over another take, or between two."""

    operation: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]+$", max_length=80)]
    of: UUID
    also: UUID | None = None
    params: JsonObject = {}
    mask: UUID | None = None
    picture: Picture = ""
