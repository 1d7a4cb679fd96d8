"""What is said in a film: words and their frames where Whisper is installed; where somebody speaks, and its rules, everywhere."""

from __future__ import annotations

import difflib
import itertools
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation import checkpoints
from generation.drivers.hearing import mel, whisper
from generation.footage.words import _apart, _parts, _thirds
from generation.media import Movie
from generation.operation import BadInput, recipe
from generation.operations.footage_words import FootageWords, words
from generation.operations.sound import Speak, speak
from generation.recipe import Digest
from generation.sounds import RATE, load, save
from tests.editing import numbered
from tests.operations import brought

WHISPER = "whisper-base@1.0.0"
heard_here = pytest.mark.skipif(not checkpoints.installed(WHISPER), reason="Whisper is fetched on demand")


def film(folder: Path, *sounds: np.ndarray) -> Path:
    """Pictures as long as these sounds after each other."""
    save(folder / "said.wav", np.concatenate(sounds))
    made = folder / "said.mov"
    brought.ffmpeg(
        "-f", "lavfi", "-i", "color=s=64x64:r=24", "-i", str(folder / "said.wav"), "-shortest", "-c:a", "pcm_s16le",
        "-pix_fmt", "yuv420p", str(made),
    )  # fmt: skip
    return made


def hum(frames: int) -> np.ndarray:
    """Quiet noise of a room."""
    return np.random.default_rng(3).normal(0, 0.002, frames * RATE // 24).astype(np.float32)


def spoken(folder: Path, line: str, language: str) -> np.ndarray:
    said = speak(params=Speak(words=line, language=language), context=numbered.context(folder))  # type: ignore[arg-type]
    return load(said.audio.path)[:, 0]


def alike(heard: str, said: str) -> bool:
    """At most one letter in ten is another; marks and spaces do not count."""
    one, other = ("".join(char for char in text.lower() if char.isalnum()) for text in (heard, said))
    return difflib.SequenceMatcher(None, one, other).ratio() > 0.9


@heard_here
def test_english_and_chinese_are_written_down_with_their_frames(tmp_path: Path) -> None:
    english = spoken(tmp_path, "The last boat leaves at midnight, and I will be on it.", "en")
    chinese = spoken(tmp_path, "这座城市的夜晚总是下雨，我已经习惯了。", "zh")
    source = film(tmp_path, hum(48), english, hum(48), chinese, hum(48))
    found = words(Movie(source), params=FootageWords(), context=numbered.context(tmp_path)).read()
    assert [one["language"] for one in found["lines"]] == ["en", "zh"]
    assert alike(found["lines"][0]["words"], "The last boat leaves at midnight and I will be on it")
    assert alike(found["lines"][1]["words"], "这座城市的夜晚总是下雨我已经习惯了")
    starts = [48, 96 + len(english) * 24 // RATE]
    ends = [48 + len(english) * 24 // RATE, starts[1] + len(chinese) * 24 // RATE]
    for one, start, end in zip(found["lines"], starts, ends, strict=True):
        assert abs(one["start"] - start) <= 6
        assert abs(one["start"] + one["frames"] - end) <= 12


@heard_here
def test_nothing_is_invented_where_nobody_speaks(tmp_path: Path) -> None:
    tone = 0.2 * np.sin(2 * np.pi * 220 * np.arange(4 * RATE) / RATE).astype(np.float32)
    source = film(tmp_path, hum(96), tone, np.zeros(3 * RATE, np.float32))
    found = words(Movie(source), params=FootageWords(), context=numbered.context(tmp_path)).read()
    assert found["lines"] == []
    assert found["language"] == ""
    silent = brought.at_times(tmp_path / "silent.mp4", [Fraction(n, 24) for n in range(24)])
    assert words(Movie(silent), params=FootageWords(), context=numbered.context(tmp_path)).read()["lines"] == []


@heard_here
def test_a_language_the_listener_does_not_know_is_refused() -> None:
    listener = whisper.load(checkpoints.folder(WHISPER))
    with pytest.raises(BadInput, match="'xx'"):
        listener.hear(np.zeros(16_000, np.float32), "xx")


def test_a_missing_checkpoint_says_how_to_fetch_it(tmp_path: Path, own_checkpoints: Path) -> None:
    with pytest.raises(BadInput, match=r"checkpoints fetch whisper-base@1\.0\.0") as refused:
        whisper.load(tmp_path)
    assert refused.value.code == "CHECKPOINT_MISSING"


class Loud:
    """A listener whose speech is whatever is louder than a tenth."""

    def presence(self, sound: mel.Heard, state: Any) -> tuple[list[float], Any]:
        """As `Whisper.presence`."""
        steps = sound[: len(sound) // 512 * 512].reshape(-1, 512)
        return [float(np.abs(step).max() > 0.1) for step in steps], state


@pytest.mark.parametrize("block", [700, 16_000, 1_000_000])
def test_speech_is_parted_at_pauses_and_when_it_is_long(block: int) -> None:
    sound = np.zeros(80 * 16_000, np.float32)
    for first, end in ((2, 4), (4.3, 6), (10, 70)):
        sound[int(first * 16_000) : int(end * 16_000)] = 0.5
    sound[75 * 16_000 : int(75.1 * 16_000)] = 0.5  # a click
    blocks = (sound[at : at + block] for at in range(0, len(sound), block))
    parts = [(first / 16_000, len(part) / 16_000) for first, part in _parts(blocks, Loud())]
    assert abs(parts[0][0] - 1.8) < 0.05
    assert abs(parts[0][0] + parts[0][1] - 6.2) < 0.1
    assert all(length <= 30 for _, length in parts)
    assert sum(length for _, length in parts[1:]) > 60
    for (one, long), (other, _) in itertools.pairwise(parts[1:]):
        assert abs(one + long - other) < 0.001, "a long speech is cut without a gap"


@pytest.mark.parametrize("size", [1000, 4096, 48_000])
def test_a_third_of_the_samples_whatever_the_blocks(size: int) -> None:
    sound = np.sin(2 * np.pi * 440 * np.arange(100_001) / RATE).astype(np.float32)[:, None]
    made = np.concatenate(list(_thirds(sound[at : at + size] for at in range(0, len(sound), size))))
    assert len(made) == 33_334
    assert np.abs(made - np.concatenate(list(_thirds(iter([sound]))))).max() < 1e-5
    spectrum = np.abs(np.fft.rfft(made[1000:17_000]))
    assert int(spectrum.argmax()) == 440


def test_bands_are_as_whisper_hears_them() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000).astype(np.float32)
    made = mel.bands(tone)
    assert (made.shape, made.dtype) == ((1, 80, 3000), np.float32)
    assert made[0, :, 50].argmax() in (25, 26)  # 1,000 Hz is 15 of 45.2 mels
    assert np.ptp(made) <= 2.0 + 1e-5
    assert (made[0, :, 200:] == made.min()).all()


def test_times_come_in_pairs_and_never_go_back() -> None:
    flat = np.zeros(51_865)
    first = whisper._ruled(flat.copy(), [])
    assert np.isneginf(first[: whisper._TIMES]).all(), "a time comes first"
    after_time = whisper._ruled(flat.copy(), [50_364, 400, 50_400])
    assert np.isneginf(after_time[: whisper._END]).all(), "the end of words is followed by a time or the end"
    assert np.isneginf(after_time[whisper._TIMES : 50_400]).all()
    likely = flat.copy()
    likely[500] = 20
    assert int(whisper._ruled(likely, [50_364]).argmax()) == 500
    assert whisper._loops([7, 8] * 5)
    assert not whisper._loops([7, 8, 9, 10] * 3)


def test_lines_are_in_order_inside_the_film_and_apart() -> None:
    made = _apart(
        [{"start": 50, "frames": 30}, {"start": 10, "frames": 45}, {"start": 95, "frames": 20}, {"start": 200, "frames": 5}], 100
    )
    assert [(one["start"], one["frames"]) for one in made] == [(10, 45), (55, 25), (95, 5)]


def test_traditional_characters_become_simplified() -> None:
    table = whisper._table("# head\n說\t说\n乾\t干 乾\n")
    assert "他說乾淨".translate(table) == "他说干淨"


def test_every_parameter_moves_the_key() -> None:
    one, other = Digest("0" * 64, "movie"), Digest("1" * 64, "movie")
    keys = {
        recipe(words, params=FootageWords(**params), source=source).key  # type: ignore[arg-type]
        for params, source in (
            ({}, one),
            ({"language": "zh"}, one),
            ({"rate": "25/1"}, one),
            ({"checkpoint": "a@1"}, one),
            ({}, other),
        )
    }
    assert len(keys) == 5
