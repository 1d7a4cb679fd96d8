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
from generation.drivers.inpainting import load
from generation.local import LocalContext
from generation.mattes import matte_to
from generation.media import Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.layers_plate import Behind, plate
from generation.recipe import Digest

pytestmark = pytest.mark.once
RATE = Fraction(24)
SIZE = (240, 136)


def never(pixels: plates.Pixels, hole: plates.Hole) -> plates.Pixels:
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

    def paint(pixels: plates.Pixels, hole: plates.Hole) -> plates.Pixels:
        asked.append(int(hole.sum()))
        return np.where(hole[..., None], np.uint8(77), pixels)

    made, share = removed(seen, masks, paint)
    assert len(asked) == 1
    assert share == 1
    assert all((one[68, 120] == 77).all() for one in made)
    assert all((one == made[0]).all() for one in made[1:])


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
    one = plate((matte, matte), clip, params=Behind(grow=4), context=context)
    assert footage.facts(one.path) == footage.facts(clip.path)
    for now, was in zip(footage.whole(one.path), footage.whole(clip.path), strict=True):
        for plane, old in zip(planes(now), planes(was), strict=True):
            assert (plane[:, -20:] == old[:, -20:]).all()
        assert not ((np.abs(pixels_of(now).astype(int) - (210, 80, 40)).max(2) < 12).sum() > 20)
    assert [path.suffix for path in (tmp_path / "s").iterdir()] == [".mkv"]


def test_what_cannot_be_filled_is_refused_in_words(tmp_path: Path) -> None:
    clip, matte = made(tmp_path, frames=3)
    context = LocalContext(tmp_path / "s")
    with pytest.raises(BadInput, match="Cut out the thing first"):
        plate((), clip, params=Behind(), context=context)
    with pytest.raises(BadInput, match="3 frames at 24"):
        plate((matte,), clip, params=Behind(), context=context)


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
