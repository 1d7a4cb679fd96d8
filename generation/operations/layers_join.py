"""Layers: stretches of a mask made into one, frame for frame, the nearer key winning where two were followed."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from generation import frames as footage
from generation.mattes import matte_to
from generation.media import Matte
from generation.operation import BadInput, Context, Frames, Parameters, Queue, operation
from generation.seams import Part, joined

Number = Annotated[int, Field(ge=0, le=4_000_000, json_schema_extra={"unit": "frames"})]


class Joining(Parameters):
    """Where each stretch lies, and which key it was followed from."""

    firsts: Annotated[tuple[Number, ...], Field(max_length=100_000, description="The first frame of each stretch.")]
    origins: Annotated[tuple[Number, ...], Field(max_length=100_000, description="The frame of each stretch's key.")]
    frames: Frames

    @model_validator(mode="after")
    def _fits(self) -> Joining:
        if not self.firsts or len(self.firsts) != len(self.origins):
            raise ValueError("every stretch has a first frame and a key")
        return self


@operation("layers.join", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def join(parts: tuple[Matte, ...], *, params: Joining, context: Context) -> Matte:
    """The stretches as one matte of exactly `frames` masks; bit for bit, except where two keys' stretches meet.

    Raises:
        BadInput: STRETCH_APART when a frame is in no stretch, or they are of different sizes; CLIP_UNREADABLE.
    """
    if len(parts) != len(params.firsts):
        raise BadInput("There are not as many stretches as were told of.", "STRETCH_APART")
    facts = [footage.facts(one.path) for one in parts]
    if len({(one.width, one.height, one.rate) for one in facts}) != 1:
        raise BadInput("The stretches are not of one size and rate.", "STRETCH_APART")
    laid = [
        Part(matte.path, first, one.frames, origin)
        for matte, first, one, origin in zip(parts, params.firsts, facts, params.origins, strict=True)
    ]
    out = context.scratch(".mkv")
    with matte_to(out, facts[0].width, facts[0].height, facts[0].rate) as writer:
        for n, mask in enumerate(joined(laid, params.frames)):
            if n % 16 == 0:
                context.progress(n / params.frames, f"frame {n} of {params.frames}")
            writer.write(mask)
    return Matte(out)
