"""Routes of projects, edits, shots and takes; every object is looked up through the asker's own workspaces."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from generation import builds, store
from generation.api import build_out
from generation.media import Data
from generation.models import Artifact, Build, Priority
from generation.recipe import Recipe
from generation.schemas import BuildOut
from storyboard import edits, films, flow, importing, plans, records, takes
from storyboard.causes import Because
from storyboard.changes import Change, EditIn
from storyboard.film import Film
from storyboard.models import Character, Location, Project, Shot, Take
from storyboard.schemas import (
    CauseOut,
    DocumentOut,
    EditOut,
    PictureOut,
    ProjectIn,
    QualityIn,
    RevisionOut,
    StageOut,
    StalenessOut,
    StepOut,
    TakeIn,
    TakeOut,
)
from studio.access import found_for, require, workspace_of, workspaces
from studio.errors import Conflict, NotFound
from studio.models import Role, Workspace

router = Router()
LANGUAGES = ("en", "zh")
AT_ONCE = 24  # panels: as many as somebody who opens a board looks at first


def _project(request: HttpRequest, id_: UUID, role: Role = Role.VIEWER) -> Project:
    found = Project.objects.select_related("workspace")
    return found_for(request.user, found, id_, role, via="workspace_id")


def _record(request: HttpRequest, model: Any, id_: UUID, role: Role = Role.VIEWER) -> Any:
    found = model.objects.select_related("project__workspace")
    return found_for(request.user, found, id_, role, via="project__workspace_id")


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


def _revision_out(done: edits.Revision) -> RevisionOut:
    return RevisionOut(
        revision=done.revision,
        id=done.edit,
        repeated=done.repeated,
        changes=[one.dump() for one in done.changes],
        inverse=[one.dump() for one in done.inverse],
    )


def _take_out(take: Take, film: Film) -> TakeOut:
    shot = film.by_id.get(take.shot_id)
    return TakeOut(
        id=take.pk, shot=take.shot_id, slate=f"{film.slate(shot) if shot else ''}-{take.number}", number=take.number,
        key=take.key, seed=take.seed, quality=take.quality, kept=take.kept, note=take.note,
        by=take.by.get_username() if take.by else "", at=take.at, build=build_out(take.build) if take.build else None,
    )  # fmt: skip


def _cause_out(one: Because) -> CauseOut:
    words = {language: one.words(language) for language in LANGUAGES}
    return CauseOut(operation=one.operation, field=one.field, subject=one.subject, was=one.was, now=one.now, words=words)


def _staleness_out(one: takes.Staleness) -> StalenessOut:
    return StalenessOut(state=one.state, causes=[_cause_out(cause) for cause in one.causes])  # type: ignore[arg-type]


@router.get("/projects", response=list[films.FilmOut], operation_id="projects")
def list_projects(request: HttpRequest, archived: bool = False) -> Any:
    """Every film of this person's workspaces, newest first."""
    of = Project.objects.filter(workspace__in=workspaces(request.user), archived=archived).order_by("-created")
    return list(films.listed(of, _project_out))


@router.post("/projects", response=DocumentOut, operation_id="start_project")
def start_project(request: HttpRequest, data: ProjectIn) -> Any:
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
def get_project(request: HttpRequest, id: UUID, archived: bool = False, revision: int | None = None) -> Any:
    """The whole document, as it is or as it was at a revision."""
    project = _project(request, id)
    if revision is None:
        return {**_project_out(project), "records": records.snapshot(project, archived=archived)}
    if not 0 <= revision <= project.revision:
        raise NotFound(f"This film has the revisions 0 to {project.revision}.")
    return {**_project_out(project), "revision": revision, "records": edits.as_of(project, revision)}


@router.post("/projects/{id}/edits", response=RevisionOut, operation_id="edit")
def post_edit(request: HttpRequest, id: UUID, data: EditIn) -> Any:
    """Change records, all or nothing. Sent twice, it is written once. 409 STALE_BASE when the client must load again."""
    return _revision_out(edits.apply(_project(request, id), data, by=request.user))


@router.get("/projects/{id}/edits", response=list[EditOut], operation_id="edits")
def list_edits(request: HttpRequest, id: UUID, since: int = 0, limit: int = 500) -> Any:
    """The edits after a revision, oldest first."""
    found = edits.since(_project(request, id), max(0, since), limit=max(1, min(limit, 1000)))
    return [
        EditOut(
            revision=one.revision, id=one.uuid, label=one.label, by=one.by.get_username() if one.by else "", at=one.at,
            changes=one.changes,
        )
        for one in found
    ]  # fmt: skip


