"""Structure read out of moving pictures, steady in time: edges by gradients, depth and poses from what a network says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.strips import cut_between

Plane = npt.NDArray[np.float32]  # (height, width)
_SPREAD = (0.02, 0.98)  # of the depths of a shot, that become black and white
_CALM = 0.9  # how slowly the range of depths may change from frame to frame

# People as OpenPose draws them: 18 points (nose, neck, arms and legs, right first, eyes, ears) and the lines between them.
POINTS = 18
LIMBS = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13), (1, 0), (0, 14),
    (14, 16), (0, 15), (15, 17),
)  # fmt: skip
COLOURS = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0), (0, 255, 85),
    (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255), (170, 0, 255), (255, 0, 255),
    (255, 0, 170), (255, 0, 85),
)  # fmt: skip
_OF_COCO = (0, None, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3)  # of the 17 points that COCO knows


@dataclass(frozen=True)
class Person:
    """A person's points: (18, 2) places in pixels, and how sure each is, 0…1."""

    points: npt.NDArray[np.float32]
    sure: npt.NDArray[np.float32]


def of_coco(points: npt.NDArray[np.float32], sure: npt.NDArray[np.float32]) -> Person:
    """OpenPose's 18 points from the first 17 of COCO's (so also of COCO-WholeBody); the neck lies between the shoulders."""
    places, sureness = np.zeros((POINTS, 2), np.float32), np.zeros(POINTS, np.float32)
    for to, of in enumerate(_OF_COCO):
        if of is None:
            places[to], sureness[to] = (points[5] + points[6]) / 2, min(sure[5], sure[6])
        else:
            places[to], sureness[to] = points[of], sure[of]
    return Person(places, sureness)


def drawn(people: Sequence[Person], width: int, height: int, least: float = 0.3) -> Pixels:
    """People as lines on black, as models that follow poses were taught; points that are less sure than `least` are left out.

    Thick as in OpenPose, where a picture 512 pixels high has lines of four.
    """
    picture = np.zeros((height, width, 3), np.uint8)
    thick = max(1.0, min(width, height) / 128)
    for one in people:
        for (a, b), colour in zip(LIMBS, COLOURS[: len(LIMBS)], strict=True):
            if min(one.sure[a], one.sure[b]) < least:
                continue
            (x0, y0), (x1, y1) = one.points[a].tolist(), one.points[b].tolist()
            if max(abs(x0), abs(x1)) > 8 * width or max(abs(y0), abs(y1)) > 8 * height:
                continue
            middle, half = ((x0 + x1) / 2, (y0 + y1) / 2), float(np.hypot(x1 - x0, y1 - y0)) / 2
            angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
            shape = cv2.ellipse2Poly((round(middle[0]), round(middle[1])), (round(half), round(thick)), round(angle), 0, 360, 5)
            cv2.fillConvexPoly(picture, np.asarray(shape, np.int32), tuple(round(0.6 * part) for part in colour), cv2.LINE_AA)
        for place, sure, colour in zip(one.points.tolist(), one.sure, COLOURS, strict=True):
            if sure >= least and -width < place[0] < 2 * width and -height < place[1] < 2 * height:
                cv2.circle(picture, (round(place[0] * 16), round(place[1] * 16)), round(thick * 16), colour, -1, cv2.LINE_AA, 4)
    return picture


def round_about(one: Person, width: int, height: int) -> tuple[float, float, float, float] | None:
    """The box of a person in shares of the picture, by which they are looked for in the next frame; None when they are lost."""
    seen = one.points[one.sure > 0.3]
    if len(seen) < 5:
        return None
    (left, top), (right, bottom) = seen.min(axis=0).tolist(), seen.max(axis=0).tolist()
    room = 0.08 * max(right - left, bottom - top)
    box = (max(0.0, (left - room) / width), max(0.0, (top - 2 * room) / height), (right + room) / width, (bottom + room) / height)
    return (box[0], box[1], min(1.0, box[2]), min(1.0, box[3])) if box[0] < 1 and box[1] < 1 else None


