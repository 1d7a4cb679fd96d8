"""Taking a thing away: near to the truth, still, bit for bit elsewhere, painted once where no frame shows it, misfits refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.layers_plate import judged, painted, panned, removed
from generation import checkpoints, plates
from generation import frames as footage
from generation.conform import planes
from generation.drivers import Pixels
from generation.drivers.inpainting import load
from generation.local import LocalContext
from generation.mattes import matte_to
from generation.media import Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.layers_plate import Behind, plate
from generation.plates_paint import Hole, Paint
from generation.recipe import Digest

pytestmark = pytest.mark.once
RATE = Fraction(24)
SIZE = (240, 136)


def never(pixels: Pixels, hole: Hole) -> Pixels:
    raise AssertionError("nothing is to be painted here")


def test_what_other_frames_show_comes_back_under_a_moving_camera() -> None:
    clean = panned(12, *SIZE)
    seen, masks = painted(clean, 6.0)
    made, share = removed(seen, masks, never, grow=4)
    psnr, ssim, warping = judged(made, clean, masks)
    beside = [cv2.inpaint(one, (mask > 32).astype(np.uint8), 5, cv2.INPAINT_TELEA) for one, mask in zip(seen, masks, strict=True)]
    worse = judged(beside, clean, masks)
    assert share == 0
    assert psnr > 28
    assert psnr > worse[0] + 6
    assert ssim > 0.85 > worse[1]
    assert warping < 0.7 * worse[2] or warping < 4


def test_what_no_frame_shows_is_painted_once_and_lies_still() -> None:
    clean = panned(8, *SIZE)
    masks = [cv2.circle(np.zeros(SIZE[::-1], np.uint8), (120, 68), 22, 255, -1)] * 8
    seen = [np.where(mask[..., None] > 0, np.uint8(255), one) for one, mask in zip([clean[0]] * 8, masks, strict=True)]
    asked = []

    def paint(pixels: Pixels, hole: Hole) -> Pixels:
        asked.append(int(hole.sum()))
        return np.where(hole[..., None], np.uint8(77), pixels)

    made, share = removed(seen, masks, paint)
    assert 2 <= len(asked) <= 8  # looks at the one place, for all frames
    assert len(set(asked)) == 1
    assert share == 1
    inner = [one[55:81, 107:133].astype(float) for one in made]
    assert all(np.abs(one.mean((0, 1)) - 77).max() < 4 for one in inner)  # in the light of what is around it
    assert np.abs(np.diff([one.mean((0, 1)) for one in inner], axis=0)).max() < 0.6  # it does not flicker
    assert max(one.std() for one in inner) < 6  # grain alone


def test_a_cut_is_not_filled_from_the_other_shot() -> None:
    green, violet = np.full((*SIZE[::-1], 3), (30, 140, 40), np.uint8), np.full((*SIZE[::-1], 3), (170, 60, 190), np.uint8)
    seen, masks = painted([green] * 5 + [violet] * 5, 24.0)
    made, _ = removed(seen, masks, lambda pixels, hole: cv2.inpaint(pixels, hole.astype(np.uint8), 3, cv2.INPAINT_TELEA))
    assert all(np.abs(one.astype(int) - green).max() <= 3 for one in made[:5])
    assert all(np.abs(one.astype(int) - violet).max() <= 3 for one in made[5:])


def test_the_network_paints_into_the_hole_only() -> None:
    down, across = np.mgrid[: SIZE[1], : SIZE[0]]
    picture = np.stack([60 + across // 3, 90 + down // 4, 110 - across // 4], 2).astype(np.uint8)
    hole = np.zeros(SIZE[::-1], bool)
    hole[50:80, 100:130] = True
    white = np.where(hole[..., None], np.uint8(255), picture)
    found = load(checkpoints.folder("migan@1")).fill(white, hole)
    assert (found[~hole] == picture[~hole]).all()
    assert np.abs(found[hole].astype(int) - picture[hole]).max() < 60  # nothing of the white shines in
    assert np.abs(found[hole].mean(0) - picture[hole].mean(0)).max() < 20


def spot(at: tuple[int, int], side: int = 18) -> Hole:
    hole = np.zeros(SIZE[::-1], bool)
    hole[at[1] - side : at[1] + side, at[0] - side : at[0] + side] = True
    return hole


def through(seen: list[Pixels], holes: list[Hole], paint: Paint, folder: Path) -> list[plates.Filled]:
    names = iter(range(10_000))
    return list(
        plates.filled(
            lambda a, b: list(zip(seen[a : b + 1], holes[a : b + 1], strict=True)),
            len(seen), lambda: folder / f"{next(names)}.raw", paint, tell=lambda share: None,
        )
    )  # fmt: skip


def test_one_frame_is_painted_and_frames_without_a_hole_stay(tmp_path: Path) -> None:
    one = panned(3, *SIZE)
    alone = through(one[:1], [spot((120, 68))], lambda p, h: np.where(h[..., None], np.uint8(90), p), tmp_path)
    assert alone[0].painted > 0.9
    assert (alone[0].pixels[:, :60] == one[0][:, :60]).all()
    none = np.zeros(SIZE[::-1], bool)
    mixed = through(one, [none, spot((120, 68)), none], never, tmp_path)
    assert [each.box is None for each in mixed] == [True, False, True]
    assert (mixed[2].pixels == one[2]).all()
    assert np.abs(mixed[1].pixels.astype(float) - one[1])[50:86, 102:138].mean() < 6


def test_a_mask_over_all_of_a_shot_is_refused_and_over_one_frame_of_it_not(tmp_path: Path) -> None:
    clean, all_of_it = [panned(1, *SIZE)[0]] * 4, np.ones(SIZE[::-1], bool)
    with pytest.raises(plates.NothingSeen, match="frames 0 to 3"):
        through(clean, [all_of_it] * 4, never, tmp_path)
    some = through(clean, [spot((120, 68)), all_of_it, spot((60, 60)), spot((60, 60))], never, tmp_path)
    assert np.abs(some[1].pixels.astype(float) - clean[1]).mean() < 4


def test_what_the_mask_missed_beside_the_hole_goes_too_and_another_thing_stays(tmp_path: Path) -> None:
    behind = panned(1, *SIZE)[0]
    seen, holes = [], []
    for n in range(12):
        one = behind.copy()
        x = 60 + 10 * n
        one[50:90, x - 18 : x + 18] = (220, 40, 30)
        one[66:72, x + 18 : x + 26] = (220, 40, 30)  # a hand that the mask does not have
        one[20:130, 200:236] = (20, 20, 200)  # stands beside it in every frame
        seen.append(one)
        holes.append(spot((x, 70), 20))
    want = behind.copy()
    want[20:130, 200:236] = (20, 20, 200)
    found = through(seen, holes, never, tmp_path)
    for n in range(9):
        assert np.abs(found[n].pixels.astype(float) - want).max(2)[40:100, :190].mean() < 4
        assert not (np.abs(found[n].pixels.astype(int) - (220, 40, 30)).max(2) < 30).any()
    assert np.abs(found[11].pixels.astype(float) - want)[25:125, 206:230].mean() < 8


def test_another_thing_that_is_kept_stays_although_it_touches_the_hole(tmp_path: Path) -> None:
    behind = panned(1, *SIZE)[0]
    seen, holes, others = [], [], []
    for n in range(12):
        one, other = behind.copy(), np.zeros(SIZE[::-1], bool)
        x = 60 + 10 * n
        other[64:74, x + 20 : x + 28] = True  # as small as what a mask misses, but it is known
        one[50:90, x - 18 : x + 18] = (220, 40, 30)
        one[other] = (20, 200, 40)
        seen.append(one)
        holes.append(spot((x, 70), 20))
        others.append(other)
    names = iter(range(10_000))
    made = [
        list(
            plates.filled(
                lambda a, b: list(zip(seen[a : b + 1], holes[a : b + 1], strict=True)),
                12, lambda: tmp_path / f"{next(names)}.raw", never, keep=keep, tell=lambda share: None,
            )
        )
        for keep in (iter(others), None)
    ]  # fmt: skip
    middle = slice(2, 9)
    for frame, was, there in zip(made[0][middle], seen[middle], others[middle], strict=True):
        assert (frame.pixels[there] == was[there]).all()
    assert any(
        (frame.pixels[there] != was[there]).any()
        for frame, was, there in zip(made[1][middle], seen[middle], others[middle], strict=True)
    )


def test_a_large_frame_is_filled_at_a_bounded_size_and_given_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plates, "WORKING", 120)
    clean = panned(6, *SIZE)
    seen, masks = painted(clean, 20.0)
    made = through(seen, [plates.hole_of([one], 5) for one in masks], never, tmp_path)
    assert all(one.pixels.shape == seen[0].shape for one in made)
    for one, truth, dirty, mask in zip(made, clean, seen, masks, strict=True):
        assert (
            np.abs(one.pixels.astype(float) - truth)[mask > 127].mean()
            < 0.35 * np.abs(dirty.astype(float) - truth)[mask > 127].mean()
        )


def test_gaps_within_a_mask_belong_to_it() -> None:
    mask = cv2.circle(np.zeros((100, 100), np.uint8), (50, 50), 30, 255, -1)
    with_eye = cv2.circle(mask.copy(), (50, 50), 2, 0, -1)
    ring = cv2.circle(mask.copy(), (50, 50), 22, 0, -1)
    assert plates.hole_of([with_eye], 0)[50, 50]
    assert not plates.hole_of([ring], 0)[50, 50]


def made(folder: Path, frames: int = 4) -> tuple[Video, Matte]:
    seen, masks = painted(panned(4, *SIZE), 20.0)
    with clip_to(folder / "clip.mkv", *SIZE, RATE) as clip, matte_to(folder / "matte.mkv", *SIZE, RATE) as matte:
        for one in seen:
            clip.write(one)
        for mask in masks[:frames]:
            matte.write(mask)
    return Video(folder / "clip.mkv"), Matte(folder / "matte.mkv")


def test_the_plate_is_the_clip_bit_for_bit_where_nothing_was(tmp_path: Path) -> None:
    clip, matte = made(tmp_path)
    context = LocalContext(tmp_path / "s")
    one = plate((matte, matte), clip, (), params=Behind(grow=4), context=context)
    assert footage.facts(one.path) == footage.facts(clip.path)
    for now, was in zip(footage.whole(one.path), footage.whole(clip.path), strict=True):
        for plane, old in zip(planes(now), planes(was), strict=True):
            assert (plane[:, -20:] == old[:, -20:]).all()
        assert not ((np.abs(pixels_of(now).astype(int) - (210, 80, 40)).max(2) < 12).sum() > 20)
    assert [path.suffix for path in (tmp_path / "s").iterdir()] == [".mkv"]


def test_a_slip_of_the_mask_onto_what_is_kept_takes_nothing_of_it_and_the_same_thing_twice_goes(tmp_path: Path) -> None:
    clip, matte = made(tmp_path)
    covers = [frame.to_ndarray(format="gray") for frame in footage.whole(matte.path)]
    with matte_to(tmp_path / "rim.mkv", *SIZE, RATE) as rim:
        for one in covers:
            across = np.arange(SIZE[0]) < np.flatnonzero((one > 127).any(0))[0] + 3
            rim.write(np.where(across[None], np.uint8(255), np.uint8(0)).repeat(SIZE[1], 0))
    context = LocalContext(tmp_path / "s")
    kept = plate((matte,), clip, (Matte(tmp_path / "rim.mkv"),), params=Behind(), context=context)
    same = plate((matte,), clip, (matte,), params=Behind(), context=context)
    rims = (frame.to_ndarray(format="gray") > 127 for frame in footage.whole(tmp_path / "rim.mkv"))
    every = (footage.whole(one.path) for one in (clip, kept, same))
    for stays, cover, *frames in zip(rims, covers, *every, strict=True):
        was, now, gone = (pixels_of(one).astype(int) for one in frames)
        assert np.abs(now - was)[stays].max() <= 3
        assert np.abs(gone - was)[cover > 200].mean() > 20


def test_what_cannot_be_filled_is_refused_in_words(tmp_path: Path) -> None:
    clip, matte = made(tmp_path, frames=3)
    context = LocalContext(tmp_path / "s")
    with pytest.raises(BadInput, match="Cut out the thing first"):
        plate((), clip, (), params=Behind(), context=context)
    with matte_to(tmp_path / "all.mkv", *SIZE, RATE) as every:
        for _ in range(4):
            every.write(np.full(SIZE[::-1], 255, np.uint8))
    with pytest.raises(BadInput, match="covers the whole picture in frames 0 to 3"):
        plate((Matte(tmp_path / "all.mkv"),), clip, (), params=Behind(), context=context)
    with pytest.raises(BadInput, match="3 frames at 24"):
        plate((matte,), clip, (), params=Behind(), context=context)


def test_the_key_moves_with_the_growth_and_the_mattes() -> None:
    given, one, other, op = (
        Digest("a" * 64, "video"),
        Digest("b" * 64, "matte"),
        Digest("c" * 64, "matte"),
        registry.get("layers.plate"),
    )
    keys = {
        recipe(op, clip=given, mattes=(one,), params=Behind()).key,
        recipe(op, clip=given, mattes=(one, other), params=Behind()).key,
        recipe(op, clip=given, mattes=(one,), params=Behind(grow=3)).key,
    }
    assert len(keys) == 3
