"""Whether the light of a shot changes steadily as it ends, as in a fade or a sunrise, and how its colours would go on.

A model that carries a clip on may go on with the clip's own change of light, and no further: what it adds besides is drift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels

Points = npt.NDArray[np.float64]  # (n, 3), sRGB 0…255
_LOOKS = 8  # frames at the end that tell
_LEAST = 0.6  # of 255 in a frame: a change that is slower is no fade, and drift cannot be told from it
_EVEN = 0.35  # how far from even the steps may be, in parts of the step
_STILL = 12.0  # of 255: what is left between two frames once their light is alike; more is movement, and no fade


@dataclass(frozen=True)
class Fade:
    """In a frame each colour goes so far: `gain · colour + shift`, in sRGB 0…255, a gain and a shift for each channel."""

    gain: npt.NDArray[np.float64]
    shift: npt.NDArray[np.float64]

    def gone_on(self, was: Points, now: Points, frames: int) -> Points:
        """Colours of the last known frame after as many frames of the fade as explain the same points now, `frames` at most."""
        step = was * self.gain + self.shift
        mean = step.mean(axis=0)
        gone = float((now.mean(axis=0) - was.mean(axis=0)) @ mean / max(float(mean @ mean), 1e-9))
        return np.clip(was + step * min(max(gone, 0.0), float(frames)), 0, 255)


    def reaches(self, was: Points, now: Points, frames: int) -> bool:
        """Whether a whole picture is what the last known one fades to within so many frames."""
        return float(np.abs(self.gone_on(was, now, frames).mean(axis=0) - now.mean(axis=0)).max()) < _STILL


def fading(last: Sequence[Pixels]) -> Fade | None:
    """The fade that these small pictures, in order, end in; None where their light is as it was, or changes otherwise."""
    seen = [one.reshape(-1, 3).astype(np.float64) for one in last[-_LOOKS:]]
    if len(seen) < 4:
        return None
    steps = np.array([(after - before).mean(axis=0) for before, after in pairwise(seen)])
    usual = steps.mean(axis=0)
    size = float(np.abs(usual).mean())
    if size < _LEAST or float(np.abs(steps - usual).mean()) > _EVEN * size:
        return None
    spread = seen[-1] - seen[-1].mean(axis=0)
    moved = (seen[-1] - seen[0]) / (len(seen) - 1)
    gain = (spread * moved).sum(axis=0) / np.maximum((spread**2).sum(axis=0), 1e-9)
    shift = moved.mean(axis=0) - gain * seen[-1].mean(axis=0)
    before = seen[-1] - (seen[-1] * gain + shift) * (len(seen) - 1)
    return Fade(gain, shift) if float(np.abs(before - seen[0]).mean()) < _STILL else None
