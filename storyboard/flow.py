"""A film is made by pushing it on: voices, then lengths, then shots. A push may come twice, or late, to the same end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from generation import builds
from generation.models import Build, Priority
from generation.operation import OperationFailed
from generation.recipe import RecipeInvalid
from storyboard import costing, plans, takes, timing
from storyboard.film import Film
from storyboard.models import Project, Shot
from storyboard.said import Said
from studio.access import require
from studio.errors import StudioError
from studio.models import Role

log = logging.getLogger(__name__)
MOST = 150  # builds asked for in one push: a long film is asked for in parts, so that no request waits long


@dataclass
class Step:
    """Where a film is: `voices` while lines are being spoken, `shots` while takes are being made, `done` when neither is.

    `builds` were asked for in this step; `failed` says what cannot be made until a person changes something; `group` is what the
    edits that show its takes have in common, those of later steps too.
    """

    at: str
    builds: list[Build] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    group: UUID | None = None


def produce(project: Project, *, by: Any, quality: str = "final", priority: Priority = Priority.NORMAL) -> Step:
    """Make whatever is missing or stale, and go on by itself until the film can be cut. What failed is tried again.

    Raises:
        NotFound, Forbidden: when this person may not edit the project. Refused, OverQuota: as `takes.shoot`.
    """
    require(by, project.workspace_id, Role.EDITOR)
    under_way = Project.objects.filter(pk=project.pk, producing__isnull=False).values_list("producing_group", flat=True).first()
    group = under_way or uuid4()
    Project.objects.filter(pk=project.pk).update(producing=by, producing_quality=quality, producing_group=group)
    step = push(project, by=by, quality=quality, priority=priority, retry=True, group=group)
    step.group = group
    return step


def stop(project: Project, *, by: Any) -> None:
    """Do not go on by itself, and cancel what is being made for this film. What is made is kept."""
    require(by, project.workspace_id, Role.EDITOR)
    Project.objects.filter(pk=project.pk).update(producing=None)
    builds.cancel_all(Build.objects.filter(workspace=project.workspace_id, channel=project.channel))


def push(
    project: Project,
    *,
    by: Any,
    quality: str = "final",
    priority: Priority = Priority.NORMAL,
    retry: bool = False,
    most: int | None = MOST,
    group: UUID | None = None,
) -> Step:
    """Ask for the next things that can be made now, at most so many. Failures stay failures unless `retry`."""
    film = Film.of(project)
    fitted = timing.fit(project, by=by, film=film)
    states = _states(project, [one.key for one in fitted.waiting])
    lines = [one for one in fitted.waiting if _wanted(states.get(one.key), retry)]
    if lines:
        asked = timing.request_voices(film, lines[:most], by=by, priority=priority)
        return Step("voices", asked, fitted.warnings)
    unspoken = _failed(project, states)
    if Build.State.ACTIVE in states.values():
        return Step("voices", [], fitted.warnings, reasons(unspoken))

    found = takes.staleness_of(project, film=film, causes=False)
    current = {shot.pk: film.takes[shot.take_id].key for shot in film.shots if shot.take_id in film.takes}
    missing = [current[id_] for id_, state in found.items() if isinstance(state, takes.Missing) and id_ in current]
    states = _states(project, missing)
    skip = {id_ for id_, key in current.items() if key in states and not _wanted(states[key], retry)}
    if not retry:  # going on by itself: what was changed meanwhile is not ordered, for nobody was told what it costs
        skip |= costing.paid(film, (id_ for id_, state in found.items() if isinstance(state, takes.Stale)))
    due = {id_: one for id_, one in found.items() if id_ not in skip}
    drawn = takes.remake(film, by=by, quality=quality, priority=priority, states=due, most=most, group=group)
    asked = [take.build for take in drawn if take.build is not None]
    failed = reasons([*unspoken, *_failed(project, states)])
    if asked or Build.State.ACTIVE in states.values():
        return Step("shots", asked, fitted.warnings, failed)
    Project.objects.filter(pk=project.pk).update(producing=None)
    return Step("done", [], fitted.warnings, failed)


def push_all() -> int:
    """Push every film that somebody asked for and that nothing is being made for just now; how many there were.

    One film's trouble is its own: a film that cannot go on is let go, and says why when somebody asks for it again.
    """
    wanted = Project.objects.filter(producing__isnull=False).select_related("workspace", "producing")
    for project in wanted:
        if Build.objects.filter(channel=project.channel, status=Build.State.ACTIVE).exists():
            continue
        try:
            push(project, by=project.producing, quality=project.producing_quality, group=project.producing_group)
        except (StudioError, OperationFailed, RecipeInvalid) as problem:
            log.warning("%s cannot go on: %s", project.id, problem)
            Project.objects.filter(pk=project.pk).update(producing=None)
    return len(wanted)


def speak(film: Film, shots: Iterable[Shot], *, by: Any, wait: Callable[[list[Build]], None]) -> list[Said]:
    """Have the lines of these shots spoken and the shots fitted to them before going on; warnings. `wait` waits for builds.

    Raises:
        Refused, OverQuota: as `takes.shoot`; whatever `wait` raises.
    """
    chosen = {one.key for shot in shots for one in plans.spoken(shot, film=film)}
    waiting = [one for one in timing.fit(film.project, by=by, film=film).waiting if one.key in chosen]
    if waiting:
        wait(timing.request_voices(film, waiting, by=by))
    return timing.fit(film.project, by=by, film=film).warnings


def reasons(failed: Iterable[Build]) -> list[str]:
    """What each of these builds failed on, in a sentence, each sentence once."""
    found: dict[str, str] = {}
    for build in failed:
        error = builds.progress_of(build).error or {}
        ended = "It was cancelled." if build.status == Build.State.CANCELLED else "No reason was given."
        found.setdefault(str(error.get("message", ended)), build.label)
    return [f"{label}: {message}" for message, label in found.items()]


def _states(project: Project, keys: Collection[str]) -> dict[str, str]:
    """The status of the latest build of each of these recipes for this film."""
    rows = Build.objects.filter(workspace=project.workspace_id, channel=project.channel, root__in=list(keys))
    return dict(rows.order_by("created").values_list("root", "status"))


def _wanted(state: str | None, retry: bool) -> bool:
    return state != Build.State.ACTIVE and (retry or state != Build.State.FAILED)


def _failed(project: Project, states: dict[str, str]) -> list[Build]:
    roots = [key for key, state in states.items() if state == Build.State.FAILED]
    failed = Build.objects.filter(workspace=project.workspace_id, channel=project.channel, root__in=roots)
    return list({build.root: build for build in failed.order_by("created")}.values())
