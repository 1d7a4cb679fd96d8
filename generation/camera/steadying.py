"""A shaking camera made steady: its way is smoothed within what may be cropped, each shot for itself, or held as on a tripod.

All matrices are in shares of the picture, so that they hold at every size; a correction takes a frame to where it is shown.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from generation.movement import CORNERS, Matrix, of_corners, unit

Matrices = npt.NDArray[np.float64]  # (frames, 3, 3)
_LONGEST = 2.2  # wall-clock length, as a count of the rate, over which the steadiest is smoothed (its sigma)
_MOST_SCALE = 2.5


def corrections(
    ways: Matrices, aspect: float, *, steady: float, rate: float, locked: bool, crop: float
) -> tuple[Matrices, float]:
    """For each frame of one shot the matrix that steadies it, and the scale at which no edge is seen.

    `ways` takes the shot's first frame to each; shift, turn and size of it are steadied (`aspect` is width by height): what else
    a homography says is a rolling shutter's or noise, and would wobble. `steady` 0…1; `crop` 0…0.5 of the picture may be lost on
    its way: where more would be, the correction gives way, softly. `locked`: the camera stands where it stood on the whole,
    whatever is lost.
    """
    frames = len(ways)
    ways = similar(ways, aspect)
    if frames < 2 or (steady == 0 and not locked):
        return np.tile(np.eye(3), (frames, 1, 1)), 1.0
    wanted = _locked(ways) if locked else _smoothed(ways, max(0.6, steady * steady * _LONGEST * rate))
    most = min(_MOST_SCALE, 1 / max(1e-3, 1 - crop))
    if locked:
        return wanted, _scale(wanted, max(most, _MOST_SCALE))
    shares = np.array([_share(one, most) for one in wanted])
    shares = _soft_below(shares, max(2, round(0.5 * rate)))
    given = np.array([mixed(one, share) for one, share in zip(wanted, shares, strict=True)])
    return given, _scale(given, most)


def similar(ways: Matrices, aspect: float) -> Matrices:
    """The shift, turn and size that are nearest to each matrix over the picture's inner part."""
    t = np.linspace(0.15, 0.85, 6)
    grid = np.stack(np.meshgrid(t, t), -1).reshape(-1, 2)
    size: npt.NDArray[np.float64] = np.array([aspect, 1.0])
    begun = grid * size - 0.5 * size
    found = _at(ways, grid) * size - 0.5 * size
    middle = found.mean(1)
    whole = (begun**2).sum()
    c = (begun * (found - middle[:, None])).sum((1, 2)) / whole
    s = (begun[:, 0] * (found - middle[:, None])[..., 1] - begun[:, 1] * (found - middle[:, None])[..., 0]).sum(1) / whole
    made = np.tile(np.eye(3), (len(ways), 1, 1))
    for n in range(len(ways)):
        if np.array_equal(ways[n], np.eye(3)):
            continue
        turn = np.array([[c[n], -s[n], 0], [s[n], c[n], 0], [0, 0, 1.0]])
        turn[:2, 2] = middle[n] + 0.5 * size - turn[:2, :2] @ (0.5 * size)
        made[n] = np.diag([1 / aspect, 1, 1]) @ turn @ np.diag([aspect, 1, 1])
    return made


def mixed(matrix: Matrix, share: float) -> Matrix:
    """So much of a movement, 0 none; beyond 1 more of it."""
    if share == 1:
        return matrix
    return np.eye(3) if share == 0 else of_corners(CORNERS + share * (_at(matrix[None], CORNERS)[0] - CORNERS))


def scaled(matrix: Matrix, scale: float) -> Matrix:
    """A correction that is looked at nearer, about the middle."""
    grown = np.array([[scale, 0, 0.5 - 0.5 * scale], [0, scale, 0.5 - 0.5 * scale], [0, 0, 1.0]])
    return unit(grown @ matrix)


def _smoothed(ways: Matrices, sigma: float) -> Matrices:
    """Each frame to where it would be if its way went evenly: the mean of where its neighbours are, near ones counting more."""
    frames, reach = len(ways), int(np.ceil(3 * sigma))
    back = np.linalg.inv(ways)
    found = np.empty_like(ways)
    for n in range(frames):
        near = np.arange(n - reach, n + reach + 1)
        # beyond the ends the way goes on as mirrored through its end: a pan that is cut into is not held back
        inside = np.abs(near)
        inside = np.where(inside > frames - 1, 2 * (frames - 1) - inside, inside)
        inside = np.clip(inside, 0, frames - 1)
        places = _at(ways[inside] @ back[n], CORNERS)
        beyond = (near < 0) | (near > frames - 1)
        if beyond.any():
            ends = _at(ways[np.where(near < 0, 0, frames - 1)] @ back[n], CORNERS)
            places = np.where(beyond[:, None, None], 2 * ends - places, places)
        weight = np.exp(-0.5 * ((near - n) / sigma) ** 2)
        found[n] = of_corners(np.einsum("k,kij->ij", weight / weight.sum(), places))
    return found


def _locked(ways: Matrices) -> Matrices:
    """Each frame laid on the one that lies in the middle of all."""
    places = _at(ways, CORNERS).reshape(len(ways), -1)
    middle = int(np.argmin(np.abs(places - np.median(places, 0)).max(1)))
    base = ways[middle]
    return np.array([np.eye(3) if np.array_equal(one, base) else unit(base @ np.linalg.inv(one)) for one in ways])


def _at(matrices: Matrices, points: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Where points (k, 2) go by each of many matrices: (n, k, 2)."""
    whole = np.column_stack([points, np.ones(len(points))])
    found = np.einsum("nij,kj->nki", matrices, whole)
    return np.asarray(found[..., :2] / np.maximum(found[..., 2:], 1e-6), np.float64)


def covers(matrix: Matrix, scale: float) -> bool:
    """Whether a frame so corrected and so near fills the picture."""
    back: Any = np.linalg.inv(scaled(matrix, scale))
    seen = _at(back[None], CORNERS)[0]
    return bool((seen >= -1e-6).all() and (seen <= 1 + 1e-6).all())


def _share(matrix: Matrix, most: float) -> float:
    """How much of a correction can be had at this scale."""
    if covers(matrix, most):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if covers(mixed(matrix, middle), most) else (low, middle)
    return low


def _soft_below(shares: npt.NDArray[np.float64], reach: int) -> npt.NDArray[np.float64]:
    """A smooth row that is nowhere above another."""
    from scipy.ndimage import gaussian_filter1d, minimum_filter1d  # slow to import: only who steadies waits for it

    if shares.min() >= 1:
        return shares
    low = minimum_filter1d(shares, 2 * reach + 1, mode="nearest")
    soft: npt.NDArray[np.float64] = gaussian_filter1d(low, reach / 3, mode="nearest")
    return np.minimum(soft, shares)


def _scale(matrices: Matrices, most: float) -> float:
    if all(covers(one, 1.0) for one in matrices):
        return 1.0
    low, high = 1.0, most
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (low, middle) if all(covers(one, middle) for one in matrices) else (middle, high)
    return high
