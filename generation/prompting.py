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
    first = trusted(masks, sure, points, labels)
    best = int(np.argmax(first))
    found: Logits = masks[best]
    around = None if 2 in labels else box_of(found)
    if around is None:
        return found
    again, surer = network.masks(embedding, [*points, *around], [*labels, 2, 3], np.clip(found, -FIRM, FIRM))
    second = trusted(again, surer, points, labels)
    better = int(np.argmax(second))
    one, other = found > 0, again[better] > 0
    like = float((one & other).sum()) / max(1.0, float((one | other).sum()))
    return again[better] if second[better] > first[best] and like >= LIKE else found


def trusted(
    masks: npt.NDArray[np.float32], sure: npt.NDArray[np.float32], points: Sequence[tuple[float, float]], labels: Sequence[int]
) -> npt.NDArray[np.float32]:
    """How far each answer is to be believed: as sure as the network is, less the share of the clicks that it goes against.

    Of two clicks on a child, one on the top and one on the skirt, the network is surest of the skirt alone.
    """
    side = masks.shape[-1]
    clicks = [(point, label) for point, label in zip(points, labels, strict=True) if label in (0, 1)]
    against = np.zeros(len(masks), np.float32)
    for (across, down), label in clicks:
        column, row = (min(side - 1, int(np.float32(one) * side)) for one in (across, down))
        against += (masks[:, row, column] > 0) != (label == 1)
    return np.asarray(sure - against / np.float32(max(1, len(clicks))), np.float32)


def box_of(logits: Logits) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Upper left and lower right corner, in 0…1, of what is inside; rows and columns with a single pixel are specks."""
    inside = logits > 0
    rows, columns = (np.flatnonzero(inside.sum(axis) >= 2) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return None
    height, width = inside.shape
    return (columns[0] / width, rows[0] / height), ((columns[-1] + 1) / width, (rows[-1] + 1) / height)
