"""Routes of operations, checkpoints, builds, nodes and uploads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from ninja import Query, Router, Status

from generation import builds, checkpoints, eta, lineage, placing, store, uploads
from generation.models import Artifact, Build, Node
from generation.operation import registry
from generation.own_api import router as own
from generation.schemas import (
    ArtifactOut,
    BuildOut,
    CheckpointOut,
    NodeOut,
    OperationOut,
    PlaceIn,
    PortOut,
    PriceOut,
    UploadIn,
    UploadOut,
)
from generation.training.learners import SCHOOL
from studio.access import found_for, workspace_of, workspaces
from studio.errors import NotFound, Refused
from studio.models import Role

router = Router()
router.add_router("", own)
MOST_KEYS = 900


def artifact_out(artifact: Artifact) -> ArtifactOut:
    """An artifact with its link."""
    return ArtifactOut(
        digest=artifact.digest, media=artifact.kind, size=artifact.size, facts=artifact.facts, url=store.url(artifact)
    )


def build_out(build: Build) -> BuildOut:
    """A build with its progress and its ETA."""
    return builds_out([build])[0]


def builds_out(found: Sequence[Build]) -> list[BuildOut]:
    """Builds of one workspace with their progress and ETA, in a few queries for all of them."""
    progress = builds.progress_of_all(found)
    etas = eta.etas_of([one for one in found if one.status == Build.State.ACTIVE])
    return [_build_out(one, progress[one.pk], etas.get(one.pk, (None, None))) for one in found]


def _build_out(build: Build, progress: builds.Progress, left: eta.Range) -> BuildOut:
    return BuildOut(
        id=build.id, label=build.label, subject=build.subject, status=build.status, root=build.root, made=progress.made,
        total=progress.total, failed=progress.failed, running=progress.running, queued=progress.queued, priority=build.priority,
        place=build.place, eta_low=left[0], eta_high=left[1],
        error=progress.error if build.status == Build.State.FAILED else None,
        created=build.created, started=build.started, finished=build.finished,
    )  # fmt: skip


@router.get("/operations", response=list[OperationOut], operation_id="operations")
def list_operations(request: HttpRequest) -> Any:
    """Every operation: what it reads, what it makes, and its form."""
    return [
        OperationOut(
            name=op.name, version=op.version, queue=op.queue, description=op.description,
            ports=[PortOut(name=p.name, media=p.kind.kind, many=p.many, optional=p.optional) for p in op.ports],
            outputs={name: kind.kind for name, kind in op.outputs.items()},
            parameters=op.parameters.model_json_schema(),
        )
        for op in registry.all()
    ]  # fmt: skip


@router.get("/checkpoints", response=list[CheckpointOut], operation_id="checkpoints")
def list_checkpoints(request: HttpRequest) -> Any:
    """The catalogue, and what of it is installed here."""
    return [
        CheckpointOut(
            id=id_, capability=entry.capability, title=entry.title, licence=entry.licence, commercial=entry.commercial,
            credit=entry.credit, installed=checkpoints.installed(id_), size=sum(file.size for file in entry.files),
            gpu=entry.gpu, gpu_offload=entry.gpu_offload, weights=dict(entry.weights),
            family=entry.family, takes=list(entry.takes), needs=list(entry.needs), longest=entry.longest, rate=entry.rate,
            steps=list(entry.steps) if entry.steps else None, guidance=entry.guidance, references=entry.references,
            prompt=entry.prompt, languages=list(entry.languages), trainable=entry.family in SCHOOL, hosted=entry.hosted,
            price=PriceOut(amount=entry.price[0], unit=entry.price[1], currency=entry.price[2]) if entry.price else None,
        )
        for id_, entry in checkpoints.catalogue().items()
    ]  # fmt: skip


@router.get("/checkpoints/{id}/files/{name}", response={200: bytes}, operation_id="checkpoint_file")
def checkpoint_file(request: HttpRequest, id: str, name: str) -> Any:
    """A file of a checkpoint that runs in browsers too, such as a decoder of masks; it never changes under its address."""
    known = checkpoints.catalogue().get(id)
    file = next((one for one in known.files if one.browser and one.name == name), None) if known else None
    if file is None:
        raise NotFound(f"There is no file {name} of {id} for browsers.")
    tag = f'"{file.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    answer = FileResponse(checkpoints.path(id, name).open("rb"), content_type="application/octet-stream")
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@router.get("/builds", response=list[BuildOut], operation_id="builds")
def list_builds(request: HttpRequest, project: UUID, limit: int = 50) -> Any:
    """The builds of a project, newest first; empty for a project that is not this person's."""
    found = Build.objects.filter(workspace__in=workspaces(request.user), channel=f"project.{project}")
    return builds_out(list(found.order_by("-created")[: max(1, min(limit, 1000))]))


@router.post("/builds/{id}/cancel", response=BuildOut, operation_id="cancel_build")
def cancel_build(request: HttpRequest, id: UUID) -> Any:
    """Stop wanting it. What is made is kept; asking again goes on from there."""
    build = found_for(request.user, Build.objects.all(), id, Role.EDITOR, via="workspace_id")
    builds.cancel(build)
    return build_out(build)


