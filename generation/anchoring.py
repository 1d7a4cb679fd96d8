"""Colours that stay: what a model makes is brought to the colours of what it goes on from, frame by frame, without a jump.

Models drift: each pass is a little more contrasty or coloured than the one before, and five passes are plainly another film.
Where made frames show the same points as the frames that they go on from, found along the optical flow, those points have to
keep their colours; where nothing is the same, the colours as a whole do, within narrower limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels

Plane = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]  # (n, 3), sRGB 0…255
_WIDTH = 256  # pixels of the picture in which points are found again
_ENOUGH = 0.12  # share of the picture that has to be found again to be believed
_GAIN, _SHIFT = (0.55, 1.8), 90.0  # of a change of colour, at most, where points are found again
_NARROW_GAIN, _NARROW_SHIFT = (0.75, 1.33), 40.0  # and where only the whole is known
_EVERY = 3  # frames from one look to the next; between them the change turns evenly
_HOLD = 0.5  # how much of the change before stays in the next, against flicker
_FADE = 6.0  # frames in which what is left of a jump dies away


@dataclass(frozen=True)
class Tone:
    """A change of colour: sRGB 0…255 to `matrix · colour + shift`."""

    matrix: Points
    shift: npt.NDArray[np.float64]

    def on(self, pixels: Pixels, amount: float = 1.0) -> Pixels:
        """The picture (height, width, 3) with so much of the change."""
        matrix = np.eye(3) + (self.matrix - np.eye(3)) * amount
        whole = np.hstack([matrix, (self.shift * amount)[:, None]])
        return np.asarray(np.clip(cv2.transform(pixels.astype(np.float32), whole) + 0.5, 0, 255), np.uint8)

    def mixed(self, other: Tone, share: float) -> Tone:
        """So much of the other."""
        return Tone(self.matrix + (other.matrix - self.matrix) * share, self.shift + (other.shift - self.shift) * share)


SAME = Tone(np.eye(3), np.zeros(3))


def tone(given: Points, wanted: Points, gain: tuple[float, float] = _GAIN, shift: float = _SHIFT) -> Tone:
    """The least change that gives colours (n, 3) the mean and the spread of others, all three channels together.

    It is the way between two clouds on which colours move least (Monge and Kantorovich for normal distributions). Directions in
    which there is nothing but noise are left alone, and no direction is stretched beyond `gain`.
    """
    mean, aim = given.mean(axis=0), wanted.mean(axis=0)
    spread, target = (np.cov(one, rowvar=False) + np.eye(3) * 4.0 if len(one) > 1 else np.eye(3) for one in (given, wanted))
    root = _root(spread)
    back = np.linalg.inv(root)
    matrix = back @ _root(root @ target @ root) @ back
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    matrix = (axes * np.clip(values, *gain)) @ axes.T
    moved = np.clip(aim - mean, -shift, shift)
    return Tone(matrix, mean + moved - matrix @ mean)


def _root(matrix: Points) -> Points:
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((axes * np.sqrt(np.maximum(values, 1e-9))) @ axes.T)


def small(pixels: Pixels) -> Pixels:
    """The picture as it is looked at."""
    height, width = pixels.shape[:2]
    ratio = min(1.0, _WIDTH / width)
    size = (max(16, round(width * ratio)), max(16, round(height * ratio)))
    return np.asarray(cv2.resize(pixels[..., :3], size, interpolation=cv2.INTER_AREA), np.uint8)


def same_points(one: Pixels, other: Pixels) -> tuple[Points, Points] | None:
    """Colours of points that both small pictures show, in the same order; None when too few are found again.

    A point counts when the flow there and the flow back come home, and when its surroundings look alike but for their tone.
    """
    greys = [cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 1.0), cv2.COLOR_RGB2GRAY) for picture in (one, other)]
    level = [cv2.createCLAHE(4.0, (4, 4)).apply(grey) for grey in greys]  # a change of tone shall not look like movement
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    height, width = greys[0].shape
    rest = np.zeros((height, width, 2), np.float32)
    there, back = finder.calc(level[0], level[1], rest.copy()), finder.calc(level[1], level[0], rest.copy())
    across, along = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    x, y = across + there[..., 0], along + there[..., 1]
    home = cv2.remap(back, x, y, cv2.INTER_LINEAR)
    missed = np.hypot(there[..., 0] + home[..., 0], there[..., 1] + home[..., 1])
    inside = (x >= 0) & (y >= 0) & (x < width - 1) & (y < height - 1)
    arrived = cv2.remap(level[1], x, y, cv2.INTER_LINEAR)
    first, second = (cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 2.0), cv2.CV_32F) for grey in (level[0], arrived))
    alike = _correlation(first, second) > 0.5
    found = inside & (missed < 1.0) & alike
    if found.mean() < _ENOUGH:
        return None
    brought = cv2.remap(cv2.GaussianBlur(other, (0, 0), 1.5), x, y, cv2.INTER_LINEAR)
    return cv2.GaussianBlur(one, (0, 0), 1.5)[found].astype(np.float64), brought[found].astype(np.float64)


def _correlation(one: Plane, other: Plane) -> Plane:
    def mean(values: Plane) -> Plane:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), 4.0), np.float32)

    both = mean(one * other) / np.sqrt(mean(one * one) * mean(other * other) + 1.0)
    return np.asarray(both, np.float32)


def joint(made: Sequence[Pixels], wanted: Sequence[Pixels]) -> Tone:
    """The change that brings made frames to the frames that they show again, pixel for pixel."""
    given, aims = (np.concatenate([small(one).reshape(-1, 3) for one in some]).astype(np.float64) for some in (made, wanted))
    return tone(given, aims)


class Anchor:
    """Made frames, given one after another, in the colours of the frame that they go on from.

    `kept` are the frames gone on from, `made` the same frames as the model showed them again, both in order, the one nearest to
    what follows last. What the tone cannot mend of the jump is laid over the next frames as a soft difference that dies away.
    `amount` 0 leaves everything as it was made.
    """

    def __init__(self, kept: Sequence[Pixels], made: Sequence[Pixels], amount: float = 1.0) -> None:
        self._amount = amount
        self._joint = self._tone = joint(made, kept)
        self._home = small(kept[-1])
        self._rest = _soft(kept[-1], self._tone.on(made[-1], amount))
        self._next: Tone = self._tone
        self._at = 0

    def on(self, pixels: Pixels) -> Pixels:
        """The next made frame."""
        if self._amount <= 0:
            return pixels
        if self._at % _EVERY == 0:
            self._tone = self._next
            self._next = self._looked(pixels).mixed(self._tone, _HOLD)
        tone = self._tone.mixed(self._next, (self._at % _EVERY + 1) / _EVERY)
        self._at += 1
        left = self._amount * float(np.exp(-self._at / _FADE))
        toned = tone.on(pixels, self._amount)
        if left < 0.02:
            return toned
        rest = cv2.resize(self._rest, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.clip(toned + rest * left + 0.5, 0, 255), np.uint8)

    def again(self, pixels: Pixels) -> Pixels:
        """A made frame of those that were there already, in their colours."""
        return self._joint.on(pixels, self._amount)

    def _looked(self, pixels: Pixels) -> Tone:
        seen = small(pixels)
        pairs = same_points(seen, self._home)
        if pairs is not None:
            return tone(*pairs)
        return tone(
            seen.reshape(-1, 3).astype(np.float64), self._home.reshape(-1, 3).astype(np.float64), _NARROW_GAIN, _NARROW_SHIFT
        )


def _soft(wanted: Pixels, made: Pixels) -> Plane:
    """What is left between two pictures, without detail."""
    left = small(wanted).astype(np.float32) - small(made).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(left, (0, 0), left.shape[1] / 24), np.float32)
