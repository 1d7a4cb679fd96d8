"""How one layer is laid on through a clip: its settings, and what is measured once so that it belongs to the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation import frames as footage
from generation.drivers import Pixels
from generation.stacking import Shadow, Sheet, between
from generation.stacking_grain import Grain, Sower, measured
from generation.stacking_looks import looks, spread
from generation.stacking_match import THING, Cast, Statistics, cast_at, cast_between, statistics, steady
from generation.stacking_modes import Mode
from generation.stacking_pose import Key, Pose

_LOOKS, _GRAINS = 12, 4  # frames at which colours and grain are measured
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


def fitted(layers: Sequence[Path], back: Path, facts: footage.Facts, ways: Sequence[Way]) -> list[Fit]:
    """Measures the clips at some frames, spread over them, where the settings of a layer ask for it; lowest first.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    asking = [n for n, way in enumerate(ways) if way.match > 0 or way.grain > 0]
    found: dict[int, list[tuple[int, Cast]]] = {n: [] for n in asking}
    grains: dict[int, list[tuple[Grain, Grain]]] = {n: [] for n in asking}
    wanted = spread(facts.frames, _LOOKS) if asking else []
    for (at, behind), *seen in zip(looks(back, wanted), *(looks(layers[n], wanted) for n in asking), strict=True):
        for n, (_, one) in zip(asking, seen, strict=True):
            pixels = one if one.shape[2] == 4 else np.dstack([one, np.full_like(one[..., :1], 255)])
            if ways[n].match > 0 and (cast := _cast(pixels, behind, ways[n], at)) is not None:
                found[n].append((at, cast))
            if ways[n].grain > 0 and len(grains[n]) < _GRAINS:
                grains[n].append((grain_of(behind), grain_of(pixels)))
    return [
        Fit(
            way,
            tuple((at, cast.share(way.match)) for at, cast in steady(found[n], facts.frames)),
            _sower(grains[n], way.grain, n),
        )
        if n in found
        else Fit(way)
        for n, way in enumerate(ways)
    ]


def _sower(found: list[tuple[Grain, Grain]], amount: float, seed: int) -> Sower | None:
    """What adds the grain that a layer lacks, from that of the back and its own at some frames."""
    if not found:
        return None
    grain = middle([back for back, _ in found]).beyond(middle([own for _, own in found]), amount)
    return None if grain.none else Sower(grain, seed)


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


def _cast(layer: Pixels, back: Pixels, way: Way, frame: int) -> Cast | None:
    """The change that brings a layer's colours to those around it at one frame; None where one of both is not there."""
    by = min(1.0, _SMALL / max(layer.shape[:2]))
    layer, back = (
        np.asarray(cv2.resize(one, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8) for one in (layer, back)
    )
    alpha = layer[..., 3].astype(np.float32) / 255
    size = (alpha.shape[1], alpha.shape[0])
    lies = np.asarray(cv2.warpAffine(alpha, way.pose(frame).matrix(size, way.centre)[:2], size))
    own = statistics(layer[..., :3], alpha, THING)
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
