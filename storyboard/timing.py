"""Once voices are spoken, shots are made as long as their lines: measured in samples, written as an edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from generation import builds, media
from generation.models import Artifact, Build, Priority
from generation.recipe import Recipe
from storyboard import edits, guards, pacing, plans
from storyboard.changes import Change
from storyboard.film import Film
from storyboard.models import Project
from storyboard.said import Said


@dataclass
class Measured:
    """What fitting did: how many shots were fitted, the lines that nobody has spoken yet, and what a person must hear of."""

    shots: int = 0
    waiting: list[Recipe] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)


def request_voices(film: Film, lines: Sequence[Recipe], *, by: Any, priority: Priority = Priority.NORMAL) -> list[Build]:
    """Ask for these lines (as `Measured.waiting` names them) to be spoken: one build a line, each line once."""
    project = film.project
    shots = {one.key: shot for shot in reversed(film.shots) for one in plans.spoken(shot, film=film)}
    guards.check(film, [shot for shot in film.shots if shot.dialogue], lines)
    wishes = []
    for one in {one.key: one for one in lines}.values():
        shot = shots.get(one.key)
        named = film.slate(shot) if shot else project.title
        wishes.append(builds.Wish(one, f"Voices of {named}", priority, shot.pk if shot else None))
    return builds.request_many(project.workspace, wishes, channel=project.channel, by=by)


def fit(project: Project, *, by: Any, film: Film | None = None) -> Measured:
    """Measure the lines that were spoken since, and make their shots as long as they need to be, in one edit.

    A shot whose length or take a person locked keeps its length: its breath is shortened, then its voices by at most 8 %, and
    where even that is not enough a warning says by how much. Harmless at any time.
    """
    film = film or Film.of(project)
    rate = media.rate(project.rate)
    result = Measured()
    lines = {shot.pk: plans.spoken(shot, film=film) for shot in film.shots if shot.dialogue}
    unheard = {one.key: one for shot in film.shots for one in lines.get(shot.pk, []) if one.key not in shot.voices}
    lengths = samples_of(project, unheard)
    result.waiting = [one for key, one in unheard.items() if key not in lengths]
    changes: list[Change] = []
    for shot in film.shots:
        spoken = lines.get(shot.pk, [])
        known = {**shot.voices, **lengths}
        if all(one.key in shot.voices for one in spoken) or not all(one.key in known for one in spoken):
            continue
        values: dict[str, Any] = {"voices": {one.key: known[one.key] for one in spoken}}
        if not shot.frames_locked and not shot.locked:
            speakers = [str(line.get("character")) for line in shot.dialogue]
            values["frames"] = pacing.fitted(shot.frames, list(_of(spoken, known)), speakers, rate)
        changes.append(Change(kind="shot", id=shot.pk, set=values))
        for name, value in values.items():
            setattr(shot, name, value)
    if changes:
        edits.change(project, changes, by=by, label="Fit the shots to their voices")
        result.shots = len(changes)
    result.warnings = warnings(film)
    return result


def warnings(film: Film) -> list[Said]:
    """One sentence for each shot in which the lines do not fit the length that a person set."""
    return [
        Said(
            f"Shot {film.slate(shot)} is {shot.frames} frames long, and its lines run {over} frames past its end even "
            "with voices shortened by 8 %. Make it longer, or shorten a line.",
            f"镜头 {film.slate(shot)} 长 {shot.frames} 帧，语速加快 8 % 后台词仍超出结尾 {over} 帧。请加长镜头，或缩短台词。",
        )
        for shot in film.shots
        if shot.dialogue and (over := plans.layout(shot, film=film).over)
    ]


def samples_of(project: Project, keys: Iterable[str]) -> dict[str, int]:
    """How long spoken lines are, in samples at 48,000 Hz, by the key of their recipe; those that are not made are absent."""
    statuses = builds.status_of(project.workspace_id, list(keys))
    digests = {key: one.outputs["audio"] for key, one in statuses.items() if one.status == "done" and one.outputs}
    found = Artifact.objects.filter(workspace_id=project.workspace_id, digest__in=set(digests.values()))
    samples = {one.digest: int(one.facts.get("samples") or 0) for one in found}
    return {key: samples[digest] for key, digest in digests.items() if digest in samples}


def _of(spoken: Iterable[Recipe], known: dict[str, int]) -> Iterable[int]:
    return (known[one.key] for one in spoken)
