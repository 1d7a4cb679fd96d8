"""Routes of training adapters: begun, followed, and stopped as any build is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from generation import builds, hints
from generation.eta import estimate, eta_of
from generation.models import Build
from storyboard import schooling
from storyboard.answers import record_of
from storyboard.models import Adapter
from studio.errors import Conflict, Refused
from studio.models import Role

router = Router()


class TrainingOut(Schema):
    """How far an adapter's training is."""

    status: str = Field(description="missing | queued | running | done | failed | cancelled")
    progress: float
    note: str = Field(description="Step, of how many, and how wrong it still is.")
    preview: str | None = Field(description="What it draws by now, as a data address.")
    problem: dict[str, Any] | None = Field(description="Why it failed, or why it cannot be trained as it is.")
    key: str = Field(description="Of the node that is followed; empty where there is none.")
    build: UUID | None = Field(description="What to cancel.")
    eta: int | None = Field(description="Whole seconds of wall clock that it will take still, at most; null: not known.")


@router.post("/adapters/{id}/train", response=TrainingOut, operation_id="train_adapter")
def train(request: HttpRequest, id: UUID) -> Any:
    """Train it as its record says. Asked again after it was stopped, it goes on where it was."""
    adapter = _living(record_of(request, Adapter, id, Role.EDITOR))
    schooling.begin(adapter, by=request.user)
    return _training_out(adapter)


@router.get("/adapters/{id}/training", response=TrainingOut, operation_id="training")
def training(request: HttpRequest, id: UUID) -> Any:
    """How far the last training is that was asked for; what it learnt is on the record once it is done."""
    return _training_out(record_of(request, Adapter, id))


def _living(adapter: Adapter) -> Adapter:
    if adapter.archived:
        raise Conflict("This adapter was put away. Bring it back first.", "NOT_READY")
    return adapter


def _training_out(adapter: Adapter) -> TrainingOut:
    build = schooling.latest(adapter)
    if build is None:
        lacks, most = _ahead(adapter)
        return TrainingOut(status="missing", progress=0, note="", preview=None, problem=lacks, key="", build=None, eta=most)
    schooling.settle(build)
    node = builds.status_of(build.workspace_id, [build.root])[build.root]
    status = "cancelled" if build.status == Build.State.CANCELLED else node.status
    shown = hints.read(build.root) if status == "running" else None
    active = build.status == Build.State.ACTIVE
    return TrainingOut(
        status=status, progress=node.progress, note=node.note, problem=node.error if status == "failed" else None, key=build.root,
        preview=f"data:image/jpeg;base64,{shown[0]}" if shown else None, build=build.pk if active else None,
        eta=eta_of(build)[1] if active else _ahead(adapter)[1],
    )  # fmt: skip


def _ahead(adapter: Adapter) -> tuple[dict[str, Any] | None, int | None]:
    """Why it cannot be trained as it is, if it is to be trained at all; and how long it would take."""
    if not adapter.training:
        return None, None
    try:
        wanted = schooling.recipe_of(adapter)
    except Refused as problem:
        return problem.body(), None
    return None, estimate(adapter.project.workspace_id, wanted)[1]
