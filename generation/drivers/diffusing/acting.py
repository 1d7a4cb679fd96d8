"""The face of whoever acts in a clip, cut out frame by frame: what drives the face of a person who is animated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import PIL.Image

from generation import checkpoints

_SIDE = 512  # pixels that Wan Animate was trained on
_ROOM = 1.3  # how much larger than the face the square is
_FACES = "yunet-sface@1"


def faces(source: Sequence[PIL.Image.Image], frames: int) -> list[PIL.Image.Image]:
    """The largest face of each frame, in a square; black, the model's own blank, without a clip or a face in it."""
    blank = PIL.Image.new("RGB", (_SIDE, _SIDE))
    if not source or not checkpoints.installed(_FACES):
        return [blank] * frames
    finder = checkpoints.load(_FACES)
    found = {at: some[0].box for at, frame in enumerate(source) if (some := finder.find(np.asarray(frame)))}
    if not found:
        return [blank] * frames
    seen = list(found)
    middles = np.array([[x + w / 2, y + h / 2, max(w, h) * _ROOM / 2] for x, y, w, h in found.values()])
    # Between frames where a face is found it travels; the square must not tremble with the finder.
    spread = np.stack([np.interp(np.arange(len(source)), seen, column) for column in middles.T], axis=1)
    smooth = np.stack([_smoothed(column) for column in spread.T], axis=1)
    return [
        frame.crop((round(x - r), round(y - r), round(x + r), round(y + r))).resize((_SIDE, _SIDE), PIL.Image.Resampling.LANCZOS)
        for frame, (x, y, r) in zip(source, smooth, strict=True)
    ]


def _smoothed(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    padded = np.pad(values, 2, mode="edge")
    return np.convolve(padded, np.ones(5) / 5, mode="valid")
