"""One picture's colours brought to another's: tones by a curve, colours by the least linear change, tints by brightness.

In OKLab, where equal steps look equal. The tone curve goes through the quantiles of both; the colour change is the one of
Monge and Kantorovich between the spread of a and b (it moves colours least of all that give the other spread); a tint is found
for shadows, middle tones and lights apart. Strong colours count less than pale ones: a red coat is no red light. All of it
within limits, so that what cannot be alike is not forced.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from generation.colour import Change, Rgb, unchanged
from generation.colour.curves import along
from generation.colour.light import lab_of, shown_of
from generation.colour.measuring import Seen

_QUANTILES = (0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)
_SLOPES = (0.5, 1.9)  # of the tone curve
_FAR = (0.05, 0.07, 0.11, 0.15, 0.18, 0.18, 0.18, 0.18, 0.18)  # that each quantile moves: dark hair stays dark in a bright room
_SPREADS = (0.65, 1.5)  # of colours
_FARTHEST = 0.09  # that a tint moves colours
_ZONES = (0.25, 0.55, 0.85)  # lightness of shadows, middle tones and lights
_ENOUGH = 0.04  # share of the pixels that a zone needs to have a tint of its own
_PALE = 0.12  # chroma from which on a colour counts less
_LEAST = 50  # pixels
_DARK = 0.08  # lightness below which tints fade out
_LEVEL = 1e-3


def match(source: Seen, goal: Seen) -> Change:
    """The change that brings colours like those of `source` to those of `goal`; none where one of them is black."""
    if len(source.lab) < _LEAST or len(goal.lab) < _LEAST:
        return unchanged
    tones = _tones(source.lab[:, 0], goal.lab[:, 0])
    before = source.lab.copy()
    before[:, 0] = along(tones, before[:, 0])
    spread = _spread(before[:, 1:], goal.lab[:, 1:])
    moved = before.copy()
    moved[:, 1:] = before[:, 1:] @ spread.T
    tints = _tints(moved, goal.lab)

    def matched(colours: Rgb) -> Rgb:
        lab = lab_of(np.maximum(colours, 0))
        light = along(tones, lab[..., 0])
        tint = np.stack([np.interp(light, _ZONES, tints[:, n]) for n in range(2)], axis=-1)
        tint = tint * np.clip(light / _DARK, 0, 1)[..., None]
        ab = lab[..., 1:] @ spread.T.astype(lab.dtype) + tint
        return shown_of(np.concatenate([light[..., None], ab], axis=-1).astype(lab.dtype)).astype(colours.dtype)

    return matched


def _tones(source: npt.NDArray[Any], goal: npt.NDArray[Any]) -> list[tuple[float, float]]:
    """Points of the tone curve over the lightness 0…1."""
    x, y = np.quantile(source, _QUANTILES), np.quantile(goal, _QUANTILES)
    y = x + np.clip(y - x, -np.array(_FAR), _FAR)
    middle = len(x) // 2
    points = {middle: float(y[middle])}
    for way in (1, -1):  # outwards from the middle, no steeper and no flatter than is good
        last = middle
        for n in range(middle + way, len(x) if way > 0 else -1, way):
            run = x[n] - x[last]
            if abs(run) < _LEVEL:
                continue
            slope = np.clip((y[n] - points[last]) / run, *_SLOPES)
            points[n] = points[last] + float(slope * run)
            last = n
    inner = [(float(x[n]), points[n]) for n in sorted(points)]
    inner = [one for k, one in enumerate(inner) if k == 0 or one[0] - inner[k - 1][0] > _LEVEL / 2]
    low, high = inner[0], inner[-1]
    rest = 1.0 - high[0]
    top = high[1] + float(np.clip((1.0 - high[1]) / max(rest, _LEVEL), *_SLOPES)) * rest
    start = [(0.0, 0.0)] if low[0] > 0.02 else []  # black stays black
    end = [(1.0, top)] if rest > 0.02 else []
    return [*start, *inner, *end, (1.6, top + 0.6)]


def _spread(source: npt.NDArray[Any], goal: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The matrix (2, 2) on a and b."""
    a, b = _scatter(source), _scatter(goal)
    root = _power(a, 0.5)
    back = _power(a, -0.5)
    matrix = back @ _power(root @ b @ root, 0.5) @ back
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    limited: npt.NDArray[Any] = vectors @ np.diag(np.clip(values, *_SPREADS)) @ vectors.T
    return limited


def _scatter(ab: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """How a and b spread about their middle; with a little of everything, so that grey pictures have one too."""
    away = ab - np.median(ab, axis=0)
    return np.asarray(away.T @ away / len(ab) + np.eye(2) * 2e-4)


def _power(matrix: npt.NDArray[Any], exponent: float) -> npt.NDArray[Any]:
    values, vectors = np.linalg.eigh(matrix)
    powered: npt.NDArray[Any] = vectors @ np.diag(np.maximum(values, 1e-9) ** exponent) @ vectors.T
    return powered


def _tints(source: npt.NDArray[Any], goal: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """How far a and b are moved in each zone, (3, 2)."""
    whole = _middle(goal, np.ones(len(goal))) - _middle(source, np.ones(len(source)))
    found = []
    for n in range(len(_ZONES)):
        one, other = _zone(source[:, 0], n), _zone(goal[:, 0], n)
        sure = min(one.mean(), other.mean()) / _ENOUGH
        own = _middle(goal, other) - _middle(source, one) if sure > 0.1 else whole
        share = min(1.0, sure)
        tint = own * share + whole * (1 - share)
        found.append(tint * min(1.0, _FARTHEST / max(float(np.linalg.norm(tint)), 1e-6)))
    return np.array(found)


def _zone(light: npt.NDArray[Any], n: int) -> npt.NDArray[Any]:
    """How much each pixel belongs to a zone."""
    return np.asarray(np.interp(light, _ZONES, np.eye(len(_ZONES))[n]))


def _middle(lab: npt.NDArray[Any], weight: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The middle of a and b, strong colours counting less."""
    weight = weight / (1 + (np.hypot(lab[:, 1], lab[:, 2]) / _PALE) ** 2) + 1e-9
    return np.asarray(weight @ lab[:, 1:] / weight.sum())
