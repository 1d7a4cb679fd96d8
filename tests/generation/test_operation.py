"""Operations: what the declaration says is what the ports, the form and the key say."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from pydantic import Field

from generation.media import Audio, Data, Image, Matte, Video
from generation.operation import BadInput, Context, Operation, Parameters, Port, Queue, operation, recipe, registry
from generation.recipe import Digest, Pick, RecipeInvalid
from tests.generation import toys

CLIP, PICTURE = Digest("a" * 64, "video"), Digest("b" * 64, "image")


class Swap(Parameters):
    """How faces are swapped."""

    strength: float = Field(1.0, ge=0, le=1)
    later: str = Field("", json_schema_extra={"neutral": ""})


class Spoken(NamedTuple):
    """Two outputs."""

    audio: Audio
    timing: Data


@operation("toy.swap", version=3, queue=Queue.GPU)
def swap(clip: Video, identity: tuple[Image, ...], region: Matte | None = None, *, params: Swap, context: Context) -> Video:
    """Swap."""
    return clip


@operation("toy.say", version=1, queue=Queue.CPU)
def say(*, params: Swap, context: Context) -> Spoken:
    """Say."""
    raise BadInput("mute")


def test_ports_come_from_the_annotations() -> None:
    assert swap.ports == (
        Port("clip", Video, False, False),
        Port("identity", Image, True, True),
        Port("region", Matte, False, True),
    )
    assert swap.outputs == {"out": Video}
    assert say.outputs == {"audio": Audio, "timing": Data}
    assert swap.id == "toy.swap@3"


def test_every_parameter_is_in_the_key_but_a_neutral_one() -> None:
    made = recipe(swap, params=Swap(), clip=CLIP)
    assert made.params == {"strength": 1.0}
    assert recipe(swap, params=Swap(later="x"), clip=CLIP).key != made.key
    assert recipe(swap, params=Swap(strength=0.5), clip=CLIP).key != made.key


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, "needs clip"),
        ({"clip": PICTURE}, "takes video, not image"),
        ({"clip": CLIP, "face": PICTURE}, "no input face"),
        ({"clip": CLIP, "identity": PICTURE}, "takes several"),
        ({"clip": (CLIP,)}, "takes one"),
    ],
)
def test_a_wrong_input_is_refused_by_name(inputs: dict, words: str) -> None:
    with pytest.raises(RecipeInvalid, match=words):
        recipe(swap, params=Swap(), **inputs)


def test_one_of_several_outputs_must_be_picked() -> None:
    said = recipe(say, params=Swap())
    with pytest.raises(RecipeInvalid, match="no output 'out'"):
        recipe(toys.join, params=toys.Join(), parts=(said,))
    assert recipe(toys.join, params=toys.Join(), parts=(Pick(said, "timing"),)).key


@pytest.mark.parametrize("params", [{"strenght": 1}, {"strength": 2}, {"strength": float("nan")}, {"strength": "much"}])
def test_wrong_parameters_are_refused_with_the_field_that_is_wrong(params: dict) -> None:
    with pytest.raises(BadInput, match="stren") as refused:
        swap.validate(params)
    assert refused.value.code == "PARAMETERS_INVALID"


def test_an_unknown_operation_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"toy\.join"):
        registry.get("toy.jion")


def test_two_functions_cannot_claim_one_name() -> None:
    other = Operation("toy.swap", 1, Queue.CPU, swap.timeout, say.function, Swap, (), {})
    with pytest.raises(RuntimeError, match="Two operations"):
        registry.add(other)
