"""Robust Video Matting (Lin et al. 2022, arXiv 2108.11515): people in films, with a memory of the frames before."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session

_SEEN = 512  # pixels of the longer side at which the network looks; it brings its answer to full size itself
_MOST = 1920  # pixels of the longer side that it is given; larger answers are enlarged
_STATES = ("r1i", "r2i", "r3i", "r4i")


class Rvm:
    """Pictures to alpha one by one (`alpha`), or a shot in order (`through`)."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._network = session(folder / "rvm.onnx", threads=threads)

    def alpha(self, pixels: Pixels) -> npt.NDArray[np.float32]:
        """The coverage 0…1, (height, width), of the people in one sRGB picture (height, width, 3); nothing is remembered."""
        return self.through().alpha(pixels)

    def through(self) -> Shot:
        """A memory for one shot, of nothing yet; its `alpha` takes the frames in order."""
        return Shot(self._network)


class Shot:
    """The memory of one shot."""

    def __init__(self, network: object) -> None:
        self._network = network
        self._states = {name: np.zeros((1, 1, 1, 1), np.float32) for name in _STATES}
        self._size: tuple[int, int] | None = None

    def alpha(self, pixels: Pixels) -> npt.NDArray[np.float32]:
        """The coverage 0…1, (height, width), of the next frame (height, width, 3). Another size begins anew."""
        height, width = pixels.shape[:2]
        scale = min(1.0, _MOST / max(height, width))
        size = (max(16, round(width * scale)), max(16, round(height * scale)))
        if size != self._size:
            self._size, self._states = size, {name: np.zeros((1, 1, 1, 1), np.float32) for name in _STATES}
        small = cv2.resize(pixels[..., :3], size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        given = {
            "src": np.ascontiguousarray(small.transpose(2, 0, 1)[None]),
            **self._states,
            "downsample_ratio": np.array([min(1.0, _SEEN / max(size))], np.float32),
        }
        wanted = ["pha", *(name.replace("i", "o") for name in _STATES)]
        found, *states = self._network.run(wanted, given)  # type: ignore[attr-defined]
        self._states = dict(zip(_STATES, states, strict=True))
        return np.asarray(np.clip(cv2.resize(found[0, 0], (width, height), interpolation=cv2.INTER_LINEAR), 0, 1), np.float32)


def load(folder: Path) -> Rvm:
    """The driver, from the folder of its checkpoint."""
    return Rvm(folder)
