"""Several takes at once, the same seed again, a take brought back with its words, and everything of it undone in one step."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from generation.models import Build
from storyboard import edits, flow, restoring, takes
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Casting, Edit, Project, Shot, Take
from storyboard.records import snapshot
from studio.errors import Conflict, Refused
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api{path}", json.dumps(body), content_type="application/json")


def put(film: Film, kind: str, id_: uuid.UUID, **fields: Any) -> edits.Revision:
    return edits.change(film.project, [Change(kind=kind, id=id_, set=fields)], by=film.person)


def shot(film: Film, position: int = 0) -> Shot:
    return Shot.objects.get(pk=film.shots[position])


def records(film: Film) -> Any:
    return snapshot(Project.objects.get(pk=film.project.pk))


# Draws


def test_eight_at_once_have_seeds_of_their_own_and_the_first_is_shown(film: Film, client: Client) -> None:
    takes.shoot(shot(film), by=film.person)
    answer = post(client, f"/shots/{film.shots[0]}/draws", {"count": 8, "quality": "draft"})
    assert answer.status_code == 200, answer.content
    drawn = answer.json()
    assert [one["slate"] for one in drawn] == [f"12A-{number}" for number in range(2, 10)]
    assert len({one["seed"] for one in drawn} | {shot(film).seed}) == 9
    assert {one["quality"] for one in drawn} == {"draft"}
    assert all(one["build"]["subject"] == str(film.shots[0]) and one["words"] is None for one in drawn)
    assert str(shot(film).take_id) == drawn[0]["id"]


def test_showing_the_first_of_them_is_one_edit_that_keeps_them_all_when_undone(film: Film, client: Client) -> None:
    before = takes.shoot(shot(film), by=film.person)
    post(client, f"/shots/{film.shots[0]}/draws", {"count": 3})
    show = Edit.objects.filter(project=film.project).latest("revision")
    assert show.label == "Show 12A-2, 12A-3, 12A-4"
    assert len(show.changes) == 1
    assert post(client, f"/projects/{film.project.pk}/edits/{show.uuid}/undo", {}).status_code == 200
    assert shot(film).take_id == before.pk
    assert Take.objects.filter(shot=film.shots[0], archived=False).count() == 4


def test_the_very_first_take_has_the_shots_own_seed(film: Film) -> None:
    put(film, "shot", film.shots[0], seed=41)
    drawn, said = takes.several(shot(film), count=3, by=film.person)
    assert drawn[0].seed == 41
    assert len({one.seed for one in drawn}) == 3
    assert said is None


def test_the_same_seed_shows_what_changed_and_without_a_change_is_the_same_take(film: Film, client: Client) -> None:
    put(film, "shot", film.shots[0], seed=41)
    first = takes.shoot(shot(film), by=film.person)
    (same,) = post(client, f"/shots/{film.shots[0]}/draws", {"same_seed": True}).json()
    assert same["id"] == str(first.pk)
    assert same["words"]["en"] == "Nothing changed since take 1 was drawn, so the same seed gives the same take."
    assert "第 1 条" in same["words"]["zh"]
    put(film, "shot", film.shots[0], action="Anna runs.")
    (other,) = post(client, f"/shots/{film.shots[0]}/draws", {"same_seed": True}).json()
    assert (other["seed"], other["number"], other["words"]) == (41, 2, None)


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"count": 0}, 422, "count"),
        ({"count": 9}, 422, "count"),
        ({"count": "two"}, 422, "count"),
        ({"count": 2, "same_seed": True}, 400, "same seed"),
        ({"quality": "best"}, 422, "quality"),
        ({"seed": 4}, 422, "seed"),
    ],
)
def test_a_wrong_draw_is_refused_in_words(film: Film, client: Client, body: Any, status: int, word: str) -> None:
    answer = post(client, f"/shots/{film.shots[0]}/draws", body)
    assert answer.status_code == status
    assert word in answer.json()["message"]
    assert not Take.objects.exists()


def test_a_locked_shot_is_not_drawn(film: Film, client: Client) -> None:
    put(film, "shot", film.shots[0], locked=True)
    assert post(client, f"/shots/{film.shots[0]}/draws", {}).json()["code"] == "SHOT_LOCKED"


# Bringing a take back


def test_a_take_comes_back_with_the_words_camera_cast_and_pictures_of_its_time(film: Film, client: Client) -> None:
    put(film, "shot", film.shots[0], action="Anna sits.", size="CU", frames=30, seed=5, props=["cup"])
    take = takes.shoot(shot(film), by=film.person)
    then = records(film)
    put(film, "shot", film.shots[0], action="Anna stands.", size="WS", frames=90, seed=6, props=[], titles=["LATER"])
    put(film, "casting", uuid.uuid4(), shot=str(film.shots[0]), character=str(film.ben))
    (anna,) = Casting.objects.filter(shot=film.shots[0], character=film.anna)
    put(film, "casting", anna.pk, archived=True)
    takes.shoot(shot(film), by=film.person)
    now = records(film)
    answer = post(client, f"/takes/{take.pk}/restore", {})
    assert answer.status_code == 200, answer.content
    assert answer.json()["notes"] == []
    back = records(film)
    assert back["shot"][str(film.shots[0])] == then["shot"][str(film.shots[0])]
    assert [one.pk for one in WholeFilm.of(film.project).cast[film.shots[0]]] == [film.anna]
    assert takes.staleness(shot(film)).state == "missing"  # what the records ask for; nothing has made it
    assert post(client, f"/projects/{film.project.pk}/edits/{answer.json()['id']}/undo", {}).status_code == 200
    assert records(film) == now


def test_what_belongs_to_the_film_does_not_come_back_and_is_told(film: Film) -> None:
    take = takes.shoot(shot(film), by=film.person)
    put(film, "character", film.anna, description="A young woman in a blue coat.")
    put(film, "shot", film.shots[0], action="Anna stands.")
    _, notes = restoring.restore(Take.objects.get(pk=take.pk), by=film.person)
    (note,) = notes
    assert "ANNA's description" in note
    assert "ANNA" in note.zh
    assert "未恢复" in note.zh


def test_somebody_who_was_put_away_is_told(film: Film) -> None:
    take = takes.shoot(shot(film), by=film.person)
    put(film, "character", film.anna, archived=True)
    _, notes = restoring.restore(Take.objects.get(pk=take.pk), by=film.person)
    assert "ANNA was in this shot then" in notes[0]


def test_where_the_shot_stands_and_its_name_stay(film: Film) -> None:
    take = takes.shoot(shot(film), by=film.person)
    put(film, "shot", film.shots[0], rank="a9", letter="Z", action="Otherwise.")
    restoring.restore(Take.objects.get(pk=take.pk), by=film.person)
    assert (shot(film).rank, shot(film).letter, shot(film).action) == ("a9", "Z", "Anna sits at a table.")


def test_a_take_from_before_revisions_were_noted_is_found_in_the_log(film: Film) -> None:
    take = takes.shoot(shot(film), by=film.person)
    noted = Take.objects.get(pk=take.pk).revision
    put(film, "shot", film.shots[0], action="Otherwise.")
    Take.objects.filter(pk=take.pk).update(revision=None)
    old = Take.objects.get(pk=take.pk)
    assert restoring._revision(old) == noted
    restoring.restore(old, by=film.person)
    assert shot(film).action == "Anna sits at a table."


def test_what_was_put_away_or_locked_does_not_come_back(film: Film) -> None:
    take = takes.shoot(shot(film), by=film.person)
    put(film, "shot", film.shots[0], locked=True)
    with pytest.raises(Refused, match="locked"):
        restoring.restore(Take.objects.get(pk=take.pk), by=film.person)
    put(film, "shot", film.shots[0], locked=False, archived=True)
    with pytest.raises(Conflict, match="put away"):
        restoring.restore(Take.objects.get(pk=take.pk), by=film.person)


# One making, undone at once


def test_all_that_a_making_shows_is_undone_in_one_step(film: Film, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "MOST", 1)
    for one in film.shots:
        put(film, "shot", one, dialogue=[])
    before = records(film)["shot"]
    answer = post(client, f"/projects/{film.project.pk}/produce", {})
    group = answer.json()["group"]
    assert answer.json()["words"] == []
    project = Project.objects.get(pk=film.project.pk)
    for _ in range(2):  # as the sweep does
        flow.push(project, by=film.person, most=1, group=project.producing_group)
    assert all(Shot.objects.filter(project=film.project).values_list("take_id", flat=True))
    log = client.get(f"/api/projects/{film.project.pk}/edits?limit=1000").json()
    shown = [one for one in log if one["group"] == group]
    assert len(shown) >= 1
    assert all(one["label"].startswith("Show ") for one in shown)
    done = post(client, f"/projects/{film.project.pk}/edits/{shown[0]['id']}/undo?group=true", {})
    assert done.status_code == 200, done.content
    assert records(film)["shot"] == before
    assert Take.objects.filter(project=film.project, archived=False).count() == 3
    assert Project.objects.get(pk=film.project.pk).producing_id is None
    assert not Build.objects.filter(channel=film.project.channel, status=Build.State.ACTIVE).exists()
    redone = post(client, f"/projects/{film.project.pk}/edits/{done.json()['id']}/undo", {})
    assert redone.status_code == 200
    assert all(Shot.objects.filter(project=film.project).values_list("take_id", flat=True))


def test_undoing_a_group_leaves_what_was_chosen_since(film: Film) -> None:
    group = uuid.uuid4()
    for number, one in enumerate(film.shots[:2]):
        edits.change(film.project, [Change(kind="shot", id=one, set={"action": f"{number}"})], by=film.person, group=group)
    put(film, "shot", film.shots[0], action="Chosen since.")
    any_of_them = Edit.objects.filter(group=group).first()
    assert any_of_them is not None
    edits.undo(film.project, any_of_them.uuid, by=film.person, group=True)
    assert shot(film).action == "Chosen since."
    assert shot(film, 1).action == "Anna looks at Ben."


def test_an_edit_may_say_what_it_belongs_to(film: Film, client: Client) -> None:
    group = str(uuid.uuid4())
    for number in range(2):
        change = {"kind": "shot", "id": str(film.shots[number]), "set": {"action": "Together."}}
        body = {"id": str(uuid.uuid4()), "group": group, "changes": [change]}
        assert post(client, f"/projects/{film.project.pk}/edits", body).status_code == 200
    edit = Edit.objects.filter(group=group).latest("revision")
    assert post(client, f"/projects/{film.project.pk}/edits/{edit.uuid}/undo?group=1", {}).status_code == 200
    assert [shot(film).action, shot(film, 1).action] == ["Anna sits at a table.", "Anna looks at Ben."]


def test_warnings_are_in_both_languages(film: Film, client: Client) -> None:
    words = "This is a very long line that nobody can say in the time that there is for it, however fast they are."
    line = {"character": str(film.anna), "words": words, "manner": ""}
    put(film, "shot", film.shots[1], dialogue=[line] * 4, frames=24, frames_locked=True)
    answer = post(client, f"/projects/{film.project.pk}/produce", {}).json()
    (said,) = answer["words"]
    assert said["en"] == answer["warnings"][0]
    assert "Shot 12B is 24 frames long" in said["en"]
    assert "镜头 12B 长 24 帧" in said["zh"]
