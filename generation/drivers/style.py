"""Magenta's style networks: any picture's style (Ghiasi et al. 2017, arXiv 1705.06830), and 26 of its own (Dumoulin 2017)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session

STYLES = 26
_SIDE = 256  # of the square in which a style is seen
_STEP = 4  # the networks halve a picture twice
_LEAST = 32
_FIXED = b"\x0a\x03\x08\x80\x03"  # protocol-buffer bytes of a dimension that is written as 384 …
_FREE = (b"\x0a\x03\x12\x01h", b"\x0a\x03\x12\x01w")  # … and of one that is any: the network itself takes every size

Floats = npt.NDArray[np.float32]


class Magenta:
    """Equal pictures give equal pictures. The three networks are opened when they are first asked for."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._folder, self._threads = folder, threads
        self._open: dict[str, Any] = {}

    @property
    def styles(self) -> int:
        """How many styles of its own there are."""
        return STYLES

    def vector(self, pixels: Pixels) -> Floats:
        """The style of a picture (height, width, 3) in sRGB: what `like` takes. The square in its middle is looked at."""
        height, width = pixels.shape[:2]
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        square = pixels[top : top + side, left : left + side, :3]
        how = cv2.INTER_AREA if side > _SIDE else cv2.INTER_CUBIC
        small = cv2.resize(np.ascontiguousarray(square), (_SIDE, _SIDE), interpolation=how).astype(np.float32) / 255
        network = self._session("arbitrary_predict")
        return np.asarray(network.run(None, {network.get_inputs()[0].name: small[None]})[0], np.float32)

    def like(self, picture: Floats, vector: Floats) -> Floats:
        """A picture (height, width, 3), 0…1, painted in a style that `vector` gave; the same size."""
        given, size = _fitting(picture)
        network = self._session("arbitrary_transform")
        names = [one.name for one in network.get_inputs()]
        (made,) = network.run(None, {names[0]: given[None], names[1]: vector})
        return _cropped(made[0], size)

    def named(self, picture: Floats, number: int) -> Floats:
        """A picture (height, width, 3), 0…1, painted in the style of this number, 0…25; the same size."""
        given, size = _fitting(picture)
        shares = np.zeros(STYLES, np.float32)
        shares[number] = 1
        channels = np.ascontiguousarray(given.transpose(2, 0, 1))[None]
        (made,) = self._session("multistyle26").run(None, {"image": channels, "style_weights": shares})
        return _cropped(made[0].transpose(1, 2, 0), size)

    def _session(self, name: str) -> Any:
        if name not in self._open:
            path = self._folder / f"{name}.onnx"
            opened = session(path, threads=self._threads, patched=_any_size if name == "arbitrary_transform" else None)
            self._open[name] = opened
        return self._open[name]


def _any_size(network: bytes) -> bytes:
    """The same network, its picture's 384 × 384 said to be any size: it is convolutions, and says so only in its declaration."""
    parts = network.split(_FIXED)
    return b"".join(part + (_FREE[n % 2] if n < len(parts) - 1 else b"") for n, part in enumerate(parts))


def _fitting(picture: Floats) -> tuple[Floats, tuple[int, int]]:
    """With a border that mirrors the picture, to sides the networks take; and the sides it had."""
    height, width = picture.shape[:2]
    down = max(_LEAST, -(-height // _STEP) * _STEP) - height
    across = max(_LEAST, -(-width // _STEP) * _STEP) - width
    if not (down or across):
        return np.ascontiguousarray(picture, np.float32), (height, width)
    how = cv2.BORDER_REFLECT_101 if min(height, width) > 1 and down < height and across < width else cv2.BORDER_REPLICATE
    return np.asarray(cv2.copyMakeBorder(picture, 0, down, 0, across, how), np.float32), (height, width)


def _cropped(made: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(np.clip(np.nan_to_num(made[: size[0], : size[1]]), 0, 1), np.float32)


def load(folder: Path) -> Magenta:
    """The driver, from the folder of its checkpoint."""
    return Magenta(folder)
