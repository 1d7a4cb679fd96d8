"""How good a take is, by what can be measured: sharp, steady, moving, whole; and one figure to rank takes by — pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.scoring_faults import Fault, Traces, faults

Pixels = npt.NDArray[np.uint8]  # (height, width, 3), sRGB
SHARP_AT = 12  # frames whose sharpness is measured
FLOWS = 160  # pairs of frames at most between which movement is measured
_WINDOW = 10  # frames in a row that are measured together
_PATCHES = (8, 5)  # across, down: where the light is compared
_BLURRED, _CRISP = 0.62, 0.24  # of Crete's measure: nothing is seen, everything is
_FLICKER = 5.0  # of 255: the oscillation of which two thirds are called flicker
_SPEED = 0.25  # shares of the picture's width in 1 s of film: lively movement
_SLOW, _WILD = 0.04, 0.97  # of the motion amount: hardly any, too much
_WEIGHTS = {"sharpness": 0.35, "steadiness": 0.35, "motion": 0.2, "likeness": 0.5, "agreement": 0.4}
WORST = 0.2  # no take with a fault is better than that


@dataclass(frozen=True)
class Measured:
    """Sharpness, flicker and motion amount of a clip, each 0…1, and what is wrong with it; frames count from its first."""

    sharpness: float
    flicker: float
    motion: float
    faults: tuple[Fault, ...]


def measure(
    frames: Iterable[Pixels],
    count: int,
    rate: Fraction,
    *,
    still: bool = False,
    tell: Callable[[float], None] = lambda done: None,
) -> Measured:
    """Measure a clip of `count` frames at this rate, seen once, in order; `still` says that it may stand still.

    Raises:
        ValueError: when there is no frame.
    """
    traces, light = Traces(), _Light(rate)
    sharp: list[float] = []
    every = max(1, count // SHARP_AT)
    windows = max(1, -(-count // FLOWS))
    for n, pixels in enumerate(frames):
        small = traces.add(pixels)
        if n % every == every // 2 or count == 1:
            sharp += crispness(pixels)
        light.see(small, measured=(n // _WINDOW) % windows == 0)
        tell(min(1.0, (n + 1) / max(1, count)))
    if not traces.level:
        raise ValueError("a clip without frames cannot be measured")
    sharpness = float(np.percentile(sharp, 60)) if sharp else 0.0
    return Measured(sharpness, light.flicker, light.motion, tuple(faults(traces, still=still)))


def crispness(pixels: Pixels) -> list[float]:
    """How sharp a picture is, 0…1, by what a blur takes from it (after Crété-Roffet et al. 2007); nothing for one without edges.

    It asks how much finer the picture is than its blurred self, and so hardly depends on what is seen.
    """
    light = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    found = []
    for kernel, axis in (((1, 9), 0), ((9, 1), 1)):
        blurred = cv2.blur(light, kernel)
        fine, coarse = np.abs(np.diff(light, axis=axis)), np.abs(np.diff(blurred, axis=axis))
        total = float(fine.sum())
        if total < 0.15 * fine.size:
            return []
        found.append(1 - float(np.maximum(0, fine - coarse).sum()) / total)
    return [float(np.clip((_BLURRED - max(found)) / (_BLURRED - _CRISP), 0, 1))]


class _Light:
    """Follows what moves from frame to frame, and what its light does on the way."""

    def __init__(self, rate: Fraction) -> None:
        self._rate = float(rate)
        self._flow: Any = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._before: npt.NDArray[np.uint8] | None = None
        self._steps: npt.NDArray[np.float32] | None = None
        self._speeds: list[float] = []
        self._swings: list[float] = []

    def see(self, light: npt.NDArray[np.uint8], *, measured: bool) -> None:
        before, self._before = self._before, light
        if before is None or not measured or min(light.shape) < 16:
            self._steps = None
            return
        flow = self._flow.calc(before, light, None)
        height, width = light.shape
        self._speeds.append(float(np.percentile(np.hypot(flow[..., 0], flow[..., 1]), 90)) / width * self._rate)
        across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        warped = cv2.remap(light, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        # Of each patch the middle step counts: what comes out from behind something is no flicker.
        steps = _patches(warped.astype(np.float32) - before)
        if self._steps is not None:
            turned = self._steps * steps < 0
            swing = np.where(turned, np.minimum(np.abs(self._steps), np.abs(steps)), 0)
            self._swings.append(float(np.percentile(swing, 75)))
        self._steps = steps

    @property
    def flicker(self) -> float:
        """0…1: how far the light of things swings up and down, following them. A fade or a lamp switched on does not swing."""
        return 1 - math.exp(-float(np.mean(self._swings)) / _FLICKER) if self._swings else 0.0

    @property
    def motion(self) -> float:
        """0…1: how much moves, and how fast."""
        return 1 - math.exp(-float(np.mean(self._speeds)) / _SPEED) if self._speeds else 0.0


def _patches(difference: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    height, width = difference.shape
    rows = np.linspace(0, height, _PATCHES[1] + 1).astype(int)
    columns = np.linspace(0, width, _PATCHES[0] + 1).astype(int)
    return np.array(
        [
            [np.median(difference[top:bottom, left:right]) for left, right in itertools.pairwise(columns)]
            for top, bottom in itertools.pairwise(rows)
        ],
        np.float32,
    )


def total(measured: Measured, likeness: float | None = None, agreement: float | None = None, *, still: bool = False) -> float:
    """One figure, 0…1: the weighted mean of what is known; with a fault at most `WORST`."""
    parts = {
        "sharpness": measured.sharpness,
        "steadiness": 1 - measured.flicker,
        "motion": 1.0 if still else liveliness(measured.motion),
        "likeness": likeness,
        "agreement": agreement,
    }
    known = {name: value for name, value in parts.items() if value is not None}
    mean = sum(_WEIGHTS[name] * value for name, value in known.items()) / sum(_WEIGHTS[name] for name in known)
    return round(mean * (WORST if measured.faults else 1.0), 4)


def liveliness(motion: float) -> float:
    """How welcome this much motion is, 0…1: hardly any is poor, some or much is well, too wild is less again."""
    if motion < _SLOW:
        return 0.4 + 0.6 * motion / _SLOW
    return 1.0 if motion <= _WILD else 1.0 - 0.5 * (motion - _WILD) / (1 - _WILD)
