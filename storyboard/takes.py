"""Takes: shoot one, keep it, lock it; and whether the current one still is what the records ask for."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from generation import builds
from generation.models import Priority
from generation.recipe import Recipe
from storyboard import derived_plans, edits, guards, plans, timing
from storyboard.causes import Because, why
from storyboard.changes import Change
from storyboard.film import Film
from storyboard.models import SEEDS, Project, Shot, Take
from storyboard.said import Said
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
    project: Project, *, film: Film | None = None, only: Collection[uuid.UUID] | None = None, causes: bool = True
) -> dict[uuid.UUID, Staleness]:
    """The staleness of every shot, in order; one query tells which takes are made, however many shots there are.

    Without `causes` what is stale does not say why: much sooner told.
    """
    film = film or Film.of(project)
    shots = [shot for shot in film.shots if only is None or shot.pk in only]
    current = {shot.pk: film.takes[shot.take_id] for shot in shots if shot.take_id in film.takes}
    made = builds.made(project.workspace_id, [one.key for one in current.values()])
    asked = otherwise(film, only=only)
    stale = causes_of(film, asked) if causes else dict.fromkeys(asked, Stale(()))
    found: dict[uuid.UUID, Staleness] = {}
    for shot in shots:
        if shot.pk not in current:
            found[shot.pk] = Missing()
        elif shot.pk in stale:
            found[shot.pk] = stale[shot.pk]
        else:
            found[shot.pk] = Fresh() if current[shot.pk].key in made else Missing()
    return found


def otherwise(film: Film, *, only: Container[uuid.UUID] | None = None) -> dict[uuid.UUID, Recipe]:
    """What the records ask for, by shot in order, where it is something else than the current take."""
    planned: dict[uuid.UUID, Recipe] = {}
    for shot in film.shots:
        take = film.takes.get(shot.take_id) if shot.take_id else None
        if take is not None and (only is None or shot.pk in only):
            plan = derived_plans.planned(film, shot, take)
            if plan.key != take.key:
                planned[shot.pk] = plan
    return planned


def causes_of(film: Film, planned: Mapping[uuid.UUID, Recipe]) -> dict[uuid.UUID, Stale]:
    """Why each of these plans is not the shot's current take."""
    current = [take for id_ in planned if (take := film.by_id[id_].take_id)]
    kept = {one.shot_id: one.recipe for one in Take.objects.filter(pk__in=current).only("shot_id", "recipe")}
    return {id_: Stale(tuple(why(Recipe.load(kept[id_]), plan))) for id_, plan in planned.items()}


def shoot(shot: Shot, *, seed: int | None = None, quality: str = "final", by: Any, film: Film | None = None) -> Take:
    """Draw a new take of a shot, make it the current one and ask for it to be made; `take.build` is that request.

    Without a seed: the shot's own for the first take, the current take's when the records changed since, else a new one.
    Drawing exactly what the current take is gives that take again. Lines that were spoken since are measured first.

    Raises:
        Refused: SHOT_LOCKED, EDIT_INVALID (a seed out of range), CONSENT_REQUIRED, LICENCE_FORBIDS; OverQuota.
    """
    film = film or Film.around(shot)
    shot = shootable(film, shot)
    timing.fit(film.project, by=by, film=film)
    if seed is None:
        seed = _seed(film, shot, quality)
    elif not 0 <= seed < SEEDS:
        raise Refused(f"A seed lies in 0 … {SEEDS - 1}, not at {seed}.", "EDIT_INVALID")
    return draw(film, [(shot, seed)], quality=quality, by=by)[0]


