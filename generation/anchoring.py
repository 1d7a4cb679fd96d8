"""Colours that stay: what a model makes is brought to the colours of what it goes on from, frame by frame, without a jump.

Models drift: each pass is a little more contrasty or coloured than the one before, and five passes are plainly another film.
Where made frames show the same points as the frames that they go on from, found along the optical flow, those points have to
keep their colours; where nothing is the same, the last change that was sure goes on, as long as the look of the shot as a whole
does not leave that of the clip. Where the clip's own light changes steadily as it ends, it may go on doing so
(`generation.fading`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.fading import Fade, fading

Plane = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]  # (n, 3), sRGB 0…255
_WIDTH = 256  # pixels of the picture in which points are found again
_ENOUGH = 0.12  # share of the picture that has to be found again to be believed
_GAIN, _SHIFT = (0.55, 1.8), 90.0  # of a change of colour, at most
_UNTRUE = 0.5  # of the spread of colours: what a change leaves unexplained, from which on the points are not the same ones
_PLAIN = 40.0  # how much goes on in what counts as even: skies and walls hold colours too, but nothing to follow
_FAR, _ROOMY = 6.0, 2.0  # how far the mean colour may go, of 255, and how many times as far as it goes by itself
_EVERY = 3  # frames from one look to the next; between them the change turns evenly
_FADE = 6.0  # frames in which what is left of a jump dies away


@dataclass(frozen=True)
class Tone:
    """A change of colour: sRGB 0…255 to `matrix · colour + shift`."""

    matrix: Points
    shift: npt.NDArray[np.float64]

    def __call__(self, colours: Points) -> Points:
        """Colours (n, 3), not cut off at black and white."""
        return np.asarray(colours @ self.matrix.T + self.shift, np.float64)

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


def matched(given: Points, wanted: Points) -> Tone | None:
    """The change that brings points to the colours they had; None when it explains too little to be one.

    Points that it leaves far off are taken for others, found by mistake, and do not count.
    """
    found = tone(given, wanted)
    for _ in range(2):
        left = np.abs(np.clip(found(given), 0, 255) - wanted).max(axis=1)
        near = left <= max(3.0, 2.5 * float(np.median(left)))
        if near.mean() < 0.4:
            break
        found = tone(given[near], wanted[near])
    spread = ((wanted - wanted.mean(axis=0)) ** 2).sum()
    left_over = ((np.clip(found(given), 0, 255) - wanted) ** 2).sum()
    as_it_is = ((given - wanted) ** 2).sum()
    if left_over > as_it_is:
        found, left_over = SAME, as_it_is
    return found if left_over <= _UNTRUE**2 * spread + 4.0 * wanted.size else None


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
    alike, plain = _correlation(first, second) > 0.5, (_near(first * first) < _PLAIN) & (_near(second * second) < _PLAIN)
    found = inside & (missed < 1.0) & alike
    if found.mean() < _ENOUGH:
        return None
    found |= inside & (missed < 1.5) & plain
    brought = cv2.remap(cv2.GaussianBlur(other, (0, 0), 1.5), x, y, cv2.INTER_LINEAR)
    return cv2.GaussianBlur(one, (0, 0), 1.5)[found].astype(np.float64), brought[found].astype(np.float64)


def _near(values: Plane) -> Plane:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 4.0), np.float32)


def _correlation(one: Plane, other: Plane) -> Plane:
    return np.asarray(_near(one * other) / np.sqrt(_near(one * one) * _near(other * other) + 1.0), np.float32)


def joint(made: Sequence[Pixels], wanted: Sequence[Pixels]) -> Tone:
    """The change that brings made frames to the frames that they show again, pixel for pixel."""
    return tone(_colours(made), _colours(wanted))


def _colours(pictures: Sequence[Pixels]) -> Points:
    return np.concatenate([small(one).reshape(-1, 3) for one in pictures]).astype(np.float64)


class Look:
    """The colours of a shot as a whole, from some of its frames: where they lie, and how far they go from frame to frame."""

    def __init__(self, pictures: Sequence[Pixels]) -> None:
        self._points = _colours(pictures)
        means = [small(one).reshape(-1, 3).mean(axis=0) for one in pictures]
        self._mean = self._points.mean(axis=0)
        self._room = _FAR + _ROOMY * np.std(means, axis=0)

    def kept(self, pixels: Pixels, change: Tone) -> Tone:
        """The change, if it leaves a picture within the look; else the one that brings it there, or none, if that is nearer."""
        points = _colours([pixels])
        if self._away(change, points) <= 1:
            return change
        return min((tone(points, self._points), change, SAME), key=lambda one: self._away(one, points))

    def brought(self, pixels: Pixels) -> Tone:
        """The change that gives a picture the look, unless it is nearer as it is."""
        points = _colours([pixels])
        return min((tone(points, self._points), SAME), key=lambda one: self._away(one, points))

    def _away(self, change: Tone, points: Points) -> float:
        """How far from the look, 1 is as far as it may be."""
        moved = np.clip(change(points), 0, 255).mean(axis=0)
        return float(np.abs((moved - self._mean) / self._room).max())


def anchored(
    kept: Sequence[Pixels], made: Sequence[Pixels], fresh: Sequence[Pixels], amount: float = 1.0, home: Look | None = None,
    leading: Sequence[Pixels] = (),
) -> list[Pixels]:  # fmt: skip
    """Frames that a model made (`fresh`, the nearest to what is kept first) in the colours of the frames that they go on from.

    `kept` are the frames gone on from and `made` the same frames as the model showed them again, both in order, the one nearest
    to `fresh` last. What the tone cannot mend of the jump is laid over the next frames as a soft difference that dies away.
    `home` is the look of the whole shot (else that of `kept`), and `leading` what leads up to the last of `kept`, that one
    included (else `kept`). `amount` 0 leaves everything as it was made.
    """
    if amount <= 0 or not fresh:
        return list(fresh)
    home = home or Look(kept)
    begin = matched(_colours(made), _colours(kept))
    keys = sorted({*range(0, len(fresh), _EVERY), len(fresh) - 1})
    fade = fading([small(one) for one in leading or kept])
    looked = _looked(kept[-1], [(at + 1, fresh[at]) for at in keys], begin, home, fade)
    first = begin or home.kept(made[-1], looked[0][0])
    tones = _steadied([first, *(tone for tone, _ in looked)])
    sure = [begin is not None, *(sure for _, sure in looked)]
    places = [-1, *keys]
    rest = _soft(kept[-1], first.on(made[-1], amount))
    found: list[Pixels] = []
    for n, pixels in enumerate(fresh):
        after = next(k for k, at in enumerate(places) if at >= n)
        before = places[after - 1]
        tone = tones[after - 1].mixed(tones[after], (n - before) / (places[after] - before))
        if not (sure[after - 1] or sure[after]):
            tone = home.kept(pixels, tone)
        toned = tone.on(pixels, amount)
        left = amount * float(np.exp(-(n + 1) / _FADE))
        if left >= 0.02:
            soft = cv2.resize(rest, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
            toned = np.asarray(np.clip(toned + soft * left + 0.5, 0, 255), np.uint8)
        found.append(toned)
    return found


def _looked(
    last: Pixels, fresh: Sequence[tuple[int, Pixels]], begin: Tone | None, home: Look, fade: Fade | None
) -> list[tuple[Tone, bool]]:
    """The tone of each frame (with how many frames it lies from the last), and whether it is sure.

    It is sure by points that the frame shares with the last that is kept, or with the frame before. Where it shares none, the
    last sure tone goes on within the look; where there is none yet, the look itself decides.
    """
    far, near, found = small(last), small(last), list[tuple[Tone, bool]]()
    sure = begin
    for away, pixels in fresh:
        seen = small(pixels)
        fitting = _same(seen, far, fade, away) or _same(seen, near)
        if fitting is not None:
            sure = fitting
            found.append((fitting, True))
        elif fade is not None and fade.reaches(_flat(far), _flat(seen), away):
            found.append((sure or SAME, True))  # faded so far that nothing is found again: black, or white
        else:
            found.append((home.brought(seen) if sure is None else home.kept(seen, sure), False))
        near = found[-1][0].on(seen)
    return found


def _flat(picture: Pixels) -> Points:
    return picture.reshape(-1, 3).astype(np.float64)


def _same(seen: Pixels, known: Pixels, fade: Fade | None = None, away: int = 0) -> Tone | None:
    pairs = same_points(seen, known)
    if pairs is None:
        return None
    now, was = pairs
    return matched(now, was if fade is None else fade.gone_on(was, now, away))


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
