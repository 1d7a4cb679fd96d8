"""What is wrong with a clip and no matter of taste: black, one flat colour, standing still, a frame torn out of its place — pure.

Fades, night, title cards and stills that are meant are not faults: what goes dark goes there by itself, step by step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

SIDE = 192  # pixels: the longer side at which frames are compared
THUMB = (32, 18)  # width, height of the picture by which a frame is known again
BLACK = 12  # the brightest value of a frame in which nothing can be seen, of 255
FLAT = 1.5  # the spread of a frame of one colour, of 255
STILL = 0.02  # the mean change in a clip in which nobody sees anything move, of 255
SAME = 0.004  # … and between frames that are one frame, held; a tripod's footage changes more
HELD = 12  # frames: a shorter hold is a hold
_FADE = 12  # frames in which a fade is looked for
_REACHED = 0.6  # of the level before: a fade's last picture is darker than that
_NEAR = 6.0  # a step between levels that nobody calls a cut, of 255
_TORN = 3  # frames at most that are torn out of their place
_UNLIKE, _ALIKE = 0.4, 0.7  # of two thumbs' likeness, −1…1


@dataclass(frozen=True)
class Fault:
    """What is wrong, from the first to the last frame that shows it: black, flat, frozen, torn."""

    kind: str
    first: int
    last: int


@dataclass
class Traces:
    """What is kept of each frame of a clip, in order, to tell faults by."""

    brightest: list[float] = field(default_factory=list)
    level: list[float] = field(default_factory=list)
    spread: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)  # to the frame before; 0 for the first
    thumbs: list[npt.NDArray[np.float32]] = field(default_factory=list)
    _before: Any = None

    def add(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Trace a frame (height, width, 3); gives back its light, made small: (height, width)."""
        small = reduced(pixels)
        light = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
        self.brightest.append(float(small.max()))
        self.level.append(float(light.mean()))
        self.spread.append(float(small.reshape(-1, 3).std(axis=0).max()))
        self.change.append(float(cv2.absdiff(small, self._before).mean()) if self._before is not None else 0.0)
        self.thumbs.append(cv2.resize(light, THUMB, interpolation=cv2.INTER_AREA).astype(np.float32))
        self._before = small
        return np.asarray(light, np.uint8)


def reduced(pixels: npt.NDArray[np.uint8], side: int = SIDE) -> npt.NDArray[np.uint8]:
    """A picture (height, width, 3) whose longer side is `side` pixels at most."""
    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def faults(seen: Traces, *, still: bool = False) -> list[Fault]:
    """What is wrong with the clip that these are the traces of, in order; `still` says that it may stand still."""
    black = unless_faded([one <= BLACK for one in seen.brightest], seen.level)
    dark = [one <= BLACK for one in seen.brightest]
    flat = unless_faded(
        [spread < FLAT and not gone for spread, gone in zip(seen.spread, dark, strict=True)], seen.spread, _NEAR / 3
    )
    found = [Fault("black", *one) for one in black] + [Fault("flat", *one) for one in flat]
    if not still:
        found += _frozen(seen, dark)
    return sorted(found + _torn(seen, dark), key=lambda one: (one.first, one.kind))


def unless_faded(wrong: Sequence[bool], level: Sequence[float], near: float = _NEAR) -> list[tuple[int, int]]:
    """The stretches that are wrong, without those that a fade leads to or from."""
    found = []
    for first, last in _runs(wrong):
        sides = []
        if first > 0:
            sides.append(_faded(level[max(0, first - _FADE) : first], level[first], near))
        if last + 1 < len(level):
            sides.append(_faded(level[last + 1 : last + 1 + _FADE][::-1], level[last], near))
        if not sides or not all(sides):
            found.append((first, last))
    return found


def _faded(before: Sequence[float], reached: float, near: float) -> bool:
    """Whether these levels, in the order in which they come near, lead to the one that is reached."""
    return before[-1] - reached <= near or (len(before) > 1 and before[-1] <= _REACHED * max(before))


def _frozen(seen: Traces, dark: Sequence[bool]) -> list[Fault]:
    """A clip that stands still all along, or for half of it although the rest moves."""
    count = len(seen.change)
    if count < 2 or all(dark) or max(seen.spread) < FLAT:
        return []
    if max(seen.change[1:]) <= STILL:
        return [Fault("frozen", 0, count - 1)] if not any(one and n > 0 for n, one in enumerate(dark)) else []
    still = [n > 0 and one <= SAME and not dark[n] and seen.spread[n] >= FLAT for n, one in enumerate(seen.change)]
    moves = float(np.median([one for one, rests in zip(seen.change[1:], still[1:], strict=True) if not rests]))
    long = [(first - 1, last) for first, last in _runs(still) if last - first + 2 >= max(HELD, count // 2)]
    return [Fault("frozen", *one) for one in long if moves > 4 * SAME]


def _torn(seen: Traces, dark: Sequence[bool]) -> list[Fault]:
    """A frame or a few that are like neither neighbour while the neighbours are like each other. A flash keeps its shapes."""
    found: list[Fault] = []
    n, count = 1, len(seen.thumbs)
    while n < count - 1:
        for length in range(1, min(_TORN, count - 1 - n) + 1):
            before, after = seen.thumbs[n - 1], seen.thumbs[n + length]
            within = range(n, n + length)
            if any(dark[one] or seen.spread[one] < FLAT for one in within):
                break
            if alike(seen.thumbs[n], before) > _UNLIKE:
                break
            if alike(before, after) >= _ALIKE and all(alike(seen.thumbs[one], after) <= _UNLIKE for one in within):
                found.append(Fault("torn", n, n + length - 1))
                n += length
                break
        n += 1
    return found


def alike(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    """How much the shapes of two thumbs are the same, −1…1, whatever their brightness; two without shapes are alike."""
    a, b = one - one.mean(), other - other.mean()
    long_a, long_b = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    least = 2.0 * one.size**0.5
    if long_a < least or long_b < least:
        return 1.0
    return float((a * b).sum() / (long_a * long_b))


def _runs(wrong: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last of each stretch that holds."""
    found, at = [], 0
    for holds, some in groupby(wrong):
        length = sum(1 for _ in some)
        if holds:
            found.append((at, at + length - 1))
        at += length
    return found
