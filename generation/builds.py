"""The scheduler: from a wanted recipe to queued nodes. Every function may run twice, at once, or not at all, to the same end."""

from __future__ import annotations

import logging
import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from generation.models import Artifact, Build, Demand, Node, Priority, Status
from generation.operation import registry
from generation.recipe import Key, Recipe, dump_one
from studio.errors import Refused
from studio.models import Workspace

log = logging.getLogger(__name__)

RETRIABLE = ("Lost", "Exhausted", "Defect")  # asked again, these are tried again; BadInput is not
_CHUNK = 10_000
_recipes: OrderedDict[uuid.UUID, Recipe] = OrderedDict()


@dataclass(frozen=True)
class Progress:
    """How far a build is. `made` of `total` nodes that were missing when it was asked for."""

    status: str
    made: int
    total: int
    failed: int
    running: int
    queued: int
    error: dict[str, Any] | None = None


@dataclass(frozen=True)
class NodeStatus:
    """What is known of a recipe that somebody asked for; `missing` when nobody did or its bytes were forgotten."""

    status: str
    progress: float = 0.0
    note: str = ""
    error: dict[str, Any] | None = None
    version: int = 0
    operation: str = ""
    outputs: dict[str, str] | None = None
    took_ms: int = 0


def request(
    workspace: Workspace,
    recipe: Recipe,
    *,
    channel: str,
    label: str,
    priority: Priority = Priority.NORMAL,
    by: Any = None,
) -> Build:
    """Ask for a recipe to be made. What is made already is not made again; what others asked for is shared.

    Nodes that failed by accident are tried again; those that failed on what they were given are not.

    Raises:
        Refused: OPERATION_CHANGED, when something that has to be made was planned with another version of an operation.
    """
    with transaction.atomic():
        keys = list(recipe.walk())
        done = made(workspace, keys)
        needed = recipe.needed(lambda key: key in done)
        _check_versions(needed)
        failed = Q(status=Status.CANCELLED) | Q(status=Status.FAILED, error__class__in=RETRIABLE)
        for some in _chunks([one.key for one in needed]):
            Node.objects.filter(failed, workspace=workspace, key__in=some).update(
                status=Status.QUEUED,
                attempts=0,
                error=None,
                cancel=False,
                progress=0,
                version=F("version") + 1,
                changed=timezone.now(),
            )
        build = Build.objects.create(
            workspace=workspace, recipe=recipe.dump(), root=recipe.key, channel=channel, label=label[:200],
            priority=priority, by=by, total=len(needed), dirty=True,
        )  # fmt: skip
        _remember(build.id, recipe)
    advance(build.id)
    build.refresh_from_db()
    return build


def advance(build_id: uuid.UUID) -> None:
    """Queue whatever of a build can be made now, and settle its status. Harmless at any time."""
    with transaction.atomic():
        # Clearing the flag first: what completes from here on marks the build again.
        taken = Build.objects.filter(pk=build_id, status=Build.State.ACTIVE).update(dirty=False)
        if not taken:
            return
        build = Build.objects.select_related("workspace").get(pk=build_id)
        recipe = _recipe(build)
        known = _known(build.workspace_id, recipe)
        done = {key for key, status in known.items() if status == Status.DONE}
        if recipe.key in done:
            _settle(build, Build.State.DONE, build.total)
            return
        ready = recipe.frontier(lambda key: key in done)
        fresh = [one for one in ready if known.get(one.key) not in (Status.QUEUED, Status.RUNNING, Status.FAILED)]
        queues = _enqueue(build, ready, fresh)
        left = len(recipe.needed(lambda key: key in done))
        count = max(0, build.total - left)
        if ready and all(known.get(one.key) == Status.FAILED for one in ready):
            _settle(build, Build.State.FAILED, count)
            return
        Build.objects.filter(pk=build_id).update(made=count, version=F("version") + 1, changed=timezone.now())
    from generation.tasks import send_tickets  # the tickets' own imports stay out of planning

    transaction.on_commit(lambda: send_tickets(queues))


