"""What a clip is like from frame to frame, before new ones are made: where shots begin, and which frames repeat the last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.mattes import seen_of
from generation.strips import cut_between

_SMALL = (64, 36)  # in which shots are told apart
_GREY = (320, 180)  # in which movement is looked for
_BLOCK = 10
_SAME = 1.2  # of 255: the block that changed most changed no more than this: the picture was shown again, or nothing moved
_MOVES = 5.0  # … and beside it the picture changes so many times as much
_LEAP, _LEAST = 3.5, 14.0  # a change so many times those beside it, and of so much of 255, is a cut
_BESIDE = 2


@dataclass(frozen=True)
class Survey:
    """Of each frame but the first: how much it differs from the one before."""

    changes: Sequence[float]  # mean difference, of 255; the first is 0
    largest: Sequence[float]  # that of the block that changed most
    cuts: frozenset[int]  # frames that another shot begins with

    @property
    def frames(self) -> int:
        """How many there are."""
        return len(self.changes)

    def anchors(self, longest: int) -> list[int]:
        """Of each frame the first of the run that it repeats, itself where it does not; runs longer than `longest` stand still.

        A frame repeats the last where nothing moved from that to it, while beside the run much more did.
        """
        found = list(range(self.frames))
        at = 0
        while at < self.frames:
            end = at + 1
            while end < self.frames and self.largest[end] < _SAME and end not in self.cuts:
                end += 1
            before = self.largest[at] if at and at not in self.cuts else 0.0
            after = self.largest[end] if end < self.frames and end not in self.cuts else 0.0
            still = max(self.largest[at + 1 : end], default=0.0)
            if 1 < end - at <= longest and max(before, after) > max(_SAME, _MOVES * still):
                found[at:end] = [at] * (end - at)
            at = end
        return found


def survey(pictures: Iterable[Pixels]) -> Survey:
    """Look through a clip once; a few bytes a frame are kept."""
    changes, largest, hard = [0.0], [0.0], set[int]()
    before: tuple[Pixels, npt.NDArray[np.float32]] | None = None
    for n, pixels in enumerate(pictures):
        now = _looked(pixels)
        if before is not None:
            apart = np.abs(now[1] - before[1])
            changes.append(float(apart.mean()))
            blocks = cv2.resize(apart, (_GREY[0] // _BLOCK, _GREY[1] // _BLOCK), interpolation=cv2.INTER_AREA)
            largest.append(float(blocks.max()))
            if cut_between(before[0], now[0]):
                hard.add(n)
        before = now
    return Survey(changes, largest, frozenset(hard | _leaps(changes)))


def _looked(pixels: Pixels) -> tuple[Pixels, npt.NDArray[np.float32]]:
    opaque = seen_of(pixels)
    small = cv2.resize(opaque, _SMALL, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(cv2.resize(opaque, _GREY, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return np.asarray(small, np.uint8), np.asarray(grey, np.float32)


def _leaps(changes: Sequence[float]) -> set[int]:
    """Frames that differ from the one before much more than their neighbours do from theirs."""
    found = set()
    for n in range(1, len(changes)):
        beside = [*changes[max(1, n - _BESIDE) : n], *changes[n + 1 : n + 1 + _BESIDE]]
        if changes[n] >= _LEAST and beside and changes[n] >= _LEAP * max(beside):
            found.add(n)
    return found
