"""What the fields of all kinds of record have in common: texts, names, seeds, digests, references, and what no field may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from generation.recipe import RecipeInvalid, canonical

MAX_JSON_BYTES = 200_000
GIVEN: Any = None  # no default: such a field is given when the record is made (Kind.required)


@dataclass(frozen=True)
class Reference:
    """Marks a field that holds the id of another record of the same project."""

    kind: str


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("holds a NUL character, which no database keeps")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise ValueError("holds half of a surrogate pair, which is no character") from problem
    return text


def _json(value: Any) -> Any:
    try:
        encoded = canonical(value)
    except (RecipeInvalid, RecursionError) as problem:
        raise ValueError("holds a value that JSON cannot hold (NaN, infinity, or nested too deeply)") from problem
    if len(encoded) > MAX_JSON_BYTES:
        raise ValueError(f"is larger than {MAX_JSON_BYTES} bytes")
    try:
        _storable(encoded.decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise ValueError("holds half of a surrogate pair, which is no character") from problem
    if b"\\u0000" in encoded:
        raise ValueError("holds a NUL character, which no database keeps")
    return value


Text = Annotated[str, AfterValidator(_storable)]
Short = Annotated[Text, StringConstraints(max_length=120)]
Name = Annotated[Text, StringConstraints(max_length=200)]
Long = Annotated[Text, StringConstraints(max_length=4000)]
Rank = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,100}$")]
Seed = Annotated[StrictInt, Field(ge=0, lt=2**32)]
JsonObject = Annotated[dict[str, Any], AfterValidator(_json)]
RateText = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,6}/[1-9][0-9]{0,6}$")]
CheckpointName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*@[A-Za-z0-9._-]{1,100}$", max_length=120)]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$")]
DigestText = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Picture = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Pictures = Annotated[list[DigestText], Field(max_length=12, description="Digests of pictures that show what is meant.")]
Pixels = Annotated[StrictInt, Field(ge=16, le=4096, multiple_of=2)]


class Fields(BaseModel):
    """Fields of a kind of record; all may be absent in an edit, none may be unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class RecordFields(Fields):
    """What every record has."""

    rank: Rank = "a0"
    archived: StrictBool = False
