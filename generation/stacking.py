"""Layers over a picture: straight alpha, blend modes, transforms; mixed as light, and what no layer touches stays bit for bit.

Light: sRGB values are taken to linear light, layers are premultiplied there before they are moved, so that no dark or bright
fringe appears, and mixed as W3C Compositing and Blending Level 1 says. A layer may throw a shadow on what is below it, take on
the colours and the grain of the place, and have the light of what is behind spill over its edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation.conform import planes
from generation.drivers import Pixels
from generation.mezzanine import pixels_of, yuv_of
from generation.stacking_grain import Sower
from generation.stacking_light import Box, Light, shown, to_light, to_pixels
from generation.stacking_match import Cast
from generation.stacking_modes import Mode, blended
from generation.stacking_pose import Pose, between, blurred, pictures

__all__ = ["Box", "Light", "Mode", "Pose", "Shadow", "Sheet", "between", "over", "patched", "rgb_of", "to_light", "to_pixels"]

_RESTS, _AS_IT_IS = Pose(), Cast()
_LEAST_SOFT = 0.3  # pixels
_EDGE, _SPILL = 0.006, 0.02  # of the picture's height: how far light wraps around an edge, and from how far it comes


@dataclass(frozen=True)
class Shadow:
    """What a layer takes of the light below it: how much, how far away in shares of the width and height, how soft in heights."""

    opacity: float
    across: float = 0.0
    down: float = 0.0
    soft: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """One layer at one frame: (height, width, 4) sRGB with straight alpha, and how it is laid on.

    `centre` is what it turns and grows about, in shares; `sways` are the poses when the shutter opens and closes; `frame`
    chooses the grain of its sower.
    """

    pixels: Pixels
    opacity: float = 1.0
    mode: Mode = "normal"
    pose: Pose = _RESTS
    centre: tuple[float, float] = (0.5, 0.5)
    sways: tuple[Pose, Pose] | None = None
    wrap: float = 0.0
    cast: Cast = _AS_IT_IS
    shadow: Shadow | None = None
    sower: Sower | None = None
    frame: int = 0


@dataclass(frozen=True)
class _Laid:
    """A sheet's premultiplied colour (height, width, 3) and alpha (height, width, 1) in a box of the picture, before opacity."""

    sheet: Sheet
    colour: Light
    alpha: Light
    box: Box


def over(back: Pixels, sheets: list[Sheet], *, light: bool = True) -> tuple[Pixels, Box | None]:
    """The sheets over a picture (height, width, 3 or 4), first lowest, and the box of what they touched (None: nothing).

    Not `light`: mixed as display values, as most players and `ffmpeg overlay` do.
    """
    height, width = back.shape[:2]
    laid = [one for sheet in sheets if (one := _laid(sheet, light)) is not None]
    shades = [_shade(one, (width, height)) for one in laid]
    boxes = [one.box for one in laid] + [box for one in shades if one is not None for box in (one[1],)]
    if not laid:
        return back, None
    touched = _around(boxes)
    reach = round(4 * _SPILL * height) if any(one.sheet.wrap > 0 for one in laid) else 0  # what spills lies farther off
    left, top = max(0, touched[0] - reach), max(0, touched[1] - reach)
    right, bottom = min(width, touched[2] + reach), min(height, touched[3] + reach)
    part = np.ascontiguousarray(back[top:bottom, left:right])
    below = to_light(part[..., :3], light=light)
    under = part[..., 3:].astype(np.float32) / 255 if back.shape[2] == 4 else None
    if under is not None:
        below = below * under
    for one, shade in zip(laid, shades, strict=True):
        if shade is not None:
            dark, box = shade
            at = _within(box, left, top)
            below[at] *= 1 - dark
            if under is not None:
                under[at] += dark * (1 - under[at])
        at = _within(one.box, left, top)
        colour, alpha = _finished(one, below, (left, top), (width, height), light)
        below[at], cover = _mixed(below[at], None if under is None else under[at], colour, alpha, one.sheet.mode, light)
        if under is not None and cover is not None:
            under[at] = cover
    inner = _within(touched, left, top)
    out = back.copy()
    x, y, to_x, to_y = touched
    if under is not None:
        below[inner] /= np.maximum(under[inner], 1e-6)
        out[y:to_y, x:to_x, 3:] = np.clip(under[inner] * 255 + 0.5, 0, 255).astype(np.uint8)
    out[y:to_y, x:to_x, :3] = shown(below[inner], light=light)
    return out, touched


