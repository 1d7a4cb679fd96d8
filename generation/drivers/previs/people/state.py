"""What the renderer says about a figure at one frame, and where its parts are, so that drawing needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

import skia

from generation.drivers.previs.stage import Expression, Pose

Point = tuple[float, float]
Colour = tuple[float, float, float]  # red, green, blue, 0…1, sRGB


@dataclass(frozen=True)
class PersonLight:
    """The light on a figure. Colours are multipliers on sRGB values.

    `side` is where the key comes from: −1 screen left, 1 screen right; `rim` 0…1 is the strength of an edge light."""

    key: Colour = (1.0, 1.0, 1.0)
    ambient: Colour = (0.76, 0.75, 0.83)
    side: float = -0.6
    rim: float = 0.0


@dataclass(frozen=True)
class PersonState:
    """One person at one frame.

    `view` in degrees: 0 faces the camera, 90 screen right, −90 screen left, 180 away. `rate` is frames per second.
    `mouth` is a letter of Rhubarb's A–H, or X for the expression's own mouth. `gaze` is −1…1, y down.
    `moving` turns standing into walking. `travel`, metres gone since the first frame, keeps the feet from sliding.
    `seated` does the pose's upper half on a seat 0.45 m high.
    `held` is drawn `held_height` metres high in the hand. `pixels_per_metre` decides how much detail is drawn."""

    pose: Pose = Pose.STAND
    expression: Expression = Expression.NEUTRAL
    view: float = 0.0
    frame: int = 0
    rate: float = 24.0
    seed: int = 0
    mouth: str = "X"
    gaze: Point = (0.0, 0.0)
    moving: bool = False
    light: PersonLight = field(default_factory=PersonLight)
    held: skia.Image | None = None
    held_height: float = 0.0
    pixels_per_metre: float = 300.0
    travel: float | None = None
    seated: bool = False

    @property
    def time(self) -> float:
        """Model time of the frame, for phases of movement only."""
        return self.frame / self.rate if self.rate > 0 else 0.0


@dataclass(frozen=True)
class Landmarks:
    """Where to frame and to aim, in metres: x to screen right, y down, the ground at 0."""

    top: Point
    eyes: Point
    mouth: Point
    chin: Point
    chest: Point
    waist: Point
    knees: Point
    hand_left: Point
    hand_right: Point
