"""Words to a stage: who, where, when, doing what, with what, framed how. Pure: equal words give equal stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from generation.drivers.previs.blocking import block
from generation.drivers.previs.blocking_camera import camera_of
from generation.drivers.previs.blocking_figures import figures_of
from generation.drivers.previs.blocking_props import named_things, set_on
from generation.drivers.previs.looks import look_from_words, seed_of
from generation.drivers.previs.placing import Nearest, features_of, is_inside, kind_near, kind_of
from generation.drivers.previs.reading_camera import find_framing
from generation.drivers.previs.reading_motion import motions
from generation.drivers.previs.reading_people import Mention, Person, find_people
from generation.drivers.previs.reading_sense import ANIMALS, VEHICLES, Text, read
from generation.drivers.previs.reading_text import clean, language_of
from generation.drivers.previs.stage import Light, Look, Place, Stage, TimeOfDay, Title, Weather
from generation.drivers.previs.vocabulary import table, word_set

Choice = TypeVar("Choice", bound=StrEnum)

PACE_FRAMES = 96  # how long a movement is taken to be where no length is given
_INTERIOR = re.compile(r"^\W*(?:int\b|i/e\b|内景|内\b|interior\b)", re.IGNORECASE)
_EXTERIOR = re.compile(r"^\W*(?:ext\b|外景|外\b|exterior\b)", re.IGNORECASE)
_PRACTICAL = word_set("practical")
_PUBLIC = word_set("public")
_CROWDED = word_set("crowded")
_FLYING = re.compile(r"\bfl(?:y|ies|ying|ew)\b|\bsoar|\bin the (?:sky|air)\b|overhead|飞|盘旋|天空")
_BODY = frozenset(
    {"eye", "eyes", "face", "lips", "mouth", "hand", "hands", "tears", "smile", "眼", "眼睛", "脸", "手", "嘴", "眼泪", "泪"}
)
_DARK = re.compile(
    r"\bdark (?:room|street|alley|house|corridor|forest|cellar|kitchen|road)\b|\bdarkness\b|\bin the dark\b|黑暗|漆黑"
)
_STRONGEST = ("storm", "rain", "snow", "fog", "wind", "cloudy", "clear")


@dataclass(frozen=True)
class Shot:
    """What a shot's record says besides its words; '' and () leave it to the words."""

    heading: str = ""
    time: str = ""
    weather: str = ""
    size: str = ""
    angle: str = ""
    movement: str = ""
    speakers: tuple[str, ...] = ()
    scene_cast: tuple[str, ...] = ()  # everybody in the scene, in the order in which they stand from left to right
    titles: tuple[str, ...] = ()
    mood: str = ""
    before: str = ""  # the previous shot's words, for time and place that these do not repeat
    side: int = 1
    frames: int = 0
    seed: int = 0


def stage_from_words(
    words: str, *, language: str = "", seed: int = 0, size: str = "", angle: str = "", movement: str = "", time: str = "",
    weather: str = "", frames: int = 0,
) -> Stage:  # fmt: skip
    """A stage from one prompt, in English or Chinese: people, place and props come out of the words.

    Total: any text of any length gives a valid stage (what is past 20,000 characters, or
    500 words that mean something, is not read). Unknown values of `size`,
    `angle`, `movement`, `time` and `weather` count as left open.
    """
    shot = Shot(size=size, angle=angle, movement=movement, time=time, weather=weather, frames=frames, seed=seed)
    return compose(words, cast=(), place=None, shot=shot, language=language)


def compose(
    words: str, *, cast: Sequence[tuple[str, Look]] = (), place: Place | None = None, shot: Shot | None = None,
    language: str = "", nearest: Nearest | None = None,
) -> Stage:  # fmt: skip
    """The stage of a shot of a film: its words, its cast with their looks, its place, its record.

    Everybody of `cast` is on the stage, from left to right in the scene's order; people that the words bring in stand behind.
    """
    shot = shot or Shot()
    source = clean(words)
    spoken = language if language in ("en", "zh") else language_of(source or shot.heading)
    framing, text = find_framing(read(source, spoken))
    heading = read(clean(shot.heading)[:400], spoken)
    before = read(clean(shot.before)[:4000], spoken)
    ordered = _in_order(cast, shot.scene_cast)
    people, mentions, text = find_people(text, ordered, spoken)
    if not people and shot.scene_cast == () and _somebody(text):
        people, mentions = _nobody_named(spoken)
    where = place or _place(text, heading, before, shot.heading, nearest)
    people += _crowd(text, people, spoken) if where.kind in _PUBLIC else []
    figures, _ = figures_of(text, people, mentions, where.kind, shot.speakers)
    things = [one for one in named_things(text) if table("sets")["aboard"].get(one.base) != where.kind]
    frames = shot.frames or PACE_FRAMES
    beside = _beside(ordered, shot)
    actors, props = block(
        figures,
        things,
        kind=where.kind,
        interior=where.interior,
        frames=frames,
        beside=beside,
        flying=bool(_FLYING.search(source.lower())),
        lying=set_on(text, things),
        ways=motions(text),
        wide=shot.size in ("", "FS", "WS", "EWS", "MLS"),
    )
    front = [one.person.name for one in figures if not one.person.extra] or [one.person.name for one in figures][:3]
    camera = camera_of(
        text, framing, mentions, actors, props, front=front, speakers=shot.speakers, size=shot.size, angle=shot.angle,
        move=shot.movement, side=shot.side, frames=frames, interior=where.interior, given=bool(cast), kind=where.kind,
        place_named=bool(text.of("place")) or place is not None,
    )  # fmt: skip
    light = _light(text, heading, before, shot, where)
    titles = tuple(
        Title(text=one[:300], role="title" if n == 0 else "subtitle", frames=max(1, min(frames, 96)))
        for n, one in enumerate(title for title in (*shot.titles, *framing.titles) if title.strip())
    )[:20]
    mood = shot.mood or next((word.value("mood") for word in text.of("mood")), "")
    return Stage(
        words=source,
        place=where,
        light=light,
        actors=actors,
        props=props,
        camera=camera,
        titles=titles,
        mood=mood[:60],
        seed=shot.seed,
    )


