"""A film is pushed from voices to lengths to shots; a push may come at any time, and failures say what a person must change."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from generation import pool
from generation.models import Build, Node
from generation.operation import OperationFailed
from storyboard import edits, flow, takes
from storyboard.changes import Change
from storyboard.models import Project, Shot, Take
from studio.errors import NotFound
from tests.storyboard.films import Film, other_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def change(film: Film, kind: str, id_: uuid.UUID, **fields: Any) -> None:
    edits.change(film.project, [Change(kind=kind, id=id_, set=fields)], by=film.person)


def project(film: Film) -> Project:
    return Project.objects.get(pk=film.project.pk)


def work() -> None:
    """Make everything that was asked for, here and now; what fails stays failed."""
    for build in Build.objects.filter(status=Build.State.ACTIVE):
        try:
            pool.run_now(build)
        except OperationFailed:
            build.refresh_from_db()
            assert build.status == Build.State.FAILED


@pytest.fixture
def small(film: Film) -> Film:
    """Small pictures, two silent shots of four frames and one with a line."""
    change(film, "project", film.project.pk, width=64, height=36)
    for one in (film.shots[0], film.shots[2]):
        change(film, "shot", one, frames=4)
    change(film, "shot", film.shots[1], frames=10)
    return film


def test_voices_then_lengths_then_shots_then_done(small: Film) -> None:
    first = flow.produce(project(small), by=small.person)
    assert (first.at, [one.label for one in first.builds]) == ("voices", ["Voices of 12B"])
    assert project(small).producing == small.person
    assert Take.objects.count() == 0
    waiting = flow.push(project(small), by=small.person)
    assert (waiting.at, waiting.builds) == ("voices", [])
    assert flow.push_all() == 1  # nothing to do while they speak
    assert Take.objects.count() == 0
    work()
    assert flow.push_all() == 1
    assert Take.objects.count() == 3
    assert Shot.objects.get(pk=small.shots[1]).frames > 10
    work()
    assert flow.push_all() == 1
    assert project(small).producing is None
    assert flow.push_all() == 0
    assert {one.state for one in takes.staleness_of(project(small)).values()} == {"fresh"}
    assert Take.objects.count() == 3
    nodes = Node.objects.count()
    assert flow.produce(project(small), by=small.person).at == "done"
    assert Node.objects.count() == nodes


def test_what_fails_is_told_and_not_tried_again_until_a_person_asks(small: Film) -> None:
    change(small, "character", small.anna, voice="nobody_at_all")
    flow.produce(project(small), by=small.person)
    work()
    step = flow.push(project(small), by=small.person)
    assert step.at == "shots"
    assert [one.partition(":")[0] for one in step.failed] == ["Voices of 12B"]
    work()
    last = flow.push(project(small), by=small.person)
    assert last.at == "done"
    (reason,) = last.failed
    assert "12B" in reason
    assert "nobody_at_all" in reason
    states = [one.state for one in takes.staleness_of(project(small)).values()]
    assert states == ["fresh", "missing", "fresh"]
    asked = Build.objects.count()
    flow.push(project(small), by=small.person)
    assert Build.objects.count() == asked
    change(small, "character", small.anna, voice="")
    assert flow.produce(project(small), by=small.person).at == "voices"
    work()
    assert flow.push(project(small), by=small.person).at == "shots"
    work()
    done = flow.push(project(small), by=small.person)
    assert (done.at, done.failed) == ("done", [])
    assert [one.state for one in takes.staleness_of(project(small)).values()] == ["fresh"] * 3


def test_stop_cancels_and_keeps(small: Film) -> None:
    flow.produce(project(small), by=small.person)
    flow.stop(project(small), by=small.person)
    assert project(small).producing is None
    assert set(Build.objects.values_list("status", flat=True)) == {"cancelled"}
    assert flow.produce(project(small), by=small.person).builds


def test_only_who_may_edit_can_produce(small: Film) -> None:
    with pytest.raises(NotFound):
        flow.produce(project(small), by=other_person("stranger"))
    assert project(small).producing is None


def test_a_film_that_cannot_go_on_does_not_hold_up_the_others(small: Film, second: Film) -> None:
    change(second, "project", second.project.pk, width=64, height=36)
    change(small, "character", small.anna, real_person=True)
    for one in (small, second):
        Project.objects.filter(pk=one.project.pk).update(producing=one.person)
    assert flow.push_all() == 2
    assert project(small).producing is None
    assert project(second).producing == second.person
    assert Build.objects.filter(channel=second.project.channel).exists()


def test_a_draft_stays_a_draft_when_it_goes_on_by_itself(small: Film) -> None:
    flow.produce(project(small), by=small.person, quality="draft")
    work()
    flow.push_all()
    assert set(Take.objects.values_list("quality", flat=True)) == {"draft"}


def test_a_long_film_is_asked_for_in_parts_and_still_ends(small: Film) -> None:
    change(small, "shot", small.shots[1], dialogue=[], frames=4)
    asked = []
    while (step := flow.push(project(small), by=small.person, most=2)).at != "done":
        asked.append(len(step.builds))
        work()
    assert asked == [2, 1]
    takes.keep(Take.objects.get(shot=small.shots[0]), by=small.person)
    change(small, "scene", small.scene, weather="snow")
    again = flow.push(project(small), by=small.person, most=1)
    assert [build.label for build in again.builds] == ["12B-2"]  # a kept take does not stand in the way
