"""Takes: shoot one, keep it, lock it; and whether the current one still is what the records ask for."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from generation import builds
from generation.models import Build, Priority
from generation.recipe import Recipe
from storyboard import edits, guards, plans, timing
from storyboard.causes import Because, why
from storyboard.changes import Change
from storyboard.film import Film
from storyboard.models import SEEDS, Project, Shot, Take
from studio.errors import Refused


@dataclass(frozen=True)
class Fresh:
    """The current take is what the records ask for, and it is made."""

    state = "fresh"
    causes: tuple[Because, ...] = ()


@dataclass(frozen=True)
class Missing:
    """There is no take yet, or it is what the records ask for but not made."""

    state = "missing"
    causes: tuple[Because, ...] = ()


@dataclass(frozen=True)
class Stale:
    """The records ask for something else than the current take, and why."""

    causes: tuple[Because, ...]
    state = "stale"


Staleness = Fresh | Missing | Stale


def staleness(shot: Shot) -> Staleness:
    """Whether a shot's current take is fresh, missing or stale, with causes."""
    return staleness_of(shot.project, film=Film.around(shot), only=[shot.pk])[shot.pk]


def staleness_of(
    project: Project, *, film: Film | None = None, only: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, Staleness]:
    """The staleness of every shot, in order; one query tells which takes are made, however many shots there are."""
    film = film or Film.of(project)
    shots = [shot for shot in film.shots if only is None or shot.pk in only]
    current = {shot.pk: film.takes[shot.take_id] for shot in shots if shot.take_id in film.takes}
    made = builds.made(project.workspace_id, [one.key for one in current.values()])
    planned = {
        shot.pk: plans.take(shot, seed=current[shot.pk].seed, quality=current[shot.pk].quality, film=film)
        for shot in shots
        if shot.pk in current
    }
    changed = [current[id_].pk for id_, plan in planned.items() if plan.key != current[id_].key]
    kept = {one.shot_id: Recipe.load(one.recipe) for one in Take.objects.filter(pk__in=changed)}
    found: dict[uuid.UUID, Staleness] = {}
    for shot in shots:
        if shot.pk not in current:
            found[shot.pk] = Missing()
        elif shot.pk in kept:
            found[shot.pk] = Stale(tuple(why(kept[shot.pk], planned[shot.pk])))
        else:
            found[shot.pk] = Fresh() if current[shot.pk].key in made else Missing()
    return found


def shoot(shot: Shot, *, seed: int | None = None, quality: str = "final", by: Any, film: Film | None = None) -> Take:
    """Draw a new take of a shot, make it the current one and ask for it to be made; `take.build` is that request.

    Without a seed: the shot's own for the first take, the current take's when the records changed since, else a new one.
    Drawing exactly what the current take is gives that take again. Lines that were spoken since are measured first.

    Raises:
        Refused: SHOT_LOCKED, EDIT_INVALID (a seed out of range), CONSENT_REQUIRED, LICENCE_FORBIDS; OverQuota.
    """
    film = film or Film.around(shot)
    shot = film.by_id.get(shot.pk) or shot
    if shot.pk not in film.by_id:
        raise Refused("This shot is archived. Bring it back to shoot it.", "NOT_READY")
    if shot.locked:
        raise Refused(f"Shot {film.slate(shot)} is locked: its take stays. Unlock it to shoot again.", "SHOT_LOCKED")
    timing.fit(film.project, by=by, film=film)
    if seed is None:
        seed = _seed(film, shot, quality)
    elif not 0 <= seed < SEEDS:
        raise Refused(f"A seed lies in 0 … {SEEDS - 1}, not at {seed}.", "EDIT_INVALID")
    return draw(film, [(shot, seed)], quality=quality, by=by)[0]


def remake(
    film: Film,
    *,
    by: Any,
    quality: str = "final",
    priority: Priority = Priority.NORMAL,
    states: Mapping[uuid.UUID, Staleness] | None = None,
    most: int | None = None,
) -> list[Take]:
    """Shoot what is missing or stale, and nothing else; kept takes and locked shots stay. The takes that are being made.

    `states` limits it to some shots and spares asking again how they stand; `most` limits it to the first so many.
    """
    states = staleness_of(film.project, film=film) if states is None else states
    again: list[Take] = []
    wanted: list[tuple[Shot, int]] = []
    for shot in film.shots:
        take, state = film.takes.get(shot.take_id) if shot.take_id else None, states.get(shot.pk)
        if most is not None and len(again) + len(wanted) >= most:
            break
        if isinstance(state, Missing) and take is not None:
            again.append(take)
        elif isinstance(state, Missing) or (isinstance(state, Stale) and take and not take.kept and not shot.locked):
            wanted.append((shot, take.seed if take else shot.seed))
    if again:
        _with_recipes(again)
        guards.check(film, (), [Recipe.load(take.recipe) for take in again])
        _ask(film, again, by=by, priority=priority)
    return [*again, *draw(film, wanted, quality=quality, by=by, priority=priority)]


