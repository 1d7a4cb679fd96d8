"""Turns a written line into pieces that can be spoken: cleaned, split by language, and cut where a breath may go."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex


class Word(NamedTuple):
    """A spoken word with its phones, or, when `text` is empty, the pause between words (space, comma, full stop…)."""

    text: str
    phones: str


class Run(NamedTuple):
    """A stretch of the line in one language: "en", "zh", or "" for punctuation and spaces."""

    language: str
    text: str


_PICTURES = regex.compile(r"(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\u200d\ufe0e\ufe0f\u20e3])+")
_KEPT_SIGNS = "©®™"
_MARKUP = regex.compile(r"[*_~`^|<>\\{}\[\]#]+")
_PAUSES = {
    "、": ",", "，": ",", "。": ".", "．": ".", "！": "!", "？": "?", "：": ":", "；": ";", "……": "…", "...": "…",
    "《": "“", "》": "”", "〈": "“", "〉": "”", "「": "“", "」": "”", "『": "“", "』": "”", "«": "“", "»": "”", "„": "“",
    "（": "(", "）": ")", "【": "“", "】": "”", "–": "—", "──": "—", "―": "—", "——": "—", "--": "—", "·": " ", "•": ",",
    "‘": "'", "’": "'", "ʼ": "'", "～": "…", "〜": "…", "\u3000": " ",
}  # fmt: skip
_PAUSE_ORDER = sorted(_PAUSES, key=len, reverse=True)
_HAN = r"\p{Han}"
_NUMBER = r"[¥￥$£€]?[-−]?\d+(?:[.,:/]\d+)*(?:%|‰|℃|°[CF]?|st\b|nd\b|rd\b|th\b)?"
_LATIN = r"\p{Latin}[\p{Latin}\p{M}]*(?:'\p{Latin}+)*'?"
_PIECES = regex.compile(rf"(?P<han>{_HAN}+)|(?P<number>{_NUMBER})|(?P<latin>{_LATIN})|(?P<letter>\p{{L}}+)|(?P<other>.)", regex.S)
_SPOKEN_SIGNS = {
    "en": {"&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "/": " ", "©": "copyright", "°": "degrees"},
    "zh": {"&": "和", "%": "百分号", "+": "加", "=": "等于", "@": "艾特", "/": " "},
}
_STOPS = frozenset(".!?…")
_BREATHS = frozenset(",;:—()")


def clean(words: str) -> str:
    """The line without emoji, markup and control characters; punctuation as the voice knows it; white space single.

    Latin letters keep their accents, full-width letters and digits become plain ones.
    """
    text = _PICTURES.sub(lambda found: found.group() if found.group() in _KEPT_SIGNS else " ", words)
    for mark in _PAUSE_ORDER:
        text = text.replace(mark, _PAUSES[mark])
    text = unicodedata.normalize("NFKC", text).replace("...", "…")
    text = _MARKUP.sub("", text)
    text = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(text.split())


def split(text: str, language: str) -> tuple[list[Run], list[str]]:
    """The cleaned line as runs, and what no voice here can read (letters of other scripts).

    Numbers go with the language before them, at the start with the one after them, else with `language`.
    """
    runs: list[Run] = []
    unread: list[str] = []
    pieces = [(match.lastgroup or "other", match.group()) for match in _PIECES.finditer(text)]
    for at, (kind, piece) in enumerate(pieces):
        if kind == "han":
            runs.append(Run("zh", piece))
        elif kind == "latin":
            runs.append(Run("en", piece))
        elif kind == "number":
            runs.append(Run(_language_at(pieces, at, language), piece))
        elif kind == "letter":
            unread.append(piece)
        else:
            runs.extend(_sign(piece, language))
    return _merged(runs), unread


def _sign(sign: str, language: str) -> Iterator[Run]:
    if sign in _SPOKEN_SIGNS[language]:
        spoken = _SPOKEN_SIGNS[language][sign]
        yield Run(language if spoken.strip() else "", spoken)
    elif sign in ' ;:,.!?—…"()“”':
        yield Run("", sign)
    elif sign in "-/":
        yield Run("", " ")


def _language_at(pieces: Sequence[tuple[str, str]], at: int, language: str) -> str:
    for kind, _ in [*reversed(pieces[:at]), *pieces[at + 1 :]]:
        if kind in ("han", "latin"):
            return "zh" if kind == "han" else "en"
    return language


def _merged(runs: Sequence[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].language == run.language and (run.language != "en"):
            merged[-1] = Run(run.language, merged[-1].text + run.text)
        else:
            merged.append(run)
    return merged


def chunks(words: Sequence[Word], limit: int) -> list[list[Word]]:
    """The words in parts of at most `limit` phones, cut after a full stop, else after a comma, else between words.

    A single word longer than the limit is a part of its own, with its phones cut off at the limit.
    """
    parts: list[list[Word]] = []
    part: list[Word] = []
    for word in words:
        if len(word.phones) > limit:
            word = Word(word.text, word.phones[:limit])
        while part and sum(len(one.phones) for one in part) + len(word.phones) > limit:
            cut = _cut(part)
            parts.append(part[:cut])
            part = part[cut:]
        part.append(word)
    return [one for one in [*parts, part] if any(word.text for word in one)]


def _cut(part: Sequence[Word]) -> int:
    for marks in (_STOPS, _BREATHS, frozenset(" ")):
        for at in range(len(part) - 1, len(part) // 3, -1):
            if not part[at].text and marks & set(part[at].phones):
                return at + 1
    return len(part)


def sentences(words: Sequence[Word]) -> list[list[Word]]:
    """The words cut after each full stop."""
    parts: list[list[Word]] = [[]]
    for word in words:
        parts[-1].append(word)
        if not word.text and _STOPS & set(word.phones):
            parts.append([])
    return [part for part in parts if any(word.text for word in part)]
