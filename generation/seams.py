"""Masks followed from several keys made into one: at each frame the nearer key's, and a short crossing half way between two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.mattes import Coverage, coverages
from generation.operation import BadInput

SEAM = 12  # frames on either side of the middle between two keys in which one mask turns into the other


@dataclass(frozen=True)
class Part:
    """A stretch of masks: where it lies, and the frame of the key that it was followed from."""

    path: Path
    first: int
    frames: int
    origin: int

    @property
    def last(self) -> int:
        """Its last frame."""
        return self.first + self.frames - 1


def later_share(frame: int, one: int, other: int) -> float:
    """How much of the later key's mask there is at a frame between two keys: 0 near the first, 1 near the other, evenly soft."""
    reach = min(SEAM, (other - one) / 2)
    share = min(1.0, max(0.0, ((frame - (one + other) / 2) / reach + 1) / 2))
    return share * share * (3 - 2 * share)


def weights(origins: list[int], frame: int) -> list[tuple[int, float]]:
    """Whose masks a frame is made of: one key and 1, or two keys and their shares; `origins` in order, at least one."""
    below = max((one for one in origins if one <= frame), default=None)
    above = min((one for one in origins if one >= frame), default=None)
    if below is None or above is None or below == above:
        return [(origins[0] if below is None else below, 1.0)]
    share = later_share(frame, below, above)
    return [(origin, weight) for origin, weight in ((below, 1 - share), (above, share)) if weight > 0]


def joined(parts: list[Part], frames: int) -> Iterator[Coverage]:
    """The mask at frames 0 … frames − 1; a stretch is open only while it is read, so that memory is that of two masks.

    Raises:
        BadInput: STRETCH_APART when a frame is in none of them.
    """
    origins = sorted({one.origin for one in parts})
    reading: dict[Part, Iterator[tuple[int, Coverage]]] = {}
    for n in range(frames):
        reading = {part: masks for part, masks in reading.items() if part.last >= n}
        found: list[Coverage] = []
        whose = weights(origins, n)
        for origin, _ in whose:
            part = next((one for one in parts if one.origin == origin and one.first <= n <= one.last), None)
            if part is None:
                raise BadInput(f"Frame {n} is in no stretch of the mask.", "STRETCH_APART")
            masks = reading.setdefault(part, enumerate(coverages(part.path), start=part.first))
            found.append(next(mask for at, mask in masks if at == n))
        yield found[0] if len(found) == 1 else turned(found[0], found[1], whose[1][1])


def turned(one: Coverage, other: Coverage, share: float) -> Coverage:
    """One mask on its way to another: the edge moves, nothing turns half transparent. `share` is how much of the other.

    Where one of them is empty, the nearer is taken as it is: nothing grows out of nothing.
    """
    if np.array_equal(one, other):
        return one
    if one.max() < 128 or other.max() < 128:
        return one if share < 0.5 else other
    x, y, width, height = cv2.boundingRect(np.maximum(one, other))
    part = (slice(y, y + height), slice(x, x + width))
    mixed = (1 - share) * _signed(one[part]) + share * _signed(other[part])
    edge = np.clip(mixed + 0.5, 0, 1) * 255
    near = np.abs(one[part].astype(np.int16) - other[part]) < 96  # the same edge but for its softness: mixed as it is
    soft = (1 - share) * one[part].astype(np.float32) + share * other[part]
    out = np.zeros_like(one)
    out[part] = (np.where(near, soft, edge) + 0.5).astype(np.uint8)
    return out


def _signed(mask: Coverage) -> npt.NDArray[Any]:
    """The distance to the mask's edge in pixels, above 0 inside, a border of nothing around."""
    inside = np.pad((mask > 127).astype(np.uint8), 1)
    away = [cv2.distanceTransform(part, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1] for part in (inside, 1 - inside)]
    signed: npt.NDArray[Any] = np.clip(away[0] - 0.5, 0, None) - np.clip(away[1] - 0.5, 0, None)
    return signed
