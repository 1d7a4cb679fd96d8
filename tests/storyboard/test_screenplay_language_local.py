"""The local model's own process: what is said when it hangs, dies, is cancelled or cannot start; and a scene by the real one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from generation import checkpoints
from storyboard.screenplay import Kind, break_down, language_local, read
from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.language import break_down_with
from storyboard.screenplay.language_local import CHECKPOINT, FILE, LocalModel, spare_cores

SAMPLES = Path(__file__).resolve().parents[2] / "storyboard" / "samples"
SCHEMA = {"type": "object", "properties": {}}
needs_model = pytest.mark.skipif(
    not checkpoints.installed(CHECKPOINT), reason=f"{CHECKPOINT} (1.1 GB, optional) is not installed: manage.py checkpoints fetch"
)


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A file that says it is a model and is none."""
    path = tmp_path / FILE
    path.write_bytes(b"GGUF" + bytes(10_000))
    return path


def pid(model: LocalModel) -> int:
    assert model._process is not None
    return model._process.pid


def gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


def refused(model: LocalModel, heartbeat: Callable[[], None]) -> LanguageFailed:
    with pytest.raises(LanguageFailed) as raised:
        model.answer("", "", SCHEMA, heartbeat)
    return raised.value


def test_a_hang_is_ended_at_the_limit(damaged: Path) -> None:
    model = LocalModel(damaged, 1, patience=1)
    seen: list[int] = []

    def freeze() -> None:
        if not seen:
            seen.append(pid(model))
            os.kill(seen[0], signal.SIGSTOP)

    began = time.monotonic()
    problem = refused(model, freeze)
    assert time.monotonic() - began >= 1
    assert (problem.code, "did not answer within 1 s and was stopped" in problem.message) == ("MODEL_TIMED_OUT", True)
    assert problem.message.endswith("or import with the rules.")
    assert gone(seen[0])


def test_a_cancel_ends_the_process_at_once(damaged: Path) -> None:
    class Cancelled(Exception):
        pass

    seen: list[int] = []

    def cancel() -> None:
        seen.append(pid(model))
        raise Cancelled

    model = LocalModel(damaged, 1)
    with pytest.raises(Cancelled):
        model.answer("", "", SCHEMA, cancel)
    assert len(seen) == 1
    assert gone(seen[0])


def test_a_process_killed_for_its_memory(damaged: Path) -> None:
    model = LocalModel(damaged, 1)
    problem = refused(model, lambda: os.kill(pid(model), signal.SIGKILL))
    assert (problem.code, "most likely because memory ran out" in problem.message) == ("MODEL_MEMORY", True)


def test_too_little_memory_is_said_before_anything_is_loaded(damaged: Path) -> None:
    os.truncate(damaged, 1 << 42)  # a sparse file: larger than this machine's memory and no larger on its disk
    model = LocalModel(damaged, 1)
    problem = refused(model, lambda: None)
    assert problem.code == "MODEL_MEMORY"
    assert "Close other programs, choose an endpoint, or import with the rules." in problem.message


def test_a_damaged_model(damaged: Path) -> None:
    with LocalModel(damaged, 1) as model:
        problem = refused(model, lambda: None)
    assert problem.code == "MODEL_NOT_INSTALLED"
    assert "could not be loaded" in problem.message
    assert f"manage.py checkpoints verify {CHECKPOINT}" in problem.message


def test_threads_are_what_is_spare() -> None:
    assert 1 <= spare_cores() <= min(8, len(os.sched_getaffinity(0)))
    assert language_local.free_memory() > 1 << 20


@needs_model
@pytest.mark.parametrize("sample", ["the-last-boat.fountain", "the-last-boat.zh.fountain"])
def test_the_model_breaks_a_scene_down(sample: str) -> None:
    script = read((SAMPLES / sample).read_bytes(), sample)
    first, second = [place for place, one in enumerate(script.elements) if one.kind is Kind.SCENE_HEADING][:2]
    script = replace(script, elements=script.elements[first:second])
    ruled = break_down(script, rate=Fraction(24))
    with LocalModel(checkpoints.path(CHECKPOINT, FILE)) as model:
        made = break_down_with(model, script, rate=Fraction(24))
        assert model.timings
    assert len(made.shots) >= 3
    said = [[(line.character, line.words) for shot in one.shots for line in shot.dialogue] for one in (made, ruled)]
    assert said[0] == said[1] != []
