"""Detail brought out: edges lifted without halos, and blur of a known kind undone."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from generation.clarity.planes import Plane

_ROUNDS = 12
_FLAT = 1.5  # of 255: detail weaker than this is taken for noise


def sharpened(plane: Plane, strength: Plane | float, radius: float, floor: float = _FLAT) -> Plane:
    """Light with what is finer than `radius` pixels lifted by `strength`; no edge gets a rim beyond what is beside it."""
    detail = plane - cv2.GaussianBlur(plane, (0, 0), max(0.3, radius))
    loud = cv2.GaussianBlur(np.abs(detail), (0, 0), 1.5)
    share = np.clip((loud - 0.5 * floor) / max(1e-3, floor), 0, 1)
    return within(plane, plane + detail * share * strength, 1 + round(radius), 0.15)


def within(plane: Plane, made: Plane, reach: int, over: float) -> Plane:
    """What was made, held between the darkest and the lightest of the plane nearby, and `over` of their difference beyond."""
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    low, high = cv2.erode(plane, kernel), cv2.dilate(plane, kernel)
    room = (high - low) * over
    return np.asarray(np.clip(made, low - room, high + room), np.float32)


def spread(radius: float, length: float = 0.0, angle: float = 0.0) -> npt.NDArray[np.float32]:
    """How one point is spread: softly by `radius` pixels, and along a line of `length` pixels at `angle` degrees from across."""
    side = 2 * int(np.ceil(max(3 * radius, length / 2 + 1))) + 1
    middle = side // 2
    kernel: Plane = np.zeros((side, side), np.float32)
    steps = max(1, int(np.ceil(length)) * 4 + 1)
    for t in np.linspace(-length / 2, length / 2, steps):
        across, down = middle + t * np.cos(np.radians(angle)), middle - t * np.sin(np.radians(angle))
        left, top = int(np.floor(across)), int(np.floor(down))
        for y, x in ((top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)):
            share = max(0.0, 1 - abs(across - x)) * max(0.0, 1 - abs(down - y))
            if share and 0 <= y < side and 0 <= x < side:
                kernel[y, x] += share
    if radius > 0.2:
        kernel = cv2.GaussianBlur(kernel, (side, side), radius, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(kernel / kernel.sum(), np.float32)


def deblurred(plane: Plane, kernel: npt.NDArray[np.float32], noise: float) -> Plane:
    """Light before it was spread by `kernel` (Richardson and Lucy), where there is more than noise (its deviation, of 255)."""
    given = np.maximum(plane, 0.5)
    found = given.copy()
    turned = np.ascontiguousarray(kernel[::-1, ::-1])
    calm = max(0.3, noise)
    for _ in range(_ROUNDS):
        seen = np.maximum(cv2.filter2D(found, -1, kernel, borderType=cv2.BORDER_REFLECT), 0.5)
        wrong = given - seen
        wrong = np.sign(wrong) * np.maximum(0, np.abs(wrong) - calm)  # what may be noise is not explained
        found = found * np.clip(cv2.filter2D(1 + wrong / seen, -1, turned, borderType=cv2.BORDER_REFLECT), 0.5, 2)
    return within(plane, np.asarray(found, np.float32), kernel.shape[0] // 2, 0.35)
