"""In which order a worker takes up nodes: models change seldom, nobody is passed over for ever, two workers share the models."""

from __future__ import annotations

import uuid
from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation import claiming
from generation.claiming import Turn
from generation.models import Node, Priority, Status
from studio.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 4


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.objects.create(name="queue")


def wait(workspace: Workspace, checkpoint: str, priority: int = Priority.NORMAL, place: int = 0) -> Node:
    return Node.objects.create(
        workspace=workspace, key=uuid.uuid4().hex, operation="toy.paint@1", queue="gpu", checkpoint=checkpoint, priority=priority,
        place=place,
    )  # fmt: skip


class Worker:
    """A worker with room for some models, as `Residency` has it: the one used last is first, the one used longest ago goes."""

    def __init__(self, name: str = "worker", room: int = 1) -> None:
        self.name, self.room, self.turn = name, room, Turn()
        self.resident: list[str] = []
        self.loads = 0

    def take(self) -> Node | None:
        node = claiming.claim(["gpu"], self.name, tuple(self.resident), turn=self.turn)
        if node is not None and node.checkpoint:
            self.loads += node.checkpoint not in self.resident
            self.resident = [node.checkpoint, *(one for one in self.resident if one != node.checkpoint)][: self.room]
        return node

    def make(self) -> Node | None:
        node = self.take()
        if node is not None:
            Node.objects.filter(pk=node.pk).update(status=Status.DONE, lease=None)
        return node

    def all(self) -> list[Node]:
        found = []
        while (node := self.make()) is not None:
            found.append(node)
        return found


def test_forty_shots_over_four_models_load_each_once(workspace: Workspace, settings: object) -> None:
    settings.PATIENCE = 16  # type: ignore[attr-defined]
    for at in range(40):
        wait(workspace, f"model{at % 4}@1")
    ours = Worker()
    assert len(ours.all()) == 40
    assert ours.loads == 4
    Node.objects.update(status=Status.QUEUED)
    settings.PATIENCE = 0  # type: ignore[attr-defined]  # by age alone
    naive = Worker()
    assert len(naive.all()) == 40
    assert naive.loads == 40


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    arrivals=st.lists(st.lists(st.sampled_from(["a@1", "b@1", "c@1", ""]), max_size=6), min_size=1, max_size=12),
    room=st.integers(1, 3),
)
def test_nobody_is_passed_over_for_ever(arrivals: list[list[str]], room: int) -> None:
    """While others come all the time: how many that came later went before each is bounded, for any story of arrivals."""
    from django.test import override_settings

    with override_settings(PATIENCE=PATIENCE):
        Node.objects.all().delete()
        workspace, worker = Workspace.objects.create(name="story"), Worker(room=room)
        order: list[Node] = []
        for some in arrivals:
            for checkpoint in some:
                wait(workspace, checkpoint)
            order += [node for _ in range(2) if (node := worker.make()) is not None]
        order += worker.all()
    assert len(order) == sum(len(some) for some in arrivals)
    for at, node in enumerate(order):
        if node.checkpoint:
            before = [one for one in order[:at] if one.pk > node.pk and one.checkpoint]
            assert len(before) <= PATIENCE * 4, Counter(one.checkpoint for one in before)


def test_a_stream_for_one_model_does_not_starve_another(workspace: Workspace, settings: object) -> None:
    settings.PATIENCE = PATIENCE  # type: ignore[attr-defined]
    worker = Worker()
    for _ in range(3):
        wait(workspace, "busy@1")
    worker.make()
    patient = wait(workspace, "patient@1")
    taken = []
    for _ in range(20):
        wait(workspace, "busy@1")  # there is always one more
        node = worker.make()
        assert node is not None
        taken.append(node.pk)
    assert patient.pk in taken
    assert taken.index(patient.pk) <= PATIENCE + 2


def test_priority_and_place_come_before_what_is_loaded(workspace: Workspace) -> None:
    worker = Worker()
    wait(workspace, "a@1")
    worker.make()
    loaded, placed, urgent = (
        wait(workspace, "a@1"),
        wait(workspace, "b@1", place=-1),
        wait(workspace, "c@1", Priority.INTERACTIVE),
    )
    assert [node.pk for node in worker.all()] == [urgent.pk, placed.pk, loaded.pk]


def test_what_was_used_last_is_nearer_than_what_is_only_loaded(workspace: Workspace) -> None:
    """It lies on the card; the other was set aside in main memory."""
    worker = Worker(room=2)
    worker.resident = ["a@1", "b@1"]
    second, first, third = wait(workspace, "b@1"), wait(workspace, "a@1"), wait(workspace, "c@1")
    assert [node.pk for node in worker.all()] == [first.pk, second.pk, third.pk]


def test_two_workers_take_two_models(workspace: Workspace) -> None:
    for at in range(12):
        wait(workspace, f"model{at // 6}@1")
    workers = [Worker("one"), Worker("two")]
    while True:
        nodes = [worker.take() for worker in workers]
        if nodes == [None, None]:
            break
        Node.objects.filter(pk__in=[node.pk for node in nodes if node]).update(status=Status.DONE, changed=timezone.now())
    assert [worker.loads for worker in workers] == [1, 1]


def test_what_a_worker_leaves_alone_is_taken_by_another(workspace: Workspace) -> None:
    wait(workspace, "a@1")
    assert claiming.claim(["gpu"], "ill", without={"a@1"}) is None
    assert claiming.claim(["gpu"], "well") is not None


def test_what_is_soon_made_and_awaited_goes_before_what_takes_minutes_but_not_before_what_is_more_urgent(
    workspace: Workspace,
) -> None:
    slow = wait(workspace, "model@1", Priority.AWAITED)
    urgent = wait(workspace, "model@1", Priority.INTERACTIVE)
    quick, later = (
        Node.objects.create(
            workspace=workspace, key=uuid.uuid4().hex, operation="layers.proxy@2", queue="cpu", checkpoint="", priority=priority,
            place=3,
        )
        for priority in (Priority.AWAITED, Priority.NORMAL)
    )  # fmt: skip
    early = wait(workspace, "", Priority.NORMAL)  # where nobody awaits it, the place that somebody gave it holds

    taken = [claiming.claim(["gpu", "cpu"], "worker", ("model@1",)) for _ in range(5)]
    assert [one.pk for one in taken if one is not None] == [urgent.pk, quick.pk, slow.pk, early.pk, later.pk]
