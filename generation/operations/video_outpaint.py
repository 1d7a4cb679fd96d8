"""A clip in a larger or differently shaped picture: what lies round it is made, the clip's own pixels stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generation import frames as footage
from generation.carrying_on import cuts, frames_of
from generation.drivers import Pixels, Tell
from generation.making import Maker, Stretch, part
from generation.media import Adapter, Image, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput, Context, Queue, operation
from generation.operations.clips import Reworked, asked, looked_at, maker_of, shower, watched
from generation.operations.image import Side
from generation.operations.video_edit import carried
from generation.patching import Outside, placed
from generation.windows import plan


class Outpaint(Reworked):
    """How large the picture becomes, and where the clip lies in it."""

    width: Annotated[Side, Field(multiple_of=2)] = 1280
    height: Annotated[Side, Field(multiple_of=2)] = 720
    across: Annotated[float, Field(ge=0, le=1, description="Where the clip’s middle lies, from the left edge.")] = 0.5
    down: Annotated[float, Field(ge=0, le=1, description="Where the clip’s middle lies, from the top edge.")] = 0.5
    scale: Annotated[
        float, Field(ge=0.05, le=8, description="How large the clip is shown; at 1 its pixels are kept exactly.")
    ] = 1.0
    seam: Annotated[
        float, Field(ge=0, le=0.1, description="How wide the rim is on which both meet, in widths of the picture.")
    ] = 0.02


@operation("video.outpaint", version=2, queue=Queue.GPU, timeout=timedelta(hours=8))
def outpaint(
    clip: Video, references: tuple[Image, ...], adapters: tuple[Adapter, ...] = (), *, params: Outpaint, context: Context
) -> Video:
    """The clip in another aspect: its pixels where they are, round them what a model adds, which meets their colours softly.

    What is longer than the model makes is made in stretches that overlap, as when a clip is edited.

    Raises:
        BadInput: MODEL_CANNOT unless the model makes only what a mask shows, NOTHING_TO_MAKE when the clip fills the picture or
            lies outside it, CLIP_UNREADABLE, CLIP_TOO_LONG, and as the model does.
        Exhausted: DISK_FULL, OUT_OF_MEMORY.
    """
    facts = looked_at(clip)
    where = placed((facts.width, facts.height), params.width, params.height, params.across, params.down, params.scale)
    if where is None or where.whole:
        why = "lies outside the new picture" if where is None else "fills the new picture"
        raise BadInput(f"The clip {why}: nothing is left to be made round it. Change size or place.", "NOTHING_TO_MAKE")
    out, show = context.scratch(".mkv"), shower(context)
    outside = Outside(where, params.seam * params.width)
    with context.open(params.checkpoint) as driver:
        request = asked(facts, params, references, adapters, width=params.width, height=params.height, strength=1.0)
        maker = maker_of(driver, params, request, context)
        if not maker.refills:
            raise maker.refuse("add what lies round a clip", "source mask")
        with clip_to(out, params.width, params.height, facts.rate) as writer:
            made = _made(maker, clip, facts, outside, params.overlap, watched(context))
            for original, one in zip(footage.whole(clip.path), made, strict=True):
                outside.written(writer, original, one)
                show(one)
    return Video(out)


def _made(maker: Maker, clip: Video, facts: footage.Facts, outside: Outside, overlap: int, tell: Tell) -> Iterator[Pixels]:
    windows = plan(facts.frames, maker.most, overlap, cuts(clip.path))
    tail: list[Pixels] = []
    for n, window in enumerate(windows):
        ahead = windows[n + 1].overlap if n + 1 < len(windows) else 0
        frames = list(frames_of(clip.path, window.first, window.frames))
        given = [outside.given(one) for one in frames]
        stretch = Stretch(window.frames, dict(enumerate(tail)), given, [outside.mask] * window.frames)
        fresh = maker.make(stretch, part(tell, n / len(windows), (n + 1) / len(windows)))
        fresh = [outside.met(one, frame) for one, frame in zip(fresh, frames, strict=True)]
        if window.overlap:
            fresh = carried(tail, fresh, window.overlap)
        tail = fresh[window.frames - ahead :] if ahead else []
        yield from fresh[: window.frames - ahead]
