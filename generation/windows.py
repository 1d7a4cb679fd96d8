"""Which stretches of a clip a model makes one after another, when the clip is longer than what it makes in one go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 4000  # frames of a clip that is worked on by models: beyond, hours become days


@dataclass(frozen=True)
class Window:
    """Frames `first` … `first + frames − 1`; the first `overlap` of them were made by the window before."""

    first: int
    frames: int
    overlap: int = 0

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.first + self.frames


def plan(frames: int, most: int | None, overlap: int, cuts: Sequence[int] = ()) -> list[Window]:
    """Windows over frames 0 … frames − 1, in order, none longer than `most` (None: any length), all about equally long.

    Neighbours share `overlap` frames, fewer where `most` is small; across a cut (the first frame of the new picture) they share
    none, because what lies beyond has nothing to do with what was made.

    Raises:
        ValueError: when there are no frames, or a window cannot hold one.
    """
    if frames < 1 or (most is not None and most < 1):
        raise ValueError(f"{frames} frames in windows of {most}")
    edges = [0, *sorted({one for one in cuts if 0 < one < frames}), frames]
    return [one for first, end in pairwise(edges) for one in _stretch(first, end - first, most, overlap)]


def _stretch(first: int, frames: int, most: int | None, overlap: int) -> list[Window]:
    if most is None or frames <= most:
        return [Window(first, frames)]
    shared = shared_of(most, overlap)
    count = math.ceil((frames - shared) / (most - shared))
    length = math.ceil((frames + (count - 1) * shared) / count)
    begins = [round(n * (frames - length) / (count - 1)) for n in range(count)]
    made = [Window(first, length)]
    for before, begin in pairwise(begins):
        made.append(Window(first + begin, length, before + length - begin))
    return made


def shared_of(most: int | None, overlap: int) -> int:
    """How many frames neighbours share: as many as wished, but at most half of a window, so that every window goes on."""
    return max(0, overlap if most is None else min(overlap, most // 2))


def later_share(at: int, overlap: int) -> float:
    """How much of the later window there is at frame `at` of an overlap: grows evenly softly, 0 before it, 1 after it."""
    t = min(1.0, max(0.0, (at + 1) / (overlap + 1)))
    return t * t * (3 - 2 * t)
