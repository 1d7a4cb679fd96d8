"""The words of a shot, in the order and language that a model was trained on: one line for each part, some of them empty.

`lines`: scene, shot, cast, location, style, as the studio's own generator has them. `prose`: sentences, what happens first, for
models that were trained on long captions. `tags`: short, the most telling first, for models that read 77 tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from storyboard.capable import Model
from storyboard.film import Film
from storyboard.models import Character, Shot
from storyboard.prompt_words import ANGLES, MOVES, SIDES, SIZES, TIMES, WEATHERS, said
from storyboard.screenplay.headings import Heading, read_heading

PARTS = ("scene", "shot", "cast", "location", "style")
WRITTEN = ("shot", "cast", "location", "scene", "camera", "style")  # of prose and tags
ORDERS = {"lines": PARTS, "prose": WRITTEN, "tags": WRITTEN}
_LONGEST = (900, 9000, 5000, 3000, 2000)  # characters of each part: together what generators take
_PROSE = {"shot": 9000, "cast": 5000, "location": 3000, "scene": 400, "camera": 200, "style": 2000}
_TAGS = {"shot": 200, "cast": 160, "location": 100, "scene": 60, "camera": 60, "style": 120}
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENDS = ".!?…。！？"
Triggers = Mapping[str, Iterable[str]]  # part → words that call up adapters


def prompt(film: Film, shot: Shot) -> str:
    """Five lines, some of them empty, so that two prompts can be compared part by part."""
    scene = film.scene(shot)
    location = film.location(shot)
    framing = _join(", ", shot.size, shot.angle.replace("-", " "), shot.movement.replace("-", " "))
    parts = (
        _join(". ", scene.heading, _join(", ", scene.time, scene.weather, scene.mood)),
        _join(". ", framing, shot.action, ", ".join(shot.props)),
        "; ".join(person(one) for one in film.cast.get(shot.pk, [])),
        _join(": ", location.name, location.description) if location else "",
        _join(", ", *(one.description for one in film.style(shot))),
    )
    return "\n".join(_flat(part)[:longest] for part, longest in zip(parts, _LONGEST, strict=True))


def written(film: Film, shot: Shot, model: Model, triggers: Triggers | None = None) -> str:
    """The words of a shot as this model reads them, with the words that call up its adapters; a line for each part."""
    if model.prompt not in ("prose", "tags"):
        return _called("lines", prompt(film, shot), triggers)
    chinese = film.project.language.startswith("zh") and model.reads("zh")
    parts = _prose(film, shot, chinese) if model.prompt == "prose" else _tags(film, shot, chinese)
    if "sound" in model.takes and (shot.direction or {}).get("sound") == "own":  # it speaks the lines itself
        parts["shot"] = _shortened(_join(" ", parts["shot"], *_lines(film, shot, chinese)), _PROSE["shot"])
    return _called(model.prompt, "\n".join(parts[name] for name in WRITTEN), triggers)


def _called(order: str, words: str, triggers: Triggers | None) -> str:
    if not triggers:
        return words
    lines = dict(zip(ORDERS[order], words.split("\n"), strict=True))
    for part, calls in triggers.items():
        lines[part] = _join(", ", *dict.fromkeys(_flat(one) for one in calls), lines[part])
    return "\n".join(lines[name] for name in ORDERS[order])


def _prose(film: Film, shot: Shot, chinese: bool) -> dict[str, str]:
    """Sentences, each part a line of its own; the words between are in the language that the model reads."""
    scene, where = film.scene(shot), film.location(shot)
    heading = read_heading(scene.heading) if scene.heading.strip() else Heading("", None, None)
    stop = "。" if chinese else ". "
    unnamed = [one for one in shot.props if one.lower() not in shot.action.lower()]
    place = _join("，" if chinese else ", ", where.name, where.description) if where else heading.place
    inside = scene.interior if scene.interior is not None else heading.interior
    around = (
        SIDES[inside][chinese],
        said(TIMES, scene.time or (heading.time.value if heading.time else ""), chinese),
        said(WEATHERS, scene.weather, chinese),
        scene.mood,
    )
    parts = {
        "shot": _sentences(stop, shot.action, _join("、" if chinese else ", ", *unnamed)),
        "cast": _sentences(stop, *(_somebody(one, chinese) for one in film.cast.get(shot.pk, []))),
        "location": _sentences(stop, place),
        "scene": _sentences(stop, _join("，" if chinese else ", ", *around)),
        "camera": _camera(shot, chinese),
        "style": _sentences(stop, *(one.description for one in film.style(shot))),
    }
    return {name: _shortened(part, _PROSE[name]) for name, part in parts.items()}


def _lines(film: Film, shot: Shot, chinese: bool) -> list[str]:
    """What is said in a shot, in quotes, as captions of films that are heard have it."""
    found = []
    for line in shot.dialogue:
        who = film.character(line.get("character"))
        name = who.name if who else ("有人" if chinese else "Somebody")
        manner = _flat(line.get("manner", ""))
        if words := _flat(line["words"]):
            found.append(f"{name}{manner and f'（{manner}）'}说：“{words}”" if chinese else
                         f"{name} says{manner and f', {manner}'}: “{words}”")  # fmt: skip
    return found


def _camera(shot: Shot, chinese: bool) -> str:
    framing = _join("，" if chinese else " ", said(SIZES, shot.size, chinese), said(ANGLES, shot.angle, chinese))
    framing = framing[:1].upper() + framing[1:]
    return _sentences("。" if chinese else ". ", framing, said(MOVES, shot.movement, chinese))


def _tags(film: Film, shot: Shot, chinese: bool) -> dict[str, str]:
    """Short phrases. What is too long loses its end, phrase by phrase, so that every part has room within 77 tokens."""
    scene, where = film.scene(shot), film.location(shot)
    heading = read_heading(scene.heading) if scene.heading.strip() else Heading("", None, None)
    time = scene.time or (heading.time.value if heading.time else "")
    place = _join(", ", where.name, where.description) if where else heading.place
    framing = (said(SIZES, shot.size, chinese).lower(), said(ANGLES, shot.angle, chinese))
    parts = {
        "shot": _join(", ", shot.action.rstrip(_ENDS), *shot.props),
        "cast": _join(", ", *(_somebody(one, chinese) for one in film.cast.get(shot.pk, []))),
        "location": place,
        "scene": _join(", ", said(TIMES, time, chinese), said(WEATHERS, scene.weather, chinese), scene.mood),
        "camera": _join(", ", *framing),
        "style": _join(", ", *(one.description for one in film.style(shot))),
    }
    short = {name: part.rstrip(_ENDS) for name, part in parts.items()}
    cut = {name: _shortened(part, _TAGS[name] // (3 if _HAN.search(part) else 1)) for name, part in short.items()}
    return {name: f"{part}," if part and name != "style" else part for name, part in cut.items()}


def _somebody(character: Character, chinese: bool) -> str:
    comma, looks = "，" if chinese else ", ", character.description.rstrip(_ENDS)
    told = (one for one in (character.age, character.gender) if not re.search(rf"(?<!\w){re.escape(one)}(?!\w)", looks, re.I))
    return _join(comma, character.name, *told, looks)


def _sentences(stop: str, *words: str) -> str:
    """Each of these as a sentence with an end."""
    found = [_flat(one) for one in words if one and one.strip()]
    return "".join(one + (" " if one[-1] in ".!?…" else "") if one[-1] in _ENDS else one + stop for one in found).strip()


def _shortened(words: str, longest: int) -> str:
    """At most so many characters, cut at the end of a phrase where there is one in the second half."""
    flat = _flat(words)
    if len(flat) <= longest:
        return flat
    cut = flat[:longest]
    ends = [place for place, one in enumerate(cut) if one in ",.;，。；、" and place >= longest // 2]
    return (cut[: ends[-1]] if ends else cut.rpartition(" ")[0] or cut).rstrip(" ,.;，。；、")


def negative(film: Film, shot: Shot) -> str:
    """What must not be seen: the shot's own words, then the styles'."""
    return _flat(_join(", ", shot.negative, *(one.negative for one in film.style(shot))))[: sum(_LONGEST)]


def person(character: Character) -> str:
    """A character in words: name, age and sex where known, description."""
    return _join(": ", character.name, _join(", ", character.age, character.gender, character.description))


def seen(shot: Shot) -> str:
    """What a shot shows: its action, then the props that the action does not name."""
    unnamed = [one for one in shot.props if one.lower() not in shot.action.lower()]
    return _join(" ", shot.action, ", ".join(unnamed))


def chinese(words: str) -> bool:
    """Whether there is Chinese in it."""
    return _HAN.search(words) is not None


def changed_parts(was: str, now: str) -> list[tuple[str, str, str]]:
    """The parts in which two prompts of one model differ: (part, was, now)."""
    before, after = was.split("\n"), now.split("\n")
    if len(before) != len(after) or len(before) not in (len(PARTS), len(WRITTEN)):
        return [("shot", was, now)] if was != now else []
    names = PARTS if len(before) == len(PARTS) else WRITTEN
    return [(part, old, new) for part, old, new in zip(names, before, after, strict=True) if old != new]


def _join(separator: str, *words: str) -> str:
    return separator.join(word.strip() for word in words if word and word.strip())


def _flat(words: str) -> str:
    return " ".join(words.split())