class Steadied:
    """People followed from frame to frame: each point is held back a little, `smooth` 0…0.95, more while it hardly moves."""

    def __init__(self, smooth: float, width: int) -> None:
        self._smooth, self._width = smooth, width
        self._before: list[Person] = []

    def on(self, people: Sequence[Person]) -> list[Person]:
        """The people of the next frame."""
        found = [self._held(one) for one in people]
        self._before = found
        return found

    def _held(self, one: Person) -> Person:
        size = max(8.0, float(np.ptp(one.points[one.sure > 0.2], axis=0).max()) if (one.sure > 0.2).any() else 8.0)
        nearest, far = None, 0.5 * size
        for other in self._before:
            both = (one.sure > 0.2) & (other.sure > 0.2)
            if both.sum() >= 3:
                away = float(np.linalg.norm(one.points[both] - other.points[both], axis=1).mean())
                if away < far:
                    nearest, far = other, away
        if nearest is None:
            return one
        moved = np.linalg.norm(one.points - nearest.points, axis=1) / size
        hold = self._smooth * np.exp(-((moved / 0.06) ** 2)) * (nearest.sure > 0.2) * (one.sure > 0.2)
        points = one.points + (nearest.points - one.points) * hold[:, None].astype(np.float32)
        sure = one.sure + (nearest.sure - one.sure) * np.float32(self._smooth * 0.5)
        return Person(np.asarray(points, np.float32), np.asarray(sure, np.float32))


def edges(frames: Iterable[Pixels], detail: float, smooth: float) -> Iterator[Pixels]:
    """Outlines, white on black (height, width, 3), from colours at two scales; noise is held out by what was an edge before.

    `detail` 0…1: only the strongest outlines to fine ones. `smooth` 0…0.95: how far the last frame's outlines, carried along
    the movement, decide what is one now.
    """
    before: tuple[Pixels, Plane, Pixels] | None = None
    for pixels in frames:
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
        strength, angle = _strength(pixels)
        held = strength
        if before is not None and smooth > 0 and not cut_between(before[2], pixels):
            carried = np.minimum(_carried(before[0], grey, before[1]), 2 * strength)  # what is gone leaves no ghost
            held = np.asarray(strength + (np.maximum(carried, strength) - strength) * smooth, np.float32)
        yield np.repeat(_thin(held, angle, detail)[..., None], 3, axis=2)
        before = (grey, held, pixels)


