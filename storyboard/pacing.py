"""Where the lines of a shot begin, in frames: breath before, between and after, squeezed only where they must fit — pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

SAMPLES = 48_000  # a second of sound
# Parts of a second; turned into whole frames at the film's rate.
LEAD, PAUSE, TURN, TAIL = Fraction(3, 8), Fraction(1, 4), Fraction(3, 8), Fraction(5, 8)
TIGHT = Fraction(1, 12)  # the least breath anywhere
SLACK = Fraction(1)  # silence that a shot keeps beyond its breath when it is fitted to its lines
SHORTEST = Fraction(92, 100)  # a voice is never shortened below this part of its length
STEP = 1000  # ratios are thousandths
LONGEST = 100_000  # frames of one shot
LATEST = 4_000_000  # the last frame at which operations let anything begin


@dataclass(frozen=True)
class Layout:
    """`starts` in frames from the shot's first; `ratio` is new over old length of every line; `over` is how many frames the
    last line runs past the end of the shot, which only happens when even the shortest breath and the shortest voice do not fit.
    """

    starts: tuple[int, ...]
    ratio: float
    over: int

    @property
    def stretched(self) -> bool:
        """Whether voices must be shortened."""
        return self.ratio != 1.0


def frames_of(samples: int, rate: Fraction) -> int:
    """Whole frames that hold this many samples."""
    return ceil(samples * rate / SAMPLES)


def needed(lengths: Sequence[int], speakers: Sequence[str], rate: Fraction) -> int:
    """Frames that a shot needs so that its lines (in samples) have their breath; 0 without lines."""
    if not lengths:
        return 0
    gaps = _gaps(speakers, rate)
    return gaps[0] + sum(frames_of(one, rate) for one in lengths) + sum(gaps[1:]) + ceil(TAIL * rate)


def fitted(frames: int, lengths: Sequence[int], speakers: Sequence[str], rate: Fraction) -> int:
    """The length of a shot fitted to its lines: no shorter than they need, with at most `SLACK` to spare."""
    least = needed(lengths, speakers, rate)
    return min(LONGEST, max(least, min(frames, least + floor(SLACK * rate)))) if least else frames


def lay_out(lengths: Sequence[int], speakers: Sequence[str], frames: int, rate: Fraction) -> Layout:
    """Where each line begins in a shot of this many frames.

    First breath gives way, then voices are shortened together, never below `SHORTEST`; never lengthened.
    """
    if not lengths:
        return Layout((), 1.0, 0)
    gaps, tail = _gaps(speakers, rate), ceil(TAIL * rate)
    spoken = [frames_of(one, rate) for one in lengths]
    spare = frames - sum(spoken) - sum(gaps) - tail
    if spare >= 0:
        gaps[0] += min(spare // 3, floor(rate / 2))
        return Layout(_starts(gaps, spoken), 1.0, 0)
    tight = max(1, floor(TIGHT * rate))
    least = [tight] * (len(gaps) + 1)
    breath = frames - sum(spoken)
    if breath >= sum(least):
        return Layout(_starts(_shared(breath, [*gaps, tail], least)[:-1], spoken), 1.0, 0)
    room, shortest = frames - sum(least), floor(SHORTEST * STEP)
    ratio = next((one for one in range(STEP, shortest, -1) if sum(_shortened(lengths, one, rate)) <= room), shortest)
    spoken = _shortened(lengths, ratio, rate)
    starts = _starts(least[:-1], spoken)
    return Layout(starts, ratio / STEP, max(0, starts[-1] + spoken[-1] - frames))


def estimate(words: str, language: str) -> int:
    """How long a line will take when nobody has spoken it yet, in samples: about 2.6 words or 4.4 Chinese characters a second."""
    wide = sum(1 for letter in words if "\u3040" <= letter <= "\u9fff")
    rest = len("".join(" " if "\u3040" <= letter <= "\u9fff" else letter for letter in words).split())
    stops = sum(words.count(mark) for mark in ",.;:!?，。；：！？…—")
    return int(SAMPLES * (Fraction(wide * 10, 44) + Fraction(rest * 10, 26) + Fraction(stops, 6) + Fraction(3, 10)))


def _shortened(lengths: Sequence[int], ratio: int, rate: Fraction) -> list[int]:
    """Frames that each line fills at this ratio, in thousandths."""
    return [frames_of(ceil(Fraction(one * ratio, STEP)), rate) for one in lengths]


def _gaps(speakers: Sequence[str], rate: Fraction) -> list[int]:
    turns = (PAUSE if one == other else TURN for one, other in pairwise(speakers))
    return [ceil(LEAD * rate), *(ceil(turn * rate) for turn in turns)]


def _shared(breath: int, wanted: Sequence[int], least: Sequence[int]) -> list[int]:
    """Whole frames of breath, shared in proportion to what was wanted beyond the least."""
    spare, beyond = breath - sum(least), sum(wanted) - sum(least)
    shares = [low + (spare * (want - low) // beyond if beyond > 0 else 0) for want, low in zip(wanted, least, strict=True)]
    shares[-1] += breath - sum(shares)
    return shares


def _starts(gaps: Sequence[int], spoken: Sequence[int]) -> tuple[int, ...]:
    starts, at = [], 0
    for gap, length in zip(gaps, spoken, strict=True):
        starts.append(min(LATEST, at + gap))
        at += gap + length
    return tuple(starts)
