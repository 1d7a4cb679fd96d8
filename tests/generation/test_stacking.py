"""Laying sheets over pictures: exact where nothing lies, right as light at soft edges, and blend modes by their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.stacking import Mode, Pose, Sheet, between, over, to_light, to_pixels

WIDTH, HEIGHT = 96, 64


def ground() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


def sheet(colour: tuple[int, int, int], alpha: int, box: tuple[int, int, int, int] = (20, 10, 60, 50)) -> np.ndarray:
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    left, top, right, bottom = box
    pixels[top:bottom, left:right] = (*colour, alpha)
    return pixels


def light(value: float) -> float:
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def shown(value: float) -> float:
    return 255 * (value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055)


def test_light_and_back_is_exact() -> None:
    every = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert (to_pixels(to_light(every)) == every).all()


def test_outside_the_layer_every_value_stays_and_under_full_alpha_it_is_the_layer() -> None:
    back = ground()
    out, box = over(back, [Sheet(sheet((200, 30, 90), 255))])
    assert box == (20, 10, 60, 50)
    assert (out[10:50, 20:60] == (200, 30, 90)).all()
    out[10:50, 20:60] = back[10:50, 20:60]
    assert (out == back).all()


def test_nothing_over_a_picture_is_the_picture() -> None:
    back = ground()
    for stack in ([], [Sheet(sheet((9, 9, 9), 0))], [Sheet(sheet((9, 9, 9), 255), opacity=0)]):
        out, box = over(back, stack)
        assert box is None
        assert out is back


@given(
    st.integers(0, 255),
    st.integers(0, 255),
    st.integers(1, 255),
    st.sampled_from(["normal", "multiply", "screen", "overlay", "add"]),
)
def test_every_mode_is_its_definition(below: int, colour: int, alpha: int, mode: Mode) -> None:
    back = np.full((4, 4, 3), below, np.uint8)
    pixels = np.full((4, 4, 4), colour, np.uint8)
    pixels[..., 3] = alpha
    got, _ = over(back, [Sheet(pixels, mode=mode)])
    b, s, share = below / 255, colour / 255, alpha / 255
    overlay = 2 * b * s if b <= 0.5 else 1 - 2 * (1 - b) * (1 - s)
    blend = {
        "normal": light(colour),
        "multiply": light(below) * light(colour),
        "add": min(1.0, light(below) + light(colour)),
        "screen": light(255 * (b + s - b * s)),
        "overlay": light(255 * overlay),
    }[mode]
    want = shown(light(below) * (1 - share) + share * blend)
    assert abs(float(got[0, 0, 0]) - want) <= 1.01


def test_half_of_white_over_black_is_half_the_light() -> None:
    out, _ = over(np.zeros((HEIGHT, WIDTH, 3), np.uint8), [Sheet(sheet((255, 255, 255), 255), opacity=0.5)])
    assert out[30, 30, 0] == 188
    out, _ = over(np.zeros((HEIGHT, WIDTH, 3), np.uint8), [Sheet(sheet((255, 255, 255), 255), opacity=0.5)], light=False)
    assert out[30, 30, 0] == 128


def test_a_moved_layer_lies_whole_pixels_away_exactly() -> None:
    back = ground()
    pose = Pose(across=8 / WIDTH, down=-4 / HEIGHT)
    out, _ = over(back, [Sheet(sheet((200, 30, 90), 255), pose=pose)])
    want, _ = over(back, [Sheet(sheet((200, 30, 90), 255, (28, 6, 68, 46)))])
    assert (out == want).all()


def test_turned_by_a_quarter_and_scaled_it_keeps_its_colour_at_the_edges() -> None:
    back = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    out, box = over(back, [Sheet(sheet((200, 200, 200), 255, (38, 22, 58, 42)), pose=Pose(turn=90, scale=1.5))])
    assert box is not None
    assert abs((out > 100)[..., 0].sum() - 400 * 2.25) <= 30
    assert out.max() <= 201
    small, _ = over(back, [Sheet(sheet((200, 200, 200), 255, (8, 2, 88, 62)), pose=Pose(scale=0.25))])
    assert abs((small > 100)[..., 0].sum() - 80 * 60 / 16) <= 20


def test_a_layer_outside_the_picture_is_not_seen() -> None:
    back = ground()
    out, box = over(back, [Sheet(sheet((1, 2, 3), 255), pose=Pose(across=3.0))])
    assert box is None
    assert (out == back).all()


def test_over_a_clear_back_the_layer_keeps_its_own_colour_and_alpha() -> None:
    back = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    pixels = sheet((200, 30, 90), 128)
    out, _ = over(back, [Sheet(pixels), Sheet(sheet((10, 20, 30), 255, (70, 5, 80, 9)), mode="multiply")])
    assert np.abs(out[30, 30].astype(int) - (200, 30, 90, 128)).max() <= 1
    assert (out[7, 75] == (10, 20, 30, 255)).all()  # nothing is there to multiply with


def test_keys_are_held_outside_and_even_between() -> None:
    keys = [(10, Pose(0, 0, 1, 0)), (20, Pose(1, 0.5, 4, 90))]
    assert between(keys, 3, smooth=True) == keys[0][1]
    assert between(keys, 20, smooth=True) == keys[1][1]
    assert between(keys, 90, smooth=False) == keys[1][1]
    middle = between(keys, 15, smooth=False)
    assert (middle.across, middle.down, middle.turn) == (0.5, 0.25, 45)
    assert middle.scale == pytest.approx(2)
    assert between([], 5, smooth=True).rests