@router.post("/projects/{id}/edits/{edit}/undo", response=RevisionOut, operation_id="undo")
def undo_edit(request: HttpRequest, id: UUID, edit: UUID) -> Any:
    """Write the inverse of an edit as a new one."""
    return _revision_out(edits.undo(_project(request, id), edit, by=request.user))


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
        _project(request, id, Role.EDITOR), _bytes(file), file.name or "", by=request.user,
        language=language, breakdown=breakdown,
    )  # fmt: skip
    return {**_project_out(project), "records": records.snapshot(project)}


@router.get("/projects/{id}/staleness", response=dict[UUID, StalenessOut], operation_id="project_staleness")
def project_staleness(request: HttpRequest, id: UUID) -> Any:
    """How fresh every shot is, with causes."""
    return {shot: _staleness_out(one) for shot, one in takes.staleness_of(_project(request, id)).items()}


@router.post("/projects/{id}/produce", response=StepOut, operation_id="produce")
def produce(request: HttpRequest, id: UUID, data: QualityIn) -> Any:
    """Make whatever is missing or stale: voices, lengths, shots. It goes on by itself; asking again shows how far it is."""
    step = flow.produce(_project(request, id, Role.EDITOR), by=request.user, quality=data.quality)
    return StepOut(at=step.at, asked=len(step.builds), warnings=step.warnings, failed=step.failed)  # type: ignore[arg-type]


@router.post("/projects/{id}/stop", response={204: None}, operation_id="stop")
def stop(request: HttpRequest, id: UUID) -> Any:
    """Stop making it. What is made is kept."""
    flow.stop(_project(request, id, Role.EDITOR), by=request.user)
    return Status(204, None)


@router.get("/shots/{id}/staleness", response=StalenessOut, operation_id="staleness")
def shot_staleness(request: HttpRequest, id: UUID) -> Any:
    """Whether the current take still is what the records ask for, and if not, why."""
    return _staleness_out(takes.staleness(_living(_record(request, Shot, id))))


@router.get("/shots/{id}/takes", response=list[TakeOut], operation_id="takes")
def list_takes(request: HttpRequest, id: UUID) -> Any:
    """Every take of a shot, oldest first."""
    shot = _record(request, Shot, id)
    film = Film.around(shot)
    found = Take.objects.filter(shot=shot, archived=False).defer("recipe").select_related("by").order_by("number")
    return [_take_out(take, film) for take in found]


@router.post("/shots/{id}/takes", response=TakeOut, operation_id="shoot")
def shoot(request: HttpRequest, id: UUID, data: TakeIn) -> Any:
    """Draw a new take; it is the current one from now on."""
    shot = _living(_record(request, Shot, id, Role.EDITOR))
    take = takes.shoot(shot, seed=data.seed, quality=data.quality, by=request.user)
    return _take_out(take, Film.around(shot))


@router.post("/shots/{id}/finish", response=BuildOut, operation_id="finish")
def finish(request: HttpRequest, id: UUID) -> Any:
    """Make the current take with its effects now."""
    shot = _living(_record(request, Shot, id, Role.EDITOR))
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(id)]})
    return build_out(_asked(shot.project, plans.finish(shot), f"Finish {shot.letter}", request))


@router.post("/takes/{id}/keep", response=RevisionOut, operation_id="keep")
def keep(request: HttpRequest, id: UUID) -> Any:
    """Print it: the shot's take from now on, whatever changes."""
    return _revision_out(takes.keep(_record(request, Take, id, Role.EDITOR), by=request.user))


@router.get("/shots/{id}/stage", response=StageOut, operation_id="stage")
def stage(request: HttpRequest, id: UUID) -> Any:
    """The stage behind the shot's panel, as far as it is composed. Change it through the shot's `stage`."""
    shot = _living(_record(request, Shot, id))
    return _stage_out(shot.project, plans.stage_of(shot, seed=shot.seed, film=Film.around(shot)))


@router.post("/shots/{id}/stage", response=StageOut, operation_id="compose_stage")
def compose_stage(request: HttpRequest, id: UUID) -> Any:
    """Compose the stage behind the shot's panel, now."""
    shot = _living(_record(request, Shot, id, Role.EDITOR))
    recipe = plans.stage_of(shot, seed=shot.seed, film=Film.around(shot))
    _asked(shot.project, recipe, f"Stage of {shot.letter}", request)
    return _stage_out(shot.project, recipe)


