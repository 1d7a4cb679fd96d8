"""Larger clips: nearer to the truth than what is merely enlarged, without seams, with alpha, and no larger than can be."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from generation import checkpoints
from generation import frames as footage
from generation.clarity.larger import Steady, enlarged
from generation.drivers import upscaling
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput
from generation.operations.quality_upscale import Detail, Upscale, detail, upscale
from tests.operations.moving import clip, passing, seen

NETWORKS = ["span@1", "realesr-anime@1"]


def off(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.mean((one.astype(float) - other.astype(float)) ** 2))


def drawn(size: tuple[int, int]) -> np.ndarray:
    """Sharp edges of all directions, as drawings and letters have them."""
    picture = np.full((size[1], size[0], 3), 210, np.uint8)
    for n in range(9):
        centre = (size[0] * (n % 3 * 2 + 1) // 6, size[1] * (n // 3 * 2 + 1) // 6)
        cv2.circle(picture, centre, 8 + n, (20 * n, 200 - 15 * n, 90), -1, cv2.LINE_AA)
        cv2.line(picture, (0, 17 * n), (size[0], 11 * n), (40, 30, 20), 2, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_it_is_nearer_to_the_truth_than_enlarging_alone(tmp_path: Path, factor: int) -> None:
    truth = drawn((192, 144))
    small = cv2.resize(truth, (192 // factor, 144 // factor), interpolation=cv2.INTER_AREA)
    source = clip(tmp_path / "in.mkv", [small] * 2)
    result = upscale(source, params=Upscale(factor=factor), context=LocalContext(tmp_path / "scratch"))
    facts = footage.facts(result.path)
    assert (facts.width, facts.height, facts.frames) == (192, 144, 2)
    whole = cv2.cvtColor(truth, cv2.COLOR_RGB2GRAY)
    for way in (cv2.INTER_CUBIC, cv2.INTER_LANCZOS4):
        plain = cv2.resize(small, (192, 144), interpolation=way)
        ours, theirs = (cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in (seen(result.path)[0], plain))
        assert off(ours, whole) < off(theirs, whole)


@pytest.mark.parametrize("network", NETWORKS)
def test_tiles_leave_no_seams(network: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = checkpoints.load(network)
    light = passing(1, size=(150, 90))[0].astype(np.float32) / 255
    whole = driver.enlarge(light, 4)
    monkeypatch.setattr(upscaling, "_TILE", 32)
    assert np.abs(driver.enlarge(light, 4) - whole).max() < 2e-3


@pytest.mark.parametrize("network", NETWORKS)
def test_made_small_again_it_is_what_it_was(network: str) -> None:
    driver = checkpoints.load(network)
    light = passing(1, size=(80, 60))[0].astype(np.float32) / 255
    for factor in (2, 3, 4):
        again = cv2.resize(enlarged(driver, light, factor, 1.0), (80, 60), interpolation=cv2.INTER_AREA)
        loose = cv2.resize(enlarged(driver, light, factor, 0.0), (80, 60), interpolation=cv2.INTER_AREA)
        assert off(again * 255, light * 255) < 0.25 * off(loose * 255, light * 255) + 0.05


def test_alpha_is_enlarged_along_and_colours_of_nothing_do_not_bleed(tmp_path: Path) -> None:
    picture = np.zeros((24, 32, 4), np.uint8)
    picture[6:18, 8:24] = (200, 100, 50, 255)
    picture[:6, :, 0] = 255  # seen nowhere
    source = clip(tmp_path / "in.mkv", [picture], alpha=True)
    result = upscale(source, params=Upscale(factor=2), context=LocalContext(tmp_path / "scratch"))
    (shown,) = [pixels_of(one) for one in footage.whole(result.path)]
    assert shown.shape == (48, 64, 4)
    assert shown[24, 32, 3] == 255
    assert shown[0, 0, 3] == 0
    inside = shown[13:35, 18:46]
    assert np.abs(inside[..., :3].astype(int) - (200, 100, 50)).max() < 30


def test_what_stands_does_not_flicker() -> None:
    driver = checkpoints.load("span@1")
    dice = np.random.default_rng(4)
    still = passing(1, size=(96, 64))[0].astype(np.float32) / 255
    shown = [np.clip(still + dice.normal(0, 0.004, still.shape), 0, 1).astype(np.float32) for _ in range(4)]
    plain = [enlarged(driver, one, 2, 1.0) for one in shown]
    steady = Steady()
    held = [steady(one, large) for one, large in zip(shown, plain, strict=True)]

    def flicker(pictures: list[np.ndarray]) -> float:
        return float(np.mean([np.abs(b - a).mean() for a, b in pairwise(pictures[1:])]))

    assert flicker(held) < 0.8 * flicker(plain)


def test_detail_comes_back_into_what_was_enlarged(tmp_path: Path) -> None:
    truth = drawn((192, 144))
    small = cv2.resize(truth, (96, 72), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(small, (192, 144), interpolation=cv2.INTER_LINEAR)
    source = clip(tmp_path / "in.mkv", [soft])
    result = detail(source, params=Detail(), context=LocalContext(tmp_path / "scratch"))
    assert footage.facts(result.path) == footage.facts(source.path)
    assert off(seen(result.path)[0], truth) < 0.9 * off(seen(source.path)[0], truth)


def test_what_is_too_large_and_what_is_damaged_is_refused_in_words(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", [np.zeros((16, 2100, 3), np.uint8)])
    with pytest.raises(BadInput, match="8192"):
        upscale(source, params=Upscale(factor=4), context=LocalContext(tmp_path / "scratch"))
    (tmp_path / "spanx2_ch48.bin").write_bytes(b"\0" * 100)
    with pytest.raises(BadInput, match="Fetch it again"):
        upscaling.span(tmp_path)
    with pytest.raises(BadInput):
        upscale(Video(tmp_path / "none.mkv"), params=Upscale(), context=LocalContext(tmp_path / "scratch"))
