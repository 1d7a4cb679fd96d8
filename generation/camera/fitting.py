"""How much nearer a virtual camera has to look so that no edge of the picture ever comes into sight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from generation.camera.moves import LENS, Pose, View, view

MOST = 2.5  # times: beyond that the picture is too soft, and its edge is mirrored instead
_SIDE = 13  # points of a side that are looked at


def scale_for(
    poses: Sequence[Pose], at: Sequence[tuple[float, float]], nears: tuple[float, float], aspect: float, margin: float = 0.0
) -> float:
    """The smallest scale, 1…2.5, at which every pose sees only picture; `at` is what each looks at, `aspect` width by height.

    `nears` is how near the farthest and the nearest are; the picture reaches `margin` widths beyond its edges.
    """
    if all(one.rests for one in poses):
        return 1.0
    rim = _rim(aspect)
    half = (0.5 + margin, 0.5 / aspect + margin)

    def fits(scale: float) -> bool:
        return all(
            _inside(view(pose, where, scale), rim, near, half) for pose, where in zip(poses, at, strict=True) for near in nears
        )

    low, high = 1.0, MOST
    if fits(low):
        return low
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


def _rim(aspect: float) -> npt.NDArray[np.float64]:
    """Points round the picture's edge, in widths from its middle, with 1."""
    t = np.linspace(-0.5, 0.5, _SIDE)
    edge = np.full(_SIDE, 0.5)
    sides = [(t, edge), (t, -edge), (edge, t), (-edge, t)]
    points = np.concatenate([np.stack(one, 1) for one in sides]) / (1, aspect)
    return np.column_stack([points, np.ones(len(points))])


def _inside(seen: View, rim: npt.NDArray[np.float64], near: float, half: tuple[float, float]) -> bool:
    ray = rim @ seen.ray.T
    if (ray[:, 2] <= 0.05).any():
        return False
    e = ray[:, :2] / ray[:, 2:]
    found = LENS * (e + near * (np.array(seen.shift) - e * seen.ahead))
    return bool((np.abs(found) <= np.array(half) + 1e-6).all())
