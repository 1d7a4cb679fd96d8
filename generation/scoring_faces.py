"""Whether the people of a clip look like their pictures, by YuNet and SFace; nothing is said of whom nobody can see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
_OTHER, _SAME = 0.15, 0.6  # of two faces' product: surely somebody else, surely the same person
_TURNED = 1.0  # faces turned further away tell little
_BEST = 0.5  # the share of the frames with faces that counts: the better half


def likeness(faces: Any, frames: Sequence[Pixels], pictures: Sequence[Pixels]) -> float | None:
    """How like the faces in these frames are to those in the pictures, 0…1: the mean over the people of the pictures.

    None where no picture shows a face, or no frame does: whoever is seen from behind is not judged. `faces` is a
    `drivers.faces.Faces`; frames and pictures are (height, width, 3) in sRGB.
    """
    known = [faces.vector(one, found[0]) for one in pictures if (found := _clear(faces, one))]
    seen = [[faces.vector(one, face) for face in _clear(faces, one)] for one in frames]
    seen = [one for one in seen if one]
    if not known or not seen:
        return None
    marks = []
    for who in known:
        best = sorted((max(float(who @ one) for one in there) for there in seen), reverse=True)
        marks.append(float(np.mean(best[: max(1, round(len(best) * _BEST))])))
    return round(float(np.clip((np.mean(marks) - _OTHER) / (_SAME - _OTHER), 0, 1)), 4)


def _clear(faces: Any, pixels: Pixels) -> list[Any]:
    return [one for one in faces.find(pixels) if one.turned <= _TURNED]
