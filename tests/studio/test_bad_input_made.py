"""What a person reads when what they asked for cannot be made, and that their takes and records are whole: through the API."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as studio
from django.db import connections
from django.test import Client

from generation import pool, tasks, worker
from generation.checkpoints import root
from generation.models import Build, Node, Status
from storyboard.models import Edit, Take
from storyboard.records import snapshot
from tests.storyboard.films import Film, make_film

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
VOICE = "kokoro@1.0"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def film() -> Film:
    film = make_film("anna")
    film.project.refresh_from_db()
    return film


@pytest.fixture
def client(film: Film) -> Client:
    client = Client()
    client.force_login(film.person)
    return client


def post(client: Client, path: str, body: Any = None) -> Any:
    answer = client.post(f"/api{path}", json.dumps(body or {}), content_type="application/json")
    assert answer.status_code in (200, 202, 204), answer.content
    return answer.json() if answer.content else None


def held(film: Film) -> Any:
    """Records, takes and the log."""
    return (
        snapshot(film.project, archived=True),
        list(Take.objects.order_by("pk").values("id", "key", "recipe", "number", "seed", "kept")),
        list(Edit.objects.order_by("pk").values("uuid", "revision", "changes")),
    )


def ended(client: Client, film: Film, build: str, patience: float = 300) -> dict[str, Any]:
    """The build as the API tells it once it is over."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        for one in client.get(f"/api/builds?project={film.project.pk}").json():
            if one["id"] == build and one["status"] != "active":
                return dict(one)
        time.sleep(0.2)
    raise AssertionError("the build did not end")


def checkpoints_but(folder: Path, how: str) -> None:
    """The checkpoints of this machine, the voice missing, cut short, or with other bytes."""
    folder.mkdir()
    for one in root().iterdir():
        if one.is_dir() and one.name != VOICE:
            (folder / one.name).symlink_to(one)
    if how == "missing":
        return
    for file in (root() / VOICE).rglob("*"):
        copy = folder / VOICE / file.relative_to(root() / VOICE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file():
            copy.symlink_to(file)
    largest = max((one for one in (folder / VOICE).rglob("*") if one.is_file()), key=lambda one: one.stat().st_size)
    size = largest.stat().st_size
    largest.unlink()
    with largest.open("wb") as file:
        file.truncate(1000 if how == "truncated" else size)


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        ("missing", "CHECKPOINT_MISSING", "it is not installed"),
        ("truncated", "CHECKPOINT_DAMAGED", "cut short"),
        ("other bytes", "CHECKPOINT_DAMAGED", "damaged"),
    ],
)
def test_a_shot_whose_voice_has_no_checkpoint_says_what_to_run(
    client: Client, film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, code: str, words: str
) -> None:
    whole = os.environ["FILMWRIGHT_CHECKPOINTS"]
    checkpoints_but(tmp_path / "checkpoints", how)
    take = post(client, f"/shots/{film.shots[1]}/takes", {"quality": "draft"})
    before = held(film)
    monkeypatch.setenv("FILMWRIGHT_CHECKPOINTS", str(tmp_path / "checkpoints"))
    with pool.workers(1):
        failed = ended(client, film, take["build"]["id"])
    assert failed["status"] == "failed"
    assert (failed["error"]["code"], failed["error"]["blame"]) == (code, "you")
    assert failed["error"]["message"].startswith(f"The checkpoint {VOICE} ")
    assert words in failed["error"]["message"]
    assert f"python manage.py checkpoints fetch {VOICE}" in failed["error"]["message"]
    node = Node.objects.get(status=Status.FAILED)
    (told,) = client.get(f"/api/nodes?keys={node.key}").json()
    assert told["error"] == failed["error"]
    assert held(film) == before
    if how == "missing":  # fetched since: the same take is made
        monkeypatch.setenv("FILMWRIGHT_CHECKPOINTS", whole)
        again = post(client, f"/builds/{failed['id']}/retry")
        with pool.workers(1):
            assert ended(client, film, again["id"])["status"] == "done"
        assert held(film) == before


