"""Text to matched words: tokens of English and Chinese, each with the senses that the vocabulary gives it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from generation.drivers.previs.vocabulary import Branch, Sense, lexicon, table

LIMIT = 20_000  # characters read of any text
PHRASE = 6  # words in the longest English phrase

_TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+|['’]s\b|\d+|[㐀-鿿]+|[^\s\w]|_", re.UNICODE)
_ENDS_SENTENCE = frozenset(".!?;。！？；…\n")
_ENDS_CLAUSE = frozenset(',:()—–，、：（）“”"') | _ENDS_SENTENCE
_IRREGULAR = {word: base for base, words in table("sets")["irregular"].items() for word in words.split()}


@dataclass(frozen=True)
class Token:
    """One English word, run of Chinese characters matched together, number or sign."""

    text: str  # as written
    low: str  # lower case, accents off
    start: int  # character in the text
    sentence: int
    clause: int

    @property
    def chinese(self) -> bool:
        return "㐀" <= self.text[0] <= "鿿"

    @property
    def word(self) -> bool:
        return self.text[0].isalpha() or self.text[0].isdigit()


@dataclass(frozen=True)
class Match:
    """Tokens `first`…`last` (inclusive) and what they can mean."""

    first: int
    last: int
    text: str
    senses: tuple[Sense, ...]
    ending: str  # how the last English word differs from the vocabulary's: '', 's', 'ing', 'ed'

    def sense(self, kind: str) -> Sense | None:
        """The sense of this kind, if there is one."""
        return next((one for one in self.senses if one.kind == kind), None)


def language_of(text: str) -> str:
    """'zh' when a fifth of the letters are Chinese characters (one says what several letters say), else 'en'."""
    chinese = sum("㐀" <= char <= "鿿" for char in text)
    letters = sum(char.isalpha() for char in text)
    return "zh" if chinese and chinese * 5 >= letters else "en"


def clean(text: str) -> str:
    """Composed, without control characters and lone surrogates, cut to what is read."""
    sound = text[:LIMIT].encode("utf-8", "replace").decode("utf-8")
    return "".join(
        char if char == "\n" or unicodedata.category(char)[0] != "C" else " " for char in unicodedata.normalize("NFKC", sound)
    )[:LIMIT]


def tokenise(text: str) -> list[Token]:
    """Words, numbers and signs with their sentence and clause; Chinese is cut at the vocabulary's longest words."""
    tokens: list[Token] = []
    sentence = clause = 0
    for found in _TOKEN.finditer(text):
        piece, start = found.group(), found.start()
        if "\n\n" in text[tokens[-1].start if tokens else 0 : start]:
            sentence, clause = sentence + 1, clause + 1
        if "㐀" <= piece[0] <= "鿿":
            for at, part in _cut(piece):
                tokens.append(Token(part, part, start + at, sentence, clause))
            continue
        tokens.append(Token(piece, _plain(piece), start, sentence, clause))
        if piece in _ENDS_CLAUSE:
            clause += 1
        if piece in _ENDS_SENTENCE:
            sentence += 1
    return tokens


def match(tokens: list[Token]) -> list[Match]:
    """The longest known phrase from each place on, left to right, without overlaps."""
    words = lexicon()
    found: list[Match] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.chinese:
            if senses := words.chinese.get(token.text):
                found.append(Match(at, at, token.text, senses, ""))
            at += 1
            continue
        one = _english(tokens, at, words.english) if token.word else None
        if one:
            found.append(one)
            at = one.last + 1
        else:
            at += 1
    return found


@cache
def bases(word: str) -> tuple[tuple[str, str], ...]:
    """What an inflected English word may come from, likeliest first, each with the ending taken off."""
    forms = [(word, "")]
    if word in _IRREGULAR:
        ending = (
            "s" if word.endswith(("men", "ren", "ves", "ice", "eese", "eet", "eeth")) else "ing" if word.endswith("ing") else "ed"
        )
        forms.append((_IRREGULAR[word], ending))
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        forms.append((word[:-1], "s"))
        if word.endswith("ies"):
            forms.append((word[:-3] + "y", "s"))
        elif word.endswith("es"):
            forms.append((word[:-2], "s"))
    for suffix in ("ing", "ed"):
        stem = word[: -len(suffix)]
        if word.endswith(suffix) and len(stem) >= 2:
            forms += [(stem, suffix), (stem + "e", suffix)]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                forms.append((stem[:-1], suffix))
            if suffix == "ed" and stem.endswith("i"):
                forms.append((stem[:-1] + "y", suffix))
    return tuple(forms)


def _english(tokens: list[Token], first: int, root: Branch) -> Match | None:
    found: list[tuple[int, int, list[Sense], str]] = []  # tokens, how far from the words as written, senses, ending
    stack: list[tuple[int, Branch, str, int]] = [(first, root, "", 0)]
    while stack:
        at, branch, ending, changed = stack.pop()
        if branch.senses:
            found.append((at - first, changed, branch.senses, ending))
        if at - first >= PHRASE:
            continue
        step = at + 1 if at > first and at < len(tokens) and tokens[at].text == "-" else at
        if step >= len(tokens) or not (tokens[step].word or tokens[step].low == "'s"):
            continue
        for rank, (base, cut) in enumerate(bases(tokens[step].low)):
            if base in branch.words:
                stack.append((step + 1, branch.words[base], cut or ending, changed + rank))
    if first and tokens[first - 1].text == "-":  # 32-year-old woman
        found = [one for one in found if one[0] == 1]
    if not found:
        return None
    longest = max(one[0] for one in found)
    best, *others = sorted((one for one in found if one[0] == longest), key=lambda one: one[1])
    senses, ending = list(best[2]), best[3]
    verb = next((one for one in others if any(sense.kind == "verb" for sense in one[2])), None)
    if verb and not any(sense.kind == "verb" for sense in senses):  # paints: a noun as written, a verb by its ending
        senses, ending = [*senses, *(sense for sense in verb[2] if sense.kind == "verb")], verb[3]
    last = first + longest - 1
    text = " ".join(token.text for token in tokens[first : last + 1])
    return Match(first, last, text, tuple(senses), ending)


def _plain(word: str) -> str:
    low = word.lower().replace("’", "'")
    if low.isascii():
        return low
    return "".join(char for char in unicodedata.normalize("NFD", low) if not unicodedata.combining(char)) or low


def _cut(run: str) -> list[tuple[int, str]]:
    words = lexicon()
    parts: list[tuple[int, str]] = []
    at = 0
    while at < len(run):
        size = next((n for n in range(min(words.longest, len(run) - at), 1, -1) if run[at : at + n] in words.chinese), 1)
        parts.append((at, run[at : at + size]))
        at += size
    return parts
