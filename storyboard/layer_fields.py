"""What may be set on a layer, and on what stands behind a shot: masks, edges, movement, blending, with their limits."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints, model_validator

from generation.stacking_modes import Mode
from storyboard.field_types import GIVEN, Fields, Long, Name, Picture, RecordFields, Reference, Seed, Short

MOST_MASKS = 200
MOST_POINTS = 100  # of one mask
MOST_STROKES = 60  # of one mask
MOST_PATH = 600  # points of one stroke
MOST_PAINTED = 40_000  # points of all strokes of a layer
MOST_KEYS = 300
LAST_FRAME = 99_999

Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Reach = Annotated[float, Field(strict=True, ge=-1, le=2)]  # a brush may begin and end outside the picture
Offset = Annotated[float, Field(strict=True, ge=-10, le=10)]
Frame = Annotated[StrictInt, Field(ge=0, le=LAST_FRAME)]
Box = tuple[Share, Share, Share, Share]
Region = tuple[Reach, Reach, Reach, Reach]


def _roomy(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if box[0] >= box[2] or box[1] >= box[3]:
        raise ValueError("is left, top, right, bottom, with some room between")
    return box


def _one_each(what: str) -> AfterValidator:
    """Checks that no two of a list are of one frame; gives them back in order of their frames."""

    def check(value: list[Any]) -> list[Any]:
        frames = [one.frame for one in value]
        if twice := sorted({one for one in frames if frames.count(one) > 1}):
            raise ValueError(f"has two {what} at frame {twice[0]}")
        return sorted(value, key=lambda one: one.frame)

    return AfterValidator(check)


def _painted(value: list[Mask]) -> list[Mask]:
    if (points := sum(len(stroke.path) for one in value for stroke in one.strokes)) > MOST_PAINTED:
        raise ValueError(f"holds {points} points of strokes; {MOST_PAINTED} at most")
    return value


Rectangle = Annotated[Box, AfterValidator(_roomy)]


class Whole(Fields):
    """A part of a record that is kept whole: what is not said is written down as its default."""

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        known = {name: info.get_default() for name, info in cls.model_fields.items() if not info.is_required()}
        return {**known, **value}


class Stroke(Whole):
    """A stroke of a round brush, as wide as this share of the picture's width; it adds to the mask or erases from it."""

    path: Annotated[list[tuple[Reach, Reach]], Field(min_length=1, max_length=MOST_PATH)]
    width: Annotated[float, Field(strict=True, gt=0, le=1)]
    belongs: StrictBool = True


class Prompts(Whole):
    """What a person pointed at on one frame. Places are shares of the picture's width and height."""

    points: Annotated[
        list[tuple[Share, Share, StrictBool]],
        Field(max_length=MOST_POINTS, description="Across, down, and whether the thing is there."),
    ] = []
    box: Annotated[Rectangle | None, Field(description="Left, top, right, bottom.")] = None
    strokes: Annotated[list[Stroke], Field(max_length=MOST_STROKES, description="Painted over what was found, in order.")] = []


class Mask(Prompts):
    """The mask of a layer on one frame of the take."""

    frame: Frame
    words: Annotated[Name, Field(description="The words by which the box was found.")] = ""


class EdgesField(Whole):
    """What the thing is and how its soft edge is found."""

    subject: Literal["auto", "thing", "person"] = "auto"
    band: Annotated[StrictInt, Field(ge=0, le=400, description="In pixels; 0: by the picture's size.")] = 0
    steady: Annotated[float, Field(strict=True, ge=0, le=0.9)] = 0.25
    strands: StrictBool = False


class ThingField(Whole):
    """Something that is put into the shot: a picture of it, or words that it is drawn from."""

    picture: Picture = ""
    words: Long = ""
    seed: Seed = 0
    frame: Annotated[Frame, Field(description="The frame that it was placed on.")] = 0
    region: Annotated[
        Region, AfterValidator(_roomy), Field(description="Where it stands there: left, top, right, bottom; it may reach beyond.")
    ]
    hold: Annotated[
        Literal["still", "point", "plane", "camera"], Field(description="What it stays with when the picture moves.")
    ] = "still"
    instead: Annotated[UUID | None, Field(description="The cut layer that it replaces, which is then not seen.")] = None


