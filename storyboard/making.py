"""Recipes with the checkpoints that a project chose, takes as they were frozen, and what is left out because it does nothing."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from generation.effects import does_nothing as does_nothing
from generation.operation import Operation, Parameters, registry
from generation.operation import recipe as declare
from generation.recipe import Pick, Recipe
from storyboard import paces
from storyboard.models import Project, Take

Json = Any
_known: OrderedDict[str, Recipe] = OrderedDict()  # recipes of takes by key: a key is the hash of all there is to one
_KNOWN = 8192


def recipe(project: Project, name: str, inputs: Mapping[str, Any] | None = None, /, **params: Json) -> Recipe:
    """The recipe of an operation by name, with the project's checkpoint for each capability that it asks for.

    Raises:
        BadInput: OPERATION_UNKNOWN, PARAMETERS_INVALID.
    """
    operation = registry.get(name)
    return declare(operation, params=parameters(project, operation, params), **(inputs or {}))


def parameters(project: Project, operation: Operation, params: Mapping[str, Json]) -> Parameters:
    """Parameters of an operation, checked, with the project's checkpoint for each capability that it asks for.

    Raises:
        BadInput: PARAMETERS_INVALID.
    """
    chosen = {field: project.checkpoints[one] for field, one in _capabilities(operation) if one in project.checkpoints}
    return operation.validate({**chosen, **params})


def checkpoint(project: Project, name: str) -> str:
    """The checkpoint that an operation uses in this project; empty for one that uses none."""
    operation = registry.get(name)
    for field, capability in _capabilities(operation):
        return str(project.checkpoints.get(capability, operation.parameters.model_fields[field].default))
    return ""


def frozen(kept: Take) -> Recipe:
    """A take's recipe as it was kept, read once per process."""
    found = _known.get(kept.key)
    if found is None:
        _known[kept.key] = found = Recipe.load(kept.recipe)
        while len(_known) > _KNOWN:
            _known.popitem(last=False)
    return found


def known(key: str) -> bool:
    """Whether this process has read the take's recipe of this key."""
    return key in _known


DRAWN = "video.generate"
DERIVED = ("video.edit", "video.extend", "video.loop", "video.bridge", "video.outpaint", "video.animate", "time.slow")  # of takes
_BEYOND = frozenset({"first", "last", "held", "over", "mask", "before", "after"})  # inputs that show other shots, or files


def own_nodes(take: Recipe) -> Iterator[Recipe]:
    """The recipes that a take (or what lies over one) is made of, itself first, nearest first, each once.

    Without those of its neighbours, from whose pictures it may start, and of which a bridge is made.
    """
    found = {take.key}
    line = [take]
    for one in line:
        yield one
        for port, source in one.singles():
            parent = source.recipe if isinstance(source, Pick) else source
            if isinstance(parent, Recipe) and parent.key not in found and not (port in _BEYOND and _shows_others(one)):
                found.add(parent.key)
                line.append(parent)


def _shows_others(one: Recipe) -> bool:
    return one.name in (DRAWN, "video.bridge")


def length(take: Recipe) -> int | None:
    """How many frames a take has, as its recipe says; None when it does not.

    One that was made of another is as long as that is, but for frames that were added and the pace that it was given.
    """
    return paces.length(take)


def overrides(values: Mapping[str, Json] | None) -> str:
    """Fields set by hand, as the text that operations take; nothing set is the empty text."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")) if values else ""


def _capabilities(operation: Operation) -> list[tuple[str, str]]:
    """Parameters of an operation that name a checkpoint, each with its capability."""
    found = []
    for name, info in operation.parameters.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and isinstance(extra.get("capability"), str):
            found.append((name, str(extra["capability"])))
    return found
