"""What was made laid into what was there: outside the mask the original's pixels stay exactly, and the seam is soft."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation.conform import copy, planes
from generation.drivers import Pixels
from generation.mattes import Coverage
from generation.mezzanine import ClipWriter, pixels_of, yuv_of

Weight = npt.NDArray[np.float32]  # (height, width), 0 the original … 1 what was made


def soft(coverage: Coverage, seam: float) -> Weight:
    """How much of what was made there is: 0 wherever the mask is 0, and `seam` pixels within its edge all of it."""
    inside = (coverage > 0).astype(np.uint8)
    if seam < 1 or not inside.any():
        return np.asarray(coverage, np.float32) / np.float32(255)
    framed = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_REPLICATE)  # the picture's own rim is no edge
    away = cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1]
    share = np.clip(away / np.float32(seam), 0, 1)
    return np.asarray(share * share * (3 - 2 * share) * (coverage.astype(np.float32) / 255), np.float32)


def lay(writer: ClipWriter, original: VideoFrame, made: Pixels, weight: Weight | None) -> None:
    """Write the original with so much of what was made (all of it without a weight); alpha stays the original's."""
    if any(component.is_alpha for component in original.format.components):
        layer = pixels_of(original)
        share = 1.0 if weight is None else weight[..., None]
        layer[..., :3] = np.clip(layer[..., :3] + (made.astype(np.float32) - layer[..., :3]) * share + 0.5, 0, 255)
        writer.write(layer)
    elif weight is None:
        writer.write(made)
    else:
        writer.write_frame(_mixed(original, yuv_of(made), weight))


