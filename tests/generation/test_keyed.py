"""Keys of parameters: between two keys a value lies between theirs, limits hold at every key, old recipes keep their keys."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from generation.keyed import Ease, Keyed, keyable, value_at
from generation.media import Video
from generation.operation import BadInput, Context, Parameters, Queue, operation, recipe
from generation.recipe import Digest

KEYABLE: dict[str, Any] = {"keyable": True}


class Plain(Parameters):
    """As it was before anything could be keyed."""

    light: Annotated[float, Field(ge=-4, le=4)] = 0.0
    count: Annotated[int, Field(ge=0, le=9)] = 1
    words: str = ""


class Moving(Keyed):
    """The same, keyable."""

    light: Annotated[float, Field(ge=-4, le=4, json_schema_extra=KEYABLE)] = 0.0
    count: Annotated[int, Field(ge=0, le=9, json_schema_extra=KEYABLE)] = 1
    words: str = ""


KEY = st.tuples(st.integers(0, 500), st.floats(-4, 4), st.sampled_from(["linear", "hold", "smooth", "in", "out"]))
some_keys = st.lists(KEY, min_size=1, max_size=12, unique_by=lambda key: key[0])


@given(some_keys, st.integers(-20, 520))
def test_between_two_keys_lies_between_their_values(keys: list[tuple[int, float, Ease]], frame: int) -> None:
    params = Moving.model_validate({"keys": {"light": keys}})
    ordered = params.keys["light"]
    found = params.at(frame).light
    before = [key for key in ordered if key[0] <= frame] or [ordered[0]]
    after = [key for key in ordered if key[0] > frame] or [ordered[-1]]
    values = (before[-1][1], after[0][1])
    assert min(values) <= found <= max(values)
    for at, value, _ in ordered:
        assert params.at(at).light == value
    assert Moving.model_validate(params.at(frame).model_dump()) == params.at(frame), "what is found is within the limits"


@given(some_keys, st.integers(0, 500), st.integers(-300, 300))
def test_moved_in_time_the_values_move_along(keys: list[tuple[int, float, Ease]], frame: int, by: int) -> None:
    params = Moving.model_validate({"keys": {"light": keys}})
    assert params.later(by).at(frame + by) == params.at(frame)


def test_every_easing_goes_its_own_way() -> None:
    def quarter(ease: Ease) -> float:
        return value_at([(0, 0.0, ease), (100, 1.0, "linear")], 25)

    assert quarter("linear") == 0.25
    assert quarter("hold") == 0.0
    assert quarter("in") == 0.0625
    assert quarter("out") == 0.4375
    assert 0.1 < quarter("smooth") < 0.2


def test_smooth_does_not_stop_at_a_key_on_its_way_and_stops_where_it_turns() -> None:
    going = [(0, 0.0, "smooth"), (10, 1.0, "smooth"), (20, 2.0, "smooth")]
    turning = [(0, 0.0, "smooth"), (10, 1.0, "smooth"), (20, 0.0, "smooth")]
    assert value_at(going, 10.5) - 1 > 0.04, "it goes through"  # type: ignore[arg-type]
    assert 1 - value_at(turning, 10.5) < 0.01, "it rests at the top"  # type: ignore[arg-type]


def test_whole_numbers_stay_whole_and_the_rest_stays_as_it_is() -> None:
    params = Moving(light=2.0, words="as it is", keys={"count": ((0, 0.0, "linear"), (10, 5.0, "linear"))})
    at = params.at(3)
    assert (at.count, type(at.count), at.light, at.words, at.moves) == (2, int, 2.0, "as it is", False)


def test_without_keys_nothing_moves_and_the_same_parameters_come_back() -> None:
    params = Moving(light=1.0)
    assert params.at(7) is params
    assert params.later(7) is params
    assert not params.moves
    assert hash(Moving(light=1.0)) == hash(params)
    assert len({Moving(light=1.0), params, Moving()}) == 2


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"light": [(0, 5.0, "linear")]}, "light at frame 0 must be 4.0 or less, not 5.0"),
        ({"count": [(3, 0.5, "linear")]}, "count at frame 3 must be a whole number"),
        ({"count": [(3, -1.0, "linear")]}, "count at frame 3 must be 0 or more"),
        ({"words": [(0, 0.0, "linear")]}, "words cannot have keys; those that can are light, count"),
        ({"glow": [(0, 0.0, "linear")]}, "glow cannot have keys"),
        ({"light": [(0, 0.0, "bounce")]}, "Input should be 'linear'"),
        ({"light": [(4, 0.0, "in"), (4, 1.0, "in")]}, "light has two keys at frame 4"),
        ({"light": [(0, float("nan"), "in")]}, "finite"),
        ({"light": [(100_000, 0.0, "in")]}, "less than or equal to 99999"),
        ({"light": [(n, 0.0, "in") for n in range(301)]}, "at most 300 items"),
    ],
)
def test_what_cannot_be_keyed_is_refused(keys: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace("(", r"\(")):
        Moving.model_validate({"keys": keys})


def test_only_plain_numbers_can_be_declared_keyable() -> None:
    with pytest.raises(TypeError, match="cannot have keys"):

        class Wordy(Keyed):
            words: Annotated[str, Field(json_schema_extra=KEYABLE)] = ""

    with pytest.raises(TypeError, match="cannot have keys"):

        class Even(Keyed):
            size: Annotated[int, Field(multiple_of=2, json_schema_extra=KEYABLE)] = 2

    assert keyable(Moving) == ("light", "count")


def test_recipes_from_before_keep_their_keys_and_one_intent_has_one_key() -> None:
    source = Digest("a" * 64, "video")

    def declared(model: type[Parameters]) -> Any:
        def made(clip: Video, *, params: Parameters, context: Context) -> Video:
            return clip

        made.__annotations__ |= {"params": model, "clip": Video, "return": Video, "context": Context}
        made.__qualname__ = "keyed_toy"
        return operation("toy.keyed", version=1, queue=Queue.CPU)(made)

    was = recipe(declared(Plain), params=Plain(light=1), clip=source)
    op = declared(Moving)
    assert recipe(op, params=Moving(light=1), clip=source).key == was.key

    keyed = [
        op.validate({"light": 1, "keys": {"light": [[0, 0, "linear"], [9, -0.0, "hold"]], "count": []}}),
        op.validate({"light": 1, "keys": {"light": [[9, 0, "hold"], [0, 0, "linear"]]}}),
    ]
    one, other = (recipe(op, params=each, clip=source).key for each in keyed)
    assert one == other != was.key
    with pytest.raises(BadInput, match="glow cannot have keys"):
        op.validate({"keys": {"glow": [[0, 0, "linear"]]}})
