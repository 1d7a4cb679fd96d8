"""Things that move by themselves: `the ferry comes out of the dark`, `列车驶离站台`, and where that takes them."""

from __future__ import annotations

from generation.drivers.previs.reading_sense import ANIMALS, VEHICLES, Text
from generation.drivers.previs.reading_text import bases
from generation.drivers.previs.vocabulary import split, table, word_set

_FLYERS = word_set("flyers")
_WAYS = {way: frozenset(split(words)) for way, words in table("sets")["motions"].items()}
_REACH = 9  # tokens between a thing and what it does


def motions(text: Text) -> dict[str, str]:
    """How each thing that goes somewhere goes, by the prop's id: `towards` us, `away` or `across` the picture."""
    found: dict[str, str] = {}
    for word in text.of("prop"):
        base = word.value("prop")
        if base not in ANIMALS | VEHICLES | _FLYERS or word.has("verb") or base in found:
            continue
        for index in range(word.match.last + 1, min(word.match.last + _REACH, len(text.tokens))):
            if text.tokens[index].sentence != word.sentence:
                break
            if any(one.at <= index <= one.match.last and one.has("person", "pronoun") for one in text.words):
                break
            if way := _way(text, index):
                found[base] = way
                break
    return found


def _way(text: Text, index: int) -> str:
    token = text.tokens[index]
    if token.chinese:
        after = text.source[token.start : token.start + 4]
        return next((way for way, words in _WAYS.items() if any(after.startswith(one) for one in words)), "")
    forms = {base for base, _ in bases(token.low)}
    return next((way for way, words in _WAYS.items() if forms & words), "")
