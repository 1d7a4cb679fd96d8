"""Where a recipe stands with everything that it is made from, as the API tells it: in three queries for many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from generation import builds, store
from generation.builds import NodeStatus
from generation.models import Artifact, Build
from generation.recipe import Digest, Pick, Recipe
from storyboard.layer_schemas import PartOut, ProblemOut
from studio.models import Workspace

Source = Recipe | Pick | Digest
_ACTIVE = ("running", "queued")


def of(workspace: Workspace, sources: Iterable[Source], *, given: Collection[str] = ()) -> dict[Source, PartOut]:
    """Where each of these stands; `given` are keys that count as made and are not looked beneath, such as the take's.

    What was cancelled is missing: asking again goes on with it. A file that somebody brought is done.
    """
    wanted = list(dict.fromkeys(sources))
    beneath = {one: _needed(one, given) for one in wanted}
    status = builds.status_of(workspace, {key for keys in beneath.values() for key in keys})
    asked = _asked(workspace, [keys[0] for keys in beneath.values()])
    on_its_way = {key for keys in beneath.values() if keys[0] in asked for key in keys}
    digests = {_output(one, status) for one in wanted}
    artifacts = {one.digest: one for one in Artifact.objects.filter(workspace=workspace, digest__in=digests - {""})}
    return {
        one: _part(one, keys, status, keys[0] in on_its_way, artifacts.get(_output(one, status))) for one, keys in beneath.items()
    }


def _needed(source: Source, given: Collection[str]) -> list[str]:
    """The keys of a source and of what it is made from, itself first."""
    if isinstance(source, Digest):
        return [source.sha256]
    root = source.recipe if isinstance(source, Pick) else source
    found: dict[str, None] = {}
    stack = [root]
    while stack:
        one = stack.pop()
        if one.key in found or (one.key in given and one is not root):
            continue
        found[one.key] = None
        stack.extend(one.parents())
    return list(found)


def _asked(workspace: Workspace, keys: list[str]) -> set[str]:
    """Which of these somebody waits for, though nothing of them may be queued at this moment."""
    active = Build.objects.filter(workspace=workspace, status=Build.State.ACTIVE, root__in=keys)
    return set(active.values_list("root", flat=True))


def _output(source: Source, status: Mapping[str, NodeStatus]) -> str:
    """The digest of what a source gives; empty while there is none."""
    if isinstance(source, Digest):
        return source.sha256
    key, output = (source.recipe.key, source.output) if isinstance(source, Pick) else (source.key, "out")
    return (status[key].outputs or {}).get(output, "") if status[key].status == "done" else ""


def _part(source: Source, keys: list[str], status: Mapping[str, NodeStatus], asked: bool, artifact: Artifact | None) -> PartOut:
    every = [status[key] for key in keys]
    told: dict[str, Any] = {"key": keys[0], "url": None, "facts": {}, "problem": None}
    if artifact is not None:
        return PartOut(**told | {"url": store.url(artifact), "facts": artifact.facts}, status="done", progress=1.0)
    failed = next((one for one in every if one.status == "failed"), None)
    if failed is not None:
        error = failed.error or {}
        told["problem"] = ProblemOut(
            code=error.get("code", "OPERATION_FAILED"), message=error.get("message", ""), blame=error.get("blame", "us")
        )
        return PartOut(**told, status="failed", progress=0.0)
    running = any(one.status == "running" for one in every)
    own = every[0].status if every[0].status in ("queued", "running") else ""
    state = own or ("missing" if not asked else "running" if running else "queued")
    share = sum(1.0 if one.status == "done" else one.progress * (one.status == "running") for one in every)
    return PartOut(**told, status=state, progress=min(0.99, share / len(every)))
