"""The shape of a head: a surface in head heights that features, hair and hats are laid on, from any view."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

import skia

from generation.drivers.previs.people.shapes import smooth
from generation.drivers.previs.people.state import Point
from generation.drivers.previs.people.vector import Vector
from generation.drivers.previs.stage import Look

PIVOT = 0.34  # the height above the chin about which a head turns

# height above the chin, half-width, front and back of the skull
_ROWS: tuple[tuple[float, float, float, float], ...] = (
    (0.000, 0.040, 0.285, 0.20),
    (0.007, 0.088, 0.322, 0.15),
    (0.026, 0.138, 0.350, 0.09),
    (0.058, 0.182, 0.367, 0.07),
    (0.100, 0.222, 0.352, 0.03),
    (0.145, 0.250, 0.366, -0.03),
    (0.172, 0.262, 0.356, -0.09),
    (0.198, 0.273, 0.372, -0.17),
    (0.235, 0.287, 0.358, -0.25),
    (0.310, 0.310, 0.368, -0.335),
    (0.385, 0.328, 0.368, -0.39),
    (0.455, 0.337, 0.352, -0.425),
    (0.530, 0.344, 0.378, -0.445),
    (0.600, 0.348, 0.388, -0.452),
    (0.700, 0.342, 0.378, -0.455),
    (0.790, 0.318, 0.335, -0.435),
    (0.870, 0.270, 0.260, -0.375),
    (0.935, 0.200, 0.165, -0.290),
    (0.975, 0.128, 0.075, -0.200),
    (1.000, 0.030, -0.030, -0.090),
)


@dataclass(frozen=True)
class Face:
    """What makes one face this face, in head heights."""

    rows: tuple[tuple[float, float, float, float], ...]
    eye_y: float
    eye_x: float
    eye_wide: float
    eye_open: float
    brow_y: float
    brow_thick: float
    brow_tilt: float
    nose_y: float
    nose_out: float
    nose_wide: float
    nose_hook: float
    mouth_y: float
    mouth_wide: float
    lip: float
    ear: float
    lashes: float
    freckles: bool
    mole: bool


@lru_cache(maxsize=512)
def face_of(look: Look) -> Face:
    """The face of a look; words leave it open, so the seed decides. Equal looks give equal faces."""
    dice = random.Random(look.seed * 104729 + 3)
    man, woman = look.gender == "man", look.gender == "woman"
    child, elder, teen = look.figure == "child", look.figure == "elder", look.figure == "teen"
    wide = dice.uniform(0.955, 1.045) * {"slim": 0.965, "average": 1.0, "broad": 1.02, "heavy": 1.06}[look.build]
    jaw = (
        dice.uniform(0.93, 1.06)
        + (0.055 if man and not child else -0.035 if woman else 0.0)
        + (0.05 if look.build in ("broad", "heavy") else 0.0)
    )
    chin = dice.uniform(0.9, 1.12) * (1.12 if man and not child else 0.92)
    rows = []
    for y, w, f, b in _ROWS:
        k = wide
        if y < 0.385:
            s = (0.385 - y) / 0.385
            k *= 1 + (jaw - 1) * s
            if y < 0.08:
                k *= 1 + (chin - 1) * (0.08 - y) / 0.08
        if child:
            k *= 1.0 + 0.06 * math.exp(-(((y - 0.27) / 0.12) ** 2)) - 0.10 * max(0.0, 0.08 - y) / 0.08
        if elder:
            k *= 1.0 + 0.035 * math.exp(-(((y - 0.14) / 0.05) ** 2)) - 0.03 * math.exp(-(((y - 0.36) / 0.06) ** 2))
        f += 0.012 * (chin - 1) / 0.12 * max(0.0, 1 - abs(y - 0.05) / 0.06) if not child else -0.008 * max(0.0, 1 - y / 0.2)
        if woman or child:
            f -= 0.012 * math.exp(-(((y - 0.55) / 0.06) ** 2)) - 0.006 * math.exp(-(((y - 0.7) / 0.1) ** 2))
        rows.append((y, w * k, f, b))
    return Face(
        rows=tuple(rows),
        eye_y=(0.395 if child else 0.435 if teen else 0.452) + dice.uniform(-0.008, 0.008),
        eye_x=0.150 + dice.uniform(-0.006, 0.008),
        eye_wide=(0.158 if child else 0.142 if woman else 0.136 if not man else 0.130) * dice.uniform(0.95, 1.06),
        eye_open=(0.098 if child else 0.078 if woman else 0.070 if not man else 0.062)
        * dice.uniform(0.92, 1.08)
        * (0.86 if elder else 1.0),
        brow_y=0.098 + (0.02 if woman else 0.004) + dice.uniform(-0.006, 0.01),
        brow_thick=(0.0190 if man else 0.0125 if woman else 0.0155) * dice.uniform(0.85, 1.2) * (0.75 if child else 1.0),
        brow_tilt=dice.uniform(-0.008, 0.014),
        nose_y=0.262 + dice.uniform(-0.012, 0.01) - (0.008 if elder else 0.0),
        nose_out=(0.058 if child else 0.094 if man else 0.078) * dice.uniform(0.9, 1.15) * (1.1 if elder else 1.0),
        nose_wide=(0.052 if child else 0.062 if man else 0.053) * dice.uniform(0.9, 1.15),
        nose_hook=dice.uniform(-0.018, 0.016) * (0.3 if child else 1.0),
        mouth_y=0.158 + dice.uniform(-0.006, 0.006) + (0.004 if child else 0.0),
        mouth_wide=(0.088 if child else 0.108 if man else 0.102) * dice.uniform(0.93, 1.08),
        lip=(0.020 if child else 0.027 if woman else 0.0175) * dice.uniform(0.85, 1.15) * (0.75 if elder else 1.0),
        ear=(1.14 if elder else 1.0) * dice.uniform(0.92, 1.08),
        lashes=1.0 if woman and not child else 0.55 if child and woman else 0.25 if not man else 0.12,
        freckles=dice.random() < 0.14 and look.figure != "elder",
        mole=dice.random() < 0.12,
    )


@lru_cache(maxsize=512)
def _dense(rows: tuple[tuple[float, float, float, float], ...]) -> tuple[tuple[float, float, float], ...]:
    """Rows at every half hundredth of the height."""
    out: list[tuple[float, float, float]] = []
    i = 0
    for n in range(201):
        y = n / 200
        while i < len(rows) - 2 and y > rows[i + 1][0]:
            i += 1
        a, b = rows[i], rows[i + 1]
        t = (y - a[0]) / (b[0] - a[0])
        out.append((a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t, a[3] + (b[3] - a[3]) * t))
    return tuple(out)


class HeadView:
    """A head turned to a view. Points are in head heights: x to its left, y up from the chin, z to the front.

    Screen points have their origin at the pivot, x to the right, y down; the roll is left to the canvas."""

    def __init__(self, face: Face, yaw: float, pitch: float, jaw: float = 0.0, coarse: bool = False) -> None:
        self.coarse = coarse  # small on the screen: fewer points will do
        self.rows = _dense(face.rows)
        self._outline: skia.Path | None = None
        self.face, self.yaw = face, (yaw + 180.0) % 360.0 - 180.0
        v = math.radians(yaw)
        self.cos, self.sin = math.cos(v), math.sin(v)
        p = math.radians(max(-38.0, min(38.0, pitch)))
        self.pitch_sin, self.pitch_cos = math.sin(p), 0.35 + 0.65 * math.cos(p)
        self.jaw = jaw

    def row(self, y: float) -> tuple[float, float, float]:
        """Half-width, front and back at a height."""
        k = y * 200.0
        i = int(k)
        dense = self.rows
        if k <= 0:
            return dense[0]
        if i >= 200:
            return dense[200]
        t = k - i
        a, b = dense[i], dense[i + 1]
        return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t

    def dropped(self, y: float) -> float:
        """A height after the jaw opened."""
        if y >= 0.20 or self.jaw == 0.0:
            return y
        return y - self.jaw * min(1.0, (0.20 - y) / 0.10)

    def __call__(self, p: Vector) -> Point:
        x, y, z = p
        d = z * self.cos - x * self.sin
        return (x * self.cos + z * self.sin, -((y - PIVOT) * self.pitch_cos - d * self.pitch_sin))

    def depth(self, p: Vector) -> float:
        """How near the camera, head heights."""
        return p[2] * self.cos - p[0] * self.sin

    def skin(self, x: float, y: float, out: float = 0.0) -> Vector:
        """The place on the front of the face at x, y, lifted by `out`."""
        w, f, b = self.row(y)
        c = (f + b) * 0.35
        k = min(1.0, abs(x) / max(w, 1e-3))
        return (x, y, c + (f - c + out) * math.sqrt(max(0.0, 1.0 - k**2.1)))

    def seen(self, x: float, y: float) -> float:
        """How squarely a place on the face looks at the camera, −1…1."""
        w, f, b = self.row(y)
        c = (f + b) * 0.35
        k = max(-0.98, min(0.98, x / max(w, 1e-3)))
        nx, nz = k / max(w, 1e-3), math.sqrt(1 - k * k) / (f - c)
        size = math.hypot(nx, nz)
        return (nz * self.cos - nx * self.sin) / size

    def ring(self, y: float, angle: float, out: float = 0.0) -> Vector:
        """A place on the skull by angle (0 its left, 90 front, 270 back), lifted by `out`."""
        w, f, b = self.row(y)
        c = (f + b) * 0.35
        a = math.radians(angle)
        s = math.sin(a)
        return ((w + out) * math.cos(a), y, c + ((f - c + out) if s >= 0 else (c - b + out)) * s)

    def limbs(self, y: float, out: float = 0.0) -> tuple[float, float]:
        """The angles of the right and left outline at a height, increasing through what faces the camera."""
        w, f, b = self.row(y)
        c = (f + b) * 0.35
        right = math.degrees(
            math.atan2(((f - c) if self.sin >= 0 else (c - b)) * self.sin + out * self.sin, (w + out) * self.cos)
        )
        left = math.degrees(
            math.atan2(-((f - c) if self.sin < 0 else (c - b)) * self.sin - out * self.sin, -(w + out) * self.cos)
        )
        return right, right + (left - right) % 360.0

    def outline(self) -> skia.Path:
        """The silhouette of face and skull, without hair, nose and ears."""
        if self._outline is not None:
            return self._outline
        right: list[Point] = []
        left: list[Point] = []
        for i, (y, _, _, _) in enumerate(self.face.rows):
            if self.coarse and 0.24 < y < 0.95 and i % 2:
                continue
            if self.cos < -0.3 and y < 0.13:  # from behind the neck hides the chin
                if y == 0.058:
                    for a, side in ((self.limbs(0.13)[0], right), (self.limbs(0.13)[1], left)):
                        p = self.ring(0.13, a)
                        side.append(self((p[0] * 0.55, 0.085, p[2] * 0.55)))
                continue
            a, b = self.limbs(y)
            low = self.dropped(y)
            p, q = self.ring(y, a), self.ring(y, b)
            right.append(self((p[0], low, p[2])))
            left.append(self((q[0], low, q[2])))
        self._outline = smooth([*right, *left[::-1]])
        return self._outline

    def crown(self) -> Point:
        """The top of the skull."""
        return self((0.0, 1.0, -0.06))
