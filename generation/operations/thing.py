"""A thing on nothing from words: what lets light through in life lets through what is behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import PIL.Image
from pydantic import Field

from generation.drivers import Picture
from generation.media import Image
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation

Side = Annotated[int, Field(ge=16, le=8192, json_schema_extra={"unit": "pixels"})]
DRAWN = "previs"  # the checkpoint whose things are drawn, by its name


class Wanted(Parameters):
    """Which thing, how large at most, by which generator."""

    words: Annotated[str, Field(max_length=2000, description="One thing: a police car, a glass, a cloud.")] = ""
    language: Annotated[Literal["", "en", "zh"], Field(description="Of the words; empty: as they look.")] = ""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1, description="Another number gives another one, where there are several.")] = 0
    width: Side = 1024
    height: Side = 1024
    checkpoint: Annotated[str, names_checkpoint("image-generator")] = "previs@1"
    cutter: Annotated[
        str, names_checkpoint("segmentation"), Field(description="Cuts out what a trained generator paints; drawings need none.")
    ] = "sam2-tiny@1"


@operation("image.thing", version=1, queue=Queue.INTERACTIVE, timeout=timedelta(minutes=20))
def thing(*, params: Wanted, context: Context) -> Image:
    """The picture of one thing on nothing, cut to what is seen of it, as large as fits: a car's windows show what is behind it.

    Raises:
        BadInput: PROMPT_EMPTY, THING_UNKNOWN with names that are near; NOTHING_THERE when a generator painted nothing that
            stands out.
    """
    from generation import things_cut, things_named

    if not params.words.strip():
        raise BadInput("Write what you want to see: one thing, such as a police car.", "PROMPT_EMPTY")
    context.progress(0.05, "drawing")
    if params.checkpoint.partition("@")[0] == DRAWN:
        made = things_named.drawn(things_named.read(params.words, params.language), params.width, params.height, params.seed)
    else:
        request = Picture(
            prompt=things_cut.prompt(params.words), negative=things_cut.NEGATIVE, width=params.width, height=params.height,
            seed=params.seed, stage={}, alpha=True,
        )  # fmt: skip
        with context.open(params.checkpoint) as generator:
            painted = generator.image(request, lambda share, note: context.progress(0.05 + 0.75 * share, note))
        context.progress(0.8, "cutting out")
        with context.open(params.cutter) as cutter:
            made = things_cut.cut_out(painted, cutter)
    picture = PIL.Image.fromarray(made)
    context.preview(picture)
    out = context.scratch(".png")
    picture.save(out, "PNG", compress_level=4)
    return Image(out)
