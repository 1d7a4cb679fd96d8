"""What breaks outside the house: a full disk, a locked database, a broker that is gone, two servers at once."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as studio
from django.db import connection, connections
from django.test import Client

from generation import builds, pool, store, tasks
from generation.models import Artifact, Build, Node, Status
from generation.operation import BadInput, Exhausted
from studio.models import Workspace
from tests.generation import toys
from tests.storyboard.films import make_film

ROOT = Path(__file__).parents[2]


@contextmanager
def file_limit(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: the system's own way to refuse a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.django_db
def test_a_full_store_leaves_nothing_half_written_and_says_so(tmp_path: Path, settings: Any) -> None:
    elsewhere = Path("/dev/shm") / f"filmwright-{os.getpid()}"  # another device, so that putting has to copy
    if not os.access("/dev/shm", os.W_OK) or os.stat("/dev/shm").st_dev == os.stat(tmp_path).st_dev:
        elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    workspace = Workspace.objects.create(name="full")
    big = elsewhere / "big.json"
    big.write_text(json.dumps("x" * 200_000))
    try:
        if os.stat(elsewhere).st_dev == os.stat(store.settings.HOME).st_dev:
            os.link(big, elsewhere / "other")  # same device: a link needs no room, so nothing can fail
            return
        with file_limit(50_000), pytest.raises(Exhausted, match=r"store is full.*Nothing that was made is lost") as refused:
            store.put(workspace, big, "data")
        assert refused.value.code == "DISK_FULL"
        assert not list(Path(studio.STORE).rglob("*.part"))
        assert not Artifact.objects.filter(workspace=workspace).exists()
        assert store.put(workspace, big, "data").size == big.stat().st_size  # with room again, it goes on
    finally:
        shutil.rmtree(elsewhere)


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_fills_up_in_an_operation_keeps_what_was_made() -> None:
    toys.forget_runs()
    left = set(Path(studio.SCRATCH).glob("*"))
    workspace = Workspace.objects.create(name="full")
    film = toys.film(2, ill={1: "disk"})
    with pytest.raises(pool.BuildFailed, match="disk is full"):
        pool.run_now(builds.request(workspace, film, channel="test", label="The film"))
    assert Node.objects.filter(status=Status.DONE).count() == 3
    assert Node.objects.get(status=Status.FAILED).error["blame"] == "wait"
    assert set(Path(studio.SCRATCH).glob("*")) <= left


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_waited_for_and_then_said(settings: Any) -> None:
    film = make_film("anna")
    client = Client()
    client.force_login(film.person)
    path = f"/api/projects/{film.project.id}/edits"

    def edit(words: str) -> Any:
        film.project.refresh_from_db()
        import uuid

        change = {"kind": "shot", "id": str(film.shots[0]), "set": {"action": words}}
        body = {"id": str(uuid.uuid4()), "base": film.project.revision, "changes": [change]}
        return client.post(path, json.dumps(body), content_type="application/json")

    def lock(held: threading.Event, free: threading.Event) -> None:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        held.set()
        free.wait(120)
        other.execute("ROLLBACK")
        other.close()

    held, free = threading.Event(), threading.Event()
    thread = threading.Thread(target=lock, args=(held, free))
    thread.start()
    assert held.wait(60)
    threading.Timer(0.5, free.set).start()
    assert edit("Anna waits for the lock.").status_code == 200  # half a second is waited out
    thread.join()

    connection.cursor().execute("PRAGMA busy_timeout = 200")
    held, free = threading.Event(), threading.Event()
    thread = threading.Thread(target=lock, args=(held, free))
    thread.start()
    assert held.wait(60)
    answer = edit("This one is refused.")
    free.set()
    thread.join()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer.json()["code"] == "DATABASE_BUSY"
    assert answer.json()["blame"] == "wait"
    assert "Nothing was lost" in answer.json()["message"]
    assert edit("And now it goes.").status_code == 200
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_gone_delays_and_loses_nothing(settings: Any) -> None:
    toys.forget_runs()
    workspace = Workspace.objects.create(name="alone")
    from studio.celery import app

    read, options = app.conf.broker_read_url, app.conf.broker_write_url
    app.conf.broker_write_url = "redis://127.0.0.1:1/0"  # nobody listens there
    app.amqp._producer_pool = None
    try:
        tasks._silent_until = 0.0
        build = builds.request(workspace, toys.film(2), channel="test", label="film")
        assert build.status == Build.State.ACTIVE
        assert tasks._silent_until > time.monotonic()  # it was tried, and is left alone until the next sweep
        tasks.sweep()
        pool.run_now(build)
    finally:
        app.conf.broker_read_url, app.conf.broker_write_url = read, options
        app.amqp._producer_pool = None
        tasks._silent_until = 0.0
    assert len(toys.runs()) == 6


@pytest.mark.parametrize("stage", ["queued", "running", "finished"])
@pytest.mark.django_db(transaction=True)
def test_a_build_can_be_cancelled_at_every_stage_and_goes_on_when_asked_again(stage: str) -> None:
    toys.forget_runs()
    left = set(Path(studio.SCRATCH).glob("*"))
    workspace = Workspace.objects.create(name="cancelled")
    film = toys.film(2, ill={0: "slow"})
    build = builds.request(workspace, film, channel="test", label="film")
    thread = None
    if stage == "running":
        thread = threading.Thread(target=lambda: (_work(), connections.close_all()))
        thread.start()
        deadline = time.monotonic() + 120
        while "shot0" not in toys.runs():
            assert time.monotonic() < deadline, "it never began"
            time.sleep(0.02)
    if stage == "finished":
        pool.run_now(build)
    builds.cancel(build)
    if thread:
        thread.join(60)
        assert not thread.is_alive()
    build.refresh_from_db()
    assert build.status == (Build.State.DONE if stage == "finished" else Build.State.CANCELLED)
    assert not Node.objects.filter(status__in=[Status.QUEUED, Status.RUNNING]).exists()
    kept = set(Node.objects.filter(status=Status.DONE).values_list("key", flat=True))
    pool.run_now(builds.request(workspace, film, channel="test", label="film"))
    assert kept <= set(Node.objects.filter(status=Status.DONE).values_list("key", flat=True))
    assert builds.outputs_of(workspace, film.key)
    assert set(Path(studio.SCRATCH).glob("*")) <= left


def _work() -> None:
    from generation import worker

    worker.work(["cpu", "gpu"], "patient")


@pytest.mark.once
def test_two_servers_that_start_at_once_on_one_database_take_turns(tmp_path: Path) -> None:
    environment = {**os.environ, "FILMWRIGHT_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    for name in ("FILMWRIGHT_TEST_HOME", "DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v", "0"]
    both = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=120)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    database = sqlite3.connect(tmp_path / "studio.sqlite3")
    assert database.execute("SELECT count(*) FROM generation_node").fetchone() == (0,)
    database.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "media", "words"),
    [
        (b"", "image", "empty"),
        (b"not a picture", "image", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image", "SVG drawing"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n", "video", "playlist"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "video", "playlist"),
        (b"{not json", "data", "cannot be read"),
    ],
)
def test_what_is_brought_in_is_looked_at_in_a_confined_child(tmp_path: Path, content: bytes, media: str, words: str) -> None:
    from generation import confined

    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        confined.check(path, media)


def test_a_picture_bomb_is_refused_in_the_child(tmp_path: Path) -> None:
    import PIL.Image

    from generation import confined

    path = tmp_path / "bomb.png"
    PIL.Image.new("1", (20_000, 20_000)).save(path, optimize=True)
    with pytest.raises(BadInput, match=r"20000 × 20000|cannot be read"):
        confined.check(path, "image")
    PIL.Image.new("RGB", (64, 48), "red").save(path)
    assert confined.check(path, "image") == {"width": 64, "height": 48, "alpha": False}


@pytest.mark.django_db
def test_what_a_killed_worker_left_in_scratch_is_cleared_and_what_runs_is_not() -> None:
    toys.forget_runs()
    workspace = Workspace.objects.create(name="scratch")
    builds.request(workspace, toys.film(1), channel="test", label="film")
    from generation import worker

    held = worker.claim(["cpu"], "alive")
    assert held is not None
    orphan, kept = Path(studio.SCRATCH) / "orphan", Path(studio.SCRATCH) / str(held.lease)
    for folder in (orphan, kept):
        folder.mkdir(parents=True)
        (folder / "half.mkv").write_bytes(b"half")
        os.utime(folder, (time.time() - 3600,) * 2)
    tasks.clear_scratch()
    assert not orphan.exists()
    assert kept.exists()
    shutil.rmtree(kept)
