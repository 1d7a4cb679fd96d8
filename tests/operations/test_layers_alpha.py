"""Soft edges against a known alpha, colours without what is behind, a person's hair by the real network, and misfits."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from bench.layers_alpha import colour_error, errors, guided
from bench.layers_alpha_scenes import _ground, scene
from generation import checkpoints
from generation import frames as footage
from generation.alpha import Refiner, Wish, coloured
from generation.alpha_ground import Surroundings
from generation.drivers.matting import load
from generation.local import LocalContext
from generation.mattes import matte_to
from generation.media import Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.layers_alpha import Edges, alpha
from generation.recipe import Digest
from generation.stacking import to_pixels

pytestmark = pytest.mark.once
RATE = Fraction(24)


@pytest.mark.parametrize(("kind", "share"), [("hair", 0.5), ("fur", 0.7), ("blur", 0.8)])
def test_the_edge_is_nearer_to_the_truth_than_the_mask_and_steadier(kind: str, share: float) -> None:
    frames = scene(kind, 2)
    truth = [one.alpha for one in frames]
    refiner = Refiner(Wish(strands=kind == "hair"))
    found = [refiner.alpha(one.pixels, one.mask) for one in frames]
    ours, mask = errors(found, truth), errors([one.mask.astype(np.float32) / 255 for one in frames], truth)
    assert ours["SAD"] < share * mask["SAD"]
    assert ours["dtSSD"] < share * mask["dtSSD"]
    if kind != "blur":  # a plain filter of the mask happens to look like blur
        assert ours["gradient"] < errors([guided(one.pixels, one.mask) for one in frames], truth)["gradient"]
    layers = [coloured(one.pixels, a) for one, a in zip(frames, found, strict=True)]
    dirty = [np.dstack([one.pixels, layer[..., 3]]) for one, layer in zip(frames, layers, strict=True)]
    assert colour_error(frames, layers) < 0.9 * colour_error(frames, dirty)


def test_far_from_the_edge_nothing_changes_and_empty_masks_stay_empty() -> None:
    frame = scene("fur", 1)[0]
    found = Refiner(Wish(band=6)).alpha(frame.pixels, frame.mask)
    near = cv2.dilate((frame.mask > 127).astype(np.uint8), np.ones((3, 3), np.uint8), iterations=40) > 0
    assert (found[~near] == 0).all()
    assert (found[cv2.erode(frame.mask, np.ones((25, 25), np.uint8)) > 127] == 1).all()
    layer = coloured(frame.pixels, found)
    assert (layer[found == 1][:, :3] == frame.pixels[found == 1]).all()
    assert (layer[layer[..., 3] == 0] == 0).all()
    assert Refiner(Wish()).alpha(frame.pixels, np.zeros_like(frame.mask)).max() == 0


def made(folder: Path, frames: int = 2) -> tuple[Video, Matte]:
    shown = scene("fur", 2)
    size = (160, 120)
    with clip_to(folder / "clip.mkv", *size, RATE) as clip, matte_to(folder / "matte.mkv", *size, RATE) as matte:
        for one in shown:
            clip.write(one.pixels[60:180, 150:310])
        for one in shown[:frames]:
            matte.write(np.ascontiguousarray(one.mask[60:180, 150:310]))
    return Video(folder / "clip.mkv"), Matte(folder / "matte.mkv")


def test_a_layer_comes_out_frame_by_frame_and_the_same_every_time(tmp_path: Path) -> None:
    clip, matte = made(tmp_path)
    context = LocalContext(tmp_path / "s")
    one, other = (alpha(clip, matte, params=Edges(), context=context) for _ in range(2))
    assert footage.facts(one.path) == footage.facts(clip.path)
    assert one.path.read_bytes() == other.path.read_bytes()
    first = pixels_of(next(footage.whole(one.path)))
    assert first.shape[2] == 4
    assert ((first[..., 3] > 10) & (first[..., 3] < 245)).sum() > 300


def test_where_the_network_agrees_it_has_a_say_and_where_it_errs_it_has_none() -> None:
    frame = scene("fur", 1)[0]
    alone = Refiner(Wish()).alpha(frame.pixels, frame.mask)
    helped = Refiner(Wish()).alpha(frame.pixels, frame.mask, frame.alpha)
    misled = Refiner(Wish()).alpha(frame.pixels, frame.mask, 1 - frame.alpha)
    assert np.abs(helped - frame.alpha).sum() < 0.9 * np.abs(alone - frame.alpha).sum()
    assert np.abs(misled - alone).max() < 0.02


def test_the_network_sees_a_person() -> None:
    picture = np.full((200, 160, 3), (90, 120, 150), np.uint8)
    cv2.ellipse(picture, (80, 190), (55, 70), 0, 0, 360, (40, 50, 120), -1)
    cv2.ellipse(picture, (80, 82), (30, 40), 0, 0, 360, (224, 172, 140), -1)
    cv2.ellipse(picture, (80, 55), (34, 24), 0, 180, 360, (50, 30, 20), -1)
    for x in (68, 92):
        cv2.circle(picture, (x, 82), 4, (30, 30, 30), -1)
    found = load(checkpoints.folder("modnet@1")).alpha(picture)
    assert found.shape == (200, 160)
    assert found[150, 80] > 0.8
    assert found[20:60, 5:25].mean() < 0.2


def test_a_matte_of_another_clip_is_refused(tmp_path: Path) -> None:
    clip, matte = made(tmp_path, frames=1)
    with pytest.raises(BadInput, match="160 × 120 pixels, 1 frames at 24; the clip is 160 × 120, 2 at 24"):
        alpha(clip, matte, params=Edges(), context=LocalContext(tmp_path / "s"))


def test_the_key_moves_with_the_band() -> None:
    given, matte, op = Digest("a" * 64, "video"), Digest("b" * 64, "matte"), registry.get("layers.alpha")
    keys = {
        recipe(op, clip=given, matte=matte, params=params).key for params in (Edges(), Edges(band=9), Edges(subject="person"))
    }
    assert len(keys) == 3


def framed(kind: str, count: int) -> Iterator[tuple[Any, Any, Any]]:
    """Frames of a scene with what is behind, as the operation sees them; the truth stands for what came out."""
    frames = scene(kind, count)
    shot = Surroundings((one.pixels, one.mask) for one in frames)
    for n, (pixels, mask, ground) in enumerate(shot):
        assert (pixels == frames[n].pixels).all()
        assert (mask == frames[n].mask).all()
        shot.keep(frames[n].alpha)
        yield frames[n], pixels, ground


def test_frames_before_and_after_show_what_is_behind() -> None:
    seen = [(one, ground) for one, _, ground in framed("fur", 13)]
    one, ground = seen[6]
    assert ground is not None
    edge = (one.alpha > 0.02) & (one.alpha < 0.98)
    assert np.isfinite(ground.spread[edge]).mean() > 0.9
    bare = _ground(np.random.default_rng(1))[12:372, 18:658]
    wrong = np.abs(to_pixels(ground.colour)[edge].astype(int) - bare[edge])
    assert np.median(wrong) < 5


def test_what_is_behind_is_not_taken_from_beyond_a_cut() -> None:
    one, other = scene("fur", 1)[0], scene("blur", 1)[0]
    for n, (_, _, ground) in enumerate(Surroundings([(one.pixels, one.mask)] * 2 + [(other.pixels, other.mask)] * 2)):
        edge = (one.alpha if n < 2 else other.alpha) > 0.02
        assert ground is None or not np.isfinite(ground.spread[edge]).any()


@pytest.mark.parametrize("level", [0, 255])
def test_nothing_and_everything_in_the_mask_stay_so(tmp_path: Path, level: int) -> None:
    pixels = scene("fur", 1)[0].pixels[:120, :160]
    with clip_to(tmp_path / "c.mkv", 160, 120, RATE) as clip, matte_to(tmp_path / "m.mkv", 160, 120, RATE) as matte:
        for _ in range(2):
            clip.write(pixels)
            matte.write(np.full((120, 160), level, np.uint8))
    made = alpha(Video(tmp_path / "c.mkv"), Matte(tmp_path / "m.mkv"), params=Edges(), context=LocalContext(tmp_path / "s"))
    for frame in footage.whole(made.path):
        layer = pixels_of(frame)
        assert (layer[..., 3] == level).all()
        if not level:
            assert (layer == 0).all()


def test_alpha_of_the_source_is_kept_frame_by_frame(tmp_path: Path) -> None:
    shown = scene("fur", 3)
    with clip_to(tmp_path / "c.mkv", 640, 360, RATE, alpha=True) as clip, matte_to(tmp_path / "m.mkv", 640, 360, RATE) as matte:
        for n, one in enumerate(shown):
            own = np.full((360, 640), 255 - 60 * n, np.uint8)
            own[:, :200] = 0
            clip.write(np.dstack([one.pixels, own]))
            matte.write(one.mask)
    made = alpha(Video(tmp_path / "c.mkv"), Matte(tmp_path / "m.mkv"), params=Edges(), context=LocalContext(tmp_path / "s"))
    for n, frame in enumerate(footage.whole(made.path)):
        layer = pixels_of(frame)
        assert (layer[:, :200] == 0).all()
        assert layer[180, 220 + 9 * n, 3] == 255 - 60 * n


def test_one_frame_is_enough(tmp_path: Path) -> None:
    one = scene("fur", 1)[0]
    with clip_to(tmp_path / "c.mkv", 640, 360, RATE) as clip, matte_to(tmp_path / "m.mkv", 640, 360, RATE) as matte:
        clip.write(one.pixels)
        matte.write(one.mask)
    made = alpha(Video(tmp_path / "c.mkv"), Matte(tmp_path / "m.mkv"), params=Edges(), context=LocalContext(tmp_path / "s"))
    (frame,) = footage.whole(made.path)
    assert np.abs(pixels_of(frame)[..., 3] / 255 - one.alpha).sum() < 0.7 * np.abs(one.mask / 255 - one.alpha).sum()


def test_a_very_large_frame_is_solved_in_little_memory() -> None:
    one = scene("fur", 1)[0]
    size = (7680, 4320)
    pixels, mask = cv2.resize(one.pixels, size), cv2.resize(one.mask, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = Refiner(Wish()).alpha(pixels, mask)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2_500_000  # kilobytes
    small = cv2.resize(found, (640, 360), interpolation=cv2.INTER_AREA)
    assert np.abs(small - one.alpha).sum() < 0.8 * np.abs(one.mask / 255 - one.alpha).sum()


def _bust(size: tuple[int, int]) -> tuple[Any, Any]:
    """Somebody from the chest up, drawn with ellipses, and the mask."""
    picture, mask = np.full((200, 160, 3), (90, 120, 150), np.uint8), np.zeros((200, 160), np.uint8)
    for middle, axes, arc, colour in (
        ((80, 190), (55, 70), (0, 360), (40, 50, 120)), ((80, 82), (30, 40), (0, 360), (224, 172, 140)),
        ((80, 55), (34, 24), (180, 360), (50, 30, 20)),
    ):  # fmt: skip
        cv2.ellipse(picture, middle, axes, 0, *arc, colour, -1)
        cv2.ellipse(mask, middle, axes, 0, *arc, 255, -1)
    for x in (68, 92):
        cv2.circle(picture, (x, 82), 4, (30, 30, 30), -1)
    wide = [
        cv2.copyMakeBorder(one, 0, 0, 80, 80, cv2.BORDER_REPLICATE if one is picture else cv2.BORDER_CONSTANT)
        for one in (picture, mask)
    ]
    return cv2.resize(wide[0], size), cv2.resize(wide[1], size)


def test_a_person_is_known_by_itself_and_a_thing_is_none(tmp_path: Path) -> None:
    picture, mask = _bust((640, 400))
    with clip_to(tmp_path / "c.mkv", 640, 400, RATE) as clip, matte_to(tmp_path / "m.mkv", 640, 400, RATE) as matte:
        clip.write(picture)
        matte.write(mask)
    for given, kind, other in (
        ((Video(tmp_path / "c.mkv"), Matte(tmp_path / "m.mkv")), "person", "thing"), (made(tmp_path), "thing", "person"),
    ):  # fmt: skip
        ways = {
            way: alpha(*given, params=Edges(subject=way), context=LocalContext(tmp_path / way)).path.read_bytes()
            for way in ("auto", kind, other)
        }
        assert ways["auto"] == ways[kind]
        assert ways["auto"] != ways[other]
