"""The stage as something made: looks, places and the blocking of shots, from words, with what a person set by hand on top."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from generation.drivers.previs.looks import look_from_words
from generation.drivers.previs.placing import KINDS, place_from_words
from generation.drivers.previs.reading import Shot, compose
from generation.drivers.previs.stage import Look, Place
from generation.media import Data
from generation.operation import BadInput, Context, Parameters, Queue, operation

Made = TypeVar("Made", bound=BaseModel)

Words = Annotated[str, Field(max_length=20_000)]
Name = Annotated[str, Field(max_length=200)]
Language = Annotated[str, Field(pattern="^(en|zh)?$", description="'' reads it from the words.")]
Overrides = Annotated[
    str,
    Field(
        max_length=200_000,
        description="A JSON object merged over the result (RFC 7396): how a person edits it. '' changes nothing.",
    ),
]


Embedding = Annotated[
    str,
    Field(
        pattern=r"^([a-z0-9][a-z0-9._-]*@[A-Za-z0-9._-]+)?$",
        description="A sentence embedding for places that the vocabulary does not know; '' does without.",
        json_schema_extra={"capability": "sentence-embedding", "neutral": ""},
    ),
]


class LookParameters(Parameters):
    """Who it is, in words."""

    name: Name
    description: Words = ""
    language: Language = ""
    overrides: Overrides = ""


class PlaceParameters(Parameters):
    """Where it is, in words."""

    name: Name
    description: Words = ""
    interior: bool | None = None
    language: Language = ""
    overrides: Overrides = ""
    checkpoint: Embedding = ""


class ComposeParameters(Parameters):
    """A shot's words and record. Empty words for size, angle, movement, time and weather leave the choice to the operation."""

    words: Words
    heading: Annotated[str, Field(max_length=400)] = ""
    language: Language = ""
    time: Annotated[str, Field(pattern="^(dawn|morning|day|afternoon|sunset|dusk|night)?$")] = ""
    weather: Annotated[str, Field(pattern="^(clear|cloudy|rain|storm|snow|fog|wind)?$")] = ""
    size: Annotated[str, Field(pattern="^(ECU|CU|MCU|MS|MLS|FS|WS|EWS)?$")] = ""
    angle: Annotated[str, Field(pattern="^(eye|high|low|overhead|dutch|over-the-shoulder|point-of-view|profile|reverse)?$")] = ""
    movement: Annotated[
        str,
        Field(
            pattern="^(static|pan-left|pan-right|tilt-up|tilt-down|pedestal-up|pedestal-down|push|pull|truck-left|truck-right|orbit-left"
            "|orbit-right|zoom-in|zoom-out|handheld|follow|crane-up|crane-down)?$"
        ),
    ] = ""
    cast: Annotated[tuple[Name, ...], Field(max_length=20, description="Names, in the order of the looks.")] = ()
    scene_cast: Annotated[
        tuple[Name, ...],
        Field(
            max_length=60,
            description="Everybody in the scene, in the order in which they stand from left to right through all its shots.",
        ),
    ] = ()
    speakers: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    frames: Annotated[int, Field(ge=1, le=4_000_000, json_schema_extra={"unit": "frames"})] = 96
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    titles: Annotated[tuple[Annotated[str, Field(max_length=300)], ...], Field(max_length=20)] = ()
    mood: Annotated[str, Field(max_length=60)] = ""
    before: Annotated[
        str, Field(max_length=20_000, description="The words of the shot before, for what these do not repeat.")
    ] = ""
    side: Annotated[int, Field(ge=-1, le=1, description="The side of the line of action the scene is shot from: 1 or −1.")] = 1
    overrides: Overrides = ""
    checkpoint: Embedding = ""


@operation("stage.look", version=1, queue=Queue.INTERACTIVE)
def look(*, params: LookParameters, context: Context) -> Data:
    """How a character looks, from their description: the same in every shot."""
    context.progress(0.1, "Reading the description")
    made = merged(look_from_words(params.name, params.description, params.language), params.overrides, "look")
    return Data.write(context.scratch(Data.suffix), made.model_dump(mode="json"))


