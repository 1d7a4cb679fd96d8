"""Flicker out of moving pictures: how light and colour swing from frame to frame, and what evens that out within each shot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.mattes import seen_of
from generation.strips import cut_between

ROWS, COLUMNS = 5, 8  # places in which light is followed by itself, where it flickers unevenly
_SIZE = (COLUMNS * 24, ROWS * 24)
_DARK, _BRIGHT = 16, 244  # of 255: beyond these nothing can be told of light
_STEADY = 12.0  # of 255 after the whole's own change: what differs more has moved
_FEW = 0.04  # of a place's pixels: with fewer it is told by the whole
_MOST = np.log(2.5)  # no frame is made lighter or darker than this

Swing = npt.NDArray[np.float64]  # (frames, ROWS, COLUMNS, 3): logarithm of red, green, blue


@dataclass(frozen=True)
class Light:
    """The course of a clip's light: of every frame against the first of its shot, and the frames that shots begin with."""

    course: Swing
    begins: Sequence[int]


def followed(pictures: Iterable[Pixels], *, uneven: bool) -> Light:
    """Follow light through a clip, by what stands still from each frame to the next; a few hundred numbers a frame are kept.

    `uneven` follows it at forty places, else once for the whole picture.
    """
    course: list[npt.NDArray[np.float64]] = []
    begins = [0]
    before: tuple[Pixels, npt.NDArray[np.float32]] | None = None
    for n, pixels in enumerate(pictures):
        small = np.asarray(cv2.resize(seen_of(pixels), _SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        now = small, cv2.GaussianBlur(small, (0, 0), 1.0).astype(np.float32)
        if before is None or cut_between(before[0], _as_bright(now[0], before[0])):
            course.append(np.zeros((ROWS, COLUMNS, 3)))
            if before is not None:
                begins.append(n)
        else:
            course.append(course[-1] + _changed(before[1], now[1], uneven))
        before = now
    return Light(np.stack(course), begins)


def _as_bright(now: Pixels, before: Pixels) -> Pixels:
    """A picture brought to the light of another: a cut is another picture, not another light."""
    ratio = (before.reshape(-1, 3).mean(axis=0) + 1) / (now.reshape(-1, 3).mean(axis=0) + 1)
    return np.asarray(np.rint(np.clip(now * np.clip(ratio, 0.5, 2), 0, 255)), np.uint8)


def _changed(before: npt.NDArray[np.float32], now: npt.NDArray[np.float32], uneven: bool) -> npt.NDArray[np.float64]:
    """By how much light changed, as logarithms (ROWS, COLUMNS, 3)."""
    told = ((before > _DARK) & (before < _BRIGHT) & (now > _DARK) & (now < _BRIGHT)).all(axis=2)
    found = np.zeros((ROWS, COLUMNS, 3))
    if told.mean() < _FEW:
        return found
    ratio = np.log(np.maximum(now, 1) / np.maximum(before, 1))
    whole = np.median(ratio[told], axis=0)
    still = told & (np.abs(now - before * np.exp(whole)).max(axis=2) < _STEADY)
    if still.sum() > _FEW * still.size:
        whole = np.median(ratio[still], axis=0)
    found[:] = whole
    if uneven:
        near = told & (np.abs(now - before * np.exp(whole)).max(axis=2) < 2 * _STEADY)
        side = _SIZE[0] // COLUMNS
        for row in range(ROWS):
            for column in range(COLUMNS):
                part = np.s_[row * side : (row + 1) * side, column * side : (column + 1) * side]
                if near[part].mean() > 0.3:
                    found[row, column] = np.median(ratio[part][near[part]], axis=0)
    return found


def evened(light: Light, reach: int) -> Swing:
    """What brings every frame's light to the mean of those `reach` frames about it in its shot, as logarithms."""
    made = np.zeros_like(light.course)
    edges = [*light.begins, len(light.course)]
    steps = np.arange(-3 * reach, 3 * reach + 1)
    soft = np.exp(-0.5 * (steps / max(1, reach)) ** 2)
    for first, end in pairwise(edges):
        course = light.course[first:end].reshape(end - first, -1)
        there = np.convolve(np.ones(end - first), soft)[3 * reach : 3 * reach + end - first]
        at = np.arange(end - first)
        slope = _line(course, at)
        rest = course - slope
        smooth = (
            np.stack([np.convolve(one, soft)[3 * reach : 3 * reach + end - first] for one in rest.T], axis=1) / there[:, None]
        )
        made[first:end] = (smooth - rest).reshape(end - first, ROWS, COLUMNS, 3)
    return np.clip(made, -_MOST, _MOST)


def _line(course: npt.NDArray[np.float64], at: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """The straight line through a course: a shot that grows steadily lighter does so at its ends too."""
    if len(at) < 3:
        return np.zeros_like(course)
    centred = at - at.mean()
    slope = (centred[:, None] * course).sum(axis=0) / (centred**2).sum()
    return np.asarray(course.mean(axis=0) + centred[:, None] * slope)


def lit(pixels: Pixels, swing: npt.NDArray[np.float64], strength: float) -> Pixels:
    """A picture (height, width, 3 or 4) with its light changed by (ROWS, COLUMNS, 3) logarithms; alpha stays."""
    height, width = pixels.shape[:2]
    gains = np.exp(swing * strength).astype(np.float32)
    if np.ptp(gains.reshape(-1, 3), axis=0).max() < 1e-6:
        table = np.rint(np.clip(np.arange(256)[:, None] * gains[0, 0][None], 0, 255)).astype(np.uint8)[None]
        colour = cv2.LUT(np.ascontiguousarray(pixels[..., :3]), table)
    else:
        field = cv2.resize(cv2.GaussianBlur(gains, (0, 0), 0.7), (width, height), interpolation=cv2.INTER_CUBIC)
        colour = np.rint(np.clip(pixels[..., :3] * field, 0, 255)).astype(np.uint8)
    return np.asarray(colour if pixels.shape[-1] == 3 else np.dstack([colour, pixels[..., 3]]), np.uint8)
