"""What a description says about a look, field by field, and nothing that it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from generation.drivers.previs.reading_text import clean, match, tokenise
from generation.drivers.previs.vocabulary import split, table

FIELDS = ("figure", "gender", "build", "hair", "beard", "glasses", "hat", "top", "bottom", "scarf")
COLOURED = {
    "hair": "hair_colour", "hairword": "hair_colour", "beard": "beard_colour", "hat": "hat_colour", "top": "top_colour",
    "bottom": "bottom_colour", "scarf": "scarf_colour", "shoes": "shoe_colour", "eyes": "eye_colour",
}  # fmt: skip
HAIR_SHADES = {
    "#2b2b30": "#241d1a", "#f0eee8": "#e9e7e2", "#8d9196": "#9a9a9b", "#c0453b": "#a4482a", "#7c2f3a": "#7a3324",
    "#e08a3c": "#b8622e", "#eec04b": "#d8b56a", "#7a5a40": "#5d412d", "#c9ad84": "#8f6b45",
}  # fmt: skip
_AGE = re.compile(
    r"\b(?:aged?\s+)?(\d{1,3})\s*(?:[- ]?years?[- ]?old|[- ]?year[- ]?old|yrs?|y/o|\+)|\bage[d:]?\s*(\d{1,3})"
    r"|^\s*(\d{1,3})\s*(?:,|;|$)"
    r"|[(,，（]\s*(\d{1,3})\s*[),，）+]|(\d{1,3})\s*岁|\b(\d)0['’]?s\b"
    r"|(?:early|mid|late)?[- ]?\b(twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies\b"
    r"|([一二三四五六七八九])十[一二三四五六七八九多几来]*岁|([一二三四五六七八九])岁",
    re.IGNORECASE,
)
_DECADES = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
_CHINESE = {char: n for n, char in enumerate("零一二三四五六七八九")}
_STOP = re.compile(r"[,.;:!?，。；：！？、]|\b(?:and|with|in|wearing)\b")


@dataclass(frozen=True)
class Trait:
    """One word of a description: which field it decides, and how."""

    start: int
    end: int
    field: str
    value: str


def said(description: str) -> dict[str, Any]:
    """Fields of `stage.Look` (and `complexion`, `stature`, `beard_colour`) that the words decide."""
    text = clean(description).lower().replace("-", " ").replace("’", "'")
    traits = sorted((*_traits(text), *_long_hair(text)), key=lambda trait: trait.start)
    found: dict[str, Any] = {}
    roles, figure, gender = _roles(text)
    found.update(roles)
    for trait in traits:
        if trait.field in ("figure", "gender"):
            continue
        if trait.field in (*FIELDS, "complexion", "stature"):
            _keep(found, trait, roles, text)
        if trait.field == "blonde":
            found["hair_colour"] = trait.value
    found.update(_colours(text, traits))
    if person := _age(text) or figure or _old(text) or _first(traits, "figure"):
        found["figure"] = person
    if who := gender or _pronoun(text) or _first(traits, "gender"):
        found["gender"] = who
    return found


def _keep(found: dict[str, Any], trait: Trait, roles: dict[str, Any], text: str) -> None:
    if trait.field == "scarf":
        found["scarf"] = True
    elif trait.field == "top" and "top" in found and "top" not in roles:
        if _LAYER.get(trait.value, 1) > _LAYER.get(found["top"], 1):  # the outermost is seen
            found["top"] = trait.value
    elif trait.field not in found or trait.field in roles or _longer(found, trait):
        found[trait.field] = trait.value
        roles.pop(trait.field, None)
        if trait.field in ("top", "hat"):
            found.pop(f"{trait.field}_colour", None)


_LAYER = {
    "raincoat": 4,
    "coat": 4,
    "robe": 4,
    "apron": 4,
    "suit": 3,
    "jacket": 3,
    "hoodie": 3,
    "vest": 3,
    "uniform": 3,
    "dress": 3,
    "sweater": 2,
}


def _longer(found: dict[str, Any], trait: Trait) -> bool:
    return trait.field == "hair" and found["hair"] in ("short", "long") and trait.value not in ("short", "long")


def _colours(text: str, traits: list[Trait]) -> Iterator[tuple[str, str]]:
    pending: Trait | None = None
    last: Trait | None = None
    for trait in traits:
        if trait.field == "colour":
            between = text[last.end : trait.start] if last else ""
            if last and re.fullmatch(r"\s*(?:(?:is|are|was|were)\s+|是|呈|为)", between) and last.field in COLOURED:
                yield COLOURED[last.field], _shade(last.field, trait.value)
                pending = None
            else:
                pending = trait
            continue
        if trait.field in COLOURED:
            if pending and _close(text[pending.end : trait.start]):
                yield COLOURED[trait.field], _shade(trait.field, pending.value)
                if trait.field not in ("hair", "hairword"):
                    pending = None
            last = trait


def _close(between: str) -> bool:
    return len(between) < 28 and len(between.split()) <= 3 and not _STOP.search(between)


def _shade(field: str, colour: str) -> str:
    return HAIR_SHADES.get(colour, colour) if field in ("hair", "hairword", "beard") else colour


def _age(text: str) -> str:
    for found in _AGE.finditer(text):
        groups = found.groups()
        number = next((int(group) for group in groups[:5] if group), 0)
        if groups[5]:
            number = int(groups[5]) * 10
        elif groups[6]:
            number = _DECADES[groups[6].lower()]
        elif groups[7]:
            number = _CHINESE[groups[7]] * 10
        elif groups[8]:
            number = _CHINESE[groups[8]]
        if 1 <= number <= 120:
            return "child" if number < 13 else "teen" if number < 18 else "elder" if number >= 60 else "adult"
    return ""


def _roles(text: str) -> tuple[dict[str, Any], str, str]:
    look: dict[str, Any] = {}
    figure = gender = ""
    tokens = tokenise(text)
    for one in match(tokens)[:40]:
        person = one.sense("person")
        if not person or (one.first and tokens[one.first - 1].low in ("of", "my", "his", "her", "the", "to") and look):
            continue
        says = dict(person.data["look"])
        if not figure and (says.get("figure") or _aged(one.text) or _aged_before(text, tokens[one.first].start)):
            figure = says.get("figure") or "elder"
        gender = gender or says.get("gender", "")
        if not look:
            look = {field: value for field, value in says.items() if field not in ("figure", "gender")}
    return look, figure, gender


def _aged(word: str) -> bool:
    return word.startswith("老") and word not in ("老师", "老板", "老板娘", "老友")


def _aged_before(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return bool(re.search(r"\b(?:old|elderly|aged|aging|older|ancient)\s+(?:[a-z']+\s+){0,2}$", before)) or before.endswith(
        ("老", "年迈的", "年老的", "老年", "年长的")
    )


def _old(text: str) -> str:
    return (
        "elder"
        if re.search(r"\b(?:very|quite|is|looks|an?)\s+old\b(?!\s+\w)|^\s*old\s*(?:[,.;]|$)|老态|^老[,，。]|^老$", text)
        else ""
    )


def _pronoun(text: str) -> str:
    she = len(re.findall(r"\b(?:she|her|hers|herself)\b|她", text))
    he = len(re.findall(r"\b(?:he|him|his|himself)\b|他(?!们)", text))
    return "woman" if she > he else "man" if he > she else ""


def _first(traits: list[Trait], field: str) -> str:
    return next((trait.value for trait in traits if trait.field == field), "")


def _long_hair(text: str) -> Iterator[Trait]:
    for found in re.finditer(r"\b(long|short|curly|wavy|messy)[ ,]+(?:\w+[ ,]+){1,2}hair\b", text):
        yield Trait(found.start(), found.start() + len(found[1]), "hair", found[1])
    for found in re.finditer(r"(长|短|卷).{0,2}头?发", text):
        yield Trait(found.start(), found.start() + 1, "hair", {"长": "long", "短": "short", "卷": "curly"}[found[1]])


def _traits(text: str) -> Iterator[Trait]:
    pattern, senses = _pattern()
    for found in pattern.finditer(text):
        for field, value in senses[found.group()]:
            if field == "hair" and value == "bald" and text[found.end() : found.end() + 6] == " eagle":
                continue
            yield Trait(found.start(), found.end(), field, value)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
    senses: dict[str, list[tuple[str, str]]] = {}
    english: set[str] = set()
    chinese: set[str] = set()
    for field, values in table("looks").items():
        for value, (in_english, in_chinese) in values.items():
            for word in split(in_english):
                english.add(word)
                senses.setdefault(word, []).append((field, value))
            for word in split(in_chinese):
                chinese.add(word.lower())
                senses.setdefault(word.lower(), []).append((field, value))
    by_length = (
        sorted(english, key=lambda word: (-len(word), word)),
        sorted(chinese, key=lambda word: (-len(word), word)),
    )
    words = "|".join(re.escape(word) for word in by_length[0])
    return re.compile(rf"\b(?:{words})\b|" + "|".join(re.escape(word) for word in by_length[1])), senses
