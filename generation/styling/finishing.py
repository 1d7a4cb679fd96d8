"""After painting: how much of it is seen, the picture's own colours, faces that stay who they are, and alpha — pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.styling.motion import Motion
from generation.styling.tools import Plane, soft

Pixels = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, width, height, in pixels
LOOKS = 4  # frames from one search for faces to the next


def own_colours(painted: Pixels, picture: Pixels, share: float) -> Pixels:
    """Painted light with so much of the picture's own colours."""
    if share <= 0:
        return painted
    one, other = (cv2.cvtColor(np.ascontiguousarray(each), cv2.COLOR_RGB2YCrCb) for each in (painted, picture))
    one[..., 1:] = cv2.addWeighted(one[..., 1:], 1 - share, other[..., 1:], share, 0)
    return np.asarray(cv2.cvtColor(one, cv2.COLOR_YCrCb2RGB), np.uint8)


def faces_kept(painted: Pixels, picture: Pixels, where: Plane, share: float) -> Pixels:
    """Faces of the picture in the light and colour of the painting: `where` (0…1) says where, `share` how much."""
    if share <= 0 or not where.any():
        return painted
    rows, columns = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    one, other = np.asarray(painted[part], np.float32), np.asarray(picture[part], np.float32)
    radius = max(2.0, 0.10 * min(one.shape[:2]))
    shifted = other + 0.75 * (soft(one, radius) - soft(other, radius))
    weight = (where[part] * np.float32(share))[..., None]
    out = painted.copy()
    out[part] = np.clip(one + (np.clip(shifted, 0, 255) - one) * weight + 0.5, 0, 255).astype(np.uint8)
    return out


class Faces:
    """Where faces are, softly and without jumps: looked for every few frames, carried along the flow between."""

    def __init__(self, finder: Any) -> None:
        self._finder = finder
        self._count = 0
        self._wanted: Plane | None = None
        self._shown: Plane | None = None

    def see(self, pixels: Pixels, motion: Motion | None, shape: tuple[int, int]) -> Plane:
        """0…1 over the next frame, at this size (that of `motion`)."""
        if motion is None:
            self._count, self._wanted, self._shown = 0, None, None
        elif self._wanted is not None and self._shown is not None:
            self._wanted, self._shown = motion.carried(self._wanted), motion.carried(self._shown)
        if self._count % LOOKS == 0:
            boxes = [face.box for face in self._finder.find(pixels)]
            self._wanted = ovals(boxes, pixels.shape[:2], shape)
        self._count += 1
        assert self._wanted is not None
        if self._shown is None:
            self._shown = self._wanted
        self._shown = np.asarray(self._shown + (self._wanted - self._shown) * 0.3, np.float32)
        return self._shown


def ovals(boxes: Sequence[Box], seen: tuple[int, int], shape: tuple[int, int]) -> Plane:
    """Soft ovals over boxes that were found in a picture of the size `seen`, on a plane of another size."""
    out = np.zeros(shape, np.float32)
    down, across = shape[0] / seen[0], shape[1] / seen[1]
    for left, top, width, height in boxes:
        middle = ((left + width / 2) * across, (top + height * 0.47) * down)
        axes = (width * across * 0.62, height * down * 0.66)
        one = np.zeros(shape, np.float32)
        cv2.ellipse(
            one, (round(middle[0]), round(middle[1])), (max(1, round(axes[0])), max(1, round(axes[1]))), 0, 0, 360, (1.0,), -1
        )
        np.maximum(out, soft(one, max(1.0, 0.12 * min(axes))), out=out)
    return out


def laid(painted: Pixels, picture: Pixels, share: Plane | float) -> Pixels:
    """The painting over the picture: 0 is the picture, 1 the painting."""
    if isinstance(share, float):
        if share >= 1:
            return painted
        return np.asarray(cv2.addWeighted(painted, share, np.ascontiguousarray(picture), 1 - share, 0), np.uint8)
    weight = share[..., None]
    return np.asarray(np.rint(picture + (painted.astype(np.float32) - picture) * weight), np.uint8)


def filled(pixels: Pixels) -> Pixels:
    """Colours of a picture with alpha (height, width, 4), grown into what is transparent, so that no border is painted there."""
    alpha = np.asarray(pixels[..., 3], np.float32) / 255
    colour = np.ascontiguousarray(pixels[..., :3])
    if alpha.min() >= 1:
        return colour
    total = np.asarray(colour, np.float32) * alpha[..., None]
    grown, weight = np.zeros_like(total), np.zeros_like(alpha)
    for radius in (2.0, 8.0, 32.0, 128.0):  # the nearest that there is
        more, much = soft(total, radius), soft(alpha, radius)
        new = (weight < 1e-3) & (much > 1e-3)
        grown[new], weight[new] = more[new] / much[new][:, None], 1.0
    grown[weight < 1e-3] = 128
    return np.asarray(np.clip(colour * alpha[..., None] + grown * (1 - alpha[..., None]) + 0.5, 0, 255), np.uint8)
