"""The scene behind, put together once for a stretch of frames: what most of them show of each place, and paint where none does.

Frames are laid on one sheet by the camera's matrices, and what that leaves (parallax, the lens) by smooth dense flow; each place
takes the middle of its values, so that neither a mask that missed a hand nor somebody passing leaves a ghost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.movement import CORNERS, Matrix, moved, unit
from generation.plates_paint import Hole, Paint, filled_evenly, painted

Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels
_ROOM = 1.5  # times the frame's side that a sheet may have at most beyond it
_FLOW = 480  # pixels of the longer side at which the remaining movement is measured
_FEW = 3  # samples that have to agree
_LOW = 640  # pixels of the longer side at which samples are compared
_NEIGHBOURS = 13  # pixels of that around a place in which they are
_AGREE = 9.0  # levels within which they agree
_TOLERANT = 1.2  # levels by which a sample may be worse before it counts a third
_MANY = 6  # that have to agree on something other than all others show there
_OTHER = 14.0  # levels that are something other
_SPECK = 0.005  # of the width: less than that is not believed to be something other
_GUARD = 0.004  # of the width: how far round a hole a frame is not believed


@dataclass
class Sample:
    """One frame for a scene: its pixels, its hole, and the matrix from the scene's frame to it."""

    pixels: Pixels
    hole: Hole
    way: Matrix