def test_a_store_that_is_full_is_said_and_the_same_take_is_made_when_there_is_room(client: Client, film: Film) -> None:
    """A worker sees the store on a disk of 64 KiB of its own; everything else it sees is as it is."""
    store = Path(studio.STORE) / str(film.project.workspace_id)
    store.mkdir(parents=True, exist_ok=True)
    small = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    mount = f"mount -t tmpfs -o size=64k tmpfs '{store}'"
    if not shutil.which("unshare") or subprocess.run([*small, mount], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a disk of their own")
    take = post(client, f"/shots/{film.shots[0]}/takes", {"quality": "draft"})
    before = held(film)
    command = [*small, f"{mount} && exec '{sys.executable}' '{ROOT / 'manage.py'}' work"]
    process = subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"})
    try:
        failed = ended(client, film, take["build"]["id"])
    finally:
        process.terminate()
        process.wait(20)
    assert (failed["error"]["code"], failed["error"]["blame"]) == ("DISK_FULL", "wait")
    for words in ("The store is full", "Nothing that was made is lost", "Free some space", "then retry"):
        assert words in failed["error"]["message"]
    assert held(film) == before
    again = post(client, f"/builds/{failed['id']}/retry")
    with pool.workers(1):
        assert ended(client, film, again["id"])["status"] == "done"
    assert held(film) == before


def test_a_broker_that_is_gone_delays_a_shot_and_loses_nothing(client: Client, film: Film) -> None:
    from studio.celery import app

    kept = app.conf.broker_write_url
    app.conf.broker_write_url = "redis://127.0.0.1:1/0"  # nobody listens there
    app.amqp._producer_pool = None
    tasks._silent_until = 0.0
    try:
        asked = post(client, f"/characters/{film.anna}/portrait")
        assert asked["status"] in ("queued", "missing")
        (build,) = client.get(f"/api/builds?project={film.project.pk}").json()
        assert build["status"] == "active"
        before = held(film)
        pool.run_now(Build.objects.get())
    finally:
        app.conf.broker_write_url = kept
        app.amqp._producer_pool = None
        tasks._silent_until = 0.0
    assert ended(client, film, build["id"])["status"] == "done"
    assert held(film) == before


def test_a_film_can_be_stopped_in_every_stage_and_goes_on_where_it_was(client: Client, film: Film) -> None:
    """Each operation in turn is running when the person presses stop; the next press of make goes on from there."""
    left = set(Path(studio.SCRATCH).glob("*"))  # another test's killed worker leaves its folder to the sweep
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            if not worker.work(["interactive", "gpu", "cpu"], "stopped", limit=1):
                time.sleep(0.02)
        connections.close_all()

    def asked() -> None:
        post(client, f"/projects/{film.project.pk}/produce", {"quality": "draft"})

    def at(operation: str) -> bool:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if Node.objects.filter(operation__startswith=operation, status__in=[Status.RUNNING, Status.DONE]).exists():
                return True
            if not Build.objects.filter(status=Build.State.ACTIVE).exists():
                asked()
            time.sleep(0.01)
        return False

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for operation in ("sound.speak", "stage.look", "stage.place", "stage.compose", "video.generate"):
            asked()
            assert at(operation), f"{operation} never began"
            taken = list(Take.objects.order_by("pk").values_list("pk", "key"))
            made = set(Node.objects.filter(status=Status.DONE).values_list("key", flat=True))
            post(client, f"/projects/{film.project.pk}/stop")
            deadline = time.monotonic() + 180
            while Node.objects.filter(status__in=[Status.QUEUED, Status.RUNNING]).exists():
                assert time.monotonic() < deadline, f"{operation} was not stopped"
                time.sleep(0.02)
            assert not Build.objects.filter(status=Build.State.ACTIVE).exists()
            assert list(Take.objects.filter(pk__in=[pk for pk, _ in taken]).order_by("pk").values_list("pk", "key")) == taken
            assert made <= set(Node.objects.filter(status=Status.DONE).values_list("key", flat=True))
        deadline = time.monotonic() + 180
        while post(client, f"/projects/{film.project.pk}/produce", {"quality": "draft"})["at"] != "done":
            assert time.monotonic() < deadline
            time.sleep(0.3)
        timeline = post(client, f"/projects/{film.project.pk}/timelines")["id"]
        for operation in ("edit.segment", "edit.mux"):
            cut = post(client, f"/timelines/{timeline}/cuts", {"preset": "draft-540p"})
            deadline = time.monotonic() + 180
            while not Node.objects.filter(operation__startswith=operation, status__in=[Status.RUNNING, Status.DONE]).exists():
                assert time.monotonic() < deadline, f"{operation} never began"
                time.sleep(0.01)
            for build in Build.objects.filter(root=cut["film"]["key"], status=Build.State.ACTIVE):
                post(client, f"/builds/{build.pk}/cancel")
        cut = post(client, f"/timelines/{timeline}/cuts", {"preset": "draft-540p"})
        deadline = time.monotonic() + 180
        while client.get(f"/api/nodes?keys={cut['film']['key']}").json()[0]["status"] != "done":
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        over.set()
        thread.join(60)
    assert Take.objects.values("shot").distinct().count() == 3
    assert not Node.objects.filter(status=Status.FAILED).exists()
    assert set(Path(studio.SCRATCH).glob("*")) <= left
