"""DETR and its kin (RT-DETR, D-FINE) as ONNX, trained on the eighty COCO kinds: boxes without any sorting out afterwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import cv2
import numpy as np

from generation.drivers import Pixels, Seen
from generation.drivers.detection import KINDS, LEAST
from generation.drivers.onnx import session

SIDE = 640  # pixels of the square where the network leaves it open


class Detr:
    """Pictures to boxes of known kinds. The picture is stretched to the network's square, 0…1, as these are trained."""

    known: Sequence[str] | None = KINDS

    def __init__(self, folder: Path, threads: int = 2) -> None:
        (network,) = folder.glob("*.onnx")
        self._network = session(network, threads=threads)
        given = self._network.get_inputs()[0]
        self._input = given.name
        high, wide = given.shape[2:]
        self._size = (wide if isinstance(wide, int) else SIDE, high if isinstance(high, int) else SIDE)

    def find(self, pixels: Pixels, words: Collection[str], *, least: float = LEAST, closely: bool = True) -> list[Seen]:
        """Things of these kinds (none: of all) in an sRGB picture (height, width, 3), surest first. Always looks closely."""
        small = cv2.resize(pixels[..., :3], self._size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        given = np.ascontiguousarray(small.transpose(2, 0, 1)[None])
        logits, boxes = self._network.run(["logits", "pred_boxes"], {self._input: given})
        sure = 1 / (1 + np.exp(-logits[0].astype(np.float64)))
        found = []
        for query, kind in np.argwhere(sure >= least):
            if words and KINDS[kind] not in words:
                continue
            x, y, wide, high = (float(side) for side in boxes[0][query])
            box = (max(0.0, x - wide / 2), max(0.0, y - high / 2), min(1.0, x + wide / 2), min(1.0, y + high / 2))
            found.append(Seen(KINDS[kind], box, float(sure[query, kind])))
        return sorted(found, key=lambda one: -one.sure)


def load(folder: Path) -> Detr:
    """The driver, from the folder of its checkpoint."""
    return Detr(folder)
