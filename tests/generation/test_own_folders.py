"""A folder of weights of one's own: recognised by itself, listed with what it takes, refused in words when it is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from generation import checkpoints
from tests.generation.tinies import clip, quiet

SAID = ["--licence", "MIT", "--commercial", "--credit", "these tests"]


def add(folder: Path, id: str, *more: str) -> None:
    call_command("checkpoints", "add", str(folder), "--id", id, *SAID, *more)


@pytest.mark.django_db
def test_a_folder_says_by_itself_what_it_is_and_is_shot_with(
    tinies: dict[str, Path], own_checkpoints: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(tinies["wan_vace"], folder)
    (folder / "filmwright.json").write_text(json.dumps({"area": 4096, "steps": [1, 2], "longest": 41}))
    (folder / "transformer" / "old.bin").write_bytes(b"a pickle")
    (folder / "evil.py").write_text("raise SystemExit")
    add(folder, "my-vace@1")
    entry = checkpoints.entry("my-vace@1")
    assert (entry.capability, entry.family, entry.longest, entry.steps) == ("video-generator", "Wan VACE", 41, (1, 2))
    assert {"first", "held", "references", "guide.pose", "mask", "adapters"} <= set(entry.takes)
    assert entry.references == 4
    assert not [one.name for one in entry.files if one.name.endswith((".py", ".bin"))]
    checkpoints.verify("my-vace@1")
    driver = checkpoints.load("my-vace@1")
    assert len(list(driver.video(clip(5), quiet))) == 5
    shutil.rmtree(folder)  # a copy was taken
    assert checkpoints.installed("my-vace@1")
    call_command("checkpoints", "remove", "my-vace@1")
    assert "my-vace@1" not in checkpoints.catalogue()


def test_a_folder_may_be_moved_instead(tinies: dict[str, Path], own_checkpoints: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(tinies["sdxl"], folder)
    add(folder, "my-sdxl@1", "--move")
    assert checkpoints.entry("my-sdxl@1").capability == "image-generator"
    assert not list(folder.rglob("*.safetensors"))


def test_the_same_folder_in_8_bits_is_another_model(tinies: dict[str, Path], own_checkpoints: Path) -> None:
    add(tinies["wan"], "my-wan@1")
    add(tinies["wan"], "my-wan-small@1", "--eight-bit")
    whole, small = (checkpoints.load(id) for id in ("my-wan@1", "my-wan-small@1"))
    made, other = (np.stack(list(one.video(clip(5), quiet))) for one in (whole, small))
    assert made.shape == other.shape
    assert not np.array_equal(made, other)


@pytest.mark.parametrize(
    ("said", "words"),
    [({"area": "large"}, "area"), ({"steps": [1]}, "steps"), ({"colour": 1}, "colour"), ({"longest": 0}, "longest")],
)
def test_limits_that_could_not_be_are_refused(
    tinies: dict[str, Path], own_checkpoints: Path, tmp_path: Path, said: dict[str, object], words: str
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(tinies["sdxl"], folder)
    (folder / "filmwright.json").write_text(json.dumps(said))
    with pytest.raises(CommandError, match=words):
        add(folder, "my-sdxl@1")
    assert "my-sdxl@1" not in checkpoints.catalogue()


def test_what_is_no_folder_of_weights_is_refused_and_nothing_is_left(own_checkpoints: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"model_index\.json is missing"):
        add(tmp_path / "empty", "nothing@1")
    with pytest.raises(CommandError, match="name for a checkpoint"):
        add(tmp_path / "empty", "No Name")
    assert not (checkpoints.root() / "nothing@1").exists()


def test_a_file_must_say_its_capability(own_checkpoints: Path, tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(b"x")
    with pytest.raises(CommandError, match="--capability"):
        add(tmp_path / "a.onnx", "mine@1")
