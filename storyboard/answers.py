"""What the storyboard's routes have in common: looking things up through the asker's own workspaces, and telling them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from generation import builds, store
from generation.api import build_out
from generation.models import Artifact, Build, Priority
from generation.recipe import Recipe
from storyboard import briefing, edits, takes
from storyboard.causes import Because
from storyboard.film import Film
from storyboard.models import Project, Shot, Take
from storyboard.schemas import CauseOut, PictureOut, RevisionOut, StalenessOut, TakeOut
from studio.access import found_for
from studio.errors import Conflict
from studio.models import Role

LANGUAGES = ("en", "zh")
Words = dict[str, str]
Scenes = Annotated[list[UUID] | None, Query(max_length=100)]  # of which scenes to tell; None: of the whole film


def project_of(request: HttpRequest, id_: UUID, role: Role = Role.VIEWER) -> Project:
    """A project that the asker may use. Raises NotFound, Forbidden."""
    found = Project.objects.select_related("workspace")
    return found_for(request.user, found, id_, role, via="workspace_id")


def record_of(request: HttpRequest, model: Any, id_: UUID, role: Role = Role.VIEWER) -> Any:
    """A record of a project that the asker may use. Raises NotFound, Forbidden."""
    found = model.objects.select_related("project__workspace")
    return found_for(request.user, found, id_, role, via="project__workspace_id")


def living(shot: Shot) -> Shot:
    """The shot. Raises Conflict when it, or its scene, was put away."""
    if shot.archived or shot.scene.archived:
        raise Conflict("This shot is archived. Bring it back first.", "NOT_READY")
    return shot


def revision_out(done: edits.Revision, notes: Iterable[Words] = ()) -> RevisionOut:
    """An edit as it was written."""
    return RevisionOut(
        revision=done.revision,
        id=done.edit,
        repeated=done.repeated,
        changes=[one.dump() for one in done.changes],
        inverse=[one.dump() for one in done.inverse],
        notes=list(notes),
    )


def take_out(take: Take, film: Film, words: Words | None = None, by: str | None = None) -> TakeOut:
    """A take with its slate, what made it (`by`, where that is known), and the build that was asked for it just now."""
    shot = film.by_id.get(take.shot_id)
    checkpoint = briefing.made_by([take])[take.pk] if by is None else by
    return TakeOut(
        id=take.pk, shot=take.shot_id, slate=f"{film.slate(shot) if shot else ''}-{take.number}", number=take.number,
        key=take.key, seed=take.seed, quality=take.quality, kept=take.kept, note=take.note,
        by=take.by.get_username() if take.by else "", at=take.at, build=build_out(take.build) if take.build else None,
        words=words, checkpoint=checkpoint, derived=briefing.derived_out(take, film),
    )  # fmt: skip


def staleness_out(one: takes.Staleness) -> StalenessOut:
    """How fresh a take is, with causes in both languages."""
    return StalenessOut(state=one.state, causes=[_cause_out(cause) for cause in one.causes])  # type: ignore[arg-type]


def _cause_out(one: Because) -> CauseOut:
    words = {language: one.words(language) for language in LANGUAGES}
    return CauseOut(operation=one.operation, field=one.field, subject=one.subject, was=one.was, now=one.now, words=words)


def ask(
    request: HttpRequest, project: Project, recipe: Recipe, label: str, subject: UUID | None = None,
    priority: Priority = Priority.INTERACTIVE,
) -> Build:  # fmt: skip
    """Ask for a recipe on the project's channel, by the asker."""
    return builds.request(
        project.workspace, recipe, channel=project.channel, label=label, priority=priority, by=request.user, subject=subject
    )


def drawn(request: HttpRequest, project: Project, id_: UUID, recipe: Recipe, label: str) -> PictureOut:
    """A picture of a record, asked for now, unless it is made or under way: a board that is opened again asks again."""
    under_way = Build.objects.filter(workspace=project.workspace, status=Build.State.ACTIVE, root=recipe.key)
    if not builds.made(project.workspace, [recipe.key]) and not under_way.exists():
        ask(request, project, recipe, label, id_)
    return pictures(project, {id_: recipe})[0]


def pictures(project: Project, wanted: Mapping[UUID, Recipe]) -> list[PictureOut]:
    """The pictures of records as far as they are made, in two queries."""
    statuses = builds.status_of(project.workspace, [one.key for one in wanted.values()])
    digests = {key: one.outputs["out"] for key, one in statuses.items() if one.status == "done" and one.outputs}
    rows = Artifact.objects.filter(workspace=project.workspace, digest__in=set(digests.values()))
    urls = {one.digest: store.url(one) for one in rows}
    return [
        PictureOut(id=id_, key=one.key, status=statuses[one.key].status, url=urls.get(digests.get(one.key, ""), ""))
        for id_, one in wanted.items()
    ]
