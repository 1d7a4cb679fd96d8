"""Drawing, from pencil to blueprint: marks stick to what is drawn, paper stands still — pure."""

from __future__ import annotations

import numpy as np

from generation.styling.look import Look, Options, over, plain
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
)  # fmt: skip


def hatching(look: Look, angle: float, size: float, length: float, salt: int) -> Plane:
    """Strokes of one direction: 0…1, mean about 0.5, sticking to what is seen."""
    across = np.full(look.shape, np.float32(np.cos(np.radians(angle))), np.float32)
    down = np.full(look.shape, np.float32(np.sin(np.radians(angle))), np.float32)
    long = spread_along(look.rough(size, 1, salt), across, down, length * look.unit, 5)
    long = np.asarray(long / max(1e-6, float(long.std())), np.float32)
    return np.asarray(np.clip(0.5 + 0.28 * long, 0, 1), np.float32)


@plain("pencil")
def pencil(look: Look, own: Options) -> Picture:
    """Graphite: soft contours drawn twice, three directions of hatching one over the other by tone, the tooth of the paper."""
    height, width = look.shape
    tone = look.balanced(soft(look.light, 1.4 * look.unit))
    fine = 0.7 + 0.6 * look.detail
    ink = edges(look.picture, look.forms, 0.9 * look.unit, 4 * look.unit, 11 * fine, 0.006)
    ink = np.maximum(ink, 0.75 * edges(look.picture, look.forms, 2.2 * look.unit, 8 * look.unit, 8, 0.012))
    dark = np.zeros(look.shape, np.float32)
    for angle, begins, weight, salt in ((-52, 0.93, 0.42, 1), (-38, 0.56, 0.36, 2), (28, 0.28, 0.36, 3)):
        shade = rise(tone, begins, begins - 0.42)
        dark += weight * shade * (0.35 + 0.95 * hatching(look, angle, 1.0, 13, salt))
    tooth = look.tooth(1, 0.7 * look.pixel + 0.3)
    grainy = np.clip(1 + 1.1 * tooth, 0.2, 1.8)
    graphite = np.clip(0.86 * dark * grainy + ink * (0.72 + 0.35 * tooth), 0, 0.93)
    leaf = mixed(np.full((height, width, 3), 0.0, np.float32) + rgb((0.972, 0.962, 0.94)), (0.17, 0.175, 0.19), graphite)
    return times(leaf, np.asarray(1 + 0.05 * tooth, np.float32))


@plain("coloured-pencil")
def coloured_pencil(look: Look, own: Options) -> Picture:
    """Wax over tooth: colours in layers of hatching that follow the light, dark contours of their own colour."""
    height, width = look.shape
    colour = vivid(settled(look.picture, 2.2 * look.unit), 1.55)
    tone = look.balanced(soft(look.light, 1.6 * look.unit))
    tooth = look.tooth(2, 0.75 * look.pixel + 0.3)
    first, second = hatching(look, -48, 1.15, 15, 11), hatching(look, 34, 1.1, 12, 12)
    pressed = 0.42 + 0.55 * rise(tone, 0.98, 0.2)
    wax = np.clip(pressed * (0.52 + 0.75 * first) + 0.35 * rise(tone, 0.6, 0.15) * second, 0, 1)
    wax = np.clip(wax * (1 + 0.9 * tooth), 0, 0.97)
    leaf = np.zeros((height, width, 3), np.float32) + rgb((0.985, 0.975, 0.95))
    deep = np.asarray(colour * (0.72 + 0.28 * colour), np.float32)
    made = mixed(leaf, deep, wax)
    ink = edges(look.picture, look.forms, 1.1 * look.unit, 5 * look.unit, 10 * (0.6 + 0.8 * look.detail), 0.008)
    return mixed(made, np.asarray(deep * 0.35, np.float32), np.asarray(ink * (0.62 + 0.5 * tooth), np.float32))


