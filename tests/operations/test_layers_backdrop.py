"""Another place behind: its edge is never seen, it goes with the camera, and it takes on the shot's focus, light and grain."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as some

from generation import backdrops
from generation import frames as footage
from generation.backdrops import Backdrop
from generation.local import LocalContext
from generation.mattes import matte_to
from generation.media import Data, Image, Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.movement import CORNERS, Movement, moved, rest
from generation.operation import BadInput, recipe, registry
from generation.operations.layers_backdrop import Elsewhere, backdrop
from generation.operations.motion import Followed, FromFrame, camera, follow, of_matte
from generation.recipe import Digest
from tests.generation.test_movement import wall

pytestmark = pytest.mark.once
RATE = Fraction(24)
SIZE = (160, 90)


def shifted(frames: int, step: float) -> Movement:
    ways = np.tile(np.eye(3), (frames, 1, 1))
    ways[:, 0, 2] = -step * np.arange(frames)
    return Movement(0, ways, np.ones(frames, bool))


@given(
    step=some.floats(-0.05, 0.05), width=some.integers(200, 900), height=some.integers(200, 900),
    across=some.floats(-2, 2), down=some.floats(-2, 2), scale=some.floats(1, 3),
)  # fmt: skip
def test_the_edge_is_never_seen(step: float, width: int, height: int, across: float, down: float, scale: float) -> None:
    seen = backdrops.ways(shifted(12, step), 12, 1.0)
    layout = backdrops.laid((width, height), SIZE, seen, scale=scale, across=across, down=down)
    if layout.mirrored:
        return
    picture = moved(layout.matrix, CORNERS)
    for way in seen:
        view = moved(np.linalg.inv(way), CORNERS)
        assert (view >= picture.min(0) - 1e-9).all()
        assert (view <= picture.max(0) + 1e-9).all()


def test_a_picture_that_does_not_reach_is_mirrored_and_not_blown_up() -> None:
    seen = backdrops.ways(shifted(40, 0.1), 40, 1.0)
    layout = backdrops.laid((320, 180), SIZE, seen, scale=1, across=0, down=0)
    assert layout.mirrored
    assert layout.matrix[0, 0] <= 1.81
    place = Backdrop(np.asarray(cv2.resize(wall(), (320, 180)), np.uint8), layout, *SIZE, seen)
    assert all(place.at(way).min(2).max() > 30 for way in (seen[0], seen[39]))  # no black beyond the edge


def test_the_place_goes_with_the_camera_and_less_where_it_is_far() -> None:
    whole, half = (backdrops.ways(shifted(11, 0.02), 11, travel)[10] for travel in (1.0, 0.5))
    assert whole[0, 2] == pytest.approx(-0.2)
    assert half[0, 2] == pytest.approx(-0.1)
    picture = np.asarray(cv2.resize(wall(), (640, 360)), np.uint8)
    seen = backdrops.ways(shifted(11, 0.02), 11, 1.0)
    place = Backdrop(picture, backdrops.laid((640, 360), SIZE, seen, scale=1, across=0, down=0), *SIZE, seen)
    first, last = place.at(seen[0]), place.at(seen[10])
    assert np.abs(first[:, 32:].astype(int) - last[:, :128]).mean() < 1.5  # 0.2 of 160 pixels to the left


def test_softness_is_told_as_it_was_made() -> None:
    blocks = np.where(np.random.default_rng(4).random((12, 20, 1)) > 0.5, 230, 30).astype(np.uint8).repeat(3, 2)
    sharp = np.asarray(cv2.resize(blocks, (1280, 720), interpolation=cv2.INTER_NEAREST), np.uint8)
    told = []
    for deviation in (1.5, 3.0, 5.0):
        found = backdrops.softness(np.asarray(cv2.GaussianBlur(sharp, (0, 0), deviation), np.uint8))
        assert found is not None
        told.append(found * 1280)
    assert told == pytest.approx([1.5, 3.0, 5.0], rel=0.3)
    assert backdrops.softness(np.full((90, 160, 3), 80, np.uint8)) is None


def test_light_goes_as_far_as_it_is_asked_to() -> None:
    dark = (wall(5, (320, 180)) * 0.4).astype(np.uint8)
    warm = np.clip(wall(6, (320, 180)) * (1.25, 1.0, 0.75), 0, 255).astype(np.uint8)
    own, wanted = backdrops.light_of(dark), backdrops.light_of(warm)
    assert (backdrops.lit(dark, own, wanted, 0) == dark).all()

    def apart(picture: Any) -> tuple[float, float]:
        light = backdrops.light_of(picture)
        return abs(light.key - wanted.key), float(np.abs(np.subtract(light.colour, wanted.colour)).max())

    none, half, full = (apart(backdrops.lit(dark, own, wanted, share)) for share in (0, 0.5, 1))
    assert none[0] > half[0] > full[0]
    assert none[1] > half[1] > full[1]


def test_a_green_screen_does_not_make_the_place_green() -> None:
    screen = np.full((90, 160, 3), (20, 210, 40), np.uint8)
    kept = np.zeros((90, 160), bool)
    kept[20:80, 60:100] = True
    screen[kept] = (150, 120, 100)
    light = backdrops.shot_light(screen, kept)
    assert light.colour[1] < light.colour[0]


def test_grain_is_measured_and_put_on_and_differs_from_frame_to_frame() -> None:
    flat = np.full((180, 320, 3), 120, np.uint8)
    noise = np.random.default_rng(1).normal(0, 5, (180, 320, 1))
    grainy = np.clip(flat + noise, 0, 255).astype(np.uint8)
    grain = backdrops.grain_of(grainy)
    assert grain.levels[1] == pytest.approx(5, rel=0.25)
    grainer = backdrops.Grainer(grain, backdrops.grain_of(flat), 1.0)
    one, other = grainer.on(flat, 0), grainer.on(flat, 1)
    assert (one.astype(float) - flat).std() == pytest.approx(5, rel=0.3)
    assert np.abs(one.astype(int) - other).mean() > 2
    assert (grainer.on(flat, 1) == other).all()
    assert not backdrops.Grainer(backdrops.grain_of(flat), grain, 1.0).any


def shot(folder: Path, frames: int = 6) -> tuple[Video, Matte, Image]:
    behind = wall()
    with clip_to(folder / "clip.mkv", *SIZE, RATE) as clip, matte_to(folder / "matte.mkv", *SIZE, RATE) as matte:
        for n in range(frames):
            seen = np.ascontiguousarray(behind[200:290, 300 + 4 * n : 460 + 4 * n])
            mask = cv2.circle(np.zeros(SIZE[::-1], np.uint8), (60, 45), 18, 255, -1)
            seen[mask > 0] = (200, 90, 60)
            clip.write(seen)
            matte.write(mask)
    PIL.Image.fromarray(wall(8)).save(folder / "place.png")
    return Video(folder / "clip.mkv"), Matte(folder / "matte.mkv"), Image(folder / "place.png")


def test_the_place_is_as_long_and_large_as_the_clip_and_opaque(tmp_path: Path) -> None:
    clip, matte, place = shot(tmp_path)
    context = LocalContext(tmp_path / "s")
    way = camera(clip, (matte,), params=FromFrame(at=2), context=context)
    made = backdrop(place, clip, (matte,), way, params=Elsewhere(), context=context)
    again = backdrop(place, clip, (matte,), way, params=Elsewhere(), context=context)
    assert footage.facts(made.path) == footage.facts(clip.path)
    assert made.path.read_bytes() == again.path.read_bytes()
    stands = backdrop(place, clip, (matte,), None, params=Elsewhere(grain=0), context=context)
    frames = [pixels_of(one) for one in footage.whole(stands.path)]
    assert frames[0].shape == (90, 160, 3)
    assert all((one == frames[0]).all() for one in frames)


def test_documents_of_movement_have_a_matrix_for_each_frame(tmp_path: Path) -> None:
    clip, matte, _ = shot(tmp_path)
    context = LocalContext(tmp_path / "s")
    for made in (
        camera(clip, (), params=FromFrame(at=99), context=context),
        follow(clip, params=Followed(at=1, across=(0.75,), down=(0.5,)), context=context),
        follow(clip, params=Followed(at=1, across=(0.5, 0.9, 0.9, 0.5), down=(0.1, 0.1, 0.9, 0.9)), context=context),
        of_matte(matte, params=FromFrame(at=3), context=context),
    ):
        told = made.read()
        assert len(told["matrices"]) == len(told["there"]) == 6
        assert told["matrices"][told["at"]] == pytest.approx(np.eye(3).ravel().tolist())


def test_what_does_not_fit_is_refused_in_words(tmp_path: Path) -> None:
    clip, matte, place = shot(tmp_path)
    context = LocalContext(tmp_path / "s")
    short = Data.write(tmp_path / "short.json", rest(3).written())
    broken = Data.write(tmp_path / "broken.json", {"at": 0})
    (tmp_path / "none.png").write_bytes(b"no picture")
    with pytest.raises(BadInput, match="3 frames, the clip has 6"):
        backdrop(place, clip, (matte,), short, params=Elsewhere(), context=context)
    with pytest.raises(BadInput, match="is not a movement"):
        backdrop(place, clip, (matte,), broken, params=Elsewhere(), context=context)
    with pytest.raises(BadInput, match="not a picture"):
        backdrop(Image(tmp_path / "none.png"), clip, (matte,), None, params=Elsewhere(), context=context)
    with matte_to(tmp_path / "empty.mkv", *SIZE, RATE) as empty:
        empty.write(np.zeros(SIZE[::-1], np.uint8))
    with pytest.raises(BadInput, match="empty at every frame"):
        of_matte(Matte(tmp_path / "empty.mkv"), params=FromFrame(), context=context)
    for wrong in ({"across": [0.1, 0.2], "down": [0.1, 0.2]}, {"across": [0, 1, 0, 1], "down": [0, 1, 1, 0]}, {"across": [1.5]}):
        with pytest.raises(BadInput):
            registry.get("motion.follow").validate(wrong)


def test_the_key_moves_with_the_place_and_the_movement() -> None:
    clip, place, way = Digest("a" * 64, "video"), Digest("b" * 64, "image"), Digest("c" * 64, "data")
    op = registry.get("layers.backdrop")
    keys = {
        recipe(op, picture=place, clip=clip, params=Elsewhere()).key,
        recipe(op, picture=place, clip=clip, movement=way, params=Elsewhere()).key,
        recipe(op, picture=place, clip=clip, movement=way, params=Elsewhere(light=0.2)).key,
    }
    assert len(keys) == 3