def _around(boxes: list[Box]) -> Box:
    every = np.array(boxes)
    return (*(int(n) for n in every[:, :2].min(0)), *(int(n) for n in every[:, 2:].max(0)))  # type: ignore[return-value]


def _within(box: Box, left: int, top: int) -> tuple[slice, slice]:
    return slice(box[1] - top, box[3] - top), slice(box[0] - left, box[2] - left)


def _laid(sheet: Sheet, light: bool) -> _Laid | None:
    """A sheet where it lies, cropped to what is seen of it."""
    if sheet.opacity <= 0:
        return None
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(sheet.pixels[..., 3]))
    if not width:
        return None
    part = sheet.pixels[y : y + height, x : x + width]
    alpha = part[..., 3:].astype(np.float32) / 255
    straight = to_light(part[..., :3], light=light)
    if sheet.cast != _AS_IT_IS:
        straight = _recoloured(straight, sheet.cast, light)
    colour = np.asarray(cv2.multiply(straight, _three(alpha)))
    box = (x, y, x + width, y + height)
    if sheet.pose.rests and (sheet.sways is None or sheet.sways[0] == sheet.sways[1]):
        return _Laid(sheet, colour, alpha, box)
    size = (sheet.pixels.shape[1], sheet.pixels.shape[0])
    matrices = _matrices(sheet, size, box)
    found = blurred(np.concatenate([colour, alpha], 2), box, size, matrices)
    return None if found is None else _Laid(sheet, found[0][..., :3], found[0][..., 3:], found[1])


def _recoloured(straight: Light, cast: Cast, light: bool) -> Light:
    if light:
        return cast(straight)
    return to_light(to_pixels(cast(to_light(shown(straight, light=False)))), light=False)


def _matrices(sheet: Sheet, size: tuple[int, int], box: Box) -> list[npt.NDArray[Any]]:
    """Where it lies while the shutter is open: once, where it hardly moves."""
    here = sheet.pose.matrix(size, sheet.centre)
    if sheet.sways is None:
        return [here]
    first, last = (pose.matrix(size, sheet.centre) for pose in sheet.sways)
    count = pictures(first, last, box)
    if count == 1:
        return [here]
    keys = [(0, sheet.sways[0]), (count - 1, sheet.sways[1])]
    return [between(keys, n, smooth=False).matrix(size, sheet.centre) for n in range(count)]


def _shade(laid: _Laid, size: tuple[int, int]) -> tuple[Light, Box] | None:
    """How much light a layer's shadow takes, (height, width, 1), and where; None: it throws none that is seen."""
    shadow = laid.sheet.shadow
    if shadow is None or shadow.opacity <= 0:
        return None
    width, height = size
    soft = shadow.soft * height
    reach = int(np.ceil(2.6 * soft)) + 1 if soft > _LEAST_SOFT else 0
    strong = shadow.opacity * laid.sheet.opacity
    wide = _wide(laid, reach, size) * strong
    dark = _soft(wide, soft) if reach else wide
    x, y = shadow.across * width, shadow.down * height
    whole = int(np.floor(x)), int(np.floor(y))
    if (x, y) != whole:  # shares of a pixel, so that it glides
        shift = np.array([[1, 0, x - whole[0]], [0, 1, y - whole[1]]])
        dark = cv2.warpAffine(dark, shift, (dark.shape[1] + 1, dark.shape[0] + 1), flags=cv2.INTER_LINEAR)
    left, top = laid.box[0] - reach + whole[0], laid.box[1] - reach + whole[1]
    box = (max(0, left), max(0, top), min(width, left + dark.shape[1]), min(height, top + dark.shape[0]))
    if box[2] <= box[0] or box[3] <= box[1]:
        return None
    return dark[_within(box, left, top)][..., None], box


