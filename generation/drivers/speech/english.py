"""English letters to the phones that the voice was trained on: a dictionary first, eSpeak NG for words that it lacks."""

from __future__ import annotations

import importlib.resources
import json
import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from generation.drivers.speech import numbers
from generation.drivers.speech.text import Run, Word

Entry = str | dict[str, str | None]

_BEFORE_A_VERB = (
    "to will would can could shall should may might must do does did don't doesn't didn't won't can't couldn't i you we they "
    "let's please not never"
)
_BEFORE_A_NOUN = "the a an my your his her its our their this that some any no every each of in on with one two"
_BEFORE_A_PAST = "have has had been was were be is are i've you've we've they've he's she's having already"
_KINDS = tuple(
    (kind, frozenset(words.split()))
    for kind, words in (("VERB", _BEFORE_A_VERB), ("NOUN", _BEFORE_A_NOUN), ("VBN", _BEFORE_A_PAST))
)
_espeak_lock = threading.Lock()
_WEAK = {"a": "ɐ", "an": "ɐn", "am": "ɐm"}
_TITLES = {"Dr": "doctor", "Mr": "mister", "Mrs": "missis", "Ms": "miz", "St": "saint", "vs": "versus", "Ave": "avenue"}
_ENDINGS = (("'s", ("",)), ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")))


def words_of(runs: Sequence[Run], british: bool) -> list[Word]:
    """The spoken words of English runs and of the pauses between them, in order.

    A number is one word as written, read as several. Phones are Kokoro's own alphabet.
    """
    spoken: list[Word] = []
    for at, run in enumerate(runs):
        if not run.language:
            spoken.append(Word("", run.text))
            continue
        before = next((one.text.lower() for one in reversed(runs[:at]) if one.language), "")
        after = _start(runs[at + 1 :])
        if any(sign.isdigit() for sign in run.text):
            parts = [_word(part, "", "a", british) for part in numbers.say(run.text).split()]
            spoken.append(Word(run.text, " ".join(parts)))
        else:
            spoken.append(Word(run.text, _word(run.text, before, after, british)))
    return _without_title_stops(spoken)


def _without_title_stops(words: list[Word]) -> list[Word]:
    """`Dr. Smith`: the full stop of a title is no pause."""
    kept: list[Word] = []
    for word in words:
        if not word.text and kept and kept[-1].text in _TITLES and word.phones.startswith("."):
            word = Word("", word.phones[1:] or " ")
        kept.append(word)
    return kept


def _start(runs: Sequence[Run]) -> str:
    """The next word's first letter when nothing but a space lies between, else an empty text."""
    for run in runs:
        if run.language:
            return run.text[:1].lower()
        if run.text.strip():
            return ""
    return ""


def _word(word: str, before: str, after: str, british: bool) -> str:
    lower = word.lower()
    if lower == "the":
        return "ði" if after in set("aeiou") and after else "ðə"
    if lower == "to":
        return "tʊ" if after and after in "aeiou" else "tə" if after else "tˈu"
    if word == "I":
        return "ˌI"
    if lower in _WEAK and after:
        return _WEAK[lower]
    if word in _TITLES:
        return " ".join(_known(part, "", british) or "" for part in _TITLES[word].split())
    found = _known(word, before, british) or _known(_plain(word), before, british)
    if found:
        return found
    if word.isupper() and 1 < len(word) <= 4 and not set(lower) & set("aeiouy"):
        return _spelt(word, british)
    return _espeak(word, british)


def _known(word: str, before: str, british: bool) -> str:
    """The dictionary's phones of a word or of its stem with -s, -ed, -ing; empty when it is not there."""
    for form in dict.fromkeys((word, word.lower(), word.capitalize())):
        if found := _entry(form, before, british):
            return found
    lower = word.lower()
    for ending, replacements in _ENDINGS:
        if lower.endswith(ending) and len(lower) > len(ending) + 2:
            for replacement in replacements:
                stem = _entry(lower[: -len(ending)] + replacement, before, british)
                if stem:
                    return _ended(stem, ending, british)
    return ""


def _ended(stem: str, ending: str, british: bool) -> str:
    weak = "ɪ" if british else "ᵻ"
    if ending == "ing":
        return stem + "ɪŋ"
    if ending == "ed":
        return stem + (weak + "d" if stem[-1] in "td" else "t" if stem[-1] in "pkfθʃsʧ" else "d")
    return stem + (weak + "z" if stem[-1] in "szʃʒʧʤ" else "s" if stem[-1] in "ptkfθ" else "z")


def _entry(word: str, before: str, british: bool) -> str:
    entry = _lexicon(british).get(word)
    if entry is None or isinstance(entry, str):
        return entry or ""
    for kind, words in _KINDS:
        if before in words and entry.get(kind):
            return entry[kind] or ""
    return entry.get("DEFAULT") or ""


def _spelt(word: str, british: bool) -> str:
    return "".join(_entry(sign, "", british) for sign in word)


def _plain(word: str) -> str:
    """Without accents: é becomes e."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@lru_cache(maxsize=2)
def _lexicon(british: bool) -> dict[str, Entry]:
    side = "gb" if british else "us"
    data = importlib.resources.files("misaki.data")
    silver = json.loads(data.joinpath(f"{side}_silver.json").read_text("utf-8"))
    gold = json.loads(data.joinpath(f"{side}_gold.json").read_text("utf-8"))
    return {**silver, **gold}


@lru_cache(maxsize=2)
def _fallback(british: bool) -> Any:  # misaki ships no types
    from misaki.espeak import EspeakFallback

    return EspeakFallback(british)


@lru_cache(maxsize=4096)
def _espeak(word: str, british: bool) -> str:
    with _espeak_lock:  # the library keeps its state in globals
        phones, _ = _fallback(british)(SimpleNamespace(text=word))
    return re.sub(r"\s+", "", phones or "")
