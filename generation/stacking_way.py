"""How one layer is laid on through a clip: its settings, and what is measured once so that it belongs to the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation import frames as footage
from generation.drivers import Pixels
from generation.mezzanine import pixels_of
from generation.stacking import Shadow, Sheet, between
from generation.stacking_grain import Grain, Sower, measured
from generation.stacking_match import Cast, Statistics, cast_at, cast_between, statistics, steady
from generation.stacking_modes import Mode
from generation.stacking_pose import Key, Pose

_LOOKS, _GRAINS = 16, 4  # frames at which colours and grain are measured
_SMALL = 320  # pixels of a side on which colours are
_NEAR = 0.12  # of the height: how far around the layer its place reaches
_ANYWHERE = 0.06  # how much the rest of the picture says of the place


@dataclass(frozen=True)
class Way:
    """The settings of a layer."""

    opacity: float = 1.0
    mode: Mode = "normal"
    keys: tuple[Key, ...] = ()
    smooth: bool = True
    centre: tuple[float, float] = (0.5, 0.5)
    wrap: float = 0.0
    match: float = 0.0
    grain: float = 0.0
    shadow: Shadow | None = None
    shutter: float = 0.5

    def pose(self, frame: float) -> Pose:
        """Where it lies."""
        return between(self.keys, frame, smooth=self.smooth)


@dataclass(frozen=True)
class Fit:
    """A layer's settings with what was measured."""

    way: Way
    casts: tuple[tuple[int, Cast], ...] = ()
    sower: Sower | None = None

    def sheet(self, pixels: Pixels, frame: int) -> Sheet:
        """The layer at a frame, from its pixels (height, width, 4)."""
        way, half = self.way, self.way.shutter / 2
        sways = (way.pose(frame - half), way.pose(frame + half)) if len(way.keys) > 1 and half > 0 else None
        return Sheet(
            pixels, way.opacity, way.mode, way.pose(frame), way.centre, sways, way.wrap, cast_at(self.casts, frame), way.shadow,
            self.sower, frame,
        )  # fmt: skip


def fitted(layer: Path, back: Path, facts: footage.Facts, way: Way, seed: int) -> Fit:
    """Measures both clips at some frames, spread over them, where the settings ask for it; `seed` tells layers' grains apart.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    casts: tuple[tuple[int, Cast], ...] = ()
    sower = None
    if way.match > 0:
        found = [
            (n, cast) for n, one, other in _pairs(layer, back, facts, _LOOKS) if (cast := _cast(one, other, way, n)) is not None
        ]
        casts = tuple((n, cast.share(way.match)) for n, cast in steady(found, facts.frames))
    if way.grain > 0:
        grains = [
            (grain_of(other), measured(one[..., :3], one[..., 3] > 250)) for _, one, other in _pairs(layer, back, facts, _GRAINS)
        ]
        grain = middle([a for a, _ in grains]).beyond(middle([b for _, b in grains]), way.grain)
        sower = None if grain.none else Sower(grain, seed)
    return Fit(way, casts, sower)


def grain_of(pixels: Pixels) -> Grain:
    """The grain of a picture (height, width, 3 or 4), of what is opaque of it."""
    return measured(pixels[..., :3], pixels[..., 3] > 250 if pixels.shape[2] == 4 else None)


def middle(found: list[Grain]) -> Grain:
    """The middle of several measurements: one odd frame says nothing."""
    levels = np.median([one.levels for one in found], 0)
    return Grain(
        (float(levels[0]), float(levels[1]), float(levels[2]), float(levels[3])),
        float(np.median([one.size for one in found])),
        float(np.median([one.colour for one in found])),
    )


def spread(frames: int, most: int) -> list[int]:
    """So many frames at most, evenly spread over a clip."""
    count = min(most, frames)
    return [int((n + 0.5) * frames / count) for n in range(count)]


def _pairs(layer: Path, back: Path, facts: footage.Facts, most: int) -> Iterator[tuple[int, Pixels, Pixels]]:
    for n in spread(facts.frames, most):
        one, other = (pixels_of(next(footage.read(path, film=facts.rate, source_in=n, frames=1))) for path in (layer, back))
        yield n, one if one.shape[2] == 4 else np.dstack([one, np.full_like(one[..., :1], 255)]), other


def _cast(layer: Pixels, back: Pixels, way: Way, frame: int) -> Cast | None:
    """The change that brings a layer's colours to those around it at one frame; None where one of both is not there."""
    by = min(1.0, _SMALL / max(layer.shape[:2]))
    layer, back = (
        np.asarray(cv2.resize(one, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8) for one in (layer, back)
    )
    alpha = layer[..., 3].astype(np.float32) / 255
    size = (alpha.shape[1], alpha.shape[0])
    lies = np.asarray(cv2.warpAffine(alpha, way.pose(frame).matrix(size, way.centre)[:2], size))
    own = statistics(layer[..., :3], alpha)
    place = place_of(back, lies)
    return None if own is None or place is None else cast_between(own, place)


def place_of(back: Pixels, lies: npt.NDArray[Any]) -> Statistics | None:
    """What the colours are around and under what lies somewhere (its alpha, 0…1); None: there is nothing."""
    sigma = _NEAR * back.shape[0]
    around = np.clip(3 * np.asarray(cv2.GaussianBlur(lies.astype(np.float32), (0, 0), sigma)), 0, 1)
    weight = np.maximum(around, _ANYWHERE)
    if back.shape[2] == 4:
        weight = weight * (back[..., 3] / 255)
    return statistics(back[..., :3], weight)
