"""Takes: how good one is (what can be measured, what is wrong, one figure to rank it by), and what is heard in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames, mezzanine, scoring, scoring_faces
from generation.media import Audio, Data, Image, Video
from generation.media import rate as rate_of
from generation.operation import BadInput, Context, Frames, Parameters, Queue, RateText, operation
from generation.operations.image import Words
from generation.scoring import Pixels
from generation.scoring_faults import reduced

_NAMED = r"^([a-z0-9][a-z0-9._-]*@[A-Za-z0-9._-]+)?$"
_LOOKED_AT = 10  # frames in which faces are looked for
_READ = 4  # frames that are compared with the words
_SIDE = 960  # pixels: larger frames are made smaller before they are looked at


class TakeScore(Parameters):
    """What was asked for, whether it may stand still, and who looks."""

    prompt: Annotated[
        Words, Field(description="What was to be seen; compared with what is, where a model for that is there.")
    ] = ""
    checkpoint: Annotated[
        str,
        Field(
            json_schema_extra={"capability": "text-image-agreement"}, pattern=_NAMED, description="Empty: words are not compared."
        ),
    ] = ""
    faces: Annotated[
        str, Field(json_schema_extra={"capability": "faces"}, pattern=_NAMED, description="Empty: faces are not compared.")
    ] = ""
    still: Annotated[bool, Field(description="It may stand still: an animatic, a title, a held picture.")] = False


@operation("take.score", version=1, queue=Queue.CPU, timeout=timedelta(minutes=30))
def score(clip: Video, references: tuple[Image, ...], *, params: TakeScore, context: Context) -> Data:
    """Measure a take.

    `{"sharpness", "flicker", "motion": 0…1, "likeness", "agreement": 0…1 | null, "faults": [{"kind", "first", "last"}],
    "score": 0…1, "frames": int}`. Flicker is how far light swings, following what moves; likeness is that of faces to those in
    `references`; agreement that of words and pictures; null where nobody can tell. Faults, frames counted from the first:
    black, flat (one colour), frozen, torn (a frame like neither neighbour). With a fault the score is 0.2 at most.

    Raises:
        BadInput: CLIP_UNREADABLE, PICTURE_UNREADABLE, CHECKPOINT_MISSING.
    """
    there = frames.facts(clip.path)
    kept: dict[int, Pixels] = {}
    wanted = _evenly(there.frames, max(_LOOKED_AT, _READ)) if references or params.checkpoint else set()

    def passing() -> Iterator[Pixels]:
        for n, frame in enumerate(frames.whole(clip.path)):
            pixels = np.ascontiguousarray(mezzanine.pixels_of(frame)[..., :3])
            if n in wanted:
                kept[n] = reduced(pixels, _SIDE)
            yield pixels

    try:
        found = scoring.measure(
            passing(), there.frames, there.rate, still=params.still, tell=lambda done: context.progress(0.8 * done, "")
        )
    except ValueError as problem:
        raise BadInput(f"{clip.path.name} holds no pictures.", "CLIP_UNREADABLE") from problem
    likeness = agreement = None
    if references and params.faces:
        with context.open(params.faces) as faces:
            likeness = scoring_faces.likeness(faces, list(kept.values()), [_read(one) for one in references])
    if params.checkpoint and params.prompt.strip():
        context.progress(0.9, "")
        few = [pixels for n, pixels in kept.items() if n in _evenly(there.frames, _READ)] or list(kept.values())[:_READ]
        with context.open(params.checkpoint) as judge:
            agreement = judge.agrees(few, params.prompt)
    told = {
        "sharpness": round(found.sharpness, 4),
        "flicker": round(found.flicker, 4),
        "motion": round(found.motion, 4),
        "likeness": likeness,
        "agreement": agreement,
        "faults": [{"kind": one.kind, "first": one.first, "last": one.last} for one in found.faults],
        "score": scoring.total(found, likeness, agreement, still=params.still),
        "frames": there.frames,
    }
    return Data.write(context.scratch(".json"), told)


class TakeSound(Parameters):
    """How long the clip is."""

    frames: Frames = 72
    rate: RateText = "24/1"


@operation("take.sound", version=1, queue=Queue.CPU, timeout=timedelta(minutes=10))
def sound(clip: Video, *, params: TakeSound, context: Context) -> Audio:
    """What a generator made to be heard with a clip: exactly the samples of its frames; silence where it made none.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    from generation.footage import sounds

    out = context.scratch(".wav")
    sounds.write(clip.path, out, 0, params.frames, rate_of(params.rate), context.progress)
    return Audio(out)


def _evenly(frames_: int, count: int) -> set[int]:
    """The frames in the middle of so many equal parts."""
    return {(2 * n + 1) * frames_ // (2 * count) for n in range(count)}


def _read(picture: Image) -> Pixels:
    try:
        with PIL.Image.open(picture.path) as opened:
            return reduced(np.asarray(opened.convert("RGB"), np.uint8), _SIDE)
    except (OSError, ValueError, SyntaxError) as problem:
        raise BadInput(f"A picture of the cast cannot be read ({problem}). Bring it in again.", "PICTURE_UNREADABLE") from problem
