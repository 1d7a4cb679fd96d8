"""The stage behind a shot's picture: who, where, when, doing what, framed how, as a recipe — pure over a `Film`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from generation.recipe import Recipe
from storyboard import prompts
from storyboard.film import Film
from storyboard.making import overrides, recipe
from storyboard.models import Character, Location, Shot
from storyboard.picture_plans import look, place
from storyboard.voices import tongue

Json = Any
MOST_SEEN = 20  # characters that one shot shows; a crowd is words


def stage_of(shot: Shot, *, seed: int, film: Film) -> Recipe:
    """The stage behind a shot's picture."""
    project, scene, cast = film.project, film.scene(shot), film.cast.get(shot.pk, [])[:MOST_SEEN]
    where, previous = film.location(shot), film.previous(shot)
    inputs: dict[str, Any] = {"looks": tuple(_once(film, one, partial(look, project, one)) for one in cast)}
    if where is not None:
        inputs["place"] = _once(film, where, partial(place, project, where))
    return recipe(
        project,
        "stage.compose",
        inputs,
        words=prompts.seen(shot),
        heading=scene.heading[:400],
        language=tongue(project.language),
        time=scene.time,
        weather=scene.weather,
        mood=scene.mood,
        size=shot.size,
        angle=shot.angle,
        movement=shot.movement,
        cast=tuple(one.name for one in cast),
        speakers=tuple(dict.fromkeys(speaker(film, line) for line in shot.dialogue))[:MOST_SEEN],
        scene_cast=_line_up(film, shot),
        titles=tuple(shot.titles),
        before=prompts.seen(previous) if previous and where is None else "",
        frames=shot.frames,
        seed=seed,
        overrides=overrides(shot.stage),
    )


def _line_up(film: Film, shot: Shot) -> tuple[str, ...]:
    """Who stands left of whom in the scene, as far as it matters here: the shot's own cast, or one alone and whom they face.

    Nobody else is named, so that somebody new in the scene leaves the other shots as they are.
    """
    everybody = film.line_up(shot)
    own = {one.pk for one in film.cast.get(shot.pk, [])[:MOST_SEEN]}
    if len(own) == 1:
        own |= {one.pk for one in [other for other in everybody if other.pk not in own][:1]}
    return tuple(one.name for one in everybody if one.pk in own)


def speaker(film: Film, line: Mapping[str, Json]) -> str:
    who = film.character(line.get("character"))
    return who.name if who else ""


def _once(film: Film, record: Character | Location, make: Callable[[], Recipe]) -> Recipe:
    """A recipe that many shots share, made once per film."""
    if record.pk not in film.memo:
        film.memo[record.pk] = make()
    return film.memo[record.pk]  # type: ignore[return-value]
