"""Stretches of a film as frames of a project: chosen by their timestamps, counted, held beyond the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import PIL.Image
from av.video.frame import VideoFrame

from generation.drivers import Tell
from generation.footage import opening
from generation.footage.shaping import Shaper
from generation.mezzanine import clip_to, pixels_of

Size = tuple[int, int, str]  # width, height, fit
_PREVIEW_EVERY = 0.5  # of wall time, in s


def shown(path: Path, start: int, frames: int, rate: Fraction, *, quick: bool = False) -> Iterator[opening.Timed]:
    """Exactly `frames` pictures as decoded: number n is on screen in the middle of frame start + n at `rate`.

        film at a variable rate   A--B------C-D----E         (shown until the next)
        frames of the project     |A |B |B |C |E |E |        (whatever is on screen in the middle of each)

    A picture shown twice is the same object twice. Beyond the film's end its last picture stays.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    middle = (start + Fraction(1, 2)) / rate
    given = 0
    coming = opening.pictures(path, middle, quick=quick)
    now = next(coming)  # pictures() yields one at least, or raises
    for after in coming:
        while after.at > middle:
            yield now
            given += 1
            if given == frames:
                return
            middle = (start + given + Fraction(1, 2)) / rate
        now = after
    while given < frames:
        yield now
        given += 1


def span(path: Path) -> Fraction:
    """How long the film's pictures last, in exact parts of a second, without decoding: to the end of its last picture."""
    with opening.opened(path) as container:
        stream = opening.track(container, path)
        zero, step = opening.beginning(stream), 1 / opening.nominal(stream)
        last = Fraction(0)
        for packet in container.demux(stream):
            stamp = packet.pts if packet.pts is not None else packet.dts
            if packet.size and stamp is not None:
                length = packet.duration * packet.time_base if packet.duration else step
                last = max(last, stamp * packet.time_base - zero + length)
        return last or step * max(1, stream.frames)


def length(path: Path, rate: Fraction) -> int:
    """How many frames the film has at this rate, at least one; as `generation.footage.length` says from its facts."""
    return max(1, int(span(path) * rate + Fraction(1, 2)))


def write(
    path: Path, out: Path, start: int, frames: int, rate: Fraction, size: Size, tell: Tell,
    show: Callable[[PIL.Image.Image], None],
) -> None:  # fmt: skip
    """Write a stretch as a `Video` of exactly `frames` frames. Raises as `shown` and `clip_to` do."""
    width, height, fit = size
    shown_at = 0.0
    last: tuple[VideoFrame, VideoFrame] | None = None
    shaper = Shaper(path, width, height, fit)
    with clip_to(out, width, height, rate) as writer:
        for timed in shown(path, start, frames, rate):
            if last is None or last[0] is not timed.frame:
                last = timed.frame, shaper(timed.frame)
            writer.write_frame(last[1])
            if writer.count % 12 == 0:
                tell(min(0.99, writer.count / frames), "Bringing in the film")
            if time.monotonic() - shown_at >= _PREVIEW_EVERY:
                shown_at = time.monotonic()
                show(_small(last[1]))


def picture(path: Path, frame: int, rate: Fraction, size: Size) -> PIL.Image.Image:
    """One frame of a film as sRGB. Raises BadInput as `shown` does."""
    timed = next(shown(path, frame, 1, rate))
    return PIL.Image.fromarray(pixels_of(Shaper(path, *size)(timed.frame)))


def _small(frame: VideoFrame) -> PIL.Image.Image:
    image = PIL.Image.fromarray(pixels_of(frame))
    return image.reduce(max(1, -(-max(image.size) // 480)))
