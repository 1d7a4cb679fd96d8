"""Best of several, and nothing spoiled: takes are looked at as they are made, by the server alone. A push may come twice."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from generation import builds
from generation.models import Build, Node, Priority
from generation.operation import OperationFailed
from generation.recipe import RecipeInvalid
from storyboard import choosing_anew, choosing_words, edits, scores, takes, timing
from storyboard.changes import Change
from storyboard.film import Film
from storyboard.models import SEEDS, Project, Run, Score, Shot, Take
from storyboard.said import Said
from studio.errors import Refused, StudioError

log = logging.getLogger(__name__)
MOST_AGAIN = 2  # a take that comes out spoiled is drawn again so often
SPOILED = "OUTPUT_SPOILED"
_looked: dict[UUID, list[Any]] = {}  # what was seen of each run when this process last pushed it


@dataclass
class Seen:
    """A take of a run: `drawing`, `made`, `scoring`, `scored`, `spoiled` or `lost` (cancelled, or failed by something else)."""

    take: Take
    state: str
    score: Score | None = None
    problem: str = ""

    @property
    def wrong(self) -> bool:
        """Whether nobody can use it."""
        return self.state == "spoiled" or bool(self.faults)

    @property
    def faults(self) -> list[Mapping[str, Any]]:
        """What is wrong with what is new in it."""
        return choosing_anew.own_faults(self.take, self.score.found["faults"] if self.score and self.score.found else ())

    @property
    def mark(self) -> float:
        """What it is ranked by; −1 where nobody knows."""
        return float(self.score.found["score"]) if self.score and self.score.found else -1.0


def best(shots: Sequence[Shot], *, count: int, quality: str = "final", bar: float | None = None, by: Any) -> list[Take]:
    """Draw so many takes of each shot, of which the best is kept once they are made: one edit, which can be undone.

    The first of each is current from now on. Where one passes the `bar` no more are drawn. It goes on by itself, with no
    browser open. A shot of footage has one take, whatever is asked.

    Raises:
        Refused: EDIT_INVALID for shots of several films, or none; else as `takes.shoot`.
    """
    if len({shot.project_id for shot in shots}) != 1:
        raise Refused("Choose shots of one film.", "EDIT_INVALID")
    project = shots[0].project
    film = Film.of(project, scenes=list({shot.scene_id for shot in shots}))
    chosen = list({one.pk: takes.shootable(film, one) for one in shots}.values())
    timing.fit(project, by=by, film=film)
    return several(film, [(shot, None) for shot in chosen], count=count, quality=quality, bar=bar, keep=True, by=by)


def several(
    film: Film,
    shots: Iterable[tuple[Shot, int | None]],
    *,
    count: int,
    quality: str = "final",
    bar: float | None = None,
    keep: bool = False,
    by: Any,
    priority: Priority = Priority.NORMAL,
    group: UUID | None = None,
) -> list[Take]:
    """Draw so many takes of each of these shots of a film, the first by the seed that is given; the best is shown, or kept."""
    wanted: list[tuple[Shot, int]] = []
    for shot, first in shots:
        current = film.takes.get(shot.take_id) if shot.take_id else None
        more = takes.seeds(shot, current, 1 if shot.footage else count)
        own = [] if first is None else [first]
        wanted += [(shot, seed) for seed in [*own, *(one for one in more if one not in own)][: len(more)]]
    group = group or uuid4()
    drawn = takes.draw(film, wanted, quality=quality, by=by, priority=priority, group=group, watched=False)
    by_shot: dict[UUID, list[str]] = {}
    for take in drawn:
        by_shot.setdefault(take.shot_id, []).append(str(take.pk))
    Run.objects.bulk_create(
        Run(
            project=film.project, shot_id=shot, takes=list(dict.fromkeys(ids)), count=count, quality=quality, bar=bar, keep=keep,
            group=group, by_id=by.pk if by is not None else None,
        )
        for shot, ids in by_shot.items()
    )  # fmt: skip
    return drawn


def watch(film: Film, drawn: Iterable[Take], *, quality: str, by: Any) -> None:
    """Look at these takes once they are made, where a trained model makes them: it may spoil them."""
    for take in drawn:
        if choosing_anew.watched(take):
            known = Run.objects.filter(shot=take.shot_id, active=True)
            if not any(str(take.pk) in run.takes for run in known):
                Run.objects.create(
                    project=film.project, shot_id=take.shot_id, takes=[str(take.pk)], quality=quality,
                    by_id=by.pk if by is not None else None,
                )  # fmt: skip


def push_all() -> int:
    """Push every run that is not over and of which something has changed; how many are not over.

    One shot's trouble is its own: a run that cannot go on is let go.
    """
    active = list(Run.objects.filter(active=True).order_by("created").select_related("project__workspace", "by"))
    signs = _signs(active)
    for gone in _looked.keys() - signs.keys():
        del _looked[gone]
    for run in active:
        if _looked.get(run.pk) == signs[run.pk]:
            continue
        _pushed(run)
        _looked[run.pk] = signs[run.pk]
    return len(active)


def _pushed(run: Run) -> None:
    try:
        push(run)
    except (StudioError, OperationFailed, RecipeInvalid) as problem:
        log.warning("%s cannot go on: %s", run, problem)
        Run.objects.filter(pk=run.pk).update(active=False)


def see_through(project: Project, wait: Callable[[list[Build]], object]) -> None:
    """Push a film's choices until none is open, where no server does that; `wait` waits until what they asked for has ended."""
    while True:
        for run in (
            Run.objects.filter(project=project, active=True).order_by("created").select_related("project__workspace", "by")
        ):
            _pushed(run)
        open_ = list(Run.objects.filter(project=project, active=True))
        takes_ = Take.objects.filter(pk__in=[one for run in open_ for one in run.takes])
        keys = [*takes_.values_list("key", flat=True), *Score.objects.filter(take__in=takes_).values_list("key", flat=True)]
        asked = list(Build.objects.filter(workspace=project.workspace_id, root__in=keys, status=Build.State.ACTIVE))
        if not asked:
            return  # all are over, or wait for what nobody makes
        wait(asked)


