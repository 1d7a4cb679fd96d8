"""The scheduler: from a wanted recipe to queued nodes. Every function may run twice, at once, or not at all, to the same end."""

from __future__ import annotations

import logging
import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from generation import cards, checkpoints, remaking
from generation.models import Artifact, Build, Demand, Node, Priority, Status
from generation.operation import registry
from generation.recipe import Key, Recipe, dump_one
from studio.errors import Refused
from studio.models import Workspace

log = logging.getLogger(__name__)

RETRIABLE = ("Lost", "Exhausted", "Defect", "Hindered")  # asked again, these are tried again; BadInput is not
TOGETHER = 250  # wishes in one transaction: others may write in between
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


@dataclass(frozen=True)
class Wish:
    """A recipe that somebody asks for, and as what; `subject` is the record that it is made for.

    Of several that are asked for together those with the lower `place` are made to their end first.
    """

    recipe: Recipe
    label: str
    priority: Priority = Priority.NORMAL
    subject: uuid.UUID | None = None
    place: int = 0


def request(
    workspace: Workspace,
    recipe: Recipe,
    *,
    channel: str,
    label: str,
    priority: Priority = Priority.NORMAL,
    by: Any = None,
    subject: uuid.UUID | None = None,
) -> Build:
    """Ask for a recipe to be made. What is made already is not made again; what others asked for is shared.

    Nodes that failed by accident are tried again; those that failed on what they were given are not.

    Raises:
        Refused: OPERATION_CHANGED, when something that has to be made was planned with another version of an operation.
    """
    return request_many(workspace, [Wish(recipe, label, priority, subject)], channel=channel, by=by)[0]


def request_many(workspace: Workspace, wishes: Sequence[Wish], *, channel: str, by: Any = None) -> list[Build]:
    """`request` for many, in their order, in a few statements for every `TOGETHER` of them.

    Raises:
        Refused: OPERATION_CHANGED; what came well before the one that it is about may have been asked for.
    """
    found: list[Build] = []
    for start in range(0, len(wishes), TOGETHER):
        found += _requested(workspace, wishes[start : start + TOGETHER], channel, by)
    return found


def _requested(workspace: Workspace, wishes: Sequence[Wish], channel: str, by: Any) -> list[Build]:
    with transaction.atomic():
        keys = list(dict.fromkeys(key for wish in wishes for key in wish.recipe.walk()))
        done = made(workspace, keys)
        needed = [wish.recipe.needed(lambda key: key in done) for wish in wishes]
        _check_versions(one for part in needed for one in part)
        gone = remaking.sources(workspace.pk, (one for part in needed for one in part))
        keys += [key for one in gone.values() for key in one.walk()]
        failed = Q(status=Status.CANCELLED) | Q(status=Status.FAILED, error__class__in=RETRIABLE)
        anew = {one.key for part in [*needed, *(one.walk().values() for one in gone.values())] for one in part}
        for some in _chunks(list(anew)):  # what is ready of it is woken below, the rest once its inputs are there
            Node.objects.filter(failed, workspace=workspace, key__in=some).update(
                status=Status.CANCELLED, attempts=0, error=None, cancel=False, progress=0, priority=Priority.BACKGROUND, place=0,
                version=F("version") + 1, changed=timezone.now(),
            )  # fmt: skip
        known = _known(workspace.pk, keys)
        asked: list[tuple[Build, list[Recipe]]] = []
        for wish, part in zip(wishes, needed, strict=True):
            build = Build(
                workspace=workspace, recipe=wish.recipe.dump(), root=wish.recipe.key, channel=channel, label=wish.label[:200],
                subject=wish.subject, priority=wish.priority, place=wish.place, by=by, total=len(part), dirty=False,
            )  # fmt: skip
            asked.append((build, _ready(build, wish.recipe, known, gone)))
            if build.status == Build.State.ACTIVE:
                _remember(build.id, wish.recipe)
        Build.objects.bulk_create([build for build, _ in asked], batch_size=100)
        queues = _enqueue(asked, known)
    _send(queues)
    return [build for build, _ in asked]


def advance(build_id: uuid.UUID) -> None:
    """Queue whatever of a build can be made now, and settle its status. Harmless at any time."""
    with transaction.atomic():
        # Clearing the flag first: what completes from here on marks the build again.
        taken = Build.objects.filter(pk=build_id, status=Build.State.ACTIVE).update(dirty=False)
        if not taken:
            return
        build = Build.objects.select_related("workspace").get(pk=build_id)
        recipe = _recipe(build)
        known = _known(build.workspace_id, list(recipe.walk()))
        needed = recipe.needed(lambda key: known.get(key) == Status.DONE)
        gone = remaking.sources(build.workspace_id, needed)
        known |= _known(build.workspace_id, [key for one in gone.values() for key in one.walk()])
        ready = _ready(build, recipe, known, gone)
        queues = _enqueue([(build, ready)], known)
        Build.objects.filter(pk=build_id, status=Build.State.ACTIVE).update(
            status=build.status, made=build.made, finished=build.finished, version=F("version") + 1, changed=timezone.now()
        )
    _send(queues)


