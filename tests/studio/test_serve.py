"""One command serves one machine: it starts, says where, survives deaths, refuses a double start, and leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from studio.management.supervisor import Child, GaveUp, Supervisor

PATIENCE = 60  # wall-clock s


class Serving:
    """A running `manage.py serve`, and what it has said."""

    def __init__(self, repository: Path, home: Path, *options: str, **environment: str) -> None:
        settled = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        settled |= {"DJANGO_SETTINGS_MODULE": "studio.settings", "FILMWRIGHT_HOME": str(home), "FILMWRIGHT_WORKERS": "1"}
        command = [sys.executable, "manage.py", "serve", "--no-sample", *options]
        self.process = subprocess.Popen(
            command, cwd=repository, env=settled | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said = ""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def wait_for(self, words: str) -> re.Match[str]:
        """Until it says this; fails with all it said when it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := re.search(words, self.said):
                return found
            if self.process.poll() is not None and not self._listener.is_alive():
                break
            time.sleep(0.05)
        raise AssertionError(f"{words!r} was not said, but:\n{self.said}")

    def children(self) -> list[psutil.Process]:
        """Server, worker, and the worker's own children."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask it to end; its status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        return status


@pytest.fixture
def serve(repository: Path, tmp_path: Path) -> Iterator[object]:
    """Start `manage.py serve` in a home of its own; every one is ended."""
    running: list[Serving] = []

    def start(*options: str, **environment: str) -> Serving:
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        running.append(Serving(repository, home, *options, **environment))
        return running[-1]

    yield start
    for one in running:
        one.end(signal.SIGTERM)


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _status(port: int) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    link.request("GET", "/health", headers={"Host": "localhost"})
    return link.getresponse().status


def _alive(found: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in found if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.once
def test_it_serves_until_it_is_stopped(serve, tmp_path: Path) -> None:
    port = _free()
    studio = serve("--port", str(port))
    studio.wait_for(rf"Filmwright is at http://localhost:{port}/")
    assert _status(port) == 200
    children = studio.children()
    assert len(children) >= 2

    again = serve("--port", str(_free()))
    assert again.process.wait(PATIENCE) == 1
    again.wait_for(rf"already runs from {tmp_path / 'home'} \(process {studio.process.pid}\): http://localhost:{port}/")
    assert _status(port) == 200

    server = next(one for one in children if "uvicorn" in " ".join(one.cmdline()))
    server.kill()
    studio.wait_for(r"The server ended \(signal SIGKILL\) and was started again")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            assert _status(port) == 200
            break
        except OSError:
            time.sleep(0.1)
    children = studio.children()

    studio.end()
    studio.wait_for("Stopped. Everything is kept")
    assert _alive(children) == []
    assert not (tmp_path / "home" / "serve.json").exists()


@pytest.mark.once
def test_a_taken_port_leads_to_the_next(serve) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        studio = serve("--port", str(port))
        said = studio.wait_for(rf"Port {port} is taken by another program; this one uses (\d+)")
        assert int(said[1]) > port
        assert _status(int(said[1])) == 200
        children = studio.children()
        studio.process.kill()  # even so nothing is left behind
        deadline = time.monotonic() + PATIENCE
        while _alive(children) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert _alive(children) == []


@pytest.mark.once
def test_a_card_is_told_what_it_could_run_and_what_it_lacks(serve, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    query = tools / "nvidia-smi"  # what the driver's own tool prints on such a machine
    query.write_text("#!/bin/sh\necho 'NVIDIA RTX 4000, 20475'\n")
    query.chmod(0o755)
    studio = serve("--port", str(_free()), PATH=f"{tools}{os.pathsep}{os.environ['PATH']}")
    studio.wait_for("Filmwright is at")
    assert "GPU: NVIDIA RTX 4000, 20 GiB" in studio.said
    small = re.search(r"Wan 2\.1, text to video, 1\.3 B \(27\.0 GiB, Apache-2\.0\): (.*)", studio.said)
    assert small
    assert small[1].endswith("does not fit whole"), "20 GiB of which the system keeps a little"
    assert "NOT for commercial use" in studio.said
    assert "A14B" not in studio.said
    assert "14 B of 27 B" not in studio.said, "it wants 80 GiB"


@pytest.mark.once
def test_a_database_that_is_none_says_so(serve, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "studio.sqlite3").write_bytes(b"not a database, but somebody's diary" * 100)
    studio = serve()
    assert studio.process.wait(PATIENCE) == 1
    studio.wait_for("studio.sqlite3 does not answer: file is not a database. Is another program holding the file")
    assert "Traceback" not in studio.said


@pytest.mark.once
@pytest.mark.parametrize(
    ("options", "environment", "words"),
    [
        (["--host", "192.0.2.1"], {}, "cannot listen at 192.0.2.1"),
        ([], {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "does not answer.*Is DATABASE_URL right"),
    ],
)
def test_what_cannot_be_started_says_so(serve, options: list[str], environment: dict[str, str], words: str) -> None:
    studio = serve(*options, **environment)
    assert studio.process.wait(PATIENCE) == 1
    studio.wait_for(words)
    assert "Traceback" not in studio.said


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log")
    keeper = Supervisor([child])
    keeper.start()
    try:
        assert keeper.look() == []
        assert child.process is not None
        first = child.process.pid
        child.process.kill()
        child.process.wait()
        assert "SIGKILL" in keeper.look()[0]
        assert child.process.pid != first
    finally:
        keeper.stop()
    assert child.ended()


def test_a_child_that_cannot_start_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    child = Child("server", [sys.executable, "-c", "raise SystemExit('the reason')"], tmp_path / "log")
    keeper = Supervisor([child])
    keeper.start()
    deadline = time.monotonic() + PATIENCE

    def look() -> None:
        while time.monotonic() < deadline:
            keeper.look()
            time.sleep(0.02)

    with pytest.raises(GaveUp, match="the reason"):
        look()
    keeper.stop()


def test_a_large_log_is_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"x" * (9 * 2**20))
    child = Child("speaker", [sys.executable, "-c", "print('hello')"], log)
    child.start()
    assert child.process is not None
    child.process.wait()
    assert log.read_text() == "hello\n"
    assert log.with_suffix(".old.log").stat().st_size == 9 * 2**20
