"""Sound at another pace: as long as its picture to the sample, as high as it was, where it was, silent while a picture stands."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.local import LocalContext
from generation.media import Audio
from generation.operation import BadInput
from generation.operations.sound_stretch import StretchSound, stretch
from generation.retiming.clock import TICKS, Clock, rated
from generation.sounds import RATE, load, sample_of, save

FRAMES = 48


def tone(path: Path, frames: int = FRAMES, hertz: float = 440.0) -> Audio:
    """Louder on the left than on the right."""
    at = np.arange(sample_of(frames, Fraction(24))) / RATE
    wave = np.sin(2 * np.pi * hertz * at)
    return Audio(save(path, np.stack([0.4 * wave, 0.1 * wave], axis=1)))


def heard(folder: Path, source: Audio, frames: int = FRAMES, rate: str = "24/1", **params: Any) -> np.ndarray:
    result = stretch(
        source, params=StretchSound(frames=frames, rate=rate, **params), context=LocalContext(folder / "scratch")
    )  # fmt: skip
    return load(result.path)


@pytest.mark.parametrize("speed", [0.125, 0.4, 0.5, 1.7, 2.0, 4.0])
def test_pitch_sides_and_loudness_stay_and_the_length_is_the_pictures(tmp_path: Path, speed: float) -> None:
    out = heard(tmp_path, tone(tmp_path / "in.wav"), speed=speed)
    frames = int(Fraction(FRAMES - 1) / Fraction(speed).limit_denominator(1000)) + 1
    assert out.shape == (sample_of(frames, Fraction(24)), 2)
    inner = out[len(out) // 4 : -len(out) // 4]
    spectrum = np.abs(np.fft.rfft(inner[:, 0] * np.hanning(len(inner))))
    where = np.fft.rfftfreq(len(inner), 1 / RATE)
    assert where[spectrum.argmax()] == pytest.approx(440, abs=RATE / len(inner))
    beside = spectrum[np.abs(where - 440) > 60]
    assert (beside**2).sum() < 1e-4 * (spectrum**2).sum()
    left, right = np.sqrt((inner**2).mean(axis=0))
    assert left == pytest.approx(0.4 / np.sqrt(2), rel=0.05)
    assert right == pytest.approx(0.1 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize(("speed", "at"), [(0.5, 1.0), (0.25, 0.6), (2.0, 1.2)])
def test_what_strikes_is_heard_when_it_is_seen(tmp_path: Path, speed: float, at: float) -> None:
    wave = np.zeros(2 * RATE)
    wave[round(at * RATE)] = 0.9
    out = heard(tmp_path, Audio(save(tmp_path / "in.wav", wave)), speed=speed)
    assert abs(np.abs(out).argmax() / RATE - at / speed) < 0.03


def test_at_its_own_pace_it_is_what_it_was(tmp_path: Path) -> None:
    source = tone(tmp_path / "in.wav")
    assert np.array_equal(heard(tmp_path, source), load(source.path))


def test_turned_round_it_is_turned_round(tmp_path: Path) -> None:
    wave = np.zeros(2 * RATE)
    wave[RATE // 2] = 0.9
    out = heard(tmp_path, Audio(save(tmp_path / "in.wav", wave)), reverse=True)
    assert abs(np.abs(out).argmax() / RATE - 1.5) < 0.03


def test_while_a_picture_is_held_it_is_silent_and_goes_on_after(tmp_path: Path) -> None:
    out = heard(tmp_path, tone(tmp_path / "in.wav"), hold=24, hold_at=24)
    assert len(out) == sample_of(FRAMES + 24, Fraction(24))
    assert np.abs(out[RATE + 600 : 2 * RATE - 600]).max() == 0
    for part in (out[: RATE - 600], out[2 * RATE + 1500 : -1500]):
        assert np.abs(part[:, 0]).max() == pytest.approx(0.4, rel=0.1)


def test_a_ramp_is_as_long_as_its_picture_at_any_rate(tmp_path: Path) -> None:
    keys = {"speed": [(0, 2.0, "smooth"), (24, 0.25, "smooth"), (47, 1.0, "linear")]}
    params = StretchSound(frames=FRAMES, rate="24000/1001", keys=keys)
    out = heard(tmp_path, tone(tmp_path / "in.wav"), rate="24000/1001", keys=keys)
    assert len(out) == sample_of(params.clock(FRAMES).frames, Fraction(24000, 1001))
    assert np.isfinite(out).all()


def test_sound_that_is_shorter_than_its_picture_and_damaged_files(tmp_path: Path) -> None:
    out = heard(tmp_path, Audio(save(tmp_path / "in.wav", np.ones(100) * 0.1)), speed=0.5)
    assert len(out) == sample_of(95, Fraction(24))
    assert np.abs(out[RATE:]).max() < 1e-6
    (tmp_path / "bad.wav").write_bytes(b"RIFF" + b"\0" * 40)
    with pytest.raises(BadInput):
        heard(tmp_path, Audio(tmp_path / "bad.wav"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.125, 8), min_size=1, max_size=60), st.integers(0, 70), st.integers(0, 9))
def test_a_clock_never_goes_back_and_reaches_the_last_picture(speeds: list[float], held: int, hold: int) -> None:
    clock = Clock.of(len(speeds), lambda k: speeds[k], held, hold)
    moments = list(clock.moments())
    assert len(moments) == clock.frames
    assert moments[0] == 0
    assert all(one <= other for one, other in pairwise(moments))
    assert moments[-1] <= len(speeds) - 1
    assert clock.moment(clock.frames * TICKS) > len(speeds) - 1  # one more would lie beyond it
    if hold:
        assert sum(one == min(held, len(speeds) - 1) for one in moments) >= hold


@settings(deadline=None)
@given(st.integers(1, 4000), st.fractions(1, 240), st.fractions(1, 240))
def test_at_another_rate_it_lasts_as_long_to_half_a_frame(frames: int, clip: Fraction, film: Fraction) -> None:
    made = len(rated(min(frames, 400), clip, film))
    assert abs(made - max(1, min(frames, 400) * film / clip)) <= Fraction(1, 2) or made == 1
