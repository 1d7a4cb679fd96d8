"""Whisper base, 8 bit, through ONNX Runtime: half a minute of sound at a time to words with their times."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from generation.drivers.hearing.mel import RATE, Heard, bands
from generation.drivers.onnx import session
from generation.operation import BadInput

_FILES = ("encoder.onnx", "decoder.onnx", "tokenizer.json", "silero_vad.onnx", "simplified.txt")
_THREADS = 2
_LAYERS, _HEADS, _WIDTH = 6, 8, 64
_END, _BEGIN, _FIRST_LANGUAGE, _AFTER_LANGUAGES = 50257, 50258, 50259, 50358
_WRITE_DOWN, _BEFORE, _NOBODY, _TIMES = 50359, 50361, 50362, 50364
_TICK = RATE // 50  # samples in one step of its times
_LATEST_BEGIN = 50  # ticks: words begin within the first second
_MOST_TOKENS = 220
_SIMPLIFIED = "以下是普通话的句子，用简体中文书写。"  # what is said to have come before, so that it goes on in this script
_SUPPRESSED = (  # signs and marks that are not words, as Whisper's own settings have them
    1, 2, 7, 8, 9, 10, 14, 25, 26, 27, 28, 29, 31, 58, 59, 60, 61, 62, 63, 90, 91, 92, 93, 359, 503, 522, 542, 873, 893, 902, 918,
    922, 931, 1350, 1853, 1982, 2460, 2627, 3246, 3253, 3268, 3536, 3846, 3961, 4183, 4667, 6585, 6647, 7273, 9061, 9383, 10428,
    10929, 11938, 12033, 12331, 12562, 13793, 14157, 14635, 15265, 15618, 16553, 16604, 18362, 18956, 20075, 21675, 22520, 26130,
    26161, 26435, 28279, 29464, 31650, 32302, 32470, 36865, 42863, 47425, 49870, 50254, 50258, 50358, 50359, 50360, 50361, 50362,
)  # fmt: skip
_WIDE = {",": "，", "?": "？", "!": "！", ":": "：", ";": "；"}
_MARKS = re.compile(r"(?<=[\u4e00-\u9fff])[,?!:;](?=[\u4e00-\u9fff]|$)")  # of Chinese
_UNLIKELY = -1.1  # mean logarithm of the likeness of its tokens: below it, it guesses
_LOOPED = 2.4  # how much shorter text becomes when it is packed: above it, it repeats itself


@dataclass(frozen=True)
class Line:
    """What is said in one go; times in samples at 16,000 Hz."""

    first: int
    end: int
    words: str


def load(folder: Path | None) -> Whisper:
    """The listener from its checkpoint's folder. Raises BadInput when a file is missing or damaged."""
    if folder is None or not all((folder / name).is_file() for name in _FILES):
        raise BadInput("Hearing needs its checkpoint: manage.py checkpoints fetch whisper-base@1.0.0", "CHECKPOINT_MISSING")
    return Whisper(folder)


