"""The seams of a plate: its light matched to what is around a hole, and what belongs to the thing beside its mask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from generation.drivers import Pixels
from generation.plates_paint import Hole
from generation.plates_scene import spread

_MATCHED = 320  # pixels of the longer side of a hole's box at which that is told
LEAK = 14  # pixels around a hole, at 1280 wide, in which what the mask missed is looked for
SHADE = 110  # the same for shadows
_LOOK = 8  # times the leak: so far a neighbour is looked at to see that it is one


def matched(part: Pixels, behind: Pixels, sure: Hole, inside: Hole, ring: int) -> Any:
    """The scene as bright as the frame around the hole, and as it is at each place of the hole's edge; float32."""
    scale = min(1.0, _MATCHED / max(inside.shape))
    size = (max(8, round(inside.shape[1] * scale)), max(8, round(inside.shape[0] * scale)))
    low, base = (cv2.resize(one, size, interpolation=cv2.INTER_AREA).astype(np.float32) for one in (part, behind))
    away = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 5)
    usable = cv2.resize((sure & (away > 0) & (away <= ring)).astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
    colours: Any = behind.astype(np.float32)
    if usable.sum() < 40:
        return colours
    wrong, gain = low - base, np.ones(3, np.float32)
    other_gain = np.clip(np.median(low[usable], 0) / np.maximum(np.median(base[usable], 0), 1), 0.8, 1.25).astype(np.float32)
    other = low - base * other_gain
    if np.median(np.abs(other[usable])) < np.median(np.abs(wrong[usable])):
        wrong, gain = other, other_gain
    apart = cv2.blur(np.abs(wrong).max(2), (3, 3))
    weight = np.where(usable, np.clip(1.5 - apart / 16, 0, 1), 0).astype(np.float32)  # what is another thing says nothing
    smooth = cv2.resize(spread(wrong * weight[..., None], weight), inside.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return (colours * gain + smooth).astype(np.float32)


def beside(
    part: Pixels, colours: Any, inside: Hole, sure: Hole, keep: Hole, unit_size: float, *, missed: bool, shadows: bool
) -> Hole:
    """What lies beside the hole and is not the background: what the mask missed, and, where asked for, shadows.

    What goes on far beyond the hole is another thing, and stays; so does what is to be kept.
    """
    found = np.zeros_like(inside)
    apart = _apart(part, colours)
    for use, reach, other in ((missed, LEAK, apart), (shadows, SHADE, None)):
        if not use:
            continue
        differs = _shaded(part, colours, unit_size) if other is None else other
        for piece, on in _pieces(differs & sure & ~keep, inside, reach * unit_size):
            if not on:
                found |= piece
    grown = cv2.dilate(found.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.asarray(grown & ~inside & ~keep, np.bool_)


def passing(part: Pixels, colours: Any, inside: Hole, sure: Hole, keep: Hole, unit_size: float) -> Any:
    """How far each place of the hole shows what moves behind it by itself, 0…1 (float32): what touches the hole says it."""
    other = keep & ~inside
    for piece, on in _pieces(_apart(part, colours) & sure, inside, LEAK * unit_size):
        if on:
            other = other | piece
    rim = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 5)
    told = (rim > 0) & (rim <= max(4, 8 * unit_size)) & (sure | keep)
    if not (other & told).any():
        return np.zeros(inside.shape, np.float32)
    near = spread((other & told).astype(np.float32)[..., None], told.astype(np.float32))
    share = np.clip((near.reshape(inside.shape) - 0.1) / 0.3, 0, 1)
    return np.where(inside, cv2.GaussianBlur(share, (0, 0), 2 * unit_size + 0.5), 0).astype(np.float32)


def _apart(part: Pixels, colours: Any) -> Hole:
    return np.asarray(cv2.blur(np.abs(part - colours).max(2), (3, 3)) > 22, np.bool_)


def _pieces(differs: Hole, inside: Hole, reach: float) -> Iterator[tuple[Hole, bool]]:
    """What touches the hole and differs from the scene, piece by piece, and whether it goes on far beyond `reach` pixels."""
    wide = max(8, round(reach))
    away = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 5)
    beside = (differs & ~inside & (away < _LOOK * wide)).astype(np.uint8)
    whole = cv2.morphologyEx(beside, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))  # another thing is in one piece
    beside = np.where(inside, 0, whole).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(beside, connectivity=8)
    for one in np.unique(labels[(away < 5) & (beside > 0)]):
        here = labels == one
        if one:
            yield here, bool((here & (away > wide)).sum() >= 0.12 * stats[one, cv2.CC_STAT_AREA])


def _shaded(part: Pixels, colours: Any, unit_size: float) -> Hole:
    """Where a frame is darker than the scene, evenly so in all colours."""
    smooth = [cv2.GaussianBlur(one.astype(np.float32), (0, 0), 3 * unit_size + 0.5) for one in (part, colours)]
    ratio = smooth[0] / np.maximum(smooth[1], 8)
    darker = ratio.mean(2)
    return np.asarray((darker < 0.965) & (darker > 0.35) & (ratio.max(2) - ratio.min(2) < 0.14), np.bool_)
