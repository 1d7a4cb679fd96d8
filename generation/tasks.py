"""Celery's tickets: each may be lost, doubled or late, and nothing changes but the hour."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from celery import current_app, shared_task
from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import Count, F
from django.utils import timezone
from kombu.exceptions import OperationalError

from generation import builds, cards
from generation.models import Build, Node, Priority, Status
from generation.operation import Queue

log = logging.getLogger(__name__)
_silent_until = 0.0  # time.monotonic() before which the broker is left alone
URGENT = "urgent"  # the queue of tickets, not of nodes, whose worker makes only what somebody is waiting for
MOST = 16  # tickets sent at once to one queue: workers that run dry look again by themselves


def worker_name() -> str:
    """This process, as leases name it."""
    return f"{socket.gethostname()}:{os.getpid()}"


@shared_task(name="generation.tasks.work")  # type: ignore[untyped-decorator]  # Celery carries no types
def work(queue: str) -> None:
    """There may be something in this queue.

    Whatever this worker takes tickets of is looked at together, so that the first in order is made first, in whichever queue.
    """
    from generation import worker

    close_old_connections()
    queues = cards.health.able([one.value for one in Queue] if queue == URGENT else served(queue))
    least = Priority.INTERACTIVE if queue == URGENT else Priority.BACKGROUND
    try:
        worker.work(queues, worker_name(), least=least, budget=60.0)
    finally:
        close_old_connections()
    if cards.health.reborn():
        os._exit(cards.REBORN)  # the pool starts another process in its place
    if queue != URGENT:
        send_tickets(dict(_waiting(queues)))


def served(queue: str) -> list[str]:
    """The queues of nodes that this worker takes tickets of; the one named where nobody says more."""
    taken = set(current_app.amqp.queues.consume_from)
    found = [one.value for one in Queue if one.value in taken]
    return found if queue in found else [queue]


@shared_task(name="generation.tasks.sweep")  # type: ignore[untyped-decorator]  # Celery carries no types
def sweep() -> None:
    """Everything that tickets should have done: recover lost leases, advance what is active, send tickets for what waits."""
    close_old_connections()
    recover()
    clear_scratch()
    for build_id in list(Build.objects.filter(status=Build.State.ACTIVE).values_list("id", flat=True)):
        builds.advance(build_id)
    send_tickets(dict(_waiting()))


@shared_task(name="generation.tasks.collect")  # type: ignore[untyped-decorator]  # Celery carries no types
def collect() -> None:
    """Forget what may be forgotten."""
    from generation import collect as collecting
    from generation import keeping

    collecting.collect_all()
    keeping.sweep()


def recover() -> int:
    """Take nodes back whose worker stopped renewing; after `ATTEMPTS` leases a node fails as lost. How many were taken."""
    count = 0
    for node in list(Node.objects.filter(status=Status.RUNNING, lease_until__lt=timezone.now())):
        final = node.attempts >= settings.ATTEMPTS
        with transaction.atomic():
            taken = Node.objects.filter(pk=node.pk, status=Status.RUNNING, lease=node.lease).update(
                status=Status.CANCELLED if node.cancel else Status.FAILED if final else Status.QUEUED,
                lease=None, lease_until=None, progress=0, version=F("version") + 1, changed=timezone.now(),
                error={
                    "class": "Lost", "code": "WORKER_LOST", "blame": "wait",
                    "message": f"The worker went away {node.attempts} times while making this. Look at its log; then retry.",
                } if final else None,
            )  # fmt: skip
            if taken:
                builds.mark_dirty(node.pk)
                count += 1
                log.warning("lease lost: %s on %s, attempt %s", node, node.worker, node.attempts)
    return count


def clear_scratch() -> int:
    """Remove what runs of this machine left behind that no longer hold a lease, such as those of a killed worker; how many."""
    held = {str(lease) for lease in Node.objects.filter(status=Status.RUNNING).values_list("lease", flat=True)}
    old = time.time() - 2 * settings.LEASE
    left = [one for one in settings.SCRATCH.glob("*") if one.name not in held and one.stat().st_mtime < old]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


@contextmanager
def silence() -> Iterator[None]:
    """No tickets from this process meanwhile: who polls the database needs none, and nobody may be there to take them.

    Workers that live on tickets are told by their own sweep.
    """
    global _silent_until
    before, _silent_until = _silent_until, float("inf")
    try:
        yield
    finally:
        _silent_until = before


def send_tickets(queues: Mapping[str, int]) -> None:
    """Tell each queue's workers that nodes wait; a broker that is gone is logged, left alone for a while, and made up for
    by the sweep: nobody who asks for something waits for it.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    for queue, count in {**queues, **_urgent()}.items():
        for _ in range(min(count, MOST)):
            try:
                work.apply_async(args=[queue], ignore_result=True)
            except (OperationalError, OSError) as problem:
                log.warning("No ticket could be sent to %s (the sweep will): %s", queue, problem)
                _silent_until = time.monotonic() + settings.SWEEP
                return


def _urgent() -> dict[str, int]:
    """One ticket for the worker that is kept free, where there is one and somebody waits."""
    kept = settings.URGENT and Node.objects.filter(status=Status.QUEUED, priority__gte=Priority.INTERACTIVE).exists()
    return {URGENT: 1} if kept else {}


def _waiting(queues: list[str] | None = None) -> list[tuple[str, int]]:
    nodes = Node.objects.filter(status=Status.QUEUED)
    if queues is not None:
        nodes = nodes.filter(queue__in=queues)
    return list(nodes.order_by().values_list("queue").annotate(count=Count("pk")))
