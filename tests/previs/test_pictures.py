"""Shots from pictures: exact frames, no edge ever seen, ends that are the pictures, morphs where both show the same."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import frames as footage
from generation.drivers import Clip, Pixels
from generation.drivers.previs import passage, pictures
from generation.drivers.previs.stage import Move
from generation.local import LocalContext
from generation.media import Image
from generation.mezzanine import pixels_of
from generation.operation import BadInput
from generation.operations.video import GenerateVideo, generate


def scenery(width: int = 480, height: int = 270, seed: int = 1) -> Pixels:
    """Clouds of colour with edges in them: something that flow can hold on to, brighter than 60 everywhere."""
    numbers = np.random.default_rng(seed)
    soft = cv2.resize(numbers.random((height // 8, width // 8, 3)).astype(np.float32), (width, height))
    fine = cv2.resize(numbers.random((height // 3, width // 3, 3)).astype(np.float32), (width, height))
    return np.asarray(60 + 150 * soft + 40 * fine, np.uint8)


def kept(folder: Path, pixels: Pixels, name: str = "picture.png") -> Path:
    PIL.Image.fromarray(pixels).save(folder / name)
    return folder / name


def asked(**fields: Any) -> Clip:
    values: dict[str, Any] = {
        "prompt": "", "negative": "", "width": 320, "height": 180, "seed": 5, "stage": {}, "frames": 24, "rate": Fraction(24),
    }  # fmt: skip
    return Clip(**{**values, **fields})


def shown(clip: Clip) -> list[Pixels]:
    return list(pictures.video(clip, lambda fraction, note: None))


def apart(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(np.float32) - other).mean())


@pytest.mark.parametrize("move", ["", *Move])
@pytest.mark.parametrize("shape", [(480, 270), (900, 200), (200, 700)])
def test_no_move_shows_what_lies_beyond_the_picture(move: str, shape: tuple[int, int]) -> None:
    clip = asked(movement=move, frames=48)
    picture = np.zeros((shape[1], shape[0], 3), np.uint8)
    way = pictures.Way(pictures._move_of(move), 48, clip.rate, pictures._slack(picture, clip), (0.22, -0.2), 5, False)
    for arriving in (False, True):
        way = pictures.Way(way.move, 48, clip.rate, way.slack, way.interest, 5, arriving)
        for n in range(48):
            matrix = pictures._matrix(way.at(n), picture, clip)
            corners = np.array([[0, 0, 1], [319, 0, 1], [0, 179, 1], [319, 179, 1]], np.float64) @ matrix.T
            places = corners[:, :2] / corners[:, 2:]
            assert places.min() >= -1.0
            assert (places <= np.array([shape[0], shape[1]])).all(), (n, places)


@pytest.mark.parametrize("move", ["push", "pan-left", "tilt-up", "orbit-right", "handheld", "crane-up", "zoom-out"])
def test_a_move_moves_evenly_and_static_does_not(tmp_path: Path, move: str) -> None:
    path = kept(tmp_path, scenery())
    frames = shown(asked(first=path, movement=move, frames=36))
    assert len(frames) == 36
    assert all(one.shape == (180, 320, 3) and one.dtype == np.uint8 for one in frames)
    steps = [apart(one, two) for one, two in pairwise(frames)]
    assert apart(frames[0], frames[-1]) > 6
    assert max(steps) < 12  # no jump
    still = shown(asked(first=path, movement="static", frames=5))
    assert all(np.array_equal(still[0], one) for one in still)


def test_a_push_starts_on_the_picture_and_a_last_picture_alone_is_arrived_at(tmp_path: Path) -> None:
    whole = scenery(320, 180)
    path = kept(tmp_path, whole)
    assert apart(shown(asked(first=path, movement="push"))[0], whole) < 1
    for move in ("", "pull", "static"):
        assert apart(shown(asked(last=path, movement=move))[-1], whole) < 1
    assert apart(shown(asked(last=path, movement="pull"))[0], whole) > 3


def test_the_same_request_gives_the_same_frames_and_another_seed_others(tmp_path: Path) -> None:
    path = kept(tmp_path, scenery())
    one, same, other = (shown(asked(first=path, movement="push", frames=6, seed=seed)) for seed in (5, 5, 6))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[-1], other[-1])


@settings(max_examples=12, deadline=None)
@given(frames=st.integers(1, 9), zoom=st.floats(1.05, 1.8), right=st.floats(-0.15, 0.15))
def test_a_passage_has_exactly_its_frames_and_ends_on_both_pictures(frames: int, zoom: float, right: float) -> None:
    first = scenery(320, 180)
    matrix = cv2.getRotationMatrix2D((160 * (1 + right), 90), 0, zoom)
    last = np.asarray(cv2.warpAffine(first, matrix, (320, 180), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101))
    made = list(passage.between(first, last, frames, lambda fraction, note: None))
    assert len(made) == frames
    assert np.array_equal(made[0], first)
    if frames > 1:
        assert np.array_equal(made[-1], last)


def test_two_framings_of_one_picture_are_joined_by_the_camera_and_not_by_a_dissolve() -> None:
    whole = scenery(640, 360)
    first = np.asarray(cv2.resize(whole, (320, 180), interpolation=cv2.INTER_AREA))
    last = np.ascontiguousarray(whole[90:270, 160:480])
    relation = passage.relate(first, last)
    assert relation is not None
    assert relation.agreed > 0.8
    half = relation.at(0.5)
    zoom = 2**0.5
    wanted = cv2.warpAffine(whole, cv2.getRotationMatrix2D((319.5, 179.5), 0, zoom / 2), (640, 360), flags=cv2.INTER_AREA)
    middle = np.asarray(wanted[90:270, 160:480])
    dissolved = cv2.addWeighted(first, 0.5, last, 0.5, 0)
    assert apart(half, middle) < 0.5 * apart(np.asarray(dissolved), middle)
    assert (
        cv2.Laplacian(half, cv2.CV_32F).std() > 0.55 * cv2.Laplacian(middle, cv2.CV_32F).std()
    )  # sharp, not two pictures at once


def test_something_that_moves_between_two_pictures_is_half_way_in_the_middle() -> None:
    ground, ball = scenery(320, 180), scenery(60, 60, seed=9) // 3

    def with_ball(x: int) -> Pixels:
        picture = ground.copy()
        disc = np.hypot(*(np.mgrid[:60, :60] - 29.5)) < 28
        picture[60:120, x : x + 60][disc] = ball[disc]
        return picture

    relation = passage.relate(with_ball(110), with_ball(134))
    assert relation is not None
    half = relation.at(0.5).astype(np.float32).mean(axis=2)
    dark = half[60:120] < 80
    assert abs(float(np.nonzero(dark)[1].mean()) - (122 + 29.5)) < 3
    assert dark.sum() > 0.85 * (np.hypot(*(np.mgrid[:60, :60] - 29.5)) < 28).sum()


def test_pictures_of_different_things_are_pushed_through() -> None:
    first, last = scenery(320, 180, seed=1), np.asarray(255 - scenery(320, 180, seed=2) // 2, np.uint8)
    assert passage.relate(first, last) is None
    made = list(passage.between(first, last, 25, lambda fraction, note: None))
    assert apart(made[6], first) > 2  # it moves before it gives way
    steps = [apart(one, two) for one, two in pairwise(made)]
    assert max(steps) < 4 * float(np.median(steps)) + 8


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and nothing")
    return path


def test_the_operation_needs_no_words_with_a_picture_and_names_a_broken_one(tmp_path: Path, broken: Path) -> None:
    params = GenerateVideo(frames=9, width=192, height=108, rate="24000/1001", movement="push")
    first = Image(kept(tmp_path, scenery()))
    video = generate(None, (), (), first, None, params=params, context=LocalContext(tmp_path / "scratch"))
    assert footage.facts(video.path) == footage.Facts(192, 108, Fraction(24000, 1001), 9)
    assert all(pixels_of(one).min() > 30 for one in footage.whole(video.path))  # no black border
    with pytest.raises(BadInput, match="PNG or JPEG"):
        generate(None, (), (), None, Image(broken), params=params, context=LocalContext(tmp_path / "again"))
