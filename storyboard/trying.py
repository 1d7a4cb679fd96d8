"""Effects tried on one frame of a shot's take before they are put on it or on a layer: quick, and each trial made once."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from generation import builds
from generation.operation import recipe as declare
from generation.operation import registry
from generation.operations import preview, still
from generation.recipe import Pick, Recipe
from generation.stacking_pose import Pose, between
from storyboard import layer_plans, masks, plans
from storyboard.film import Film
from storyboard.kinds import EFFECT
from storyboard.layer_plans import Piece, Stack
from storyboard.models import Layer, Shot
from studio.errors import Conflict, NotFound

DRAFT = 640  # pixels: as wide as a trial is
Effects = Iterable[tuple[str, Mapping[str, Any]]]


def trial(shot: Shot, effects: Effects, frame: int, *, layer: UUID | None = None) -> Recipe | Pick:
    """The recipe of one frame of a shot's current take under these effects (operation, parameters), in their order.

    Its layers lie over it as far as they are made. With `layer` the effects are that layer's alone.

    Raises:
        Conflict: NOT_READY, when there is no take or it is not made, or the layer is not.
        NotFound: for a layer that is not the shot's.
        Refused: EDIT_INVALID, for what is no effect or parameters that it does not take.
    """
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it, then try effects on it.", "NOT_READY", {"shots": [str(shot.pk)]})
    take = plans.frozen(shot.take)
    if take.key not in builds.made(shot.project.workspace_id, [take.key]):
        raise Conflict(
            "This shot's take is not made yet. Effects can be tried as soon as it is.", "NOT_READY", {"shots": [str(shot.pk)]}
        )
    frames = masks.length(take)
    at = frame if frames is None else min(frame, frames - 1)  # beyond the end it is the last: one trial, not many
    own = () if layer else effects
    picture = _under(_layered(shot, take, at, layer, effects), own)
    if isinstance(picture, Pick):
        return Pick(picture.recipe, "picture")
    return declare(preview.poster, params=preview.PosterFrame(), clip=picture)


def _layered(shot: Shot, take: Recipe, frame: int, layer: UUID | None, effects: Effects) -> Recipe | Pick:
    """One frame of the take with its layers, of which one may be under effects that are tried, as a clip."""
    film = Film.around(shot)
    if layer is None and shot.backdrop is None and not film.layers_of(shot):
        return _one(take, frame)
    stack = layer_plans.stack(film, shot, take)
    wanted = [one.alpha if one.layer.pk == layer else one.shown for one in stack.pieces]
    back = stack.backdrop or stack.plate
    keys = [one.key for one in (*wanted, back) if isinstance(one, Recipe)]
    made = builds.made(shot.project.workspace_id, keys)
    if layer is not None:
        _require(stack, layer, made)
    over: list[tuple[Layer, Recipe | Pick]] = []
    for piece, source in zip(stack.pieces, wanted, strict=True):
        tried = piece.layer.pk == layer
        if isinstance(source, Recipe) and source.key in made and (piece in stack.over or tried):
            clip = _one(source, frame)
            shown = _under(clip, effects) if tried else clip
            over.append((_at(piece.layer, frame), shown))
    behind: Recipe | Pick = _one(back if back is not None and back.key in made else take, frame)
    return layer_plans.composed(film, over, behind, stack.meeting)


def _require(stack: Stack, layer: UUID, made: set[Any]) -> None:
    piece: Piece | None = next((one for one in stack.pieces if one.layer.pk == layer), None)
    if piece is None:
        raise NotFound("There is no such layer in this shot, or it was put away.")
    if piece.alpha is None or piece.alpha.key not in made:
        raise Conflict("This layer is not made yet. Effects can be tried on it as soon as it is.", "NOT_READY")


def _one(clip: Recipe, frame: int) -> Pick:
    return Pick(declare(still.still, params=still.OneFrame(frame=frame, width=DRAFT), clip=clip), "clip")


def _at(layer: Layer, frame: int) -> Layer:
    """The layer as it lies at a frame, for a clip of that frame alone."""
    if not layer.keys:
        return layer
    keys = [(key["frame"], Pose(key["across"], key["down"], key["scale"], key["turn"])) for key in layer.keys]
    pose = between(keys, frame, smooth=layer.easing == "smooth")
    lying = copy.copy(layer)
    lying.keys = [{"frame": 0, "across": pose.across, "down": pose.down, "scale": pose.scale, "turn": pose.turn}]
    return lying


def _under(clip: Recipe | Pick, effects: Effects) -> Recipe | Pick:
    for name, params in effects:
        EFFECT.check({"operation": name, "params": dict(params)})
        operation = registry.get(name)
        chosen = operation.validate(params)
        if not plans.does_nothing(chosen):
            clip = declare(operation, params=chosen, **{operation.ports[0].name: clip})
    return clip
