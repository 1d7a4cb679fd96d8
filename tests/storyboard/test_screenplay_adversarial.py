"""No text makes the reader fail in any way but its own, lose a spoken word, or take more than linear time."""

# ruff: noqa: E501 - scripts are easier to read on one line

from __future__ import annotations

import gc
import random
import re
import time
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyboard.screenplay import Breakdown, ScreenplayInvalid, break_down, read

RATE = Fraction(24000, 1001)
MARKS = [
    "/*",
    "*/",
    "[[",
    "]]",
    "*",
    "**",
    "_",
    "\\",
    "~",
    ">",
    "<",
    "@",
    ".",
    "!",
    "#",
    "=",
    "===",
    "^",
    "(",
    ")",
    "（",
    "）",
    "“",
    "”",
    '"',
    "：",
    ":",
]
WORDS = [
    "INT. ",
    "EXT. HOUSE - DAY",
    "内景 咖啡馆 夜",
    "场景一：",
    "ANNA",
    "小雨",
    "said",
    "说",
    "CUT TO:",
    "Title: x",
    "The next morning",
    "CLOSE ON",
    "in the kitchen",
    "she",
]
PIECES = st.sampled_from([*MARKS, *WORDS, "\n", "\n\n", "  \n", "\t", " ", "a", "é", "\u0301", "\u202e", "7", "，", "。", ", "])


def attempt(data: bytes, name: str) -> tuple[Breakdown | None, ScreenplayInvalid | None]:
    try:
        return break_down(read(data, name), rate=RATE), None
    except ScreenplayInvalid as refusal:
        return None, refusal


def survive(data: bytes, name: str) -> Breakdown | None:
    made, refusal = attempt(data, name)
    if made is None:
        assert refusal is not None
        assert refusal.code.isupper()
        assert refusal.message.endswith(".")
        return None
    if len(made.scenes) < 100:
        assert Breakdown.model_validate_json(made.model_dump_json()) == made
    assert all(scene.shots for scene in made.scenes)
    assert {scene.location for scene in made.scenes} <= {place.name for place in made.locations}
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["x.fountain", "x.txt", ""]))
def test_any_mixture_of_marks_is_read(text: str, name: str) -> None:
    survive(text.encode(), name)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda one: one.encode("utf-8", "replace"))),
    st.sampled_from(["a.fdx", "b.fountain", "c"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    survive(data, name)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Yes.", "I have been waiting here for a very long time, and nobody came.", "NO!", "Why? " * 30, "word " * 200]
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_spoken_word_is_in_some_shot(lines: list[str]) -> None:
    script = "INT. ROOM - DAY\n\n" + "".join(f"{'ANNA' if n % 3 else 'TOM'}\n{line}\n\n" for n, line in enumerate(lines))
    made = break_down(read(script.encode(), "x.fountain"), rate=RATE)
    told = " ".join(line.words for shot in made.shots for line in shot.dialogue)
    assert told.split() == " ".join(lines).split()


UNITS = {
    "boneyard": "/*", "notes": "[[", "nested": "[[/*", "stars": "*", "underscores": "_a", "quotes": '"', "one-sided": "“", "brackets": "(", "capitals": "A B ",
    "numbers": "#a#", "colons": "a: ", "Chinese cues": "小雨说：", "Chinese quotes": "“小雨”", "names": "Anna, a girl, ", "introductions": "AN (",
    "spaces": "x ", "accents": "e\u0301\u0301\u0301\u0301\u0301", "labels": "场景一：", "pronouns": "he she ", "places": "in the ", "dashes": "INT. A - ",
}  # fmt: skip


@pytest.mark.parametrize("name", ["x.fountain", "x.txt"])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_time_grows_with_length_and_not_with_its_square(unit: str, name: str) -> None:
    def took(letters: int) -> float:
        data = (unit * (letters // len(unit))).encode()
        gc.disable()  # collecting what a thousand other tests left behind is not the reader's work
        try:
            start = time.process_time()
            survive(data, name)
            return time.process_time() - start
        finally:
            gc.enable()

    took(1_000)
    small, large = min(took(8_000) for _ in range(2)), min(took(64_000) for _ in range(2))
    assert large < 8 * 4 * max(small, 0.02)  # eight times the text; square growth would be sixty-four times


def test_five_thousand_scenes() -> None:
    scene = (
        "INT. ROOM {n} - DAY\n\nANNA (30s, red coat) puts a letter on the table.\n\nANNA\nIs anybody here?\n\nTOM\nOnly me.\n\n"
    )
    data = "".join(scene.replace("{n}", str(n)) for n in range(5_000)).encode()
    made = survive(data, "long.fountain")
    assert made is not None
    assert (len(made.scenes), len(made.locations), len(made.characters)) == (5_000, 5_000, 2)
    assert [scene.number for scene in made.scenes] == [str(n + 1) for n in range(5_000)]


def test_more_scenes_or_names_than_a_film_has_are_refused() -> None:
    with pytest.raises(ScreenplayInvalid, match=r"has 20,001 scenes; up to 20,000"):
        break_down(read(b"INT. A - DAY\n\nx\n\n" * 20_001, "x.fountain"), rate=RATE)
    names = "".join(f"N{n}A\nHi.\n\n" for n in range(2_001))
    with pytest.raises(ScreenplayInvalid, match=r"2,001 different speaking names"):
        break_down(read(names.encode(), "x.fountain"), rate=RATE)
    with pytest.raises(ScreenplayInvalid, match=r"Scene 1 would need \d,\d+ shots; up to 2,000"):
        break_down(read(b"INT. A - DAY\n\n" + b"Anna runs.\n\n" * 3_000, "x.fountain"), rate=RATE)


def test_random_cuts_of_a_real_script() -> None:
    whole = b"Title: T\n\nINT. A - DAY #1#\n\nANNA (30s) [[note]] /*x*/ runs.\n\nANNA ^\n(low)\n*Hi* there.\n\n> THE END <\n"
    chance = random.Random(7)
    for _ in range(150):
        at, length = chance.randrange(len(whole)), chance.randrange(1, 40)
        survive(whole[:at] + whole[at + length :], "x.fountain")


def test_nothing_to_shoot() -> None:
    for text in ("***", "[[only a note]]\n\n# and a section", "/* all cut */\n\n= synopsis"):
        with pytest.raises(ScreenplayInvalid) as raised:
            break_down(read(text.encode(), "x.fountain"), rate=RATE)
        assert raised.value.code in ("EMPTY", "NOTHING_TO_SHOOT")
        assert re.search("Write", raised.value.message)


def test_a_rate_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive number of frames"):
        break_down(read(b"Anna runs."), rate=Fraction(0))
