"""Time: exact lengths, frames that were shot as they were, nothing made across a cut, repetitions found, alpha kept."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation import frames as footage
from generation.local import LocalContext
from generation.media import Movie, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.footage import FootageClip
from generation.operations.footage import clip as footage_clip
from generation.operations.time import Rated, Slow, Smooth, rate, slow, smooth
from generation.recipe import Digest
from tests.operations.moving import apart, clip, passing, seen, stored, wall

SIZE = (128, 96)


def made(folder: Path, source: Video, **params: Any) -> Video:
    return slow(source, params=Slow(**params), context=LocalContext(folder / "scratch"))


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def off(one: np.ndarray, other: np.ndarray) -> float:
    """How far two pictures' light is apart, away from the edges where things come in."""
    return apart(*(cv2.cvtColor(each[8:-8, 16:-16], cv2.COLOR_RGB2GRAY) for each in (one, other)))


def test_half_speed_has_every_frame_as_it_was_stored_and_between_them_what_lies_between(tmp_path: Path) -> None:
    pictures = passing(6, step=4.0, size=SIZE)
    source = clip(tmp_path / "in.mkv", pictures)
    result = made(tmp_path, source, speed=0.5)
    facts = footage.facts(result.path)
    assert (facts.frames, facts.width, facts.height, facts.rate) == (11, 128, 96, Fraction(24))
    was, now = stored(source.path), stored(result.path)
    assert all(same(was[n], now[2 * n]) for n in range(6))
    truth = passing(12, step=2.0, size=SIZE)
    shown = seen(result.path)
    for n in range(1, 11, 2):
        blend = (pictures[n // 2].astype(int) + pictures[n // 2 + 1] + 1) // 2
        assert off(shown[n], truth[n]) < 0.5 * off(blend.astype(np.uint8), truth[n])


def test_eight_times_as_fast_and_an_eighth(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(17, step=1.0))
    assert footage.facts(made(tmp_path, source, speed=8.0).path).frames == 3
    assert footage.facts(made(tmp_path, source, speed=0.125, between="blended").path).frames == 129


def test_nothing_is_made_across_a_cut(tmp_path: Path) -> None:
    before, after = passing(4, size=SIZE), [255 - one for one in passing(4, seed=7, size=SIZE)]
    source = clip(tmp_path / "in.mkv", before + after)
    was = stored(source.path)
    now = stored(made(tmp_path, source, speed=0.25).path)
    assert len(now) == 29
    assert [same(was[3], now[n]) for n in range(12, 17)] == [True, True, False, False, False]
    assert [same(was[4], now[n]) for n in range(12, 17)] == [False, False, True, True, True]


def test_turned_round_and_held(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(5))
    was = stored(source.path)
    now = stored(made(tmp_path, source, reverse=True, hold=3, hold_at=1).path)
    order = [4, 3, 3, 3, 3, 2, 1, 0]
    assert len(now) == len(order)
    assert all(same(was[k], now[n]) for n, k in enumerate(order))


def test_a_ramp_goes_by_its_keys(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(9))
    keys = {"speed": [(0, 1.0, "hold"), (4, 0.5, "hold"), (6, 2.0, "linear")]}
    now = stored(made(tmp_path, source, keys=keys, between="nearest").path)
    was = stored(source.path)
    assert len(now) == 4 + 4 + 2
    assert [next(k for k in range(9) if same(was[k], one)) for one in now] == [0, 1, 2, 3, 4, 5, 5, 6, 6, 8]


def test_animation_on_twos_goes_on_evenly(tmp_path: Path) -> None:
    drawn = passing(6, step=6.0, size=SIZE)
    source = clip(tmp_path / "in.mkv", [one for one in drawn for _ in (0, 1)])
    result = smooth(source, params=Smooth(), context=LocalContext(tmp_path / "scratch"))
    shown, was = seen(result.path), seen(source.path)
    assert len(shown) == 12
    assert all(np.array_equal(shown[n], was[n]) for n in range(0, 12, 2))
    truth = passing(12, step=3.0, size=SIZE)
    for n in range(1, 10, 2):
        assert off(shown[n], truth[n]) < 0.5 * off(was[n], truth[n])
    assert np.array_equal(shown[11], was[11])  # it has no next to go to


def test_what_stands_goes_on_standing(tmp_path: Path) -> None:
    still = passing(1, size=SIZE)[0]
    source = clip(tmp_path / "in.mkv", [still] * 7)
    result = smooth(source, params=Smooth(), context=LocalContext(tmp_path / "scratch"))
    assert stored(result.path)[3][0].tolist() == stored(source.path)[3][0].tolist()


@pytest.mark.parametrize(("old", "new", "frames"), [("24/1", "60/1", 25), ("30/1", "24/1", 8), ("24/1", "24000/1001", 10)])
def test_another_rate_lasts_as_long(tmp_path: Path, old: str, new: str, frames: int) -> None:
    top, _, bottom = old.partition("/")
    source = clip(tmp_path / "in.mkv", passing(10), Fraction(int(top), int(bottom)))
    result = rate(source, params=Rated(rate=new, between="blended"), context=LocalContext(tmp_path / "scratch"))
    facts = footage.facts(result.path)
    assert facts.frames == frames
    top, _, bottom = new.partition("/")
    assert facts.rate == Fraction(int(top), int(bottom))


def test_alpha_goes_along(tmp_path: Path) -> None:
    pictures = []
    for n in range(4):
        picture = np.zeros((96, 128, 4), np.uint8)
        picture[..., :3] = wall(3, 128, 96)
        picture[20:60, 10 + 8 * n : 60 + 8 * n, 3] = 255
        pictures.append(picture)
    source = clip(tmp_path / "in.mkv", pictures, alpha=True)
    result = made(tmp_path, source, speed=0.5)
    shown = [pixels_of(one) for one in footage.whole(result.path)]
    assert [one.shape for one in shown] == [(96, 128, 4)] * 7
    assert np.array_equal(shown[2], pixels_of(list(footage.whole(source.path))[1]))
    middle = shown[1][..., 3] > 127
    assert abs(int(middle.sum()) - 40 * 50) < 300
    assert abs(np.nonzero(middle)[1].mean() - (10 + 4 + 25)) < 4


@pytest.mark.parametrize("size", [(33, 47), (16, 16), (257, 129)])
def test_odd_sizes_and_one_frame(tmp_path: Path, size: tuple[int, int]) -> None:
    source = clip(tmp_path / "in.mkv", passing(2, size=size))
    result = made(tmp_path, source, speed=0.5)
    facts = footage.facts(result.path)
    assert (facts.frames, facts.width, facts.height) == (3, *size)
    one = clip(tmp_path / "one.mkv", passing(1, size=size))
    assert footage.facts(made(tmp_path, one, speed=0.25).path).frames == 1
    assert footage.facts(smooth(one, params=Smooth(), context=LocalContext(tmp_path / "s")).path).frames == 1


def test_black_frames_and_240_frames_a_second(tmp_path: Path) -> None:
    dark = [np.zeros((96, 128, 3), np.uint8)] * 3 + passing(3, size=SIZE)
    source = clip(tmp_path / "in.mkv", dark, Fraction(240))
    result = made(tmp_path, source, speed=0.5)
    assert footage.facts(result.path).rate == 240
    assert seen(result.path)[1].max() <= 2


def test_what_cannot_be_is_refused_in_words(tmp_path: Path) -> None:
    for wrong in (
        {"speed": 0.1},
        {"speed": 9.0},
        {"keys": {"speed": [(0, 0.0, "linear")]}},
        {"hold": -1},
        {"speed": float("nan")},
    ):
        with pytest.raises(BadInput, match=r"time\.slow"):
            registry.get("time.slow").validate(wrong)
    with pytest.raises(BadInput):
        made(tmp_path, Video(tmp_path / "none.mkv"), speed=0.5)


def test_the_same_request_gives_the_same_bytes_and_another_another_key(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(3, size=SIZE))
    one, other = (made(tmp_path / str(n), source, speed=0.5).path.read_bytes() for n in (1, 2))
    assert one == other
    key = recipe(slow, params=Slow(), clip=Digest("a" * 64, "video")).key
    for changed in (
        {"speed": 0.5},
        {"reverse": True},
        {"hold": 2},
        {"between": "nearest"},
        {"keys": {"speed": [(0, 0.5, "linear")]}},
    ):
        assert recipe(slow, params=Slow(**changed), clip=Digest("a" * 64, "video")).key != key


def test_footage_of_another_rate_is_shown_at_the_middle_of_each_frame(tmp_path: Path) -> None:
    pictures = passing(12, step=4.0, size=SIZE)
    source = Movie(clip(tmp_path / "in.mkv", pictures, Fraction(12)).path)
    wanted = {"frames": 10, "start": 4, "rate": "24/1", "width": 128, "height": 96}
    context = LocalContext(tmp_path / "scratch")
    plain, smooth_ = (
        seen(footage_clip(source, params=FootageClip(**wanted, motion=one), context=context).path) for one in ("shown", "made")
    )
    truth = passing(48, step=1.0, size=SIZE)
    for n in range(10):
        middle = truth[2 * (4 + n) - 1]  # 12 frames a second seen at (n + 1/2) / 24 s, a quarter of a frame before or after one
        assert off(smooth_[n], middle) < 0.8 * off(plain[n], middle) + 0.3
    alike = footage_clip(source, params=FootageClip(**{**wanted, "rate": "12/1"}, motion="made"), context=context)
    shown = footage_clip(source, params=FootageClip(**{**wanted, "rate": "12/1"}), context=context)
    assert all(same(a, b) for a, b in zip(stored(alike.path), stored(shown.path), strict=True))
