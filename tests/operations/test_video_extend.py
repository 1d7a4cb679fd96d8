"""Clips made longer, closed and bridged: their own frames stay, colours hold, seams are no larger than any other step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from generation import frames as footage
from generation.anchoring import anchored, joint
from generation.carrying_on import frames_of
from generation.drivers import Clip, Pixels, Tell
from generation.local import LocalContext
from generation.media import Video
from generation.operation import BadInput, recipe
from generation.operations.video_extend import Bridge, Extend, Loop, bridge, extend, loop
from generation.recipe import Digest
from generation.windows import LONGEST, plan
from tests.operations import moving
from tests.operations.conftest import Tiny

pytestmark = pytest.mark.once
VACE, FIRST, ENDS, LTX = "tiny-wan-vace@1", "tiny-wan-first@1", "tiny-wan-ends@1", "tiny-ltx@1"


@given(frames=some.integers(1, 400), most=some.integers(1, 90), overlap=some.integers(0, 48), cut=some.integers(1, 400))
def test_windows_hold_every_frame_and_are_no_longer_than_a_model_makes(frames: int, most: int, overlap: int, cut: int) -> None:
    windows = plan(frames, most, overlap, [cut])
    assert windows[0].first == 0
    assert windows[-1].end == frames
    assert all(one.frames <= most for one in windows)
    for before, after in pairwise(windows):
        assert after.first + after.overlap == before.end
        assert after.overlap == 0 if after.first == cut else after.overlap < after.frames
    assert len(plan(frames, None, overlap)) == 1


@pytest.mark.parametrize("checkpoint", [VACE, FIRST, LTX, "previs@1"])
@pytest.mark.parametrize("direction", ["forwards", "backwards"])
def test_a_clip_goes_on_and_its_own_frames_are_copied(checkpoint: str, direction: str, tmp_path: Path, tiny: Tiny) -> None:
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(6), Fraction(24000, 1001))
    params = Extend(prompt="a boat", checkpoint=checkpoint, frames=9, direction=direction, overlap=4)
    if checkpoint == FIRST and direction == "backwards":
        with pytest.raises(BadInput, match=r"come to an end on a given picture.*These can: .*LTX") as refused:
            extend(clip, (), params=params, context=tiny)
        assert refused.value.code == "MODEL_CANNOT"
        return
    made = extend(clip, (), params=params, context=tiny)
    assert footage.facts(made.path) == footage.Facts(*moving.SIZE, Fraction(24000, 1001), 15)
    own, all_of_it = moving.stored(clip.path), moving.stored(made.path)
    kept = all_of_it[:6] if direction == "forwards" else all_of_it[9:]
    assert all(np.array_equal(a, b) for one, other in zip(own, kept, strict=True) for a, b in zip(one, other, strict=True))
    again = moving.seen(extend(clip, (), params=params, context=tiny).path)
    assert all(np.array_equal(one, other) for one, other in zip(moving.seen(made.path), again, strict=True))


@pytest.mark.parametrize("checkpoint", [VACE, ENDS, LTX, "previs@1"])
def test_between_two_clips_and_back_to_the_beginning(checkpoint: str, tmp_path: Path, tiny: Tiny) -> None:
    """The bridge is longer than a window where the model goes on from one clip first."""
    long = 7 if checkpoint in (VACE, LTX) else 5
    one = moving.clip(tmp_path / "1.mkv", moving.passing(8))
    other = moving.clip(tmp_path / "2.mkv", moving.passing(8, seed=5, size=(80, 48)), Fraction(30))
    made = bridge(one, other, (), params=Bridge(prompt="a boat", checkpoint=checkpoint, frames=long, overlap=4), context=tiny)
    assert footage.facts(made.path) == footage.Facts(*moving.SIZE, moving.RATE, long)
    clip = moving.clip(tmp_path / "3.mkv", moving.passing(16))
    closed = loop(clip, (), params=Loop(prompt="a boat", checkpoint=checkpoint, frames=6, overlap=3), context=tiny)
    assert footage.facts(closed.path) == footage.facts(clip.path)
    before, after = moving.stored(clip.path)[:10], moving.stored(closed.path)[:10]
    assert all(np.array_equal(a, b) for x, y in zip(before, after, strict=True) for a, b in zip(x, y, strict=True))


def test_a_loop_without_a_model_has_no_seam(tmp_path: Path) -> None:
    pictures = moving.passing(40, step=1.5, size=(160, 96))
    clip = moving.clip(tmp_path / "c.mkv", pictures)
    made = moving.seen(loop(clip, (), params=Loop(frames=16), context=LocalContext(tmp_path)).path)
    steps = [moving.apart(one, other) for one, other in pairwise(made)]
    assert moving.apart(made[-1], made[0]) < 1.5 * float(np.median(steps)) + 1
    assert moving.apart(pictures[-1], pictures[0]) > 4 * float(np.median(steps))
    assert max(steps[22:]) < 3 * float(np.median(steps)) + 2


def test_without_a_model_what_repeats_itself_goes_on_and_a_camera_comes_to_rest(tmp_path: Path) -> None:
    wall = moving.wall(3, 320, 96)
    swing = [np.ascontiguousarray(wall[:72, 40 + (at := round(12 * np.sin(2 * np.pi * n / 16))) : 168 + at]) for n in range(40)]
    clip = moving.clip(tmp_path / "c.mkv", swing)
    made = moving.seen(extend(clip, (), params=Extend(frames=16), context=LocalContext(tmp_path)).path)[40:]
    true = [
        np.ascontiguousarray(wall[:72, 40 + (at := round(12 * np.sin(2 * np.pi * n / 16))) : 168 + at]) for n in range(40, 56)
    ]
    assert float(np.mean([moving.apart(one, other) for one, other in zip(made[6:], true[6:], strict=True)])) < 4
    pan = moving.clip(tmp_path / "p.mkv", moving.passing(20, step=2, size=(160, 96)))
    whole = moving.seen(extend(pan, (), params=Extend(frames=40), context=LocalContext(tmp_path)).path)
    steps = [moving.apart(one, other) for one, other in pairwise(whole)]
    assert steps[20] > 0.3 * float(np.median(steps[:19]))
    assert max(steps[-5:]) < 0.1 * float(np.median(steps[:19])) + 0.2


class Drifting:
    """A model that shows what really comes next, in the colours it is given, ever warmer and harder from frame to frame."""

    takes = frozenset({"words", "seed", "source", "mask"})

    def __init__(self, truth: list[Pixels]) -> None:
        self.truth, self.at = truth, 0

    def most(self, rate: Fraction) -> int | None:
        return 24

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]:
        assert clip.source is not None
        assert clip.mask is not None
        given = list(frames_of(clip.source))
        kept = sum(1 for one in footage.whole(clip.mask) if one.to_ndarray(format="gray").max() == 0)
        mine = [self.truth[self.at - kept + n] for n in range(clip.frames)]
        self.at += clip.frames - kept
        like = joint(mine[:kept], given[:kept])
        for n, one in enumerate(mine):
            share = 0.1 * n / clip.frames
            drifted = (like.on(one).astype(np.float32) - 118) * (1 + share) + 118 + np.array([90.0, 10.0, -80.0]) * share
            yield np.asarray(np.clip(drifted + 0.5, 0, 255), np.uint8)


class Opening(LocalContext):
    """A context with one driver."""

    driver: Any

    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        return nullcontext(self.driver)


def test_five_extensions_do_not_drift_where_colours_are_held(tmp_path: Path) -> None:
    truth = moving.passing(24 + 5 * 16 + 8, step=1, size=(96, 56))
    last = {}
    for anchor in (0.0, 1.0):
        context = Opening(tmp_path)
        context.driver = Drifting(truth)
        clip = moving.clip(tmp_path / f"{anchor}.mkv", truth[:24])
        for _ in range(5):
            context.driver.at = footage.facts(clip.path).frames
            clip = extend(clip, (), params=Extend(frames=16, anchor=anchor, checkpoint="drifting@1"), context=context)
        shown = moving.seen(clip.path)
        last[anchor] = float(
            np.mean(
                [np.abs((a.astype(int) - b).mean(axis=(0, 1))).mean() for a, b in zip(shown[-8:], truth[96:104], strict=True)]
            )
        )
    assert last[0.0] > 20
    assert last[1.0] < 4


def test_anchoring_changes_nothing_that_needs_no_change() -> None:
    pictures = moving.passing(14, size=(128, 72))
    kept = anchored(pictures[:4], pictures[:4], pictures[4:])
    assert max(moving.apart(one, other) for one, other in zip(kept, pictures[4:], strict=True)) < 1.5
    dark = [np.asarray(one * 0.7, np.uint8) for one in pictures]
    mended = anchored(pictures[:4], dark[:4], dark[4:])
    assert max(moving.apart(one, other) for one, other in zip(mended, pictures[4:], strict=True)) < 4
    assert all(
        np.array_equal(one, other) for one, other in zip(anchored(pictures[:4], dark[:4], dark[4:], 0.0), dark[4:], strict=True)
    )


def test_nothing_is_gone_on_from_across_a_cut(tmp_path: Path) -> None:
    before, after = (moving.passing(12, step=0, seed=seed, size=(96, 64)) for seed in (2, 9))
    before = [np.asarray(one * 0.3, np.uint8) for one in before]
    clip = moving.clip(tmp_path / "c.mkv", [*before, *after[:3]])
    made = moving.seen(extend(clip, (), params=Extend(frames=12), context=LocalContext(tmp_path)).path)
    assert max(moving.apart(one, made[14]) for one in made[15:]) < 3


@pytest.mark.parametrize("frames", [1, 2])
def test_the_shortest_clips(frames: int, tmp_path: Path, tiny: Tiny) -> None:
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(frames))
    for checkpoint in (VACE, "previs@1"):
        made = extend(clip, (), params=Extend(prompt="a", frames=3, checkpoint=checkpoint), context=tiny)
        assert footage.facts(made.path).frames == frames + 3
        made = bridge(clip, clip, (), params=Bridge(prompt="a", frames=1, checkpoint=checkpoint), context=tiny)
        assert footage.facts(made.path).frames == 1
    with pytest.raises(BadInput, match="needs 3 at least") as refused:
        loop(clip, (), params=Loop(frames=1), context=tiny)
    assert refused.value.code == "CLIP_TOO_SHORT"


def test_bad_input_is_refused_in_words(tmp_path: Path) -> None:
    context = LocalContext(tmp_path)
    clear = moving.clip(tmp_path / "a.mkv", [np.full((32, 32, 4), 90, np.uint8)] * 4, alpha=True)
    long = moving.clip(tmp_path / "l.mkv", [np.full((16, 16, 3), 90, np.uint8)] * (LONGEST + 1))
    for clip, code in ((clear, "CLIP_TRANSPARENT"), (long, "CLIP_TOO_LONG")):
        with pytest.raises(BadInput) as refused:
            extend(clip, (), params=Extend(frames=4), context=context)
        assert refused.value.code == code
    with pytest.raises(BadInput, match="1200") as refused:
        extend.validate({"frames": 4001})
    assert refused.value.code == "PARAMETERS_INVALID"
    (tmp_path / "n.mkv").write_bytes(b"nothing")
    with pytest.raises(BadInput) as refused:
        loop(Video(tmp_path / "n.mkv"), (), params=Loop(frames=4), context=context)
    assert refused.value.code == "CLIP_UNREADABLE"


def test_the_key_is_that_of_the_intent() -> None:
    clip = Digest("0" * 64, "video")
    assert recipe(extend, params=Extend(), clip=clip).key == recipe(extend, params=Extend(steps=0, guidance=None), clip=clip).key
    assert recipe(extend, params=Extend(), clip=clip).key != recipe(extend, params=Extend(direction="backwards"), clip=clip).key
