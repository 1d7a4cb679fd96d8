"""What the API says about a shot's layers: a frame looked at, masks, the stack with all it is made of, handing out."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from generation.schemas import MadeOut
from storyboard.field_types import Text
from storyboard.layer_fields import BackdropField, Frame, Prompts
from storyboard.schemas import Strict

MOST_SHOTS = 500


class ProblemOut(Schema):
    """Why something cannot be made: for the client's own words, in English, and whose move it is."""

    code: str
    message: str
    blame: str = Field(description="you | us | wait")


class PartOut(MadeOut):
    """Where something stands with all that it is made from: `running` as soon as any of that is, `failed` when any of it did.

    `progress` is of all that was missing; `url` is there once it is done.
    """

    problem: ProblemOut | None = Field(None, description="What failed, in it or in what it is made from.")


class ShownOut(Schema):
    """Moving pictures of full quality, and the small film of them that a browser plays (MP4; WebM where there is alpha)."""

    made: PartOut
    proxy: PartOut


class LookIn(Strict):
    """A frame to be looked at."""

    frame: Frame = Field(0, description="Counted from the take's first; beyond its end it is the last.")


class LookOut(Schema):
    """A frame of the current take, and what the network sees in it, for the decoder in the browser."""

    frame: int
    frames: int
    width: int
    height: int
    take: UUID
    checkpoint: str = Field(description="Whose decoder reads the embedding: see `/checkpoints/{id}/files/{name}`.")
    picture: PartOut
    embedding: PartOut


class MaskIn(Prompts):
    """What was pointed at on a frame."""

    frame: Frame


class FindIn(Strict):
    """Words for what is to be found on a frame."""

    frame: Frame
    words: Text = Field(min_length=1, max_length=200)


class FoundThingOut(Schema):
    """A thing that was found: its box, left, top, right, bottom, in shares of the picture, and how sure that is, 0 to 1."""

    name: str
    box: tuple[float, float, float, float]
    sure: float


class FoundOut(Schema):
    """What was found by words, best first; empty until it is done, and when there is nothing."""

    made: PartOut
    found: list[FoundThingOut]


class StretchOut(Schema):
    """Frames of a matte that stand alike, both ends among them."""

    first: int
    last: int
    status: str = Field(description="done | running | queued | missing | failed")


class LayerOut(Schema):
    """What a layer is made of; parts that cannot be planned have no key, and `problem` says why."""

    id: UUID
    matte: PartOut = Field(description="The mask through the shot; the layer itself where it was not cut out of it.")
    alpha: PartOut = Field(description="The layer with soft edges, under its own effects.")
    proxy: PartOut = Field(description="The same as WebM with alpha.")
    rests: bool = Field(description="It is seen just as it was shot, and stays in the picture.")
    removed: bool = Field(description="It is a part of the picture that is filled, for it is hidden or replaced.")
    filled: bool = Field(description="And that is made: what was behind it is there.")
    stretches: list[StretchOut] = Field(
        description="From its first frame to its last which frames its mask is followed through; none where it cannot be planned."
    )
    notice: ProblemOut | None = Field(None, description="What is to be known of it though nothing failed: nobody is there.")
    problem: ProblemOut | None


class PlateOut(ShownOut):
    """What the layers are laid over."""

    without: list[UUID] = Field(description="Which layers are not in it.")


class StackOut(Schema):
    """A shot's layers with all that they are made of, lowest first. Nothing in it is asked for by looking."""

    frames: int
    rate: str
    width: int
    height: int
    take: UUID
    bare: ShownOut = Field(description="The take as it was drawn, without layers and effects.")
    plate: PlateOut = Field(
        description="What the layers are laid over: the place behind the shot; else the take without the layers that do not rest "
        "and without those of `lift`, without all of them when that is none; the take itself when nothing is cut out."
    )
    backdrop: PartOut | None = Field(description="The small film of the place behind the shot, moving as its camera does.")
    backdrop_problem: ProblemOut | None
    layers: list[LayerOut]
    over: list[UUID] = Field(description="The layers that are laid over plate, backdrop or take, lowest first.")
    finish: PartOut = Field(description="The small film of all of it under the shot's effects, as the player shows it.")


class StackIn(Strict):
    """What of a shot's layers is asked for."""

    layers: list[UUID] | None = Field(None, max_length=200, description="Whose proxies; null: of all that are seen. First first.")
    plate: bool = False
    finish: bool = False
    lift: list[UUID] = Field([], max_length=200, description="Layers that the plate is to be without although they rest.")


class DeliverIn(Strict):
    """How a layer is handed out."""

    form: Literal["prores4444", "png"] = "prores4444"
    alpha: Literal["straight", "premultiplied"] = "straight"


class DeliverOut(PartOut):
    """A layer to be handed out; its `url` is a download under `name` once it is done."""

    name: str = Field(description="The film, the shot, the layer and the form: The-Last-Boat-12A-woman-prores4444.mov")


class BackdropsIn(Strict):
    """A place to be put behind many shots."""

    shots: list[UUID] = Field(min_length=1, max_length=MOST_SHOTS)
    backdrop: BackdropField | None = Field(description="Null takes away what stands behind them.")
    keep: Literal["layers", "people"] = Field(
        "people", description="`people`: a shot without layers keeps whoever is in it, as a layer of its own."
    )
