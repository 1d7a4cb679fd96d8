"""What the API says about operations, checkpoints, nodes, builds and artifacts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field


class PortOut(Schema):
    """One input of an operation."""

    name: str
    media: str
    many: bool
    optional: bool


class OperationOut(Schema):
    """An operation: its form is `parameters`, a JSON schema."""

    name: str
    version: int
    queue: str
    description: str
    ports: list[PortOut]
    outputs: dict[str, str]
    parameters: dict[str, Any]


class PriceOut(Schema):
    """What one unit costs: a `second` is one of the clip, a `megapixel` a million pixels of all its frames."""

    amount: str
    unit: str = Field(description="run | picture | frame | second | megapixel")
    currency: str


class CheckpointOut(Schema):
    """A checkpoint of the catalogue."""

    id: str
    capability: str
    title: str
    licence: str
    commercial: bool
    credit: str
    installed: bool
    size: int = Field(description="Bytes of all its files.")
    gpu: int = Field(description="Memory of the card that it wants, in GiB; 0: none.")
    gpu_offload: int = Field(description="The same, a part at a time; 0: not known.")
    weights: dict[str, int] = Field(description="Millions of parameters of each part.")
    family: str = Field(description="Whose adapters fit it.")
    takes: list[str] = Field(description="What it can be told: words, first, held, guide.depth, adapters, tracks …")
    needs: list[str] = Field(description="Of these, what it must be given: a model that animates a picture needs `first`.")
    longest: int | None = Field(description="Frames that it makes in one go, at `rate`; null: any number.")
    rate: str | None = Field(description="Frames a second that it makes, as a ratio; null: those that it is told.")
    steps: list[int] | None = Field(description="Of a draft, and of a final picture.")
    guidance: float | None = Field(description="How closely it keeps to the words by itself.")
    references: int = Field(description="How many pictures of people, places and styles it looks at.")
    prompt: str = Field(description="How its words are best written: lines | prose | tags.")
    languages: list[str] = Field(description="Languages of its words.")
    trainable: bool = Field(description="Whether an adapter of it can be trained here.")
    hosted: bool = Field(description="Whether somebody else runs it: what is drawn by it is sent there, and may be paid.")
    price: PriceOut | None = Field(description="Of a hosted model; null where it is not known before the bill.")


class BuildOut(Schema):
    """A request for something to be made, and how far it is."""

    id: UUID
    label: str = Field(description="What it is for, in words: `12A-3` is a take, `Panel 12A` its still.")
    subject: UUID | None = Field(
        description="The record that it is made for: a shot, a character, a place; null for the whole film."
    )
    status: str
    root: str
    made: int
    total: int
    failed: int
    running: int
    queued: int
    priority: int = Field(description="Higher is sooner.")
    place: int = Field(description="Lower is sooner; of equal places the older. What is active is made in this order.")
    eta_low: int | None = Field(description="Whole seconds of wall clock, at least; null when nothing is known.")
    eta_high: int | None
    error: dict[str, Any] | None
    created: datetime
    started: datetime | None = Field(description="When the first of it was taken up; null while it waits.")
    finished: datetime | None


class PlaceIn(Schema):
    """Where a build belongs in the queue."""

    model_config = ConfigDict(extra="forbid")

    before: UUID | None = Field(description="It is made before this build; null: after all that is active.")


class ArtifactOut(Schema):
    """Bytes, and a signed link to them."""

    digest: str
    media: str
    size: int
    facts: dict[str, Any]
    url: str


class MadeOut(Schema):
    """A recipe that somebody may have made: where it stands, and its bytes when it is done."""

    key: str
    status: str = Field(description="missing | queued | running | done | failed | cancelled")
    progress: float
    url: str | None
    facts: dict[str, Any]


class NodeOut(Schema):
    """What is known of one recipe."""

    key: str
    operation: str
    status: str = Field(description="missing | queued | running | done | failed | cancelled")
    progress: float
    note: str
    error: dict[str, Any] | None
    version: int
    took_ms: int
    outputs: dict[str, ArtifactOut]


class UploadIn(Schema):
    """A file about to be sent in parts."""

    name: str = Field(max_length=300)
    size: int = Field(gt=0)
    media: str = Field(pattern="^(image|video|audio|movie|data|network|adapter|lut)$")


class UploadOut(Schema):
    """How much of an upload has arrived; the next part starts at `received`."""

    id: UUID
    received: int
    size: int
