"""Which tracks are one person: the two nearest groups are joined until none are near enough; who is seen at once is never one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

NEAR = 0.45  # product of vectors: above it one person; measured 0.71 within people, at most 0.31 between them
MOST = 2000  # tracks that are compared with each other; of more, those with the most looks


def grouped(
    vectors: Sequence[npt.NDArray[np.float32]], spans: Sequence[tuple[int, int]], looks: Sequence[int]
) -> list[list[int]]:
    """Groups of numbers of tracks, each in order. `spans`: first and last frame of each track; those that overlap are apart.

    Groups are compared by the mean of all products between them, weighted by looks.
    """
    order = sorted(range(len(vectors)), key=lambda number: (-looks[number], number))[:MOST]
    groups = [[number] for number in sorted(order)]
    if not groups:
        return []
    near = _products(vectors, spans, [group[0] for group in groups])
    weights = np.array([float(looks[group[0]]) for group in groups])
    while len(groups) > 1:
        one, other = divmod(int(near.argmax()), len(groups))
        if near[one, other] < NEAR:
            break
        one, other = min(one, other), max(one, other)
        share = weights[one] / (weights[one] + weights[other])
        mixed = near[one] * share + near[other] * (1 - share)
        mixed[np.isneginf(near[one]) | np.isneginf(near[other])] = -np.inf
        near[one], near[:, one], near[one, one] = mixed, mixed, -np.inf
        near = np.delete(np.delete(near, other, 0), other, 1)
        weights[one] += weights[other]
        weights = np.delete(weights, other)
        groups[one] = sorted(groups[one] + groups.pop(other))
    return groups


def _products(
    vectors: Sequence[npt.NDArray[np.float32]], spans: Sequence[tuple[int, int]], numbers: list[int]
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Likeness of each to each; minus infinity to itself and to whoever is on screen at the same time."""
    stacked = np.stack([vectors[number] for number in numbers]).astype(np.float64)
    near: npt.NDArray[np.float64] = stacked @ stacked.T
    first = np.array([spans[number][0] for number in numbers])
    last = np.array([spans[number][1] for number in numbers])
    near[(first[:, None] <= last[None]) & (first[None] <= last[:, None])] = -np.inf
    return near
