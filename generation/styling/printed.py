"""Print, from comic to risograph: flats and lines go with the picture, screens of dots with the camera — pure."""

from __future__ import annotations

import cv2
import numpy as np

from generation.styling.look import Look, Options, over, plain
from generation.styling.tools import (
    Picture,
    Plane,
    curved,
    edges,
    grid,
    light,
    mixed,
    rgb,
    rise,
    settled,
    soft,
    spread_along,
    times,
    vivid,
)  # fmt: skip


def dots(look: Look, amount: Plane, angle: float, pitch: float) -> Plane:
    """A screen of round dots, as much of it black as `amount` says: 0…1."""
    xs, ys = grid(*look.shape)
    xs, ys = xs - np.float32(look.threads.drift[0]), ys - np.float32(look.threads.drift[1])
    turn, step = np.radians(angle), max(3.0, pitch)
    u = (xs * np.float32(np.cos(turn)) + ys * np.float32(np.sin(turn))) / np.float32(step)
    v = (ys * np.float32(np.cos(turn)) - xs * np.float32(np.sin(turn))) / np.float32(step)
    wave = 0.5 - 0.25 * (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v))  # 0 in a dot's middle, 1 between four
    crisp = 1.1 / step
    return np.asarray(np.clip((amount - wave) / (2 * crisp) + 0.5, 0, 1), np.float32)


def steps(plane: Plane, count: float, firm: float) -> Plane:
    """A plane in so many even steps with edges that are not torn."""
    scaled = plane * np.float32(count)
    low = np.floor(scaled)
    share = scaled - low
    return np.asarray((low + rise(np.asarray(share, np.float32), 0.5 - firm, 0.5 + firm)) / count, np.float32)


def flats(picture: Picture, look: Look, radius: float, count: float, firm: float = 0.16) -> Picture:
    """Colours in flats: smoothed to patches, their light in steps."""
    smooth = settled(settled(picture, radius * look.unit), radius * 0.7 * look.unit)
    plane = light(smooth)
    ratio = (steps(plane, count, firm) + 0.02) / (plane + 0.02)
    return np.asarray(np.clip(times(smooth, np.asarray(ratio, np.float32)), 0, 1), np.float32)


@plain("comic")
def comic(look: Look, own: Options) -> Picture:
    """Brushed ink, four flat tones, dots in the half tones, warm paper."""
    base = vivid(curved(look.picture, 1.12), 1.55)
    colour = mixed(settled(base, 3.0 * look.unit), flats(base, look, 3.2, 4.0, 0.1), 0.6)
    tone = look.balanced(soft(look.light, 2.2 * look.unit))
    ink = edges(look.picture, look.forms, 1.5 * look.unit, 7 * look.unit, 15 * (0.55 + 0.9 * look.detail), 0.011)
    ink = np.maximum(ink, rise(tone, 0.17, 0.1))
    ink = np.maximum(ink, edges(look.picture, look.forms, 2.8 * look.unit, 9 * look.unit, 9, 0.028))
    tooth = look.tooth(14, 0.8)
    printed = times(np.asarray(colour * rgb((1.0, 0.985, 0.94)), np.float32), np.asarray(1 + 0.03 * tooth, np.float32))
    return mixed(printed, (0.06, 0.05, 0.075), rise(np.asarray(ink, np.float32), 0.25, 0.62))


@over("comic")
def half_tones(look: Look, printed: Picture) -> Picture:
    """Dots in the half tones."""
    tone = look.balanced(soft(look.light, 2.2 * look.unit))
    screen = dots(look, np.asarray(rise(tone, 0.72, 0.3) * 0.62, np.float32), 30, 7.0 * look.unit)
    return mixed(printed, np.asarray(printed * rgb((0.58, 0.52, 0.64)), np.float32), np.asarray(screen * 0.8, np.float32))


