"""Clarity: clips larger than they were shot, and detail brought back into soft ones, by networks that were taught to see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, Literal

import cv2
import numpy as np
from pydantic import Field

from generation import frames as footage
from generation.clarity.larger import Steady, enlarged
from generation.drivers import Upscaler
from generation.keyed import Keyed
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation
from generation.retiming.pictures import gathered, spread

LARGEST = 8192  # pixels of a side
Network = Annotated[str, names_checkpoint("super-resolution")]
Factor = Literal[2, 3, 4]
Faithful = Annotated[
    float, Field(ge=0, le=1, description="1: made small again it is what it was; 0: whatever the network saw in it.")
]  # fmt: skip


class Upscale(Parameters):
    """How much larger."""

    factor: Annotated[Factor, Field(description="How many times as wide and high.", json_schema_extra={"unit": "×"})] = 2
    faithful: Faithful = 1.0
    checkpoint: Network = "span@1"


@operation("quality.upscale", version=1, queue=Queue.GPU, timeout=timedelta(hours=12))
def upscale(clip: Video, *, params: Upscale, context: Context) -> Video:
    """A clip two, three or four times as large, with the detail of the larger; frames, rate and alpha stay.

    Tiles see beyond their edges, so that there are no seams. Holds two frames.

    Raises:
        BadInput: CLIP_UNREADABLE, PICTURE_TOO_LARGE, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    size = facts.width * params.factor, facts.height * params.factor
    if max(size) > LARGEST:
        raise BadInput(
            f"{params.factor} times {facts.width}×{facts.height} is {size[0]}×{size[1]}; no side may be longer than {LARGEST}. "
            "Choose a smaller factor.",
            "PICTURE_TOO_LARGE",
        )

    def made(driver: Upscaler) -> Iterator[Any]:
        steady = Steady()
        for frame in footage.whole(clip.path):
            light = gathered(pixels_of(frame))
            yield spread(steady(light, enlarged(driver, light, params.factor, params.faithful)))

    return _made(clip, facts, size, params.checkpoint, made, context)


class Detail(Keyed):
    """How soft the clip is, and how much of its detail is brought back."""

    factor: Annotated[Factor, Field(description="By how much it was enlarged, or looks as if it had been.")] = 2
    strength: Annotated[
        float, Field(ge=0, le=1, description="How much of what the network sees is shown.", json_schema_extra={"keyable": True})
    ] = 1.0  # fmt: skip
    checkpoint: Network = "span@1"

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        keys = self.keys.get("strength")
        return all(value == 0 for _, value, _ in keys) if keys else self.strength == 0


@operation("quality.detail", version=1, queue=Queue.GPU, timeout=timedelta(hours=12))
def detail(clip: Video, *, params: Detail, context: Context) -> Video:
    """Detail for a clip that is softer than its size: made as small as it really is, and large again by the network. Same size.

    Raises:
        BadInput: CLIP_UNREADABLE, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    small = max(1, round(facts.width / params.factor)), max(1, round(facts.height / params.factor))

    def made(driver: Upscaler) -> Iterator[Any]:
        steady = Steady()
        for n, frame in enumerate(footage.whole(clip.path)):
            much = params.at(n).strength
            light = gathered(pixels_of(frame))
            less = cv2.resize(light, small, interpolation=cv2.INTER_AREA)
            again = enlarged(driver, less, params.factor, 1.0)
            if again.shape != light.shape:
                again = np.asarray(cv2.resize(again, (facts.width, facts.height), interpolation=cv2.INTER_CUBIC), np.float32)
            yield spread(light + (steady(less, again) - light) * np.float32(much)) if much else frame

    return _made(clip, facts, (facts.width, facts.height), params.checkpoint, made, context)


def _made(
    clip: Video, facts: footage.Facts, size: tuple[int, int], checkpoint: str, made: Any, context: Context
) -> Video:  # fmt: skip
    out = context.scratch(".mkv")
    alpha = next(footage.whole(clip.path)).format.name in ("bgra", "rgba")
    with context.open(checkpoint) as driver, clip_to(out, *size, facts.rate, alpha=alpha) as writer:
        for n, one in enumerate(made(driver)):
            context.progress(min(0.99, n / max(1, facts.frames)), f"frame {n} of {facts.frames}")
            if isinstance(one, np.ndarray):
                writer.write(one)
            else:
                writer.write_frame(one)
    return Video(out)