class Whisper:
    """Equal sound gives equal words."""

    def __init__(self, folder: Path, threads: int = _THREADS) -> None:
        self._encoder = session(folder / "encoder.onnx", threads=threads)
        self._decoder = session(folder / "decoder.onnx", threads=threads)
        self._speech = session(folder / "silero_vad.onnx", threads=1)
        self._tokens: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._simple = _table((folder / "simplified.txt").read_text("utf-8"))
        self._kept = [one.name for one in self._decoder.get_outputs() if one.name == "logits" or one.name.startswith("present")]
        self._before = [_BEFORE, *self._tokens.encode(_SIMPLIFIED, add_special_tokens=False).ids]

    def presence(self, sound: Heard, state: Any = None) -> tuple[list[float], Any]:
        """The likeness of speech in each 512 samples (a rest is left out), and the state with which the next sound goes on."""
        memory, context = state if state is not None else (np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32))
        likeness = []
        for first in range(0, len(sound) - 511, 512):
            part = np.concatenate([context, sound[first : first + 512]])
            given = {"input": part[None], "state": memory, "sr": np.array(RATE, np.int64)}
            found, memory = self._speech.run(None, given)
            likeness.append(float(found[0, 0]))
            context = part[-64:]
        return likeness, (memory, context)

    def language_of(self, sound: Heard) -> str:
        """The language that half a minute is most likely in: en, zh, ja …"""
        return self._language(self._encode(sound))

    def hear(self, sound: Heard, language: str = "") -> tuple[str, list[Line]]:
        """The language and the lines of at most thirty seconds; empty `language`: as it is heard. Guesses are left out."""
        seen = self._encode(sound)
        language = language or self._language(seen)
        spoken = self._tokens.token_to_id(f"<|{language}|>")
        if spoken is None:
            raise BadInput(f"This listener does not know the language {language!r}.", "LANGUAGE_UNKNOWN")
        tokens, likely, nobody = self._decode(seen, [*(self._before if language == "zh" else []), _BEGIN, spoken, _WRITE_DOWN])
        if likely < _UNLIKELY or (nobody > 0.6 and likely < _UNLIKELY / 2):
            return language, []
        return language, [one for one in self._lines(tokens, len(sound)) if one.words]

    def _encode(self, sound: Heard) -> npt.NDArray[np.float32]:
        made: npt.NDArray[np.float32] = self._encoder.run(["last_hidden_state"], {"input_features": bands(sound)})[0]
        return made

    def _language(self, seen: npt.NDArray[np.float32]) -> str:
        logits, _ = self._step(seen, [_BEGIN], None)
        best = _FIRST_LANGUAGE + int(logits[-1, _FIRST_LANGUAGE:_AFTER_LANGUAGES].argmax())
        return str(self._tokens.id_to_token(best)).strip("<|>")

    def _step(
        self, seen: Any, tokens: Sequence[int], past: dict[str, Any] | None
    ) -> tuple[npt.NDArray[np.float32], dict[str, Any]]:
        """One run of the decoder: logits of each token, and what it remembers; of the sound, what the first run made of it."""
        none = np.zeros((1, _HEADS, 0, _WIDTH), np.float32)
        names = [
            f"{layer}.{part}.{what}" for layer in range(_LAYERS) for part in ("decoder", "encoder") for what in ("key", "value")
        ]
        given: dict[str, Any] = {
            "input_ids": np.array([tokens], np.int64), "encoder_hidden_states": seen,
            "use_cache_branch": np.array([past is not None]),
        } | {f"past_key_values.{name}": past[name] if past else none for name in names}  # fmt: skip
        made = dict(zip(self._kept, self._decoder.run(self._kept, given), strict=True))
        memory = {
            name: past[name] if past and ".encoder." in name else made[f"present.{name}"] for name in names
        }  # fmt: skip
        return made["logits"][0], memory

    def _decode(self, seen: Any, prompt: list[int]) -> tuple[list[int], float, float]:
        """The likeliest tokens one by one, the mean of their logarithms, and how likely it is that nobody speaks."""
        logits, past = self._step(seen, prompt, None)
        nobody = float(_soft(logits[prompt.index(_BEGIN)])[_NOBODY])
        made: list[int] = []
        total = 0.0
        while len(made) < _MOST_TOKENS:
            allowed = _ruled(logits[-1].astype(np.float64), made)
            token = int(allowed.argmax())
            total += float(np.log(max(_soft(allowed)[token], 1e-12)))
            if token == _END or _loops(made):
                break
            made.append(token)
            logits, past = self._step(seen, [token], past)
        return made, total / (len(made) + 1), nobody

    def _lines(self, tokens: list[int], samples: int) -> list[Line]:
        """Words between two times are a line."""
        lines, first, held = [], 0, list[int]()
        for token in tokens:
            if token < _TIMES:
                held.append(token)
                continue
            at = min(samples, (token - _TIMES) * _TICK)
            if held:
                lines.append(Line(first, max(at, first + _TICK), self._words(held)))
                held = []
            first = at
        if held:
            lines.append(Line(first, samples, self._words(held)))
        return lines

    def _words(self, tokens: list[int]) -> str:
        words = _MARKS.sub(lambda found: _WIDE[found[0]], str(self._tokens.decode(tokens)).strip().translate(self._simple))
        packed = len(words.encode()) / max(1, len(zlib.compress(words.encode())))
        return "" if packed > _LOOPED or not any(char.isalnum() for char in words) else words


def _ruled(logits: npt.NDArray[np.float64], made: list[int]) -> npt.NDArray[np.float64]:
    """Whisper's rules: times come in pairs around words, never go back, and win where they are likelier than any word."""
    logits[list(_SUPPRESSED)] = -np.inf
    logits[_TIMES - 1] = -np.inf  # "no times"
    timed = [token for token in made if token >= _TIMES]
    if not made:
        logits[:_TIMES] = -np.inf
        logits[_TIMES + _LATEST_BEGIN + 1 :] = -np.inf
        return logits
    last, before = made[-1] >= _TIMES, len(made) < 2 or made[-2] >= _TIMES
    if last and before:
        logits[_TIMES:] = -np.inf
    elif last:
        logits[:_END] = -np.inf
    if timed:
        logits[_TIMES : timed[-1] + (0 if last and not before else 1)] = -np.inf
    likeness = _soft(logits)
    if likeness[_TIMES:].sum() > likeness[:_TIMES].max():
        logits[:_TIMES] = -np.inf
    return logits


def _loops(made: list[int]) -> bool:
    """Whether the end is the same few tokens again and again."""
    return any(
        len(made) >= size * 5 and all(made[-size:] == made[-size * n - size : -size * n] for n in range(1, 5))
        for size in range(1, 12)
    )


def _soft(logits: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    shifted = np.exp(logits.astype(np.float64) - logits.max())
    made: npt.NDArray[np.float64] = shifted / shifted.sum()
    return made


def _table(text: str) -> dict[int, str]:
    """Traditional to simplified characters; where there are several, the usual one."""
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {ord(pair[0]): pair[1].split()[0] for pair in pairs if len(pair) == 2 and len(pair[0]) == 1}
