"""Segments: exactly the frames asked for, conformed; transitions, black and letters where they belong; no half-written file."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from pydantic import ValidationError

from editing.operations import CutSegment, segment
from generation import delivery
from generation.media import Data, Video
from generation.operation import BadInput, Cancelled, Exhausted, recipe
from generation.recipe import Digest
from tests.editing import numbered

SIZE = {"width": numbered.WIDTH, "height": numbered.HEIGHT}
WHITE = 235


def plain(path: Path, colour: tuple[int, ...], frames: int = 12, rate: str = "24/1", size: tuple[int, int] = (168, 96)) -> Video:
    """A clip of one colour."""
    shown = np.full((size[1], size[0], len(colour)), colour, np.uint8)
    return Video(numbered.write(path, [shown] * frames, Fraction(rate), "bgra" if len(colour) == 4 else "yuv420p"))


def lumas(path: Path) -> list[np.ndarray]:
    """The Y planes of a film."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="yuv420p")[: frame.height] for frame in container.decode(video=0)]


@pytest.mark.parametrize(("source_in", "frames"), [(0, 1), (29, 1), (0, 30), (7, 20), (3, 2)])
def test_a_segment_holds_exactly_the_frames_asked_for(tmp_path: Path, source_in: int, frames: int) -> None:
    clip = Video(numbered.clip(tmp_path / "c.mkv", 100, 30, Fraction(24)))
    made = segment(clip, params=CutSegment(source_in=source_in, frames=frames, **SIZE), context=numbered.context(tmp_path))
    numbers, times = numbered.decoded(made.path)
    assert numbers == list(range(100 + source_in, 100 + source_in + frames))
    assert times == [Fraction(n, 24) for n in range(frames)]


@pytest.mark.parametrize(
    ("clip_rate", "film_rate", "shown"),
    [
        ("12/1", "24/1", [0, 0, 1, 1, 2, 2, 3, 3]),
        ("60/1", "24/1", [1, 3, 6, 8, 11, 13, 16, 18]),
        ("24000/1001", "24/1", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("30/1", "25/1", [0, 1, 3, 4, 5, 6, 7, 9]),
    ],
)
def test_another_rate_is_conformed_by_choosing_frames(tmp_path: Path, clip_rate: str, film_rate: str, shown: list[int]) -> None:
    clip = Video(numbered.clip(tmp_path / "c.mkv", 0, 30, Fraction(clip_rate)))
    made = segment(clip, params=CutSegment(frames=8, rate=film_rate, **SIZE), context=numbered.context(tmp_path))
    assert numbered.decoded(made.path)[0] == shown


def test_a_segment_deep_inside_a_long_take_is_found_by_seeking(tmp_path: Path) -> None:
    clip = Video(numbered.clip(tmp_path / "c.mkv", 0, 700, Fraction(24000, 1001)))
    params = CutSegment(source_in=611, frames=40, rate="24000/1001", **SIZE)
    made = segment(clip, params=params, context=numbered.context(tmp_path))
    assert numbered.decoded(made.path)[0] == list(range(611, 651))


def test_a_clip_that_is_too_short_is_refused_with_its_length(tmp_path: Path) -> None:
    clip = Video(numbered.clip(tmp_path / "c.mkv", 0, 30, Fraction(24)))
    scratch = tmp_path / "scratch"
    with pytest.raises(BadInput, match="ends at frame 30; frames 20 to 34") as refused:
        segment(clip, params=CutSegment(source_in=20, frames=15, **SIZE), context=numbered.context(scratch))
    assert refused.value.code == "CLIP_TOO_SHORT"
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("frames", [0, -1, float("nan"), 1.5, "many"])
def test_frames_that_are_no_count_are_refused_at_the_door(frames: Any) -> None:
    with pytest.raises(BadInput, match="frames"):
        segment.validate({"frames": frames})


@pytest.mark.parametrize("wrong", [{"crf": float("nan")}, {"rate": "0/1"}, {"width": 33}, {"strength": 1}, {"over_in": -1}])
def test_other_nonsense_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=next(iter(wrong))):
        segment.validate({"frames": 10, **wrong})


def test_the_whole_picture_is_shown_with_black_around_it_or_fills_the_frame(tmp_path: Path) -> None:
    clip = plain(tmp_path / "c.mkv", (255, 255, 255), size=(96, 96))
    here = numbered.context(tmp_path)
    padded = lumas(segment(clip, params=CutSegment(frames=3, **SIZE), context=here).path)[1]
    assert padded[48, 84] > 225
    assert max(padded[48, 30], padded[48, 140]) < 19
    filled = lumas(segment(clip, params=CutSegment(frames=3, fit="crop", **SIZE), context=here).path)[1]
    assert filled.min() > 225


