"""The scheduler: each node once, whatever is asked, lost, doubled, cancelled or killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation import builds, collect, pool, tasks, worker
from generation.models import Artifact, Build, Node, Status
from generation.recipe import Recipe
from studio.errors import Refused
from studio.models import Workspace
from tests.generation import toys

pytestmark = pytest.mark.django_db(transaction=True)
QUEUES = ["interactive", "gpu", "cpu"]


@pytest.fixture
def workspace() -> Workspace:
    toys.forget_runs()
    return Workspace.objects.create(name="test")


def make(workspace: Workspace, recipe: Recipe) -> Build:
    return pool.run_now(builds.request(workspace, recipe, channel="test", label="film"))


def ran(workspace: Workspace, recipe: Recipe) -> int:
    before = len(toys.runs())
    make(workspace, recipe)
    return len(toys.runs()) - before


def test_a_film_is_made_once_and_again_for_nothing(workspace: Workspace) -> None:
    film = toys.film(5)
    assert ran(workspace, film) == 12
    assert ran(workspace, film) == 0
    made = builds.outputs_of(workspace, film.key)["out"]
    assert made.kind == "data"
    assert made.size > 0


def test_changing_one_shot_makes_what_depends_on_it_and_undoing_it_makes_nothing(workspace: Workspace) -> None:
    make(workspace, toys.film(10))
    assert ran(workspace, toys.film(10, seeds={4: 7})) == 3  # the shot, its effect, the film
    assert ran(workspace, toys.film(10, strength=0.5)) == 2  # the effect, the film
    assert ran(workspace, toys.film(10)) == 0


def test_another_workspace_shares_nothing(workspace: Workspace) -> None:
    make(workspace, toys.film(2))
    assert ran(Workspace.objects.create(name="other"), toys.film(2)) == 6


def test_ten_equal_requests_at_once_make_each_node_once(workspace: Workspace) -> None:
    asked: list[Build] = []
    problems: list[Exception] = []

    def ask() -> None:
        try:
            asked.append(builds.request(workspace, toys.film(6), channel="test", label="film"))
            worker.work(QUEUES, f"thread {threading.get_ident()}")
        except Exception as problem:  # noqa: BLE001 - shown by the assertion below
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    for build in asked:
        pool.run_now(build)
    assert len(toys.runs()) == 14
    assert Node.objects.count() == 14


def test_a_killed_worker_costs_exactly_the_node_it_held(workspace: Workspace) -> None:
    film = toys.film(3, ill={1: "slow"})
    build = builds.request(workspace, film, channel="test", label="film")
    script = (
        "import django; django.setup(); import tests.generation.toys\n"
        "from generation import worker; worker.work(['cpu', 'gpu', 'interactive'], 'doomed')"
    )
    child = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2], env=os.environ)
    deadline = time.monotonic() + 120
    while "shot1" not in toys.runs() or "shot0" not in toys.runs():
        assert time.monotonic() < deadline, "the child never started"
        time.sleep(0.02)
    held = Node.objects.get(status=Status.RUNNING)
    child.send_signal(signal.SIGKILL)
    child.wait()
    done = set(Node.objects.filter(status=Status.DONE).values_list("key", flat=True))
    assert tasks.recover() == 0  # its lease has not run out: nobody may take the node yet
    Node.objects.filter(pk=held.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert tasks.recover() == 1
    slow = Node.objects.get(pk=held.pk)
    assert (slow.status, slow.attempts) == (Status.QUEUED, 1)
    before = toys.runs()
    pool.run_now(build)
    again = toys.runs()[len(before) :]
    assert before.count("shot1") == again.count("shot1") == 1
    assert not any(words in again for words in before if words in ("sheet", "shot0"))
    assert done <= set(Node.objects.filter(status=Status.DONE).values_list("key", flat=True))


def test_a_worker_that_lost_its_lease_cannot_write(workspace: Workspace, tmp_path: Path) -> None:
    builds.request(workspace, toys.film(1), channel="test", label="film")
    late = worker.claim(QUEUES, "late")
    assert late is not None
    Node.objects.filter(pk=late.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.recover()
    quick = worker.claim(QUEUES, "quick")
    assert quick is not None
    assert quick.pk == late.pk
    outputs, consumed = worker.perform(quick, tmp_path)
    assert worker.complete(late, outputs, consumed, 1) is False
    assert Node.objects.get(pk=late.pk).status == Status.RUNNING
    assert worker.complete(quick, outputs, consumed, 1) is True
    assert Node.objects.get(pk=late.pk).outputs == {"out": outputs["out"].digest}


def test_a_lost_node_fails_after_three_leases(workspace: Workspace) -> None:
    builds.request(workspace, toys.film(1), channel="test", label="film")
    for _ in range(3):
        node = worker.claim(["cpu"], "doomed")
        assert node is not None
        Node.objects.filter(status=Status.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
        tasks.recover()
    node.refresh_from_db()
    assert node.status == Status.FAILED
    assert node.error["code"] == "WORKER_LOST"


def test_cancelling_one_of_two_equal_builds_keeps_the_other(workspace: Workspace) -> None:
    one = builds.request(workspace, toys.film(3), channel="test", label="one")
    other = builds.request(workspace, toys.film(3), channel="test", label="other")
    builds.cancel(one)
    assert Node.objects.filter(status=Status.QUEUED).count() == 4
    builds.cancel(other)
    assert Node.objects.filter(status=Status.QUEUED).count() == 0
    assert ran(workspace, toys.film(3)) == 8


def test_a_running_node_that_nobody_wants_is_stopped_and_can_be_wanted_again(workspace: Workspace) -> None:
    slow = toys.film(1, ill={0: "slow"})
    build = builds.request(workspace, slow, channel="test", label="slow")
    thread = threading.Thread(target=lambda: (worker.work(QUEUES, "patient"), connections.close_all()))
    thread.start()
    deadline = time.monotonic() + 120
    while "shot0" not in toys.runs():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    builds.cancel(build)
    thread.join(timeout=60)
    assert not thread.is_alive()
    assert Node.objects.get(params__words="shot0").status == Status.CANCELLED
    assert builds.request(workspace, slow, channel="test", label="slow").status == Build.State.ACTIVE
    assert Node.objects.get(params__words="shot0").status == Status.QUEUED


@pytest.mark.parametrize(
    ("ill", "code", "blame", "times"),
    [
        ("bad", "NO_FACE_FOUND", "you", 1),
        ("defect", "OPERATION_DEFECT", "us", 1),
        ("memory", "OUT_OF_MEMORY", "wait", 2),
        ("exhausted", "OUT_OF_MEMORY", "wait", 2),
        ("disk", "DISK_FULL", "wait", 2),
    ],
)
def test_a_failure_says_what_is_wrong_and_other_shots_go_on(
    workspace: Workspace, ill: str, code: str, blame: str, times: int
) -> None:
    film = toys.film(3, ill={1: ill})
    with pytest.raises(pool.BuildFailed):
        make(workspace, film)
    node = Node.objects.get(params__words="shot1")
    assert (node.status, node.error["code"], node.error["blame"]) == (Status.FAILED, code, blame)
    assert len(node.error["message"]) > 20
    assert toys.runs().count("shot1") == times
    assert toys.runs().count("join") == 2  # the effects of the two other shots


def test_asking_again_retries_accidents_but_not_bad_input(workspace: Workspace) -> None:
    for ill, more in (("bad", 0), ("known", 1)):
        film = toys.film(1, ill={0: ill})
        with pytest.raises(pool.BuildFailed):
            make(workspace, film)
        before = toys.runs().count("shot0")
        with pytest.raises(pool.BuildFailed):
            make(workspace, film)
        assert toys.runs().count("shot0") - before == more


def test_an_intermediate_that_was_forgotten_is_made_again_only_when_it_is_needed(workspace: Workspace) -> None:
    make(workspace, toys.film(3))
    for node in Node.objects.filter(operation="toy.paint@1"):
        collect.evict(Artifact.objects.get(digest=node.outputs["out"]), node)
    assert ran(workspace, toys.film(3)) == 0
    assert ran(workspace, toys.film(3, strength=0.5)) == 4  # sheet and shot return, effect, film
    assert Node.objects.filter(divergent__gt=0).count() == 0


def test_bytes_that_vanish_from_the_store_are_made_again(workspace: Workspace) -> None:
    make(workspace, toys.film(2))
    sheet = Node.objects.get(params__words="sheet")
    from generation import store

    store.local(Artifact.objects.get(digest=sheet.outputs["out"])).unlink()
    assert ran(workspace, toys.film(2, strength=0.5)) >= 3
    assert builds.outputs_of(workspace, toys.film(2, strength=0.5).key)


def test_a_recipe_of_an_older_version_is_refused_only_when_it_must_be_made(workspace: Workspace) -> None:
    old = Recipe("toy.paint@0", {"words": "old"})
    with pytest.raises(Refused, match=r"toy\.paint@0"):
        builds.request(workspace, old, channel="test", label="old")
    Node.objects.create(workspace=workspace, key=old.key, operation=old.operation, status=Status.DONE, queue="cpu")
    assert builds.request(workspace, old, channel="test", label="old").status == Build.State.DONE


def test_lineage_names_everything_behind_a_film(workspace: Workspace) -> None:
    from generation import lineage

    film = toys.film(2)
    make(workspace, film)
    digest = builds.outputs_of(workspace, film.key)["out"].digest
    found = lineage.of_digest(workspace.id, digest)
    assert {one["key"] for one in found["nodes"]} == set(film.walk())
    assert found["nodes"][-1]["consumed"]["parts"]


@given(
    story=st.lists(st.sampled_from(["work", "crash", "sweep", "advance", "ask", "cancel"]), max_size=25),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_story_of_tickets_losses_and_cancels_ends_with_each_node_made_once(story: list[str], seed: int) -> None:
    Node.objects.all().delete()
    Build.objects.all().delete()
    toys.forget_runs()
    workspace = Workspace.objects.create(name="story")
    film = toys.film(2)
    asked = [builds.request(workspace, film, channel="test", label="film")]
    for event in story:
        if event == "work":
            worker.run_one(QUEUES, "worker")
        elif event == "crash":
            worker.claim(QUEUES, "doomed")
        elif event == "sweep":
            Node.objects.filter(status=Status.RUNNING, attempts__lt=3).update(lease_until=timezone.now() - timedelta(seconds=1))
            tasks.sweep()
        elif event == "advance":
            builds.advance_dirty()
        elif event == "ask":
            asked.append(builds.request(workspace, film, channel="test", label="film"))
        elif event == "cancel":
            builds.cancel(random.Random(seed).choice(asked))
    Node.objects.filter(status=Status.RUNNING).update(attempts=0, lease_until=timezone.now() - timedelta(seconds=1))
    tasks.recover()
    pool.run_now(builds.request(workspace, film, channel="test", label="film"))
    assert len(toys.runs()) == 6
