"""The sound of a clip that was slowed, quickened, turned round or held: as long as its picture to the sample, its pitch kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.media import Audio
from generation.media import rate as rate_of
from generation.operation import Context, Frames, Queue, RateText, operation
from generation.operations.time import Paced
from generation.retiming.clock import TICKS, Clock
from generation.sounds import RATE, Reader, Writer, pacing, sample_of


class StretchSound(Paced):
    """The pace of the picture, and how long that was."""

    frames: Frames
    rate: RateText = "24/1"


@operation("sound.pace", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def stretch(audio: Audio, *, params: StretchSound, context: Context) -> Audio:
    """The sound of `frames` frames at the pace of their picture (`time.slow`), its pitch kept; silent while a picture is held.

    It has `sample_of(M)` samples, where M is how many frames that has: the nearest to M · 48000 / rate. Sample n is that of the
    moment which is seen then. Holds a few seconds.

    Raises:
        BadInput: SOUND_INVALID, CLIP_TOO_LONG.
    """
    rate, clock = rate_of(params.rate), params.clock(params.frames)
    samples, out = sample_of(clock.frames, rate), context.scratch(".wav")
    ticks = float(rate) * TICKS / RATE  # of one sample

    def places(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return _moments(clock, at * ticks) * (RATE / float(rate))

    def heard(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if clock.held < 0:
            return np.ones_like(at)
        begin = clock.begins[clock.held] / ticks
        end = begin + clock.hold / ticks
        return np.asarray(np.clip(np.maximum(begin - at, at - end) / pacing.SOFT, 0, 1), np.float64)

    with Reader(audio.path) as reader, Writer(out, reader.shape.channels) as writer:
        source = pacing.Source(reader, reverse=params.reverse, samples=sample_of(params.frames, rate))
        if params.does_nothing():
            blocks: Any = (source.read(at, min(pacing.HOP, samples - at)) for at in range(0, samples, pacing.HOP))
        else:
            blocks = pacing.paced(source, samples, places, heard, reader.shape.channels)
        for number, block in enumerate(blocks):
            if number % 64 == 0:
                context.progress(min(0.99, writer.samples / max(1, samples)), "Sound")
            writer.write(block)
    return Audio(out)


def _moments(clock: Clock, ticks: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """As `Clock.moment`, of many ticks at once; before the first frame as evenly as after it."""
    begins = np.array(clock.begins, np.float64)
    k = np.clip(np.searchsorted(begins, ticks, side="right") - 1, 0, len(begins) - 1)
    inside = ticks - begins[k]
    inside = np.where((k == clock.held) & (inside > 0), np.maximum(0, inside - clock.hold), inside)
    return np.asarray(k + inside / np.array(clock.lasts, np.float64)[k])
