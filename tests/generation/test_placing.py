"""Builds asked for together, and put in order by hand: workers keep to the order, and asking twice is asking once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation import builds, placing, worker
from generation.models import Build, Demand, Node, Priority, Status
from generation.operation import recipe
from generation.recipe import Recipe
from studio.errors import Conflict, NotFound, Refused
from studio.models import Workspace
from tests.generation import toys

pytestmark = pytest.mark.django_db(transaction=True)
QUEUES = ["interactive", "gpu", "cpu"]


@pytest.fixture
def workspace() -> Workspace:
    toys.forget_runs()
    return Workspace.objects.create(name="test")


def one(words: str) -> Recipe:
    return recipe(toys.paint, params=toys.Paint(words=words))


def ask(workspace: Workspace, *words: str, priority: Priority = Priority.NORMAL) -> list[Build]:
    wishes = [builds.Wish(one(word), word, priority) for word in words]
    return builds.request_many(workspace, wishes, channel="test")


def made(limit: int = 0) -> str:
    worker.work(QUEUES, "the worker", limit=limit)
    return "".join(toys.runs())


def test_a_worker_takes_up_what_was_put_first(workspace: Workspace) -> None:
    a, b, _, d = ask(workspace, "a", "b", "c", "d")
    placing.place(d, a)
    placing.place(b, None)
    assert made() == "dacb"


def test_what_is_asked_for_later_comes_after_all_that_was_put_in_order(workspace: Workspace) -> None:
    a, b, c = ask(workspace, "a", "b", "c")
    placing.place(a, None)
    ask(workspace, "e")
    placing.place(c, b)
    assert made() == "cbae"


def test_whoever_is_put_before_the_urgent_is_urgent(workspace: Workspace) -> None:
    slow = ask(workspace, "a", "b")
    urgent = ask(workspace, "x", "y", priority=Priority.INTERACTIVE)
    assert placing.place(slow[1], urgent[1]).priority == Priority.INTERACTIVE
    assert placing.place(urgent[0], None).priority == Priority.NORMAL
    assert made() == "byax"


def test_what_becomes_possible_later_has_the_place_of_its_build(workspace: Workspace) -> None:
    first = builds.request(workspace, toys.film(2), channel="test", label="first")
    second = builds.request(workspace, toys.film(2, seeds={0: 7, 1: 7}), channel="test", label="second")
    placing.place(second, first)
    worker.work(QUEUES, "the worker")
    ended = dict(Node.objects.values_list("key", "changed"))
    assert ended[second.root] < ended[first.root]


def test_what_runs_goes_on_and_says_since_when(workspace: Workspace) -> None:
    a, b = ask(workspace, "a", "b")
    node = worker.claim(QUEUES, "the worker")
    assert node is not None
    placing.place(b, a)
    node.refresh_from_db()
    assert (node.status, node.key) == (Status.RUNNING, a.root)
    a.refresh_from_db()
    b.refresh_from_db()
    assert a.started is not None
    assert b.started is None


def test_what_has_ended_cannot_be_put_in_order(workspace: Workspace) -> None:
    a, b = ask(workspace, "a", "b")
    builds.cancel(a)
    with pytest.raises(Conflict, match="a has ended"):
        placing.place(a, b)
    with pytest.raises(Conflict, match="has ended in the meantime"):
        placing.place(b, a)
    (elsewhere,) = ask(Workspace.objects.create(name="other"), "z")
    with pytest.raises(NotFound):
        placing.place(b, elsewhere)
    assert placing.place(b, b).place == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=14))
def test_any_moves_give_the_order_that_a_list_would_have(moves: list[tuple[int, int]]) -> None:
    toys.forget_runs()
    workspace = Workspace.objects.create(name="moves")
    by_word = {build.label: build for build in ask(workspace, *(f"{workspace.pk.hex[:8]}{word}" for word in "abcdef"))}
    line = list(by_word)
    for moved, to in moves:
        word = sorted(by_word)[moved]
        before = [*sorted(by_word), None][to]
        placing.place(Build.objects.get(pk=by_word[word].pk), by_word[before] if before else None)
        if word != before:
            line.remove(word)
            line.insert(line.index(before) if before else len(line), word)
    worker.work(QUEUES, "the worker")
    assert toys.runs() == line
    Build.objects.all().delete()


def test_many_are_asked_for_in_a_few_statements(workspace: Workspace) -> None:
    def queries(count: int, seed: int) -> int:
        wishes = [builds.Wish(toys.film(2, seeds={0: seed, 1: n}), f"film {n}") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            builds.request_many(workspace, wishes, channel="test")
        return len(seen)

    assert queries(60, 1) <= queries(3, 2) + 2


def test_asking_for_many_twice_queues_nothing_twice(workspace: Workspace) -> None:
    wishes = [builds.Wish(toys.film(2, seeds={1: n}), f"film {n}") for n in range(30)]
    first = builds.request_many(workspace, wishes, channel="test")
    nodes = Node.objects.count()
    again = builds.request_many(workspace, wishes, channel="test")
    assert Node.objects.count() == nodes
    assert Demand.objects.count() == 2 * Demand.objects.filter(build__in=[one.pk for one in first]).count()
    worker.work(QUEUES, "the worker")
    assert {one.status for one in Build.objects.all()} == {Build.State.DONE}
    runs = toys.runs()
    assert len(runs) == Node.objects.count()  # each once
    third = builds.request_many(workspace, wishes, channel="test")
    assert {(one.status, one.total) for one in third} == {(Build.State.DONE, 0)}
    assert len(again) == 30


def test_many_and_one_by_one_leave_the_same_behind(workspace: Workspace) -> None:
    wishes = [builds.Wish(toys.film(1 + n % 3, ill={0: "bad"} if n == 4 else None), f"film {n}") for n in range(8)]
    other = Workspace.objects.create(name="other")
    builds.request_many(workspace, wishes, channel="test")
    for wish in wishes:
        builds.request(other, wish.recipe, channel="test", label=wish.label)

    def state(space: Workspace) -> list[Any]:
        rows = Build.objects.filter(workspace=space).order_by("created").values_list("label", "status", "made", "total", "dirty")
        nodes = Node.objects.filter(workspace=space).order_by("id").values_list("key", "status", "priority", "place")
        return [*rows, *nodes]

    assert state(workspace) == state(other)
    worker.work(QUEUES, "the worker")
    # Nodes that became possible meanwhile were queued as builds were looked at, which is a matter of when.
    assert sorted(row[:4] for row in state(workspace)) == sorted(row[:4] for row in state(other))


def test_one_that_cannot_be_made_is_refused_by_name(workspace: Workspace) -> None:
    stale = Recipe("toy.paint@0", {"words": "old"})
    with pytest.raises(Refused, match=r"toy\.paint@0") as refused:
        builds.request_many(workspace, [builds.Wish(one("a"), "a"), builds.Wish(stale, "b")], channel="test")
    assert refused.value.code == "OPERATION_CHANGED"
    assert not Build.objects.exists()


def test_all_builds_of_a_channel_are_cancelled_at_once(workspace: Workspace) -> None:
    ask(workspace, *"abcdefgh")
    kept = builds.request(workspace, one("c"), channel="another", label="kept")
    assert builds.cancel_all(Build.objects.filter(workspace=workspace, channel="test")) == 8
    assert builds.cancel_all(Build.objects.filter(workspace=workspace, channel="test")) == 0
    assert made() == "c"
    kept.refresh_from_db()
    assert kept.status == Build.State.DONE
