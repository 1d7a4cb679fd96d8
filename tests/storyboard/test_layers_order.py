"""In which order what is awaited of layers is made, what a hidden layer says while it is being filled, and what it stands for."""

from __future__ import annotations

import pytest
from django.test import Client

from generation import worker
from generation.models import Build
from storyboard.models import Layer, Shot
from tests.storyboard.films import Film
from tests.storyboard.layered import QUEUES, boxed, layer, matte, post, stack, told

# The worker renews its lease from a thread.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def shot(film: Film) -> Shot:
    """The red box, made."""
    shot = boxed(film)
    worker.work(QUEUES, "test")
    return shot


def test_the_first_layer_is_made_to_its_end_before_the_others_are_begun(film: Film, shot: Shot, client: Client) -> None:
    digest = matte(film).digest
    for n in range(3):
        layer(film, shot.pk, matte=digest, edges={"band": n}, rank=f"a{n}", name=f"L{n}")
    stack(client, shot, layers=None, plate=True)
    places = dict(Build.objects.filter(subject=shot.pk, status=Build.State.ACTIVE).values_list("label", "place"))
    assert [places[f"Layer L{n}"] for n in range(3)] == sorted(places[f"Layer L{n}"] for n in range(3))
    assert len(set(places.values())) == len(places)


def test_a_hidden_layer_is_filled_once_its_plate_is_made(film: Film, shot: Shot, client: Client) -> None:
    layer(film, shot.pk, matte=matte(film).digest, visible=False)
    (before,) = stack(client, shot, plate=True)["layers"]
    assert (before["removed"], before["filled"]) == (True, False)
    worker.work(QUEUES, "test")
    (after,) = stack(client, shot)["layers"]
    assert (after["removed"], after["filled"]) == (True, True)


def test_what_was_taken_out_is_nobody_who_stays_before_a_place(film: Film, shot: Shot, client: Client) -> None:
    layer(film, shot.pk, matte=matte(film).digest, visible=False)
    wanted = {"shots": [str(shot.pk)], "backdrop": {"kind": "words", "words": "a beach"}, "keep": "people"}
    told(post(client, f"/projects/{film.project.pk}/backdrops", wanted))
    assert Layer.objects.filter(shot=shot, archived=False, auto="people").count() == 1
