"""Where the film plays: one place for every spelling of it, and what the script says it looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storyboard.screenplay.cast import Cast, display
from storyboard.screenplay.schema import LocationBreakdown
from storyboard.screenplay.sentences import CHINESE, clip, sentences
from storyboard.screenplay.vocabulary import PLACES, PLACES_ZH

_ARTICLES = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_PRONOUN_FIRST = re.compile(
    r"^(?:he|she|they|it's just|this is|his|her|their|then|and|he's|she's|we|over|super|close|title)\b|\blater\b|^[他她]|后，",
    re.IGNORECASE,
)
# A place that no list knows is told by what it ends on and how it is led in: 在一家快要关门的照相馆里.
_LED_IN = "[的在进到出回]|[一二两三几这那][家间座所栋幢个片条]"
_INSIDE_ZH, _OUTSIDE_ZH = "馆店室厅铺屋库坊斋", "院园站桥街巷岛湾谷塔"
_UNLISTED = re.compile(
    rf"(?:{_LED_IN})(?!.?的)([\u4e00-\u9fff]{{1,3}}[{_INSIDE_ZH}{_OUTSIDE_ZH}])(?=[里内中外旁边门前后上下，。、]|$)"
)
_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass
class Place:
    """One place while the script is read."""

    name: str
    interior: bool | None
    description: str = ""
    last_scene: int = -10


class Places:
    """Every place by what its headings call it. Inside and outside of one name are two places."""

    def __init__(self, chinese: bool) -> None:
        self.chinese = chinese
        self._by_key: dict[tuple[str, bool | None], Place] = {}
        self._names: dict[str, Place] = {}

    def at(self, written: str, interior: bool | None) -> Place:
        """The place of a heading, new or known."""
        key = (_key(written), interior)
        known = self._by_key.get(key)
        if known is None and interior is None:
            known = self._by_key.get((key[0], True)) or self._by_key.get((key[0], False))
        if known is None:
            name = self._free(clip(display(written) if written.isupper() else written, 170), interior)
            known = self._by_key[key] = self._names[name.lower()] = Place(name, interior)
        return known

    def describe(self, place: Place, action: str, cast: Cast) -> None:
        """Takes the first sentences about the place itself from the action that opens a scene there."""
        if place.description or not action:
            return
        parts = sentences(action[:2000])
        about = [part for part in parts[:3] if not cast.find(part) and not _PRONOUN_FIRST.match(part)][:2]
        place.description = clip(" ".join(about), 600)

    def all(self) -> tuple[LocationBreakdown, ...]:
        """In order of appearance."""
        return tuple(
            LocationBreakdown(name=place.name, description=place.description, interior=place.interior)
            for place in self._names.values()
        )

    def _free(self, name: str, interior: bool | None) -> str:
        name = name or ("未定地点" if self.chinese else "Somewhere")
        if name.lower() not in self._names:
            return name
        side = {True: "内" if self.chinese else "inside", False: "外" if self.chinese else "outside", None: "2"}[interior]
        named = f"{name}（{side}）" if self.chinese else f"{name} ({side})"
        number = 2
        while named.lower() in self._names:
            number += 1
            named = f"{name} ({side} {number})"
        return named


def place_in(text: str) -> tuple[str, bool | None]:
    """The first place that the words name and whether it is inside; ("", None) when none."""
    head = text[:600]
    if CHINESE.search(head):
        spots = [(head.find(word), -len(word), word) for word in PLACES_ZH if word in head]
        if spots:
            return min(spots)[2], PLACES_ZH[min(spots)[2]]
        unlisted = _UNLISTED.search(head)
        return (unlisted[1], unlisted[1][-1] in _INSIDE_ZH) if unlisted else ("", None)
    lowered = f" {_PUNCTUATION.sub(' ', head.lower())} "
    spots = [(lowered.find(f" {word} "), -len(word), word) for word in PLACES if f" {word} " in lowered]
    return (min(spots)[2].capitalize(), PLACES[min(spots)[2]]) if spots else ("", None)


def _key(written: str) -> str:
    return _PUNCTUATION.sub(" ", _ARTICLES.sub("", written.strip()).lower()).strip()
