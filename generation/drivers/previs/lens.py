"""How space falls onto a frame: one view's projection, clipping, the homography of a plane and the blur of a distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
NEAR = 0.12  # metres; nothing nearer is drawn
SENSOR_WIDTH = 36.0  # millimetres, full frame


@dataclass(frozen=True)
class View:
    """Where the camera is in one frame. Metres and degrees: yaw 0 looks along +z and grows to the right, pitch grows upwards.

    `focal` is in pixels of a frame `width` × `height`.
    """

    x: float
    y: float
    z: float
    yaw: float
    pitch: float
    roll: float
    focal: float
    width: int
    height: int

    @cached_property
    def eye(self) -> Array:
        """The camera's position."""
        return np.array([self.x, self.y, self.z])

    @cached_property
    def axes(self) -> Array:
        """Rows: right, up, forward, in place coordinates."""
        yaw, pitch, roll = math.radians(self.yaw), math.radians(self.pitch), math.radians(self.roll)
        right = np.array([math.cos(yaw), 0.0, -math.sin(yaw)])
        forward = np.array([math.sin(yaw) * math.cos(pitch), math.sin(pitch), math.cos(yaw) * math.cos(pitch)])
        up = np.array([-math.sin(yaw) * math.sin(pitch), math.cos(pitch), -math.cos(yaw) * math.sin(pitch)])
        c, s = math.cos(roll), math.sin(roll)
        return np.stack([right * c + up * s, up * c - right * s, forward])

    def camera(self, points: Array) -> Array:
        """Place coordinates (n, 3) to camera coordinates (right, up, depth)."""
        return np.asarray((points - self.eye) @ self.axes.T)

    def screen(self, seen: Array) -> Array:
        """Camera coordinates (n, 3) with depth ≥ NEAR to pixels (n, 2)."""
        depth = np.maximum(seen[:, 2], NEAR)
        return np.stack(
            [self.width / 2 + self.focal * seen[:, 0] / depth, self.height / 2 - self.focal * seen[:, 1] / depth], axis=1
        )

    def project(self, x: float, y: float, z: float) -> tuple[float, float, float]:
        """One point: pixel x, pixel y, depth in metres (≤ 0 is behind the camera; the pixels then mean nothing)."""
        a, b, depth = (self.axes @ (np.array([x, y, z]) - self.eye)).tolist()
        safe = max(depth, NEAR)
        return self.width / 2 + self.focal * a / safe, self.height / 2 - self.focal * b / safe, depth

    def direction(self, azimuth: float, elevation: float) -> tuple[float, float, float]:
        """Where something infinitely far appears: azimuth like yaw, elevation above the horizon; depth ≤ 0 is behind."""
        a, e = math.radians(azimuth), math.radians(elevation)
        ray = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
        right, up, depth = (self.axes @ ray).tolist()
        safe = max(depth, 1e-3)
        return self.width / 2 + self.focal * right / safe, self.height / 2 - self.focal * up / safe, depth

    def scaled(self, factor: float) -> View:
        """The same view on a frame `factor` times as large."""
        return View(
            self.x, self.y, self.z, self.yaw, self.pitch, self.roll, self.focal * factor,
            max(1, round(self.width * factor)), max(1, round(self.height * factor)),
        )  # fmt: skip

    def homography(self, origin: Array, across: Array, down: Array) -> Array:
        """3 × 3: texture coordinates to pixels, for the plane `origin + u·across + v·down`."""
        camera = np.stack([self.axes @ across, self.axes @ down, self.axes @ (origin - self.eye)], axis=1)
        lens = np.array([[self.focal, 0, self.width / 2], [0, -self.focal, self.height / 2], [0, 0, 1.0]])
        return np.asarray(lens @ camera)


def clip(seen: Array, nearest: float = NEAR, farthest: float = math.inf) -> Array:
    """A polygon in camera coordinates (n, 3), cut to a range of depth; empty when nothing is left."""
    low = float(seen[:, 2].min()) if len(seen) else 0.0
    high = float(seen[:, 2].max()) if len(seen) else 0.0
    if low < nearest:
        seen = _half(seen, nearest, 1.0)
    if high > farthest:
        seen = _half(seen, farthest, -1.0)
    return seen


def _half(seen: Array, at: float, sign: float) -> Array:
    kept: list[Array] = []
    for i in range(len(seen)):
        a, b = seen[i - 1], seen[i]
        inside_a, inside_b = (a[2] - at) * sign >= 0, (b[2] - at) * sign >= 0
        if inside_a != inside_b:
            kept.append(a + (b - a) * ((at - a[2]) / (b[2] - a[2])))
        if inside_b:
            kept.append(b)
    return np.array(kept).reshape(-1, 3)


def focal_pixels(millimetres: float, width: int) -> float:
    """Focal length in pixels of a frame `width` wide, for a full-frame lens."""
    return millimetres / SENSOR_WIDTH * width


def blur(depth: float, focus: float, millimetres: float, aperture: float, width: int) -> float:
    """Radius (sigma, pixels) by which something at `depth` is out of focus, by the thin lens; tempered for drawings."""
    depth, focus = max(depth, 0.2), max(focus, 0.3)
    f = millimetres / 1000
    circle = f * f / aperture * abs(depth - focus) / (depth * max(focus - f, 0.1))
    return min(circle / (SENSOR_WIDTH / 1000) * width * 0.30, width * 0.011)
