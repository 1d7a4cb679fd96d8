"""What changes would make stale, before they are made: written, read and taken back again, so that nobody sees them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from generation.recipe import Recipe
from storyboard import edits, takes
from storyboard.changes import Change, EditIn
from storyboard.film import Film
from storyboard.models import Project
from studio.errors import Conflict, Refused


class _TakenBack(Exception):
    """Ends the transaction in which changes were tried."""


def consider(project: Project, changes: Iterable[Change], *, by: Any) -> tuple[Film, dict[UUID, Recipe]]:
    """The film as these changes would make it, and the plans of the shots that would go stale and are not stale now, in order.

    Nothing is written, told or asked for: the changes are made in a transaction that is taken back as soon as it has been read.

    Raises:
        NotFound, Forbidden: when this person may not edit the project.
        Refused: EDIT_INVALID, as writing the changes would.
    """
    films: list[Film] = []
    imagined = Project.objects.select_related("workspace").get(pk=project.pk)
    try:
        with transaction.atomic():
            edits.apply(imagined, EditIn(id=uuid.uuid4(), base=None, changes=list(changes)), by=by)
            films.append(Film.of(Project.objects.select_related("workspace").get(pk=project.pk)))
            raise _TakenBack
    except _TakenBack:
        pass
    after = takes.otherwise(films[0])
    before = takes.otherwise(Film.of(project), only=after) if after else {}
    return films[0], {shot: plan for shot, plan in after.items() if shot not in before}


def refusal(problem: Refused) -> str | None:
    """Why changes would be refused, in words; None for what is not about the changes: access, or a lost race."""
    return problem.message if type(problem) is Refused or isinstance(problem, Conflict) else None
