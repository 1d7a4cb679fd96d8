"""Boats, cars, trains and street furniture as solid parts."""

from __future__ import annotations

from generation.drivers.previs.places.solids import Parts, box, drum, taper

WARM = (1.0, 0.80, 0.50)  # a street lamp's light


def fishing_boat(colour: str = "#b5483f", cabin: str = "#efe8da") -> Parts:
    """A small fishing boat with a wheelhouse, its bow at −x."""
    return [
        taper((4.0, 1.3), (5.0, 1.9), 0.75, colour, y=-0.15, top="#c9a676"),
        taper((1.0, 0.5), (1.6, 1.5), 0.35, colour, -2.1, 0.45, shift=(-0.25, 0), top="#c9a676"),
        box(5.0, 0.10, 1.92, "#f0e8d8", y=0.56),
        taper((1.3, 1.2), (1.2, 1.1), 1.25, cabin, 0.9, 0.62, top="#7a4a40"),
        box(1.5, 0.08, 1.4, "#7a4a40", 0.9, 1.87),
        box(0.9, 0.42, 1.24, "#4f7a8c", 0.9, 1.25),
        drum(0.04, 2.6, "#7a5a3c", -0.6, 0.6, sides=6),
        box(0.5, 0.05, 0.05, "#7a5a3c", -0.6, 2.6),
    ]


def rowing_boat(colour: str = "#3f6f86") -> Parts:
    """An open boat, its bow at −x."""
    return [
        taper((2.2, 0.7), (3.0, 1.2), 0.45, colour, y=-0.05, top="#6b4d38"),
        box(0.3, 0.05, 1.1, "#c49d68", -0.5, 0.34),
        box(0.3, 0.05, 1.1, "#c49d68", 0.5, 0.34),
    ]


def sailing_boat(colour: str = "#e8e2d4", sail: str = "#f4efe2") -> Parts:
    """A moored yacht with its sail furled, its bow at −x."""
    return [
        taper((4.2, 1.0), (5.6, 1.7), 0.8, colour, y=-0.1, top="#c9a676"),
        box(5.4, 0.08, 1.7, "#3f6f86", y=0.52),
        taper((1.8, 1.1), (1.5, 0.9), 0.4, "#f4f1ea", 0.6, 0.7),
        drum(0.05, 6.2, "#b9a37c", -0.4, 0.6, sides=6),
        box(2.6, 0.16, 0.16, sail, 0.95, 1.35),
    ]


def post(height: float, y: float, colour: str = "#6b4f3a", radius: float = 0.11) -> Parts:
    """A wooden pile with a light cap."""
    return [drum(radius, height, colour, y=y, sides=8, top="#a88a66")]


def lamppost(lit: bool) -> Parts:
    """A street lamp 4.2 m high."""
    return [
        drum(0.10, 0.5, "#363c42", upper=0.07, sides=8),
        drum(0.05, 3.6, "#363c42", y=0.4, sides=6),
        taper((0.22, 0.22), (0.34, 0.34), 0.4, "#f7e3b0", y=3.95, glow=1.0 if lit else 0.15),
        taper((0.4, 0.4), (0.1, 0.1), 0.16, "#363c42", y=4.35),
    ]


def car(colour: str) -> Parts:
    """A car, its nose at −x."""
    made: Parts = [
        taper((4.1, 1.6), (4.2, 1.7), 0.55, colour, y=0.28),
        taper((2.5, 1.55), (1.7, 1.35), 0.55, "#8fa9b5", 0.2, 0.83, top=colour),
        box(4.25, 0.12, 1.72, "#2f3338", y=0.24),
    ]
    made += [box(0.06, 0.14, 0.3, "#f4ecc8", -2.11, 0.58, a * 0.55) for a in (-1, 1)] + [
        box(0.06, 0.14, 0.3, "#c0392f", 2.11, 0.58, a * 0.55) for a in (-1, 1)
    ]
    made += [box(0.6, 0.6, 0.18, "#23262b", x, 0.0, z) for x in (-1.3, 1.3) for z in (-0.78, 0.78)]
    return made


def carriage(colour: str = "#3f6f6a", length: float = 9.0, lit: bool = False) -> Parts:
    """A railway carriage along x, standing on rails."""
    made: Parts = [
        box(length, 2.5, 2.6, colour, y=0.55, top="#4a5056"),
        box(length + 0.02, 0.5, 2.63, "#f0e6d2", y=1.05),
        box(length - 0.4, 0.5, 2.0, "#2f3338", y=0.05),
        taper((length, 2.6), (length, 1.8), 0.3, "#4a5056", y=3.05),
    ]
    count = int(length / 1.5)
    for i in range(count):
        x = -length / 2 + (i + 0.5) * length / count
        door = i % 3 == 1
        colour, glow = ("#2f5a58", 0.0) if door else ("#ffe2a0", 0.85) if lit else ("#a9c4cc", 0.0)
        for z in (-1.31, 1.31):
            made.append(box(0.85, 1.9 if door else 0.8, 0.03, colour, x, 0.75 if door else 1.75, z, glow=glow))
    return made


def gravestone(rng_height: float, tone: str = "#9aa09c") -> Parts:
    """A gravestone."""
    return [box(0.6, rng_height, 0.14, tone), box(0.8, 0.1, 0.34, tone)]


def stall(cloth: str, second: str = "#f2e8d8") -> Parts:
    """A market stall, its front at −z."""
    made: Parts = [box(0.06, 2.2, 0.06, "#8a6a48", a * 1.0, 0, b * 0.5) for a in (-1, 1) for b in (-1, 1)]
    made.append(box(2.1, 0.8, 0.9, "#a9825a", y=0.02))
    for i in range(7):
        made.append(taper((0.31, 1.3), (0.31, 0.5), 0.34, cloth if i % 2 else second, -0.93 + i * 0.31, 2.1, shift=(0, 0.35)))
    return made
