"""What may be forgotten, and forgetting it: bytes only, never rows, and never what somebody kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import F, Sum
from django.utils import timezone

from generation import store
from generation.models import Artifact, Node, Status
from studio.models import Workspace

Roots = Callable[[uuid.UUID], Iterable[str]]
_roots: list[Roots] = []
_held: list[Roots] = []
YOUNG = timedelta(hours=48)


def keep(roots: Roots) -> Roots:
    """Register a source of node keys that are never forgotten (takes, cuts); given a workspace's id."""
    _roots.append(roots)
    return roots


def hold(digests: Roots) -> Roots:
    """Register a source of digests that are never forgotten (what records point to); given a workspace's id."""
    _held.append(digests)
    return digests


def held_bytes(workspace: Workspace) -> int:
    """How many bytes a workspace holds in the store."""
    return Artifact.objects.filter(workspace=workspace, evicted_at=None).aggregate(total=Sum("size"))["total"] or 0


def collect_all() -> int:
    """Collect every workspace that is over its quota; bytes freed."""
    return sum(collect(workspace) for workspace in Workspace.objects.all())


def collect(workspace: Workspace) -> int:
    """Evict artifacts until the workspace is within its quota, the cheapest loss first; bytes freed.

    Never: what people brought in, outputs of kept keys, what records point to, anything used in the last 48 hours. The order is
    bytes × idle ÷ time it took to make.
    """
    excess = held_bytes(workspace) - workspace.quota_bytes
    if excess <= 0:
        return 0
    kept_keys = {key for roots in _roots for key in roots(workspace.id)}
    kept = {digest for digests in _held for digest in digests(workspace.id)}
    maker: dict[str, Node] = {}
    for node in Node.objects.filter(workspace=workspace, status=Status.DONE, evicted=False).only("key", "outputs", "took_ms"):
        for digest in node.outputs.values():
            maker[digest] = node
            if node.key in kept_keys:
                kept.add(digest)
    now = timezone.now()
    spare = [
        artifact
        for artifact in Artifact.objects.filter(workspace=workspace, evicted_at=None, brought=False, used__lt=now - YOUNG)
        if artifact.digest in maker and artifact.digest not in kept
    ]
    spare.sort(key=lambda a: -a.size * (now - a.used).total_seconds() / max(1, maker[a.digest].took_ms))
    freed = 0
    for artifact in spare:
        if freed >= excess:
            break
        freed += evict(artifact, maker[artifact.digest])
    return freed


def evict(artifact: Artifact, node: Node) -> int:
    """Forget one artifact's bytes; its node will be made again when it is wanted. Bytes freed."""
    Node.objects.filter(pk=node.pk).update(evicted=True, version=F("version") + 1)
    artifact.evicted_at = timezone.now()
    artifact.save(update_fields=["evicted_at"])
    store.forget(artifact)
    return artifact.size
