"""Where everything was in the frame before: optical flow both ways, what can be trusted of it, and cuts — pure.

Flow is DIS (Kroeger et al. 2016, arXiv 1603.03590) on a small picture. What is carried along it is trusted where going there
and back leads home and where it looks alike; elsewhere something came out from behind something, and is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.styling.tools import Picture, Plane, grid, light, soft

SIDE = 640  # pixels of the longer side at which movement is looked for
_STILL = 0.12  # pixels of the small picture: what moves less stands still, so that it is carried bit for bit
_CUT = 0.42  # share of the picture that looks like nothing of the one before
_BINS = 8


@dataclass(frozen=True)
class Motion:
    """From one frame to the next, in pixels of the picture."""

    back: npt.NDArray[Any]  # (height, width, 2): from each pixel of this frame to where it was
    trust: Plane  # 0…1: whether it was there at all
    ahead: npt.NDArray[Any]  # (small height, small width, 2): from the frame before to this one, in pixels of the picture
    scale: float  # pixels of the picture for each of `ahead`
    rest: bool  # nothing moves at all

    def carried(self, before: Any, *, sharp: bool = False) -> Any:
        """What was made of the frame before, where it belongs in this one."""
        if self.rest:
            return before
        height, width = self.back.shape[:2]
        xs, ys = grid(height, width)
        how = cv2.INTER_CUBIC if sharp else cv2.INTER_LINEAR
        return cv2.remap(before, xs + self.back[..., 0], ys + self.back[..., 1], how, borderMode=cv2.BORDER_REPLICATE)

    def moved(self, points: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """Points (count, 2) of the frame before where they are now, and whether they can still be seen."""
        if self.rest or not len(points):
            return points, np.ones(len(points), bool)
        rows, columns = self.ahead.shape[:2]
        small = (points / self.scale).astype(int)
        step = self.ahead[np.clip(small[:, 1], 0, rows - 1), np.clip(small[:, 0], 0, columns - 1)]
        now = np.asarray(points + step, np.float32)
        height, width = self.trust.shape
        inside = (now[:, 0] >= 0) & (now[:, 1] >= 0) & (now[:, 0] < width) & (now[:, 1] < height)
        x, y = (np.clip(now[:, n].astype(int), 0, side - 1) for n, side in ((0, width), (1, height)))
        return now, ~inside | (self.trust[y, x] > 0.12)


class Watch:
    """Sees the frames of a clip in order and tells how each follows from the one before."""

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._before: Any = None
        self._colours: Any = None

    def see(self, picture: Picture) -> Motion | None:
        """How this frame follows; None for the first of a clip and after a cut."""
        height, width = picture.shape[:2]
        scale = max(1.0, max(height, width) / SIDE)
        size = (max(16, round(width / scale)), max(16, round(height / scale)))
        colours = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        grey = np.asarray(np.clip(light(colours) * 255, 0, 255), np.uint8)
        before, colours_before = self._before, self._colours
        self._before, self._colours = grey, colours
        if before is None or before.shape != grey.shape:
            return None
        if float(np.abs(grey.astype(np.int16) - before).max()) <= 2:
            still = np.zeros((height, width, 2), np.float32)
            return Motion(still, np.ones((height, width), np.float32), np.zeros((2, 2, 2), np.float32), scale, True)
        ahead = self._calc(before, grey)
        back = self._calc(grey, before)
        xs, ys = grid(*grey.shape)
        there = (xs + back[..., 0], ys + back[..., 1])
        home = cv2.remap(ahead, *there, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) + back
        astray = np.hypot(home[..., 0], home[..., 1]) / (0.6 + 0.08 * np.hypot(back[..., 0], back[..., 1]))
        was = cv2.remap(colours_before, *there, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        unlike = soft(np.asarray(np.abs(was - colours).max(axis=-1), np.float32), 1.0)
        outside = (there[0] < -0.25) | (there[1] < -0.25) | (there[0] > grey.shape[1] - 0.75) | (there[1] > grey.shape[0] - 0.75)
        trust = np.clip(1.6 - astray, 0, 1) * np.clip(1.5 - unlike / 0.075, 0, 1)
        trust[outside] = 0
        if self._is_cut(colours_before, colours, unlike):
            return None
        trust = cv2.erode(np.asarray(trust, np.float32), np.ones((3, 3), np.uint8))
        ahead = cv2.GaussianBlur(ahead, (0, 0), 2.0)  # points go as what is about them
        ahead[np.hypot(ahead[..., 0], ahead[..., 1]) < _STILL] = 0
        back[np.hypot(back[..., 0], back[..., 1]) < _STILL] = 0
        across, down = width / size[0], height / size[1]
        whole = cv2.resize(back * np.array([across, down], np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
        full = np.asarray(cv2.resize(soft(trust, 0.8), (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
        return Motion(whole, full, ahead * np.array([across, down], np.float32), across, False)

    def _calc(self, one: Any, other: Any) -> npt.NDArray[Any]:
        return np.asarray(self._flow.calc(one, other, np.zeros((*one.shape, 2), np.float32)), np.float32)

    @staticmethod
    def _is_cut(before: Picture, now: Picture, unlike: Plane) -> bool:
        """Another picture altogether: most of it is found nowhere in the one before, and its colours are others too."""
        if float((unlike > 0.1).mean()) < _CUT:
            return False
        counts = [
            cv2.calcHist([np.asarray(one * 255, np.float32)], [0, 1, 2], None, [_BINS] * 3, [0, 256] * 3).ravel()
            for one in (before, now)
        ]
        shared = float(np.minimum(*counts).sum() / max(1.0, counts[1].sum()))
        return shared < 0.6 or float((unlike > 0.1).mean()) > 0.7


class Threads:
    """Places on a sheet that go along with what is seen, so that grain sticks to things instead of to the screen.

    Two sets take turns: while one, grown out of shape, is laid anew, the other is seen. Patterns of lines, which must not be
    seen twice, follow a third that bends softly (`bent`); screens of dots go as the whole picture does (`drift`).
    """

    LIFE = 36  # frames after which a set is laid anew
    _COARSE = 4  # pixels for each of the soft field

    def __init__(self, height: int, width: int) -> None:
        xs, ys = grid(height, width)
        self._start = np.asarray(cv2.merge([np.asarray(xs), np.asarray(ys)]), np.float32)
        self._sets = [self._start.copy(), self._start.copy()]
        self._ages = [0, self.LIFE // 2]
        self._maps: list[Any] | None = None
        coarse = (max(2, height // self._COARSE), max(2, width // self._COARSE))
        self._field = np.zeros((*coarse, 2), np.float32)
        self.drift = (0.0, 0.0)  # how far the whole picture went, across and down

    def follow(self, motion: Motion) -> None:
        """One frame on."""
        if motion.rest:
            return
        self._maps = None
        loose = motion.trust < 0.3
        for n in (0, 1):
            self._ages[n] += 1
            if self._ages[n] >= self.LIFE:
                self._sets[n], self._ages[n] = self._start.copy(), 0
                continue
            # how far each place is from where it began is carried: what comes in at a border goes on as its neighbour
            went = motion.carried(self._sets[n] - self._start) + motion.back
            went[loose] = 0
            self._sets[n] = went + self._start
        height, width = self._field.shape[:2]
        back = cv2.resize(motion.back, (width, height), interpolation=cv2.INTER_AREA)
        trust = cv2.resize(motion.trust, (width, height), interpolation=cv2.INTER_AREA)
        across, down = (float(np.median(back[..., n])) for n in (0, 1))
        self.drift = (self.drift[0] - across, self.drift[1] - down)
        xs, ys = grid(height, width)
        at = (xs + back[..., 0] / self._COARSE, ys + back[..., 1] / self._COARSE)
        field = cv2.remap(self._field, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) + back
        whole = np.array([-self.drift[0], -self.drift[1]], np.float32)
        field += (whole - field) * np.where(trust[..., None] < 0.3, 0.5, 0.004).astype(np.float32)
        self._field = np.asarray(field * 0.85 + cv2.GaussianBlur(field, (0, 0), 6) * 0.15, np.float32)

    def bent(self) -> tuple[Plane, Plane]:
        """Where each pixel was at the beginning, more or less: places for patterns of lines."""
        height, width = self._start.shape[:2]
        field = cv2.resize(cv2.GaussianBlur(self._field, (0, 0), 1.5), (width, height), interpolation=cv2.INTER_LINEAR)
        return self._start[..., 0] + field[..., 0], self._start[..., 1] + field[..., 1]

    def laid(self, tile: Plane) -> Plane:
        """A seamless sheet of grain as it lies on this frame, its deviation kept."""
        if self._maps is None:
            self._maps = [cv2.convertMaps(one[..., 0], one[..., 1], cv2.CV_16SC2) for one in self._sets]
        maps: list[Any] = self._maps
        shares = [1 - abs(2 * age / self.LIFE - 1) for age in self._ages]
        one, other = (cv2.remap(tile, which[0], which[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP) for which in maps)
        # what both show alike is no less for being shown twice: at rest the sets are the same
        return np.asarray(cv2.addWeighted(one, shares[0], other, shares[1], 0), np.float32)
