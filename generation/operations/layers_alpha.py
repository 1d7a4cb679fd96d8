"""Layers: from the mask of a thing to a layer with soft edges and colours of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Annotated, Any, Literal

import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.alpha import Refiner, Wish, coloured
from generation.alpha_ground import Surroundings
from generation.drivers import Pixels
from generation.mattes import Coverage, coverages
from generation.media import Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation

_LOOKS = 7  # frames that are looked at to see whether it is a person
_SAME = 0.6  # of two boxes: shared by more than that, they are of one thing
_FEW = 4  # one look of so many is enough


class Edges(Parameters):
    """What the thing is, how wide its soft edge is, and how steady in time."""

    subject: Annotated[
        Literal["auto", "thing", "person"],
        Field(description="For a person a network looks for hair as well. By itself: a person where one is seen in the mask."),
    ] = "auto"
    band: Annotated[
        int,
        Field(
            ge=0,
            le=400,
            description="How far from the mask’s edge the soft edge is looked for; 0: as far as it is seen to reach.",
            json_schema_extra={"unit": "pixels"},
        ),
    ] = 0
    steady: Annotated[float, Field(ge=0, le=0.9, description="How much the edge is held from frame to frame.")] = 0.25
    strands: Annotated[
        bool, Field(description="Follow long strands of hair beyond the edge. Best before a ground of other colours.")
    ] = False
    checkpoint: Annotated[str, names_checkpoint("matting")] = "modnet@1"
    finder: Annotated[str, names_checkpoint("detection")] = "nanodet-g@1"


@operation("layers.alpha", version=5, queue=Queue.GPU, timeout=timedelta(hours=2))
def alpha(clip: Video, matte: Matte, *, params: Edges, context: Context) -> Video:
    """The thing as a layer: straight alpha, soft where it is hair, fur or blur, and without the colours of what is behind.

    A clip that has alpha gives the smaller of both. Holds ten frames on either side.

    Raises:
        BadInput: CLIP_UNREADABLE, MATTE_MISFIT when clip and matte differ in size, length or rate.
        Exhausted: DISK_FULL.
    """
    facts = matching(clip, matte)
    out = context.scratch(".mkv")
    refiner = Refiner(Wish(params.band, params.steady, params.strands))
    person = params.subject == "person" or (params.subject == "auto" and _somebody(clip, matte, facts, params.finder, context))
    opened = context.open(params.checkpoint) if person else nullcontext()
    with opened as network, clip_to(out, facts.width, facts.height, facts.rate, alpha=True) as writer:
        given: deque[Any] = deque()  # frames that were read ahead: alpha of the source comes back to them
        shot = Surroundings(_read(clip, matte, given), strands=params.strands)
        # a network that remembers a shot's frames is given a memory for this one
        seer = network.through() if network is not None and hasattr(network, "through") else network
        for n, (pixels, mask, ground) in enumerate(shot):
            context.progress(n / facts.frames, f"frame {n} of {facts.frames}")
            seen = seer.alpha(pixels) if seer is not None and mask.max() > 127 else None
            found = refiner.alpha(pixels, mask, seen, ground)
            shot.keep(found)
            layer = coloured(pixels, found)
            own = given.popleft()
            if own is not None:
                layer[..., 3] = (layer[..., 3].astype(int) * own + 127) // 255
                layer[layer[..., 3] == 0] = 0
            writer.write(layer)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(layer))
    return Video(out)


def _somebody(clip: Video, matte: Matte, facts: footage.Facts, finder: str, context: Context) -> bool:
    """Whether some of a few looks spread over the clip see a person who is as large as the mask there; half hidden nobody is."""
    votes: list[bool] = []
    with context.open(finder) as network:
        for at in np.linspace(0, facts.frames - 1, min(_LOOKS, facts.frames)).round().astype(int).tolist():
            span: dict[str, Any] = {"film": facts.rate, "source_in": at, "frames": 1}
            mask = next(footage.read(matte.path, **span)).to_ndarray(format="gray") > 127
            if not mask.any():
                continue
            pixels = np.ascontiguousarray(pixels_of(next(footage.read(clip.path, **span)))[..., :3])
            rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
            own = (
                columns[0] / mask.shape[1],
                rows[0] / mask.shape[0],
                (columns[-1] + 1) / mask.shape[1],
                (rows[-1] + 1) / mask.shape[0],
            )
            votes.append(any(_alike(own, one.box) > _SAME for one in network.find(pixels, ["person"])))
    return sum(votes) * _FEW >= max(1, len(votes))


def _alike(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Of two boxes (left, top, right, bottom): what they share of both together, 0…1."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(0.0, wide) * max(0.0, high)
    return both / ((one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1]) - both)


def _read(clip: Video, matte: Matte, own: deque[Any]) -> Iterator[tuple[Pixels, Coverage]]:
    for frame, mask in zip(footage.whole(clip.path), coverages(matte.path), strict=True):
        pixels = pixels_of(frame)
        own.append(pixels[..., 3].copy() if pixels.shape[2] == 4 else None)
        yield np.ascontiguousarray(pixels[..., :3]), mask


def matching(clip: Video, *mattes: Matte) -> footage.Facts:
    """The facts of a clip whose mattes fit it.

    Raises:
        BadInput: MATTE_MISFIT, CLIP_UNREADABLE.
    """
    facts = footage.facts(clip.path)
    if facts.frames < 1:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    for matte in mattes:
        own = footage.facts(matte.path)
        if own != facts:
            raise BadInput(
                f"The mask is {own.width} × {own.height} pixels, {own.frames} frames at {own.rate}; the clip is "
                f"{facts.width} × {facts.height}, {facts.frames} at {facts.rate}. Follow the thing through this very clip.",
                "MATTE_MISFIT",
            )
    return facts
