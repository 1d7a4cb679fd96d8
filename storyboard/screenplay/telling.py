"""An outline becomes shots: each sentence what it shows, and as many further shots as its scene's time and pace ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generation.drivers.previs.stage import Size
from storyboard.screenplay import timing
from storyboard.screenplay.breakdown import break_down
from storyboard.screenplay.cast import Cast
from storyboard.screenplay.covering import Extra, Telling
from storyboard.screenplay.language import LanguageModel
from storyboard.screenplay.model import Element, Kind, Screenplay
from storyboard.screenplay.quotes import Attribution
from storyboard.screenplay.schema import Breakdown, SceneBreakdown, Shot
from storyboard.screenplay.settings import Setting
from storyboard.screenplay.story import Part
from storyboard.screenplay.story_model import pictured

PACE = {"": 4500, "setup": 5200, "rising": 4200, "turn": 4000, "climax": 2900, "end": 5600}  # milliseconds of a shot, by arc
LONGEST = 12_000
QUICKEST = 1_200  # milliseconds
_FIRST = re.compile(r"(?:she|he|her|his)\b|[她他](?!们)", re.IGNORECASE)
_KIN = re.compile(r"(?:mother|father|daughter|son|wife|husband)|母亲|父亲|妈妈|爸爸|女儿|儿子|妻子|丈夫", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them|their|both|the two|together|each other)\b|他们|她们|两人|二人|俩", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """A shot with the sentence of the story that it shows, and what it is to it: `base`, or a further one's role."""

    shot: Shot
    sentence: str
    role: str


@dataclass(frozen=True)
class Story:
    """Everything that a story came to: cast and places as a breakdown has them, and the shots of each part of the outline."""

    breakdown: Breakdown
    scenes: tuple[tuple[Told, ...], ...]


def tell(
    parts: Sequence[Part], *, rate: Fraction, language: str, title: str = "", model: LanguageModel | None = None,
    heartbeat: Callable[[], None] = lambda: None,
) -> Story:  # fmt: skip
    """The shots of an outline; every sentence is shown, in its order. `rate` is the film's frames a second.

    With a `model` the shots are its own, scene by scene; scenes with spoken words, and those at which it fails, are the rules'.

    Raises:
        ScreenplayInvalid: NOTHING_TO_SHOOT. LanguageFailed: when the model cannot be asked.
    """
    chinese = language == "zh"
    script = _script(parts, chinese, title)
    found = break_down(script, rate=rate, language=language)
    cast, known = Cast(script), {one.name for one in found.characters}
    meant = _meant(parts, cast, known)
    scenes, told = [], []
    for part, scene in zip(parts, found.scenes, strict=True):
        heartbeat()
        spoken = any(shot.dialogue for shot in scene.shots)
        count = round(Fraction(part.frames * 1000) / rate / PACE.get(part.arc, PACE[""]))
        seen = None if model is None or spoken else pictured(model, part, count, cast, known, heartbeat)
        if seen:
            shots = _filled([(Told(*one, "base"), timing.acted(one[0].action)) for one in seen], part.frames, rate)
        else:
            shots = _scene(part, scene.model_copy(update={"shots": _peopled(scene, part, meant)}), rate, chinese)
        told.append(tuple(shots))
        scenes.append(
            scene.model_copy(update={"synopsis": part.synopsis or scene.synopsis, "shots": tuple(one.shot for one in shots)})
        )
    if told and (at := next((n for n, one in enumerate(told[0]) if one.shot.titles), 0)):
        titles = {0: told[0][at].shot.titles, at: ()}  # the film's name stands on its first picture
        told[0] = tuple(_titled(one, titles.get(n, one.shot.titles)) for n, one in enumerate(told[0]))
        scenes[0] = scenes[0].model_copy(update={"shots": tuple(one.shot for one in told[0])})
    return Story(found.model_copy(update={"scenes": tuple(scenes)}), tuple(told))


def _titled(one: Told, titles: tuple[str, ...]) -> Told:
    return Told(one.shot.model_copy(update={"titles": titles}), one.sentence, one.role)


def _script(parts: Sequence[Part], chinese: bool, title: str) -> Screenplay:
    elements: list[Element] = []
    speaking = Attribution()
    for number, part in enumerate(parts, 1):
        heading = Setting(part.place, part.interior, part.time).heading(chinese)
        elements.append(Element(Kind.SCENE_HEADING, heading, number, number=str(number)))
        for one in part.told:
            for piece in speaking.pieces(one):
                if piece.who:
                    elements.append(Element(Kind.CHARACTER, piece.who, number))
                    if piece.manner:
                        elements.append(Element(Kind.PARENTHETICAL, f"({piece.manner})", number))
                    elements.append(Element(Kind.DIALOGUE, piece.text, number))
                elif piece.text.strip():
                    elements.append(Element(Kind.ACTION, piece.text, number))
    page: dict[str, tuple[str, ...]] = {"title": (title,)} if title else {}
    return Screenplay(tuple(elements), page, "", "prose", language="zh" if chinese else "en")


