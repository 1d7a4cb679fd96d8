"""What is drawn over a clip within a mask: outside it the clip's own pixels stay exactly, and the seam is soft."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from generation import frames as footage
from generation.drivers import Pixels
from generation.media import Matte, Video
from generation.mezzanine import ClipWriter
from generation.operation import BadInput
from generation.patching import lay, soft

SEAM = 0.01  # how soft the mask's edge is, inwards, in widths of the picture

Laying = Callable[[ClipWriter, Pixels], None]


def laying(over: Video | None, mask: Matte | None, frames: int, width: int, height: int, rate: Fraction) -> Laying | None:
    """Writes one made frame after another into the clip that it is drawn over; None where all of the picture is made.

    Raises:
        BadInput: OVER_MISFIT when there is a mask without a clip, or the two do not measure what is made.
    """
    if over is None and mask is not None:
        raise BadInput("A mask says which part of a clip is made anew, and there is no clip. Give one.", "OVER_MISFIT")
    for one in (over, mask):
        there = footage.facts(one.path) if one is not None else None
        if there is not None and (there.frames, there.width, there.height, there.rate) != (frames, width, height, rate):
            raise BadInput(
                f"What is drawn over has {there.frames} frames of {there.width}×{there.height} at {there.rate}, what is drawn "
                f"{frames} of {width}×{height} at {rate}. Make them alike.",
                "OVER_MISFIT",
            )
    if over is None or mask is None:
        return None
    originals, masks = footage.whole(over.path), footage.whole(mask.path)

    def written(writer: ClipWriter, made: Pixels) -> None:
        coverage = np.asarray(next(masks).to_ndarray(format="gray"), np.uint8)
        lay(writer, next(originals), made, soft(coverage, SEAM * width))

    return written
