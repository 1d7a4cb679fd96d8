"""From one picture to another: a morph along the flow between them where they show the same, a push through where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels, Tell

Flow = npt.NDArray[np.float32]  # (height, width, 2): where a point goes, in pixels
Plane = npt.NDArray[np.float32]  # (height, width)
Grey = npt.NDArray[np.uint8]  # (height, width)
Affine = npt.NDArray[np.float64]  # (2, 3)

_FLOW_WIDTH = 512  # flow is measured on pictures this wide: details below it are texture
_SAME = 0.42  # share of points that both flows agree on, above which two pictures show the same
_PUSH = 0.10


def between(first: Pixels, last: Pixels, frames: int, tell: Tell, *, quick: bool = False) -> Iterator[Pixels]:
    """`frames` frames from `first` to `last`, both of one size; the ends are the pictures themselves. `quick` is softer."""
    if frames == 1 or np.array_equal(first, last):
        yield from (first for _ in range(frames))
        return
    tell(0.0, "comparing the pictures")
    found = relate(first, last)
    yield first
    for n in range(1, frames - 1):
        t = _eased(n / (frames - 1))
        yield found.at(t, quick=quick) if found is not None else pushed(first, last, t)
    yield last


def relate(first: Pixels, last: Pixels) -> Relation | None:
    """How two pictures of the same lie to each other; None when they show something else."""
    height, width = first.shape[:2]
    ratio = min(1.0, _FLOW_WIDTH / width)
    small = (max(16, round(width * ratio)), max(16, round(height * ratio)))
    greys = [cv2.cvtColor(cv2.resize(one, small, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY) for one in (first, last)]
    was, now = (np.asarray(one, np.uint8) for one in greys)
    best: Relation | None = None
    for camera in (_camera(was, now), np.array([[1, 0, 0], [0, 1, 0]], np.float64)):
        if camera is None:
            continue
        found = _related(was, now, camera, first, last)
        if best is None or found.agreed > best.agreed:
            best = found
    return best if best is not None and best.agreed >= _SAME else None


@dataclass(frozen=True)
class Relation:
    """Two pictures joined: `camera` brings the first's points to the last's, `there` and `back` are what moves besides.

    Flows and `sure` (0…1: how far both flows agree at a point, of the first brought into the last's frame, and of the last) are
    in the small size; `agreed` is the share of points that do.
    """

    first: Pixels
    last: Pixels
    camera: Affine
    there: Flow
    back: Flow
    sure: tuple[Plane, Plane]
    agreed: float

    def at(self, t: float, *, quick: bool = False) -> Pixels:
        """The picture at `t` of the way (0 … 1): both sampled where its points come from, each where it is to be seen."""
        height, width = self.first.shape[:2]
        small_h, small_w = self.there.shape[:2]
        sx, sy = width / small_w, height / small_h
        across, along = _grid(small_w, small_h)
        # a point of this frame, in the last picture's frame as the camera alone would have it
        onward = compose(self.camera, inverted(part(self.camera, t)))
        zx, zy = _applied(onward, across, along)
        there, back = (
            cv2.remap(one, zx, zy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for one in (self.there, self.back)
        )
        to_first = -(1 - t) * t * there + t * t * back
        to_last = (1 - t) * (1 - t) * there - t * (1 - t) * back
        fx, fy = _applied(inverted(self.camera), zx + to_first[..., 0], zy + to_first[..., 1])
        lx, ly = zx + to_last[..., 0], zy + to_last[..., 1]
        seen_first = _seen(self.sure[0], zx + to_first[..., 0], zy + to_first[..., 1], fx, fy)
        seen_last = _seen(self.sure[1], lx, ly, lx, ly)
        a, b = (1 - t) * seen_first, t * seen_last
        share = cv2.GaussianBlur(b / (a + b + 1e-6), (0, 0), 1.2)
        how = cv2.INTER_LINEAR if quick else cv2.INTER_CUBIC
        ours = _sampled(self.first, fx, fy, sx, sy, how)
        theirs = _sampled(self.last, lx, ly, sx, sy, how)
        theirs_share = np.clip(cv2.resize(share, (width, height), interpolation=cv2.INTER_LINEAR), 0, 1)
        return np.asarray(cv2.blendLinear(ours, theirs, 1 - theirs_share, theirs_share), np.uint8)


def pushed(first: Pixels, last: Pixels, t: float) -> Pixels:
    """One move in through both pictures: the first comes nearer and gives way to the second, which comes to its place."""
    leaving = _scaled(first, 1 + _PUSH * t)
    coming = _scaled(last, 1 - _PUSH * 0.8 * (1 - t))
    share = float(np.clip((t - 0.28) / 0.44, 0, 1))
    share = share * share * (3 - 2 * share)
    return np.asarray(cv2.addWeighted(leaving, 1 - share, coming, share, 0), np.uint8)


def part(camera: Affine, t: float) -> Affine:
    """So much of a camera's way: its zoom and turn grow evenly, and the point that stands still stands still throughout."""
    a, b = camera[0, 0], camera[1, 0]
    zoom, angle = float(np.hypot(a, b)), float(np.arctan2(b, a))
    linear = camera[:, :2] - np.eye(2)
    if abs(np.linalg.det(linear)) < 1e-4:  # a pan: nothing stands still
        return _affine(zoom**t, angle * t, camera[:, 2] * t)
    still = -np.linalg.solve(linear, camera[:, 2])
    turned = _affine(zoom**t, angle * t, np.zeros(2))
    return _affine(zoom**t, angle * t, still - turned[:, :2] @ still)


def compose(outer: Affine, inner: Affine) -> Affine:
    """First `inner`, then `outer`."""
    return np.hstack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2:] + outer[:, 2:]])


