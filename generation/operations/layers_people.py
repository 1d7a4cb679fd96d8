"""Everybody in a shot as one layer, without a click."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.crowd import Crowd
from generation.mattes import matte_to
from generation.media import Matte, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation


class People(Parameters):
    """Who looks, and how often."""

    step: Annotated[int, Field(ge=1, le=12, description="The network looks at every so manieth frame; flow carries between.")] = 4
    nobody: Annotated[
        Literal["refuse", "empty"],
        Field(
            description="What becomes of a shot in which nobody is seen: it is refused, or gives an empty mask.",
            json_schema_extra={"neutral": "refuse"},
        ),
    ] = "refuse"
    finder: Annotated[str, names_checkpoint("detection")] = "nanodet-g@1"
    checkpoint: Annotated[str, names_checkpoint("segmentation")] = "sam2-tiny@1"


@operation("layers.people", version=1, queue=Queue.GPU, timeout=timedelta(hours=2))
def people(clip: Video, *, params: People, context: Context) -> Matte:
    """Every person of the clip, as long as the clip; empty at frames where nobody is seen.

    Raises:
        BadInput: NOBODY_THERE when no frame shows anybody and that is refused, CLIP_UNREADABLE, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    if facts.frames < 1:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    out, anybody = context.scratch(".mkv"), False
    with (
        context.open(params.finder) as finder,
        context.open(params.checkpoint) as network,
        matte_to(out, facts.width, facts.height, facts.rate) as writer,
    ):
        crowd = Crowd(finder, network, facts.width, facts.height, params.step)
        for n, mask in enumerate(crowd.follow(pixels_of(frame) for frame in footage.whole(clip.path))):
            writer.write(mask)
            anybody = anybody or bool(mask.max() > 127)
            context.progress(min(0.99, (n + 1) / facts.frames), f"frame {n} of {facts.frames}")
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(mask))
    if not anybody and params.nobody == "refuse":
        raise BadInput("Nobody is seen in this shot. Click on what is to be a layer, or draw a box around it.", "NOBODY_THERE")
    return Matte(out)
