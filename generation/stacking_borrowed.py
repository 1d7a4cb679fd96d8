"""A layer in another clip's time and size: which of its frames is seen at each of the clip's, and its pixels at that size."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from av.video.frame import VideoFrame

from generation import frames as footage
from generation.drivers import Pixels
from generation.stacking_light import to_light, to_pixels

Ending = Literal["hold", "clear", "loop"]
Fitting = Literal["fit", "fill", "stretch"]


def borrowed(layer: Path, own: footage.Facts, clip: footage.Facts, offset: int, ending: Ending) -> Iterator[VideoFrame | None]:
    """For each frame of a clip the layer's that is seen there, None where there is none; the same object twice where it stands.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    long = max(1, math.floor(own.frames * clip.rate / own.rate))  # the layer's frames at the clip's rate
    n = 0
    while n < clip.frames:
        at = n + offset
        if ending == "loop":
            begin = at % long
            count = min(long - begin, clip.frames - n)
        elif 0 <= at < long:
            begin, count = at, min(long - at, clip.frames - n)
        else:
            count = clip.frames - n if at >= long else min(-at, clip.frames - n)
            found = None if ending == "clear" else _one(layer, clip, 0 if at < 0 else long - 1)
            yield from [found] * count
            n += count
            continue
        yield from footage.read(layer, film=clip.rate, source_in=begin, frames=count)
        n += count


def _one(layer: Path, clip: footage.Facts, at: int) -> VideoFrame:
    return next(footage.read(layer, film=clip.rate, source_in=at, frames=1))


def conformed(pixels: Pixels, size: tuple[int, int], fit: Fitting) -> Pixels:
    """Pixels (height, width, 3 or 4) as (height, width, 4) of another (width, height): premultiplied as light, no fringes.

    What is of that size already stays bit for bit; around "fit" it is clear.
    """
    if pixels.shape[2] == 3:
        pixels = np.dstack([pixels, np.full_like(pixels[..., :1], 255)])
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    by = [size[0] / width, size[1] / height]
    if fit != "stretch":
        by = [min(by) if fit == "fit" else max(by)] * 2
    wide, high = max(1, round(width * by[0])), max(1, round(height * by[1]))
    alpha = pixels[..., 3:].astype(np.float32) / 255
    whole = np.concatenate([to_light(pixels[..., :3]) * alpha, alpha], 2)
    way = cv2.INTER_AREA if wide < width or high < height else cv2.INTER_CUBIC
    scaled = cv2.resize(whole, (wide, high), interpolation=way)  # may swing beyond 0…1, colour and alpha alike
    out = np.zeros((size[1], size[0], 4), np.float32)
    x, y = (size[0] - wide) // 2, (size[1] - high) // 2
    into = (slice(max(0, y), min(size[1], y + high)), slice(max(0, x), min(size[0], x + wide)))
    out[into] = scaled[max(0, -y) : max(0, -y) + size[1], max(0, -x) : max(0, -x) + size[0]]
    colour = to_pixels(np.clip(out[..., :3] / np.maximum(out[..., 3:], 1e-3), 0, 1))
    return np.dstack([colour, np.clip(out[..., 3] * 255 + 0.5, 0, 255).astype(np.uint8)])
