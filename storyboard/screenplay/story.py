"""A story of a few sentences becomes an outline: scenes with a place, an hour and a part in the arc, each with its share of time."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from generation.drivers.previs.stage import TimeOfDay
from storyboard.screenplay.places import place_in
from storyboard.screenplay.sentences import CHINESE, clip, sentences
from storyboard.screenplay.settings import Setting, hour_opening, opens, place_named

ARCS = ("setup", "rising", "turn", "climax", "end")
MOST_SENTENCES = 400
MOST_A_SCENE = 4  # sentences: a longer stretch in one place is two scenes
EACH = Fraction(12)  # parts of a minute's sixty that a sentence lasts when nobody says how long the film is
_SHARE = {"": 10, "setup": 10, "rising": 10, "turn": 11, "climax": 14, "end": 9}  # of the time, for each sentence
_TENSE = re.compile(
    r"\b(?:storm\w*|wave|caught|trapped|ris(?:es|ing)|fight\w*|fire|burn\w*|dies|dying|death|kill\w*|falls?|drown\w*|last|scream\w*|shout\w*|escape\w*|chase\w*|attack\w*|"
    r"explo\w+|crash\w*|break\w*|save[sd]?|gives? (?:up|his|her|the)|stands? still|confront\w*|blood|gun|knife|race[sd]?|suddenly|against)\b"
    r"|暴风|风暴|大浪|困|夹|涨|搏斗|火|燃|死|杀|坠|掉|溺|最后|尖叫|大喊|逃|追|爆炸|撞|救|对峙|血|枪|刀|突然|忽然|猛|静止",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:but|however|until|discover\w*|finds?|found|reali[sz]e\w*|understand\w*|learns?|secret|truth|betray\w*|refus\w+|decides?|instead|turns out)\b"
    r"|但|却|可是|然而|发现|明白|意识到|原来|秘密|真相|背叛|拒绝|决定",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"^\W*(?:(?:about|around|length:?|runtime:?)\s*)?(\d{1,3}(?:\.\d)?|one|two|three|four|five|six|eight|ten)[\s-]*(?:minutes?|min)\b\W*(?:long|film)?\W*$"
    r"|^\W*(?:大约|约|片长[:：]?)?\s*(\d{1,3}(?:\.\d)?|[一二两三四五六七八九十])\s*分钟\W*(?:的?短片)?\W*$",
    re.IGNORECASE,
)
_NUMBERS = dict(zip("one two three four five six eight ten".split(), (1, 2, 3, 4, 5, 6, 8, 10), strict=True)) | dict(  # noqa: SIM905
    zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)
)


@dataclass(frozen=True)
class Part:
    """A scene of the outline: its sentences of the story, where and when it plays, its part in the arc, its length in frames."""

    told: tuple[str, ...]
    place: str = ""
    interior: bool | None = None
    time: TimeOfDay = TimeOfDay.DAY
    arc: str = ""
    frames: int = 0
    synopsis: str = ""

    @property
    def outline(self) -> str:
        """The sentences as one text."""
        return joined(self.told)


def said(text: str) -> tuple[list[str], Fraction | None]:
    """The sentences of a story; a line that only says how long it is to be (`3 minutes`, `约三分钟`) is that, in minutes."""
    length: Fraction | None = None
    kept = []
    for line in text.splitlines():
        match = _LENGTH.match(line[:60])
        if match and length is None:
            word = (match[1] or match[2]).lower()
            length = Fraction(_NUMBERS[word]) if word in _NUMBERS else Fraction(word)
        else:
            kept.append(line)
    return sentences("\n".join(kept))[:MOST_SENTENCES], length


def outline(told: Sequence[str], frames: int, rate: Fraction) -> list[Part]:
    """The scenes of a story of these sentences, `frames` long in all (0: `EACH` a sentence); none is left out, none moved."""
    parts = _split(told)
    arcs = arcs_of(parts)
    return timed([replace(one, arc=arc) for one, arc in zip(parts, arcs, strict=True)], frames or usual(len(told), rate))


def usual(count: int, rate: Fraction) -> int:
    """How many frames a story of so many sentences lasts when nobody says how long."""
    return int(count * EACH * rate)


def timed(parts: Sequence[Part], frames: int) -> list[Part]:
    """The same with their lengths: shares by their sentences and by the part they play, which make up `frames` exactly."""
    weights = [max(1, len(one.told)) * _SHARE.get(one.arc, 10) for one in parts]
    whole, found, given = sum(weights), [], 0
    for n, one in enumerate(parts):
        until = frames * sum(weights[: n + 1]) // whole
        found.append(replace(one, frames=until - given))
        given = until
    return found


def arcs_of(parts: Sequence[Part]) -> list[str]:
    """What each scene does: the first sets up, the last ends, the tensest of the later ones is the climax, the middle turns."""
    count = len(parts)
    if count < 2:
        return [""] * count
    arcs = ["setup", *["rising"] * (count - 2), "end"]
    if count >= 3:
        late = range(max(1, round(0.5 * (count - 1))), count - 1)
        climax = max(late, key=lambda n: (len(_TENSE.findall(parts[n].outline)) / len(parts[n].told) ** 0.5, n))
        arcs[climax] = "climax"
        middle = [n for n in range(1, climax) if n >= round(0.25 * count)]
        if middle:
            arcs[max(middle, key=lambda n: (len(_TURN.findall(parts[n].outline)), -abs(2 * n - count)))] = "turn"
    return arcs


def joined(told: Sequence[str]) -> str:
    """Sentences one after another, as their script writes them."""
    return ("" if told and CHINESE.search(told[0]) else " ").join(told)


def _split(told: Sequence[str]) -> list[Part]:
    """Another place or another hour is another scene, and so is the rest of one that goes on for long."""
    groups: list[tuple[Setting, list[str]]] = []
    now = Setting()
    for one in told:
        place, interior, goes = place_named(one[:240])
        hour, when = hour_opening(one[:240]), opens(one[:240])
        elsewhere = bool(place) and goes and not _same(place, now.place)
        later = when and hour is not None and hour is not now.time
        if not groups or elsewhere or later:
            there = (place, interior) if place and (elsewhere or not groups) else (now.place, now.interior)
            now = Setting(*there, hour or now.time)
            groups.append((now, []))
        elif len(groups[-1][1]) <= 1 and ((hour and now.time is None) or (place and not now.place)):
            now = Setting(now.place or place, now.interior if now.place else interior, now.time or hour)
            groups[-1] = (now, groups[-1][1])
        groups[-1][1].append(one)
    found: list[Part] = []
    for setting, some in groups:
        where, inside = (setting.place, setting.interior) if setting.place else place_in(joined(some))
        pieces = -(-len(some) // MOST_A_SCENE)
        bounds = [len(some) * n // pieces for n in range(pieces + 1)]
        for first, end in pairwise(bounds):
            own = tuple(some[first:end])
            found.append(Part(own, where, inside, setting.time or TimeOfDay.DAY, synopsis=clip(joined(own[:2]), 300)))
    return found


def _same(one: str, other: str) -> bool:
    a, b = one.lower().split(), other.lower().split()
    return bool(a and b) and (a[-1] == b[-1] if one.isascii() else one[-2:] == other[-2:])