def advance_dirty(limit: int = 50) -> int:
    """Advance every build that something completed for since it was last looked at; how many there were."""
    ids = list(
        Build.objects.filter(status=Build.State.ACTIVE, dirty=True).order_by("-priority").values_list("id", flat=True)[:limit]
    )
    for build_id in ids:
        advance(build_id)
    return len(ids)


def mark_dirty(node_id: int) -> None:
    """Note on every active build that wants this node that there is something to look at."""
    Build.objects.filter(status=Build.State.ACTIVE, dirty=False, demands__node_id=node_id).update(dirty=True)


def cancel(build: Build) -> None:
    """Drop a build's demand. Nodes that nobody else wants are taken from the queue, and told to stop when running."""
    with transaction.atomic():
        stopped = Build.objects.filter(pk=build.pk, status=Build.State.ACTIVE).update(
            status=Build.State.CANCELLED, finished=timezone.now(), version=F("version") + 1, changed=timezone.now()
        )
        if not stopped:
            return
        wanted = Demand.objects.filter(node=OuterRef("pk"), build__status=Build.State.ACTIVE)
        alone = Node.objects.filter(demands__build=build).filter(~Exists(wanted))
        ids = list(alone.values_list("pk", flat=True))
        Node.objects.filter(pk__in=ids, status=Status.QUEUED).update(
            status=Status.CANCELLED, version=F("version") + 1, changed=timezone.now()
        )
        Node.objects.filter(pk__in=ids, status=Status.RUNNING).update(cancel=True)
    build.refresh_from_db()


def retry(build: Build) -> Build:
    """Ask again for what a build wanted; what failed is tried again, even what failed on its input (which may be mended)."""
    recipe = Recipe.load(build.recipe)
    for some in _chunks(list(recipe.walk())):
        Node.objects.filter(workspace=build.workspace, key__in=some, status=Status.FAILED).update(
            status=Status.CANCELLED, error=None, version=F("version") + 1
        )
    return request(
        build.workspace,
        recipe,
        channel=build.channel,
        label=build.label,
        priority=Priority(build.priority),
        by=build.by,
    )


def again(workspace: Workspace, key: str) -> None:
    """Forget what a node made, so that the next request makes it anew. For results that are poisoned, not for new draws."""
    Node.objects.filter(workspace=workspace, key=key, status=Status.DONE).update(
        evicted=True, version=F("version") + 1, changed=timezone.now()
    )


def lost(artifact: Artifact) -> int:
    """Note that these bytes are gone or damaged, so that what makes them runs again when it is wanted; how many do."""
    made_here = Node.objects.filter(workspace_id=artifact.workspace_id, status=Status.DONE).only("pk", "outputs")
    makers = [one.pk for one in made_here if artifact.digest in one.outputs.values()]
    Node.objects.filter(pk__in=makers).update(evicted=True, version=F("version") + 1, changed=timezone.now())
    return len(makers)


def made(workspace: Workspace | uuid.UUID, keys: Collection[str]) -> set[Key]:
    """Which of these recipes are made and still have their bytes."""
    workspace_id = workspace.id if isinstance(workspace, Workspace) else workspace
    found: set[Key] = set()
    for some in _chunks(list(keys)):
        rows = Node.objects.filter(workspace_id=workspace_id, key__in=some, status=Status.DONE, evicted=False)
        found.update(Key(key) for key in rows.values_list("key", flat=True))
    return found


def status_of(workspace: Workspace | uuid.UUID, keys: Collection[str]) -> dict[str, NodeStatus]:
    """The status of these recipes, by key; one that nobody asked for is `missing`."""
    workspace_id = workspace.id if isinstance(workspace, Workspace) else workspace
    found = {key: NodeStatus("missing") for key in keys}
    for some in _chunks(list(found)):
        for node in Node.objects.filter(workspace_id=workspace_id, key__in=some).defer("params", "inputs", "consumed"):
            status = "missing" if node.evicted and node.status == Status.DONE else node.status
            found[node.key] = NodeStatus(
                status, node.progress, node.note, node.error, node.version, node.operation, node.outputs, node.took_ms
            )
    return found


