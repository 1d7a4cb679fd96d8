"""Furniture as solid parts, foot at the origin, front towards −z (the master camera) unless turned."""

from __future__ import annotations

import random

from generation.drivers.previs.places.solids import Part, Parts, ball, box, drum, legs, moved, profile, taper

WOODS = ("#a9764a", "#8a5d3b", "#c39a6b", "#6f4a33", "#b98555")
BOOKS = ("#a8483f", "#3f6b7d", "#d1a44b", "#5d7f57", "#7a5570", "#d8cdb4", "#34506b", "#bd6f42", "#4a4a58")


def table(width: float = 1.2, depth: float = 0.75, height: float = 0.75, wood: str = "#a9764a") -> Parts:
    """A table with four legs."""
    top = box(width, 0.045, depth, wood, y=height - 0.045)
    apron = box(width - 0.12, 0.07, depth - 0.12, wood, y=height - 0.115)
    return [top, apron, *legs(width, depth, height - 0.045, wood, 0.055)]


def round_table(radius: float = 0.38, height: float = 0.75, top: str = "#e9e2d4", foot: str = "#4a4038") -> Parts:
    """A café table on one foot."""
    return [
        drum(radius, 0.035, top, y=height - 0.035, sides=16),
        drum(0.035, height - 0.05, foot, y=0.02, sides=8),
        drum(0.22, 0.025, foot, sides=12),
    ]


def chair(wood: str = "#8a5d3b", seat: str = "#c98b5a") -> Parts:
    """A plain chair; its back is at +z."""
    made = [box(0.42, 0.05, 0.42, seat, y=0.41), *legs(0.42, 0.42, 0.41, wood, 0.04)]
    made += [box(0.04, 0.46, 0.04, wood, a * 0.18, 0.44, 0.19) for a in (-1, 1)]
    made += [box(0.36, 0.10, 0.03, wood, y=y, z=0.19) for y in (0.60, 0.78)]
    return made


def stool(height: float = 0.45, wood: str = "#6f4a33", seat: str = "#a8483f") -> Parts:
    """A round stool."""
    return [
        drum(0.19, 0.06, seat, y=height - 0.06, sides=12),
        drum(0.03, height - 0.08, wood, y=0.02, sides=6),
        drum(0.17, 0.025, wood, sides=12),
    ]


def armchair(cloth: str = "#5d7f77") -> Parts:
    """A soft chair; its back is at +z."""
    return [
        box(0.62, 0.26, 0.62, cloth, y=0.12),
        box(0.58, 0.12, 0.54, cloth, y=0.36, z=-0.04),
        taper((0.66, 0.18), (0.62, 0.12), 0.62, cloth, y=0.30, z=0.30),
        box(0.13, 0.50, 0.64, cloth, -0.36, 0.10),
        box(0.13, 0.50, 0.64, cloth, 0.36, 0.10),
        *legs(0.6, 0.6, 0.12, "#4a3526", 0.06),
    ]


def sofa(cloth: str = "#5d7f77", width: float = 1.9, pillow: str = "#d1a44b") -> Parts:
    """A sofa; its back is at +z."""
    half = width / 2
    made = [box(width, 0.30, 0.75, cloth, y=0.10), taper((width, 0.2), (width - 0.06, 0.14), 0.50, cloth, y=0.34, z=0.36)]
    made += [box(0.16, 0.50, 0.78, cloth, a * (half + 0.02), 0.10) for a in (-1, 1)]
    made += [box(half - 0.12, 0.12, 0.58, cloth, a * (half / 2 - 0.03), 0.38, -0.06) for a in (-1, 1)]
    made += [
        taper((0.40, 0.12), (0.34, 0.08), 0.36, pillow, -half + 0.32, 0.50, 0.2),
        *moved(legs(width, 0.7, 0.10, "#4a3526", 0.06)),
    ]
    return made


