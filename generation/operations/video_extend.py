"""Clips made longer: carried on beyond an end, closed to a loop, bridged to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import cv2
import numpy as np
from pydantic import Field

from generation import frames as footage
from generation.carrying_on import between, frames_of, home_of, leadings_up, onwards, same_shot
from generation.conform import Conform
from generation.drivers import Pixels
from generation.making import onward_of
from generation.media import Adapter, Image, Video
from generation.mezzanine import ClipWriter, clip_to, pixels_of
from generation.operation import BadInput, Context, Queue, operation
from generation.operations.clips import Colours, Fresh, Reworked, asked, looked_at, maker_of, shower, watched

_LOOK = 48  # frames at an end that are looked at for how it goes on


class Extend(Reworked):
    """In which direction, how far, and how firmly its colours hold."""

    frames: Fresh = 48
    direction: Annotated[Literal["forwards", "backwards"], Field(description="After its last frame, or before its first.")] = (
        "forwards"
    )
    anchor: Colours = 1.0


@operation("video.extend", version=3, queue=Queue.GPU, timeout=timedelta(hours=4))
def extend(
    clip: Video, references: tuple[Image, ...], adapters: tuple[Adapter, ...] = (), *, params: Extend, context: Context
) -> Video:
    """The clip with `frames` more, after its end or before its beginning; its own frames are copied as they are.

    A model goes on from the last `overlap` frames (or from one, where it takes no more), in stretches as long as it makes; their
    colours are held to the clip's. The embedded generator carries on what repeats itself, and lets a moving camera come to rest.
    Nothing is gone on from across a cut.

    Raises:
        BadInput: MODEL_CANNOT when the model takes nothing to go on from, CLIP_UNREADABLE, CLIP_TOO_LONG, CLIP_TRANSPARENT,
            and as the model does.
        Exhausted: DISK_FULL, OUT_OF_MEMORY.
    """
    facts = looked_at(clip)
    _opaque(clip)
    forwards = params.direction == "forwards"
    look = min(_LOOK, facts.frames)
    if forwards:
        known = same_shot(list(frames_of(clip.path, facts.frames - look, look)))
    else:
        known = same_shot(list(frames_of(clip.path, 0, look))[::-1])[::-1]
    out = context.scratch(".mkv")
    with context.open(params.checkpoint) as driver, clip_to(out, facts.width, facts.height, facts.rate) as writer:
        fresh = _fresh(driver, clip, known, facts, references, adapters, params, context)
        if forwards:
            _copied(writer, clip.path)
        _written(writer, fresh, context)
        if not forwards:
            _copied(writer, clip.path)
    return Video(out)


def _fresh(
    driver: Any, clip: Video, known: list[Pixels], facts: footage.Facts, references: tuple[Image, ...],
    adapters: tuple[Adapter, ...], params: Extend, context: Context,
) -> Iterator[Pixels]:  # fmt: skip
    forwards = params.direction == "forwards"
    if (way := onward_of(driver)) is not None:
        made = way.going_on(known, params.frames) if forwards else way.backwards(known, params.frames)
        return _told(made, params.frames, context)
    maker = maker_of(driver, params, asked(facts, params, references, adapters), context)
    home = home_of(clip.path, facts.frames, ending=not forwards)
    if forwards:
        return onwards(maker, known, params.frames, params.overlap, params.anchor, watched(context), home)

    def keep(pictures: Sequence[Pixels]) -> Path:
        path = context.scratch(".mkv")
        with clip_to(path, facts.width, facts.height, facts.rate) as writer:
            for one in pictures:
                writer.write(one)
        return path

    return leadings_up(maker, known, params.frames, params.overlap, params.anchor, watched(context), keep, home)


class Loop(Reworked):
    """How much of the end is made anew, so that it leads back to the beginning."""

    frames: Fresh = 24
    anchor: Colours = 1.0


@operation("video.loop", version=3, queue=Queue.GPU, timeout=timedelta(hours=4))
def loop(
    clip: Video, references: tuple[Image, ...], adapters: tuple[Adapter, ...] = (), *, params: Loop, context: Context
) -> Video:
    """The clip as long as it was, its last `frames` made anew so that after the last its first can follow without a jump.

    Raises:
        BadInput: CLIP_TOO_SHORT unless two frames are left of it, MODEL_CANNOT, CLIP_UNREADABLE, CLIP_TOO_LONG.
        Exhausted: DISK_FULL, OUT_OF_MEMORY.
    """
    facts = looked_at(clip)
    _opaque(clip)
    left = facts.frames - params.frames
    if left < 2:
        raise BadInput(
            f"The clip has {facts.frames} frames; to close it over {params.frames} it needs {params.frames + 2} at least. "
            "Close it over fewer frames, or extend it first.",
            "CLIP_TOO_SHORT",
        )
    look = min(_LOOK, left)
    before = same_shot(list(frames_of(clip.path, left - look, look)))
    after = same_shot(list(frames_of(clip.path, 0, look))[::-1])[::-1]
    out = context.scratch(".mkv")
    with context.open(params.checkpoint) as driver, clip_to(out, facts.width, facts.height, facts.rate) as writer:
        _copied(writer, clip.path, left)
        _written(writer, _led(driver, before, after, facts, references, adapters, params, context), context)
    return Video(out)


class Bridge(Reworked):
    """How long the way from one shot to the other is."""

    frames: Fresh = 24
    anchor: Colours = 1.0


@operation("video.bridge", version=3, queue=Queue.GPU, timeout=timedelta(hours=4))
def bridge(
    before: Video,
    after: Video,
    references: tuple[Image, ...],
    adapters: tuple[Adapter, ...] = (),
    *,
    params: Bridge,
    context: Context,
) -> Video:
    """Only what lies between: from the last frame of one clip to the first of another, in the size and at the rate of the first.

    Colours go over from those of one to those of the other.

    Raises:
        BadInput: MODEL_CANNOT, CLIP_UNREADABLE.
        Exhausted: DISK_FULL, OUT_OF_MEMORY.
    """
    facts, other = looked_at(before), looked_at(after)
    _opaque(before)
    look = min(_LOOK, facts.frames)
    leaving = same_shot(list(frames_of(before.path, facts.frames - look, look)))
    fitted = Conform(facts.width - facts.width % 2, facts.height - facts.height % 2, "crop")
    lasting = max(1, min(_LOOK, int(other.frames * facts.rate / other.rate)))
    coming = [
        _sized(np.ascontiguousarray(pixels_of(fitted(one))[..., :3]), facts)
        for one in footage.read(after.path, film=facts.rate, source_in=0, frames=lasting)
    ]
    coming = same_shot(coming[::-1])[::-1]
    out = context.scratch(".mkv")
    with context.open(params.checkpoint) as driver, clip_to(out, facts.width, facts.height, facts.rate) as writer:
        _written(writer, _led(driver, leaving, coming, facts, references, adapters, params, context), context)
    return Video(out)


def _led(
    driver: Any, before: list[Pixels], after: list[Pixels], facts: footage.Facts, references: tuple[Image, ...],
    adapters: tuple[Adapter, ...], params: Loop | Bridge, context: Context,
) -> Iterator[Pixels]:  # fmt: skip
    if (way := onward_of(driver)) is not None:
        return _told(way.leading(before, after, params.frames), params.frames, context)
    maker = maker_of(driver, params, asked(facts, params, references, adapters), context)
    return between(maker, before, after, params.frames, params.overlap, params.anchor, watched(context))


def _copied(writer: ClipWriter, clip: Path, frames: int | None = None) -> None:
    for n, frame in enumerate(footage.whole(clip)):
        if n == frames:
            return
        writer.write_frame(frame)


def _written(writer: ClipWriter, made: Iterator[Pixels], context: Context) -> None:
    show = shower(context)
    for one in made:
        writer.write(one)
        show(one)


def _told(made: Iterator[Pixels], frames: int, context: Context) -> Iterator[Pixels]:
    """Frames of a driver that does not tell how far it is."""
    for n, one in enumerate(made):
        context.progress(n / frames, f"frame {n + 1} of {frames}")
        yield one


def _opaque(clip: Video) -> None:
    """Raises BadInput CLIP_TRANSPARENT for a layer."""
    if any(component.is_alpha for component in next(footage.whole(clip.path)).format.components):
        raise BadInput(
            "This clip is a layer with transparency, and models make none. Work on the shot and cut the layer out of it.",
            "CLIP_TRANSPARENT",
        )


def _sized(pixels: Pixels, facts: footage.Facts) -> Pixels:
    if pixels.shape[:2] == (facts.height, facts.width):
        return pixels
    return np.asarray(cv2.resize(pixels, (facts.width, facts.height), interpolation=cv2.INTER_LINEAR), np.uint8)
