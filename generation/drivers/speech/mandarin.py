"""Chinese characters to the phones that the voice was trained on: words, pinyin, IPA with tone arrows."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

from generation.drivers.speech.text import Word


def words_of(text: str) -> list[Word]:
    """The spoken words of a stretch of Chinese, numbers in it read as Chinese, spaces between words."""
    words: list[Word] = []
    for word in _cut(_numbers_read(text) if re.search(r"\d", text) else text):
        if phones := _phones(word):
            words.extend((Word("", " "), Word(word, phones)) if words else (Word(word, phones),))
    return words


@lru_cache(maxsize=1)
def _normalizer() -> Any:  # misaki ships no types
    from misaki.zh_normalization.text_normalization import TextNormalizer

    return TextNormalizer()


def _numbers_read(text: str) -> str:
    """Dates, times, money, percentages, phone numbers and counts in Chinese words."""
    read = str(_normalizer().normalize_sentence(text))
    return re.sub(r"\d", lambda one: "零一二三四五六七八九"[int(one.group())], read)


def _cut(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.lcut(text) if word.strip()]


@lru_cache(maxsize=16384)
def _phones(word: str) -> str:
    from misaki.zh import ZHG2P
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    return "".join(ZHG2P.py2ipa(syllable) for syllable in syllables).replace("\u032f", "")
