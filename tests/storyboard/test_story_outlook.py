"""What a story would come to is what it comes to; what is said to stay is what stays; a model's work is told of as it goes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from storyboard import stories
from storyboard.film import in_order
from storyboard.models import Casting, Layer, Project, Scene, Shot, Take
from storyboard.screenplay import story
from tests.storyboard.films import other_person
from tests.storyboard.talking import Server
from tests.storyboard.test_stories import CHINESE, ENGLISH, change, scenes, shots


@pytest.fixture
def project(db: None) -> Project:
    person = other_person("anna")
    return Project.objects.create(workspace=person.memberships.get().workspace, title="Clocks", by=person)  # type: ignore[attr-defined]


@pytest.fixture
def client(project: Project) -> Client:
    found = Client()
    found.force_login(project.by)  # type: ignore[arg-type]
    return found


def outlook(client: Client, **body: Any) -> Any:
    answer = client.post("/api/stories/outlook", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize(("words", "frames"), [(ENGLISH, 0), (ENGLISH, 3 * 60 * 24), (CHINESE, 5 * 60 * 24)])
def test_the_board_is_as_its_outlook_said(project: Project, client: Client, words: str, frames: int) -> None:
    said = outlook(client, words=words, frames=frames)
    stories.write(project, words, frames=frames, by=project.by)
    made = scenes(project)
    assert [one["arc"] for one in said["scenes"]] == [one.arc for one in made]
    assert [one["outline"] for one in said["scenes"]] == [one.outline for one in made]
    assert [one["shots"] for one in said["scenes"]] == [[shot.frames for shot in shots(scene)] for scene in made]
    assert said["sentences"] == 16
    assert said["comes"] == (frames or said["usual"])


@pytest.mark.parametrize("titles", [True, False])
def test_the_films_name_stands_on_its_first_picture_where_it_has_one(project: Project, client: Client, titles: bool) -> None:
    body = {"words": CHINESE, "titles": titles}
    assert client.post(f"/api/projects/{project.pk}/story", json.dumps(body), content_type="application/json").status_code == 200
    first, *others = [shot for scene in scenes(project) for shot in shots(scene)]
    assert first.titles == (["Clocks"] if titles else [])
    assert not any(one.titles for one in others)


def test_it_is_said_when_the_words_cannot_carry_the_length(client: Client) -> None:
    said = outlook(client, words="安娜在等。\n本来了。\n约十分钟")
    assert (said["said"], said["wanted"]) == (10 * 60 * 24, 10 * 60 * 24)
    assert 0 < said["comes"] < said["wanted"] // 2
    assert outlook(client, words="  \n")["scenes"] == []
    assert client.post(
        "/api/stories/outlook", json.dumps({"words": "Anna waits.", "rate": "0/0"}), content_type="application/json"
    ).status_code in (400, 409, 422)


def test_what_is_said_to_stay_stays(project: Project, client: Client) -> None:
    stories.write(project, ENGLISH, by=project.by)
    first, second, *others = scenes(project)
    own, locked, kept, layered, recast = shots(others[2])[:5]
    change(project, "shot", own.pk, action="Something else.")
    change(project, "shot", locked.pk, locked=True)
    Take.objects.create(shot=kept, project=project, number=1, key="a" * 64, seed=1, kept=True)
    Layer.objects.create(shot=layered, project=project, name="Hand")
    Casting.objects.filter(shot=recast).delete()
    somebody = next(one for one in (recast.drafted or {"cast": []})["cast"] or [None])
    expected = {own.pk: "changed", locked.pk: "locked", kept.pk: "kept", layered.pk: "layers"}
    if somebody:
        expected[recast.pk] = "cast"
    change(project, "scene", first.pk, mood="quiet")
    said = client.get(f"/api/projects/{project.pk}/story").json()
    assert {one["id"]: one["why"] for one in said["stays"]} == {str(first.pk): "changed", str(others[2].pk): "shots"}
    assert said["scenes"] == len(others)
    assert said["shots"] > 0
    drafted = client.get(f"/api/scenes/{others[2].pk}/draft").json()
    assert {one["id"]: one["why"] for one in drafted["stays"]} == {str(id_): why for id_, why in expected.items()}
    assert drafted["shots"] == len(shots(others[2])) - len(expected)

    ahead = outlook(client, words=ENGLISH, held=said["held"])
    stories.write(Project.objects.get(pk=project.pk), ENGLISH, by=project.by)
    after = scenes(project)
    assert {first.pk, others[2].pk} <= {one.pk for one in after}
    assert second.pk not in {one.pk for one in after}
    fresh = [one for one in after if one.pk not in (first.pk, others[2].pk)]
    assert [one["outline"] for one in ahead["scenes"]] == [one.outline for one in fresh]
    stories.draft(Scene.objects.get(pk=others[2].pk), by=project.by)
    assert set(expected) <= {one.pk for one in in_order(Shot.objects.filter(scene=others[2], archived=False))}


def test_a_models_work_is_told_of_as_it_goes(project: Project, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(stories, "publish", lambda channel, event: told.append((event.done, event.of)))
    count = len(story.outline(story.said(ENGLISH)[0], 0, stories.media.rate("24/1")))
    server.say("nonsense")  # so that rules take over, scene by scene
    monkeypatch.setenv("FILMWRIGHT_LLM_URL", server.endpoint.url)
    monkeypatch.setenv("FILMWRIGHT_LLM_MODEL", "director-1")
    stories.write(project, ENGLISH, by=project.by)
    assert told == [(n, count + 1) for n in range(count + 1)]
    assert len(server.asked) > count
    told.clear()
    stories.write(project, ENGLISH, breakdown="rules", by=project.by)
    assert told == []


def test_a_stranger_learns_nothing_of_what_stays(project: Project) -> None:
    stories.write(project, ENGLISH, by=project.by)
    stranger = Client()
    stranger.force_login(other_person("stranger"))  # type: ignore[arg-type]
    assert stranger.get(f"/api/projects/{project.pk}/story").status_code == 404
    assert stranger.get(f"/api/scenes/{scenes(project)[0].pk}/draft").status_code == 404


@pytest.mark.parametrize("frames", [0, 30 * 24])
def test_a_scenes_shots_are_as_its_outlook_said_among_those_that_stay(project: Project, client: Client, frames: int) -> None:
    stories.write(project, ENGLISH, by=project.by)
    scene = scenes(project)[1]
    kept = shots(scene)[1]
    change(project, "shot", kept.pk, locked=True)
    body = {"words": scene.outline, "frames": frames}
    answer = client.post(f"/api/scenes/{scene.pk}/outlook", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert [one["stays"] for one in said].count(True) == 1
    Scene.objects.filter(pk=scene.pk).update(length=0)
    stories.draft(Scene.objects.get(pk=scene.pk), frames=frames or None, by=project.by)
    after = in_order(Shot.objects.filter(scene=scene, archived=False))
    assert [(one["frames"], one["stays"]) for one in said] == [(one.frames, one.pk == kept.pk) for one in after]
    empty = client.post(f"/api/scenes/{scene.pk}/outlook", json.dumps({"words": " \n"}), content_type="application/json")
    assert empty.status_code == 200
