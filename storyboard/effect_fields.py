"""What may be given to an effect besides its parameters: pictures, tables, another shot, a region, a movement that it follows."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool, model_validator

from storyboard.field_types import GIVEN, DigestText, Fields, JsonObject, Name, RecordFields, Reference, Short
from storyboard.layer_fields import Frame, Offset, Share, Whole

MEDIA = {"picture": "image", "lut": "lut"}  # ports that a file is given to, with what it must be
PORTS = {"artifact": tuple(MEDIA), "shot": ("reference",), "layer": ("matte",), "follow": ("movement",)}


class FollowField(Whole):
    """What a movement is read from: a point or the four corners of a plane on a frame, a layer, or else the camera."""

    at: Annotated[Frame, Field(description="The frame on which it was pointed at.")] = 0
    across: Annotated[list[Offset], Field(max_length=4)] = []
    down: Annotated[list[Offset], Field(max_length=4)] = []
    layer: Annotated[UUID | None, Field(description="The cut layer that is followed.")] = None

    @model_validator(mode="after")
    def _one_thing(self) -> FollowField:
        if len(self.across) != len(self.down) or len(self.across) not in (0, 1, 4):
            raise ValueError("follows one point or four corners, each with a place across and a place down")
        if self.across and self.layer:
            raise ValueError("follows a point, a plane or a layer, not two of them")
        return self


class GivenField(Fields):
    """What one port of an effect is given: exactly one of these."""

    artifact: Annotated[DigestText | None, Field(description="A file that somebody brought.")] = None
    shot: Annotated[UUID | None, Field(description="Another shot, as it is seen in the film.")] = None
    layer: Annotated[UUID | None, Field(description="A cut layer of the same shot, beyond which nothing is done.")] = None
    follow: FollowField | None = None
    outside: Annotated[StrictBool, Field(description="With a layer: everywhere but there.")] = False
    soft: Annotated[Share, Field(le=0.2, description="With a layer: how soft its edge is, in widths of the picture.")] = 0.002

    @model_validator(mode="after")
    def _one_source(self) -> GivenField:
        if sum(getattr(self, name) is not None for name in PORTS) != 1:
            raise ValueError(f"is given one of {', '.join(PORTS)}")
        if self.layer is None and self.model_fields_set & {"outside", "soft"}:
            raise ValueError("only a layer has an outside and a soft edge")
        return self

    @property
    def source(self) -> str:
        """Which of them it is."""
        return next(name for name in PORTS if getattr(self, name) is not None)


class CarriedField(Whole):
    """An effect as it is carried from one shot to others."""

    operation: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$", max_length=80)]
    params: JsonObject = {}
    inputs: Annotated[dict[Short, GivenField], Field(max_length=8)] = {}
    enabled: StrictBool = True


class LookFields(RecordFields):
    """Effects kept under a name, for other shots and other films."""

    name: Name = ""
    effects: Annotated[list[CarriedField], Field(max_length=24)] = []


class EffectFields(RecordFields):
    """An operation over a take, or over one layer of it."""

    shot: Annotated[UUID, Reference("shot")] = GIVEN
    layer: Annotated[UUID | None, Reference("layer")] = None
    operation: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$", max_length=80)] = GIVEN
    params: JsonObject = {}
    inputs: Annotated[dict[Short, GivenField], Field(max_length=8, description="What its ports are given, by their names.")] = {}
    enabled: StrictBool = True
