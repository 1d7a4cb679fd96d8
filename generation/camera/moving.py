"""Frames seen by a camera that moves: each made into layers, what is behind found, and looked at from where the camera is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.camera import layers
from generation.camera.behind import Behind, Paint
from generation.camera.layers import Layer, Plane, Range
from generation.camera.moves import LENS, Pose, Poser, view
from generation.camera.nearness import Sharpened
from generation.drivers import Pixels
from generation.strips import cut_between

Subject = Callable[[Pixels], Plane]  # what stands out of a picture, 0…1
_LOOK = 4  # frames from one look for what stands out to the next
_POPS = 0.1  # of the range: so much nearer than what is round about it a subject is at least
_SHUTTER = 6  # looks in the time for which a shutter is open


@dataclass(frozen=True)
class Manner:
    """How deep the picture is taken to be (0 flat, 1 as guessed), how long the shutter is open (0…1 of a frame).

    `margin` is by how many widths the picture is painted on beyond its edges. `nearer` tells by how near the farthest and the
    nearest are by which scale everything is brought nearer, so that no edge is seen, and how far anything goes against another.
    """

    deep: float
    shutter: float
    margin: float
    nearer: Callable[[tuple[float, float]], tuple[float, float]]


class Mover:
    """Frames one after another, with a guess of their nearness (None: everything is equally far)."""

    def __init__(
        self, pose: Poser, looks_at: Callable[[int], tuple[float, float]], manner: Manner, *, paint: Paint | None,
        subject: Subject | None = None,
    ) -> None:  # fmt: skip
        self._pose, self._looks_at, self._manner, self._subject = pose, looks_at, manner, subject
        self._behind, self._beyond = Behind(paint), Behind(paint)
        self._sharp = Sharpened()
        self._pivot: float | None = None
        self._scale, self._reach = manner.nearer((1.0, 1.0))
        self._before: Pixels | None = None
        self._mask: Plane | None = None
        self._mask_at = -_LOOK
        self._layers: list[Layer] = []
        self.untouched = False  # whether the last frame came out just as it went in

    def on(self, n: int, pixels: Pixels, guess: Plane | None) -> Pixels:
        """Frame n as the camera sees it, (height, width, 3 or 4)."""
        height, width = pixels.shape[:2]
        at = self._looks_at(n)
        self.untouched = False
        if guess is None or pixels.shape[2] == 4 or not self._manner.deep:
            if self._at_rest(n):
                return pixels
            return self._shown(n, lambda pose: layers.flat(pixels, view(pose, at, self._scale)))
        same = self._before is not None and np.array_equal(self._before, pixels)
        if not same:
            if self._before is not None and cut_between(self._before, pixels):
                self._forget()
            self._layers = self._layered(n, pixels, guess, at)
        self._before = pixels
        if self._at_rest(n):
            return pixels
        return self._shown(n, lambda pose: layers.rendered(self._layers, view(pose, at, self._scale), (width, height)))

    def _at_rest(self, n: int) -> bool:
        """Whether the camera is where the picture was taken: then it comes out bit for bit."""
        half = self._manner.shutter / 2
        self.untouched = self._scale == 1 and all(self._pose(time).rests for time in (n - half, n, n + half))
        return self.untouched

    def _shown(self, n: int, look: Callable[[Pose], Pixels]) -> Pixels:
        """The mean of what is seen while the shutter is open."""
        if not self._manner.shutter:
            return look(self._pose(n))
        times = [n + self._manner.shutter * ((k + 0.5) / _SHUTTER - 0.5) for k in range(_SHUTTER)]
        poses = [self._pose(time) for time in times]
        if all(one == poses[0] for one in poses):
            return look(poses[0])
        light = np.mean([np.square(look(one).astype(np.float32)) for one in poses], axis=0)  # light adds, not its numbers
        return np.asarray(np.sqrt(light) + 0.5, np.uint8)

    def _forget(self) -> None:
        self._behind.forget()
        self._beyond.forget()
        self._sharp, self._pivot, self._mask = Sharpened(), None, None

    def _layered(self, n: int, pixels: Pixels, guess: Plane, at: tuple[float, float]) -> list[Layer]:
        if self._manner.margin:
            pixels = self._beyond.widened(pixels, round(self._manner.margin * pixels.shape[1]))
            grown = round(self._manner.margin * guess.shape[1])
            guess = np.asarray(cv2.copyMakeBorder(guess, grown, grown, grown, grown, cv2.BORDER_REPLICATE), np.float32)
        near = self._sharp.on(pixels, self._popped(n, pixels, guess))
        if self._pivot is None:
            self._pivot = pivot_of(near, at)
            whole = Range(self._pivot, self._manner.deep)
            self._scale, self._reach = self._manner.nearer((float(whole.of(near.min())), float(whole.of(near.max()))))
        span = Range(self._pivot, self._manner.deep)
        slabs = layers.slabs(near, pixels, self._reach)
        colours = self._behind.colours(pixels, slabs)
        return [layers.layer(slab, colour, span) for slab, colour in zip(slabs, colours, strict=True)]

    def _popped(self, n: int, pixels: Pixels, guess: Plane) -> Plane:
        """The guess with what stands out of the picture in front of what is round about it."""
        if self._subject is None:
            return guess
        if self._mask is None or n - self._mask_at >= _LOOK:
            mask = self._subject(pixels)
            size = (guess.shape[1], guess.shape[0])
            small = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
            self._mask = np.asarray(small if self._mask is None else 0.5 * small + 0.5 * self._mask, np.float32)
            self._mask_at = n
        return popped(guess, self._mask)


def popped(guess: Plane, mask: Plane) -> Plane:
    """A guess in which what a mask 0…1 covers lies in front of what is round about it, and is less deep than it was guessed."""
    inside = mask > 0.6
    if not 0.004 < inside.mean() < 0.8:
        return guess
    far = max(3, round(0.06 * max(guess.shape)))
    wide = cv2.dilate(inside.astype(np.uint8), np.ones((far, far), np.uint8)) > 0
    ring = wide & (mask < 0.2)
    if not ring.any():
        return guess
    own, beside = float(np.median(guess[inside])), float(np.median(guess[ring]))
    level = max(own, beside + _POPS)
    raised = level + 0.4 * (guess - own)
    return np.asarray(np.clip(guess + (raised - guess) * mask, 0, 1), np.float32)


def pivot_of(near: Plane, at: tuple[float, float]) -> float:
    """How near what is looked at is: the middle of what lies round about that place (in widths from the picture's middle)."""
    rows, columns = near.shape
    x, y = int(np.clip((at[0] + 0.5) * columns, 0, columns - 1)), int(np.clip(at[1] * columns + rows / 2, 0, rows - 1))
    reach = max(2, columns // 24)
    part = near[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    return float(np.median(part))


def reach_of(poses: Sequence[Pose], nears: tuple[float, float]) -> float:
    """How far, in widths, the nearest goes against the farthest at most."""
    far = 0.0
    for pose in poses:
        seen = view(pose, (0.0, 0.0))
        moved = max(abs(seen.shift[0]), abs(seen.shift[1])) + 0.5 / LENS * abs(seen.ahead)
        far = max(far, LENS * moved * (nears[1] - nears[0]))
    return min(far, 0.3)
