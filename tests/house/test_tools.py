"""ruff and mypy find nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.once
def test_ruff(repository: Path) -> None:
    result = subprocess.run([sys.executable, "-m", "ruff", "check", "."], cwd=repository, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.once
def test_mypy(repository: Path) -> None:
    result = subprocess.run([sys.executable, "-m", "mypy"], cwd=repository, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
