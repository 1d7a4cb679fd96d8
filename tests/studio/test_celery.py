"""A real Celery worker over the transport at hand: tickets make films, and no loss or doubling of one changes anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.utils import timezone

from generation import builds, placing, tasks
from generation.models import Build, Node, Priority, Status
from generation.operation import recipe
from studio.models import Workspace
from tests.generation import toys

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with two processes and the beat, as `make run` starts it."""
    toys.forget_runs()
    for ticket in (settings.TICKETS / "in").glob("*"):
        ticket.unlink()
    command = [sys.executable, "-m", "celery", "-A", "studio", "worker", "-B", "-Q", "interactive,gpu,cpu,control", "-c", "2"]
    command += ["-I", "tests.generation.toys", "--loglevel", "WARNING", "-s", str(tmp_path / "beat"), "--without-mingle"]
    environment = {**os.environ, "FILMWRIGHT_SWEEP": "2", "FILMWRIGHT_LEASE": "6"}
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                for one in [*psutil.Process(process.pid).children(recursive=True), process]:
                    one.kill()
            print((tmp_path / "worker.log").read_text()[-4000:])


def until(true: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def is_done(build: Build) -> bool:
    build.refresh_from_db()
    return build.status == Build.State.DONE


def test_tickets_make_a_film_and_doubled_tickets_make_it_once(worker: subprocess.Popen[bytes]) -> None:
    workspace = Workspace.objects.create(name="tickets")
    build = builds.request(workspace, toys.film(4), channel="test", label="film")
    for _ in range(20):  # every message twenty times over
        tasks.send_tickets({"cpu": 1, "gpu": 1})
        tasks.sweep.delay()
    until(lambda: is_done(build))
    assert len(toys.runs()) == 10


def test_without_any_ticket_the_sweep_alone_makes_the_film(worker: subprocess.Popen[bytes]) -> None:
    workspace = Workspace.objects.create(name="silence")
    tasks._silent_until = time.monotonic() + 3600  # this process sends none
    try:
        build = builds.request(workspace, toys.film(2), channel="test", label="film")
        until(lambda: is_done(build))
    finally:
        tasks._silent_until = 0.0
    assert len(toys.runs()) == 6


def test_a_child_killed_in_mid_operation_costs_that_node_and_the_worker_lives(worker: subprocess.Popen[bytes]) -> None:
    workspace = Workspace.objects.create(name="killed")
    film = toys.film(2, ill={0: "slow"})
    build = builds.request(workspace, film, channel="test", label="film")
    until(lambda: "shot0" in toys.runs())
    held = Node.objects.get(status=Status.RUNNING, params__words="shot0")
    os.kill(int(held.worker.rpartition(":")[2]), signal.SIGKILL)
    Node.objects.filter(pk=held.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    until(lambda: is_done(build))
    assert toys.runs().count("shot0") == 2
    assert len(toys.runs()) == 7
    assert worker.poll() is None


def test_a_worker_of_several_queues_takes_the_first_of_all_of_them(worker: subprocess.Popen[bytes]) -> None:
    """With both processes busy, what is put first in one queue goes before all that waits in another."""
    workspace = Workspace.objects.create(name="order")
    held = [recipe(toys.paint, params=toys.Paint(words=f"held{n}", ill="held")) for n in range(2)]
    busy = [builds.request(workspace, one, channel="test", label="busy") for one in held]
    until(lambda: Node.objects.filter(status=Status.RUNNING).count() == 2)
    waiting = [builds.Wish(recipe(toys.paint, params=toys.Paint(words=f"later{n}")), f"later{n}") for n in range(6)]
    later = builds.request_many(workspace, waiting, channel="test")
    urgent = builds.request(workspace, recipe(toys.join, params=toys.Join(strength=0.3)), channel="test", label="first")
    placing.place(urgent, later[0])
    toys.go_file().touch()
    for one in [*busy, *later, urgent]:
        until(lambda one=one: is_done(one))  # type: ignore[misc]
    after = [words for words in toys.runs() if not words.startswith("held")]
    assert "join" in after[:2]  # another process may take up the next at the same moment


def test_the_urgent_worker_makes_what_somebody_waits_for_and_nothing_else(tmp_path: Path, settings: Any) -> None:
    toys.forget_runs()
    settings.URGENT = True
    for ticket in (settings.TICKETS / "in").glob("*"):
        ticket.unlink()
    command = [sys.executable, "-m", "celery", "-A", "studio", "worker", "-Q", tasks.URGENT, "-c", "1", "-n", "urgent@%h"]
    command += ["-I", "tests.generation.toys", "--loglevel", "WARNING", "--without-mingle", "--without-gossip"]
    with (tmp_path / "urgent.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "FILMWRIGHT_URGENT": "1"}, stdout=log, stderr=log)
    try:
        workspace = Workspace.objects.create(name="urgent")
        film = builds.request(workspace, toys.film(2), channel="test", label="film")
        still = builds.request(
            workspace,
            recipe(toys.paint, params=toys.Paint(words="shot9")),
            channel="test",
            label="still",
            priority=Priority.INTERACTIVE,
        )
        until(lambda: is_done(still))
        assert "shot9" in toys.runs()
        assert not {"shot0", "shot1"} & set(toys.runs())
        film.refresh_from_db()
        assert film.status == Build.State.ACTIVE
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        print((tmp_path / "urgent.log").read_text()[-4000:])
