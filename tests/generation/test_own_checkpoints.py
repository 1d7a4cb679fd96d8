"""Checkpoints that people bring: looked into by a child, placed, chosen, guarded, taken away; and what is refused."""

from __future__ import annotations

import json
import pickle
import struct
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from generation import checkpoints, networks, own_checkpoints
from generation.operation import BadInput
from storyboard import guards
from studio.errors import Refused
from studio.models import Membership, Role, Workspace
from tests.generation import onnx_bytes
from tests.storyboard.films import make_film

FACTS = {"title": "My matting", "licence": "MIT", "commercial": True, "credit": "Me"}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of checkpoints, beside the shipped list."""
    monkeypatch.setenv("FILMWRIGHT_CHECKPOINTS", str(tmp_path / "checkpoints"))
    return tmp_path


def given_file(room: Path, data: bytes, name: str = "mine.onnx") -> tuple[str, Path]:
    path = room / name
    path.write_bytes(data)
    return name, path


def added(room: Path, data: bytes | None = None, id: str = "mine@1", **more: Any) -> Any:
    files = [given_file(room, onnx_bytes.matting() if data is None else data)]
    return own_checkpoints.add(files, id=id, **{"capability": "matting", **FACTS, **more})


def safetensors(shape: list[int] | None = None, end: int = 16, extra: bytes = b"") -> bytes:
    header = json.dumps({"a": {"dtype": "F32", "shape": shape or [2, 2], "data_offsets": [0, end]}}).encode()
    return struct.pack("<Q", len(header)) + header + b"\0" * 16 + extra


def test_what_was_added_is_listed_hashed_and_works(room: Path) -> None:
    made = added(room)
    assert made.files[0].name == "modnet.onnx"
    assert checkpoints.entry("mine@1") == made
    assert "mine@1" in [one.id for one in checkpoints.of("matting")]
    checkpoints.verify("mine@1")
    picture = np.full((40, 60, 3), 255, np.uint8)
    assert checkpoints.load("mine@1").alpha(picture).mean() > 0.95  # white is 1 for it
    assert checkpoints.load("mine@1").alpha(picture // 9).mean() < 0.05
    (room / "checkpoints" / "mine@1" / "modnet.onnx").write_bytes(b"other")
    with pytest.raises(BadInput, match=r"damaged|cut short"):
        checkpoints.folder("mine@1")


@pytest.mark.django_db  # whether a film names it is asked
def test_what_is_removed_is_gone_and_may_come_back_under_its_name(room: Path) -> None:
    added(room)
    own_checkpoints.remove("mine@1")
    assert "mine@1" not in checkpoints.catalogue()
    assert not (room / "checkpoints" / "mine@1").exists()
    with pytest.raises(BadInput, match="no checkpoint of your own"):
        own_checkpoints.remove("modnet@1")
    assert added(room).id == "mine@1"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a pickle": (lambda: pickle.dumps({"weights": [1.0] * 40}), "NETWORK_PICKLE"),
    "a zip": (lambda: _zip(), "NETWORK_ARCHIVE"),
    "nothing": (lambda: b"", "NETWORK_UNREADABLE"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "NETWORK_UNREADABLE"),
    "cut short": (lambda: onnx_bytes.matting()[:-20], "NETWORK_UNREADABLE"),
    "an operation of its own": (lambda: onnx_bytes.matting("my.company"), "NETWORK_FOREIGN"),
    "weights elsewhere": (lambda: onnx_bytes.matting(location="../../secrets.bin"), "NETWORK_OUTSIDE"),
    "weights that did not come": (lambda: onnx_bytes.matting(location="weights.data"), "NETWORK_OUTSIDE"),
    "absolute weights": (lambda: onnx_bytes.matting(location="/dev/zero"), "NETWORK_OUTSIDE"),
    "four channels": (lambda: onnx_bytes.matting(sides=4), "NETWORK_MISFIT"),
    "safetensors": (safetensors, "NETWORK_MISFIT"),
    "safetensors with a wrong span": (lambda: safetensors(end=12), "NETWORK_UNREADABLE"),
    "safetensors with more at its end": (lambda: safetensors(extra=b"more"), "NETWORK_UNREADABLE"),
    "safetensors of a negative side": (lambda: safetensors([-2, -2]), "NETWORK_UNREADABLE"),
}


def _zip() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("archive/data.pkl", b"cos\nsystem\n(S'true'\ntR.")
    return held.getvalue()


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_such_network_is_refused_and_leaves_nothing(room: Path, what: str) -> None:
    data, code = REFUSED[what]
    with pytest.raises(BadInput) as refused:
        added(room, data())
    assert refused.value.code == code
    assert len(str(refused.value)) > 20
    assert not own_checkpoints.listed()
    assert [one.name for one in (room / "checkpoints").rglob("*") if one.is_file()] in ([], ["own.lock"])


def test_a_graph_inside_a_node_is_looked_into_as_well(tmp_path: Path) -> None:
    inner = onnx_bytes.field(1, onnx_bytes.node("Run", [], ["x"], "evil"))
    hidden = onnx_bytes.node(
        "If", ["c"], ["y"], "", onnx_bytes.field(5, onnx_bytes.field(1, b"then") + onnx_bytes.field(6, inner))
    )
    (tmp_path / "n.onnx").write_bytes(onnx_bytes.model([hidden], [], []))
    with pytest.raises(networks.Unfit, match="evil"):
        networks.look(tmp_path / "n.onnx", [])


def test_weights_that_come_along_are_kept_beside(room: Path) -> None:
    files = [given_file(room, onnx_bytes.matting(location="w.data")), given_file(room, b"\x00\x00\x80\x3f", "w.data")]
    made = own_checkpoints.add(files, id="mine@2", capability="matting", **FACTS)
    assert [one.name for one in made.files] == ["modnet.onnx", "w.data"]
    assert checkpoints.load("mine@2").alpha(np.full((32, 32, 3), 255, np.uint8)).mean() > 0.95


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "Mine"}, "CHECKPOINT_NAME"),
        ({"id": "../x@1"}, "CHECKPOINT_NAME"),
        ({"id": "modnet@1"}, "CHECKPOINT_EXISTS"),
        ({"licence": " "}, "CHECKPOINT_WORDS"),
        ({"credit": ""}, "CHECKPOINT_WORDS"),
        ({"capability": "video-generator"}, "CAPABILITY_CLOSED"),
        ({"capability": "matting", "driver": "os:system"}, "CAPABILITY_CLOSED"),
    ],
)
def test_what_is_said_of_it_has_to_be_whole(room: Path, change: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        added(room, **{"id": "mine@1", **change})
    assert refused.value.code == code


def test_one_id_is_given_once_and_no_file_too_many(room: Path) -> None:
    added(room)
    with pytest.raises(BadInput) as again:
        added(room)
    assert again.value.code == "CHECKPOINT_EXISTS"
    files = [given_file(room, onnx_bytes.matting(), name) for name in ("a.onnx", "b.onnx")]
    with pytest.raises(BadInput, match=r"b\.onnx is one file too many"):
        own_checkpoints.add(files, id="mine@3", capability="matting", **FACTS)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.onnx"
        path.write_bytes(data)
        with suppress(networks.Unfit):
            assert networks.look(path, [])["kind"] in ("onnx", "safetensors")


@pytest.mark.django_db  # whether a film names it is asked
def test_the_terminal_adds_and_removes(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, path = given_file(room, onnx_bytes.matting())
    words = ["--id", "mine@1", "--capability", "matting", "--licence", "CC-BY-NC-4.0", "--no-commercial", "--credit", "Me"]
    call_command("checkpoints", "add", str(path), *words)
    assert path.exists()
    assert checkpoints.entry("mine@1").commercial is False
    call_command("checkpoints", "list")
    assert "NOT FOR COMMERCIAL USE" in next(line for line in capsys.readouterr().out.splitlines() if line.startswith("mine@1 "))
    with pytest.raises(CommandError, match="already"):
        call_command("checkpoints", "add", str(path), *words)
    call_command("checkpoints", "remove", "mine@1")
    assert not own_checkpoints.listed()
    with pytest.raises(CommandError):
        call_command("checkpoints", "add", str(room / "nowhere.onnx"), *words)


def sent(client: Client, data: bytes, name: str = "mine.onnx") -> str:
    begun = client.post("/api/uploads", {"name": name, "size": len(data), "media": "network"}, "application/json")
    assert begun.status_code == 200, begun.content
    id: str = begun.json()["id"]
    assert client.put(f"/api/uploads/{id}?at=0", data, "application/octet-stream").json()["received"] == len(data)
    return id


@pytest.mark.django_db
def test_a_page_sends_adds_chooses_and_takes_away(room: Path, client: Client) -> None:
    film = make_film("Own")
    Membership.objects.filter(user=film.person).update(role=Role.OWNER)
    client.force_login(film.person)
    id = sent(client, onnx_bytes.matting())
    assert client.post(f"/api/uploads/{id}/finish").json()["code"] == "NETWORK_FILES"  # it is no media
    asked = {"id": "mine@1", "capability": "matting", **FACTS, "commercial": False, "files": [{"upload": id}]}
    made = client.post("/api/checkpoints/own", asked, "application/json")
    assert made.status_code == 200, made.content
    assert client.get(f"/api/uploads/{id}").status_code == 404
    assert "mine@1" in [one["id"] for one in client.get("/api/checkpoints").json() if one["installed"]]

    film.project.checkpoints = {"matting": "mine@1"}
    film.project.save()
    seen = client.get("/api/checkpoints/own").json()
    assert seen["may"] is True
    assert {one["capability"] for one in seen["slots"]} >= {"matting", "segmentation", "detection"}
    (one,) = seen["checkpoints"]
    assert [user["name"] for user in one["users"]] == [film.project.title]
    refused = client.delete("/api/checkpoints/own/mine@1")
    assert (refused.status_code, refused.json()["code"]) == (409, "CHECKPOINT_IN_USE")
    with pytest.raises(CommandError, match=film.project.title):  # nor from the terminal
        call_command("checkpoints", "remove", "mine@1")

    film.project.checkpoints = {}
    film.project.save()
    assert client.delete("/api/checkpoints/own/mine@1").status_code == 204
    assert client.delete("/api/checkpoints/own/mine@1").status_code == 404
    assert client.get("/api/checkpoints/own").json()["checkpoints"] == []


@pytest.mark.django_db
def test_only_an_owner_may(room: Path, client: Client) -> None:
    film = make_film("Own")
    Membership.objects.filter(user=film.person).update(role=Role.EDITOR)
    client.force_login(film.person)
    asked = {"name": "a.onnx", "size": 9, "media": "network"}
    assert client.post("/api/uploads", asked, "application/json").status_code == 403
    assert client.get("/api/checkpoints/own").json()["may"] is False
    assert client.delete("/api/checkpoints/own/mine@1").status_code == 403


@pytest.mark.django_db
def test_in_a_shared_studio_only_its_staff_may(room: Path, client: Client, settings: Any) -> None:
    settings.SHARED = True
    film = make_film("Own")
    client.force_login(film.person)  # owner of a workspace of their own, as everybody is
    refused = client.delete("/api/checkpoints/own/mine@1")
    assert refused.status_code == 403
    assert "manage.py checkpoints add" in refused.json()["message"]
    assert client.get("/api/checkpoints/own").json()["may"] is False
    film.person.is_staff = True
    film.person.save()
    assert client.delete("/api/checkpoints/own/mine@1").status_code == 404
    assert client.get("/api/checkpoints/own").json()["may"] is True


@pytest.mark.django_db
def test_the_licence_guard_obeys_what_was_said_of_it(room: Path) -> None:
    from generation.recipe import Recipe

    film = make_film("Own")
    added(room, commercial=False)
    workspace = Workspace.objects.get(pk=film.project.workspace_id)
    used = Recipe("layers.alpha@1", {"checkpoint": "mine@1"}, {})
    workspace.commercial = False
    guards.licences(workspace, [used])
    workspace.commercial = True
    with pytest.raises(Refused, match="mine@1"):
        guards.licences(workspace, [used])
