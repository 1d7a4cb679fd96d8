"""Effects tried on one frame of a shot's take before they are put on it or on a layer: quick, and each trial made once.

As much of the stack as is made already is not made again: the trial begins with the last clip that is there, so that it shows the
film itself once the film is made. The rest is made small, of that frame, or of a stretch round it where an effect looks at
neighbouring frames (`generation.effects.looks`). Another shot is looked at by its middle frame.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from generation import builds, effects
from generation.keyed import Keyed
from generation.operation import recipe as declare
from generation.operations import effect_window, preview, still
from generation.recipe import Digest, Pick, Recipe
from generation.stacking_pose import Pose, between
from storyboard import brought, effect_plans, layer_plans, masks, plans
from storyboard.effect_plans import Laid
from storyboard.film import Film
from storyboard.kinds import EFFECT
from storyboard.layer_plans import Piece, Stack
from storyboard.models import Effect, Layer, Shot
from studio.errors import Conflict, NotFound

DRAFT = 640  # pixels: as wide as a trial is
Source = Recipe | Pick | Digest


def trial(shot: Shot, tried: Iterable[Effect], frame: int, *, layer: UUID | None = None) -> Recipe | Pick:
    """The recipe of one frame of a shot's current take under these effects (not yet records), in their order.

    Its layers lie over it as far as they are made. With `layer` the effects are that layer's alone.

    Raises:
        Conflict: NOT_READY, when there is no take or it is not made, or the layer or a shot that is looked at is not.
        NotFound: for a layer that is not the shot's.
        Refused: EDIT_INVALID, for what is no effect or parameters or inputs that it does not take.
    """
    some = list(tried)
    for one in some:
        EFFECT.check(told := {"operation": one.operation, "params": one.params, "inputs": one.inputs})
        brought.check(shot.project.workspace_id, [("effect", *named) for named in EFFECT.brought(told)])
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it, then try effects on it.", "NOT_READY", {"shots": [str(shot.pk)]})
    take = plans.frozen(shot.take)
    if take.key not in builds.made(shot.project.workspace_id, [take.key]):
        raise Conflict(
            "This shot's take is not made yet. Effects can be tried as soon as it is.", "NOT_READY", {"shots": [str(shot.pk)]}
        )
    frames = masks.length(take)
    at = frame if frames is None else min(frame, frames - 1)  # beyond the end it is the last: one trial, not many
    film = Film.around(shot)
    picture = _layered(film, shot, take, at, layer, some) if layer is not None else _whole(film, shot, take, at, some)
    if isinstance(picture, Pick):
        return Pick(picture.recipe, "picture")
    return picture if picture.name == "preview.poster" else declare(preview.poster, params=preview.PosterFrame(), clip=picture)


def _whole(film: Film, shot: Shot, take: Recipe, at: int, some: Sequence[Effect]) -> Recipe | Pick:
    """One frame of the shot with its layers under effects: as a clip of that frame, or as its picture."""
    base, whole = layer_plans.picture(film, shot, take), masks.length(take) or shot.frames
    laid = list(effect_plans.laid(film, shot, base, some, take))
    made = builds.made(shot.project.workspace_id, [base.key, *(one.clip.key for one in laid)])
    done = max((n + 1 for n, one in enumerate(laid) if one.clip.key in made), default=0)
    rest = [one for one in laid[done:] if one.operation is not None]
    if done == 0 and base.key not in made:
        bare = _layered(film, shot, take, at, None, ())
        return _tried(film, rest, bare, effect_window.Part(first=at, frames=1), whole)
    clip = laid[done - 1].clip if done else base
    around = min(2 * effects.AROUND, sum(min(effects.AROUND, effects.looks(one.params)) for one in rest))
    if not around:
        return _tried(film, rest, _one(clip, at), effect_window.Part(first=at, frames=1), whole)
    first = max(0, at - around)
    part = effect_window.Part(first=first, frames=at - first + 1 + around)
    window = effect_window.Stretch(first=part.first, frames=part.frames, width=DRAFT)
    found = _tried(film, rest, declare(effect_window.stretch, params=window, clip=clip), part, whole)
    return declare(preview.poster, params=preview.PosterFrame(frame=at - first), clip=found)


def _tried(film: Film, rest: Iterable[Laid], clip: Recipe | Pick, part: effect_window.Part, whole: int) -> Recipe | Pick:
    """A clip that is this part of a shot (of `whole` frames), under effects."""
    seen = clip
    for one in rest:
        params = one.params
        if (own := effects.part(params, part.first, whole)) is not None:
            params = own
        elif isinstance(params, Keyed) and params.moves:
            params = params.at(part.first) if part.frames == 1 else params.later(-part.first)
        inputs = {port: _part_of(film, source, part) for port, source in one.inputs.items()}
        matte = None
        if one.region is not None:
            shape = effect_window.Stretch(first=part.first, frames=part.frames, width=DRAFT)
            matte = declare(effect_window.matte_stretch, params=shape, matte=one.region[0])
        clip = effect_plans.over(film.project, one, clip, seen, params=params, inputs=inputs, matte=matte)
        seen = clip if one.moves else seen
    return clip


def _part_of(film: Film, source: Source, part: effect_window.Part) -> Source:
    """What a port is given, for a stretch of the shot: as much of a movement, one small frame of another shot."""
    if isinstance(source, Digest):
        return source
    if isinstance(source, Recipe) and source.name.startswith("motion."):
        return declare(effect_window.movement_stretch, params=part, movement_of=source)
    line = [source.recipe if isinstance(source, Pick) else source]
    while isinstance(beneath := line[-1].inputs.get("back") or line[-1].inputs.get("clip"), Recipe):
        line.append(beneath)
    made = builds.made(film.project.workspace_id, [one.key for one in line])
    there = next((one for one in line if one.key in made), None)
    if there is None:
        raise Conflict("The shot that this effect looks at is not made yet. It can be tried as soon as it is.", "NOT_READY")
    return _one(there, (masks.length(there) or 1) // 2)


def _layered(
    film: Film, shot: Shot, take: Recipe, frame: int, layer: UUID | None, tried: Sequence[Effect]
) -> Recipe | Pick:  # fmt: skip
    """One frame of the take with its layers, of which one may be under effects that are tried, as a clip."""
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
        own = piece.layer.pk == layer
        if isinstance(source, Recipe) and source.key in made and (piece in stack.over or own):
            shown: Recipe | Pick = _one(source, frame)
            if own:
                laid = effect_plans.laid(film, shot, source, tried, take)
                rest = [one for one in laid if one.operation is not None]
                whole = masks.length(take) or shot.frames
                shown = _tried(film, rest, shown, effect_window.Part(first=frame, frames=1), whole)
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
