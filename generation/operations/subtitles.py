"""Subtitles: the words of the script, timed to the voices, as SubRip or WebVTT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from generation import media
from generation.media import Data, Subtitles
from generation.operation import Context, Frames, Parameters, Queue, RateText, operation
from generation.operations.captions import Caption, captions
from generation.sounds import RATE, sample_of

__all__ = ["Caption", "Write", "captions", "hold", "srt", "vtt", "within", "write"]

Start = Annotated[int, Field(ge=0, le=4_000_000)]


class Write(Parameters):
    """What is said when."""

    texts: Annotated[tuple[str, ...], Field(description="The lines as they are shown.")] = ()
    starts: Annotated[tuple[Start, ...], Field(description="First frame of each line.")] = ()
    speakers: Annotated[tuple[str, ...], Field(description="Who says each line.")] = ()
    names: Annotated[bool, Field(description="Whether speakers are named.")] = False
    rate: RateText = "24/1"
    form: Literal["srt", "vtt"] = "srt"
    first: Annotated[
        int,
        Field(
            ge=0,
            le=4_000_000,
            description="The frame that is the first of what is shown; those before it are left out.",
            json_schema_extra={"neutral": 0, "unit": "frames"},
        ),
    ] = 0
    frames: Annotated[
        int,
        Field(ge=0, le=4_000_000, description="How many are shown; 0: all.", json_schema_extra={"neutral": 0, "unit": "frames"}),
    ] = 0


@operation("subtitles.write", version=1, queue=Queue.CPU, timeout=timedelta(minutes=10))
def write(timings: tuple[Data, ...], *, params: Write, context: Context) -> Subtitles:
    """Write the subtitles of a film: two lines at most, timed to the voices, never over each other."""
    rate = media.rate(params.rate)
    context.progress(0.0, "Subtitles")
    found = captions(
        [one.read() for one in timings], params.texts, params.starts, rate, speakers=params.speakers, names=params.names
    )
    found = list(within(found, params.first, params.frames))
    out = context.scratch("." + params.form)
    out.write_text(vtt(found, rate) if params.form == "vtt" else srt(found, rate), encoding="utf-8", newline="\n")
    return Subtitles(out)


def within(found: Iterable[Caption], first: int, frames: int) -> Iterator[Caption]:
    """What is seen of captions from frame `first` on, counted from there, for so many frames (0: to the end)."""
    for one in found:
        begin, end = max(0, one.start - first), one.start + one.frames - first
        end = min(end, frames) if frames else end
        if end > begin:
            yield Caption(begin, end - begin, one.text)


class Hold(Parameters):
    """How long words are heard that nobody timed one by one."""

    frames: Frames
    rate: RateText = "24/1"


@operation("subtitles.hold", version=1, queue=Queue.CPU, timeout=timedelta(minutes=1))
def hold(*, params: Hold, context: Context) -> Data:
    """The timing of a line of which only the length is known, as `sound.speak` would give it: its words spread evenly."""
    rate = media.rate(params.rate)
    timing = {"samples": sample_of(params.frames, rate), "rate": RATE, "mouths": [], "words": [], "level": [], "unread": []}
    return Data.write(context.scratch(".json"), timing)


def srt(found: list[Caption], rate: Fraction) -> str:
    """SubRip, UTF-8, times to the millisecond nearest to the frame."""
    return "\n".join(
        f"{number}\n{_clock(one.start, rate, ',')} --> {_clock(one.start + one.frames, rate, ',')}\n{one.text}\n"
        for number, one in enumerate(found, 1)
    )


def vtt(found: list[Caption], rate: Fraction) -> str:
    """WebVTT, its special signs escaped."""
    cues = [
        f"{_clock(one.start, rate, '.')} --> {_clock(one.start + one.frames, rate, '.')}\n{_escaped(one.text)}\n" for one in found
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(frame: int, rate: Fraction, point: str) -> str:
    milliseconds = round(frame * 1000 / rate)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"
