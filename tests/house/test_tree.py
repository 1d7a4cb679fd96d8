"""House rules that can be read off the sources: docstrings, length, no mocks, no addresses; laws 3 and 4."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import tree


@pytest.fixture(scope="module")
def copied(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of the tree, to be broken: a repository of its own, so that git lists its files."""
    root = tmp_path_factory.mktemp("tree")
    for one in tree.tracked(repository):
        if one.suffix == ".py":
            target = root / one.relative_to(repository)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(one, target)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


@pytest.fixture
def broken(copied: Path) -> Iterator[Callable[[str, str], None]]:
    """Append a text to a file of the copy (or make the file); taken back after the test."""
    before: dict[Path, bytes | None] = {}

    def append(file: str, text: str) -> None:
        path = copied / file
        before.setdefault(path, path.read_bytes() if path.exists() else None)
        with path.open("a", encoding="utf-8") as out:
            out.write(text)

    yield append
    for path, whole in before.items():
        if whole is None:
            path.unlink()
        else:
            path.write_bytes(whole)


def test_every_module_says_why_it_exists(repository: Path) -> None:
    assert tree.without_docstring(repository) == []


def test_no_file_has_more_than_one_reason(repository: Path) -> None:
    assert tree.too_long(repository) == []


def test_nothing_of_ours_is_mocked(repository: Path) -> None:
    assert tree.mocking(repository) == []


def test_no_registry_is_named(repository: Path) -> None:
    assert tree.naming(repository, tree.REGISTRIES) == []


def test_no_machine_is_named(repository: Path) -> None:
    assert tree.naming(repository, tree.MACHINES) == []


def test_rules_of_the_tree_fail_when_broken(copied: Path, broken: Callable[[str, str], None]) -> None:
    broken("generation/silent.py", "x = 1\n")
    broken("generation/endless.py", '"""A file that goes on and on."""\n' + "x = 1\n" * tree.LONGEST)
    broken("tests/conftest.py", f"\nfrom {tree.MOCKS[0]} import patch\n")
    broken("deploy/setup.py", f"\n# https://{tree.REGISTRIES[0]}/simple {tree.MACHINES[0]}main\n")
    assert [line for line in tree.without_docstring(copied) if "silent" in line]
    assert [line for line in tree.too_long(copied) if "endless" in line]
    assert [line for line in tree.mocking(copied) if "tests/conftest.py" in line]
    assert [line for line in tree.naming(copied, tree.REGISTRIES) if "deploy/setup.py" in line]
    assert [line for line in tree.naming(copied, tree.MACHINES) if "deploy/setup.py" in line]


def test_law_3_tickets_carry_no_truth(repository: Path) -> None:
    assert tree.truth_in_tickets(repository) == []


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("studio/celery.py", "\napp.conf.update(result_backend='rpc://')\n", "a second truth"),
        ("studio/celery.py", "\napp.conf.update(task_acks_late=True)\n", "second recovery"),
        ("generation/tasks.py", "\nfrom celery.result import AsyncResult\n", "brings results"),
        ("generation/tasks.py", "\nfrom celery import chord\n", "brings results or canvases"),
        ("generation/tasks.py", "\n@shared_task\ndef carry(recipe: dict) -> None:\n    '''x'''\n", "carries dict"),
        ("generation/tasks.py", "\n@shared_task\ndef answer(id: int) -> str:\n    return 'made'\n", "answers str"),
    ],
)
def test_law_3_fails_when_broken(copied: Path, broken: Callable[[str, str], None], file: str, text: str, said: str) -> None:
    broken(file, text)
    assert any(said in line for line in tree.truth_in_tickets(copied))


def test_law_4_time_is_counted_in_frames(repository: Path) -> None:
    assert tree.float_times(repository) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("storyboard/models.py", "\nclass Moment(models.Model):\n    duration = models.FloatField()\n"),
        ("generation/operations/image.py", "\nclass Wait(Parameters):\n    seconds: float = 1.0\n"),
        ("editing/schemas.py", "\nclass Out(Schema):\n    hold_seconds: float\n"),
        ("generation/schemas.py", "\nclass Rate(Schema):\n    fps: float\n"),
    ],
)
def test_law_4_fails_when_broken(copied: Path, broken: Callable[[str, str], None], file: str, text: str) -> None:
    broken(file, text)
    assert [line for line in tree.float_times(copied) if file in line]