def _ready(build: Build, recipe: Recipe, known: Mapping[str, str], gone: Mapping[str, Recipe]) -> list[Recipe]:
    """What of a build can run or has failed, by the status of its nodes; the object is told how far it is, and how it ended."""
    done = {key for key, status in known.items() if status == Status.DONE}
    ready = remaking.first(recipe.frontier(lambda key: key in done), gone, lambda key: key in done)
    build.made = max(0, build.total - len(recipe.needed(lambda key: key in done)))
    if not ready:
        build.status = Build.State.DONE
    elif all(known.get(one.key) == Status.FAILED for one in ready):
        build.status = Build.State.FAILED
    if build.status != Build.State.ACTIVE:
        build.finished = timezone.now()
        _recipes.pop(build.pk, None)
    return ready


def _send(queues: Mapping[str, int]) -> None:
    from generation.tasks import send_tickets  # the tickets' own imports stay out of planning

    transaction.on_commit(lambda: send_tickets(queues))


def advance_dirty(limit: int = 50) -> int:
    """Advance every build that something completed for since it was last looked at; how many there were."""
    ids = list(
        Build.objects.filter(status=Build.State.ACTIVE, dirty=True)
        .order_by("-priority", "place")
        .values_list("id", flat=True)[:limit]
    )
    for build_id in ids:
        advance(build_id)
    return len(ids)


def mark_started(node_id: int) -> None:
    """Note on every active build that wants this node when it began."""
    waiting = Build.objects.filter(status=Build.State.ACTIVE, started=None, demands__node_id=node_id)
    waiting.update(started=timezone.now(), version=F("version") + 1, changed=timezone.now())


def mark_dirty(node_id: int) -> None:
    """Note on every active build that wants this node that there is something to look at."""
    Build.objects.filter(status=Build.State.ACTIVE, dirty=False, demands__node_id=node_id).update(dirty=True)


def cancel(build: Build) -> None:
    """Drop a build's demand. Nodes that nobody else wants are taken from the queue, and told to stop when running."""
    cancel_all(Build.objects.filter(pk=build.pk))
    build.refresh_from_db()


def cancel_all(some: QuerySet[Build], *, going_on: Collection[str] = ()) -> int:
    """`cancel` for every active one of these builds, in a few statements; how many there were.

    What runs and has one of the keys `going_on` is not told to stop: somebody is about to want it again.
    """
    with transaction.atomic():
        ids = list(some.filter(status=Build.State.ACTIVE).values_list("pk", flat=True))
        stopped = Build.objects.filter(pk__in=ids, status=Build.State.ACTIVE).update(
            status=Build.State.CANCELLED, finished=timezone.now(), version=F("version") + 1, changed=timezone.now()
        )
        if not stopped:
            return 0
        wanted = Demand.objects.filter(node=OuterRef("pk"), build__status=Build.State.ACTIVE)
        alone = Node.objects.filter(demands__build__in=ids, status__in=[Status.QUEUED, Status.RUNNING]).filter(~Exists(wanted))
        nodes = list(alone.values_list("pk", flat=True).distinct())
        for these in _chunks(nodes):
            Node.objects.filter(pk__in=these, status=Status.QUEUED).update(
                status=Status.CANCELLED, version=F("version") + 1, changed=timezone.now()
            )
            running = Node.objects.filter(pk__in=these, status=Status.RUNNING)
            stays = {pk for pk, key in running.values_list("pk", "key") if key in going_on} if going_on else set()
            running.exclude(pk__in=stays).update(cancel=True)
    return stopped


def retry(build: Build) -> Build:
    """Ask again for what a build wanted; what failed is tried again, even what failed on its input (which may be mended)."""
    recipe = Recipe.load(build.recipe)
    gone = remaking.sources(build.workspace_id, recipe.walk().values())
    for some in _chunks([key for one in (recipe, *gone.values()) for key in one.walk()]):
        Node.objects.filter(workspace=build.workspace, key__in=some, status=Status.FAILED).update(
            status=Status.CANCELLED, error=None, version=F("version") + 1
        )
    wish = Wish(recipe, build.label, Priority(build.priority), build.subject)
    return request_many(build.workspace, [wish], channel=build.channel, by=build.by)[0]


def again(workspace: Workspace, key: str) -> None:
    """Forget what a node made, so that the next request makes it anew. For results that are poisoned, not for new draws."""
    Node.objects.filter(workspace=workspace, key=key, status=Status.DONE).update(
        evicted=True, version=F("version") + 1, changed=timezone.now()
    )


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
        nodes = Node.objects.filter(workspace_id=workspace_id, key__in=some)
        told = ("progress", "note", "error", "version", "operation", "outputs", "took_ms")
        for key, evicted, status, *more in nodes.values_list("key", "evicted", "status", *told):
            found[key] = NodeStatus("missing" if evicted and status == Status.DONE else status, *more)
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
    return progress_of_all([build])[build.pk]


