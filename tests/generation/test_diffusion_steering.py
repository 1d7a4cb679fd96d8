"""Drawn ways and moves of the camera: the crude film goes where they say, and what the model draws follows from it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest

from generation.drivers import Track
from generation.drivers.diffusing import steering
from generation.drivers.diffusing.asking import Asked
from generation.drivers.diffusing.watching import place
from generation.operation import BadInput
from tests.generation.tinies import clip, differ, given, opened, picture, quiet, shot


def red_disc() -> PIL.Image.Image:
    ground = np.full((96, 160, 3), 90, np.uint8)
    rows, columns = np.indices((96, 160))
    ground[(rows - 48) ** 2 + (columns - 40) ** 2 < 150] = (230, 30, 30)
    return PIL.Image.fromarray(ground)


def asked(**said: object) -> Asked:
    return Asked("", "", 160, 96, 9, Fraction(16), first=red_disc(), **said)  # type: ignore[arg-type]


def where(frame: npt.NDArray[np.uint8]) -> tuple[float, float]:
    """The middle of what is red, in shares."""
    rows, columns = np.nonzero((frame[..., 0] > 170) & (frame[..., 1] < 100))
    return float(columns.mean()) / 160, float(rows.mean()) / 96


def test_a_track_lies_between_its_points_in_a_straight_line() -> None:
    track = Track(((2, 0.2, 0.5), (6, 0.6, 0.1)))
    assert [place(track, at)[0] for at in (0, 2, 4, 6, 9)] == pytest.approx([0.2, 0.2, 0.4, 0.6, 0.6])


def test_what_is_tracked_is_carried_and_leaves_no_double() -> None:
    track = Track(((0, 0.25, 0.5), (8, 0.75, 0.3)), (0.25, 0.4))
    frames, masks = steering.crude(asked(tracks=(track,)))
    for at in (0, 4, 8):
        across, down = place(track, at)
        assert where(frames[at]) == pytest.approx((across, down), abs=0.02)
    assert (frames[8][..., 0] > 170).sum() == pytest.approx((frames[0][..., 0] > 170).sum(), rel=0.1)
    assert masks[8][int(0.3 * 96), int(0.75 * 160)] == 1
    assert masks[8][int(0.9 * 96), int(0.25 * 160)] == 0


@pytest.mark.parametrize(
    ("movement", "goes"), [("pan-right", (-1, 0)), ("pan-left", (1, 0)), ("tilt-up", (0, 1)), ("push", (-1, 0))]
)
def test_the_camera_moves_the_picture_the_other_way(movement: str, goes: tuple[int, int]) -> None:
    frames, masks = steering.crude(asked(movement=movement))
    (x, y), (begun_x, begun_y) = where(frames[-1]), where(frames[0])
    assert (np.sign(round(x - begun_x, 2)), np.sign(round(y - begun_y, 2))) == goes
    assert masks[-1].mean() < 1 or movement == "push"  # what the first picture does not show is left to the model
    if movement == "push":
        assert (frames[-1][..., 0] > 170).sum() > 1.3 * (frames[0][..., 0] > 170).sum()


def test_boxes_are_drawn_where_they_go() -> None:
    frames = steering.layout(asked(tracks=(Track(((0, 0.25, 0.5), (8, 0.75, 0.5)), (0.2, 0.4)),)))
    for at, middle in ((0, 0.25), (8, 0.75)):
        rows, columns = np.nonzero(np.asarray(frames[at])[..., 0] < 128)
        assert columns.mean() / 160 == pytest.approx(middle, abs=0.02)
        assert (columns.max() - columns.min()) / 160 == pytest.approx(0.2, abs=0.03)
        assert (rows.max() - rows.min()) / 96 == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("name", ["wan_first", "wan_image"])
def test_a_model_that_was_taught_neither_is_led(tinies: dict[str, Path], painted: Path, tmp_path: Path, name: str) -> None:
    driver = opened(tinies[name], steps=8)
    plain = shot(driver, clip(first=painted))
    ways = [given("boxes", painted, tmp_path, moves=True), given("tracks", painted, tmp_path, moves=True), {"movement": "push"}]
    made = [shot(driver, clip(first=painted, **said)) for said in ways]
    assert all(differ(one, plain) > 0.5 for one in made)
    assert all(differ(one, other) > 0.05 for n, one in enumerate(made) for other in made[:n])
    assert np.array_equal(made[0], shot(driver, clip(first=painted, **ways[0])))
    assert np.array_equal(plain, shot(driver, clip(first=painted, movement="static")))
    with pytest.raises(BadInput, match="needs: a first picture"):
        shot(driver, clip(**ways[0]))


def test_vace_is_given_boxes_as_its_guide_and_not_two_guides(tinies: dict[str, Path], painted: Path, tmp_path: Path) -> None:
    driver = opened(tinies["wan_vace"])
    boxes = given("boxes", painted, tmp_path, moves=True)
    assert differ(shot(driver, clip(**boxes)), shot(driver, clip())) > 0.05
    with pytest.raises(BadInput, match="boxes are one"):
        shot(driver, clip(**boxes, **given("guide.depth", painted, tmp_path, moves=True)))


@pytest.mark.parametrize(
    ("name", "words"),
    [("flux", "source"), ("flux_led", "guide.depth"), ("wan", "source"), ("ltx", "held"), ("z_image", "source")],
)
def test_a_draft_of_many_steps_is_made_by_every_way(
    tinies: dict[str, Path], painted: Path, tmp_path: Path, name: str, words: str
) -> None:
    """Drafts leave out steps that change little, where the pipeline of the way can; where it cannot, they are computed."""
    driver = opened(tinies[name])
    said = given(words, painted, tmp_path, moves=driver.family.moves) | {"quality": "draft", "steps": 12, "strength": 1.0}
    made = shot(driver, clip(**said)) if driver.family.moves else driver.image(picture(**said), quiet)
    assert made.std() > 1
