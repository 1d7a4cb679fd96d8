"""Words to a look: the same name and description give the same person in every shot, and different names different people.

What the words leave open is drawn from curated palettes by a seed that comes from the name alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from generation.drivers.previs.looks_words import said
from generation.drivers.previs.stage import Look
from generation.drivers.previs.vocabulary import table

Choice = TypeVar("Choice")

# Top, accent, bottom, shoes: each sits well together and apart from the next.
PALETTES: list[tuple[str, str, str, str]] = table("palettes")["palettes"]
COMPLEXIONS: dict[str, dict[str, list[str]]] = table("palettes")["complexions"]
HAIRCUTS: dict[str, dict[str, list[str]]] = table("palettes")["hair"]
TOPS: dict[str, dict[str, list[str]]] = table("palettes")["top"]
HEIGHTS = {"child": (1.12, 1.32), "teen": (1.55, 1.68), "adult": (1.62, 1.76), "elder": (1.56, 1.68)}
_GREY = ("#b9b7b3", "#dedbd6", "#97948f", "#cfccc6")
_GLASSES = ("none",) * 6 + ("round", "square")
_BUILDS = ("average", "slim", "average", "broad")
_SCARVES = ("#b5443c", "#d9a441", "#3f6f8f", "#5d7f5b", "#e9e0cf")
_EYES = ("#3b2a20", "#2a1f1a", "#47617a", "#556b4f")
_CHINESE = re.compile(r"[㐀-鿿]")


def seed_of(name: str) -> int:
    """A number for a name that never changes: case, white space and width make no difference."""
    plain = " ".join(name.casefold().split())
    return int.from_bytes(hashlib.sha256(plain.encode("utf-8", "replace")).digest()[:4], "big")


def look_from_words(name: str, description: str = "", language: str = "") -> Look:
    """How a character looks: what the description says, and for the rest a choice that the name decides.

    Total: any text gives a valid look. A Chinese name or text leads to East Asian skin and hair unless words say otherwise.
    """
    known = said(f"{description}") if description else {}
    from_name = said(name) if name else {}
    for field, value in from_name.items():
        known.setdefault(field, value)
    seed = seed_of(name)
    gender = known.get("gender") or gender_of_name(name) or _pick(("woman", "man"), seed, "gender")
    figure = known.get("figure", "adult")
    kind = ("man" if gender == "man" else "woman", figure)
    chinese = bool(_CHINESE.search(name)) or language == "zh" or bool(_CHINESE.search(description))
    complexion = known.get("complexion") or (
        "eastasian" if chinese else _pick(("fair", "eastasian", "tan", "brown", "dark", "fair", "tan"), seed, "skin kind")
    )
    skins, hairs = COMPLEXIONS[complexion]["skin"], COMPLEXIONS[complexion]["hair"]
    top_colour, accent, bottom_colour, shoe = _pick(PALETTES, seed, "palette")
    top = known.get("top") or _pick(TOPS[kind[0]][figure], seed, "top")
    bottom = known.get("bottom") or _bottom(kind, top, seed)
    fields: dict[str, Any] = {
        "seed": seed,
        "figure": figure,
        "gender": gender,
        "height": _height(kind, known.get("stature", ""), seed),
        "build": known.get("build") or _pick(_BUILDS[: 2 if figure == "child" else 4], seed, "build"),
        "skin": _pick(skins, seed, "skin"),
        "hair": known.get("hair") or _haircut(kind, complexion, seed),
        "hair_colour": known.get("hair_colour")
        or known.get("beard_colour")
        or _pick(_GREY if figure == "elder" else hairs, seed, "hair colour"),
        "beard": known.get("beard") or _beard(kind, seed),
        "glasses": known.get("glasses") or ("none" if figure == "child" else _pick(_GLASSES, seed, "glasses")),
        "hat": known.get("hat", "none"),
        "hat_colour": known.get("hat_colour") or accent_of(known.get("top_colour") or top_colour, seed),
        "top": top,
        "top_colour": known.get("top_colour") or top_colour,
        "accent_colour": accent,
        "bottom": bottom,
        "bottom_colour": known.get("bottom_colour") or bottom_colour,
        "shoe_colour": known.get("shoe_colour") or shoe,
        "scarf": known.get("scarf", False),
        "scarf_colour": known.get("scarf_colour") or _pick(_SCARVES, seed, "scarf"),
        "eye_colour": known.get("eye_colour") or _pick(_EYES if complexion == "fair" else _EYES[:2], seed, "eyes"),
    }
    return Look(**fields)


def gender_of_name(name: str) -> str:
    """'woman', 'man' or '' from a first name, a title or the characters of a Chinese name."""
    words = re.findall(r"[a-z]+", name.lower())
    for gender in ("woman", "man"):
        if any(word in _first_names(gender) for word in words[:1]):
            return gender
    score = 0
    if _CHINESE.search(name):
        given = name[1:] if len(name) > 1 else name
        marks = table("names")["chinese"]
        score = sum((char in marks["woman"]) - (char in marks["man"]) for char in given)
    return "woman" if score > 0 else "man" if score < 0 else ""


def accent_of(colour: str, seed: int) -> str:
    """A hat's colour for a top: darker and warmer, never equal to it."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{int(part * 0.62 + shift):02x}" for part, shift in ((red, 26), (green, 20), (blue, 14 + seed % 12)))


@cache
def _first_names(gender: str) -> frozenset[str]:
    return frozenset(table("names")["english"][gender].split())


def _pick(choices: Sequence[Choice], seed: int, slot: str) -> Choice:
    number = int.from_bytes(hashlib.sha256(f"{seed}:{slot}".encode()).digest()[:4], "big")
    return choices[number % len(choices)]


def _height(kind: tuple[str, str], stature: str, seed: int) -> float:
    low, high = HEIGHTS[kind[1]]
    base = low + (high - low) * (_pick(range(101), seed, "height") / 100)
    if kind[0] == "man" and kind[1] in ("adult", "elder", "teen"):
        base += 0.1
    return round(base + {"tall": 0.13, "short": -0.12}.get(stature, 0), 2)


def _haircut(kind: tuple[str, str], complexion: str, seed: int) -> str:
    cuts: Sequence[str] = HAIRCUTS[kind[0]][kind[1]]
    if complexion == "dark":
        cuts = (
            *(cut for cut in cuts if cut in ("short", "buzz", "bald", "bun", "curly")),
            "afro",
            "braids" if kind[0] == "woman" else "buzz",
        )
    elif complexion == "eastasian":
        cuts = tuple(cut for cut in cuts if cut not in ("curly", "afro")) or cuts
    return _pick(cuts, seed, "hair")


def _beard(kind: tuple[str, str], seed: int) -> str:
    if kind[0] != "man" or kind[1] in ("child", "teen"):
        return "none"
    return _pick(
        ("full", "moustache", "none", "goatee") if kind[1] == "elder" else ("none",) * 5 + ("stubble", "full", "goatee"),
        seed,
        "beard",
    )


def _bottom(kind: tuple[str, str], top: str, seed: int) -> str:
    if top in ("dress", "robe"):
        return "none"
    if kind[1] == "child":
        return _pick(("shorts", "trousers", "skirt") if kind[0] == "woman" else ("shorts", "trousers"), seed, "bottom")
    return _pick(("jeans", "trousers", "skirt") if kind[0] == "woman" else ("jeans", "trousers"), seed, "bottom")
