"""The person of a picture moves as somebody in a clip does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from generation import frames as footage
from generation.making import Maker, acts
from generation.media import Adapter, Image, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Queue, operation
from generation.operations.clips import Firmness, Reworked, asked, looked_at, maker_of, shower, watched
from generation.operations.directing import guides_of
from generation.operations.guide import movie_of
from generation.operations.video_edit import Reworking, fits


class Animate(Reworked):
    """How firmly the movement is followed, and which network reads it out of the clip."""

    structure_strength: Firmness = 1.0
    reader: Annotated[
        str,
        Field(
            max_length=120, description="The network that reads poses out of the clip; empty: the usual one.",
            json_schema_extra={"neutral": ""},
        ),
    ] = ""  # fmt: skip


@operation("video.animate", version=2, queue=Queue.GPU, timeout=timedelta(hours=8))
def animate(
    clip: Video, picture: Image, references: tuple[Image, ...], guides: tuple[Video, ...] = (),
    adapters: tuple[Adapter, ...] = (), *, params: Animate, context: Context,
) -> Video:  # fmt: skip
    """Whoever is in the picture moves as the person in the clip, as long and large as the clip.

    A model made for this (Wan Animate) is given the picture, the poses and the acting face; one that follows poses and looks at
    references (Wan VACE) is given the poses as its guide and the picture as its first reference. A guide of poses that is given
    is used instead of what would be read out of the clip.

    Raises:
        BadInput: MODEL_CANNOT, POSE_EMPTY when nobody is found in the clip, GUIDE_MISFIT, CLIP_UNREADABLE, CLIP_TOO_LONG, and as
            the model does.
        Exhausted: DISK_FULL, OUT_OF_MEMORY.
    """
    facts = looked_at(clip)
    led = [(one.kind, one.clip, one.strength) for one in guides_of(guides, params)]
    fits(facts, guides)
    with context.open(params.checkpoint) as driver:
        _able(maker_of(driver, params, asked(facts, params, references, adapters), context))
    if not any(kind == "pose" for kind, _, _ in led):
        poses = movie_of("pose", clip, params.reader, context)
        if not _anybody(poses):
            raise BadInput(
                "Nobody is found in the clip, so there is no movement to follow. Take one that shows a person.", "POSE_EMPTY"
            )
        led.append(("pose", poses, params.structure_strength))
    with context.open(params.checkpoint) as driver:
        direct = acts(frozenset(driver.takes))
        looked = references if direct else (picture, *references)
        first = picture.path if direct else None
        maker = maker_of(driver, params, asked(facts, params, looked, adapters, strength=1.0, first=first), context)
        # Wan Animate sees the clip for the face that acts; where poses alone are followed it would only be in the way.
        return _made(Reworking(maker, clip, None, led, source=direct and "source" in maker.takes), facts, params, context)


def _able(maker: Maker) -> None:
    if not (acts(maker.takes) or {"guide.pose", "references"} <= maker.takes):
        raise maker.refuse("let somebody move as in a clip", "first guide.pose", "references guide.pose")


def _anybody(poses: Path) -> bool:
    return any(pixels_of(one).max() > 64 for one in footage.whole(poses))


def _made(work: Reworking, facts: footage.Facts, params: Animate, context: Context) -> Video:
    out, show = context.scratch(".mkv"), shower(context)
    with clip_to(out, facts.width, facts.height, facts.rate) as writer:
        for one in work.made(facts, params.overlap, watched(context)):
            writer.write(one)
            show(one)
    return Video(out)
