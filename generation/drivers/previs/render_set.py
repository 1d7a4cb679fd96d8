"""The set of one shot: what of a place is kept for this camera, its surfaces baked, its cut-outs recorded."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
import skia

from generation.drivers.previs.lens import Array, View
from generation.drivers.previs.lighting import Lighting, argb
from generation.drivers.previs.places.scenery import Cutout, Ground, Panel, Piece, Scenery
from generation.drivers.previs.render_bake import Surface, ground_surface, panel_surface
from generation.drivers.previs.render_draw import Easel, shades
from generation.drivers.previs.stage import Weather

Spot3 = tuple[float, float, float]


class Sprite:
    """A cut-out, lit once and recorded as drawing commands."""

    def __init__(self, cutout: Cutout, lighting: Lighting, eye: Array) -> None:
        self.cutout = cutout
        distance = float(math.hypot(cutout.x - eye[0], cutout.z - eye[2]))
        at = np.array([[cutout.x, cutout.y + cutout.height * 0.5, cutout.z]])
        toward = np.array([[eye[0] - cutout.x, 0.6, eye[2] - cutout.z]])
        toward = toward / max(float(np.linalg.norm(toward)), 1e-6)
        light = np.clip(lighting.fall(toward, at)[0] * 0.55 + lighting.fall(np.array([[0.0, 1.0, 0.0]]), at)[0] * 0.45, 0.05, 1.0)
        if cutout.shine:
            light = np.ones(3)
        veil = 1 - math.exp(-max(distance - 2, 0) * lighting.density)
        haze = np.array(lighting.haze) * veil
        lift = light * (1 - veil)
        matrix = [
            float(lift[0]),
            0,
            0,
            0,
            float(haze[0]),
            0,
            float(lift[1]),
            0,
            0,
            float(haze[1]),
            0,
            0,
            float(lift[2]),
            0,
            float(haze[2]),
            0,
            0,
            0,
            1,
            0,
        ]
        recorder = skia.PictureRecorder()
        box = skia.Rect.MakeLTRB(-cutout.width, -cutout.height * 1.3, cutout.width, cutout.height * 0.2)
        canvas = Tinted(recorder.beginRecording(box), matrix)
        cutout.paint(canvas)
        self.picture = recorder.finishRecordingAsPicture()
        self.phase = (cutout.x * 3.7 + cutout.z * 5.1) % 6.28

    def draw(self, easel: Easel, frame: int, rate: float, weather: Weather) -> None:
        """In this frame's view, bent by the wind."""
        cutout = self.cutout
        view = easel.view
        x, y, depth = view.project(cutout.x, cutout.y, cutout.z)
        if depth < 0.9:
            return
        ppm = view.focal / depth
        if (
            x + cutout.width * ppm < 0
            or x - cutout.width * ppm > view.width
            or y - cutout.height * ppm * 1.2 > view.height
            or (y < 0 and view.pitch > -5)
        ):
            return
        if easel.stand(cutout.x, cutout.y, cutout.z, cutout.height) is None:
            return
        if cutout.sway:
            gust = 2.4 if weather in (Weather.WIND, Weather.STORM) else 1.0
            t = frame / rate
            lean = (
                cutout.sway
                * gust
                * (
                    0.55 * math.sin(t * 1.25 * gust**0.5 + self.phase)
                    + 0.25 * math.sin(t * 2.9 + self.phase * 2)
                    + 0.25 * (gust - 1)
                )
            )
            easel.canvas.skew(-lean / cutout.height, 0)
        easel.canvas.drawPicture(self.picture)
        easel.canvas.restore()


class Tinted:
    """A canvas that lights every paint it is given, so that painters think in their own colours."""

    def __init__(self, canvas: skia.Canvas, matrix: list[float]) -> None:
        self._canvas, self._filter, self._matrix = canvas, skia.ColorFilters.Matrix(matrix), matrix

    def __getattr__(self, name: str) -> object:
        method = getattr(self._canvas, name)
        if not name.startswith("draw"):
            return method

        def lit(*arguments: object, **keywords: object) -> object:
            changed = [self._lit(a) if isinstance(a, skia.Paint) else a for a in arguments]
            return method(*changed, **keywords)

        return lit

    def _lit(self, paint: skia.Paint) -> skia.Paint:
        made = skia.Paint(paint)
        if paint.getShader() is not None:
            made.setColorFilter(self._filter)
            return made
        colour = paint.getColor()
        m = self._matrix
        r, g, b = (((colour >> s) & 255) / 255 for s in (16, 8, 0))
        made.setColor(argb((r * m[0] + m[4], g * m[6] + m[9], b * m[12] + m[14]), (colour >> 24) / 255))
        return made


