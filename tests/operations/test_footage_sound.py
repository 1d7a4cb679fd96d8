"""The sound of stretches of films: the samples that belong to their frames, late, of many tracks, or silence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from generation.media import Movie
from generation.operations.footage import FootageSound, sound
from generation.sounds import load
from tests.editing import numbered
from tests.operations import brought


def clicks_in(path: Path) -> list[int]:
    """The first sample of each click."""
    loud = np.flatnonzero(np.abs(load(path)[:, 0]) > 0.3)
    return [int(at) for at, before in zip(loud, [-10_000, *loud[:-1]], strict=True) if at - before > 2000]


@pytest.mark.parametrize("late", [0, 11_025])
@pytest.mark.parametrize("start", [0, 30, 60])
def test_sound_stays_with_its_frames(tmp_path: Path, late: int, start: int) -> None:
    source = brought.with_clicks(tmp_path / "clicks.mov", 96, 24, (12, 33, 62, 90), late=late)
    made = sound(Movie(source), params=FootageSound(start=start, frames=36), context=numbered.context(tmp_path))
    assert len(load(made.path)) == 36 * 2000
    expected = [(click - start) * 2000 for click in (12, 33, 62, 90) if start <= click < start + 36]
    found = clicks_in(made.path)
    assert len(found) == len(expected)
    assert all(abs(a - b) <= 24 for a, b in zip(found, expected, strict=True))  # half a thousandth of a second


def test_sounds_that_follow_each_other_are_the_whole(tmp_path: Path) -> None:
    source = tmp_path / "tone.mp4"
    brought.ffmpeg(
        "-f", "lavfi", "-i", "testsrc=s=64x64:r=30000/1001", "-f", "lavfi", "-i", "sine=330:sample_rate=44100", "-t", "6",
        "-shortest", "-c:a", "aac", "-pix_fmt", "yuv420p", str(source),
    )  # fmt: skip
    rate = "30000/1001"

    def heard(start: int, frames: int) -> np.ndarray:
        params = FootageSound(start=start, frames=frames, rate=rate)
        return load(sound(Movie(source), params=params, context=numbered.context(tmp_path)).path)[:, 0]

    whole = heard(0, 150)
    parts = np.concatenate([heard(start, 50) for start in range(0, 150, 50)])
    assert parts.shape == whole.shape
    assert np.abs(parts - whole).max() < 0.01
    assert np.abs(whole).max() > 0.05


def test_of_many_tracks_the_default_is_heard_and_none_is_silence(tmp_path: Path) -> None:
    source = tmp_path / "many.mkv"
    inputs = [part for n in range(8) for part in ("-f", "lavfi", "-i", f"sine={200 * (n + 1)}:sample_rate=48000")]
    maps = [part for n in range(9) for part in ("-map", str(n))]
    brought.ffmpeg(
        "-f", "lavfi", "-i", "testsrc=s=64x64:r=24", *inputs, *maps, "-t", "2", "-c:a", "pcm_s16le",
        "-disposition:a", "0", "-disposition:a:2", "default", str(source),
    )  # fmt: skip
    made = load(sound(Movie(source), params=FootageSound(frames=48), context=numbered.context(tmp_path)).path)
    spectrum = np.abs(np.fft.rfft(made[:, 0]))
    assert abs(int(spectrum.argmax()) / 2 - 600) <= 1
    silent = brought.at_times(tmp_path / "silent.mp4", [Fraction(n, 24) for n in range(24)])
    none = load(sound(Movie(silent), params=FootageSound(start=3, frames=30), context=numbered.context(tmp_path)).path)
    assert none.shape == (60_000, 1)
    assert not none.any()


def test_surround_becomes_stereo(tmp_path: Path) -> None:
    source = tmp_path / "surround.mkv"
    brought.ffmpeg(
        "-f", "lavfi", "-i", "testsrc=s=64x64:r=24", "-f", "lavfi", "-i", "aevalsrc=sin(440*2*PI*t)|0|0|0|0|0:c=5.1", "-t", "1",
        "-c:a", "flac", str(source),
    )  # fmt: skip
    made = load(sound(Movie(source), params=FootageSound(frames=24), context=numbered.context(tmp_path)).path)
    assert made.shape == (48_000, 2)
    assert np.abs(made[:, 0]).max() > 0.2
    assert np.abs(made[:, 1]).max() < 0.01
