"""A person's own film opened safely: known containers and files only, its picture track as pictures with exact times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import av.filter
from av.video.frame import VideoFrame

from generation.confined import FORMATS
from generation.operation import BadInput

THREADS = 2  # of a decoder; what is decoded does not depend on it
_BACK = (Fraction(0), Fraction(2), Fraction(12))  # how far before the wanted moment to look for a key frame, in turn
_LONGEST_GAP = Fraction(10)  # a step back in time by more than this is a new beginning, not a late picture


@dataclass(frozen=True)
class Timed:
    """A decoded picture, and when it is shown: exact parts of a second since the film's first picture."""

    at: Fraction
    frame: VideoFrame


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The container of a film, by content and not by name; playlists and protocols are never followed.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    try:
        container = av.open(str(path), options={"protocol_whitelist": "file", "format_whitelist": FORMATS["movie"]})
    except (av.error.FFmpegError, OSError) as problem:
        raise unreadable(path, problem) from problem
    with container:
        yield container


def unreadable(path: Path, problem: object) -> BadInput:
    """What is said of a file that is no film."""
    return BadInput(
        f"{path.name} cannot be read as a film ({problem}). Convert it to MP4 (H.264) and bring it in again.",
        "FOOTAGE_UNREADABLE",
    )


def track(container: Any, path: Path) -> Any:
    """The picture track that is the film: the first that is no cover picture.

    Raises:
        BadInput: FOOTAGE_UNREADABLE when there is none.
    """
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    raise unreadable(path, "it holds no moving pictures")


def beginning(stream: Any) -> Fraction:
    """When the first picture is shown, on the container's own clock."""
    return Fraction(stream.start_time or 0) * Fraction(stream.time_base)


def nominal(stream: Any) -> Fraction:
    """The rate a track says it has; 24 when it says none."""
    rate = stream.average_rate or stream.guessed_rate or stream.base_rate
    return Fraction(rate) if rate and 0 < rate <= 1000 else Fraction(24)


def rate_of(path: Path) -> Fraction:
    """The rate a film says it has, as `nominal`. Raises BadInput: FOOTAGE_UNREADABLE."""
    with opened(path) as container:
        return nominal(track(container, path))


def aspect(stream: Any) -> Fraction:
    """How wide a pixel is for its height."""
    ratio = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    return Fraction(ratio) if ratio and Fraction(1, 20) < ratio < 20 else Fraction(1)


def pictures(path: Path, start: Fraction = Fraction(0), *, quick: bool = False, keys: bool = False) -> Iterator[Timed]:
    """The film's pictures in order, beginning with the one on screen at `start` or, where seeking is coarse, earlier.

    Damaged pictures are passed over. `quick` leaves out the smoothing of block edges, which small copies do not need; `keys`
    gives key frames only.

    Raises:
        BadInput: FOOTAGE_UNREADABLE when not one picture can be decoded.
    """
    with opened(path) as container:
        stream = track(container, path)
        context = stream.codec_context
        context.thread_type, context.thread_count = "AUTO", THREADS
        if quick:
            context.options = {"skip_loop_filter": "all"}
        if keys:
            context.skip_frame = "NONKEY"
        some = False
        for timed in _woven(_sought(container, stream, start, path), stream):
            some = True
            yield timed
        if not some:
            raise unreadable(path, "none of its pictures can be decoded")


def stored(path: Path) -> VideoFrame:
    """The first picture as it is stored, its fields not made whole. Raises BadInput as `pictures` does."""
    with opened(path) as container:
        stream = track(container, path)
        for timed in _decoded(container, stream, Fraction(0)):
            return timed.frame
        raise unreadable(path, "none of its pictures can be decoded")


def _sought(container: Any, stream: Any, start: Fraction, path: Path) -> Iterator[Timed]:
    """Pictures from the last one at or before `start` that a key frame leads to; coarse indexes make it look further back."""
    zero = beginning(stream)
    for back in _BACK:
        if start - back <= Fraction(1, 2):
            break
        try:
            container.seek(int((zero + start - back) / stream.time_base), stream=stream, backward=True)
        except av.error.FFmpegError:
            continue
        coming = _decoded(container, stream, zero)
        first = next((one for one in coming if not one.frame.is_corrupt), None)
        if first is not None and first.at <= start:
            yield first
            yield from coming
            return
    container.seek(0, any_frame=False, backward=True) if start > Fraction(1, 2) else None
    yield from _decoded(container, stream, zero)


def _decoded(container: Any, stream: Any, zero: Fraction) -> Iterator[Timed]:
    """Every picture with its time; times that are missing or go back far are counted on from the picture before."""
    step = 1 / nominal(stream)
    last: Fraction | None = None
    shift = Fraction(0)
    # AVI tells when pictures are decoded: where some wait for others, the first is shown one later than it says.
    early = step if container.format.name == "avi" and stream.codec_context.has_b_frames else Fraction(0)
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
            frames = packet.decode()
        except StopIteration:
            return
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            continue  # a damaged packet; what can be decoded goes on
        for frame in frames:
            stamp = frame.pts if frame.pts is not None else frame.dts
            if stamp is None:
                at = Fraction(0) if last is None else last + step
            else:
                at = stamp * frame.time_base - zero + shift - early
                if last is not None and at <= last:
                    if last - at > _LONGEST_GAP:
                        shift += last + step - at
                    at = last + step
            last = at
            yield Timed(at, frame)


def _woven(coming: Iterator[Timed], stream: Any) -> Iterator[Timed]:
    """Interlaced pictures made whole, at the rate they come in; others pass untouched."""
    first = next(coming, None)
    if first is None:
        return
    if not first.frame.interlaced_frame:
        yield first
        yield from coming
        return
    graph = av.filter.Graph()
    source = graph.add_buffer(template=stream)
    weave = graph.add("bwdif", "mode=send_frame:parity=auto:deint=interlaced")
    sink = graph.add("buffersink")
    source.link_to(weave)
    weave.link_to(sink)
    graph.configure()
    times: list[Fraction] = []
    for timed in _chained(first, coming):
        times.append(timed.at)
        source.push(timed.frame)
        yield from _pulled(sink, times)
    source.push(None)
    yield from _pulled(sink, times)


def _chained(first: Timed, rest: Iterator[Timed]) -> Iterator[Timed]:
    yield first
    yield from rest


def _pulled(sink: Any, times: list[Fraction]) -> Iterator[Timed]:
    while times:
        try:
            frame = sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield Timed(times.pop(0), frame)
