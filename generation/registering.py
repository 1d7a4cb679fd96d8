"""One frame laid on another to a fraction of a pixel: points of an anchor found again, and the matrix that takes them there.

The other frame is first warped back by what is foretold, so that what is left to find is small, then points are followed by
Lucas–Kanade both ways; a homography, an affinity and a similarity are fitted to the same points, robustly, for the caller to
choose from: a matrix with fewer numbers is steadier where it says enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.movement import Matrix, moved, sane, unit

Grey = npt.NDArray[np.uint8]  # (height, width)
Free = npt.NDArray[np.bool_]  # (height, width): where points may lie
Points = npt.NDArray[np.float64]  # (n, 2)
MODELS = (4, 6, 8)  # numbers in a similarity, an affinity, a homography
_MOST, _APART, _CELLS = 700, 9, 8
_LEAST = 8  # points that have to agree
_LK = {"winSize": (19, 19), "maxLevel": 4, "criteria": (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 0.005)}


@dataclass(frozen=True)
class Fit:
    """Matrices from anchor to frame, in pixels, by the numbers they have; what they miss by; how many points agreed."""

    matrices: dict[int, Matrix]
    misses: dict[int, float]  # mean square, pixels²
    agreed: int
    share: float  # of the points that were looked for

    @property
    def best(self) -> int:
        """The model that says enough (Schwarz 1978): more numbers have to pay for themselves."""
        return min(self.matrices, key=self.price)

    def price(self, model: int) -> float:
        """What a model costs: lower is better."""
        return float(self.agreed * np.log(self.misses[model] + 4e-4) + model * np.log(self.agreed))


def small(pixels: Pixels, side: int) -> Grey:
    """A frame, grey and no larger than `side`."""
    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    near = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    return np.asarray(near if near.ndim == 2 else cv2.cvtColor(near[..., :3], cv2.COLOR_RGB2GRAY), np.uint8)


class Anchor:
    """A frame that others are laid on."""

    def __init__(self, grey: Grey, free: Free) -> None:
        self.grey, self.free = grey, free
        self.points = _spots(grey, free)
        self._trust = np.ones(len(self.points))

    def towards(self, grey: Grey, free: Free, guess: Matrix) -> Fit | None:
        """The matrices from this frame to another of the same size, near `guess`; None where they cannot be told."""
        if len(self.points) < _LEAST or not sane(guess_shares(guess, grey.shape)):
            return None
        back, height, width = unit(np.linalg.inv(guess)), *grey.shape
        same = np.array_equal(guess, np.eye(3))
        warped = grey if same else _laid(grey, back, (width, height), cv2.BORDER_REPLICATE)
        clear = free if same else _laid(free.astype(np.uint8), back, (width, height), cv2.BORDER_CONSTANT) > 0
        given = self.points.astype(np.float32)[:, None]
        follow: Any = cv2.calcOpticalFlowPyrLK
        there, found, _ = follow(self.grey, warped, given, given.copy(), flags=cv2.OPTFLOW_USE_INITIAL_FLOW, **_LK)
        again, found_too, _ = follow(warped, self.grey, there, given.copy(), flags=cv2.OPTFLOW_USE_INITIAL_FLOW, **_LK)
        good = (found.ravel() == 1) & (found_too.ravel() == 1) & (np.abs(again - given).reshape(-1, 2).max(1) < 0.4)
        flat = there.reshape(-1, 2).astype(np.float64)
        good &= np.isfinite(flat).all(1)
        x, y = np.nan_to_num(flat).round().astype(int).T
        good &= (x >= 0) & (y >= 0) & (x < width) & (y < height)
        good[good] &= clear[y[good], x[good]]
        trusted = good & (self._trust > 0.4)
        use = trusted if trusted.sum() >= 40 else good
        if use.sum() < _LEAST:
            return None
        cv2.setRNGSeed(1)
        matrix, kept = cv2.findHomography(self.points[use], flat[use], cv2.RANSAC, 1.5, maxIters=2000, confidence=0.999)
        if matrix is None or kept.sum() < max(_LEAST, 0.25 * use.sum()):
            return None
        near = np.abs(moved(unit(matrix), self.points) - flat).max(1) < 1.5
        inside = good & near
        self._trust = np.where(good, 0.85 * self._trust + 0.15 * inside, self._trust)
        if inside.sum() < _LEAST:
            return None
        matrices, misses = _fitted(self.points[inside], flat[inside])
        kept_models = {n: unit(guess @ one) for n, one in matrices.items()}
        kept_models = {n: one for n, one in kept_models.items() if sane(guess_shares(one, grey.shape))}
        if not kept_models:
            return None
        return Fit(kept_models, misses, int(inside.sum()), float(inside.sum() / len(self.points)))


def guess_shares(matrix: Matrix, shape: tuple[int, ...]) -> Matrix:
    """A pixel matrix with the picture's size taken out."""
    to = np.diag([shape[1], shape[0], 1.0])
    return unit(np.linalg.inv(to) @ matrix @ to)


