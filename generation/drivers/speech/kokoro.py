"""Kokoro-82M: a neural voice for English and Chinese that says how long each phone lasts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

from generation.drivers import Sound, Utterance
from generation.drivers.onnx import THREADS, session
from generation.drivers.speech import english, mandarin, text
from generation.drivers.speech.text import Word
from generation.operation import BadInput
from generation.sounds import RATE

_OWN_RATE = 24_000
_TICK = 600  # samples of the network's own rate in one step of its durations
_LIMIT = 320  # phones spoken in one breath; the network takes 510, and hurries through long ones
_DURATIONS = "/encoder/Clip_output_0"
_VOICE = re.compile(r"(?P<names>[a-z]{2}_[a-z]+(?:&[a-z]{2}_[a-z]+)*)(?P<shift>[+-]\d{1,2})?")
_MOST_SHIFT = 5
_HEAD, _TAIL = RATE * 6 // 100, RATE * 14 // 100  # silence kept around the words
_EARLY = RATE * 35 // 1000  # the network sounds its phones this much before its durations say (openness against level, en and zh)
_BREATH = RATE * 22 // 100  # between sentences that are spoken apart


def load(folder: Path | None) -> Kokoro:
    """The voice from its checkpoint's folder. Raises BadInput when a file is missing or damaged."""
    if folder is None:
        raise BadInput("The voice needs its checkpoint: manage.py checkpoints fetch kokoro@1.0", "CHECKPOINT_MISSING")
    return Kokoro(folder)


class VoiceId(NamedTuple):
    """A voice: one recorded speaker or an even blend of several, shifted by semitones (pitch and size of the mouth together)."""

    names: tuple[str, ...]
    shift: int

    @classmethod
    def parse(cls, written: str) -> VoiceId:
        """`af_heart`, `af_heart&af_sky`, `am_puck+3`. Raises BadInput for anything else, or a shift beyond ±5."""
        match = _VOICE.fullmatch(written.removeprefix("kokoro/"))
        shift = int(match["shift"] or 0) if match else 0
        if not match or abs(shift) > _MOST_SHIFT:
            raise BadInput(
                f"{written!r} is not a voice. A voice is written af_heart, af_heart&af_sky (a blend) or af_heart+3 "
                f"(semitones, at most {_MOST_SHIFT}).",
                "VOICE_UNKNOWN",
            )
        return cls(tuple(match["names"].split("&")), shift)


class Spoken(NamedTuple):
    """One stretch as the network gave it, at 48,000 Hz: samples, and the end of every phone."""

    sound: Sound
    ends: npt.NDArray[np.int64]


