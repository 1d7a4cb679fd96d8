"""Layers over a picture: straight alpha, blend modes, transforms; mixed as light, and what no layer touches stays bit for bit.

Light: sRGB values are taken to linear light, layers are premultiplied there before they are moved, so that no dark or bright
fringe appears, and mixed as W3C Compositing and Blending Level 1 says. "screen" and "overlay" are defined on display values and
evaluated there, as editors expect them; their result is mixed as light like the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation.conform import planes
from generation.drivers import Pixels
from generation.mezzanine import pixels_of, yuv_of

Mode = Literal["normal", "multiply", "screen", "overlay", "add"]
Light = npt.NDArray[Any]  # float32, 0…1
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels; right and bottom lie outside

_STEPS = 65535
_LEVELS = np.arange(256, dtype=np.float64) / 255


def _linear(value: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _display(light: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)


_TO_LIGHT = _linear(_LEVELS).astype(np.float32)
_AS_IS = _LEVELS.astype(np.float32)
_TO_DISPLAY = (_display(np.arange(_STEPS + 1) / _STEPS) * 255 + 0.5).astype(np.uint8)


def to_light(pixels: Pixels) -> Light:
    """sRGB, uint8, to linear light, float32 of the same shape."""
    found: Light = cv2.LUT(np.ascontiguousarray(pixels), _TO_LIGHT)
    return found


def to_pixels(light: Light) -> Pixels:
    """Linear light to sRGB, uint8; what came from `to_light` comes back exactly."""
    index = np.clip(light * _STEPS + 0.5, 0, _STEPS).astype(np.uint16)
    return np.take(_TO_DISPLAY, index)


@dataclass(frozen=True)
class Pose:
    """Where a layer lies: moved by shares of the picture's width and height, scaled and turned (degrees, clockwise).

    It grows and turns about the centre of its picture.
    """

    across: float = 0.0
    down: float = 0.0
    scale: float = 1.0
    turn: float = 0.0

    @property
    def rests(self) -> bool:
        """Whether it lies where it was shot."""
        return self == Pose()


@dataclass(frozen=True)
class Sheet:
    """One layer at one frame: (height, width, 4) sRGB with straight alpha, and how it is laid on."""

    pixels: Pixels
    opacity: float = 1.0
    mode: Mode = "normal"
    pose: Pose = Pose()


def between(keys: list[tuple[int, Pose]], frame: int, *, smooth: bool) -> Pose:
    """The pose at a frame: keys (frame, pose) in order, held before the first and after the last; no keys: it rests."""
    if not keys:
        return Pose()
    after = next((n for n, (at, _) in enumerate(keys) if at > frame), len(keys))
    if after in (0, len(keys)):
        return keys[max(0, after - 1)][1]
    (begin, one), (end, other) = keys[after - 1], keys[after]
    share = (frame - begin) / (end - begin)
    share = share * share * (3 - 2 * share) if smooth else share

    def mixed(a: float, b: float) -> float:
        return a + (b - a) * share

    scale = one.scale * (other.scale / one.scale) ** share  # a zoom is even when each frame grows by the same factor
    return Pose(mixed(one.across, other.across), mixed(one.down, other.down), scale, mixed(one.turn, other.turn))


def over(back: Pixels, sheets: list[Sheet], *, light: bool = True) -> tuple[Pixels, Box | None]:
    """The sheets over a picture (height, width, 3 or 4), first lowest, and the box of what they touched (None: nothing).

    Not `light`: mixed as display values, as most players and `ffmpeg overlay` do.
    """
    laid = [(sheet, *one) for sheet in sheets if (one := _laid(sheet, light)) is not None]
    if not laid:
        return back, None
    boxes = np.array([box for *_, box in laid])
    left, top = (int(n) for n in boxes[:, :2].min(0))
    right, bottom = (int(n) for n in boxes[:, 2:].max(0))
    part = np.ascontiguousarray(back[top:bottom, left:right])
    below: Light = cv2.LUT(np.ascontiguousarray(part[..., :3]), _TO_LIGHT if light else _AS_IS)
    under = part[..., 3:].astype(np.float32) / 255 if back.shape[2] == 4 else None
    if under is not None:
        below = below * under
    for sheet, colour, alpha, (x, y, to_x, to_y) in laid:
        at = (slice(y - top, to_y - top), slice(x - left, to_x - left))
        below[at], cover = _mixed(below[at], None if under is None else under[at], colour, alpha, sheet.mode, light)
        if under is not None and cover is not None:
            under[at] = cover
    if under is not None:
        below = below / np.maximum(under, 1e-6)
    out = back.copy()
    shown = to_pixels(below) if light else np.clip(below * 255 + 0.5, 0, 255).astype(np.uint8)
    out[top:bottom, left:right, :3] = shown
    if under is not None:
        out[top:bottom, left:right, 3:] = np.clip(under * 255 + 0.5, 0, 255).astype(np.uint8)
    return out, (left, top, right, bottom)


def _laid(sheet: Sheet, light: bool) -> tuple[Light, Light, Box] | None:
    """A sheet's premultiplied colour and alpha where it lies, cropped to what is seen of it."""
    if sheet.opacity <= 0:
        return None
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(sheet.pixels[..., 3]))
    if not width:
        return None
    part = sheet.pixels[y : y + height, x : x + width]
    alpha = part[..., 3:].astype(np.float32) / 255
    colour = cv2.LUT(np.ascontiguousarray(part[..., :3]), _TO_LIGHT if light else _AS_IS) * alpha
    box = (x, y, x + width, y + height)
    if not sheet.pose.rests:
        moved = _moved(np.concatenate([colour, alpha], 2), box, sheet)
        if moved is None:
            return None
        colour, alpha, box = moved
    if sheet.opacity < 1:
        colour, alpha = colour * sheet.opacity, alpha * sheet.opacity
    return colour, alpha, box