def clear_view(
    pieces: list[Piece], cutouts: list[Cutout], views: Sequence[View], heads: Sequence[Spot3]
) -> tuple[list[Piece], list[Cutout]]:
    """What stays: furniture that holds the camera or stands before a face is taken off the set, as on any set."""
    return (
        [p for p in pieces if p.keep or not _in_the_way(_hull(p), views, heads)],
        [c for c in cutouts if c.keep or not _in_the_way(_outline(c), views, heads)],
    )


def _hull(piece: Piece) -> Array:
    return np.concatenate([part.corners for part in piece.parts]) if piece.parts else np.zeros((0, 3))


def _outline(cutout: Cutout) -> Array:
    w = cutout.width / 2
    return np.array(
        [(cutout.x + a, cutout.y + b, cutout.z + c) for a in (-w, w) for b in (0, cutout.height) for c in (-0.1, 0.1)]
    )


def _in_the_way(points: Array, views: Sequence[View], heads: Sequence[Spot3]) -> bool:
    if not len(points):
        return False
    low, high = points.min(axis=0), points.max(axis=0)
    for view in views:
        eye = view.eye
        if all(low[i] - 0.45 < eye[i] < high[i] + 0.45 for i in (0, 2)) and eye[1] < high[1] + 0.35:
            return True
        seen = view.camera(points)
        front = seen[seen[:, 2] > 0.2]
        if not len(front):
            continue
        screen = view.screen(front)
        x0, y0 = screen.min(axis=0)
        x1, y1 = screen.max(axis=0)
        nearest = float(front[:, 2].min())
        area = max(0.0, min(x1, view.width) - max(x0, 0)) * max(0.0, min(y1, view.height) - max(y0, 0))
        for hx, hy, hz in heads:
            px, py, depth = view.project(hx, hy, hz)
            if not (0 <= px <= view.width and 0 <= py <= view.height) or nearest > depth - 0.35:
                continue
            reach = 0.22 * view.focal / depth
            if x0 - reach < px < x1 + reach and y0 < py + reach * 1.3 and y1 > py - reach:
                return True
            if nearest < depth * 0.45 and area > 0.16 * view.width * view.height:
                return True
    return False


