"""Style: grading the light and colour of a clip."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt
from pydantic import Field

from generation import frames as footage
from generation.media import Video
from generation.mezzanine import Pixels, clip_to, pixels_of
from generation.operation import Context, Parameters, Queue, operation

_PIVOT = 0.46  # middle grey as sRGB writes it: contrast turns about it
_LUMA = np.array([0.2126, 0.7152, 0.0722])  # BT.709


class Grade(Parameters):
    """How much of each; nothing at the defaults."""

    exposure: Annotated[float, Field(ge=-4, le=4, description="Stops of light: 1 is twice as bright.")] = 0.0
    contrast: Annotated[float, Field(ge=0.25, le=2.5, description="About middle grey; 1 leaves it.")] = 1.0
    saturation: Annotated[float, Field(ge=0, le=2.5, description="0 is grey, 1 leaves it.")] = 1.0
    warmth: Annotated[float, Field(ge=-1, le=1, description="Towards amber above 0, towards blue below.")] = 0.0

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return self == Grade()


@operation("style.grade", version=2, queue=Queue.CPU, timeout=timedelta(hours=1))
def grade(clip: Video, *, params: Grade, context: Context) -> Video:
    """Grade a clip: exposure in linear light, then warmth, contrast about middle grey, saturation. Alpha and frames are kept.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    size = footage.facts(clip.path)
    table, matrix = curves(params), colours(params)
    out = context.scratch(".mkv")
    frames = footage.whole(clip.path)
    first = next(frames)
    alpha = first.format.name in ("bgra", "rgba")
    with clip_to(out, size.width, size.height, size.rate, alpha=alpha) as writer:
        for frame in itertools.chain([first], frames):
            if writer.count % 12 == 0:
                context.progress(min(0.99, writer.count / max(1, size.frames)), "grading")
            writer.write(graded(pixels_of(frame), table, matrix))
    return Video(out)


def curves(params: Grade) -> npt.NDArray[np.uint8]:
    """What becomes of each of 256 values in red, green and blue, shape (1, 256, 3)."""
    value = np.arange(256) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    channels = []
    for tint in (0.18, 0.0, -0.18):
        light = np.clip(linear * 2**params.exposure * (1 + tint * params.warmth), 0, 1)
        shown = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        channels.append(np.clip((shown - _PIVOT) * params.contrast + _PIVOT, 0, 1))
    table: npt.NDArray[np.uint8] = np.round(np.stack(channels, axis=-1) * 255).astype(np.uint8)[None]
    return table


def colours(params: Grade) -> npt.NDArray[np.float32]:
    """The matrix that moves colours away from or towards their grey."""
    grey = np.tile(_LUMA, (3, 1))
    return np.asarray(grey + (np.eye(3) - grey) * params.saturation, np.float32)


def graded(pixels: Pixels, table: npt.NDArray[np.uint8], matrix: npt.NDArray[np.float32]) -> Pixels:
    """One picture graded; the fourth channel, where there is one, is left as it is."""
    colour = cv2.LUT(np.ascontiguousarray(pixels[..., :3]), table)
    colour = cv2.transform(colour, matrix)
    if pixels.shape[-1] == 4:
        colour = np.dstack([colour, pixels[..., 3]])
    return np.asarray(colour, np.uint8)
