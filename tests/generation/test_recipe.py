"""Recipes: keys cover everything declared, trees survive the round trip, and differences are explained once."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.recipe import Cause, Digest, Pick, Recipe, RecipeInvalid, canonical, explain
from tests.generation import toys

LEAF = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PARAMS = st.dictionaries(st.text(min_size=1, max_size=8), LEAF, max_size=4)


@given(PARAMS, PARAMS)
def test_a_key_is_equal_exactly_when_the_parameters_are(one: dict, other: dict) -> None:
    assert (Recipe("a@1", one).key == Recipe("a@1", other).key) == (canonical(one) == canonical(other))


@given(PARAMS)
def test_a_dumped_recipe_loads_to_the_same_key(params: dict) -> None:
    inner = Recipe("inner@2", params)
    outer = Recipe("outer@1", params, {"clip": inner, "many": (Pick(inner, "audio"), Digest("0" * 64, "image"))})
    assert Recipe.load(outer.dump()).key == outer.key


def test_a_key_covers_operation_version_parameters_and_inputs() -> None:
    base = Recipe("a@1", {"x": 1}, {"p": Digest("0" * 64, "image")})
    others = [
        Recipe("b@1", {"x": 1}, {"p": Digest("0" * 64, "image")}),
        Recipe("a@2", {"x": 1}, {"p": Digest("0" * 64, "image")}),
        Recipe("a@1", {"x": 2}, {"p": Digest("0" * 64, "image")}),
        Recipe("a@1", {"x": 1}, {"p": Digest("1" * 64, "image")}),
        Recipe("a@1", {"x": 1}, {"q": Digest("0" * 64, "image")}),
    ]
    assert len({base.key, *(one.key for one in others)}) == 6


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, [1, math.nan], {"a": {"b": math.inf}}])
def test_what_is_not_finite_has_no_key(value: object) -> None:
    with pytest.raises(RecipeInvalid, match="finite"):
        Recipe("a@1", {"x": value})


def test_a_changed_dump_is_refused() -> None:
    data = toys.film(2).dump()
    next(iter(data["nodes"].values()))["params"]["words"] = "forged"
    with pytest.raises(RecipeInvalid, match="changed"):
        Recipe.load(data)


@pytest.mark.parametrize("data", [None, {}, {"root": "x", "nodes": {}}, {"root": "x", "nodes": {"x": {}}}, [], "recipe"])
def test_what_is_no_recipe_is_refused(data: object) -> None:
    with pytest.raises(RecipeInvalid):
        Recipe.load(data)


def test_walk_gives_each_recipe_once_inputs_first() -> None:
    order = list(toys.film(4).walk())
    assert len(order) == len(set(order)) == 1 + 4 + 4 + 1
    seen: set[str] = set()
    for key, one in toys.film(4).walk().items():
        assert all(parent.key in seen for parent in one.parents())
        seen.add(key)


def test_the_frontier_looks_at_nothing_beneath_what_is_made() -> None:
    film = toys.film(3)
    assert {one.params["words"] for one in film.frontier(lambda key: False)} == {"sheet", "shot0", "shot1", "shot2"}
    made = {one.key for one in film.walk().values() if one.name == "toy.paint"}
    assert {one.name for one in film.frontier(lambda key: key in made)} == {"toy.join"}
    assert film.frontier(lambda key: key == film.key) == []


def test_a_cause_is_named_once_however_many_paths_lead_to_it() -> None:
    kept, planned = toys.film(5), toys.film(5)
    sheet = next(one for one in kept.walk().values() if one.params.get("words") == "sheet")
    changed = Recipe(sheet.operation, {**sheet.params, "seed": 9})
    planned = _replace(planned, sheet, changed)
    assert explain(kept, planned) == [Cause("toy.paint", "seed", 0, 9)]


def test_no_difference_has_no_cause_and_an_added_input_has_one() -> None:
    assert explain(toys.film(3), toys.film(3)) == []
    causes = explain(toys.film(3), toys.film(4))
    assert Cause("toy.join", "parts", 3, 4) in causes


def _replace(tree: Recipe, old: Recipe, new: Recipe) -> Recipe:
    if tree.key == old.key:
        return new
    inputs = {
        port: tuple(_replace(one, old, new) for one in source) if isinstance(source, tuple) else _replace(source, old, new)
        for port, source in tree.inputs.items()
    }
    return Recipe(tree.operation, tree.params, inputs)
