"""Colours that stay: what a model makes is brought to the colours of what it goes on from, frame by frame, without a jump.

Models drift: each pass is a little more contrasty or coloured than the one before, and five passes are plainly another film.
Where made frames show the same points as the frames that they go on from, found along the optical flow, those points have to
keep their colours; where nothing is the same, the colours as a whole do.
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
_GAIN, _SHIFT = (0.55, 1.8), 90.0  # of a change of colour, at most
_EVERY = 3  # frames from one look to the next; between them the change turns evenly
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


def tone(given: Points, wanted: Points) -> Tone:
    """The least change that gives colours (n, 3) the mean and the spread of others, all three channels together.

    It is the way between two clouds on which colours move least (Monge and Kantorovich for normal distributions). Directions in
    which there is nothing but noise are left alone, and no direction is stretched without limit.
    """
    mean, aim = given.mean(axis=0), wanted.mean(axis=0)
    spread, target = (np.cov(one, rowvar=False) + np.eye(3) * 4.0 if len(one) > 1 else np.eye(3) for one in (given, wanted))
    root = _root(spread)
    back = np.linalg.inv(root)
    matrix = back @ _root(root @ target @ root) @ back
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    matrix = (axes * np.clip(values, *_GAIN)) @ axes.T
    moved = np.clip(aim - mean, -_SHIFT, _SHIFT)
    rest = mean + moved - matrix @ mean
    for _ in range(2):  # what is cut off at black and white moves the mean: that is made up for
        rest = rest + np.clip(aim - np.clip(given @ matrix.T + rest, 0, 255).mean(axis=0), -_SHIFT / 3, _SHIFT / 3)
    return Tone(matrix, rest)


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
    first, second = (
        np.asarray(cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 2.0), cv2.CV_32F), np.float32) for grey in (level[0], arrived)
    )
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


def anchored(kept: Sequence[Pixels], made: Sequence[Pixels], fresh: Sequence[Pixels], amount: float = 1.0) -> list[Pixels]:
    """Frames that a model made (`fresh`, the nearest to what is kept first) in the colours of the frames that they go on from.

    `kept` are the frames gone on from and `made` the same frames as the model showed them again, both in order, the one nearest
    to `fresh` last. What the tone cannot mend of the jump is laid over the next frames as a soft difference that dies away.
    `amount` 0 leaves everything as it was made.
    """
    if amount <= 0 or not fresh:
        return list(fresh)
    begin = joint(made, kept)
    keys = sorted({*range(0, len(fresh), _EVERY), len(fresh) - 1})
    tones = _steadied([begin, *_looked(kept[-1], [fresh[at] for at in keys], begin)])
    places = [-1, *keys]
    rest = _soft(kept[-1], begin.on(made[-1], amount))
    found: list[Pixels] = []
    for n, pixels in enumerate(fresh):
        after = next(k for k, at in enumerate(places) if at >= n)
        before = places[after - 1]
        tone = tones[after - 1].mixed(tones[after], (n - before) / (places[after] - before))
        toned = tone.on(pixels, amount)
        left = amount * float(np.exp(-(n + 1) / _FADE))
        if left >= 0.02:
            soft = cv2.resize(rest, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
            toned = np.asarray(np.clip(toned + soft * left + 0.5, 0, 255), np.uint8)
        found.append(toned)
    return found


def _looked(home: Pixels, fresh: Sequence[Pixels], begin: Tone) -> list[Tone]:
    """The tone of each frame: by points that it shares with home, or with the frame before, which has its tone already."""
    far, near, found = small(home), small(home), list[Tone]()
    for pixels in fresh:
        seen = small(pixels)
        pairs = same_points(seen, far) or same_points(seen, near)
        whole = (seen.reshape(-1, 3).astype(np.float64), far.reshape(-1, 3).astype(np.float64))
        found.append(tone(*(pairs or whole)))
        near = found[-1].on(seen)
    return found


def _steadied(tones: Sequence[Tone]) -> list[Tone]:
    """Tones through which nothing flickers: each on the line that fits its neighbours; a drift that is even is not held back."""
    whole = np.stack([np.hstack([one.matrix, one.shift[:, None]]) for one in tones])
    found = []
    for n in range(len(tones)):
        first = max(0, min(n - 2, len(tones) - 5))
        part = whole[first : first + 5]
        places = np.arange(first, first + len(part)) - n
        if len(part) < 3:
            value = whole[n]
        else:
            spread = places - places.mean()
            slope = (spread[:, None, None] * part).sum(axis=0) / (spread**2).sum()
            value = part.mean(axis=0) - slope * places.mean()
        found.append(Tone(value[:, :3], value[:, 3]))
    return found


def _soft(wanted: Pixels, made: Pixels) -> Plane:
    """What is left between two pictures, without detail."""
    left = small(wanted).astype(np.float32) - small(made).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(left, (0, 0), left.shape[1] / 24), np.float32)