def _meant(parts: Sequence[Part], cast: Cast, known: set[str]) -> dict[str, list[str]]:
    """Who is seen in each sentence. A story goes on from scene to scene: `he` is who it was, `they` are whom it is about."""
    every = [one for part in parts for one in part.told]
    counts = Counter(name for one in every for name in cast.find(one))
    seen: list[str] = []
    found: dict[str, list[str]] = {}
    for one in every:
        named = cast.find(one)
        names = cast.meant(one, seen)
        first = _FIRST.match(one)
        wanted = ("woman" if first[0].lower() in ("she", "her", "她") else "man") if first else ""
        subject = [name for name in seen if cast.members[name].gender == wanted][-1:] if wanted else []
        names = [*subject, *(name for name in names if name not in subject)]
        if _THEY.search(one):
            both = [name for name, _ in counts.most_common(2) if name in seen or name in named]
            names = [*named, *(name for name in both if name not in named)]
        found[one] = [name for name in dict.fromkeys(names) if name in known][:4]
        main = {name for name, _ in counts.most_common(2)}
        for name in [*subject, *named]:
            if name not in main and _KIN.fullmatch(name):
                continue  # of whom is told, and who is not there
            if name in seen:
                seen.remove(name)
            seen.append(name)
    return found


def _peopled(scene: SceneBreakdown, part: Part, meant: Mapping[str, list[str]]) -> tuple[Shot, ...]:
    """A scene's shots with everybody who is meant in what they tell."""
    done: set[str] = set()
    shots: list[Shot] = []
    for shot in scene.shots:
        told = _sentence(shot, part)
        if shot.dialogue or told in done:
            shots.append(shot)
            continue
        done.add(told)
        people = tuple(meant[told]) or shot.characters
        size = Size.MS if people and shot.size in (Size.CU, Size.ECU) and not shot.characters else shot.size
        shots.append(shot.model_copy(update={"characters": people, "size": size}))
    return tuple(shots)


def _scene(part: Part, scene: SceneBreakdown, rate: Fraction, chinese: bool) -> list[Told]:
    """A scene's shots: what its sentences show, then further ones until the pace is right, then lengths that fill its time."""
    shown = [Told(shot, _sentence(shot, part), "base") for shot in scene.shots]
    budget = int(part.frames * 1000 / rate)
    wanted = round(budget / PACE.get(part.arc, PACE[""])) - len(shown)
    telling = Telling(scene, part.arc, chinese)
    extras = [(n, one) for n, base in enumerate(shown) for one in telling.of(base.shot, first=n == 0, last=n == len(shown) - 1)]
    chosen = _chosen(extras, max(0, wanted))
    after: list[tuple[Told, int]] = []
    for n, base in enumerate(shown):
        own = [one for at, one in chosen if at == n]
        least = _least(base.shot)
        after += [(Told(one.shot, base.sentence, one.role), one.weight) for one in own if one.before]
        after.append((base, max(least, timing.acted(base.shot.action))))
        after += [(Told(one.shot, base.sentence, one.role), one.weight) for one in own if not one.before and one.role != "hold"]
        after += [(Told(one.shot, base.sentence, one.role), one.weight) for one in own if one.role == "hold"]
    return _filled(after, part.frames, rate)


def _filled(shots: Sequence[tuple[Told, int]], whole: int, rate: Fraction) -> list[Told]:
    """Shots with their lengths: by their weights in milliseconds, `whole` frames in all where that can be."""
    budget = int(whole * 1000 / rate)
    lengths = _lengths([weight for _, weight in shots], [_least(one.shot) for one, _ in shots], budget)
    return [
        Told(one.shot.model_copy(update={"frames": max(1, frames)}), one.sentence, one.role)
        for (one, _), frames in zip(shots, _frames(lengths, whole, rate), strict=True)
    ]


def _chosen(extras: Sequence[tuple[int, Extra]], most: int) -> list[tuple[int, Extra]]:
    """The most wanted ones, of every sentence alike; none that says what another of the scene says."""
    said: set[str] = set()
    fresh: list[tuple[int, int, int, Extra]] = []
    for order, (n, one) in enumerate(extras):
        if one.shot.action not in said:
            said.add(one.shot.action)
            fresh.append((one.rank, n, order, one))
    kept = sorted(fresh, key=lambda row: row[:3])[:most]
    return [(n, one) for _, n, _, one in sorted(kept, key=lambda row: row[2])]


def _sentence(shot: Shot, part: Part) -> str:
    """The sentence that a shot shows: that of which it has the words."""
    words = [shot.action, *(line.words for line in shot.dialogue)]
    for one in part.told:
        if any(word and (word[:24] in one or one[:24] in word) for word in words):
            return one
    return part.told[0]


def _least(shot: Shot) -> int:
    return sum(timing.spoken(line.words, line.manner) + 250 for line in shot.dialogue) + (300 if shot.dialogue else QUICKEST)


def _lengths(weights: Sequence[int], least: Sequence[int], budget: int) -> list[int]:
    """Milliseconds for each shot, in proportion to its weight, none below its least nor above `LONGEST`; `budget` in all."""
    found = list(weights)
    for _ in range(24):
        free = [n for n, one in enumerate(found) if least[n] < one < max(LONGEST, least[n])]
        over = budget - sum(found)
        if not free or abs(over) < len(found):
            break
        share = 1 + over / sum(found[n] for n in free)
        for n in free:
            found[n] = min(max(LONGEST, least[n]), max(least[n], int(found[n] * share)))
    return found


def _frames(lengths: Sequence[int], whole: int, rate: Fraction) -> list[int]:
    """Whole frames: they add up to `whole` where the lengths come to about that."""
    found, at, given = [], 0, 0
    for one in lengths:
        at += one
        until = round(Fraction(at, 1000) * rate)
        found.append(until - given)
        given = until
    if found and abs(whole - given) <= 2 * len(found):
        longest = max(range(len(found)), key=lambda n: found[n])
        found[longest] += whole - given
    return found
