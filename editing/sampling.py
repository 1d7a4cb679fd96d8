"""Which frames of its source a clip shows at its own speed: pure, and exact to the frame."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from editing.timeline import ClipRow


@dataclass(frozen=True)
class Sampled:
    """What is on screen `k` frames on: the source's frame `first` + or − ⌊(at + k) · |speed|⌋."""

    first: int
    speed: str = "1/1"
    at: int = 0

    def frame(self, k: int) -> int:
        """The source's frame."""
        return frame_at(self.first, Fraction(self.speed), self.at + k)


def frame_at(first: int, speed: Fraction, gone: int) -> int:
    """The source's frame after `gone` frames of the film."""
    moved = (gone * abs(speed.numerator)) // speed.denominator
    return first - moved if speed < 0 else first + moved


def span(clip: ClipRow) -> int:
    """How many frames of its source a clip uses, from `source_in` on."""
    speed = abs(Fraction(clip.speed))
    return max(1, ((clip.frames - 1) * speed.numerator) // speed.denominator + 1)


def sampled(clip: ClipRow, into: int) -> Sampled:
    """A clip from its frame `into` on; below 0 it is what lies before its first, as a transition shows it."""
    speed = Fraction(clip.speed)
    if speed == 1:
        return Sampled(clip.source_in + into)
    return Sampled(clip.source_in + span(clip) - 1 if speed < 0 else clip.source_in, clip.speed, into)


def reach(clip: ClipRow, into: int, frames: int) -> tuple[int, int]:
    """The first and the last of the source's frames that are shown in `frames` frames from `into` on."""
    shown = sampled(clip, into)
    ends = (shown.frame(0), shown.frame(frames - 1))
    return min(ends), max(ends)
