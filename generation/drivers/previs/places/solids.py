"""The carpenter's yard: convex bodies (boxes, prisms, roofs, drums) from which furniture, houses, boats and cars are built."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generation.drivers.previs.lighting import Rgb, rgb

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """One convex body: corners in metres, faces as corner numbers (clockwise or not: normals are turned outwards).

    `glow` is how much of a face's colour shines by itself; `bare` lists faces that are never seen and not drawn.
    """

    corners: Array
    faces: tuple[tuple[int, ...], ...]
    colours: tuple[Rgb, ...]
    glow: float = 0.0

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0, turn: float = 0.0) -> Part:
        """Turned about the vertical axis (degrees, to the right seen from above), then shifted."""
        a = math.radians(turn)
        c, s = math.cos(a), math.sin(a)
        px, py, pz = self.corners.T
        corners = np.stack([px * c + pz * s + x, py + y, -px * s + pz * c + z], axis=1)
        return Part(corners, self.faces, self.colours, self.glow)


Parts = list[Part]

_BOX = ((0, 1, 2, 3), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7))


def _six(colour: str, top: str | None) -> tuple[Rgb, ...]:
    side = rgb(colour)
    return (side, rgb(top) if top else side, side, side, side, side)


def box(
    width: float,
    height: float,
    depth: float,
    colour: str,
    x: float = 0,
    y: float = 0,
    z: float = 0,
    *,
    top: str | None = None,
    glow: float = 0.0,
) -> Part:
    """A box standing on `y`, its middle over (x, z)."""
    w, d = width / 2, depth / 2
    low = [(x - w, y, z - d), (x + w, y, z - d), (x + w, y, z + d), (x - w, y, z + d)]
    high = [(a, y + height, b) for a, _, b in low]
    return Part(np.array(low + high, dtype=float), _BOX, _six(colour, top), glow)


def taper(
    low: tuple[float, float],
    high: tuple[float, float],
    height: float,
    colour: str,
    x: float = 0,
    y: float = 0,
    z: float = 0,
    *,
    top: str | None = None,
    shift: tuple[float, float] = (0, 0),
    glow: float = 0.0,
) -> Part:
    """A box whose upper face has another size (width, depth) and may be shifted."""
    (w, d), (u, v), (sx, sz) = (low[0] / 2, low[1] / 2), (high[0] / 2, high[1] / 2), shift
    under = [(x - w, y, z - d), (x + w, y, z - d), (x + w, y, z + d), (x - w, y, z + d)]
    over = [(x + sx - u, z + sz - v), (x + sx + u, z + sz - v), (x + sx + u, z + sz + v), (x + sx - u, z + sz + v)]
    corners = np.array(under + [(a, y + height, b) for a, b in over], dtype=float)
    return Part(corners, _BOX, _six(colour, top), glow)


def drum(
    radius: float,
    height: float,
    colour: str,
    x: float = 0,
    y: float = 0,
    z: float = 0,
    *,
    top: str | None = None,
    upper: float | None = None,
    sides: int = 10,
    glow: float = 0.0,
) -> Part:
    """An upright drum or cone; `upper` is the radius of its top."""
    upper = radius if upper is None else upper
    ring = [(math.cos(2 * math.pi * i / sides), math.sin(2 * math.pi * i / sides)) for i in range(sides)]
    corners = [(x + radius * c, y, z + radius * s) for c, s in ring] + [
        (x + upper * c, y + height, z + upper * s) for c, s in ring
    ]
    faces = [tuple(range(sides)), tuple(range(sides, 2 * sides))]
    faces += [(i, (i + 1) % sides, sides + (i + 1) % sides, sides + i) for i in range(sides)]
    side = rgb(colour)
    return Part(np.array(corners, dtype=float), tuple(faces), (side, rgb(top) if top else side) + (side,) * sides, glow)


def gable(
    width: float, height: float, depth: float, colour: str, x: float = 0, y: float = 0, z: float = 0, *, ends: str = ""
) -> Part:
    """A ridged roof; the ridge runs along x, `ends` colours the two triangles."""
    w, d = width / 2, depth / 2
    corners = [
        (x - w, y, z - d),
        (x + w, y, z - d),
        (x + w, y, z + d),
        (x - w, y, z + d),
        (x - w, y + height, z),
        (x + w, y + height, z),
    ]
    faces = ((0, 1, 2, 3), (0, 1, 5, 4), (2, 3, 4, 5), (1, 2, 5), (3, 0, 4))
    slope, end = rgb(colour), rgb(ends or colour)
    return Part(np.array(corners, dtype=float), faces, (slope, slope, slope, end, end))


def prism(outline: Sequence[tuple[float, float]], height: float, colour: str, y: float = 0, *, top: str | None = None) -> Part:
    """A convex outline in (x, z) raised by `height`."""
    n = len(outline)
    corners = [(a, y, b) for a, b in outline] + [(a, y + height, b) for a, b in outline]
    faces = [tuple(range(n)), tuple(range(n, 2 * n))] + [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    side = rgb(colour)
    return Part(np.array(corners, dtype=float), tuple(faces), (side, rgb(top) if top else side) + (side,) * n)


def profile(
    outline: Sequence[tuple[float, float]], depth: float, colour: str, x: float = 0, z: float = 0, *, side: str = ""
) -> Part:
    """A convex outline in (x, y) drawn out along z: hulls, car bodies, wedges."""
    n, d = len(outline), depth / 2
    corners = [(x + a, b, z - d) for a, b in outline] + [(x + a, b, z + d) for a, b in outline]
    faces = [tuple(range(n)), tuple(range(n, 2 * n))] + [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    flat, edge = rgb(side or colour), rgb(colour)
    return Part(np.array(corners, dtype=float), tuple(faces), (flat, flat) + (edge,) * n)


def ball(
    radius: float, colour: str, x: float = 0, y: float = 0, z: float = 0, *, flatten: float = 1.0, glow: float = 0.0
) -> Part:
    """A low ball standing on `y`: cushions, stones, shades."""
    rows, sides = 4, 8
    corners = [(x, y, z)]
    faces: list[tuple[int, ...]] = []
    for row in range(1, rows):
        a = math.pi * row / rows
        for i in range(sides):
            b = 2 * math.pi * i / sides
            corners.append(
                (
                    x + radius * math.sin(a) * math.cos(b),
                    y + radius * flatten * (1 - math.cos(a)),
                    z + radius * math.sin(a) * math.sin(b),
                )
            )
    corners.append((x, y + 2 * radius * flatten, z))
    last = len(corners) - 1
    for i in range(sides):
        j = (i + 1) % sides
        faces.append((0, 1 + i, 1 + j))
        for row in range(rows - 2):
            k = 1 + row * sides
            faces.append((k + i, k + j, k + sides + j, k + sides + i))
        k = 1 + (rows - 2) * sides
        faces.append((k + i, k + j, last))
    return Part(np.array(corners, dtype=float), tuple(faces), (rgb(colour),) * len(faces), glow)


def legs(width: float, depth: float, height: float, colour: str, thick: float = 0.05) -> Parts:
    """Four legs under a top of this size."""
    w, d = width / 2 - thick, depth / 2 - thick
    return [box(thick, height, thick, colour, a * w, 0, b * d) for a in (-1, 1) for b in (-1, 1)]


def moved(parts: Iterable[Part], x: float = 0, y: float = 0, z: float = 0, turn: float = 0) -> Parts:
    """Each part turned and shifted as one body."""
    return [part.moved(x, y, z, turn) for part in parts]