def several(
    shot: Shot, *, count: int = 1, same_seed: bool = False, quality: str = "final", by: Any
) -> tuple[list[Take], Said | None]:
    """Draw takes of a shot at once, of which the first is the current one from now on; and what is to be said of that.

    With `same_seed` there is one, by the current take's seed, made of another take where the current one is: it shows what
    changed in the records alone. Where nothing did, it is the current take again. Without it each has a seed that no take of the
    shot has, but for the very first: the shot's own.

    Raises:
        Refused: EDIT_INVALID, for several with the same seed; else as `shoot`.
    """
    if same_seed and count > 1:
        raise Refused("The same seed draws the same take every time. Ask for one, or for new seeds.", "EDIT_INVALID")
    film = Film.around(shot)
    shot = shootable(film, shot)
    timing.fit(film.project, by=by, film=film)
    before = film.takes.get(shot.take_id) if shot.take_id else None
    chosen = seeds(shot, before, 1 if shot.footage else count, same=same_seed)
    again = {shot.pk: before} if same_seed and before is not None and before.derived else {}
    drawn = draw(film, [(shot, seed) for seed in chosen], quality=quality, by=by, again=again)
    if before is None or drawn[0].pk != before.pk:
        return drawn, None
    if shot.footage:
        return drawn, Said(
            f"This shot is footage, and take {before.number} shows it as it is now. Choose another stretch for another take.",
            f"这个镜头用的是素材，第 {before.number} 条就是它现在的样子。换一段素材才会有新的一条。",
        )
    return drawn, Said(
        f"Nothing changed since take {before.number} was drawn, so the same seed gives the same take.",
        f"第 {before.number} 条拍摄以来什么都没有改，同一个种子得到的还是这一条。",
    )


def remake(
    film: Film,
    *,
    by: Any,
    quality: str = "final",
    priority: Priority = Priority.NORMAL,
    states: Mapping[uuid.UUID, Staleness] | None = None,
    most: int | None = None,
    group: uuid.UUID | None = None,
) -> list[Take]:
    """Shoot what is missing or stale, and nothing else; kept takes and locked shots stay. The takes that are being made.

    `states` limits it to some shots and spares asking again how they stand; `most` limits it to the first so many.
    """
    states = staleness_of(film.project, film=film, causes=False) if states is None else states
    again: list[Take] = []
    wanted: list[tuple[Shot, int]] = []
    derived: dict[uuid.UUID, Take] = {}
    for shot in film.shots:
        take, state = film.takes.get(shot.take_id) if shot.take_id else None, states.get(shot.pk)
        if most is not None and len(again) + len(wanted) >= most:
            break
        if isinstance(state, Missing) and take is not None:
            again.append(take)
        elif isinstance(state, Missing) or (isinstance(state, Stale) and take and not take.kept and not shot.locked):
            wanted.append((shot, take.seed if take else shot.seed))
            if take is not None and take.derived:
                derived[shot.pk] = take
    if again:
        _with_recipes(again)
        guards.check(film, (), [Recipe.load(take.recipe) for take in again])
        ask(film, again, by=by, priority=priority)
    asked: dict[str, Any] = {"quality": quality, "by": by, "priority": priority, "group": group}
    if film.project.best_of > 1 and (chosen := [(shot, seed) for shot, seed in wanted if shot.pk not in derived]):
        from storyboard import choosing  # it draws by this module

        again += choosing.several(film, chosen, count=film.project.best_of, bar=film.project.bar, **asked)
        wanted = [(shot, seed) for shot, seed in wanted if shot.pk in derived]
    return [*again, *draw(film, wanted, again=derived, **asked)]


def draw(
    film: Film,
    wanted: Sequence[tuple[Shot, int]],
    *,
    quality: str = "final",
    by: Any,
    priority: Priority = Priority.NORMAL,
    group: uuid.UUID | None = None,
    again: Mapping[uuid.UUID, Take] | None = None,
    watched: bool = True,
) -> list[Take]:
    """A take for each (shot, seed), current from now on and asked for: all of them in two edits.

    The first edit makes the takes, the second puts them on their shots, so that undoing the second switches back and keeps them;
    `group` is the second's. Of several takes of one shot the first is the current one. A shot of `again` gets its take made anew
    as that was made of another, whatever the seed. `watched`: what a model spoils is drawn again by itself.
    """
    if not wanted:
        return []
    try:
        new = [_drawn(film, shot, seed, quality, (again or {}).get(shot.pk)) for shot, seed in wanted]
    finally:
        film.ahead.clear()
    takes = written(film, new, by=by, priority=priority, group=group)
    if watched:
        from storyboard import choosing  # it draws again by this very function

        choosing.watch(film, takes, quality=quality, by=by)
    return takes


