"""YuNet and SFace: where faces are in a picture, and a vector for each that is near to those of the same person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.operation import BadInput

_DETECTOR, _RECOGNISER = "face_detection_yunet_2023mar.onnx", "face_recognition_sface_2021dec.onnx"
_SCORE, _OVERLAP, _MOST = 0.6, 0.3, 60
_SIDE = 640  # of the picture that is searched, in pixels; larger pictures are made smaller

Vector = npt.NDArray[np.float32]  # (128,), of length 1


@dataclass(frozen=True)
class Face:
    """One face in a picture, in its pixels."""

    box: tuple[int, int, int, int]  # x, y, width, height; inside the picture
    score: float
    turned: float  # 0 from the front … 1 and more from the side
    sharp: float  # how much fine detail it has; below 20 it is a blur
    raw: npt.NDArray[np.float32]  # YuNet's own row: box, five points, score


def load(folder: Path | None) -> Faces:
    """Both networks from their checkpoint's folder. Raises BadInput when a file is missing or damaged."""
    if folder is None or not all((folder / name).is_file() for name in (_DETECTOR, _RECOGNISER)):
        raise BadInput("Faces need their checkpoint: manage.py checkpoints fetch yunet-sface@1", "CHECKPOINT_MISSING")
    try:
        return Faces(folder)
    except cv2.error as problem:
        raise BadInput(
            f"A face network is damaged ({problem}). Run: manage.py checkpoints fetch yunet-sface@1", "CHECKPOINT_DAMAGED"
        ) from problem


class Faces:
    """Equal pictures give equal faces and vectors."""

    def __init__(self, folder: Path) -> None:
        self._detector: Any = cv2.FaceDetectorYN.create(str(folder / _DETECTOR), "", (320, 320), _SCORE, _OVERLAP, _MOST)
        self._recogniser: Any = cv2.FaceRecognizerSF.create(str(folder / _RECOGNISER), "")

    def find(self, pixels: Pixels) -> list[Face]:
        """The faces of a picture (height, width, 3) in sRGB, the largest first."""
        height, width = pixels.shape[:2]
        scale = min(1.0, _SIDE / max(height, width))
        size = max(16, round(width * scale)), max(16, round(height * scale))
        searched = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2BGR)
        self._detector.setInputSize(size)
        _, rows = self._detector.detect(searched)
        found = []
        for row in rows if rows is not None else ():
            spread = np.array(row, np.float32)
            spread[0:14:2] *= width / size[0]
            spread[1:14:2] *= height / size[1]
            if face := self._face(pixels, spread):
                found.append(face)
        return sorted(found, key=lambda face: (-face.box[2] * face.box[3], face.box))

    def vector(self, pixels: Pixels, face: Face) -> Vector:
        """Who it is: the product of two vectors is near 0.7 for one person, at most about 0.3 for two."""
        aligned = self._recogniser.alignCrop(np.ascontiguousarray(pixels[..., ::-1]), face.raw)
        made = np.asarray(self._recogniser.feature(aligned), np.float32).reshape(-1)
        return made / np.float32(max(float(np.linalg.norm(made)), 1e-9))

    def _face(self, pixels: Pixels, row: npt.NDArray[np.float32]) -> Face | None:
        height, width = pixels.shape[:2]
        left, top = max(0, int(row[0])), max(0, int(row[1]))
        right, bottom = min(width, int(row[0] + row[2])), min(height, int(row[1] + row[3]))
        if right - left < 8 or bottom - top < 8:
            return None
        grey = cv2.cvtColor(np.ascontiguousarray(pixels[top:bottom, left:right]), cv2.COLOR_RGB2GRAY)
        level = cv2.resize(grey, (112, 112), interpolation=cv2.INTER_AREA if right - left > 112 else cv2.INTER_LINEAR)
        sharp = float(cv2.Laplacian(level, cv2.CV_32F).var())
        return Face((left, top, right - left, bottom - top), float(row[14]), _turned(row), sharp, row)


def _turned(row: npt.NDArray[np.float32]) -> float:
    """How far the nose lies from between the eyes and the corners of the mouth, in parts of half their distance."""
    points = row[4:14].reshape(5, 2)
    eyes, mouth, nose = points[:2], points[3:], points[2]
    across = eyes[1] - eyes[0]
    span = max(float(np.linalg.norm(across)), 1e-3)
    middle = (eyes.mean(axis=0) + mouth.mean(axis=0)) / 2
    return abs(float((nose - middle) @ across)) / span / span * 2
