"""Words to the picture of one thing on nothing: which drawing is meant, in which colour, and what of it can be seen through."""

from __future__ import annotations

import colorsys
import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import skia

from generation import things_draw, things_made
from generation.drivers import Picture, Pixels
from generation.drivers.previs import keywords, props, props_drawn
from generation.drivers.previs.driver import Previs
from generation.drivers.previs.props_ships import SHIPS
from generation.drivers.previs.props_small import SMALL
from generation.drivers.previs.reading import stage_from_words
from generation.drivers.previs.reading_text import Match, bases, language_of, match, tokenise
from generation.drivers.previs.stage import Size
from generation.drivers.previs.vocabulary import Thing, everything, known_phrases, split, table
from generation.operation import BadInput
from generation.stacking_borrowed import conformed
from generation.things_draw import Drawing, Material, View
from generation.things_shade import shaded

_DATA = Path(__file__).with_name("things_named.toml")
_HUES = 0.07  # of the circle: how far fills may lie apart and be of one paint


@dataclass(frozen=True)
class Named:
    """What words name: an id, the way it comes to be, and the colour that they ask for ('' for its own).

    `made` is a name of `things_made.MADE`; `picture` the code points of an illustration; `person` the words that say who
    somebody is; none of them: it is drawn by its name.
    """

    id: str
    made: str = ""
    picture: str = ""
    colour: str = ""
    person: str = ""


def read(words: str, language: str = "") -> Named:
    """The thing that words name, in English or Chinese: 'a red car', '警车'; `language` decides only where they hold both.

    Raises:
        BadInput: THING_UNKNOWN, with names that are near.
    """
    chinese, latin = (any(low <= char <= high for char in words) for low, high in (("㐀", "鿿"), ("A", "z")))
    language = (language or language_of(words)) if chinese and latin else "zh" if chinese else "en"
    low = " ".join(words.lower().replace("’", "'").split())
    if _somebody(low, language):
        return Named("person", person=words.strip())
    found = _made_by(low, language) or _thing_by(low, language)
    if found is None:
        near = suggestions(low, language)
        hint = f" Near to it: {', '.join(near)}." if near else " Name one thing, such as a police car, a glass, a cloud."
        raise BadInput(f"There is no picture of {words.strip()!r}.{hint}", "THING_UNKNOWN")
    return Named(found.id, found.made, found.picture, _colour(low, language, found.id))


def _somebody(low: str, language: str) -> bool:
    """Whether what words are about is a person: 'a woman with an umbrella', '撑伞的女人', not 'an umbrella for a woman'."""
    named = _heads(low, language, "person", "prop")
    return bool(named) and named[0].sense("person") is not None and named[0].sense("prop") is None


def _heads(low: str, language: str, *kinds: str) -> list[Match]:
    """The words of these kinds, what all is about first: in English it comes first, in Chinese last."""
    found = [one for one in match(tokenise(low)) if any(one.sense(kind) for kind in kinds)]
    return found[::-1] if language == "zh" else found


def _made_by(low: str, language: str) -> Named | None:
    names = _made_words()[language == "zh"]
    if language == "zh":
        ends = [low[at:] for at in range(len(low))]
        found = next((names[end] for end in ends if end in names), None)
        return None if found is None or _longer_known(low, ends, names) else Named(found, made=found)
    head = re.split(r"\b(?:with|on|in|at|over|under|near|behind|beside|next)\b", low)[0] or low
    parts = re.findall(r"[a-z']+", head)
    if any(" ".join(parts[first:]) in _phrases() and " ".join(parts[first:]) not in names for first in range(len(parts))):
        return None  # a wine glass is no glass, and glasses are not two
    for first in range(len(parts)):
        for end in (base for base, _ in bases(parts[-1])):
            if found := names.get(" ".join((*parts[first:-1], end))):
                return Named(found, made=found)
    return None


def _longer_known(low: str, ends: list[str], names: Mapping[str, str]) -> bool:
    """Whether a longer end of Chinese words names another thing: 红酒瓶 would, 一个瓶子 not."""
    known = {word for thing in everything().values() for word in thing.chinese}
    for end in ends:
        if end in names:
            return False
        if end in known:
            return True
    return False


