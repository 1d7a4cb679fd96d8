"""Effects tried on one frame of a shot's take before they are put on it: quick, and each trial made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generation import builds
from generation.operation import recipe as declare
from generation.operation import registry
from generation.operations import preview, still
from generation.recipe import Pick, Recipe
from storyboard import plans
from storyboard.kinds import EFFECT
from storyboard.models import Shot
from studio.errors import Conflict

DRAFT = 640  # pixels: as wide as a trial is


def trial(shot: Shot, effects: Iterable[tuple[str, Mapping[str, Any]]], frame: int) -> Recipe | Pick:
    """The recipe of one frame of a shot's current take under these effects (operation, parameters), in their order.

    Raises:
        Conflict: NOT_READY, when there is no take or it is not made.
        Refused: EDIT_INVALID, for what is no effect or parameters that it does not take.
    """
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it, then try effects on it.", "NOT_READY", {"shots": [str(shot.pk)]})
    take = Recipe.load(shot.take.recipe)
    if take.key not in builds.made(shot.project.workspace_id, [take.key]):
        raise Conflict(
            "This shot's take is not made yet. Effects can be tried as soon as it is.", "NOT_READY", {"shots": [str(shot.pk)]}
        )
    frames = take.params.get("frames")
    at = min(frame, frames - 1) if isinstance(frames, int) else frame  # beyond the end it is the last: one trial, not many
    one = declare(still.still, params=still.OneFrame(frame=at, width=DRAFT), clip=take)
    picture: Recipe | Pick = Pick(one, "clip")
    for name, params in effects:
        EFFECT.check({"operation": name, "params": dict(params)})
        operation = registry.get(name)
        chosen = operation.validate(params)
        if not plans.does_nothing(chosen):
            picture = declare(operation, params=chosen, **{operation.ports[0].name: picture})
    if isinstance(picture, Pick):
        return Pick(one, "picture")
    return declare(preview.poster, params=preview.PosterFrame(), clip=picture)
