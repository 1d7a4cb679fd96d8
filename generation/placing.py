"""The order in which builds are made, as a person puts it: one before another, or after all."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from generation.models import Build, Demand, Node, Status
from studio.errors import Conflict, NotFound

AT_ONCE = 500  # rows in one statement


def place(build: Build, before: Build | None) -> Build:
    """Make a build before that one (None: after all that is active), as it now is.

    Everything active of a workspace stands in one line: by priority, by place, by age. Whoever is put before another takes that
    one's priority; those up to it are numbered below nought, so that what is asked for later still comes after them.
    Workers take up nodes in this order; what runs already goes on. Harmless when done twice.

    Raises:
        Conflict: NOT_ACTIVE, when either has ended.
        NotFound: when `before` belongs to another workspace.
    """
    if before is not None and before.workspace_id != build.workspace_id:
        raise NotFound("There is no such thing, or it is not yours.")
    with transaction.atomic():
        line = list(_line(build).select_for_update())
        mine = next((one for one in line if one.pk == build.pk), None)
        if mine is None:
            raise Conflict(f"{build.label} has ended: there is nothing left of it to put in order.", "NOT_ACTIVE")
        rest = [one for one in line if one.pk != build.pk]
        if before is not None and before.pk == build.pk:
            return mine
        at = next((n for n, one in enumerate(rest) if before and one.pk == before.pk), None if before else len(rest))
        if at is None:
            raise Conflict("What this was to be made before has ended in the meantime. Put it somewhere else.", "NOT_ACTIVE")
        if rest:
            mine.priority = rest[at].priority if at < len(rest) else rest[-1].priority
        _number([*rest[:at], mine, *rest[at:]], at)
        _carry(build)
    build.refresh_from_db()
    return build


def _line(build: Build) -> QuerySet[Build]:
    active = Build.objects.filter(workspace_id=build.workspace_id, status=Build.State.ACTIVE).defer("recipe")
    return active.order_by("-priority", "place", "created", "pk")


def _number(line: list[Build], moved: int) -> None:
    """Places for everything up to the one that moved, or up to the last that has one; those after keep nought."""
    at_end = moved == len(line) - 1
    last = max([moved - at_end, *(n for n, one in enumerate(line) if one.place < 0)])
    now = timezone.now()
    changed = []
    for number, one in enumerate(line):
        wanted = number - last - 1 if number <= last and not (at_end and number == moved) else 0
        if one.place != wanted or number == moved:
            one.place, one.version, one.changed = wanted, one.version + 1, now
            changed.append(one)
    Build.objects.bulk_update(changed, ["priority", "place", "version", "changed"], batch_size=AT_ONCE)


def _carry(build: Build) -> None:
    """Give every waiting node of the workspace the priority and place of the first build that wants it."""
    wanted = Demand.objects.filter(node=OuterRef("pk"), build__status=Build.State.ACTIVE)
    first = wanted.order_by("-build__priority", "build__place")
    Node.objects.filter(workspace_id=build.workspace_id, status=Status.QUEUED, demands__build__status=Build.State.ACTIVE).update(
        priority=Subquery(first.values("build__priority")[:1]),
        place=Subquery(first.values("build__place")[:1]),
        version=F("version") + 1,
    )