def bed(cloth: str = "#7d93a8", sheet: str = "#efe8dc", width: float = 1.5, wood: str = "#8a5d3b") -> Parts:
    """A bed, its head at +z."""
    return [
        box(width + 0.08, 0.22, 2.05, wood, y=0.08),
        box(width, 0.22, 1.96, sheet, y=0.28),
        box(width + 0.04, 0.08, 1.35, cloth, y=0.46, z=-0.32),
        box(width + 0.12, 0.95, 0.07, wood, z=1.05),
        *[taper((0.60, 0.36), (0.52, 0.28), 0.13, "#f7f2e8", a * width * 0.24, 0.50, 0.70) for a in (-1, 1)],
    ]


def shelf(rng: random.Random, width: float = 1.1, height: float = 2.0, wood: str = "#8a5d3b") -> Parts:
    """A bookcase against a wall, its front at −z; filled by chance."""
    made: Parts = [
        box(width, height, 0.05, wood, z=0.14),
        box(0.05, height, 0.32, wood, -width / 2),
        box(0.05, height, 0.32, wood, width / 2),
    ]
    rows = max(2, round(height / 0.42))
    for row in range(rows + 1):
        made.append(box(width, 0.035, 0.32, wood, y=row * (height - 0.04) / rows))
    for row in range(rows):
        y, x = row * (height - 0.04) / rows + 0.035, -width / 2 + 0.06
        while x < width / 2 - 0.12:
            if rng.random() < 0.22:
                x += rng.uniform(0.08, 0.2)
                continue
            w = rng.uniform(0.07, 0.19)  # a few books of one colour
            made.append(box(w, rng.uniform(0.20, 0.32), 0.2, rng.choice(BOOKS), x + w / 2, y))
            x += w + 0.006
    return made


def cupboard(width: float = 0.9, height: float = 1.9, depth: float = 0.5, wood: str = "#a9764a") -> Parts:
    """A wardrobe or cupboard with two doors, front at −z."""
    front = -depth / 2 - 0.006
    return [
        box(width, height, depth, wood),
        *[box(width / 2 - 0.05, height - 0.16, 0.012, wood, a * width / 4, 0.09, front) for a in (-1, 1)],
        *[box(0.02, 0.16, 0.03, "#e0c48a", a * 0.04, height * 0.5, front - 0.02) for a in (-1, 1)],
    ]


def counter(
    width: float = 3.0, depth: float = 0.6, height: float = 0.9, front: str = "#d9cdb8", top: str = "#7a5a43", doors: int = 0
) -> Parts:
    """A kitchen or shop counter; front at −z."""
    made: Parts = [
        box(width, height - 0.05, depth - 0.06, front, y=0.02, z=0.02),
        box(width + 0.04, 0.05, depth, top, y=height - 0.05),
    ]
    for i in range(doors):
        w = width / doors
        x = -width / 2 + (i + 0.5) * w
        made.append(box(w - 0.05, height - 0.22, 0.012, front, x, 0.10, -depth / 2 + 0.045))
        made.append(box(0.12, 0.018, 0.03, "#b9a37c", x, height - 0.20, -depth / 2 + 0.02))
    return made


def stove(body: str = "#e8e4dc") -> Parts:
    """A cooker with an oven and a kettle on it; front at −z."""
    return [
        box(0.6, 0.88, 0.58, body),
        box(0.6, 0.025, 0.58, "#3a3a40", y=0.88),
        box(0.46, 0.40, 0.012, "#2c2f36", y=0.22, z=-0.296),
        box(0.44, 0.02, 0.03, "#c9c4ba", y=0.68, z=-0.31),
        *[drum(0.09, 0.012, "#55565e", a * 0.14, 0.906, b * 0.13, sides=10) for a in (-1, 1) for b in (-1, 1)],
        drum(0.10, 0.13, "#c25b48", 0.14, 0.918, 0.13, upper=0.07),
        drum(0.025, 0.03, "#2c2f36", 0.14, 1.048, 0.13, sides=6),
    ]


def fridge(colour: str = "#dfe4e2") -> Parts:
    """A refrigerator, front at −z."""
    return [
        box(0.66, 1.75, 0.62, colour),
        box(0.64, 0.55, 0.02, colour, y=1.18, z=-0.32),
        box(0.64, 1.10, 0.02, colour, y=0.05, z=-0.32),
        box(0.03, 0.28, 0.04, "#a7abad", -0.25, 1.28, -0.34),
        box(0.03, 0.42, 0.04, "#a7abad", -0.25, 0.62, -0.34),
    ]


