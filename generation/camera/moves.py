"""A virtual camera's pose at each frame: named moves, in the storyboard's own words, and what a person sets on top of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]  # (3, 3)
MoveName = Literal[
    "static", "pan-left", "pan-right", "tilt-up", "tilt-down", "pedestal-up", "pedestal-down", "push", "pull", "truck-left",
    "truck-right", "orbit-left", "orbit-right", "zoom-in", "zoom-out", "dolly-zoom-in", "dolly-zoom-out", "roll-left",
    "roll-right", "handheld", "crane-up", "crane-down",
]  # fmt: skip
MOVES: tuple[str, ...] = get_args(MoveName)
EaseName = Literal["smooth", "linear", "in", "out"]
LENS = 1.1  # focal length in widths of the picture: what an ordinary lens sees, 49° across


@dataclass(frozen=True)
class Pose:
    """Where the camera is, told from where the picture was taken; all nothing there.

    `pan` (to the right), `tilt` (upwards), `roll` (clockwise as the camera turns) and `orbit` (the camera goes to the right,
    round what it looks at) in degrees; `truck` (to the right), `pedestal` and `crane` (upwards; the crane keeps looking at it) in
    widths of the picture at the distance of what it looks at; `push` and `dolly` in shares of that distance (the dolly is pushed
    while the lens widens, so that what it looks at stays as large); `zoom` is a factor of the lens, 0 for none, 1 for twice as
    long.
    """

    pan: float = 0.0
    tilt: float = 0.0
    roll: float = 0.0
    truck: float = 0.0
    pedestal: float = 0.0
    push: float = 0.0
    zoom: float = 0.0
    dolly: float = 0.0
    orbit: float = 0.0
    crane: float = 0.0

    def __add__(self, other: Pose) -> Pose:
        return Pose(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def times(self, amount: float) -> Pose:
        """The same move, so much of it."""
        return Pose(*(amount * getattr(self, one.name) for one in fields(self)))

    @property
    def rests(self) -> bool:
        """Whether it is where the picture was taken."""
        return self == Pose()


_WHOLE: dict[str, tuple[Pose, Pose]] = {  # where a move of the usual amount begins, and where it ends
    "pan-right": (Pose(pan=-4.0), Pose(pan=4.0)),
    "tilt-up": (Pose(tilt=-2.6), Pose(tilt=2.6)),
    "pedestal-up": (Pose(pedestal=-0.045), Pose(pedestal=0.045)),
    "push": (Pose(), Pose(push=0.22)),
    "pull": (Pose(push=0.22), Pose()),
    "truck-right": (Pose(truck=-0.06), Pose(truck=0.06)),
    "orbit-right": (Pose(orbit=-4.5), Pose(orbit=4.5)),
    "zoom-in": (Pose(), Pose(zoom=0.3)),
    "zoom-out": (Pose(zoom=0.3), Pose()),
    "dolly-zoom-in": (Pose(), Pose(dolly=0.3)),
    "dolly-zoom-out": (Pose(dolly=0.3), Pose()),
    "roll-right": (Pose(roll=-3.0), Pose(roll=3.0)),
    "crane-up": (Pose(crane=-0.07), Pose(crane=0.07, push=0.08)),
}
_BACK = {
    "pan-left": "pan-right", "tilt-down": "tilt-up", "pedestal-down": "pedestal-up", "truck-left": "truck-right",
    "orbit-left": "orbit-right", "roll-left": "roll-right", "crane-down": "crane-up",
}  # fmt: skip


def named(move: str, share: float, amount: float) -> Pose:
    """The pose of a named move after `share` (0…1) of it; of "static" and "handheld" it is that of the picture itself."""
    begin, end = _WHOLE[_BACK[move]][::-1] if move in _BACK else _WHOLE.get(move, (Pose(), Pose()))
    return (begin.times(1 - share) + end.times(share)).times(amount)


def eased(share: float, ease: str) -> float:
    """How much of a move is done after this share (0…1) of its time."""
    if ease == "in":
        return share * share
    if ease == "out":
        return share * (2 - share)
    if ease == "smooth":  # holds, moves, settles
        t = min(max((share - 0.03) / 0.94, 0.0), 1.0)
        return t * t * t * (t * (6 * t - 15) + 10)
    return share


@dataclass(frozen=True)
class Drift:
    """How a hand shakes: sums of sines whose strength falls with their frequency, so that it never repeats or clicks.

    Values have a spread of about one; `rate` in frames a second.
    """

    rate: float
    seed: int

    def at(self, frame: float, channel: int) -> float:
        """The value of one of the hand's freedoms at a frame."""
        sines = self._sines(channel)
        time = frame / self.rate
        return float((sines[1] * np.sin(2 * math.pi * sines[0] * time + sines[2])).sum())

    def _sines(self, channel: int) -> npt.NDArray[np.float64]:
        """Hertz, strength and phase: breath and weight below one, the arm at two, a tremble at eight."""
        dice = np.random.default_rng((self.seed, channel))
        hertz = np.geomspace(0.13, 9.0, 22) * dice.uniform(0.88, 1.14, 22)
        strength = hertz**-0.85 * np.where(hertz > 4.5, (4.5 / hertz) ** 1.4, 1.0)  # an arm is heavy
        strength *= dice.uniform(0.6, 1.4, 22)
        strength /= math.sqrt((strength**2).sum() / 2)
        return np.stack([hertz, strength, dice.uniform(0, 2 * math.pi, 22)])


