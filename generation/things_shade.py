"""Flat drawings given a little roundness: lit from above and the left, darker below, so that they sit in a lit shot."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.stacking_light import display, linear

_ROUND = 0.055  # of the shorter side: how far from an edge the surface turns away
_LIGHT = np.array([-0.42, -0.68, 0.6])
_SOFT, _SLOPE = 0.20, 0.16  # how much the turned edge and the way from top to bottom change the light


def shaded(picture: npt.NDArray[Any], strength: float = 1.0) -> npt.NDArray[Any]:
    """A picture (height, width, 4), display values 0…1 with straight alpha, with soft light on it; alpha stays."""
    alpha = np.asarray(picture[..., 3], np.float32)
    height, width = alpha.shape
    rise = max(1.5, _ROUND * min(height, width))
    solid = (alpha > 0.02).astype(np.float32)
    pad = int(3 * rise) + 2
    wide = cv2.copyMakeBorder(solid, pad, pad, pad, pad, cv2.BORDER_CONSTANT)
    bulge = np.sqrt(np.clip(cv2.GaussianBlur(wide, (0, 0), rise) * 2 - 0.9, 0, 1.1)) * rise * 1.6
    bulge = cv2.GaussianBlur(bulge, (0, 0), rise * 0.4)[pad:-pad, pad:-pad]
    slope_x, slope_y = cv2.Sobel(bulge, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(bulge, cv2.CV_32F, 0, 1, scale=0.125)
    normal = np.dstack([-slope_x, -slope_y, np.ones_like(bulge)])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    light = normal @ (_LIGHT / np.linalg.norm(_LIGHT)) - _LIGHT[2] / np.linalg.norm(_LIGHT)
    down = np.linspace(1, -1, height, dtype=np.float32)[:, None]
    gain = 1 + strength * (_SOFT * 2 * light + _SLOPE * down * 0.8)
    lit = np.clip(linear(picture[..., :3]) * np.clip(gain, 0.4, 1.7)[..., None], 0, 1)
    return np.dstack([display(lit), alpha]).astype(np.float32)
