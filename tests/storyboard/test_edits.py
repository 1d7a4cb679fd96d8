"""Edits are written whole or not at all, numbered, told once, and can be undone."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyboard import edits
from storyboard.changes import Change, Document, EditIn, alive, fold, inverse
from storyboard.models import Edit, Project, Shot
from storyboard.records import snapshot
from studio.errors import Conflict, NotFound, Refused
from tests.storyboard.films import Film, other_person

pytestmark = pytest.mark.django_db


def put(kind: str, id_: uuid.UUID, **fields: Any) -> Change:
    return Change(kind=kind, id=id_, set=fields)


def edit(*changes: Change, base: int | None = None) -> EditIn:
    return EditIn(id=uuid.uuid4(), base=base, changes=list(changes))


def test_an_edit_is_written_numbered_and_logged_once(film: Film) -> None:
    before = film.project.revision
    done = edits.apply(film.project, edit(put("shot", film.shots[0], action="Anna waits.")), by=film.person)
    assert done.revision == before + 1 == film.project.revision
    assert Shot.objects.get(pk=film.shots[0]).action == "Anna waits."
    logged = Edit.objects.filter(project=film.project, revision=done.revision)
    assert [one.changes for one in logged] == [[{"kind": "shot", "id": str(film.shots[0]), "set": {"action": "Anna waits."}}]]


def test_a_resent_edit_changes_nothing(film: Film) -> None:
    one = edit(put("shot", film.shots[0], action="Anna waits."))
    first = edits.apply(film.project, one, by=film.person)
    edits.apply(film.project, edit(put("shot", film.shots[0], action="Anna leaves.")), by=film.person)
    again = edits.apply(film.project, one, by=film.person)
    assert (again.revision, again.repeated) == (first.revision, True)
    assert Shot.objects.get(pk=film.shots[0]).action == "Anna leaves."
    assert Project.objects.get(pk=film.project.pk).revision == first.revision + 1


def test_an_old_base_is_welcome_and_each_field_keeps_its_last_writer(film: Film) -> None:
    base = film.project.revision
    edits.apply(film.project, edit(put("shot", film.shots[0], action="mine"), base=base), by=film.person)
    edits.apply(film.project, edit(put("shot", film.shots[0], size="CU"), base=base), by=film.person)
    shot = Shot.objects.get(pk=film.shots[0])
    assert (shot.action, shot.size) == ("mine", "CU")


def test_a_base_from_the_future_is_a_conflict_and_writes_nothing(film: Film) -> None:
    now = film.project.revision
    with pytest.raises(Conflict) as refused:
        edits.apply(film.project, edit(put("shot", film.shots[0], action="x"), base=now + 5), by=film.person)
    assert refused.value.code == "STALE_BASE"
    assert refused.value.detail == {"revision": now}
    assert Project.objects.get(pk=film.project.pk).revision == now
    with pytest.raises(Conflict):
        edits.since(film.project, now + 1)


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("shot", {"frames": 0}, "must be 1 or more, not 0"),
        ("shot", {"frames": -3}, "must be 1 or more, not -3"),
        ("shot", {"frames": 1.5}, "must be a whole number"),
        ("shot", {"frames": True}, "must be a whole number"),
        ("shot", {"seed": 2**32}, "less than 4294967296"),
        ("shot", {"strenght": 1}, "strenght: there is no such field"),
        ("shot", {"size": "HUGE"}, "size"),
        ("shot", {"action": "a\x00b"}, "NUL"),
        ("shot", {"action": "\ud800"}, "surrogate"),
        ("shot", {"action": "x" * 8001}, "at most 8000"),
        ("shot", {"stage": {"camera": {"amount": float("nan")}}}, "NaN"),
        ("shot", {"stage": {"kamera": {}}}, "kamera"),
        ("shot", {"rank": "a 0"}, "rank"),
        ("shot", {"voices": {"k": 1}}, "set by the studio alone"),
        ("character", {"look": {"hair": "green"}}, "look"),
        ("character", {"name": ""}, "must not be empty"),
        ("project", {"rate": "0/1"}, "rate"),
        ("project", {"rate": "23.976"}, "rate"),
        ("project", {"width": 1}, "width"),
        ("project", {"revision": 7}, "no such field"),
        ("scene", {"location": str(uuid.uuid4())}, "no location"),
        ("reel", {"name": "x"}, "no kind of record 'reel'"),
    ],
)
def test_a_wrong_edit_says_what_is_wrong_and_writes_nothing(film: Film, kind: str, fields: Any, says: str) -> None:
    id_ = {"shot": film.shots[0], "project": film.project.pk, "scene": film.scene, "character": film.anna}.get(kind, uuid.uuid4())
    before, revision = snapshot(film.project), film.project.revision
    good = put("shot", film.shots[1], action="this must not be written either")
    with pytest.raises(Refused) as refused:
        edits.apply(film.project, edit(good, put(kind, id_, **fields)), by=film.person)
    assert refused.value.code == "EDIT_INVALID"
    assert says in refused.value.message
    assert snapshot(Project.objects.get(pk=film.project.pk)) == before
    assert Project.objects.get(pk=film.project.pk).revision == revision


def test_a_record_of_another_project_can_neither_be_changed_nor_pointed_at(film: Film, second: Film) -> None:
    with pytest.raises(Refused, match="no shot"):
        edits.apply(film.project, edit(put("shot", second.shots[0], action="x")), by=film.person)
    with pytest.raises(Refused, match="no scene"):
        edits.apply(film.project, edit(put("shot", film.shots[0], scene=str(second.scene))), by=film.person)
    line = {"character": str(second.anna), "words": "Hello."}
    with pytest.raises(Refused, match="no character"):
        edits.apply(film.project, edit(put("shot", film.shots[0], dialogue=[line])), by=film.person)
    with pytest.raises(Refused, match="no project"):
        edits.apply(film.project, edit(put("project", second.project.pk, title="mine")), by=film.person)


def test_a_stranger_cannot_edit_and_a_viewer_may_not(film: Film) -> None:
    with pytest.raises(NotFound):
        edits.apply(film.project, edit(put("shot", film.shots[0], action="x")), by=other_person("stranger"))
    viewer = other_person("viewer", film.project.workspace, "viewer")
    with pytest.raises(Refused) as refused:
        edits.apply(film.project, edit(put("shot", film.shots[0], action="x")), by=viewer)
    assert refused.value.code == "FORBIDDEN"


def test_people_cannot_make_takes(film: Film) -> None:
    fields = {"shot": str(film.shots[0]), "number": 1, "key": "0" * 64}
    with pytest.raises(Refused, match="studio alone"):
        edits.apply(film.project, edit(put("take", uuid.uuid4(), **fields)), by=film.person)
    with pytest.raises(Refused, match="no take"):
        edits.apply(film.project, edit(put("take", uuid.uuid4(), kept=True)), by=film.person)


def test_a_record_that_returns_from_the_archive_is_told_in_full(film: Film) -> None:
    edits.apply(film.project, edit(put("shot", film.shots[0], archived=True)), by=film.person)
    assert str(film.shots[0]) not in snapshot(film.project)["shot"]
    back = edits.apply(film.project, edit(put("shot", film.shots[0], archived=False)), by=film.person)
    assert back.changes[0].set == snapshot(film.project)["shot"][str(film.shots[0])]


def test_undo_is_an_edit_that_restores(film: Film) -> None:
    before = snapshot(film.project)
    new = uuid.uuid4()
    done = edits.apply(
        film.project,
        edit(
            put("shot", new, scene=str(film.scene), rank="a9", letter="Z"),
            put("shot", film.shots[0], archived=True),
            put("character", film.anna, description="a green coat"),
        ),
        by=film.person,
    )
    assert snapshot(film.project) != before
    edits.undo(film.project, done.edit, by=film.person)
    assert snapshot(film.project) == before


def test_as_of_an_earlier_revision(film: Film) -> None:
    then, revision = snapshot(film.project), film.project.revision
    for words in ("one", "two"):
        edits.apply(film.project, edit(put("shot", film.shots[0], action=words)), by=film.person)
    edits.apply(film.project, edit(put("shot", uuid.uuid4(), scene=str(film.scene))), by=film.person)
    assert edits.as_of(film.project, revision) == then
    assert edits.as_of(film.project, film.project.revision) == snapshot(film.project)


def test_catching_up_gives_the_same_document(film: Film) -> None:
    mine, revision = snapshot(film.project), film.project.revision
    edits.apply(film.project, edit(put("shot", film.shots[0], action="one")), by=film.person)
    edits.apply(film.project, edit(put("shot", film.shots[1], archived=True)), by=film.person)
    for missed in edits.since(film.project, revision):
        mine = fold(mine, [Change.model_validate(one) for one in missed.changes])
    assert alive(mine) == snapshot(film.project)


@pytest.mark.django_db(transaction=True)
def test_one_edit_sent_five_times_at_once_is_written_once_and_others_stand_in_line(film: Film) -> None:
    same = edit(put("shot", film.shots[0], action="Anna waits."))
    sent = [same] * 5 + [edit(put("shot", film.shots[1], action=f"Ben waits {n}.")) for n in range(5)]
    answers: list[edits.Revision] = []
    failed: list[BaseException] = []

    def send(one: EditIn) -> None:
        try:
            answers.append(edits.apply(Project.objects.get(pk=film.project.pk), one, by=film.person))
        except BaseException as problem:  # noqa: BLE001 - told below
            failed.append(problem)
        finally:
            connections.close_all()

    before = film.project.revision
    threads = [threading.Thread(target=send, args=(one,)) for one in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len({one.revision for one in answers if one.edit == same.id}) == 1
    assert sum(one.repeated for one in answers) == 4
    logged = list(Edit.objects.filter(project=film.project, revision__gt=before).values_list("revision", flat=True))
    assert logged == list(range(before + 1, before + 7))
    assert Project.objects.get(pk=film.project.pk).revision == before + 6


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "action": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
        "size": st.sampled_from(["", "CU", "WS"]),
        "frames": st.integers(1, 500),
        "archived": st.booleans(),
        "titles": st.lists(st.sampled_from(["A", "B"]), max_size=2),
        "stage": st.none() | st.just({"mood": "calm"}),
    },
)
IDS = [uuid.UUID(int=n) for n in range(1, 6)]


@settings(max_examples=200)
@given(
    st.dictionaries(st.sampled_from(IDS), FIELDS, max_size=3),
    st.lists(st.tuples(st.sampled_from(IDS), FIELDS), min_size=1, max_size=6),
)
def test_applying_the_inverse_gives_the_document_back(start: dict[Any, Any], changes: list[Any]) -> None:
    complete = {"action": "", "size": "", "frames": 1, "archived": False, "titles": [], "stage": None}
    document: Document = {"shot": {str(id_): {**complete, **fields} for id_, fields in start.items()}}
    wanted = [put("shot", id_, **fields) for id_, fields in changes]
    assert alive(fold(fold(document, wanted), inverse(document, wanted))) == alive(document)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), FIELDS), min_size=1, max_size=6))
def test_the_database_obeys_the_same_law(film: Film, changes: list[Any]) -> None:
    targets = [*film.shots, uuid.uuid4(), uuid.uuid4()]
    before, everything = snapshot(film.project), snapshot(film.project, archived=True)
    wanted = [put("shot", targets[n % len(targets)], scene=str(film.scene), **fields) for n, fields in changes]
    done = edits.apply(film.project, edit(*wanted), by=film.person)
    after = snapshot(film.project)
    assert after["shot"].keys() == alive(fold(everything, wanted))["shot"].keys()
    edits.undo(film.project, done.edit, by=film.person)
    assert snapshot(film.project) == before
