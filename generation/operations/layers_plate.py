"""Layers: the plate, what was behind them, filled from the frames that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Annotated

import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation import plates
from generation.drivers import Pixels
from generation.media import Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation
from generation.operations.layers_alpha import matching
from generation.plates_paint import Hole
from generation.stacking import patched

_SAME = 0.2  # of a mask: so much of it may lie on what is kept and be taken for a slip of the mask


class Behind(Parameters):
    """How far around the masks the picture is replaced, and who paints what no frame shows."""

    grow: Annotated[
        int, Field(ge=0, le=200, description="How far beyond the mask’s edge.", json_schema_extra={"unit": "pixels"})
    ] = 8
    feather: Annotated[int, Field(ge=0, le=100, description="Width of the soft seam.", json_schema_extra={"unit": "pixels"})] = 4
    shadows: Annotated[bool, Field(description="Take the shadow away as well that it casts on what is around it.")] = False
    checkpoint: Annotated[str, names_checkpoint("inpainting")] = "migan@1"


@operation("layers.plate", version=6, queue=Queue.GPU, timeout=timedelta(hours=2))
def plate(mattes: tuple[Matte, ...], clip: Video, keep: tuple[Matte, ...], *, params: Behind, context: Context) -> Video:
    """The clip without what the mattes cover: filled from other frames, painted where none shows it; elsewhere bit for bit.

    What `keep` covers are other things that move by themselves: they stay as they are right up to the mattes, and are not taken
    for something that a matte missed. Who moves by himself behind a hole is carried there from the frames near by that show him.
    The mattes come first, so that nobody offers this as an effect on one clip. Nothing is borrowed across a cut. Holds three
    dozen frames at most and two sheets of what is behind; beyond 2560 pixels the fill is made
    smaller and brought to size.

    Raises:
        BadInput: MATTE_MISSING without mattes, MATTE_MISFIT when one differs from the clip in size, length or rate,
            PLATE_NOTHING_SEEN when a shot of it is covered by the mattes all through, ALPHA_UNWANTED for a clip with alpha,
            CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    if not mattes:
        raise BadInput("There is nothing to take away. Cut out the thing first.", "MATTE_MISSING")
    facts = matching(clip, *mattes, *keep)
    if next(footage.whole(clip.path)).format.name in ("bgra", "rgba"):
        raise BadInput(
            "The clip is a layer with alpha; there is nothing behind it to fill. Take the shot itself.", "ALPHA_UNWANTED"
        )

    def read(first: int, last: int) -> Sequence[tuple[Pixels, Hole]]:
        span = {"film": facts.rate, "source_in": first, "frames": last - first + 1}
        pictures = footage.read(clip.path, **span)  # type: ignore[arg-type]
        masks = (footage.read(one.path, **span) for one in (*mattes, *keep))  # type: ignore[arg-type]
        found = []
        for frame, *covers in zip(pictures, *masks, strict=True):
            greys = [one.to_ndarray(format="gray") for one in covers]
            hole = plates.hole_of(greys[: len(mattes)], params.grow)
            if keep:
                taken = np.maximum.reduce(greys[: len(mattes)]) > 32
                stays = plates.hole_of(greys[len(mattes) :], 0)
                if (taken & stays).sum() > _SAME * taken.sum():  # they are (partly) one thing: it is to go
                    stays &= ~taken
                hole &= ~stays
            found.append((pixels_of(frame), hole))
        return found

    def kept() -> Iterator[Hole]:
        for covers in zip(*(footage.whole(one.path) for one in keep), strict=True):
            yield plates.hole_of([one.to_ndarray(format="gray") for one in covers], 1)

    def paint(pixels: Pixels, hole: Hole) -> Pixels:
        with context.open(params.checkpoint) as network:
            painted: Pixels = network.fill(pixels, hole)
            return painted

    out = context.scratch(".mkv")
    made = plates.filled(
        read, facts.frames, lambda: context.scratch(".npz"), paint, manner=plates.Manner(params.feather, True, params.shadows),
        keep=kept() if keep else None,
        tell=lambda share: context.progress(share, f"frame {int(share * facts.frames)} of {facts.frames}"),
    )  # fmt: skip
    try:
        with clip_to(out, facts.width, facts.height, facts.rate) as writer:
            for n, (frame, one) in enumerate(zip(footage.whole(clip.path), made, strict=True)):
                writer.write_frame(frame if one.box is None else patched(frame, one.pixels, one.box))
                if n % 12 == 0:
                    context.preview(PIL.Image.fromarray(one.pixels))
    except plates.NothingSeen as problem:
        raise BadInput(
            f"The mask covers the whole picture in {problem}: nothing behind it is ever seen. "
            "Mask less, or put a backdrop there.",
            "PLATE_NOTHING_SEEN",
        ) from None
    return Video(out)
