"""What a model must not hand over: numbers that are none, black, one flat colour, a film that stands still."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.operation import BadInput
from generation.scoring_faults import unless_faded

_BLACK = 4  # the brightest value of a frame in which nothing can be seen, of 255
_FLAT = 1.0  # the spread of a frame of one colour, of 255


class Spoiled(BadInput):
    """The model made something that nobody can use. The same request makes the same again: another seed does not."""

    code = "OUTPUT_SPOILED"


def judged(made: npt.NDArray[Any], name: str, seed: int) -> Pixels:
    """Frames (frames, height, width, 3) in 0…1 as bytes, if they can be used.

    Raises:
        Spoiled: for values that are not numbers, for black or flat frames to which no fade leads, and for two frames or more
            that are all alike.
    """
    advice = f"Draw again with another seed than {seed}."
    for at, frame in enumerate(made):
        if not np.isfinite(frame).all():
            raise Spoiled(f"{name} made numbers that are none (NaN) in frame {at}. {advice}")
    pixels: Pixels = np.clip(np.rint(made * 255), 0, 255).astype(np.uint8)
    black = [bool(shown.max() <= _BLACK) for shown in pixels]
    spread = [float(shown.reshape(-1, shown.shape[-1]).std(axis=0).max()) for shown in pixels]
    for at, _ in unless_faded(black, [float(shown.mean()) for shown in pixels]):
        raise Spoiled(f"{name} made a black picture: frame {at}. {advice}")
    for at, _ in unless_faded([one < _FLAT and not dark for one, dark in zip(spread, black, strict=True)], spread):
        raise Spoiled(f"{name} made a picture of one colour: frame {at}. {advice}")
    if len(pixels) > 1 and all(np.array_equal(pixels[0], other) for other in pixels[1:]):
        raise Spoiled(f"{name} made a film that stands still: all {len(pixels)} frames are alike. {advice}")
    return pixels