def desk(wood: str = "#b98555", screen: bool = True) -> Parts:
    """A desk with drawers; whoever works sits at +z."""
    made = [
        box(1.4, 0.04, 0.7, wood, y=0.71),
        box(0.42, 0.70, 0.62, wood, -0.46),
        box(0.04, 0.70, 0.62, wood, 0.66),
        box(1.3, 0.4, 0.03, wood, 0, 0.28, -0.28),
    ]
    if screen:
        made += [
            box(0.56, 0.34, 0.03, "#2a2e36", 0.15, 0.86, -0.16),
            box(0.05, 0.12, 0.04, "#4a4f58", 0.15, 0.75, -0.15),
            box(0.22, 0.015, 0.16, "#4a4f58", 0.15, 0.75, -0.15),
        ]
        made += [
            box(0.52, 0.30, 0.006, "#9fc3d6", 0.15, 0.88, -0.142, glow=0.6),
            box(0.40, 0.02, 0.14, "#d9d9d6", 0.15, 0.75, 0.14),
        ]
    made += [box(0.22, 0.05, 0.30, "#d8cdb4", -0.42, 0.75, 0.05), box(0.20, 0.04, 0.28, "#a8483f", -0.42, 0.80, 0.05)]
    return made


def office_chair(cloth: str = "#3f4b57") -> Parts:
    """A swivel chair; its back is at +z."""
    return [
        drum(0.28, 0.05, "#2c3138", y=0.04, sides=5),
        drum(0.03, 0.34, "#555b63", y=0.08, sides=6),
        box(0.46, 0.08, 0.46, cloth, y=0.38),
        taper((0.42, 0.07), (0.38, 0.06), 0.56, cloth, y=0.50, z=0.24),
    ]


def floor_lamp(shade: str = "#f4dfae", on: bool = False) -> Parts:
    """A standing lamp."""
    return [
        drum(0.14, 0.03, "#3f3a36", sides=12),
        drum(0.015, 1.4, "#3f3a36", y=0.03, sides=6),
        drum(0.20, 0.26, shade, y=1.36, upper=0.12, sides=12, glow=0.9 if on else 0.0),
    ]


def table_lamp(shade: str = "#f4dfae", on: bool = False) -> Parts:
    """A small lamp to stand on something."""
    return [
        drum(0.07, 0.16, "#8d6f54", upper=0.03, sides=8),
        drum(0.13, 0.15, shade, y=0.17, upper=0.08, sides=12, glow=0.9 if on else 0.0),
    ]


def pendant(drop: float, height: float, shade: str = "#2f3a3f", on: bool = False) -> Parts:
    """A lamp that hangs from a ceiling of this height."""
    y = height - drop
    return [
        drum(0.006, drop - 0.2, "#2a2a2a", y=y + 0.2, sides=4),
        drum(0.20, 0.20, shade, y=y, upper=0.05, sides=14),
        drum(0.10, 0.05, "#ffe6b0", y=y - 0.03, sides=10, glow=1.0 if on else 0.2),
    ]


def crate(size: float = 0.5, wood: str = "#b08a58") -> Parts:
    """A slatted box."""
    made: Parts = [box(size, size * 0.84, size * 0.8, wood)]
    front = size * 0.4 + 0.008
    made += [box(size + 0.02, size * 0.22, 0.016, "#c49d68", 0, y * size, z) for y in (0.03, 0.31, 0.59) for z in (-front, front)]
    return made


def barrel(wood: str = "#8f6440") -> Parts:
    """A barrel with hoops."""
    return [
        drum(0.24, 0.40, wood, upper=0.30, sides=12),
        drum(0.30, 0.40, wood, y=0.40, upper=0.24, sides=12, top="#a87b50"),
        drum(0.285, 0.05, "#4b4b4f", y=0.20, upper=0.29, sides=12),
        drum(0.29, 0.05, "#4b4b4f", y=0.55, upper=0.285, sides=12),
    ]


