"""Water: watercolour and ink wash; the pigment sticks to what is painted, the paper stands still — pure.

Pigment after Bousseau 2006: a density d turns a colour C into C − (C − C²)(d − 1): paper shines through, darks build up.
"""

from __future__ import annotations

import cv2
import numpy as np

from generation.styling.look import Look, Options, plain
from generation.styling.tools import (
    Picture,
    Plane,
    curved,
    edges,
    grid,
    mixed,
    rgb,
    rise,
    settled,
    soft,
    spread_along,
    times,
    vivid,
)


def pigment(colour: Picture, density: Plane) -> Picture:
    """A colour laid thinner (below 1) or thicker (above)."""
    d = cv2.merge([density, density, density])
    return np.asarray(np.clip(colour - (colour - colour * colour) * (d - 1), 0, 1), np.float32)


def wobbled(picture: Picture, look: Look, much: float, size: float, salt: int) -> Picture:
    """Outlines as a wet hand draws them: moved by so many units."""
    xs, ys = grid(*look.shape)
    across = look.rough(size, 2, salt) * np.float32(much * look.unit)
    down = look.rough(size, 2, salt + 1) * np.float32(much * look.unit)
    return np.asarray(cv2.remap(picture, xs + across, ys + down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.float32)


def rims(plane: Plane, width: float) -> Plane:
    """Where a wash ended and its pigment gathered: 0…1 along edges."""
    gx, gy = cv2.Scharr(plane, cv2.CV_32F, 1, 0), cv2.Scharr(plane, cv2.CV_32F, 0, 1)
    return soft(np.asarray(np.clip(cv2.magnitude(gx, gy) / 5, 0, 1), np.float32), width)


@plain("watercolour")
def watercolour(look: Look, own: Options) -> Picture:
    """Two washes one over the other, dark rims, granulating pigment, white paper in the lights."""
    fine = 0.5 + look.detail
    base = np.asarray(curved(look.picture, 0.9) ** np.float32(0.66), np.float32)
    broad = settled(wobbled(settled(base, 5.5 * look.unit / fine), look, 1.7, 11, 41), 4.0 * look.unit / fine)
    narrow = settled(wobbled(base, look, 0.9, 6, 43), 2.6 * look.unit / fine)
    colour = vivid(mixed(broad, narrow, 0.62), 1.6)
    plane = cv2.transform(colour, np.array([[0.3, 0.59, 0.11]], np.float32))
    pool = look.rough(46, 2, 45)
    bloom = look.rough(14, 2, 46)
    tooth = look.tooth(9, 1.5 * look.pixel + 0.2)
    grains = look.rough(1.1, 2, 47)
    rim = rims(np.asarray(plane, np.float32), 0.9 * look.unit)
    density = 1 + 0.10 * pool + 0.08 * bloom + 1.15 * rim + 0.55 * tooth + 0.07 * grains
    made = pigment(colour, np.asarray(density, np.float32))
    leaf = (0.985, 0.978, 0.958)
    bare = rise(soft(look.light, 1.5 * look.unit) + 0.03 * bloom.astype(np.float32), 0.80, 0.97)
    made = mixed(made, leaf, np.asarray(bare * 0.9, np.float32))
    pencilled = edges(look.picture, look.forms, 0.9 * look.unit, 5 * look.unit, 8 * fine, 0.012)
    made = mixed(made, (0.2, 0.19, 0.24), np.asarray(pencilled * 0.34, np.float32))
    return times(made, np.asarray(1 + 0.11 * tooth, np.float32))


@plain("ink-wash")
def ink_wash(look: Look, own: Options) -> Picture:
    """水墨: light, middle and burnt ink, bled into raw paper, brush lines that swell and run dry, far things lost in mist."""
    height, width = look.shape
    fine = 0.5 + look.detail
    tone = look.balanced(
        settled(wobbled(settled(look.light_picture, 4.5 * look.unit / fine), look, 2.0, 9, 51), 4.5 * look.unit / fine)[..., 0]
    )
    bled = soft(tone, 6 * look.unit)
    pool, fibre = look.rough(38, 2, 53), look.fleck(10, 2.0 * look.pixel, 2)
    light_ink, middle, burnt = (
        rise(bled + 0.03 * pool, 0.86, 0.5),
        rise(tone + 0.012 * pool, 0.56, 0.26),
        rise(tone + 0.008 * pool, 0.30, 0.02),
    )
    wash = (0.22 * light_ink + 0.26 * middle + 0.44 * burnt) * (1 + 0.07 * pool * light_ink)
    rim = rims(tone, 1.3 * look.unit)
    forms = look.forms
    dry = spread_along(look.rough(1.2, 1, 55), forms.across, forms.down, 16 * look.unit, 5)
    dry = np.asarray(dry / max(1e-6, float(dry.std())), np.float32)
    line = edges(look.picture, forms, 1.9 * look.unit, 11 * look.unit, 10 * fine, 0.012)
    thin = edges(look.picture, forms, 0.9 * look.unit, 5 * look.unit, 9 * fine, 0.012)
    brush = np.clip(np.maximum(line * (0.96 + 0.22 * dry), 0.6 * thin), 0, 1)
    ink = 1 - (1 - np.clip(wash * (1 + 0.5 * rim + 0.05 * fibre), 0, 1)) * (1 - 0.92 * brush)
    leaf = np.zeros((height, width, 3), np.float32) + rgb((0.957, 0.938, 0.895))
    hue = vivid(settled(look.picture, 7 * look.unit), 1.1)
    coloured = mixed(leaf, hue * np.float32(0.55) + np.float32(0.42), float(own.get("colour", 0.16)))
    made = mixed(coloured, (0.085, 0.09, 0.105), np.asarray(np.clip(ink, 0, 0.965), np.float32))
    tooth = look.tooth(11, 1.0)
    return times(made, np.asarray(1 + 0.05 * tooth + 0.012 * fibre, np.float32))
