"""A few frames of a clip, wherever they lie: read through it once and decode only what they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import av
import av.error
from av.video.frame import VideoFrame

from generation.drivers import Pixels
from generation.mezzanine import pixels_of
from generation.operation import BadInput


def spread(frames: int, most: int) -> list[int]:
    """So many frames at most, evenly spread over a clip."""
    count = min(most, frames)
    return [int((n + 0.5) * frames / count) for n in range(count)]


def looks(path: Path, wanted: Sequence[int]) -> Iterator[tuple[int, Pixels]]:
    """The wanted frames (ascending) of a `Video` as (number, pixels); those beyond its end are left out.

    The packets of a `Video` lie in the order in which they are shown, one for each frame.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "SLICE"
            left = list(wanted)
            group: list[Any] = []  # packets from a key frame on
            at = 0  # number of the group's first
            for packet in chain(_packets(container, stream), [None]):
                if packet is None or (packet.is_keyframe and group):
                    own = [n - at for n in left if n < at + len(group)]
                    for n, frame in _decoded(stream, group[: own[-1] + 1] if own else []):
                        if n in own:
                            yield at + n, pixels_of(frame)
                    left = left[len(own) :]
                    at, group = at + len(group), []
                    if not left:
                        return
                if packet is not None:
                    group.append(packet)
    except (av.error.FFmpegError, OSError, IndexError) as problem:
        raise BadInput(f"{path.name} cannot be read as moving pictures ({problem}).", "CLIP_UNREADABLE") from problem


def _packets(container: Any, stream: Any) -> Iterator[Any]:
    return (packet for packet in container.demux(stream) if packet.size)


def _decoded(stream: Any, packets: list[Any]) -> Iterator[tuple[int, VideoFrame]]:
    """The pictures of packets that begin with a key frame, counted from it."""
    decoder, count = stream.codec_context, 0
    for packet in [*packets, None] if packets else []:
        for frame in decoder.decode(packet):
            yield count, frame
            count += 1
    decoder.flush_buffers()
