"""Words to boxes by the real networks: drawn pictures, faces, the main thing, unknown words; and everybody in a clip."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from generation import checkpoints
from generation.drivers import Seen
from generation.drivers.detection import KINDS, NanoDet
from generation.drivers.detection import load as detection
from generation.drivers.tfjs import Graph
from generation.local import LocalContext
from generation.mattes import coverages
from generation.media import Image, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput
from generation.operations.layers_find import Finding, find
from generation.operations.layers_people import People, people

pytestmark = pytest.mark.once


def drawn(folder: Path, *, wide: int = 640) -> Image:
    """A stop sign and a clock of plain shapes, one of which a detector may know, on a quiet ground."""
    picture = np.full((360, wide, 3), (188, 200, 205), np.uint8)
    corners = np.array([[np.cos(a), np.sin(a)] for a in np.pi / 8 + np.arange(8) * np.pi / 4]) * 70 + (430, 180)
    cv2.fillPoly(picture, [corners.astype(np.int32)], (190, 20, 30))
    cv2.polylines(picture, [corners.astype(np.int32)], True, (250, 250, 250), 5)
    cv2.putText(picture, "STOP", (375, 196), cv2.FONT_HERSHEY_DUPLEX, 1.3, (250, 250, 250), 4)
    cv2.rectangle(picture, (424, 250), (436, 360), (120, 120, 120), -1)
    path = folder / "drawn.png"
    PIL.Image.fromarray(picture).save(path)
    return Image(path)


def asked(picture: Image, folder: Path, **params: Any) -> list[dict[str, Any]]:
    made = find(picture, params=Finding(**params), context=LocalContext(folder / "scratch"))
    answer: list[dict[str, Any]] = json.loads(made.path.read_text())
    return answer


def test_a_sign_is_found_by_its_name_in_both_languages(tmp_path: Path) -> None:
    picture = drawn(tmp_path)
    (found,) = asked(picture, tmp_path, words="the stop sign")
    assert found["name"] == "stop sign"
    assert np.allclose(found["box"], [360 / 640, 110 / 360, 500 / 640, 250 / 360], atol=0.04)
    (again,) = asked(picture, tmp_path, words="停车标志", language="zh")
    assert again == {**found, "name": "停车标志"}


def test_the_main_thing_is_found_and_what_is_not_there_is_not(tmp_path: Path) -> None:
    picture = drawn(tmp_path)
    (main,) = asked(picture, tmp_path, words="main thing")
    left, top, right, bottom = main["box"]
    assert left < 430 / 640 < right
    assert top < 0.5 < bottom
    assert asked(picture, tmp_path, words="elephant") == []


def test_unknown_words_are_refused_with_words_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"violin.*person.*main thing") as refused:
        asked(drawn(tmp_path), tmp_path, words="violin")
    assert refused.value.code == "WORDS_UNKNOWN"
    with pytest.raises(BadInput, match=r"小提琴.*主体"):
        asked(drawn(tmp_path), tmp_path, words="小提琴", language="zh")


def test_a_wide_picture_is_looked_at_in_parts_and_nothing_is_found_twice(tmp_path: Path) -> None:
    with PIL.Image.open(drawn(tmp_path, wide=1400).path) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    driver: NanoDet = checkpoints.load("nanodet-g@1")
    closely = driver.find(pixels, ["stop sign"])
    assert len(closely) == 1
    assert isinstance(closely[0], Seen)
    assert abs(closely[0].box[2] - 500 / 1400) < 0.02
    assert len(driver.known or ()) == len(set(KINDS)) == 80


def test_nobody_in_a_clip_is_said(tmp_path: Path) -> None:
    path = tmp_path / "clip.mkv"
    with clip_to(path, 160, 96, Fraction(24)) as writer:
        for _ in range(5):
            writer.write(np.full((96, 160, 3), 90, np.uint8))
    with pytest.raises(BadInput) as refused:
        people(Video(path), params=People(), context=LocalContext(tmp_path / "scratch"))
    assert refused.value.code == "NOBODY_THERE"
    context = LocalContext(tmp_path / "scratch")
    empty = [one.max() for one in coverages(people(Video(path), params=People(nobody="empty"), context=context).path)]
    assert empty == [0] * 5  # as a place that is put behind many shots wants it


def test_a_damaged_network_is_refused(tmp_path: Path) -> None:
    good = checkpoints.folder("nanodet-g@1")
    (tmp_path / "nanodet.json").write_bytes((good / "nanodet.json").read_bytes())
    (tmp_path / "nanodet.bin").write_bytes((good / "nanodet.bin").read_bytes()[:-8])
    with pytest.raises(BadInput) as short:
        detection(tmp_path)
    assert short.value.code == "CHECKPOINT_DAMAGED"
    (tmp_path / "nanodet.bin").write_bytes((good / "nanodet.bin").read_bytes())
    (tmp_path / "nanodet.json").write_text(
        (good / "nanodet.json")
        .read_text()
        .replace('"op":"MaxPool"', '"op":"Python"')
        .replace('"op": "MaxPool"', '"op": "Python"')
    )
    with pytest.raises(BadInput, match="Python"):
        Graph(tmp_path / "nanodet.json", tmp_path / "nanodet.bin")
