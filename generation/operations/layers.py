"""Layers: a mask from clicks, a box and painted strokes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
import PIL.Image
from pydantic import Field, model_validator

from generation.embeddings import Tensors, unpacked
from generation.mattes import coverage_of, seen_of
from generation.media import Embedding, Image
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation
from generation.painting import Stroke, painted
from generation.prompting import answer

LEAST = 24  # pixels of the picture below which nothing was cut out
Share = Annotated[float, Field(ge=0, le=1)]
Reach = Annotated[float, Field(ge=-1, le=2)]  # a brush may begin and end outside the picture


class Clicks(Parameters):
    """Where a person pointed and painted, in shares of the picture's width and height."""

    across: Annotated[tuple[Share, ...], Field(max_length=200, description="From the left edge, one for each point.")] = ()
    down: Annotated[tuple[Share, ...], Field(max_length=200, description="From the top, one for each point.")] = ()
    belongs: Annotated[tuple[bool, ...], Field(max_length=200, description="Whether the thing is at that point, or not.")] = ()
    box: Annotated[tuple[Share, ...], Field(max_length=4, description="Left, top, right, bottom of a box round it.")] = ()
    paint_across: Annotated[tuple[Reach, ...], Field(max_length=50_000, description="Paths of all strokes, one by one.")] = ()
    paint_down: Annotated[tuple[Reach, ...], Field(max_length=50_000, description="Paths of all strokes, one by one.")] = ()
    paint_ends: Annotated[
        tuple[Annotated[int, Field(ge=1)], ...], Field(max_length=1000, description="One past each stroke's last place.")
    ] = ()
    paint_widths: Annotated[
        tuple[Annotated[float, Field(gt=0, le=1)], ...],
        Field(max_length=1000, description="The brush's width at each stroke, as a share of the picture's width."),
    ] = ()
    paint_belongs: Annotated[tuple[bool, ...], Field(max_length=1000, description="Whether a stroke adds or takes away.")] = ()
    checkpoint: Annotated[str, names_checkpoint("segmentation")] = "sam2-tiny@1"

    @model_validator(mode="after")
    def _fits(self) -> Clicks:
        if not len(self.across) == len(self.down) == len(self.belongs):
            raise ValueError("every point needs a place across, a place down, and whether it belongs")
        if self.box and (len(self.box) != 4 or self.box[0] >= self.box[2] or self.box[1] >= self.box[3]):
            raise ValueError("a box is left, top, right, bottom, with some room between")
        if not len(self.paint_ends) == len(self.paint_widths) == len(self.paint_belongs):
            raise ValueError("every stroke needs an end, a width, and whether it belongs")
        ends = (0, *self.paint_ends)
        if len(self.paint_across) != len(self.paint_down) or len(self.paint_across) != ends[-1]:
            raise ValueError("the strokes' places across and down are as many as the last stroke's end says")
        if any(one >= other for one, other in pairwise(ends)):
            raise ValueError("every stroke has a place at least, and ends after the one before")
        if not self.asks and (self.across or not self.paint_ends):
            raise ValueError("one point at least must belong, or there must be a box or a stroke")
        return self

    @property
    def asks(self) -> bool:
        """Whether there is something to ask the network."""
        return bool(self.box) or any(self.belongs)

    def strokes(self) -> list[Stroke]:
        """What was painted, in order."""
        places = list(zip(self.paint_across, self.paint_down, strict=True))
        return [
            Stroke(places[begin:end], width, belongs)
            for (begin, end), width, belongs in zip(
                pairwise((0, *self.paint_ends)), self.paint_widths, self.paint_belongs, strict=True
            )
        ]


@operation("layers.segment", version=3, queue=Queue.INTERACTIVE, timeout=timedelta(minutes=2))
def segment(picture: Image, embedding: Embedding | None, *, params: Clicks, context: Context) -> Image:
    """The mask of what was pointed at, then painted: grey, as large as the picture, 255 inside, with a soft edge.

    Points and box go to the network, strokes then add and take away exactly; strokes alone are just themselves, and such that
    only take away give an empty mask, which says that the thing is not there. `embedding` saves looking at the picture again.

    Raises:
        BadInput: NOTHING_THERE when nothing is found at these points, or all of it was taken away; EMBEDDING_MISFIT.
    """
    with PIL.Image.open(picture.path) as opened:
        pixels = seen_of(np.asarray(opened.convert("RGBA" if "A" in opened.getbands() else "RGB")))
    height, width = pixels.shape[:2]
    coverage = np.zeros((height, width), np.uint8)
    if params.asks:
        with context.open(params.checkpoint) as network:
            context.progress(0.1, "looking")
            tensors = _tensors(embedding, params.checkpoint, width, height) or network.embed(pixels)
            coverage = coverage_of(_answer(network, tensors, params), width, height)
    coverage = painted(coverage, params.strokes())
    if (params.asks or any(params.paint_belongs)) and (coverage > 127).sum() < LEAST:
        raise BadInput("There is nothing to cut out here. Click on the thing itself, or draw a box around it.", "NOTHING_THERE")
    out = context.scratch(".png")
    PIL.Image.fromarray(coverage).save(out, compress_level=4)
    return Image(out)


def _tensors(embedding: Embedding | None, checkpoint: str, width: int, height: int) -> Tensors | None:
    if embedding is None:
        return None
    looked = unpacked(embedding.path)
    if (looked.checkpoint, looked.width, looked.height) != (checkpoint, width, height):
        raise BadInput("The embedding is of another picture or checkpoint. Look at this picture first.", "EMBEDDING_MISFIT")
    return looked.tensors


def _answer(network: Any, tensors: Tensors, params: Clicks) -> Any:
    """Logits of the mask."""
    points: Sequence[tuple[float, float]] = list(zip(params.across, params.down, strict=True))
    labels = [int(one) for one in params.belongs]
    if params.box:
        points = [*points, (params.box[0], params.box[1]), (params.box[2], params.box[3])]
        labels += [2, 3]
    return answer(network, tensors, points, labels)
