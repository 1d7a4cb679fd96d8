"""Frames by counting: which picture of a clip is on screen, exactly, at any rate and however long the film."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import frames
from generation.operation import BadInput
from tests.editing import numbered

RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(60), Fraction(24000, 1001), Fraction(30000, 1001)])


@given(st.integers(0, 4_000_000), RATES)
def test_at_its_own_rate_every_frame_is_itself(frame: int, rate: Fraction) -> None:
    assert frames.shown_at(frame, rate, rate) == frame


@given(st.integers(0, 4_000_000), RATES, RATES)
def test_the_frame_shown_is_on_screen_in_the_middle_of_the_films_frame(frame: int, film: Fraction, clip: Fraction) -> None:
    shown = frames.shown_at(frame, film, clip)
    middle = (frame + Fraction(1, 2)) / film
    assert shown / clip <= middle < (shown + 1) / clip


@pytest.mark.parametrize("rate", ["24/1", "25/1", "24000/1001", "30000/1001", "12/1", "60/1", "120/1"])
def test_the_facts_of_a_clip_are_exact(tmp_path: Path, rate: str) -> None:
    path = numbered.clip(tmp_path / "c.mkv", 0, 31, Fraction(rate))
    assert frames.facts(path) == frames.Facts(numbered.WIDTH, numbered.HEIGHT, Fraction(rate), 31)


def numbers(path: Path, rate: str, start: int, count: int) -> list[int]:
    read = frames.read(path, film=Fraction(rate), source_in=start, frames=count)
    return [numbered.number_in(frame.to_ndarray(format="gray")) for frame in read]


@pytest.mark.parametrize("rate", ["24/1", "24000/1001", "60/1"])
@pytest.mark.parametrize("start", [0, 1, 2, 3, 4, 150, 398])
def test_every_place_in_a_clip_is_found(tmp_path: Path, rate: str, start: int) -> None:
    path = numbered.clip(tmp_path / "c.mkv", 0, 400, Fraction(rate), 56, 16)
    assert numbers(path, rate, start, 2) == [start, start + 1]


def test_the_last_frame_can_be_read_and_the_one_after_it_cannot(tmp_path: Path) -> None:
    path = numbered.clip(tmp_path / "c.mkv", 0, 10, Fraction(24))
    assert numbers(path, "24/1", 9, 1) == [9]
    for start in (10, 11, 500):
        with pytest.raises(BadInput, match="ends at frame 10"):
            numbers(path, "24/1", start, 1)


def test_a_clip_cut_off_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = numbered.clip(tmp_path / "c.mkv", 0, 60, Fraction(24))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput) as refused:
        numbers(path, "24/1", 0, 60)
    assert refused.value.code in ("CLIP_TOO_SHORT", "CLIP_UNREADABLE")


def test_a_file_without_pictures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.mkv"
    path.write_bytes(b"")
    with pytest.raises(BadInput, match=r"empty\.mkv"):
        frames.facts(path)
