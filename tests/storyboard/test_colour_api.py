"""Routes of colour: the light of a scene brought together in one edit, a shot's grade as a table, tables brought in."""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np
import pytest
from django.test import Client

from generation import worker
from generation.colour import cubes
from generation.colour.grading import grade
from generation.operations.style import Grade
from storyboard import edits
from storyboard.models import Effect, Shot
from tests.storyboard.films import Film
from tests.storyboard.layered import QUEUES, boxed, change, post, refused, told

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shots(film: Film) -> list[Shot]:
    """Two shots that are made, and one that is not."""
    found = [boxed(film, 0), boxed(film, 1)]
    worker.work(QUEUES, "test")
    return found


def lay(film: Film, shot: Shot, operation: str, **fields: Any) -> uuid.UUID:
    id_ = uuid.uuid4()
    change(film, "effect", id_, shot=str(shot.pk), operation=operation, **fields)
    return id_


def effects(shot: Shot) -> list[Effect]:
    return list(Effect.objects.filter(shot=shot, archived=False).order_by("rank", "pk"))


def bring(client: Client, data: bytes, media: str = "lut") -> Any:
    begun = post(client, "/uploads", {"name": "a.cube", "size": len(data), "media": media}).json()
    client.put(f"/api/uploads/{begun['id']}?at=0", data, "application/octet-stream")
    return client.post(f"/api/uploads/{begun['id']}/finish")


def test_a_scene_is_made_neutral_in_one_edit_beneath_what_lies_there(film: Film, shots: list[Shot], client: Client) -> None:
    lay(film, shots[0], "style.film", params={"grain": 0.3}, rank="a0")
    made = told(post(client, f"/projects/{film.project.pk}/balance", {"scene": str(film.scene), "goal": "neutral"}))
    assert made["left"] == [str(film.shots[2])]
    assert made["reference"] is None
    first, second = effects(shots[0])
    assert (first.operation, second.operation) == ("style.grade", "style.film")
    assert first.params
    assert [one.operation for one in effects(shots[1])] == ["style.grade"]
    again = told(post(client, f"/projects/{film.project.pk}/balance", {"scene": str(film.scene), "goal": "neutral"}))
    assert again["edit"] is None  # measured beneath it: there is nothing to change
    edits.undo(film.project, uuid.UUID(made["edit"]["id"]), by=film.person)
    assert [one.operation for one in effects(shots[0])] == ["style.film"]
    assert effects(shots[1]) == []


def test_shots_that_are_alike_already_are_left(film: Film, shots: list[Shot], client: Client) -> None:
    wanted = [str(one.pk) for one in shots]
    made = told(post(client, f"/projects/{film.project.pk}/balance", {"shots": wanted}))
    assert made["edit"] is None
    assert made["reference"] in wanted
    assert made["slate"]


def test_what_cannot_be_balanced_is_said(film: Film, shots: list[Shot], second: Film, client: Client) -> None:
    address = f"/projects/{film.project.pk}/balance"
    refused(post(client, address, {"shots": [str(film.shots[2])]}), 409, "NOT_READY")
    refused(post(client, address, {"shots": [str(shots[0].pk)], "like": str(film.shots[2])}), 409, "NOT_READY")
    refused(post(client, address, {"shots": [str(second.shots[0])]}), 404, "NOT_FOUND")
    refused(post(client, address, {}), 400, "REQUEST_INVALID")
    refused(post(client, f"/projects/{second.project.pk}/balance", {"scene": str(second.scene)}), 404, "NOT_FOUND")


def test_a_grade_goes_out_as_a_table_that_does_the_same(film: Film, shots: list[Shot], client: Client) -> None:
    params = {"exposure": 0.5, "gain_red": 1.1, "curve": [[0, 0], [0.4, 0.3], [1, 1]]}
    id_ = lay(film, shots[0], "style.grade", params=params, rank="a0")
    lay(film, shots[0], "style.film", params={"look": "noir", "grain": 0.4}, rank="a1")
    answer = client.get(f"/api/shots/{shots[0].pk}/lut?effect={id_}&size=33")
    assert answer.status_code == 200
    assert ".cube" in answer["Content-Disposition"]
    cube = cubes.read(answer.content.decode())
    given = np.random.default_rng(1).uniform(0, 1, (2000, 3)).astype(np.float32)
    assert np.abs(cube(given) - np.clip(grade(Grade(**params))(given), 0, 1)).mean() * 255 < 0.4
    both = cubes.read(client.get(f"/api/shots/{shots[0].pk}/lut").content.decode())
    assert np.ptp(both(given), axis=-1).max() < 1e-3  # noir is grey
    assert b"not in this table: style.film" in client.get(f"/api/shots/{shots[0].pk}/lut").content  # its grain


def test_a_shot_without_colours_or_somebody_elses_has_no_table(
    film: Film, shots: list[Shot], second: Film, client: Client
) -> None:
    refused(client.get(f"/api/shots/{shots[0].pk}/lut"), 400, "LUT_NOTHING")
    refused(client.get(f"/api/shots/{film.shots[2]}/lut"), 409, "NOT_READY")
    refused(client.get(f"/api/shots/{second.shots[0]}/lut"), 404, "NOT_FOUND")
    refused(client.get(f"/api/shots/{shots[0].pk}/lut?effect={uuid.uuid4()}"), 404, "NOT_FOUND")


def test_a_table_is_brought_in_laid_over_a_shot_and_goes_out_again(film: Film, shots: list[Shot], client: Client) -> None:
    text = cubes.written(cubes.sampled(lambda one: one[..., ::-1], 9), "turned round")
    brought = told(bring(client, text.encode()))
    assert brought["media"] == "lut"
    assert brought["facts"]["size"] == 9
    answer = client.get(brought["url"])  # the browser reads it for its preview
    assert b"".join(answer.streaming_content) == text.encode()
    lay(film, shots[0], "style.lut", inputs={"lut": {"artifact": brought["digest"]}})
    cube = cubes.read(client.get(f"/api/shots/{shots[0].pk}/lut?size=9").content.decode())
    assert cube(np.array([[1.0, 0.5, 0.0]])).round(3).tolist() == [[0.0, 0.5, 1.0]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"LUT_3D_SIZE 2\n" + b"nan 0 0\n" * 8, "LUT_NOT_NUMBERS"),
        (b"LUT_3D_SIZE 500\n0 0 0\n", "LUT_SIZE_WRONG"),
        (b"LUT_3D_SIZE 3\n0 0 0\n", "LUT_COUNT_WRONG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "LUT_UNREADABLE"),
    ],
)
def test_a_table_that_is_none_does_not_come_in(film: Film, client: Client, text: bytes, code: str) -> None:
    answer = bring(client, text)
    assert answer.json()["code"] == code
    assert answer.status_code == 400
