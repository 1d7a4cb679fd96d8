"""From a digest or a key back to every recipe and upload behind it."""

from __future__ import annotations

import uuid
from typing import Any

from generation import checkpoints
from generation.models import Artifact, Node
from studio.errors import NotFound


def of_digest(workspace_id: uuid.UUID, digest: str) -> dict[str, Any]:
    """Everything behind an artifact; `digest` may be shortened as long as it is unique.

    Raises:
        NotFound: when the workspace has no such artifact.
    """
    artifact = Artifact.objects.filter(workspace_id=workspace_id, digest__startswith=digest).first()
    if artifact is None:
        raise NotFound(f"There is no artifact {digest[:12]} in this workspace.")
    for node in Node.objects.filter(workspace_id=workspace_id).exclude(outputs={}).order_by("id"):
        if artifact.digest in node.outputs.values():
            return of_key(workspace_id, node.key)
    return {"nodes": [], "uploads": [_upload(artifact)], "checkpoints": [], "root": artifact.digest}


def of_key(workspace_id: uuid.UUID, key: str) -> dict[str, Any]:
    """Everything behind a node, inputs first: `nodes` (operation, parameters, digests read and made, when, where, how long),
    `uploads`, and `checkpoints` with their licences.

    Raises:
        NotFound: when the workspace has no such node.
    """
    found: dict[str, Node] = {}
    uploads: dict[str, dict[str, Any]] = {}
    wanted = [key]
    while wanted:
        nodes = list(Node.objects.filter(workspace_id=workspace_id, key__in=wanted))
        if not found and not nodes:
            raise NotFound(f"There is no node {key[:12]} in this workspace.")
        found.update((node.key, node) for node in nodes)
        wanted = []
        for node in nodes:
            for source in node.inputs.values():
                for one in source if isinstance(source, list) else [source]:
                    if "digest" in one:
                        artifact = Artifact.objects.filter(workspace_id=workspace_id, digest=one["digest"]).first()
                        uploads[one["digest"]] = _upload(artifact) if artifact else {"digest": one["digest"]}
                    elif (parent := one.get("recipe") or one["of"]) not in found:
                        wanted.append(parent)
    catalogue = checkpoints.catalogue()
    used = sorted({node.checkpoint for node in found.values() if node.checkpoint})
    return {
        "root": key,
        "nodes": [_node(node) for node in reversed(found.values())],
        "uploads": list(uploads.values()),
        "checkpoints": [
            {"id": id_, "licence": entry.licence, "commercial": entry.commercial, "credit": entry.credit}
            for id_ in used
            if (entry := catalogue.get(id_))
        ],
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "key": node.key, "operation": node.operation, "params": node.params, "inputs": node.inputs,
        "consumed": node.consumed, "outputs": node.outputs, "status": node.status, "took_ms": node.took_ms,
        "made_on": node.made_on, "changed": node.changed.isoformat(),
    }  # fmt: skip


def _upload(artifact: Artifact) -> dict[str, Any]:
    return {
        "digest": artifact.digest,
        "media": artifact.kind,
        "facts": artifact.facts,
        "created": artifact.created.isoformat(),
    }
