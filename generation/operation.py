"""How an operation is declared: once, as a function; its ports, form, API, command line and key follow from it."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Protocol, get_args, get_origin, get_type_hints

import PIL.Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generation.media import Media
from generation.recipe import Digest, Json, Pick, Recipe, RecipeInvalid
from generation.wording import reasons


class Queue(StrEnum):
    """Which kind of worker runs an operation."""

    INTERACTIVE = "interactive"
    GPU = "gpu"
    CPU = "cpu"


class Parameters(BaseModel):
    """What a person can set on an operation. Flat: numbers, words, choices and lists of them; never nested models.

    A field added after the first release declares `json_schema_extra={"neutral": value}`: while it holds that value it stays
    out of the key, so that recipes kept before it existed keep their keys.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Checkpoint:
    """`Checkpoint["voice"]`: a parameter that names a checkpoint (`id@revision`) of that capability."""

    def __class_getitem__(cls, capability: str) -> Any:
        return Annotated[str, names_checkpoint(capability)]


def names_checkpoint(capability: str) -> Any:
    """The same where a type checker reads along: `Annotated[str, names_checkpoint("voice")]`."""
    return Field(json_schema_extra={"capability": capability}, pattern=r"^[a-z0-9][a-z0-9._-]*@[A-Za-z0-9._-]+$")


RateText = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,6}/[1-9][0-9]{0,6}$", description="Frames a second, as a ratio.")]
Frames = Annotated[int, Field(ge=1, le=4_000_000, json_schema_extra={"unit": "frames"})]


class Cancelled(Exception):
    """Raised inside an operation when nobody wants its result any more."""


class OperationFailed(Exception):
    """An operation could not make its result. `code` is for machines, the message is for the person whose move it is."""

    code = "OPERATION_FAILED"
    blame = "us"  # you | us | wait

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or type(self).code


class BadInput(OperationFailed):
    """What was given cannot be used; asking again without changing it is pointless."""

    code, blame = "BAD_INPUT", "you"


class Hindered(OperationFailed):
    """Something outside the recipe is in the way (a key, money, a person's answer): asked again it is tried again, else not."""

    code, blame = "HINDERED", "you"


class Exhausted(OperationFailed):
    """Memory, disk or time ran out; tried once more, with less."""

    code, blame = "EXHAUSTED", "wait"


class Lost(OperationFailed):
    """The worker went away; tried again by itself, three times in all."""

    code, blame = "WORKER_LOST", "wait"


class Defect(OperationFailed):
    """The operation is wrong; the traceback is in the log under the node's key."""

    code, blame = "OPERATION_DEFECT", "us"


class Context(Protocol):
    """What an operation is given besides its inputs; nothing else of the world is in its reach."""

    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        """The driver of a checkpoint, loaded and held for the time of the `with`.

        Raises:
            BadInput: when the checkpoint is unknown, not installed or damaged; says how to fetch it.
        """

    def progress(self, fraction: float, note: str = "") -> None:
        """Tell how far it is, 0 to 1. Cheap; call it often. Raises Cancelled when nobody wants the result any more."""

    def preview(self, image: PIL.Image.Image) -> None:
        """Show an unfinished picture; at most two a second are sent, none is kept."""

    def scratch(self, suffix: str) -> Path:
        """A path for a new file, in a folder that is removed after the run; results are returned from here."""

    def unfinished(self) -> Path:
        """A folder of this recipe's own that outlives a run which was killed or stopped, and is gone once the result is made."""


class Port(NamedTuple):
    """One input of an operation."""

    name: str
    kind: type[Media]
    many: bool
    optional: bool