@dataclass(frozen=True)
class New:
    """A take to be written; `also` is set on its shot in the edit that shows it."""

    shot: Shot
    recipe: Recipe
    seed: int
    quality: str
    derived: dict[str, Any] | None = None
    also: Mapping[str, Any] = field(default_factory=dict)


def written(
    film: Film, new: Sequence[New], *, by: Any, priority: Priority = Priority.NORMAL, group: uuid.UUID | None = None
) -> list[Take]:
    """These takes, current from now on and asked for, as `draw` says.

    Raises:
        Refused: CONSENT_REQUIRED, LICENCE_FORBIDS; OverQuota.
    """
    takes = put_down(film, new, by=by, group=group)
    ask(film, takes, by=by, priority=priority)
    return takes


def put_down(film: Film, new: Sequence[New], *, by: Any, group: uuid.UUID | None = None) -> list[Take]:
    """These takes as records, shown on their shots; nothing is asked for. Raises as `written`."""
    guards.check(film, [one.shot for one in new], [one.recipe for one in new])
    with transaction.atomic():
        return _written(film, new, by, group)


def _drawn(film: Film, shot: Shot, seed: int, quality: str, again: Take | None) -> New:
    """A take as the records have it now. What goes on from this shot is planned from it, though it is not written yet."""
    if again is not None:
        recipe = derived_plans.planned(film, shot, again)
        new = New(shot, recipe, again.seed, again.quality, again.derived)
    else:
        new = New(shot, plans.take(shot, seed=seed, quality=quality, film=film), seed, quality)
    going_on = film.following(shot)
    if going_on is not None and (going_on.direction or {}).get("continues") and shot.pk not in film.ahead:
        film.ahead[shot.pk] = Take(shot=shot, recipe=new.recipe.dump(), key=new.recipe.key, seed=new.seed, quality=new.quality)
    return new


def keep(take: Take, *, by: Any, group: uuid.UUID | None = None, label: str = "") -> edits.Revision:
    """Print it: this take is the shot's, and nothing that changes later makes it go."""
    changes = [
        Change(kind="take", id=take.pk, set={"kept": True, "archived": False}),
        Change(kind="shot", id=take.shot_id, set={"take": str(take.pk)}),
    ]
    return edits.change(take.project, changes, by=by, label=label or f"Keep take {take.number}", group=group)


def lock(shot: Shot, *, by: Any, locked: bool = True) -> edits.Revision:
    """A locked shot keeps its take, whatever changes."""
    return edits.change(shot.project, [Change(kind="shot", id=shot.pk, set={"locked": locked})], by=by, label="Lock")


def _written(film: Film, wanted: Sequence[New], by: Any, group: uuid.UUID | None) -> list[Take]:
    project = Project.objects.select_for_update().get(pk=film.project.pk)
    ids = list({one.shot.pk for one in wanted})
    counted = Take.objects.filter(shot_id__in=ids).values_list("shot_id").annotate(last=Max("number"))
    last: dict[uuid.UUID, int] = dict(counted)
    same = {(one.shot_id, one.key): one for one in Take.objects.filter(pk__in=Shot.objects.filter(pk__in=ids).values("take_id"))}
    takes, new = [], []
    for one in wanted:
        take = same.get((one.shot.pk, one.recipe.key))
        if take is None:
            last[one.shot.pk] = number = last.get(one.shot.pk, 0) + 1
            take = Take(
                pk=uuid.uuid4(), project=project, shot=one.shot, number=number, recipe=one.recipe.dump(), key=one.recipe.key,
                seed=one.seed, quality=one.quality, by=by, revision=project.revision, derived=one.derived,
            )  # fmt: skip
            new.append(take)
            same[one.shot.pk, one.recipe.key] = take  # footage has no seed: another draw of it is the same take
        takes.append(take)
    also = {one.shot.pk: dict(one.also) for one in reversed(wanted)}
    current = {take.shot_id: take for take in reversed(takes)}
    if new:
        named = ", ".join(f"{film.slate(take.shot)}-{take.number}" for take in new[:3]) + (" …" if len(new) > 3 else "")
        edits.change(project, [_as_change(take) for take in new], by=by, label=f"Take {named}")
        Take.objects.bulk_update(new, ["recipe", "by", "at", "revision"], batch_size=100)
        shown = [
            Change(kind="shot", id=take.shot_id, set={"take": str(take.pk), **also[take.shot_id]})
            for take in new
            if current[take.shot_id] is take
        ]
        if shown:
            edits.change(project, shown, by=by, label=f"Show {named}", group=group)
        film.project.revision = project.revision
    for shot_id, take in current.items():
        film.by_id[shot_id].take_id = take.pk
        film.takes[take.pk] = take
    return takes


