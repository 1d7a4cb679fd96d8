"""Hair styles as data: hairlines, thickness, texture and what hangs or is tied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

Table = tuple[tuple[float, float], ...]

_CROP: Table = (
    (0, 0.80),
    (28, 0.795),
    (44, 0.735),
    (54, 0.62),
    (66, 0.545),
    (74, 0.46),
    (79, 0.37),
    (86, 0.38),
    (93, 0.53),
    (108, 0.54),
    (118, 0.44),
    (130, 0.29),
    (150, 0.235),
    (180, 0.225),
)
_TIED: Table = (
    (0, 0.825),
    (30, 0.81),
    (48, 0.73),
    (62, 0.60),
    (74, 0.50),
    (80, 0.42),
    (86, 0.44),
    (94, 0.54),
    (110, 0.54),
    (122, 0.42),
    (136, 0.30),
    (155, 0.25),
    (180, 0.24),
)


@dataclass(frozen=True)
class Cut:
    """One hair style. The line is height by angle from the front; `out` is the thickness at the sides, `top` above."""

    line: Table
    out: float
    top: float
    back: float
    texture: str = "smooth"  # smooth, curls, spikes, waves
    fringe: float = 0.0  # how deep locks cut into the forehead
    sweep: float = 0.0  # how much lower the hairline is on one side of the parting
    part: float = 90.0  # the angle of the parting; 90 is none in particular
    hang: float = 1.0  # the lowest height; below 0.1 it covers ears and neck
    flare: float = 0.0
    ears: bool = True
    extra: str = ""
    mass: bool = False  # stands round the head and shows behind it


CUTS: dict[str, Cut] = {
    "buzz": Cut(_CROP, 0.012, 0.012, 0.012),
    "short": Cut(_CROP, 0.034, 0.075, 0.035, "smooth", 0.035, 0.03, 118),
    "side-part": Cut(_CROP, 0.036, 0.088, 0.035, "smooth", 0.0, 0.085, 128),
    "curly": Cut(_CROP, 0.075, 0.13, 0.075, "curls", 0.03, 0.0, mass=True),
    "messy": Cut(_CROP, 0.050, 0.10, 0.050, "spikes", 0.085, 0.04, 110),
    "afro": Cut(
        ((0, 0.80), (40, 0.76), (60, 0.60), (80, 0.44), (92, 0.45), (110, 0.36), (140, 0.22), (180, 0.18)),
        0.21,
        0.26,
        0.20,
        "curls",
        0.0,
        ears=False,
        mass=True,
    ),
    "bob": Cut(
        ((0, 0.77), (22, 0.765), (42, 0.70), (54, 0.59), (62, 0.44), (66, 0.26), (68, 0.10), (71, 0.04), (80, 0.03), (180, 0.05)),
        0.080,
        0.085,
        0.06,
        "smooth",
        0.02,
        0.03,
        112,
        0.03,
        0.045,
        False,
    ),
    "long": Cut(
        (
            (0, 0.81),
            (20, 0.80),
            (40, 0.72),
            (53, 0.58),
            (61, 0.40),
            (65, 0.10),
            (67, -0.25),
            (70, -0.46),
            (78, -0.52),
            (180, -0.56),
        ),
        0.070,
        0.085,
        0.055,
        "smooth",
        0.0,
        0.02,
        90,
        -0.5,
        0.03,
        False,
    ),
    "wavy": Cut(
        (
            (0, 0.80),
            (20, 0.78),
            (40, 0.71),
            (52, 0.58),
            (60, 0.42),
            (64, 0.16),
            (66, -0.10),
            (70, -0.28),
            (80, -0.33),
            (180, -0.36),
        ),
        0.090,
        0.10,
        0.075,
        "waves",
        0.0,
        0.045,
        112,
        -0.3,
        0.07,
        False,
    ),
    "under": Cut(_TIED, 0.014, 0.02, 0.014),  # what a hood leaves to be seen
    "ponytail": Cut(_TIED, 0.026, 0.055, 0.03, extra="ponytail"),
    "bun": Cut(_TIED, 0.026, 0.055, 0.03, extra="bun"),
    "braids": Cut(_TIED, 0.030, 0.055, 0.03, "smooth", 0.0, 0.0, 90, extra="braids"),
}


@lru_cache(maxsize=4096)
def _dense(table: Table) -> tuple[float, ...]:
    """The table at every degree, monotone between its points (Fritsch and Carlson)."""
    n = len(table)
    slopes = [(table[i + 1][1] - table[i][1]) / (table[i + 1][0] - table[i][0]) for i in range(n - 1)]
    tangents = [0.0] * n
    for i in range(1, n - 1):
        a, b = slopes[i - 1], slopes[i]
        tangents[i] = 0.0 if a * b <= 0 else 2 * a * b / (a + b)
    tangents[-1] = 0.0
    out: list[float] = []
    i = 0
    for d in range(182):
        while i < n - 2 and d > table[i + 1][0]:
            i += 1
        (d0, y0), (d1, y1) = table[i], table[i + 1]
        w = d1 - d0
        t = min(1.0, (d - d0) / w)
        out.append(
            y0 * (1 + 2 * t) * (1 - t) ** 2
            + tangents[i] * w * t * (1 - t) ** 2
            + y1 * t * t * (3 - 2 * t)
            + tangents[i + 1] * w * t * t * (t - 1)
        )
    return tuple(out)


def along(table: Table, delta: float) -> float:
    """The height of a hairline `delta` degrees from the front, 0…180."""
    dense = _dense(table)
    i = int(delta)
    return dense[i] + (dense[i + 1] - dense[i]) * (delta - i)


@lru_cache(maxsize=4)
def styles() -> tuple[str, ...]:
    """Every style that has a cut; `bald` has none."""
    return tuple(style for style in CUTS if style != "under")