def _thing_by(low: str, language: str) -> Named | None:
    first = next((sense.value for one in _heads(low, language, "prop") if (sense := one.sense("prop"))), None)
    thing: Thing | None = everything().get(first) if first else None
    thing = thing or keywords.thing_for(low, language)
    if thing is None:
        return None
    if thing.picture and props.picture(thing.picture) is not None:
        return Named(thing.id, picture=thing.picture)
    by_name = thing.id in SHIPS or thing.id in SMALL or any(word in thing.id for ways, _ in props_drawn.WORDS for word in ways)
    return Named(thing.id) if by_name else None


def suggestions(low: str, language: str, most: int = 4) -> list[str]:
    """Names of things that are near to words, those that share a word with them first."""
    if language == "zh":
        known = [word for thing in everything().values() for word in thing.chinese] + list(_made_words()[True])
        scored = sorted(known, key=lambda word: (-len(set(word) & set(low)), abs(len(word) - len(low))))
        return [word for word in dict.fromkeys(scored) if set(word) & set(low)][:most]
    known = [*_phrases(), *_made_words()[False]]
    parts = set(low.split())
    shared = [one for one in known if parts & set(one.split())]
    close = difflib.get_close_matches(low, known, most, 0.55)
    for part in sorted(parts, key=len, reverse=True):
        close += difflib.get_close_matches(part, known, 2, 0.72)
    return list(dict.fromkeys([*close[:2], *shared, *close]))[:most]


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(known_phrases("prop"))


@cache
def _made_words() -> tuple[dict[str, str], dict[str, str]]:
    english: dict[str, str] = {}
    chinese: dict[str, str] = {}
    for name, words in _data()["made"].items():
        ours, _, theirs = words.partition("/")
        english |= dict.fromkeys(split(ours), name)
        chinese |= dict.fromkeys(split(theirs), name)
    return english, chinese


@cache
def _data() -> Any:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def _colour(low: str, language: str, of: str) -> str:
    """The colour that words ask for, as #rrggbb; a word that is part of the thing's own name asks for none."""
    own = set(of.split("-"))
    for value, (english, chinese) in table("looks")["colour"].items():
        if language == "zh":
            if any((len(word) > 1 and word in low) or low.startswith(word) for word in split(chinese)):
                return str(value)
        elif any(re.search(rf"\b{re.escape(word)}\b", low) and word not in own for word in split(english)):
            return str(value)
    return ""


def drawn(thing: Named, width: int, height: int, seed: int = 0) -> Pixels:
    """A thing's picture (h, w, 4) with straight alpha, cut to what is seen of it: as large as fits into width × height pixels.

    Raises:
        BadInput: when the illustration set is not installed; says how to fetch it.
    """
    if thing.made:
        size = _fitting(things_made.SHAPES[thing.made], width, height)
        made = things_made.MADE[thing.made](size, np.random.default_rng([seed, len(thing.made)]))
        if thing.colour:
            made[..., :3] = _tinted(made[..., :3], thing.colour)
        return _pixels(made)
    if thing.picture:
        return _illustrated(thing, width, height)
    if thing.person:
        return _person(thing.person, width, height, seed)
    return _by_name(thing, width, height)


def _person(words: str, width: int, height: int, seed: int) -> Pixels:
    """Somebody from head to foot, as previs draws people."""
    side = max(256, min(4096, 2 * round(0.75 * max(width, height))))
    stage = stage_from_words(words, seed=seed)
    whole = stage.camera.model_copy(update={"size": Size.FS})
    asked = stage.model_copy(update={"camera": whole, "titles": ()}).model_dump(mode="json")
    picture = Picture(words, "", side, side, seed, asked, alpha=True)
    pixels = Previs().image(picture, lambda share, note: None)
    x, y, wide, high = cv2.boundingRect((pixels[..., 3] > 8).astype(np.uint8))
    if not wide:
        raise BadInput(f"Nobody is seen in {words!r}. Say who it is: a woman in a red coat.", "THING_UNKNOWN")
    by = min(width / wide, height / high, 1.0)
    size = max(1, round(wide * by)), max(1, round(high * by))
    return conformed(np.ascontiguousarray(pixels[y : y + high, x : x + wide]), size, "stretch")


def _illustrated(thing: Named, width: int, height: int) -> Pixels:
    path = props.file_of(thing.picture)
    if path is None:
        raise BadInput(f"The illustration of {thing.id!r} is missing; verify the checkpoint {props.PICTURES}.", "THING_UNKNOWN")
    drawing = things_draw.opened(path)
    materials = _materials(thing.picture, drawing)
    left, top, right, bottom = things_draw.extent(drawing, materials)
    size = _fitting((right - left) / (bottom - top), width, height)
    by = size[0] / (right - left)
    view = View(left, top, by, *size)
    colours = _repainted(drawing, materials, thing.colour) if thing.colour else {}
    return _pixels(shaded(things_draw.painted(drawing, materials, view, colours)))


