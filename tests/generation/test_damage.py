"""Bytes that changed in the store are found before they are used: what was made is made again, what was brought in is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generation import builds, pool, store, uploads
from generation.media import Data
from generation.models import Artifact, Build, Node, Status
from generation.operation import Context, Parameters, Queue, operation, recipe
from generation.recipe import Digest, Recipe
from studio.models import Workspace
from tests.generation import toys
from tests.storyboard.films import other_person

pytestmark = pytest.mark.django_db(transaction=True)


class Nothing(Parameters):
    """Nothing to set."""

    words: str = ""


@operation("toy.read", version=1, queue=Queue.CPU)
def read(brought: Data, *, params: Nothing, context: Context) -> Data:
    """Copy what was brought in."""
    return Data.write(context.scratch(".json"), brought.read())


@pytest.fixture
def workspace() -> Workspace:
    toys.forget_runs()
    return Workspace.objects.create(name="damage")


def make(workspace: Workspace, film: Recipe) -> Build:
    return pool.run_now(builds.request(workspace, film, channel="test", label="The film"))


def made_by(words: str) -> Artifact:
    return Artifact.objects.get(digest=Node.objects.get(params__words=words).outputs["out"])


def flip(artifact: Artifact, length: int = 0) -> Path:
    """Other bytes of the same length (or of another), as a failing disk leaves them."""
    path = store.local(artifact)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    os.chmod(path, 0o644)
    path.write_bytes(bytes(whole[: length or None]))
    return path


@pytest.mark.parametrize("how", ["flipped", "cut short", "gone"])
def test_a_damaged_input_is_made_again_and_nothing_else(workspace: Workspace, how: str) -> None:
    make(workspace, toys.film(2))
    before = dict(Node.objects.values_list("key", "outputs"))
    sheet = made_by("sheet")
    path = flip(sheet, length=5 if how == "cut short" else 0)
    if how == "gone":
        path.unlink()
    toys.forget_runs()
    make(workspace, toys.film(2, strength=0.5))  # reads the sheet again
    assert sorted(toys.runs()) == ["join", "join", "sheet"]
    assert store.sound(made_by("sheet"))
    assert not Node.objects.exclude(status=Status.DONE).exists()
    after = dict(Node.objects.values_list("key", "outputs"))
    assert before.items() <= after.items(), "what was made before stays as it was"


def test_a_file_is_read_through_once_per_process(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    make(workspace, toys.film(1))
    sheet = made_by("sheet")
    store._checked.clear()  # as another process begins
    read_through: list[Path] = []
    digest_of = store.digest_of
    monkeypatch.setattr(store, "digest_of", lambda path: (read_through.append(path), digest_of(path))[1])
    assert store.checked(sheet) == store.checked(sheet) == store.local(sheet)
    assert read_through == [store.local(sheet)]
    flip(sheet)
    with pytest.raises(store.Missing):
        store.checked(sheet)


def test_the_same_bytes_put_again_mend_what_is_damaged(workspace: Workspace, tmp_path: Path) -> None:
    whole, again = tmp_path / "a.json", tmp_path / "b.json"
    for one in (whole, again):
        one.write_text('{"words": "whole"}')
    artifact = store.put(workspace, whole, "data")
    flip(artifact)
    assert not store.sound(artifact)
    assert store.put(workspace, again, "data").pk == artifact.pk
    assert store.sound(artifact)


def test_a_damaged_upload_is_said_by_its_name_and_sent_again(workspace: Workspace) -> None:
    person = other_person("anna", workspace)
    body = json.dumps({"words": "brought"}).encode()

    def send() -> Artifact:
        upload = uploads.start(workspace, person, "../notes.json", len(body), "data")
        uploads.receive(upload, 0, body)
        return uploads.finish(upload)

    brought = send()
    film = recipe(read, params=Nothing(), brought=Digest(brought.digest, "data"))
    flip(brought)
    with pytest.raises(pool.BuildFailed, match=r"notes\.json, which was brought in, is gone .* or damaged .*Upload it again"):
        make(workspace, film)
    error = Node.objects.get(operation="toy.read@1").error
    assert (error["code"], error["blame"]) == ("UPLOAD_MISSING", "you")
    assert send().pk == brought.pk
    pool.run_now(builds.retry(Build.objects.get()))
    assert Data(store.checked(builds.outputs_of(workspace, film.key)["out"])).read() == {"words": "brought"}


def test_what_a_link_leads_to_and_is_gone_is_made_again_when_it_is_asked_for(workspace: Workspace) -> None:
    from django.test import Client

    film = toys.film(1)
    make(workspace, film)
    result = builds.outputs_of(workspace, film.key)["out"]
    store.local(result).unlink()
    answer = Client().get(store.url(result))
    assert answer.status_code == 410
    assert "Ask for them again and they are made anew" in answer.json()["message"]
    toys.forget_runs()
    make(workspace, film)
    assert toys.runs() == ["join"]
    assert Client().get(store.url(result)).status_code == 200
