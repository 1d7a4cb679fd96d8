"""Sizes, frames and rates between a film and a model, what lies between two frames, and what is no picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.drivers import Pixels
from generation.drivers.diffusing import conforming, judging


@given(
    st.integers(16, 4096), st.integers(16, 4096), st.sampled_from([8, 16, 32, 64]), st.integers(512 * 512, 1280 * 720),
)  # fmt: skip
def test_a_size_is_in_multiples_within_the_area_and_of_the_films_shape(width: int, height: int, side: int, area: int) -> None:
    form = conforming.sized(width, height, side, area)
    assert form.width % side == form.height % side == 0
    assert form.width * form.height <= area
    left, top, right, bottom = form.box
    assert 0 <= left < right <= form.width
    assert 0 <= top < bottom <= form.height
    assert (right - left, bottom - top) == (form.width, bottom - top) or bottom - top == form.height
    # The box has the film's shape, to half a pixel of its shorter side.
    assert abs((right - left) * height - (bottom - top) * width) <= max(width, height)


@given(st.integers(1, 5000), st.sampled_from(["24", "25", "24000/1001", "30", "60", "12"]), st.sampled_from([1, 4, 8]),
       st.sampled_from([None, 7, 8, 16, 24]))  # fmt: skip
def test_the_model_makes_enough_frames_and_hardly_more(frames: int, rate: str, stride: int, made: int | None) -> None:
    count, theirs = conforming.counted(frames, Fraction(rate), stride, None if made is None else Fraction(made))
    assert (count - 1) % stride == 0
    needed = Fraction(frames - 1) * theirs / Fraction(rate)
    assert needed <= count - 1 < needed + stride + 1


def test_a_frame_between_two_is_carried_along_not_doubled() -> None:
    """A disc that moves by 8 pixels stands after 4 of them in the middle, once."""
    rows, columns = np.indices((64, 96))
    rough = np.random.default_rng(2).integers(0, 255, (64, 96, 3)).astype(np.uint8)
    ground = np.clip(cv2.GaussianBlur(rough, (0, 0), 2).astype(int) * 2 - 190, 0, 255).astype(np.uint8)

    def disc(at: int) -> Pixels:
        frame = ground.copy()
        frame[(rows - 32) ** 2 + (columns - at) ** 2 < 200] = (240, 200, 60)
        return frame

    got = conforming.between(disc(40), disc(48), 0.5)
    error = np.abs(got.astype(int) - disc(44)).mean()
    mixed = np.abs((disc(40).astype(int) + disc(48)) // 2 - disc(44)).mean()
    assert error < mixed / 2


def test_what_is_given_lies_in_the_box_and_comes_back_from_there(tmp_path: Path) -> None:
    ramp = np.zeros((54, 96, 3), np.uint8)
    ramp[..., 0], ramp[..., 1] = np.linspace(0, 255, 96)[None], np.linspace(0, 255, 54)[:, None]
    path = tmp_path / "ramp.png"
    PIL.Image.fromarray(ramp).save(path)
    form = conforming.sized(96, 54, 32, 10**6)
    shown = np.asarray(conforming.given(path, form, (96, 54)))
    assert shown.shape == (form.height, form.width, 3)
    assert np.abs(conforming.fitted(shown, form, 96, 54).astype(int) - ramp).max() <= 2


def test_frames_are_held_on_the_models_own_where_the_rates_meet() -> None:
    made = np.stack([np.full((32, 32, 3), 20 * n, np.uint8) for n in range(9)])
    form = conforming.Form(32, 32, (0, 0, 32, 32), 9, Fraction(12))
    back = list(conforming.brought_back(made, form, 32, 32, 17, Fraction(24)))
    assert [int(one.mean()) for one in back[::2]] == [20 * n for n in range(9)]
    assert all(20 * n < int(one.mean()) < 20 * (n + 1) for n, one in enumerate(back[1::2]))


def test_what_can_be_used_passes_and_what_cannot_is_named() -> None:
    rng = np.random.default_rng(3)
    good = rng.random((4, 16, 16, 3))
    assert judging.judged(good, "It", 1).dtype == np.uint8
    nan, black, flat, still = good.copy(), good.copy(), good.copy(), np.repeat(good[:1], 4, axis=0)
    nan[2, 3, 3, 0], black[1], flat[3] = np.nan, 0.01, 0.5
    for bad, words in (
        (nan, "frame 2"),
        (black, "black picture: frame 1"),
        (flat, "one colour: frame 3"),
        (still, "stands still"),
    ):
        with pytest.raises(judging.Spoiled, match=words):
            judging.judged(bad, "It", 1)


def test_a_fade_is_no_black_picture() -> None:
    rng = np.random.default_rng(3)
    frames = rng.random((12, 16, 16, 3)) * np.clip(np.linspace(1.2, -0.2, 12), 0, 1)[:, None, None, None]
    assert judging.judged(frames, "It", 1)[-1].max() == 0
    frames[10:] = 0
    frames[:10] = rng.random((10, 16, 16, 3))
    with pytest.raises(judging.Spoiled, match="black picture: frame 10"):
        judging.judged(frames, "It", 1)


def test_a_size_that_a_pipeline_chose_by_itself_is_brought_to_the_one_asked_for() -> None:
    form = conforming.Form(64, 32, (0, 0, 64, 32))
    made = np.zeros((2, 48, 96, 3), np.uint8)
    made[:, :, 48:] = 200
    back = conforming.as_asked(made, form)
    assert back.shape == (2, 32, 64, 3)
    assert np.abs(back[0, :, :28].astype(int)).max() <= 2
    assert np.abs(back[0, :, 36:].astype(int) - 200).max() <= 2
