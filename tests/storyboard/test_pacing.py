"""Lines begin where a reader would begin them, fit when they can, and never overlap."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard import pacing

RATES = [Fraction(24), Fraction(24000, 1001), Fraction(25), Fraction(60)]


def test_two_lines_have_breath_before_between_and_after() -> None:
    second = pacing.SAMPLES
    need = pacing.needed([second, 2 * second], ["a", "b"], Fraction(24))
    assert need == 9 + 24 + 9 + 48 + 15
    placed = pacing.lay_out([second, 2 * second], ["a", "b"], need, Fraction(24))
    assert placed == pacing.Layout((9, 42), 1.0, 0)


def test_one_speaker_pauses_less_than_two_turn() -> None:
    lengths = [48_000, 48_000]
    assert pacing.needed(lengths, ["a", "a"], Fraction(24)) < pacing.needed(lengths, ["a", "b"], Fraction(24))


def test_breath_gives_way_before_voices_do() -> None:
    lengths, speakers = [48_000, 48_000], ["a", "b"]
    need = pacing.needed(lengths, speakers, Fraction(24))
    tight = pacing.lay_out(lengths, speakers, need - 10, Fraction(24))
    assert not tight.stretched
    assert tight.over == 0
    tighter = pacing.lay_out(lengths, speakers, 50, Fraction(24))
    assert 0.92 <= tighter.ratio < 1
    assert tighter.over == 0
    hopeless = pacing.lay_out(lengths, speakers, 40, Fraction(24))
    assert hopeless.ratio == 0.92
    assert hopeless.over == hopeless.starts[-1] + pacing.frames_of(44_160, Fraction(24)) - 40 > 0


def test_a_shot_is_made_as_long_as_its_lines_and_not_much_longer() -> None:
    need = pacing.needed([48_000], ["a"], Fraction(24))
    assert pacing.fitted(10, [48_000], ["a"], Fraction(24)) == need
    assert pacing.fitted(need + 7, [48_000], ["a"], Fraction(24)) == need + 7
    assert pacing.fitted(9999, [48_000], ["a"], Fraction(24)) == need + 24
    assert pacing.fitted(77, [], [], Fraction(24)) == 77


@pytest.mark.parametrize(("words", "language"), [("You are late.", "en"), ("你迟到了。", "zh"), ("", "en")])
def test_an_estimate_is_longer_than_nothing(words: str, language: str) -> None:
    assert pacing.estimate(words, language) > 0


@given(
    st.lists(st.tuples(st.integers(1, 600_000), st.sampled_from("ab")), min_size=1, max_size=8),
    st.integers(1, 4000),
    st.sampled_from(RATES),
)
def test_lines_never_overlap_and_end_in_the_shot_or_say_by_how_much(
    lines: list[tuple[int, str]], frames: int, rate: Fraction
) -> None:
    lengths, speakers = [one for one, _ in lines], [who for _, who in lines]
    placed = pacing.lay_out(lengths, speakers, frames, rate)
    assert 0.92 <= placed.ratio <= 1
    spoken = [Fraction(one) * Fraction(str(placed.ratio)) * rate / pacing.SAMPLES for one in lengths]
    ends = [start + length for start, length in zip(placed.starts, spoken, strict=True)]
    assert all(start >= end for end, start in zip(ends, placed.starts[1:], strict=False))
    assert placed.starts[0] > 0
    assert ends[-1] <= frames + placed.over
    assert placed.over == 0 or placed.ratio == 0.92
    if frames >= pacing.needed(lengths, speakers, rate):
        assert placed.ratio == 1
        assert placed.over == 0
