"""Masks from clicks and through a clip, by the real network; and a key that moves with every click."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest

from generation import checkpoints
from generation import frames as footage
from generation.embeddings import Looked, packed, unpacked
from generation.local import LocalContext
from generation.mattes import coverages, matte_to
from generation.media import Embedding, Image, Matte, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput, recipe, registry
from generation.operations.layers import Clicks, segment
from generation.operations.layers_embed import Looking, embed
from generation.operations.layers_join import Joining, join
from generation.operations.layers_track import Following, track
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
    made = segment(still(tmp_path, 150), None, params=params, context=LocalContext(tmp_path / "scratch"))
    mask = np.asarray(PIL.Image.open(made.path))
    assert mask.shape == (192, 320)
    assert mask.dtype == np.uint8
    found = type("Found", (), {"coverage": mask})
    assert overlap(found, disc(150)) > 0.9  # type: ignore[arg-type]
    assert 0 < ((mask > 10) & (mask < 245)).sum() < 0.1 * (mask > 127).sum() + 400  # a soft edge, and a narrow one


def made_mask(folder: Path, params: Clicks, embedding: Embedding | None = None, x: float = 150) -> npt.NDArray[np.uint8]:
    made = segment(still(folder, x), embedding, params=params, context=LocalContext(folder / "scratch"))
    return np.asarray(PIL.Image.open(made.path))


def test_an_embedding_is_half_as_exact_and_gives_the_same_mask(tmp_path: Path) -> None:
    context = LocalContext(tmp_path / "scratch")
    looked = embed(still(tmp_path, 150), params=Looking(), context=context)
    assert looked.path.stat().st_size < 9_000_000
    seen = unpacked(looked.path)
    assert (seen.checkpoint, seen.width, seen.height) == ("sam2-tiny@1", 320, 192)
    assert {name: one.shape for name, one in seen.tensors.items()} == {
        "image_embed": (1, 256, 64, 64), "high_res_feats_0": (1, 32, 256, 256), "high_res_feats_1": (1, 64, 128, 128),
    }  # fmt: skip
    assert embed(still(tmp_path, 150), params=Looking(), context=context).path.read_bytes() == looked.path.read_bytes()
    for params in (
        Clicks(across=(150 / 320,), down=(0.5,), belongs=(True,)),
        Clicks(across=(150 / 320, 0.1), down=(0.5, 0.1), belongs=(True, False)),
        Clicks(box=(110 / 320, 60 / 192, 190 / 320, 130 / 192)),
    ):
        exact, kept = made_mask(tmp_path, params) > 127, made_mask(tmp_path, params, looked) > 127
        assert (exact & kept).sum() / (exact | kept).sum() > 0.99


def test_an_embedding_of_another_picture_is_refused(tmp_path: Path) -> None:
    tensors = {"image_embed": np.zeros((1, 2, 2, 2), np.float32)}
    (tmp_path / "other.safetensors").write_bytes(packed(Looked(tensors, "sam2-tiny@1", 640, 360)))
    (tmp_path / "broken.safetensors").write_bytes(b"no embedding")
    params = Clicks(across=(0.5,), down=(0.5,), belongs=(True,))
    with pytest.raises(BadInput, match="another picture"):
        made_mask(tmp_path, params, Embedding(tmp_path / "other.safetensors"))
    with pytest.raises(BadInput, match="not an embedding"):
        made_mask(tmp_path, params, Embedding(tmp_path / "broken.safetensors"))


def test_strokes_add_and_take_away_what_they_cover_and_nothing_else(tmp_path: Path) -> None:
    click = {"across": (150 / 320,), "down": (0.5,), "belongs": (True,)}
    plain = made_mask(tmp_path, Clicks.model_validate(click))
    strokes = {
        "paint_across": (0.05, 0.15, 150 / 320), "paint_down": (0.1, 0.1, 0.5), "paint_ends": (2, 3),
        "paint_widths": (0.05, 0.025), "paint_belongs": (True, False),
    }  # fmt: skip
    both = made_mask(tmp_path, Clicks.model_validate(click | strokes))
    assert (both[19, 16:48] == 255).all()
    assert both[96, 150] == 0
    untouched = np.ones_like(plain, bool)
    untouched[8:32, 4:62] = untouched[90:103, 144:157] = False
    assert (both[untouched] == plain[untouched]).all()
    alone = made_mask(tmp_path, Clicks.model_validate(strokes))
    assert alone[19, 30] == 255
    assert alone[96:, :].max() == 0


def test_nothing_under_the_click_is_said_and_a_mask_that_says_it_is_not_there_is_empty(tmp_path: Path) -> None:
    rubbed = {
        "paint_across": (0.0, 1.0),
        "paint_down": (0.5, 0.5),
        "paint_ends": (2,),
        "paint_widths": (1.0,),
        "paint_belongs": (False,),
    }
    with pytest.raises(BadInput) as refused:
        made_mask(tmp_path, Clicks.model_validate({"across": (0.47,), "down": (0.5,), "belongs": (True,)} | rubbed))
    assert refused.value.code == "NOTHING_THERE"
    assert made_mask(tmp_path, Clicks.model_validate(rubbed)).max() == 0


def test_a_picture_of_8k_with_alpha_is_cut_out_too(tmp_path: Path) -> None:
    large = cv2.resize(picture(150), (7680, 4320), interpolation=cv2.INTER_LINEAR)
    PIL.Image.fromarray(np.dstack([large, np.full(large.shape[:2], 255, np.uint8)])).save(tmp_path / "8k.png", compress_level=1)
    params = Clicks(across=(150 / 320,), down=(0.5,), belongs=(True,))
    made = segment(Image(tmp_path / "8k.png"), None, params=params, context=LocalContext(tmp_path / "scratch"))
    mask = np.asarray(PIL.Image.open(made.path))
    assert mask.shape == (4320, 7680)
    small = cv2.resize(mask, (320, 192), interpolation=cv2.INTER_AREA)
    assert overlap(type("Found", (), {"coverage": small}), disc(150)) > 0.9  # type: ignore[arg-type]


def test_the_mask_follows_both_ways_through_the_clip(tmp_path: Path) -> None:
    places = [90.0 + 5 * n for n in range(7)]
    PIL.Image.fromarray(disc(places[3])).save(tmp_path / "mask.png")
    source, mask, context = clip(tmp_path, places), Image(tmp_path / "mask.png"), LocalContext(tmp_path / "scratch")
    back = track(source, mask, None, params=Following(at=3, first=0, frames=4, backwards=True, step=3), context=context)
    on = track(source, mask, None, params=Following(at=3, first=3, frames=3, step=3), context=context)
    last = track(source, mask, on.state, params=Following(at=3, first=6, frames=1, step=3), context=context)
    parts, params = (back.out, on.out, last.out), Joining(firsts=(0, 3, 6), origins=(3, 3, 3), frames=7)
    made = join(parts, params=params, context=context)
    assert isinstance(made, Matte)
    facts = footage.facts(made.path)
    assert (facts.width, facts.height, facts.rate, facts.frames) == (320, 192, RATE, 7)
    for mask_, x in zip(coverages(made.path), places, strict=True):
        assert overlap(type("Found", (), {"coverage": mask_}), disc(x)) > 0.85  # type: ignore[arg-type]
    assert (list(coverages(made.path))[3] == disc(places[3])).all()


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
        ({"paint_across": (0.5,), "paint_down": (0.5,)}, "last stroke's end"),
        ({"paint_ends": (1,), "paint_widths": (0.1,), "paint_belongs": (True,)}, "last stroke's end"),
        ({"paint_across": (0.5,), "paint_down": (0.5,), "paint_ends": (1,), "paint_widths": (0.1,)}, "a width"),
        (
            {
                "paint_across": (0.5,),
                "paint_down": (0.5,),
                "paint_ends": (1, 1),
                "paint_widths": (0.1, 0.1),
                "paint_belongs": (True, True),
            },
            "a place at least",
        ),
    ],
)
def test_clicks_that_say_nothing_are_refused(params: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Clicks.model_validate(params)


def test_frames_and_masks_that_do_not_fit_are_refused_in_words(tmp_path: Path) -> None:
    source, context = clip(tmp_path, [90, 95]), LocalContext(tmp_path / "scratch")
    PIL.Image.fromarray(disc(90)).save(tmp_path / "mask.png")
    PIL.Image.fromarray(disc(90)[:100]).save(tmp_path / "small.png")
    with pytest.raises(BadInput, match="frames 0 to 1"):
        track(source, Image(tmp_path / "mask.png"), None, params=Following(at=7, frames=1), context=context)
    with pytest.raises(BadInput, match="not as large"):
        track(source, Image(tmp_path / "small.png"), None, params=Following(frames=2), context=context)
    with pytest.raises(BadInput, match="begins at its mask"):
        track(source, Image(tmp_path / "mask.png"), None, params=Following(at=0, first=1, frames=1), context=context)


def test_an_empty_mask_says_that_it_is_not_there(tmp_path: Path) -> None:
    source, context = clip(tmp_path, [90, 95]), LocalContext(tmp_path / "scratch")
    PIL.Image.fromarray(np.zeros((192, 320), np.uint8)).save(tmp_path / "empty.png")
    made = track(source, Image(tmp_path / "empty.png"), None, params=Following(frames=2), context=context)
    assert [one.max() for one in coverages(made.out.path)] == [0, 0]


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
        recipe(registry.get("layers.track"), clip=clip, mask=mask, params=Following(frames=4)).key,
        recipe(registry.get("layers.track"), clip=clip, mask=mask, params=Following(at=3, frames=4)).key,
    }
    assert len(keys) == 6


def test_the_checkpoint_is_one_of_the_default_set() -> None:
    entry = checkpoints.catalogue()["sam2-tiny@1"]
    assert entry.default
    assert entry.licence == "Apache-2.0"
    assert entry.commercial
