"""Adapter: pictures of somebody or some style to a LoRA that draws them when its word is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generation import cards, checkpoints
from generation.media import Adapter, Image
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation
from generation.operations.image import Seed
from generation.training import loop
from generation.training.lesson import Lesson

_MILLION = 1_000_000


class TrainAdapter(Parameters):
    """What is to be learnt, by which model, how long and how quickly."""

    checkpoint: Annotated[str, names_checkpoint("image-generator")] = "sdxl@1.0"
    trigger: Annotated[
        str, Field(min_length=1, max_length=60, description="The word that will call it up; one that means nothing else.")
    ] = "zwx"
    caption: Annotated[
        str,
        Field(max_length=1000, description="What every picture shows; {trigger} stands for the word. Empty: a photo of it."),
    ] = ""
    captions: Annotated[
        tuple[Annotated[str, Field(max_length=1000)], ...],
        Field(max_length=200, description="Words for each picture by itself, in order; instead of the caption for all."),
    ] = ()
    plain: Annotated[
        str, Field(max_length=200, description="What kind of thing it is without the word, as “a woman”: that stays as it was.")
    ] = "a person"
    rank: Annotated[int, Field(ge=1, le=128, description="How much it can hold: 8 for a face, 32 for a style.")] = 16
    steps: Annotated[
        int, Field(ge=1, le=20_000, description="How long it learns; a hundred for each picture is a beginning.")
    ] = 1200
    rate_e6: Annotated[
        int, Field(ge=1, le=100_000, description="How quickly it learns, in millionths. Too quick, and it runs away.")
    ] = 100
    side: Annotated[
        int, Field(ge=0, le=2048, description="Side of the pictures that it sees, in pixels; 0: what the model was trained on.")
    ] = 0
    prior: Annotated[
        float, Field(ge=0, le=1, description="How firmly what the word does not call up stays as it was; 0: not at all.")
    ] = 0.5
    mirror: Annotated[
        bool, Field(description="Each picture also the other way round; not for faces with a parting or a scar.")
    ] = False
    seed: Seed = 0


@operation("adapter.train", version=1, queue=Queue.GPU, timeout=timedelta(hours=24))
def train(pictures: tuple[Image, ...], *, params: TrainAdapter, context: Context) -> Adapter:
    """Train a LoRA on pictures; stopped or killed, it goes on where it was.

    Raises:
        BadInput: TRAINING_PICTURES, TRAINING_CAPTIONS, TRIGGER_MISSING, MODEL_CANNOT, PICTURE_UNREADABLE, PICTURE_TOO_LARGE,
            PICTURE_TOO_SMALL, TRAINING_DIVERGED, CHECKPOINT_MISSING.
        Hindered: NO_CARD, for a great model where there is no card.
        Exhausted: OUT_OF_MEMORY.
    """
    if params.captions and len(params.captions) != len(pictures):
        raise BadInput(
            f"There are words for {len(params.captions)} pictures, and {len(pictures)} pictures. Give words for each, or one "
            "caption for all.",
            "TRAINING_CAPTIONS",
        )
    entry = checkpoints.entry(params.checkpoint)
    if entry.builtin or entry.hosted:
        raise BadInput(
            f"{params.checkpoint} has no weights here that could learn. Choose a diffusion model that is installed.",
            "MODEL_CANNOT",
        )
    cards.require(entry)
    words = params.captions or (params.caption or "a photo of {trigger}",) * len(pictures)
    lesson = Lesson(
        pictures=tuple(one.path for one in pictures), captions=tuple(_called(one, params.trigger) for one in words),
        plain=params.plain, trigger=params.trigger, rank=params.rank, steps=params.steps, rate=params.rate_e6 / _MILLION,
        seed=params.seed, area=params.side * params.side, prior=params.prior, mirror=params.mirror,
        note={"base_checkpoint": params.checkpoint},
    )  # fmt: skip
    out = context.scratch(".safetensors")
    loop.train(
        checkpoints.folder(params.checkpoint), lesson, out, context.unfinished(), context.progress, context.preview
    )  # fmt: skip
    return Adapter(out)


def _called(words: str, trigger: str) -> str:
    """Words with the trigger in them: where they say, else before them."""
    if "{trigger}" in words:
        return words.replace("{trigger}", trigger)
    return words if trigger in words else f"{trigger}, {words}"