def _laid(picture: Any, matrix: Matrix, size: tuple[int, int], border: int) -> Any:
    way = cv2.INTER_LINEAR if picture.max() > 1 else cv2.INTER_NEAREST
    return cv2.warpPerspective(picture, matrix, size, flags=way, borderMode=border)


def _spots(grey: Grey, free: Free) -> Points:
    """Corners that can be found again, spread over the picture: no cell gives more than its part."""
    allowed = free.copy()
    lit = grey > 20  # black bars have corners that never move
    allowed[~lit.any(1)], allowed[:, ~lit.any(0)] = False, False
    inner = cv2.erode(allowed.astype(np.uint8), np.ones((7, 7), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    found: Any = cv2.goodFeaturesToTrack(grey, 3 * _MOST, 0.002, _APART, mask=inner * np.uint8(255), blockSize=5)
    if found is None:
        return np.zeros((0, 2))
    flat = found.reshape(-1, 2)  # the strongest first
    cell = (flat[:, 0] * _CELLS // grey.shape[1]).astype(int) * _CELLS + (flat[:, 1] * _CELLS // grey.shape[0]).astype(int)
    rank = np.zeros(len(flat), int)
    for one in np.unique(cell):
        rank[cell == one] = np.arange((cell == one).sum())
    chosen = flat[rank < 3 * _MOST // (_CELLS * _CELLS)][:_MOST]
    # what a network of corners gives is a whole pixel: the corner itself is found to a part of one
    fine = cv2.cornerSubPix(
        grey, chosen[:, None].copy(), (4, 4), (-1, -1), (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 15, 0.02)
    )
    return np.asarray(fine.reshape(-1, 2), np.float64)


def _fitted(begun: Points, found: Points) -> tuple[dict[int, Matrix], dict[int, float]]:
    """The three models by weighted least squares, points that miss weighing less (Tukey), and their mean square misses."""
    matrices, misses = {}, {}
    for model, fit in zip(MODELS, (_similarity, _affinity, _homography), strict=True):
        weight = np.ones(len(begun))
        for _ in range(4):
            matrix = fit(begun, found, weight)
            miss = np.hypot(*(moved(matrix, begun) - found).T)
            reach = max(4.7 * float(np.median(miss)) / 0.67, 0.1)
            weight = np.clip(1 - (miss / reach) ** 2, 0, None) ** 2 + 1e-6
        matrices[model], misses[model] = matrix, float(np.mean(np.minimum(miss, 1.5) ** 2))
    return matrices, misses


def _similarity(begun: Points, found: Points, weight: Points) -> Matrix:
    share = weight[:, None] / weight.sum()
    middle, other = (begun * share).sum(0), (found * share).sum(0)
    a, b = begun - middle, found - other
    size = (a * a * share).sum()
    c = (a * b * share).sum() / size
    s = ((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) * share[:, 0]).sum() / size
    turn = np.array([[c, -s], [s, c]])
    return _affine(turn, other - turn @ middle)


def _affinity(begun: Points, found: Points, weight: Points) -> Matrix:
    share = weight[:, None] / weight.sum()
    middle, other = (begun * share).sum(0), (found * share).sum(0)
    a, b = begun - middle, found - other
    spread = a.T @ (a * share) + 1e-9 * np.eye(2)
    part = (b.T @ (a * share)) @ np.linalg.inv(spread)
    return _affine(part, other - part @ middle)


def _affine(part: Any, shift: Any) -> Matrix:
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = part, shift
    return matrix


def _homography(begun: Points, found: Points, weight: Points) -> Matrix:
    def levelled(points: Points) -> tuple[Points, Matrix]:
        middle = points.mean(0)
        size = np.sqrt(2) / max(float(np.hypot(*(points - middle).T).mean()), 1e-6)
        to = np.array([[size, 0, -size * middle[0]], [0, size, -size * middle[1]], [0, 0, 1]])
        return (points - middle) * size, to

    (a, to_a), (b, to_b) = levelled(begun), levelled(found)
    one, zero, root = np.ones(len(a)), np.zeros((len(a), 3)), np.sqrt(weight)[:, None]
    rows = np.column_stack([a, one])
    first = np.hstack([rows, zero, -b[:, :1] * a])
    second = np.hstack([zero, rows, -b[:, 1:] * a])
    wanted = np.concatenate([b[:, 0], b[:, 1]])
    every, heavy = np.vstack([first, second]), np.vstack([root, root])
    solved, *_ = np.linalg.lstsq(every * heavy, wanted * heavy[:, 0], rcond=None)
    return unit(np.linalg.inv(to_b) @ np.append(solved, 1).reshape(3, 3) @ to_a)
