"""What nothing has shown, painted: several looks of the network at the same place, of which what most agree on is believed.

One look is a matter of luck: how much lies around the hole, and which way round, decides whether stripes go on or a smear comes
out. So the network looks a few times; the look nearest to the middle of all gives the detail, the middle itself the colours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels

Hole = npt.NDArray[np.bool_]  # (height, width)
Paint = Callable[[Pixels, Hole], Pixels]
AROUND = (2.0, 2.6, 3.4, 5.0)  # sides of what the network is shown, in sides of the hole; each as it is and mirrored
_LEAST, _LARGEST = 160, 4096  # pixels of such a side
_SPECK = 24  # pixels of a hole that is not worth a look
_SMALL = 0.06  # of the picture's side: a hole that small gets one look
_DETAIL = 0.015  # of the hole's side: finer than that comes from one look alone


def painted(picture: Pixels, missing: Hole, paint: Paint) -> Pixels:
    """The picture (height, width, 3) with its missing places (height, width) painted; elsewhere as it was."""
    parts, labels = cv2.connectedComponents(missing.astype(np.uint8))
    for part in range(1, parts):
        hole = np.asarray(labels == part, np.bool_)
        if hole.sum() < _SPECK:
            picture = np.asarray(cv2.inpaint(picture, hole.astype(np.uint8), 3, cv2.INPAINT_TELEA), np.uint8)
        else:
            picture = _agreed(picture, hole, paint)
    return picture


def _agreed(picture: Pixels, hole: Hole, paint: Paint) -> Pixels:
    """One hole by all looks at it."""
    x, y, width, height = cv2.boundingRect(hole.astype(np.uint8))
    box = (slice(y, y + height), slice(x, x + width))
    looks = []
    shown: set[tuple[int, int, int]] = set()
    large = max(width, height) > _SMALL * max(picture.shape)
    for share in AROUND if large else AROUND[:1]:
        side = int(np.clip(share * max(width, height), _LEAST, _LARGEST))
        left, top = (
            int(np.clip(middle - side // 2, 0, max(0, most - side)))
            for middle, most in zip((x + width // 2, y + height // 2), picture.shape[1::-1], strict=True)
        )
        at = (slice(top, top + side), slice(left, left + side))
        seen, inside = picture[at], hole[at]
        if (left, top, min(side, max(picture.shape))) in shown:
            continue  # the picture ends there: the same look again
        shown.add((left, top, min(side, max(picture.shape))))
        for way in (1, -1) if large else (1,):
            made = paint(np.ascontiguousarray(seen[:, ::way]), np.ascontiguousarray(inside[:, ::way]))[:, ::way]
            whole = picture.copy()
            whole[at] = made
            looks.append(whole[box].astype(np.float32))
    within, stack = hole[box], np.array(looks)
    blur = max(1.0, _DETAIL * max(width, height))
    soft: Any = np.array([cv2.GaussianBlur(one, (0, 0), blur) for one in stack])
    middle = np.median(soft, 0)
    best = int(np.argmin([np.abs(one - middle)[within].mean() for one in soft]))
    colours = np.clip(stack[best] - soft[best] + middle + 0.5, 0, 255).astype(np.uint8)
    out = picture.copy()
    out[box] = np.where(within[..., None], colours, picture[box])
    return out


def filled_evenly(picture: Pixels, known: Hole) -> Pixels:
    """What is not known as the smooth continuation of what is."""
    total, weight = picture.astype(np.float32) * known[..., None], known.astype(np.float32)
    levels: list[tuple[Any, Any]] = [(total, weight)]
    while min(levels[-1][1].shape) > 2:
        levels.append((cv2.pyrDown(levels[-1][0]), cv2.pyrDown(levels[-1][1])))
    found: Any = None
    for total, weight in reversed(levels):
        own = total / np.maximum(weight, 1e-6)[..., None]
        if found is None:
            found = own
        else:
            up = cv2.resize(found, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
            share = np.clip(weight, 0, 1)[..., None]
            found = own * share + up * (1 - share)
    return np.where(known[..., None], picture, np.clip(found + 0.5, 0, 255).astype(np.uint8))
