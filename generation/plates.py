"""What was behind: holes filled from the frames that show it, before and after, and painted once where no frame does.

Two passes, one backwards and one forwards, each carrying what it has seen of the background along with the camera: a homography
from tracked points outside the holes, and the rest of the movement from dense flow around the hole. Each keeps how long ago a
pixel was seen; the later pass mixes both by that, matched in exposure and at the seams. What neither has seen is painted by the
inpainting network on the first frame that needs it and carried on in the same way, so that it lies still in the scene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.tracking import cut_between

Hole = npt.NDArray[np.bool_]  # (height, width)
Read = Callable[[int, int], Sequence[tuple[Pixels, Hole]]]  # frames first … last, both inside, with their holes
Paint = Callable[[Pixels, Hole], Pixels]
Box = tuple[int, int, int, int]

WINDOW = 12  # frames that are held at a time
_SIDE = 640  # pixels of the longer side at which movement is measured
_RING = 24  # pixels around a hole in which exposure and seams are matched
_STILL = 0.1  # pixels below which the camera did not move
_AGREE = 20.0  # levels within which both passes mean the same thing
_SLIVER = 0.004  # of a hole: less than that, not seen by anybody, is filled from beside it


@dataclass(frozen=True)
class Filled:
    """One frame with its hole filled, the box of what changed (None: nothing), and what share of the hole was painted."""

    pixels: Pixels
    box: Box | None
    painted: float


def hole_of(masks: Sequence[npt.NDArray[np.uint8]], grow: int) -> Hole:
    """The union of masks, wider by so many pixels."""
    inside: Hole = np.maximum.reduce(masks) > 32
    if grow and inside.any():
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
        inside = cv2.dilate(inside.astype(np.uint8), disc) > 0
    return inside


def filled(
    read: Read, count: int, keep: Callable[[], Path], paint: Paint, *, feather: int = 4, tell: Callable[[float], None]
) -> Iterator[Filled]:
    """The frames 0 … count − 1 without what was in their holes; `keep` gives paths for what the first pass has to remember."""
    kept: dict[int, tuple[Path, Box]] = {}
    later = _Seen()
    for n, (pixels, hole) in _backwards(read, count):
        tell(0.4 * (count - n) / count)
        later.move(pixels, hole)
        if hole.any():
            kept[n] = (path := keep(), box := _box(hole))
            np.savez(path.open("wb"), *later.matched(pixels, hole, box))
        later.see(pixels, hole)
    earlier, made = _Seen(), _Seen()
    for n in range(count):
        if n % WINDOW == 0:
            window = read(n, min(count, n + WINDOW) - 1)
        tell(0.4 + 0.6 * n / count)
        pixels, hole = window[n % WINDOW]
        way = earlier.move(pixels, hole)
        made.follow(way, pixels)
        if not hole.any():
            earlier.see(pixels, hole)
            yield Filled(pixels, None, 0.0)
            continue
        path, box = kept.pop(n)
        with np.load(path) as stored:
            after = tuple(stored[name] for name in stored.files)
        path.unlink()
        out, share = _joined(pixels, hole, box, earlier.matched(pixels, hole, box), after, made, paint, feather)
        earlier.see(pixels, hole)
        yield Filled(out, box, share)


def _backwards(read: Read, count: int) -> Iterator[tuple[int, tuple[Pixels, Hole]]]:
    for end in range(count, 0, -WINDOW):
        first = max(0, end - WINDOW)
        yield from zip(range(end - 1, first - 1, -1), list(read(first, end - 1))[::-1], strict=True)


def _box(hole: Hole) -> Box:
    x, y, width, height = cv2.boundingRect(hole.astype(np.uint8))
    margin = _RING + 8
    return max(0, x - margin), max(0, y - margin), min(hole.shape[1], x + width + margin), min(hole.shape[0], y + height + margin)


def _joined(
    pixels: Pixels, hole: Hole, box: Box, one: Any, other: Any, made: _Seen, paint: Paint, feather: int
) -> tuple[Pixels, float]:
    """The frame with its hole filled by what was seen before and after, and by what is painted."""
    at = (slice(box[1], box[3]), slice(box[0], box[2]))
    inside = hole[at]
    (before, known, age), (after, known_too, age_too) = one, other
    nearer = age.astype(np.float32) ** 4, age_too.astype(np.float32) ** 4
    share = np.where(known & known_too, nearer[0] / np.maximum(nearer[0] + nearer[1], 1e-6), (~known).astype(np.float32))
    apart = cv2.blur(np.abs(before - after).max(2), (7, 7)) > _AGREE
    share = np.where(known & known_too & apart, (share > 0.5).astype(np.float32), share).astype(np.float32)
    behind = before + share[..., None] * (after - before)
    unseen = inside & ~known & ~known_too
    whole = pixels.astype(np.float32)
    part = whole[at]  # a view: what is found goes into the whole
    part[inside] = behind[inside]
    if unseen.any():
        lacking = np.zeros_like(hole)
        lacking[at] = unseen
        made.complete(whole, lacking, int(inside.sum()), paint)
    depth = cv2.distanceTransform(np.pad(inside.astype(np.uint8), 1, mode="edge"), cv2.DIST_L2, 3)[1:-1, 1:-1]
    weight = np.clip(depth / (feather + 1), 0, 1)[..., None]
    out = pixels.copy()
    out[at] = np.clip(pixels[at] + weight * (part - pixels[at]) + 0.5, 0, 255).astype(np.uint8)
    return out, float(unseen.sum() / inside.sum())


class _Seen:
    """What is known of the background at the frame it was last moved to: colours, where they are known, and how old they are."""

    def __init__(self) -> None:
        self._colours: Any = None  # (height, width, 3) float32
        self._known: Any = None
        self._age: Any = None
        self._last: tuple[Pixels, Any, Hole] | None = None  # the frame before, small and grey, and its hole

    def move(self, pixels: Pixels, hole: Hole) -> Any:
        """Carry what is known to this frame; the field by which it went, "still", or None where another shot begins."""
        grey, small = _small(pixels, hole)
        way: Any = None
        if self._last is not None and not cut_between(self._last[0], pixels):
            way = _movement(self._last[1], self._last[2], grey, small, pixels.shape[:2])
        self.follow(way, pixels)
        self._last = (pixels, grey, small)
        return way

    def follow(self, way: Any, pixels: Pixels) -> None:
        """Carry what is known by a field; None forgets all of it."""
        if way is None or self._colours is None:
            self._colours = pixels.astype(np.float32)
            self._known = np.zeros(pixels.shape[:2], bool)
            self._age = np.zeros(pixels.shape[:2], np.uint16)
            return
        self._age = np.minimum(self._age, 60_000) + np.uint16(1)
        if isinstance(way, str):
            return
        across, down = way
        self._colours = cv2.remap(self._colours, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        whole = cv2.remap(self._known.astype(np.float32), across, down, cv2.INTER_LINEAR, borderValue=0)
        self._known = whole > 0.99
        self._age = cv2.remap(self._age, across, down, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)

    def see(self, pixels: Pixels, hole: Hole) -> None:
        """Take what this frame shows."""
        self._colours = np.where(hole[..., None], self._colours, pixels).astype(np.float32)
        self._known = self._known | ~hole
        self._age = np.where(hole, self._age, 0).astype(np.uint16)

    def matched(self, pixels: Pixels, hole: Hole, box: Box) -> tuple[Any, Any, Any]:
        """Colours, known and age of a box, matched to the frame around its hole."""
        at = (slice(box[1], box[3]), slice(box[0], box[2]))
        colours, known, inside = self._colours[at], self._known[at], hole[at]
        ring = cv2.dilate(inside.astype(np.uint8), np.ones((2 * _RING + 1,) * 2, np.uint8)) > 0
        usable = ring & ~inside & known
        if usable.sum() < 100:
            return colours.astype(np.float32), known, self._age[at]
        gain = np.clip(np.median(pixels[at][usable], 0) / np.maximum(np.median(colours[usable], 0), 1), 0.8, 1.25)
        colours = colours * gain.astype(np.float32)
        wrong = pixels[at] - colours
        fits = (usable & (np.abs(wrong).max(2) < 24)).astype(np.float32)
        return (colours + _spread(wrong * fits[..., None], fits)).astype(np.float32), known, self._age[at]

    def complete(self, whole: Any, lacking: Hole, size: int, paint: Paint) -> None:
        """Put what is painted where nothing is known, (height, width, 3) float32, in place; paint what is not painted yet."""
        have = lacking & self._known
        whole[have] = self._colours[have]
        missing = lacking & ~have
        if missing.any():
            picture = np.clip(whole + 0.5, 0, 255).astype(np.uint8)
            if missing.sum() > max(16, _SLIVER * size):
                new = paint(picture, missing)
            else:
                new = cv2.inpaint(picture, missing.astype(np.uint8), 3, cv2.INPAINT_TELEA)
            whole[missing] = new[missing]
            self._colours[missing] = new[missing]
            self._known = self._known | missing


def _spread(values: Any, weight: Any) -> Any:
    """Values (height, width, 3) where they are weighted, and smoothly between and beyond, fading where there are none near."""
    total, amount = np.zeros_like(values), np.zeros_like(weight)
    for reach, share in ((9, 1.0), (31, 1e-2), (101, 1e-4)):
        near = cv2.boxFilter(np.dstack([values, weight]), -1, (reach, reach), borderType=cv2.BORDER_CONSTANT)
        near = cv2.boxFilter(near, -1, (reach, reach), borderType=cv2.BORDER_CONSTANT)
        total, amount = total + share * near[..., :3], amount + share * near[..., 3]
    return total / np.maximum(amount + 1e-7, 1e-7)[..., None]


def _small(pixels: Pixels, hole: Hole) -> tuple[Any, Hole]:
    scale = min(1.0, _SIDE / max(hole.shape))
    size = tuple(max(16, round(side * scale)) for side in hole.shape[::-1])
    grey = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return grey, cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0


def _movement(before: Any, hole_before: Hole, now: Any, hole: Hole, full: tuple[int, int]) -> Any:
    """Where each pixel of a frame was in the one before, as maps for cv2.remap; "still" where nothing moved."""
    height, width = now.shape
    matrix = _camera(before, hole_before, now, hole)
    inverse = np.linalg.inv(matrix)
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    aligned = cv2.warpPerspective(before, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    covered = cv2.warpPerspective(hole_before.astype(np.uint8), matrix, (width, height), borderValue=1) > 0
    rest = _rest(aligned, now, hole | covered)
    still = bool(np.array_equal(matrix, np.eye(3)))
    if still and rest is None:
        return "still"
    points = np.stack([across, down], 2)
    if rest is not None:
        points = points + rest
    was = cv2.perspectiveTransform(points.reshape(1, -1, 2), inverse).reshape(height, width, 2)
    moved = cv2.resize((was - np.stack([across, down], 2)).astype(np.float32), full[::-1], interpolation=cv2.INTER_LINEAR)
    across, down = np.meshgrid(np.arange(full[1], dtype=np.float32), np.arange(full[0], dtype=np.float32))
    return across + moved[..., 0] * np.float32(full[1] / width), down + moved[..., 1] * np.float32(full[0] / height)


def _camera(before: Any, hole_before: Hole, now: Any, hole: Hole) -> Any:
    """The homography from one frame to the next by points outside the holes; the identity where it cannot be told."""
    free = (~hole_before).astype(np.uint8) * 255
    points = cv2.goodFeaturesToTrack(before, 500, 0.005, 8, mask=free)
    if points is None or len(points) < 12:
        return np.eye(3)
    follow: Any = cv2.calcOpticalFlowPyrLK
    there, found, _ = follow(before, now, points, None, winSize=(15, 15))
    back, found_back, _ = follow(now, before, there, None, winSize=(15, 15))
    good = (found.ravel() == 1) & (found_back.ravel() == 1) & (np.abs(back - points).reshape(-1, 2).max(1) < 0.5)
    x, y = there.reshape(-1, 2).round().astype(int).T
    inside = (x >= 0) & (y >= 0) & (x < now.shape[1]) & (y < now.shape[0])
    good &= inside
    good[good] &= ~hole[y[good], x[good]]
    if good.sum() < 12:
        return np.eye(3)
    cv2.setRNGSeed(1)
    matrix, kept = cv2.findHomography(points[good], there[good], cv2.RANSAC, 1.5)
    if matrix is None or kept.sum() < max(10, 0.3 * good.sum()):
        return np.eye(3)
    height, width = now.shape
    corners = np.array([[[0, 0], [width, 0], [0, height], [width, height], [width / 2, height / 2]]], np.float32)
    if np.abs(cv2.perspectiveTransform(corners, matrix) - corners).max() < _STILL:
        return np.eye(3)
    return matrix


def _rest(aligned: Any, now: Any, hidden: Hole) -> Any:
    """What moved beside the camera's homography, from around the hidden part into it; None where that is next to nothing."""
    height, width = now.shape
    near = cv2.dilate(hidden.astype(np.uint8), np.ones((41, 41), np.uint8)) > 0
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(
        now, aligned, np.zeros((height, width, 2), np.float32)
    )
    ring = near & ~(cv2.dilate(hidden.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0)
    if ring.sum() < 50 or np.percentile(np.hypot(flow[..., 0], flow[..., 1])[ring], 70) < 0.35:
        return None
    middle = np.median(flow[ring], 0)
    usual = np.hypot(*np.moveaxis(flow - middle, 2, 0)) < 4  # what moves by itself does not take the background along
    weight = (ring & usual).astype(np.float32)
    found = _spread(np.dstack([flow * weight[..., None], weight]), weight)[..., :2]
    return np.where(near[..., None], found, 0).astype(np.float32)