def _strength(pixels: Pixels) -> tuple[Plane, Plane]:
    """How strong an edge is at each point, by lightness and colours, alike in dark and bright parts; and its angle."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
    fine = max(0.8, pixels.shape[1] / 1100)
    both = np.zeros((3, *pixels.shape[:2]), np.float32)
    for sigma, share in ((fine, 1.0), (2.2 * fine, 1.4)):
        soft = cv2.GaussianBlur(lab, (0, 0), sigma)
        across, along = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
        weight = np.array([1.0, 0.7, 0.7], np.float32) * share * share
        tensor = np.stack([(across * across) @ weight, (along * along) @ weight, (across * along) @ weight])
        both = np.where(tensor[:2].sum(axis=0) > both[:2].sum(axis=0), tensor, both)
    found = np.sqrt(both[0] + both[1])
    local = cv2.GaussianBlur(found, (0, 0), pixels.shape[1] / 24)
    angle = 0.5 * np.arctan2(2 * both[2], both[0] - both[1])
    return np.asarray(found / (0.35 * local + 12.0), np.float32), np.asarray(angle, np.float32)


def _thin(held: Plane, angle: Plane, detail: float) -> Pixels:
    """Lines one pixel thin where the strength is highest across its edge; weak ones only where they go on from strong ones."""
    high = 2.6 - 1.5 * detail
    slope = np.clip(held / 8, 0, 1) * 16000
    across, along = (np.asarray(slope * part, np.int16) for part in (np.cos(angle), np.sin(angle)))
    lines = cv2.Canny(across, along, 0.45 * high / 8 * 16000, high / 8 * 16000, L2gradient=True)
    _, labels, sizes, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    kept = sizes[:, cv2.CC_STAT_AREA] >= max(8, held.shape[1] // 50)  # specks are noise
    kept[0] = False
    wide = np.asarray(kept[labels] * np.uint8(255), np.uint8)
    thick = max(1, round(held.shape[1] / 640))
    return wide if thick == 1 else np.asarray(cv2.dilate(wide, np.ones((thick, thick), np.uint8)), np.uint8)


def _carried(before: Pixels, now: Pixels, plane: Plane) -> Plane:
    """A plane of the frame before, moved to where its points are now."""
    height, width = now.shape
    ratio = min(1.0, 320 / width)
    size = (max(16, round(width * ratio)), max(16, round(height * ratio)))
    one, other = (cv2.resize(grey, size, interpolation=cv2.INTER_AREA) for grey in (now, before))
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    back = finder.calc(one, other, np.zeros((size[1], size[0], 2), np.float32))
    flow = cv2.resize(back, (width, height), interpolation=cv2.INTER_LINEAR) / np.float32(ratio)
    across, along = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.asarray(cv2.remap(plane, across + flow[..., 0], along + flow[..., 1], cv2.INTER_LINEAR), np.float32)


class Depths:
    """Nearness of frames given one after another, as pictures: near is white, far is black, one range for a whole shot.

    What a network says jumps from frame to frame; the nearness of the frame before is carried along the movement and `smooth`
    (0…0.95) of it kept where it agrees. The range widens at once and narrows slowly, so that nothing pumps.
    """

    def __init__(self, smooth: float) -> None:
        self._smooth = smooth
        self._before: tuple[Pixels, Plane, Pixels] | None = None
        self._range: tuple[float, float] | None = None

    def on(self, pixels: Pixels, nearness: Plane) -> Pixels:
        """The picture (height, width, 3) of what a network said of one: any numbers, larger is nearer."""
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
        near = np.asarray(cv2.resize(nearness, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)
        near = _guided(near, grey)
        if self._before is not None and cut_between(self._before[2], pixels):
            self._before = self._range = None
        if self._before is not None and self._smooth > 0:
            carried = _carried(self._before[0], grey, self._before[1])
            span = max(1e-6, self._range[1] - self._range[0]) if self._range else 1.0
            agrees = np.exp(-(((near - carried) / (0.15 * span)) ** 2)) * self._smooth
            near = np.asarray(near + (carried - near) * agrees, np.float32)
        low, high = (float(one) for one in np.quantile(near[::4, ::4], _SPREAD))
        if self._range is not None:
            low = min(low, self._range[0] + (low - self._range[0]) * (1 - _CALM))
            high = max(high, self._range[1] + (high - self._range[1]) * (1 - _CALM))
        self._before, self._range = (grey, near, pixels), (low, high)
        shown = np.clip((near - low) / max(1e-6, high - low), 0, 1) * 255
        return np.repeat((shown + 0.5).astype(np.uint8)[..., None], 3, axis=2)


def _guided(plane: Plane, grey: Pixels) -> Plane:
    """The plane with its edges where the picture has them (guided filter, He 2010)."""
    radius = max(3, grey.shape[1] // 40)
    guide = grey.astype(np.float32) / 255

    def mean(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(cv2.boxFilter(values, cv2.CV_32F, (2 * radius + 1, 2 * radius + 1)), np.float32)

    low, centre = mean(guide), mean(plane)
    slope = (mean(guide * plane) - low * centre) / (mean(guide * guide) - low * low + 2e-3)
    rest = centre - slope * low
    return np.asarray(mean(slope) * guide + mean(rest), np.float32)