@dataclass(frozen=True)
class Operation:
    """A declared operation. Callable like the function it was made from."""

    name: str
    version: int
    queue: Queue
    timeout: timedelta
    function: Callable[..., Any]
    parameters: type[Parameters]
    ports: tuple[Port, ...]
    outputs: Mapping[str, type[Media]]  # one output is named "out"

    @property
    def id(self) -> str:
        """`name@version`, as recipes write it."""
        return f"{self.name}@{self.version}"

    @property
    def description(self) -> str:
        """The first line of its docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    def __call__(self, *inputs: Any, **keywords: Any) -> Any:
        return self.function(*inputs, **keywords)

    def validate(self, params: Mapping[str, Json]) -> Parameters:
        """Parameters checked and completed with defaults.

        Raises:
            BadInput: naming each wrong field and what it may be.
        """
        try:
            return self.parameters.model_validate(dict(params))
        except ValidationError as problem:
            words = reasons(problem.errors())
            raise BadInput(f"{self.name} cannot take these parameters. {words}.", "PARAMETERS_INVALID") from problem


def _place(operation: Operation) -> tuple[str, str]:
    """Where its function stands; a module that is loaded twice declares the same ones again."""
    return operation.function.__module__, operation.function.__qualname__


class Registry:
    """Every declared operation by name. Filled by importing the modules that declare them."""

    def __init__(self) -> None:
        self._operations: dict[str, Operation] = {}

    def add(self, operation: Operation) -> None:
        """Raises RuntimeError when two functions claim one name."""
        known = self._operations.get(operation.name)
        if known and _place(known) != _place(operation):
            raise RuntimeError(f"Two operations are called {operation.name}")
        self._operations[operation.name] = operation

    def get(self, name: str) -> Operation:
        """The operation of this name, with or without `@version`.

        Raises:
            BadInput: when there is none, with the names there are.
        """
        base = name.partition("@")[0]
        try:
            return self._operations[base]
        except KeyError:
            known = ", ".join(sorted(self._operations))
            raise BadInput(f"There is no operation {base!r}. Known: {known}.", "OPERATION_UNKNOWN") from None

    def all(self) -> list[Operation]:
        """Every operation, by name."""
        return [self._operations[name] for name in sorted(self._operations)]


registry = Registry()


def operation(
    name: str, *, version: int, queue: Queue, timeout: timedelta = timedelta(hours=1)
) -> Callable[[Callable[..., Any]], Operation]:
    """Declare a function as an operation.

    Positional annotations are the ports (`Video`, `Matte | None`, `tuple[Image, ...]`), `params` is the form, the API and the
    command line, the return annotation is the output (a NamedTuple of media for several). Keyword-only: `params`, `context`.
    """

    def declare(function: Callable[..., Any]) -> Operation:
        hints = get_type_hints(function)
        signature = inspect.signature(function)
        ports = tuple(
            _port(parameter.name, hints[parameter.name])
            for parameter in signature.parameters.values()
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
        )
        declared = Operation(name, version, queue, timeout, function, hints["params"], ports, _outputs(hints["return"]))
        registry.add(declared)
        return declared

    return declare


def recipe(op: Operation, /, *, params: Parameters, **inputs: Any) -> Recipe:
    """The recipe of one operation: parameters in full, inputs checked against the ports.

    Absent optional inputs are left out; a parameter that holds its declared neutral value is left out of the key.

    Raises:
        RecipeInvalid: for an unknown or missing port, or a source of another kind.
    """
    if not isinstance(params, op.parameters):
        raise RecipeInvalid(f"{op.name} takes {op.parameters.__name__}, not {type(params).__name__}")
    known = {port.name: port for port in op.ports}
    if unknown := set(inputs) - set(known):
        raise RecipeInvalid(f"{op.name} has no input {', '.join(sorted(unknown))}")
    given: dict[str, Any] = {}
    for port in op.ports:
        source = inputs.get(port.name)
        if source is None or source == ():
            if not port.optional and not port.many:
                raise RecipeInvalid(f"{op.name} needs {port.name}")
            continue
        singles = source if isinstance(source, tuple) else (source,)
        if isinstance(source, tuple) != port.many:
            raise RecipeInvalid(f"{op.name}: {port.name} takes {'several' if port.many else 'one'}")
        for single in singles:
            kind = kind_of(single)
            if kind is not port.kind:
                raise RecipeInvalid(f"{op.name}: {port.name} takes {port.kind.kind}, not {kind.kind}")
        given[port.name] = source
    return Recipe(op.id, _keyed(params), given)


def kind_of(source: Recipe | Pick | Digest) -> type[Media]:
    """The media type that a source yields.

    Raises:
        RecipeInvalid: for an unnamed output of an operation that has several, or an unknown one.
    """
    from generation.media import KINDS

    if isinstance(source, Digest):
        return KINDS[source.media]
    made = source.recipe if isinstance(source, Pick) else source
    outputs = registry.get(made.operation).outputs
    output = source.output if isinstance(source, Pick) else "out"
    if output not in outputs:
        raise RecipeInvalid(f"{made.operation} has no output {output!r}; it has {', '.join(outputs)}")
    return outputs[output]


def _keyed(params: Parameters) -> dict[str, Json]:
    dumped = {name: _unsigned_zero(value) for name, value in params.model_dump(mode="json").items()}
    for name, info in type(params).model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and "neutral" in extra and dumped[name] == extra["neutral"]:
            del dumped[name]
    return dumped


def _unsigned_zero(value: Json) -> Json:
    """−0.0 as 0.0: the same intent, and databases that keep JSON as numbers drop the sign, which would break the key."""
    if isinstance(value, list):
        return [_unsigned_zero(one) for one in value]
    return 0.0 if isinstance(value, float) and value == 0 else value


def _port(name: str, annotation: Any) -> Port:
    optional = many = False
    if get_origin(annotation) in (types.UnionType, typing.Union):
        rest = [one for one in get_args(annotation) if one is not type(None)]
        optional, annotation = len(rest) < len(get_args(annotation)), rest[0]
    if get_origin(annotation) is tuple:
        many, annotation = True, get_args(annotation)[0]
    if not (isinstance(annotation, type) and issubclass(annotation, Media)):
        raise TypeError(f"Input {name} must be annotated with a media type, not {annotation!r}")
    return Port(name, annotation, many, optional or many)


def _outputs(annotation: Any) -> dict[str, type[Media]]:
    if isinstance(annotation, type) and issubclass(annotation, Media):
        return {"out": annotation}
    fields = get_type_hints(annotation)
    return {name: fields[name] for name in annotation._fields}
