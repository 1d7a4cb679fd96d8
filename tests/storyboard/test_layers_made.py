"""Layers made for real: moved, hidden, undone, corrected, tried; and what guards say before anything is made."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from typing import Any

import numpy as np
import PIL.Image
import pytest
from django.test import Client

from editing import cuts, rows
from editing.models import Timeline
from editing.presets import PRESETS
from generation import checkpoints, worker
from generation.models import Node
from storyboard import edits, plans
from storyboard.models import Layer, Shot
from studio.errors import Refused
from tests.storyboard.films import Film
from tests.storyboard.layered import (
    FRAMES,
    GROUND,
    HEIGHT,
    QUEUES,
    WIDTH,
    boxed,
    change,
    coverage,
    frames_of,
    layer,
    left_of,
    make,
    mask,
    matte,
    post,
    refused,
    row,
    stack,
    still,
    told,
)  # fmt: skip

# The worker renews its lease from a thread.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def shot(film: Film) -> Shot:
    """The red box, made."""
    shot = boxed(film)
    worker.work(QUEUES, "test")
    return shot


def test_a_box_that_is_moved_is_there_and_not_where_it_was_and_the_rest_is_as_it_was(film: Film, shot: Shot) -> None:
    take = frames_of(film, plans.finish(shot))
    id_ = layer(film, shot.pk, matte=matte(film).digest, keys=[{"frame": 0, "down": 0.25}])
    moved = make(film, plans.finish(shot))
    assert len(moved) == FRAMES
    for n in (0, 5, 9):
        x = left_of(n) + 8
        assert np.abs(moved[n][34 + 16, x].astype(int) - (200, 40, 40)).max() < 24  # a quarter of the height further down
        assert np.abs(moved[n][28, x].astype(int) - GROUND).max() < 40  # the ground is filled
        assert np.array_equal(moved[n][:12], take[n][:12])  # what nothing lies on is bit for bit
    change(film, "layer", id_, keys=[])
    assert plans.finish(shot).key == shot.take.key  # type: ignore[union-attr]


def test_a_hidden_box_is_removed_and_everything_else_stays(film: Film, shot: Shot) -> None:
    take = frames_of(film, plans.finish(shot))
    layer(film, shot.pk, matte=matte(film).digest, visible=False)
    gone = make(film, plans.finish(shot))
    for n in range(FRAMES):
        box = coverage(n) > 127
        assert np.abs(gone[n][box].astype(int) - GROUND).max() < 60
        far = np.ones_like(box)
        far[8:60, max(0, left_of(n) - 16) : left_of(n) + 32] = False
        assert np.array_equal(gone[n][far], take[n][far])


def test_undo_makes_nothing(film: Film, shot: Shot) -> None:
    id_ = layer(film, shot.pk, matte=matte(film).digest, opacity=0.5)
    make(film, plans.finish(shot))
    moved = change(film, "layer", id_, opacity=0.25)
    make(film, plans.finish(shot))
    made = Node.objects.filter(status="done").count()
    edits.undo(film.project, moved.edit, by=film.person)
    make(film, plans.finish(shot))
    assert Node.objects.filter(status="done").count() == made


def test_other_keys_make_one_node_alone(film: Film, shot: Shot) -> None:
    id_ = layer(film, shot.pk, matte=matte(film).digest, keys=[{"frame": 0, "across": 0.1}])
    make(film, plans.finish(shot))
    before = set(Node.objects.values_list("key", flat=True))
    change(film, "layer", id_, keys=[{"frame": 0, "across": 0.2}], mode="add")
    make(film, plans.finish(shot))
    new = Node.objects.exclude(key__in=before)
    assert [one.operation.partition("@")[0] for one in new] == ["composite.over"]


def tried(client: Client, shot: Shot, **body: Any) -> Any:
    post(client, f"/shots/{shot.pk}/try", body)
    worker.work(QUEUES, "test")
    shown = told(post(client, f"/shots/{shot.pk}/try", body))
    return np.asarray(PIL.Image.open(io.BytesIO(b"".join(client.get(shown["url"]).streaming_content)))).astype(int)  # type: ignore[attr-defined]


def clicked(frame: int) -> dict[str, Any]:
    """A click on the box at a frame, with a box drawn round it, as records hold it."""
    left = left_of(frame)
    box = [(left - 4) / WIDTH, 20 / HEIGHT, (left + 20) / WIDTH, 48 / HEIGHT]
    return {"frame": frame, "points": [[(left + 8) / WIDTH, 34 / HEIGHT, True]], "box": box, "strokes": [], "words": ""}


def test_a_box_that_was_clicked_once_is_gone_from_every_frame_and_a_correction_redoes_its_own_side(
    film: Film, shot: Shot
) -> None:
    id_ = layer(film, shot.pk, masks=[clicked(4)], visible=False)
    gone = make(film, plans.finish(shot))
    for n in (0, 4, 9):
        box = coverage(n) > 127
        assert np.abs(gone[n][box].astype(int) - (200, 40, 40)).max(1).min() > 60  # nothing of the red is left
    before = set(Node.objects.values_list("key", flat=True))
    change(film, "layer", id_, masks=[clicked(4), clicked(9)])
    make(film, plans.finish(shot))
    new = {(one.operation.partition("@")[0], one.params.get("at")) for one in Node.objects.exclude(key__in=before)}
    assert {at for name, at in new if name == "layers.track"} == {9}
    assert [name for name, _ in new].count("layers.segment") == 1


def test_effects_are_tried_over_the_layers_that_are_made(film: Film, shot: Shot, client: Client) -> None:
    id_ = layer(film, shot.pk, matte=matte(film).digest, keys=[{"frame": 0, "down": 0.1}, {"frame": 8, "down": 0.3}])
    x = left_of(4) + 8
    assert tried(client, shot, effects=[], frame=4)[34, x, 0] > 180  # the layer is not made yet: the take
    finish = make(film, plans.finish(shot))
    shown = tried(client, shot, effects=[], frame=4)
    assert np.abs(shown - finish[4].astype(int)).max() < 12
    dark = {"operation": "style.grade", "params": {"exposure": -3.0}}
    darker = tried(client, shot, effects=[dark], frame=4)
    assert darker[5, 5, 0] < shown[5, 5, 0] - 30
    alone = tried(client, shot, effects=[dark], frame=4, layer=str(id_))
    assert np.abs(alone[5, 5] - shown[5, 5]).max() < 4
    assert alone[45, x, 0] < shown[45, x, 0] - 60
    refused(post(client, f"/shots/{shot.pk}/try", {"effects": [], "layer": str(uuid.uuid4())}), 404, "NOT_FOUND")
    waits = layer(film, shot.pk, masks=[mask(1)])
    refused(post(client, f"/shots/{shot.pk}/try", {"effects": [], "layer": str(waits)}), 409, "NOT_READY")


def test_a_licence_that_forbids_it_is_obeyed(film: Film, shot: Shot, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = film.project.workspace
    workspace.commercial = True
    workspace.save()
    known = dict(checkpoints.catalogue())
    known["sam2-tiny@1"] = replace(known["sam2-tiny@1"], commercial=False)
    monkeypatch.setattr(checkpoints, "catalogue", lambda: known)
    assert "sam2-tiny@1" in refused(post(client, f"/shots/{shot.pk}/look", {}), 400, "LICENCE_FORBIDS")
    layer(film, shot.pk, masks=[mask(1)])
    refused(post(client, f"/shots/{shot.pk}/stack", {}), 400, "LICENCE_FORBIDS")


def test_the_likeness_of_a_real_person_needs_permission(film: Film, shot: Shot, client: Client) -> None:
    picture = still(film)
    change(film, "character", film.anna, real_person=True, pictures=[picture.digest])
    id_ = layer(film, shot.pk, kind="thing", thing={"picture": picture.digest, "region": [0.1, 0.1, 0.5, 0.9]})
    assert "ANNA" in refused(post(client, f"/shots/{shot.pk}/stack", {}), 400, "CONSENT_REQUIRED")
    change(film, "character", film.anna, consent="letter of 3 March")
    assert stack(client, shot, layers=[str(id_)])["layers"][0]["proxy"]["status"] == "queued"
    worker.work(QUEUES, "test")
    assert stack(client, shot)["layers"][0]["proxy"]["status"] == "done"
    assert row(id_).thing["picture"] == picture.digest  # type: ignore[index]


def test_nobody_is_shown_in_a_cut_without_permission(film: Film, shot: Shot) -> None:
    picture = still(film)
    layer(film, shot.pk, kind="thing", thing={"picture": picture.digest, "region": [0.1, 0.1, 0.5, 0.9]})
    for other in film.shots[1:]:
        change(film, "shot", other, archived=True)
    timeline = rows.from_storyboard(film.project, by=film.person)
    assert cuts.request_reel(timeline, by=film.person)
    change(film, "character", film.anna, real_person=True, pictures=[picture.digest], consent="")
    change(film, "layer", Layer.objects.get(shot=shot).pk, opacity=0.5)
    assert not cuts.request_reel(Timeline.objects.get(pk=timeline.pk), by=film.person)
    with pytest.raises(Refused, match="ANNA"):
        cuts.request_cut(timeline, next(iter(PRESETS.values())), by=film.person)
