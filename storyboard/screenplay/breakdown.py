"""A screenplay broken down by rules into scenes, shots, cast and places; in time linear in its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Literal

from generation.drivers.previs.stage import TimeOfDay, Weather
from storyboard.screenplay.beats import beats
from storyboard.screenplay.cast import Cast
from storyboard.screenplay.errors import ScreenplayInvalid
from storyboard.screenplay.headings import Heading, read_heading
from storyboard.screenplay.model import Element, Kind, Screenplay
from storyboard.screenplay.places import Places, place_in
from storyboard.screenplay.schema import Breakdown, CharacterBreakdown, Line, SceneBreakdown
from storyboard.screenplay.sentences import CHINESE, clip, sentences
from storyboard.screenplay.shots import Draft, Scene, close_film, finish
from storyboard.screenplay.vocabulary import hour_in, weather_in

MOST_SCENES = 20_000
MOST_SHOTS_A_SCENE = 2_000
_PLAYED = (Kind.ACTION, Kind.DIALOGUE, Kind.LYRICS, Kind.CENTERED)
_ONLY_A_FADE = re.compile(r"^\W*(?:fade in|fade out|black|over black|淡入|黑场|黑屏)\W*$", re.IGNORECASE)


@dataclass
class Part:
    """The elements of one scene."""

    heading: Element | None
    elements: list[Element] = field(default_factory=list)
    synopsis: str = ""


def break_down(screenplay: Screenplay, *, rate: Fraction, language: str = "") -> Breakdown:
    """Scenes, shots, cast and places of a screenplay; `rate` is the film's frames a second.

    `language` ("en" or "zh") overrides what was detected. All dialogue is kept, word for word. The result depends only on
    the arguments.

    Raises:
        ScreenplayInvalid: NOTHING_TO_SHOOT when there is neither action nor dialogue, TOO_LONG beyond 20,000 scenes.
    """
    if rate <= 0:
        raise ValueError(f"A film needs a positive number of frames a second, not {rate}.")
    spoken: Literal["en", "zh"] = "zh" if (language or screenplay.language) == "zh" else "en"
    parts = split_scenes(screenplay)
    played = (one for part in parts for one in part.elements if one.kind in _PLAYED)
    if not any(part.heading for part in parts) and not any(re.search(r"\w", one.text) for one in played):
        raise ScreenplayInvalid(
            "NOTHING_TO_SHOOT",
            "The screenplay has no action or dialogue to make shots from. Write what happens in one scene and import it again.",
        )
    if len(parts) > MOST_SCENES:
        raise ScreenplayInvalid(
            "TOO_LONG", f"The screenplay has {len(parts):,} scenes; up to {MOST_SCENES:,} can be imported. Import it in parts."
        )
    cast = Cast(screenplay)
    scenes, places = _Scenes(screenplay, cast, rate, spoken).play(parts)
    appearing = dict.fromkeys(
        name for scene in scenes for shot in scene.shots for name in (*shot.characters, *_speaking(shot.dialogue))
    )
    people = [name for name in cast.members if name in appearing or cast.members[name].description]
    return Breakdown(
        title=title_of(screenplay),
        language=spoken,
        characters=tuple(
            CharacterBreakdown(
                name=name,
                description=cast.members[name].description,
                gender=cast.members[name].gender,
                age=clip(cast.age(name), 60),
                aliases=tuple(cast.members[name].aliases)[:20],
            )
            for name in people
        ),
        locations=places.all(),
        scenes=tuple(scenes),
    )


def split_scenes(screenplay: Screenplay) -> list[Part]:
    """The elements scene by scene. What stands before the first heading is a scene when something happens in it."""
    parts = [Part(None)]
    for element in screenplay.elements:
        if element.kind is Kind.SCENE_HEADING:
            parts.append(Part(element))
        elif element.kind is Kind.SYNOPSIS:
            parts[-1].synopsis = parts[-1].synopsis or element.text
        elif element.kind not in (Kind.SECTION, Kind.PAGE_BREAK, Kind.TRANSITION):
            parts[-1].elements.append(element)
    if not any(one.kind in _PLAYED and not _ONLY_A_FADE.match(one.text[:60]) for one in parts[0].elements):
        del parts[0]
    return parts


def title_of(screenplay: Screenplay) -> str:
    """The title page's title, else the file's name without folders and ending: a name is only words, never a path."""
    if screenplay.title:
        return clip(screenplay.title, 300)
    stem = PurePosixPath(screenplay.name.replace("\\", "/").replace("\x00", "")).name
    stem = re.sub(r"\.(?:fountain|fdx|txt|md|spmd|zh|en)\b", "", stem, flags=re.IGNORECASE)
    return clip(re.sub(r"[_\-]+", " ", stem).strip(" ."), 300)


def _speaking(lines: tuple[Line, ...]) -> Iterator[str]:
    return (line.character for line in lines)


class _Scenes:
    """Walks the scenes, carrying the hour, the weather and the place from one to the next."""

    def __init__(self, screenplay: Screenplay, cast: Cast, rate: Fraction, language: str) -> None:
        self.cast = cast
        self.rate = rate
        self.chinese = language == "zh"
        self.title = screenplay.title
        self.places = Places(self.chinese)
        self.numbers: set[str] = set()
        self.hour = TimeOfDay.DAY
        self.weather = Weather.CLEAR
        self.interior: bool | None = None

    def play(self, parts: list[Part]) -> tuple[list[SceneBreakdown], Places]:
        self.numbers = {part.heading.number for part in parts if part.heading and part.heading.number}
        used: set[str] = set()
        out: list[SceneBreakdown] = []
        counter = 0
        for index, part in enumerate(parts):
            counter += 1
            number = part.heading.number if part.heading else ""
            while not number or number in used:
                number = str(counter) if str(counter) not in self.numbers | used else ""
                counter += 0 if number else 1
            used.add(number)
            out.append(self._scene(part, number[:20], index, last=index == len(parts) - 1))
        return out, self.places

    def _scene(self, part: Part, number: str, index: int, *, last: bool) -> SceneBreakdown:
        action = " ".join(one.text for one in part.elements if one.kind is Kind.ACTION)[:4000]
        written = part.heading.text if part.heading else ""
        heading = read_heading(written) if written else Heading("", None, None)
        name, interior = heading.place, heading.interior
        if not name:
            name, found = place_in(action)
            interior = interior if interior is not None else found
        elif interior is None and heading.time is None and "/" not in written[:10]:
            interior = self._side(name)
        time = heading.time or (hour_in(action[:300]) if index == 0 or not written else None) or self.hour
        place = self.places.at(name, interior)
        self.places.describe(place, self._opening(part), self.cast)
        fresh = index - place.last_scene > 1
        drafts = Scene(place.name, interior, self.chinese, fresh=fresh).play(beats(part.elements, self.cast))
        if len(drafts) > MOST_SHOTS_A_SCENE:
            raise ScreenplayInvalid(
                "TOO_LONG",
                f"Scene {number} would need {len(drafts):,} shots; up to {MOST_SHOTS_A_SCENE:,} fit in one scene. "
                "Give it more scene headings, such as INT. KITCHEN - NIGHT.",
            )
        self._finish(drafts, index, last)
        place.last_scene = index
        weather = (
            weather_in(written)
            or weather_in(action)
            or (self.weather if time is self.hour and heading.time is None else Weather.CLEAR)
        )
        self.hour, self.weather = time, weather
        return SceneBreakdown(
            number=number,
            heading=clip(written, 300),
            location=place.name,
            interior=interior,
            time=time,
            weather=weather,
            synopsis=clip(part.synopsis or _summary(action), 600),
            shots=finish(drafts, self.rate),
        )

    def _finish(self, drafts: list[Draft], index: int, last: bool) -> None:
        if index == 0 and drafts and self.title and not drafts[0].titles:
            drafts[0].titles = [self.title]
            drafts[0].milliseconds = max(drafts[0].milliseconds, 4_000)
        if last:
            close_film(drafts)

    def _opening(self, part: Part) -> str:
        for one in part.elements:
            if one.kind is Kind.ACTION:
                return one.text
            if one.kind is Kind.DIALOGUE:
                return ""
        return ""

    def _side(self, name: str) -> bool | None:
        return place_in(name)[1]


def _summary(action: str) -> str:
    parts = sentences(action[:1500])
    return clip(("" if parts and CHINESE.search(parts[0]) else " ").join(parts[:2]), 300)
