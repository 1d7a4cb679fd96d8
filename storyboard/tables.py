"""A shot's colour effects as one table that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_valid_filename

from generation import builds, store
from generation.colour import Change, balancing, chained, cubes, looks, measuring, shared
from generation.colour.grading import grade
from generation.colour.matching import match
from generation.models import Artifact
from generation.operation import BadInput
from generation.recipe import Digest, Pick, Recipe
from storyboard import effect_plans
from storyboard.film import Film
from storyboard.layer_plans import picture
from storyboard.making import frozen
from storyboard.models import Effect, Shot
from studio.errors import Conflict, NotFound, Refused

SIDES = (2, 65)


@dataclass
class Table:
    """The text of a `.cube` file, how it is named, and what of the effects it does not hold."""

    text: str
    name: str
    left: list[str] = field(default_factory=list)


def table(shot: Shot, *, side: int = 65, frame: int = 0, only: Effect | None = None) -> Table:
    """What a shot's effects do to colours at a frame, one after another; of one effect alone with `only`.

    What is done within a region, or to more than colours (grain, blur, movement), no table can hold: it is named in `left`.

    Raises:
        Conflict: NOT_READY, when the shot has no take.
        NotFound: when `only` is not one of its effects.
        Refused: LUT_NOTHING, when no colour is changed.
    """
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(shot.pk)]})
    film = Film.around(shot)
    take = frozen(shot.take)
    own = [one for one in film.effects_of(shot) if one.layer_id is None]
    if only is not None and only.shot_id != shot.pk:
        raise NotFound("There is no such effect on this shot, or it was taken off.")
    wanted = own if only is None else [only]
    changes: list[Change] = []
    left: list[str] = []
    for one in effect_plans.laid(film, shot, picture(film, shot, take), wanted, take):
        if one.operation is None:
            continue
        change = None if one.region else _change(shot, one.operation.name, _at(one.params, frame), one.inputs, one.clip)
        if change is None:
            left.append(one.effect.operation)
        else:
            changes.append(change)
            if one.operation.name == "style.film" and one.params.touches:
                left.append(one.effect.operation)
    if not changes:
        raise Refused(
            "None of these effects changes colours everywhere in the picture: there is no table to write.", "LUT_NOTHING"
        )
    slate = film.slate(shot)
    notes = [f"sRGB (BT.709) display values in and out, frame {frame}", *(f"not in this table: {name}" for name in left)]
    text = cubes.written(cubes.sampled(chained(changes), side), f"{film.project.title} {slate}", notes)
    name = get_valid_filename(f"{film.project.title or 'film'} {slate}")
    return Table(text, f"{name}.cube", left)


def _at(params: Any, frame: int) -> Any:
    return params.at(frame) if hasattr(params, "at") else params


def _change(shot: Shot, name: str, params: Any, inputs: Any, laid: Recipe) -> Change | None:
    """What one effect does to colours; None for one of which no table can be made."""
    if name == "style.grade":
        return grade(params)
    if name == "style.film":
        return looks.look(params.look, params.look_strength)
    if name == "style.lut":
        found = _file(shot, inputs.get("lut"))
        return shared(cubes.opened(found), params.strength) if found else None
    if name in ("style.match", "style.balance"):
        return _measured(shot, name, params, inputs, laid)
    return None


def _measured(shot: Shot, name: str, params: Any, inputs: Any, laid: Recipe) -> Change | None:
    """A change that depends on the clip: only of one that is made, and holds one shot."""
    beneath = _file(shot, laid.inputs.get("clip"))
    if beneath is None:
        return None
    try:
        parts: Sequence[measuring.Shot] = measuring.shots(beneath)
        if len(parts) != 1:
            return None
        if name == "style.match":
            example = _file(shot, inputs.get("picture")), _file(shot, inputs.get("reference"))
            goal = measuring.picture(example[0]) if example[0] else measuring.some(example[1], 24) if example[1] else None
            return shared(match(parts[0].seen(), goal), params.strength) if goal else None
        return balancing.change(balancing.measured(parts[0].seen()), params.white, params.tones, params.strength)
    except BadInput:
        return None


def _file(shot: Shot, source: Any) -> Any:
    """The bytes of an input, where they are there."""
    workspace = shot.project.workspace_id
    if isinstance(source, Digest):
        found = Artifact.objects.filter(workspace=workspace, digest=source.sha256).first()
    elif isinstance(source, Recipe | Pick):
        made, output = (source.recipe, source.output) if isinstance(source, Pick) else (source, "out")
        found = builds.outputs_of(workspace, made.key).get(output)
    else:
        return None
    return store.local(found) if found else None
