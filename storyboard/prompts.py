"""The words of a shot: scene, shot, cast, location, style — always in that order, one line each."""

from __future__ import annotations

from storyboard.film import Film
from storyboard.models import Character, Shot

PARTS = ("scene", "shot", "cast", "location", "style")
_LONGEST = (900, 9000, 5000, 3000, 2000)  # characters of each part: together what generators take


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


def changed_parts(was: str, now: str) -> list[tuple[str, str, str]]:
    """The parts in which two prompts differ: (part, was, now)."""
    before, after = was.split("\n"), now.split("\n")
    if len(before) != len(PARTS) or len(after) != len(PARTS):
        return [("shot", was, now)] if was != now else []
    return [(part, old, new) for part, old, new in zip(PARTS, before, after, strict=True) if old != new]


def _join(separator: str, *words: str) -> str:
    return separator.join(word.strip() for word in words if word and word.strip())


def _flat(words: str) -> str:
    return " ".join(words.split())
