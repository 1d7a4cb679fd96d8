"""What is behind a layer's edge, seen in the frames before and after: an edge before a known ground is far easier to solve.

The ground is followed from frame to frame by its camera's movement (a homography of what lies outside the mask). Frames a little
before and after are laid over the one asked for, where the layer is not in them. How far they differ from it where the ground is
plain to see, near by, says how much they are worth: with parallax, leaves in the wind or water they are worth nothing, and the
colours around the edge have to do. Memory is bounded: a few frames on either side are held, smaller where they are large.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.mattes import Coverage
from generation.stacking import Light, to_light

LOOKS = (3, 6, 10)  # frames before and after that are looked at
TALL = 720  # pixels of height at which what is behind is kept
_MOST_BYTES = 190_000_000  # of frames held ahead: with larger ones fewer are
_SEEK = 480  # pixels of the longer side at which movement is measured
_POINTS, _LEAST = 240, 24
_STILL = 2.0  # levels by which a camera that stands still may differ
_AWAY = 0.05  # of the height: how far from another frame's mask its ground begins
_FAR, _FAR_STRANDS, _DEEP = 0.05, 0.09, 0.07  # of the height: how far out of the layer, and how deep in it, it is asked for
_CLEAR = 0.02  # alpha under which a solved frame is ground


def summed(values: Light) -> Light:
    """The sum over three channels, (height, width): several times as fast as NumPy's."""
    return np.asarray(cv2.transform(values, np.ones((1, 3), np.float32)), np.float32)


