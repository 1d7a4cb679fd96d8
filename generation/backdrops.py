"""Another place behind the layers: laid out so that the camera never sees its edge, soft, lit and grained like the shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.movement import CORNERS, Matrix, Movement, moved, of_corners, sane, unit
from generation.stacking import to_light, to_pixels

Masks = npt.NDArray[np.bool_]  # (height, width): where the kept layers are
_MOST = 1.8  # times larger than the frame needs it: beyond that a picture is too soft, and its edges are mirrored instead
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_MEASURED = 960  # pixels of the longer side at which a shot is measured
_TILE = 512  # pixels of a side of the sheet from which grain is taken
_LEVELS = 4


@dataclass(frozen=True)
class Layout:
    """Where a picture lies in frame `at`: `matrix` takes its corners (0…1) to shares of it; mirrored: it does not reach."""

    matrix: Matrix
    mirrored: bool


def ways(movement: Movement | None, frames: int, travel: float) -> list[Matrix]:
    """What the camera did, for each frame, by how much of it is taken; where it cannot be, as in the frame before."""
    if movement is None or travel == 0:
        return [np.eye(3)] * frames
    found: list[Matrix] = []
    for one in movement.matrices:
        way = one
        if travel != 1 and not np.array_equal(one, np.eye(3)):
            way = of_corners(CORNERS + travel * (moved(one, CORNERS) - CORNERS)) if sane(one) else one
        usable = sane(way) and sane(unit(np.linalg.inv(way)))
        found.append(way if usable else found[-1] if found else np.eye(3))
    return found


def laid(
    picture: tuple[int, int], frame: tuple[int, int], seen: Sequence[Matrix], *, scale: float, across: float, down: float
) -> Layout:
    """The layout of a picture (width, height) for a frame (width, height) whose camera moves so.

    No larger than covers all that is ever seen, times `scale`; moved by shares of the frame as far as there is picture.
    """
    corners = np.concatenate([moved(unit(np.linalg.inv(one)), CORNERS) for one in seen])
    low, high = corners.min(0), corners.max(0)
    need = (high - low) * frame
    least = max(frame[0] / picture[0], frame[1] / picture[1])
    grown = max(need[0] / picture[0], need[1] / picture[1])
    mirrored = grown > _MOST * least * 1.001
    size = np.array(picture) * min(grown, _MOST * least) * scale / frame  # shares of the frame
    slack = np.maximum((size - (high - low)) / 2, 0)
    shift = (low + high) / 2 + np.clip((across, down), -slack, slack)
    matrix = np.array([[size[0], 0, shift[0] - size[0] / 2], [0, size[1], shift[1] - size[1] / 2], [0, 0, 1]])
    return Layout(matrix, bool(mirrored and (size < (high - low) * 0.999).any()))


class Backdrop:
    """A picture ready to be seen frame by frame."""

    def __init__(self, picture: Pixels, layout: Layout, width: int, height: int, seen: Sequence[Matrix]) -> None:
        self._size, self._layout = (width, height), layout
        largest = max(_growth(one) for one in seen)
        pixels_wide = layout.matrix[0, 0] * width * largest
        share = pixels_wide / picture.shape[1]
        if share < 0.98:
            new = (max(2, round(picture.shape[1] * share)), max(2, round(picture.shape[0] * share)))
            picture = np.asarray(cv2.resize(picture, new, interpolation=cv2.INTER_AREA), np.uint8)
        self._levels = [np.ascontiguousarray(picture)]

    @property
    def dots(self) -> float:
        """Pixels of the picture for one of the frame, where the camera stands as in frame `at`."""
        return float(self._levels[0].shape[1] / (self._layout.matrix[0, 0] * self._size[0]))

    def change(self, into: Any) -> None:
        """Put another picture of the same size in its place: softer, lit otherwise."""
        self._levels = [into(self._levels[0])]

    def at(self, way: Matrix) -> Pixels:
        """What the camera sees of it, (height, width, 3), when it stands so."""
        width, height = self._size
        level = 0
        while self.dots / 2**level / _growth(way) > 1.7 and level < _LEVELS and min(self._levels[-1].shape[:2]) > 16:
            level += 1  # seen from afar it is averaged first, or fine patterns would shimmer
            if level == len(self._levels):
                self._levels.append(np.asarray(cv2.pyrDown(self._levels[-1]), np.uint8))
        source = self._levels[level]
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        into = np.diag([1 / source.shape[1], 1 / source.shape[0], 1.0])
        matrix = np.linalg.inv(half) @ np.diag([width, height, 1.0]) @ way @ self._layout.matrix @ into @ half
        # what lies beyond an edge is its mirror image: nothing for a layout that reaches
        found = cv2.warpPerspective(source, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
        return np.asarray(found, np.uint8)


def _growth(way: Matrix) -> float:
    """How much larger the middle of the picture is seen."""
    near = moved(way, [[0.5, 0.5], [0.55, 0.5], [0.5, 0.55]])
    (ax, ay), (bx, by) = near[1] - near[0], near[2] - near[0]
    return float(np.sqrt(max(abs(ax * by - ay * bx), 1e-12)) / 0.05)


# --- focus ---------------------------------------------------------------------------------------------------------------------


def softness(pixels: Pixels, free: Masks | None = None) -> float | None:
    """How soft the sharper edges are: the deviation of the blur, in shares of the width; None where there are no edges.

    Each edge is blurred a little more, and by how much it weakens its own softness is known (Zhuo and Sim 2011).
    """
    scale = min(1.0, 1280 / max(pixels.shape[:2]))
    low = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    grey = cv2.GaussianBlur(cv2.cvtColor(low, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 0.6)  # grain is no edge
    more = cv2.GaussianBlur(grey, (0, 0), 1.0)
    one, other = (np.hypot(cv2.Sobel(p, cv2.CV_32F, 1, 0), cv2.Sobel(p, cv2.CV_32F, 0, 1)) / 8 for p in (grey, more))
    strong = (one > 4) & (one >= cv2.dilate(one, np.ones((3, 3), np.uint8)))
    if free is not None:
        allowed = cv2.resize(free.astype(np.uint8), grey.shape[::-1], interpolation=cv2.INTER_AREA)
        strong &= cv2.erode(allowed, np.ones((9, 9), np.uint8)) > 0
    if strong.sum() < 200:
        return None
    ratio = np.maximum(one[strong] / np.maximum(other[strong], 1e-3), 1.0005)
    soft = 1 / np.sqrt(ratio**2 - 1)
    weight = np.percentile(soft, 30)
    return float(np.sqrt(max(weight**2 - 0.36, 0.0)) / low.shape[1])


def blurred(pixels: Pixels, deviation: float) -> Pixels:
    """Softer by a deviation in pixels, as light is spread in a lens; below a third of a pixel it stays as it is."""
    if deviation < 0.35:
        return pixels
    return to_pixels(cv2.GaussianBlur(to_light(pixels), (0, 0), deviation, borderType=cv2.BORDER_REFLECT_101))


# --- light ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Light:
    """How bright (mean of the logarithm of light), how contrasty (its deviation), and of which colour (sums to 3)."""

    key: float
    spread: float
    colour: tuple[float, float, float]


def light_of(pixels: Pixels, where: Masks | None = None) -> Light:
    """The light of a picture, or of a part of it."""
    scale = min(1.0, 320 / max(pixels.shape[:2]))
    low = cv2.resize(pixels[..., :3], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    light = to_light(np.asarray(low, np.uint8)).reshape(-1, 3)
    if where is not None:
        inside = cv2.resize(where.astype(np.uint8), low.shape[1::-1], interpolation=cv2.INTER_NEAREST).ravel() > 0
        light = light[inside] if inside.sum() > 50 else light
    bright = np.log(light @ _LUMA + 0.004)
    use = light[light.max(1) < 0.97]  # what is burnt out has lost its colour
    use = use if len(use) > 50 else light
    colour = ((use.astype(np.float64) ** 4).mean(0) ** 0.25) + 1e-4  # shades of grey (Finlayson and Trezzi 2004)
    colour = colour * 3 / colour.sum()
    return Light(float(bright.mean()), float(bright.std()), (float(colour[0]), float(colour[1]), float(colour[2])))


def shot_light(pixels: Pixels, kept: Masks | None) -> Light:
    """The light of a shot: of all of it, or of what is kept where the rest is a screen of one strong colour."""
    if kept is not None and 0.02 < kept.mean() < 0.98:
        scale = min(1.0, 320 / max(pixels.shape[:2]))
        low = cv2.resize(pixels[..., :3], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        back = cv2.resize(kept.astype(np.uint8), low.shape[1::-1], interpolation=cv2.INTER_NEAREST) == 0
        hue, strong, _ = cv2.split(cv2.cvtColor(low, cv2.COLOR_RGB2HSV_FULL))
        usual = float(np.median(hue[back])) if back.any() else 0.0
        apart = np.abs((hue[back].astype(float) - usual + 128) % 256 - 128)
        if back.any() and float(((apart < 14) & (strong[back] > 110)).mean()) > 0.7:
            return light_of(pixels, kept)
    return light_of(pixels)


def mean_light(every: Sequence[Light]) -> Light:
    """The light of several frames taken together."""
    colour = np.mean([one.colour for one in every], 0)
    return Light(
        float(np.mean([one.key for one in every])), float(np.mean([one.spread for one in every])),
        (float(colour[0]), float(colour[1]), float(colour[2])),
    )  # fmt: skip


def lit(pixels: Pixels, own: Light, wanted: Light, share: float) -> Pixels:
    """A picture brought so far (0…1) into another light: its brightness, contrast and colour, each within what a lamp does."""
    if share <= 0:
        return pixels
    stops = float(np.clip(wanted.key - own.key, -1.4, 1.4)) * share
    contrast = float(np.clip(wanted.spread / max(own.spread, 0.05), 0.65, 1.35)) ** share
    gains = np.clip(np.array(wanted.colour) / np.array(own.colour), 0.6, 1.7) ** share
    light = to_light(pixels)
    bright = light @ _LUMA
    tone = np.exp(own.key + stops + (np.log(bright + 0.004) - own.key) * contrast) - 0.004 * np.exp(stops)
    gains = gains / float(gains @ _LUMA)
    found = light * (np.maximum(tone, 0) / np.maximum(bright, 1e-4))[..., None] * gains.astype(np.float32)
    over = np.maximum(found - 0.8, 0)  # what would burn out rolls off instead
    return to_pixels(np.minimum(found, 0.8) + 0.2 * (1 - np.exp(-over / 0.2)))


# --- grain ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grain:
    """How strong in shadows, middle tones and lights (levels), and how coarse (correlation of neighbours, 0…1)."""

    levels: tuple[float, float, float]
    coarse: float


def grain_of(pixels: Pixels, free: Masks | None = None) -> Grain:
    """The grain of a picture at full size, from its flattest parts."""
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2GRAY).astype(np.float32)
    rough = grey - cv2.GaussianBlur(grey, (0, 0), 2.5)
    side = 16
    high, wide = grey.shape[0] // side, grey.shape[1] // side
    if high * wide < 12:
        return Grain((0.0, 0.0, 0.0), 0.0)

    def cells(values: Any) -> Any:
        return values[: high * side, : wide * side].reshape(high, side, wide, side).swapaxes(1, 2).reshape(-1, side * side)

    noise, tone = cells(rough).std(1), cells(grey).mean(1)
    use = np.ones(len(noise), bool) if free is None else cells(free.astype(np.float32)).min(1) > 0
    use &= (tone > 6) & (tone < 249)
    if use.sum() < 12:
        return Grain((0.0, 0.0, 0.0), 0.0)
    flat = use & (noise <= np.percentile(noise[use], 25))
    usual = float(np.median(noise[flat]))
    levels = []
    for low, top in ((0, 85), (85, 170), (170, 256)):
        here = flat & (tone >= low) & (tone < top)
        levels.append(float(np.median(noise[here])) if here.sum() >= 12 else usual)
    blocks = cells(rough)[flat].reshape(-1, side, side)
    near = float((blocks[:, :, 1:] * blocks[:, :, :-1]).mean() / max(float((blocks**2).mean()), 1e-6))
    return Grain((levels[0], levels[1], levels[2]), float(np.clip(near, 0, 0.85)))


def mean_grain(every: Sequence[Grain]) -> Grain:
    """The grain of several frames taken together; the usual one, so that one blurred frame says little."""
    levels = np.median([one.levels for one in every], 0)
    return Grain((float(levels[0]), float(levels[1]), float(levels[2])), float(np.median([one.coarse for one in every])))


class Grainer:
    """Puts grain on pictures: other in every frame, and the same each time that it is made."""

    def __init__(self, wanted: Grain, own: Grain, share: float) -> None:
        lacking = np.sqrt(np.maximum(np.square(wanted.levels) - np.square(own.levels), 0)) * share
        self._strength = np.interp(np.arange(256), (42, 127, 212), lacking).astype(np.float32)
        sheet: Any = np.random.default_rng(20_251).normal(0, 1, (_TILE, _TILE)).astype(np.float32)
        if wanted.coarse > 0.05:
            deviation = 0.5 / np.sqrt(-np.log(wanted.coarse))  # neighbours of Gaussian noise correlate by exp(−1/4σ²)
            sheet = cv2.GaussianBlur(sheet, (0, 0), deviation, borderType=cv2.BORDER_REFLECT_101)
        self._sheet = sheet / max(float(sheet.std()), 1e-6)
        self.any = bool(lacking.max() >= 0.25)

    def on(self, pixels: Pixels, frame: int) -> Pixels:
        """A picture with the grain of this frame."""
        if not self.any:
            return pixels
        rng = np.random.default_rng(frame)
        height, width = pixels.shape[:2]
        rows, columns = -(-height // _TILE), -(-width // _TILE)
        noise = np.empty((rows * _TILE, columns * _TILE), np.float32)
        for y in range(rows):
            for x in range(columns):
                part = np.roll(self._sheet, tuple(rng.integers(0, _TILE, 2)), (0, 1))
                part = part[:: 1 - 2 * int(rng.integers(2)), :: 1 - 2 * int(rng.integers(2))]
                noise[y * _TILE : (y + 1) * _TILE, x * _TILE : (x + 1) * _TILE] = part
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        added = noise[:height, :width] * cv2.LUT(grey, self._strength)
        return np.asarray(np.clip(pixels + added[..., None] + 0.5, 0, 255), np.uint8)
