"""Going on without a model: a clip is carried beyond its ends by its own movement, and led from one picture into another.

What repeats itself (water, fire, somebody who breathes) goes on by playing what it did the last time it looked like this. What
does not is carried on by the camera's own movement, which comes to rest: nothing is invented, and nothing jumps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.drivers.previs import passage

Flow = npt.NDArray[np.float32]
Affine = npt.NDArray[np.float64]  # (2, 3)
REACH = 48  # frames of a clip that are looked at for how it goes on
_THUMB = (48, 27)
_REST = 10.0  # frames in which a camera that goes on comes to rest
_FAR = 0.05  # widths of the picture that it goes on, at most
_AGAIN = 0.9  # of the usual change from frame to frame: as near as that, a moment has come again
_BLEND = 6  # frames in which one moment gives way to the other
_LEAST = 8  # frames that are played at least before a moment comes again


def going_on(before: Sequence[Pixels], frames: int) -> Iterator[Pixels]:
    """`frames` more after the last of `before` (at most `REACH` are looked at; one is enough), all of one size."""
    way = _way(list(before[-REACH:]))
    yield from (way.at(n) for n in range(1, frames + 1))


def backwards(after: Sequence[Pixels], frames: int) -> Iterator[Pixels]:
    """`frames` that come before the first of `after`, in the order in which they are shown."""
    way = _way(list(after[:REACH])[::-1])
    yield from (way.at(n) for n in range(frames, 0, -1))


def leading(before: Sequence[Pixels], after: Sequence[Pixels], frames: int) -> Iterator[Pixels]:
    """`frames` from the last of `before` to the first of `after`: both go on moving, and one becomes the other on the way.

    Where they show the same, points travel; where they do not, one gives way to the other. Neither end stands still.
    """
    leaving, coming = Carried(list(before[-REACH:])), Carried(list(after[:REACH])[::-1])
    for n in range(1, frames + 1):
        share = _eased(n / (frames + 1))
        first, last = leaving.at(n), coming.at(frames + 1 - n)
        yield _met(first, last, share)


def _way(known: list[Pixels]) -> Carried | Again:
    again = _again(known)
    return Carried(known) if again is None else Again(known, again)


class Again:
    """What repeats itself: after the last frame comes what came after the moment that looked like it, again and again."""

    def __init__(self, known: Sequence[Pixels], moment: int) -> None:
        self._known, self._moment, self._period = known, moment, len(known) - 1 - moment

    def at(self, n: int) -> Pixels:
        """The picture `n` frames after the last; the last gives way while the older moment goes on."""
        gone = (n - 1) % self._period + 1
        shown = self._known[self._moment + gone]
        return _met(self._known[-1], shown, gone / (_BLEND + 1)) if gone <= _BLEND else shown


class Carried:
    """The last of some frames, moved on as the camera moved, ever slower; it never shows beyond its edges."""

    def __init__(self, known: Sequence[Pixels]) -> None:
        self._last = known[-1]
        self._height, self._width = self._last.shape[:2]
        self._step = _camera_step(known)

    def at(self, n: int) -> Pixels:
        """The picture `n` frames after the last."""
        gone = _REST * (1 - np.exp(-n / _REST))  # frames at the speed that it had
        if self._step is None:
            return self._last
        moved = _powered(self._step, gone, self._width)
        cover = self._cover(moved)
        whole = passage.compose(cover, moved)
        return np.asarray(
            cv2.warpAffine(
                self._last, whole, (self._width, self._height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101
            ),
            np.uint8,
        )

    def _cover(self, moved: Affine) -> Affine:
        """The least zoom about the middle that hides what lies beyond the picture."""
        wide, high = self._width - 1, self._height - 1
        corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float64)
        middle = np.array([wide / 2, high / 2])
        back = passage.inverted(moved)
        zoom = 1.0
        for _ in range(12):
            seen = (corners - middle) / zoom + middle
            there = seen @ back[:, :2].T + back[:, 2]
            beyond = max(-there.min(), float((there - (wide, high)).max()), 0.0)
            if beyond < 0.25:
                break
            zoom += 2.2 * beyond / min(wide, high)
        return np.array([[zoom, 0, middle[0] * (1 - zoom)], [0, zoom, middle[1] * (1 - zoom)]], np.float64)


def _camera_step(known: Sequence[Pixels]) -> Affine | None:
    """How a point moves from frame to frame because the camera does, at the end of these frames; None: it stands."""
    if len(known) < 2:
        return None
    back = min(4, len(known) - 1)
    then, now = (_grey(known[at]) for at in (-1 - back, -1))
    ratio = known[-1].shape[1] / then.shape[1]
    points = cv2.goodFeaturesToTrack(then, 400, 0.01, 7)
    if points is None or len(points) < 12:
        return None
    found, there, _ = cv2.calcOpticalFlowPyrLK(then, now, points, np.empty(0, np.float32), winSize=(21, 21))
    kept = there.reshape(-1) > 0
    if kept.sum() < 12:
        return None
    cv2.setRNGSeed(1)
    matrix, inliers = cv2.estimateAffinePartial2D(
        points[kept].reshape(-1, 2), found[kept].reshape(-1, 2), ransacReprojThreshold=1.0
    )  # fmt: skip
    if matrix is None or inliers.mean() < 0.4:
        return None
    step = passage.part(np.asarray(matrix, np.float64), 1 / back)
    step = np.hstack([step[:, :2], step[:, 2:] * ratio])
    corners = np.array([[0, 0], [known[-1].shape[1], 0], [0, known[-1].shape[0]]], np.float64)
    speed = float(np.abs(corners @ step[:, :2].T + step[:, 2] - corners).max())
    return step if speed > 0.08 * ratio else None


def _powered(step: Affine, gone: float, width: int) -> Affine:
    """So many steps, as far as a picture can be moved without showing how little is known of it."""
    moved = passage.part(step, gone)
    middle = np.array([width / 2, width / 3])
    far = float(np.hypot(*(moved[:, :2] @ middle + moved[:, 2] - middle)))
    return passage.part(step, gone * min(1.0, _FAR * width / max(far, 1e-6)))


def _again(known: Sequence[Pixels]) -> int | None:
    """The frame before that looks and moves most like the last one, when it does so as much as its own neighbours; else None."""
    if len(known) < _LEAST + 4:
        return None
    thumbs = [cv2.resize(one, _THUMB, interpolation=cv2.INTER_AREA).astype(np.float32) for one in known]
    steps = [float(np.abs(one - other).mean()) for one, other in pairwise(thumbs)]
    usual = float(np.median(steps))
    if usual < 0.15:  # nothing moves: there is nothing to repeat
        return None

    def apart(at: int) -> float:
        return float(np.mean([np.abs(thumbs[at - k] - thumbs[-1 - k]).mean() for k in range(3)]))

    found = min(range(2, len(known) - _LEAST), key=apart)
    return found if apart(found) <= _AGAIN * usual else None


def _met(first: Pixels, last: Pixels, share: float) -> Pixels:
    if share <= 0 or share >= 1:
        return first if share <= 0 else last
    found = passage.relate(first, last)
    return found.at(share) if found is not None else _mixed(first, last, share)


def _mixed(one: Pixels, other: Pixels, share: float) -> Pixels:
    return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)


def _grey(pixels: Pixels) -> Pixels:
    ratio = min(1.0, 640 / pixels.shape[1])
    size = (max(16, round(pixels.shape[1] * ratio)), max(16, round(pixels.shape[0] * ratio)))
    return np.asarray(cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY), np.uint8)


def _eased(t: float) -> float:
    return t * t * (3 - 2 * t)