def _materials(code: str, drawing: Drawing) -> dict[int, Material]:
    known = {name: Material(**values) for name, values in _data()["materials"].items()}
    found: dict[int, Material] = {}
    for name, fills in _data()["parts"].get(code.upper(), {}).items():
        wanted = {"#ffffff" if fill == "white" else fill.lower() for fill in fills if isinstance(fill, str)}
        numbers = {fill for fill in fills if isinstance(fill, int)}
        found |= {n: known[name] for n, part in enumerate(drawing.parts) if part.fill in wanted or n in numbers}
    return found


def _repainted(drawing: Drawing, materials: Mapping[int, Material], colour: str) -> dict[str, str]:
    """New fills for those of the paint that covers most: the nearest hues go along, lighter stays lighter."""
    view = View(0, 0, 2.0, round(drawing.width * 2), round(drawing.height * 2))
    areas: dict[str, float] = {}
    covered = np.zeros((view.height, view.width), np.float32)
    for n in reversed(range(len(drawing.parts))):
        part = drawing.parts[n]
        alpha = things_draw.coverage(drawing, part, view)
        if part.fill and n not in materials:
            areas[part.fill] = areas.get(part.fill, 0) + float((alpha * (1 - covered)).sum()) * _paint(part.fill)
        covered = np.maximum(covered, alpha)
    if not areas:
        return {}
    main = max(areas, key=lambda fill: areas[fill])
    hue, light, full = colorsys.rgb_to_hls(*things_draw.rgb(main))
    want_hue, want_light, want_full = colorsys.rgb_to_hls(*things_draw.rgb(colour))
    found = {}
    for fill in areas:
        own_hue, own_light, own_full = colorsys.rgb_to_hls(*things_draw.rgb(fill))
        apart = min(abs(own_hue - hue), 1 - abs(own_hue - hue))
        same = apart < _HUES and own_full > 0.2 if full > 0.2 else own_full < 0.2 and abs(own_light - light) < 0.12
        if same:
            lightness = float(np.clip(want_light + (own_light - light) * 0.9, 0.04, 0.96))
            r, g, b = (round(255 * one) for one in colorsys.hls_to_rgb(want_hue, lightness, want_full))
            found[fill] = f"#{r:02x}{g:02x}{b:02x}"
    return found


def _paint(fill: str) -> float:
    """How likely a fill is the paint of a thing: colourful rather than grey or black."""
    _, light, full = colorsys.rgb_to_hls(*things_draw.rgb(fill))
    return 0.25 + full * (1 - abs(2 * light - 1)) + 0.2 * (light > 0.25)


def _tinted(colour: Any, want: str) -> Any:
    tone = np.asarray(things_draw.rgb(want), np.float32)
    return np.clip(colour * tone * 1.12, 0, 1)


def _by_name(thing: Named, width: int, height: int) -> Pixels:
    """Things that are drawn in a unit square."""
    small = _square(thing.id, 256)
    x, y, wide, high = cv2.boundingRect((small[..., 3] > 8).astype(np.uint8))
    size = _fitting(wide / high, width, height)
    side = round(256 * max(size[0] / wide, size[1] / high))
    large = _square(thing.id, side)
    x, y, wide, high = cv2.boundingRect((large[..., 3] > 0).astype(np.uint8))
    made = large[y : y + high, x : x + wide].astype(np.float32) / 255
    if thing.colour:
        made[..., :3] = _tinted(made[..., :3] * 0.5 + 0.5 * made[..., :3].mean(2, keepdims=True), thing.colour)
    return _pixels(shaded(made))


def _square(name: str, side: int) -> Pixels:
    surface = skia.Surface(side, side)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(side, side)
    props_drawn.drawn(name, canvas)
    return np.asarray(surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType), np.uint8)


def _fitting(shape: float, width: int, height: int) -> tuple[int, int]:
    """The largest size of a shape (width by height) within width × height."""
    wide = min(width, height * shape)
    return max(1, round(wide)), max(1, round(wide / shape))


def _pixels(made: Any) -> Pixels:
    return np.asarray(np.clip(made * 255 + 0.5, 0, 255), np.uint8)
