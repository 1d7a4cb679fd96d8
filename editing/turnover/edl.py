"""CMX 3600 edit decision lists, one a picture track. The adapter at hand begins at nought, has no FCM, halves what is fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from editing.slates import drops, timecode

_LEAST, _MOST = 23, 61  # frames a second that a timecode of two digits can count


@dataclass(frozen=True)
class _Event:
    """A stretch of record time: what is seen, from which frame of its source, at what speed."""

    clip: Any  # None: black
    first: int
    start: int
    frames: int
    speed: Fraction = Fraction(1)

    def earlier(self, frames: int) -> _Event:
        """It, beginning so much before."""
        back = int(frames * self.speed)
        return _Event(self.clip, self.first - back, self.start - frames, self.frames + frames, self.speed)


def edl(track: Any, rate: Fraction, title: str, begins: int) -> str:
    """An EDL of an `otio.schema.Track`; record times begin at the frame `begins`, source times are those of the media.

    Dissolves are written `D`, whatever else a transition is; speeds as `M2` with the source's own frames used, names and files in
    comments. Times are counted, and in drop-frame timecode where the rate has one.

    Raises:
        ValueError: for a rate that no EDL can count.
    """
    if not _LEAST < round(rate) < _MOST:
        raise ValueError(f"an EDL counts 24 to 60 frames a second, this timeline has {float(rate):g}")
    lines = [f"TITLE: {' '.join(title.split())[:70]}", f"FCM: {'DROP FRAME' if drops(rate) else 'NON-DROP FRAME'}", ""]
    number = 0
    before: _Event | None = None
    for event, mix in _events(track):
        if event.clip is None and not mix:
            before = event
            continue
        number += 1
        if mix:
            came = before or _Event(None, 0, event.start, 0)
            lines.append(_line(number, came, "C", rate, begins, start=event.start, frames=0))
            lines.append(_line(number, event, f"D    {mix:03}", rate, begins))
            lines += _speed(came, rate) + _speed(event, rate)
            lines += [*_names(came, "FROM"), *_names(event, "TO")]
        else:
            lines.append(_line(number, event, "C", rate, begins))
            lines += _speed(event, rate) + _names(event, "FROM")
        before = event
    return "\n".join(lines) + "\n"


def _events(track: Any) -> Iterator[tuple[_Event, int]]:
    """Events in order with the length of the dissolve each begins with; where one is dissolved from, it ends as that begins."""
    at = come = head = 0
    made: list[tuple[_Event, int]] = []
    for child in track:
        if isinstance(child, otio.schema.Transition):
            before, after = int(child.in_offset.value), int(child.out_offset.value)
            come = before + after
            if made:
                last, mix = made[-1]
                made[-1] = (_Event(last.clip, last.first, last.start, last.frames - before, last.speed), mix)
            head = before
            continue
        frames = int(child.duration().value)
        event = _of(child, at, frames)
        if come:
            event, come, mix = event.earlier(head), 0, come
            made.append((event, mix))
        else:
            made.append((event, 0))
        at += frames
    if come:  # to black at the end
        made.append((_Event(None, 0, at - head, come), come))
    yield from made


def _of(child: Any, start: int, frames: int) -> _Event:
    if not isinstance(child, otio.schema.Clip) or not child.enabled:
        return _Event(None, 0, start, frames)
    speed = Fraction(1)
    for effect in child.effects:
        if isinstance(effect, otio.schema.LinearTimeWarp):  # a freeze frame is one too, at 0
            speed = Fraction(effect.time_scalar).limit_denominator(10_000)
    return _Event(child, int(child.source_range.start_time.value), start, frames, speed)


def _line(
    number: int, event: _Event, way: str, rate: Fraction, begins: int, *, start: int | None = None, frames: int | None = None
) -> str:
    start = event.start if start is None else start
    frames = event.frames if frames is None else frames
    into = start - event.start
    first = event.first + int(into * event.speed)
    used = max(1, abs(int(frames * event.speed))) if frames else 0
    times = (first, first + used, begins + start, begins + start + frames)
    words = " ".join(timecode(one, rate, drop=drops(rate)) for one in times)
    return f"{number:03}  {reel(event.clip.name) if event.clip is not None else 'BL':8} V     {way:8} {words}"


def _speed(event: _Event, rate: Fraction) -> list[str]:
    if event.clip is None or event.speed == 1:
        return []
    shown = float(event.speed) * round(rate)
    begins = timecode(event.first, rate, drop=drops(rate)).replace(";", ":")  # readers know no other sign in this line
    return [f"M2   {reel(event.clip.name):8}      {shown:06.1f}    {begins}"]


def _names(event: _Event, way: str) -> list[str]:
    if event.clip is None:
        return []
    said = [f"* {way} CLIP NAME:  {event.clip.name}"]
    file = getattr(event.clip.media_reference, "target_url", "")
    return [*said, *([f"* {way} CLIP: {file}"] if file else [])]


def reel(name: str) -> str:
    """A name as an EDL's reel: at most eight of A–Z, 0–9 and hyphen, `12A-3`."""
    return re.sub(r"[^A-Z0-9-]", "", name.upper())[:8] or "AX"