@router.get("/projects/{id}/panels", response=list[PictureOut], operation_id="panels")
def list_panels(request: HttpRequest, id: UUID) -> Any:
    """The still of every shot as far as it is made."""
    project = _project(request, id)
    return _pictures(project, _panels(Film.of(project)))


@router.post("/projects/{id}/panels", response=list[PictureOut], operation_id="draw_panels")
def draw_panels(request: HttpRequest, id: UUID) -> Any:
    """Ask for the stills of all shots that have none and are not being drawn: the first of them before everything else."""
    project = _project(request, id, Role.EDITOR)
    film = Film.of(project)
    wanted = _panels(film)
    keys = [one.key for one in wanted.values()]
    under_way = Build.objects.filter(workspace=project.workspace, status=Build.State.ACTIVE, root__in=keys)
    settled = builds.made(project.workspace, keys) | set(under_way.values_list("root", flat=True))
    lacking = [(shot, recipe) for shot, recipe in wanted.items() if recipe.key not in settled]
    for place, (shot, recipe) in enumerate(lacking):
        priority = Priority.INTERACTIVE if place < AT_ONCE else Priority.BACKGROUND
        _asked(project, recipe, f"Panel {film.slate(film.by_id[shot])}", request, priority)
    return _pictures(project, wanted)


@router.post("/shots/{id}/panel", response=PictureOut, operation_id="draw_panel")
def draw_panel(request: HttpRequest, id: UUID) -> Any:
    """The still of one shot, now."""
    shot = _living(_record(request, Shot, id, Role.EDITOR))
    return _drawn(shot.project, id, plans.panel(shot), f"Panel {shot.letter}", request)


@router.post("/characters/{id}/portrait", response=PictureOut, operation_id="draw_portrait")
def draw_portrait(request: HttpRequest, id: UUID) -> Any:
    """The picture of a character, now."""
    who = _record(request, Character, id, Role.EDITOR)
    return _drawn(who.project, id, plans.portrait(who), f"Portrait of {who.name}", request)


@router.post("/locations/{id}/picture", response=PictureOut, operation_id="draw_place")
def draw_place(request: HttpRequest, id: UUID) -> Any:
    """The picture of a place, now."""
    where = _record(request, Location, id, Role.EDITOR)
    return _drawn(where.project, id, plans.location_picture(where), f"Picture of {where.name}", request)


def _living(shot: Shot) -> Shot:
    if shot.archived or shot.scene.archived:
        raise Conflict("This shot is archived. Bring it back first.", "NOT_READY")
    return shot


def _stage_out(project: Project, recipe: Recipe) -> StageOut:
    made = builds.outputs_of(project.workspace, recipe.key).get("out")
    try:
        stage = Data(store.checked(made)).read() if made else None
    except store.Missing as gone:
        builds.lost(gone.artifact)
        stage = None
    status = builds.status_of(project.workspace, [recipe.key])[recipe.key].status
    return StageOut(key=recipe.key, status=status, stage=stage)


def _panels(film: Film) -> dict[UUID, Recipe]:
    return {shot.pk: plans.panel(shot, film=film) for shot in film.shots}


def _asked(project: Project, recipe: Recipe, label: str, request: HttpRequest, priority: Priority = Priority.INTERACTIVE) -> Any:
    return builds.request(project.workspace, recipe, channel=project.channel, label=label, priority=priority, by=request.user)


def _drawn(project: Project, id_: UUID, recipe: Recipe, label: str, request: HttpRequest) -> PictureOut:
    _asked(project, recipe, label, request)
    return _pictures(project, {id_: recipe})[0]


def _pictures(project: Project, wanted: dict[UUID, Recipe]) -> list[PictureOut]:
    statuses = builds.status_of(project.workspace, [one.key for one in wanted.values()])
    digests = {key: one.outputs["out"] for key, one in statuses.items() if one.status == "done" and one.outputs}
    rows = Artifact.objects.filter(workspace=project.workspace, digest__in=set(digests.values()))
    urls = {one.digest: store.url(one) for one in rows}
    return [
        PictureOut(id=id_, key=one.key, status=statuses[one.key].status, url=urls.get(digests.get(one.key, ""), ""))
        for id_, one in wanted.items()
    ]


def _bytes(file: UploadedFile) -> bytes:
    importing.check_size(file.size or 0)
    return bytes(file.read())
