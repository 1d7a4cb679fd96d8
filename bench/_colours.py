"""How far two colours are apart for an eye: CIEDE2000 (Sharma, Wu, Dalal 2005), of whole pictures at once."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Lab = npt.NDArray[np.float64]


def lab(pixels: npt.NDArray[Any]) -> Lab:
    """CIE L*a*b* (D65) of sRGB 0…255 (…, 3)."""
    flat = np.asarray(pixels, np.float32).reshape(1, -1, 3) / 255
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2Lab), np.float64).reshape(pixels.shape)


def apart(one: Lab, other: Lab) -> npt.NDArray[np.float64]:
    """ΔE00 of colours in L*a*b* (…, 3): 1 is about what an eye just sees side by side."""
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(colour, -1, 0) for colour in (one, other))
    seventh = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(seventh / (seventh + 25.0**7))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = h2 - h1
    turn = np.where(turn > 180, turn - 360, np.where(turn < -180, turn + 360, turn))
    turn = np.where(c1 * c2 == 0, 0, turn)
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = np.where(np.abs(h1 - h2) > 180, (h1 + h2 + np.where(h1 + h2 < 360, 360, -360)) / 2, (h1 + h2) / 2)
    hue = np.where(c1 * c2 == 0, h1 + h2, hue)

    def wave(times: float, shift: float) -> Any:
        return np.cos(np.radians(times * hue + shift))

    t = 1 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.20 * wave(4, -63)
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    seventh = chroma**7
    rt = -2 * np.sqrt(seventh / (seventh + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    return np.asarray(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh)), np.float64)
