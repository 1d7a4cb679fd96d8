"""Once per shot: walls and floors painted, lit, shaded by what stands on them and veiled by distance, ready to be warped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import skia

from generation.drivers.previs.lens import Array
from generation.drivers.previs.lighting import Lighting
from generation.drivers.previs.places.scenery import Ground, Paint, Panel

Texture = npt.NDArray[np.uint8]  # (h, w, 4) RGBA, opaque
LARGEST = 1600  # texture pixels along the longer side


@dataclass(frozen=True)
class Surface:
    """A lit texture on a plane: `origin + u·across + v·down` for texture pixels (u, v), with smaller copies for distance."""

    levels: tuple[Texture, ...]
    origin: Array
    across: Array  # metres per texture pixel, to the right
    down: Array
    normal: Array
    corners: Array  # (4, 3)
    density: float  # texture pixels per metre
    both: bool = False


def painted(paint: Paint, width: float, height: float, ppm: float, *, clear: bool = False) -> Texture:
    """A painter's work as pixels; unlit."""
    w, h = max(2, round(width * ppm)), max(2, round(height * ppm))
    pixels = np.zeros((h, w, 4), np.uint8)
    canvas = skia.Surface(pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType).getCanvas()
    if not clear:
        canvas.clear(0xFF808080)
    canvas.scale(w / width, h / height)
    paint(canvas)
    return pixels


def light_up(texture: Texture, light: Array, veil: Array, haze: Sequence[float]) -> Texture:
    """Multiply by a coarse map of light (gh, gw, 3) and mix with haze by a coarse veil (gh, gw)."""
    h, w = texture.shape[:2]
    lift = (np.clip(light * (1 - veil[..., None]), 0, 2)).astype(np.float32)
    rgb = np.ascontiguousarray(texture[..., :3])
    lit = cv2.multiply(rgb, cv2.resize(lift, (w, h), interpolation=cv2.INTER_LINEAR), dtype=cv2.CV_8U)
    if float(veil.max()) > 0.002:
        add = (veil[..., None] * np.array(haze) * 255).astype(np.uint8)
        lit = cv2.add(lit, cv2.resize(add, (w, h), interpolation=cv2.INTER_LINEAR))
    out = np.empty_like(texture)
    out[..., :3], out[..., 3] = lit, 255
    return out


