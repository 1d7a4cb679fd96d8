"""The choice of voices: from the description, distinct within a film, the same every time."""

from __future__ import annotations

import itertools

import pytest

from generation import checkpoints
from generation.drivers.speech.kokoro import VoiceId, load
from generation.drivers.speech.voices import _VOICES, Choice, choose
from generation.operation import BadInput

CAST = {
    "a retired lighthouse keeper, seventy, weathered, kind eyes": ("m", "am bm", "lower or same"),
    "a girl of nine, yellow raincoat, curious": ("f", "af bf", "higher"),
    "a young woman with a red scarf, restless": ("f", "af bf", "same"),
    "a stern police officer, a man in his forties": ("m", "am bm", "same"),
    "a British butler": ("m", "bm", "same"),
}


@pytest.mark.parametrize(("description", "expected"), CAST.items())
def test_the_voice_fits_the_description(description: str, expected: tuple[str, str, str]) -> None:
    voice = VoiceId.parse(choose(description).voice)
    _, families, shift = expected
    assert all(name[:2] in families.split() for name in voice.names)
    assert {"lower or same": voice.shift <= 0, "higher": 2 <= voice.shift <= 4, "same": voice.shift == 0}[shift]


@pytest.mark.parametrize(
    ("description", "voice"),
    [
        ("老渔夫，六十八岁，皮肤黝黑", "zm_yunjian"),
        ("小雨，七岁的小女孩", "zf_xiaoyi"),
        ("小男孩", "zm_yunxia"),
        ("二十多岁的男生", "zm_yunxi"),
    ],
)
def test_chinese_characters_speak_chinese(description: str, voice: str) -> None:
    assert choose(description, language="zh").voice == voice


def test_the_old_take_their_time_and_children_do_not() -> None:
    assert choose("an old fisherman").pace < choose("a fisherman, 40").pace < choose("a boy of eight").pace


def test_what_is_said_outright_wins_over_the_description() -> None:
    assert VoiceId.parse(choose("Alex, a sailor", gender="female").voice).names[0][1] == "f"
    assert VoiceId.parse(choose("Alex, a sailor", gender="女").voice).names[0][1] == "f"
    assert VoiceId.parse(choose("her brother's dog walker", gender="male").voice).names[0][1] == "m"
    assert choose("a woman", age="70").pace < 1
    assert VoiceId.parse(choose("a woman", age="8").voice).shift > 0


def test_an_old_friend_is_not_old() -> None:
    assert choose("an old friend, a man, 35").pace == 1.0
    assert choose("a seven-year-old girl").pace > 1.0


def test_a_cast_has_as_many_voices_as_people() -> None:
    taken: list[str] = []
    for description in list(CAST) * 4:
        taken.append(choose(description, taken=taken).voice)
    assert len(set(taken)) == len(taken) == 20
    first = [VoiceId.parse(voice).names for voice in taken[:5]]
    assert all(not set(one) & set(two) for one, two in itertools.combinations(first, 2))  # no two speakers shared at first


@pytest.mark.parametrize(
    ("description", "language"), [("a woman", "zh"), ("a man", "zh"), ("a girl of six", "en"), ("an old man", "en")]
)
def test_even_thirty_of_a_kind_are_told_apart(description: str, language: str) -> None:
    taken: list[str] = []
    for _ in range(35):
        taken.append(choose(description, language=language, taken=taken).voice)
    assert len(set(taken)) == 35
    assert all(abs(VoiceId.parse(voice).shift) <= 5 for voice in taken)
    for _ in range(4000):
        taken.append("am_adam")
    assert isinstance(choose(description, language=language, taken=taken), Choice)


def test_the_choice_is_pure_and_never_fails() -> None:
    for description in ("", "…", "🎭", "x" * 5000, "他 she 老 young 8岁 90", "\x00"):
        assert choose(description) == choose(description)
        assert choose(description, language="zh") == choose(description, language="zh")


def test_every_voice_that_can_be_chosen_is_there() -> None:
    known = load(checkpoints.folder("kokoro@1.0")).voices()
    assert {voice.name for voice in _VOICES} <= set(known)


@pytest.mark.parametrize(
    "written", ["", "heart", "af_heart+", "af_heart + 3", "af_heart+6", "af_heart-11", "AF_HEART", "af_heart;rm"]
)
def test_what_is_no_voice_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match="is not a voice"):
        VoiceId.parse(written)
