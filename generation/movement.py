"""How a camera or a thing moves: one matrix for each frame, in shares of the picture, so that it holds at every size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]  # (3, 3)
CORNERS: npt.NDArray[np.float64] = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


@dataclass(frozen=True)
class Movement:
    """`matrices[n]` (frames, 3, 3) maps a point of frame `at` to where it lies in frame n, both in shares (0…1 from left/top).

    Frames count from the clip's first. `there[n]`: whether what is followed is seen at frame n at all.
    """

    at: int
    matrices: npt.NDArray[np.float64]
    there: npt.NDArray[np.bool_]

    @property
    def still(self) -> bool:
        """Whether nothing moves at all."""
        return bool((self.matrices == np.eye(3)).all())

    def written(self) -> dict[str, Any]:
        """As JSON: `{"at": int, "matrices": [[9 numbers, row by row] for each frame], "there": [bool for each frame]}`."""
        rows = [[round(float(one), 9) + 0.0 for one in matrix.ravel()] for matrix in self.matrices]
        return {"at": self.at, "matrices": rows, "there": [bool(one) for one in self.there]}


def rest(frames: int, at: int = 0) -> Movement:
    """Nothing moves, and it is always there."""
    return Movement(at, np.tile(np.eye(3), (frames, 1, 1)), np.ones(frames, bool))


def read(value: Any) -> Movement:
    """A movement from its JSON.

    Raises:
        ValueError: when it is not one; says what is wrong with it.
    """
    if not isinstance(value, dict) or set(value) != {"at", "matrices", "there"}:
        raise ValueError("a movement has at, matrices and there")
    try:
        matrices = np.asarray(value["matrices"], np.float64)
    except (TypeError, ValueError):
        raise ValueError("a movement has nine numbers for each frame") from None
    there = np.asarray(value["there"])
    if matrices.ndim != 2 or matrices.shape[1] != 9 or not np.isfinite(matrices).all():
        raise ValueError("a movement has nine numbers for each frame")
    if there.shape != (len(matrices),) or there.dtype != np.bool_:
        raise ValueError("a movement says for each frame whether it is there")
    if not isinstance(value["at"], int) or not 0 <= value["at"] < len(matrices):
        raise ValueError("a movement is told from one of its frames")
    return Movement(value["at"], matrices.reshape(-1, 3, 3), there)


def sized(matrix: Matrix, width: int, height: int) -> Matrix:
    """A matrix in shares as one between pixel centres of a picture, as `cv2.warpPerspective` takes them."""
    to = np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1]])
    return unit(to @ matrix @ np.linalg.inv(to))


def shared(matrix: Matrix, width: int, height: int) -> Matrix:
    """A matrix between pixel centres as one in shares: the inverse of `sized`."""
    to = np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1]])
    return unit(np.linalg.inv(to) @ matrix @ to)


def unit(matrix: Any) -> Matrix:
    """The same homography with 1 in its last place."""
    whole = np.asarray(matrix, np.float64)
    levelled: Matrix = whole / whole[2, 2]
    return levelled


def moved(matrix: Matrix, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Where points (n, 2) go."""
    given = np.asarray(points, np.float64)
    found = np.column_stack([given, np.ones(len(given))]) @ matrix.T
    there: npt.NDArray[np.float64] = found[:, :2] / found[:, 2:]
    return there


def of_corners(corners: npt.ArrayLike, begun: npt.ArrayLike = CORNERS) -> Matrix:
    """The homography that takes four points to four others, (4, 2) each."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(np.asarray(begun, np.float64), np.asarray(corners, np.float64), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(wanted)), 1).reshape(3, 3)


def sane(matrix: Matrix, least: float = 0.02) -> bool:
    """Whether it maps the picture's corners to a convex, not mirrored, not tiny or endless shape."""
    if not np.isfinite(matrix).all():
        return False
    depth = np.column_stack([CORNERS, np.ones(4)]) @ matrix[2]
    if (depth <= 0.05).any():
        return False
    found = moved(matrix, CORNERS)
    sides = np.roll(found, -1, 0) - found
    after = np.roll(sides, -1, 0)
    turns = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    return bool((turns > least * least).all() and np.abs(found).max() < 50)


def rebased(matrices: Sequence[Matrix] | npt.NDArray[np.float64], at: int) -> npt.NDArray[np.float64]:
    """Matrices told from any frame, told from frame `at`; exactly the identity there and where they are equal to its own."""
    every = np.asarray(matrices, np.float64)
    base = np.linalg.inv(every[at])
    return np.array([np.eye(3) if np.array_equal(one, every[at]) else unit(one @ base) for one in every])
