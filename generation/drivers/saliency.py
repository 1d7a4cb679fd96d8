"""U²-Net (Qin et al. 2020, arXiv 2005.09007): what stands out in a picture, whatever it is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session

SIDE = 320  # pixels of the square that the network sees
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


class U2Net:
    """Pictures to how much of each pixel stands out."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        (network,) = folder.glob("*.onnx")
        self._network = session(network, threads=threads)
        self._input = self._network.get_inputs()[0].name
        self._output = self._network.get_outputs()[0].name

    def salient(self, pixels: Pixels) -> npt.NDArray[np.float32]:
        """0…1, (height, width), of an sRGB picture (height, width, 3)."""
        small = cv2.resize(pixels[..., :3], (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
        small /= max(1.0, float(small.max()))
        given = ((small - _MEAN) / _SPREAD).transpose(2, 0, 1)[None].astype(np.float32)
        (found,) = self._network.run([self._output], {self._input: np.ascontiguousarray(given)})
        seen = found.reshape(SIDE, SIDE)
        height, width = pixels.shape[:2]
        large = cv2.resize(seen, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.clip(large, 0, 1), np.float32)


def load(folder: Path) -> U2Net:
    """The driver, from the folder of its checkpoint."""
    return U2Net(folder)