def _moved(given: Light, box: Box, sheet: Sheet) -> tuple[Light, Light, Box] | None:
    """Premultiplied colour with alpha (height, width, 4) of a box, under the sheet's pose."""
    height, width = sheet.pixels.shape[:2]
    pose = sheet.pose
    fine = np.eye(3)
    if pose.scale < 0.6:  # far smaller: averaged first, or fine patterns would shimmer
        size = tuple(max(1, round(side * pose.scale)) for side in given.shape[1::-1])
        fine = np.diag([size[0] / given.shape[1], size[1] / given.shape[0], 1])
        given = cv2.resize(given, size, interpolation=cv2.INTER_AREA)
    centre = ((width - 1) / 2, (height - 1) / 2)
    turned = np.vstack([cv2.getRotationMatrix2D(centre, -pose.turn, pose.scale), [0, 0, 1]])
    turned[:2, 2] += (pose.across * width, pose.down * height)
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])  # pixel centres ↔ pixel corners
    whole = half @ turned @ np.linalg.inv(half) @ np.array([[1, 0, box[0]], [0, 1, box[1]], [0, 0, 1]]) @ np.linalg.inv(fine)
    corners = whole @ np.array([[x, y, 1] for x in (0, given.shape[1]) for y in (0, given.shape[0])]).T
    low, high = np.floor(corners[:2].min(1)).astype(int) - 1, np.ceil(corners[:2].max(1)).astype(int) + 1
    low, high = np.maximum(low, 0), np.minimum(high, (width, height))
    if (high <= low).any():
        return None
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]])
    matrix = np.linalg.inv(half) @ shift @ whole @ half
    size = (int(high[0] - low[0]), int(high[1] - low[1]))

    def warped(light: Light, way: int) -> Light:
        return cv2.warpAffine(light, matrix[:2], size, flags=way, borderMode=cv2.BORDER_CONSTANT)

    near = np.ones((3, 3), np.uint8)  # cubic is sharp; held within what lies around, it does not ring at edges
    most, least = (warped(one(given, near), cv2.INTER_LINEAR) for one in (cv2.dilate, cv2.erode))
    found = np.clip(warped(given, cv2.INTER_CUBIC), least, most)
    alpha = found[..., 3:]
    return np.minimum(found[..., :3], alpha), alpha, (int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _mixed(below: Light, under: Light | None, colour: Light, alpha: Light, mode: Mode, light: bool) -> tuple[Light, Light | None]:
    """Premultiplied light and coverage after a layer, W3C Compositing § 10.1: co = cs·(1−ab) + cb·(1−as) + as·ab·B(cb, cs)."""
    if mode == "normal":
        mixed = below * (1 - alpha) + colour
    elif under is None:
        mixed = below * (1 - alpha) + alpha * _blended(below, colour / np.maximum(alpha, 1e-6), mode, light)
    else:
        straight = below / np.maximum(under, 1e-6), colour / np.maximum(alpha, 1e-6)
        mixed = below * (1 - alpha) + colour * (1 - under) + alpha * under * _blended(*straight, mode, light)
    return np.minimum(mixed, 1), None if under is None else under + alpha - under * alpha


def _blended(below: Light, colour: Light, mode: Mode, light: bool) -> Light:
    if mode == "multiply":
        return below * colour
    if mode == "add":
        added: Light = np.minimum(below + colour, 1)
        return added
    if light:
        below, colour = (np.clip(_display(np.clip(one, 0, 1)), 0, 1) for one in (below, colour))
    if mode == "screen":
        shown = below + colour - below * colour
    else:
        shown = np.where(below <= 0.5, 2 * below * colour, 1 - 2 * (1 - below) * (1 - colour))
    return (_linear(shown) if light else shown).astype(np.float32)


def patched(frame: VideoFrame, pixels: Pixels, box: Box) -> VideoFrame:
    """A frame with a box of it taken from pixels (height, width, 3); outside it, to whole chroma cells, every bit is as it was.

    Only for frames of an opaque `Video` (yuv420p, even sides); others are made from the pixels.
    """
    if frame.format.name != "yuv420p":
        return yuv_of(pixels)
    left, top = (side // 2 * 2 for side in box[:2])
    right, bottom = (-(-side // 2) * 2 for side in box[2:])
    part = yuv_of(np.ascontiguousarray(pixels[top:bottom, left:right]))
    out = VideoFrame(frame.width, frame.height, "yuv420p")
    for n, (new, was, now) in enumerate(zip(planes(out), planes(frame), planes(part), strict=True)):
        by = 1 if n == 0 else 2
        new[:] = was
        new[top // by : bottom // by, left // by : right // by] = now
    out.color_range, out.colorspace = frame.color_range, frame.colorspace
    return out


def rgb_of(frame: VideoFrame) -> Pixels:
    """The colours alone, (height, width, 3)."""
    return np.ascontiguousarray(pixels_of(frame)[..., :3])
