"""Colours of stored frames without a bias: what is read, made and written again and again must not darken on the way."""

from __future__ import annotations

import cv2
import numpy as np
from av.video.frame import VideoFrame

from generation.conform import planes
from generation.drivers import Pixels
from generation.mezzanine import pixels_of

# sRGB 0…255 from Y, Cb, Cr of BT.709 in limited range: the inverse of what a clip is written with
_GAIN, _COLOUR = 255 / 219, 255 / 224
_RED, _BLUE = 1.5748 * _COLOUR, 1.8556 * _COLOUR
_GREEN = (-0.0722 / 0.7152 * _BLUE, -0.2126 / 0.7152 * _RED)
_TO_RGB = np.array(
    [
        [_GAIN, 0, _RED, -16 * _GAIN - 128 * _RED],
        [_GAIN, *_GREEN, -16 * _GAIN - 128 * sum(_GREEN)],
        [_GAIN, _BLUE, 0, -16 * _GAIN - 128 * _BLUE],
    ],
    np.float32,
)


def colours_of(frame: VideoFrame) -> Pixels:
    """The colours of a frame of a `Video` as sRGB (height, width, 3), each rounded to the nearest.

    The usual conversion is quicker but rounds down: a frame that went there and back five times is plainly darker.
    """
    if frame.format.name != "yuv420p":
        return np.ascontiguousarray(pixels_of(frame)[..., :3])
    luma, blue, red = planes(frame)
    size = (luma.shape[1], luma.shape[0])
    whole = cv2.merge(
        [luma, *(cv2.resize(np.ascontiguousarray(one), size, interpolation=cv2.INTER_LINEAR) for one in (blue, red))]
    )
    return np.asarray(cv2.transform(whole, _TO_RGB), np.uint8)
