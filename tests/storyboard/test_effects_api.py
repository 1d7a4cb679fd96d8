"""What follows something through a shot, and looks that are kept: asked for over the API."""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np
import pytest
from django.test import Client

from generation import movement, worker
from storyboard import brought, plans
from storyboard.effects_api import lie
from studio.errors import Refused
from tests.storyboard import layered
from tests.storyboard.films import Film, make_film
from tests.storyboard.layered import FRAMES, HEIGHT, WIDTH, boxed, change, left_of, matte, post, refused, told

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_a_point_and_a_layer_are_followed_through_a_shot(film: Film, client: Client) -> None:
    path = f"/shots/{film.shots[0]}/follow"
    point = {"at": 0, "across": [(left_of(0) + 16) / WIDTH], "down": [24 / HEIGHT]}  # a corner of the box
    refused(post(client, path, {"follow": point}), 409, "NOT_READY")
    shot = boxed(film)
    layered.make(film, plans.frozen(shot.take))  # type: ignore[arg-type]
    asked = told(post(client, path, {"follow": point}))
    assert asked["made"]["status"] == "queued"
    assert asked["across"] == []
    worker.work(layered.QUEUES, "test")
    found = told(post(client, path, {"follow": point}))
    assert len(found["across"]) == FRAMES
    assert found["across"][0] == pytest.approx(point["across"][0], abs=1e-4)  # type: ignore[index]
    assert {len(found[name]) for name in ("across", "down", "scale", "turn", "there")} == {FRAMES}
    assert all(0 <= one <= 1 for one in found["across"])

    cut = layered.layer(film, shot.pk, matte=matte(film).digest)
    post(client, path, {"follow": {"layer": str(cut)}})
    worker.work(layered.QUEUES, "test")
    boxes = told(post(client, path, {"follow": {"layer": str(cut)}}))
    assert boxes["across"][-1] - boxes["across"][0] == pytest.approx((left_of(FRAMES - 1) - left_of(0)) / WIDTH, abs=0.02)
    assert boxes["scale"] == pytest.approx([1.0] * FRAMES, abs=0.05)
    refused(post(client, path, {"follow": {"layer": str(uuid.uuid4())}}), 409, "LAYER_GONE")


def test_where_a_thing_lies_how_large_and_how_far_turned() -> None:
    aspect = 16 / 9
    to_pixels = np.diag([aspect, 1.0, 1.0])
    matrices = []
    for n in range(37):
        turn, grown = np.deg2rad(10 * n), 1 + n / 36
        about = np.array([[1, 0, 0.5 * aspect], [0, 1, 0.5], [0, 0, 1]])
        cos, sin = grown * np.cos(turn), grown * np.sin(turn)
        spun = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
        matrices.append(np.linalg.inv(to_pixels) @ about @ spun @ np.linalg.inv(about) @ to_pixels)
    lines = lie(movement.Movement(0, np.array(matrices), np.ones(37, bool)), (0.5, 0.5), aspect)
    assert lines["across"] == pytest.approx([0.5] * 37, abs=1e-6)
    assert lines["scale"] == pytest.approx([1 + n / 36 for n in range(37)], abs=1e-4)
    assert lines["turn"] == pytest.approx([10.0 * n for n in range(37)], abs=1e-3), "once round is not back where it was"


def test_looks_are_kept_in_one_film_and_offered_in_all_of_the_workspace(film: Film, client: Client) -> None:
    picture = layered.still(film).digest
    grade = {"operation": "style.grade", "params": {"exposure": 0.5}}
    change(film, "look", uuid.uuid4(), name="Night", effects=[grade])
    stranger = make_film("carla")
    change(stranger, "look", uuid.uuid4(), name="Theirs", effects=[grade])
    (look,) = told(client.get(f"/api/projects/{film.project.pk}/looks"))
    assert (look["name"], look["film"], look["effects"][0]["params"]) == ("Night", film.project.title, {"exposure": 0.5})
    assert picture not in brought.held(film.project.workspace_id)


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ([{"operation": "no.such"}], "no operation"),
        ([{"operation": "style.grade", "params": {"exposure": 99}}], "exposure"),
        ([{"operation": "style.grade", "inputs": {"matte": {"layer": str(uuid.uuid4())}}}], "pictures and tables"),
        ([{"operation": "style.grade", "inputs": {"picture": {"artifact": "0" * 64}}}], "not in this workspace"),
        ([{"operation": "style.grade"}] * 25, "at most 24"),
    ],
)
def test_what_is_no_look_is_refused(film: Film, effects: Any, said: str) -> None:
    with pytest.raises(Refused, match=said):
        change(film, "look", uuid.uuid4(), name="Night", effects=effects)
