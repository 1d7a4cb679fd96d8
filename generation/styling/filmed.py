"""Photographed: noir, old film stock, neon nights; grain is the only thing that changes from frame to frame — pure."""

from __future__ import annotations

import numpy as np

from generation.styling.look import Look, Options, over, painter, plain
from generation.styling.tools import (
    Picture,
    curved,
    edges,
    grain,
    grid,
    light,
    mixed,
    rgb,
    rise,
    soft,
    times,
    tinted,
    vignette,
    vivid,
)  # fmt: skip


@painter("noir")
class Noir:
    """Panchromatic stock, hard light: red dark, lights that bloom, deep corners, fine grain."""

    def __init__(self, options: Options) -> None:
        self._count = 0

    def paint(self, look: Look) -> Picture:
        """This frame."""
        height, width = look.shape
        p = look.picture
        plane = np.asarray(np.clip(0.16 * p[..., 0] + 0.58 * p[..., 1] + 0.26 * p[..., 2], 0, 1), np.float32)
        plane = look.balanced(plane)
        local = plane + (0.25 + 0.5 * look.detail) * (plane - soft(plane, 22 * look.unit))
        hard = curved(np.asarray(np.clip(local * 0.92, 0, 1), np.float32), 1.75, 0.52)
        bloom = soft(np.asarray(np.clip(hard - 0.62, 0, 1), np.float32), 20 * look.unit)
        hard = np.asarray(1 - (1 - hard) * (1 - 0.75 * bloom), np.float32)
        hard = np.asarray(hard * vignette(height, width, 0.72, 0.42), np.float32)
        grainy = hard + moving(look, self._count, 1.1) * 0.020 * (0.35 + rise(hard, 0.0, 0.4) * rise(hard, 1.0, 0.6))
        self._count += 1
        return tinted(
            np.asarray(np.clip(grainy, 0, 1), np.float32),
            ((0.0, (0.012, 0.014, 0.02)), (0.5, (0.485, 0.49, 0.5)), (1.0, (0.985, 0.98, 0.965))),
        )


def moving(look: Look, count: int, size: float) -> Picture:
    """The grain of a stock, another for every frame; equal for equal seeds."""
    tile = grain(look.seed * 977 + 3, size * look.pixel)
    dice = np.random.default_rng((look.seed, count))
    rolled = np.roll(tile, tuple(dice.integers(0, tile.shape[0], 2)), (0, 1))
    height, width = look.shape
    down, across = -(-height // rolled.shape[0]), -(-width // rolled.shape[1])
    return np.asarray(np.tile(rolled, (down, across))[:height, :width], np.float32)


@painter("vintage")
class Vintage:
    """A print that lay for decades: dyes gone towards amber and rose, halation, soft corners, a leak of light, fine grain."""

    def __init__(self, options: Options) -> None:
        self._count = 0

    def paint(self, look: Look) -> Picture:
        """This frame."""
        height, width = look.shape
        base = soft(look.picture, 0.55 * look.pixel)
        halo = soft(np.asarray(np.clip(light(base) - 0.68, 0, 1) * 2.2, np.float32), 15 * look.unit)
        made = curved(base, 0.94)
        red, green, blue = (made[..., c] for c in range(3))
        made = np.stack([
            0.075 + 0.90 * (0.90 * red + 0.10 * green),
            0.052 + 0.83 * (0.07 * red + 0.88 * green + 0.05 * blue),
            0.088 + 0.62 * (0.10 * green + 0.90 * blue),
        ], -1).astype(np.float32)  # fmt: skip
        made = vivid(made, 0.93)
        glow = rgb((1.0, 0.42, 0.18)) * halo[..., None]
        made = np.asarray(1 - (1 - made) * (1 - 0.42 * glow), np.float32)
        xs, ys = grid(height, width)
        leak = np.exp(-(((xs / width - 1.04) / 0.26) ** 2) - ((ys / height - 0.36) / 0.5) ** 2).astype(np.float32)
        made = np.asarray(1 - (1 - made) * (1 - rgb((0.42, 0.17, 0.05)) * leak[..., None]), np.float32)
        made = times(made, vignette(height, width, 0.5, 0.5))
        speck = moving(look, self._count, 1.35)
        self._count += 1
        made = np.asarray(made + (speck * 0.013)[..., None], np.float32)
        return np.asarray(np.clip(made, 0, 1), np.float32)


@plain("cyberpunk")
def cyberpunk(look: Look, own: Options) -> Picture:
    """Night in two neons: cyan darks, magenta lights, everything bright bleeds, thin lit outlines, wet air."""
    plane = look.balanced(look.light)
    local = np.asarray(np.clip(plane + 0.5 * (plane - soft(plane, 20 * look.unit)), 0, 1), np.float32)
    night = curved(np.asarray(local * 0.80, np.float32), 1.6, 0.62)
    ramp = tinted(night, (
        (0.0, (0.018, 0.012, 0.05)), (0.18, (0.03, 0.05, 0.16)), (0.38, (0.05, 0.20, 0.38)), (0.60, (0.20, 0.30, 0.62)),
        (0.78, (0.72, 0.22, 0.66)), (0.92, (1.0, 0.46, 0.66)), (1.0, (1.0, 0.95, 0.90)),
    ))  # fmt: skip
    own_hue = vivid(times(look.picture, np.asarray((night + 0.03) / (look.light + 0.06), np.float32)), 1.8)
    made = mixed(ramp, own_hue, 0.30)
    outline = edges(look.picture, look.forms, 1.1 * look.unit, 5 * look.unit, 12 * (0.4 + 1.0 * look.detail), 0.014)
    side = rise(np.asarray(look.forms.across * look.forms.down, np.float32), -0.35, 0.35)[..., None]
    neon = (rgb((0.10, 0.92, 1.0)) * (1 - side) + rgb((1.0, 0.18, 0.72)) * side) * rise(outline, 0.2, 0.9)[..., None]
    bright = np.asarray(np.clip(made - 0.5, 0, 1) * 1.3 + neon * 0.9, np.float32)
    bloom = soft(bright, 5 * look.unit) * np.float32(0.7) + soft(bright, 24 * look.unit) * np.float32(0.75)
    made = np.asarray(
        1 - (1 - np.clip(made, 0, 1)) * (1 - np.clip(neon * 0.62, 0, 1)) * (1 - np.clip(bloom, 0, 0.92)), np.float32
    )
    mist = soft(np.asarray(made, np.float32), 60 * look.unit)
    made = np.asarray(made * 0.93 + mist * 0.12, np.float32)
    return np.asarray(np.clip(made, 0, 1), np.float32)


@over("cyberpunk")
def screen_lines(look: Look, made: Picture) -> Picture:
    """Seen on a tube: faint lines, dark corners."""
    height, width = look.shape
    _, ys = grid(height, width)
    faint = 1 - 0.035 * (0.5 + 0.5 * np.cos(ys * np.float32(2 * np.pi / max(3.0, 4.0 * look.pixel))))
    return times(made, np.asarray(faint * vignette(height, width, 0.42), np.float32))
