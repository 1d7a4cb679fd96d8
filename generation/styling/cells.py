"""Pieces: mosaic, stained glass, low poly; each piece stands on a point that goes along with what is seen — pure."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from generation.styling.look import Look, Options, painter
from generation.styling.points import Points
from generation.styling.tools import Picture, Plane, curved, lit, mixed, rgb, rise, settled, soft, times, vivid

_FINE = 4


def labelled(points: Points, shape: tuple[int, int], metric: int = cv2.DIST_L2) -> tuple[npt.NDArray[np.int32], Plane]:
    """The nearest point to each pixel, by its number, and how far it is."""
    height, width = shape
    seeds = np.full(shape, 255, np.uint8)
    x, y = (np.rint(points.places[:, n]).astype(int) for n in (0, 1))
    inside = np.flatnonzero((x >= 0) & (y >= 0) & (x < width) & (y < height))
    seeds[y[inside], x[inside]] = 0
    far, found = cv2.distanceTransformWithLabels(seeds, metric, 5, labelType=cv2.DIST_LABEL_PIXEL)
    names = np.zeros(int(found.max()) + 1, np.int32)
    names[found[y[inside], x[inside]]] = inside
    return np.asarray(names[found], np.int32), np.asarray(far, np.float32)


def means(labels: npt.NDArray[np.int32], picture: Picture, count: int) -> npt.NDArray[np.float32]:
    """The mean colour of each piece."""
    flat = labels.ravel()
    sizes = np.maximum(1, np.bincount(flat, minlength=count))
    return np.stack([np.bincount(flat, picture[..., c].ravel(), count) / sizes for c in range(3)], -1).astype(np.float32)


def seams(labels: npt.NDArray[np.int32], width: float) -> Plane:
    """0…1 where two pieces meet."""
    plane = labels.astype(np.float32)
    edge = np.zeros(plane.shape, np.uint8)
    edge[:, 1:] |= labels[:, 1:] != labels[:, :-1]
    edge[1:] |= labels[1:] != labels[:-1]
    far = cv2.distanceTransform(1 - edge, cv2.DIST_L2, 5)
    return np.asarray(np.clip(width / 2 + 0.7 - far, 0, 1), np.float32)


@painter("mosaic")
class Mosaic:
    """Tesserae set in mortar, each of one colour with its own sheen, bevelled to the light."""

    def __init__(self, options: Options) -> None:
        self._own = options
        self._points: Points | None = None

    def paint(self, look: Look) -> Picture:
        """The pieces of this frame."""
        size = 17.0 * look.unit * (1.25 - 0.5 * look.detail)
        if self._points is None:
            self._points = Points(*look.shape, size, look.seed + 61, 3)
        elif look.motion is not None:
            self._points.follow(look.motion)
        points = self._points
        labels, _ = labelled(points, look.shape, cv2.DIST_L1)
        base = vivid(curved(settled(look.picture, 2.5 * look.unit), 1.12), 1.35)
        colour = points.eased(slice(0, 3), means(labels, base, len(points.places)), 0.4)
        own = np.clip(colour * (0.9 + 0.2 * points.traits[:, 1:2]) + 0.05 * (points.traits[:, 2:5] - 0.5), 0, 1)
        made = np.asarray(own.astype(np.float32)[labels], np.float32)
        joint = seams(labels, max(0.4, 1.1 * look.unit)) * np.float32(0.85)
        bevel = soft(np.asarray(1 - joint, np.float32), 0.9 * look.unit)
        tilt = points.traits[:, 5].astype(np.float32)[labels]
        stone = look.fleck(12, 1.6 * look.pixel, 2)
        made = times(made, lit(bevel, 1.5) * (0.93 + 0.14 * tilt) * (1 + 0.025 * stone))
        return mixed(made, (0.42, 0.40, 0.375), np.asarray(joint * 0.9, np.float32))


@painter("stained-glass")
class StainedGlass:
    """Panes of deep glass in lead, the light behind them."""

    def __init__(self, options: Options) -> None:
        self._own = options
        self._points: Points | None = None

    def paint(self, look: Look) -> Picture:
        """The panes of this frame."""
        size = 34.0 * look.unit * (1.3 - 0.6 * look.detail)
        if self._points is None:
            self._points = Points(*look.shape, size, look.seed + 62, 3)
        elif look.motion is not None:
            self._points.follow(look.motion)
        points = self._points
        labels, _ = labelled(points, look.shape)
        base = vivid(curved(settled(look.picture, 4 * look.unit), 1.3), 2.1)
        colour = points.eased(slice(0, 3), means(labels, base, len(points.places)), 0.35)
        panes = np.asarray(np.clip(colour * (0.92 + 0.16 * points.traits[:, 1:2]), 0, 1).astype(np.float32)[labels], np.float32)
        inner = mixed(panes, base, 0.25)
        blown = look.rough(16, 2, 63)
        seeds = look.fleck(13, 2.2 * look.pixel, 2)
        glow = soft(np.ascontiguousarray(inner), 16 * look.unit)
        glass = times(np.asarray(inner * 0.86 + glow * 0.32, np.float32), np.asarray(1 + 0.09 * blown + 0.03 * seeds, np.float32))
        lead = np.maximum(
            seams(labels, max(2.0, 5.0 * look.unit)),
            rise(soft(_strong(look), 1.0 * look.unit), 0.25, 0.6),
        )
        relief = lit(soft(np.asarray(lead, np.float32), 1.2 * look.unit), 3.0)
        leaded = np.asarray(rgb((0.075, 0.075, 0.085)) * cv2.merge([relief] * 3) * 1.2, np.float32)
        return mixed(np.asarray(np.clip(glass, 0, 1), np.float32), leaded, np.asarray(lead, np.float32))


def _strong(look: Look) -> Plane:
    """Only the plainest outlines, which lead follows too."""
    plane = soft(settled(look.light_picture, 5 * look.unit)[..., 0], 1.5 * look.unit)
    gx, gy = cv2.Scharr(plane, cv2.CV_32F, 1, 0), cv2.Scharr(plane, cv2.CV_32F, 0, 1)
    return np.asarray(np.clip(cv2.magnitude(gx, gy) * look.unit / 1.3, 0, 1), np.float32)


@painter("low-poly")
class LowPoly:
    """Triangles between points that gather along edges, each lit as a facet."""

    def __init__(self, options: Options) -> None:
        self._own = options
        self._coarse: Points | None = None
        self._fine: Points | None = None

    def paint(self, look: Look) -> Picture:
        """The facets of this frame."""
        height, width = look.shape
        if self._coarse is None or self._fine is None:
            self._coarse = Points(height, width, 44 * look.unit, look.seed + 64, 1)
            self._fine = Points(height, width, 12.5 * look.unit * (1.4 - 0.8 * look.detail), look.seed + 65, 1)
        elif look.motion is not None:
            self._coarse.follow(look.motion)
            self._fine.follow(look.motion)
        base = vivid(curved(settled(look.picture, 2.5 * look.unit), 1.1), 1.3)
        edge = cv2.magnitude(cv2.Scharr(look.light, cv2.CV_32F, 1, 0), cv2.Scharr(look.light, cv2.CV_32F, 0, 1))
        edge = soft(np.asarray(np.clip(edge / 3, 0, 1), np.float32), 2.5 * look.unit)
        wanted, had = self._fine.at(edge), self._fine.memory[:, 0]
        self._fine.memory[:, 0] = on = np.where(had > 0, wanted > 0.06, wanted > 0.095)
        places = np.concatenate([self._coarse.places, self._fine.places[on.astype(bool)]])
        facets = _triangles(places, width, height)
        middle = facets.mean(axis=1)
        x, y = (np.clip(middle[:, n].astype(int), 0, side - 1) for n, side in ((0, width), (1, height)))
        inner = (facets * 0.6 + middle[:, None] * 0.4).astype(int)
        xs, ys = np.clip(inner[..., 0], 0, width - 1), np.clip(inner[..., 1], 0, height - 1)
        smooth = soft(base, 2.2 * look.unit)
        colour = (smooth[y, x] * 2 + smooth[ys, xs].sum(axis=1)) / 5
        lean = np.arctan2(facets[:, 1, 1] - facets[:, 0, 1], facets[:, 1, 0] - facets[:, 0, 0])
        colour = np.clip(colour * (1 + 0.045 * np.sin(2 * lean))[:, None] * 255, 0, 255)
        sheet_ = np.asarray(np.clip(smooth * 255, 0, 255), np.uint8)
        fixed = np.rint(facets * (1 << _FINE)).astype(np.int32)
        for corners, tone in zip(fixed, colour.tolist(), strict=True):
            cv2.fillConvexPoly(sheet_, corners, tone, cv2.LINE_AA, _FINE)
        return np.asarray(sheet_, np.float32) / 255


def _triangles(places: npt.NDArray[np.float32], width: int, height: int) -> npt.NDArray[np.float32]:
    """The Delaunay triangles (count, 3, 2) between points and a frame about the picture."""
    from scipy.spatial import Delaunay

    room = max(width, height) * 0.1
    rim = np.concatenate([
        [(x, y) for x in np.linspace(-room, width + room, 9) for y in (-room, height + room)],
        [(x, y) for y in np.linspace(-room, height + room, 7) for x in (-room, width + room)],
    ])  # fmt: skip
    every = np.concatenate([places, rim.astype(np.float32)])
    return np.asarray(every[Delaunay(every, qhull_options="QJ Qbb Qc").simplices], np.float32)
