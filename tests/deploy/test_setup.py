"""The set-up installs by hash, ends at once when nothing changed, and says what is wrong and what to do."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

LOG_LINE = "\n$ pip install\n"


@pytest.fixture
def setup(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """deploy/setup.py, working in a folder of its own."""
    spec = importlib.util.spec_from_file_location("filmwright_setup", repository / "deploy" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
        "LOCKS": tmp_path / "requirements",
        "LOG": tmp_path / "var" / "setup.log",
    }.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "var").mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "shelf"))
    return module


def _wheel(folder: Path) -> str:
    folder.mkdir()
    path = folder / "fw_test_tool-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fw_test_tool.py", "ANSWER = 42\n")
        archive.writestr("fw_test_tool-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: fw-test-tool\nVersion: 1.0\n")
        archive.writestr("fw_test_tool-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("fw_test_tool-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.once
def test_packages_are_installed_by_hash_and_once(setup: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digest = _wheel(tmp_path / "shelf")
    lock = tmp_path / "requirements" / "run.lock"
    setup._environment()

    lock.write_text("fw-test-tool==1.0 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(setup.Stopped, match="not the one that was pinned"):
        setup._packages("run.lock", "packages")

    lock.write_text("fw-test-tool==2.0 --hash=sha256:" + digest + "\n")
    with pytest.raises(setup.Stopped, match=r"registry does not answer\. Check the network"):
        setup._packages("run.lock", "packages")

    lock.write_text(f"fw-test-tool==1.0 --hash=sha256:{digest}\n")
    setup._packages("run.lock", "packages")
    answer = subprocess.run([setup.PYTHON, "-c", "import fw_test_tool as t; print(t.ANSWER)"], capture_output=True, text=True)
    assert answer.stdout == "42\n"
    capsys.readouterr()

    (tmp_path / "shelf" / "fw_test_tool-1.0-py3-none-any.whl").unlink()
    setup._packages("run.lock", "packages")  # nothing changed: nothing is asked for
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ERROR: [Errno 28] No space left on device", "the disk is full"),
        ("Temporary failure in name resolution", "Check the network"),
        ("npm error code EINTEGRITY", "not the one that was pinned"),
        ("something else broke\nin two lines", "in two lines"),
        ("Error: main.tsx is missing\n    at build\n    at run\n    at last\n}", "main.tsx is missing"),
    ],
)
def test_a_failure_is_told_in_words(setup: ModuleType, said: str, words: str) -> None:
    setup.LOG.write_text("\n$ before\nNo space left on device\n" + LOG_LINE + said)
    problem = str(setup._failed("packages could not be installed"))
    assert words in problem
    assert str(setup.LOG) in problem


def test_another_python_is_refused(repository: Path, setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11.*make run PYTHON="):
        setup._machine()


def test_too_little_room_is_said_before_anything_is_loaded(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "ROOM", 1 << 60)
    with pytest.raises(SystemExit, match="Make room"):
        setup._machine()


def test_a_stamp_follows_its_sources(setup: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("one")
    setup.VENV.mkdir()
    stamp = setup._stamp("name", [source])
    assert stamp is not None
    stamp()
    assert setup._stamp("name", [source]) is None
    source.write_text("two")
    assert setup._stamp("name", [source]) is not None


@pytest.mark.parametrize("lock", ["run.lock", "test.lock", "torch.lock", "torch-cpu.lock", "torch-cuda.lock"])
def test_locks_hold_exact_versions_and_hashes(repository: Path, lock: str) -> None:
    entries = (repository / "deploy" / "requirements" / lock).read_text().replace("\\\n", " ").splitlines()
    entries = [line for line in entries if line and not line.startswith("#")]
    assert entries
    for line in entries:
        assert "==" in line
        assert "--hash=sha256:" in line
        assert "://" not in line
