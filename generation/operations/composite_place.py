"""Inserting: a picture in a drawn region of a shot, moving with it, as a layer."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import numpy as np
import PIL.Image
from pydantic import Field, model_validator

from generation import frames as footage
from generation import movement as movements
from generation.followed import followed
from generation.media import Data, Image, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput, Context, Parameters, Queue, operation
from generation.stacking_placed import Fitting, Placed, Wish

Share = Annotated[float, Field(ge=0, le=1)]
Edge = Annotated[float, Field(ge=-4, le=5)]


class Place(Parameters):
    """Where the picture lies, and how far it is brought to the shot."""

    at: Annotated[
        int, Field(ge=0, le=4_000_000, description="The frame in which the region lies.", json_schema_extra={"unit": "frames"})
    ] = 0
    region: Annotated[
        tuple[Edge, ...],
        Field(max_length=4, description="Left, top, right, bottom, in shares of the picture; it may go beyond."),
    ] = (0.25, 0.25, 0.75, 0.75)
    fit: Annotated[Fitting, Field(description="All of it in the region, the region filled, or stretched to it.")] = "fit"
    match: Annotated[Share, Field(description="How far its colours go towards those of the place.")] = 1.0
    sharpness: Annotated[Share, Field(description="How far it becomes as soft as the shot.")] = 1.0
    grain: Annotated[Share, Field(description="How much of the shot's grain it takes on.")] = 1.0
    round: Annotated[float, Field(ge=0, le=0.5, description="Radius of its corners, in shares of its shorter side.")] = 0.0
    soft: Annotated[float, Field(ge=0, le=0.5, description="How far its edge fades, in shares of its shorter side.")] = 0.0
    seed: Annotated[int, Field(ge=0, le=2**32 - 1, description="Chooses the grain.")] = 0

    @model_validator(mode="after")
    def _fits(self) -> Place:
        if len(self.region) != 4 or self.region[2] - self.region[0] < 1e-4 or self.region[3] - self.region[1] < 1e-4:
            raise ValueError("a region is left, top, right, bottom, with some room between")
        return self


@operation("composite.place", version=2, queue=Queue.CPU, timeout=timedelta(hours=2))
def place(thing: Image, clip: Video, movement: Data | None, *, params: Place, context: Context) -> Video:
    """A picture in a region of a frame, moving with what was followed, sharp, lit and grainy like the shot: a layer with alpha.

    As long, as large and as quick as the clip; clear where the movement says that it is not there. Without a movement it rests.

    Raises:
        BadInput: PICTURE_UNREADABLE, PICTURE_TOO_LARGE, CLIP_UNREADABLE, MOVEMENT_UNREADABLE; MOVEMENT_MISFIT when the movement
            is of another length than the clip; FRAME_MISSING when the clip is over before the frame of the region.
        Exhausted: DISK_FULL.
    """
    from generation.footage import stills

    facts = footage.facts(clip.path)
    if facts.frames < 1:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    if params.at >= facts.frames:
        raise BadInput(f"The region lies in frame {params.at}, but the clip has {facts.frames} frames.", "FRAME_MISSING")
    way = followed(movement, facts.frames) if movement else movements.rest(facts.frames)
    pixels = np.asarray(stills.cut_out(thing.path), np.uint8)
    wish = Wish(params.fit, params.match, params.sharpness, params.grain, params.round, params.soft)
    left, top, right, bottom = params.region
    made = Placed(pixels, (left, top, right, bottom), params.at, way, facts, wish)
    context.progress(0.0, "looking at the light of the place")
    made.measure(clip.path, facts, params.seed)
    out = context.scratch(".mkv")
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=True) as writer:
        for n, frame in enumerate(made.frames()):
            context.progress(n / facts.frames, f"frame {n} of {facts.frames}")
            writer.write(frame)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(frame))
    return Video(out)
