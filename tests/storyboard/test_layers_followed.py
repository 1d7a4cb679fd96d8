"""How far a mask is followed, stretch by stretch; and that nothing is made which no mask speaks of any more."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client

from generation import builds, probe, store, worker
from generation.mattes import matte_to
from generation.models import Build, Node, Priority, Status
from generation.recipe import Recipe
from storyboard import layer_stacks
from storyboard.models import Shot
from tests.storyboard.films import Film
from tests.storyboard.layered import HEIGHT, QUEUES, RATE, WIDTH, again, boxed, change, layer, mask, stack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
FRAMES = 400


def made(film: Film, key: str) -> None:
    """A node that is made, whatever it is."""
    Node.objects.update_or_create(workspace=film.project.workspace, key=key, defaults={"status": Status.DONE, "outputs": {}})


def tracks(shot: Shot) -> dict[str, Recipe]:
    """The stretches of the shot's only layer, by key."""
    matte = layer_stacks.plan(again(shot)).stack.pieces[0].matte
    assert isinstance(matte, Recipe)
    return {key: one for key, one in matte.walk().items() if one.name == "layers.track"}


def told(client: Client, shot: Shot) -> list[tuple[int, int, str]]:
    return [(one["first"], one["last"], one["status"]) for one in stack(client, shot)["layers"][0]["stretches"]]


def test_after_a_correction_only_the_frames_beside_it_are_to_be_made_anew(film: Film, client: Client) -> None:
    shot = boxed(film, frames=FRAMES)
    id_ = layer(film, shot.pk, masks=[mask(10), mask(200), mask(390)])
    assert told(client, shot) == [(0, FRAMES - 1, "missing")]
    for key in tracks(shot):
        made(film, key)
    assert told(client, shot) == [(0, FRAMES - 1, "done")]
    change(film, "layer", id_, masks=[mask(10), mask(200, words="again"), mask(390)])
    assert told(client, shot) == [(0, FRAMES - 1, "done")]  # the same mask
    other = mask(200, strokes=[{"path": [[0.7, 0.5]], "width": 0.1, "belongs": True}])
    change(film, "layer", id_, masks=[mask(10), other, mask(390)])
    before, anew, after = told(client, shot)
    assert (before[0], before[2], anew[2], after[1], after[2]) == (0, "done", "missing", FRAMES - 1, "done")
    assert 96 <= anew[0] <= 110 < 290 <= anew[1] <= 300  # half way to its neighbours


def test_polling_costs_no_more_when_all_is_followed(film: Film, client: Client, django_assert_max_num_queries: Any) -> None:
    shot = boxed(film, frames=FRAMES)
    layer(film, shot.pk, masks=[mask(n) for n in range(0, FRAMES, 40)])
    told(client, shot)
    with django_assert_max_num_queries(14):
        told(client, shot)


def test_a_corrected_mask_stops_what_was_asked_for_before(film: Film, client: Client) -> None:
    shot = boxed(film, frames=FRAMES)
    worker.work(QUEUES, "test")
    id_ = layer(film, shot.pk, masks=[mask(10), mask(390)])
    stack(client, shot, layers=[str(id_)])
    build = Build.objects.get(subject=shot.pk, status="active", label__startswith="Layer")
    change(film, "layer", id_, name="Box", opacity=0.5)
    build.refresh_from_db()
    assert build.status == "active"
    change(film, "layer", id_, masks=[mask(10), mask(380)])
    build.refresh_from_db()
    assert build.status == "cancelled"
    dropped = set(Node.objects.filter(demands__build=build, status=Status.CANCELLED).values_list("key", flat=True))
    assert dropped


def test_a_stretch_that_is_still_of_a_mask_goes_on(film: Film, client: Client) -> None:
    shot = boxed(film, frames=FRAMES)
    id_ = layer(film, shot.pk, masks=[mask(10), mask(390)])
    before = tracks(shot)
    workspace = film.project.workspace
    matte = layer_stacks.plan(again(shot)).stack.pieces[0]
    assert matte.shown is not None
    wish = builds.Wish(layer_stacks.proxy_of(matte.shown), "Layer", Priority.AWAITED, shot.pk)
    [build] = builds.request_many(workspace, [wish], channel=film.project.channel, by=film.person)
    for key in before:
        node, _ = Node.objects.update_or_create(workspace=workspace, key=key, defaults={"status": Status.RUNNING})
        build.demands.get_or_create(node=node)
    change(film, "layer", id_, masks=[mask(10), mask(380)])
    stays = set(tracks(shot)) & set(before)
    told_to_stop = set(Node.objects.filter(key__in=before, cancel=True).values_list("key", flat=True))
    assert stays < set(before)
    assert stays
    assert told_to_stop == set(before) - stays


def test_nobody_there_is_told_and_is_no_failure(film: Film, client: Client) -> None:
    shot = boxed(film)
    layer(film, shot.pk, auto="people", edges={"subject": "person"})
    matte = layer_stacks.plan(again(shot)).stack.pieces[0].matte
    assert isinstance(matte, Recipe)
    assert stack(client, shot)["layers"][0]["notice"] is None
    for covered, code in ((255, None), (0, "NOBODY_THERE")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "m.mkv"
            with matte_to(path, WIDTH, HEIGHT, RATE) as writer:
                for n in range(3):
                    writer.write(np.full((HEIGHT, WIDTH), covered * (n == 2), np.uint8))
            assert probe.empty(path) is (code is not None)
            artifact = store.put(film.project.workspace, path, "matte")
        Node.objects.update_or_create(
            workspace=film.project.workspace, key=matte.key, defaults={"status": Status.DONE, "outputs": {"out": artifact.digest}}
        )
        told = stack(client, shot)["layers"][0]
        assert (told["notice"] and told["notice"]["code"], told["problem"]) == (code, None)
        assert told["stretches"] == [{"first": 0, "last": shot.frames - 1, "status": "done"}]
