"""Clips made anew by words: what lies outside the mask stays, windows meet, and what a model cannot do is said with who can."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from generation import frames as footage
from generation.carrying_on import cuts
from generation.local import LocalContext
from generation.mattes import coverages
from generation.media import Matte
from generation.mezzanine import pixels_of
from generation.operation import BadInput, recipe
from generation.operations.video_edit import Edit, edit
from generation.operations.video_outpaint import Outpaint, outpaint
from generation.patching import Outside, placed, soft
from generation.recipe import Digest
from tests.operations import moving
from tests.operations.conftest import Tiny

pytestmark = pytest.mark.once
VACE, WAN, LTX = "tiny-wan-vace@1", "tiny-wan@1", "tiny-ltx@1"


def test_outside_the_mask_the_pixels_stay_and_the_seam_is_soft(tmp_path: Path, tiny: Tiny) -> None:
    """Longer than a window, so that the middle is made by two of them."""
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(13))
    matte = moving.matte(tmp_path / "m.mkv", 13)
    made = edit(clip, matte, (), params=Edit(prompt="a boat", checkpoint=VACE, overlap=4, seam=0.06), context=tiny)
    assert footage.facts(made.path) == footage.facts(clip.path)
    masks = list(coverages(matte.path))
    changed = 0
    for before, after, mask in zip(footage.whole(clip.path), footage.whole(made.path), masks, strict=True):
        one, other = pixels_of(before), pixels_of(after)
        assert np.array_equal(one[mask == 0], other[mask == 0])
        changed += int((np.abs(one.astype(int) - other).max(axis=2)[mask == 255] > 16).sum())
    assert changed > 0.3 * sum(int((mask == 255).sum()) for mask in masks)
    weight = soft(masks[0], 4.0)
    assert weight.max() == 1.0
    assert 0 < weight[moving.SIZE[1] // 2, moving.SIZE[0] // 4 + 1] < 0.6 < weight[moving.SIZE[1] // 2, moving.SIZE[0] // 4 + 4]


@pytest.mark.parametrize(
    ("checkpoint", "said"), [(WAN, {"strength": 0.5}), (LTX, {"strength": 0.5}), (VACE, {"structure": "edges"})]
)
def test_a_whole_clip_is_made_anew_in_windows_that_meet(
    checkpoint: str, said: dict[str, object], tmp_path: Path, tiny: Tiny
) -> None:
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(13))
    params = Edit(prompt="a boat", checkpoint=checkpoint, overlap=4, **said)
    made = moving.seen(edit(clip, None, (), params=params, context=tiny).path)
    again = moving.seen(edit(clip, None, (), params=params, context=tiny).path)
    assert len(made) == 13
    assert all(np.array_equal(one, other) for one, other in zip(made, again, strict=True))
    steps = [moving.apart(one, other) for one, other in pairwise(made)]
    assert max(steps[3:9]) < 2 * float(np.median(steps)) + 2  # where the windows meet


def test_the_other_way_of_structure_is_a_guide_that_is_given(tmp_path: Path, tiny: Tiny) -> None:
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(9))
    guide = moving.clip(tmp_path / "g.mkv", moving.passing(9, seed=4))
    short = moving.clip(tmp_path / "s.mkv", moving.passing(8, seed=4))
    params = Edit(prompt="a boat", checkpoint=VACE, guide_kinds=("depth",))
    assert len(moving.seen(edit(clip, None, (), (guide,), params=params, context=tiny).path)) == 9
    with pytest.raises(BadInput, match="8 frames, the clip 9") as refused:
        edit(clip, None, (), (short,), params=params, context=tiny)
    assert refused.value.code == "GUIDE_MISFIT"


def test_nothing_is_carried_across_a_cut(tmp_path: Path, tiny: Tiny) -> None:
    dark, bright = ([np.clip(one * share + add, 0, 255).astype(np.uint8) for one in moving.passing(8, seed=seed)]
                    for seed, share, add in ((2, 0.25, 0), (3, 0.2, 190)))  # fmt: skip
    clip = moving.clip(tmp_path / "c.mkv", [*dark, *bright])
    assert cuts(clip.path) == [8]
    params = Edit(prompt="a boat", checkpoint=WAN, strength=0.1)
    made = moving.seen(edit(clip, None, (), params=params, context=tiny).path)
    apart = moving.clip(tmp_path / "a.mkv", bright)
    alone = moving.seen(edit(apart, None, (), params=params, context=tiny).path)
    assert all(np.array_equal(one, other) for one, other in zip(made[8:], alone, strict=True))


def test_a_layer_keeps_its_transparency(tmp_path: Path, tiny: Tiny) -> None:
    pictures = [cv2.merge([*cv2.split(one), np.full(one.shape[:2], 90, np.uint8)]) for one in moving.passing(5)]
    clip = moving.clip(tmp_path / "c.mkv", [np.asarray(one, np.uint8) for one in pictures], alpha=True)
    made = edit(clip, None, (), params=Edit(prompt="a boat", checkpoint=WAN), context=tiny)
    assert all((pixels_of(one)[..., 3] == 90).all() for one in footage.whole(made.path))


@pytest.mark.parametrize("size", [(50, 34), (64, 36), (66, 40)])
@pytest.mark.parametrize("frames", [1, 2])
def test_sizes_and_lengths_that_no_model_makes(size: tuple[int, int], frames: int, tmp_path: Path, tiny: Tiny) -> None:
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(frames, size=size))
    matte = moving.matte(tmp_path / "m.mkv", frames, size)
    made = edit(clip, matte, (), params=Edit(prompt="a boat", checkpoint=VACE), context=tiny)
    assert footage.facts(made.path) == footage.facts(clip.path)


def test_bad_input_is_refused_in_words(tmp_path: Path, tiny: Tiny) -> None:
    clip, matte = moving.clip(tmp_path / "c.mkv", moving.passing(5)), moving.matte(tmp_path / "m.mkv", 4)
    cases: list[tuple[str, str, Matte | None, Edit]] = [
        ("MATTE_MISFIT", "4 frames", matte, Edit(prompt="a", checkpoint=VACE)),
        ("MODEL_CANNOT", "without its depth, edges or pose", None, Edit(prompt="a", checkpoint=VACE)),
        ("MODEL_CANNOT", "keep a clip’s depth.*These can: .*VACE", None, Edit(prompt="a", checkpoint=WAN, structure="depth")),
        ("MODEL_CANNOT", "make a clip anew.*These can: .*Wan", None, Edit(prompt="a")),
    ]
    for code, words, mask, params in cases:
        with pytest.raises(BadInput, match=words) as refused:
            edit(clip, mask, (), params=params, context=tiny)
        assert refused.value.code == code


def test_four_thousand_and_one_frames_are_too_many(tmp_path: Path) -> None:
    one = np.full((16, 16, 3), 90, np.uint8)
    clip = moving.clip(tmp_path / "c.mkv", [one] * 4001)
    with pytest.raises(BadInput, match="4001 frames") as refused:
        edit(clip, None, (), params=Edit(prompt="a boat"), context=LocalContext(tmp_path))
    assert refused.value.code == "CLIP_TOO_LONG"


def test_round_a_clip_is_made_what_is_missing_and_its_pixels_are_copied(tmp_path: Path, tiny: Tiny) -> None:
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(13))
    params = Outpaint(prompt="a boat", checkpoint=VACE, width=112, height=64, across=0.4, overlap=4)
    made = outpaint(clip, (), params=params, context=tiny)
    assert footage.facts(made.path) == footage.Facts(112, 64, moving.RATE, 13)
    left, top = 12, 8
    for inner, whole in zip(moving.stored(clip.path), moving.stored(made.path), strict=True):
        for number, (one, other) in enumerate(zip(inner, whole, strict=True)):
            x, y = (left, top) if number == 0 else (left // 2, top // 2)
            assert np.array_equal(one, other[y : y + one.shape[0], x : x + one.shape[1]])
    for code, said in (("NOTHING_TO_MAKE", {"width": 64, "height": 48}), ("MODEL_CANNOT", {"checkpoint": WAN, "width": 112})):
        with pytest.raises(BadInput) as refused:
            outpaint(clip, (), params=Outpaint(**{"prompt": "a", "height": 64, "checkpoint": VACE, **said}), context=tiny)
        assert refused.value.code == code


def test_what_was_made_meets_the_clip_along_its_rim() -> None:
    where = placed((64, 48), 112, 64, 0.5, 0.5, 1.0)
    assert where is not None
    inner = moving.passing(1)[0]
    outside = Outside(where, 4.0)
    made = np.clip(outside.given(inner).astype(int) + 60, 0, 255).astype(np.uint8)  # what a model made, far too bright
    met = outside.met(made, inner)
    x0, y0, x1, y1 = where.box
    assert np.array_equal(met[y0:y1, x0:x1], inner)
    jump = np.abs(met[y0 + 6 : y1 - 6, x1].astype(int) - inner[6:-6, -1]).mean()
    assert jump < 0.35 * np.abs(made[y0 + 6 : y1 - 6, x1].astype(int) - inner[6:-6, -1]).mean()
    assert outside.mask[0, 0] == 255
    assert outside.mask[32, 56] == 0
    assert placed((64, 48), 112, 64, 0.5, 0.5, 0.5).scaled == (32, 24)  # type: ignore[union-attr]


def test_what_says_nothing_stays_out_of_the_key() -> None:
    clip = Digest("0" * 64, "video")
    made = recipe(edit, params=Edit(prompt="a boat"), clip=clip)
    assert not {"steps", "guidance", "reader", "guide_kinds"} & set(made.params)
    assert made.key == recipe(edit, params=Edit(prompt="a boat", steps=0, reader=""), clip=clip).key
    assert made.key != recipe(edit, params=Edit(prompt="a boat", strength=0.7), clip=clip).key
