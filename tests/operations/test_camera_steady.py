"""Steadying takes shaking away and nothing else, each shot for itself; shaking again is a hand's, and shows no edge."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from generation import frames as footage
from generation.camera.stepping import stepped
from generation.drivers import Pixels
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput
from generation.operations.camera_steady import Shake, Stabilise, shake, stabilise
from tests.operations import moving

pytestmark = pytest.mark.once
SIZE = (320, 180)


def shaken(frames: int = 30, much: float = 3.0, pan: float = 1.5, seed: int = 3) -> list[Pixels]:
    """A wall that a shaking camera pans over."""
    wall, dice = moving.wall(seed, 640, 320), np.random.default_rng(5)
    made = []
    for n in range(frames):
        x, y = 60 + pan * n + dice.normal(0, much), 60 + dice.normal(0, much)
        matrix = np.array([[1, 0, -x], [0, 1, -y]])
        made.append(np.asarray(cv2.warpAffine(wall, matrix, SIZE, flags=cv2.INTER_CUBIC), np.uint8))
    return made


def jitter(pictures: list[Pixels]) -> float:
    """Pixels by which the middle's speed changes from frame to frame, root mean square."""
    ((_, ways),) = stepped(pictures)
    places = np.array([(one @ (0.5, 0.5, 1))[:2] * SIZE for one in ways])
    return float(np.sqrt((np.diff(places, 2, axis=0) ** 2).sum(1).mean()))


def context(folder: Path) -> LocalContext:
    return LocalContext(folder / "scratch")


def test_shaking_goes_and_the_pan_stays(tmp_path: Path) -> None:
    clip = moving.clip(tmp_path / "in.mkv", shaken())
    out = stabilise(clip, params=Stabilise(steady=0.8, crop=0.2), context=context(tmp_path))
    assert footage.facts(out.path) == footage.facts(clip.path)
    before, after = moving.seen(clip.path), moving.seen(out.path)
    assert jitter(after) < 0.25 * jitter(before)
    ((_, ways),) = stepped(after)
    assert float((ways[-1] @ (0.5, 0.5, 1))[0] - 0.5) * SIZE[0] == pytest.approx(-1.5 * 29 * 1.1, abs=12)  # it still pans


def test_a_tripod_stands(tmp_path: Path) -> None:
    clip = moving.clip(tmp_path / "in.mkv", shaken(pan=0.0))
    out = moving.seen(stabilise(clip, params=Stabilise(mode="lock"), context=context(tmp_path)).path)
    inner = np.array([one[40:-40, 60:-60].mean(-1) for one in out[2:-2]])
    source = np.array([one[40:-40, 60:-60].mean(-1) for one in moving.seen(clip.path)[2:-2]])
    assert inner.std(0).mean() < 0.35 * source.std(0).mean()


def test_a_camera_that_stood_is_left_bit_for_bit(tmp_path: Path) -> None:
    clip = moving.clip(tmp_path / "in.mkv", [moving.wall(1, *SIZE)] * 8)
    out = stabilise(clip, params=Stabilise(), context=context(tmp_path))
    assert all(np.array_equal(a, b) for a, b in zip(moving.seen(clip.path), moving.seen(out.path), strict=True))
    assert Stabilise(steady=0).does_nothing()
    assert Stabilise(crop=0).does_nothing()
    assert not Stabilise(steady=0, mode="lock").does_nothing()


@pytest.mark.parametrize("edges", ["crop", "fill"])
def test_no_edge_is_seen(tmp_path: Path, edges: str) -> None:
    pictures = [np.clip(one, 60, 243).astype(np.uint8) for one in shaken(16)]
    clip = moving.clip(tmp_path / "in.mkv", pictures)
    out = moving.seen(stabilise(clip, params=Stabilise(steady=0.9, edges=edges), context=context(tmp_path)).path)
    assert min(int(one.min()) for one in out) > 25


