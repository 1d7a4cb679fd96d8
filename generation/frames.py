"""Frames read by counting: which picture of a clip is shown at each frame of the film, decoded once and in order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.video.frame import VideoFrame

from generation.operation import BadInput


def shown_at(frame: int, film: Fraction, clip: Fraction) -> int:
    """The index of the clip's frame that is on screen in the middle of a film frame; both rates are exact ratios.

    At equal rates it is the frame itself. A 12/1 clip in a 24/1 film shows each frame twice; a 60/1 clip gives every second
    or third. Nothing is rounded in floats, so that frame 1,000,000 is as exact as frame 1.
    """
    return math.floor((Fraction(frame) + Fraction(1, 2)) * clip / film)


@dataclass(frozen=True)
class Facts:
    """What a clip is: its size, its stored rate, and its frames, counted by packets."""

    width: int
    height: int
    rate: Fraction
    frames: int


def facts(path: Path) -> Facts:
    """The facts of a clip; reads through its packets without decoding them.

    Raises:
        BadInput: CLIP_UNREADABLE when the file holds no readable pictures.
    """
    with _opened(path) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        rate = _rate(stream, path)
        try:
            frames = stream.frames or sum(1 for packet in container.demux(stream) if packet.size)
        except av.error.FFmpegError as problem:
            raise BadInput(f"{path.name} is damaged ({problem}).", "CLIP_UNREADABLE") from problem
        return Facts(context.width, context.height, rate, frames)


def whole(path: Path) -> Iterator[VideoFrame]:
    """Every frame of a clip, in order.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    with _opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "SLICE"
        for _, frame in _decoded(container, stream, _rate(stream, path), 0, path):
            yield frame


def read(path: Path, *, film: Fraction, source_in: int, frames: int) -> Iterator[VideoFrame]:
    """Yield exactly `frames` decoded frames, conformed to the film's rate by choosing frames, from `source_in` (film frames) on.

    A picture shown twice is yielded as the same object twice: copy before drawing on it.

    Raises:
        BadInput: CLIP_TOO_SHORT when the clip ends first, CLIP_UNREADABLE when it is not a clip; both name the file's length.
    """
    with _opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "SLICE"
        clip = _rate(stream, path)
        wanted = (shown_at(source_in + n, film, clip) for n in range(frames))
        index, given = next(wanted), 0
        last = -1
        for at, frame in _decoded(container, stream, clip, index, path):
            last = at
            while at >= index:
                yield frame
                given += 1
                if given == frames:
                    return
                index = next(wanted)
    have = max(0, math.ceil((Fraction(last + 1)) * film / clip))
    raise BadInput(
        f"The clip ends at frame {have}; frames {source_in} to {source_in + frames - 1} were asked for. "
        "Shorten the clip in the timeline, or shoot a longer take.",
        "CLIP_TOO_SHORT",
    )


def _opened(path: Path) -> Any:
    try:
        container = av.open(str(path))
    except (av.error.FFmpegError, OSError) as problem:
        raise BadInput(f"{path.name} cannot be read as moving pictures ({problem}).", "CLIP_UNREADABLE") from problem
    if not container.streams.video:
        container.close()
        raise BadInput(f"{path.name} holds no pictures.", "CLIP_UNREADABLE")
    return container


def _rate(stream: Any, path: Path) -> Fraction:
    rate = stream.average_rate or stream.base_rate or stream.guessed_rate
    if not rate:
        raise BadInput(f"{path.name} does not say how many frames a second it has.", "CLIP_UNREADABLE")
    # Matroska keeps the rate as whole nanoseconds a frame: bring 24000/1001 back.
    for base in (1, 1001):
        whole = Fraction(round(rate * base), base)
        if abs(whole - rate) * 200_000 < rate:
            return whole
    return Fraction(rate)


def _decoded(container: Any, stream: Any, clip: Fraction, first: int, path: Path) -> Iterator[tuple[int, VideoFrame]]:
    """(index, frame) in order, beginning at or before `first`; far ahead it seeks to the key frame before."""
    start = stream.start_time or 0
    if first > 2:
        container.seek(start + int((first - 1) / clip / stream.time_base), stream=stream, backward=True)
    counted = None
    try:
        for frame in container.decode(stream):
            if frame.pts is None:
                counted = 0 if counted is None else counted + 1
                yield counted, frame
            else:
                yield round((frame.pts - start) * stream.time_base * clip), frame
    except av.error.FFmpegError as problem:
        raise BadInput(f"{path.name} is damaged: its pictures cannot be decoded ({problem}).", "CLIP_UNREADABLE") from problem
