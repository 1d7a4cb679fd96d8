"""Bytes that are gone from the store: what made them, and what has to be made first so that they can be read again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone

from generation.models import Artifact, Node, Status
from generation.operation import registry
from generation.recipe import Key, Recipe, RecipeInvalid

LOST = "INPUT_LOST"  # the code on a node that waits until what it reads is made again; its attempts go on counting
_AT_ONCE = 500


def lost(artifact: Artifact) -> int:
    """Note that these bytes are gone or damaged, so that what makes them runs again when it is wanted; how many do."""
    found = list(_made_by(artifact.workspace_id, artifact.digest))
    if found:
        Artifact.objects.filter(pk=artifact.pk, evicted_at=None).update(evicted_at=timezone.now())
        Node.objects.filter(pk__in=[one.pk for one in found], status=Status.DONE).update(
            evicted=True, version=F("version") + 1, changed=timezone.now()
        )
    return len(found)


def maker(workspace_id: uuid.UUID, digest: str) -> Recipe | None:
    """The recipe that made these bytes and can make them again; None when they were only brought in, when the studio has other
    versions of what made them by now, or when they were made out of themselves.

    A digest at a leaf says nothing of where its bytes come from. The rows of nodes do, for they stay for ever.
    """
    for node in _made_by(workspace_id, digest):
        recipe = _recipe_of(workspace_id, node)
        if recipe is None:
            continue
        beneath = recipe.walk()
        there = _made(workspace_id, beneath)
        needed = [recipe, *recipe.needed(lambda key, there=there: key in there)]  # type: ignore[misc]
        if all(_current(one.operation) for one in needed) and digest not in _leaves(needed):
            return recipe
    return None


def sources(workspace_id: uuid.UUID, wanted: Iterable[Recipe]) -> dict[str, Recipe]:
    """For every digest that these read directly and whose bytes are gone: what makes them again, and so on beneath it.

    One query when nothing is gone.
    """
    found: dict[str, Recipe] = {}
    seen: set[str] = set()
    asked = _leaves(wanted)
    while asked := asked - seen:
        seen |= asked
        gone, asked = _gone(workspace_id, asked), set()
        for digest in gone:
            recipe = maker(workspace_id, digest)
            if recipe is not None:
                found[digest] = recipe
                asked |= _leaves(recipe.walk().values())
    return found


def first(ready: Iterable[Recipe], gone: Mapping[str, Recipe], made: Callable[[Key], bool]) -> list[Recipe]:
    """What to make now instead of `ready`: where a leaf's bytes are gone, what leads to them; the rest as it is."""
    found: dict[Key, Recipe] = {}

    def look(one: Recipe, above: frozenset[str]) -> None:
        waits = {digest.sha256 for digest in one.digests()} & gone.keys()
        before = [step for digest in sorted(waits - above) for step in gone[digest].frontier(made)]
        if not before:
            found.setdefault(one.key, one)  # it runs, and what it lacks is said by the worker
        for step in before:
            look(step, above | waits)

    for one in ready:
        look(one, frozenset())
    return list(found.values())


def _made_by(workspace_id: uuid.UUID, digest: str) -> Iterable[Node]:
    """Nodes whose outputs are these bytes, whatever becomes of them at this moment."""
    named = Node.objects.filter(workspace_id=workspace_id, outputs__icontains=digest).order_by("id")
    return [one for one in named if digest in one.outputs.values()]


def _recipe_of(workspace_id: uuid.UUID, node: Node) -> Recipe | None:
    """A node's whole recipe, from the rows of everything it reads; None when one of them is no more."""
    rows: dict[str, Any] = {}
    wanted = {node.key}
    while wanted:
        there = Node.objects.filter(workspace_id=workspace_id, key__in=list(wanted))
        found = {one.key: {"operation": one.operation, "params": one.params, "inputs": one.inputs} for one in there}
        if len(found) < len(wanted):
            return None
        rows |= found
        wanted = {key for one in found.values() for key in _read_keys(one["inputs"])} - rows.keys()
    try:
        return Recipe.load({"root": node.key, "nodes": rows})
    except RecipeInvalid:
        return None


def _read_keys(inputs: Mapping[str, Any]) -> Iterable[str]:
    singles = [one for source in inputs.values() for one in (source if isinstance(source, list) else [source])]
    return [one.get("recipe") or one["of"] for one in singles if "digest" not in one]


def _made(workspace_id: uuid.UUID, keys: Iterable[str]) -> set[str]:
    rows = Node.objects.filter(workspace_id=workspace_id, key__in=list(keys), status=Status.DONE, evicted=False)
    return set(rows.values_list("key", flat=True))


def _current(operation: str) -> bool:
    """Whether the studio has an operation in this very version."""
    return any(op.id == operation for op in registry.all())


def _gone(workspace_id: uuid.UUID, digests: Iterable[str]) -> list[str]:
    listed = sorted(digests)
    found: list[str] = []
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        rows = Artifact.objects.filter(workspace_id=workspace_id, digest__in=some, evicted_at__isnull=False)
        found += rows.values_list("digest", flat=True)
    return sorted(found)


def _leaves(some: Iterable[Recipe]) -> set[str]:
    return {digest.sha256 for one in some for digest in one.digests()}