def shaken(drift: Drift, frame: float, amount: float) -> Pose:
    """A camera held in the hand: it turns a little, rolls less, and its holder sways."""
    if not amount:
        return Pose()
    one = [drift.at(frame, channel) for channel in range(5)]
    return Pose(pan=0.32 * one[0], tilt=0.26 * one[1], roll=0.16 * one[2], truck=0.0035 * one[3], pedestal=0.003 * one[4]).times(
        amount
    )


@dataclass(frozen=True)
class View:
    """A pose seen from: how a point of this view comes from the picture.

    A ray of the picture that is met here at (u, v), in widths from its middle, is `e + s · t`, where s is how near what it meets
    is: 1 at the distance of what the camera looks at, 2 at half of it. `ray` takes (u, v, 1) to e.
    """

    ray: Matrix
    shift: tuple[float, float]  # of the camera's place, over the picture's plane, in rays
    ahead: float  # of the camera's place, along its look

    def homography(self, near: float) -> Matrix:
        """(u, v, 1) of this view to the picture's widths, for what is everywhere so near."""
        made = np.array(
            [[1 - near * self.ahead, 0, near * self.shift[0]], [0, 1 - near * self.ahead, near * self.shift[1]], [0, 0, 1.0]]
        )
        lens = np.diag([LENS, LENS, 1.0])
        return np.asarray(lens @ made @ self.ray, np.float64)


def view(pose: Pose, at: tuple[float, float], scale: float = 1.0) -> View:
    """What a pose sees; `at` is what it looks at, in widths from the picture's middle; `scale` brings everything nearer."""
    pivot = np.array([at[0] / LENS, at[1] / LENS, 1.0])
    round_about = _about_y(math.radians(pose.orbit))
    place = pivot - round_about @ pivot
    place += pose.push * pivot
    place += np.array([pose.truck / LENS, -(pose.pedestal + pose.crane) / LENS, pose.dolly])  # a dolly goes straight ahead
    turn = round_about
    if pose.crane:
        turn = turn @ _about_x(math.atan2(-pose.crane / LENS, 1.0))
    turn = turn @ _about_y(-math.radians(pose.pan)) @ _about_x(math.radians(pose.tilt)) @ _about_z(math.radians(pose.roll))
    longer = max(0.05, (1 + pose.zoom) * (1 - pose.dolly)) * scale
    ray = turn @ np.diag([1 / (LENS * longer), 1 / (LENS * longer), 1.0])
    return View(ray, (float(place[0]), float(place[1])), float(min(place[2], 0.97)))


def blended(begin: Pose, end: Pose, share: float) -> Pose:
    """A pose between two."""
    return begin.times(1 - share) + end.times(share)


Poser = Callable[[float], Pose]  # the pose at a frame, counted from the clip's first


def _about_x(angle: float) -> Matrix:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def _about_y(angle: float) -> Matrix:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])


def _about_z(angle: float) -> Matrix:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
