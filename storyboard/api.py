"""Routes of projects, edits, panels and making the whole film; every object is looked up through the asker's own workspaces."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from generation import builds, remaking, store
from generation.media import Data
from generation.models import Build, Priority
from generation.recipe import Recipe
from storyboard import edits, films, flow, footage, importing, plans, records
from storyboard.answers import Scenes, ask, drawn, living, pictures, project_of, record_of, revision_out
from storyboard.changes import Change, EditIn
from storyboard.film import Film
from storyboard.footage_rate import carried
from storyboard.models import Edit, Project, Shot
from storyboard.schemas import (
    DocumentOut,
    EditOut,
    PictureOut,
    ProjectIn,
    QualityIn,
    RevisionOut,
    StageOut,
    StepOut,
)
from studio import turns
from studio.access import require, workspace_of, workspaces
from studio.errors import Conflict, NotFound
from studio.models import Role, Workspace

router = Router()
AT_ONCE = 24  # panels: as many as somebody who opens a board looks at first


def _workspace(request: HttpRequest, id_: UUID | None) -> Workspace:
    """Where something new goes; the person may edit there."""
    found = workspace_of(request.user) if id_ is None else Workspace.objects.filter(pk=id_).first()
    if found is None:
        raise NotFound("There is no such workspace, or it is not yours.")
    require(request.user, found, Role.EDITOR)
    return found


def _project_out(project: Project) -> dict[str, Any]:
    names = ("id", "title", "rate", "width", "height", "language", "revision", "archived", "created")
    return {**{name: getattr(project, name) for name in names}, "producing": project.producing_id is not None}


@router.get("/projects", response=list[films.FilmOut], operation_id="projects")
def list_projects(request: HttpRequest, archived: bool = False) -> Any:
    """Every film of this person's workspaces, newest first."""
    of = Project.objects.filter(workspace__in=workspaces(request.user), archived=archived).order_by("-created")
    return list(films.listed(of, _project_out))


@router.post("/projects", response=DocumentOut, operation_id="start_project")
def startproject_of(request: HttpRequest, data: ProjectIn) -> Any:
    """Start an empty film."""
    workspace = _workspace(request, data.workspace)
    values = data.model_dump(exclude={"id", "workspace"})
    try:
        with transaction.atomic():
            chosen = {"id": data.id} if data.id else {}
            project = Project.objects.create(workspace=workspace, by_id=request.user.pk, **chosen)
            first = Change(kind="project", id=project.pk, set=values)
            edits.change(project, [first], by=request.user, label="New project")
    except IntegrityError as problem:
        raise Conflict("There is a project with this id already. Draw another.", "ID_TAKEN") from problem
    return {**_project_out(project), "records": records.snapshot(project)}


@router.get("/projects/{id}", response=DocumentOut, operation_id="project")
def getproject_of(request: HttpRequest, id: UUID, archived: bool = False, revision: int | None = None) -> Any:
    """The whole document, as it is or as it was at a revision."""
    project = project_of(request, id)
    if revision is None:
        return {**_project_out(project), "records": records.snapshot(project, archived=archived)}
    if not 0 <= revision <= project.revision:
        raise NotFound(f"This film has the revisions 0 to {project.revision}.")
    return {**_project_out(project), "revision": revision, "records": edits.as_of(project, revision)}


@router.post("/projects/{id}/edits", response=RevisionOut, operation_id="edit")
def post_edit(request: HttpRequest, id: UUID, data: EditIn) -> Any:
    """Change records, all or nothing. Sent twice, it is written once. 409 STALE_BASE when the client must load again."""
    project = project_of(request, id)
    done = edits.apply(project, carried(project, data), by=request.user)
    return revision_out(done, [one.words for one in footage.beyond(project, done.changes)])


@router.get("/projects/{id}/edits", response=list[EditOut], operation_id="edits")
def list_edits(request: HttpRequest, id: UUID, since: int = 0, limit: int = 500) -> Any:
    """The edits after a revision, oldest first."""
    found = edits.since(project_of(request, id), max(0, since), limit=max(1, min(limit, 1000)))
    return [
        EditOut(
            revision=one.revision, id=one.uuid, group=one.group, label=one.label, by=one.by.get_username() if one.by else "",
            at=one.at, changes=one.changes,
        )
        for one in found
    ]  # fmt: skip


@router.post("/projects/{id}/edits/{edit}/undo", response=RevisionOut, operation_id="undo")
def undo_edit(request: HttpRequest, id: UUID, edit: UUID, group: bool = False) -> Any:
    """Write the inverse of an edit as a new one; with `group`, of every edit that shares its group, in one step.

    Undoing all that a `produce` shows also stops it: it would draw everything again.
    """
    project = project_of(request, id)
    done = edits.undo(project, edit, by=request.user, group=group)
    if group and project.producing_group and Edit.objects.filter(uuid=edit, group=project.producing_group).exists():
        flow.stop(project, by=request.user)
    return revision_out(done)


@router.get("/kinds", response=dict[str, Any], operation_id="kinds")
def list_kinds(request: HttpRequest) -> Any:
    """The JSON schema of every kind of record."""
    return records.schema()


