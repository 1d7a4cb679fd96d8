"""Layers: a mask from a click, and the mask through the shot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

import cv2
import numpy as np
import PIL.Image
from pydantic import Field, model_validator

from generation import frames as footage
from generation import tracking
from generation.drivers import Pixels
from generation.mattes import matte_to
from generation.media import Image, Matte, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation

Share = Annotated[float, Field(ge=0, le=1)]
Number = Annotated[int, Field(ge=0, le=4_000_000, json_schema_extra={"unit": "frames"})]


class Clicks(Parameters):
    """Where a person pointed, in shares of the picture's width and height."""

    across: Annotated[tuple[Share, ...], Field(max_length=200, description="From the left edge, one for each point.")] = ()
    down: Annotated[tuple[Share, ...], Field(max_length=200, description="From the top, one for each point.")] = ()
    belongs: Annotated[tuple[bool, ...], Field(max_length=200, description="Whether the thing is at that point, or not.")] = ()
    box: Annotated[tuple[Share, ...], Field(max_length=4, description="Left, top, right, bottom of a box round it.")] = ()
    checkpoint: Annotated[str, names_checkpoint("segmentation")] = "sam2-tiny@1"

    @model_validator(mode="after")
    def _fits(self) -> Clicks:
        if not len(self.across) == len(self.down) == len(self.belongs):
            raise ValueError("every point needs a place across, a place down, and whether it belongs")
        if self.box and (len(self.box) != 4 or self.box[0] >= self.box[2] or self.box[1] >= self.box[3]):
            raise ValueError("a box is left, top, right, bottom, with some room between")
        if not self.box and not any(self.belongs):
            raise ValueError("one point at least must belong, or there must be a box")
        return self


@operation("layers.segment", version=1, queue=Queue.INTERACTIVE, timeout=timedelta(minutes=2))
def segment(picture: Image, *, params: Clicks, context: Context) -> Image:
    """The mask of what was pointed at: grey, as large as the picture, 255 inside, with a soft edge.

    Raises:
        BadInput: NOTHING_THERE when the network finds nothing at these points.
    """
    with PIL.Image.open(picture.path) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    height, width = pixels.shape[:2]
    points = list(zip(params.across, params.down, strict=True))
    labels = [int(one) for one in params.belongs]
    if params.box:
        points += [(params.box[0], params.box[1]), (params.box[2], params.box[3])]
        labels += [2, 3]
    with context.open(params.checkpoint) as network:
        context.progress(0.1, "looking")
        masks, sure = network.masks(network.embed(pixels), points, labels)
    logits = masks[int(np.argmax(sure))]
    large = cv2.resize(logits, (width, height), interpolation=cv2.INTER_LINEAR)
    if (large > 0).sum() < tracking.LEAST:
        raise BadInput("There is nothing to cut out here. Click on the thing itself, or draw a box around it.", "NOTHING_THERE")
    coverage = np.clip(255 / (1 + np.exp(-2 * large)) + 0.5, 0, 255).astype(np.uint8)
    out = context.scratch(".png")
    PIL.Image.fromarray(coverage).save(out, compress_level=4)
    return Image(out)


class Following(Parameters):
    """From which frame, over which frames."""

    at: Annotated[Number, Field(description="The frame that the mask is of.")] = 0
    first: Annotated[Number, Field(description="The first frame of the result.")] = 0
    frames: Annotated[
        int, Field(ge=0, le=4_000_000, description="How many; 0: to the end.", json_schema_extra={"unit": "frames"})
    ] = 0
    step: Annotated[int, Field(ge=1, le=12, description="The network looks at every so manieth frame; flow carries between.")] = 4
    checkpoint: Annotated[str, names_checkpoint("segmentation")] = "sam2-tiny@1"


@operation("layers.track", version=1, queue=Queue.GPU, timeout=timedelta(hours=2))
def track(clip: Video, mask: Image, *, params: Following, context: Context) -> Matte:
    """The mask followed forwards and backwards from its frame; nothing where the thing is not seen or another shot begins.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_TOO_SHORT when the frames lie beyond the clip, MASK_EMPTY, MASK_MISFIT.
    """
    facts = footage.facts(clip.path)
    last = (params.first + params.frames if params.frames else facts.frames) - 1
    if not params.first <= params.at <= last < facts.frames:
        raise BadInput(
            f"The clip has frames 0 to {facts.frames - 1}; frames {params.first} to {last} around {params.at} were asked for.",
            "CLIP_TOO_SHORT",
        )
    with PIL.Image.open(mask.path) as opened:
        start = np.asarray(opened.convert("L"))
    if start.shape != (facts.height, facts.width):
        raise BadInput("The mask is not as large as the clip. Draw it on a frame of this clip.", "MASK_MISFIT")
    if start.max() < 128:
        raise BadInput("The mask is empty: there is nothing to follow. Click on the thing itself.", "MASK_EMPTY")

    def read(first: int, end: int) -> Sequence[Pixels]:
        return [pixels_of(one) for one in footage.read(clip.path, film=facts.rate, source_in=first, frames=end - first + 1)]

    back, total = params.at - params.first, max(1, last - params.first)

    def along(base: float, share: float) -> Any:
        return lambda fraction, note: context.progress(min(0.99, base + share * fraction), note)

    out, behind = context.scratch(".mkv"), along(0, back / total)
    with context.open(params.checkpoint) as network, matte_to(out, facts.width, facts.height, facts.rate) as writer:
        earlier = [
            cv2.imencode(".png", found.coverage)[1]
            for found in tracking.follow(
                network, read, start, params.at, params.first, step=params.step, tell=behind
            )
        ]
        for packed in earlier[:0:-1]:
            writer.write(np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8))
        ahead = along(back / total, (last - params.at) / total)
        for found in tracking.follow(network, read, start, params.at, last, step=params.step, tell=ahead):
            writer.write(found.coverage)
    return Matte(out)
