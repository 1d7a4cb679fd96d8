"""The words that previs knows, in English and Chinese, read once from the data files beside this module.

What a word means for a stage is a `Sense`; one word may have several. The pictures of things come from Emojibase's keywords
(MIT, Miles Johnson) by code point and were chosen against Fluent Emoji (MIT, Microsoft).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sense:
    """One meaning: `kind` (person, verb, prop, place, feature, time, weather, face, mood, size, angle, move, where, pronoun,
    number, ignore), `value` (the pose, the prop's id, the place's kind…) and what else the data file says of it."""

    kind: str
    value: str
    data: Mapping[str, Any] = field(default_factory=dict)
    marked: bool = False  # the English word is as often of another word class


@dataclass
class Branch:
    """A node of the tree of English phrases, word by word."""

    words: dict[str, Branch] = field(default_factory=dict)
    senses: list[Sense] = field(default_factory=list)


@dataclass(frozen=True)
class Lexicon:
    """All senses: English as a tree of words, Chinese by word."""

    english: Branch
    chinese: Mapping[str, tuple[Sense, ...]]
    longest: int  # Chinese characters


@cache
def table(name: str) -> Any:
    """A TOML file of this folder, parsed."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def split(words: str) -> list[str]:
    """The words of a comma-separated list."""
    return [word.strip() for word in words.split(",") if word.strip()]


def english_words(phrase: str) -> list[str]:
    """A phrase as the reader sees it: lower case, hyphens and apostrophes apart."""
    plain = phrase.lower().replace("’", "'").replace("é", "e").replace("-", " ").replace("'s", " 's").replace("s'", "s 's")
    return plain.replace("'", " '").replace(" ' ", " '").replace(".", "").split()


@dataclass(frozen=True)
class Thing:
    """A prop that words can name: its id (English), its illustration's code points ('' draws by shape), its height in metres."""

    id: str
    picture: str
    height: float
    english: tuple[str, ...]
    chinese: tuple[str, ...]


@cache
def things() -> dict[str, Thing]:
    """The curated props by id, in the order of the file."""
    found: dict[str, Thing] = {}
    for line in _lines("props"):
        thing = _thing(line)
        if thing.id in found:
            raise ValueError(f"props.txt names {thing.id} twice")
        found[thing.id] = thing
    return found


@cache
def pictures() -> tuple[tuple[Thing, str, str], ...]:
    """Every other picture that can be a prop, with its English and Chinese tags."""
    found: list[tuple[Thing, str, str]] = []
    for line in _lines("pictures"):
        labels, _, tags = line.partition(" | ")
        english, _, chinese = tags.partition(" / ")
        found.append((_thing(labels), english, chinese))
    return tuple(found)


@cache
def everything() -> dict[str, Thing]:
    """Every prop that words can name, by id; the curated ones come before the distilled."""
    found = dict(things())
    known = {word.lstrip("~") for thing in found.values() for word in thing.english}
    for thing, _, _ in pictures():
        if thing.id not in found and not known & set(thing.english):
            found[thing.id] = thing
    return found


def _lines(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _thing(line: str) -> Thing:
    code, height, rest = line.split(None, 2)
    english, _, chinese = rest.partition("/")
    words = split(english)
    name = words[0].lstrip("~").replace(" ", "-")
    return Thing(name, "" if code == "-" else code, float(height), tuple(words), tuple(split(chinese)))


def _entries() -> Iterator[tuple[Sense, list[str], list[str]]]:
    words = table("words")
    for kind in ("size", "angle", "move", "time", "weather", "face", "mood", "where", "pronoun", "number"):
        for value, (english, chinese) in words[kind].items():
            yield Sense(kind, value), split(english), split(chinese)
    english, chinese = words["ignore"]["words"]
    yield Sense("ignore", ""), split(english), split(chinese)
    for person in table("people")["person"]:
        data = {"look": person["look"], "plural": person.get("plural", False)}
        yield Sense("person", "", data), split(person["en"]), split(person["zh"])
    for verb in table("verbs")["verb"]:
        data = {key: value for key, value in verb.items() if key not in ("en", "zh")}
        yield Sense("verb", verb["pose"], data), split(verb["en"]), split(verb["zh"])
    for kind, section in (("place", "kinds"), ("feature", "features")):
        for value, (english, chinese) in table("places")[section].items():
            yield Sense(kind, value), split(english), split(chinese)
    for thing in everything().values():
        yield (
            Sense("prop", thing.id),
            list(thing.english),
            [word for word in thing.chinese if len(word) > 1 or thing.id in things()],
        )


@cache
def lexicon() -> Lexicon:
    """Everything, ready for matching; read once a process (some 20 ms)."""
    root = Branch()
    chinese: dict[str, list[Sense]] = {}
    for sense, in_english, in_chinese in _entries():
        for phrase in in_english:
            marked = phrase.startswith("~")
            branch = root
            for word in english_words(phrase.lstrip("~")):
                branch = branch.words.setdefault(word, Branch())
            _add(branch.senses, Sense(sense.kind, sense.value, sense.data, marked))
        for word in in_chinese:
            _add(chinese.setdefault(word, []), sense)
    _neighbours(root)
    for senses in chinese.values():
        if len(senses) > 1:  # what means something is not passed over
            senses[:] = [sense for sense in senses if sense.kind != "ignore"]
    return Lexicon(root, {word: tuple(senses) for word, senses in chinese.items()}, max(map(len, chinese)))


def known_phrases(*kinds: str) -> list[str]:
    """Every English phrase of these kinds of sense, in the order of the files."""
    found = {phrase.lstrip("~"): None for sense, english, _ in _entries() if sense.kind in kinds for phrase in english}
    return list(found)


def _neighbours(root: Branch) -> None:
    """Words next to a known one mean what it means; a word that is known itself stays as it is."""
    for line in _lines("nearest"):
        known, _, words = line.partition(" / ")
        branch = root
        for word in english_words(known.strip()):
            branch = branch.words[word]
        for phrase in split(words):
            end = root
            for word in english_words(phrase):
                end = end.words.setdefault(word, Branch())
            if not end.senses:
                end.senses.extend(sense for sense in branch.senses if sense.kind in ("prop", "place", "person"))


def _add(senses: list[Sense], sense: Sense) -> None:
    if all((known.kind, known.value) != (sense.kind, sense.value) for known in senses) and not (
        sense.kind == "verb" and any(known.kind == "verb" for known in senses)
    ):
        senses.append(sense)


@cache
def word_set(name: str) -> frozenset[str]:
    """A closed class of words from `sets.toml`."""
    return frozenset(split(table("sets")[name].replace("\n", " ")))