def _wide(laid: _Laid, reach: int, size: tuple[int, int]) -> Light:
    """A layer's alpha (height, width) with room on all sides: clear, but going on where the picture's border cuts it."""
    (left, top, right, bottom), (width, height) = laid.box, size
    wide = laid.alpha[..., 0]
    for kind, cut in ((cv2.BORDER_REPLICATE, True), (cv2.BORDER_CONSTANT, False)):
        up, low, near, far = (reach if at == cut else 0 for at in (top <= 0, bottom >= height, left <= 0, right >= width))
        wide = np.asarray(cv2.copyMakeBorder(wide, up, low, near, far, kind))
    return wide


def _soft(value: Light, sigma: float) -> Light:
    """Gaussian blur; a wide one on a smaller picture, which is not seen and costs little."""
    step = int(max(1, sigma // 3))
    if step == 1:
        return np.asarray(cv2.GaussianBlur(value, (0, 0), sigma))
    size = value.shape[1::-1]
    small = cv2.resize(value, (max(1, round(size[0] / step)), max(1, round(size[1] / step))), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / step), size, interpolation=cv2.INTER_LINEAR))


def _finished(laid: _Laid, below: Light, origin: tuple[int, int], size: tuple[int, int], light: bool) -> tuple[Light, Light]:
    """A layer's colour and alpha with the light that spills over its edge, its grain and its opacity."""
    sheet, colour, alpha = laid.sheet, laid.colour, laid.alpha
    if sheet.wrap > 0:
        colour = _wrapped(laid, below, origin, size)
    if sheet.sower is not None:
        colour = sheet.sower.sown(colour, alpha, laid.box, sheet.frame, light=light)
    if sheet.opacity < 1:
        colour, alpha = colour * sheet.opacity, alpha * sheet.opacity
    return colour, alpha


def _wrapped(laid: _Laid, below: Light, origin: tuple[int, int], size: tuple[int, int]) -> Light:
    """Premultiplied colour with what is behind screened over its edges: 1 − (1 − c)(1 − w·e·b), b blurred, e near the edge."""
    height = size[1]
    edge = round(4 * _EDGE * height) + 1
    wide = _wide(laid, edge, size)
    near = np.minimum(1, 2 * _soft(1 - wide, _EDGE * height))[edge:-edge, edge:-edge, None]
    behind = _soft(below, _SPILL * height)[_within(laid.box, *origin)]
    spilt: Light = laid.colour + laid.sheet.wrap * near * behind * (laid.alpha - laid.colour)
    return spilt


def _mixed(below: Light, under: Light | None, colour: Light, alpha: Light, mode: Mode, light: bool) -> tuple[Light, Light | None]:
    """Premultiplied light and coverage after a layer, W3C Compositing § 10.1: co = cs·(1−ab) + cb·(1−as) + as·ab·B(cb, cs)."""
    kept = cv2.multiply(below, _three(1 - alpha))
    if mode == "normal":
        mixed = cv2.add(kept, colour)
    elif under is None:
        mixed = kept + alpha * blended(below, colour / np.maximum(alpha, 1e-6), mode, light=light)
    else:
        straight = below / np.maximum(under, 1e-6), colour / np.maximum(alpha, 1e-6)
        mixed = kept + colour * (1 - under) + alpha * under * blended(*straight, mode, light=light)
    return np.minimum(mixed, 1, out=np.asarray(mixed)), None if under is None else under + alpha - under * alpha


def _three(alpha: Light) -> Light:
    """The same in three channels: what is of one shape is multiplied four times as fast."""
    return np.asarray(cv2.merge((alpha[..., 0], alpha[..., 0], alpha[..., 0])))


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
