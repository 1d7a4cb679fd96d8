"""Painting moving pictures: every style paints, keeps still what stands still, and goes along with what moves."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import pytest

from generation.operations.style_transfer import StyleName
from generation.styling import finishing, painters
from generation.styling.catalogue import OF_PICTURE, styles
from generation.styling.engine import Engine, held
from generation.styling.learned import Learned
from generation.styling.motion import Threads, Watch
from generation.styling.points import Points
from generation.styling.tools import grain
from tests.operations.moving import passing, wall

SHOWN = Path(__file__).resolve().parent.parent.parent / "frontend" / "src" / "effects" / "styles"
CLASSICAL = [name for name, style in styles().items() if style.painter != "network"]
SIZE = (160, 96)


def engine(name: str, seed: int = 1) -> Engine:
    style = styles()[name]
    return Engine(style, lambda: painters.made(style.painter, style.options), size=1.0, seed=seed)


def scene(step: float = 2.0, frames: int = 4) -> list[np.ndarray]:
    return passing(frames, step, seed=3, size=SIZE)


def moved(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def test_the_list_is_what_the_operation_and_the_gallery_offer() -> None:
    assert {*styles(), OF_PICTURE} == set(get_args(StyleName))
    assert len(styles()) >= 24
    shown = json.loads((SHOWN / "styles.json").read_text(encoding="utf-8"))
    assert shown == [{"id": one.id, "credit": one.credit} for one in styles().values()]
    for one in styles().values():
        picture = SHOWN / f"{one.id}.webp"
        assert picture.is_file(), one.id
        assert picture.stat().st_size <= 12_000, one.id


def test_who_paints_after_somebody_or_with_a_network_says_so() -> None:
    for one in styles().values():
        assert one.painter != "network" or "Magenta" in one.credit
    for name in ("impressionist", "starry", "pointillist", "ukiyo-e"):
        assert styles()[name].credit.startswith("After ")


@pytest.mark.parametrize("name", CLASSICAL)
def test_a_style_paints_and_paints_the_same_again(name: str) -> None:
    frames = scene(frames=2)
    one, other = engine(name), engine(name)
    for frame in frames:
        made, again = one.paint(frame, 0.5), other.paint(frame, 0.5)
        assert made.shape == frame.shape
        assert made.dtype == np.uint8
        assert (made == again).all()
        assert moved(made, frame) > 2


@pytest.mark.parametrize("name", [one for one in CLASSICAL if one not in ("noir", "vintage")])
def test_what_stands_still_stays_as_it_was_painted(name: str) -> None:
    frame = scene(frames=1)[0]
    painter = engine(name)
    first = painter.paint(frame, 0.5)
    for _ in range(3):
        last = painter.paint(frame, 0.5)
    assert moved(first, last) < 0.6


def test_the_grain_of_film_moves_and_little_else_does() -> None:
    frame = scene(frames=1)[0]
    for name in ("noir", "vintage"):
        painter = engine(name)
        first, second = painter.paint(frame, 0.5), painter.paint(frame, 0.5)
        assert 0.3 < moved(first, second) < 8


@pytest.mark.parametrize("name", ["oil", "pencil", "watercolour", "mosaic", "woodcut", "engraving"])
def test_marks_go_along_with_what_they_are_on(name: str) -> None:
    frames = passing(6, 2.0, seed=3, size=SIZE)
    painter = engine(name)
    carried = [painter.paint(one, 0.5) for one in frames]
    alone = [engine(name).paint(one, 0.5) for one in frames]

    def unsteady(painted: list[np.ndarray]) -> float:
        return float(np.mean([moved(one[:, 4:-8], other[:, 2:-10]) for one, other in pairwise(painted[2:])]))

    # the camera goes two pixels a frame: what was two to the right is here now
    assert unsteady(carried) < 0.8 * unsteady(alone)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (17, 9), (33, 250)])
def test_any_size_is_painted(size: tuple[int, int]) -> None:
    dice = np.random.default_rng(4)
    frames = dice.integers(0, 255, (2, size[1], size[0], 3)).astype(np.uint8)
    for name in CLASSICAL:
        painter = engine(name)
        for frame in frames:
            assert painter.paint(frame, 0.5).shape == frame.shape, name


@pytest.mark.parametrize("level", [0, 255])
def test_black_and_white_frames_are_painted_without_numbers_that_are_none(level: int) -> None:
    frame = np.full((48, 64, 3), level, np.uint8)
    for name in CLASSICAL:
        painter = engine(name)
        with np.errstate(invalid="raise"):
            first, second = painter.paint(frame, 0.5), painter.paint(frame, 0.5)
        assert first.shape == frame.shape, name
        assert moved(first, second) < 8, name


def test_a_cut_begins_everything_anew() -> None:
    one, other = wall(1, 200, 120)[:96, :160], 255 - wall(9, 200, 120)[:96, :160]
    painter = engine("oil")
    for frame in (one, one):
        painter.paint(frame, 0.5)
    after = painter.paint(other, 0.5)
    assert painter.motion is None
    assert (after == engine("oil").paint(other, 0.5)).all()


def test_a_large_picture_is_painted_smaller_and_comes_out_as_large() -> None:
    large = np.asarray(cv2.resize(scene(frames=1)[0], (4000, 2400)), np.uint8)
    painter = engine("noir")
    assert painter.paint(large, 0.5).shape == large.shape
    assert max(painter.shape) == 1920


def test_flow_is_found_and_what_came_out_is_not_trusted() -> None:
    frames = [np.asarray(one, np.float32) / 255 for one in passing(2, 6.0, seed=3, size=(320, 192))]
    watch = Watch()
    assert watch.see(frames[0]) is None
    motion = watch.see(frames[1])
    assert motion is not None
    assert np.median(motion.back[..., 0]) == pytest.approx(6, abs=0.3)
    assert motion.trust[:, 40:-40].mean() > 0.85
    assert motion.trust[:, -4:].mean() < 0.3  # it was outside
    points, seen = motion.moved(np.array([[100, 90], [2, 90]], np.float32))
    assert points[0] == pytest.approx((94, 90), abs=0.5)
    assert seen[0]
    assert np.abs(held(frames[1], frames[0], motion, 1.0)[:, 40:-40] - frames[1][:, 40:-40]).mean() < 0.02


def test_points_are_carried_born_and_die_so_that_none_crowd() -> None:
    frames = [np.asarray(one, np.float32) / 255 for one in passing(5, 6.0, seed=3, size=(320, 192))]
    watch = Watch()
    watch.see(frames[0])
    points = Points(192, 320, 16, 1, 1)
    begun = len(points.places)
    names = set(points.traits[:, 5].tolist())
    for frame in frames[1:]:
        motion = watch.see(frame)
        assert motion is not None
        points.follow(motion)
    assert begun * 0.8 < len(points.places) < begun * 1.4
    stayed = names & set(points.traits[:, 5].tolist())
    assert len(stayed) > 0.75 * begun
    assert (points.ages == 0).any()


def test_grain_sticks_to_what_moves_and_never_fades() -> None:
    frames = [np.asarray(one, np.float32) / 255 for one in passing(45, 1.0, seed=3, size=(320, 192))]
    watch, threads, tile = Watch(), Threads(192, 320), grain(5, 3.0)
    watch.see(frames[0])
    before = threads.laid(tile)
    for n, frame in enumerate(frames[1:]):
        motion = watch.see(frame)
        assert motion is not None
        threads.follow(motion)
        now = threads.laid(tile)
        if n == 2:
            along = np.corrcoef(now[20:-20, 20:-40].ravel(), before[20:-20, 21:-39].ravel())[0, 1]
            still = np.corrcoef(now[20:-20, 20:-40].ravel(), before[20:-20, 20:-40].ravel())[0, 1]
            assert along > still
        assert 0.5 < now.std() < 1.3
        before = now
    assert threads.drift[0] == pytest.approx(-44, abs=6)


def test_strength_colours_faces_and_borders() -> None:
    picture, painted = scene(frames=1)[0], 255 - scene(frames=1)[0]
    assert (finishing.laid(painted, picture, 1.0) == painted).all()
    half = finishing.laid(painted, picture, 0.5)
    assert moved(half, np.full_like(half, 127)) < 2
    mask = np.zeros(picture.shape[:2], np.float32)
    mask[:, :50] = 1
    part = finishing.laid(painted, picture, mask)
    assert (part[:, :50] == painted[:, :50]).all()
    assert (part[:, 50:] == picture[:, 50:]).all()
    own = finishing.own_colours(painted, picture, 1.0)
    chroma = [cv2.cvtColor(one, cv2.COLOR_RGB2YCrCb)[..., 1:].astype(int) for one in (own, picture, painted)]
    assert np.abs(chroma[0] - chroma[1]).mean() < 0.3 * np.abs(chroma[2] - chroma[1]).mean()
    where = finishing.ovals([(40, 20, 40, 50)], (96, 160), (96, 160))
    assert where[45, 60] == pytest.approx(1, abs=0.05)
    assert where[5, 5] == 0
    kept = finishing.faces_kept(painted, picture, where, 1.0)
    assert (kept[:, 130:] == painted[:, 130:]).all()
    assert moved(kept[30:60, 50:70], painted[30:60, 50:70]) > 3


def test_what_is_transparent_lends_its_colour_to_nobody() -> None:
    layer = np.zeros((60, 80, 4), np.uint8)
    layer[20:40, 30:50] = (200, 120, 40, 255)
    grown = finishing.filled(layer)
    assert (grown[20:40, 30:50] == (200, 120, 40)).all()
    assert np.abs(grown.astype(int) - (200, 120, 40)).max() <= 3


def test_a_network_paints_at_its_own_size() -> None:
    seen: list[tuple[int, ...]] = []

    def network(given: np.ndarray) -> np.ndarray:
        seen.append(given.shape)
        return 1 - given

    style = styles()["fresco"]
    painter = Engine(style, lambda: Learned(network), size=2.0, seed=1)
    frame = np.asarray(cv2.resize(scene(frames=1)[0], (1280, 720)), np.uint8)
    made = painter.paint(frame, 0.5)
    assert seen == [(216, 384, 3)]
    assert made.shape == frame.shape
    assert moved(made, 255 - frame) < 12
