"""The camera, points, planes and cut-out things are tracked to a part of a pixel; what stands, stands to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from generation import movement, movement_things
from generation.movement import CORNERS, moved, of_corners, rebased, sane, shared, sized, unit
from generation.movement_camera import camera

pytestmark = pytest.mark.once
WIDE, HIGH, FRAMES = 640, 360, 30


def wall(seed: int = 3, size: tuple[int, int] = (1300, 800)) -> Any:
    rng = np.random.default_rng(seed)
    parts = [
        cv2.resize(
            rng.normal(0, 1, (size[1] // step, size[0] // step, 3)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC
        )
        * spread
        for step, spread in ((90, 30), (25, 22), (8, 12))
    ]
    return np.clip(np.sum(parts, 0) + 120, 0, 255).astype(np.uint8)


def truth(n: int, kind: str) -> Any:
    grown, turn, x, y = {
        "stands": (1.0, 0.0, 300.0, 200.0),
        "pans": (1.0, 0.0, 40 + 9.3 * n, 200 + 1.1 * n),
        "creeps": (1.0, 0.0, 300 + 0.05 * n, 200.0),
        "zooms": (1 + 0.01 * n, 0.0, 300.0, 200.0),
        "sways": (1 + 0.006 * n, 0.15 * n, 240 + 3.1 * n, 200 + 14 * np.sin(n / 5)),
        "returns": (1.0, 0.0, 320 + 310 * np.sin(n / 9.5), 200.0),
    }[kind]
    matrix = cv2.getRotationMatrix2D((650, 400), turn, grown)
    matrix[:, 2] -= (x, y)
    return np.vstack([matrix, [0, 0, 1]])


def shot(kind: str, frames: int = FRAMES) -> Iterator[tuple[Any, Any]]:
    """Frames with grain, and a thing that walks through them, with its mask."""
    behind = wall()
    for n in range(frames):
        seen = cv2.warpAffine(behind, truth(n, kind)[:2], (WIDE, HIGH), flags=cv2.INTER_CUBIC).astype(np.float32)
        seen = np.clip(seen + np.random.default_rng(n).normal(0, 2, seen.shape), 0, 255).astype(np.uint8)
        mask = cv2.ellipse(np.zeros((HIGH, WIDE), np.uint8), (100 + 9 * n, 180), (65, 130), 0, 0, 360, 255, -1)
        seen[mask > 0] = (200, 60, 40)
        for k in range(6):
            cv2.circle(seen, (100 + 9 * n + 22 * (k % 3) - 22, 150 + 50 * (k // 3)), 9, (20 * k, 220, 200), -1)
        yield seen, mask > 0


@pytest.mark.parametrize("kind", ["pans", "creeps", "zooms", "sways", "returns"])
def test_the_camera_is_told_to_less_than_half_a_pixel(kind: str) -> None:
    found = camera(shot(kind), 12)
    base = np.linalg.inv(truth(12, kind))
    missed = [
        np.abs((moved(way, CORNERS) - moved(shared(truth(n, kind) @ base, WIDE, HIGH), CORNERS)) * (WIDE, HIGH)).max()
        for n, way in enumerate(found.matrices)
    ]
    assert max(missed) < 0.35
    assert found.there.all()
    assert (found.matrices[12] == np.eye(3)).all()
    assert not found.still


def test_a_camera_that_stands_does_not_tremble() -> None:
    assert camera(shot("stands"), 5).still


def test_a_stand_within_a_shot_is_one_matrix() -> None:
    frames = [*shot("pans", 12), *([list(shot("pans", 12))[-1]] * 14)]
    noisy = [(np.clip(a + np.random.default_rng(n).normal(0, 1.5, a.shape), 0, 255).astype(np.uint8), b)
             for n, (a, b) in enumerate(frames)]  # fmt: skip
    ways = camera(noisy, 0).matrices
    assert all((one == ways[20]).all() for one in ways[14:])
    assert not (ways[5] == ways[6]).all()


def test_beyond_a_cut_it_is_not_there_and_begins_again() -> None:
    other = [(np.clip(255 - one[..., ::-1].astype(int) // 2, 0, 255).astype(np.uint8), mask) for one, mask in shot("zooms", 8)]
    found = camera([*shot("pans", 10), *other], 3)
    assert found.there.tolist() == [True] * 10 + [False] * 8
    assert (found.matrices[10] == np.eye(3)).all()
    assert np.abs(moved(found.matrices[17], CORNERS) - CORNERS).max() > 0.02


def test_where_nothing_is_to_be_seen_nothing_moves_and_one_frame_is_enough() -> None:
    grey = np.full((HIGH, WIDE, 3), 90, np.uint8)
    assert camera([(grey, None)] * 5, 2).still
    assert camera([(grey, np.ones((HIGH, WIDE), bool))], 0).still
    ways = camera([*shot("pans", 6), (grey, None), (grey, None), *list(shot("pans", 10))[8:]], 0).matrices
    assert len(ways) == 10
    assert np.isfinite(ways).all()


def reader(frames: list[Any]) -> Any:
    return lambda first, last: frames[first : last + 1]


def test_a_point_is_followed_lost_behind_something_and_found_again() -> None:
    frames = [seen for seen, _ in shot("pans")]
    at = 10
    start = (0.75, 0.5)
    for n in (17, 18, 19):  # something passes in front of it
        x = round(moved(shared(truth(n, "pans") @ np.linalg.inv(truth(at, "pans")), WIDE, HIGH), [start])[0][0] * WIDE)
        frames[n] = cv2.rectangle(frames[n].copy(), (x - 60, 60), (x + 60, 300), (250, 250, 250), -1)
    found = movement_things.follow(reader(frames), FRAMES, at, [start])
    for n in range(FRAMES):
        want = moved(shared(truth(n, "pans") @ np.linalg.inv(truth(at, "pans")), WIDE, HIGH), [start])[0]
        hidden = n in (17, 18, 19) or abs(want[0] * WIDE - 100 - 9 * n) < 85 or not 0.03 < want[0] < 0.97
        if hidden:
            continue
        assert found.there[n], n
        assert np.abs((moved(found.matrices[n], [start])[0] - want) * (WIDE, HIGH)).max() < 0.6, n
    assert not found.there[18]


def test_a_plane_is_followed_as_it_is_seen_from_another_side() -> None:
    sign = wall(9, (400, 240))
    frames, corners = [], []
    for n in range(20):
        place = np.array([[150 + 3 * n, 80 + n], [450 - n, 90 + 3 * n], [440 - n, 270 - 0.5 * n], [160 + 3 * n, 260 + n]])
        matrix = of_corners(place, [[0, 0], [399, 0], [399, 239], [0, 239]])
        behind = cv2.warpAffine(wall(), truth(n, "zooms")[:2], (WIDE, HIGH))
        inside = cv2.warpPerspective(np.full((240, 400), 255, np.uint8), matrix, (WIDE, HIGH)) > 127
        frames.append(np.where(inside[..., None], cv2.warpPerspective(sign, matrix, (WIDE, HIGH), flags=cv2.INTER_CUBIC), behind))
        corners.append((place + 0.5) / (WIDE, HIGH))
    found = movement_things.follow(reader(frames), 20, 4, [tuple(one) for one in corners[4]])
    missed = [np.abs((moved(found.matrices[n], corners[4]) - corners[n]) * (WIDE, HIGH)).max() for n in range(20)]
    assert found.there.all()
    assert max(missed) < 1.0


def test_a_place_on_a_bare_wall_is_followed_by_what_is_round_it_and_hidden_only_where_something_stands_before_it() -> None:
    rng = np.random.default_rng(5)
    behind = wall()
    behind[360:500, 560:760] = 190  # bare, but for stripes that hardly show
    behind[360:500, 560:760:20] = 194
    frames, corners = [], []
    for n in range(20):
        now = cv2.warpAffine(behind, truth(n, "zooms")[:2], (WIDE, HIGH), flags=cv2.INTER_CUBIC).astype(np.float32)
        frames.append(np.clip(now + rng.normal(0, 3, now.shape), 0, 255).astype(np.uint8))
        corners.append((moved(truth(n, "zooms"), [(600, 390), (720, 390), (720, 470), (600, 470)]) + 0.5) / (WIDE, HIGH))
    for n in (11, 12):
        left, top = (corners[n].min(0) * (WIDE, HIGH)).astype(int)
        cv2.circle(frames[n], (int(left) + 60, int(top) + 40), 44, (40, 60, 90), -1)
    found = movement_things.follow(reader(frames), 20, 3, [tuple(one) for one in corners[3]])
    assert [n for n in range(20) if not found.there[n]] == [11, 12]
    missed = [
        np.abs((moved(found.matrices[n], corners[3]) - corners[n]) * (WIDE, HIGH)).max() for n in range(20) if found.there[n]
    ]
    assert max(missed) < 0.5


def test_a_thing_is_not_followed_over_a_cut() -> None:
    frames = [seen for seen, _ in shot("pans", 8)] + [np.full((HIGH, WIDE, 3), (20, 90, 200), np.uint8)] * 4
    found = movement_things.follow(reader(frames), 12, 2, [(0.8, 0.5)])
    assert found.there.tolist() == [True] * 8 + [False] * 4


def ball(n: int, frames: int = 24) -> Any:
    size = 40 * 1.02**n
    place = (120 + 12 * n, 150 + 2 * n)
    return cv2.ellipse(np.zeros((HIGH, WIDE), np.uint8), (place, (size, 2 * size), 2.0 * n), 255, -1, cv2.LINE_AA)


def test_a_cut_out_thing_gives_its_place_size_and_lean() -> None:
    masks = [ball(n) for n in range(24)]
    masks[9] = np.zeros_like(masks[9])
    found = movement_things.of_matte(masks, 4)
    assert found.there.tolist() == [n != 9 for n in range(24)]
    for n in (0, 9, 15, 23):
        at = (moved(found.matrices[n], [((120.5 + 48) / WIDE, (150.5 + 8) / HIGH)])[0]) * (WIDE, HIGH)
        assert np.abs(at - (120.5 + 12 * n, 150.5 + 2 * n)).max() < 1.5
        turned = sized(found.matrices[n], WIDE, HIGH)[:2, :2]
        assert np.sqrt(np.linalg.det(turned)) == pytest.approx(1.02 ** (n - 4), rel=0.03)
        assert np.degrees(np.arctan2(turned[1, 0], turned[0, 0])) == pytest.approx(2 * (n - 4), abs=2)


def test_a_thing_that_leaves_the_picture_keeps_its_size() -> None:
    masks = [cv2.circle(np.zeros((HIGH, WIDE), np.uint8), (500 + 14 * n, 180), 60, 255, -1) for n in range(12)]
    found = movement_things.of_matte(masks, 0)
    last = sized(found.matrices[10], WIDE, HIGH)
    assert np.sqrt(np.linalg.det(last[:2, :2])) == pytest.approx(1, abs=0.06)
    assert (moved(last, [(500, 180)])[0] - (640, 180))[0] == pytest.approx(0, abs=5)


def test_an_empty_matte_has_no_movement() -> None:
    with pytest.raises(ValueError, match="nothing in any mask"):
        movement_things.of_matte([np.zeros((36, 64), np.uint8)] * 3, 0)


numbers = some.floats(-0.2, 0.2)


@given(some.lists(some.tuples(numbers, numbers), min_size=4, max_size=4))
def test_matrices_go_to_pixels_and_back_and_into_documents(offsets: list[tuple[float, float]]) -> None:
    way = of_corners(CORNERS + offsets)
    assert np.allclose(moved(way, CORNERS), CORNERS + offsets, atol=1e-9)
    assert np.allclose(shared(sized(way, 640, 360), 640, 360), way, atol=1e-9)
    told = movement.Movement(0, np.array([np.eye(3), way]), np.array([True, False]))
    again = movement.read(told.written())
    assert np.allclose(again.matrices, told.matrices, atol=1e-8)
    assert again.there.tolist() == [True, False]
    assert (rebased([way, way, np.eye(3)], 1)[:2] == np.eye(3)).all()


@pytest.mark.parametrize(
    "given",
    [
        {}, {"at": 0, "matrices": [[1, 2]], "there": [True]}, {"at": 2, "matrices": [[0] * 9], "there": [True]},
        {"at": 0, "matrices": [[0] * 9], "there": [1]}, {"at": 0, "matrices": [["a"] * 9], "there": [True]},
        {"at": 0, "matrices": [], "there": []}, [],
    ],
)  # fmt: skip
def test_what_is_no_movement_is_said_to_be_none(given: Any) -> None:
    with pytest.raises(ValueError, match="a movement"):
        movement.read(given)


def test_a_shape_turned_inside_out_is_not_sane() -> None:
    assert sane(np.eye(3))
    assert not sane(np.diag([-1.0, 1.0, 1.0]))
    assert not sane(np.diag([1e-4, 1e-4, 1.0]))
    assert not sane(unit(np.array([[1, 0, 0], [0, 1, 0], [-1.2, 0, 1.0]])))
