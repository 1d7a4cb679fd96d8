"""What lies behind the nearer layers of a clip: remembered from when it was seen, painted once where it never was.

For every layer the colours behind what is nearer go along from frame to frame by how the scene moves. What is in sight is learnt,
what is hidden is remembered; only at the start of a shot is anything painted, and of a still picture once for all its frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from generation.camera.layers import Slab
from generation.drivers import Pixels
from generation.plates_paint import Hole, filled_evenly

Paint = Callable[[Pixels, Hole], Pixels]
_SMALL = 480  # pixels of the longer side at which movement is measured and even colours are found
_LEAST = 0.0004  # of the picture: less than that is not worth painting
_GUARD = 0.003  # of the width: how far round what is hidden nothing is learnt
_MOVES = 0.3  # pixels: a scene that moves less than this stands


@dataclass
class _Memory:
    """Of one layer: colours of what is behind, and where they were seen or painted."""

    pixels: Pixels
    known: Hole


class Behind:
    """Frames one after another; `paint` is the network that paints, None where there is none. Forgets at a cut."""

    def __init__(self, paint: Paint | None) -> None:
        self._paint = paint
        self._memories: list[_Memory] = []
        self._grey: npt.NDArray[np.uint8] | None = None

    def forget(self) -> None:
        """Another shot begins."""
        self._memories, self._grey = [], None

    def colours(self, pixels: Pixels, slabs: Sequence[Slab]) -> list[Pixels]:
        """The colours of each layer of a frame (height, width, 3), with what is hidden from it."""
        grey = _grey(pixels)
        matrix = None
        if self._grey is not None and len(self._memories) == len(slabs) - 1:
            matrix = _movement(self._grey, grey, _visible(slabs, grey.shape), pixels.shape[1])
        found: list[Pixels] = []
        memories: list[_Memory] = []
        for n, slab in enumerate(slabs[:-1]):
            memory = self._begun(pixels, slab) if matrix is None else self._carried(self._memories[n], pixels, slab, matrix)
            found.append(memory.pixels)
            memories.append(memory)
        self._memories, self._grey = memories, grey
        return [*found, pixels]

    def widened(self, pixels: Pixels, margin: int) -> Pixels:
        """A frame with so many pixels more on each side: what was seen there before, else painted."""
        large = np.asarray(cv2.copyMakeBorder(pixels, margin, margin, margin, margin, cv2.BORDER_REFLECT_101), np.uint8)
        outside = np.ones(large.shape[:2], bool)
        outside[margin:-margin, margin:-margin] = False
        slab = Slab(np.ones(large.shape[:2], np.float32), outside, outside, np.zeros((1, 1), np.float32))
        return self.colours(large, [slab, slab])[0]

    def _begun(self, pixels: Pixels, slab: Slab) -> _Memory:
        even = _even(pixels, slab.hidden)
        known = ~slab.hidden
        if self._paint is not None and slab.wanted.mean() > _LEAST:
            even = self._paint(even, slab.wanted)
            known = known | slab.wanted
        return _Memory(even, known)

    def _carried(self, memory: _Memory, pixels: Pixels, slab: Slab, matrix: npt.NDArray[np.float64]) -> _Memory:
        height, width = pixels.shape[:2]
        before, known = memory.pixels, memory.known
        if not np.array_equal(matrix, np.eye(3)):
            before = np.asarray(
                cv2.warpPerspective(before, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
                np.uint8,
            )
            mask = cv2.warpPerspective(known.astype(np.uint8) * np.uint8(255), matrix, (width, height), borderValue=0)
            known = np.asarray(mask > 200, np.bool_)
        guard = 2 * max(1, round(_GUARD * width)) + 1
        mixed = cv2.dilate(slab.hidden.astype(np.uint8), np.ones((guard, guard), np.uint8)) > 0
        kept = mixed & known  # beside an edge colours are mixed: what was seen there before is better
        shown = np.where((kept | slab.hidden)[..., None], before, pixels)
        missing = slab.hidden & ~known
        if missing.any():
            shown = np.where(missing[..., None], _even(shown, missing), shown)
        return _Memory(np.asarray(shown, np.uint8), known | ~slab.hidden)


def _grey(pixels: Pixels) -> npt.NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    scale = min(1.0, _SMALL / max(height, width))
    small = cv2.resize(pixels, (max(8, round(width * scale)), max(8, round(height * scale))), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)


def _visible(slabs: Sequence[Slab], shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    """Where the farther half of the layers is in sight, at the small size."""
    hidden = slabs[min(len(slabs) - 1, len(slabs) // 2)].hidden
    return np.asarray(cv2.resize((~hidden).astype(np.uint8) * np.uint8(255), shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)


def _movement(
    before: npt.NDArray[np.uint8], now: npt.NDArray[np.uint8], free: npt.NDArray[np.uint8], width: int
) -> npt.NDArray[np.float64] | None:
    """How what lies behind moved since the frame before, in pixels of the full size; None where it cannot be told."""
    points = cv2.goodFeaturesToTrack(before, 240, 0.01, 8, mask=np.asarray(free > 200, np.uint8) * np.uint8(255))
    if points is None or len(points) < 12:
        return np.eye(3)
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, now, points, points.copy(), winSize=(15, 15), maxLevel=3)
    good = found.ravel() == 1
    if good.sum() < 12:
        return None
    moved = np.abs(there - points).reshape(-1, 2)[good]
    if np.median(moved) < _MOVES / 2 and np.percentile(moved, 60) < _MOVES:
        return np.eye(3)
    cv2.setRNGSeed(1)
    matrix, kept = cv2.estimateAffinePartial2D(points[good], there[good], ransacReprojThreshold=1.0)
    if matrix is None or kept.sum() < 0.3 * good.sum():
        return None
    scale = width / before.shape[1]
    whole = np.vstack([matrix, [0, 0, 1]])
    whole[:2, 2] *= scale
    return np.asarray(whole, np.float64)


def _even(pixels: Pixels, hidden: Hole) -> Pixels:
    """What is hidden as the even continuation of what is not, found small: no detail, and no edge."""
    if not hidden.any():
        return pixels
    height, width = pixels.shape[:2]
    scale = min(1.0, _SMALL / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    known = cv2.resize((~hidden).astype(np.uint8) * np.uint8(255), size, interpolation=cv2.INTER_AREA) > 250
    if not known.any():
        return pixels
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    even = filled_evenly(np.asarray(small, np.uint8), np.asarray(known, np.bool_))
    large = cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(hidden[..., None], large, pixels)