@plain("charcoal")
def charcoal(look: Look, own: Options) -> Picture:
    """Broad dry strokes on a grey laid paper, rubbed darks, chalk in the lights."""
    height, width = look.shape
    tone = look.balanced(soft(settled(look.light_picture, 4 * look.unit)[..., 0], 1.2 * look.unit))
    forms = look.forms
    dust = look.rough(1.6, 2, 21)
    dragged = spread_along(dust, forms.across, forms.down, 7 * look.unit, 4)
    dragged = np.asarray(dragged / max(1e-6, float(dragged.std())), np.float32)
    tooth = look.tooth(3, 1.25 * look.pixel + 0.3)
    dark = rise(tone, 0.78, 0.08)
    coal = np.clip(dark * 1.25 - 0.1 + 0.24 * dragged * rise(dark, 0.02, 0.4) + 0.45 * tooth * rise(dark, 0, 0.5), 0, 1)
    rubbed = soft(dark, 7 * look.unit) * 0.34
    ink = edges(look.picture, forms, 2.0 * look.unit, 9 * look.unit, 9 * (0.6 + 0.8 * look.detail), 0.01)
    black = np.clip(np.maximum(coal, rubbed) + ink * (0.75 + 0.7 * tooth), 0, 0.96)
    leaf = np.zeros((height, width, 3), np.float32) + rgb((0.80, 0.775, 0.735))
    chalk = np.clip(rise(tone, 0.72, 0.98) * (0.72 + 0.07 * dragged + 0.9 * tooth), 0, 0.9)
    made = mixed(leaf, (0.965, 0.955, 0.93), np.asarray(chalk, np.float32))
    made = mixed(made, (0.105, 0.1, 0.1), np.asarray(black, np.float32))
    return times(made, np.asarray(1 + 0.08 * tooth, np.float32))


def engraved(look: Look, tone: Plane, angle: float, pitch: float, bend: float, salt: float = 0.0) -> Plane:
    """Parallel lines that swell with the dark and bend over the forms: ink 0…1."""
    xs, ys = look.bent
    turn = np.radians(angle)
    form = soft(look.light, 9 * look.unit)
    across = (
        xs * np.float32(np.sin(turn)) + ys * np.float32(np.cos(turn)) + form * np.float32(bend * look.unit) + np.float32(salt)
    )
    wave = 0.5 + 0.5 * np.cos(across * np.float32(2 * np.pi / max(2.4, pitch)))
    need = 1 - tone  # share of the pitch that is black
    crisp = max(0.08, 0.55 / max(2.4, pitch))
    return np.asarray(np.clip((need - (1 - wave)) / (2.2 * crisp) + 0.5, 0, 1), np.float32)


@plain("engraving")
def engraving(look: Look, own: Options) -> Picture:
    """Copperplate: swelling lines over the forms, crossed in the half tones, and again in the darks."""
    height, width = look.shape
    tone = curved(look.balanced(settled(look.light_picture, 1.6 * look.unit)[..., 0]), 1.15)
    pitch = max(4.2, 6.4 * look.unit * (1.25 - 0.5 * look.detail))
    ink = engraved(look, np.clip(tone * 0.93 + 0.16, 0, 1), 20, pitch, 30)
    ink = np.maximum(ink, engraved(look, np.clip(tone * 1.55 + 0.22, 0, 1), -38, pitch * 1.05, -26))
    ink = np.maximum(ink, engraved(look, np.clip(tone * 2.6 + 0.28, 0, 1), 78, pitch, 20))
    ink = np.maximum(ink, edges(look.picture, look.forms, 0.9 * look.unit, 4 * look.unit, 13, 0.012))
    tooth = look.tooth(4, 0.8)
    leaf = np.zeros((height, width, 3), np.float32) + rgb((0.955, 0.93, 0.872))
    return times(mixed(leaf, (0.13, 0.115, 0.12), np.asarray(ink * 0.94, np.float32)), np.asarray(1 + 0.05 * tooth, np.float32))


@plain("woodcut")
def woodcut(look: Look, own: Options) -> Picture:
    """Black and one colour from two blocks: gouged light along the forms, ink that does not quite cover."""
    height, width = look.shape
    tone = curved(look.balanced(settled(look.light_picture, 3.4 * look.unit)[..., 0]), 1.2)
    forms = look.forms
    gouge = spread_along(look.rough(2.1, 1, 31), forms.across, forms.down, 15 * look.unit, 6)
    gouge = np.asarray(gouge / max(1e-6, float(gouge.std())), np.float32)
    black = rise(tone + 0.10 * gouge, 0.44, 0.37)
    black = np.maximum(black, edges(look.picture, forms, 1.8 * look.unit, 9 * look.unit, 17 * (0.6 + 0.8 * look.detail), 0.014))
    second = rise(tone + 0.03 * gouge, 0.67, 0.61)
    uncovered = np.clip(1 - 0.16 * np.maximum(0, look.fleck(5, 1.3 * look.pixel, 2) - 1.2), 0.6, 1)
    tooth = look.tooth(6, 1.1)
    leaf = np.zeros((height, width, 3), np.float32) + rgb((0.94, 0.915, 0.855))
    made = mixed(leaf, tuple(own.get("second", (0.78, 0.43, 0.22))), np.asarray(second * uncovered, np.float32))
    made = mixed(made, (0.085, 0.075, 0.075), np.asarray(soft(black, 0.4 * look.pixel) * uncovered, np.float32))
    return times(made, np.asarray(1 + 0.06 * tooth, np.float32))


