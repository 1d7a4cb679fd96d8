"""Video: words or a stage, and the voices over it, to moving pictures of exactly so many frames."""

from __future__ import annotations

import time
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any

import PIL.Image
from pydantic import Field

from generation.drivers import Clip, Pixels, Watched
from generation.media import Adapter, Data, Image, Matte, Video
from generation.media import rate as rate_of
from generation.mezzanine import clip_to
from generation.operation import BadInput, Context, Defect, Frames, Queue, RateText, names_checkpoint, operation
from generation.operations.directing import Moving, adapters_of, guides_of, held_of
from generation.operations.drawing_over import laying
from generation.operations.image import Quality, Seed, Side, Words, read_stage, require_words

Start = Annotated[int, Field(ge=0, le=4_000_000)]
_PREVIEW_EVERY = 0.5  # of wall time, in s: how often an unfinished picture is worth showing


class GenerateVideo(Moving):
    """What is shown, for how many frames, how large, by which generator, and who speaks when."""

    prompt: Annotated[Words, Field(description="What is seen and what happens; a stage, where there is one, says it better.")] = (
        ""
    )
    negative: Annotated[Words, Field(description="What must not be seen; generators that cannot avoid things ignore it.")] = ""
    seed: Seed = 0
    frames: Frames = 72
    rate: RateText = "24/1"
    width: Annotated[Side, Field(multiple_of=2)] = 1280
    height: Annotated[Side, Field(multiple_of=2)] = 720
    quality: Annotated[Quality, Field(description="A draft is quicker and softer.")] = "final"
    alpha: Annotated[bool, Field(description="Only people and things, on transparency.")] = False
    checkpoint: Annotated[str, names_checkpoint("video-generator")] = "previs@1"
    speech_starts: Annotated[
        tuple[Start, ...],
        Field(max_length=400, description="Frame at which each voice begins.", json_schema_extra={"unit": "frames"}),
    ] = ()
    speech_speakers: Annotated[tuple[str, ...], Field(max_length=400, description="Who speaks, one name for each voice.")] = ()
    speech_words: Annotated[tuple[str, ...], Field(max_length=400, description="What is said, for generators that read it.")] = ()
    movement: Annotated[
        str,
        Field(
            max_length=30,
            description="How the camera moves over a picture that the shot starts from or ends on: push, pan-left …",
            json_schema_extra={"neutral": ""},
        ),
    ] = ""
    strength: Annotated[
        float,
        Field(
            ge=0, le=1, description="How much is given up of the clip that it is made over; 1 keeps nothing.",
            json_schema_extra={"neutral": 0.6},
        ),
    ] = 0.6  # fmt: skip


@operation("video.generate", version=1, queue=Queue.GPU, timeout=timedelta(hours=4))
def generate(
    stage: Data | None,
    speech: tuple[Data, ...],
    references: tuple[Image, ...],
    first: Image | None = None,
    last: Image | None = None,
    guides: tuple[Video, ...] = (),
    adapters: tuple[Adapter, ...] = (),
    held: tuple[Image, ...] = (),
    over: Video | None = None,
    mask: Matte | None = None,
    *,
    params: GenerateVideo,
    context: Context,
) -> Video:
    """Make a shot of exactly `frames` frames; whoever speaks moves the mouth with the timing of the voices.

    From `first` the shot starts and on `last` it ends, and it comes through those `held`: pictures that somebody brought in,
    cropped to fill the frame. `guides` are as long as the shot, which follows what they show. It is made `over` a clip of its own
    length as far as `strength` says, with `mask` only where that is white: elsewhere that clip's pixels stay as they are. What a
    generator makes to be heard lies beside the pictures, for `take.sound`.

    Raises:
        BadInput: PROMPT_EMPTY, STAGE_INVALID, STAGE_UNREADABLE, SPEECH_MISMATCH when voices, starts and speakers differ in
            number, SPEECH_UNREADABLE for a timing that is none, PICTURE_UNREADABLE, DIRECTION_MISMATCH, HELD_BEYOND, OVER_MISFIT,
            and MODEL_CANNOT for what the generator does not take.
        Exhausted: DISK_FULL.
    """
    described = read_stage(stage)
    if first is None and last is None:
        require_words(params.prompt, described)
    rate = rate_of(params.rate)
    clip = Clip(
        prompt=params.prompt, negative=params.negative, width=params.width, height=params.height, seed=params.seed,
        stage=described, quality=params.quality, alpha=params.alpha, references=tuple(r.path for r in references),
        frames=params.frames, rate=rate, mouths=mouths(speech, params, rate), movement=params.movement,
        first=first.path if first else None, last=last.path if last else None, guides=guides_of(guides, params),
        adapters=adapters_of(adapters, params), held=held_of(held, params, params.frames), tracks=params.tracks(),
        steps=params.steps, guidance=params.guidance, source=over.path if over else None, mask=mask.path if mask else None,
        strength=params.strength,
    )  # fmt: skip
    lays = laying(over, mask, params.frames, params.width, params.height, rate)
    out = context.scratch(".mkv")
    shown, watched = 0.0, Watched(context.progress, context.preview)
    with context.open(params.checkpoint) as driver, clip_to(out, params.width, params.height, rate, alpha=params.alpha) as writer:
        for pixels in driver.video(clip, watched):
            if not writer.count and watched.heard is not None:
                writer.sound(watched.heard)
            if lays is None:
                writer.write(pixels)
            else:
                lays(writer, pixels)
            if time.monotonic() - shown >= _PREVIEW_EVERY:
                shown = time.monotonic()
                context.preview(_small(pixels))
        if writer.count != params.frames:
            raise Defect(f"The generator made {writer.count} frames instead of {params.frames}.", "FRAMES_MISCOUNTED")
    return Video(out)


def mouths(speech: tuple[Data, ...], params: GenerateVideo, rate: Fraction) -> tuple[dict[str, Any], ...]:
    """Who shows which mouth from which frame on, from the timings of the voices; each voice ends with the mouth at rest.

    Raises:
        BadInput: SPEECH_MISMATCH, SPEECH_UNREADABLE.
    """
    counts = (len(speech), len(params.speech_starts), len(params.speech_speakers))
    if len(set(counts)) > 1:
        raise BadInput(
            "Each voice needs a start and a speaker: there are {} voices, {} starts and {} speakers.".format(*counts),
            "SPEECH_MISMATCH",
        )
    made: list[dict[str, Any]] = []
    for timing, start, speaker in zip(speech, params.speech_starts, params.speech_speakers, strict=True):
        try:
            document = timing.read()
            per_frame = Fraction(int(document["rate"])) / rate  # samples in a frame
            shapes = [(int(m["sample"]), str(m["shape"])) for m in document["mouths"]]
            end = int(document["samples"])
        except (ValueError, KeyError, TypeError, ZeroDivisionError) as problem:
            raise BadInput(
                f"{timing.path.name} is not the timing of a voice ({problem}). Speak the line again.", "SPEECH_UNREADABLE"
            ) from problem
        by_frame = {start + int(sample / per_frame): shape for sample, shape in shapes}
        by_frame[start + int(end / per_frame) + 1] = "X"
        made += [{"frame": n, "shape": shape, "actor": speaker} for n, shape in sorted(by_frame.items())]
    return tuple(sorted(made, key=lambda m: (m["frame"], m["actor"])))


def _small(pixels: Pixels) -> PIL.Image.Image:
    image = PIL.Image.fromarray(pixels)
    return image.reduce(max(1, -(-max(image.size) // 480))).convert("RGB")
