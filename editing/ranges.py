"""A part of a timeline as a plan of its own: the frames from one to another, counted from nought again — pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from editing.plans import Plan
from editing.sounding import Spoken
from editing.timeline import ClipRow, Stretch, Use
from studio.errors import Refused


def window(laid: Plan, start: int = 0, frames: int | None = None) -> Plan:
    """The frames `start` … `start + frames − 1` of a timeline (None: to its end); the plan itself when that is all of it.

    Stretches that lie within keep their recipes, so that a part of a film that was cut before costs little.

    Raises:
        Refused: RANGE_INVALID, with the frames that there are.
    """
    last = laid.frames if frames is None else start + frames
    if start == 0 and last == laid.frames:
        return laid
    if start < 0 or last > laid.frames or last <= start:
        wanted = f"of the frames {start} to {max(start, last - 1)}" if frames is not None else f"from frame {start} on"
        raise Refused(
            f"A cut {wanted} was asked for, but this timeline has the frames 0 to {laid.frames - 1}. Choose frames within it.",
            "RANGE_INVALID",
            {"start": start, "frames": frames, "last": laid.frames - 1},
        )
    tracks = [replace(track, clips=_clips(track.clips, start, last), transitions=()) for track in laid.rows.tracks]
    return replace(
        laid,
        rows=replace(laid.rows, tracks=tracks),
        stretches=[_stretch(one, start, last) for one in laid.stretches if one.start < last and one.end > start],
        spoken=list(_spoken(laid.spoken, start, last)),
        part=True,
    )


def _stretch(one: Stretch, start: int, last: int) -> Stretch:
    gone = max(0, start - one.start)
    return replace(
        one,
        start=max(0, one.start - start),
        frames=min(one.end, last) - max(one.start, start),
        clip=_later(one.clip, gone),
        over=_later(one.over, gone),
        at=one.at + gone if one.transition != "none" else one.at,
    )


def _later(use: Use | None, frames: int) -> Use | None:
    return replace(use, source_in=use.source_in + frames) if use else None


def _earlier(ramp: tuple[int, int], frames: int) -> tuple[int, int]:
    return (ramp[0] - frames, ramp[1] - frames) if ramp[0] != ramp[1] else ramp


def _clips(clips: Sequence[ClipRow], start: int, last: int) -> list[ClipRow]:
    return [
        replace(
            one,
            start=max(0, one.start - start),
            frames=min(one.end, last) - max(one.start, start),
            source_in=one.source_in + max(0, start - one.start),
        )
        for one in clips
        if one.start < last and one.end > start
    ]


def _spoken(lines: Sequence[Spoken], start: int, last: int) -> Iterator[Spoken]:
    """The lines that are heard within: one that begins before is heard from there, one that runs on is heard until the end."""
    for one in lines:
        if one.start >= last or one.until <= start:
            continue
        gone = max(0, start - one.start)
        if one.length and one.length <= gone:
            continue
        yield replace(
            one,
            start=max(0, one.start - start),
            until=min(one.until, last) - start,
            skip=one.skip + gone,
            length=one.length - gone if one.length else 0,
            comes=_earlier(one.comes, start),
            goes=_earlier(one.goes, start),
        )
