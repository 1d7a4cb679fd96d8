"""Larger pictures that are true to the small ones, and stay the same from frame to frame where those do."""

from __future__ import annotations

import cv2
import numpy as np

from generation.clarity.planes import Plane, flow, moved
from generation.drivers import Upscaler

_KEEP = 0.5  # of the frame before, where nothing but the network's mind changed
_ALIKE = 2.5  # of 255: so much may the small pictures differ for that


def enlarged(driver: Upscaler, light: Plane, factor: int, faithful: float) -> Plane:
    """A picture (height, width, 3 or 4), 0…1, so many times as large; the fourth channel, which is in the others, smoothly.

    `faithful` 0…1 is how far it is brought back to what, made small again, is the picture that was given.
    """
    size = (light.shape[1] * factor, light.shape[0] * factor)
    colours = np.ascontiguousarray(light[..., :3]) if light.shape[-1] == 3 else _filled(light)
    made = driver.enlarge(colours, factor)
    if faithful:
        small = cv2.resize(made, colours.shape[1::-1], interpolation=cv2.INTER_AREA)
        made = made + cv2.resize(colours - small, size, interpolation=cv2.INTER_CUBIC) * np.float32(faithful)
    if light.shape[-1] == 4:
        alpha = np.clip(cv2.resize(np.ascontiguousarray(light[..., 3]), size, interpolation=cv2.INTER_CUBIC), 0, 1)
        made = np.dstack([np.clip(made, 0, 1) * alpha[..., None], alpha])
    return np.asarray(np.clip(made, 0, 1), np.float32)


def _filled(light: Plane) -> Plane:
    """Colours without alpha, drawn out to where nothing is seen: what is enlarged there must not darken the edge."""
    alpha = np.ascontiguousarray(light[..., 3])
    seen = np.ascontiguousarray(light[..., :3])
    colours: Plane = seen / np.maximum(alpha, 1e-3)[..., None]
    there = np.clip(alpha * 8, 0, 1)[..., None]
    far: Plane = np.zeros_like(seen)
    for reach in (32, 8, 2):
        share = cv2.GaussianBlur(alpha, (0, 0), reach)[..., None]
        near = cv2.GaussianBlur(seen, (0, 0), reach) / np.maximum(share, 1e-4)
        known = np.clip(share * 20, 0, 1)
        far = near * known + far * (1 - known)
    return np.asarray(np.clip(colours * there + far * (1 - there), 0, 1), np.float32)


class Steady:
    """Detail that a network sees in one frame and not in the next is evened out along the movement, where the clip agrees."""

    def __init__(self) -> None:
        self._small: Plane | None = None
        self._large: Plane | None = None

    def __call__(self, small: Plane, large: Plane) -> Plane:
        """The enlarged picture of the next frame, given with what it was made from."""
        grey = np.asarray(cv2.cvtColor(np.ascontiguousarray(small[..., :3]), cv2.COLOR_RGB2GRAY) * 255, np.float32)
        before, last = self._small, self._large
        self._small = grey
        if before is not None and last is not None:
            way = flow(grey, before)
            apart = cv2.GaussianBlur(np.abs(moved(before, way) - grey), (0, 0), 1.0)
            share = _KEEP * np.exp(-((apart / _ALIKE) ** 2))
            height, width = large.shape[:2]
            share = cv2.resize(share, (width, height), interpolation=cv2.INTER_LINEAR)[..., None]
            ratio = width / grey.shape[1]
            wide = cv2.resize(way, (width, height), interpolation=cv2.INTER_LINEAR) * np.float32(ratio)
            brought = np.dstack([moved(np.ascontiguousarray(last[..., n]), wide) for n in range(last.shape[-1])])
            large = np.asarray(large + (brought - large) * share, np.float32)
        self._large = large
        return large
