"""What a checkpoint says of itself beside its weights, in `filmwright.json`: sizes and steps that are not its family's."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generation.drivers.diffusing.families import Family
from generation.operation import BadInput

FILE = "filmwright.json"
Steps = Annotated[int, Field(ge=1, le=200)]


class Limits(BaseModel):
    """Every line may be left out. A model that was distilled says its steps and guidance, a smaller one its area."""

    model_config = ConfigDict(extra="forbid", strict=True)

    area: Annotated[int, Field(ge=32 * 32, le=4096 * 4096)] | None = None  # pixels of a picture, at most
    steps: Annotated[list[Steps], Field(min_length=2, max_length=2)] | None = None  # of a draft, of a final picture
    guidance: Annotated[float, Field(ge=0, le=50)] | None = None
    longest: Annotated[int, Field(ge=1, le=4000)] | None = None  # frames of a clip, at most
    rate: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,6}/[1-9][0-9]{0,6}$")] | None = None  # frames a second
    prompt: Annotated[str, Field(pattern="^(lines|prose|tags)$")] | None = None
    languages: list[Annotated[str, Field(pattern="^[a-z]{2}$")]] | None = None


def adjusted(family: Family, folder: Path) -> Family:
    """The family as this checkpoint is one of it.

    Raises:
        BadInput: CHECKPOINT_UNSUPPORTED for lines that are not known, or no numbers that could be.
    """
    path = folder / FILE
    if not path.is_file():
        return family
    try:
        said = Limits.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as problem:
        why = " ".join(str(problem).split())[:300]
        raise BadInput(
            f"{folder.name}/{FILE} cannot be used: {why}. Mend it or take it away.", "CHECKPOINT_UNSUPPORTED"
        ) from None
    known: dict[str, Any] = {name: value for name, value in said.model_dump().items() if value is not None}
    for name in ("steps", "languages"):
        if name in known:
            known[name] = tuple(known[name])
    if "rate" in known:
        known["rate"] = Fraction(known["rate"])
    return replace(family, **known)