@router.post("/screenplays", response=DocumentOut, operation_id="import_screenplay")
def import_new(
    request: HttpRequest,
    file: File[UploadedFile],
    language: Form[str] = "",
    breakdown: Form[str] = "rules",
    title: Form[str] = "",
    workspace: Form[UUID | None] = None,
) -> Any:
    """A screenplay becomes a new film."""
    project = importing.import_screenplay(
        _workspace(request, workspace), _bytes(file), file.name or "", by=request.user,
        language=language, breakdown=breakdown, title=title,
    )  # fmt: skip
    return {**_project_out(project), "records": records.snapshot(project)}


@router.post("/projects/{id}/screenplay", response=DocumentOut, operation_id="add_screenplay")
def import_into(
    request: HttpRequest, id: UUID, file: File[UploadedFile], language: Form[str] = "", breakdown: Form[str] = "rules"
) -> Any:
    """A screenplay's scenes come after those that the film has."""
    project = importing.import_screenplay(
        project_of(request, id, Role.EDITOR), _bytes(file), file.name or "", by=request.user,
        language=language, breakdown=breakdown,
    )  # fmt: skip
    return {**_project_out(project), "records": records.snapshot(project)}


@router.post("/projects/{id}/produce", response=StepOut, operation_id="produce")
def produce(request: HttpRequest, id: UUID, data: QualityIn) -> Any:
    """Make whatever is missing or stale: voices, lengths, shots. It goes on by itself; asking again shows how far it is."""
    step = flow.produce(project_of(request, id, Role.EDITOR), by=request.user, quality=data.quality)
    return StepOut(
        at=step.at,  # type: ignore[arg-type]
        asked=len(step.builds),
        warnings=[str(one) for one in step.warnings],
        words=[one.words for one in step.warnings],
        group=step.group,
        failed=step.failed,
    )


@router.post("/projects/{id}/stop", response={204: None}, operation_id="stop")
def stop(request: HttpRequest, id: UUID) -> Any:
    """Stop making it. What is made is kept."""
    flow.stop(project_of(request, id, Role.EDITOR), by=request.user)
    return Status(204, None)


@router.get("/shots/{id}/stage", response=StageOut, operation_id="stage")
def stage(request: HttpRequest, id: UUID) -> Any:
    """The stage behind the shot's panel, as far as it is composed. Change it through the shot's `stage`."""
    shot = living(record_of(request, Shot, id))
    return _stage_out(shot.project, _stage_of(shot))


@router.post("/shots/{id}/stage", response=StageOut, operation_id="compose_stage")
def compose_stage(request: HttpRequest, id: UUID) -> Any:
    """Compose the stage behind the shot's panel, now."""
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    recipe = _stage_of(shot)
    ask(request, shot.project, recipe, f"Stage of {shot.letter}", id)
    return _stage_out(shot.project, recipe)


@router.get("/projects/{id}/panels", response=list[PictureOut], operation_id="panels")
def list_panels(request: HttpRequest, id: UUID, scenes: Scenes = None) -> Any:
    """The still of every shot as far as it is made; with `scenes`, of their shots alone."""
    project = project_of(request, id)
    with turns.whole_film(scenes is None):
        return pictures(project, _panels(Film.of(project, scenes=scenes)))


@router.post("/projects/{id}/panels", response=list[PictureOut], operation_id="draw_panels")
def draw_panels(request: HttpRequest, id: UUID, scenes: Scenes = None) -> Any:
    """Ask for the stills of all shots that have none and are not being drawn: the first of them before everything else.

    With `scenes`, of their shots alone.
    """
    project = project_of(request, id, Role.EDITOR)
    with turns.whole_film(scenes is None):
        film = Film.of(project, scenes=scenes)
        wanted = _panels(film)
    keys = [one.key for one in wanted.values()]
    under_way = Build.objects.filter(workspace=project.workspace, status=Build.State.ACTIVE, root__in=keys)
    settled = builds.made(project.workspace, keys) | set(under_way.values_list("root", flat=True))
    lacking = [(shot, recipe) for shot, recipe in wanted.items() if recipe.key not in settled]
    wishes = [
        builds.Wish(
            recipe,
            f"Panel {film.slate(film.by_id[shot])}",
            Priority.INTERACTIVE if place < AT_ONCE else Priority.BACKGROUND,
            shot,
        )
        for place, (shot, recipe) in enumerate(lacking)
    ]
    builds.request_many(project.workspace, wishes, channel=project.channel, by=request.user)
    return pictures(project, wanted)


@router.post("/shots/{id}/panel", response=PictureOut, operation_id="draw_panel")
def draw_panel(request: HttpRequest, id: UUID) -> Any:
    """The still of one shot, now."""
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    return drawn(request, shot.project, id, plans.panel(shot), f"Panel {shot.letter}")


def _stage_of(shot: Shot) -> Recipe:
    return plans.stage_of(shot, seed=shot.seed, film=Film.around(shot))


def _stage_out(project: Project, recipe: Recipe) -> StageOut:
    made = builds.outputs_of(project.workspace, recipe.key).get("out")
    try:
        stage = Data(store.checked(made)).read() if made else None
    except store.Missing as gone:
        remaking.lost(gone.artifact)
        stage = None
    status = builds.status_of(project.workspace, [recipe.key])[recipe.key].status
    return StageOut(key=recipe.key, status=status, stage=stage)


def _panels(film: Film) -> dict[UUID, Recipe]:
    return {shot.pk: plans.panel(shot, film=film) for shot in film.shots}


def _bytes(file: UploadedFile) -> bytes:
    importing.check_size(file.size or 0)
    return bytes(file.read())
