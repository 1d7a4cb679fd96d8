"""The animatic as a guide: framing and blocking chosen on the board, as depth, outlines or poses that a model follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import PIL.Image
from pydantic import Field

from generation.drivers.previs.driver import read_stage as stage_of
from generation.drivers.previs.structure import Structure
from generation.media import Data, Video
from generation.media import rate as rate_of
from generation.mezzanine import clip_to
from generation.operation import Context, Frames, Parameters, Queue, RateText, operation
from generation.operations.image import Side, read_stage


class StageGuide(Parameters):
    """What of the stage is shown, and how long and large it is."""

    kind: Annotated[
        Literal["depth", "edges", "pose"], Field(description="How near things are, their outlines, or people as figures.")
    ] = "depth"
    frames: Frames = 72
    rate: RateText = "24/1"
    width: Annotated[Side, Field(multiple_of=2)] = 1280
    height: Annotated[Side, Field(multiple_of=2)] = 720


@operation("guide.stage", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def from_stage(stage: Data, *, params: StageGuide, context: Context) -> Video:
    """Depth, outlines or poses of a stage, frame by frame where the embedded generator draws things: exact, not guessed.

    Raises:
        BadInput: STAGE_INVALID, STAGE_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    rate = rate_of(params.rate)
    context.progress(0.0, "building the set")
    structure = Structure(stage_of(read_stage(stage)), params.width, params.height, params.frames, rate)
    shown = {"depth": structure.depth, "edges": structure.edges, "pose": structure.poses}[params.kind]()
    out = context.scratch(".mkv")
    with clip_to(out, params.width, params.height, rate) as writer:
        for n, one in enumerate(shown):
            context.progress(n / params.frames, f"frame {n + 1} of {params.frames}")
            writer.write(one)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(one))
    return Video(out)
