"""From a take that was made of a take to a recipe: its operation over the plan of what it was made of — pure over a `Film`."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from generation.operation import registry
from generation.recipe import Digest, Recipe
from storyboard import adapting, capable, continuity, making, masks, paces, plans, prompts, references
from storyboard.film import Film
from storyboard.models import Shot, Take
from studio.errors import Refused

Json = Any
EXTEND, BRIDGE = paces.EXTEND, continuity.BRIDGE


def planned(film: Film, shot: Shot, take: Take) -> Recipe:
    """What the records ask for in place of a take: drawn from the shot, or made of what the records ask for in place of its base.

    A take whose base, mask or neighbours are gone stays what it is.
    """
    return _planned(film, shot, take, shot.frames)


def _planned(film: Film, shot: Shot, take: Take, frames: int) -> Recipe:
    told: Mapping[str, Json] | None = take.derived
    if told is None:
        whole = shot
        if frames != shot.frames:
            whole = copy.copy(shot)
            whole.frames = frames
        return plans.take(whole, seed=take.seed, quality=take.quality, film=film)
    try:
        if told["operation"] == BRIDGE:
            return bridged(film, shot, told)
        base = film.kept(UUID(told["of"]))
        if base is None:
            return making.frozen(take)
        now = making.length(making.frozen(base))
        under = _planned(film, shot, base, paces.beneath(told["operation"], told["params"], frames, now))
        return over(film, shot, told, under)
    except Refused:
        return making.frozen(take)


def over(film: Film, shot: Shot, told: Mapping[str, Json], under: Recipe) -> Recipe:
    """An operation over a take's recipe.

    Raises:
        Refused: MASK_GONE, when the layer whose mask is meant was put away; as `masks.matte_of`.
    """
    inputs: dict[str, Any] = {"clip": under}
    if told.get("mask"):
        layer = next((one for one in film.layers_of(shot) if str(one.pk) == told["mask"]), None)
        if layer is None or layer.kind != "cut":
            raise Refused("The layer whose mask says what changes was put away. Choose another.", "MASK_GONE")
        inputs["mask"] = masks.matte_of(film.project, under, masks.length(under) or shot.frames, layer)
    if told.get("picture"):
        inputs["picture"] = Digest(told["picture"], "image")
    return _made(film, shot, told, inputs)


def bridged(film: Film, shot: Shot, told: Mapping[str, Json]) -> Recipe:
    """The way between two shots, from what is seen of them now.

    Raises:
        Refused: SHOT_GONE, when one of them was put away or has no take.
    """
    clips: dict[str, Any] = {}
    for port, id_ in (("before", told["of"]), ("after", told["also"])):
        take = film.kept(UUID(id_))
        there = film.anywhere(take.shot_id) if take is not None else None
        clip = continuity.seen(film, there, shot) if there is not None else None
        if clip is None:
            raise Refused("A shot that this one leads from or to was put away, or has no take.", "SHOT_GONE")
        clips[port] = clip
    return _made(film, shot, told, clips)


def _made(film: Film, shot: Shot, told: Mapping[str, Json], inputs: dict[str, Any]) -> Recipe:
    """The operation with the shot's pictures and adapters, as far as its model takes them; its words where none are said."""
    name, params = str(told["operation"]), dict(told["params"])
    operation = registry.get(name)
    ports = {one.name for one in operation.ports}
    asked = params.get("checkpoint") or (shot.direction or {}).get("checkpoint", "")
    model = capable.chosen(film.project, name, asked)
    if model.id:
        params["checkpoint"] = model.id
    triggers: dict[str, list[str]] = {}
    if "references" in ports and not model.embedded:
        inputs |= references.given(model, (one.digest for one in references.of_shot(film, shot)))
    if "adapters" in ports:
        applying = adapting.applying(film, shot, model)
        inputs |= applying.inputs()
        params |= applying.params()
        triggers = applying.triggers()
    if "prompt" in operation.parameters.model_fields and not model.embedded:
        said = str(params.get("prompt", "")).strip()
        calls = ", ".join(dict.fromkeys(one for some in triggers.values() for one in some))
        params["prompt"] = ", ".join(filter(None, (calls, said))) if said else prompts.written(film, shot, model, triggers)
    return making.recipe(film.project, name, inputs, **params)
