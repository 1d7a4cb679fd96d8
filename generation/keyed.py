"""Parameters that change in time: keys with easing on any number that says it can have them, and their values at a frame."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from generation.operation import Parameters
from generation.wording import reason

Ease = Literal["linear", "hold", "smooth", "in", "out"]
LAST_FRAME = 99_999
MOST_KEYS = 300  # of one parameter

Frame = Annotated[int, Field(ge=-LAST_FRAME, le=LAST_FRAME, description="From the clip's first; before it lie those below 0.")]
Key = tuple[Frame, float, Ease]
Keys = tuple[Key, ...]


class Keyed(Parameters):
    """Parameters of which some numbers may change in time.

    A number that may declares `json_schema_extra={"keyable": True}` beside its limits; `keys` then holds, by its name, (frame,
    value, ease): `ease` says how it goes from that key to the next. Before its first key and after its last it stands still;
    what the field itself holds is not looked at while it has keys. An operation asks `at(frame)` for each frame.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    keys: Annotated[
        dict[str, Annotated[Keys, Field(max_length=MOST_KEYS)]],
        Field(
            description="Values at frames, by the parameter's name: frame, value, and how it goes on to the next.",
            json_schema_extra={"neutral": {}, "keyframes": True},
        ),
    ] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Raises TypeError for a field that says it can have keys and is no plain number."""
        for name in keyable(cls):
            info = cls.model_fields[name]
            if not {int, float} & {info.annotation, *get_args(info.annotation)} or _multiple(info):
                raise TypeError(f"{cls.__name__}.{name} cannot have keys: it is not a number of any value between its limits")

    @field_validator("keys")
    @classmethod
    def _known(cls, value: dict[str, Keys]) -> dict[str, Keys]:
        """In order of frames and names, so that one intent has one key; without what has none."""
        able = keyable(cls)
        if unknown := sorted(set(value) - set(able)):
            said = f"those that can are {', '.join(able)}" if able else "none here can"
            raise ValueError(f"{', '.join(unknown)} cannot have keys; {said}")
        return {name: _checked(cls, name, value[name]) for name in sorted(value) if value[name]}

    def __hash__(self) -> int:
        own = [getattr(self, name) for name in type(self).model_fields if name != "keys"]
        return hash((type(self), *own, tuple(self.keys.items())))

    @property
    def moves(self) -> bool:
        """Whether any parameter has keys at all: where none has, `at` gives the same parameters for every frame."""
        return bool(self.keys)

    def at(self, frame: int) -> Self:
        """The parameters of one frame, counted from the clip's first; without keys."""
        if not self.keys:
            return self
        own = type(self).model_fields
        found: dict[str, Any] = {name: value_at(keys, frame) for name, keys in self.keys.items()}
        whole = {name: round(value) for name, value in found.items() if _is_whole(own[name].annotation)}
        return self.model_copy(update={"keys": {}, **found, **whole})

    def later(self, by: int) -> Self:
        """The same for a clip that begins `by` frames earlier: every key that much later, or earlier where it is below 0."""
        moved = {name: [(frame + by, value, ease) for frame, value, ease in keys] for name, keys in self.keys.items()}
        return self.model_validate({**self.model_dump(), "keys": moved}) if by and moved else self


def keyable(model: type[Parameters]) -> tuple[str, ...]:
    """The parameters of an operation that can have keys, in their order."""
    found = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, Mapping) and extra.get("keyable"):
            found.append(name)
    return tuple(found)


def value_at(keys: Sequence[Key], frame: float) -> float:
    """The value at a frame of keys (frame, value, ease) in order; between two keys it lies between their values.

    linear goes evenly, hold stands until the next, in begins slowly, out ends slowly. smooth does both, and goes through a key
    without stopping where both stretches beside it are smooth and lead the same way.
    """
    after = bisect_right(keys, frame, key=lambda key: key[0])
    if after in (0, len(keys)):
        return keys[max(0, after - 1)][1]
    (begin, one, ease), (end, other, _) = keys[after - 1], keys[after]
    long = end - begin
    t = (frame - begin) / long
    if ease == "hold":
        return one
    if ease == "smooth":
        leaves, comes = _slope(keys, after - 1) * long, _slope(keys, after) * long
        found = (
            one * (2 * t**3 - 3 * t**2 + 1)
            + leaves * (t**3 - 2 * t**2 + t)
            + other * (3 * t**2 - 2 * t**3)
            + comes * (t**3 - t**2)
        )
    else:
        share = t * t if ease == "in" else t * (2 - t) if ease == "out" else t
        found = one + (other - one) * share
    return min(max(found, min(one, other)), max(one, other))  # rounding must not lead outside


def _slope(keys: Sequence[Key], n: int) -> float:
    """Change for each frame at a key between two smooth stretches (Fritsch and Butland: never beyond the keys), else none."""
    if n in (0, len(keys) - 1) or keys[n - 1][2] != "smooth" or keys[n][2] != "smooth":
        return 0.0
    (first, a, _), (here, b, _), (last, c, _) = keys[n - 1 : n + 2]
    before, after = here - first, last - here
    comes, leaves = (b - a) / before, (c - b) / after
    if comes * leaves <= 0:
        return 0.0
    return 3 * (before + after) / ((2 * after + before) / comes + (after + 2 * before) / leaves)


def _checked(model: type[Parameters], name: str, keys: Keys) -> Keys:
    ordered = sorted(keys, key=lambda key: key[0])
    for one, other in pairwise(ordered):
        if one[0] == other[0]:
            raise ValueError(f"{name} has two keys at frame {one[0]}")
    numbers = _numbers(model, name)
    for frame, value, _ in ordered:
        try:
            numbers.validate_python(value)
        except ValidationError as problem:
            raise ValueError(f"{name} at frame {frame} {reason(problem.errors()[0])}") from None
    return tuple((frame, value + 0.0, ease) for frame, value, ease in ordered)  # −0.0 is 0.0: databases drop the sign


@cache
def _numbers(model: type[Parameters], name: str) -> TypeAdapter[Any]:
    """What checks one value of a parameter against its own limits."""
    info = model.model_fields[name]
    kind: Any = int if _is_whole(info.annotation) else float
    for one in info.metadata:
        kind = Annotated[kind, one]
    return TypeAdapter(kind, config=ConfigDict(allow_inf_nan=False))


def _is_whole(annotation: Any) -> bool:
    return int in (annotation, *get_args(annotation))


def _multiple(info: Any) -> bool:
    return any(getattr(one, "multiple_of", None) for one in info.metadata)
