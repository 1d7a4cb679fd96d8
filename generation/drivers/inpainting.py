"""MI-GAN (Sargsyan et al. 2023, ICCV): paints what could be in the holes of a picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session


class MiGan:
    """Holes to pictures. The network's own pipeline crops around the hole and works at 512 × 512 pixels there."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._network = session(folder / "migan.onnx", threads=threads)

    def fill(self, pixels: Pixels, hole: npt.NDArray[np.bool_]) -> Pixels:
        """An sRGB picture (height, width, 3) with its hole (height, width) painted; outside the hole it is as it was."""
        if not hole.any():
            return pixels.copy()
        # its pipeline blends at the hole's edge with what it was given there: that must not be the thing which is taken away
        wide = cv2.dilate(hole.astype(np.uint8), np.ones((5, 5), np.uint8))
        smooth = cv2.inpaint(pixels, wide, 3, cv2.INPAINT_TELEA)
        given = {
            "image": np.ascontiguousarray(smooth.transpose(2, 0, 1)[None]),
            "mask": np.where(wide, 0, 255).astype(np.uint8)[None, None],
        }
        (found,) = self._network.run(None, given)
        painted = np.asarray(found[0].transpose(1, 2, 0), np.uint8)
        return np.where(hole[..., None], painted, pixels)


def load(folder: Path) -> MiGan:
    """The driver, from the folder of its checkpoint."""
    return MiGan(folder)
