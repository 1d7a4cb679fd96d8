"""Borrowing: a layer of one shot brought to another shot's length, rate and size."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, operation
from generation.stacking_borrowed import Fitting, borrowed, conformed


class Borrow(Parameters):
    """Which part of the layer is seen, and what is seen after its end."""

    offset: Annotated[
        int,
        Field(
            ge=-4_000_000, le=4_000_000, description="Its frame at the clip's first, at that rate; below 0 it starts later.",
            json_schema_extra={"unit": "frames"},
        ),
    ] = 0  # fmt: skip
    ending: Annotated[
        Literal["hold", "clear", "loop"],
        Field(description="Beyond both ends of the layer its nearest frame stands, or nothing is seen, or it begins anew."),
    ] = "hold"
    fit: Annotated[Fitting, Field(description="All of it in the picture, the picture filled, or stretched to it.")] = "fit"


@operation("composite.borrow", version=2, queue=Queue.CPU, timeout=timedelta(hours=2))
def borrow(layer: Video, clip: Video, *, params: Borrow, context: Context) -> Video:
    """A layer of another shot as one of this clip: of its length, rate and size, alpha kept; frames are chosen, never mixed.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts, own = footage.facts(clip.path), footage.facts(layer.path)
    if facts.frames < 1 or own.frames < 1:
        raise BadInput(f"{(clip if facts.frames < 1 else layer).path.name} holds no frames.", "CLIP_UNREADABLE")
    size = (facts.width, facts.height)
    clear = np.zeros((facts.height, facts.width, 4), np.uint8)
    out = context.scratch(".mkv")
    last, made = None, clear
    with clip_to(out, *size, facts.rate, alpha=True) as writer:
        for n, frame in enumerate(borrowed(layer.path, own, facts, params.offset, params.ending)):
            context.progress(n / facts.frames, f"frame {n} of {facts.frames}")
            if frame is None:
                last, made = None, clear
            elif frame is not last:
                last, made = frame, conformed(pixels_of(frame), size, params.fit)
            writer.write(made)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(made))
    return Video(out)
