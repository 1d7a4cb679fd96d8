"""What was asked for of layers and is not of their masks any more is not made: nobody waits for it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from generation import builds
from generation.models import Build
from generation.recipe import Recipe
from storyboard import guards, layer_stacks
from storyboard.models import Layer, Project, Shot

SAID = frozenset({"masks", "matte", "auto", "edges", "kind", "archived"})  # fields of a layer that its picture is made by
_MATTES = ("layers.join", "layers.people")


def forget(project: Project, layers: Collection[UUID]) -> int:
    """Cancel what was asked for of these layers' shots and is not of their masks any more; how many builds that were.

    A stretch that is being followed at this moment and is still of a mask goes on: it will be wanted again.
    """
    shots = set(Layer.objects.filter(project=project, pk__in=layers).values_list("shot_id", flat=True))
    active = Build.objects.filter(
        workspace=project.workspace_id, channel=project.channel, status=Build.State.ACTIVE, subject__in=shots
    )
    count = 0
    for shot_id in shots.intersection(active.values_list("subject", flat=True)):
        shot = Shot.objects.select_related("project__workspace", "scene", "take").filter(pk=shot_id, archived=False).first()
        if shot is None or shot.take is None:
            continue
        planned = layer_stacks.plan(shot)
        proxies = {layer_stacks.proxy_of(one.shown).key for one in planned.stack.pieces if one.shown is not None}
        current = set(guards.over_takes(_recipes(planned)))
        obsolete = [one.pk for one in active.filter(subject=shot_id) if _obsolete(Recipe.load(one.recipe), proxies, current)]
        count += builds.cancel_all(Build.objects.filter(pk__in=obsolete), going_on=current) if obsolete else 0
    return count


def _recipes(planned: layer_stacks.Planned) -> list[Recipe]:
    stack = planned.stack
    every = [planned.finish, stack.picture, stack.backdrop, stack.plate]
    every += [source for one in stack.pieces for source in (one.matte, one.shown) if isinstance(source, Recipe)]
    return [one for one in every if one is not None]


def _obsolete(wanted: Recipe, proxies: Collection[str], current: Collection[str]) -> bool:
    """Whether a build is of a layer, or of a picture with a mask in it, as it was. What is handed out is not touched."""
    if wanted.name == "layers.proxy":
        return wanted.key not in proxies
    mattes = [key for key, one in guards.over_takes([wanted]).items() if one.name in _MATTES]
    return wanted.name == "preview.proxy" and any(key not in current for key in mattes)
