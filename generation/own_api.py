"""Routes of a person's own checkpoints: what there is, adding from uploads, and taking away; for owners."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from generation import own_checkpoints, uploads
from generation.catalogue import Entry
from studio.access import require, role_in, workspace_of, workspaces
from studio.errors import Forbidden, NotFound, Refused
from studio.models import Role

router = Router()


class SlotPartOut(Schema):
    """One file that a kind of checkpoint is made of."""

    name: str
    kind: str = Field(description="onnx | safetensors | json")
    words: str


class SlotOut(Schema):
    """What can be added: a capability, the driver that reads it, and its files."""

    capability: str
    driver: str
    parts: list[SlotPartOut]


class OwnUserOut(Schema):
    """A film that names the checkpoint."""

    id: UUID
    name: str


class OwnCheckpointOut(Schema):
    """A checkpoint that somebody brought."""

    id: str
    capability: str
    title: str
    licence: str
    commercial: bool
    credit: str
    size: int
    files: list[str]
    users: list[OwnUserOut]
    others: int = Field(description="Further films that name it, which this person may not see.")


class OwnCheckpointsOut(Schema):
    """Every own checkpoint, and what can be added."""

    may: bool = Field(description="Whether this person may add and take away.")
    checkpoints: list[OwnCheckpointOut]
    slots: list[SlotOut]


class OwnFileIn(Schema):
    """A file that was sent as an upload of the kind `network`."""

    model_config = ConfigDict(extra="forbid")

    upload: UUID


class OwnCheckpointIn(Schema):
    """What the files are, what they may do, and whose they are."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=90, description="name@version")
    capability: str = Field(max_length=60)
    title: str = Field(max_length=300)
    licence: str = Field(max_length=300)
    commercial: bool = Field(description="Whether what it makes may be sold.")
    credit: str = Field(max_length=300)
    files: list[OwnFileIn] = Field(min_length=1, max_length=8)


def _seen(request: HttpRequest) -> set[UUID]:
    return set(workspaces(request.user).values_list("id", flat=True))


def _out(request: HttpRequest, one: Entry) -> OwnCheckpointOut:
    films = own_checkpoints.users(one.id)
    mine = _seen(request)
    shown = [film for film in films if film.workspace in mine]
    return OwnCheckpointOut(
        id=one.id, capability=one.capability, title=one.title, licence=one.licence, commercial=one.commercial, credit=one.credit,
        size=one.size, files=[piece.name for piece in one.files], others=len(films) - len(shown),
        users=[OwnUserOut(id=film.id, name=film.name) for film in shown],
    )  # fmt: skip


def _serves_all(request: HttpRequest) -> bool:
    """Whether this person may decide for the whole studio: on their own machine, or as its staff where it is shared."""
    return not settings.SHARED or bool(getattr(request.user, "is_staff", False))


def _require(request: HttpRequest) -> None:
    require(request.user, workspace_of(request.user), Role.OWNER)
    if not _serves_all(request):
        raise Forbidden(
            "A model that is added serves every film of this studio. Ask whoever runs it: manage.py checkpoints add does it."
        )


@router.get("/checkpoints/own", response=OwnCheckpointsOut, operation_id="own_checkpoints")
def list_own(request: HttpRequest) -> Any:
    """The checkpoints that were brought to this studio, the films that name each, and what can be added."""
    return OwnCheckpointsOut(
        may=role_in(request.user, workspace_of(request.user).id) == Role.OWNER and _serves_all(request),
        checkpoints=[_out(request, one) for one in own_checkpoints.listed().values()],
        slots=[
            SlotOut(
                capability=one.capability,
                driver=one.driver,
                parts=[SlotPartOut(name=part.name, kind=part.kind, words=part.words) for part in one.parts],
            )
            for one in own_checkpoints.SLOTS
        ],
    )


@router.post("/checkpoints/own", response=OwnCheckpointOut, operation_id="add_own_checkpoint")
def add_own(request: HttpRequest, data: OwnCheckpointIn) -> Any:
    """Look into what was sent and take it among the checkpoints; it can then be chosen in every film."""
    _require(request)
    sent = [uploads.find(request.user, one.upload) for one in data.files]
    for one in sent:
        if one.media != "network":
            raise Refused(f"{one.name} was not sent as a network. Send it again.", "NETWORK_FILES")
        if one.received != one.size:
            raise Refused(f"{one.size - one.received} bytes have not arrived yet. Send them, then finish.", "UPLOAD_SHORT")
    made = own_checkpoints.add(
        [(one.name, one.part) for one in sent], id=data.id, capability=data.capability, title=data.title, licence=data.licence,
        commercial=data.commercial, credit=data.credit, move=True,
    )  # fmt: skip
    for one in sent:
        uploads.discard(one)
    return _out(request, made)


@router.delete("/checkpoints/own/{id}", response={204: None}, operation_id="remove_own_checkpoint")
def remove_own(request: HttpRequest, id: str) -> Any:
    """Take an own checkpoint away. Refused while a film names it: what it made could not be made again."""
    _require(request)
    if id not in own_checkpoints.listed():
        raise NotFound("There is no such thing, or it is not yours.")
    own_checkpoints.remove(id, seen=_seen(request))
    return Status(204, None)
