"""A word to the picture of a thing: code points of the illustration sets, and the thing's height in the real world.

The words are distilled from Emojibase (English and Chinese labels and tags) and corrected by hand in `vocabulary/props.txt`;
at run time nothing but the files of `vocabulary/` is read.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from generation.drivers.previs.reading_text import bases
from generation.drivers.previs.vocabulary import Thing, pictures, split, things

SHAPES: tuple[str, ...] = tuple(thing.id for thing in things().values() if not thing.picture)
"""Ids of things that no illustration shows: the renderer draws them by shape."""


def thing_for(word: str, language: str = "") -> Thing | None:
    """The thing that a word or phrase names, or whose keyword it is; None for what cannot be a prop.

    English is taken in singular and plural, without its article; of a phrase, the longest end that is known counts
    ('a small red suitcase' is a suitcase). In Chinese the longest known end counts too.
    """
    low = " ".join(word.lower().replace("’", "'").split())
    if any("㐀" <= char <= "鿿" for char in low) or language == "zh":
        names = _chinese()
        return next((names[low[at:]] for at in range(len(low)) if low[at:] in names), None)
    parts = low.replace("-", " ").split()
    for first in range(len(parts)):
        for end, _ in bases(parts[-1]):
            if found := _english().get(" ".join((*parts[first:-1], end))):
                return found
    return None


def picture_for(word: str, language: str = "") -> str | None:
    """Code points of the illustration for a word, such as '1F41F'; '' when it is drawn by shape, None when it is no thing."""
    thing = thing_for(word, language)
    return thing.picture if thing else None


@cache
def _english() -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for thing in things().values():
        for word in thing.english:
            found.setdefault(word.lstrip("~").replace("-", " "), thing)
    for thing, _, _ in pictures():
        for word in thing.english:
            found.setdefault(word.replace("-", " "), thing)
    common = Counter(tag for _, tags, _ in pictures() for tag in split(tags))
    for thing, tags, _ in pictures():
        for tag in (one for one in split(tags) if common[one] < 3):
            found.setdefault(tag.replace("-", " "), thing)
    return found


@cache
def _chinese() -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for thing in things().values():
        for word in thing.chinese:
            found.setdefault(word, thing)
    for thing, _, _ in pictures():
        for word in thing.chinese:
            found.setdefault(word, thing)
    common = Counter(tag for _, _, tags in pictures() for tag in split(tags))
    for thing, _, tags in pictures():
        for tag in split(tags):
            if len(tag) > 1 and common[tag] < 3:
                found.setdefault(tag, thing)
    return found
