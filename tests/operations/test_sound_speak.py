"""Spoken lines: the real voice, its timing, and what it does with lines that are hard to say."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from generation import sounds
from generation.drivers.speech import mouths
from generation.local import LocalContext
from generation.operation import BadInput, recipe
from generation.operations.sound import Speak, Speech, speak, stretch
from generation.recipe import Recipe, RecipeInvalid
from generation.sounds import RATE
from generation.sounds.levels import loudness_of

ENGLISH = "You came back. After all these years, I thought the sea had taken you."
SHORT = "I thought the sea had taken you."
CHINESE = "你终于回来了。我以为大海把你带走了。"


_kept: dict[str, Speech] = {}


def said(folder: Path, words: str, *, anew: bool = False, **params: object) -> Speech:
    """The line as `sound.speak` makes it; spoken once for all tests that only look at it."""
    asked = repr((words, sorted(params.items())))
    if anew or asked not in _kept:
        _kept[asked] = speak(params=Speak(words=words, **params), context=LocalContext(folder))
    return _kept[asked]


def sound_of(speech: Speech) -> np.ndarray:
    return sounds.load(speech.audio.path)[:, 0]


@pytest.mark.parametrize(
    ("words", "language", "voice", "least", "most"),
    [
        (ENGLISH, "en", "af_heart", 3.0, 6.0),
        (CHINESE, "zh", "zf_xiaoxiao", 2.5, 5.0),
        (ENGLISH, "en", "bm_george&bm_lewis-1", 3.0, 7.0),
    ],
)
def test_a_line_is_spoken_whole_clean_and_alike_every_time(
    tmp_path: Path, words: str, language: str, voice: str, least: float, most: float
) -> None:
    first, again = (said(tmp_path, words, anew=True, voice=voice, language=language) for _ in range(2))
    sound, timing = sound_of(first), first.timing.read()
    assert least * RATE < len(sound) < most * RATE
    assert timing["samples"] == len(sound)
    assert timing["rate"] == RATE
    assert 0.1 < np.abs(sound).max() <= 10 ** (-1 / 20) + 1e-6
    assert first.audio.path.read_bytes() == again.audio.path.read_bytes()
    assert first.timing.path.read_bytes() == again.timing.path.read_bytes()
    assert loudness_of(sound) == pytest.approx(-23, abs=1.5)


def test_every_word_is_timed_in_order_inside_the_sound(tmp_path: Path) -> None:
    timing = said(tmp_path, ENGLISH).timing.read()
    words = timing["words"]
    assert [one["text"] for one in words] == re.findall(r"\w+", ENGLISH)
    assert all(0 <= one["sample"] < one["end"] <= timing["samples"] for one in words)
    assert all(one["end"] <= after["sample"] for one, after in pairwise(words))


@pytest.mark.parametrize(("words", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_the_mouth_opens_with_the_voice(tmp_path: Path, words: str, language: str) -> None:
    speech = said(tmp_path, words, language=language)
    sound, timing = sound_of(speech), speech.timing.read()
    shapes = timing["mouths"]
    assert {one["shape"] for one in shapes} <= set("ABCDEFGHX")
    assert len({one["shape"] for one in shapes}) >= 6
    assert shapes[0] == {"sample": 0, "shape": "X"}
    assert shapes[-1]["shape"] == "X"
    hop = RATE // 100
    level = 20 * np.log10(np.sqrt(np.mean(sound[: len(sound) // hop * hop].reshape(-1, hop) ** 2, axis=1)) + 1e-4)
    openness = np.zeros(len(level))
    for one, after in zip(shapes, [*shapes[1:], {"sample": len(sound)}], strict=True):
        openness[one["sample"] // hop : after["sample"] // hop] = mouths.OPENNESS[one["shape"]]

    def likeness(lag: int) -> float:
        return float(np.corrcoef(np.roll(level, lag), openness)[0, 1])

    assert likeness(0) > 0.45
    assert max(range(-15, 16), key=likeness) in range(-4, 5)  # the lips are not ahead of the voice, nor behind, by 50 ms


def test_the_lips_close_for_m_b_and_p(tmp_path: Path) -> None:
    timing = said(tmp_path, "Mama, papa, baby, maybe.").timing.read()
    assert sum(one["shape"] == "A" for one in timing["mouths"]) >= 6


def test_pace_and_manner_change_the_length_and_the_level(tmp_path: Path) -> None:
    plain, quick, shouted, quiet = (
        said(tmp_path, SHORT, **more) for more in ({}, {"pace": 1.25}, {"manner": "shouting"}, {"manner": "whispering"})
    )
    assert len(sound_of(quick)) < 0.9 * len(sound_of(plain))
    assert loudness_of(sound_of(shouted)) > loudness_of(sound_of(plain)) + 1
    assert loudness_of(sound_of(quiet)) < loudness_of(sound_of(plain)) - 5


def pitch_of(sound: np.ndarray) -> float:
    """Median of the voiced frames, by autocorrelation."""
    sound, found = sound[::4].astype(float), []
    for at in range(0, len(sound) - 600, 120):
        frame = sound[at : at + 600] * np.hanning(600)
        if np.sqrt(np.mean(frame**2)) < 0.02:
            continue
        likeness = np.fft.irfft(np.abs(np.fft.rfft(frame, 2048)) ** 2)[:600]
        best = 27 + int(np.argmax(likeness[27:184]))
        if likeness[best] > 0.4 * likeness[0]:
            found.append(12_000 / best)
    return float(np.median(found))


def test_a_shifted_voice_is_higher_by_that_much_and_no_faster(tmp_path: Path) -> None:
    plain, child = (sound_of(said(tmp_path, ENGLISH, voice=voice)) for voice in ("af_bella", "af_bella+4"))
    assert pitch_of(child) / pitch_of(plain) == pytest.approx(2 ** (4 / 12), rel=0.05)
    assert len(child) == pytest.approx(len(plain), rel=0.08)


@pytest.mark.parametrize("words", ["", "   ", "...!?", "👩‍👩‍👧 🎬", "——……"])
def test_a_line_without_words_is_a_short_silence_and_says_so(tmp_path: Path, words: str) -> None:
    notes: list[str] = []
    context = LocalContext(tmp_path, tell=lambda fraction, note: notes.append(note))
    speech = speak(params=Speak(words=words), context=context)
    assert not sound_of(speech).any()
    assert 0 < len(sound_of(speech)) < RATE
    assert speech.timing.read()["words"] == []
    assert any("nothing to say" in note for note in notes)


@pytest.mark.parametrize(
    ("words", "language", "heard"),
    [
        ("我在2024年买了iPhone 15，OK？", "zh", ["我", "iPhone", "15", "OK"]),
        ("She said 你好 to Dr. Smith at 9:30, for $3.50!", "en", ["She", "你好", "Dr", "Smith", "9:30", "$3.50"]),
        ("Café 🎉 naïve **bold** Ishmael's", "en", ["Café", "naïve", "bold", "Ishmael's"]),
        ("第3次，打八折省20%。", "zh", ["第三次"]),
    ],
)
def test_mixed_languages_numbers_names_and_pictures(tmp_path: Path, words: str, language: str, heard: list[str]) -> None:
    timing = said(tmp_path, words, language=language).timing.read()
    spoken = [one["text"] for one in timing["words"]]
    assert [one for one in heard if one in spoken] == heard, spoken
    assert timing["unread"] == []


def test_a_very_long_line_is_spoken_in_parts_to_its_end(tmp_path: Path) -> None:
    words = "The tide comes in, and the tide goes out, and nobody on the pier says a word about it " * 4
    speech = said(tmp_path, words)
    timing = speech.timing.read()
    assert [one["text"] for one in timing["words"]] == re.findall(r"\w+", words)
    last = timing["words"][-1]
    assert timing["samples"] - last["end"] < RATE
    assert np.abs(sound_of(speech)[last["sample"] : last["end"]]).max() > 0.03  # a weak "it", but there


def test_what_cannot_be_read_is_refused_or_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"reads English and Chinese.*Привет") as refused:
        said(tmp_path, "Привет, как дела?")
    assert refused.value.code == "SCRIPT_UNREADABLE"
    assert said(tmp_path, "She whispered Привет to him.").timing.read()["unread"] == ["Привет"]


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        ("zz_nobody", "There is no voice zz_nobody"),
        ("../../etc", "is not a voice"),
        ("af_heart+9", "at most 5"),
        ("af_heart&", "not a voice"),
    ],
)
def test_an_unknown_voice_is_named(tmp_path: Path, voice: str, message: str) -> None:
    with pytest.raises(BadInput, match=re.escape(message)):
        said(tmp_path, "Hello.", voice=voice)


@pytest.mark.parametrize(
    "params", [{"pace": float("nan")}, {"pace": -1}, {"pace": 9}, {"language": "fr"}, {"speed": 1}, {"words": 7}]
)
def test_wrong_parameters_are_refused_at_the_door(params: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(params))):
        speak.validate({"words": "Hello.", **params})


def test_a_missing_checkpoint_says_how_to_fetch_it(tmp_path: Path, own_checkpoints: Path) -> None:
    from generation.drivers.speech import kokoro
    from generation.residency import Residency

    with pytest.raises(BadInput, match=r"manage.py checkpoints fetch kokoro@1.0"), Residency().open("kokoro@1.0"):
        pass
    with pytest.raises(BadInput, match=r"lacks tokenizer.json.*checkpoints fetch"):
        kokoro.load(tmp_path)
    (tmp_path / "tokenizer.json").write_text('{"model": {"vocab": {}}}')
    (tmp_path / "kokoro-quantized.onnx").write_bytes(b"not a network")
    with pytest.raises(BadInput, match=r"cannot be read.*checkpoints fetch"):
        kokoro.load(tmp_path)


def test_one_thread_and_two_say_the_same() -> None:
    from generation import checkpoints
    from generation.drivers.speech.kokoro import Kokoro

    folder = checkpoints.folder("kokoro@1.0")
    one, two = (Kokoro(folder, threads=threads).speak(SHORT, "am_michael", "en", 1.0) for threads in (1, 2))
    assert np.array_equal(one.sound, two.sound)
    assert one.phones == two.phones


@pytest.mark.parametrize("ratio", [0.92, 0.97, 1.0, 1.08])
def test_stretching_keeps_the_pitch_and_moves_the_timing(tmp_path: Path, ratio: float) -> None:
    speech = said(tmp_path, ENGLISH, voice="am_michael")
    params = stretch.validate({"ratio": ratio})
    longer = stretch(speech.audio, speech.timing, params=params, context=LocalContext(tmp_path))
    before, after = sound_of(speech), sound_of(longer)
    assert len(after) == round(len(before) * ratio)
    assert pitch_of(after) / pitch_of(before) == pytest.approx(1, abs=0.02)
    assert loudness_of(after) == pytest.approx(loudness_of(before), abs=0.7)
    old, new = speech.timing.read(), longer.timing.read()
    assert new["samples"] == len(after)
    for one, moved in zip(old["words"], new["words"], strict=True):
        assert moved["sample"] == pytest.approx(one["sample"] * ratio, abs=1)
    if ratio == 1.0:
        assert np.array_equal(before, after)


def test_words_are_where_the_stretched_timing_says(tmp_path: Path) -> None:
    """The pause after the first sentence lies where the timing says that it lies."""
    speech = said(tmp_path, "Stop. Go.", voice="am_michael")
    longer = stretch(speech.audio, speech.timing, params=stretch.validate({"ratio": 1.08}), context=LocalContext(tmp_path))
    words, sound = longer.timing.read()["words"], sound_of(longer)
    gap = sound[words[0]["end"] + RATE // 20 : words[1]["sample"] - RATE // 20]
    assert np.abs(gap).max() < 0.1 * np.abs(sound).max()


@pytest.mark.parametrize("ratio", [0.91, 1.09, float("nan"), -1, 0])
def test_stretching_further_is_refused(ratio: float) -> None:
    with pytest.raises(BadInput, match="ratio"):
        stretch.validate({"ratio": ratio})


def test_a_timing_of_another_sound_is_refused(tmp_path: Path) -> None:
    one, other = said(tmp_path, "One."), said(tmp_path, "Another, and a longer one.")
    with pytest.raises(BadInput, match="belongs to another sound"):
        stretch(one.audio, other.timing, params=stretch.validate({"ratio": 0.95}), context=LocalContext(tmp_path))


def test_the_key_covers_words_voice_and_manner() -> None:
    keys = {
        recipe(speak, params=Speak(**params)).key
        for params in (
            {"words": "A"}, {"words": "B"}, {"words": "A", "voice": "af_sky"}, {"words": "A", "manner": "whispering"},
            {"words": "A", "pace": 1.1}, {"words": "A", "language": "zh"}, {"words": "A", "checkpoint": "kokoro@1.1"},
        )
    }  # fmt: skip
    assert len(keys) == 7
    assert recipe(speak, params=Speak(words="A")) == Recipe.load(recipe(speak, params=Speak(words="A")).dump())
    with pytest.raises(RecipeInvalid, match="needs timing"):
        recipe(stretch, params=stretch.validate({"ratio": 1.0}), audio=_audio())


def _audio() -> object:
    from generation.recipe import Pick

    return Pick(recipe(speak, params=Speak(words="A")), "audio")
