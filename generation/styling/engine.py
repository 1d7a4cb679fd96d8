"""Frames in, painted frames out: calmed along the flow, painted, held, and begun anew at every cut — pure and streaming."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from generation.styling.catalogue import Style
from generation.styling.look import Look, Painter, overlaid
from generation.styling.motion import Motion, Threads, Watch
from generation.styling.tools import Picture, light, mixed

LONGEST = 1920  # pixels of the longer side at which is painted; larger pictures are painted so and brought to size
Pixels = npt.NDArray[np.uint8]


class Engine:
    """Paints the frames of a clip in order. Memory does not grow with the clip."""

    def __init__(self, style: Style, begin: Callable[[], Painter], *, size: float, seed: int) -> None:
        self._style, self._begin, self._size, self._seed = style, begin, size, seed
        self._watch = Watch()
        self._painter: Painter | None = None
        self._threads: Threads | None = None
        self._calm: Picture | None = None
        self._shown: Picture | None = None
        self._ends: npt.NDArray[np.float64] | None = None
        self.motion: Motion | None = None  # of the last frame, in pixels of the painting
        self.shape = (1, 1)  # height and width of the painting

    def rest(self) -> None:
        """A frame is left out: what comes next begins anew."""
        self._watch = Watch()

    def paint(self, pixels: Pixels, detail: float) -> Pixels:
        """The next frame (height, width, 3), painted, of the same size."""
        height, width = pixels.shape[:2]
        picture = reduced(pixels)
        self.shape = (picture.shape[0], picture.shape[1])
        self.motion = motion = self._watch.see(picture)
        if motion is None or self._painter is None or self._threads is None:
            self._painter = self._begin()
            self._threads = Threads(*picture.shape[:2])
            self._calm = self._shown = self._ends = None
        else:
            self._threads.follow(motion)
        self._calm = calm = held(picture, self._calm, motion, self._style.calm)
        pixel = min(picture.shape[:2]) / 720
        self._ends = ends = self._between(calm)
        unit = max(0.12, pixel * self._size)
        look = Look(calm, motion, self._threads, unit, max(0.2, pixel), detail, self._seed, (float(ends[0]), float(ends[1])))
        painted = np.asarray(np.clip(self._painter.paint(look), 0, 1), np.float32)
        self._shown = painted = held(painted, self._shown, motion, self._style.hold, sharp=True)
        painted = overlaid(self._style.painter, look, painted)
        made = np.asarray(np.clip(painted * 255 + 0.5, 0, 255), np.uint8)
        if made.shape[:2] != (height, width):
            made = np.asarray(cv2.resize(made, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
        return made

    def _between(self, picture: Picture) -> npt.NDArray[np.float64]:
        """The ends of the tones, which follow the light slowly, so that nothing pumps."""
        now = np.percentile(light(np.ascontiguousarray(picture[::4, ::4])), (2, 98))
        return np.asarray(now if self._ends is None else self._ends + (now - self._ends) * 0.06, np.float64)


def reduced(pixels: Pixels) -> Picture:
    """A frame as it is painted from: 0…1, no larger than is painted at."""
    height, width = pixels.shape[:2]
    if max(height, width) > LONGEST:
        scale = LONGEST / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(pixels, np.float32) * np.float32(1 / 255)


def held(now: Picture, before: Picture | None, motion: Motion | None, much: float, *, sharp: bool = False) -> Picture:
    """What is now, drawn towards what was before and came along, where that can be trusted."""
    if before is None or motion is None or much <= 0:
        return now
    was = motion.carried(before, sharp=sharp)
    if sharp and not motion.rest:  # cubic carrying overshoots at edges: never beyond what is there
        was = np.clip(was, 0, 1)
    return mixed(now, was, motion.trust * np.float32(much))
