"""Routes of choosing between takes: draw several and keep the best, and how good each is."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from storyboard import choosing, scores
from storyboard.answers import living, project_of, record_of, take_out
from storyboard.film import Film
from storyboard.models import Score, Shot
from storyboard.schemas import Strict, TakeOut
from studio.errors import Refused
from studio.models import Role

router = Router()
AT_ONCE = 200  # shots
TAKES_AT_ONCE = 400


class BestIn(Strict):
    """Shots of one film, and how many takes of each are drawn to choose from."""

    shots: list[UUID] = Field(min_length=1, max_length=AT_ONCE)
    count: int = Field(4, ge=1, le=8)
    quality: Literal["draft", "final"] = "final"
    bar: float | None = Field(None, ge=0, le=1, description="A score at which no more are drawn; null: all are drawn.")


class FaultOut(Schema):
    """What is wrong, from the first to the last frame that shows it, counted from the take's first."""

    kind: Literal["black", "flat", "frozen", "torn"]
    first: int
    last: int


class ScoreOut(Schema):
    """How good a take is, each figure 0…1; null until it is measured, or where nobody can tell."""

    status: Literal["drawing", "scoring", "done", "failed"] = Field(
        description="The take is still made; it is being measured; it is measured; it cannot be, or will not be made."
    )
    shot: UUID
    score: Annotated[float | None, Field(description="What takes are ranked by; with a fault at most 0.2.")] = None
    sharpness: float | None = None
    flicker: Annotated[float | None, Field(description="How far light swings: 0 is steady.")] = None
    motion: Annotated[float | None, Field(description="How much moves, and how fast.")] = None
    likeness: Annotated[float | None, Field(description="Of the faces to the cast's pictures.")] = None
    agreement: Annotated[float | None, Field(description="Of what is seen with the words.")] = None
    faults: list[FaultOut] = []
    rank: Annotated[
        int | None, Field(description="Among the takes that were drawn together, from 1; null: not measured yet.")
    ] = None
    of: Annotated[int, Field(description="So many were drawn together.")] = 1
    best: Annotated[bool, Field(description="It was chosen of those that were drawn together.")] = False
    choosing: Annotated[bool, Field(description="The choice is still open.")] = False
    again: Annotated[UUID | None, Field(description="The take that was drawn instead, because this one is spoiled.")] = None
    seed: Annotated[int | None, Field(description="That take's seed.")] = None
    words: Annotated[dict[str, str] | None, Field(description="What is wrong, in `en` and in `zh`.")] = None


@router.post("/shots/best", response=list[TakeOut], operation_id="shoot_best")
def shoot_best(request: HttpRequest, data: BestIn) -> Any:
    """Draw several takes of each shot; once they are made the best is kept, as an edit that can be undone. All takes, by shot."""
    ids = list(dict.fromkeys(data.shots))
    if len(ids) * data.count > TAKES_AT_ONCE:
        raise Refused(f"At most {TAKES_AT_ONCE} takes are drawn at once: choose fewer shots, or fewer takes.", "EDIT_INVALID")
    shots = [living(record_of(request, Shot, id_, Role.EDITOR)) for id_ in ids]
    drawn = choosing.best(shots, count=data.count, quality=data.quality, bar=data.bar, by=request.user)
    film = Film.of(shots[0].project, scenes=list({shot.scene_id for shot in shots}))
    return [take_out(take, film) for take in drawn]


@router.get("/projects/{id}/scores", response=dict[UUID, ScoreOut], operation_id="scores")
def project_scores(request: HttpRequest, id: UUID) -> Any:
    """How good the takes of a film are, by take: those that are measured, and those that somebody is choosing between."""
    project = project_of(request, id)
    rows = list(Score.objects.filter(project=project, take__archived=False).select_related("take"))
    states = scores.settle(project, rows)
    found: dict[str, ScoreOut] = {}
    for row in rows:
        known = {name: value for name, value in (row.found or {}).items() if name in ScoreOut.model_fields}
        state = states[row.take_id]
        status = state if state in ("done", "failed") else "failed" if state == "cancelled" else "scoring"
        found[str(row.take_id)] = ScoreOut(**{**known, "status": status, "shot": row.take.shot_id})
    for run in choosing.told(project):
        for one in run.takes if run.active else ():
            found.setdefault(one, ScoreOut(status="drawing", shot=run.shot_id))
        for one in run.again:
            wrong = found.setdefault(one["take"], ScoreOut(status="failed", shot=run.shot_id))
            wrong.again, wrong.seed, wrong.words = one["by"], one["seed"], {name: one[name] for name in ("en", "zh")}
        together = [one for one in run.takes if one in found]
        for place, one in enumerate(
            sorted((one for one in together if found[one].score is not None), key=lambda id_: _order(found[id_]))
        ):
            found[one].rank = place + 1
        for one in together:
            found[one].of, found[one].choosing, found[one].best = len(run.takes), run.active, one == str(run.best)
    return found


def _order(one: ScoreOut) -> tuple[bool, float]:
    return bool(one.faults), -(one.score or 0.0)