def panel_surfaces(scenery: Scenery, lighting: Lighting, views: Sequence[View]) -> list[Surface]:
    """Walls that some view of the shot can see, finest where it comes nearest; far ones first."""
    kept: list[tuple[float, Surface]] = []
    middle = views[len(views) // 2]
    for panel in scenery.panels:
        corners = _corners(panel)
        normal = np.array(panel.normal)
        nearest = math.inf
        for view in views:
            if not panel.both and float((view.eye - corners[0]) @ normal) <= 0:
                continue
            seen = view.camera(corners)
            if seen[:, 2].max() <= 0.2:
                continue
            screen = view.screen(seen)
            if seen[:, 2].min() > 0.2 and (
                screen[:, 0].max() < 0
                or screen[:, 0].min() > view.width
                or screen[:, 1].max() < 0
                or screen[:, 1].min() > view.height
            ):
                continue
            nearest = min(nearest, max(0.8, float(seen[:, 2].min()), abs(float((view.eye - corners[0]) @ normal))))
        if math.isfinite(nearest):
            eye = np.mean([v.eye for v in views], axis=0)
            surface = panel_surface(panel, lighting, eye, middle.focal / nearest * 1.1)
            kept.append((float(np.linalg.norm(corners.mean(axis=0) - middle.eye)), surface))
    return [surface for _, surface in sorted(kept, key=lambda k: -k[0])]


def _corners(panel: Panel) -> Array:
    a = np.array([panel.x, panel.y, panel.z])
    across = np.array([panel.ax, 0.0, panel.az]) * panel.width
    up = np.array([0.0, panel.height, 0.0])
    return np.stack([a, a + across, a + across + up, a + up])


def ground_surfaces(scenery: Scenery, pieces: list[Piece], lighting: Lighting, views: Sequence[View]) -> list[Surface]:
    """The painted ground, coarse as a whole and fine round the action, with the shade of what stands on it; and a ceiling."""
    ground = scenery.ground
    middle = views[len(views) // 2]
    eye = np.mean([v.eye for v in views], axis=0)
    made: list[Surface] = []
    if ground.width > 0:
        x0, x1 = ground.x - ground.width / 2, ground.x + ground.width / 2
        z0, z1 = ground.z - ground.depth / 2, ground.z + ground.depth / 2
        shade = shades(pieces, lighting, (x0, z0, x1, z1))
        for cutout in scenery.cutouts:
            if cutout.shadow:
                _shade_under(shade, cutout, (x0, z0, x1, z1), lighting)
        wanted = middle.focal / max(0.9, abs(middle.y - ground.y)) * 0.8
        whole = ground_surface(ground, lighting, eye, shade, (x0, z0, x1, z1), wanted, veiled=True)
        made.append(whole)
        half = 5.0
        if whole.density < wanted * 0.7 and ground.width > 2.4 * half:
            cx, cz = (
                middle.x + math.sin(math.radians(middle.yaw)) * half * 0.9,
                middle.z + math.cos(math.radians(middle.yaw)) * half * 0.9,
            )
            window = (max(x0, cx - half), max(z0, cz - half), min(x1, cx + half), min(z1, cz + half))
            if window[2] - window[0] > 2 and window[3] - window[1] > 2:
                made.append(ground_surface(ground, lighting, eye, shade, window, wanted, veiled=True))
    if ground.ceiling is not None:
        made.append(_ceiling(ground, lighting, eye))
    return made


def _shade_under(
    shade: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    cutout: Cutout,
    area: tuple[float, float, float, float],
    lighting: Lighting,
) -> None:
    x0, z0, x1, z1 = area
    h, w = shade.shape[:2]
    sx, sy = w / (x1 - x0), h / (z1 - z0)
    away = lighting.towards / max(float(lighting.towards[1]), 0.35) * min(cutout.height * 0.35, 1.6)
    px, py = (cutout.x - away[0] - x0) * sx, (z1 - cutout.z + away[2]) * sy
    rx, ry = max(1, round(cutout.shadow * sx)), max(1, round(cutout.shadow * sy * 0.8))
    px, py = round(px), round(py)
    left, top, right, bottom = max(0, px - 2 * rx), max(0, py - 2 * ry), min(w, px + 2 * rx), min(h, py + 2 * ry)
    if right - left < 2 or bottom - top < 2:
        return
    layer = np.full((bottom - top, right - left), 255, np.uint8)
    cv2.ellipse(layer, (px - left, py - top), (rx, ry), 0, 0, 360, round(255 * (1 - lighting.shadow * 0.8)), -1, cv2.LINE_AA)
    layer = cv2.GaussianBlur(layer, (0, 0), max(0.6, rx * 0.22)).astype(np.uint8, copy=False)
    region = shade[top:bottom, left:right]
    region[:] = np.minimum(region, layer)


def _ceiling(ground: Ground, lighting: Lighting, eye: Array) -> Surface:
    colour = ground.ceiling or (0.9, 0.9, 0.9)

    def paint(canvas: skia.Canvas) -> None:
        canvas.clear(argb(colour))

    panel_ground = Ground(paint, colour, ground.width, ground.depth, ground.x, ground.z, y=ground.ceiling_height)
    x0, x1 = ground.x - ground.width / 2, ground.x + ground.width / 2
    z0, z1 = ground.z - ground.depth / 2, ground.z + ground.depth / 2
    flat = ground_surface(panel_ground, lighting, eye, None, (x0, z0, x1, z1), 12.0, veiled=False)
    return Surface(flat.levels, flat.origin, flat.across, flat.down, np.array([0.0, -1.0, 0.0]), flat.corners, flat.density)
