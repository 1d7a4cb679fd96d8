"""What the operations that change clips by a model share: what a person can say, and what is looked at beforehand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any

import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.drivers import Clip, Pixels, Watched
from generation.making import Maker
from generation.media import Adapter, Image, Matte, Video
from generation.operation import BadInput, Context, names_checkpoint
from generation.operations.directing import Directed, adapters_of
from generation.operations.image import Quality, Seed, Words
from generation.operations.layers_alpha import matching
from generation.windows import LONGEST

_PREVIEW_EVERY = 0.5  # of wall time, in s: how often an unfinished picture is worth showing
Overlap = Annotated[
    int,
    Field(
        ge=1, le=48, description="Frames by which what is made overlaps what is there, where the model looks at several.",
        json_schema_extra={"unit": "frames"},
    ),
]  # fmt: skip
Fresh = Annotated[int, Field(ge=1, le=1200, description="How many frames are made.", json_schema_extra={"unit": "frames"})]
Colours = Annotated[float, Field(ge=0, le=1, description="How firmly colours are held to those of the clip; 0: as they come.")]
Firmness = Annotated[float, Field(ge=0, le=2, description="How firmly that structure is kept.")]


class Reworked(Directed):
    """The words, the chance and the model behind every change of a clip."""

    prompt: Annotated[Words, Field(description="What is seen and what happens.")] = ""
    negative: Annotated[Words, Field(description="What must not be seen; generators that cannot avoid things ignore it.")] = ""
    seed: Seed = 0
    quality: Annotated[Quality, Field(description="A draft is quicker and softer.")] = "final"
    checkpoint: Annotated[str, names_checkpoint("video-generator")] = "previs@1"
    overlap: Overlap = 8


def looked_at(clip: Video, *mattes: Matte) -> footage.Facts:
    """The facts of a clip that a model may work on.

    Raises:
        BadInput: CLIP_UNREADABLE, MATTE_MISFIT, CLIP_TOO_LONG.
    """
    facts = matching(clip, *mattes)
    if facts.frames > LONGEST:
        raise BadInput(
            f"The clip has {facts.frames} frames; at most {LONGEST} are worked on at once. Cut it into shots.", "CLIP_TOO_LONG"
        )
    return facts


def asked(
    facts: footage.Facts, params: Reworked, references: tuple[Image, ...], adapters: tuple[Adapter, ...], **more: Any
) -> Clip:
    """The request that is the same for every stretch of a clip, of the clip's size and rate unless `more` says otherwise."""
    said: dict[str, Any] = {
        "prompt": params.prompt, "negative": params.negative, "width": facts.width, "height": facts.height, "seed": params.seed,
        "stage": {}, "quality": params.quality, "references": tuple(one.path for one in references), "frames": facts.frames,
        "rate": facts.rate, "adapters": adapters_of(adapters, params), "steps": params.steps, "guidance": params.guidance,
    }  # fmt: skip
    return Clip(**{**said, **more})


def maker_of(driver: Any, params: Reworked, clip: Clip, context: Context) -> Maker:
    """The model of a request."""
    return Maker(driver, params.checkpoint, clip, context.scratch)


def watched(context: Context) -> Watched:
    """Progress of a model at work that shows its unfinished pictures, and stops it when nobody wants the clip any more."""
    return Watched(context.progress, context.preview)


def shower(context: Context) -> Callable[[Pixels], None]:
    """Shows unfinished pictures, seldom enough."""
    shown = 0.0

    def show(pixels: Pixels) -> None:
        nonlocal shown
        if time.monotonic() - shown >= _PREVIEW_EVERY:
            shown = time.monotonic()
            picture = PIL.Image.fromarray(pixels)
            context.preview(picture.reduce(max(1, -(-max(picture.size) // 480))))

    return show
