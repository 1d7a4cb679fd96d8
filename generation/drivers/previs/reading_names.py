"""Names in a text: the cast's, and those that it brings in by itself (Anna, Character B, Witness Jordan Hale, 李明)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from generation.drivers.previs.looks import gender_of_name
from generation.drivers.previs.reading_sense import DETERMINERS, PREPOSITIONS, Text
from generation.drivers.previs.vocabulary import table, word_set

MENTIONS = 300  # of names in one text
_COMMON = word_set("common")
_LETTERED = frozenset({"character", "person", "man", "woman", "actor", "subject", "figure"})


def find_names(text: Text, names: Sequence[str]) -> list[tuple[int, int, int]]:
    """Character spans at which a name, or a telling part of it, stands: the longest first, without overlaps."""
    found: list[tuple[int, int, int]] = []
    parts: list[tuple[str, int]] = []
    shared: dict[str, int] = {}
    for who, name in enumerate(names):
        plain = " ".join(name.split())
        parts.append((plain, who))
        for part in re.findall(r"[^\W\d_]+", plain):
            if len(part) >= 3 and part.lower() not in _COMMON and part != plain and part.isascii():
                parts.append((part, who))
                shared[part.lower()] = shared.get(part.lower(), 0) + 1
    for part, who in sorted(parts, key=lambda one: -len(one[0])):
        if not part or (shared.get(part.lower(), 0) > 1):
            continue
        ascii_only = part.isascii()
        pattern = rf"(?<!\w){re.escape(part)}(?!\w)" if ascii_only else re.escape(part)
        for one in re.finditer(pattern, text.source, re.IGNORECASE):
            capital = not ascii_only or one.group()[0].isupper() or part[0].islower() or " " in part
            if capital and not any(start < one.end() and one.start() < end for start, end, _ in found):
                found.append((one.start(), one.end(), who))
    return sorted(found)[:MENTIONS]


def new_names(text: Text, most: int) -> list[tuple[int, int, str]]:
    """(start, end, name) of every name that no cast gives, of at most `most` people.

    First names of the vocabulary, whoever a noun introduces by a letter or a capital, Chinese names by their surname.
    """
    found: list[tuple[int, int, str]] = []
    names: set[str] = set()
    families: dict[str, str] = {}  # each word of a name, to the name it is called by
    again = _again(text)
    starts = {word.at: word for word in text.words}
    ends = {word.match.last: word for word in text.words if word.has("person")}
    for index, token in enumerate(text.tokens):
        if len(found) >= MENTIONS:
            break
        if token.chinese:
            size = _chinese_name(text, index, starts.keys())
            name, last = (text.source[token.start : token.start + size], index + size - 1) if size else ("", index)
        else:
            name, last = _english_name(text, index, ends.keys(), starts.keys(), families, again)
        if name and (name in names or len(names) < most):
            names.add(name)
            final = text.tokens[last]
            found.append((token.start, final.start + len(final.text), name))
    return found


def _english_name(
    text: Text, index: int, ends: Collection[int], starts: Collection[int], families: dict[str, str], again: Collection[str]
) -> tuple[str, int]:
    token = text.tokens[index]
    low = token.low
    if not token.text[0].isupper() or not token.text.isalpha():
        return "", index
    before = index - 1 in ends or text.low(index - 1) in _LETTERED
    if len(token.text) == 1:
        noun = text.tokens[index - 1].text.title() if index else ""
        return (f"{noun} {token.text}", index) if before and token.text in "ABCDEF" else ("", index)
    if token.text.isupper():
        return "", index
    if low in families:
        return families[low], index
    plain = index not in starts
    begins = index == 0 or text.tokens[index - 1].sentence != token.sentence
    if plain and token.text in again:
        families[low] = token.text
        return token.text, index
    if not (gender_of_name(token.text) and (plain or not begins)) and not (before and plain and not begins):
        return "", index
    last = index
    if index + 1 < len(text.tokens):
        following = text.tokens[index + 1]
        if following.text.istitle() and following.text.isalpha() and len(following.text) > 1 and index + 1 not in starts:
            last = index + 1
    for k in range(index, last + 1):
        families[text.low(k)] = token.text
    return token.text, last


def _again(text: Text) -> set[str]:
    """Capitalised words that come back, at least once within a sentence: names, whatever the vocabulary knows."""
    inside: set[str] = set()
    count: dict[str, int] = {}
    for index, token in enumerate(text.tokens):
        if token.text.istitle() and token.text.isascii() and len(token.text) >= 3:
            count[token.text] = count.get(token.text, 0) + 1
            if index and text.tokens[index - 1].sentence == token.sentence and text.tokens[index - 1].word:
                inside.add(token.text)
    return {name for name in inside if count[name] >= 2 and name.lower() not in _COMMON | DETERMINERS | PREPOSITIONS}


def _chinese_name(text: Text, index: int, starts: Collection[int]) -> int:
    marks = table("names")["chinese"]
    token = text.tokens[index]
    if len(token.text) > 1 or token.text not in marks["surnames"] + marks["before"]:
        return 0
    for size in (3, 2):
        run = text.tokens[index : index + size]
        after = next((word for word in text.words if word.at == index + size), None)
        single = len(run) == size and all(one.chinese and len(one.text) == 1 for one in run)
        if single and after and after.has("verb") and not any(index + k in starts for k in range(size)):
            return size
    return 0
