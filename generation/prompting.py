"""One mask from what a person pointed at: the network is asked, and asked again about its own answer, in a box of just its size.

A single click often gives a thing with a hole in it, or with a piece of what is behind it. The decoder knows better once it is
told how large the thing is and what it said: on a frame of two children jumping its own trust rose from 0.57 to 0.95 for one,
from 0.85 to 0.95 for the other, and the pillow between the legs was left out. The browser does the very same (`decode.ts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

LIKE = 0.5  # IoU of the two answers below which the second is about something else
FIRM = 32.0  # logits that are given back are held within ±this
Logits = npt.NDArray[np.float32]  # (side, side): above 0 is inside


class Answers(Protocol):
    """What is asked of a network: `generation.drivers.segmentation.Sam2`."""

    def masks(
        self, embedding: Any, points: npt.ArrayLike, labels: npt.ArrayLike, before: Any = None
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]: ...


def answer(network: Answers, embedding: Any, points: Sequence[tuple[float, float]], labels: Sequence[int]) -> Logits:
    """The mask as logits. Points are (x, y) in 0…1, labels as the network takes them; a box among them is kept as it is."""
    masks, sure = network.masks(embedding, points, labels)
    best = int(np.argmax(sure))
    found: Logits = masks[best]
    around = None if 2 in labels else box_of(found)
    if around is None:
        return found
    again, surer = network.masks(embedding, [*points, *around], [*labels, 2, 3], np.clip(found, -FIRM, FIRM))
    better = int(np.argmax(surer))
    one, other = found > 0, again[better] > 0
    like = float((one & other).sum()) / max(1.0, float((one | other).sum()))
    return again[better] if surer[better] > sure[best] and like >= LIKE else found


def box_of(logits: Logits) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Upper left and lower right corner, in 0…1, of what is inside; rows and columns with a single pixel are specks."""
    inside = logits > 0
    rows, columns = (np.flatnonzero(inside.sum(axis) >= 2) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return None
    height, width = inside.shape
    return (columns[0] / width, rows[0] / height), ((columns[-1] + 1) / width, (rows[-1] + 1) / height)
