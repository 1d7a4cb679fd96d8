"""MODNet (Ke et al. 2022, arXiv 2011.11961): how much of each pixel is a person, hair included."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session

SIDE = 512  # pixels of the shorter side at which the network sees a picture, as it was trained
_STRIDE = 32  # its sides are multiples of this


class ModNet:
    """Pictures to alpha, one by one."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._network = session(folder / "modnet.onnx", threads=threads)

    def alpha(self, pixels: Pixels) -> npt.NDArray[np.float32]:
        """The coverage 0…1, (height, width), of the people in an sRGB picture (height, width, 3); a third of a second a core."""
        height, width = pixels.shape[:2]
        scale = SIDE / min(height, width)
        size = tuple(max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in (width, height))
        shrinks = scale < 1
        small = cv2.resize(pixels[..., :3], size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        given = (small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
        (found,) = self._network.run(None, {"input": np.ascontiguousarray(given)})
        large = cv2.resize(found[0, 0], (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.clip(large, 0, 1), np.float32)


def load(folder: Path) -> ModNet:
    """The driver, from the folder of its checkpoint."""
    return ModNet(folder)
