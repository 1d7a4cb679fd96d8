"""One stretch of the cut, frame by frame: clips conformed, mixed, lettered and encoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame

from editing.joining import Tell
from editing.lettering import Patch, caption
from editing.slates import SlateOverlay, timecode
from generation import frames as footage
from generation.conform import Conform, black, copy, planes
from generation.delivery import Profile, pictures_to


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
    from_clip = _conformed(settings, clip, settings.source_in)
    if settings.transition == "none":
        yield from from_clip
        return
    from_over = _conformed(settings, over, settings.over_in)
    for number, (leaving, coming) in enumerate(zip(from_clip, from_over, strict=True)):
        done = (settings.transition_at + number + 0.5) / settings.transition_frames
        yield mixed(leaving, coming, settings.transition, done)


def _conformed(settings: SegmentSettings, path: Path | None, source_in: int) -> Iterator[VideoFrame]:
    profile = settings.profile
    if path is None:
        dark = black(profile.width, profile.height)
        for _ in range(settings.frames):
            yield dark
        return
    conform = Conform(profile.width, profile.height, settings.fit)
    last: VideoFrame | None = None
    made: VideoFrame | None = None
    for frame in footage.read(path, film=profile.rate, source_in=source_in, frames=settings.frames):
        if made is None or frame is not last:  # a picture held for several frames is conformed once
            last, made = frame, conform(frame)
        yield made


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
