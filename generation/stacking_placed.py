"""A picture put into a shot: in a region of a frame, moving with the shot, as sharp, lit and grainy as what is around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

from generation import frames as footage
from generation.drivers import Pixels
from generation.movement import Movement
from generation.stacking_grain import Grain, Sower
from generation.stacking_light import Light, to_light, to_pixels
from generation.stacking_looks import looks, spread
from generation.stacking_match import THING, Cast, cast_at, cast_between, statistics, steady
from generation.stacking_pose import blurred, pictures
from generation.stacking_way import grain_of, middle, place_of

Region = tuple[float, float, float, float]  # left, top, right, bottom in shares of the picture
Fitting = Literal["fit", "fill", "stretch"]
_LOOKS = 12  # frames at which the place is looked at
_GRAINS = 5  # of them at which grain and edges are
_SMALL = 480  # pixels of the longer side on which colours are measured
_SHUTTER = 0.5  # of a frame, as a camera at 180 degrees, where the clip does not show that it was less
_FAST = 3.0  # pixels a frame from which on it does
_PROBE = 1.0  # pixels by which edges are blurred again, to see how sharp they were
_CALM = 0.7
_FAINT = 40.0  # slope in levels over some pixels below which nothing is an edge
_MOST_BLUR = 6.0  # pixels


@dataclass(frozen=True)
class Wish:
    """How far a picture is brought to the clip, each 0…1, and how it lies in its region.

    `round` is the radius of its corners, `soft` how far its edge fades, in shares of its shorter side.
    """

    fit: Fitting = "fit"
    match: float = 1.0
    sharpness: float = 1.0
    grain: float = 1.0
    round: float = 0.0
    soft: float = 0.0


class Placed:
    """A picture in a region of frame `at` of a clip, frame by frame."""

    def __init__(self, picture: Pixels, region: Region, at: int, movement: Movement, facts: footage.Facts, wish: Wish) -> None:
        """`picture` is (height, width, 4) sRGB with straight alpha; `movement` is as long as the clip."""
        self._size = (facts.width, facts.height)
        self._movement, self._wish = movement, wish
        shaped, self._into = _shaped(picture, region, self._size, wish)
        self.pixels = shaped
        self._alpha = shaped[..., 3:].astype(np.float32) / 255
        self._straight = to_light(shaped[..., :3])
        self._base = np.linalg.inv(movement.matrices[at])
        self._box = (0, 0, shaped.shape[1], shaped.shape[0])
        self._casts: list[tuple[int, Cast]] = []
        self._blur, self._shutter = 0.0, _SHUTTER
        self._sower: Sower | None = None

    def matrix(self, frame: float) -> npt.NDArray[Any]:
        """From the picture's pixels to the clip's at a frame, over corners; shares of a frame lie evenly between."""
        every = self._movement.matrices
        first = int(np.clip(np.floor(frame), 0, len(every) - 1))
        last = min(first + 1, len(every) - 1)
        share = float(np.clip(frame - first, 0, 1))
        moves = every[first] * (1 - share) + every[last] * share
        size = np.diag([*self._size, 1.0])
        found = size @ moves @ self._base @ np.linalg.inv(size) @ self._into
        return np.asarray(found / found[2, 2])

    def measure(self, clip: Path, facts: footage.Facts, seed: int) -> None:
        """Looks at the clip where the picture will lie, at some frames.

        Raises:
            BadInput: CLIP_UNREADABLE.
        """
        grains: list[Grain] = []
        blurs: list[float] = []
        shutters: list[float] = []
        found: list[tuple[int, Cast]] = []
        own = statistics(self.pixels[..., :3], self._alpha[..., 0], THING)
        for n, back in looks(clip, [n for n in spread(facts.frames, _LOOKS) if self._movement.there[n]]):
            by = min(1.0, _SMALL / max(self._size))
            small = np.asarray(cv2.resize(back, None, fx=by, fy=by, interpolation=cv2.INTER_AREA), np.uint8)
            lies = self._lies(n, by, small.shape[1::-1])
            place = place_of(small, lies)
            if own is not None and place is not None:
                found.append((n, cast_between(own, place)))
            if len(grains) < _GRAINS:
                grains.append(grain_of(back))
                blurs.append(blur_of(back[..., :3]) or 0.0)
            way = self._speed(n)
            fast = float(np.hypot(*way))
            wide = blur_of(back[..., :3], way) if fast > _FAST and len(shutters) < _GRAINS else None
            if wide is not None:  # a box as wide as the way has a sigma of a root of twelve less
                shutters.append(min(_SHUTTER, wide * 12**0.5 / fast))
        self._casts = [(n, cast.share(self._wish.match)) for n, cast in steady(found, facts.frames)]
        if shutters:
            self._shutter = float(np.median(shutters))
        if blurs:
            own_blur = 0.6  # of what was drawn or scaled down to this size
            wanted = float(np.median(blurs))
            self._blur = self._wish.sharpness * min(_MOST_BLUR, float(np.sqrt(max(0.0, wanted**2 - own_blur**2))))
        if grains and self._wish.grain > 0:
            added = middle(grains).beyond(Grain(), self._wish.grain)
            self._sower = None if added.none else Sower(added, seed)

    def _speed(self, frame: int) -> tuple[float, float]:
        """Pixels a frame to the right and down, of its middle."""
        middle = np.array([self._box[2] / 2, self._box[3] / 2, 1])
        ends = [(found := self.matrix(frame + step) @ middle)[:2] / found[2] for step in (-0.5, 0.5)]
        return float(ends[1][0] - ends[0][0]), float(ends[1][1] - ends[0][1])

    def _lies(self, frame: int, by: float, size: tuple[int, ...]) -> npt.NDArray[Any]:
        into = np.diag([by, by, 1]) @ self.matrix(frame)
        return np.asarray(cv2.warpPerspective(self._alpha[..., 0], into, (size[0], size[1]), flags=cv2.INTER_LINEAR))

    def frames(self) -> Iterator[Pixels]:
        """Every frame as (height, width, 4) sRGB with straight alpha; clear where it is not there."""
        width, height = self._size
        there = self._movement.there
        for n in range(len(there)):
            out = np.zeros((height, width, 4), np.uint8)
            if there[n] and (found := self._at(n)) is not None:
                part, (left, top, right, bottom) = found
                alpha = part[..., 3:]
                colour = part[..., :3]
                if self._sower is not None:
                    colour = self._sower.sown(colour, alpha, (left, top, right, bottom), n)
                out[top:bottom, left:right, :3] = to_pixels(colour / np.maximum(alpha, 1e-6))
                out[top:bottom, left:right, 3:] = np.clip(alpha * 255 + 0.5, 0, 255)
            yield out

    def _at(self, frame: int) -> tuple[Light, tuple[int, int, int, int]] | None:
        there, last = self._movement.there, len(self._movement.there) - 1
        cast = cast_at(self._casts, frame)
        straight = self._straight if cast == Cast() else cast(self._straight)
        given = np.concatenate([straight * self._alpha, self._alpha], 2)
        here = self.matrix(frame)
        matrices = [here]
        if 0 < frame < last and there[frame - 1] and there[frame + 1]:
            ends = self.matrix(frame - self._shutter / 2), self.matrix(frame + self._shutter / 2)
            count = pictures(*ends, self._box)
            if count > 1:
                matrices = [ends[0] + (ends[1] - ends[0]) * k / (count - 1) for k in range(count)]
        found = blurred(given, self._box, self._size, matrices)
        if found is None or self._blur < 0.3:
            return found
        return _defocused(*found, self._size, self._blur)


def _defocused(
    part: Light, box: tuple[int, int, int, int], size: tuple[int, int], sigma: float
) -> tuple[Light, tuple[int, int, int, int]]:
    reach = int(np.ceil(3 * sigma))
    left, top = max(0, box[0] - reach), max(0, box[1] - reach)
    right, bottom = min(size[0], box[2] + reach), min(size[1], box[3] + reach)
    wide = cv2.copyMakeBorder(part, box[1] - top, bottom - box[3], box[0] - left, right - box[2], cv2.BORDER_CONSTANT)
    return np.asarray(cv2.GaussianBlur(wide, (0, 0), sigma)), (left, top, right, bottom)


def blur_of(pixels: Pixels, way: tuple[float, float] | None = None) -> float | None:
    """How soft the sharpest edges of a picture are, as the sigma of a Gaussian in pixels (Zhuo and Sim 2011: blurred again).

    With a `way`, only of edges that lie across it. None: there are hardly any edges.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    calm = cv2.GaussianBlur(grey, (0, 0), _CALM)  # or noise would count as sharp
    again = cv2.GaussianBlur(calm, (0, 0), _PROBE)
    slopes, falls = [], []
    for one in (calm, again):
        x, y = cv2.Sobel(one, cv2.CV_32F, 1, 0), cv2.Sobel(one, cv2.CV_32F, 0, 1)
        slopes.append(np.hypot(x, y))
        falls.append((x, y))
    across = np.ones(grey.shape, bool)
    if way is not None:
        along = (falls[0][0] * way[0] + falls[0][1] * way[1]) / np.maximum(slopes[0] * np.hypot(*way), 1e-6)
        across = np.abs(along) > 0.9
    if not across.any():
        return None
    edges = across & (slopes[0] >= max(_FAINT, float(np.quantile(slopes[0][across], 0.985))))
    edges &= slopes[0] >= cv2.dilate(slopes[0], np.ones((3, 3), np.uint8)) - 1e-3
    if edges.sum() < 40:
        return None
    ratio = slopes[0][edges] / np.maximum(slopes[1][edges], 1e-3)
    sigma = _PROBE / np.sqrt(np.maximum(ratio**2 - 1, 1e-3))
    return float(np.sqrt(max(0.0, float(np.quantile(sigma, 0.25)) ** 2 - _CALM**2)))