def _as_change(take: Take) -> Change:
    fields = {
        "shot": str(take.shot_id), "number": take.number, "key": take.key, "seed": take.seed, "quality": take.quality,
        **({"derived": take.derived} if take.derived else {}),
    }  # fmt: skip
    return Change(kind="take", id=take.pk, set=fields)


def ask(film: Film, takes: Iterable[Take], *, by: Any, priority: Priority = Priority.NORMAL) -> None:
    """Ask for these takes to be made; each has its `build` then."""
    asked = list(takes)
    wishes = [
        builds.Wish(Recipe.load(one.recipe), f"{film.slate(film.by_id[one.shot_id])}-{one.number}", priority, one.shot_id)
        for one in asked
    ]
    made = builds.request_many(film.project.workspace, wishes, channel=film.project.channel, by=by)
    for take, build in zip(asked, made, strict=True):
        take.build = build


def _with_recipes(takes: Iterable[Take]) -> None:
    found = dict(Take.objects.filter(pk__in=[one.pk for one in takes]).values_list("pk", "recipe"))
    for one in takes:
        one.recipe = found[one.pk]


def shootable(film: Film, shot: Shot) -> Shot:
    """The film's own object of a shot that may be shot. Raises Refused NOT_READY, SHOT_LOCKED."""
    found = film.by_id.get(shot.pk)
    if found is None:
        raise Refused("This shot is archived. Bring it back to shoot it.", "NOT_READY")
    if found.locked:
        raise Refused(f"Shot {film.slate(found)} is locked: its take stays. Unlock it to shoot again.", "SHOT_LOCKED")
    return found


def seeds(shot: Shot, current: Take | None, count: int, *, same: bool = False) -> list[int]:
    """So many seeds that no take of the shot has, but for its very first: the shot's own. `same`: the current take's."""
    if same:
        return [current.seed if current else shot.seed]
    used = set(Take.objects.filter(shot=shot).values_list("seed", flat=True))
    found = [] if used else [shot.seed]
    while len(found) < count:
        seed = secrets.randbelow(SEEDS)
        if seed not in used and seed not in found:
            found.append(seed)
    return found


def _seed(film: Film, shot: Shot, quality: str) -> int:
    take = film.takes.get(shot.take_id) if shot.take_id else None
    if take is None:
        return shot.seed
    drawn = take
    while drawn.derived and (base := film.kept(uuid.UUID(drawn.derived["of"]))) is not None and base.shot_id == shot.pk:
        drawn = base  # what the current one was made of: another with its seed would be that one again
    if not drawn.derived and plans.take(shot, seed=drawn.seed, quality=quality, film=film).key != drawn.key:
        return drawn.seed
    return secrets.randbelow(SEEDS)


def kept_keys(workspace_id: uuid.UUID) -> list[str]:
    """The keys whose bytes are never forgotten: of every take that is not put away."""
    takes = Take.objects.filter(project__workspace_id=workspace_id, archived=False, project__archived=False)
    return list(takes.values_list("key", flat=True))