def draw(
    film: Film,
    wanted: Sequence[tuple[Shot, int]],
    *,
    quality: str = "final",
    by: Any,
    priority: Priority = Priority.NORMAL,
) -> list[Take]:
    """A take for each (shot, seed), current from now on and asked for: all of them in two edits.

    The first edit makes the takes, the second puts them on their shots, so that undoing the second switches back and keeps them.
    """
    if not wanted:
        return []
    recipes = [plans.take(shot, seed=seed, quality=quality, film=film) for shot, seed in wanted]
    guards.check(film, [shot for shot, _ in wanted], recipes)
    with transaction.atomic():
        takes = _written(film, wanted, recipes, quality, by)
    _ask(film, takes, by=by, priority=priority)
    return takes


def keep(take: Take, *, by: Any) -> edits.Revision:
    """Print it: this take is the shot's, and nothing that changes later makes it go."""
    changes = [
        Change(kind="take", id=take.pk, set={"kept": True, "archived": False}),
        Change(kind="shot", id=take.shot_id, set={"take": str(take.pk)}),
    ]
    return edits.change(take.project, changes, by=by, label=f"Keep take {take.number}")


def lock(shot: Shot, *, by: Any, locked: bool = True) -> edits.Revision:
    """A locked shot keeps its take, whatever changes."""
    return edits.change(shot.project, [Change(kind="shot", id=shot.pk, set={"locked": locked})], by=by, label="Lock")


def _written(film: Film, wanted: Sequence[tuple[Shot, int]], recipes: Sequence[Recipe], quality: str, by: Any) -> list[Take]:
    project = Project.objects.select_for_update().get(pk=film.project.pk)
    ids = [shot.pk for shot, _ in wanted]
    counted = Take.objects.filter(shot_id__in=ids).values_list("shot_id").annotate(last=Max("number"))
    last: dict[uuid.UUID, int] = dict(counted)
    same = {(one.shot_id, one.key): one for one in Take.objects.filter(pk__in=Shot.objects.filter(pk__in=ids).values("take_id"))}
    takes, new = [], []
    for (shot, seed), recipe in zip(wanted, recipes, strict=True):
        take = same.get((shot.pk, recipe.key))
        if take is None:
            take = Take(
                pk=uuid.uuid4(), project=project, shot=shot, number=last.get(shot.pk, 0) + 1, recipe=recipe.dump(),
                key=recipe.key, seed=seed, quality=quality, by=by,
            )  # fmt: skip
            new.append(take)
        takes.append(take)
    if new:
        named = ", ".join(f"{film.slate(take.shot)}-{take.number}" for take in new[:3]) + (" …" if len(new) > 3 else "")
        edits.change(project, [_as_change(take) for take in new], by=by, label=f"Take {named}")
        Take.objects.bulk_update(new, ["recipe", "by", "at"], batch_size=100)
        shown = [Change(kind="shot", id=take.shot_id, set={"take": str(take.pk)}) for take in new]
        edits.change(project, shown, by=by, label=f"Show {named}")
        film.project.revision = project.revision
    for take in takes:
        shot = film.by_id[take.shot_id]
        shot.take_id = take.pk
        film.takes[take.pk] = take
    return takes


def _as_change(take: Take) -> Change:
    fields = {
        "shot": str(take.shot_id), "number": take.number, "key": take.key, "seed": take.seed, "quality": take.quality,
    }  # fmt: skip
    return Change(kind="take", id=take.pk, set=fields)


def _ask(film: Film, takes: Iterable[Take], *, by: Any, priority: Priority) -> None:
    for take in takes:
        label = f"{film.slate(film.by_id[take.shot_id])}-{take.number}"
        recipe = Recipe.load(take.recipe)
        take.build = _asked(film.project, recipe, label, by, priority)


def _asked(project: Project, recipe: Recipe, label: str, by: Any, priority: Priority) -> Build:
    return builds.request(project.workspace, recipe, channel=project.channel, label=label, priority=priority, by=by)


def _with_recipes(takes: Iterable[Take]) -> None:
    found = dict(Take.objects.filter(pk__in=[one.pk for one in takes]).values_list("pk", "recipe"))
    for one in takes:
        one.recipe = found[one.pk]


def _seed(film: Film, shot: Shot, quality: str) -> int:
    take = film.takes.get(shot.take_id) if shot.take_id else None
    if take is None:
        return shot.seed
    if plans.take(shot, seed=take.seed, quality=quality, film=film).key != take.key:
        return take.seed
    return secrets.randbelow(SEEDS)


def kept_keys(workspace_id: uuid.UUID) -> list[str]:
    """The keys whose bytes are never forgotten: of every take that is not put away."""
    takes = Take.objects.filter(project__workspace_id=workspace_id, archived=False, project__archived=False)
    return list(takes.values_list("key", flat=True))