def test_each_shot_is_steadied_alone(tmp_path: Path) -> None:
    first = shaken(12)
    second = [(one * (0.1, 0.9, 0.3)).astype(np.uint8) for one in shaken(12, pan=-2.0, seed=9)]
    together = moving.clip(tmp_path / "both.mkv", first + second)
    alone = moving.clip(tmp_path / "one.mkv", second)
    params = Stabilise(steady=0.8, edges="fill")
    both = moving.seen(stabilise(together, params=params, context=context(tmp_path)).path)
    own = moving.seen(stabilise(alone, params=params, context=context(tmp_path)).path)
    assert max(moving.apart(a, b) for a, b in zip(both[12:], own, strict=True)) < 0.5


def test_a_hand_shakes_the_same_way_each_time(tmp_path: Path) -> None:
    clip = moving.clip(tmp_path / "in.mkv", [moving.wall(1, *SIZE)] * 10)
    one, same, other = (
        moving.seen(shake(clip, None, params=Shake(amount=3, seed=seed), context=context(tmp_path)).path) for seed in (1, 1, 2)
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert moving.apart(one[5], other[5]) > 1
    assert len({frame.tobytes() for frame in one}) == 10
    assert Shake(amount=0).does_nothing()


def test_another_clips_shaking_is_taken_without_its_pan(tmp_path: Path) -> None:
    still = moving.clip(tmp_path / "in.mkv", [moving.wall(7, *SIZE)] * 40)
    other = moving.clip(tmp_path / "other.mkv", shaken(24, pan=3.0))
    out = moving.seen(shake(still, other, params=Shake(), context=context(tmp_path)).path)
    assert len(out) == 40
    assert jitter(out) == pytest.approx(jitter(moving.seen(other.path)), rel=0.5)
    ((_, ways),) = stepped(out)
    assert np.abs(ways[:, :2, 2] * SIZE).max() < 45  # the pan of 3 pixels a frame stays with the other


@pytest.mark.parametrize(("size", "frames", "rate"), [((161, 97), 3, 24), ((64, 48), 1, 24), ((64, 48), 9, 240)])
def test_odd_sizes_one_frame_and_many_frames_a_second(tmp_path: Path, size: tuple[int, int], frames: int, rate: int) -> None:
    clip = moving.clip(tmp_path / "in.mkv", [moving.wall(2, 400, 120)[: size[1], : size[0]].copy()] * frames, Fraction(rate))
    for made in (
        stabilise(clip, params=Stabilise(edges="fill"), context=context(tmp_path)),
        stabilise(clip, params=Stabilise(mode="lock"), context=context(tmp_path)),
        shake(clip, None, params=Shake(), context=context(tmp_path)),
        shake(clip, clip, params=Shake(), context=context(tmp_path)),
    ):
        assert footage.facts(made.path) == footage.facts(clip.path)


def test_black_frames_and_alpha(tmp_path: Path) -> None:
    black = moving.clip(tmp_path / "in.mkv", [np.zeros((48, 64, 3), np.uint8)] * 5)
    assert max(one.max() for one in moving.seen(stabilise(black, params=Stabilise(), context=context(tmp_path)).path)) <= 2
    picture = np.zeros((48, 64, 4), np.uint8)
    picture[16:32, 20:44] = (200, 80, 40, 255)
    clip = moving.clip(tmp_path / "alpha.mkv", [picture] * 4, alpha=True)
    out = shake(clip, None, params=Shake(amount=3), context=context(tmp_path))
    shown = [pixels_of(frame) for frame in footage.whole(out.path)]
    assert all(one.shape[2] == 4 and one[..., 3].max() == 255 and one[..., 3].min() == 0 for one in shown)


def test_what_is_no_clip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.mkv").write_bytes(b"nothing")
    with pytest.raises(BadInput) as problem:
        stabilise(Video(tmp_path / "no.mkv"), params=Stabilise(), context=context(tmp_path))
    assert problem.value.code == "CLIP_UNREADABLE"