def _mixed(original: VideoFrame, made: VideoFrame, weight: Weight) -> VideoFrame:
    """In YUV, so that what has no weight is not converted there and back; a colour has the least weight of its four pixels."""
    out = copy(original)
    height, width = weight.shape
    even = cv2.copyMakeBorder(weight, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    least = even.reshape(even.shape[0] // 2, 2, even.shape[1] // 2, 2).min(axis=(1, 3))
    for plane, other, share in zip(planes(out), planes(made), (weight, least, least), strict=True):
        mixed = plane + (other.astype(np.float32) - plane) * share
        np.copyto(plane, (mixed + 0.5).astype(np.uint8), where=share > 0)
    return out


@dataclass(frozen=True)
class Placed:
    """Where a clip lies in a larger picture, in whole pixels; left and top are even, so that colours stay in step.

    `cut` is what of the (scaled) clip lies within: left, top, right, bottom.
    """

    width: int
    height: int
    left: int
    top: int
    scaled: tuple[int, int]
    cut: tuple[int, int, int, int]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """What of the picture is the clip's: left, top, right, bottom."""
        x0, y0, x1, y1 = self.cut
        return self.left + x0, self.top + y0, self.left + x1, self.top + y1

    @property
    def whole(self) -> bool:
        """Does it fill the picture?"""
        return self.box == (0, 0, self.width, self.height)


def placed(size: tuple[int, int], width: int, height: int, across: float, down: float, scale: float) -> Placed | None:
    """A clip of this size with its middle at a place (shares) of a picture; None when nothing of it lies within."""
    wide, high = max(2, round(size[0] * scale / 2) * 2), max(2, round(size[1] * scale / 2) * 2)
    if scale == 1.0:
        wide, high = size
    left, top = round((width * across - wide / 2) / 2) * 2, round((height * down - high / 2) / 2) * 2
    cut = (max(0, -left), max(0, -top), min(wide, width - left), min(high, height - top))
    return Placed(width, height, left, top, (wide, high), cut) if cut[0] < cut[2] and cut[1] < cut[3] else None


class Outside:
    """The picture round a clip: what the model is given of it, what it makes anew, and how both meet."""

    def __init__(self, where: Placed, seam: float) -> None:
        self._where, self._seam = where, max(2.0, seam)
        x0, y0, x1, y1 = where.box
        inside = np.zeros((where.height, where.width), np.uint8)
        inside[y0:y1, x0:x1] = 255
        rim = min(round(self._seam), (x1 - x0 - 1) // 2, (y1 - y0 - 1) // 2)
        kept = np.zeros_like(inside)
        at = [x0 + rim * (x0 > 0), y0 + rim * (y0 > 0), x1 - rim * (x1 < where.width), y1 - rim * (y1 < where.height)]
        kept[at[1] : at[3], at[0] : at[2]] = 255
        soft_rim = cv2.GaussianBlur(cv2.bitwise_not(kept), (0, 0), max(0.5, rim / 3))
        self.mask: Coverage = np.asarray(np.where(inside > 0, soft_rim, 255), np.uint8)  # 255 is made anew
        away = cv2.distanceTransform(cv2.bitwise_not(inside), cv2.DIST_L2, 5)
        self._fall = np.exp(-away / (4 * self._seam)).astype(np.float32)
        self._rim = ((self.mask > 0) & (inside > 0)).astype(np.float32)
        self._inside = inside > 0

    def given(self, pixels: Pixels) -> Pixels:
        """The clip's frame in its place; round it its rim goes on, so that a model that looks there sees no edge."""
        where = self._where
        x0, y0, x1, y1 = where.box
        inner = self._cut(pixels)
        return np.asarray(cv2.copyMakeBorder(inner, y0, where.height - y1, x0, where.width - x1, cv2.BORDER_REPLICATE), np.uint8)

    def met(self, made: Pixels, pixels: Pixels) -> Pixels:
        """What was made, brought to the clip's colours along its rim, ever less farther out; inside, the clip itself."""
        given = self.given(pixels)
        wide, high = made.shape[1], made.shape[0]
        step = max(1, min(wide, high) // 180)
        size = (max(4, wide // step), max(4, high // step))
        rim = cv2.resize(self._rim, size, interpolation=cv2.INTER_AREA)
        left = cv2.resize((given.astype(np.float32) - made) * self._rim[..., None], size, interpolation=cv2.INTER_AREA)
        sigma = max(1.0, self._seam / step)
        spread, weight = np.zeros_like(left), np.zeros_like(rim)
        for wider in (1.0, 2.0, 4.0, 8.0):  # the nearest rim counts most, the next one where there is none near
            near = cv2.GaussianBlur(rim, (0, 0), sigma * wider)
            share = (1 - np.minimum(weight, 1)) * np.minimum(1, near * 20)
            near_by = cv2.GaussianBlur(left, (0, 0), sigma * wider) / np.maximum(near, 1e-4)[..., None]
            spread = spread + share[..., None] * near_by
            weight = weight + share
        offset = cv2.resize(spread, (wide, high), interpolation=cv2.INTER_LINEAR) * self._fall[..., None]
        met = np.asarray(np.clip(made + offset + 0.5, 0, 255), np.uint8)
        met[self._inside] = given[self._inside]
        return met

    def written(self, writer: ClipWriter, original: VideoFrame, made: Pixels) -> None:
        """Write the picture; at its own scale the clip's pixels are copied as they are stored."""
        shown = self.met(made, np.ascontiguousarray(pixels_of(original)[..., :3]))
        frame, where = yuv_of(shown), self._where
        if where.scaled == (original.width, original.height) and original.format.name == "yuv420p":
            _paste(frame, original, where)
        writer.write_frame(frame)

    def _cut(self, pixels: Pixels) -> Pixels:
        where = self._where
        if (pixels.shape[1], pixels.shape[0]) != where.scaled:
            shrinks = where.scaled[0] < pixels.shape[1]
            how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
            pixels = np.asarray(cv2.resize(pixels, where.scaled, interpolation=how), np.uint8)
        x0, y0, x1, y1 = where.cut
        return np.ascontiguousarray(pixels[y0:y1, x0:x1])


def _paste(frame: VideoFrame, original: VideoFrame, where: Placed) -> None:
    left, top, _, _ = where.box
    x0, y0, x1, y1 = where.cut
    for number, (plane, source) in enumerate(zip(planes(frame), planes(original), strict=True)):
        half = 1 if number == 0 else 2
        cut = source[y0 // half : y1 // half, x0 // half : x1 // half]  # an odd last row's colours are shared with what is made
        plane[top // half : top // half + cut.shape[0], left // half : left // half + cut.shape[1]] = cut
