"""What a person's words ask a detector for: kinds that it knows, in English or Chinese, or the nearest by meaning, or nothing."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

_LIST = Path(__file__).with_name("drivers") / "things.toml"
NEAR = 0.645  # cosine of sentence embeddings from which words are one: "helicopter", "aircraft"; not "monkey", "banana"
_SPLIT = re.compile(r"\s*(?:[,;/、，；和与及]|\band\b|\bor\b|或者|或)\s*", re.IGNORECASE)
_BARE = re.compile(r"[^\w\s'\-]+")
_ARTICLES = {
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "my",
    "his",
    "her",
    "their",
    "all",
    "every",
    "one",
    "two",
    "some",
}
_BEFORE_ONE = "的红黄蓝绿白黑灰大小老旧新"  # after these a single character is a word of its own
_HAN = re.compile(r"[\u3400-\u9fff]")
_ODD = {"people": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse", "geese": "goose",
        "knives": "knife", "buses": "bus", "skis": "skis", "scissors": "scissors", "oxen": "ox", "calves": "calf"}  # fmt: skip


class Meaning(Protocol):
    """What is asked of a sentence embedding: `generation.drivers.previs.embedding.Sentences`."""

    def nearest(self, texts: Sequence[str], known: Sequence[str], *, at_least: float = 0.6) -> list[tuple[str, float] | None]: ...


@dataclass(frozen=True)
class Wanted:
    """What one word asks for: kinds of a detector, and perhaps a face or the main thing. `word` is as it was written."""

    word: str
    kinds: tuple[str, ...] = ()
    special: str = ""  # face | main
    group: str = ""  # the name of its kinds together, where it asks for several


@functools.cache
def _list() -> Mapping[str, Wanted]:
    """Every word that is known, in lower case."""
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    found: dict[str, Wanted] = {}
    for special, words in read["special"].items():
        found |= {word: Wanted(word, (), special) for word in words}
    for name, group in read["groups"].items():
        found |= {word: Wanted(word, tuple(group["kinds"]), "", name) for word in (name, *group["words"])}
    for kind, words in read["kinds"].items():
        found |= {word: Wanted(word, (kind,)) for word in (*words, kind)}
    return found


@functools.cache
def _shown() -> Mapping[str, str]:
    """Each kind and each group in Chinese."""
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    groups = {name: group["words"][0] for name, group in read["groups"].items()}
    return {kind: words[0] for kind, words in read["kinds"].items()} | groups | {"face": "脸", "main": "主体"}


def called(kind: str, language: str) -> str:
    """What a kind or a group is called where a person reads it."""
    if language == "zh":
        return _shown().get(kind, kind)
    return "main thing" if kind == "main" else kind


def understood(words: str, known: Sequence[str], meaning: Meaning | None = None) -> tuple[list[Wanted], list[str]]:
    """What the words ask for, of the kinds that are known, and the words that ask for nothing known.

    `meaning` finds the nearest known English word for one that is in no list.
    """
    found: list[Wanted] = []
    strange: list[str] = []
    for part in _SPLIT.split(words.strip()):
        text = " ".join(_BARE.sub(" ", part).lower().split())
        if not text:
            continue
        one = _chinese(text) if _HAN.search(text) else _english(text) or _near(text, meaning)
        kinds = tuple(kind for kind in one.kinds if kind in known) if one else ()
        if one is not None and (kinds or one.special):
            found.append(replace(one, word=text, kinds=kinds))
        else:
            strange.append(part.strip())
    return found, strange


def _chinese(text: str) -> Wanted | None:
    """The word itself, or as much of its end as is known: 红色的小汽车 is a 小汽车; a 河马 is no 马."""
    text = text.replace(" ", "").removesuffix("们") or text
    for begin in range(len(text)):
        one = _list().get(text[begin:])
        if one is not None and (begin == 0 or len(text) - begin > 1 or text[begin - 1] in _BEFORE_ONE):
            return one
    return None


def _english(text: str) -> Wanted | None:
    """The phrase itself, or as much of its end as is known: "the red sports car" is a sports car."""
    words = [word for word in text.split() if word not in _ARTICLES] or text.split()
    for cut in re.split(r"\s(?:with|in|on|at|of|who|that|behind|near|under|by|wearing|holding)\s", " ".join(words))[:1]:
        words = cut.split()
    for begin in range(len(words)):
        tail = " ".join(words[begin:])
        for form in (tail, _single(tail)):
            if form in _list():
                return _list()[form]
    return None


def _single(text: str) -> str:
    *before, last = text.split(" ")
    if last in _ODD:
        last = _ODD[last]
    elif last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith(("ches", "shes", "sses", "xes")):
        last = last[:-2]
    elif last.endswith("s") and not last.endswith("ss"):
        last = last[:-1]
    return " ".join([*before, last])


def _near(text: str, meaning: Meaning | None) -> Wanted | None:
    if meaning is None:
        return None
    english = [word for word in _list() if not _HAN.search(word)]
    (best,) = meaning.nearest([text], english, at_least=NEAR)
    return None if best is None else _list()[best[0]]
