"""Things that are put into a shot: their picture, and how they stay with what they stand on — pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.recipe import Digest, Pick, Recipe
from storyboard.film import Film
from storyboard.making import recipe
from storyboard.models import Layer, Project
from storyboard.voices import tongue
from studio.errors import Refused

Json = Any
Source = Recipe | Pick | Digest
FOOT = 0.9  # how far down a thing touches what it stands on: there the picture is followed


def placed(film: Film, layer: Layer, take: Recipe, frames: int, mattes: Sequence[Source], instead: Source | None) -> Recipe:
    """A thing in its region, with alpha, as long as the take, and moving as what it stays with.

    `mattes` cover what is cut out of the shot; `instead` is the matte of what it replaces, which it then moves like.

    Raises:
        Refused: PROMPT_EMPTY, when there is neither a picture nor words.
    """
    told: Mapping[str, Json] = layer.thing or {}
    at = min(told["frame"], frames - 1)
    inputs: dict[str, Any] = {"thing": picture_of(film.project, told), "clip": take}
    movement = _movement(film.project, take, told, at, mattes, instead)
    if movement is not None:
        inputs["movement"] = movement
    return recipe(film.project, "composite.place", inputs, at=at, region=tuple(told["region"]))


def picture_of(project: Project, told: Mapping[str, Json]) -> Source:
    """The thing's picture: the one that was brought, or drawn from words on nothing.

    Raises:
        Refused: PROMPT_EMPTY.
    """
    if told["picture"]:
        return Digest(told["picture"], "image")
    if not told["words"].strip():
        raise Refused("Say what is to be put here, or choose a picture of it.", "PROMPT_EMPTY")
    side = min(project.width, project.height)
    language = tongue(project.language)
    return recipe(
        project, "image.thing", words=told["words"], language=language, seed=told["seed"], width=side, height=side
    )  # fmt: skip


def _movement(
    project: Project, take: Recipe, told: Mapping[str, Json], at: int, mattes: Sequence[Source], instead: Source | None
) -> Recipe | None:
    if instead is not None:
        return recipe(project, "motion.of_matte", {"matte": instead}, at=at)
    left, top, right, bottom = told["region"]
    if told["hold"] == "point":
        place = tuple(min(1.0, max(0.0, one)) for one in ((left + right) / 2, top + FOOT * (bottom - top)))
        return recipe(project, "motion.follow", {"clip": take}, at=at, across=place[:1], down=place[1:])
    if told["hold"] == "plane":
        corners = {"across": (left, right, right, left), "down": (top, top, bottom, bottom)}
        return recipe(project, "motion.follow", {"clip": take}, at=at, **corners)
    if told["hold"] == "camera":
        return recipe(project, "motion.camera", {"clip": take, "mattes": tuple(mattes)}, at=at)
    return None