class BorrowedField(Whole):
    """A layer of another shot."""

    layer: UUID
    offset: Annotated[
        StrictInt,
        Field(ge=-LAST_FRAME, le=LAST_FRAME, description="Its frame that is seen at this shot's first; below 0 it begins later."),
    ] = 0


class PoseKey(Whole):
    """Where a layer lies at one frame, from where it was shot: shares of width and height, degrees clockwise."""

    frame: Frame
    across: Offset = 0.0
    down: Offset = 0.0
    scale: Annotated[float, Field(strict=True, ge=0.01, le=100)] = 1.0
    turn: Annotated[float, Field(strict=True, ge=-3600, le=3600)] = 0.0


class BlendField(Whole):
    """How a layer meets what is behind it: light wrap, colours and grain brought to it, a shadow."""

    wrap: Share = 0.0
    match: Annotated[
        Share | None, Field(description="How far its light and colours are brought to what is behind it; null: as it fits.")
    ] = None
    grain: Share = 0.0
    shadow: Share = 0.0
    shadow_across: Annotated[float, Field(strict=True, ge=-1, le=1)] = 0.0
    shadow_down: Annotated[float, Field(strict=True, ge=-1, le=1)] = 0.0
    shadow_soft: Annotated[float, Field(strict=True, ge=0, le=0.25, description="In heights of the picture.")] = 0.0


class LayerFields(RecordFields):
    """A part of a shot's picture, or something put over it."""

    shot: Annotated[UUID, Reference("shot")] = GIVEN
    name: Short = ""
    kind: Literal["cut", "thing", "borrowed"] = "cut"
    auto: Annotated[Literal["", "people"], Field(description="What is cut out without any mask.")] = ""
    matte: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    visible: StrictBool = True
    masks: Annotated[list[Mask], Field(max_length=MOST_MASKS), _one_each("masks"), AfterValidator(_painted)] = []
    edges: EdgesField = EdgesField()
    thing: ThingField | None = None
    borrowed: BorrowedField | None = None
    opacity: Share = 1.0
    mode: Mode = "normal"
    keys: Annotated[list[PoseKey], Field(max_length=MOST_KEYS), _one_each("keys")] = []
    easing: Literal["linear", "smooth"] = "smooth"
    pivot: Annotated[
        tuple[Reach, Reach] | None,
        Field(description="What it grows and turns about, in shares of the picture as it was shot; null: the picture's centre."),
    ] = None
    blend: BlendField = BlendField()
    take: Annotated[UUID | None, Reference("take")] = None


class BackdropField(Whole):
    """Another place behind a shot's layers."""

    kind: Literal["location", "picture", "words", "shot"]
    location: UUID | None = None
    picture: Picture = ""
    words: Long = ""
    shot: Annotated[UUID | None, Field(description="The shot whose plate stands behind.")] = None
    seed: Seed = 0
    moves: Annotated[StrictBool, Field(description="Whether it moves with the shot's own camera.")] = True
    light: Annotated[
        Share,
        Field(description="How far the place goes into the shot's light; the layers go the rest of the way to the place's."),
    ] = 0.5
    blur: Annotated[float, Field(strict=True, ge=0, le=4, description="1: as soft as what was behind; 0: as it is.")] = 1.0
    scale: Annotated[float, Field(strict=True, ge=1, le=8, description="1: no larger than it needs to be.")] = 1.0
    across: Annotated[float, Field(strict=True, ge=-4, le=4)] = 0.0
    down: Annotated[float, Field(strict=True, ge=-4, le=4)] = 0.0

    @model_validator(mode="after")
    def _told(self) -> BackdropField:
        if not getattr(self, self.kind):
            raise ValueError(f"does not say which {'picture' if self.kind == 'picture' else self.kind} it is")
        return self
