"""Layers: a stretch of a mask through the shot, made by itself, so that a correction or a lost worker costs no other stretch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, NamedTuple

import cv2
import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation import remembering, tracking
from generation.drivers import Pixels
from generation.mattes import matte_to
from generation.media import Data, Image, Matte, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Context, Frames, Parameters, Queue, names_checkpoint, operation

Number = Annotated[int, Field(ge=0, le=4_000_000, json_schema_extra={"unit": "frames"})]


class Following(Parameters):
    """From which frame, over which frames."""

    at: Annotated[Number, Field(description="The frame that the mask is of.")] = 0
    first: Annotated[Number, Field(description="The first frame of the result.")] = 0
    frames: Frames
    backwards: Annotated[bool, Field(description="Followed from the last frame of the result to the first.")] = False
    step: Annotated[int, Field(ge=1, le=12, description="The network looks at every so manieth frame; flow carries between.")] = 4
    checkpoint: Annotated[str, names_checkpoint("segmentation")] = "sam2-tiny@1"


class Tracked(NamedTuple):
    """The mask over the stretch, and where following stands at its end, for the stretch after it."""

    out: Matte
    state: Data


@operation("layers.track", version=4, queue=Queue.GPU, timeout=timedelta(hours=1))
def track(clip: Video, mask: Image, before: Data | None, *, params: Following, context: Context) -> Tracked:
    """A stretch of a mask followed from its frame; nothing where the thing is not seen or another shot begins.

    The stretch begins (backwards: ends) with the mask's own frame, or beside the stretch whose state is `before`. Memory is
    that of the stretch: `generation.spans` cuts long clips into many. An empty mask says that the thing is not there.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_TOO_SHORT when the frames lie beyond the clip, MASK_MISFIT, STRETCH_APART.
    """
    facts = footage.facts(clip.path)
    last = params.first + params.frames - 1
    if max(last, params.at) >= facts.frames:
        raise BadInput(
            f"The clip has frames 0 to {facts.frames - 1}; frames {params.first} to {last} around {params.at} were asked for.",
            "CLIP_TOO_SHORT",
        )
    begin, end = (last, params.first) if params.backwards else (params.first, last)
    if before is None and begin != params.at:
        raise BadInput("A stretch begins at its mask, or goes on from another.", "STRETCH_APART")
    with PIL.Image.open(mask.path) as opened:
        start = np.asarray(opened.convert("L"))
    if start.shape != (facts.height, facts.width):
        raise BadInput("The mask is not as large as the clip. Draw it on a frame of this clip.", "MASK_MISFIT")

    def read(first: int, last: int) -> Iterator[Pixels]:
        for frame in footage.read(clip.path, film=facts.rate, source_in=first, frames=last - first + 1):
            yield pixels_of(frame)

    out, told = context.scratch(".mkv"), context.scratch(".json")
    with context.open(params.checkpoint) as network, matte_to(out, facts.width, facts.height, facts.rate) as writer:
        following = remembering.follower(
            network, read, tracking.Key(params.at, start), begin, end, step=params.step,
            before=tracking.State.load(before.read()) if before else None, tell=context.progress,
        )  # fmt: skip
        if params.backwards:
            packed = [cv2.imencode(".png", found.coverage)[1] for found in following]
            for one in reversed(packed):
                writer.write(np.asarray(cv2.imdecode(one, cv2.IMREAD_GRAYSCALE), np.uint8))
        else:
            for found in following:
                writer.write(found.coverage)
    return Tracked(Matte(out), Data.write(told, following.state.dump()))
