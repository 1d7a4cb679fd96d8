"""What a place is made of, as values: ground, walls, furniture, growth, lamps, glows and the far horizon."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import skia

from generation.drivers.previs.lighting import Lamp, Rgb
from generation.drivers.previs.places.solids import Parts

Paint = Callable[[skia.Canvas], None]


@dataclass(frozen=True)
class Panel:
    """An upright flat surface: a wall, a façade. Painted in metres, origin at its upper left corner, y down.

    It stands from (x, z) along (ax, az) (unit vector, to the right seen from its front) and rises from `y` by `height`.
    `paint` gives its own colours (the light falls on them), `shine` what is seen whatever the light: a window's view, a lit sign.
    """

    x: float
    z: float
    ax: float
    az: float
    width: float
    height: float
    paint: Paint
    shine: Paint | None = None
    y: float = 0.0
    both: bool = False  # seen from behind too
    detail: float = 150.0  # wanted texture pixels per metre

    @property
    def normal(self) -> tuple[float, float, float]:
        """Towards whoever looks at its front."""
        return (self.az, 0.0, -self.ax)


@dataclass(frozen=True)
class Ground:
    """What is under foot. `paint` draws in metres, x right and y down = −z, round the place's origin."""

    paint: Paint
    near: Rgb  # its colour where detail ends
    width: float = 24.0  # of the painted part
    depth: float = 24.0
    x: float = 0.0
    z: float = 0.0
    y: float = 0.0
    endless: bool = True  # reaches the horizon
    water: bool = False
    level: float = 0.0  # height of the land or water beyond the painted part
    gloss: float = 0.0  # 0 dull … 1 mirror: how much of lamps and sky it gives back
    ceiling: Rgb | None = None
    ceiling_height: float = 2.8


@dataclass(frozen=True)
class Piece:
    """Furniture or a building: solid parts standing at (x, z). `keep` pieces are never taken away for the camera."""

    name: str
    parts: Parts
    x: float
    z: float
    keep: bool = False
    shadow: bool = True
    flat: bool = False  # lies on the ground: drawn before everything that stands


@dataclass(frozen=True)
class Cutout:
    """Growth and round things that look the same from every side: drawn in metres, foot at the origin, y down.

    `sway` is how far its top moves in the wind (metres); `flat` ones lie in the distance and take more haze.
    """

    x: float
    z: float
    width: float
    height: float
    paint: Paint
    y: float = 0.0
    sway: float = 0.0
    shine: bool = False  # not darkened by the light
    keep: bool = False
    shadow: float = 0.0  # radius of the shade under it


@dataclass(frozen=True)
class Ring:
    """A far silhouette all round: heights (metres) by azimuth in even steps, at a distance."""

    distance: float
    heights: tuple[float, ...]
    colour: Rgb
    base: float = 0.0
    lit: float = 0.0  # share of small lit windows at night
    soft: bool = True  # hills and trees; False for roofs


@dataclass(frozen=True)
class Glow:
    """Light in the air round a lamp, a sign, a fire. Radius in metres."""

    x: float
    y: float
    z: float
    radius: float
    colour: Rgb
    strength: float = 0.8
    flicker: float = 0.0


@dataclass(frozen=True)
class Life:
    """Something that moves by itself: steam, smoke, fire, glints, leaves, birds, a flag."""

    kind: str
    x: float
    y: float
    z: float
    size: float = 1.0


@dataclass
class Scenery:
    """One place, built. The same place and light give the same scenery in every shot."""

    ground: Ground
    interior: bool
    rng: random.Random
    panels: list[Panel] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    cutouts: list[Cutout] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)
    lamps: list[Lamp] = field(default_factory=list)
    glows: list[Glow] = field(default_factory=list)
    life: list[Life] = field(default_factory=list)
    windows: bool = True
    seat: str = "chair"
    table: str = ""  # what stands before whoever sits: table, round, coffee, desk, school, or nothing
    bounds: tuple[float, float, float, float] = (-60.0, 60.0, -60.0, 60.0)  # where the camera may stand: x0, x1, z0, z1
    ceiling: float = 60.0

    def add(
        self,
        name: str,
        parts: Parts,
        x: float,
        z: float,
        turn: float = 0.0,
        *,
        y: float = 0.0,
        keep: bool = False,
        flat: bool = False,
    ) -> None:
        """Stand a piece at (x, z), turned to the right by `turn` degrees."""
        self.pieces.append(Piece(name, [part.moved(x, y, z, turn) for part in parts], x, z, keep, flat=flat))

    def lamp(
        self, x: float, y: float, z: float, colour: Rgb = (1.0, 0.78, 0.48), strength: float = 0.9, reach: float = 2.2
    ) -> None:
        """A practical light with its glow."""
        self.lamps.append(Lamp(x, y, z, colour, strength, reach))
        self.glows.append(Glow(x, y, z, min(1.2, 0.35 * reach), colour, 0.55))