@router.post("/builds/{id}/retry", response=BuildOut, operation_id="retry_build")
def retry_build(request: HttpRequest, id: UUID) -> Any:
    """Ask for the same again; what failed is tried again."""
    build = found_for(request.user, Build.objects.all(), id, Role.EDITOR, via="workspace_id")
    return build_out(builds.retry(build))


@router.post("/builds/{id}/place", response=BuildOut, operation_id="place_build")
def place_build(request: HttpRequest, id: UUID, data: PlaceIn) -> Any:
    """Have it made before another build, or after all that is active; what runs already goes on."""
    build = found_for(request.user, Build.objects.all(), id, Role.EDITOR, via="workspace_id")
    before = Build.objects.filter(pk=data.before).first() if data.before else None
    if data.before and before is None:
        raise NotFound("There is no such thing, or it is not yours.")
    return build_out(placing.place(build, before))


@router.get("/nodes", response=list[NodeOut], operation_id="nodes")
def list_nodes(request: HttpRequest, wanted: str = Query(..., alias="keys", max_length=60_000)) -> Any:  # type: ignore[type-arg]
    """The status of recipes by key (comma-separated), with links to what is made."""
    return nodes_out(request, [key for key in wanted.split(",") if len(key) == 64][:MOST_KEYS])


def nodes_out(request: HttpRequest, keys: list[str]) -> list[NodeOut]:
    """Statuses within this person's workspaces."""
    found: dict[str, NodeOut] = {}
    for workspace in workspaces(request.user):
        statuses = builds.status_of(workspace, [key for key in keys if key not in found])
        digests = {d for one in statuses.values() if one.status == "done" for d in (one.outputs or {}).values()}
        artifacts = {a.digest: a for a in Artifact.objects.filter(workspace=workspace, digest__in=digests)}
        for key, one in statuses.items():
            if one.status == "missing" and not one.operation:
                continue
            outputs = (one.outputs or {}) if one.status == "done" else {}
            found[key] = NodeOut(
                key=key, operation=one.operation, status=one.status, progress=one.progress, note=one.note, error=one.error,
                version=one.version, took_ms=one.took_ms,
                outputs={name: artifact_out(artifacts[d]) for name, d in outputs.items() if d in artifacts},
            )  # fmt: skip
    return [found.get(key) or _unknown(key) for key in keys]


def _unknown(key: str) -> NodeOut:
    return NodeOut(
        key=key, operation="", status="missing", progress=0, note="", error=None, version=0, took_ms=0, outputs={}
    )  # fmt: skip


def _node(request: HttpRequest, key: str) -> Node:
    known = Node.objects.filter(workspace__in=workspaces(request.user), key__startswith=key)
    node = known.first() if len(key) >= 8 and key.isalnum() else None
    if node is None:
        raise NotFound("There is no such thing, or it is not yours.")
    return node


@router.get("/nodes/{key}/lineage", response=dict[str, Any], operation_id="lineage")
def node_lineage(request: HttpRequest, key: str) -> Any:
    """Everything that made it: recipes, digests, uploads, checkpoints and their licences."""
    node = _node(request, key)
    return lineage.of_key(node.workspace_id, node.key)


@router.post("/nodes/{key}/again", response={204: None}, operation_id="make_again")
def make_again(request: HttpRequest, key: str) -> Any:
    """Forget what it made; the next request makes it anew."""
    node = found_for(request.user, Node.objects.all(), _node(request, key).pk, Role.EDITOR, via="workspace_id")  # type: ignore[arg-type]
    builds.again(node.workspace, node.key)
    return 204, None


@router.post("/uploads", response=UploadOut, operation_id="start_upload")
def start_upload(request: HttpRequest, data: UploadIn) -> Any:
    """Announce a file; it is then sent in parts, and goes on where it stopped after a cut connection."""
    upload = uploads.start(workspace_of(request.user), request.user, data.name, data.size, data.media)
    return UploadOut(id=upload.id, received=0, size=upload.size)


@router.get("/uploads/{id}", response=UploadOut, operation_id="upload")
def get_upload(request: HttpRequest, id: UUID) -> Any:
    """How much has arrived."""
    upload = uploads.find(request.user, id)
    return UploadOut(id=id, received=upload.received, size=upload.size)


@router.put("/uploads/{id}", response=UploadOut, operation_id="send_part")
def send_part(request: HttpRequest, id: UUID, at: int) -> Any:
    """The next part, as the raw body; `at` is where it belongs and must be `received`."""
    upload = uploads.find(request.user, id)
    uploads.receive(upload, at, request.body)
    return UploadOut(id=id, received=upload.received, size=upload.size)


@router.delete("/uploads/{id}", response={204: None}, operation_id="discard_upload")
def discard_upload(request: HttpRequest, id: UUID) -> Any:
    """Take away what has arrived of a file that will not be gone on with."""
    uploads.discard(uploads.find(request.user, id))
    return Status(204, None)


@router.post("/uploads/{id}/finish", response=ArtifactOut, operation_id="finish_upload")
def finish_upload(request: HttpRequest, id: UUID) -> Any:
    """Check the file and take it into the store."""
    upload = uploads.find(request.user, id)
    if upload.received != upload.size:
        raise Refused(f"{upload.size - upload.received} bytes have not arrived yet. Send them, then finish.", "UPLOAD_SHORT")
    return artifact_out(uploads.finish(upload))
