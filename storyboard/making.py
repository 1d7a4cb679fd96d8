"""Recipes with the checkpoints that a project chose, takes as they were frozen, and what is left out because it does nothing."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from generation.operation import Operation, registry
from generation.operation import recipe as declare
from generation.recipe import Recipe
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
    chosen = {field: project.checkpoints[one] for field, one in _capabilities(operation) if one in project.checkpoints}
    return declare(operation, params=operation.validate({**chosen, **params}), **(inputs or {}))


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


def does_nothing(params: Any) -> bool:
    """Whether an effect with these parameters gives back what it was given: its parameter model says so, or nobody does."""
    says: Callable[[], bool] | None = getattr(params, "does_nothing", None)
    return bool(says()) if says is not None else False


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
