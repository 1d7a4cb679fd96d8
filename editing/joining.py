"""Joins: stretches of one profile follow each other by stream copy, every packet stamped by counting frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error

from generation.delivery import DELAY, mp4_options, new_file, require_frames
from generation.operation import BadInput

Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Shape:
    """What must be equal in every stretch of a join: decoders are configured once, at the first."""

    width: int
    height: int
    rate: Fraction
    extradata: bytes  # SPS and PPS

    @classmethod
    def of(cls, path: Path) -> Shape:
        """The shape of a segment.

        Raises:
            BadInput: SEGMENT_UNREADABLE when it is not H.264 in a container that can be read.
        """
        with _opened(path) as container:
            return _shape(container, path)


def packets(path: Path, rate: Fraction, expected: Shape | None = None) -> Iterator[tuple[int, Any]]:
    """(frame shown, packet) of a segment in decoding order; every frame comes exactly once.

    Raises:
        BadInput: SEGMENTS_DIFFER when its shape is not the expected one, FRAMES_UNEVEN when a frame is missing or doubled.
    """
    with _opened(path) as container:
        stream = container.streams.video[0]
        if expected is not None:
            _require_same(_shape(container, path), expected, path)
        start = stream.start_time or 0
        seen: set[int] = set()
        for packet in container.demux(stream):
            if not packet.size:
                continue
            shown = Fraction(packet.pts - start) * stream.time_base * rate
            index = round(shown)
            if abs(shown - index) > Fraction(1, 4) or index in seen or index < len(seen) - DELAY:
                raise BadInput(f"{path.name} does not hold one frame after another at {rate} a second.", "FRAMES_UNEVEN")
            seen.add(index)
            yield index, packet
        if seen != set(range(len(seen))):
            raise BadInput(f"{path.name} has a hole among its {len(seen)} frames.", "FRAMES_UNEVEN")


def concat(segments: Sequence[Path], out: Path, *, tell: Tell) -> int:
    """Write the segments one after the other to an MP4 without encoding; returns the number of frames.

    Memory does not grow with the number of segments. The step between frames is the same everywhere, seams included.

    Raises:
        BadInput: when there is nothing to join, or a segment's size, rate, SPS or PPS differs from the first one's.
        Exhausted: DISK_FULL; no half-written file is left.
    """
    if not segments:
        raise BadInput("There is nothing to join: the cut is empty.", "CUT_EMPTY")
    shape = Shape.of(segments[0])
    total = 0
    with new_file(out):
        with av.open(str(out), "w", format="mp4", options=mp4_options(shape.rate)) as container:
            with _opened(segments[0]) as first:
                stream = container.add_stream_from_template(first.streams.video[0])
            for number, path in enumerate(segments):
                tell(number / len(segments), f"segment {number + 1} of {len(segments)}")
                base = total
                for index, packet in packets(path, shape.rate, shape):
                    stamp(packet, stream, shape.rate, shown=base + index, order=total)
                    container.mux(packet)
                    total += 1
        require_frames(out, total)
    return total


def stamp(packet: Any, stream: Any, rate: Fraction, *, shown: int, order: int) -> None:
    """Give a packet to a stream as the `order`-th in decoding and the `shown`-th on screen."""
    packet.stream = stream
    packet.time_base = 1 / rate
    packet.pts, packet.dts, packet.duration = shown, order - DELAY, 1


def _opened(path: Path) -> Any:
    try:
        container = av.open(str(path))
    except (av.error.FFmpegError, OSError) as problem:
        raise BadInput(f"The segment {path.name} cannot be read ({problem}).", "SEGMENT_UNREADABLE") from problem
    if not container.streams.video or container.streams.video[0].codec_context.name != "h264":
        container.close()
        raise BadInput(f"The segment {path.name} is not H.264.", "SEGMENT_UNREADABLE")
    return container


def _shape(container: Any, path: Path) -> Shape:
    stream = container.streams.video[0]
    context = stream.codec_context
    if not context.extradata:
        raise BadInput(f"The segment {path.name} does not carry its SPS and PPS.", "SEGMENT_UNREADABLE")
    # An MP4 track's rate is frames over length, exact because each frame is a whole number of ticks.
    rate = Fraction(stream.frames) / (stream.duration * stream.time_base) if stream.duration else stream.average_rate
    return Shape(context.width, context.height, Fraction(rate), bytes(context.extradata))


def _require_same(shape: Shape, expected: Shape, path: Path) -> None:
    names = {"width": "size", "height": "size", "rate": "rate", "extradata": "encoder settings (SPS/PPS)"}
    for field, words in names.items():
        if getattr(shape, field) != getattr(expected, field):
            was, now = getattr(expected, field), getattr(shape, field)
            shown = "" if field == "extradata" else f": {now} after {was}"
            raise BadInput(
                f"{path.name} cannot follow the segments before it, its {words} differ{shown}. "
                "Segments of one cut are made with one preset; make the cut again.",
                "SEGMENTS_DIFFER",
            )