def bench(width: float = 1.5, wood: str = "#a9764a", iron: str = "#3b4043") -> Parts:
    """A park bench; its back is at +z."""
    made: Parts = [box(width, 0.04, 0.13, wood, y=0.42, z=z) for z in (-0.16, 0.0, 0.16)]
    made += [box(width, 0.11, 0.03, wood, y=y, z=0.26) for y in (0.56, 0.72)]
    made += [box(0.05, 0.42, 0.44, iron, a * (width / 2 - 0.14)) for a in (-1, 1)]
    made += [box(0.05, 0.44, 0.05, iron, a * (width / 2 - 0.14), 0.40, 0.26) for a in (-1, 1)]
    return made


def plant_pot(colour: str = "#b8694a") -> Parts:
    """A flower pot (its plant is a cut-out)."""
    return [drum(0.12, 0.26, colour, upper=0.17, sides=12, top="#4a3a2c")]


def piano(colour: str = "#2b2422") -> Parts:
    """An upright piano; whoever plays sits at −z."""
    return [
        box(1.5, 1.2, 0.35, colour, z=0.15),
        box(1.5, 0.10, 0.62, colour, y=0.66),
        box(1.36, 0.02, 0.16, "#f4efe4", y=0.765, z=-0.2),
        *[box(0.02, 0.022, 0.09, "#1a1a1a", -0.62 + i * 0.125, 0.775, -0.16) for i in range(11)],
        box(0.1, 0.66, 0.1, colour, -0.68, 0, -0.22),
        box(0.1, 0.66, 0.1, colour, 0.68, 0, -0.22),
    ]


def bathtub() -> Parts:
    """A bath with feet."""
    return [taper((1.4, 0.6), (1.65, 0.78), 0.5, "#f3f1ec", y=0.10, top="#bfdbe0"), *legs(1.3, 0.55, 0.1, "#b9a37c", 0.07)]


def basin() -> Parts:
    """A wash-basin with a tap, front at −z."""
    return [
        box(0.6, 0.8, 0.42, "#d8cfc0"),
        taper((0.62, 0.42), (0.7, 0.5), 0.1, "#f6f4ef", y=0.8, top="#dfe9ea"),
        box(0.04, 0.2, 0.04, "#b7babb", 0, 0.9, 0.17),
        box(0.04, 0.03, 0.14, "#b7babb", 0, 1.08, 0.11),
    ]


def wood_stove() -> Parts:
    """An iron stove with a pipe."""
    return [
        box(0.55, 0.6, 0.45, "#3a3b40", y=0.15),
        *legs(0.5, 0.4, 0.15, "#2c2d31", 0.06),
        drum(0.07, 1.7, "#43444a", 0, 0.75, 0.1, sides=8),
        box(0.3, 0.2, 0.02, "#f0924a", 0, 0.32, -0.23, glow=0.9),
    ]


def pew(width: float = 2.6, wood: str = "#7a5233") -> Parts:
    """A row of seats, backs at +z."""
    return [
        box(width, 0.06, 0.42, wood, y=0.40),
        box(width, 0.55, 0.05, wood, y=0.42, z=0.22),
        *[box(0.06, 0.42, 0.42, wood, a * (width / 2 - 0.1)) for a in (-1, 1)],
    ]


def cushion_seat(cloth: str = "#4f6f8f", width: float = 1.1) -> Parts:
    """A double seat of a train, its back at +z."""
    return [
        box(width, 0.14, 0.5, cloth, y=0.32),
        box(width - 0.1, 0.32, 0.4, "#3d434b", z=0.02),
        taper((width, 0.16), (width - 0.08, 0.1), 0.75, cloth, y=0.46, z=0.27),
        box(width * 0.8, 0.14, 0.12, "#e8e2d6", y=1.1, z=0.23),
    ]


def sack(colour: str = "#c2a878") -> Part:
    """A full sack."""
    return ball(0.26, colour, flatten=0.9)


def hull_side(length: float, height: float, colour: str) -> Part:
    """One board of a boat's side."""
    return profile([(-length / 2, 0), (length / 2, 0), (length / 2 + 0.2, height), (-length / 2 - 0.2, height)], 0.06, colour)
