"""What every painter needs: light, the direction of forms, smoothing that keeps edges, lines, grain and paper — pure.

Pictures are float32 (height, width, 3) in display values 0…1, planes are float32 (height, width).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[Any]  # (height, width), float32
Picture = npt.NDArray[Any]  # (height, width, 3), float32, display values 0…1
Pixels = npt.NDArray[np.uint8]  # (height, width, 3), sRGB
_LUMA = np.array([[0.2126, 0.7152, 0.0722]], np.float32)
TILE = 1024  # side of a sheet of grain, in pixels; it goes on seamlessly


def rgb(colour: Sequence[float]) -> npt.NDArray[np.float32]:
    """Three numbers as a colour that pictures can be reckoned with."""
    return np.array(colour, np.float32)


def light(picture: Picture) -> Plane:
    """Luma 0…1."""
    return np.asarray(cv2.transform(picture, _LUMA), np.float32)


def largest(picture: Picture) -> Plane:
    """The largest of each pixel's three values."""
    return np.asarray(cv2.max(cv2.max(*cv2.split(picture)[:2]), picture[..., 2].copy()), np.float32)


def soft(value: Plane, radius: float) -> Plane:
    """A Gaussian of this standard deviation in pixels; of planes and of pictures."""
    if radius <= 0.05:
        return value
    if radius > 5:  # nobody sees the difference of a wide one that is made smaller
        step = 2 ** max(1, int(np.log2(radius / 3)))
        size = (max(1, value.shape[1] // step), max(1, value.shape[0] // step))
        small = cv2.GaussianBlur(cv2.resize(value, size, interpolation=cv2.INTER_AREA), (0, 0), radius / step)
        return np.asarray(cv2.resize(small, (value.shape[1], value.shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)
    return np.asarray(cv2.GaussianBlur(value, (0, 0), radius), np.float32)


def mixed(one: Picture, other: Picture | tuple[float, float, float], share: Plane | float) -> Picture:
    """From one (0) to the other (1)."""
    if isinstance(share, np.ndarray):
        share = cv2.merge([share, share, share]) if one.ndim == 3 else share
    to = np.asarray(other, np.float32)
    return np.asarray(one + (to - one) * share, np.float32)


def times(picture: Picture, plane: Plane) -> Picture:
    """Every colour times a plane."""
    return np.asarray(cv2.multiply(picture, cv2.merge([plane, plane, plane])), np.float32)


def rise(value: Plane, low: float, high: float) -> Plane:
    """0 below `low`, 1 above `high`, smooth between; falling where `low` is the higher."""
    t = np.clip((value - low) * (1 / (high - low)), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def tinted(plane: Plane, stops: tuple[tuple[float, tuple[float, float, float]], ...]) -> Picture:
    """A plane 0…1 as colours between the stops (value, colour)."""
    at = np.array([value for value, _ in stops])
    table = np.stack([np.interp(np.arange(1024) / 1023, at, [colour[c] for _, colour in stops]) for c in range(3)], -1)
    index = np.clip(plane * 1023, 0, 1023).astype(np.int32)
    return np.asarray(table.astype(np.float32)[index], np.float32)


def vivid(picture: Picture, much: float) -> Picture:
    """Colours away from their grey (above 1) or towards it."""
    grey = np.tile(_LUMA, (3, 1))
    matrix = grey + (np.eye(3, dtype=np.float32) - grey) * np.float32(much)
    return np.asarray(np.clip(cv2.transform(picture, matrix), 0, 1), np.float32)


def curved(value: Plane, contrast: float, pivot: float = 0.5) -> Plane:
    """An S about the pivot, which keeps black and white; contrast 1 leaves it. Of planes and pictures."""
    if contrast == 1:
        return value
    v = np.clip(value, 0, 1)
    low, high = pivot * (np.minimum(v, pivot) / pivot) ** contrast, (1 - np.maximum(v, pivot)) / (1 - pivot)
    return np.asarray(np.where(v < pivot, low, 1 - (1 - pivot) * high**contrast), np.float32)


class Forms:
    """Where forms lead at each pixel: unit tangents (across, down) and how plainly they do, 0…1."""

    def __init__(self, plane: Plane, radius: float) -> None:
        step = 2 if min(plane.shape) > 320 else 1
        size = (max(1, plane.shape[1] // step), max(1, plane.shape[0] // step))
        small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA) if step > 1 else plane
        gx, gy = cv2.Scharr(small, cv2.CV_32F, 1, 0), cv2.Scharr(small, cv2.CV_32F, 0, 1)
        xx, yy, xy = (soft(one, radius / step) for one in (gx * gx, gy * gy, gx * gy))
        whole = (plane.shape[1], plane.shape[0])
        double = cv2.resize(cv2.merge([xx - yy, 2 * xy, xx + yy]), whole, interpolation=cv2.INTER_LINEAR)
        self.cos2, self.sin2, energy = (double[..., n] for n in range(3))
        length = cv2.magnitude(self.cos2, self.sin2)
        self.sure: Plane = np.asarray(np.clip(length / (energy + 0.05), 0, 1), np.float32)
        angle = cv2.phase(self.cos2, self.sin2) / 2 + np.float32(np.pi / 2)
        self.angle: Plane = angle
        self.across, self.down = np.cos(angle), np.sin(angle)


def spread_along(plane: Plane, across: Plane, down: Plane, length: float, steps: int = 3) -> Plane:
    """The mean of a plane (or picture) along a direction, `length` pixels to either side."""
    height, width = plane.shape[:2]
    xs, ys = grid(height, width)
    total = plane.copy()
    for n in range(1, steps + 1):
        far = length * n / steps
        for way in (far, -far):
            total += cv2.remap(plane, xs + across * way, ys + down * way, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(total / (1 + 2 * steps), np.float32)


@lru_cache(maxsize=4)
def grid(height: int, width: int) -> tuple[Plane, Plane]:
    """Each pixel's place, across and down."""
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    xs.flags.writeable = ys.flags.writeable = False
    return xs, ys


def settled(picture: Picture, radius: float, firm: float = 6.0) -> Picture:
    """Patches of one colour with firm edges: each pixel takes after the calmest of nine neighbourhoods (Kuwahara, softly)."""
    if radius < 0.8:
        return picture
    plane = light(picture)
    core = max(0.6, radius * 0.55)
    mean = cv2.GaussianBlur(picture, (0, 0), core)
    calm = cv2.GaussianBlur(plane * plane, (0, 0), core) - cv2.GaussianBlur(plane, (0, 0), core) ** 2
    weight = np.asarray((np.maximum(calm, 0) * 400 + 0.08) ** (-firm / 2), np.float32)
    pad = int(np.ceil(radius))
    bordered = cv2.copyMakeBorder(
        cv2.merge([*cv2.split(times(mean, weight)), weight]), pad, pad, pad, pad, cv2.BORDER_REFLECT_101
    )
    height, width = plane.shape
    total = np.zeros((height, width, 4), np.float32)
    places = {(0, 0)} | {(round(radius * np.cos(a)), round(radius * np.sin(a))) for a in np.arange(8) * np.pi / 4}
    for x, y in sorted(places):
        cv2.add(total, bordered[pad + y : pad + y + height, pad + x : pad + x + width], dst=total)
    over = 1 / total[..., 3]
    return times(np.ascontiguousarray(total[..., :3]), over)


def edges(seen: Plane, forms: Forms | None, width: float, reach: float = 0.0, gain: float = 14.0, floor: float = 0.008) -> Plane:
    """Contours 0…1 of a plane or a picture, on the dark side of edges: sharp and soft ones, of light and of colour alike.

    A line alone is drawn more firmly than one among many, as a hand does that knows what matters.
    """
    eye = np.sqrt(seen + np.float32(0.02))  # dark edges count as much as bright ones
    levels = [soft(eye, width * far) for far in (1.0, 1.6, 2.5, 3.6)]
    # the broad ones count less: something thin would be all line
    found = np.maximum(levels[1] - levels[0], (levels[2] - levels[1]) * 0.85)
    found = np.maximum(found, (levels[3] - levels[2]) * 0.5)
    if found.ndim == 3:
        found = cv2.max(cv2.max(found[..., 0], found[..., 1]), np.ascontiguousarray(found[..., 2]) * np.float32(0.8))
    if forms is not None and reach > 0:
        found = spread_along(found, forms.across, forms.down, reach)
    among = soft(np.maximum(found, 0), 8 * width)
    return np.asarray(np.clip((found - 0.42 * floor) / (1.7 * among + 0.011) * (gain * 0.11), 0, 1), np.float32)


@lru_cache(maxsize=24)
def grain(seed: int, size: float, octaves: int = 1) -> Plane:
    """A seamless sheet (TILE, TILE) of noise with mean 0 and deviation 1; `size` is that of its spots in pixels."""
    total = np.zeros((TILE, TILE), np.float32)
    for octave in range(octaves):
        dice = np.random.default_rng((seed, octave, 77))
        rough = dice.standard_normal((TILE, TILE)).astype(np.float32)
        radius = max(0.01, size * 0.5 / 2**octave)
        pad = int(min(TILE - 1, np.ceil(radius * 4)))
        if radius > 0.3:
            rough = soft(cv2.copyMakeBorder(rough, pad, pad, pad, pad, cv2.BORDER_WRAP), radius)[pad:-pad, pad:-pad]
        total += rough / max(1e-6, float(rough.std())) * np.float32(0.6**octave)
    found: Plane = np.asarray((total - total.mean()) / total.std(), np.float32)
    found.flags.writeable = False
    return found


def sheet(height: int, width: int, seed: int, size: float, octaves: int = 1) -> Plane:
    """Grain that stands still under the picture, as a paper's does."""
    tile = grain(seed, size, octaves)
    down, across = -(-height // TILE), -(-width // TILE)
    return np.asarray(np.tile(tile, (down, across))[:height, :width], np.float32)


def paper(height: int, width: int, seed: int, size: float) -> Plane:
    """The tooth of paper lit from the upper left, mean 0, about −0.5…0.5."""
    rough = sheet(height, width, seed, 3.2 * size, 3)
    slope = cv2.Sobel(rough, cv2.CV_32F, 1, 0, ksize=3) + cv2.Sobel(rough, cv2.CV_32F, 0, 1, ksize=3)
    return np.asarray(np.clip(slope / (4.5 * float(slope.std() + 1e-6)), -0.5, 0.5), np.float32)


@lru_cache(maxsize=12)
def tooth(seed: int, size: float) -> Plane:
    """A sheet (TILE, TILE) of paper's tooth, to be laid like grain."""
    return paper(TILE, TILE, seed, size)


@lru_cache(maxsize=4)
def canvas(height: int, width: int, pitch: float) -> Plane:
    """A woven canvas, 0…1, high where threads are."""
    xs, ys = grid(height, width)
    turn = np.float32(np.pi / max(1.6, pitch))
    over = np.sin(xs * turn) * np.sin(ys * turn)
    return np.asarray(0.5 + 0.5 * over, np.float32)


def lit(height_of: Plane, much: float) -> Plane:
    """How light falls on a relief from the upper left: 1 on the level, more and less on its slopes."""
    slope = cv2.Sobel(height_of, cv2.CV_32F, 1, 0, ksize=3) + cv2.Sobel(height_of, cv2.CV_32F, 0, 1, ksize=3)
    return np.asarray(np.clip(1 - slope * (much / 8), 0.45, 1.6), np.float32)


def vignette(height: int, width: int, much: float, begins: float = 0.55) -> Plane:
    """1 in the middle, darker to the corners."""
    xs, ys = grid(height, width)
    far = np.hypot((xs - width / 2) / (width * 0.62), (ys - height / 2) / (height * 0.62))
    return np.asarray(1 - much * rise(np.asarray(far, np.float32), begins, 1.3), np.float32)
