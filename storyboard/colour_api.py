"""Routes of colour: the light of many shots brought together, a shot's grade as a table for other programs."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from storyboard import balancing, tables
from storyboard.answers import living, project_of, record_of, revision_out
from storyboard.film import Film
from storyboard.models import Effect, Scene, Shot
from storyboard.schemas import RevisionOut
from studio.errors import NotFound, Refused
from studio.models import Role

router = Router()


class BalanceIn(Schema):
    """Which shots, and to what."""

    shots: list[UUID] = Field([], max_length=200, description="These; empty: all of the scene.")
    scene: UUID | None = None
    goal: Literal["typical", "neutral"] = Field("typical", description="Like the most typical of them, or each neutral.")
    like: UUID | None = Field(None, description="Like this shot, whichever is typical.")


class BalancedOut(Schema):
    """What became of it."""

    edit: RevisionOut | None = Field(description="One edit, one undo; null where nothing had to be changed.")
    reference: UUID | None = Field(description="The shot that the others are like now.")
    slate: str = Field(description="What that shot is called.")
    left: list[UUID] = Field(description="Shots that are not made yet, or black: left as they are.")


@router.post("/projects/{id}/balance", response=BalancedOut, operation_id="balance")
def balance(request: HttpRequest, id: UUID, data: BalanceIn) -> Any:
    """Measure shots that are made and bring their light together by a grade beneath their other effects: one edit, one undo."""
    project = project_of(request, id, Role.EDITOR)
    if not data.shots and data.scene is None:
        raise Refused("Name the shots to balance, or a scene.", "REQUEST_INVALID")
    rows = Shot.objects.filter(project=project, archived=False, scene__archived=False).select_related("take", "project")
    if data.shots:
        found = rows.in_bulk(data.shots)
        if missing := [one for one in data.shots if one not in found]:
            raise NotFound(f"There is no shot {missing[0]} in this project, or it was put away. Nothing was changed.")
        shots = [found[one] for one in dict.fromkeys(data.shots)]
    else:
        if not Scene.objects.filter(project=project, pk=str(data.scene), archived=False).exists():
            raise NotFound("There is no such scene in this project, or it was put away.")
        shots = list(rows.filter(scene=data.scene).order_by("rank", "pk"))
    like = rows.filter(pk=data.like).first() if data.like else None
    if data.like and like is None:
        raise NotFound("There is no such shot in this project, or it was put away.")
    made = balancing.balance(project, shots, like=like, neutral=data.goal == "neutral", by=request.user)
    slate = Film.around(made.reference).slate(made.reference) if made.reference else ""
    return BalancedOut(
        edit=revision_out(made.done) if made.done else None,
        reference=made.reference.pk if made.reference else None,
        slate=slate,
        left=[one.pk for one in made.left],
    )


@router.get("/shots/{id}/lut", response={200: bytes}, operation_id="shot_lut")
def shot_lut(
    request: HttpRequest,
    id: UUID,
    size: int = Query(65, ge=2, le=65),  # type: ignore[type-arg]
    frame: int = Query(0, ge=0),  # type: ignore[type-arg]
    effect: UUID | None = None,
) -> Any:
    """What a shot's effects, or one of them, do to colours at a frame, as a `.cube` file to be kept."""
    shot = living(record_of(request, Shot, id, Role.VIEWER))
    only = Effect.objects.filter(pk=effect, shot=shot, archived=False).first() if effect else None
    if effect and only is None:
        raise NotFound("There is no such effect on this shot, or it was taken off.")
    made = tables.table(shot, side=size, frame=frame, only=only)
    answer = HttpResponse(made.text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