def progress_of_all(some: Sequence[Build]) -> dict[uuid.UUID, Progress]:
    """How far each of these builds is, by id, in two queries."""
    counts = {one.pk: dict.fromkeys(Status.values, 0) for one in some}
    wanted = Node.objects.filter(demands__build__in=list(counts)).order_by()
    for id_, status, count in wanted.values_list("demands__build", "status").annotate(count=Count("pk")):
        if id_ in counts:
            counts[id_][status] = count
    failed = [id_ for id_, one in counts.items() if one[Status.FAILED]]
    broken = Node.objects.filter(demands__build__in=failed, status=Status.FAILED).order_by("-id")
    errors = dict(broken.values_list("demands__build", "error")) if failed else {}
    return {
        one.pk: Progress(
            one.status,
            one.made,
            one.total,
            counts[one.pk][Status.FAILED],
            counts[one.pk][Status.RUNNING],
            counts[one.pk][Status.QUEUED],
            errors.get(one.pk),
        )
        for one in some
    }


def _enqueue(wanted: Sequence[tuple[Build, list[Recipe]]], known: Mapping[str, str]) -> dict[str, int]:
    """Rows and demands for what is ready in builds of one workspace; how many tickets each queue is owed."""
    rows: dict[str, Node] = {}
    ranked: dict[tuple[int, int], list[str]] = {}
    models = checkpoints.catalogue()
    for build, ready in wanted:
        for one in ready:
            ranked.setdefault((build.priority, build.place), []).append(one.key)
            if one.key not in rows and known.get(one.key) not in (Status.QUEUED, Status.RUNNING, Status.FAILED):
                usual, checkpoint = registry.get(one.operation).queue, str(one.params.get("checkpoint", ""))
                rows[one.key] = Node(
                    workspace_id=build.workspace_id, key=one.key, operation=one.operation, params=dict(one.params),
                    inputs=dump_one(one)["inputs"], queue=cards.queue_of(usual, models.get(checkpoint)), checkpoint=checkpoint,
                    priority=build.priority, place=build.place,
                )  # fmt: skip
    if not ranked:
        return {}
    workspace_id = wanted[0][0].workspace_id
    Node.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
    for (priority, place), keys in ranked.items():
        for some in _chunks(keys):
            _wake(Node.objects.filter(workspace_id=workspace_id, key__in=some), priority, place)
    found: dict[str, tuple[int, str, str]] = {}
    for some in _chunks(list({key: None for keys in ranked.values() for key in keys})):
        there = Node.objects.filter(workspace_id=workspace_id, key__in=some).values_list("key", "id", "status", "queue")
        found.update((key, (id_, status, queue)) for key, id_, status, queue in there)
    demands = [Demand(build=build, node_id=found[one.key][0]) for build, ready in wanted for one in ready if one.key in found]
    Demand.objects.bulk_create(demands, ignore_conflicts=True, batch_size=500)
    queues: dict[str, int] = {}
    for _, status, queue in found.values():
        if status == Status.QUEUED:
            queues[queue] = queues.get(queue, 0) + 1
    return queues


def _wake(nodes: QuerySet[Node], priority: int, place: int) -> None:
    """Queue again what sleeps of these nodes, and let all of them be made at least as soon as this."""
    asleep = Q(status=Status.CANCELLED) | Q(status=Status.DONE, evicted=True)
    nodes.filter(status=Status.CANCELLED, error__code=remaking.LOST).update(
        status=Status.QUEUED, cancel=False, progress=0, priority=priority, place=place,
        version=F("version") + 1, changed=timezone.now(),
    )  # fmt: skip
    nodes.filter(asleep).update(
        status=Status.QUEUED, attempts=0, cancel=False, progress=0, error=None, priority=priority, place=place,
        version=F("version") + 1, changed=timezone.now(),
    )  # fmt: skip
    nodes.filter(cancel=True).update(cancel=False)  # wanted again: a late cancel must not strand it
    nodes.filter(Q(priority__lt=priority) | Q(priority=priority, place__gt=place)).update(priority=priority, place=place)


def _known(workspace_id: uuid.UUID, keys: Sequence[str]) -> dict[str, str]:
    """The status of those of these nodes that have a row; evicted ones count as cancelled, so that they run again."""
    known: dict[str, str] = {}
    for some in _chunks(keys):
        rows = Node.objects.filter(workspace_id=workspace_id, key__in=some).values_list("key", "status", "evicted")
        asleep = (Status.DONE, True)  # what failed, waits or runs while it is made anew is what it says it is
        known.update((key, Status.CANCELLED if (status, evicted) == asleep else status) for key, status, evicted in rows)
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
