"""What changes would make stale, told before they are made: nothing is written, and what is told is what then happens."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.models import Build
from storyboard import considering, edits, takes
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Edit, Project
from storyboard.records import snapshot
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(film: Film) -> Film:
    """The film with a take of every shot."""
    whole = WholeFilm.of(film.project)
    takes.draw(whole, [(one, one.seed) for one in whole.shots], by=film.person)
    return film


@pytest.fixture
def client(shown: Film) -> Client:
    client = Client()
    client.force_login(shown.person)
    return client


def consider(client: Client, film: Film, *changes: dict[str, Any]) -> Any:
    path = f"/api/projects/{film.project.pk}/consider"
    return client.post(path, json.dumps({"changes": list(changes)}), content_type="application/json")


def stale(film: Film) -> set[uuid.UUID]:
    found = takes.staleness_of(Project.objects.get(pk=film.project.pk))
    return {shot for shot, one in found.items() if one.state == "stale"}


def test_a_coat_makes_stale_who_wears_it_and_nothing_is_written(shown: Film, client: Client) -> None:
    before = (snapshot(shown.project, archived=True), Edit.objects.count(), Build.objects.count())
    coat = {"kind": "character", "id": str(shown.anna), "set": {"description": "A young woman in a blue coat."}}
    told = consider(client, shown, coat).json()
    assert told["refused"] is None
    assert set(told["shots"]) == {str(one) for one in shown.shots[:2]}
    (cause,) = told["shots"][str(shown.shots[0])]["causes"]
    assert cause["words"] == {
        "en": "ANNA's description changed: red coat → blue coat",
        "zh": "ANNA的描述改了：red coat → blue coat",
    }
    project = Project.objects.get(pk=shown.project.pk)
    assert (snapshot(project, archived=True), Edit.objects.count(), Build.objects.count()) == before
    assert project.revision == shown.project.revision


def test_what_is_stale_already_is_not_told_again(shown: Film, client: Client) -> None:
    edits.change(shown.project, [Change(kind="shot", id=shown.shots[0], set={"action": "Anna runs."})], by=shown.person)
    coat = {"kind": "character", "id": str(shown.anna), "set": {"description": "A young woman in a blue coat."}}
    assert set(consider(client, shown, coat).json()["shots"]) == {str(shown.shots[1])}


def test_what_changes_nothing_that_is_seen_makes_nothing_stale(shown: Film, client: Client) -> None:
    for change in (
        {"kind": "project", "id": str(shown.project.pk), "set": {"title": "Otherwise"}},
        {"kind": "shot", "id": str(shown.shots[0]), "set": {"rank": "a0V"}},
        {"kind": "character", "id": str(shown.ben), "set": {"consent": "in a drawer"}},
    ):
        assert consider(client, shown, change).json() == {"shots": {}, "refused": None, "eta_low": None, "eta_high": None}


@pytest.mark.parametrize("fields", [{"rate": "25/1"}, {"width": 640, "height": 360}, {"width": 180, "height": 320}])
def test_the_shape_of_the_film_makes_everything_stale(shown: Film, client: Client, fields: dict[str, Any]) -> None:
    told = consider(client, shown, {"kind": "project", "id": str(shown.project.pk), "set": fields}).json()
    assert set(told["shots"]) == {str(one) for one in shown.shots}


@pytest.mark.parametrize(
    ("kind", "fields", "word"),
    [
        ("project", {"width": 17}, "width"),
        ("project", {"checkpoints": {"video-generator": "nothing@1"}}, "nothing@1"),
        ("shot", {"scene": str(uuid.uuid4())}, "There is no scene"),
        ("nonsense", {"a": 1}, "nonsense"),
        ("character", {"pictures": ["0" * 64]}, "not in this workspace"),
    ],
)
def test_changes_that_would_be_refused_are_told_why(shown: Film, client: Client, kind: str, fields: Any, word: str) -> None:
    ids = {"project": shown.project.pk, "shot": shown.shots[0], "character": shown.anna}
    answer = consider(client, shown, {"kind": kind, "id": str(ids.get(kind, uuid.uuid4())), "set": fields})
    assert answer.status_code == 200, answer.content
    assert answer.json()["shots"] == {}
    assert word in answer.json()["refused"]


def test_records_that_the_studio_alone_sets_stay_so(shown: Film, client: Client) -> None:
    told = consider(client, shown, {"kind": "shot", "id": str(shown.shots[0]), "set": {"voices": {}}}).json()
    assert "set by the studio alone" in told["refused"]


@pytest.mark.parametrize("body", ["{}", '{"changes": []}', '{"changes": [1]}', '{"changes": [{"kind": "shot"}]}', '{"more": 1}'])
def test_a_wrong_question_is_refused(client: Client, shown: Film, body: str) -> None:
    answer = client.post(f"/api/projects/{shown.project.pk}/consider", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["blame"] == "you"


WORDS = st.sampled_from(["Anna sits at a table.", "Anna runs.", "It rains."])
SET = st.one_of(
    st.tuples(st.just("shot"), st.integers(0, 2), st.fixed_dictionaries({"action": WORDS})),
    st.tuples(st.just("shot"), st.integers(0, 2), st.fixed_dictionaries({"size": st.sampled_from(["WS", "CU", "MS"])})),
    st.tuples(st.just("shot"), st.integers(0, 2), st.fixed_dictionaries({"frames": st.sampled_from([72, 80])})),
    st.tuples(st.just("shot"), st.integers(0, 2), st.fixed_dictionaries({"archived": st.booleans()})),
    st.tuples(st.just("scene"), st.just(0), st.fixed_dictionaries({"time": st.sampled_from(["night", "day"])})),
    st.tuples(st.just("character"), st.just(0), st.fixed_dictionaries({"name": st.sampled_from(["ANNA", "ANNE"])})),
    st.tuples(st.just("project"), st.just(0), st.fixed_dictionaries({"title": st.sampled_from(["a", "b"])})),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(SET, min_size=1, max_size=3), min_size=1, max_size=3))
def test_what_is_told_is_what_then_happens(shown: Film, several: list[list[Any]]) -> None:
    ids = {"scene": [shown.scene], "character": [shown.anna], "project": [shown.project.pk], "shot": shown.shots}
    for some in several:
        changes = [Change(kind=kind, id=ids[kind][number], set=fields) for kind, number, fields in some]
        before = stale(shown)
        _, told = considering.consider(shown.project, changes, by=shown.person)
        assert stale(shown) == before
        edits.change(shown.project, changes, by=shown.person)
        assert set(told) == stale(shown) - before
