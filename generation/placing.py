"""The order in which builds are made, as a person puts it: one before another, or after all."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from generation.models import Build, Demand, Node, Status
from studio.errors import Conflict, NotFound

GAP = 1024  # between two places, so that something fits in between
_AT_ONCE = 10_000


def place(build: Build, before: Build | None) -> Build:
    """Make a build before that one (None: after all that is active); the build as it now is.

    Everything active of a workspace stands in one line: by priority, by place, by age. Whoever is put before another takes that
    one's priority. What is asked for has place 0 and comes last by its age; those before the one that moved go below 0 as a
    whole, so that what is asked for later still comes after them. Workers take nodes up in this order; what runs goes on.

    Raises:
        Conflict: NOT_ACTIVE, when either has ended.
        NotFound: when `before` belongs to another workspace.
    """
    if before is not None and before.workspace_id != build.workspace_id:
        raise NotFound("There is no such thing, or it is not yours.")
    if before is not None and before.pk == build.pk:
        return build
    with transaction.atomic():
        line = list(_line(build).select_for_update())
        if all(one.pk != build.pk for one in line):
            raise Conflict(f"{build.label} has ended: there is nothing left of it to put in order.", "NOT_ACTIVE")
        rest = [one for one in line if one.pk != build.pk]
        after = next((one for one in rest if before is not None and one.pk == before.pk), None)
        if before is not None and after is None:
            raise Conflict("What this was to be made before has ended in the meantime. Put it somewhere else.", "NOT_ACTIVE")
        if rest:
            _put(build, rest, after)
            _carry(build)
    build.refresh_from_db()
    return build


def _line(build: Build) -> QuerySet[Build]:
    active = Build.objects.filter(workspace_id=build.workspace_id, status=Build.State.ACTIVE)
    return active.only("pk", "priority", "place", "created").order_by("-priority", "place", "created", "pk")


def _put(build: Build, rest: list[Build], after: Build | None) -> None:
    """Give a build its priority and place between the one before and the one after it, whom nobody else is moved against."""
    priority = after.priority if after else rest[-1].priority
    line = [one for one in rest if one.priority == priority]
    ahead = line[: line.index(after)] if after else line
    ceiling = after.place if after else 0
    floor = ahead[-1].place if ahead else ceiling - 2 * GAP
    if ceiling - floor < 2:  # no place in between: everybody ahead moves on
        floor -= GAP
        for start in range(0, len(ahead), _AT_ONCE):
            some = [one.pk for one in ahead[start : start + _AT_ONCE]]
            Build.objects.filter(pk__in=some).update(place=F("place") - GAP, version=F("version") + 1, changed=timezone.now())
    Build.objects.filter(pk=build.pk).update(
        priority=priority, place=(floor + ceiling) // 2, version=F("version") + 1, changed=timezone.now()
    )


def _carry(build: Build) -> None:
    """Give every waiting node of the workspace the priority and place of the first build that wants it."""
    wanted = Demand.objects.filter(node=OuterRef("pk"), build__status=Build.State.ACTIVE)
    first = wanted.order_by("-build__priority", "build__place", "build__created")
    waiting = Node.objects.filter(workspace_id=build.workspace_id, status=Status.QUEUED)
    moved = waiting.annotate(to=Subquery(first.values("build__priority")[:1]), at=Subquery(first.values("build__place")[:1]))
    changed = moved.filter(to__isnull=False).exclude(Q(priority=F("to")) & Q(place=F("at"))).values_list("pk", "to", "at")
    groups: dict[tuple[int, int], list[int]] = {}
    for pk, priority, place_ in changed:
        groups.setdefault((priority, place_), []).append(pk)
    for (priority, place_), nodes in groups.items():
        Node.objects.filter(pk__in=nodes).update(priority=priority, place=place_)
