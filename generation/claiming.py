"""Which node a worker takes up next: by priority and place, then so that models change seldom, and nobody waits for ever."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from generation import builds
from generation.models import Node, Priority, Status
from generation.operation import Queue


@dataclass
class Turn:
    """What a worker remembers from one claim to the next: how often in a row it passed somebody over for what it has loaded."""

    passed: int = 0

    @property
    def over(self) -> bool:
        """Has it been long enough? Then whoever has waited longest is next, whichever model that needs."""
        return self.passed >= settings.PATIENCE


def claim(
    queues: Collection[str],
    worker: str,
    resident: Sequence[str] = (),
    least: int = Priority.BACKGROUND,
    turn: Turn | None = None,
    without: Collection[str] = (),
) -> Node | None:
    """Take the next node of these queues, of this priority at least, under a fresh lease, or None when there is none.

    Order: priority, then of what somebody awaits what needs no network (it is soon made, and is the last that is lacking), then
    the place that somebody gave it, then what needs no other checkpoint than those that are `resident`
    (the one used last first), then one that no other worker has at hand, then the workspace with least running, then age.
    After `PATIENCE` nodes that went before somebody who waited longer, age alone decides once, so that with n models nobody of
    one priority is passed over more than n · `PATIENCE` times by each worker. Checkpoints in `without` are left to others.
    """
    turn = turn or Turn()
    waiting = Node.objects.filter(status=Status.QUEUED, queue__in=list(queues), priority__gte=least)
    if without:
        waiting = waiting.exclude(checkpoint__in=list(without))
    by_age = turn.over
    ordered = waiting.order_by("-priority", "place", "id") if by_age else _at_hand_first(waiting, resident)
    for _ in range(8):
        token, until = uuid.uuid4(), timezone.now() + timedelta(seconds=settings.LEASE)
        with transaction.atomic():
            if connection.features.has_select_for_update_skip_locked:
                ordered = ordered.select_for_update(skip_locked=True, of=("self",))
            candidate = ordered.values_list("pk", flat=True).first()
            if candidate is None:
                return None
            taken = Node.objects.filter(pk=candidate, status=Status.QUEUED).update(
                status=Status.RUNNING, lease=token, lease_until=until, worker=worker, attempts=F("attempts") + 1,
                cancel=False, progress=0, note="", version=F("version") + 1, changed=timezone.now(),
            )  # fmt: skip
            if taken:
                builds.mark_started(candidate)
        if taken:
            node = Node.objects.get(pk=candidate)
            _count(turn, node, waiting, resident, by_age)
            return node
    return None


def _at_hand_first(waiting: QuerySet[Node], resident: Sequence[str]) -> QuerySet[Node, Any]:
    running = Node.objects.filter(status=Status.RUNNING)
    busy = (
        running.filter(workspace=OuterRef("workspace"))
        .order_by().values("workspace").annotate(count=Count("pk")).values("count")
    )  # fmt: skip
    elsewhere = Exists(running.filter(checkpoint=OuterRef("checkpoint")))
    return waiting.annotate(
        brief=Case(
            When(priority=Priority.AWAITED, queue=Queue.CPU, then=Value(1)), default=Value(0), output_field=IntegerField()
        ),
        at_hand=Case(
            When(checkpoint__in=[*resident[:1], ""], then=Value(2)),
            When(checkpoint__in=list(resident[1:]), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        ),
        # Two workers that need another model each take another one, instead of both the same.
        elsewhere=Case(
            When(~Q(checkpoint__in=[*resident, ""]) & elsewhere, then=Value(1)), default=Value(0), output_field=IntegerField()
        ),
        busy=Coalesce(Subquery(busy), 0),
    ).order_by("-priority", "-brief", "place", "-at_hand", "elsewhere", "busy", "id")


def _count(turn: Turn, node: Node, waiting: QuerySet[Node], resident: Sequence[str], by_age: bool) -> None:
    """Remember whether this node went before one that waits longer and needs another model."""
    if by_age or (node.checkpoint and node.checkpoint not in resident):
        turn.passed = 0
        return
    older = waiting.filter(id__lt=node.pk, priority=node.priority, place=node.place).exclude(checkpoint__in=[*resident[:1], ""])
    turn.passed += node.checkpoint != "" and older.exists()
