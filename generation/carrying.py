"""Moving a mask from frame to frame: with what is seen to move (optical flow), or as it moved before.

Flow is DIS (Kroeger et al. 2016, arXiv 1603.03590) at working size, measured once between two frames for all that is carried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.strips import FIRM, Field, Grey

_TORN = 0.03  # share of a thing that flow tears open at most
Map = tuple[npt.NDArray[Any], npt.NDArray[Any]]  # where each pixel of a frame was in the other, across and down


class Carrying:
    """A few frames in a row; flows are measured when they are first asked for."""

    def __init__(self, greys: list[Grey]) -> None:
        self._greys = greys
        self._maps: dict[bool, list[Map]] = {}

    def on(self, field: Field) -> list[Field]:
        """A field of the first frame at every frame."""
        return _along(field, self._flows(False))

    def back(self, field: Field) -> list[Field]:
        """A field of the last frame at every frame."""
        return _along(field, self._flows(True))[::-1]

    def _flows(self, backwards: bool) -> list[Map]:
        if backwards not in self._maps:
            greys = self._greys[::-1] if backwards else self._greys
            height, width = greys[0].shape
            across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
            flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
            found = []
            for before, now in pairwise(greys):
                moved = flow.calc(now, before, np.zeros((height, width, 2), np.float32))
                found.append((across + moved[..., 0], down + moved[..., 1]))
            self._maps[backwards] = found
        return self._maps[backwards]


def _along(field: Field, maps: list[Map]) -> list[Field]:
    found: list[Field] = [np.clip(field, -FIRM, FIRM)]
    for across, down in maps:
        found.append(cv2.remap(found[-1], across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    return found


def shifted(field: Field, across: float, down: float) -> Field:
    """A field moved by so many pixels; nothing comes in from outside."""
    matrix = np.array([[1, 0, across], [0, 1, down]], np.float32)
    size = (field.shape[1], field.shape[0])
    return cv2.warpAffine(field, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-FIRM)


def centre(field: Field) -> tuple[float, float]:
    """The middle of what a field covers, (x, y) in its pixels; it covers something."""
    moments = cv2.moments((field > 0).astype(np.uint8), binaryImage=True)
    return moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]


def holes(field: Field) -> Iterator[tuple[tuple[slice, slice], npt.NDArray[np.bool_]]]:
    """Where a field is open although it is closed all round: each hole's box, and where in it the hole is."""
    open_ = (field <= 0).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(open_, connectivity=4)
    for n in range(1, count):
        x, y, wide, high = (int(one) for one in stats[n][:4])
        if x > 0 and y > 0 and x + wide < field.shape[1] and y + high < field.shape[0]:  # else it reaches the picture's edge
            at = (slice(y, y + high), slice(x, x + wide))
            yield at, labels[at] == n


def sealed(field: Field, ends: Sequence[Field | None]) -> Field:
    """A field between two looks without the small holes that flow tears where neither look has any."""
    area = float((field > 0).sum())
    if any(one is None or next(holes(one), None) is not None for one in ends):
        return field
    whole = field
    for at, hole in holes(field):
        if hole.sum() < _TORN * area:
            whole = whole.copy() if whole is field else whole
            whole[at][hole] = FIRM / 2
    return whole
