"""Clarity: nearer to the truth than what was given, every frame kept, alpha kept, no shot bleeding into another."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation import frames as footage
from generation.clarity import blocks, focus, light, noise
from generation.clarity.planes import around, frame_of, planes_of
from generation.conform import planes
from generation.effects import does_nothing
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Operation, registry
from tests.operations.moving import clip, passing, stored

SIZE = (160, 120)
EFFECTS = ["quality.denoise", "quality.deblock", "quality.deflicker", "quality.deblur", "quality.sharpen", "quality.detail"]


def made(folder: Path, name: str, source: Video, **params: Any) -> Video:
    operation: Operation = registry.get(name)
    result = operation(source, params=operation.validate(params), context=LocalContext(folder / "scratch"))
    assert isinstance(result, Video)
    return result


def greys(video: Video) -> list[np.ndarray]:
    """Light as it is stored."""
    return [one[0].astype(float) for one in stored(video.path)]


def near(one: list[np.ndarray], other: list[np.ndarray]) -> float:
    """Decibels."""
    return float(10 * np.log10(255**2 / max(1e-9, np.mean([np.mean((a - b) ** 2) for a, b in zip(one, other, strict=True)]))))


def noisy(pictures: list[np.ndarray], sigma: float) -> list[np.ndarray]:
    dice = np.random.default_rng(1)
    return [np.clip(one + dice.normal(0, sigma, one.shape), 0, 255).astype(np.uint8) for one in pictures]


@pytest.mark.parametrize("sigma", [6.0, 15.0])
def test_noise_goes_and_the_picture_stays(tmp_path: Path, sigma: float) -> None:
    truth = clip(tmp_path / "truth.mkv", passing(7, size=SIZE))
    source = clip(tmp_path / "in.mkv", noisy(passing(7, size=SIZE), sigma))
    result = made(tmp_path, "quality.denoise", source)
    assert footage.facts(result.path) == footage.facts(source.path)
    assert near(greys(result), greys(truth)) > near(greys(source), greys(truth)) + 4


def test_what_has_no_noise_is_left_as_it_is_stored(tmp_path: Path) -> None:
    smooth = [cv2.GaussianBlur(one, (0, 0), 6) for one in passing(4, size=SIZE)]
    source = clip(tmp_path / "in.mkv", smooth)
    for before, after in zip(stored(source.path), stored(made(tmp_path, "quality.denoise", source).path), strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_no_frame_of_another_shot_is_looked_at() -> None:
    pictures = passing(3, size=SIZE) + [one // 5 for one in passing(4, seed=5, size=SIZE)]
    frames = [planes_of(footage_frame(one)) for one in pictures]
    seen = [(len(shot), place) for _, shot, place in around(frames, 2)]
    assert seen == [(3, 0), (3, 1), (3, 2), (3, 0), (4, 1), (4, 2), (3, 2)]
    assert [one is now for (now, shot, place), one in zip(around(frames, 2), frames, strict=True) for one in [shot[place]]] == [
        True
    ] * 7


def footage_frame(pixels: np.ndarray) -> Any:
    from generation.mezzanine import yuv_of

    return yuv_of(pixels)


def test_planes_come_back_as_they_were_stored(tmp_path: Path) -> None:
    for size in ((64, 48), (33, 47)):
        source = clip(tmp_path / f"{size[0]}.mkv", passing(1, size=size))
        (frame,) = footage.whole(source.path)
        again = frame_of(planes_of(frame), *size)
        assert not isinstance(again, np.ndarray)
        assert all(np.array_equal(a, b) for a, b in zip(planes(frame), planes(again), strict=True))


def test_blocks_are_found_where_they_are_and_smoothed(tmp_path: Path) -> None:
    pictures = [cv2.GaussianBlur(one, (0, 0), 2) for one in passing(3, size=SIZE)]
    packed = [cv2.imdecode(cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, 8])[1], cv2.IMREAD_COLOR) for one in pictures]
    truth, source = clip(tmp_path / "truth.mkv", pictures), clip(tmp_path / "in.mkv", packed)
    result = made(tmp_path, "quality.deblock", source)
    assert near(greys(result), greys(truth)) > near(greys(source), greys(truth)) + 0.5
    light_ = greys(source)[0].astype(np.float32)
    assert blocks.blockiness(light_) > 4 * blocks.blockiness(greys(truth)[0].astype(np.float32)) + 1
    assert blocks.blockiness(light_[3:, 5:]) == pytest.approx(blocks.blockiness(light_), rel=0.3)
    clean = made(tmp_path, "quality.deblock", truth)
    assert near(greys(clean), greys(truth)) > 60


def test_light_that_swings_is_evened_out_and_slow_light_stays(tmp_path: Path) -> None:
    pictures = [np.clip(one * (0.6 + 0.015 * n), 0, 255) for n, one in enumerate(passing(24, size=SIZE))]
    dice = np.random.default_rng(3)
    swings = [1 + 0.18 * dice.uniform(-1, 1, 3) for _ in pictures]
    truth = clip(tmp_path / "truth.mkv", [one.astype(np.uint8) for one in pictures])
    source = clip(
        tmp_path / "in.mkv", [np.clip(one * much, 0, 255).astype(np.uint8) for one, much in zip(pictures, swings, strict=True)]
    )
    result = made(tmp_path, "quality.deflicker", source)

    def swing(video: Video) -> float:
        return float(np.std(np.diff([one.mean() for one in greys(video)], 2)))

    assert swing(result) < 0.2 * swing(source)
    assert near(greys(result), greys(truth)) > near(greys(source), greys(truth)) + 4
    ends = [one.mean() for one in greys(result)]
    assert ends[-1] > ends[0] * 1.3


def test_flicker_of_one_shot_says_nothing_of_the_next() -> None:
    bright, dark = passing(12, size=SIZE), [np.asarray(one // 4, np.uint8) for one in passing(12, seed=9, size=SIZE)]
    alone = light.evened(light.followed(dark, uneven=False), 6)
    both = light.followed([*(255 - one for one in bright), *dark], uneven=False)
    assert both.begins == [0, 12]
    assert np.allclose(light.evened(both, 6)[12:], alone)


def test_a_known_blur_is_undone(tmp_path: Path) -> None:
    pictures = passing(2, size=SIZE)
    kernel = focus.spread(0.0015 * 6 * 120)
    soft = [cv2.filter2D(one, -1, kernel, borderType=cv2.BORDER_REFLECT) for one in pictures]
    truth, source = clip(tmp_path / "truth.mkv", pictures), clip(tmp_path / "in.mkv", soft)
    result = made(tmp_path, "quality.deblur", source, radius=8.0)
    assert near(greys(result), greys(truth)) > near(greys(source), greys(truth)) + 1
    assert focus.spread(1.0, 9.0, 30.0).sum() == pytest.approx(1, abs=1e-5)


def test_sharper_edges_have_no_rims_and_noise_is_not_lifted() -> None:
    edge = np.repeat(np.where(np.arange(80) < 40, 60, 180).astype(np.float32)[None], 60, axis=0)
    soft = cv2.GaussianBlur(edge, (0, 0), 1.5)
    sharp = focus.sharpened(soft, 1.5, 1.5)
    assert np.abs(np.diff(sharp[30])).max() > 1.3 * np.abs(np.diff(soft[30])).max()
    assert sharp.min() > 60 - 20
    assert sharp.max() < 180 + 20
    grain = np.random.default_rng(1).normal(120, 3, (64, 64)).astype(np.float32)
    lifted = focus.sharpened(grain, 2.0, 1.0, floor=1.5 + 1.5 * noise.measured(grain))
    assert lifted.std() < 1.25 * grain.std()


@pytest.mark.parametrize("sigma", [3.0, 8.0, 20.0])
def test_noise_is_measured(sigma: float) -> None:
    wall = cv2.cvtColor(passing(1, size=(320, 240))[0], cv2.COLOR_RGB2GRAY).astype(np.float32)
    calm = cv2.GaussianBlur(wall, (0, 0), 2)
    assert noise.measured(calm) < 0.5
    dice = np.random.default_rng(2)
    assert noise.measured((calm + dice.normal(0, sigma, calm.shape)).astype(np.float32)) == pytest.approx(sigma, rel=0.15)


@pytest.mark.parametrize("name", EFFECTS)
def test_every_effect_keeps_length_rate_size_and_alpha_and_takes_what_comes(tmp_path: Path, name: str) -> None:
    params = {"faces": 1.0} if name == "quality.sharpen" else {}
    for number, (size, frames, rate) in enumerate([((33, 47), 1, Fraction(240)), ((64, 36), 3, Fraction(24000, 1001))]):
        dark = [np.zeros((size[1], size[0], 3), np.uint8)] * (frames - 1)
        source = clip(tmp_path / f"{number}.mkv", passing(1, size=size) + dark, rate)
        assert footage.facts(made(tmp_path / str(number), name, source, **params).path) == footage.facts(source.path)
    picture = np.dstack([passing(1, size=(48, 32))[0], np.tile(np.arange(48) * 5, (32, 1))]).astype(np.uint8)
    source = clip(tmp_path / "alpha.mkv", [picture] * 2, alpha=True)
    result = made(tmp_path / "alpha", name, source, **params)
    shown = [pixels_of(one) for one in footage.whole(result.path)]
    assert all(
        np.abs(one[..., 3].astype(int) - picture[..., 3]).max() <= (40 if name == "quality.detail" else 0) for one in shown
    )


@pytest.mark.parametrize("name", EFFECTS)
def test_at_no_strength_it_is_left_out_and_outside_its_limits_refused(name: str) -> None:
    operation = registry.get(name)
    assert does_nothing(operation.validate({"strength": 0}))
    assert does_nothing(operation.validate({"keys": {"strength": [[0, 0, "linear"], [9, 0, "linear"]]}}))
    assert not does_nothing(operation.validate({"strength": 0, "keys": {"strength": [[0, 0, "linear"], [9, 1, "linear"]]}}))
    for wrong in ({"strength": 9.0}, {"strength": -0.1}, {"strength": float("inf")}, {"keys": {"strength": [[0, 9, "linear"]]}}):
        with pytest.raises(BadInput):
            operation.validate(wrong)


def test_keys_say_when(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", noisy(passing(4, size=SIZE), 10))
    result = made(tmp_path, "quality.denoise", source, keys={"strength": [[1, 0, "hold"], [2, 1, "linear"]]})
    same = [np.array_equal(a, b) for a, b in zip(greys(source), greys(result), strict=True)]
    assert same == [True, True, False, False]


def test_a_clip_that_cannot_be_read_is_said_to_be(tmp_path: Path) -> None:
    for name in EFFECTS:
        with pytest.raises(BadInput):
            made(tmp_path, name, Video(tmp_path / "none.mkv"))
