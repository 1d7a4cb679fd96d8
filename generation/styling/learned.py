"""What a style network paints, at a size at which its strokes look as they should, brought back to the picture's — pure."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from generation.styling.look import Look
from generation.styling.tools import Picture, light, lit, soft, spread_along, times

SIDE = 768  # pixels of the longer side that the network sees at the usual size of strokes
_LEAST, _MOST = 224, 960


class Learned:
    """A network as a painter: one picture in, one of the same size out."""

    def __init__(self, network: Callable[[Picture], Picture]) -> None:
        self._network = network

    def paint(self, look: Look) -> Picture:
        """Painted small, brought to size along the picture's own edges, with the relief of paint."""
        height, width = look.shape
        size = look.unit / look.pixel
        side = min(_MOST, max(_LEAST, SIDE / size * (0.8 + 0.4 * look.detail)), max(height, width))
        scale = side / max(height, width)
        small = (max(8, round(width * scale)), max(8, round(height * scale)))
        given = np.asarray(cv2.resize(look.picture, small, interpolation=cv2.INTER_AREA), np.float32)
        painted = self._network(given)
        made = np.asarray(cv2.resize(painted, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
        if scale < 0.95:  # edges finer than the network saw come from the picture
            fine = look.light - soft(look.light, 0.6 / scale)
            made = np.asarray(made + (fine * (0.3 + 0.5 * look.detail))[..., None], np.float32)
        forms = look.forms
        hair = spread_along(look.rough(1.2, 1, 91), forms.across, forms.down, 6 * look.pixel, 2)
        relief = np.asarray(light(made) * 1.6 + hair * 0.10, np.float32)
        return times(made, lit(soft(relief, 0.7 * look.pixel), 0.55))
