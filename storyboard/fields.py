"""What may be set on each kind of record: fields with their limits, and nothing more."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StrictBool, StrictInt, StringConstraints, model_validator

from generation import checkpoints
from generation.drivers.previs.stage import Angle, Look, Move, Place, Size, Stage, TimeOfDay, Weather
from generation.operation import registry as operations
from storyboard.direction_fields import DerivedField, DirectionField
from storyboard.field_types import (
    GIVEN,
    CheckpointName,
    DigestText,
    Fields,
    JsonObject,
    Language,
    Long,
    Name,
    Picture,
    Pictures,
    Pixels,
    RateText,
    RecordFields,
    Reference,
    Seed,
    Short,
    Text,
)
from storyboard.layer_fields import BackdropField


def _part_of(model: type[BaseModel]) -> Any:
    """Checks that a dictionary sets some fields of a model, rightly; gives it back as it was."""

    def check(value: dict[str, Any]) -> dict[str, Any]:
        model.model_validate(value)
        return value

    return AfterValidator(check)


def _patch_of(model: type[BaseModel]) -> Any:
    """Checks that the top level of a merge patch names fields of a model."""

    def check(value: dict[str, Any] | None) -> dict[str, Any] | None:
        if unknown := set(value or {}) - set(model.model_fields):
            raise ValueError(f"a {model.__name__.lower()} has no {', '.join(sorted(unknown))}")
        return value

    return AfterValidator(check)


def _choices(value: dict[str, str]) -> dict[str, str]:
    """Checks that each capability is one that some operation asks for, and its checkpoint one that can have it."""
    able: dict[str, set[str]] = {}
    for one in operations.all():
        for info in one.parameters.model_fields.values():
            extra = info.json_schema_extra
            if isinstance(extra, dict) and isinstance(capability := extra.get("capability"), str):
                able.setdefault(capability, set()).add(str(info.default))
    for id_, entry in checkpoints.catalogue().items():
        able.get(entry.capability, set()).add(id_)
    for capability, chosen in value.items():
        if capability not in able:
            raise ValueError(f"nothing asks for {capability!r}; a checkpoint can be chosen for {', '.join(sorted(able))}")
        if chosen not in able[capability]:
            raise ValueError(f"there is no {capability} {chosen!r}. There are: {', '.join(sorted(able[capability]))}")
    return value


class ProjectFields(Fields):
    """The film as a whole."""

    title: Name = ""
    rate: RateText = "24/1"
    width: Pixels = 1280
    height: Pixels = 720
    language: Language = "en"
    checkpoints: Annotated[dict[Short, CheckpointName], Field(max_length=60), AfterValidator(_choices)] = {}
    slate: StrictBool = False
    captions: Literal["off", "track", "burned"] = "track"
    best_of: Annotated[StrictInt, Field(ge=1, le=8, description="Takes drawn of a shot, of which the best is shown.")] = 1
    bar: Annotated[float | None, Field(ge=0, le=1, description="A score that is good enough to draw no more; null: none.")] = None
    story: Annotated[Text, StringConstraints(max_length=20_000)] = ""
    length: Annotated[StrictInt, Field(ge=0, le=4_000_000, description="Frames that the story is to last; 0: as it needs.")] = 0
    archived: StrictBool = False


class StyleFields(RecordFields):
    """How it looks."""

    name: Short = ""
    description: Long = ""
    negative: Long = ""
    everywhere: StrictBool = False
    pictures: Pictures = []


class CharacterFields(RecordFields):
    """Who somebody is, how they look and sound."""

    name: Annotated[Short, StringConstraints(min_length=1)] = GIVEN
    aliases: Annotated[list[Short], Field(max_length=40)] = []
    description: Long = ""
    look: Annotated[JsonObject, _part_of(Look)] = {}
    voice: Short = ""
    pace: Annotated[float, Field(ge=0.8, le=1.25, description="1 is usual, less is slower.")] = 1.0
    gender: Annotated[Text, StringConstraints(max_length=20)] = ""
    age: Annotated[Text, StringConstraints(max_length=60)] = ""
    language: Language = ""
    real_person: StrictBool = False
    consent: Annotated[Text, StringConstraints(max_length=500)] = ""
    pictures: Pictures = []


class LocationFields(RecordFields):
    """Where it is."""

    name: Name = ""
    description: Long = ""
    interior: StrictBool | None = None
    overrides: Annotated[JsonObject, _part_of(Place)] = {}
    pictures: Pictures = []


class SceneFields(RecordFields):
    """A stretch of story in one place at one time."""

    number: Annotated[Text, StringConstraints(max_length=20)] = ""
    heading: Annotated[Text, StringConstraints(max_length=500)] = ""
    location: Annotated[UUID | None, Reference("location")] = None
    style: Annotated[UUID | None, Reference("style")] = None
    interior: StrictBool | None = None
    time: TimeOfDay | Literal[""] = ""
    weather: Weather | Literal[""] = ""
    mood: Annotated[Text, StringConstraints(max_length=60)] = ""
    synopsis: Long = ""
    arc: Literal["", "setup", "rising", "turn", "climax", "end"] = ""
    outline: Annotated[Text, StringConstraints(max_length=20_000)] = ""
    length: Annotated[StrictInt, Field(ge=0, le=4_000_000, description="Frames that it is to last; 0: as its shots are.")] = 0
    drafted: JsonObject | None = None


class Line(Fields):
    """One line of dialogue."""

    character: UUID | None = None
    words: Long
    manner: Name = ""
    at: Annotated[StrictInt, Field(ge=0, le=4_000_000)] | None = Field(
        None, description="Where it is heard in the shot's footage, in frames from the footage's beginning; null: nobody knows."
    )
    frames: Annotated[StrictInt, Field(ge=1, le=4_000_000)] | None = Field(None, description="For how long, there.")


class FootageField(Fields):
    """A stretch of moving pictures that somebody brought in."""

    artifact: DigestText
    start: Annotated[StrictInt, Field(ge=0, le=4_000_000, description="Its first frame, counted at the project's rate.")] = 0
    fit: Annotated[Literal["fill", "fit"], Field(description="Fill the frame, or show the whole picture.")] = "fill"
    motion: Annotated[Literal["shown", "made"], Field(description="At another rate: its own pictures, or some between them.")] = (
        "shown"
    )

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        """What is not said is written down as its default: the record holds all three."""
        return {"start": 0, "fit": "fill", **value} if isinstance(value, dict) else value


class ShotFields(RecordFields):
    """One uninterrupted picture."""

    scene: Annotated[UUID, Reference("scene")] = GIVEN
    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,4}$")] = ""
    size: Size | Literal[""] = ""
    angle: Angle | Literal[""] = ""
    movement: Move | Literal[""] = ""
    action: Annotated[Text, StringConstraints(max_length=8000)] = ""
    negative: Annotated[Text, StringConstraints(max_length=2000)] = ""
    dialogue: Annotated[list[Line], Field(max_length=200)] = []
    props: Annotated[list[Short], Field(max_length=60)] = []
    titles: Annotated[list[Annotated[Text, StringConstraints(max_length=300)]], Field(max_length=20)] = []
    frames: Annotated[StrictInt, Field(ge=1, le=100_000)] = 72
    frames_locked: StrictBool = False
    seed: Seed = 0
    stage: Annotated[JsonObject | None, _patch_of(Stage)] = None
    footage: FootageField | None = None
    backdrop: BackdropField | None = None
    first: Picture = ""
    last: Picture = ""
    direction: DirectionField | None = None
    voices: Annotated[dict[str, StrictInt], Field(max_length=400)] = {}
    take: Annotated[UUID | None, Reference("take")] = None
    locked: StrictBool = False
    drafted: JsonObject | None = None


class CastingFields(RecordFields):
    """Who is in a shot."""

    shot: Annotated[UUID, Reference("shot")] = GIVEN
    character: Annotated[UUID, Reference("character")] = GIVEN


class TakeFields(RecordFields):
    """A kept recipe; people set `kept`, `note` and `archived`, the studio the rest."""

    shot: Annotated[UUID, Reference("shot")] = GIVEN
    number: Annotated[StrictInt, Field(ge=1)] = GIVEN
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = GIVEN
    seed: Seed = 0
    quality: Literal["draft", "final"] = "final"
    kept: StrictBool = False
    note: Annotated[Text, StringConstraints(max_length=1000)] = ""
    derived: DerivedField | None = None
