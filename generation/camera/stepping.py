"""How a camera moved from each frame to the next, cheaply and with little noise: shift, turn and size of most of what is seen.

Steps put together drift over a long shot, which does not matter for what shakes; where a camera is to stand like a rock, the slow
part of its way is taken from `movement_camera`, which is told from anchors and does not drift.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.movement import Matrix, unit
from generation.strips import cut_between

Grey = npt.NDArray[np.uint8]
Matrices = npt.NDArray[np.float64]
SIDE = 720  # pixels of the longer side
_MOST, _LEAST = 500, 10
_LK = {"winSize": (19, 19), "maxLevel": 4, "criteria": (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 0.01)}
_SAME = 0.3  # of the points: so many found again, and it is the same shot
_STILL = 0.06  # pixels at that size: less is a camera that stands
_SLOW = 0.5  # wall-clock length, as a count of the rate, of what steps are not believed in


class Stepper:
    """Frames one after another; `shots` are told when all were seen."""

    def __init__(self) -> None:
        self._before: tuple[Grey, Pixels] | None = None
        self.shots: list[list[Matrix]] = []

    def on(self, pixels: Pixels) -> None:
        """The next frame, (height, width, 3)."""
        height, width = pixels.shape[:2]
        scale = min(1.0, SIDE / max(height, width))
        size = (max(16, round(width * scale)), max(16, round(height * scale)))
        grey = np.asarray(cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY), np.uint8)
        thumb = np.asarray(cv2.resize(pixels, (64, 36), interpolation=cv2.INTER_AREA), np.uint8)
        step, agreed = _step(self._before[0], grey) if self._before is not None else (None, 0.0)
        # a picture that is torn sideways looks like another one: where it can be found again it is none
        if self._before is None or (agreed < _SAME and cut_between(self._before[1], thumb)):
            self.shots.append([np.eye(3)])
        else:
            own = self.shots[-1]
            if step is None:  # it goes on as before rather than jumps
                step = np.eye(3) if len(own) < 2 else unit(own[-1] @ np.linalg.inv(own[-2]))
            own.append(unit(step @ own[-1]))
        self._before = (grey, thumb)


def stepped(frames: Iterable[Pixels]) -> list[tuple[int, Matrices]]:
    """The first frame of each shot, and the matrices, in shares, that take it to each of its frames."""
    stepper, found, first = Stepper(), [], 0
    for one in frames:
        stepper.on(one)
    for shot in stepper.shots:
        found.append((first, np.array(shot)))
        first += len(shot)
    return found


def undrifted(stepped_ways: Matrices, true: Matrices, rate: float) -> Matrices:
    """What shakes from steps, what goes slowly from ways that do not drift; both similarities in shares, of one shot."""
    from scipy.ndimage import gaussian_filter1d  # slow to import: only who locks a camera waits for it

    apart = np.array([unit(one @ np.linalg.inv(other)) for one, other in zip(true, stepped_ways, strict=True)])
    slow = gaussian_filter1d(apart, max(1.0, _SLOW * rate), axis=0, mode="nearest")
    return np.array([unit(one @ other) for one, other in zip(slow, stepped_ways, strict=True)])


def _step(before: Grey, now: Grey) -> tuple[Matrix | None, float]:
    """From one frame to the next, in shares, and the share of points that agree; None where it cannot be told."""
    if np.array_equal(before, now):
        return np.eye(3), 1.0
    points = cv2.goodFeaturesToTrack(before, _MOST, 0.004, 10)
    if points is None or len(points) < _LEAST:
        return None, 0.0
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, now, points, points.copy(), **_LK)  # type: ignore[call-overload]
    again, found_too, _ = cv2.calcOpticalFlowPyrLK(now, before, there, there.copy(), **_LK)  # type: ignore[call-overload]
    good = (found.ravel() == 1) & (found_too.ravel() == 1) & (np.abs(again - points).reshape(-1, 2).max(1) < 0.3)
    if good.sum() < _LEAST:
        return None, 0.0
    cv2.setRNGSeed(1)
    begun, ended = points[good].reshape(-1, 2), there[good].reshape(-1, 2)
    matrix, kept = cv2.estimateAffinePartial2D(begun, ended, ransacReprojThreshold=0.8, maxIters=2000, confidence=0.999)
    if matrix is None or kept.sum() < max(_LEAST, 0.25 * good.sum()):
        return None, 0.0
    agreed = float(kept.sum() / len(points))
    height, width = before.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    if np.abs(corners @ matrix[:, :2].T + matrix[:, 2] - corners).max() < _STILL:
        return np.eye(3), agreed
    to = np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1.0]])
    return unit(np.linalg.inv(to) @ np.vstack([matrix, [0, 0, 1]]) @ to), agreed