class Kokoro:
    """A `Speaker`. Equal words, voice, language and pace give equal samples."""

    def __init__(self, folder: Path, threads: int = THREADS) -> None:
        self._folder = folder
        self._vocabulary: dict[str, int] = json.loads(self._file("tokenizer.json").read_text("utf-8"))["model"]["vocab"]
        self._session = session(self._file("kokoro-quantized.onnx"), threads=threads, expose=[_DURATIONS])

    def voices(self) -> Sequence[str]:
        """Every recorded speaker here: language (a American, b British, z Mandarin) and gender (f, m), then a name."""
        return sorted(path.stem for path in (self._folder / "voices").glob("*.bin"))

    def speak(self, words: str, voice: str, language: str, pace: float) -> Utterance:
        """The line spoken: mono at 48,000 Hz with a short silence around it, its phones and its words.

        A line without anything to say gives a short silence and no words. Emoji and markup are not read.

        Raises:
            BadInput: for an unknown voice or language, a pace outside 0.5–2, or a line in a script that no voice here reads.
        """
        identity = VoiceId.parse(voice)
        style = self._style(identity)
        if not 0.5 <= pace <= 2:
            raise BadInput(f"The pace lies between 0.5 and 2, not {pace}.", "PACE_INVALID")
        parts = self._parts(words, language, british=identity.names[0].startswith("b"))
        sounds: list[Sound] = []
        phones: list[tuple[int, int, str]] = []
        timed: list[tuple[int, int, str]] = []
        start = 0
        for part in parts:
            spoken = self._part("".join(word.phones for word in part), style, identity.shift, pace)
            first, end = _speech_span(spoken.sound)
            cut = max(0, first - _HEAD)
            sound = _faded(spoken.sound[cut : end + _TAIL])
            offset = start - cut - _EARLY
            phones.extend(_placed(part, spoken.ends, offset, start, start + len(sound)))
            timed.extend(_words_placed(part, spoken.ends, offset, start, start + len(sound)))
            sounds.append(sound)
            sounds.append(np.zeros(_BREATH - _TAIL, np.float32))
            start += len(sound) + _BREATH - _TAIL
        if not sounds:
            return Utterance(np.zeros(_HEAD + _BREATH, np.float32), (), ())
        return Utterance(np.concatenate(sounds[:-1]), tuple(phones), tuple(timed))

    def _file(self, name: str) -> Path:
        path = self._folder / name
        if not path.is_file():
            raise BadInput(
                f"The voice lacks {name}. Fetch its checkpoint again: manage.py checkpoints fetch {self._folder.name}",
                "CHECKPOINT_DAMAGED",
            )
        return path

    def _style(self, voice: VoiceId) -> npt.NDArray[np.float32]:
        known = self.voices()
        for name in voice.names:
            if name not in known:
                raise BadInput(f"There is no voice {name}. There are: {', '.join(known)}.", "VOICE_UNKNOWN")
        styles = [np.fromfile(self._file(f"voices/{name}.bin"), "<f4").reshape(-1, 256) for name in voice.names]
        return np.asarray(np.mean(styles, axis=0), np.float32)

    def _parts(self, words: str, language: str, british: bool) -> list[list[Word]]:
        if language not in ("en", "zh"):
            raise BadInput(f"This voice speaks English (en) and Chinese (zh), not {language!r}.", "LANGUAGE_UNKNOWN")
        runs, unread = text.split(text.clean(words), language)
        if unread and sum(map(len, unread)) > sum(len(run.text) for run in runs if run.language):
            raise BadInput(
                f"This voice reads English and Chinese; it cannot read {' '.join(unread)[:60]!r}. Write the line in one of them.",
                "SCRIPT_UNREADABLE",
            )
        spoken: list[Word] = []
        at = 0
        while at < len(runs):
            end = at + 1
            if runs[at].language == "zh":
                spoken.extend(mandarin.words_of(runs[at].text))
            else:
                while end < len(runs) and runs[end].language != "zh":
                    end += 1
                spoken.extend(english.words_of(runs[at:end], british))
            at = end
        known = [Word(word.text, "".join(sign for sign in word.phones if sign in self._vocabulary)) for word in spoken]
        return [one for part in text.sentences(_spaced(known)) for one in text.chunks(part, _LIMIT)]

    def _part(self, phones: str, style: npt.NDArray[np.float32], shift: int, pace: float) -> Spoken:
        """Shifting plays the sound faster or slower than it was made; it is made slower or faster by as much before."""
        ratio = Fraction(2 ** (shift / 12)).limit_denominator(48)
        ids = [self._vocabulary[sign] for sign in phones]
        wave, ticks = self._session.run(
            None,
            {
                "input_ids": np.array([[0, *ids, 0]], np.int64),
                "style": style[[min(len(ids), len(style) - 1)]],
                "speed": np.array([pace / float(ratio)], np.float32),
            },
        )
        step = Fraction(RATE, _OWN_RATE) / ratio
        sound = resample_poly(np.asarray(wave, np.float64).reshape(-1), step.numerator, step.denominator)
        ends = np.cumsum(np.asarray(ticks).reshape(-1)) * float(_TICK * step)
        return Spoken(sound.astype(np.float32), np.rint(ends).astype(np.int64))


def _spaced(words: Sequence[Word]) -> list[Word]:
    """Words that touch (Chinese beside English) get a space between them; words without phones are left out."""
    spaced: list[Word] = []
    for word in words:
        if not word.phones:
            continue
        if word.text and spaced and spaced[-1].text:
            spaced.append(Word("", " "))
        spaced.append(word)
    if spaced and (spaced[-1].text or not spaced[-1].phones.strip()):
        spaced.append(Word("", "."))  # without it the voice hangs in the air
    return spaced


def _speech_span(sound: Sound) -> tuple[int, int]:
    """Where sound begins and ends: 10 ms steps within 50 dB of the loudest."""
    hop = RATE // 100
    level = np.sqrt(np.mean(np.resize(sound, (max(1, len(sound) // hop), hop)) ** 2, axis=1))
    loud = np.flatnonzero(level > max(float(level.max()) * 10 ** (-50 / 20), 1e-6))
    return (int(loud[0]) * hop, int(loud[-1] + 1) * hop) if len(loud) else (0, len(sound))


def _faded(sound: Sound) -> Sound:
    """The ends of a cut brought to nothing within 5 ms, so that they do not click."""
    length = min(RATE // 200, len(sound) // 2)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    sound = sound.copy()
    sound[:length] *= ramp
    sound[len(sound) - length :] *= ramp[::-1]
    return sound


def _placed(part: Sequence[Word], ends: npt.NDArray[np.int64], offset: int, low: int, high: int) -> list[tuple[int, int, str]]:
    edges = np.clip(ends + offset, low, high)
    signs = "".join(word.phones for word in part)
    return [(int(edges[at]), int(edges[at + 1]), sign) for at, sign in enumerate(signs)]


def _words_placed(
    part: Sequence[Word], ends: npt.NDArray[np.int64], offset: int, low: int, high: int
) -> list[tuple[int, int, str]]:
    edges = np.clip(ends + offset, low, high)
    placed, at = [], 0
    for word in part:
        if word.text:
            placed.append((int(edges[at]), int(edges[at + len(word.phones)]), word.text))
        at += len(word.phones)
    return placed