@operation("stage.place", version=1, queue=Queue.INTERACTIVE)
def place(*, params: PlaceParameters, context: Context) -> Data:
    """What a place is, from its name and description: the same in every shot."""
    context.progress(0.1, "Reading the description")
    with _embedding(params.checkpoint, context) as nearest:
        found = place_from_words(params.name, params.description, params.interior, nearest=nearest)
    made = merged(found, params.overrides, "place")
    if made.kind not in KINDS:
        raise BadInput(f"place.kind cannot be {made.kind!r}. Choose one of: {', '.join(KINDS)}.", "STAGE_INVALID")
    return Data.write(context.scratch(Data.suffix), made.model_dump(mode="json"))


@operation("stage.compose", version=1, queue=Queue.INTERACTIVE)
def compose_stage(looks: tuple[Data, ...], place: Data | None, *, params: ComposeParameters, context: Context) -> Data:
    """Who stands where, doing what, framed how: the stage of one shot, from its words and its record."""
    if len(looks) != len(params.cast):
        raise BadInput(
            f"This shot names {len(params.cast)} characters ({', '.join(params.cast) or 'nobody'}) but was given {len(looks)} "
            "looks. Give one look for each name, in the same order.",
            "CAST_MISMATCH",
        )
    context.progress(0.1, "Reading the shot")
    cast = [(name, _stored(Look, data, f"the look of {name}")) for name, data in zip(params.cast, looks, strict=True)]
    shot = Shot(**params.model_dump(exclude={"words", "language", "cast", "overrides", "checkpoint"}))
    where = _stored(Place, place, "the place") if place else None
    with _embedding(params.checkpoint, context) as nearest:
        staged = compose(params.words, cast=cast, place=where, shot=shot, language=params.language, nearest=nearest)
    made = merged(staged, params.overrides, "stage")
    return Data.write(context.scratch(Data.suffix), made.model_dump(mode="json"))


def merged(value: Made, overrides: str, what: str) -> Made:
    """A value with a person's JSON merge patch (RFC 7396) over it; '' is no patch.

    Actors may be patched by their names, props by their ids: `{"actors": {"Anna": {"pose": "sit"}}}`. Who is not in the shot is
    passed over, so that a correction waits for somebody who comes back, and everybody else stays as composed.

    Raises:
        BadInput: when the patch is not a JSON object, or the result is not valid; names each wrong field and what it may be.
    """
    if not overrides.strip():
        return value
    try:
        patch = json.loads(overrides, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise BadInput(
            f"The changes to this {what} are not JSON: {problem}. Correct them or clear them.", "STAGE_INVALID"
        ) from problem
    if not isinstance(patch, dict):
        raise BadInput(
            f'The changes to this {what} must be a JSON object such as {{"light": {{"time": "dusk"}}}}.', "STAGE_INVALID"
        )
    try:
        written = value.model_dump(mode="json")
        return type(value).model_validate(merge_patch(written, _spelt_out(written, patch)))
    except ValidationError as problem:
        wrong = "; ".join(f"{'.'.join((what, *map(str, one['loc'])))}: {_said(one)}" for one in problem.errors()[:8])
        raise BadInput(
            f"The changes to this {what} cannot be used. {wrong}. Correct these fields or clear them.", "STAGE_INVALID"
        ) from problem


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396: objects merge, null removes (a field so removed has its default again), everything else replaces."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge_patch(result.get(key), value)
    return result


def _spelt_out(value: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The patch with what it says of actors by name and of props by id written as the whole list, which RFC 7396 wants."""
    spelt = dict(patch)
    for field, called in (("actors", "name"), ("props", "id")):
        given, known = patch.get(field), value.get(field)
        if isinstance(given, dict) and isinstance(known, list):
            spelt[field] = [merge_patch(one, given.get(one[called]) or {}) for one in known]
    return spelt


def _embedding(checkpoint: str, context: Context) -> AbstractContextManager[Any]:
    return context.open(checkpoint) if checkpoint else nullcontext()


def _said(error: Any) -> str:
    given = error.get("input")
    shown = f" (was given {str(given)[:60]!r})" if isinstance(given, (str, int, float, bool)) else ""
    if error["type"] == "extra_forbidden":
        return "there is no such field"
    return f"{error['msg']}{shown}"


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number that JSON knows")


def _stored(kind: type[Made], data: Data, what: str) -> Made:
    try:
        return kind.model_validate(data.read())
    except (ValueError, OSError) as problem:
        raise BadInput(f"What was given as {what} is not one: {problem}", "STAGE_INVALID") from problem
