"""Soft edges against a known alpha, colours without what is behind, a person's hair by the real network, and misfits."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.layers_alpha import colour_error, errors, guided, scene
from generation import checkpoints
from generation import frames as footage
from generation.alpha import Refiner, Wish, coloured
from generation.drivers.matting import load
from generation.local import LocalContext
from generation.mattes import matte_to
from generation.media import Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.layers_alpha import Edges, alpha
from generation.recipe import Digest

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
