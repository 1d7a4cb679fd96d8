"""Joins: every frame of every segment, in order, at one constant step; anything else is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editing import joining
from editing.operations import CutSegment, JoinSegments, concat, segment
from generation.media import Segment, Video
from generation.operation import BadInput, Cancelled
from tests.editing import numbered

RATES = ["24/1", "25/1", "24000/1001", "30000/1001", "60/1"]
LENGTHS = [1, 7, 2, 48, 1, 1, 13, 30, 3]


def make(folder: Path, first: int, frames: int, rate: str = "24/1", **changed: object) -> Segment:
    """A segment of numbered frames."""
    source = numbered.clip(folder / f"source-{first}.mkv", first, frames, Fraction(rate))
    values = {"frames": frames, "rate": rate, "width": numbered.WIDTH, "height": numbered.HEIGHT, **changed}
    return segment(Video(source), params=CutSegment(**values), context=numbered.context(folder))


@pytest.mark.parametrize("rate", RATES)
def test_joined_frames_are_all_there_in_order_at_one_step(tmp_path: Path, rate: str) -> None:
    pieces, first = [], 0
    for frames in LENGTHS:
        pieces.append(make(tmp_path, first, frames, rate))
        first += frames
    joined = concat(tuple(pieces), params=JoinSegments(), context=numbered.context(tmp_path))
    numbers, times = numbered.decoded(joined.path)
    assert numbers == list(range(sum(LENGTHS)))
    assert times == [n / Fraction(rate) for n in range(sum(LENGTHS))]
    assert numbered.by_ffmpeg(joined.path) == list(range(sum(LENGTHS)))


def test_a_join_can_be_joined_again(tmp_path: Path) -> None:
    first, second = make(tmp_path, 0, 5, "24000/1001"), make(tmp_path, 5, 6, "24000/1001")
    third = make(tmp_path, 11, 1, "24000/1001")
    here = numbered.context(tmp_path)
    whole = concat((concat((first, second), params=JoinSegments(), context=here), third), params=JoinSegments(), context=here)
    assert numbered.decoded(whole.path)[0] == list(range(12))


def test_a_joined_segment_is_bit_for_bit_what_it_was_alone(tmp_path: Path) -> None:
    pieces = [make(tmp_path, 0, 20), make(tmp_path, 20, 20)]
    joined = concat(tuple(pieces), params=JoinSegments(), context=numbered.context(tmp_path))
    alone = b"".join(numbered.ffmpeg("-i", str(one.path), "-f", "rawvideo", "-") for one in pieces)
    assert numbered.ffmpeg("-i", str(joined.path), "-f", "rawvideo", "-") == alone


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"width": 84, "height": 48}, "size"),
        ({"rate": "25/1"}, "rate"),
        ({"speed": "slower"}, "encoder settings"),
    ],
)
def test_segments_of_another_profile_are_refused_and_leave_no_file(
    tmp_path: Path, changed: dict[str, object], named: str
) -> None:
    pieces = [make(tmp_path, 0, 10), make(tmp_path, 10, 10, **changed)]
    out = tmp_path / "film.mp4"
    with pytest.raises(BadInput, match=named) as refused:
        joining.concat([one.path for one in pieces], out, tell=lambda fraction, note: None)
    assert refused.value.code == "SEGMENTS_DIFFER"
    assert not out.exists()


def test_another_quality_of_the_same_preset_joins(tmp_path: Path) -> None:
    pieces = [make(tmp_path, 0, 10, crf=18), make(tmp_path, 10, 10, crf=30)]
    joined = concat(tuple(pieces), params=JoinSegments(), context=numbered.context(tmp_path))
    assert numbered.decoded(joined.path)[0] == list(range(20))


def test_a_segment_with_a_lost_packet_is_refused(tmp_path: Path) -> None:
    whole = make(tmp_path, 0, 30)
    lame = tmp_path / "lame.mp4"
    numbered.ffmpeg("-i", str(whole.path), "-c", "copy", "-bsf:v", "noise=drop=eq(n\\,12)", "-f", "mp4", str(lame))
    with pytest.raises(BadInput) as refused:
        joining.concat([lame], tmp_path / "film.mp4", tell=lambda fraction, note: None)
    assert refused.value.code in ("FRAMES_UNEVEN", "SEGMENTS_DIFFER")
    assert not (tmp_path / "film.mp4").exists()


def test_nothing_and_rubbish_are_refused_with_a_sentence(tmp_path: Path) -> None:
    def tell(fraction: float, note: str) -> None:
        return None

    with pytest.raises(BadInput, match="empty"):
        joining.concat([], tmp_path / "a.mp4", tell=tell)
    rubbish = tmp_path / "rubbish.mp4"
    rubbish.write_bytes(np.random.default_rng(1).bytes(4000))
    with pytest.raises(BadInput, match=r"rubbish\.mp4 cannot be read"):
        joining.concat([rubbish], tmp_path / "a.mp4", tell=tell)
    assert not (tmp_path / "a.mp4").exists()


def test_cancelling_a_join_leaves_nothing(tmp_path: Path) -> None:
    pieces = [make(tmp_path, n * 5, 5).path for n in range(4)]

    def tell(fraction: float, note: str) -> None:
        if fraction >= 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        joining.concat(pieces, tmp_path / "film.mp4", tell=tell)
    assert not (tmp_path / "film.mp4").exists()
