"""What makes a layer belong: shadow, spilt light, the place's colours and its grain; and paths without corners."""

from __future__ import annotations

import numpy as np
import pytest

from generation.stacking import Pose, Shadow, Sheet, between, over
from generation.stacking_grain import Grain, Sower, measured
from generation.stacking_light import to_light, to_pixels
from generation.stacking_match import Cast, cast_at, cast_between, statistics, steady, to_lab
from generation.stacking_placed import blur_of

WIDTH, HEIGHT = 160, 120


def sheet(alpha: int = 255, box: tuple[int, int, int, int] = (60, 40, 100, 80)) -> np.ndarray:
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    pixels[box[1] : box[3], box[0] : box[2]] = (180, 90, 60, alpha)
    return pixels


def grey(value: int) -> np.ndarray:
    return np.full((HEIGHT, WIDTH, 3), value, np.uint8)


def test_a_shadow_falls_beside_the_layer_and_nowhere_else() -> None:
    back = grey(200)
    shadow = Shadow(0.5, across=20 / WIDTH, down=10 / HEIGHT)
    out, box = over(back, [Sheet(sheet(), shadow=shadow)])
    assert box == (60, 40, 120, 90)
    inside = to_light(out[85, 110][None, None])[0, 0, 0]
    assert inside == pytest.approx(to_light(back)[0, 0, 0] / 2, rel=0.02)
    assert (out[50, 70] == (180, 90, 60)).all()
    out[40:90, 60:120] = 200
    assert (out == back).all()


def test_a_shadow_of_a_part_of_a_pixel_glides() -> None:
    middles = []
    for step in (0.0, 0.25, 0.5, 0.75):
        out, _ = over(grey(200), [Sheet(sheet(), shadow=Shadow(0.8, across=(44 + step) / WIDTH))])
        dark = (200 - out[60, 100:, 0].astype(float)) / 255
        middles.append((dark * np.arange(len(dark))).sum() / dark.sum())
    assert np.diff(middles) == pytest.approx([0.25] * 3, abs=0.06)


def test_over_a_clear_back_a_shadow_is_dark_and_covers() -> None:
    out, _ = over(np.zeros((HEIGHT, WIDTH, 4), np.uint8), [Sheet(sheet(), shadow=Shadow(0.5, across=50 / WIDTH))])
    assert tuple(out[60, 130]) == (0, 0, 0, 128)


def test_light_from_behind_spills_over_the_edge_and_not_into_the_middle() -> None:
    plain, _ = over(grey(255), [Sheet(sheet(box=(30, 20, 130, 100)))])
    wrapped, box = over(grey(255), [Sheet(sheet(box=(30, 20, 130, 100)), wrap=1.0)])
    assert box == (30, 20, 130, 100)
    gone = wrapped.astype(int) - plain
    assert gone[60, 30, 2] > 20
    assert gone[60, 80].max() == 0
    dark, _ = over(grey(0), [Sheet(sheet(box=(30, 20, 130, 100)), wrap=1.0)])
    assert (dark[60, 30] == (180, 90, 60)).all()  # where nothing shines, nothing spills


def test_at_the_picture_border_nothing_spills_that_is_not_there() -> None:
    whole = sheet(box=(0, 0, WIDTH, HEIGHT))
    out, _ = over(grey(255), [Sheet(whole, wrap=1.0)])
    assert (out == (180, 90, 60)).all()


def test_a_quick_layer_is_blurred_along_its_way_and_keeps_its_light() -> None:
    back = grey(0)
    still, _ = over(back, [Sheet(sheet())])
    sways = (Pose(across=-8 / WIDTH), Pose(across=8 / WIDTH))
    moving, box = over(back, [Sheet(sheet(), sways=sways)])
    assert box is not None
    assert box[0] <= 53
    assert box[2] >= 107
    sums = [to_light(one).sum() for one in (still, moving)]
    assert sums[1] == pytest.approx(sums[0], rel=0.01)
    assert 0 < moving[60, 56, 0] < 180


def test_smooth_paths_have_no_corners_and_do_not_leave_a_hold() -> None:
    circle = [(10 * n, Pose(0.3 * np.cos(n), 0.3 * np.sin(n))) for n in range(7)]
    way = np.array([[(p := between(circle, f / 4, smooth=True)).across, p.down] for f in range(40, 200)])
    turns = np.diff(way, n=2, axis=0)
    assert np.abs(turns).max() < 6e-4
    assert np.hypot(*way.T).min() > 0.24
    held = [(0, Pose()), (10, Pose(0.5)), (20, Pose(0.5)), (30, Pose(1.0))]
    assert all(between(held, f, smooth=True).across == pytest.approx(0.5) for f in range(10, 21))
    every = [between(held, f / 2, smooth=True).across for f in range(61)]
    assert np.diff(every).min() > -1e-9


