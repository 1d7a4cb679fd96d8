"""Drawing one frame's things: textured planes, solid bodies and cut-outs, in the perspective of a view."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import skia

from generation.drivers.previs.lens import NEAR, Array, View, clip
from generation.drivers.previs.lighting import Lighting, argb, rgb
from generation.drivers.previs.places.scenery import Piece
from generation.drivers.previs.render_bake import Surface

Pixels = npt.NDArray[np.uint8]


def _disc() -> npt.NDArray[np.uint8]:
    """How light falls off round a sun, 0…255, over a square."""
    y, x = np.mgrid[-1:1:128j, -1:1:128j]
    away = np.clip(1 - np.hypot(x, y), 0, 1)
    return np.asarray(255 * (0.55 * away**2.6 + 0.45 * away**7), np.uint8)


DISC = _disc()


class Easel:
    """A frame being painted: RGBA pixels, the canvas on them and the view they are seen through."""

    def __init__(self, view: View, *, clear: bool = False) -> None:
        self.view = view
        self.pixels: Pixels = np.empty((view.height, view.width, 4), np.uint8)
        if clear:
            self.pixels[:] = 0
        self.canvas = skia.Surface(self.pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType).getCanvas()
        self.paint = skia.Paint(AntiAlias=True)

    def surface(self, surface: Surface, farthest: float = math.inf, share: float = 1.0) -> None:
        """A textured plane, `share` of it mixed with what is there; each band of depth takes the copy that suits."""
        view = self.view
        seen = view.camera(surface.corners)
        if not surface.both and float((view.eye - surface.corners[0]) @ surface.normal) <= 0:
            return
        seen = clip(seen, NEAR, farthest)
        if len(seen) < 3:
            return
        matrix = view.homography(surface.origin, surface.across, surface.down)
        flat = abs(float(surface.normal[1])) > 0.5
        bias = 1.6 if flat else 1.15  # a slanting plane shrinks more in one direction
        low, high = float(seen[:, 2].min()), float(seen[:, 2].max())
        for level, texture in enumerate(surface.levels):
            first = 0.0 if level == 0 else view.focal / surface.density * 2**level / bias
            last = view.focal / surface.density * 2 ** (level + 1) / bias
            if level == len(surface.levels) - 1:
                last = math.inf
            if last <= low or first >= high:
                continue
            band = clip(seen, max(first, NEAR), last)
            if len(band) >= 3:
                factor = surface.levels[0].shape[1] / texture.shape[1], surface.levels[0].shape[0] / texture.shape[0]
                self._warp(texture, matrix @ np.diag([factor[0], factor[1], 1.0]), view.screen(band), share)

    def _warp(self, texture: Pixels, matrix: Array, outline: Array, share: float) -> None:
        h, w = self.view.height, self.view.width
        x0, y0 = (math.floor(max(0.0, float(v))) for v in outline.min(axis=0))
        x1 = math.ceil(min(float(w), float(outline[:, 0].max()) + 1))
        y1 = math.ceil(min(float(h), float(outline[:, 1].max()) + 1))
        if x1 <= x0 or y1 <= y0:
            return
        shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]])
        region = cv2.warpPerspective(
            texture, shift @ matrix, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        points = np.clip((outline - (x0, y0)), -30000, 30000)
        cv2.fillConvexPoly(mask, np.round(points * 16).astype(np.int32), 255, cv2.LINE_8, 4)
        under = self.pixels[y0:y1, x0:x1]
        if share < 1.0:
            region = cv2.addWeighted(region, share, under, 1 - share, 0)
        cv2.copyTo(region, mask, under)

    def over(self, layer: Pixels) -> None:
        """Lay a smaller premultiplied picture over the whole frame."""
        x, y, w, h = cv2.boundingRect(layer[..., 3])
        if not w or not h:
            return
        sx, sy = self.view.width / layer.shape[1], self.view.height / layer.shape[0]
        left, top, right, bottom = round(x * sx), round(y * sy), round((x + w) * sx), round((y + h) * sy)
        cut = cv2.resize(layer[y : y + h, x : x + w], (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
        region = self.pixels[top:bottom, left:right]
        rest = cv2.bitwise_not(np.ascontiguousarray(cut[..., 3]))
        cv2.add(cv2.multiply(region, cv2.merge([rest, rest, rest, rest]), scale=1 / 255), cut, dst=region)

    def veil(
        self, cover: Pixels, box: tuple[float, float, float, float], colour: tuple[float, float, float], strength: float
    ) -> None:
        """Mix in a colour by a coarse 8-bit map of cover, stretched over `box` (x0, y0, x1, y1 in pixels, unrolled)."""
        h, w = self.view.height, self.view.width
        left, top = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
        right, bottom = min(w, math.ceil(box[2])), min(h, math.ceil(box[3]))
        if right - left < 1 or bottom - top < 1:
            return
        sx, sy = (box[2] - box[0]) / cover.shape[1], (box[3] - box[1]) / cover.shape[0]
        stretch = np.array([[sx, 0, box[0] - left + sx / 2], [0, sy, box[1] - top + sy / 2]])
        alpha = cv2.warpAffine(
            cover, stretch, (right - left, bottom - top), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        alpha = cv2.convertScaleAbs(alpha, alpha=strength)
        added = cv2.merge([cv2.convertScaleAbs(alpha, alpha=min(c, 1.0)) for c in colour] + [alpha])
        rest = cv2.bitwise_not(alpha)
        region = self.pixels[top:bottom, left:right]
        kept = cv2.multiply(region, cv2.merge([rest, rest, rest, rest]), scale=1 / 255)
        cv2.add(kept, added, dst=region)

    def stand(self, x: float, y: float, z: float, height: float) -> tuple[float, float, float] | None:
        """Go to a thing that stands at a point: the canvas is then in metres, foot at the origin, y down.

        Returns (pixels per metre, depth, foot's pixel x); the caller restores the canvas. None when it is behind the camera.
        """
        view = self.view
        fx, fy, depth = view.project(x, y, z)
        if depth < 0.35:
            return None
        hx, hy, high = view.project(x, y + height, z)
        if high < 0.2:
            return None
        mid = view.focal / ((depth + high) / 2)
        roll = math.radians(view.roll)
        self.canvas.save()
        # right is level with the frame; up leads from the foot to the head, so steep views foreshorten
        ux, uy = (hx - fx) / height, (hy - fy) / height
        length = math.hypot(ux, uy)
        if length < 0.22 * mid:
            ux, uy = (ux / length * 0.22 * mid, uy / length * 0.22 * mid) if length > 1e-6 else (0.0, -0.22 * mid)
        matrix = skia.Matrix.MakeAll(mid * math.cos(roll), -ux, fx, mid * math.sin(roll), -uy, fy, 0, 0, 1)
        self.canvas.concat(matrix)
        return mid, depth, fx


@dataclass(frozen=True)
class _Face:
    corners: tuple[int, ...]
    colour: int


class Yard:
    """Every solid body of the shot: corners projected together, faces coloured once, drawn from back to front."""

    def __init__(self, pieces: list[Piece], lighting: Lighting, eye: Array) -> None:
        corners: list[Array] = []
        faces: list[_Face] = []
        normals: list[Array] = []
        middles: list[Array] = []
        self.parts: list[list[tuple[int, int, int, int]]] = []  # per piece: first and last face and corner of each part
        base = 0
        colours: list[Array] = []
        glows: list[float] = []
        for piece in pieces:
            mine: list[tuple[int, int, int, int]] = []
            for part in piece.parts:
                first = len(normals)
                inner = part.corners.mean(axis=0)
                for indices, colour in zip(part.faces, part.colours, strict=True):
                    points = part.corners[list(indices)]
                    normal = np.cross(points[1] - points[0], points[2] - points[0])
                    size = float(np.linalg.norm(normal))
                    normal = normal / size if size > 1e-9 else np.array([0.0, 1.0, 0.0])
                    middle = points.mean(axis=0)
                    if float(normal @ (middle - inner)) < 0:
                        normal = -normal
                    normals.append(normal)
                    middles.append(middle)
                    colours.append(np.array(colour))
                    glows.append(part.glow)
                    faces.append(_Face(tuple(i + base for i in indices), 0))
                mine.append((first, len(normals), base, base + len(part.corners)))
                corners.append(part.corners)
                base += len(part.corners)
            self.parts.append(mine)
        spans = [span for mine in self.parts for span in mine]
        self._first_face, self._first_corner = np.array([s[0] for s in spans], int), np.array([s[2] for s in spans], int)
        self._face_count = np.array([s[1] - s[0] for s in spans], float)
        self._numbers = [0, *itertools.accumulate(len(mine) for mine in self.parts)]  # of each piece's first part
        self.pieces = pieces
        self.corners = np.concatenate(corners) if corners else np.zeros((0, 3))
        self.normals = np.array(normals).reshape(-1, 3)
        self.middles = np.array(middles).reshape(-1, 3)
        if faces:
            light = lighting.fall(self.normals, self.middles)
            low = np.clip((self.middles[:, 1:2] + 0.1) / 0.5, 0, 1) * 0.10 + 0.90  # things are darker near the ground
            glow = np.array(glows)[:, None]
            lit = np.array(colours) * (light * low * (1 - glow) + glow * 1.15)
            far = np.linalg.norm(self.middles - eye, axis=1)
            shown = lighting.through(lit, far)
            faces = [_Face(f.corners, argb(c)) for f, c in zip(faces, shown, strict=True)]
        self.faces = faces

    def look(self, view: View) -> None:
        """Project everything for this view."""
        self._seen = view.camera(self.corners) if len(self.corners) else self.corners
        self._screen = view.screen(self._seen) if len(self.corners) else np.zeros((0, 2))
        self._points = self._screen.tolist()
        self._front = (((view.eye - self.middles) * self.normals).sum(axis=1) > 0).tolist() if len(self.normals) else []
        self._view = view
        self._how: list[tuple[float, bool, bool]] = []  # of each part: mean distance, seen at all, wholly before the lens
        if len(self.corners):
            x, y, depth = self._screen[:, 0], self._screen[:, 1], self._seen[:, 2]
            low, high = np.minimum.reduceat, np.maximum.reduceat
            at = self._first_corner
            whole = low(depth, at) >= NEAR
            beside = (high(x, at) < 0) | (low(x, at) > view.width) | (high(y, at) < 0) | (low(y, at) > view.height)
            seen = (high(depth, at) > NEAR) & ~(whole & beside)
            far = np.add.reduceat(np.linalg.norm(self.middles - view.eye, axis=1), self._first_face) / self._face_count
            self._how = list(zip(far.tolist(), seen.tolist(), whole.tolist(), strict=True))

    def draw(self, easel: Easel, index: int) -> None:
        """One piece, its parts from back to front."""
        numbers = self._numbers[index]
        order = sorted(
            (n for n in range(len(self.parts[index])) if self._how[numbers + n][1]), key=lambda n: -self._how[numbers + n][0]
        )
        canvas, paint = easel.canvas, easel.paint
        paint.setStyle(skia.Paint.kStrokeAndFill_Style)
        paint.setStrokeWidth(0.6)  # closes the seams between faces
        for n in order:
            first, last, _, _ = self.parts[index][n]
            whole = self._how[numbers + n][2]
            for i in range(first, last):
                if not self._front[i]:
                    continue
                face = self.faces[i]
                if whole:
                    points = [skia.Point(*self._points[j]) for j in face.corners]
                else:
                    cut = clip(self._seen[list(face.corners)])
                    if len(cut) < 3:
                        continue
                    points = [skia.Point(*p) for p in self._view.screen(cut).tolist()]
                path = skia.Path.Polygon(points, True)
                paint.setColor(face.colour)
                canvas.drawPath(path, paint)
        paint.setStyle(skia.Paint.kFill_Style)

    def shapes(self, index: int) -> Iterator[Array]:
        """The faces of one piece that are seen in the view last looked at, in camera coordinates (n, 3), in order of drawing."""
        numbers = self._numbers[index]
        order = sorted(
            (n for n in range(len(self.parts[index])) if self._how[numbers + n][1]), key=lambda n: -self._how[numbers + n][0]
        )
        for n in order:
            first, last, _, _ = self.parts[index][n]
            for i in range(first, last):
                if self._front[i] and len(cut := clip(self._seen[list(self.faces[i].corners)])) >= 3:
                    yield cut


def shades(pieces: list[Piece], lighting: Lighting, area: tuple[float, float, float, float], size: int = 768) -> Pixels:
    """What furniture and buildings throw on the ground along the key light: 255 lit … darker in shade, over (x0, z0, x1, z1)."""
    x0, z0, x1, z1 = area
    towards = lighting.towards
    height = max(float(towards[1]), 0.22)
    scale = min(26.0, size / max(x1 - x0, z1 - z0))  # pixels a metre
    width, rows = max(2, round((x1 - x0) * scale)), max(2, round((z1 - z0) * scale))
    cast = np.zeros((rows, width), np.uint8)
    touch = np.zeros((rows, width), np.uint8)
    sx, sy = width / (x1 - x0), rows / (z1 - z0)
    for piece in pieces:
        if not piece.shadow:
            continue
        for part in piece.parts:
            flat = part.corners - np.outer(part.corners[:, 1], np.array([towards[0], 0, towards[2]]) / height)
            for target, points in ((cast, flat), (touch, part.corners)):
                if target is touch and part.corners[:, 1].min() > 0.5:
                    continue
                pixels = np.stack([(points[:, 0] - x0) * sx, (z1 - points[:, 2]) * sy], axis=1)
                if not np.isfinite(pixels).all() or pixels.max() < 0 or pixels[:, 0].min() > width or pixels[:, 1].min() > rows:
                    continue
                hull = cv2.convexHull(np.clip(pixels, -20000, 20000).astype(np.float32))
                cv2.fillConvexPoly(target, np.round(hull * 8).astype(np.int32), 255, cv2.LINE_AA, 3)
    soft = cv2.GaussianBlur(cast, (0, 0), max(0.6, 0.07 * sx)).astype(np.float32) / 255 * lighting.shadow
    under = cv2.GaussianBlur(touch, (0, 0), max(0.6, 0.12 * sx)).astype(np.float32) / 255 * 0.30
    return np.asarray(255 * (1 - np.maximum(soft, under)), np.uint8)


def solid_paint(colour: str, alpha: float = 1.0) -> skia.Paint:
    """Flat paint of one colour."""
    return skia.Paint(AntiAlias=True, Color=argb(rgb(colour), alpha))