def inverted(camera: Affine) -> Affine:
    """The way back."""
    back = np.linalg.inv(camera[:, :2])
    return np.hstack([back, -back @ camera[:, 2:]])


def _affine(zoom: float, angle: float, moved: npt.NDArray[np.floating]) -> Affine:
    cos, sin = zoom * np.cos(angle), zoom * np.sin(angle)
    return np.array([[cos, -sin, moved[0]], [sin, cos, moved[1]]], np.float64)


def _camera(first: Grey, last: Grey) -> Affine | None:
    """The zoom, turn and shift that bring most points of one grey picture to the other's; None when too few agree."""
    finder: cv2.SIFT = cv2.SIFT.create(1500)
    (points, words), (others, their_words) = (finder.detectAndCompute(one, None) for one in (first, last))
    if words is None or their_words is None or len(points) < 12 or len(others) < 12:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(words, their_words, k=2)
    good = [one for one, *second in pairs if second and one.distance < 0.75 * second[0].distance]
    if len(good) < 12:
        return None
    cv2.setRNGSeed(1)
    found, inliers = cv2.estimateAffinePartial2D(
        np.array([points[one.queryIdx].pt for one in good], np.float32),
        np.array([others[one.trainIdx].pt for one in good], np.float32),
        ransacReprojThreshold=4.0,
    )
    if found is None or int(inliers.sum()) < max(12, len(good) // 4):
        return None
    zoom = float(np.hypot(found[0, 0], found[1, 0]))
    return np.asarray(found, np.float64) if 0.2 < zoom < 5 else None


def _related(first_grey: Grey, last_grey: Grey, camera: Affine, first: Pixels, last: Pixels) -> Relation:
    height, width = last_grey.shape
    brought = cv2.warpAffine(first_grey, camera, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones_like(first_grey), camera, (width, height), flags=cv2.INTER_NEAREST) > 0
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    rest = np.zeros((height, width, 2), np.float32)
    there, back = finder.calc(brought, last_grey, rest.copy()), finder.calc(last_grey, brought, rest.copy())
    there, back = (np.asarray(cv2.GaussianBlur(one, (0, 0), 2.0), np.float32) for one in (there, back))
    sure = (_agreement(there, back), _agreement(back, there))
    there, back = (np.asarray(one * inside[..., None], np.float32) for one in (there, back))
    across, along = _grid(width, height)
    arrived = cv2.remap(last_grey, across + there[..., 0], along + there[..., 1], cv2.INTER_LINEAR)
    blurred = [cv2.GaussianBlur(one, (0, 0), 2.5).astype(np.float32) for one in (brought, arrived)]
    alike = np.abs(blurred[0] - blurred[1]) < 22
    told = cv2.GaussianBlur(np.abs(cv2.Laplacian(brought, cv2.CV_32F)), (0, 0), 4) > 1.5  # a plain wall agrees with anything
    counted = inside & told
    fit = (sure[0] > 0.5) & alike
    agreed = float(fit[counted].mean()) if counted.mean() > 0.05 else float((fit & inside).mean())
    small = float(np.median(np.hypot(there[..., 0], there[..., 1])[inside])) if inside.any() else 1e9
    if small > 0.12 * width:
        agreed *= 0.5  # so far apart that it would be smeared
    return Relation(first, last, camera, there, back, sure, agreed)


def _agreement(there: Flow, back: Flow) -> Plane:
    """1 where going there and back comes home, 0 where it does not: what only one of the pictures shows."""
    height, width = there.shape[:2]
    across, along = _grid(width, height)
    home = cv2.remap(back, across + there[..., 0], along + there[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    missed = np.hypot(there[..., 0] + home[..., 0], there[..., 1] + home[..., 1])
    allowed = 1.0 + 0.08 * np.hypot(there[..., 0], there[..., 1])
    return np.asarray(cv2.GaussianBlur(np.clip(2 - missed / allowed, 0, 1), (0, 0), 1.5), np.float32)


def _seen(sure: Plane, at_x: Plane, at_y: Plane, inside_x: Plane, inside_y: Plane) -> Plane:
    """How far a picture may be trusted at these points: where the flows agree, and within its frame."""
    height, width = sure.shape
    trusted = cv2.remap(sure, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    edge = np.minimum(np.minimum(inside_x, width - 1 - inside_x), np.minimum(inside_y, height - 1 - inside_y))
    within = np.clip(edge / 6 + 1, 0, 1)
    return np.asarray((0.04 + 0.96 * trusted) * (1e-3 + within), np.float32)


def _applied(camera: Affine, x: Plane, y: Plane) -> tuple[Plane, Plane]:
    m = camera.astype(np.float32)
    return m[0, 0] * x + m[0, 1] * y + m[0, 2], m[1, 0] * x + m[1, 1] * y + m[1, 2]


def _sampled(picture: Pixels, x: Plane, y: Plane, sx: float, sy: float, how: int) -> Pixels:
    """A picture where these points (in the small size, one for each small pixel) lie in it."""
    height, width = picture.shape[:2]
    across, along = _grid(*x.shape[::-1])
    moved = (
        cv2.resize((x - across) * np.float32(sx), (width, height)),
        cv2.resize((y - along) * np.float32(sy), (width, height)),
    )
    whole = _grid(width, height)
    points = [cv2.add(one, other) for one, other in zip(moved, whole, strict=True)]
    return np.asarray(cv2.remap(picture, points[0], points[1], how, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


@lru_cache(maxsize=8)
def _grid(width: int, height: int) -> tuple[Plane, Plane]:
    """The place of every point, across and along."""
    across, along = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return across, along


def _scaled(picture: Pixels, zoom: float) -> Pixels:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), 0, zoom)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101))


def _eased(t: float) -> float:
    return t * t * (3 - 2 * t)
