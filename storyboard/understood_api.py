"""Routes that tell what was understood of the words on a character or a place, so that a person can see and correct it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from generation import builds, remaking, store
from generation.media import Data
from generation.models import Priority
from generation.recipe import Recipe
from storyboard import plans
from storyboard.models import Character, Location, Project
from storyboard.voices import voice_of
from studio.access import found_for
from studio.models import Role

router = Router()


class UnderstoodOut(Schema):
    """What the words alone came to: fields of a look or of a place, null until they have been read."""

    key: str = Field(description="The node that reads them: follow it.")
    status: str
    fields: dict[str, Any] | None
    voice: Annotated[str, Field(description="The voice that a character's words call for; empty for a place.")] = ""


@router.post("/characters/{id}/look", response=UnderstoodOut, operation_id="understood_look")
def understood_look(request: HttpRequest, id: UUID) -> Any:
    """How a character's description was understood, and which voice it calls for, without what was set by hand over it."""
    who = _record(request, Character, id)
    who.look, who.voice = {}, ""
    read = _understood(request, who.project, plans.look(who.project, who), f"Look of {who.name}")
    read.voice = voice_of(who, who.project.language).voice
    return read


@router.post("/locations/{id}/design", response=UnderstoodOut, operation_id="understood_place")
def understood_place(request: HttpRequest, id: UUID) -> Any:
    """How a place's name and description were understood, without what was set by hand over it."""
    where = _record(request, Location, id)
    where.overrides = {}
    return _understood(request, where.project, plans.place(where.project, where), f"Design of {where.name}")


def _record(request: HttpRequest, model: Any, id_: UUID) -> Any:
    found = model.objects.select_related("project__workspace")
    return found_for(request.user, found, id_, Role.EDITOR, via="project__workspace_id")


def _understood(request: HttpRequest, project: Project, recipe: Recipe, label: str) -> UnderstoodOut:
    space = project.workspace
    made = builds.outputs_of(space, recipe.key).get("out")
    if made is None:
        builds.request(space, recipe, channel=project.channel, label=label, priority=Priority.INTERACTIVE, by=request.user)
        return UnderstoodOut(key=recipe.key, status=builds.status_of(space, [recipe.key])[recipe.key].status, fields=None)
    try:
        fields = Data(store.checked(made)).read()
    except store.Missing as gone:
        remaking.lost(gone.artifact)
        return UnderstoodOut(key=recipe.key, status="missing", fields=None)
    return UnderstoodOut(key=recipe.key, status="done", fields=fields)
