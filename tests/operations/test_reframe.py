"""A window of another shape: who matters is in it, it stands where it can, and goes calmly where it must."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation import frames as footage
from generation.camera import framing
from generation.camera.framing import Sighting
from generation.drivers import Pixels
from generation.local import LocalContext
from generation.media import Data
from generation.mezzanine import pixels_of
from generation.movement import Movement
from generation.operations.reframe import FrameFit, Reframe, fit, reframe
from tests.operations import moving

pytestmark = pytest.mark.once
SIZE = (320, 180)


@dataclass
class Found:
    box: tuple[int, int, int, int]


class Reds:
    """A face is a red square."""

    def find(self, pixels: Pixels) -> list[Found]:
        red = (pixels[..., 0].astype(int) - pixels[..., 1]) > 100
        if not red.any():
            return []
        rows, columns = np.flatnonzero(red.any(1)), np.flatnonzero(red.any(0))
        return [Found((int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1))]


class Greens:
    """What stands out is green."""

    def salient(self, pixels: Pixels) -> np.ndarray:
        return ((pixels[..., 1].astype(int) - pixels[..., 0]) > 80).astype(np.float32)


class Opened(LocalContext):
    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        return nullcontext(Reds() if checkpoint.startswith("yunet") else Greens())


def walk(places: list[float], colour: tuple[int, int, int] = (230, 30, 30)) -> list[Pixels]:
    made = []
    for x in places:
        one = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
        at = round(x * SIZE[0])
        one[70:100, max(0, at - 12) : at + 12] = colour
        made.append(one)
    return made


def shown(folder: Path, pictures: list[Pixels], **params: Any) -> list[Pixels]:
    folder.mkdir(exist_ok=True)
    clip = moving.clip(folder / "in.mkv", pictures)
    made = reframe(clip, None, params=Reframe(**params), context=Opened(folder / "scratch"))
    assert footage.facts(made.path) == footage.facts(clip.path)
    return moving.seen(made.path)


def whole(one: Pixels, colour: int = 0) -> bool:
    """Whether the subject is seen from edge to edge."""
    strong = one[..., colour].astype(int) - one[..., 1 - colour] > 60
    columns = np.flatnonzero(strong.any(0))
    return len(columns) >= 20


def test_whoever_walks_through_stays_in_the_window(tmp_path: Path) -> None:
    places = [*np.full(20, 0.2), *np.linspace(0.2, 0.8, 60), *np.full(20, 0.8)]
    out = shown(tmp_path, walk([float(one) for one in places]), aspect="9:16")
    assert np.mean([whole(one) for one in out]) >= 0.98
    assert (out[50][:, :100] <= 2).all()  # beside it is black


def test_what_stands_out_is_followed_where_there_is_no_face(tmp_path: Path) -> None:
    out = shown(tmp_path, walk([0.85] * 12, (30, 220, 30)), aspect="1:1", around="blur")
    assert all(whole(one, 1) for one in out)
    assert out[3][:, :40].max() > 10  # beside it is the picture, soft


def test_a_subject_that_hardly_moves_is_given_a_window_that_stands() -> None:
    dice = np.random.default_rng(2)
    seen = [Sighting((x, 0.4, x + 0.1, 0.6), 1.0) for x in 0.4 + dice.normal(0, 0.01, 40)]
    path = framing.way(range(0, 160, 4), seen, 160, 0.3, 0)
    assert np.ptp(path) == 0


def test_a_window_that_goes_along_goes_evenly_and_keeps_who_matters() -> None:
    places = np.interp(np.arange(60), [0, 15, 45, 59], [0.2, 0.2, 0.75, 0.75])
    dice = np.random.default_rng(3)
    seen = [Sighting((x - 0.05, 0.4, x + 0.05, 0.6), 1.0) for x in places + dice.normal(0, 0.006, 60)]
    path = framing.way(range(0, 240, 4), seen, 240, 0.32, 0)
    middle = np.interp(np.arange(240), range(0, 240, 4), places)
    assert np.abs(path - middle).max() < 0.16 - 0.03  # inside at every frame
    speed = np.diff(path)
    assert np.abs(np.diff(speed)).max() < 0.0012  # never a jerk


def test_two_shots_are_framed_each_for_itself(tmp_path: Path) -> None:
    first = walk([0.15] * 10)
    second = [
        np.clip(one.astype(int) + np.array([0, 120, 90]), 0, 255).astype(np.uint8) for one in walk([0.85] * 10, (255, 10, 10))
    ]
    out = shown(tmp_path, first + second, aspect="9:16")
    assert whole(out[0])
    assert whole(out[9])
    assert np.array_equal(out[0], out[9])  # it does not set out before the cut


def test_keys_have_the_last_word(tmp_path: Path) -> None:
    out = shown(tmp_path, walk([0.2] * 9), aspect="9:16", keys={"across": ((0, 0.9, "linear"),)})
    assert not any(whole(one) for one in out)
    by_hand = shown(tmp_path / "hand", walk([0.2] * 9), aspect="9:16", follow="hand", across=0.2)
    assert all(whole(one) for one in by_hand)


def test_the_frames_own_shape_does_nothing_until_it_is_closer(tmp_path: Path) -> None:
    assert Reframe(aspect="frame").does_nothing()
    assert not Reframe(aspect="frame", closer=1.5).does_nothing()
    out = shown(tmp_path, walk([0.8] * 6), aspect="frame", closer=2.0)
    assert all(whole(one) and len(np.flatnonzero((one[..., 0] > 150).any(0))) > 40 for one in out)


def test_the_whole_picture_has_bars_for_another_film(tmp_path: Path) -> None:
    clip = moving.clip(tmp_path / "in.mkv", walk([0.8] * 4))
    tall = fit(None, clip, params=FrameFit(width=180, height=320), context=Opened(tmp_path / "s"))
    assert footage.facts(tall.path).width == 180
    assert all(whole(one) for one in moving.seen(tall.path))
    bars = moving.seen(
        fit(None, clip, params=FrameFit(width=180, height=320, follow="whole"), context=Opened(tmp_path / "s")).path
    )
    assert (bars[0][:90] <= 2).all()
    assert bars[0][160].max() > 60


def test_what_is_followed_is_framed(tmp_path: Path) -> None:
    clip = moving.clip(tmp_path / "in.mkv", walk([0.5] * 6))
    ways = np.tile(np.eye(3), (6, 1, 1))
    ways[:, 0, 2] = np.linspace(0, 0.35, 6)
    told = Data.write(tmp_path / "m.json", Movement(0, ways, np.ones(6, bool)).written())
    out = moving.seen(reframe(clip, told, params=Reframe(aspect="9:16"), context=Opened(tmp_path / "s")).path)
    assert whole(out[0])
    assert not whole(out[5])  # the point went away to the right, and the window with it


@pytest.mark.parametrize(("size", "frames", "rate"), [((161, 97), 3, 24), ((64, 48), 1, 24), ((64, 48), 9, 240)])
def test_odd_sizes_one_frame_and_many_frames_a_second(tmp_path: Path, size: tuple[int, int], frames: int, rate: int) -> None:
    clip = moving.clip(tmp_path / "in.mkv", [moving.wall(2, 400, 120)[: size[1], : size[0]].copy()] * frames, Fraction(rate))
    for aspect in ("9:16", "2.39:1"):
        made = reframe(clip, None, params=Reframe(aspect=aspect), context=Opened(tmp_path / "s"))
        assert footage.facts(made.path) == footage.facts(clip.path)


def test_alpha_is_kept_and_black_is_black(tmp_path: Path) -> None:
    picture = np.zeros((48, 64, 4), np.uint8)
    picture[16:32, 20:44] = (200, 80, 40, 255)
    clip = moving.clip(tmp_path / "alpha.mkv", [picture] * 3, alpha=True)
    made = reframe(clip, None, params=Reframe(aspect="1:1"), context=Opened(tmp_path / "s"))
    assert all(pixels_of(one).shape[2] == 4 for one in footage.whole(made.path))
    black = moving.clip(tmp_path / "black.mkv", [np.zeros((48, 64, 3), np.uint8)] * 3)
    assert max(one.max() for one in moving.seen(reframe(black, None, params=Reframe(), context=Opened(tmp_path / "s")).path)) <= 2