def unmended(project: Project, failed: Iterable[Build]) -> list[Build]:
    """Those of these builds in whose place nothing was drawn: of no take, or of one that a shot still shows."""
    drawn = dict(Take.objects.filter(project=project).values_list("key", "pk"))
    shown = set(Shot.objects.filter(project=project, archived=False).values_list("take_id", flat=True))
    return [one for one in failed if one.root not in drawn or drawn[one.root] in shown]


def _signs(active: Sequence[Run]) -> dict[UUID, list[Any]]:
    """What tells that something has changed for a run, in four queries for all of them."""
    if not active:
        return {}
    rows = Take.objects.filter(pk__in=[one for run in active for one in run.takes])
    kept = {str(pk): (key, archived) for pk, key, archived in rows.values_list("pk", "key", "archived")}
    measured = dict(Score.objects.filter(take__in=list(kept)).values_list("take_id", "key"))
    keys = [key for key, _ in kept.values()]
    nodes = Node.objects.filter(key__in=[*keys, *measured.values()])
    states: dict[tuple[UUID, str], list[Any]] = {}
    for workspace, key, *both in nodes.values_list("workspace_id", "key", "status", "evicted"):
        states.setdefault((workspace, key), []).extend(both)
    asked = Build.objects.filter(root__in=[*keys, *measured.values()]).order_by("created")
    for workspace, key, state in asked.values_list("workspace_id", "root", "status"):
        states.setdefault((workspace, key), []).append(state)
    found: dict[UUID, list[Any]] = {}
    for run in active:
        signs = found.setdefault(run.pk, [])
        for one in run.takes:
            key, archived = kept.get(one, ("", True))
            signs.append((archived, *states.get((run.project.workspace_id, key), ())))
            signs.append(tuple(states.get((run.project.workspace_id, measured.get(UUID(one), "")), ())))
    return found


def push(run: Run) -> None:
    """Do what can be done now for a run: measure what is made, draw again what is spoiled, stop at the bar, choose at the end."""
    with transaction.atomic():
        locked = Run.objects.select_for_update().filter(pk=run.pk, active=True).select_related("project__workspace", "by").first()
        if locked is None:
            return
        run, project = locked, locked.project
        shot = (
            Shot.objects.filter(pk=run.shot_id, archived=False, scene__archived=False).select_related("project", "scene").first()
        )
        if shot is None:
            Run.objects.filter(pk=run.pk).update(active=False)
            return
        film = Film.around(shot)
        film.project = project
        seen = look(run)
        if made := [one.take for one in seen if one.state == "made"]:
            scores.ask(film, made, by=run.by)
        _stop_early(run, seen)
        if not run.passed:
            _again(run, film, film.by_id[shot.pk], seen)
        run.save(update_fields=["takes", "again", "passed", "active"])
        if all(one.state in ("scored", "spoiled", "lost") for one in look(run)):
            _end(run, film, shot)


def look(run: Run) -> list[Seen]:
    """How each take of a run stands; answers that came since are written down."""
    rows = {str(one.pk): one for one in Take.objects.filter(pk__in=run.takes, archived=False)}
    kept = [rows[id_] for id_ in run.takes if id_ in rows]
    workspace = run.project.workspace_id
    made = builds.made(workspace, [one.key for one in kept])
    asked = Build.objects.filter(workspace=workspace, root__in=[one.key for one in kept]).order_by("created").defer("recipe")
    last = {one.root: one for one in asked}
    known = {one.take_id: one for one in Score.objects.filter(take__in=kept)}
    states = scores.settle(run.project, known.values())
    found = []
    for take in kept:
        score, build = known.get(take.pk), last.get(take.key)
        if score is not None and score.found is not None:
            found.append(Seen(take, "scored", score))
        elif take.key in made:
            state = states.get(take.pk, "")
            found.append(Seen(take, {"": "made", "failed": "lost", "cancelled": "lost"}.get(state, "scoring"), score))
        elif build is not None and build.status == Build.State.ACTIVE:
            found.append(Seen(take, "drawing"))
        else:
            failed = builds.progress_of(build).error if build is not None and build.status == Build.State.FAILED else None
            spoiled = bool(failed) and (failed or {}).get("code") == SPOILED
            found.append(Seen(take, "spoiled" if spoiled else "lost", None, str((failed or {}).get("message", ""))))
    return found


