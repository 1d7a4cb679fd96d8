"""One stretch of the cut, frame by frame: clips conformed, mixed, lettered and encoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame

from editing.joining import Tell
from editing.lettering import Patch, caption
from editing.sampling import frame_at
from editing.slates import SlateOverlay, timecode
from generation import frames as footage
from generation.conform import Conform, black, copy, planes
from generation.delivery import Profile, pictures_to

_STRETCH = 24  # frames of the source that are held at once when they are not shown one after the other

Pace = tuple[Fraction, int]  # how fast, and how many frames of the film went before


@dataclass(frozen=True)
class SegmentSettings:
    """Everything that shapes a segment, in frames of the film. Captions are (start, frames, words) from its first frame."""

    profile: Profile
    fit: str
    source_in: int
    frames: int
    transition: str
    over_in: int
    transition_at: int
    transition_frames: int
    slate: str
    slate_title: str
    slate_start: int
    slate_drop: bool
    captions: tuple[tuple[int, int, str], ...]
    fonts: Path
    pace: Pace = (Fraction(1), 0)
    over_pace: Pace = (Fraction(1), 0)


def render(settings: SegmentSettings, clip: Path | None, over: Path | None, out: Path, *, tell: Tell) -> None:
    """Write the segment to `out`; on any error, cancelling included, `out` is not there afterwards.

    Raises:
        BadInput: when a clip is too short or unreadable.
        Exhausted: when the disk is full.
    """
    overlay = _Overlay(settings)
    with pictures_to(out, settings.profile) as writer:
        for number, frame in enumerate(_pictures(settings, clip, over)):
            if number % 12 == 0:
                tell(number / settings.frames, f"frame {number} of {settings.frames}")
            writer.write(overlay.on(number, frame))


def _pictures(settings: SegmentSettings, clip: Path | None, over: Path | None) -> Iterator[VideoFrame]:
    from_clip = _conformed(settings, clip, settings.source_in, settings.pace)
    if settings.transition == "none":
        yield from from_clip
        return
    from_over = _conformed(settings, over, settings.over_in, settings.over_pace)
    for number, (leaving, coming) in enumerate(zip(from_clip, from_over, strict=True)):
        done = (settings.transition_at + number + 0.5) / settings.transition_frames
        yield mixed(leaving, coming, settings.transition, done)


def _conformed(settings: SegmentSettings, path: Path | None, source_in: int, pace: Pace) -> Iterator[VideoFrame]:
    profile = settings.profile
    if path is None:
        dark = black(profile.width, profile.height)
        for _ in range(settings.frames):
            yield dark
        return
    conform = Conform(profile.width, profile.height, settings.fit)
    last: VideoFrame | None = None
    made: VideoFrame | None = None
    for frame in paced(path, profile.rate, source_in, settings.frames, *pace):
        if made is None or frame is not last:  # a picture held for several frames is conformed once
            last, made = frame, conform(frame)
        yield made


def paced(path: Path, rate: Fraction, source_in: int, frames: int, speed: Fraction, gone: int) -> Iterator[VideoFrame]:
    """`frames` frames of a clip at a speed, of which `gone` went before; backwards it is decoded in short stretches.

    Raises:
        BadInput: CLIP_TOO_SHORT, CLIP_UNREADABLE.
    """
    if speed == 1:
        yield from footage.read(path, film=rate, source_in=source_in + gone, frames=frames)
        return
    wanted = [frame_at(source_in, speed, gone + number) for number in range(frames)]
    at = 0
    while at < frames:
        stop = at + 1
        while stop < frames and abs(wanted[stop] - wanted[at]) < _STRETCH:
            stop += 1
        low, high = min(wanted[at], wanted[stop - 1]), max(wanted[at], wanted[stop - 1])
        needed = set(wanted[at:stop])
        held = {
            low + number: frame
            for number, frame in enumerate(footage.read(path, film=rate, source_in=low, frames=high - low + 1))
            if low + number in needed
        }
        for number in wanted[at:stop]:
            yield held[number]
        at = stop


def mixed(leaving: VideoFrame, coming: VideoFrame, transition: str, done: float) -> VideoFrame:
    """The picture at `done` (0…1) of a transition: a dissolve, a dip to black and back, or a wipe from left to right."""
    if transition == "dip":
        source, share = (leaving, 1 - 2 * done) if done < 0.5 else (coming, 2 * done - 1)
        return mixed(black(source.width, source.height), source, "dissolve", share)
    frame = copy(leaving)
    for ours, theirs in zip(planes(frame), planes(coming), strict=True):
        if transition == "wipe":
            edge = round(done * ours.shape[1])
            ours[:, :edge] = theirs[:, :edge]
        else:
            part = np.uint16(round(done * 256))
            ours[:] = (ours * (np.uint16(256) - part) + theirs * part + np.uint16(128)) >> 8
    return frame


class _Overlay:
    """Captions and slate of a segment; each caption is drawn once and kept only while it is shown."""

    def __init__(self, settings: SegmentSettings) -> None:
        self._settings = settings
        self._current: tuple[str, Patch | None] = ("", None)
        self._slate: SlateOverlay | None = None
        width, height = settings.profile.width, settings.profile.height
        if settings.slate:
            bold, medium = settings.fonts / "NotoSansSC-Bold.ttf", settings.fonts / "NotoSansSC-Medium.ttf"
            self._slate = SlateOverlay(settings.slate, settings.slate_title, width, height, bold, medium)

    def on(self, number: int, frame: VideoFrame) -> VideoFrame:
        """The frame with what is written on it; the frame itself when nothing is."""
        words = "\n".join(text for start, length, text in self._settings.captions if start <= number < start + length)
        patch = self._caption(words) if words.strip() else None
        if patch is None and self._slate is None:
            return frame
        drawn = copy(frame)
        if patch is not None:
            patch.lay(drawn)
        if self._slate is not None:
            settings = self._settings
            self._slate.lay(drawn, timecode(settings.slate_start + number, settings.profile.rate, drop=settings.slate_drop))
        return drawn

    def _caption(self, words: str) -> Patch | None:
        if self._current[0] != words:
            profile = self._settings.profile
            face = self._settings.fonts / "NotoSansSC-Medium.ttf"
            self._current = (words, caption(words, profile.width, profile.height, face))
        return self._current[1]
