"""A camera over what was shot: still where it rests, near before far, no tears, no edge in sight, nothing across a cut."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation import frames as footage
from generation.camera import moves
from generation.drivers import Pixels
from generation.drivers.previs.stage import Move as Staged
from generation.local import LocalContext
from generation.media import Data
from generation.mezzanine import pixels_of
from generation.movement import rest
from generation.operation import BadInput, recipe, registry
from generation.operations.camera import Move, move
from generation.recipe import Digest
from tests.operations import moving

pytestmark = pytest.mark.once
SIZE = (160, 96)


class Fill:
    """Paints holes in the mean colour of what is round about."""

    def fill(self, pixels: Pixels, hole: np.ndarray) -> Pixels:
        return np.asarray(cv2.inpaint(pixels, hole.astype(np.uint8), 3, cv2.INPAINT_TELEA), np.uint8)


class Nothing:
    """Nothing stands out."""

    def salient(self, pixels: Pixels) -> np.ndarray:
        return np.zeros(pixels.shape[:2], np.float32)


class Opened(LocalContext):
    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        return nullcontext(Fill() if checkpoint.startswith("migan") else Nothing())


def card(frames: int = 9, shift: int = 0) -> tuple[list[Pixels], list[Pixels]]:
    """A red card before a wall, and how near both are."""
    wall = moving.wall(3, 240, 112)[4 : 4 + SIZE[1], 4 : 4 + SIZE[0]].copy()
    wall[..., 0] //= 3  # no red in it
    near = np.full((SIZE[1], SIZE[0], 3), 40, np.uint8)
    wall[30:66, 60 + shift : 100 + shift] = (225, 30, 30)
    near[30:66, 60 + shift : 100 + shift] = 220
    return [wall] * frames, [near] * frames


def made(folder: Path, pictures: list[Pixels], depth: list[Pixels] | None, **params: Any) -> list[Pixels]:
    folder.mkdir(exist_ok=True)
    clip = moving.clip(folder / "in.mkv", pictures)
    deep = moving.clip(folder / "deep.mkv", depth) if depth else None
    result = move(clip, deep, None, params=Move(**params), context=Opened(folder / "scratch"))
    assert footage.facts(result.path) == footage.facts(clip.path)
    return moving.seen(result.path)


def red(pixels: Pixels) -> np.ndarray:
    one = pixels.astype(int)
    return np.asarray((one[..., 0] > 150) & (one[..., 1] < 90))


def test_a_camera_that_does_not_move_gives_every_frame_back_bit_for_bit(tmp_path: Path) -> None:
    assert Move().does_nothing()
    assert Move(move="push", amount=0).does_nothing()
    assert not Move(keys={"pan": ((0, 0.0, "linear"), (8, 3.0, "linear"))}).does_nothing()
    pictures, depth = card()
    out = made(tmp_path, pictures, depth, keys={"push": ((4, 0.0, "linear"), (8, 0.2, "linear"))})
    stored = moving.seen(tmp_path / "in.mkv")
    assert all(np.array_equal(out[n], stored[n]) for n in range(4))
    assert moving.apart(out[8], stored[8]) > 2


def test_near_things_pass_before_far_ones_and_what_comes_into_sight_is_no_stretched_edge(tmp_path: Path) -> None:
    pictures, depth = card()
    out = made(tmp_path, pictures, depth, keys={"truck": ((0, -0.05, "linear"), (8, 0.05, "linear"))}, ease="linear")
    places = [np.flatnonzero(red(one)[48]) for one in out]
    middles = [float(one.mean()) for one in places]
    assert all(b < a for a, b in pairwise(middles))  # the camera goes right, so the card goes left
    assert middles[0] - middles[8] > 10
    widths = [len(one) for one in places]
    assert max(widths) - min(widths) <= 3  # a card stays as wide as it is
    flat = made(tmp_path / "flat", pictures, None, keys={"truck": ((0, -0.05, "linear"), (8, 0.05, "linear"))})
    far = [cv2.phaseCorrelate(*(one[:24].mean(-1).astype(np.float32) for one in (out[0], out[8])))[0][0]]
    own = [cv2.phaseCorrelate(*(one[:24].mean(-1).astype(np.float32) for one in (flat[0], flat[8])))[0][0]]
    assert abs(far[0]) < abs(own[0])  # the wall goes less far than if all were equally far


@pytest.mark.parametrize("name", [one for one in moves.MOVES if one != "static"])
def test_no_move_shows_the_edge_of_the_picture(tmp_path: Path, name: str) -> None:
    grey = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    grey[0], grey[-1], grey[:, 0], grey[:, -1] = (0, 255, 0), (0, 255, 0), (0, 255, 0), (0, 255, 0)
    ramp = np.repeat(np.linspace(30, 220, SIZE[1]).astype(np.uint8)[:, None, None], SIZE[0], 1).repeat(3, 2)
    out = made(tmp_path, [grey] * 7, [ramp] * 7, move=name, edges="scale")
    for n, one in enumerate(out):
        inner = one[3:-3, 3:-3]
        assert not ((inner[..., 1].astype(int) - inner[..., 0]) > 100).any(), (name, n)


def test_a_floor_bends_as_one(tmp_path: Path) -> None:
    """Stripes across a floor that leans stay straight and whole while the camera goes up."""
    floor = np.full((SIZE[1], SIZE[0], 3), 60, np.uint8)
    floor[:, 70:90] = 220
    ramp = np.repeat(np.linspace(30, 220, SIZE[1]).astype(np.uint8)[:, None, None], SIZE[0], 1).repeat(3, 2)
    out = made(tmp_path, [floor] * 5, [ramp] * 5, move="truck-right", ease="linear")
    for one in out:
        bright = one[..., 1] > 140
        rows = [np.flatnonzero(row) for row in bright]
        assert all(len(row) and row[-1] - row[0] + 1 == len(row) for row in rows)  # one stripe, no tear
        middles = np.array([row.mean() for row in rows])
        assert np.abs(np.diff(middles)).max() < 2.5  # nowhere broken


def test_what_is_uncovered_is_what_another_frame_showed(tmp_path: Path) -> None:
    """The card goes away during the shot; what was behind it, once seen, is behind it later."""
    first, near = card(1)
    second, near_later = card(1, shift=40)
    third, near_third = card(1, shift=0)
    pictures = first * 3 + second * 3 + third * 3
    depth = near * 3 + near_later * 3 + near_third * 3
    out = made(tmp_path, pictures, depth, truck=0.05)
    wall = second[0][30:66, 60:84].astype(int)
    assert not red(out[-1])[:, 104:].any()  # nothing of the card is left where it had been in between
    assert wall.any()


def test_nothing_is_carried_across_a_cut(tmp_path: Path) -> None:
    pictures, depth = card(4)
    other = [(one * (0.1, 0.9, 0.3)).astype(np.uint8) for one in moving.passing(4, 0.0, seed=8, size=SIZE)]
    cut = made(tmp_path / "a", pictures + other, depth + [np.full_like(depth[0], 128)] * 4, truck=0.04)
    alone = made(tmp_path / "b", other, [np.full_like(depth[0], 128)] * 4, truck=0.04)
    assert moving.apart(cut[-1], alone[-1]) < 1.0


def test_alpha_is_kept_and_goes_along(tmp_path: Path) -> None:
    picture = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    picture[30:60, 60:100] = (200, 80, 40, 255)
    clip = moving.clip(tmp_path / "in.mkv", [picture] * 4, alpha=True)
    out = move(clip, None, None, params=Move(zoom=1.0), context=Opened(tmp_path))
    one = [pixels_of(frame) for frame in footage.whole(out.path)][-1]
    assert one.shape[2] == 4
    assert one[..., 3].max() == 255
    assert (one[..., 3] > 128).sum() == pytest.approx(4 * 30 * 40, rel=0.05)
    assert (one[..., 3] == 0).any()


def test_a_hand_that_shakes_is_the_same_hand_each_time_and_another_by_another_seed() -> None:
    one, same, other = moves.Drift(24, 3), moves.Drift(24, 3), moves.Drift(24, 4)
    rows = np.array([[drift.at(n, 0) for n in range(240)] for drift in (one, same, other)])
    assert np.array_equal(rows[0], rows[1])
    assert not np.allclose(rows[0], rows[2])
    assert 0.4 < rows[0].std() < 1.8
    assert np.abs(np.diff(rows[0])).max() < 1.2  # it sways, it does not jump


def test_the_moves_are_the_storyboards(tmp_path: Path) -> None:
    assert {one.value for one in Staged} - {"follow"} <= set(moves.MOVES)


def test_a_part_of_a_move_is_where_the_whole_is() -> None:
    whole, drift = Move(move="truck-right", keys={"roll": ((0, 0.0, "linear"), (20, 4.0, "linear"))}), moves.Drift(24, 0)
    part = whole.part(7, 30)
    for n in range(10):
        assert part.pose(n, 3, drift) == whole.pose(n + 7, 30, drift)


def test_what_is_of_another_clip_is_refused(tmp_path: Path) -> None:
    pictures, depth = card(4)
    clip, short = moving.clip(tmp_path / "in.mkv", pictures), moving.clip(tmp_path / "deep.mkv", depth[:2])
    with pytest.raises(BadInput, match="not as long") as problem:
        move(clip, short, None, params=Move(move="push"), context=Opened(tmp_path))
    assert problem.value.code == "DEPTH_MISFIT"
    elsewhere = Data.write(tmp_path / "m.json", rest(2).written())
    with pytest.raises(BadInput) as problem:
        move(clip, None, elsewhere, params=Move(move="push"), context=Opened(tmp_path))
    assert problem.value.code == "MOVEMENT_MISFIT"


@pytest.mark.parametrize(("size", "frames", "rate"), [((161, 97), 3, 24), ((64, 48), 1, 24), ((64, 48), 9, 240)])
def test_odd_sizes_one_frame_and_many_frames_a_second(tmp_path: Path, size: tuple[int, int], frames: int, rate: int) -> None:
    pictures = [moving.wall(2, 400, 120)[: size[1], : size[0]].copy()] * frames
    depth = [np.repeat(np.linspace(20, 230, size[1]).astype(np.uint8)[:, None, None], size[0], 1).repeat(3, 2)] * frames
    clip = moving.clip(tmp_path / "in.mkv", pictures, Fraction(rate))
    deep = moving.clip(tmp_path / "deep.mkv", depth, Fraction(rate))
    out = move(clip, deep, None, params=Move(move="orbit-right", handheld=1, shutter=0.5), context=Opened(tmp_path / "s"))
    assert footage.facts(out.path) == footage.facts(clip.path)


def test_black_frames_come_out_black(tmp_path: Path) -> None:
    black = [np.zeros((SIZE[1], SIZE[0], 3), np.uint8)] * 4
    assert max(one.max() for one in made(tmp_path, black, black, move="push")) <= 2


def test_the_key_moves_with_each_number_and_strengths_are_bounded() -> None:
    clip = Digest("0" * 64, "video")
    keys = {recipe(move, params=one, clip=clip).key for one in (Move(), Move(pan=1), Move(move="push"), Move(deep=0.5))}
    assert len(keys) == 4
    with pytest.raises(BadInput, match="pan"):
        registry.get("camera.move").validate({"pan": 90})
