"""Where the joints of people are: MoveNet, and any ONNX network of the RTMPose kind (RTMPose, DWPose), each asked in a box."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.onnx import session
from generation.drivers.tfjs import Graph
from generation.operation import BadInput

Box = tuple[float, float, float, float]  # left, top, right, bottom, in shares of the picture
Joints = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]  # (n, 2) places in pixels, (n,) how sure, 0…1
COCO = 17  # points that every one of these networks says first
_MEAN, _SPREAD = np.array([123.675, 116.28, 103.53], np.float32), np.array([58.395, 57.12, 57.375], np.float32)
_ROOM = 1.25  # of a box, that a network was shown


class PoseFinder(Protocol):
    """People in boxes of a picture to their joints: COCO's seventeen first, whatever else the network knows after them."""

    def joints(self, pixels: Pixels, box: Box) -> Joints: ...


class MoveNet:
    """MoveNet single pose: one person in a square."""

    def __init__(self, folder: Path) -> None:
        self._network = Graph(folder / "movenet.json", folder / "movenet.bin")
        self._side = 256

    def joints(self, pixels: Pixels, box: Box) -> Joints:
        """The seventeen joints of the person in a box of an sRGB picture (height, width, 3)."""
        to_box, back = _square(pixels, box, (self._side, self._side), 1.3)
        seen = cv2.warpAffine(pixels[..., :3], to_box, (self._side, self._side), flags=cv2.INTER_AREA | cv2.INTER_LINEAR)
        (found,) = self._network.run(np.asarray(seen[None], np.float32), ("Identity",))
        down, across, sure = found.reshape(COCO, 3).T
        return _brought(np.stack([across, down], axis=1) * self._side, back), np.asarray(np.clip(sure, 0, 1), np.float32)


class SimCC:
    """RTMPose and DWPose: a network that says of every joint how likely each column and each row is."""

    def __init__(self, folder: Path) -> None:
        self._network = session(folder / "pose.onnx")
        given = self._network.get_inputs()[0]
        names = [one.name for one in self._network.get_outputs()]
        shape = list(given.shape)
        if len(shape) != 4 or not all(isinstance(one, int) for one in shape[2:]) or len(names) != 2:
            raise BadInput(
                f"The network of {folder.name} is not of the RTMPose kind: it takes {shape} and gives {len(names)} values.",
                "CHECKPOINT_DAMAGED",
            )
        self._name, self._high, self._wide = given.name, int(shape[2]), int(shape[3])

    def joints(self, pixels: Pixels, box: Box) -> Joints:
        """The joints of the person in a box of an sRGB picture (height, width, 3)."""
        to_box, back = _square(pixels, box, (self._wide, self._high), _ROOM)
        seen = cv2.warpAffine(pixels[..., :3], to_box, (self._wide, self._high), flags=cv2.INTER_LINEAR)
        shown = ((seen.astype(np.float32) - _MEAN) / _SPREAD).transpose(2, 0, 1)[None]
        columns, rows = (np.asarray(one)[0] for one in self._network.run(None, {self._name: np.ascontiguousarray(shown)}))
        scale = np.array([self._wide / columns.shape[1], self._high / rows.shape[1]], np.float32)
        places = np.stack([columns.argmax(axis=1), rows.argmax(axis=1)], axis=1).astype(np.float32) * scale
        sure = np.minimum(columns.max(axis=1), rows.max(axis=1))
        return _brought(places, back), np.asarray(np.clip(sure, 0, 1), np.float32)


def joints_of(finder: PoseFinder, pixels: Pixels, boxes: Sequence[Box]) -> list[Joints]:
    """The joints of everybody, in the order of the boxes."""
    return [finder.joints(pixels, one) for one in boxes]


def _square(
    pixels: Pixels, box: Box, size: tuple[int, int], room: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """From the picture to what the network sees, and back: the box in the middle, with room round it, its shape kept."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    wide, high = max(2.0, (right - left) * room), max(2.0, (bottom - top) * room)
    scale = min(size[0] / wide, size[1] / high)
    middle = ((left + right) / 2, (top + bottom) / 2)
    there = np.array([[scale, 0, size[0] / 2 - middle[0] * scale], [0, scale, size[1] / 2 - middle[1] * scale]], np.float64)
    back = np.array(
        [[1 / scale, 0, middle[0] - size[0] / 2 / scale], [0, 1 / scale, middle[1] - size[1] / 2 / scale]], np.float64
    )
    return there, back


def _brought(points: npt.NDArray[np.float32], back: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    return np.asarray(points @ back[:, :2].T + back[:, 2], np.float32)


def load(folder: Path) -> SimCC:
    """A network of the RTMPose kind, from the folder of its checkpoint. Raises BadInput CHECKPOINT_DAMAGED."""
    return SimCC(folder)


def load_movenet(folder: Path) -> MoveNet:
    """MoveNet, from the folder of its checkpoint. Raises BadInput CHECKPOINT_DAMAGED."""
    return MoveNet(folder)
