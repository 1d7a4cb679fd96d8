"""The events that reach browsers, and how one is published: on commit, as a hint that may be lost."""

from __future__ import annotations

import logging
from typing import Annotated, Any, Literal
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from pydantic import BaseModel, Field, TypeAdapter

log = logging.getLogger(__name__)


class Hello(BaseModel):
    """The first event on a socket: the revision that the server is at."""

    type: Literal["hello"] = "hello"
    revision: int


class Edited(BaseModel):
    """Somebody's edit was written; a gap in `revision` means: fetch what is missing."""

    type: Literal["edit"] = "edit"
    revision: int
    id: UUID
    by: str
    label: str = ""
    group: UUID | None = None
    changes: list[dict[str, Any]]


class NodeChanged(BaseModel):
    """A node moved on. `version` only grows: drop an event that is older than what is known."""

    type: Literal["node"] = "node"
    key: str
    operation: str
    status: str
    progress: float
    note: str
    error: dict[str, Any] | None = None
    version: int


class Preview(BaseModel):
    """An unfinished picture of a running node, JPEG in base64."""

    type: Literal["preview"] = "preview"
    key: str
    jpeg: str


class BuildChanged(BaseModel):
    """How far a build is: nodes made of nodes needed; `eta_low`, `eta_high` are whole seconds of wall clock, or absent."""

    type: Literal["build"] = "build"
    id: UUID
    label: str
    status: str
    made: int
    total: int
    failed: int = 0
    eta_low: int | None = None
    eta_high: int | None = None


class Telling(BaseModel):
    """How far a story is told by a language model: questions answered of those that it is asked. Only while it works."""

    type: Literal["telling"] = "telling"
    done: int
    of: int


class Pointing(BaseModel):
    """Where on a shot's card somebody points: thousandths of its width and height."""

    shot: str
    x: int
    y: int


class Presence(BaseModel):
    """Where a colleague is."""

    type: Literal["presence"] = "presence"
    user: str
    client: str
    frame: int | None = None
    selection: list[str] = []
    at: Pointing | None = None
    here: bool = True


Event = Annotated[Hello | Edited | NodeChanged | Preview | BuildChanged | Telling | Presence, Field(discriminator="type")]
EVENT: TypeAdapter[Any] = TypeAdapter(Event)


def group(channel: str) -> str:
    """The Channels group of a channel: letters, digits, hyphens, full stops."""
    return channel.replace(":", ".")[:99]


def publish(channel: str, event: BaseModel) -> None:
    """Send a hint to everybody on a channel once the present transaction is committed; never raises.

    Hints are at-most-once by design: who misses one reads the truth from the database.
    """
    message = {"type": "studio.event", "event": event.model_dump(mode="json")}
    transaction.on_commit(lambda: _send(channel, message))


def _send(channel: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(group(channel), message)
    except Exception as problem:  # noqa: BLE001 - a lost hint must never undo the work it tells of
        log.warning("A hint to %s was lost: %s", channel, problem)