def _shaped(picture: Pixels, region: Region, size: tuple[int, int], wish: Wish) -> tuple[Pixels, npt.NDArray[Any]]:
    """The picture as its region asks, its edge softened, and the matrix from its pixels to the clip's, over corners."""
    left, top, right, bottom = (one * side for one, side in zip(region, (*size, *size), strict=True))
    wide, high = right - left, bottom - top
    height, width = picture.shape[:2]
    if wish.fit == "fill":
        across, down = min(width, round(height * wide / high)), min(height, round(width * high / wide))
        x, y = (width - max(1, across)) // 2, (height - max(1, down)) // 2
        picture = picture[y : y + max(1, down), x : x + max(1, across)]
        height, width = picture.shape[:2]
    elif wish.fit == "fit":
        by = min(wide / width, high / height)
        left, top = left + (wide - by * width) / 2, top + (high - by * height) / 2
        wide, high = by * width, by * height
    most = 1.5 * max(wide / width, high / height)
    if most < 0.5:  # far larger than it will be seen: once, not for every frame
        less = (max(1, round(width * most)), max(1, round(height * most)))
        picture = _smaller(picture, less)
        height, width = picture.shape[:2]
    into = np.array([[wide / width, 0, left], [0, high / height, top], [0, 0, 1]])
    if wish.round > 0 or wish.soft > 0:
        picture = _edged(picture, (wide, high), wish)
    return np.ascontiguousarray(picture), into


