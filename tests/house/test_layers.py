"""Law 1: nobody looks up. import-linter reads the contracts of pyproject.toml; here it is run, and shown to break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"}
    return subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def clean(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and the contracts alone."""
    root = tmp_path_factory.mktemp("tree")
    for package in tree.PACKAGES:
        shutil.copytree(repository / package, root / package, ignore=shutil.ignore_patterns("*.pyc", "__pycache__"))
    shutil.copy(repository / "pyproject.toml", root)
    return root


def test_law_1_nobody_looks_up(clean: Path) -> None:
    result = _lint(clean)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("package", "text", "contract"),
    [
        ("generation", "import storyboard.models", "Nobody looks up"),
        ("storyboard", "import editing.models", "Nobody looks up"),
        ("generation", "import studio.api", "Nobody looks up"),
        ("generation/operations", "import django.db", "know no framework"),
        ("generation/operations", "import generation.models", "know no framework"),
        ("generation/drivers", "import celery", "know no framework"),
        ("storyboard/screenplay", "import ninja", "know no framework"),
    ],
)
def test_law_1_fails_when_broken(clean: Path, package: str, text: str, contract: str) -> None:
    path = clean / package / "looks_up.py"
    path.write_text(f'"""Breaks the law."""\n\n{text}\n', encoding="utf-8")
    try:
        result = _lint(clean)
    finally:
        path.unlink()
    assert result.returncode != 0
    assert [line for line in result.stdout.splitlines() if contract in line and "BROKEN" in line], result.stdout


def test_every_module_of_the_kernel_and_of_the_root_has_its_layer(repository: Path) -> None:
    contracts = (repository / "pyproject.toml").read_text(encoding="utf-8")
    for one in sorted((repository / "studio").iterdir()):
        if one.name.startswith("__"):
            continue
        assert f"(studio.{one.stem})" in contracts, f"studio.{one.stem} is in neither layer of pyproject.toml"
