"""Masks from clicks and through a clip, by the real network; and a key that moves with every click."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from generation import checkpoints
from generation import frames as footage
from generation.local import LocalContext
from generation.mattes import coverages, matte_to
from generation.media import Image, Matte, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput, recipe, registry
from generation.operations.layers import Clicks, Following, segment, track
from generation.recipe import Digest
from tests.generation.test_tracking import disc, overlap, picture

pytestmark = pytest.mark.once
RATE = Fraction(24000, 1001)


def still(folder: Path, x: float | None) -> Image:
    path = folder / "still.png"
    PIL.Image.fromarray(picture(x)).save(path)
    return Image(path)


def clip(folder: Path, places: list[float]) -> Video:
    path = folder / "clip.mkv"
    with clip_to(path, 320, 192, RATE) as writer:
        for x in places:
            writer.write(picture(x))
    return Video(path)


def test_a_click_cuts_out_the_thing_under_it(tmp_path: Path) -> None:
    params = Clicks(across=(150 / 320,), down=(0.5,), belongs=(True,))
    made = segment(still(tmp_path, 150), params=params, context=LocalContext(tmp_path / "scratch"))
    mask = np.asarray(PIL.Image.open(made.path))
    assert mask.shape == (192, 320)
    assert mask.dtype == np.uint8
    found = type("Found", (), {"coverage": mask})
    assert overlap(found, disc(150)) > 0.9  # type: ignore[arg-type]
    assert 0 < ((mask > 10) & (mask < 245)).sum() < 0.1 * (mask > 127).sum() + 400  # a soft edge, and a narrow one


def test_the_mask_follows_both_ways_through_the_clip(tmp_path: Path) -> None:
    places = [90.0 + 5 * n for n in range(7)]
    PIL.Image.fromarray(disc(places[3])).save(tmp_path / "mask.png")
    params = Following(at=3, first=0, step=3)
    made = track(clip(tmp_path, places), Image(tmp_path / "mask.png"), params=params, context=LocalContext(tmp_path / "scratch"))
    assert isinstance(made, Matte)
    facts = footage.facts(made.path)
    assert (facts.width, facts.height, facts.rate, facts.frames) == (320, 192, RATE, 7)
    for mask, x in zip(coverages(made.path), places, strict=True):
        assert overlap(type("Found", (), {"coverage": mask}), disc(x)) > 0.85  # type: ignore[arg-type]


def test_a_matte_is_kept_without_loss(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    masks = [rng.integers(0, 256, (50, 71), np.uint8) for _ in range(4)]
    with matte_to(tmp_path / "m.mkv", 71, 50, RATE) as writer:
        for mask in masks:
            writer.write(mask)
    assert all((was == now).all() for was, now in zip(masks, coverages(tmp_path / "m.mkv"), strict=True))


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"across": (0.5,), "down": (0.5,)}, "whether it belongs"),
        ({"across": (0.5,), "down": (0.5,), "belongs": (False,)}, "must belong"),
        ({"box": (0.5, 0.1, 0.4, 0.9)}, "some room between"),
        ({}, "must belong"),
    ],
)
def test_clicks_that_say_nothing_are_refused(params: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Clicks.model_validate(params)


def test_frames_and_masks_that_do_not_fit_are_refused_in_words(tmp_path: Path) -> None:
    source, context = clip(tmp_path, [90, 95]), LocalContext(tmp_path / "scratch")
    PIL.Image.fromarray(disc(90)).save(tmp_path / "mask.png")
    PIL.Image.fromarray(disc(90)[:100]).save(tmp_path / "small.png")
    PIL.Image.fromarray(np.zeros((192, 320), np.uint8)).save(tmp_path / "empty.png")
    with pytest.raises(BadInput, match="frames 0 to 1"):
        track(source, Image(tmp_path / "mask.png"), params=Following(at=7), context=context)
    with pytest.raises(BadInput, match="not as large"):
        track(source, Image(tmp_path / "small.png"), params=Following(), context=context)
    with pytest.raises(BadInput, match="empty"):
        track(source, Image(tmp_path / "empty.png"), params=Following(), context=context)


def test_the_key_moves_with_every_click_and_every_frame() -> None:
    given, clip, mask = Digest("a" * 64, "image"), Digest("b" * 64, "video"), Digest("c" * 64, "image")
    keys = {
        recipe(registry.get("layers.segment"), picture=given, params=Clicks(across=(0.5,), down=(0.5,), belongs=(True,))).key,
        recipe(registry.get("layers.segment"), picture=given, params=Clicks(across=(0.6,), down=(0.5,), belongs=(True,))).key,
        recipe(
            registry.get("layers.segment"),
            picture=given,
            params=Clicks(across=(0.5, 0.1), down=(0.5, 0.1), belongs=(True, False)),
        ).key,
        recipe(registry.get("layers.segment"), picture=given, params=Clicks(box=(0.1, 0.1, 0.5, 0.5))).key,
        recipe(registry.get("layers.track"), clip=clip, mask=mask, params=Following()).key,
        recipe(registry.get("layers.track"), clip=clip, mask=mask, params=Following(at=3)).key,
    }
    assert len(keys) == 6


def test_the_checkpoint_is_one_of_the_default_set() -> None:
    entry = checkpoints.catalogue()["sam2-tiny@1"]
    assert entry.default
    assert entry.licence == "Apache-2.0"
    assert entry.commercial
