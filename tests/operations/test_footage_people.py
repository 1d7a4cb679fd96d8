"""People of a film: a face that comes back is one person, two at once are two, and what is unclear is nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from generation.drivers.faces import Face
from generation.footage.grouping import grouped
from generation.footage.people import is_clear
from generation.media import Data, Movie
from generation.operation import BadInput, recipe
from generation.operations.footage_faces import FacePicture, FootageFaces, face_picture, faces
from generation.recipe import Digest
from tests.editing import numbered
from tests.operations import brought

LIGHT = {"skin": (224, 180, 150), "hair": (60, 40, 30), "eye": (60, 90, 60), "wide": 1.0}
DARK = {"skin": (120, 80, 60), "hair": (20, 15, 15), "eye": (50, 30, 20), "wide": 1.2}
WALL = (90, 110, 130)


def head(skin: Any, hair: Any, eye: Any, wide: float) -> np.ndarray:
    """A face drawn well enough for the network: 256 × 256."""
    shown = np.full((256, 256, 3), WALL, np.uint8)
    shade, dark = tuple(int(v * 0.8) for v in skin), tuple(int(v * 0.6) for v in hair)
    cv2.ellipse(shown, (128, 138), (int(62 * wide) + 14, 96), 0, 0, 360, hair, -1)
    cv2.ellipse(shown, (128, 148), (int(60 * wide), 82), 0, 0, 360, skin, -1)
    cv2.ellipse(shown, (128, 80), (int(60 * wide), 34), 0, 180, 360, hair, -1)
    for side in (-1, 1):
        x = 128 + side * int(26 * wide)
        cv2.ellipse(shown, (x, 128), (13, 7), 0, 0, 360, (245, 245, 245), -1)
        cv2.circle(shown, (x, 128), 6, eye, -1)
        cv2.circle(shown, (x, 128), 3, (10, 10, 10), -1)
        cv2.line(shown, (x - 14, 110), (x + 14, 108), dark, 4)
        cv2.circle(shown, (128 + side * 6, 168), 2, tuple(int(v * 0.4) for v in skin), -1)
    cv2.line(shown, (126, 133), (120, 164), shade, 3)
    cv2.ellipse(shown, (128, 166), (12, 6), 0, 0, 180, shade, 3)
    cv2.ellipse(shown, (128, 192), (24, 9), 0, 0, 360, (170, 70, 80), -1)
    cv2.line(shown, (106, 192), (150, 192), (90, 30, 40), 2)
    return np.asarray(cv2.GaussianBlur(shown, (5, 5), 0), np.uint8)


def shown(*placed: tuple[np.ndarray, int, int], size: int = 200) -> np.ndarray:
    """Heads on a wall, 640 × 360."""
    picture = np.full((360, 640, 3), WALL, np.uint8)
    for one, x, y in placed:
        picture[y : y + size, x : x + size] = cv2.resize(one, (size, size), interpolation=cv2.INTER_AREA)
    return picture


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """36 frames with both, 24 with the light one alone elsewhere, 24 with nobody, 24 with the light one far away."""
    light, dark = head(**LIGHT), head(**DARK)
    pictures = [shown((light, 40 + n, 60), (dark, 380, 80)) for n in range(36)]
    pictures += [shown((light, 300 - n, 100)) for n in range(24)]
    pictures += [shown()] * 24
    pictures += [shown((light, 300 + n // 4, 150), size=44) for n in range(24)]
    return brought.piped(
        tmp_path_factory.mktemp("film") / "film.mp4", pictures, "24", "-c:v", "libx264", "-qp", "12", "-pix_fmt", "yuv420p"
    )


@pytest.fixture(scope="module")
def cuts(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return Data.write(tmp_path_factory.mktemp("cuts") / "cuts.json", {"cuts": [{"frame": at} for at in (36, 60, 84)]})


@pytest.fixture(scope="module")
def found(film: Path, cuts: Data, tmp_path_factory: pytest.TempPathFactory) -> Data:
    made = faces(Movie(film), cuts, params=FootageFaces(every=4), context=numbered.context(tmp_path_factory.mktemp("found")))
    assert isinstance(made, Data)
    return made


def test_a_face_that_comes_back_is_one_person_and_two_at_once_are_two(found: Data) -> None:
    people = found.read()["people"]
    assert [(one["id"], one["shots"]) for one in people] == [("p1", [0, 1]), ("p2", [0])]
    assert [len(one["faces"]) for one in people] == [15, 9]
    assert all(0 <= one["certainty"] <= 1 for one in people)
    assert [face["frame"] for face in people[0]["faces"]] == list(range(2, 60, 4))


def test_boxes_lie_on_the_faces(found: Data) -> None:
    document = found.read()
    assert (document["width"], document["height"], document["frames"], document["rate"]) == (640, 360, 108, "24/1")
    x, y, width, height = document["people"][1]["faces"][0]["box"]
    assert abs(x + width / 2 - 480) < 25
    assert abs(y + height / 2 - 190) < 30


def test_a_face_that_is_too_small_is_unknown(found: Data) -> None:
    assert all(one["frame"] < 84 for person in found.read()["people"] for one in person["faces"])
    assert all(one["frame"] >= 84 and one["box"][2] < 36 for one in found.read()["unknown"])


def test_the_picture_of_a_person_is_a_square_of_the_head(found: Data, film: Path, tmp_path: Path) -> None:
    made = face_picture(Movie(film), found, params=FacePicture(person="p2", side=128), context=numbered.context(tmp_path))
    picture = np.asarray(PIL.Image.open(made.path))
    assert picture.shape == (128, 128, 3)
    assert np.abs(picture[60, 40].astype(int) - DARK["skin"]).max() < 40
    with pytest.raises(BadInput, match="There are: p1, p2") as refused:
        face_picture(Movie(film), found, params=FacePicture(person="p9"), context=numbered.context(tmp_path))
    assert refused.value.code == "PERSON_UNKNOWN"


def test_nobody_is_found_where_nobody_is(tmp_path: Path) -> None:
    empty = brought.piped(tmp_path / "a.mp4", [shown()] * 12, "24", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    made = faces(Movie(empty), None, params=FootageFaces(), context=numbered.context(tmp_path)).read()
    assert (made["people"], made["unknown"]) == ([], [])


def test_documents_of_another_kind_are_refused(film: Path, tmp_path: Path) -> None:
    other = Data.write(tmp_path / "other.json", {"stage": 1})
    with pytest.raises(BadInput, match="These are no cuts"):
        faces(Movie(film), other, params=FootageFaces(), context=numbered.context(tmp_path))
    with pytest.raises(BadInput, match="no found faces"):
        face_picture(Movie(film), other, params=FacePicture(person="p1"), context=numbered.context(tmp_path))


def unit(*parts: float) -> np.ndarray:
    return np.asarray(np.array(parts) / np.linalg.norm(parts), np.float32)


def test_who_is_alike_is_grouped_and_who_is_not_stays_apart() -> None:
    one, near, other = unit(1, 0, 0), unit(1, 0.6, 0), unit(0, 0, 1)
    spans = [(0, 9), (20, 29), (40, 49)]
    assert grouped([one, near, other], spans, [3, 3, 3]) == [[0, 1], [2]]
    assert grouped([one, one, one], [(0, 9), (5, 14), (20, 29)], [3, 3, 3]) == [[0, 2], [1]]  # the first two are there at once
    assert grouped([], [], []) == []


def test_a_chain_of_likeness_does_not_join_its_ends() -> None:
    chain = [unit(np.cos(angle), np.sin(angle)) for angle in (0.0, 0.9, 1.8, 2.7)]
    groups = grouped(chain, [(n * 10, n * 10 + 5) for n in range(4)], [1, 1, 1, 1])
    assert len(groups) == 2


@pytest.mark.parametrize(
    ("size", "turned", "sharp", "score", "clear"),
    [
        (80, 0.1, 200, 0.95, True), (30, 0.1, 200, 0.95, False), (80, 1.2, 200, 0.95, False), (80, 0.1, 9, 0.95, False),
        (80, 0.0, 99, 0.6, False),
    ],
)  # fmt: skip
def test_what_is_small_turned_blurred_or_doubtful_is_never_told(
    size: int, turned: float, sharp: float, score: float, clear: bool
) -> None:
    assert is_clear(Face((0, 0, size, size), score, turned, sharp, np.zeros(15, np.float32))) == clear


def test_every_parameter_and_input_moves_the_key() -> None:
    movie, seen = Digest("0" * 64, "movie"), Digest("1" * 64, "data")
    keys = {
        recipe(faces, params=FootageFaces(**params), source=movie, cuts=cuts).key
        for params, cuts in (({}, None), ({"every": 3}, None), ({"rate": "25/1"}, None), ({}, seen))
    }
    keys |= {
        recipe(face_picture, params=FacePicture(person=person, side=side), source=movie, faces=seen).key
        for person, side in (("p1", 256), ("p2", 256), ("p1", 128))
    }
    assert len(keys) == 7
