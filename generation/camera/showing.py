"""Frames moved over the picture by a matrix, alpha with them; what is beyond their edge is what was seen there before."""

from __future__ import annotations

import cv2
import numpy as np

from generation.drivers import Pixels
from generation.movement import Matrix, sized, unit

_FEATHER = 0.012  # of the width: how softly the frame meets what was seen beyond it


def shown(pixels: Pixels, matrix: Matrix) -> Pixels:
    """A picture (height, width, 3 or 4) moved by a matrix in shares; mirrored beyond its edge, with alpha empty there."""
    if np.array_equal(matrix, np.eye(3)):
        return pixels
    height, width = pixels.shape[:2]
    way = sized(matrix, width, height)
    if pixels.shape[2] == 4:
        cover = pixels[..., 3:].astype(np.float32)
        given = np.dstack([pixels[..., :3] * (cover / 255), cover])
        found = np.clip(cv2.warpPerspective(given, way, (width, height), flags=cv2.INTER_CUBIC), 0, 255)
        colours = np.clip(found[..., :3] / np.maximum(found[..., 3:] / 255, 1e-3), 0, 255)
        return np.asarray(np.dstack([colours, found[..., 3]]) + 0.5, np.uint8)
    mirrored = cv2.BORDER_REFLECT_101
    return np.asarray(cv2.warpPerspective(pixels, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=mirrored), np.uint8)


class Mosaic:
    """What was seen beyond the edge of a steadied frame, frame by frame; a new one for every shot."""

    def __init__(self) -> None:
        self._sheet: Pixels | None = None

    def on(self, pixels: Pixels, matrix: Matrix, since: Matrix) -> Pixels:
        """The frame moved by `matrix`, over what is remembered; `since` takes the last picture shown to where it is now."""
        height, width = pixels.shape[:2]
        over = shown(pixels, matrix)
        if self._sheet is not None:
            under = shown(self._sheet, unit(since))
            cover = np.full((height, width), 255, np.uint8)
            cover[[0, -1]], cover[:, [0, -1]] = 0, 0
            inside = cv2.warpPerspective(cover, sized(matrix, width, height), (width, height), flags=cv2.INTER_NEAREST)
            soft = max(2.0, _FEATHER * width)
            framed = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=255)
            far = cv2.distanceTransform((framed > 0).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
            share = np.clip(far / np.float32(soft), 0, 1).astype(np.float32)
            over = np.asarray(cv2.blendLinear(over, under, share, 1 - share), np.uint8)
        self._sheet = over
        return over