def test_colours_survive_another_size_and_alpha_lies_over_black(tmp_path: Path) -> None:
    here = numbered.context(tmp_path)
    red = plain(tmp_path / "r.mkv", (200, 30, 40), size=(84, 48))
    with av.open(str(segment(red, params=CutSegment(frames=3, crf=8, **SIZE), context=here).path)) as container:
        frame = next(container.decode(video=0)).reformat(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709")
        assert np.abs(frame.to_ndarray()[48, 84].astype(int) - (200, 30, 40)).max() <= 4
    half = plain(tmp_path / "a.mkv", (255, 255, 255, 128))
    assert abs(int(lumas(segment(half, params=CutSegment(frames=2, **SIZE), context=here).path)[0][48, 84]) - 126) <= 3


def test_without_a_clip_it_is_black(tmp_path: Path) -> None:
    made = lumas(segment(params=CutSegment(frames=5, **SIZE), context=numbered.context(tmp_path)).path)
    assert len(made) == 5
    assert all((one == 16).all() for one in made)


def test_a_dissolve_goes_evenly_from_one_clip_to_the_other(tmp_path: Path) -> None:
    dark, light = plain(tmp_path / "d.mkv", (0, 0, 0)), plain(tmp_path / "l.mkv", (255, 255, 255))
    params = CutSegment(frames=10, transition="dissolve", crf=8, **SIZE)
    shown = [float(one.mean()) for one in lumas(segment(dark, light, params=params, context=numbered.context(tmp_path)).path)]
    assert shown == pytest.approx([16 + 219 * (n + 0.5) / 10 for n in range(10)], abs=2)
    second = CutSegment(frames=4, transition="dissolve", transition_at=6, transition_frames=10, crf=8, **SIZE)
    part = [float(one.mean()) for one in lumas(segment(dark, light, params=second, context=numbered.context(tmp_path)).path)]
    assert part == pytest.approx(shown[6:], abs=2)


def test_a_dissolve_to_nothing_goes_to_black_and_a_dip_passes_through_it(tmp_path: Path) -> None:
    light, here = plain(tmp_path / "l.mkv", (255, 255, 255)), numbered.context(tmp_path)
    out = segment(light, params=CutSegment(frames=6, transition="dissolve", crf=8, **SIZE), context=here)
    shown = [float(one.mean()) for one in lumas(out.path)]
    assert shown == sorted(shown, reverse=True)
    assert shown[-1] < 40
    dip = segment(light, light, params=CutSegment(frames=9, transition="dip", crf=8, **SIZE), context=here)
    shown = [float(one.mean()) for one in lumas(dip.path)]
    assert min(shown) == shown[4] < 20
    assert shown[0] > 200 < shown[8]


def test_a_wipe_comes_from_the_left(tmp_path: Path) -> None:
    dark, light = plain(tmp_path / "d.mkv", (0, 0, 0)), plain(tmp_path / "l.mkv", (255, 255, 255))
    params = CutSegment(frames=10, transition="wipe", crf=8, **SIZE)
    middle = lumas(segment(dark, light, params=params, context=numbered.context(tmp_path)).path)[5]
    assert middle[48, 20] > 225
    assert middle[48, 150] < 30


def test_captions_are_on_screen_exactly_while_they_are_due(tmp_path: Path) -> None:
    clip = plain(tmp_path / "c.mkv", (90, 90, 90), frames=20, size=(640, 360))
    params = CutSegment(
        frames=20,
        width=640,
        height=360,
        caption_texts=("He is late.", "他迟到了"),
        caption_starts=(-3, 12),
        caption_frames=(8, 4),
    )
    shown = lumas(segment(clip, params=params, context=numbered.context(tmp_path)).path)
    lettered = [n for n, one in enumerate(shown) if one.max() > 200]
    assert lettered == [0, 1, 2, 3, 4, 12, 13, 14, 15]
    touched = np.argwhere(np.abs(shown[13].astype(int) - int(np.median(shown[13]))) > 40)
    assert touched[:, 0].min() > 360 * 0.8
    assert 360 * 0.9 < touched[:, 0].max() < 360 * 0.96
    assert abs((touched[:, 1].min() + touched[:, 1].max()) / 2 - 320) < 6


def test_captions_follow_the_voice_when_its_timing_is_given(tmp_path: Path) -> None:
    clip = plain(tmp_path / "c.mkv", (90, 90, 90), frames=48, size=(640, 360))
    words = [{"sample": 0, "end": 20_000, "text": "Hello"}, {"sample": 20_000, "end": 40_000, "text": "there"}]
    timing = Data.write(tmp_path / "t.json", {"samples": 40_000, "rate": 48_000, "mouths": [], "words": words})
    params = CutSegment(frames=48, width=640, height=360, caption_texts=("Hello there",), caption_starts=(10,))
    shown = lumas(segment(clip, None, (timing,), params=params, context=numbered.context(tmp_path)).path)
    lettered = [n for n, one in enumerate(shown) if one.max() > 200]
    assert lettered
    assert 8 <= lettered[0] <= 10
    assert lettered[-1] >= 29
    assert lettered == list(range(lettered[0], lettered[-1] + 1))


def test_captions_without_a_time_are_refused(tmp_path: Path) -> None:
    params = CutSegment(frames=4, caption_texts=("a",), caption_starts=(0,), **SIZE)
    with pytest.raises(BadInput, match="timing"):
        segment(params=params, context=numbered.context(tmp_path))


def test_the_slate_is_drawn_and_its_timecode_runs(tmp_path: Path) -> None:
    params = CutSegment(frames=3, width=640, height=360, slate="12A-3", slate_title="Rain 雨", slate_start=47, crf=8)
    shown = lumas(segment(params=params, context=numbered.context(tmp_path)).path)
    assert shown[0][10:60, :240].max() > 200
    assert np.abs(shown[0][10:60, :300].astype(int) - shown[1][10:60, :300]).max() < 16  # the label stands still
    assert np.abs(shown[0][10:60, 400:].astype(int) - shown[1][10:60, 400:]).max() > 100  # 00:00:01:23 → 00:00:02:00
    assert shown[0][100:].max() < 24  # nothing else is touched


def test_a_slate_with_drop_frame_is_drawn_otherwise_and_keeps_the_old_key_where_there_is_none(tmp_path: Path) -> None:
    size = {"width": 640, "height": 360, "rate": "30000/1001", "slate": "12A-3", "slate_start": 1800, "frames": 1, "crf": 8}
    (plain,), (dropped,) = (
        lumas(segment(params=CutSegment(slate_drop=drop, **size), context=numbered.context(tmp_path)).path)
        for drop in (False, True)
    )
    assert np.abs(plain[10:60, :300].astype(int) - dropped[10:60, :300]).max() < 16
    assert np.abs(plain[10:60, 400:].astype(int) - dropped[10:60, 400:]).max() > 100  # 00:01:00:00 against 00:01:00;02
    assert "slate_drop" not in recipe(segment, params=CutSegment(frames=1, slate="12A-3")).params


def test_the_key_moves_with_the_slate_and_with_the_take_and_with_nothing_else() -> None:
    one, other = Digest("0" * 64, "video"), Digest("1" * 64, "video")

    def key(clip: Digest = one, **changed: Any) -> str:
        return recipe(segment, params=CutSegment(frames=10, **changed), clip=clip).key

    assert key() == key(source_in=0)
    assert len({key(), key(other), key(slate="12A-3"), key(slate="12A-4"), key(source_in=1)}) == 5


def test_a_transition_that_ends_before_its_stretch_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends after its transition"):
        CutSegment(frames=10, transition="dissolve", transition_at=5, transition_frames=12)


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    clip = Video(numbered.clip(tmp_path / "c.mkv", 0, 60, Fraction(24)))

    def tell(fraction: float, note: str) -> None:
        if fraction > 0.3:
            raise Cancelled

    scratch = tmp_path / "scratch"
    with pytest.raises(Cancelled):
        segment(clip, params=CutSegment(frames=60, **SIZE), context=numbered.context(scratch, tell))
    assert list(scratch.iterdir()) == []


_FULL = """
import json, resource, sys
from pathlib import Path
from editing.operations import CutSegment, JoinSegments, MuxFilm, concat, mux, segment
from generation.local import LocalContext
from generation.media import Segment, Video
from generation.operation import OperationFailed

what, source, scratch, limit = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
here = LocalContext(scratch)
try:
    if what == "segment":
        segment(Video(source), params=CutSegment(frames=60, width=640, height=360, crf=2), context=here)
    elif what == "concat":
        concat((Segment(source),) * 4, params=JoinSegments(), context=here)
    else:
        mux(Segment(source), params=MuxFilm(), context=here)
except OperationFailed as problem:
    print(json.dumps([type(problem).__name__, problem.code, str(problem)]))
print(json.dumps([one.name for one in scratch.iterdir()]))
"""


@pytest.mark.parametrize("what", ["segment", "concat", "mux"])
def test_a_full_disk_is_told_and_leaves_no_file(tmp_path: Path, what: str) -> None:
    rng = np.random.default_rng(3)
    noise = [rng.integers(0, 255, (360, 640, 3), np.uint8) for _ in range(60)]
    source = numbered.write(tmp_path / "noise.mkv", noise, Fraction(24))
    if what != "segment":
        params = CutSegment(frames=60, width=640, height=360, crf=20, speed="ultrafast")
        source = segment(Video(source), params=params, context=numbered.context(tmp_path)).path
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    limit = 300_000
    assert source.stat().st_size > limit
    done = subprocess.run(
        [sys.executable, "-c", _FULL, what, str(source), str(scratch), str(limit)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    told, left = (json.loads(line) for line in done.stdout.splitlines())
    assert told[:2] == ["Exhausted", "DISK_FULL"]
    assert "disk is full" in told[2]
    assert left == []


def test_the_disk_limit_of_this_test_is_real() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 300_000  # set in the child only
    assert issubclass(Exhausted, Exception)
    assert delivery.ticks(Fraction(24000, 1001)) == 24_000
    assert delivery.ticks(Fraction(24)) == 24_000
