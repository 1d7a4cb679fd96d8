"""Depth from one picture: any ONNX network that says of a picture how near its points are, FastDepth and Depth Anything alike."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session
from generation.operation import BadInput

_NETWORK, _SAID = "depth.onnx", "depth.json"
_USUAL = {"metric": False, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "side": 518, "multiple": 14}


class Depth:
    """A depth network. What is special to it is said in `depth.json` beside it, or by its entry.

    `metric`: it says distance (far is large) and not nearness. `mean` and `std` are of the colours it was shown, 0…1. `side` is
    the shorter side it is shown where its own is free, in multiples of `multiple`.
    """

    def __init__(self, network: Path, said: dict[str, object]) -> None:
        self._network = session(network)
        given = self._network.get_inputs()[0]
        self._name = given.name
        high, wide = given.shape[2:4] if len(given.shape) == 4 else (None, None)
        self._fixed = (wide, high) if isinstance(wide, int) and isinstance(high, int) else None
        settings = {**_USUAL, **said}
        self._metric = bool(settings["metric"])
        self._mean, self._std = (np.array(settings[one], np.float32) for one in ("mean", "std"))
        self._side, self._multiple = int(str(settings["side"])), int(str(settings["multiple"]))

    def nearness(self, pixels: Pixels) -> npt.NDArray[np.float32]:
        """How near each point of an sRGB picture (height, width, 3) is, larger is nearer, in the network's own size and scale."""
        wide, high = self._fixed or self._sized(pixels.shape[1], pixels.shape[0])
        shrinks = wide < pixels.shape[1]
        small = cv2.resize(pixels[..., :3], (wide, high), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        shown = ((small.astype(np.float32) / 255 - self._mean) / self._std).transpose(2, 0, 1)[None]
        found = self._network.run(None, {self._name: np.ascontiguousarray(shown)})[0]
        plane = np.asarray(found, np.float32).reshape(found.shape[-2:])
        return np.asarray(1 / np.maximum(plane, 1e-3), np.float32) if self._metric else plane

    def _sized(self, width: int, height: int) -> tuple[int, int]:
        scale = self._side / min(width, height)
        return tuple(max(1, round(one * scale / self._multiple)) * self._multiple for one in (width, height))  # type: ignore[return-value]


def load(folder: Path) -> Depth:
    """The driver, from the folder of its checkpoint.

    Raises:
        BadInput: CHECKPOINT_DAMAGED when a file is missing or is not what it should be.
    """
    said: dict[str, object] = {}
    if (folder / _SAID).is_file():
        try:
            said = json.loads((folder / _SAID).read_text(encoding="utf-8"))
        except ValueError as problem:
            raise BadInput(f"{_SAID} of {folder.name} is not JSON ({problem}).", "CHECKPOINT_DAMAGED") from problem
    return Depth(folder / _NETWORK, said)


def load_fastdepth(folder: Path) -> Depth:
    """FastDepth: it says metres, of colours as they are."""
    return Depth(folder / _NETWORK, {"metric": True, "mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0]})