def _levels(texture: Texture) -> tuple[Texture, ...]:
    levels = [texture]
    while len(levels) < 5 and min(levels[-1].shape[:2]) > 24:
        h, w = levels[-1].shape[:2]
        levels.append(
            np.asarray(cv2.resize(levels[-1], (max(1, w // 2), max(1, h // 2)), interpolation=cv2.INTER_AREA), np.uint8)
        )
    return tuple(levels)


def _over(base: Texture, top: Texture) -> Texture:
    alpha = top[..., 3:4].astype(np.uint16)
    out = base.copy()
    out[..., :3] = (top[..., :3] + base[..., :3].astype(np.uint16) * (255 - alpha) // 255).astype(np.uint8)
    return out


def panel_surface(panel: Panel, lighting: Lighting, eye: Array, ppm: float) -> Surface:
    """A wall, lit and veiled for a camera near `eye`; `ppm` is how finely the camera can see it."""
    ppm = min(panel.detail, max(ppm, 12.0), LARGEST / max(panel.width, panel.height))
    texture = painted(panel.paint, panel.width, panel.height, ppm)
    top = np.array([panel.x, panel.y + panel.height, panel.z])
    across, down = np.array([panel.ax, 0.0, panel.az]), np.array([0.0, -1.0, 0.0])
    gw, gh = max(8, min(40, round(panel.width * 3))), 14
    us = (np.arange(gw) + 0.5) / gw * panel.width
    vs = (np.arange(gh) + 0.5) / gh * panel.height
    points = (top + us[None, :, None] * across + vs[:, None, None] * down).reshape(-1, 3)
    normals = np.repeat(np.array([panel.normal]), len(points), axis=0)
    light = lighting.fall(normals, points).reshape(gh, gw, 3)
    if lighting.interior:  # corners gather shade
        edge = np.minimum(us, panel.width - us)
        light *= (0.90 + 0.10 * np.minimum(edge / 0.9, 1.0))[None, :, None]
        light *= (0.93 + 0.07 * np.minimum((panel.height - vs) / 0.5, 1.0) - 0.05 * (vs < 0.35))[:, None, None]
    far = np.linalg.norm(points - eye, axis=1).reshape(gh, gw)
    veil = 1 - np.exp(-np.maximum(far - 2, 0) * lighting.density)
    texture = light_up(texture, light, veil, lighting.haze)
    if panel.shine:
        shine = painted(panel.shine, panel.width, panel.height, ppm, clear=True)
        texture = _over(texture, shine)
    corners = np.stack(
        [top, top + across * panel.width, top + across * panel.width + down * panel.height, top + down * panel.height]
    )
    h, w = texture.shape[:2]
    return Surface(
        _levels(texture),
        top,
        across * (panel.width / w),
        down * (panel.height / h),
        np.array(panel.normal),
        corners,
        w / panel.width,
        panel.both,
    )


def mirrored(surface: Surface) -> Surface:
    """An upright surface as wet ground gives it back: upside down, a little softer."""
    flip = np.array([1.0, -1.0, 1.0])
    soft = tuple(np.asarray(cv2.blur(level, (1, max(1, level.shape[0] // 28))), np.uint8) for level in surface.levels)
    return Surface(
        soft,
        surface.origin * flip,
        surface.across,
        surface.down * flip,
        surface.normal,
        surface.corners * flip,
        surface.density,
        surface.both,
    )


def ground_surface(
    ground: Ground,
    lighting: Lighting,
    eye: Array,
    shade: Texture | None,
    window: tuple[float, float, float, float],
    ppm: float,
    *,
    veiled: bool,
) -> Surface:
    """Part of the ground, `window` = (x0, z0, x1, z1) in metres; `shade` is an 8-bit map of shadow over the whole of it."""
    x0, z0, x1, z1 = window
    width, depth = x1 - x0, z1 - z0
    ppm = min(ppm, LARGEST / max(width, depth))

    def paint(canvas: skia.Canvas) -> None:
        canvas.translate(-x0, z1)
        ground.paint(canvas)

    texture = painted(paint, width, depth, ppm)
    g = 40
    xs, zs = x0 + (np.arange(g) + 0.5) / g * width, z1 - (np.arange(g) + 0.5) / g * depth
    points = np.stack(
        [np.broadcast_to(xs, (g, g)), np.full((g, g), ground.y), np.broadcast_to(zs[:, None], (g, g))], axis=-1
    ).reshape(-1, 3)
    light = lighting.fall(np.broadcast_to(np.array([[0.0, 1.0, 0.0]]), (g * g, 3)), points).reshape(g, g, 3)
    if ground.gloss:  # wet or polished: lamps glare, the rest darkens
        light = light * (1 - 0.25 * ground.gloss)
    far = np.linalg.norm(points - eye, axis=1).reshape(g, g)
    veil = 1 - np.exp(-np.maximum(far - 2, 0) * lighting.density)
    if not veiled:
        veil = veil * 0
    texture = light_up(texture, light, veil, lighting.haze)
    if shade is not None:
        h, w = texture.shape[:2]
        gx0, gz1 = ground.x - ground.width / 2, ground.z + ground.depth / 2
        sh, sw = shade.shape[:2]
        sx, sy = sw / ground.width, sh / ground.depth
        move = np.array([[sx * width / w, 0, (x0 - gx0) * sx], [0, sy * depth / h, (gz1 - z1) * sy]])
        here = cv2.warpAffine(
            shade, move, (w, h), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT, borderValue=255
        )
        texture[..., :3] = cv2.multiply(texture[..., :3], cv2.merge([here, here, here]), scale=1 / 255)
    origin = np.array([x0, ground.y, z1])
    h, w = texture.shape[:2]
    corners = np.array([[x0, ground.y, z1], [x1, ground.y, z1], [x1, ground.y, z0], [x0, ground.y, z0]])
    return Surface(
        _levels(texture),
        origin,
        np.array([width / w, 0, 0]),
        np.array([0, 0, -depth / h]),
        np.array([0.0, 1.0, 0.0]),
        corners,
        w / width,
    )
