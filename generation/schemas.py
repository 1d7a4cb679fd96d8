"""What the API says about operations, checkpoints, nodes, builds and artifacts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field


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


class BuildOut(Schema):
    """A request for something to be made, and how far it is."""

    id: UUID
    label: str
    status: str
    root: str
    made: int
    total: int
    failed: int
    running: int
    queued: int
    priority: int
    eta_low: int | None = Field(description="Whole seconds of wall clock, at least; null when nothing is known.")
    eta_high: int | None
    error: dict[str, Any] | None
    created: datetime
    finished: datetime | None


class ArtifactOut(Schema):
    """Bytes, and a signed link to them."""

    digest: str
    media: str
    size: int
    facts: dict[str, Any]
    url: str


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
    media: str = Field(pattern="^(image|video|audio|movie|data)$")


class UploadOut(Schema):
    """How much of an upload has arrived; the next part starts at `received`."""

    id: UUID
    received: int
    size: int