@plain("blueprint")
def blueprint(look: Look, own: Options) -> Picture:
    """White lines on cyanotype, a drafting grid, thin hatching in the darks."""
    height, width = look.shape
    bright = settled(look.light_picture, 1.4 * look.unit)[..., 0]
    contour = np.maximum(
        edges(bright, look.forms, 0.9 * look.unit, 5 * look.unit, 15 * (0.6 + 0.8 * look.detail), 0.007),
        edges(np.asarray(1 - bright, np.float32), look.forms, 0.9 * look.unit, 5 * look.unit, 9, 0.012) * 0.6,
    )
    tone = look.balanced(soft(look.light, 2 * look.unit))
    hatch = engraved(look, np.clip(0.62 + 0.9 * tone, 0, 0.985), 45, 6.5 * look.unit, 0) * rise(tone, 0.46, 0.3)
    wash = look.fleck(7, 90 * look.pixel, 2)
    tooth = look.tooth(8, 0.9)
    base = np.zeros((height, width, 3), np.float32) + rgb((0.055, 0.205, 0.445))
    base = times(
        base, np.asarray(np.clip(0.82 + 0.42 * soft(bright, 3 * look.unit) + 0.045 * wash + 0.12 * tooth, 0, 2), np.float32)
    )
    ink = np.clip(np.maximum(contour * 0.95, hatch * 0.5) * (0.94 + 0.5 * tooth), 0, 0.97)
    return mixed(base, (0.9, 0.95, 1.0), np.asarray(ink, np.float32))


@over("blueprint")
def drafting_grid(look: Look, drawn: Picture) -> Picture:
    """Thin lines every twenty pixels, firmer ones every hundred; they stand as the sheet does."""
    xs, ys = grid(*look.shape)
    pitch, share = max(6.0, 20 * look.pixel), np.zeros(look.shape, np.float32)
    for step, width, much in ((pitch, 1.0, 0.10), (5 * pitch, 1.3, 0.16)):
        near = [np.abs(np.mod(one + step / 2, step) - step / 2) for one in (xs, ys)]
        share = np.maximum(share, np.clip(width - np.minimum(*near), 0, 1) * much)
    return mixed(drawn, (0.9, 0.95, 1.0), np.asarray(share, np.float32))


@plain("pastel")
def pastel(look: Look, own: Options) -> Picture:
    """Chalk over a warm dark paper: powdery strokes along the forms, the tooth left open, lights pressed hard."""
    height, width = look.shape
    forms = look.forms
    colour = vivid(settled(settled(look.picture, 3.4 * look.unit), 2.2 * look.unit), 1.5)
    colour = np.asarray(colour ** np.float32(0.8) + 0.14 * (1 - colour) * colour, np.float32)
    dust = look.rough(1.5, 2, 81)
    dragged = spread_along(dust, forms.across, forms.down, 9 * look.unit, 4)
    dragged = np.asarray(dragged / max(1e-6, float(dragged.std())), np.float32)
    slanted = 2 * hatching(look, -52, 1.5, 14, 82) - 1
    along = np.clip(forms.sure * 1.6, 0, 1)
    mark = np.asarray(dragged * along + 1.6 * slanted * (1 - along), np.float32)
    tooth = look.tooth(26, 1.5 * look.pixel + 0.3)
    tone = look.balanced(soft(look.light, 1.5 * look.unit))
    pressed = 0.86 + 0.14 * rise(tone, 0.2, 0.8)
    chalk = np.clip(pressed + 0.075 * mark + 0.5 * tooth, 0, 1)
    varied = times(colour, np.asarray(1 + 0.085 * mark, np.float32))
    leaf = np.zeros((height, width, 3), np.float32) + rgb((0.36, 0.315, 0.30))
    made = mixed(leaf, varied, np.asarray(chalk, np.float32))
    ink = edges(look.picture, forms, 1.8 * look.unit, 8 * look.unit, 9 * (0.5 + look.detail), 0.012)
    return mixed(made, np.asarray(colour * 0.28, np.float32), np.asarray(ink * (0.5 + 0.5 * tooth), np.float32))
