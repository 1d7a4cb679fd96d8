"""image.generate: pictures from words and stages, refusals a person can read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from generation.drivers.previs.stage import Actor, Camera, Place, Size, Stage
from generation.local import LocalContext
from generation.media import Data, Image
from generation.operation import BadInput, Cancelled, recipe
from generation.operations.image import GenerateImage, generate
from generation.recipe import Digest

STAGE = Stage(place=Place(kind="room"), actors=(Actor(name="Ann"),), camera=Camera(size=Size.MS))


def staged(folder: Path, stage: Stage = STAGE) -> Data:
    return Data.write(folder / "stage.json", stage.model_dump(mode="json"))


def made(folder: Path, stage: Data | None = None, **params: object) -> PIL.Image.Image:
    result = generate(
        stage, (), params=GenerateImage(**{"width": 320, "height": 180, **params}), context=LocalContext(folder / "scratch")
    )
    assert isinstance(result, Image)
    return PIL.Image.open(result.path)


def test_words_become_a_picture(tmp_path: Path) -> None:
    picture = made(tmp_path, prompt="An old fisherman mends a net on a pier at dawn")
    assert (picture.size, picture.mode) == ((320, 180), "RGB")
    assert np.asarray(picture).std() > 15


def test_a_stage_is_drawn_as_it_says_and_at_the_moment_asked_for(tmp_path: Path) -> None:
    walker = STAGE.model_copy(update={"actors": (Actor(name="Ann", x=-1, to_x=1),), "camera": Camera(size=Size.WS)})
    first, later = (np.asarray(made(tmp_path, staged(tmp_path, walker), frame=n)).astype(int) for n in (0, 40))
    assert np.abs(first - later).max() > 60


def test_alpha_is_kept(tmp_path: Path) -> None:
    picture = made(tmp_path, staged(tmp_path), alpha=True)
    assert picture.mode == "RGBA"
    assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert picture.getextrema()[3] == (0, 255)


def test_a_draft_is_the_same_picture_softer(tmp_path: Path) -> None:
    final, draft = (np.asarray(made(tmp_path, staged(tmp_path), quality=q)).astype(int) for q in ("final", "draft"))
    assert np.abs(final - draft).mean() < 12
    assert np.abs(np.diff(draft, axis=1)).mean() < np.abs(np.diff(final, axis=1)).mean()


@pytest.mark.parametrize(
    ("document", "code", "says"),
    [
        ("{not json", "STAGE_UNREADABLE", "not a JSON document"),
        ("[1, 2]", "STAGE_UNREADABLE", "does not hold a stage"),
        (json.dumps({"camera": {"size": "HUGE"}}), "STAGE_INVALID", "camera.size"),
        ('{"actors": [{"name": "A", "x": 1e999}]}', "STAGE_INVALID", "actors.0.x"),
    ],
)
def test_a_wrong_stage_is_refused_in_words(tmp_path: Path, document: str, code: str, says: str) -> None:
    path = tmp_path / "stage.json"
    path.write_text(document)
    with pytest.raises(BadInput, match=says) as refusal:
        made(tmp_path, Data(path))
    assert refusal.value.code == code


def test_nothing_to_draw_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="write what is seen"):
        made(tmp_path, prompt="  ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 0},
        {"height": -4},
        {"frame": -1},
        {"seed": float("nan")},
        {"width": 10**6},
        {"quality": "best"},
        {"size": "CU"},
    ],
)
def test_wrong_parameters_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(wrong))):
        generate.validate(wrong)


def test_cancelling_leaves_nothing_outside_scratch(tmp_path: Path) -> None:
    def stop(fraction: float, note: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        generate(
            staged(tmp_path), (), params=GenerateImage(width=320, height=180), context=LocalContext(tmp_path / "scratch", stop)
        )
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["stage.json"]


def test_every_parameter_moves_the_key() -> None:
    stage = Digest("ab" * 32, "data")
    keys = {
        recipe(generate, params=GenerateImage(**params), **ports).key
        for params, ports in (
            ({}, {}),
            ({"prompt": "a"}, {}), ({"seed": 1}, {}), ({"width": 640}, {}), ({"quality": "draft"}, {}), ({"alpha": True}, {}),
            ({"frame": 3}, {}), ({}, {"stage": stage}), ({}, {"references": (Digest("cd" * 32, "image"),)}),
        )
    }  # fmt: skip
    assert len(keys) == 9