def ranked(seen: Iterable[Seen]) -> list[Seen]:
    """Takes that are measured, the best first; of equal ones the earlier."""
    return sorted((one for one in seen if one.state == "scored"), key=lambda one: (one.wrong, -one.mark, one.take.number))


def _stop_early(run: Run, seen: Sequence[Seen]) -> None:
    """Where the bar is passed, nobody wants the rest any more; what is made of it stays."""
    if run.bar is None or run.passed or not any(one.mark >= run.bar and not one.wrong for one in seen):
        return
    run.passed = True
    rest = [one for one in seen if one.state == "drawing"]
    waiting = Build.objects.filter(
        workspace=run.project.workspace_id, status=Build.State.ACTIVE, root__in=[one.take.key for one in rest]
    )
    builds.cancel_all(waiting)
    made = builds.made(run.project.workspace_id, [one.take.key for one in rest])  # some may have been, just now
    away = [one.take for one in rest if one.take.key not in made]
    if away:
        changes = [Change(kind="take", id=one.pk, set={"archived": True}) for one in away]
        edits.change(run.project, changes, by=run.by, label="Takes not drawn: one is good enough", group=run.group)


def _again(run: Run, film: Film, shot: Shot, seen: Sequence[Seen]) -> None:
    """Draw anew what is spoiled, by another seed, `MOST_AGAIN` times for each take that was asked for."""
    told = {one["take"] for one in run.again}
    depth = {one["by"]: one["depth"] for one in run.again}
    for one in seen:
        id_ = str(one.take.pk)
        if not one.wrong or id_ in told or shot.locked or (shot.footage and not one.take.derived):
            continue
        if one.take.derived and str(shot.take_id) not in run.takes:
            continue  # it was looked at and put by: nobody waits for another
        said = choosing_words.wrong(one.faults, one.problem)
        if depth.get(id_, 0) >= MOST_AGAIN:
            run.again.append({"take": id_, "seed": None, "by": None, "depth": depth[id_], **said.words})
            _note(run, one.take, choosing_words.given_up(said, MOST_AGAIN))
            continue
        seed = secrets.randbelow(SEEDS)
        before = shot.take_id
        if one.take.derived:
            anew = choosing_anew.another(film, shot, one.take, seed)
            drawn = takes.written(film, [anew], by=run.by, group=run.group)[0]
        else:
            drawn = takes.draw(film, [(shot, seed)], quality=run.quality, by=run.by, group=run.group, watched=False)[0]
        if before is not None and before != one.take.pk:  # somebody looks at another take: that stays
            back = Change(kind="shot", id=shot.pk, set={"take": str(before)})
            edits.change(run.project, [back], by=run.by, label="Show the same take as before", group=run.group)
            shot.take_id = before
        run.takes.append(str(drawn.pk))
        run.again.append({"take": id_, "seed": seed, "by": str(drawn.pk), "depth": depth.get(id_, 0) + 1, **said.words})
        _note(run, one.take, choosing_words.drawn_again(said, drawn.number, seed))


def _end(run: Run, film: Film, shot: Shot) -> None:
    """Everything is made that will be: the best is kept, unless somebody has chosen another meanwhile."""
    order = ranked(look(run))
    first = order[0].take if order else None
    Run.objects.filter(pk=run.pk).update(active=False, best=first.pk if first else None)
    now = Shot.objects.only("take_id", "locked").get(pk=shot.pk)
    if first is None or now.locked or str(now.take_id) not in run.takes:
        return
    if run.keep and run.count > 1 and not order[0].wrong:
        named = f"Best of {len(order)}: take {first.number} of {film.slate(shot)} ({order[0].mark:.2f})"
        takes.keep(first, by=run.by, group=run.group, label=named)
    elif now.take_id != first.pk:
        change = Change(kind="shot", id=shot.pk, set={"take": str(first.pk)})
        edits.change(run.project, [change], by=run.by, label=f"Show take {first.number}", group=run.group)


def _note(run: Run, take: Take, said: Said) -> None:
    """What happened stands on the take itself, unless somebody wrote there."""
    if not take.note:
        words = (said.zh if run.project.language == "zh" else str(said))[:1000]
        edits.change(
            run.project, [Change(kind="take", id=take.pk, set={"note": words})], by=run.by, label="Note", group=run.group
        )


def told(project: Project) -> list[Run]:
    """The runs of a film, oldest first."""
    return list(Run.objects.filter(project=project).order_by("created"))
