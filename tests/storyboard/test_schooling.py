"""Adapters trained from the record: asked for, followed, stopped, gone on with, and put to use once."""

from __future__ import annotations

import base64
import io
import json
import threading
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from django.test import Client

from generation import builds, keeping, pool, store, worker
from generation.catalogue import read_own, write_own
from generation.models import Artifact, Build, Node
from generation.recipe import Recipe
from generation.training import loop
from storyboard import edits, schooling
from storyboard.changes import Change
from storyboard.models import Adapter, Character
from tests.generation import tiny_diffusion as tiny
from tests.generation.installed import install
from tests.storyboard.films import Film, other_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pictures(film: Film, tmp_path: Path) -> list[str]:
    """Three pictures that somebody brought."""
    found = []
    for at in range(3):
        pixels = (np.random.default_rng(at).random((8, 8, 3)) * 255).astype(np.uint8)
        path = tmp_path / f"{at}.png"
        PIL.Image.fromarray(pixels).resize((96, 96)).save(path)
        artifact = store.put(film.project.workspace_id, path, "image", brought=True)
        artifact.facts = {"width": 96, "height": 96}
        artifact.save()
        found.append(artifact.digest)
    return found


@pytest.fixture
def adapter(film: Film, pictures: list[str], own_checkpoints: Path, tmp_path: Path) -> uuid.UUID:
    """Anna's adapter, to be trained on a tiny Stable Diffusion XL."""
    folder = tiny.saved(tiny.sdxl, tmp_path / "tiny")
    (folder / "filmwright.json").write_text(json.dumps({"area": 4096, "steps": [1, 2]}))
    install(own_checkpoints, {"tiny-sdxl@1": folder})
    known = read_own(own_checkpoints)["tiny-sdxl@1"]
    write_own(own_checkpoints, {known.id: replace(known, family="Stable Diffusion XL", takes=("words", "adapters"))})
    id_ = uuid.uuid4()
    training = {"checkpoint": "tiny-sdxl@1", "pictures": pictures, "steps": 6, "rank": 2, "seed": 3, "caption": ""}
    said = {"name": "Anna", "purpose": "character", "character": str(film.anna), "training": training}
    edits.change(film.project, [Change(kind="adapter", id=id_, set=said)], by=film.person)
    return id_


def asked(film: Film, adapter: uuid.UUID, client: Client) -> dict[str, Any]:
    client.force_login(film.person)
    answer = client.post(f"/api/adapters/{adapter}/train")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_what_is_learnt_is_put_on_the_record_once(film: Film, adapter: uuid.UUID, client: Client) -> None:
    client.force_login(film.person)
    before = client.get(f"/api/adapters/{adapter}/training").json()
    assert (before["status"], before["problem"]) == ("missing", None)
    began = asked(film, adapter, client)
    assert began["status"] == "queued"
    build = Build.objects.get(pk=began["build"])
    recipe = Recipe.load(build.recipe)
    assert recipe.params["caption"] == "a photo of {trigger}, a woman"
    assert recipe.params["plain"] == "a woman"
    one = Adapter.objects.get(pk=adapter)
    assert one.trigger == recipe.params["trigger"] == f"anna_{adapter.hex[:3]}"
    pool.run_now(build)
    assert schooling.push_all() == 1
    one.refresh_from_db()
    assert one.base == "Stable Diffusion XL"
    made = Artifact.objects.get(workspace=film.project.workspace, digest=one.artifact)
    assert made.kind == "adapter"
    done = client.get(f"/api/adapters/{adapter}/training").json()
    assert (done["status"], done["progress"], done["build"]) == ("done", 1, None)

    edits.change(film.project, [Change(kind="adapter", id=adapter, set={"artifact": ""})], by=film.person)
    schooling._done.clear()  # as after a restart
    assert schooling.push_all() == 0
    one.refresh_from_db()
    assert one.artifact == ""  # who takes it off is not contradicted


