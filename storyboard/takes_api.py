"""Routes of takes: drawn, compared, kept, brought back with their words, and effects tried on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from generation import builds
from generation.api import build_out
from generation.made import made_out
from generation.made import name as name_of
from generation.models import Priority
from generation.recipe import Pick
from generation.schemas import BuildOut
from storyboard import briefing, guards, layer_plans, plans, restoring, takes, trying
from storyboard.answers import Scenes, ask, living, project_of, record_of, revision_out, staleness_out, take_out
from storyboard.film import Film
from storyboard.models import Effect, Shot, Take
from storyboard.schemas import DrawsIn, PictureOut, RevisionOut, StalenessOut, TakeIn, TakeOut, TryIn
from studio import turns
from studio.errors import Conflict
from studio.models import Role

router = Router()


@router.get("/projects/{id}/staleness", response=dict[UUID, StalenessOut], operation_id="project_staleness")
def project_staleness(request: HttpRequest, id: UUID, scenes: Scenes = None) -> Any:
    """How fresh every shot is, with causes; with `scenes`, of their shots alone."""
    project = project_of(request, id)
    with turns.whole_film(scenes is None):
        found = takes.staleness_of(project, film=Film.of(project, scenes=scenes))
    return {shot: staleness_out(one) for shot, one in found.items()}


@router.get("/shots/{id}/staleness", response=StalenessOut, operation_id="staleness")
def shot_staleness(request: HttpRequest, id: UUID) -> Any:
    """Whether the current take still is what the records ask for, and if not, why."""
    return staleness_out(takes.staleness(living(record_of(request, Shot, id))))


@router.get("/shots/{id}/takes", response=list[TakeOut], operation_id="takes")
def list_takes(request: HttpRequest, id: UUID) -> Any:
    """Every take of a shot, oldest first."""
    shot = record_of(request, Shot, id)
    film = Film.around(shot)
    found = list(Take.objects.filter(shot=shot, archived=False).defer("recipe").select_related("by").order_by("number"))
    by = briefing.made_by(found)
    return [take_out(take, film, by=by[take.pk]) for take in found]


@router.post("/shots/{id}/takes", response=TakeOut, operation_id="shoot")
def shoot(request: HttpRequest, id: UUID, data: TakeIn) -> Any:
    """Draw a new take; it is the current one from now on."""
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    take = takes.shoot(shot, seed=data.seed, quality=data.quality, by=request.user)
    return take_out(take, Film.around(shot))


@router.post("/shots/{id}/draws", response=list[TakeOut], operation_id="draws")
def draws(request: HttpRequest, id: UUID, data: DrawsIn) -> Any:
    """Draw takes at once; the first is the current one from now on. Showing it is one edit, which can be undone."""
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    drawn, said = takes.several(shot, count=data.count, same_seed=data.same_seed, quality=data.quality, by=request.user)
    film = Film.around(shot)
    return [take_out(take, film, said.words if said else None) for take in drawn]


@router.post("/shots/{id}/finish", response=BuildOut, operation_id="finish")
def finish(request: HttpRequest, id: UUID) -> Any:
    """Make the current take with its effects now."""
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(id)]})
    picture = plans.finish(shot)
    guards.layers(shot.project, [picture])
    return build_out(ask(request, shot.project, picture, f"Finish {shot.letter}", id, layer_plans.urgency(picture)))


@router.post("/shots/{id}/try", response=PictureOut, operation_id="try_effects")
def try_effects(request: HttpRequest, id: UUID, data: TryIn) -> Any:
    """One frame of the current take under these effects, small and soon; ask again, or follow `key`, until it is done."""
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    tried = [
        Effect(
            shot=shot, layer_id=data.layer, operation=one.operation, params=one.params,
            inputs={port: each.model_dump(mode="json", exclude_unset=True) for port, each in one.inputs.items()},
        )
        for one in data.effects
    ]  # fmt: skip
    picture = trying.trial(shot, tried, data.frame, layer=data.layer)
    recipe = picture.recipe if isinstance(picture, Pick) else picture
    if builds.status_of(shot.project.workspace, [recipe.key])[recipe.key].status not in ("done", "queued", "running"):
        ask(request, shot.project, recipe, f"Trial of {Film.around(shot).slate(shot)}", id, Priority.INTERACTIVE)
    made = made_out(shot.project.workspace, [picture])[name_of(picture)]
    return PictureOut(id=id, key=made.key, status=made.status, url=made.url or "")


@router.post("/takes/{id}/keep", response=RevisionOut, operation_id="keep")
def keep(request: HttpRequest, id: UUID) -> Any:
    """Print it: the shot's take from now on, whatever changes."""
    return revision_out(takes.keep(record_of(request, Take, id, Role.EDITOR), by=request.user))


@router.post("/takes/{id}/restore", response=RevisionOut, operation_id="restore")
def restore(request: HttpRequest, id: UUID) -> Any:
    """Show it again with the shot's words, camera, cast, seed and pictures of that time: one edit. `notes` tell of the rest."""
    done, said = restoring.restore(record_of(request, Take, id, Role.EDITOR), by=request.user)
    return revision_out(done, [one.words for one in said])