@plain("anime")
def anime(look: Look, own: Options) -> Picture:
    """Painted cels: clear flats in light and shade, fine dark lines of their own colour, air in the lights."""
    base = vivid(np.asarray(look.picture ** np.float32(0.88), np.float32), 1.38)
    soft_flat = settled(settled(base, 3.0 * look.unit), 2.2 * look.unit)
    shade = soft(light(soft_flat), 1.2 * look.unit)
    level = look.balanced(shade)
    shadow = rise(level, 0.43, 0.37)
    deep = rise(level, 0.22, 0.16)
    colour = flats(base, look, 3.0, 6.0, 0.2)
    colour = mixed(soft_flat, colour, 0.7)
    tinted = np.asarray(colour * rgb((0.80, 0.79, 0.93)), np.float32)
    colour = mixed(colour, tinted, shadow)
    colour = mixed(colour, np.asarray(tinted * rgb((0.82, 0.8, 0.9)), np.float32), deep)
    glow = soft(np.asarray(np.clip(colour - 0.72, 0, 1) * 2, np.float32), 14 * look.unit)
    colour = np.asarray(1 - (1 - colour) * (1 - 0.34 * glow), np.float32)
    ink = edges(look.picture, look.forms, 1.0 * look.unit, 5 * look.unit, 13 * (0.55 + 0.9 * look.detail), 0.012)
    dark = np.asarray(soft_flat * rgb((0.22, 0.2, 0.3)), np.float32)
    return mixed(colour, dark, rise(np.asarray(ink, np.float32), 0.2, 0.8) * np.float32(0.92))


_POP = (
    (0.0, (0.09, 0.06, 0.22)), (0.22, (0.10, 0.09, 0.32)), (0.26, (0.86, 0.10, 0.38)), (0.46, (0.95, 0.16, 0.34)),
    (0.50, (0.05, 0.66, 0.70)), (0.68, (0.16, 0.76, 0.74)), (0.72, (0.99, 0.80, 0.16)), (0.86, (1.0, 0.86, 0.30)),
    (0.90, (1.0, 0.97, 0.88)), (1.0, (1.0, 0.98, 0.92)),
)  # fmt: skip


@plain("pop")
def pop(look: Look, own: Options) -> Picture:
    """Silkscreen: five loud inks by tone, a coarse screen between them, the key a little off."""
    from generation.styling.tools import tinted

    height, width = look.shape
    tone = look.balanced(settled(settled(look.light_picture, 3.4 * look.unit), 2.4 * look.unit)[..., 0])
    made = tinted(tone, _POP)
    key = edges(look.picture, look.forms, 1.6 * look.unit, 7 * look.unit, 14 * (0.55 + 0.9 * look.detail), 0.013)
    shift = np.array([[1, 0, 1.6 * look.unit], [0, 1, 1.2 * look.unit]], np.float32)
    key = cv2.warpAffine(np.asarray(key, np.float32), shift, (width, height), borderMode=cv2.BORDER_REPLICATE)
    squeegee = look.fleck(15, 1.5 * look.pixel, 2)
    made = times(made, np.asarray(1 + 0.018 * squeegee, np.float32))
    return mixed(made, (0.07, 0.05, 0.17), rise(np.asarray(key, np.float32), 0.2, 0.65) * np.float32(0.95))


@over("pop")
def coarse_screen(look: Look, printed: Picture) -> Picture:
    """Dots between two inks."""
    tone = look.balanced(soft(look.light, 3.0 * look.unit))
    half = dots(look, np.asarray(0.55 * rise(tone, 0.62, 0.4), np.float32), 45, 9 * look.unit)
    return mixed(printed, np.asarray(printed * rgb((0.82, 0.72, 0.86)), np.float32), half)


_INKS = ((0.15, 0.20, 0.55), (1.0, 0.28, 0.42), (1.0, 0.80, 0.12))  # federal blue, fluorescent pink, sunflower


@plain("risograph")
def risograph(look: Look, own: Options) -> Picture:
    """Three soy inks through one drum each: grainy, see-through, never quite in register."""
    return vivid(curved(settled(look.picture, 2.0 * look.unit), 1.1), 1.25)


