"""What was behind: holes filled from the scene that the other frames show, painted once where none does, steady in time.

The camera is tracked once; for every stretch of frames the scene behind is put together on one sheet (`plates_scene`). Each hole
is filled from that sheet: laid on the frame by the camera's matrix and by what smooth movement is left around the hole, matched
in light around it, with the grain of the shot. What the masks missed beside the hole, and shadows, can be taken away with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation import plates_scene
from generation.backdrops import Grain, Grainer, grain_of, mean_grain
from generation.drivers import Pixels
from generation.movement import Matrix, sized, unit
from generation.movement_camera import shots
from generation.plates_edges import LEAK, SHADE, beside, matched, passing
from generation.plates_moving import REACH, Carried, carried
from generation.plates_paint import Hole, Paint, filled_evenly
from generation.plates_scene import Sample, Scene, drift, warped

Read = Callable[[int, int], Sequence[tuple[Pixels, Hole]]]  # frames first … last, both inside, with their holes
Box = tuple[int, int, int, int]

_GAP = 0.02  # of a mask: a gap smaller than that belongs to it
_CREVICE = 0.004  # of the width: so wide a gap at the edge as well
WINDOW = 12  # frames that are held at a time
WORKING = 2560  # pixels of the longer side: beyond that the fill is made smaller and brought to size
_CHAPTER = 192  # frames that share a base: what is behind, as far as anything of it was seen, and what is painted
_SAMPLES = 40  # of a base, and a few from all over the shot
_FAR = 10
_STRETCH = 16  # frames that share a scene: the base with what most frames near by agree on
_BEYOND = 14  # frames before and after a stretch that are near by
_BLEND = 8  # frames over which one scene goes over into the next
_DOUBT = 0.15  # less sure of what moves behind than this: the scene alone
_AHEAD = 8  # frames for which what moves behind the hole is made at once
_RING = 28  # pixels around a hole, at 1280 wide, in which light is matched


class NothingSeen(Exception):
    """The masks cover the whole picture in every frame of a shot: there is nothing to tell what is behind."""


@dataclass(frozen=True)
class Filled:
    """One frame with its hole filled, the box of what changed (None: nothing), and what share of the hole was painted."""

    pixels: Pixels
    box: Box | None
    painted: float


@dataclass(frozen=True)
class Manner:
    """How holes are filled: soft seams so wide (pixels), what the mask missed beside it and shadows taken away with it."""

    feather: int = 4
    missed: bool = True
    shadows: bool = False


def hole_of(masks: Sequence[npt.NDArray[np.uint8]], grow: int) -> Hole:
    """The union of masks without gaps within (an eye, a beak that was missed), wider by so many pixels."""
    inside: Hole = np.maximum.reduce(masks) > 32
    if inside.any():
        side = 2 * max(1, round(_CREVICE * inside.shape[1])) + 1
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        inside = cv2.morphologyEx(inside.astype(np.uint8), cv2.MORPH_CLOSE, disc) > 0
        count, labels, stats, _ = cv2.connectedComponentsWithStats((~inside).astype(np.uint8), connectivity=4)
        gaps = [n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] < _GAP * inside.sum()]
        if gaps:
            inside = inside | np.isin(labels, gaps)
    if grow and inside.any():
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
        inside = cv2.dilate(inside.astype(np.uint8), disc) > 0
    return inside


def filled(
    read: Read,
    count: int,
    scratch: Callable[[], Path],
    paint: Paint,
    *,
    manner: Manner = Manner(),
    keep: Iterator[Hole] | None = None,
    tell: Callable[[float], None],
) -> Iterator[Filled]:
    """The frames 0 … count − 1 without what was in their holes; `scratch` gives paths for what has to be remembered.

    `keep`: of each frame in order, what else moves there by itself and stays as it is outside the hole.

    Raises:
        NothingSeen: when a shot shows nothing but holes.
    """
    empty, whole = np.zeros(count, bool), np.zeros(count, bool)

    def frames() -> Iterator[tuple[Pixels, Hole]]:
        for n, (pixels, hole) in enumerate(_every(read, 0, count)):
            empty[n], whole[n] = not hole.any(), bool(hole.all())
            yield pixels, hole

    found = shots(frames(), tell=lambda n: tell(0.25 * n / count))
    for first, ways in found:
        end = first + len(ways)
        if empty[first:end].all():
            for pixels, _ in _every(read, first, end):
                next(keep, None) if keep else None
                yield Filled(pixels, None, 0.0)
            continue
        if whole[first:end].all():
            raise NothingSeen(f"frames {first} to {end - 1}")
        shot = _Shot(read, first, ways, scratch, paint, manner)
        for n, (pixels, hole) in enumerate(_every(read, first, end)):
            tell(0.25 + 0.75 * (first + n) / count)
            stays = next(keep, None) if keep else None
            yield shot.filled(n, pixels, hole, stays) if hole.any() else Filled(pixels, None, 0.0)


def _every(read: Read, first: int, end: int) -> Iterator[tuple[Pixels, Hole]]:
    for at in range(first, end, WINDOW):
        yield from read(at, min(end, at + WINDOW) - 1)


class _Shot:
    """The frames between two cuts: bases of their chapters and scenes of their stretches, made when they are needed."""

    def __init__(
        self, read: Read, first: int, ways: npt.NDArray[np.float64], scratch: Callable[[], Path], paint: Paint, manner: Manner
    ) -> None:
        self._read, self._first, self._scratch, self._paint, self._manner = read, first, scratch, paint, manner
        self._shares, self._frames = ways, len(ways)
        self._bases: dict[int, tuple[int, Scene]] = {}  # chapter: (its frame, its scene)
        self._scenes: dict[int, tuple[int, Scene]] = {}  # stretch: the same
        self._carried: dict[int, Carried] = {}  # frame: what moves behind its hole; made only where something does
        self._size = (0, 0)
        self._grain: Grain | None = None
        self._grainer: Grainer | None = None

    def filled(self, n: int, pixels: Pixels, hole: Hole, keep: Hole | None) -> Filled:
        """Frame n of the shot without what is in its hole; what is to be kept stays beside it, whatever it looks like."""
        self._size = _working(pixels)
        small, hole_small = _small(pixels, hole, self._size)
        stays = np.zeros_like(hole_small) if keep is None else _small(pixels, keep, self._size)[1]
        stretch = n // _STRETCH
        for old in [one for one in self._carried if one < n]:
            del self._carried[old]
        fill = self._fill(stretch, n, small, hole_small, stays)
        left, right = n - stretch * _STRETCH, (stretch + 1) * _STRETCH - 1 - n
        other = stretch - 1 if left < _BLEND // 2 else stretch + 1 if right < _BLEND // 2 else -1
        if 0 <= other <= (self._frames - 1) // _STRETCH:
            fill = fill.mixed(self._fill(other, n, small, hole_small, stays), 0.5 - (min(left, right) + 0.5) / _BLEND)
        for old in [one for one in self._scenes if one < stretch - 1]:
            del self._scenes[old]
        for old in [one for one in self._bases if one < n // _CHAPTER - 1]:
            del self._bases[old]
        return fill.on(pixels, n, self._grainer)

    def _between(self, n: int, to: int) -> Matrix:
        """From frame n to another, in pixels at working size."""
        if np.array_equal(self._shares[n], self._shares[to]):
            return np.eye(3)
        one, other = (sized(self._shares[at], *self._size) for at in (n, to))
        return unit(other @ np.linalg.inv(one))

    def _fill(self, stretch: int, n: int, pixels: Pixels, hole: Hole, keep: Hole) -> _Fill:
        if stretch not in self._scenes:
            self._scenes[stretch] = self._scene(stretch)
        own, scene = self._scenes[stretch]
        if self._grainer is None and self._grain is not None:
            self._grainer = Grainer(self._grain, grain_of(scene.pixels, scene.count > 0), 1.0)
        return _Fill.made(scene, self._between(own, n), pixels, hole, keep, self._manner, lambda: self._moving(n))

    def _moving(self, n: int) -> Carried:
        """What moves by itself behind the hole of frame n."""
        if n not in self._carried:
            first, end = max(0, n - REACH), min(self._frames, n + _AHEAD + REACH)
            near = [
                _small(pixels, hole, self._size)
                for pixels, hole in _every(self._read, self._first + first, self._first + end)
            ]  # fmt: skip
            last = min(self._frames, n + _AHEAD)
            found = carried([one for one, _ in near], [hole for _, hole in near], n - first, last - first)
            self._carried.update(zip(range(n, last), found, strict=True))
        return self._carried[n]

    def _sample(self, own: int, n: int, pixels: Pixels, hole: Hole) -> Sample:
        return Sample(*_small(pixels, hole, self._size), self._between(own, n))

    def _single(self, own: int, n: int) -> Sample:
        return self._sample(own, n, *self._read(self._first + n, self._first + n)[0])

    def _scene(self, stretch: int) -> tuple[int, Scene]:
        """The base, with what most frames near by agree on."""
        begin, end = stretch * _STRETCH, min(self._frames, (stretch + 1) * _STRETCH)
        own = (begin + end - 1) // 2
        chapter = own // _CHAPTER
        if chapter not in self._bases:
            self._bases[chapter] = self._base(chapter)
        base = self._bases[chapter]
        near = range(max(0, begin - _BEYOND), min(self._frames, end + _BEYOND))
        box = plates_scene.extent([self._between(own, one) for one in range(begin, end)], self._size)

        def samples() -> Iterator[Sample]:
            yield self._single(own, own)
            for at in range(near.start, near.stop, WINDOW):
                last = min(near.stop, at + WINDOW) - 1
                for n, (pixels, hole) in enumerate(self._read(self._first + at, self._first + last), start=at):
                    if n % 2 == own % 2 and n != own:
                        yield self._sample(own, n, pixels, hole)

        made = plates_scene.scene(samples(), box, self._scratch())
        return own, plates_scene.laid_over(base[1], self._between(own, base[0]), made)

    def _base(self, chapter: int) -> tuple[int, Scene]:
        """What is behind the holes of a chapter, painted where nothing shows it."""
        begin, end = chapter * _CHAPTER, min(self._frames, (chapter + 1) * _CHAPTER)
        own = (begin + end - 1) // 2
        step = max(1, (end - begin) // _SAMPLES)
        far = sorted({int(one) for one in np.linspace(0, self._frames - 1, _FAR)} - set(range(begin, end)))
        box = plates_scene.extent([self._between(own, one) for one in range(begin, end)], self._size)
        needed = np.zeros((box[3] - box[1], box[2] - box[0]), bool)
        to_sheet = np.array([[1.0, 0, -box[0]], [0, 1, -box[1]], [0, 0, 1]])
        grains: list[Grain] = []

        def samples() -> Iterator[Sample]:
            yield self._single(own, own)
            every = _every(self._read, self._first + begin, self._first + end)
            for n, (pixels, hole) in enumerate(every, start=begin):
                if hole.any():
                    low = _small(pixels, hole, self._size)[1].astype(np.uint8) * np.uint8(255)
                    back = to_sheet @ np.linalg.inv(self._between(own, n))
                    needed[:] |= cv2.warpPerspective(low, back, needed.shape[::-1], borderValue=0) > 0
                if (n - own) % step == 0:
                    if len(grains) < 8:
                        grains.append(grain_of(pixels, ~hole))
                    if n != own:
                        yield self._sample(own, n, pixels, hole)
            for n in far:
                yield self._single(own, n)

        made = plates_scene.scene(samples(), box, self._scratch())
        self._grain = self._grain or mean_grain(grains)
        if chapter - 1 in self._bases:
            earlier = self._bases[chapter - 1]
            plates_scene.take_over(made, earlier[1], self._between(own, earlier[0]))
        plates_scene.paint_over(made, needed, self._paint)
        return own, made


def _working(pixels: Pixels) -> tuple[int, int]:
    height, width = pixels.shape[:2]
    scale = min(1.0, WORKING / max(height, width))
    return max(16, round(width * scale)), max(16, round(height * scale))


def _small(pixels: Pixels, hole: Hole, size: tuple[int, int]) -> tuple[Pixels, Hole]:
    if hole.shape[::-1] == size:
        return pixels, hole
    low = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), low


@dataclass
class _Fill:
    """What comes into a box of one frame at working size: colours, how much of them (0…1), and what share was painted."""

    colours: Any  # (height, width, 3) float32
    cover: Any  # (height, width) float32
    box: Box
    size: tuple[int, int]
    painted: float

    @classmethod
    def made(
        cls, scene: Scene, way: Matrix, pixels: Pixels, hole: Hole, keep: Hole, manner: Manner, moving: Callable[[], Carried]
    ) -> _Fill:
        """The fill of a hole, matched to what is around it; what is to be kept beside it stays."""
        height, width = hole.shape
        unit_size = width / 1280
        ring = max(8, round(_RING * unit_size))
        reach = max(8, round(LEAK * unit_size)) if manner.missed else 0
        reach = max(reach, round(SHADE * unit_size)) if manner.shadows else reach
        x, y, wide, high = cv2.boundingRect(hole.astype(np.uint8))
        margin = ring + reach + 40
        box = (max(0, x - margin), max(0, y - margin), min(width, x + wide + margin), min(height, y + high + margin))
        at = (slice(box[1], box[3]), slice(box[0], box[2]))
        part, inside = pixels[at], hole[at]
        behind, known, painted = scene.seen(way, box)
        if not np.array_equal(way, np.eye(3)):
            field = drift(part, behind, known & ~painted & ~cv2.dilate(inside.astype(np.uint8), np.ones((9, 9))).astype(bool))
            if field is not None:
                behind, known = warped(behind, known, field)
        if not known.all():
            behind = filled_evenly(behind, known)
        colours = matched(part, behind, known & ~painted, inside, ring)
        if reach:
            missed = beside(
                part, colours, inside, known & ~painted, keep[at], unit_size, missed=manner.missed, shadows=manner.shadows
            )
            if missed.any():
                inside = inside | missed
                colours = matched(part, behind, known & ~painted, inside, ring)
        share = passing(part, colours, inside, known & ~painted, keep[at], unit_size)
        if share.any():
            shown, sure = moving().within(box)
            belief = cv2.GaussianBlur(np.clip((share * sure - _DOUBT) / 0.5, 0, 1), (0, 0), 1.5 * unit_size + 0.3)
            colours += (belief * (sure > 0))[..., None] * (shown - colours)
        depth = cv2.distanceTransform(np.pad(inside.astype(np.uint8), 1, mode="edge"), cv2.DIST_L2, 5)[1:-1, 1:-1]
        cover = np.clip(depth / (manner.feather * max(unit_size, 0.3) + 1), 0, 1).astype(np.float32)
        share = float((painted & inside).sum() / max(1, inside.sum()))
        return cls(colours, cover, box, (width, height), share)

    def mixed(self, other: _Fill, share: float) -> _Fill:
        """This and another fill of the same hole."""
        if other.box != self.box:
            return self
        colours = self.colours + share * (other.colours - self.colours)
        cover = self.cover + share * (other.cover - self.cover)
        return _Fill(colours, cover, self.box, self.size, self.painted)

    def on(self, pixels: Pixels, frame: int, grainer: Grainer | None) -> Filled:
        """The whole frame, at its own size."""
        height, width = pixels.shape[:2]
        across, down = width / self.size[0], height / self.size[1]
        box = (
            round(self.box[0] * across), round(self.box[1] * down), round(self.box[2] * across), round(self.box[3] * down),
        )  # fmt: skip
        at = (slice(box[1], box[3]), slice(box[0], box[2]))
        colours, cover = self.colours, self.cover
        if (width, height) != self.size:
            size = (box[2] - box[0], box[3] - box[1])
            colours = cv2.resize(colours, size, interpolation=cv2.INTER_CUBIC)
            cover = cv2.resize(cover, size, interpolation=cv2.INTER_LINEAR)
        fill = np.clip(colours + 0.5, 0, 255).astype(np.uint8)
        if grainer is not None:
            fill = grainer.on(fill, frame)
        out = pixels.copy()
        out[at] = np.clip(pixels[at] + cover[..., None] * (fill.astype(np.float32) - pixels[at]) + 0.5, 0, 255).astype(np.uint8)
        x, y, wide, high = cv2.boundingRect((cover > 0).astype(np.uint8))
        changed = (box[0] + x, box[1] + y, box[0] + x + wide, box[1] + y + high)
        return Filled(out, changed, self.painted)