def test_the_cast_of_the_place_is_taken_on_and_only_so_far() -> None:
    rng = np.random.default_rng(1)
    neutral = np.clip(rng.normal(150, 45, (90, 90, 1)) + np.zeros(3), 0, 255).astype(np.uint8)
    warm = to_pixels(np.clip(to_light(neutral) * np.float32([0.55, 0.45, 0.33]), 0, 1))
    one, place = (statistics(pixels, np.ones((90, 90))) for pixels in (neutral, warm))
    assert one is not None
    assert place is not None
    cast = cast_between(one, place)
    moved = to_lab(cast(to_light(neutral))).reshape(-1, 3).mean(0)
    was, want = (to_lab(to_light(pixels)).reshape(-1, 3).mean(0) for pixels in (neutral, warm))
    assert abs(moved - want)[1:].sum() < 0.35 * abs(was - want)[1:].sum()
    assert abs(moved - want)[0] < 0.75 * abs(was - want)[0]
    red = np.zeros((40, 40, 3), np.uint8)
    red[:] = (200, 20, 20)
    kept = cast(to_light(red))[0, 0]
    assert kept[0] > 3 * kept[1]


def test_no_change_is_none_and_a_share_lies_between() -> None:
    light = to_light(np.random.default_rng(2).integers(0, 256, (20, 20, 3), np.uint8))
    assert np.abs(Cast(cast=(1e-9, 0.0))(light) - light).max() < 2e-3
    full = Cast(0.8, 0.05, 1.1, (0.02, -0.01))
    assert full.share(0) == Cast()
    assert full.share(1) == Cast(pytest.approx(0.8), 0.05, pytest.approx(1.1), (0.02, -0.01))


def test_casts_go_evenly_through_time() -> None:
    found = steady([(n, Cast(lift=0.1 * (-1) ** n)) for n in range(12)], 12)
    lifts = [cast_at(found, n).lift for n in range(12)]
    assert np.abs(np.diff(lifts)).max() < 0.06  # what flickers by 0.2 is calmed
    assert cast_at([], 3) == Cast()


@pytest.mark.parametrize("sigma", [2.0, 5.0])
@pytest.mark.parametrize("size", [0.3, 0.65])
def test_grain_is_measured_as_it_was_sown(sigma: float, size: float) -> None:
    flat = np.full((360, 480, 3), 120, np.uint8)
    sower = Sower(Grain((sigma,) * 4, size), 5)
    light = sower.sown(to_light(flat), np.ones((360, 480, 1), np.float32), (0, 0, 480, 360), 3)
    found = measured(to_pixels(light))
    assert found.levels[1] == pytest.approx(sigma, rel=0.2)
    assert found.size == pytest.approx(size, abs=0.15)
    again = sower.sown(to_light(flat), np.ones((360, 480, 1), np.float32), (0, 0, 480, 360), 3)
    assert (light == again).all()
    other = sower.sown(to_light(flat), np.ones((360, 480, 1), np.float32), (0, 0, 480, 360), 4)
    assert np.corrcoef(light.ravel(), other.ravel())[0, 1] < 0.1


def test_only_what_is_missing_is_added() -> None:
    assert Grain((1, 1, 1, 1)).beyond(Grain((3, 3, 3, 3)), 1.0).none
    assert Grain((5, 5, 5, 5)).beyond(Grain((3, 3, 3, 3)), 1.0).levels[0] == pytest.approx(4)


def test_how_soft_a_picture_is() -> None:
    import cv2

    picture = np.kron(np.random.default_rng(3).integers(0, 2, (20, 24)), np.ones((16, 16))) * 200 + 20
    picture = np.repeat(picture[..., None], 3, 2).astype(np.uint8)
    for sigma in (1.5, 3.0):
        soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)
        assert blur_of(soft) == pytest.approx(sigma, rel=0.25)
    along = np.asarray(cv2.blur(picture, (17, 1)), np.uint8)
    wide, narrow = blur_of(along, (1.0, 0.0)), blur_of(along, (0.0, 1.0))
    assert wide is not None
    assert narrow is not None
    assert wide > 2 * max(0.4, narrow)
    assert blur_of(np.full_like(picture, 90)) is None
