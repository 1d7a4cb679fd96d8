"""Loudness and true peak, checked by another meter (ffmpeg's ebur128) and by hand."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from generation import sounds
from generation.local import LocalContext
from generation.media import Audio
from generation.operation import BadInput
from generation.operations.sound import loudness
from generation.sounds import RATE, levels


def read_by_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) as ffmpeg measures them."""
    said = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    summary = said[said.rindex("Summary") :]
    return tuple(float(re.search(pattern, summary)[1]) for pattern in (r"I:\s+(\S+) LUFS", r"Peak:\s+(\S+) dBFS"))  # type: ignore[index, return-value]


def speechlike(length: int, level: float, seed: int = 1, channels: int = 2) -> np.ndarray:
    """Bursts of noise with pauses, peaky as speech is."""
    random = np.random.default_rng(seed)
    at = np.arange(length * RATE) / RATE
    loud = np.clip(np.sin(2 * np.pi * 0.7 * at) + 0.4 * np.sin(2 * np.pi * 4.1 * at), 0, None) ** 2
    return (random.laplace(0, 1, (len(at), channels)) * loud[:, None] * level).astype(np.float32)


def loudened(folder: Path, sound: np.ndarray, **params: object) -> Path:
    source = Audio(sounds.save(folder / "source.wav", sound))
    return loudness(source, params=loudness.validate(params), context=LocalContext(folder)).path


@pytest.mark.parametrize("level", [0.004, 0.02, 0.3])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_target_is_met_and_no_peak_passes(tmp_path: Path, level: float, channels: int) -> None:
    made = loudened(tmp_path, speechlike(20, level, channels=channels), lift=40)
    heard, peak = read_by_ffmpeg(made)
    assert heard == pytest.approx(-16.0, abs=0.5)
    assert peak <= -1.0


def test_peaks_between_samples_are_held_too(tmp_path: Path) -> None:
    """A sine at a quarter of the rate, caught off its crests: samples at −3 dB, the curve between them at 0 dB."""
    at = np.arange(10 * RATE)
    sine = (np.sin(2 * np.pi * at / 4 + np.pi / 4) * np.where(at % RATE < 2000, 1.0, 0.02)).astype(np.float32)
    assert np.abs(sine).max() == pytest.approx(np.sqrt(0.5), rel=1e-3)
    assert levels.measure(sounds.save(tmp_path / "sine.wav", sine)).peak == pytest.approx(1.0, rel=0.02)
    _, peak = read_by_ffmpeg(loudened(tmp_path, sine, target=-14.0, peak=-2.0))
    assert peak <= -2.0


@pytest.mark.parametrize(("target", "peak"), [(-23.0, -2.0), (-14.0, -1.0), (-20.0, -6.0)])
def test_other_targets(tmp_path: Path, target: float, peak: float) -> None:
    heard, highest = read_by_ffmpeg(loudened(tmp_path, speechlike(15, 0.05), target=target, peak=peak))
    assert heard == pytest.approx(target, abs=0.5)
    assert highest <= peak


def test_the_meter_agrees_with_two_others(tmp_path: Path) -> None:
    import pyloudnorm

    for seed in range(3):
        sound = speechlike(12, 0.03, seed)
        path = sounds.save(tmp_path / "one.wav", sound)
        mine = levels.measure(path)
        heard, peak = read_by_ffmpeg(path)
        assert mine.loudness == pytest.approx(heard, abs=0.1)
        assert mine.loudness == pytest.approx(pyloudnorm.Meter(RATE).integrated_loudness(sound), abs=0.1)
        assert levels.decibels(mine.peak) == pytest.approx(peak, abs=0.2)


def test_a_full_scale_sine_of_1_khz_in_one_channel_is_minus_3_lufs(tmp_path: Path) -> None:
    """The reference of BS.1770: 0 dBFS at 997 Hz in one channel reads −3.01 LKFS."""
    sine = np.sin(2 * np.pi * 997 * np.arange(5 * RATE) / RATE).astype(np.float32)
    assert levels.loudness_of(sine) == pytest.approx(-3.01, abs=0.05)


def test_quiet_passages_do_not_count(tmp_path: Path) -> None:
    """The gate: ten seconds of speech and ten of near silence are as loud as the speech alone."""
    speech = speechlike(10, 0.05)
    alone, padded = levels.loudness_of(speech), levels.loudness_of(np.concatenate((speech, np.zeros_like(speech))))
    assert padded == pytest.approx(alone, abs=0.2)


def test_silence_stays_silence(tmp_path: Path) -> None:
    notes: list[str] = []
    source = Audio(sounds.save(tmp_path / "silence.wav", np.zeros((RATE, 2), np.float32)))
    context = LocalContext(tmp_path, tell=lambda fraction, note: notes.append(note))
    made = loudness(source, params=loudness.validate({}), context=context)
    assert not sounds.load(made.path).any()
    assert sounds.length(made.path) == RATE
    assert notes[-1] == "Silence"


def test_room_tone_alone_stays_room_tone(tmp_path: Path) -> None:
    quiet = (np.random.default_rng(2).standard_normal((5 * RATE, 2)) * 0.003).astype(np.float32)
    before = levels.loudness_of(quiet)
    heard, _ = read_by_ffmpeg(loudened(tmp_path, quiet))
    assert heard == pytest.approx(before + 18, abs=0.3)


@pytest.mark.parametrize("length", [0, 1, 47, 100, RATE // 3])
def test_very_short_sounds_keep_their_length(tmp_path: Path, length: int) -> None:
    sound = speechlike(1, 0.1)[:length]
    assert sounds.length(loudened(tmp_path, sound)) == length


def test_the_sound_is_only_turned_up_where_nothing_had_to_be_held(tmp_path: Path) -> None:
    sine = (0.1 * np.sin(2 * np.pi * 440 * np.arange(5 * RATE) / RATE)).astype(np.float32)
    made = sounds.load(loudened(tmp_path, sine))[:, 0]
    assert np.corrcoef(made, sine)[0, 1] == pytest.approx(1, abs=1e-9)
    crests = np.abs(sine) > 0.05
    assert np.ptp(made[crests] / sine[crests]) < 1e-4


@pytest.mark.parametrize("params", [{"target": float("nan")}, {"target": 3}, {"peak": 1}, {"lift": -1}, {"lufs": -16}])
def test_wrong_parameters_are_refused(params: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(params))):
        loudness.validate(params)
