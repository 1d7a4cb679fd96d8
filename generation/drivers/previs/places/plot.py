"""What every builder of a place is given, and the frame of a room: floor, four walls, ceiling."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import skia

from generation.drivers.previs.lighting import Lighting, Rgb, rgb
from generation.drivers.previs.places.scenery import Ground, Panel, Ring, Scenery
from generation.drivers.previs.places.walls import Wall

PALETTES: tuple[dict[str, str], ...] = (
    {"wall": "#e2d3b8", "second": "#8f6f52", "wood": "#a9764a", "cloth": "#5d7f77", "accent": "#c8705a", "frame": "#f0e8d8"},
    {"wall": "#c9d5cf", "second": "#6f8078", "wood": "#b98555", "cloth": "#b56a4f", "accent": "#d8a94f", "frame": "#f4f0e6"},
    {"wall": "#d8c3b4", "second": "#7a5a4a", "wood": "#8a5d3b", "cloth": "#4f6f8f", "accent": "#a8483f", "frame": "#efe2d2"},
    {"wall": "#b9c7cf", "second": "#5f7280", "wood": "#a07850", "cloth": "#c98b5a", "accent": "#d1a44b", "frame": "#eef0ee"},
    {"wall": "#e6dcc8", "second": "#a08a6c", "wood": "#6f4a33", "cloth": "#7f9a72", "accent": "#b5574a", "frame": "#f6f0e2"},
)


@dataclass(frozen=True)
class Plot:
    """A seed, chance, wishes and the light outside."""

    seed: int
    rng: random.Random
    features: frozenset[str]
    outer: Lighting
    lit: bool  # lamps are on
    snow: bool
    wet: float
    warm: bool

    def has(self, *words: str) -> bool:
        """Whether any of these features is wished for."""
        return any(word in self.features for word in words)

    @property
    def palette(self) -> dict[str, str]:
        """The place's own colours."""
        return PALETTES[self.seed % len(PALETTES)]


@dataclass
class Room:
    """A room being built. Its origin is where people act; the walls know which side they are on."""

    scenery: Scenery
    back: Wall
    left: Wall
    right: Wall
    front: Wall
    x0: float
    x1: float
    z0: float
    z1: float


def room(
    plot: Plot,
    width: float,
    depth: float,
    height: float,
    floor: Callable[[skia.Canvas], None],
    *,
    wall: str = "",
    style: str = "plaster",
    second: str = "",
    ahead: float = 2.2,
    ceiling: str = "#ece6da",
    floor_colour: str = "#a9764a",
    gloss: float = 0.0,
    wild: float = -0.35,
) -> Room:
    """Four walls, floor and ceiling; the back wall stands `ahead` metres behind the people. The camera may leave by `wild`."""
    x0, x1, z1 = -width / 2, width / 2, ahead
    depth += 1.7  # room for the camera
    z0 = ahead - depth
    colour, low = wall or plot.palette["wall"], second or plot.palette["second"]
    walls = [Wall(w, height, colour, style, low, plot.seed + i) for i, w in enumerate((width, depth, depth, width))]
    back, left, right, front = walls
    ground = Ground(
        floor,
        rgb(floor_colour),
        width,
        depth,
        0.0,
        (z0 + z1) / 2,
        endless=False,
        gloss=gloss,
        ceiling=rgb(ceiling),
        ceiling_height=height,
    )
    scenery = Scenery(ground, True, plot.rng, bounds=(x0 - wild, x1 + wild, z0 - wild, z1 + wild), ceiling=height)
    scenery.table = "table"
    scenery.panels += [
        Panel(x0, z1, 1, 0, width, height, back.paint, back.shine),
        Panel(x0, z0, 0, 1, depth, height, left.paint, left.shine),
        Panel(x1, z1, 0, -1, depth, height, right.paint, right.shine),
        Panel(x1, z0, -1, 0, width, height, front.paint, front.shine),
    ]
    return Room(scenery, back, left, right, front, x0, x1, z0, z1)


def hills(
    rng: random.Random, distance: float, height: float, colour: str, *, steps: int = 96, rough: float = 0.5, base: float = 0.0
) -> Ring:
    """A far line of hills or mountains, closed all round."""
    waves = [
        (rng.randint(2, 6), rng.uniform(0, 6.28), 1.0),
        (rng.randint(7, 13), rng.uniform(0, 6.28), rough),
        (rng.randint(15, 29), rng.uniform(0, 6.28), rough * 0.5),
    ]
    heights = []
    for i in range(steps):
        a = i / steps * 2 * math.pi
        level = sum(w * (0.5 + 0.5 * math.sin(a * n + p)) for n, p, w in waves) / sum(w for _, _, w in waves)
        heights.append(max(0.05, level) * height)
    return Ring(distance, tuple(heights), rgb(colour), base)


def skyline(rng: random.Random, distance: float, height: float, colour: str, *, steps: int = 150, lit: float = 0.6) -> Ring:
    """A far line of roofs and towers."""
    heights: list[float] = []
    while len(heights) < steps:
        level = height * (0.25 + 0.75 * rng.random() ** 2.2)
        heights += [level] * rng.randint(1, 3)
    return Ring(distance, tuple(heights[:steps]), rgb(colour), 0.0, lit, soft=False)


def woods(rng: random.Random, distance: float, height: float, colour: str, *, steps: int = 220) -> Ring:
    """A far line of tree tops."""
    return Ring(
        distance, tuple(height * (0.80 + 0.12 * math.sin(i * 0.37) + 0.08 * rng.random()) for i in range(steps)), rgb(colour)
    )


def open_land(
    plot: Plot,
    paint: Callable[[skia.Canvas], None],
    colour: str,
    size: float = 44.0,
    *,
    water: bool = False,
    z: float = 0.0,
    y: float = 0.0,
) -> Scenery:
    """Land under the sky, without anything on it yet."""
    near: Rgb = rgb(colour)
    ground = Ground(paint, near, size, size, 0.0, z, y=y, endless=True, water=water)
    scenery = Scenery(ground, False, plot.rng)
    scenery.seat = "bench"
    return scenery
