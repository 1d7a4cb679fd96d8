"""How long a build will still take: from what the machine itself took for the like, as an honest range or not at all."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from generation.models import Build, Node, Status
from generation.recipe import Recipe

SAMPLES = 24  # latest runs of an operation that count
LEAST = 1  # runs below which nothing is promised
_AT_ONCE = 10_000
_Rows = dict[str, tuple[str, bool, float]]  # status, evicted, progress
_NONE = ("", True, 0.0)


def weight(params: Mapping[str, Any]) -> float:
    """How much work a node is, in units that only need to be proportional: frames × megapixels where it has them.

    A training is as long as its steps.
    """
    frames = params.get("frames") or (params.get("steps") if "trigger" in params else 1) or 1
    pixels = (params.get("width") or 1000) * (params.get("height") or 1000) / 1e6
    words = len(params["words"]) if isinstance(params.get("words"), str) else 0
    scale = 0.3 if params.get("quality") == "draft" else 1.0
    return max(1.0, (words or frames) * (pixels if "width" in params else 1.0) * scale)


def rates(workspace_id: Any, operations: set[str]) -> dict[str, tuple[float, float]]:
    """Milliseconds per unit of weight of each operation: the lower and the upper quartile of its latest runs."""
    found = {}
    for operation in operations:
        runs = Node.objects.filter(operation=operation, status=Status.DONE, took_ms__gt=0).order_by("-changed")
        values = sorted(took / weight(params) for took, params in runs.values_list("took_ms", "params")[:SAMPLES])
        if len(values) >= LEAST:
            low = values[len(values) // 4]
            high = values[min(len(values) - 1, (3 * len(values)) // 4)]
            found[operation] = (low, max(high, statistics.fmean(values)))
    return found


Range = tuple[int | None, int | None]  # whole seconds, at least and at most; (None, None): nothing is known


def eta_of(build: Build) -> Range:
    """Whole seconds of wall clock that a build will still take, at least and at most; (None, None) when nothing is known."""
    return estimate(build.workspace_id, Recipe.load(build.recipe))


def etas_of(builds: Sequence[Build]) -> dict[Any, Range]:
    """`eta_of` for builds of one workspace, by id, in a few queries for all of them."""
    if not builds:
        return {}
    recipes = {build.pk: Recipe.load(build.recipe) for build in builds}
    return dict(zip(recipes, estimates(builds[0].workspace_id, list(recipes.values())), strict=True))


def estimate(workspace_id: Any, recipe: Recipe) -> Range:
    """As `eta_of`, for a recipe that need not have been asked for."""
    return estimates(workspace_id, [recipe])[0]


def estimates(workspace_id: Any, recipes: Sequence[Recipe]) -> list[Range]:
    """`estimate` for each of these recipes."""
    left, rows, known = _left(workspace_id, recipes)
    return [_range(some, rows, known) for some in left]


def together(workspace_id: Any, recipes: Sequence[Recipe]) -> Range:
    """Whole seconds until all of these recipes are made, at least and at most; what several need is made once."""
    left, rows, known = _left(workspace_id, recipes)
    return _range(list({one.key: one for some in left for one in some}.values()), rows, known)


def _left(workspace_id: Any, recipes: Sequence[Recipe]) -> tuple[list[list[Recipe]], _Rows, dict[str, tuple[float, float]]]:
    """What each recipe still needs, the rows of all there is, and the rates of the operations that are needed."""
    keys = list({key: None for recipe in recipes for key in recipe.walk()})
    rows: _Rows = {}
    for start in range(0, len(keys), _AT_ONCE):
        found = Node.objects.filter(workspace_id=workspace_id, key__in=keys[start : start + _AT_ONCE])
        for key, status, evicted, progress in found.values_list("key", "status", "evicted", "progress"):
            rows[key] = (status, evicted, progress)
    left = [list(recipe.needed(lambda key: rows.get(key, _NONE)[:2] == (Status.DONE, False))) for recipe in recipes]
    return left, rows, rates(workspace_id, {one.operation for some in left for one in some})


def _range(left: Sequence[Recipe], rows: _Rows, known: Mapping[str, tuple[float, float]]) -> Range:
    if not left:
        return 0, 0
    if any(one.operation not in known for one in left):
        return None, None
    low = high = longest = 0.0
    for one in left:
        status, _, progress = rows.get(one.key, _NONE)
        rest = weight(one.params) * (1 - progress if status == Status.RUNNING else 1.0)
        low += rest * known[one.operation][0]
        high += rest * known[one.operation][1]
        longest = max(longest, rest * known[one.operation][1])
    lanes = max(1, settings.WORKERS)
    return math.floor(low / lanes / 1000), math.ceil(max(high / lanes, longest) * 1.15 / 1000)