@over("risograph")
def drums(look: Look, base: Picture) -> Picture:
    """The picture taken apart into three inks and printed."""
    height, width = look.shape
    tone = look.balanced(light(base))
    red, green, blue = (base[..., c] for c in range(3))
    amounts = (
        np.clip(1.08 - 1.25 * tone, 0, 1) ** 1.15,
        np.clip(0.18 + 0.62 * (1 - tone) + 1.5 * (red - green), 0, 1) * rise(tone, 1.0, 0.75),
        np.clip(0.25 + 1.7 * ((red + green) / 2 - blue) + 0.25 * (1 - tone), 0, 1) * rise(tone, 1.0, 0.82),
    )
    made = np.zeros((height, width, 3), np.float32) + rgb((0.965, 0.95, 0.915))
    offs = ((0.0, 0.0), (1.5, -1.0), (-1.2, 1.4))
    for n, (amount, ink, off) in enumerate(zip(amounts, _INKS, offs, strict=True)):
        speck = look.fleck(20 + n, 1.25 * look.pixel + 0.2)
        screen = dots(look, np.asarray(amount, np.float32), (75, 15, 45)[n], 4.6 * look.unit)
        grainy = np.clip((amount - 0.5 + 0.16 * speck) * 3.0 + 0.5, 0, 1)
        drum = np.asarray(np.clip(0.5 * screen + 0.5 * grainy, 0, 1) * (0.93 + 0.02 * speck), np.float32)
        shift = np.array([[1, 0, off[0] * look.unit], [0, 1, off[1] * look.unit]], np.float32)
        drum = np.asarray(cv2.warpAffine(drum, shift, (width, height), borderMode=cv2.BORDER_REPLICATE), np.float32)
        through = np.asarray(made * rgb(ink), np.float32)
        made = mixed(made, through, np.asarray(drum * 0.94, np.float32))
    return made


@plain("ukiyo-e")
def ukiyo_e(look: Look, own: Options) -> Picture:
    """Colour woodblocks: Prussian key lines, few faded plant colours, bokashi from the top, the grain of the cherry block."""
    height, width = look.shape
    fine = 0.55 + 0.9 * look.detail
    calm = settled(settled(look.picture, 4.0 * look.unit), 3.0 * look.unit)
    tone = look.balanced(light(calm))
    stepped = steps(tone, 5, 0.09)
    indigo, slate, clay, straw, leaf = (
        rgb(c) for c in ((0.11, 0.20, 0.36), (0.36, 0.50, 0.56), (0.72, 0.53, 0.37), (0.90, 0.81, 0.60), (0.955, 0.915, 0.80))
    )
    warmth = soft(np.asarray(calm[..., 0] - calm[..., 2], np.float32), 2 * look.unit)
    warm = rise(warmth, 0.02, 0.16)[..., None]
    low = indigo + (slate - indigo) * np.clip(stepped * 2.4, 0, 1)[..., None]
    cool = np.where(stepped[..., None] < 0.42, low, slate + (leaf - slate) * np.clip((stepped - 0.42) * 2.0, 0, 1)[..., None])
    brown = indigo * 1.15 + (clay - indigo * 1.15) * np.clip(stepped * 2.2, 0, 1)[..., None]
    hot = np.where(stepped[..., None] < 0.45, brown, clay + (straw - clay) * np.clip((stepped - 0.45) * 2.2, 0, 1)[..., None])
    block = np.asarray(cool + (hot - cool) * warm, np.float32)
    own_hue = times(vivid(calm, 1.25), np.asarray((stepped + 0.05) / (light(calm) + 0.05), np.float32))
    made = mixed(block, np.asarray(np.clip(own_hue, 0, 1) * leaf, np.float32), 0.36)
    _, ys = grid(height, width)
    bokashi = rise(np.asarray(ys / height, np.float32), 0.30, 0.0) * rise(tone, 0.45, 0.8)
    made = mixed(made, tuple(indigo * 1.25 + 0.06), np.asarray(bokashi * 0.62, np.float32))
    wood = look.fleck(16, 1.5 * look.pixel, 1)
    wood = spread_along(wood, np.ones_like(tone), np.full_like(tone, 0.03), 60 * look.pixel, 8)
    wood = np.asarray(wood / max(1e-6, float(wood.std())), np.float32)
    tooth = look.tooth(17, 1.2)
    made = times(made, np.asarray(1 + 0.028 * wood + 0.07 * tooth, np.float32))
    ink = edges(look.picture, look.forms, 1.4 * look.unit, 8 * look.unit, 14 * fine, 0.011)
    return mixed(made, (0.10, 0.14, 0.25), rise(np.asarray(ink, np.float32), 0.15, 0.6) * np.float32(0.94))