def outputs_of(workspace: Workspace | uuid.UUID, key: str) -> dict[str, Artifact]:
    """The artifacts that a made recipe has, by output; empty when it is not made."""
    workspace_id = workspace.id if isinstance(workspace, Workspace) else workspace
    node = Node.objects.filter(workspace_id=workspace_id, key=key, status=Status.DONE, evicted=False).first()
    if node is None:
        return {}
    artifacts = Artifact.objects.filter(workspace_id=workspace_id, digest__in=node.outputs.values())
    by_digest = {artifact.digest: artifact for artifact in artifacts}
    return {output: by_digest[digest] for output, digest in node.outputs.items() if digest in by_digest}


def progress_of(build: Build) -> Progress:
    """How far a build is, from its row and one query over its demands."""
    counts = dict.fromkeys(Status.values, 0)
    error = None
    for status, problem in Node.objects.filter(demands__build=build).values_list("status", "error"):
        counts[status] += 1
        if status == Status.FAILED:
            error = error or problem
    return Progress(
        build.status,
        build.made,
        build.total,
        counts[Status.FAILED],
        counts[Status.RUNNING],
        counts[Status.QUEUED],
        error,
    )


def _enqueue(build: Build, ready: Sequence[Recipe], fresh: Sequence[Recipe]) -> dict[str, int]:
    """Rows and demands for what is ready; how many tickets each queue is owed."""
    rows = []
    for one in fresh:
        op = registry.get(one.operation)
        rows.append(
            Node(
                workspace_id=build.workspace_id, key=one.key, operation=one.operation, params=dict(one.params),
                inputs=dump_one(one)["inputs"], queue=op.queue, checkpoint=str(one.params.get("checkpoint", "")),
                priority=build.priority,
            )
        )  # fmt: skip
    Node.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    keys = [one.key for one in ready]
    queues: dict[str, int] = {}
    for some in _chunks(keys):
        nodes = Node.objects.filter(workspace_id=build.workspace_id, key__in=some)
        asleep = Q(status=Status.CANCELLED) | Q(status=Status.DONE, evicted=True)
        nodes.filter(asleep).update(
            status=Status.QUEUED,
            attempts=0,
            cancel=False,
            progress=0,
            error=None,
            version=F("version") + 1,
            changed=timezone.now(),
        )
        nodes.filter(cancel=True).update(cancel=False)  # wanted again: a late cancel must not strand it
        nodes.filter(priority__lt=build.priority).update(priority=build.priority)
        found = list(nodes.values_list("id", "status", "queue"))
        Demand.objects.bulk_create(
            [Demand(build=build, node_id=id_) for id_, _, _ in found], ignore_conflicts=True, batch_size=500
        )
        for _, status, queue in found:
            if status == Status.QUEUED:
                queues[queue] = queues.get(queue, 0) + 1
    return queues


def _settle(build: Build, state: str, count: int) -> None:
    Build.objects.filter(pk=build.pk, status=Build.State.ACTIVE).update(
        status=state, made=count, finished=timezone.now(), version=F("version") + 1, changed=timezone.now()
    )
    _recipes.pop(build.pk, None)


def _known(workspace_id: uuid.UUID, recipe: Recipe) -> dict[str, str]:
    """Status of every node of a recipe that has a row; evicted ones count as cancelled, so that they run again."""
    known: dict[str, str] = {}
    for some in _chunks(list(recipe.walk())):
        rows = Node.objects.filter(workspace_id=workspace_id, key__in=some).values_list("key", "status", "evicted")
        known.update((key, Status.CANCELLED if evicted else status) for key, status, evicted in rows)
    return known


def _check_versions(needed: Iterable[Recipe]) -> None:
    for one in needed:
        op = registry.get(one.operation)
        if op.id != one.operation:
            raise Refused(
                f"This was planned with {one.operation}; the studio now has {op.id} and cannot make the old one. "
                "Regenerate the shot to plan it anew; what was made before is kept.",
                "OPERATION_CHANGED",
            )


def _recipe(build: Build) -> Recipe:
    found = _recipes.get(build.pk)
    if found is None:
        found = Recipe.load(build.recipe)
        _remember(build.pk, found)
    return found


def _remember(build_id: uuid.UUID, recipe: Recipe) -> None:
    _recipes[build_id] = recipe
    while len(_recipes) > 32:
        _recipes.popitem(last=False)


def _chunks(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
