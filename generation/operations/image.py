"""Image: words or a stage to one picture."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal

import PIL.Image
from pydantic import Field

from generation.drivers import Clip, Picture, Watched
from generation.media import Adapter, Data, Image
from generation.operation import BadInput, Context, Queue, names_checkpoint, operation
from generation.operations.directing import Directed, adapters_of, guides_of

Words = Annotated[str, Field(max_length=20_000)]
Side = Annotated[int, Field(ge=16, le=4096, json_schema_extra={"unit": "pixels"})]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]
Quality = Literal["draft", "final"]


class GenerateImage(Directed):
    """What is shown, how large, by which generator."""

    prompt: Annotated[Words, Field(description="What is seen; a stage, where there is one, says it better.")] = ""
    negative: Annotated[Words, Field(description="What must not be seen; generators that cannot avoid things ignore it.")] = ""
    seed: Seed = 0
    width: Side = 1280
    height: Side = 720
    quality: Annotated[Quality, Field(description="A draft is quicker and softer.")] = "final"
    alpha: Annotated[bool, Field(description="Only people and things, on transparency.")] = False
    frame: Annotated[
        int,
        Field(ge=0, le=100_000, description="Which moment of the shot, from its start.", json_schema_extra={"unit": "frames"}),
    ] = 0
    checkpoint: Annotated[str, names_checkpoint("image-generator")] = "previs@1"
    strength: Annotated[
        float,
        Field(
            ge=0, le=1, description="How much is given up of the picture that it is made from; 1 keeps nothing.",
            json_schema_extra={"neutral": 0.6},
        ),
    ] = 0.6  # fmt: skip


@operation("image.generate", version=1, queue=Queue.GPU, timeout=timedelta(minutes=20))
def generate(
    stage: Data | None,
    references: tuple[Image, ...],
    guides: tuple[Image, ...] = (),
    adapters: tuple[Adapter, ...] = (),
    source: Image | None = None,
    mask: Image | None = None,
    *,
    params: GenerateImage,
    context: Context,
) -> Image:
    """Make one picture from words, or from a stage that says who is where and how it is framed.

    From `source` it is made anew as far as `strength` says, with `mask` only where that is white; it follows the `guides`.

    Raises:
        BadInput: PROMPT_EMPTY without words or a stage, STAGE_INVALID, STAGE_UNREADABLE, DIRECTION_MISMATCH, and MODEL_CANNOT
            for what the generator does not take.
    """
    described = read_stage(stage)
    if source is None:
        require_words(params.prompt, described)
    request: dict[str, Any] = {
        "prompt": params.prompt, "negative": params.negative, "width": params.width, "height": params.height, "seed": params.seed,
        "stage": described, "quality": params.quality, "alpha": params.alpha, "references": tuple(r.path for r in references),
        "guides": guides_of(guides, params), "adapters": adapters_of(adapters, params), "strength": params.strength,
        "source": source.path if source else None, "mask": mask.path if mask else None, "steps": params.steps,
        "guidance": params.guidance,
    }  # fmt: skip
    picture = Clip(**request, frames=params.frame + 1, rate=Fraction(24)) if params.frame else Picture(**request)
    with context.open(params.checkpoint) as driver:
        pixels = driver.image(picture, Watched(context.progress, context.preview))
    drawn = PIL.Image.fromarray(pixels)
    context.preview(drawn)
    out = context.scratch(".png")
    drawn.save(out, "PNG", compress_level=4)
    return Image(out)


def read_stage(stage: Data | None) -> dict[str, Any]:
    """The stage's JSON object, empty when there is none.

    Raises:
        BadInput: STAGE_UNREADABLE when the document is not a JSON object.
    """
    if stage is None:
        return {}
    try:
        described = stage.read()
    except ValueError as problem:
        raise BadInput(
            f"{stage.path.name} is not a JSON document ({problem}). Compose the stage again.", "STAGE_UNREADABLE"
        ) from problem
    if not isinstance(described, dict):
        raise BadInput(f"{stage.path.name} does not hold a stage. Compose the stage again.", "STAGE_UNREADABLE")
    return described


def require_words(prompt: str, stage: dict[str, Any]) -> None:
    """Raises BadInput (PROMPT_EMPTY) when there is nothing to draw from."""
    if not prompt.strip() and not stage:
        raise BadInput("There is nothing to draw: write what is seen, or give a stage.", "PROMPT_EMPTY")
