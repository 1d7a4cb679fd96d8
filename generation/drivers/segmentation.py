"""SAM 2 (Ravi et al. 2024, arXiv 2408.00714), image part, tiny: a picture is embedded once, then prompts give masks at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session

SIDE = 1024  # pixels: the network sees every picture at this size, whatever its shape
LOW = 256  # side of the masks it gives
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)

Embedding = dict[
    str, npt.NDArray[np.float32]
]  # image_embed (1, 256, 64, 64), high_res_feats_0 (1, 32, 256, 256), _1 (1, 64, 128, 128)
Logits = npt.NDArray[np.float32]  # (256, 256): above 0 is inside


class Sam2:
    """Embeds pictures and answers prompts. Points are (x, y) in 0…1 of the picture's width and height.

    Labels: 1 belongs to it, 0 does not, 2 and 3 are the upper left and lower right corner of a box.
    """

    def __init__(self, folder: Path, threads: int = 2) -> None:
        encoder = folder / "encoder.ort"
        self._encoder = session(encoder if encoder.is_file() else folder / "encoder.onnx", threads=threads)
        self._decoder = session(folder / "decoder.onnx", threads=threads)
        self._names = [one.name for one in self._encoder.get_outputs()]

    def embed(self, pixels: Pixels) -> Embedding:
        """The embedding of an sRGB picture (height, width, 3); about a second on one core."""
        seen = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
        given = ((seen - _MEAN) / _SPREAD).transpose(2, 0, 1)[None]
        values = self._encoder.run(self._names, {"image": np.ascontiguousarray(given)})
        return dict(zip(self._names, values, strict=True))

    def masks(
        self, embedding: Embedding, points: npt.ArrayLike, labels: npt.ArrayLike, before: Logits | None = None
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Three masks as logits (3, 256, 256), of a part, a whole and more, and how sure the network is of each (3,).

        `before` is the mask that is to be refined by the points.
        """
        coords = np.asarray(points, np.float32).reshape(1, -1, 2) * SIDE
        given: dict[str, Any] = {
            **embedding,
            "point_coords": coords,
            "point_labels": np.asarray(labels, np.float32).reshape(1, -1),
            "mask_input": np.zeros((1, 1, LOW, LOW), np.float32) if before is None else before[None, None].astype(np.float32),
            "has_mask_input": np.array([0 if before is None else 1], np.float32),
        }
        masks, sure = self._decoder.run(None, given)
        return masks[0], sure[0]


def load(folder: Path) -> Sam2:
    """The driver, from the folder of its checkpoint."""
    return Sam2(folder)