def test_stopped_it_goes_on_and_leaves_nothing_behind(
    film: Film, adapter: uuid.UUID, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = asked(film, adapter, client)
    kept, steps = loop._step, []

    def counted(seat: Any, lesson: Any, step: int) -> float:
        steps.append(step)
        if len(steps) == 4:
            builds.cancel(Build.objects.get(pk=began["build"]))
            node = Node.objects.get(key=began["key"])
            Node.objects.filter(pk=node.pk).update(cancel=True)
            stop.set()
        return kept(seat, lesson, step)

    stop = threading.Event()
    progress = worker._Leased.progress

    def told(self: Any, fraction: float, note: str = "") -> None:
        if stop.is_set():
            self._stop.set()
        progress(self, fraction, note)

    monkeypatch.setattr(loop, "_step", counted)
    monkeypatch.setattr(worker._Leased, "progress", told)
    worker.run_one(["gpu", "cpu"], "test")
    stop.clear()
    assert client.get(f"/api/adapters/{adapter}/training").json()["status"] == "cancelled"
    node = Node.objects.get(key=began["key"])
    assert list(keeping.folder(node).iterdir())
    steps.clear()
    again = asked(film, adapter, client)
    pool.run_now(Build.objects.get(pk=again["build"]))
    assert steps == [4, 5]
    assert not list((Path(store.settings.HOME) / "unfinished" / str(node.workspace_id)).glob(node.key))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"training": None}, "TRAINING_MISSING"),
        ({"pictures": 1}, "TRAINING_PICTURES"),
        ({"checkpoint": "previs@1"}, "TRAINING_MODEL"),
    ],
)
def test_what_is_lacking_is_said(film: Film, adapter: uuid.UUID, client: Client, change: dict[str, Any], code: str) -> None:
    one = Adapter.objects.get(pk=adapter)
    said = dict(one.training or {})
    if "training" in change:
        said = None  # type: ignore[assignment]
    elif "pictures" in change:
        said["pictures"] = said["pictures"][:1]
    else:
        said |= change
    edits.change(film.project, [Change(kind="adapter", id=adapter, set={"training": said})], by=film.person)
    client.force_login(film.person)
    answer = client.post(f"/api/adapters/{adapter}/train")
    assert answer.status_code == 400
    assert answer.json()["code"] == code
    told = client.get(f"/api/adapters/{adapter}/training").json()["problem"]
    assert told is None if code == "TRAINING_MISSING" else told["code"] == code


def test_nobody_real_is_learnt_without_permission(film: Film, adapter: uuid.UUID, client: Client, pictures: list[str]) -> None:
    Character.objects.filter(pk=film.ben).update(real_person=True, pictures=pictures[:1])
    client.force_login(film.person)
    answer = client.post(f"/api/adapters/{adapter}/train")  # said to be Anna's, and it is Ben who is in the pictures
    assert answer.json()["code"] == "CONSENT_REQUIRED"
    Character.objects.filter(pk=film.ben).update(consent="in the safe")
    assert client.post(f"/api/adapters/{adapter}/train").status_code == 200


def test_only_editors_train(film: Film, adapter: uuid.UUID, client: Client) -> None:
    client.force_login(other_person("viewer", film.project.workspace, "viewer"))  # type: ignore[arg-type]
    assert client.get(f"/api/adapters/{adapter}/training").status_code == 200
    assert client.post(f"/api/adapters/{adapter}/train").status_code == 403


def test_a_preview_is_seen_while_it_runs(film: Film, adapter: uuid.UUID, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    began = asked(film, adapter, client)
    seen: list[dict[str, Any]] = []
    kept = loop.judged

    def looked(seat: Any, lesson: Any) -> float:
        seen.append(client.get(f"/api/adapters/{adapter}/training").json())
        return kept(seat, lesson)

    monkeypatch.setattr(loop, "judged", looked)
    pool.run_now(Build.objects.get(pk=began["build"]))
    last = seen[-1]
    assert last["status"] == "running"
    head, _, data = last["preview"].partition(",")
    assert head == "data:image/jpeg;base64"
    assert PIL.Image.open(io.BytesIO(base64.b64decode(data))).size[0] > 8
