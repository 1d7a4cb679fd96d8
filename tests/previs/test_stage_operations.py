"""stage.look, stage.place, stage.compose: what they store, how edits merge, what a wrong edit is told, which parameters key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generation.drivers.previs.stage import Stage
from generation.local import LocalContext
from generation.media import Data
from generation.operation import BadInput, Cancelled, Operation, recipe
from generation.operations.stage import (
    ComposeParameters,
    LookParameters,
    PlaceParameters,
    compose_stage,
    look,
    merge_patch,
    place,
)  # fmt: skip


@pytest.fixture
def context(tmp_path: Path) -> LocalContext:
    return LocalContext(tmp_path)


def composed(context: LocalContext, **params: Any) -> dict[str, Any]:
    cast = params.pop("cast", ())
    looks = tuple(look(params=LookParameters(name=name), context=context) for name in cast)
    where = params.pop("place", None)
    return compose_stage(looks, where, params=ComposeParameters(cast=cast, **params), context=context).read()  # type: ignore[no-any-return]


def test_a_shot_from_its_parts(context: LocalContext) -> None:
    where = place(params=PlaceParameters(name="JOE'S DINER", interior=True), context=context)
    stage = composed(
        context, words="Anna pours coffee for Tom.", cast=("Anna", "Tom"), scene_cast=("Anna", "Tom"), place=where, time="night",
        size="MS", speakers=("Anna",), frames=72, seed=7, titles=("MONDAY",), mood="warm",
    )  # fmt: skip
    assert Stage.model_validate(stage).model_dump(mode="json") == stage
    assert [actor["name"] for actor in stage["actors"]] == ["Anna", "Tom"]
    assert stage["place"] == where.read()
    assert (stage["light"]["time"], stage["camera"]["size"], stage["seed"], stage["mood"]) == ("night", "MS", 7, "warm")
    assert stage["titles"][0]["text"] == "MONDAY"


def test_an_edit_merges_over_the_result(context: LocalContext) -> None:
    overrides = json.dumps({"light": {"time": "dusk"}, "camera": {"size": "EWS", "azimuth": None}})
    stage = composed(context, words="Anna waits in the rain.", cast=("Anna",), overrides=overrides)
    assert stage["light"] == {"time": "dusk", "weather": "rain", "practical": False}
    assert stage["camera"]["size"] == "EWS"


def test_looks_and_places_are_edited_the_same_way(context: LocalContext) -> None:
    edited = look(
        params=LookParameters(name="Anna", overrides='{"hair": "bun", "top_colour": "#123456"}'), context=context
    ).read()
    assert (edited["hair"], edited["top_colour"]) == ("bun", "#123456")
    changed = PlaceParameters(name="HOUSE", overrides='{"kind": "cave", "interior": true}')
    where = place(params=changed, context=context).read()
    assert where["kind"] == "cave"


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ('{"camera": {"size": "HUGE"}}', "stage.camera.size"),
        ('{"actors": [{"name": "A", "x": "far"}]}', "stage.actors.0.x"),
        ('{"light": {"tine": "night"}}', "stage.light.tine: there is no such field"),
        ('{"props": [{"id": "cup", "name": "cup", "height": NaN}]}', "NaN is not a number"),
        ('{"props": [{"id": "cup", "name": "cup", "height": 1e999}]}', "stage.props.0.height"),
        ("[1, 2]", "must be a JSON object"),
        ("{", "not JSON"),
        ("[" * 50_000, "not JSON"),
    ],
)
def test_a_wrong_edit_is_told_which_field(context: LocalContext, overrides: str, said: str) -> None:
    with pytest.raises(BadInput, match="changes to this stage") as problem:
        composed(context, words="Anna waits.", overrides=overrides)
    assert said in str(problem.value)
    assert problem.value.blame == "you"
    assert len(str(problem.value)) < 2_000


def test_a_place_of_a_kind_that_cannot_be_built_is_refused(context: LocalContext) -> None:
    with pytest.raises(BadInput, match="Choose one of: room, living-room"):
        place(params=PlaceParameters(name="X", overrides='{"kind": "volcano-lair"}'), context=context)


def test_looks_must_match_the_cast(context: LocalContext) -> None:
    one = look(params=LookParameters(name="Anna"), context=context)
    with pytest.raises(BadInput, match=r"names 2 characters \(Anna, Tom\) but was given 1"):
        compose_stage((one,), None, params=ComposeParameters(words="", cast=("Anna", "Tom")), context=context)


def test_something_else_in_place_of_a_look_is_refused(context: LocalContext, tmp_path: Path) -> None:
    wrong = Data.write(tmp_path / "x.json", {"hello": 1})
    with pytest.raises(BadInput, match="look of Anna"):
        compose_stage((wrong,), None, params=ComposeParameters(words="", cast=("Anna",)), context=context)


@pytest.mark.parametrize(
    "params",
    [{"words": "x", "size": "BIG"}, {"words": "x", "frames": 0}, {"words": "x", "side": 4}, {"words": "x", "colour": "red"}],
)
def test_parameters_are_checked(params: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=next(key for key in reversed(params))):
        compose_stage.validate(params)


def test_cancelling_stops_it(tmp_path: Path) -> None:
    def cancelled(fraction: float, note: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        compose_stage((), None, params=ComposeParameters(words="x"), context=LocalContext(tmp_path, cancelled))


CHANGES: list[tuple[Operation, dict[str, Any], dict[str, Any]]] = [
    (look, {"name": "Anna"}, {"name": "Tom", "description": "old", "language": "zh", "overrides": "{}"}),
    (place, {"name": "Bar"}, {"name": "Cafe", "description": "old", "interior": True, "language": "zh", "overrides": "{}",
                              "checkpoint": "minilm@1.0"}),
    (
        compose_stage,
        {"words": "Anna waits."},
        {
            "words": "Anna walks.", "heading": "INT. BAR", "language": "en", "time": "night", "weather": "rain", "size": "CU",
            "angle": "low", "movement": "push", "scene_cast": ("Anna",), "speakers": ("Anna",), "frames": 48, "seed": 1,
            "titles": ("A",), "mood": "sad", "before": "Tom waits.", "side": -1, "overrides": "{}",
            "checkpoint": "minilm@1.0",
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "given", "changes"), CHANGES, ids=[one[0].name for one in CHANGES])
def test_every_parameter_is_in_the_key(operation: Operation, given: dict[str, Any], changes: dict[str, Any]) -> None:
    def key(params: dict[str, Any]) -> str:
        return recipe(operation, params=operation.parameters(**params)).key

    keys = [key(given)] + [key({**given, name: value}) for name, value in changes.items()]
    assert len(set(keys)) == len(keys)
    assert set(operation.parameters.model_fields) - set(changes) <= {"cast"}
    assert key(given) == key(dict(given))


def test_a_changed_look_moves_the_key_of_the_shot() -> None:
    def shot(description: str) -> str:
        anna = recipe(look, params=LookParameters(name="Anna", description=description))
        return recipe(compose_stage, params=ComposeParameters(words="Anna waits.", cast=("Anna",)), looks=(anna,)).key

    assert shot("a red coat") != shot("a blue coat")


def test_merge_patch_follows_the_rfc() -> None:
    # The examples of RFC 7396, appendix A.
    for target, patch, result in [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}), ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}), ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}), ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}), ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]), ({"a": "b"}, ["c"], ["c"]), ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}), ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ]:  # fmt: skip
        assert merge_patch(target, patch) == result


def test_somebody_is_corrected_by_name_and_everybody_else_stays_as_composed(tmp_path: Path) -> None:
    context = LocalContext(tmp_path)
    looks = tuple(look(params=LookParameters(name=name), context=context) for name in ("Anna", "Tom"))

    def staged(overrides: str) -> Stage:
        params = ComposeParameters(words="Anna walks to Tom.", cast=("Anna", "Tom"), overrides=overrides)
        return Stage.model_validate(compose_stage(looks, None, params=params, context=context).read())

    plain = {one.name: one for one in staged("").actors}
    changed = {one.name: one for one in staged('{"actors": {"Anna": {"pose": "sit"}, "Gone": {"pose": "run"}}}').actors}
    assert changed["Anna"] == plain["Anna"].model_copy(update={"pose": "sit"})
    assert changed["Tom"] == plain["Tom"]
    assert set(changed) == set(plain)
    with pytest.raises(BadInput, match="pose"):
        staged('{"actors": {"Anna": {"pose": "fly"}}}')
