"""The sound of a film by exact samples: its default track at 48,000 Hz, in step with the pictures whatever the container says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.audio.resampler
import av.error
import numpy as np

from generation.drivers import Tell
from generation.footage import opening
from generation.sounds import BLOCK, RATE, Samples, Writer, sample_of

_RUN_UP = Fraction(1, 2)  # decoded before the first sample wanted, so that codecs and the resampler have settled
_SLACK = RATE // 50  # samples by which times may waver before they are believed


def write(path: Path, out: Path, start: int, frames: int, rate: Fraction, tell: Tell) -> None:
    """Write the samples of frames start … start + frames − 1 as a WAV; raises BadInput as `blocks` does."""
    first, end = sample_of(start, rate), sample_of(start + frames, rate)
    with Writer(out, channels(path)) as writer:
        for block in blocks(path, first, end - first):
            writer.write(block)
            tell(min(0.99, writer.samples / max(1, end - first)), "Bringing in the sound")


def channels(path: Path) -> int:
    """1 or 2: how many channels the film's sound has here; mono where it has none."""
    with opening.opened(path) as container:
        stream = track(container)
        return 1 if stream is None or stream.codec_context.channels < 2 else 2


def track(container: Any) -> Any:
    """The sound track that is heard: the one marked as default, else the first; None without any."""
    there = [one for one in container.streams.audio if one.codec_context.sample_rate]
    marked = [one for one in there if one.disposition & av.stream.Disposition.default]
    return next(iter(marked or there), None)


def blocks(path: Path, first: int, count: int) -> Iterator[Samples]:
    """Exactly `count` samples from `first` on, counted at 48,000 Hz from the film's first picture; silence where there are none.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    at, end = first, first + count
    for begin, block in _placed(path, first):
        if begin + len(block) <= at:
            continue
        if begin >= end:
            break
        if begin > at:
            yield from _silence(begin - at, block.shape[1])
            at = begin
        part = block[at - begin : end - begin]
        yield part
        at += len(part)
        if at >= end:
            return
    yield from _silence(end - at, channels(path))


def _silence(count: int, wide: int) -> Iterator[Samples]:
    while count > 0:
        size = min(count, BLOCK)
        yield np.zeros((size, wide), np.float32)
        count -= size


def _placed(path: Path, first: int) -> Iterator[tuple[int, Samples]]:
    """(first sample on the film's clock, samples) of decoded blocks, in order and without overlap."""
    with opening.opened(path) as container:
        stream = track(container)
        if stream is None:
            return
        zero = opening.beginning(opening.track(container, path))
        stream.codec_context.thread_count = 1
        wanted = zero + Fraction(first, RATE) - _RUN_UP
        if wanted > zero + 1:
            try:
                container.seek(int(wanted / stream.time_base), stream=stream, backward=True)
            except av.error.FFmpegError:
                container.seek(0, backward=True)
        layout = "mono" if stream.codec_context.channels < 2 else "stereo"
        resampler: Any = None
        due: int | None = None  # where the next resampled sample lies
        for frame in _decoded(container, stream):
            begin = None if frame.pts is None else round((frame.pts * frame.time_base - zero) * RATE)
            waiting = _waiting(resampler)
            if due is None or (begin is not None and abs(begin - due - waiting) > _SLACK):
                if resampler is not None and due is not None:
                    for block in _samples(resampler.resample(None)):
                        yield due, block
                        due += len(block)
                resampler = av.audio.resampler.AudioResampler(format="flt", layout=layout, rate=RATE)
                due = max(begin or 0, due) if due is not None else (begin or 0)
            frame.pts = None  # the resampler counts; times were judged above
            for block in _samples(resampler.resample(frame)):
                yield due, block
                due += len(block)
        if resampler is not None and due is not None:
            for block in _samples(resampler.resample(None)):
                yield due, block
                due += len(block)


def _decoded(container: Any, stream: Any) -> Iterator[Any]:
    packets = container.demux(stream)
    while True:
        try:
            frames = next(packets).decode()
        except (StopIteration, av.error.EOFError):
            return
        except av.error.FFmpegError:
            continue  # a damaged packet is silence
        yield from frames


def _samples(frames: Any) -> Iterator[Samples]:
    for frame in frames:
        wide = frame.layout.nb_channels
        yield np.nan_to_num(frame.to_ndarray().reshape(-1, wide)).astype(np.float32)


def _waiting(resampler: Any) -> int:
    """Samples that a resampler may hold back: far fewer than the slack."""
    return 0
