"""What is heard on a timeline, on the film's own frames: spoken lines, sounds beside them, and how each comes and goes — pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from editing.footage import Bin
from editing.timeline import ClipRow, TimelineRows
from generation.recipe import Pick, Recipe
from storyboard.plans import VoiceLine

Stem = Literal["dialogue", "room", "music"]
Ramp = tuple[int, int]  # frames of the film between which a sound comes or goes; equal: it does neither


@dataclass(frozen=True)
class Spoken:
    """A line on the timeline: at which frame of the film it begins, how loud, and the first frame after its clip.

    `skip` frames of it lie before the clip; `length` is where the clip cuts it off, 0 when it may ring out. It `comes` from
    silence and `goes` back between two frames of the film. `clip` says whose it is.
    """

    start: int
    until: int
    gain: float
    line: VoiceLine
    skip: int = 0
    length: int = 0
    pan: float = 0.0
    comes: Ramp = (0, 0)
    goes: Ramp = (0, 0)
    clip: str = ""


@dataclass(frozen=True)
class Part:
    """One sound of the mix."""

    sound: Recipe | Pick
    start: int
    gain: float
    skip: int = 0
    length: int = 0
    fade: int = 0
    bed: bool = False
    soft: tuple[bool, bool] = (False, False)  # comes, goes without a click
    pan: float = 0.0
    comes: Ramp = (0, 0)
    goes: Ramp = (0, 0)


@dataclass(frozen=True)
class Room:
    """A sound that runs under the pictures: `frames` of it from its frame `source_in` on, heard from the film's frame `start`.

    `about` says whose it is: the slate of footage, the kind of a tone. A `bed` gives way to voices and fades at its ends.
    """

    start: int
    frames: int
    source_in: int
    gain: float
    sound: Recipe
    about: str
    fade: int = 0
    bed: bool = False
    pan: float = 0.0
    comes: Ramp = (0, 0)
    goes: Ramp = (0, 0)
    clip: str = ""
    under: bool = False  # what was made to be heard with a picture: it gives way to voices, and is no bed besides

    @property
    def stem(self) -> Stem:
        """Which stem it belongs to: what was recorded with the picture, room tone, or a file that was laid under."""
        return "room" if self.bed else "dialogue" if self.about else "music"

    def part(self) -> Part:
        """It in the mix; a tone is made as long as it is heard."""
        length = 0 if self.bed else self.frames
        edges: dict[str, Any] = {"pan": self.pan, "comes": self.comes, "goes": self.goes}
        return Part(self.sound, self.start, self.gain, self.source_in, length, self.fade, self.bed or self.under, **edges)


def edges_of(clip: ClipRow, until: int) -> dict[str, Any]:
    """Where between the speakers, and how a clip of sound comes and goes, on the film's own frames."""
    comes = (clip.start, clip.start + clip.fade_in) if clip.fade_in else (0, 0)
    goes = (until - clip.fade_out, until) if clip.fade_out else (0, 0)
    return {"pan": clip.pan, "comes": comes, "goes": goes, "clip": clip.id}


def spoken(laid: TimelineRows, footage: Bin) -> list[Spoken]:
    """Every line that is heard within a dialogue clip, in order of time.

    A line that begins before the clip's first frame is heard from there when the take's next line has not begun by then. A
    clip that stops before its take does cuts its last line off; otherwise a voice may ring on under the next shot.
    """
    found: list[Spoken] = []
    total = laid.frames
    for clip in sounding(laid):
        take = footage.of(UUID(clip.shot)) if clip.shot else None
        if take is None or not take.voices:
            continue
        stops = clip.source_in + clip.frames
        shortened = stops < (footage.length(take.shot) or 0)
        ends = [line.start for line in take.voices[1:]] + [take.shot.frames]
        for line, end in zip(take.voices, ends, strict=True):
            skip = max(0, clip.source_in - line.start)
            start = clip.start + max(0, line.start - clip.source_in)
            if line.start >= stops or (skip and end <= clip.source_in) or start >= total:
                continue
            length = stops - line.start - skip if shortened or clip.fade_out else 0
            until = min(clip.end, total)
            found.append(Spoken(start, until, clip.gain, line, skip, length, **edges_of(clip, until)))
    return sorted(found, key=lambda one: one.start)


def sounding(laid: TimelineRows) -> Sequence[ClipRow]:
    """The clips of sound, in the order of their tracks; at another speed than its own a clip is silent."""
    tracks = [track for track in laid.tracks if track.kind != "picture" and not track.muted]
    return [clip for track in tracks for clip in track.clips if clip.speed == "1/1"]
