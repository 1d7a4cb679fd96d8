"""Recipes of pictures that belong to the whole film: how somebody looks, how a place is, and a picture of each — pure."""

from __future__ import annotations

from typing import Any

from generation.recipe import Recipe
from storyboard import adapting, capable, prompts, references
from storyboard.making import overrides, recipe
from storyboard.models import Character, Location, Project
from storyboard.voices import tongue

PORTRAIT_FRAMES = 24


def look(project: Project, character: Character) -> Recipe:
    """How a character looks in every shot."""
    return recipe(
        project,
        "stage.look",
        name=character.name,
        description=prompts.person(character).partition(": ")[2],
        language=tongue(character.language or project.language),
        overrides=overrides(character.look),
    )


def place(project: Project, location: Location) -> Recipe:
    """How a location is in every shot."""
    return recipe(
        project,
        "stage.place",
        name=location.name,
        description=location.description,
        interior=location.interior,
        language=tongue(project.language),
        overrides=overrides(location.overrides),
    )


def portrait(character: Character) -> Recipe:
    """A picture of a character, from the chest up, facing us."""
    project = character.project
    staged = recipe(
        project,
        "stage.compose",
        {"looks": (look(project, character),)},
        words=character.name,
        language=tongue(project.language),
        size="MCU",
        angle="eye",
        movement="static",
        heading="INT. ROOM - DAY",  # a neutral place: a name must not be read as one
        cast=(character.name,),
        frames=PORTRAIT_FRAMES,
        seed=0,
    )
    side = min(project.width, project.height) // 2 * 2
    model = capable.chosen(project, "image.generate")
    own = adapting.of_character(character, model)
    inputs: dict[str, Any] = {"stage": staged, **references.given(model, character.pictures), **own.inputs()}
    words = ", ".join([*(call for some in own.triggers().values() for call in some), prompts.person(character)])
    return recipe(project, "image.generate", inputs, **own.params(), prompt=words, seed=0, width=side, height=side)


def location_picture(location: Location) -> Recipe:
    """A picture of a place with nobody in it."""
    project = location.project
    staged = recipe(
        project,
        "stage.compose",
        {"place": place(project, location)},
        words=location.name,
        language=tongue(project.language),
        size="EWS",
        angle="eye",
        movement="static",
        frames=PORTRAIT_FRAMES,
        seed=0,
    )
    words = ": ".join(filter(None, (location.name, location.description)))
    size = {"width": project.width, "height": project.height}
    inputs = {"stage": staged, **references.shown(project, "image.generate", location.pictures)}
    return recipe(project, "image.generate", inputs, prompt=words, seed=0, **size)


def words_picture(project: Project, words: str, seed: int) -> Recipe:
    """A picture of a place that words describe, with nobody in it."""
    spoken = tongue(project.language)
    where = recipe(project, "stage.place", name=words[:200], description=words, interior=None, language=spoken, overrides="")
    staged = recipe(
        project,
        "stage.compose",
        {"place": where},
        words=words,
        language=spoken,
        size="EWS",
        angle="eye",
        movement="static",
        frames=PORTRAIT_FRAMES,
        seed=seed,
    )
    size = {"width": project.width, "height": project.height}
    return recipe(project, "image.generate", {"stage": staged}, prompt=words, seed=seed, **size)
