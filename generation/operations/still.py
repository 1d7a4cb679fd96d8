"""One frame of a clip, small: what effects are tried on before they are put on all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, NamedTuple

import cv2
import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.media import Image, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, operation


class Still(NamedTuple):
    """The same frame as a clip of one frame, which every effect takes, and as a picture."""

    clip: Video
    picture: Image


class OneFrame(Parameters):
    """Which frame, and how wide at most."""

    frame: Annotated[
        int, Field(ge=0, le=4_000_000, description="Beyond the end it is the last.", json_schema_extra={"unit": "frames"})
    ] = 0
    width: Annotated[int, Field(ge=16, le=4096, multiple_of=2, json_schema_extra={"unit": "pixels"})] = 640


@operation("preview.frame", version=2, queue=Queue.CPU, timeout=timedelta(minutes=5))
def still(clip: Video, *, params: OneFrame, context: Context) -> Still:
    """One frame of a clip, no wider than `width`, alpha kept.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    size = footage.facts(clip.path)
    if size.frames < 1:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    at = min(params.frame, size.frames - 1)
    pixels = pixels_of(next(footage.read(clip.path, film=size.rate, source_in=at, frames=1)))
    if size.width > params.width:
        height = max(2, round(size.height * params.width / size.width / 2) * 2)
        pixels = np.asarray(cv2.resize(pixels, (params.width, height), interpolation=cv2.INTER_AREA), np.uint8)
    out = context.scratch(".mkv")
    with clip_to(out, pixels.shape[1], pixels.shape[0], size.rate, alpha=pixels.shape[2] == 4) as writer:
        writer.write(pixels)
    picture = context.scratch(".png")
    PIL.Image.fromarray(pixels).save(picture, compress_level=4)
    return Still(Video(out), Image(picture))