def _smaller(picture: Pixels, size: tuple[int, int]) -> Pixels:
    alpha = picture[..., 3:].astype(np.float32) / 255
    whole = np.concatenate([to_light(picture[..., :3]) * alpha, alpha], 2)
    less = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA))
    colour = to_pixels(less[..., :3] / np.maximum(less[..., 3:], 1e-6))
    return np.dstack([colour, np.clip(less[..., 3] * 255 + 0.5, 0, 255).astype(np.uint8)])


def _edged(picture: Pixels, seen: tuple[float, float], wish: Wish) -> Pixels:
    """With round corners and an edge that fades inwards."""
    height, width = picture.shape[:2]
    short = min(seen)
    radius, soft = wish.round * short, max(wish.soft * short, 1e-3)
    down, across = np.mgrid[:height, :width]
    x = np.abs((across + 0.5) / width - 0.5) * seen[0] - (seen[0] / 2 - radius)
    y = np.abs((down + 0.5) / height - 0.5) * seen[1] - (seen[1] / 2 - radius)
    inside = radius - np.hypot(np.maximum(x, 0), np.maximum(y, 0)) - np.minimum(np.maximum(x, y), 0)
    t = np.clip(inside / soft, 0, 1)
    out = picture.copy()
    out[..., 3] = np.round(picture[..., 3] * (t * t * (3 - 2 * t)))
    return out
