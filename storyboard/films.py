"""What is told of many films at once, in three statements: how many shots, how long, when somebody last worked at each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from pydantic import Field

from storyboard.models import Edit, Project, Shot
from storyboard.schemas import ProjectOut


class FilmOut(ProjectOut):
    """A film among others: how much there is of it, and when somebody last worked at it."""

    shots: int
    frames: int = Field(description="Length of its board, at its own rate.")
    changed: datetime


def listed(found: QuerySet[Project], out: Callable[[Project], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """`out` of each film, with `shots`, `frames` (length of its board) and `changed`, the time of its last edit."""
    living = Shot.objects.filter(project__in=found, archived=False, scene__archived=False)
    counted: dict[Any, dict[str, Any]] = {
        one["project"]: dict(one)
        for one in living.order_by().values("project").annotate(shots=Count("pk"), length=Sum("frames"))
    }  # fmt: skip
    edits = Edit.objects.filter(project__in=found).order_by().values_list("project").annotate(at=Max("at"))
    changed = dict(edits.values_list("project", "at"))
    for project in found:
        own: dict[str, Any] = counted.get(project.pk, {})
        at = changed.get(project.pk) or project.created
        yield {**out(project), "shots": own.get("shots", 0), "frames": own.get("length") or 0, "changed": at}
