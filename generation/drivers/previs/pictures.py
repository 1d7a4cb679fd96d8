"""A moving shot from one picture: the camera's move as a window that travels over it, never past its edge."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Clip, Pixels, Tell
from generation.drivers.previs import passage
from generation.drivers.previs.stage import Move
from generation.footage import stills

Matrix = npt.NDArray[np.float64]  # 3 × 3: a point of the frame, in pixels, to its point of the picture
_LENS = 1.6  # distance of the eye from the picture when the camera orbits, in widths of the frame


@dataclass(frozen=True)
class Window:
    """What is seen of the picture: the middle (in shares of the frame's width and height, from the middle of the picture),
    how much larger than the whole, the roll and the turn about the vertical in radians."""

    right: float = 0.0
    down: float = 0.0
    zoom: float = 1.0
    roll: float = 0.0
    turn: float = 0.0


def video(clip: Clip, tell: Tell) -> Iterator[Pixels]:
    """Exactly `clip.frames` frames: over the one picture by the clip's movement, or from the first picture to the last.

    Raises:
        BadInput: PICTURE_UNREADABLE.
    """
    tell(0.0, "reading the picture")
    if clip.first is not None and clip.last is not None:
        first, last = (np.asarray(stills.conformed(one, clip.width, clip.height, "fill")) for one in (clip.first, clip.last))
        shown = passage.between(first, last, clip.frames, tell, quick=clip.quality == "draft")
    else:
        only = clip.first or clip.last
        assert only is not None
        shown = travel(only, clip, arriving=clip.first is None)
    for n, pixels in enumerate(shown):
        tell((n + 1) / clip.frames, f"frame {n + 1} of {clip.frames}")
        yield pixels


def travel(path: Path, clip: Clip, *, arriving: bool = False) -> Iterator[Pixels]:
    """Frames over one picture of any size; `arriving` ends on the whole of it instead of starting there."""
    picture = np.asarray(stills.opened(path), np.uint8)
    move = _move_of(clip.movement)
    way = Way(move, clip.frames, clip.rate, _slack(picture, clip), _interest(picture, clip), clip.seed, arriving)
    windows = [way.at(n) for n in range(clip.frames)]
    if all(one == windows[0] for one in windows) and windows[0] == Window():
        still = np.asarray(stills.conformed(path, clip.width, clip.height, "fill"), np.uint8)
        yield from (still for _ in range(clip.frames))
        return
    source = _sized(picture, clip, max(one.zoom for one in windows))
    quick = clip.quality == "draft"
    how = (cv2.INTER_LINEAR if quick else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP
    size = (clip.width, clip.height)
    for window in windows:
        matrix = _matrix(window, source, clip)
        yield np.asarray(cv2.warpPerspective(source, matrix, size, flags=how, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


@dataclass(frozen=True)
class Way:
    """The window through the shot. `slack` is how much wider and higher than the frame's shape the picture is, in frames."""

    move: Move | None
    frames: int
    rate: Fraction
    slack: tuple[float, float]
    interest: tuple[float, float]
    seed: int
    arriving: bool

    def at(self, n: int) -> Window:
        """The window of frame `n`; it lies within the picture, whatever the move."""
        t = _eased(n, self.frames)
        window = self._moved(1 - t, True) if self.arriving else self._moved(t, False)
        return self._inside(window, n)

    def _moved(self, t: float, backwards: bool) -> Window:
        """The window when `t` of the way from the whole picture is gone; backwards, a move is made the other way round."""
        long = min(1.25, max(0.45, float(self.frames / self.rate) / 4)) ** 0.7  # a longer shot goes further
        near, move = 1 + 0.15 * long, self.move
        if backwards and move in _OPPOSITE:
            move = _OPPOSITE[move]
        x, y = self.interest
        match move:
            case Move.STATIC:
                return Window()
            case Move.PULL | Move.ZOOM_OUT:
                zoom = near + (1 - near) * t
                return Window(x * (1 - 1 / zoom), y * (1 - 1 / zoom), zoom)
            case Move.PAN_LEFT | Move.TRUCK_LEFT | Move.PAN_RIGHT | Move.TRUCK_RIGHT:
                sign = -1 if move in (Move.PAN_LEFT, Move.TRUCK_LEFT) else 1
                far, zoom = self._reach(self.slack[0], long)
                return Window(sign * far * (t - 0.5), 0.0, zoom)
            case Move.TILT_UP | Move.PEDESTAL_UP | Move.TILT_DOWN | Move.PEDESTAL_DOWN:
                sign = -1 if move in (Move.TILT_UP, Move.PEDESTAL_UP) else 1
                far, zoom = self._reach(self.slack[1], long)
                return Window(0.0, sign * far * (t - 0.5), zoom)
            case Move.CRANE_UP | Move.CRANE_DOWN:
                up = t if move is Move.CRANE_UP else 1 - t
                far = self._reach(self.slack[1], long)[0]
                return Window(0.0, far * (0.5 - up), near + 0.06 - 0.06 * up)
            case Move.ORBIT_LEFT | Move.ORBIT_RIGHT:
                sign = -1 if move is Move.ORBIT_LEFT else 1
                swing = sign * (2 * t - 1)
                return Window(swing * 0.035, 0.0, near + 0.07, turn=-swing * math.radians(5.5) * long)
            case Move.HANDHELD | Move.FOLLOW:
                return Window(0.0, 0.0, 1.075 if move is Move.HANDHELD else 1.05)
            case Move.PUSH | Move.ZOOM_IN:
                zoom = 1 + (near - 1) * t
                return Window(x * (1 - 1 / zoom), y * (1 - 1 / zoom), zoom)
            case _:  # nothing was said: just enough that the picture lives
                zoom = 1 + (near - 1) * 0.45 * t
                return Window(x * (1 - 1 / zoom), y * (1 - 1 / zoom), zoom)

    def _reach(self, slack: float, long: float) -> tuple[float, float]:
        """How far a pan goes, in frames, and how close it stands for that: what lies beyond the frame's shape is used first."""
        wanted = 0.16 * long if slack < 0.16 * long else min(slack, 0.32 * long)
        return wanted, max(1.02, 1 / max(0.5, 1 - max(0.0, wanted - slack)))

    def _inside(self, window: Window, n: int) -> Window:
        right, down, roll = window.right, window.down, window.roll
        if self.move in (Move.HANDHELD, Move.FOLLOW):
            sway, phase = (1.0 if self.move is Move.HANDHELD else 0.5), (self.seed % 997) / 997 * 2 * math.pi
            beat = float(24 / self.rate) * n
            right += sway * 0.011 * _drift(beat, 61, phase)
            down += sway * 0.013 * _drift(beat, 47, 2.1 + phase)
            roll += sway * 0.0035 * _drift(beat, 83, 4.0 + phase)
        leaning = abs(roll) * 1.2 + abs(math.sin(window.turn)) * 0.32
        room = 1 - 1 / window.zoom
        most = [max(0.0, (room + slack) / 2 - leaning / 2) for slack in self.slack]
        return Window(_within(right, most[0]), _within(down, most[1]), window.zoom, roll, window.turn)


_OPPOSITE = {
    one: other
    for pair in (
        (Move.PAN_LEFT, Move.PAN_RIGHT),
        (Move.TRUCK_LEFT, Move.TRUCK_RIGHT),
        (Move.TILT_UP, Move.TILT_DOWN),
        (Move.PEDESTAL_UP, Move.PEDESTAL_DOWN),
        (Move.ORBIT_LEFT, Move.ORBIT_RIGHT),
        (Move.CRANE_UP, Move.CRANE_DOWN),
        (Move.PULL, Move.PUSH),
        (Move.ZOOM_IN, Move.ZOOM_OUT),
    )
    for one, other in (pair, pair[::-1])
}


def _move_of(words: str) -> Move | None:
    return Move(words) if words in set(Move) else None


def _eased(n: int, frames: int) -> float:
    """0…1: starts and stops softly, with an even pace in between."""
    t = n / max(1, frames - 1)
    edge = 0.22
    if t < edge:
        done = t * t / (2 * edge)
    elif t > 1 - edge:
        done = (1 - edge) - (1 - t) * (1 - t) / (2 * edge)
    else:
        done = t - edge / 2
    return done / (1 - edge)


def _drift(beat: float, period: float, phase: float) -> float:
    a = 2 * math.pi * beat / period + phase
    return 0.6 * math.sin(a) + 0.28 * math.sin(2.31 * a + 1.7 * phase) + 0.12 * math.sin(4.87 * a + phase)


def _within(value: float, most: float) -> float:
    return min(most, max(-most, value))


def _base(picture: Pixels, clip: Clip) -> float:
    """Pixels of the picture to one of the frame when the frame is filled."""
    return float(min(picture.shape[1] / clip.width, picture.shape[0] / clip.height))


def _slack(picture: Pixels, clip: Clip) -> tuple[float, float]:
    base = _base(picture, clip)
    return picture.shape[1] / (base * clip.width) - 1, picture.shape[0] / (base * clip.height) - 1


def _sized(picture: Pixels, clip: Clip, zoom: float) -> Pixels:
    """The picture no larger than is seen of it, so that a window over it neither shimmers nor takes long."""
    ratio = min(1.0, zoom / _base(picture, clip))
    if ratio >= 0.98:
        return picture
    high, wide = picture.shape[:2]
    size = (round(wide * ratio), round(high * ratio))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _interest(picture: Pixels, clip: Clip) -> tuple[float, float]:
    """Where a push goes, in frames from the middle: towards what has most detail, a little other with each seed."""
    small = cv2.cvtColor(cv2.resize(picture, (96, 54), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(np.float32)
    edges = cv2.GaussianBlur(np.hypot(cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)), (0, 0), 5)
    across, along = np.meshgrid(np.linspace(-1, 1, 96), np.linspace(-1, 1, 54))
    weight = edges**3 * np.exp(-1.6 * (across**2 + along**2))
    total = float(weight.sum())
    x, y = (float((weight * across).sum()) / total, float((weight * along).sum()) / total) if total > 0 else (0.0, 0.0)
    by_seed = (clip.seed * 2654435761 % 2**32) / 2**32 * 2 * math.pi
    return _within(0.35 * x + 0.05 * math.cos(by_seed), 0.22), _within(0.35 * y + 0.04 * math.sin(by_seed), 0.2)


def _matrix(window: Window, source: Pixels, clip: Clip) -> Matrix:
    """From the frame's pixels to the source's: about the frame's middle turn, roll, zoom; then to where the window is."""
    width, height = clip.width, clip.height
    base = _base(source, clip)
    centre = np.array([[1, 0, -(width - 1) / 2], [0, 1, -(height - 1) / 2], [0, 0, 1]], np.float64)
    cos, sin = math.cos(window.roll), math.sin(window.roll)
    roll = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], np.float64)
    eye = _LENS * width
    turn = np.array([[1, 0, 0], [0, 1, 0], [math.sin(window.turn) / eye, 0, 1]], np.float64)
    scale = base / window.zoom
    middle_x = (source.shape[1] - 1) / 2 + window.right * base * width
    middle_y = (source.shape[0] - 1) / 2 + window.down * base * height
    out = np.array([[scale, 0, middle_x], [0, scale, middle_y], [0, 0, 1]], np.float64)
    return np.asarray(out @ roll @ turn @ centre, np.float64)
