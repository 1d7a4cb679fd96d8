"""Routes of a shot's layers: look at a frame, try masks, see and ask for what layers are made of, hand out, change places."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from storyboard import backdrops, layer_stacks
from storyboard.answers import living, project_of, record_of, revision_out
from storyboard.layer_schemas import (
    BackdropsIn,
    DeliverIn,
    DeliverOut,
    FindIn,
    FoundOut,
    LookIn,
    LookOut,
    MaskIn,
    PartOut,
    StackIn,
    StackOut,
)
from storyboard.models import Layer, Shot
from storyboard.schemas import RevisionOut
from studio.errors import Conflict, NotFound
from studio.models import Role

router = Router()


@router.post("/shots/{id}/look", response=LookOut, operation_id="look_at_frame")
def look(request: HttpRequest, id: UUID, data: LookIn) -> Any:
    """A frame of the take, and what the network sees in it: asked for now. Ask again, or follow the keys, until it is done."""
    return layer_stacks.look(_shot(request, id), data.frame, by=request.user)


@router.post("/shots/{id}/mask", response=PartOut, operation_id="mask")
def mask(request: HttpRequest, id: UUID, data: MaskIn) -> Any:
    """The mask of these prompts on a frame, as the server makes it: a grey picture as large as the take."""
    return layer_stacks.mask(_shot(request, id), data.frame, data.model_dump(mode="json"), by=request.user)


@router.post("/shots/{id}/find", response=FoundOut, operation_id="find_on_frame")
def find(request: HttpRequest, id: UUID, data: FindIn) -> Any:
    """Where on a frame the things are that these words name. Ask again, or follow the key, until it is done."""
    return layer_stacks.find(_shot(request, id), data.frame, data.words, by=request.user)


@router.get("/shots/{id}/stack", response=StackOut, operation_id="stack")
def get_stack(request: HttpRequest, id: UUID, lift: list[UUID] = Query([], max_length=200)) -> Any:  # type: ignore[type-arg]
    """A shot's layers and all that they are made of, as far as it is made; nothing is asked for."""
    return layer_stacks.told(_shot(request, id, Role.VIEWER), lift)


@router.post("/shots/{id}/stack", response=StackOut, operation_id="make_stack")
def make_stack(request: HttpRequest, id: UUID, data: StackIn) -> Any:
    """Ask for what is missing of this, and tell the whole stack. What is made or under way is not asked for again."""
    return layer_stacks.make(_shot(request, id), data, by=request.user)


@router.post("/layers/{id}/deliver", response=DeliverOut, operation_id="deliver_layer")
def deliver(request: HttpRequest, id: UUID, data: DeliverIn) -> Any:
    """A layer for other programs, asked for now. Ask again, or follow the key, until there is a link."""
    layer = record_of(request, Layer, id, Role.EDITOR)
    if layer.archived:
        raise Conflict("This layer was put away. Bring it back first.", "LAYER_GONE")
    living(layer.shot)
    part, name = layer_stacks.deliver(layer, data.form, data.alpha, by=request.user)
    url = f"{part.url}&name={quote(name)}" if part.url else None
    return DeliverOut(**{**part.model_dump(), "url": url}, name=name)


@router.post("/projects/{id}/backdrops", response=RevisionOut, operation_id="put_backdrops")
def put_backdrops(request: HttpRequest, id: UUID, data: BackdropsIn) -> Any:
    """Put a place behind all of these shots, or take it away: one edit, one undo."""
    project = project_of(request, id, Role.EDITOR)
    wanted = list(dict.fromkeys(data.shots))
    found = Shot.objects.filter(project=project, archived=False, scene__archived=False).in_bulk(wanted)
    if missing := [one for one in wanted if one not in found]:
        raise NotFound(f"There is no shot {missing[0]} in this project, or it was put away. Nothing was changed.")
    behind = data.backdrop.model_dump(mode="json") if data.backdrop else None
    shots = [found[one] for one in wanted]
    return revision_out(backdrops.put(project, shots, behind, people=data.keep == "people", by=request.user))


def _shot(request: HttpRequest, id_: UUID, role: Role = Role.EDITOR) -> Shot:
    shot: Shot = living(record_of(request, Shot, id_, role))
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(id_)]})
    return shot
