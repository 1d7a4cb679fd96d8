"""Colours between operations: read and written again and again a clip neither darkens nor pales, and grey stays grey."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from hypothesis import given
from hypothesis import strategies as some

from generation import frames as footage
from generation.conform import planes
from generation.drivers import Pixels
from generation.mezzanine import clip_to, pixels_of, yuv_of


def picture(width: int, height: int, seed: int = 3) -> Pixels:
    """Soft colours with hard edges and noise between, none at the rim of what sRGB holds."""
    dice = np.random.default_rng(seed)
    soft = cv2.resize(dice.uniform(60, 190, (5, 7, 3)), (width, height), interpolation=cv2.INTER_CUBIC)
    soft[height // 3 : height // 2, width // 4 : width // 2] = (60, 150, 170)
    return np.asarray(np.clip(soft + dice.normal(0, 4, (height, width, 1)), 30, 225), np.uint8)


@pytest.mark.parametrize("size", [(320, 180), (65, 47), (2, 2), (1, 1)])
def test_ten_passes_of_reading_and_writing_change_nothing_that_is_seen(size: tuple[int, int], tmp_path: Path) -> None:
    given = [picture(*size, seed) for seed in (1, 2)]
    passes = [given]
    for number in range(10):
        path = tmp_path / f"{number}.mkv"
        with clip_to(path, *size, Fraction(24)) as writer:
            for one in passes[-1]:
                writer.write(one)
        passes.append([pixels_of(one) for one in footage.whole(path)])
    for first, last, made in zip(passes[1], passes[10], given, strict=True):
        assert first.shape == (size[1], size[0], 3)
        assert np.abs(last.mean(axis=(0, 1)) - first.mean(axis=(0, 1))).max() < 0.1
        assert np.abs(last.astype(int) - first).mean() < 0.1
        assert np.abs(last.astype(int) - first).max() <= 6  # Cb and Cr, each rounded to the other side
        assert np.abs(last.mean(axis=(0, 1)) - made.mean(axis=(0, 1))).max() < (0.5 if min(size) > 2 else 2)


def test_stored_luma_comes_back_to_the_bit_and_colours_to_the_nearest() -> None:
    frame = yuv_of(picture(320, 180))
    again = frame
    for _ in range(10):
        again = yuv_of(pixels_of(again))
    for number, (one, other) in enumerate(zip(planes(frame), planes(again), strict=True)):
        difference = one.astype(int) - other
        assert np.abs(difference).max() <= (0 if number == 0 else 1)
        assert abs(difference.mean()) < 0.05


@given(level=some.integers(0, 255), width=some.integers(1, 9), height=some.integers(1, 9))
def test_grey_stays_grey(level: int, width: int, height: int) -> None:
    shown = pixels_of(yuv_of(np.full((height, width, 3), level, np.uint8)))
    assert shown.shape == (height, width, 3)
    assert len(np.unique(shown)) == 1
    assert abs(int(shown[0, 0, 0]) - level) <= 1
    assert np.array_equal(pixels_of(yuv_of(shown)), shown)


@given(colour=some.tuples(*[some.integers(0, 255)] * 3))
def test_an_even_colour_is_read_as_it_was_meant(colour: tuple[int, int, int]) -> None:
    shown = pixels_of(yuv_of(np.full((4, 6, 3), colour, np.uint8)))
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) == 1
    assert np.abs(shown[0, 0].astype(int) - colour).max() <= 2  # 8 bits in limited range do not hold every colour
    assert np.abs(pixels_of(yuv_of(shown))[0, 0].astype(int) - shown[0, 0]).max() <= 1


def test_a_change_is_read_where_it_was_made_and_nowhere_else() -> None:
    made = picture(64, 48)
    other = made.copy()
    other[16:32, 20:40] = (220, 40, 40)
    one, two = (pixels_of(yuv_of(each)) for each in (made, other))
    changed = np.any(one != two, axis=2)
    assert changed[16:32, 20:40].all()
    changed[16:32, 20:40] = False
    assert not changed.any()


@pytest.mark.parametrize("name", ["yuv422p10le", "yuv444p", "yuvj420p", "rgb24", "gbrp", "bgra", "gray"])
def test_what_is_stored_otherwise_is_read_as_bright(name: str) -> None:
    made = picture(64, 48)
    grey = name == "gray"
    source = VideoFrame.from_ndarray(np.ascontiguousarray(made[..., 1]) if grey else made, format="gray" if grey else "rgb24")
    whole = ColorRange.JPEG if name == "yuvj420p" else ColorRange.MPEG
    told = {"dst_colorspace": Colorspace.ITU709, "dst_color_range": whole} if name.startswith("yuv") else {}
    shown = pixels_of(source if grey else source.reformat(format=name, **told))
    assert shown.shape == ((48, 64, 4) if name == "bgra" else (48, 64, 3))
    wanted = made[..., (1, 1, 1)] if grey else made
    difference = shown[..., :3].astype(float) - wanted
    assert np.abs(difference.mean(axis=(0, 1))).max() < (1.6 if name.startswith("yuv") else 0.01)  # it was written elsewhere
