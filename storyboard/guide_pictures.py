"""One frame of a shot's animatic as the guide that a model is given, small and at once: what the form shows beside its choice."""

from __future__ import annotations

from typing import Any

from generation import builds
from generation.made import made_out
from generation.models import Priority
from generation.operation import recipe as declare
from generation.operation import registry
from generation.recipe import Recipe
from generation.schemas import MadeOut
from storyboard import guards
from storyboard.film import Film
from storyboard.making import recipe
from storyboard.models import Shot
from storyboard.stage_plans import stage_of

WIDE = 384  # pixels: as wide as it is shown, and quickly drawn


def picture(film: Film, shot: Shot, kind: str, frame: int) -> Recipe:
    """The recipe of this frame (counted from the shot's first) as depth, edges or pose, `WIDE` pixels wide at most."""
    project = film.project
    wide = min(WIDE, project.width)
    high = max(16, round(project.height * wide / project.width / 2) * 2)
    clip = recipe(
        project, "guide.stage", {"stage": stage_of(shot, seed=shot.seed, film=film)}, kind=kind, frames=shot.frames,
        rate=project.rate, width=wide - wide % 2, height=high,
    )  # fmt: skip
    poster = registry.get("preview.poster")
    return declare(poster, params=poster.validate({"frame": min(frame, shot.frames - 1)}), clip=clip)


def asked(shot: Shot, kind: str, frame: int, *, by: Any) -> MadeOut:
    """Where that picture stands, after it was asked for when it is neither made nor under way.

    Raises:
        OverQuota.
    """
    wanted, workspace = picture(Film.around(shot), shot, kind, frame), shot.project.workspace
    stands = made_out(workspace, [wanted])[wanted.key]
    if stands.status != "missing":
        return stands
    guards.quota(workspace)
    builds.request(
        workspace, wanted, channel=shot.project.channel, label=f"Guide: {kind}", priority=Priority.INTERACTIVE, by=by,
        subject=shot.pk,
    )  # fmt: skip
    return made_out(workspace, [wanted])[wanted.key]