def _crowd(text: Text, people: Sequence[Person], language: str) -> list[Person]:
    """`A crowded market`, `热闹的集市`: passers-by behind, where nobody said who."""
    if any(one.extra for one in people) or len(people) > 3 or not text.of("place"):
        return []
    said = {token.low for token in text.tokens} & _CROWDED or any(one in text.source for one in _CROWDED if not one.isascii())
    if not said:
        return []
    name = "路人" if language == "zh" else "passer-by"
    return [
        Person(f"{name} {n}", look_from_words(f"{name} {n}", ("a woman", "a man")[n % 2], language), False, True, nouns={"crowd"})
        for n in range(1, 6)
    ]


def _in_order(cast: Sequence[tuple[str, Look]], scene: tuple[str, ...]) -> list[tuple[str, Look]]:
    unique = list(dict(reversed(list(cast))).items())[::-1][:20]
    rank = {name: n for n, name in enumerate(scene)}
    return sorted(unique, key=lambda one: rank.get(one[0], len(rank)))


def _beside(cast: Sequence[tuple[str, Look]], shot: Shot) -> str:
    """On which side of the frame the other one is, when a shot shows only one of those who talk."""
    if len(cast) != 1 or len(shot.scene_cast) < 2 or cast[0][0] not in shot.scene_cast:
        return ""
    return "right" if shot.scene_cast.index(cast[0][0]) < len(shot.scene_cast) / 2 else "left"


_DEED_SOURCES = ("walk", "sit", "run", "read", "drink", "phone", "work", "hug", "dance", "lie", "kneel", "carry", "hold", "wave")


def _somebody(text: Text) -> bool:
    """Verbs that only people do, `her eyes`: the words speak of somebody without saying who."""
    if any(word.value("pronoun") in ("she", "he") for word in text.of("pronoun")) and any(
        token.low in _BODY or token.text in _BODY for token in text.tokens
    ):
        return True
    if any(word.value("prop") in ANIMALS | VEHICLES for word in text.of("prop")):
        return False
    return any(word.value("verb") in _DEED_SOURCES for word in text.of("verb"))


def _nobody_named(language: str) -> tuple[list[Person], list[Mention]]:
    name = "人" if language == "zh" else "person"
    return [Person(name, look_from_words(name, "", language), False)], []


def _place(text: Text, heading: Text, before: Text, line: str, nearest: Nearest | None) -> Place:
    interior = True if _INTERIOR.match(line) else False if _EXTERIOR.match(line) else None
    kind = kind_of([(heading, 3.0), (text, 1.0)], interior, fallback="")
    if kind in ("room", "street") and not (text.of("place") or heading.of("place")) and before.of("place"):
        kind = kind_of([(before, 1.0)], interior)
    elif kind == "room" and interior is None and not text.of("place") and not heading.of("place"):
        kind = "room" if not _outdoors(text) else "field"
    if nearest and not any(one.of("place") for one in (text, heading, before)):
        kind = kind_near(f"{line}. {text.source}", interior, nearest) or kind
    name = line[:200] or _name(text, kind)
    return Place(
        name=name,
        kind=kind,
        interior=is_inside(kind, interior),
        seed=seed_of(name if line else kind),
        features=features_of((heading, text), kind),
    )


def _outdoors(text: Text) -> bool:
    return bool(text.of("weather")) or any(word.value("time") in ("dawn", "sunset", "dusk") for word in text.of("time"))


def _name(text: Text, kind: str) -> str:
    return next((word.text for word in text.of("place") if word.value("place") == kind), kind)[:200]


def _light(text: Text, heading: Text, before: Text, shot: Shot, place: Place) -> Light:
    time = _known(TimeOfDay, shot.time) or _time(heading) or _time(text) or _time(before) or TimeOfDay.DAY
    starry = any(word.value("prop") in ("moon", "full-moon", "star") for word in text.of("prop"))
    starry = starry or bool(_DARK.search(text.source.lower()))
    if time is TimeOfDay.DAY and starry and not shot.time and not heading.of("time") and not text.of("time"):
        time = TimeOfDay.NIGHT
    asked = _known(Weather, shot.weather)
    asked = _weather(text) or asked if asked is Weather.CLEAR else asked  # a scene that is clear may still bring its rain
    weather = asked or _weather(text) or _weather(heading) or Weather.CLEAR
    named = {sense.value for word in text.words for sense in word.senses if sense.kind in ("prop", "feature")} | set(
        place.features
    )
    dark = time in (TimeOfDay.NIGHT, TimeOfDay.DUSK)
    return Light(
        time=time, weather=weather, practical=bool(named & _PRACTICAL) or dark or (place.interior and time is TimeOfDay.DAWN)
    )


def _known(kind: type[Choice], value: str) -> Choice | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _time(text: Text) -> TimeOfDay | None:
    found = [
        word.value("time")
        for word in text.of("time")
        if text.low(word.at - 1) not in ("good", "every", "one", "some", "each", "all", "last")
    ]
    exact = [one for one in found if one != "day"]
    return TimeOfDay((exact or found)[0]) if found else None


def _weather(text: Text) -> Weather | None:
    found = {word.value("weather") for word in text.of("weather")}
    return next((Weather(one) for one in _STRONGEST if one in found), None)
