"""A stretch of a clip as tracking reads it: every frame once, made small at once, so that memory is that of the stretch alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.mattes import Coverage, coverage_of, seen_of

Field = npt.NDArray[Any]  # float32 logits at working size: above 0 is inside
Grey = npt.NDArray[np.uint8]
Read = Callable[[int, int], Iterator[Pixels]]  # frames first … last, both inside, in order

WORKING = 864  # pixels of the longer side at which flow is measured
FIRM = 8.0  # logits are held within ±this, so that a mask that was sure can still be moved by what is seen later
LEAST = 24  # pixels at working size below which there is nothing to follow
SEEN = 1024  # pixels: no network sees more than this of either side
_CUT = 0.3  # likeness of histograms below which two frames belong to different shots


class Place:
    """Sizes: of the picture, and of the field that is worked on."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        scale = min(1.0, WORKING / max(width, height))
        self.size = (max(16, round(width * scale)), max(16, round(height * scale)))

    def field(self, coverage: Coverage) -> Field:
        """A mask of the picture as a field."""
        small = cv2.resize(coverage, self.size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        logits: Field = (np.clip(small, 0.001, 0.999) - 0.5) * 2 * FIRM
        return logits

    def of(self, logits: npt.NDArray[np.float32]) -> Field:
        """A network's answer as a field."""
        return cv2.resize(logits, self.size, interpolation=cv2.INTER_LINEAR)

    def coverage(self, field: Field | None) -> Coverage:
        """A field as a mask of the picture; empty where there is next to nothing."""
        if field is None or (field > 0).sum() < LEAST:
            return np.zeros((self.height, self.width), np.uint8)
        return coverage_of(field, self.width, self.height)


def seen(pixels: Pixels) -> Pixels:
    """A picture as a network gets it: opaque, and no larger than it looks at."""
    pixels = seen_of(pixels)
    height, width = pixels.shape[:2]
    size = (min(width, SEEN), min(height, SEEN))
    return pixels if size == (width, height) else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


class Strip:
    """Frames first … last: grey at working size, in colour where the network may look, and where another shot begins."""

    def __init__(self, read: Read, first: int, last: int, place: Place, looks: Callable[[int], bool]) -> None:
        self.first, self.last = first, last
        self.grey: dict[int, Grey] = {}
        self.seen: dict[int, Pixels] = {}
        self.cuts: set[int] = set()  # frames that another shot begins with
        before: npt.NDArray[Any] | None = None
        for n, pixels in enumerate(read(first, last), start=first):
            shown = seen(pixels)
            self.grey[n] = cv2.cvtColor(cv2.resize(shown, place.size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(
                np.uint8
            )
            if looks(n):
                self.seen[n] = shown
            small = cv2.resize(shown, (64, 36), interpolation=cv2.INTER_AREA)
            if before is not None and _cut(before, small):
                self.cuts.add(n)
            before = small


def cut_between(before: Pixels, now: Pixels) -> bool:
    """Whether two neighbouring frames share neither colours nor arrangement."""
    one, other = (cv2.resize(p, (64, 36), interpolation=cv2.INTER_AREA) for p in (before, now))
    return _cut(one, other)


def _cut(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    moved = float(np.abs(one.astype(np.float32) - other.astype(np.float32)).mean())
    if moved <= 24:
        return False
    first, second = (cv2.calcHist([p.astype(np.uint8)], [0, 1, 2], None, [8, 8, 8], [0, 256] * 3) for p in (one, other))
    # as rows: of histograms in three dimensions OpenCV 5 compares only a part, and now and then gets no number at all
    return bool(cv2.compareHist(first.ravel(), second.ravel(), cv2.HISTCMP_CORREL) < _CUT)
