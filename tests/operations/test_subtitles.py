"""Subtitles: readable lines, timed to the voice, that another program reads back with exact times."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pysubs2
import pytest

from generation.local import LocalContext
from generation.media import Data
from generation.operation import BadInput, recipe
from generation.operations.captions import HAN_WIDTH, broken
from generation.operations.sound import Speak, speak
from generation.operations.subtitles import Caption, Hold, Write, captions, hold, srt, vtt, write
from generation.recipe import Pick
from generation.sounds import RATE

FILM, NTSC = Fraction(24), Fraction(24_000, 1001)
LONG = (
    "You came back. After all these years, I thought the sea had taken you, and I had stopped looking at the horizon every night."
)
CHINESE = "你终于回来了。这么多年，我以为大海把你带走了，我已经不再每天晚上看着地平线了，你知道吗？"


def timing(words: str, each: int = RATE // 4, lead: int = 0) -> dict[str, Any]:
    """A voice that takes as long over every word."""
    spoken = words.split() if " " in words else list(words)
    return {
        "samples": lead + each * len(spoken),
        "rate": RATE,
        "words": [{"sample": lead + at * each, "end": lead + (at + 1) * each, "text": word} for at, word in enumerate(spoken)],
        "mouths": [],
    }


@pytest.mark.parametrize(
    "text",
    [LONG, CHINESE, LONG * 6, CHINESE * 6, "No spaces" + "here" * 60, "你好" * 60, "Yes.", "OK，我在2024年买了iPhone 15！"],
)
def test_no_caption_is_wider_or_taller_than_can_be_read(text: str) -> None:
    parts = broken(text)
    for part in parts:
        lines = part.split("\n")
        assert 1 <= len(lines) <= 2
        for line in lines:
            han = sum("\u4e00" <= sign <= "\u9fff" or sign in "，。！？" for sign in line)
            assert line.strip() == line
            assert line
            assert han * HAN_WIDTH + len(line) - han <= 42
            assert han <= 17
            assert line[0] not in "，。！？,.!?"
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_lines_break_where_a_reader_would() -> None:
    assert broken(LONG)[0] == "You came back. After all these years,\nI thought the sea had taken you,"
    assert broken(CHINESE)[0] == "你终于回来了。这么多年，"


def test_a_caption_comes_with_its_first_word_and_stays_for_the_last() -> None:
    one = captions([timing("Hello there my friend", lead=RATE // 2)], ["Hello there my friend"], [100], FILM)
    assert one == [Caption(100 + 12, 24 + 12, "Hello there my friend")]


def test_parts_of_a_long_line_come_with_their_own_words() -> None:
    found = captions([timing(LONG)], [LONG], [0], FILM)
    assert len(found) == 2
    spoken_before = len(found[0].text.split())
    assert found[1].start == spoken_before * 6  # a quarter of a second for each word, at 24 frames
    assert found[0].start + found[0].frames <= found[1].start


def test_captions_of_a_fast_exchange_never_lie_over_each_other() -> None:
    texts = ["Yes.", "No.", "Yes!", "No, no, never, not in a thousand years.", "Fine."]
    starts = [0, 6, 10, 14, 50]
    found = captions([timing(text, RATE // 8) for text in texts], texts, starts, FILM)
    assert [one.text for one in found] == texts
    assert all(one.start + one.frames <= after.start for one, after in pairwise(found))
    assert all(one.frames >= 1 for one in found)


def test_two_who_speak_at_once_come_after_each_other() -> None:
    found = captions(
        [timing("Stop right there"), timing("I will not stop")], ["Stop right there", "I will not stop"], [48, 48], FILM
    )
    assert found[0].start + found[0].frames <= found[1].start
    assert found[1].start - 48 <= 24


def test_a_short_word_can_be_read() -> None:
    (one,) = captions([timing("Go", RATE // 10)], ["Go"], [0], FILM)
    assert one.frames == 20
    (slow,) = captions([timing("Wait", RATE * 30)], ["Wait"], [0], FILM)
    assert slow.frames >= 30 * 24  # as long as it is spoken


def test_a_line_nobody_can_hear_is_still_shown() -> None:
    silent = {"samples": RATE, "rate": RATE, "words": [], "mouths": []}
    assert captions([silent], ["…?"], [10], FILM)[0].text == "…?"
    assert captions([silent, silent], ["", "   "], [10, 20], FILM) == []


def test_speakers_are_named_only_when_asked() -> None:
    args = ([timing("Hello"), timing("你好")], ["Hello", "你好"], [0, 48], FILM)
    assert [one.text for one in captions(*args, speakers=["Mara", "小雨"])] == ["Hello", "你好"]
    assert [one.text for one in captions(*args, speakers=["Mara", "小雨"], names=True)] == ["MARA: Hello", "小雨：你好"]


def test_emphasis_marks_are_not_shown() -> None:
    assert captions([timing("I said no")], ["I *said* **no**"], [0], FILM)[0].text == "I said no"


@pytest.mark.parametrize("rate", [FILM, NTSC, Fraction(25), Fraction(60_000, 1001)])
@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_another_program_reads_the_same_times_and_words(tmp_path: Path, rate: Fraction, form: str) -> None:
    texts = [LONG, '<b> & "quotes" -->', CHINESE]
    starts = [0, 20_000, 250_000]
    found = captions([timing(text) for text in texts], texts, starts, rate)
    path = tmp_path / f"film.{form}"
    path.write_text(srt(found, rate) if form == "srt" else vtt(found, rate), encoding="utf-8")
    read = pysubs2.load(str(path), encoding="utf-8", keep_html_tags=True, keep_unknown_html_tags=True)
    assert len(read) == len(found)
    for event, one in zip(read, found, strict=True):
        assert event.start == round(one.start * 1000 / rate)
        assert event.end == round((one.start + one.frames) * 1000 / rate)
        if "<" not in one.text:
            assert event.text.replace("\\N", "\n") == one.text


def test_the_operation_times_captions_to_the_real_voice(tmp_path: Path) -> None:
    context = LocalContext(tmp_path)
    said = speak(params=Speak(words=LONG), context=context)
    params = write.validate({"texts": [LONG], "starts": [48], "rate": "24/1", "form": "srt"})
    made = write((said.timing,), params=params, context=context)
    read = pysubs2.load(str(made.path))
    words = said.timing.read()["words"]
    assert len(read) == 2
    assert read[0].start == pytest.approx(2000 + words[0]["sample"] / 48, abs=42)
    last = len(read[0].text.replace("\\N", " ").split())
    assert read[1].start == pytest.approx(2000 + words[last]["sample"] / 48, abs=42)
    assert read[1].end >= 2000 + words[-1]["end"] / 48
    assert write((said.timing,), params=params, context=context).path.read_bytes() == made.path.read_bytes()


def test_webvtt_is_named_and_escaped(tmp_path: Path) -> None:
    document = Data.write(tmp_path / "timing.json", timing("a < b & c"))
    params = write.validate({"texts": ["a < b & c"], "starts": [0], "form": "vtt"})
    made = write((document,), params=params, context=LocalContext(tmp_path))
    assert made.path.suffix == ".vtt"
    assert made.path.read_text().startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert "a &lt; b &amp; c" in made.path.read_text()


def test_what_does_not_fit_together_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="2 lines, 1 timings, 1 starts"):
        captions([timing("a")], ["a", "b"], [0], FILM)
    with pytest.raises(BadInput, match="not the timing of a spoken line"):
        captions([{"samples": 3}], ["a"], [0], FILM)


@pytest.mark.parametrize("params", [{"starts": [-1]}, {"rate": "24"}, {"rate": "-24/1"}, {"form": "ass"}, {"fps": 24}])
def test_wrong_parameters_are_refused(params: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(params))):
        write.validate(params)


def test_the_key_covers_words_and_times() -> None:
    line = Pick(recipe(speak, params=Speak(words="A")), "timing")
    changes: tuple[dict[str, object], ...] = (
        {},
        {"starts": (1,)},
        {"texts": ("B",)},
        {"rate": "25/1"},
        {"form": "vtt"},
        {"names": True},
    )
    keys = {recipe(write, params=Write(**{"texts": ("A",), "starts": (0,), **change}), timings=(line,)).key for change in changes}  # type: ignore[arg-type]
    assert len(keys) == 6


@pytest.mark.parametrize(("frames", "rate"), [(1, "24/1"), (48, "24/1"), (100, "24000/1001")])
def test_a_line_of_which_only_the_length_is_known_is_read_from_its_first_frame_to_its_last(
    tmp_path: Path, frames: int, rate: str
) -> None:
    held = hold(params=Hold(frames=frames, rate=rate), context=LocalContext(tmp_path))
    (caption,) = captions([held.read()], ["Good morning."], [10], Fraction(rate))
    assert caption.start == 10
    assert caption.frames >= frames
    assert caption.frames <= frames + Fraction(rate) * 2  # it may stay until it is read
