"""Where a layer lies: its pose at a frame from its keys, and its pixels brought there without fringes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log, log2
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.stacking_light import Box, Light

SHARP = 1.5  # pixels that a layer may move while the shutter is open before it is seen as blur
_MOST = 24  # pictures of which a blur is made


@dataclass(frozen=True)
class Pose:
    """Where a layer lies: moved by shares of the picture's width and height, scaled and turned (degrees, clockwise).

    It grows and turns about its layer's centre, which is the picture's unless the sheet says another.
    """

    across: float = 0.0
    down: float = 0.0
    scale: float = 1.0
    turn: float = 0.0

    @property
    def rests(self) -> bool:
        """Whether it lies where it was shot."""
        return self == Pose()

    def matrix(self, size: tuple[int, int], centre: tuple[float, float]) -> npt.NDArray[np.float64]:
        """3 × 3 over pixel corners of a picture of (width, height): from where a point was shot to where it lies."""
        pivot = np.array([size[0] * centre[0], size[1] * centre[1]])
        turn = np.deg2rad(self.turn)
        cos, sin = self.scale * np.cos(turn), self.scale * np.sin(turn)
        turned = np.array([[cos, -sin], [sin, cos]])
        moved = pivot - turned @ pivot + (self.across * size[0], self.down * size[1])
        return np.vstack([np.column_stack([turned, moved]), [0, 0, 1]])


Key = tuple[int, Pose]


def between(keys: Sequence[Key], frame: float, *, smooth: bool) -> Pose:
    """The pose at a frame: keys (frame, pose) in order, held before the first and after the last; no keys: it rests.

    `smooth` goes through the keys on a Catmull-Rom curve over their frames, so that a drawn path has no corners; it starts and
    ends softly, and stands still between two equal keys. Scale goes by its logarithm: a zoom is even when it grows by factors.
    """
    if not keys:
        return Pose()
    after = next((n for n, (at, _) in enumerate(keys) if at > frame), len(keys))
    if after in (0, len(keys)):
        return keys[max(0, after - 1)][1]
    (begin, one), (end, other) = keys[after - 1], keys[after]
    long = end - begin
    t = (frame - begin) / long
    a, b = _values(one), _values(other)
    if not smooth:
        return _pose(a + (b - a) * t)
    leaves, comes = _slope(keys, after - 1) * long, _slope(keys, after) * long
    return _pose(
        a * (2 * t**3 - 3 * t**2 + 1)
        + leaves * (t**3 - 2 * t**2 + t)
        + b * (3 * t**2 - 2 * t**3)
        + comes * (t**3 - t**2)
    )  # fmt: skip


def _values(pose: Pose) -> npt.NDArray[np.float64]:
    return np.array([pose.across, pose.down, log(pose.scale), pose.turn])


def _pose(values: npt.NDArray[np.float64]) -> Pose:
    across, down, grown, turn = (float(one) for one in values)
    return Pose(across, down, float(np.exp(grown)), turn)


def _slope(keys: Sequence[Key], n: int) -> Any:
    """Change for each frame at a key: none at both ends, and none beside a hold."""
    if n in (0, len(keys) - 1):
        return 0.0
    before, here, after = keys[n - 1 : n + 2]
    if here[1] in (before[1], after[1]):
        return 0.0
    return (_values(after[1]) - _values(before[1])) / (after[0] - before[0])


def moved(
    given: Light, box: Box, size: tuple[int, int], matrix: npt.NDArray[Any], *, sharp: bool = True
) -> tuple[Light, Box] | None:
    """Premultiplied colour with alpha (height, width, 4) of a box of a picture of (width, height), under a matrix over corners.

    The matrix is affine, or a homography whose line at infinity does not cross the box. Not `sharp`: for what is blurred
    anyway. None: nothing of it is seen.
    """
    grown = _growth(matrix, box)
    fine = np.eye(3)
    if grown < 0.6:  # far smaller: averaged first, or fine patterns would shimmer
        less = 2.0 ** -ceil(log2(0.6 / grown))  # by halves, so that a slow zoom does not shimmer
        small = tuple(max(1, round(side * less)) for side in given.shape[1::-1])
        fine = np.diag([small[0] / given.shape[1], small[1] / given.shape[0], 1])
        given = cv2.resize(given, small, interpolation=cv2.INTER_AREA)
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])  # pixel centres → pixel corners
    whole = matrix @ np.array([[1, 0, box[0]], [0, 1, box[1]], [0, 0, 1]]) @ np.linalg.inv(fine)
    corners = whole @ np.array([[x, y, 1] for x in (0, given.shape[1]) for y in (0, given.shape[0])]).T
    if (corners[2] <= 1e-9).any():
        return None
    corners = corners[:2] / corners[2]
    low, high = np.floor(corners.min(1)) - 1, np.ceil(corners.max(1)) + 1
    low, high = np.clip(low, 0, size).astype(int), np.clip(high, 0, size).astype(int)
    if (high <= low).any():
        return None
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]])
    into = np.linalg.inv(half) @ shift @ whole @ half
    found = _warped(given, into, (int(high[0] - low[0]), int(high[1] - low[1])), sharp)
    return found, (int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _warped(given: Light, into: npt.NDArray[Any], size: tuple[int, int], sharp: bool) -> Light:
    flat = abs(into[2, 0]) + abs(into[2, 1]) < 1e-12

    def warped(light: Light, way: int) -> Light:
        if flat:
            return cv2.warpAffine(light, into[:2] / into[2, 2], size, flags=way, borderMode=cv2.BORDER_CONSTANT)
        return cv2.warpPerspective(light, into, size, flags=way, borderMode=cv2.BORDER_CONSTANT)

    if not sharp:
        return warped(given, cv2.INTER_LINEAR)
    near = np.ones((3, 3), np.uint8)  # cubic is sharp; held within what lies around, it does not ring at edges
    plain = warped(given, cv2.INTER_LINEAR)
    found: Light = np.clip(warped(given, cv2.INTER_CUBIC), cv2.erode(plain, near), cv2.dilate(plain, near))
    np.minimum(found[..., :3], found[..., 3:], out=found[..., :3])
    return found


def _growth(matrix: npt.NDArray[Any], box: Box) -> float:
    """How much larger, at most, a matrix makes what lies at the middle of a box."""
    middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])

    def to(x: float, y: float) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = matrix @ (x, y, 1)
        return found[:2] / max(float(found[2]), 1e-9)

    here = to(*middle)
    sides = (to(middle[0] + 1, middle[1]) - here, to(middle[0], middle[1] + 1) - here)
    return float(max(np.hypot(*side) for side in sides))


def blurred(given: Light, box: Box, size: tuple[int, int], matrices: Sequence[npt.NDArray[Any]]) -> tuple[Light, Box] | None:
    """As `moved`, seen under several matrices in turn while the shutter is open: their mean."""
    if len(matrices) == 1:
        return moved(given, box, size, matrices[0])
    every = [one for matrix in matrices if (one := moved(given, box, size, matrix, sharp=False)) is not None]
    if not every:
        return None
    boxes = np.array([box for _, box in every])
    left, top, right, bottom = (int(n) for n in (*boxes[:, :2].min(0), *boxes[:, 2:].max(0)))
    total = np.zeros((bottom - top, right - left, 4), np.float32)
    for part, (x, y, to_x, to_y) in every:
        total[y - top : to_y - top, x - left : to_x - left] += part
    return total / len(matrices), (left, top, right, bottom)


def pictures(one: npt.NDArray[Any], other: npt.NDArray[Any], box: Box) -> int:
    """Of how many pictures a blur between two matrices is made: one where the corners of a box hardly move."""
    corners = np.array([[x, y, 1] for x in box[::2] for y in box[1::2]]).T
    ends = [(found := matrix @ corners)[:2] / np.maximum(found[2], 1e-9) for matrix in (one, other)]
    far = float(np.hypot(*(ends[1] - ends[0])).max())
    return 1 if far <= SHARP else int(min(_MOST, ceil(far / SHARP) + 1))