@dataclass
class Scene:
    """A sheet (height, width, 3) that begins at `origin` of its frame: how often each place was seen; painted where never."""

    pixels: Pixels
    count: npt.NDArray[np.uint8]
    sure: npt.NDArray[np.uint8]  # how many agree
    painted: Hole
    origin: tuple[int, int]

    @property
    def to_sheet(self) -> Matrix:
        """From pixels of its frame to pixels of the sheet."""
        return np.array([[1.0, 0, -self.origin[0]], [0, 1, -self.origin[1]], [0, 0, 1]])

    def seen(self, way: Matrix, box: Box) -> tuple[Pixels, Hole, Hole]:
        """A box (left, top, right, bottom) of the frame to which `way` leads: pixels, what is known there, what is painted."""
        left, top, right, bottom = box
        shift = np.array([[1.0, 0, -left], [0, 1, -top], [0, 0, 1]])
        matrix = shift @ way @ np.linalg.inv(self.to_sheet)
        size = (right - left, bottom - top)
        if np.allclose(matrix[:2, :2], np.eye(2), atol=1e-12) and np.allclose(matrix[:2, 2] % 1, 0, atol=1e-9):
            flags = cv2.INTER_NEAREST  # moved by whole pixels: exactly itself
        else:
            flags = cv2.INTER_CUBIC
        known = (self.count > 0) | self.painted
        pixels = cv2.warpPerspective(self.pixels, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        masks = np.dstack([known, self.painted]).astype(np.uint8) * np.uint8(255)
        shown = cv2.warpPerspective(masks, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(0, 0))
        return np.asarray(pixels, np.uint8), shown[..., 0] > 250, shown[..., 1] > 16


def scene(samples: Iterable[Sample], box: Box, path: Path) -> Scene:
    """The scene of some samples, its own frame first; `box` (left, top, right, bottom) of that frame; `path` for what is laid."""
    sheet = _Sheet(box, path)
    for one in samples:
        sheet.lay(one)
    made = sheet.decided()
    path.unlink(missing_ok=True)
    return made


class _Sheet:
    """Samples laid on a sheet, one after another, kept on disk."""

    def __init__(self, box: Box, path: Path) -> None:
        self._path, self._origin = path, (box[0], box[1])
        self._shape = (box[3] - box[1], box[2] - box[0])
        self._to_sheet = np.array([[1.0, 0, -box[0]], [0, 1, -box[1]], [0, 0, 1]])
        self._low: list[Any] = []
        self._mean: Any = None
        path.write_bytes(b"")

    def lay(self, sample: Sample) -> None:
        """Colours, and 255 where they are the background's, (height, width, 4), at the end of the file."""
        height, width = self._shape
        matrix = self._to_sheet @ np.linalg.inv(sample.way)
        still = np.array_equal(sample.way, np.eye(3))
        guard = 2 * max(2, round(_GUARD * sample.hole.shape[1])) + 1
        free = (1 - cv2.dilate(sample.hole.astype(np.uint8), np.ones((guard, guard), np.uint8))) * np.uint8(255)
        way = cv2.INTER_NEAREST if still else cv2.INTER_CUBIC
        covered = cv2.warpPerspective(free, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=0)
        pixels = np.asarray(
            cv2.warpPerspective(sample.pixels, matrix, (width, height), flags=way, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
        valid = np.asarray(covered > 250, np.bool_)
        if self._mean is None:
            self._mean, self._sure = pixels.copy(), valid.copy()
        else:
            common = valid & self._sure
            field = None if still or common.sum() < 400 else drift(self._mean, pixels, common)
            if field is not None:
                pixels, valid = warped(pixels, valid, field)
            pixels = matched_exposure(self._mean, pixels, valid & self._sure)
            new = valid & ~self._sure
            self._mean[new] = pixels[new]
            self._sure |= valid
        plane = np.dstack([pixels, valid.astype(np.uint8) * np.uint8(255)])
        with self._path.open("ab") as out:
            out.write(plane.tobytes())
        scale = min(1.0, _LOW / max(height, width))
        low = cv2.resize(plane, (max(8, round(width * scale)), max(8, round(height * scale))), interpolation=cv2.INTER_AREA)
        low[..., 3] = np.where(low[..., 3] > 250, 255, 0)
        self._low.append(low)

    def decided(self) -> Scene:
        """What most samples agree on around each place; colours from those that are nearest to it, so that nothing is smeared.

        The middle of all values says what belongs there; the samples that come closest to it in the neighbourhood are taken,
        as they are where they differ much, and together where they agree.
        """
        height, width = self._shape
        middle = _middle(np.array(self._low))
        costs, agreed = [], np.zeros(middle.shape[:2], np.uint8)
        for low in self._low:
            cost = _cost(low, middle)
            agreed += (cost < _AGREE) & (low[..., 3] > 127)
            costs.append(cost)
        least = np.min(costs, 0)
        out, weights = np.zeros((height, width, 3), np.float32), np.zeros((height, width, 1), np.float32)
        count = np.zeros((height, width), np.uint8)
        for n, cost in enumerate(costs):
            share = np.exp(-np.minimum(cost - least, 60) / _TOLERANT)
            plane = np.fromfile(self._path, np.uint8, height * width * 4, offset=n * height * width * 4)
            plane = plane.reshape(height, width, 4)
            valid = plane[..., 3] > 127
            share = (
                cv2.resize(share, (width, height), interpolation=cv2.INTER_LINEAR)[..., None] * valid[..., None]
                + 1e-9 * (valid[..., None])
            )
            out += share * plane[..., :3]
            weights += share
            count += valid
        known = weights[..., 0] > 0
        pixels = np.clip(out / np.maximum(weights, 1e-12) + 0.5, 0, 255).astype(np.uint8)
        sure = np.asarray(cv2.resize(agreed, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
        return Scene(pixels, np.where(known, count, 0).astype(np.uint8), sure, np.zeros((height, width), bool), self._origin)


def _middle(stack: Any) -> Any:
    """The middle of the valid values (samples, height, width, 4) of each place; 0 where there is none."""
    valid = stack[..., 3] > 127
    number = valid.sum(0)
    values = np.where(valid[..., None], stack[..., :3], np.uint8(255))
    values.sort(axis=0)
    at = np.clip((number - 1) // 2, 0, len(stack) - 1)[None, ..., None]
    return np.take_along_axis(values, at, 0)[0]


def _cost(low: Any, middle: Any) -> Any:
    """How far a sample is from the middle in the neighbourhood of each place; places it does not show count little."""
    valid = (low[..., 3] > 127).astype(np.float32)
    apart = np.abs(low[..., :3].astype(np.float32) - middle).max(2)
    near = cv2.boxFilter(np.dstack([apart * valid, valid]), -1, (_NEIGHBOURS, _NEIGHBOURS))
    wide = near[..., 0] / np.maximum(near[..., 1], 0.02)
    return np.where(valid > 0, np.maximum(wide, 0.5 * apart), 255).astype(np.float32)


def laid_over(base: Scene, way: Matrix, near: Scene) -> Scene:
    """A nearer scene where its samples agree, and elsewhere the base, of which `way` leads from the near scene's frame to its."""
    height, width = near.count.shape
    box = (near.origin[0], near.origin[1], near.origin[0] + width, near.origin[1] + height)
    behind, known, painted = base.seen(unit(np.linalg.inv(way)), box)
    behind = matched_exposure(near.pixels, behind, known & ~painted & (near.sure >= _FEW))
    apart = cv2.blur(np.abs(near.pixels.astype(np.float32) - behind).max(2), (9, 9))
    other = (near.sure >= _MANY) & (apart > _OTHER)  # it has changed since, or stands there now: many have to say so, together
    side = 2 * max(2, round(_SPECK * width)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    other = cv2.morphologyEx(other.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0
    trusted = ((near.sure >= _FEW) & ((apart <= _OTHER) | painted)) | other
    share = cv2.blur(cv2.erode(trusted.astype(np.float32), np.ones((3, 3), np.uint8)), (9, 9)) * (near.count > 0)
    share = np.where(known, share, near.count > 0)[..., None]
    pixels = np.clip(behind + share * (near.pixels.astype(np.float32) - behind) + 0.5, 0, 255).astype(np.uint8)
    count = np.where(known & ~painted, np.maximum(near.count, 1), near.count).astype(np.uint8)
    return Scene(pixels, count, near.sure, painted & (share[..., 0] < 0.5), near.origin)


def take_over(made: Scene, before: Scene, way: Matrix) -> None:
    """What another scene has painted stays as it was painted, what only that has seen stays seen; `way` leads to its frame."""
    height, width = made.count.shape
    box = (made.origin[0], made.origin[1], made.origin[0] + width, made.origin[1] + height)
    pixels, known, painted = before.seen(unit(np.linalg.inv(way)), box)
    use = known & (made.count == 0)
    made.pixels[use] = pixels[use]
    made.painted |= use & painted
    made.count[use & ~painted] = 1


def paint_over(made: Scene, wanted: Hole, paint: Paint) -> None:
    """Paint the places (of the sheet) that are wanted and that nothing has shown, and the rim that no frame is believed of.

    What lies beyond is made something quiet: black would shine in wherever the sheet is moved by parts of a pixel.
    """
    unknown = (made.count == 0) & ~made.painted
    if not unknown.any():
        return
    if not unknown.all():
        made.pixels[unknown] = filled_evenly(made.pixels, ~unknown)[unknown]
    core = (wanted & unknown).astype(np.uint8)
    if core.any():
        rim = 2 * (max(2, round(_GUARD * wanted.shape[1])) + 2) + 1
        missing = (cv2.dilate(core, np.ones((rim, rim), np.uint8)) > 0) & unknown
        made.pixels[missing] = painted(made.pixels, missing, paint)[missing]
        made.painted |= missing


# --- laying one picture on another ---


def spread(values: Any, weight: Any) -> Any:
    """Values (height, width, n) where they are weighted, and smoothly between and beyond, fading where there are none near."""
    total, amount = np.zeros_like(values), np.zeros_like(weight)
    longest = max(weight.shape)
    for reach, share in ((9, 1.0), (31, 1e-2), (101, 1e-4), (301, 1e-6)):
        if reach > 2 * longest:
            break
        near = cv2.boxFilter(np.dstack([values, weight]), -1, (reach, reach), borderType=cv2.BORDER_CONSTANT)
        near = cv2.boxFilter(near, -1, (reach, reach), borderType=cv2.BORDER_CONSTANT)
        total, amount = total + share * near[..., : values.shape[2]], amount + share * near[..., -1]
    found: Any = total / np.maximum(amount + 1e-9, 1e-9)[..., None]
    return found


def drift(fixed: Pixels, other: Pixels, common: Hole) -> Any:
    """What smooth movement still lies between two pictures that are laid on each other; None where it is next to nothing.

    (height, width, 2) float32: where in `other` each pixel of `fixed` is, relative to its own place; told from `common` alone.
    """
    height, width = common.shape
    scale = min(1.0, _FLOW / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    low = [cv2.cvtColor(cv2.resize(p, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY) for p in (fixed, other)]
    use = cv2.resize(common.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
    low[1] = np.where(use, low[1], low[0])  # where nothing can be told nothing moves
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(
        low[0], low[1], np.zeros((size[1], size[0], 2), np.float32)
    )
    inner = cv2.erode(use.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    if inner.sum() < 100:
        return None
    rough = np.abs(cv2.Laplacian(cv2.GaussianBlur(low[0], (0, 0), 1.5).astype(np.float32), cv2.CV_32F))
    middle = np.median(flow[inner], 0)
    usual = np.hypot(*np.moveaxis(flow - middle, 2, 0)) < 3.0  # what moves by itself does not take the background along
    weight = (inner & usual).astype(np.float32) * np.clip(cv2.blur(rough, (9, 9)), 0.02, 2)
    if np.percentile(np.hypot(flow[..., 0], flow[..., 1])[inner], 80) < 0.12:
        return None
    smooth = cv2.GaussianBlur(spread(flow * weight[..., None], weight), (0, 0), 6)
    large = cv2.resize(smooth.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return large / np.float32(scale)


def warped(pixels: Pixels, valid: Hole, field: Any) -> tuple[Pixels, Hole]:
    """A picture and its mask by a field as `drift` tells it."""
    height, width = valid.shape
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    to_x, to_y = across + field[..., 0], down + field[..., 1]
    moved_to = cv2.remap(pixels, to_x, to_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.remap(valid.astype(np.uint8) * np.uint8(255), to_x, to_y, cv2.INTER_LINEAR, borderValue=0)
    return np.asarray(moved_to, np.uint8), np.asarray(mask > 250, np.bool_)


def matched_exposure(fixed: Pixels, other: Pixels, common: Hole) -> Pixels:
    """The other picture as bright as the fixed one, by what both show; untouched where they differ by less than a level."""
    step = max(1, round((common.size / 60_000) ** 0.5))
    thin = (slice(step // 2, None, step), slice(step // 2, None, step))
    use = common[thin]
    one, two = fixed[thin][use].astype(np.float32), other[thin][use].astype(np.float32)
    near = np.abs(one - two).max(1) < 40 if len(one) else np.zeros(0, bool)
    if near.sum() < 100:
        return other
    gain = np.clip(one[near].mean(0) / np.maximum(two[near].mean(0), 1), 0.75, 1.33)
    if np.abs(gain - 1).max() * 128 < 0.6:
        return other
    return np.asarray(np.clip(other * gain.astype(np.float32) + 0.5, 0, 255), np.uint8)


def extent(ways: Sequence[Matrix], size: tuple[int, int]) -> Box:
    """The box, in pixels of a scene's frame, that frames see to which these matrices lead; bounded."""
    corners = CORNERS * size
    shown = np.concatenate([moved(unit(np.linalg.inv(one)), corners) for one in ways])
    low = np.maximum(np.floor(shown.min(0)).astype(int) - 2, (-_ROOM * np.array(size)).astype(int))
    high = np.minimum(np.ceil(shown.max(0)).astype(int) + 2, ((1 + _ROOM) * np.array(size)).astype(int))
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
