"""Routes of effects: where something lies at every frame, for parameters that follow it; and the looks that a workspace keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from generation import builds, movement, store
from generation.media import Data
from generation.models import Priority
from storyboard import effect_plans, guards, layer_plans, masks, standing
from storyboard.answers import ask, living, project_of, record_of
from storyboard.effect_fields import CarriedField, FollowField
from storyboard.film import Film
from storyboard.layer_schemas import PartOut
from storyboard.making import frozen
from storyboard.models import Look, Shot
from storyboard.schemas import Strict
from studio.errors import Conflict
from studio.models import Role

router = Router()


class FollowIn(Strict):
    """What is to be followed through a shot's take."""

    follow: FollowField


class FollowedOut(Schema):
    """Where it lies at each frame, as far as that is known: lists as long as the take, empty until it is."""

    made: PartOut
    across: list[float] = Field(description="In shares of the width, of the middle of what was pointed at.")
    down: list[float]
    scale: list[float] = Field(description="1 at the frame at which it was pointed at.")
    turn: list[float] = Field(description="In degrees, clockwise.")
    there: list[bool] = Field(description="Whether it is seen; where it is not, it lies where it was last.")


class KeptLookOut(Schema):
    """Effects that were kept under a name, of this film or another of its workspace."""

    id: UUID
    project: UUID
    film: str
    name: str
    effects: list[CarriedField]


@router.post("/shots/{id}/follow", response=FollowedOut, operation_id="follow_in_shot")
def follow(request: HttpRequest, id: UUID, data: FollowIn) -> Any:
    """Follow something through a shot's take: asked for now. Ask again, or follow the key, until it is done."""
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(id)]})
    take = frozen(shot.take)
    told = data.follow.model_dump(mode="json")
    try:
        wanted = effect_plans.movement_of(Film.around(shot), shot, told, take, take)
    except effect_plans.Gone:
        raise Conflict("The layer that was to be followed is not there any more.", "LAYER_GONE") from None
    part = standing.of(shot.project.workspace, [wanted], given={take.key})[wanted]
    if part.status == "missing" or (part.problem and part.problem.blame != "you"):
        guards.layers(shot.project, [wanted])
        guards.quota(shot.project.workspace)
        ask(request, shot.project, wanted, f"Follow in {Film.around(shot).slate(shot)}", id, Priority.AWAITED)
        part = standing.of(shot.project.workspace, [wanted], given={take.key})[wanted]
    artifact = builds.outputs_of(shot.project.workspace, wanted.key).get("out") if part.status == "done" else None
    if artifact is None:
        return FollowedOut(made=part, across=[], down=[], scale=[], turn=[], there=[])
    found = movement.read(Data(store.checked(artifact)).read())
    middle = (np.mean(told["across"]), np.mean(told["down"])) if told["across"] else (0.5, 0.5)
    aspect = shot.project.width / shot.project.height
    lines = lie(found, (float(middle[0]), float(middle[1])), aspect)
    frames = masks.length(take) or len(found.there)
    there = found.there.tolist()[:frames]
    across, down, scale, turn = (lines[name][:frames] for name in ("across", "down", "scale", "turn"))
    return FollowedOut(made=part, across=across, down=down, scale=scale, turn=turn, there=there)


class EffectStateOut(Schema):
    """How far an effect of a shot is in the film; `key` is empty for one that is left out: it does nothing or lacks something."""

    id: UUID
    key: str
    status: str
    progress: float
    error: dict[str, Any] | None = None


@router.get("/shots/{id}/effects", response=list[EffectStateOut], operation_id="effect_states")
def states(request: HttpRequest, id: UUID) -> Any:
    """The shot's own effects that are switched on, in their order, as far as each is made; nothing is asked for."""
    shot = living(record_of(request, Shot, id))
    if shot.take is None:
        return []
    film, take = Film.around(shot), frozen(shot.take)
    own = (one for one in film.effects_of(shot) if one.layer_id is None)
    laid = list(effect_plans.laid(film, shot, layer_plans.picture(film, shot, take), own, take))
    status = builds.status_of(shot.project.workspace, [one.clip.key for one in laid])
    return [_state(one, status[one.clip.key]) for one in laid]


def _state(one: effect_plans.Laid, now: builds.NodeStatus) -> EffectStateOut:
    if one.operation is None:
        return EffectStateOut(id=one.effect.pk, key="", status="left out", progress=0.0)
    return EffectStateOut(id=one.effect.pk, key=one.clip.key, status=now.status, progress=now.progress, error=now.error)


@router.get("/projects/{id}/looks", response=list[KeptLookOut], operation_id="looks")
def list_looks(request: HttpRequest, id: UUID) -> Any:
    """The looks that were kept in the films of the project's workspace: its own first, then by film and name."""
    project = project_of(request, id)
    rows = Look.objects.filter(project__workspace_id=project.workspace_id, project__archived=False, archived=False)
    found = sorted(rows.select_related("project"), key=lambda one: (one.project_id != project.pk, one.project.title, one.name))
    return [
        KeptLookOut(id=one.pk, project=one.project_id, film=one.project.title, name=one.name, effects=one.effects)
        for one in found
    ]


def lie(found: movement.Movement, middle: tuple[float, float], aspect: float) -> dict[str, list[float]]:
    """Where a point of the frame at which a movement begins lies at each frame, how large it is there, how far turned."""
    near = 1e-3
    points = np.array([middle, (middle[0] + near, middle[1]), (middle[0], middle[1] + near)])
    lines: dict[str, list[float]] = {"across": [], "down": [], "scale": [], "turn": []}
    shape: npt.NDArray[np.float64] = np.array([aspect, 1.0])
    before = 0.0
    for matrix in found.matrices:
        here, right, below = movement.moved(matrix, points)
        one, other = (right - here) * shape / (near * aspect), (below - here) * shape / near
        turned = float(np.degrees(np.arctan2(one[1], one[0])))
        before += (turned - before + 180) % 360 - 180  # on from the frame before, so that a full turn is none back
        for name, value in zip(
            lines, (here[0], here[1], abs(one[0] * other[1] - one[1] * other[0]) ** 0.5, before), strict=True
        ):  # fmt: skip
            lines[name].append(round(float(value), 6))
    return lines
