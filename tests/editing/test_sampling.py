"""Speeds of clips: which frame of the source is on screen, and that what is rendered is that frame."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing.sampling import reach, sampled, span
from editing.segments import paced
from editing.timeline import ClipRow
from generation.sounds import load, save
from generation.sounds.mixing import Part, mix
from tests.editing import numbered

SPEEDS = st.sampled_from(["1/1", "2/1", "1/2", "3/2", "-1/1", "-3/1", "-1/3", "0/1", "24/25"])


@given(st.integers(0, 500), st.integers(1, 400), SPEEDS)
def test_a_clip_uses_its_span_and_nothing_beyond(source_in: int, frames: int, speed: str) -> None:
    clip = ClipRow("c", 0, frames, source_in, speed=speed)
    shown = [sampled(clip, 0).frame(k) for k in range(frames)]
    assert min(shown) == source_in
    assert max(shown) == source_in + span(clip) - 1
    assert reach(clip, 0, frames) == (min(shown), max(shown))
    assert shown == sorted(shown, reverse=Fraction(speed) < 0)


@given(st.integers(0, 100), st.integers(2, 200), SPEEDS, st.data())
def test_a_clip_in_two_stretches_shows_what_it_shows_in_one(source_in: int, frames: int, speed: str, data: st.DataObject) -> None:
    clip = ClipRow("c", 0, frames, source_in, speed=speed)
    at = data.draw(st.integers(1, frames - 1))
    one = [sampled(clip, 0).frame(k) for k in range(frames)]
    two = [sampled(clip, 0).frame(k) for k in range(at)] + [sampled(clip, at).frame(k) for k in range(frames - at)]
    assert one == two


@pytest.mark.parametrize("speed", ["2/1", "1/2", "-1/1", "-5/2", "0/1"])
def test_the_pictures_are_the_frames_that_were_counted(tmp_path: Path, speed: str) -> None:
    film = numbered.clip(tmp_path / "n.mkv", 0, 90, Fraction(24))
    clip = ClipRow("c", 0, 30, 10, speed=speed)
    first = sampled(clip, 0)
    shown = paced(film, Fraction(24), first.first, 30, Fraction(speed), 0)
    seen = [numbered.number_in(one.to_ndarray(format="gray")) for one in shown]
    assert seen == [first.frame(k) for k in range(30)]


def test_a_sound_comes_and_goes_between_the_frames_that_were_said(tmp_path: Path) -> None:
    one = np.full((48_000, 1), 0.5, np.float32)
    path = save(tmp_path / "a.wav", one)
    out = tmp_path / "out.wav"
    mix([Part(path, 4_800, comes=(4_800, 9_600), goes=(40_000, 44_000))], 48_000, out)
    heard = load(out)[:, 0] / (0.5 * np.sqrt(0.5))
    assert np.abs(heard[:4_800]).max() == 0
    assert heard[7_200] == pytest.approx(np.sin(np.pi / 4), abs=0.01)
    assert heard[9_700:39_900] == pytest.approx(1.0, abs=0.001)
    assert heard[42_000] == pytest.approx(np.cos(np.pi / 4), abs=0.01)
    assert np.abs(heard[44_000:]).max() < 1e-4