def patch(small: Light, size: tuple[int, int], box: tuple[int, int, int, int]) -> Light:
    """A box (left, top, right, bottom) of a map as it would be at another size (width, height)."""
    if box == (0, 0, *size):
        return small if small.shape[1::-1] == size else np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR))
    x, y = small.shape[1] / size[0], small.shape[0] / size[1]
    way = np.array([[x, 0, (box[0] + 0.5) * x - 0.5], [0, y, (box[1] + 0.5) * y - 0.5]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shape = (box[2] - box[0], box[3] - box[1])
    return np.asarray(cv2.warpAffine(small, way, shape, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)


@dataclass(frozen=True)
class Ground:
    """What is behind, in linear light (height, width, 3), and the sum of its variances, inf where nobody knows; made small."""

    colour: Light
    spread: Light

    def resized(self, size: tuple[int, int]) -> Ground:
        """The same at another size (width, height)."""
        if size == (self.spread.shape[1], self.spread.shape[0]):
            return self
        known = np.isfinite(self.spread)
        way = cv2.INTER_AREA if size[0] < self.spread.shape[1] else cv2.INTER_LINEAR
        values = np.dstack([self.colour * known[..., None], np.where(known, self.spread, 0)]).astype(np.float32)
        found = cv2.resize(values, size, interpolation=way)
        amount = cv2.resize(known.astype(np.float32), size, interpolation=way)
        safe = np.maximum(amount, 1e-6)
        spread = np.where(amount > 0.99, found[..., 3] / safe, np.inf).astype(np.float32)
        return Ground(found[..., :3] / safe[..., None], spread)

    def patch(self, size: tuple[int, int], box: tuple[int, int, int, int]) -> Ground:
        """A box (left, top, right, bottom) of it, as it would be at another size (width, height)."""
        if size == (self.spread.shape[1], self.spread.shape[0]):
            return self.part((slice(box[1], box[3]), slice(box[0], box[2])))
        known = np.isfinite(self.spread)
        weight = known.astype(np.float32)
        amount = patch(weight, size, box)
        safe = np.maximum(amount, 1e-6)
        spread = np.where(amount > 0.99, patch(np.where(known, self.spread, 0), size, box) / safe, np.inf).astype(np.float32)
        return Ground(patch(self.colour * weight[..., None], size, box) / safe[..., None], spread)

    def part(self, at: tuple[slice, slice]) -> Ground:
        """A part of it."""
        return Ground(self.colour[at], self.spread[at])


@dataclass
class _Held:
    pixels: Pixels
    mask: Coverage
    small: Pixels  # as it is kept for others
    covered: npt.NDArray[np.uint8]  # 255 where the layer may be, of the size of `small`
    grey: npt.NDArray[np.uint8]
    points: npt.NDArray[np.float32]
    onward: npt.NDArray[np.float64] | None = None  # from this frame to the next, in pixels of `grey`; None: a cut
    number: int = field(default=0)


class Surroundings:
    """Frames and masks in order, each with what is behind it; `keep` tells what came out, for the frames that follow."""

    def __init__(self, frames: Iterable[tuple[Pixels, Coverage]], *, strands: bool = False) -> None:
        self._frames = iter(frames)
        self._reach = _FAR_STRANDS if strands else _FAR
        self._held: deque[_Held] = deque()
        self._now: _Held | None = None
        self._count = 0

    def __iter__(self) -> Iterator[tuple[Pixels, Coverage, Ground | None]]:
        ahead, at = 1, 0
        while True:
            while len(self._held) <= at + ahead and (one := next(self._frames, None)) is not None:
                ahead = min(LOOKS[-1], max(1, _MOST_BYTES // max(1, one[0].nbytes)))
                self._held.append(self._taken(*one))
            if at >= len(self._held):
                return
            self._now = now = self._held[at]
            yield now.pixels, now.mask, self._behind(at)
            now.pixels, now.mask = now.small, now.mask[:1, :1]  # nobody asks for it again at full size
            if at == LOOKS[-1]:
                self._held.popleft()
            else:
                at += 1

    def keep(self, alpha: Light) -> None:
        """The alpha that was found for the frame given last."""
        if self._now is not None:
            height, width = self._now.covered.shape
            found = (cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA) > _CLEAR).astype(np.uint8) * 255
            self._now.covered = np.asarray(cv2.dilate(found, np.ones((5, 5), np.uint8)), np.uint8)

    def _taken(self, pixels: Pixels, mask: Coverage) -> _Held:
        height, width = mask.shape
        scale = min(1.0, TALL / height)
        size = (max(2, round(width * scale)), max(2, round(height * scale)))
        small: Any = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        away = 2 * round(_AWAY * size[1]) + 1
        covered: Any = cv2.dilate(
            (cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > 20).astype(np.uint8) * 255,
            cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (away, away)),
        )
        seek = min(1.0, _SEEK / max(pixels.shape[:2]))
        seen = (max(8, round(width * seek)), max(8, round(height * seek)))
        grey: Any = cv2.cvtColor(cv2.resize(small, seen, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        free = 255 - cv2.resize(covered, seen, interpolation=cv2.INTER_NEAREST)
        points = cv2.goodFeaturesToTrack(grey, _POINTS, 0.005, 7, mask=free)
        found = np.zeros((0, 1, 2), np.float32) if points is None else np.asarray(points, np.float32)
        held = _Held(pixels, mask, small, covered, grey, found, number=self._count)
        self._count += 1
        if self._held:
            last = self._held[-1]
            last.onward = _moved(last, held, np.eye(3))
        return held

    def _behind(self, at: int) -> Ground | None:
        now = self._held[at]
        if not now.mask.any():
            return None
        tall = now.covered.shape[0]
        wanted = cv2.dilate(now.covered, np.ones((2 * round(self._reach * tall) + 1,) * 2, np.uint8))
        whole = cv2.resize(now.mask, now.covered.shape[::-1], interpolation=cv2.INTER_AREA)
        wanted[cv2.erode(whole, np.ones((2 * round(_DEEP * tall) + 1,) * 2, np.uint8)) > 250] = 0
        x, y, width, height = cv2.boundingRect(wanted)
        part = (slice(y, y + height), slice(x, x + width))
        places = wanted[part] > 0
        if not places.any():
            return None
        mine = to_light(now.small[part])
        mine_mean = summed(mine) / 3
        open_ground = now.covered[part] == 0
        window = (2 * max(4, round(0.05 * tall)) + 1,) * 2
        laid: list[tuple[Light, Any, Light]] = []  # light, where it is usable, by how much it is wrong: at each place
        for other, matrix in self._others(at):
            shift = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]], np.float64)
            full = shift @ _scaled(matrix, now)
            size = (width, height)
            seen: Any = cv2.warpPerspective(other.small, full, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            hidden = cv2.warpPerspective(other.covered, full, size, flags=cv2.INTER_LINEAR, borderValue=255)
            light, usable = to_light(seen), hidden == 0
            both = usable & open_ground
            some = np.flatnonzero(both)[::7]
            if len(some) < 60:
                continue
            light *= np.float32(np.median(mine_mean.flat[some] + 1e-4) / np.median(summed(light).flat[some] / 3 + 1e-4))
            wrong = np.sqrt(cv2.sqrt(summed((light - mine) ** 2)))  # strands of the layer itself, in the open, weigh little so
            spoken, amount = (cv2.boxFilter(one, -1, window)[places] for one in (wrong * both, both.astype(np.float32)))
            own = (spoken / np.maximum(amount, 1e-6)) ** 2
            own = 1.3 * own * own + np.where(amount > 0.02, np.float32(0), np.float32(0.05)) + np.float32(1e-6)
            laid.append((light[places], usable[places], own))
        return _whole(now, part, places, *_agreed(laid)) if laid else None

    def _others(self, at: int) -> Iterator[tuple[_Held, npt.NDArray[np.float64]]]:
        """Frames to look at, with the movement from them to this one, in pixels of `grey`."""
        held = list(self._held)
        now = held[at]
        for way in (-1, 1):
            matrix: Any = np.eye(3)
            last = at
            for look in LOOKS:
                other = at + way * look
                while last != other and 0 <= last + way < len(held):
                    step = held[min(last, last + way)].onward
                    if step is None:
                        break
                    matrix = matrix @ (np.linalg.inv(step) if way > 0 else step)
                    last += way
                if last != other:
                    break
                direct = _moved(now, held[other], np.linalg.inv(matrix))
                if direct is not None:
                    matrix = np.linalg.inv(direct)
                    yield held[other], matrix


def _moved(one: _Held, other: _Held, guess: npt.NDArray[np.float64]) -> npt.NDArray[np.float64] | None:
    """The homography of the ground from a frame to another; None where there is none to be found."""
    if len(one.points) >= _LEAST:
        start = cv2.perspectiveTransform(one.points, guess).astype(np.float32)
        there, known, _ = cv2.calcOpticalFlowPyrLK(
            one.grey, other.grey, one.points, start, winSize=(15, 15), maxLevel=3, flags=cv2.OPTFLOW_USE_INITIAL_FLOW
        )
        good = known.ravel() == 1
        if good.sum() >= _LEAST:
            matrix, inlying = cv2.findHomography(one.points[good], there[good], cv2.RANSAC, 1.0)
            if matrix is not None and inlying.sum() >= max(_LEAST, 0.5 * len(good)):
                return np.asarray(matrix, np.float64)
    across = np.abs(one.grey.astype(np.int16) - other.grey).mean() < _STILL  # nothing to hold on to: does it stand still?
    return np.eye(3) if across else None


def _scaled(matrix: npt.NDArray[np.float64], held: _Held) -> npt.NDArray[np.float64]:
    """A movement in pixels of `grey` as one in pixels of `small`, centres counted."""
    up = np.diag([held.small.shape[1] / held.grey.shape[1], held.small.shape[0] / held.grey.shape[0], 1.0])
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    scale = np.linalg.inv(half) @ up @ half
    return scale @ matrix @ np.linalg.inv(scale)  # type: ignore[no-any-return]


def _agreed(laid: list[tuple[Light, Any, Light]]) -> tuple[Light, Light]:
    """What most of the frames laid over say at each place, and its spread: a strand that runs through one is voted down."""
    lights, usable, wrong = (np.stack([one[n] for one in laid]) for n in range(3))
    count = usable.sum(0)
    ranked = np.sort(np.where(usable[..., None], lights, np.float32(9)), axis=0)
    middle = np.clip((count - 1) // 2, 0, None)[None, ..., None]
    median = np.take_along_axis(ranked, middle, 0)[0]
    apart = (lights - median) ** 2
    off = apart[..., 0] + apart[..., 1] + apart[..., 2]
    weight = np.where(usable & (off <= 6 * wrong), 1 / wrong, np.float32(0))
    amount = np.maximum(weight.sum(0), 1e-9)
    mean = (lights * weight[..., None]).sum(0) / amount[..., None]
    each = 1 / np.maximum(count, 1).astype(np.float32)
    differ, own = (off * usable).sum(0) * each, (wrong * usable).sum(0) * each
    # three that agree outvote one; of two that differ nobody knows which is right
    spread = own + np.where(count <= 2, differ, np.maximum(0, differ - 6 * own) * 0.2)
    return mean, np.where(weight.sum(0) > 0, spread, np.inf).astype(np.float32)


def _whole(now: _Held, part: tuple[slice, slice], places: Any, mean: Light, spread: Light) -> Ground:
    """The ground at places of a part as that of the frame, as small as it is kept."""
    height, width = now.small.shape[:2]
    colour, all_spread = np.zeros((height, width, 3), np.float32), np.full((height, width), np.inf, np.float32)
    colour[part][places], all_spread[part][places] = mean, spread
    return Ground(colour, all_spread)
