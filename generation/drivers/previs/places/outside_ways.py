"""Places one passes along: a railway platform, a country road, a bridge."""

from __future__ import annotations

from dataclasses import replace

import skia

from generation.drivers.previs.lighting import rgb
from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds, nature
from generation.drivers.previs.places.brushes import rect
from generation.drivers.previs.places.facades import row
from generation.drivers.previs.places.plot import Plot, hills, open_land, skyline, woods
from generation.drivers.previs.places.scenery import Life, Scenery
from generation.drivers.previs.places.solids import box, drum
from generation.drivers.previs.places.vehicles import WARM, car, carriage, lamppost


def platform(plot: Plot) -> Scenery:
    """A railway platform: roof on iron columns, a train at the far side, benches, a clock, lamps."""
    floor = grounds.layers(grounds.slabs((-26, -7, 26, 3.4), "#b3aca2", plot.seed, 0.8), lambda canvas: _edge(canvas))
    s = open_land(plot, floor, "#7d786f")
    s.ground = replace(s.ground, width=52.0, depth=10.4, z=-1.8, gloss=plot.wet * 0.7)
    s.rings = [skyline(plot.rng, 260, 34, "#6f7c92"), woods(plot.rng, 120, 10, "#5d7a5a")]
    s.add("rails", [box(60, 0.1, 0.08, "#8a8f94", 0, -0.55, z) for z in (-0.7, 0.7)], 0, 5.3, keep=True, flat=True)
    s.add("ballast", [box(60, 0.12, 2.8, "#6f675d", 0, -0.75, 0)], 0, 5.3, keep=True, flat=True)
    for i, x in enumerate((-14.0, -4.8, 4.4, 13.6)):
        s.add("train", carriage("#3f6f6a", 9.0, plot.lit), x, 5.4, y=-0.6)
        if i in (1, 2):
            s.lamp(x, 1.6, 3.4, (1.0, 0.86, 0.56), 0.5, 2.2)
            s.glows.pop()
    for x in (-12.0, -6.0, 6.0, 12.0):
        s.add(
            "column",
            [drum(0.14, 3.6, "#46605a", sides=8), box(0.4, 0.16, 0.4, "#3a514b", y=0), box(0.12, 0.12, 2.4, "#46605a", y=3.5)],
            x,
            2.7,
        )
        s.add("lamp", [drum(0.25, 0.14, "#f7e3b0", y=3.05, upper=0.12, sides=10, glow=1.0 if plot.lit else 0.2)], x + 2.0, 2.2)
        s.lamp(x + 2.0, 3.0, 2.2, WARM, 1.1, 2.4)
    s.add("roof", [box(52, 0.14, 2.6, "#5d6f6a", 0, 3.62, 0)], 0, 2.7, keep=True)
    s.add("bench", f.bench(1.8), -3.0, -2.3, 180)
    s.add("bench", f.bench(1.8), 3.4, -2.3, 180)
    s.add(
        "clock",
        [
            drum(0.05, 2.7, "#363c42", sides=6),
            drum(0.34, 0.12, "#f6f1e4", y=2.6, sides=14),
            box(0.7, 0.7, 0.1, "#363c42", y=2.5),
            box(0.6, 0.6, 0.12, "#f6f1e4", y=2.55),
        ],
        -4.6,
        2.0,
    )
    s.add(
        "trolley",
        [
            box(1.2, 0.08, 0.6, "#8a6a48", y=0.35),
            box(0.5, 0.4, 0.4, "#9a6a43", -0.2, 0.43),
            box(0.4, 0.3, 0.4, "#4f6f8f", 0.3, 0.43),
            drum(0.15, 0.1, "#2b2f33", -0.4),
            drum(0.15, 0.1, "#2b2f33", 0.4),
        ],
        4.8,
        1.6,
        12,
    )
    row(s, plot, 26.0, -7.0, -1.0, 0.0, 52.0, shops=False)
    s.life.append(Life("smoke", 17.5, 3.0, 5.4, 1.0))
    s.seat = "bench"
    s.bounds = (-24, 24, -6.6, 3.2)
    return s


def _edge(canvas: skia.Canvas) -> None:
    rect(canvas, -26, -3.4, 52, 0.5, "#d8d2c4")
    rect(canvas, -26, -2.75, 52, 0.12, "#e0b84f")


def road(plot: Plot) -> Scenery:
    """A country road with posts, fields and hills."""
    green = "#e8edf2" if plot.snow else "#9aa560"
    floor = grounds.layers(
        grounds.grass((-24, -24, 24, 24), green, plot.seed),
        grounds.road(-24, 24, -3.6, 2.6, asphalt="#c9d0d8" if plot.snow else "#5f636a", wet=plot.wet),
    )
    s = open_land(plot, floor, green, 48)
    s.rings = [
        hills(plot.rng, 900, 150, "#7489a4"),
        hills(plot.rng, 300, 26, "#83985f", rough=0.3),
        woods(plot.rng, 160, 9, "#56794f"),
    ]
    for i in range(9):
        x = -21 + i * 5.2
        s.add("post", [box(0.12, 0.9, 0.06, "#f2efe6"), box(0.125, 0.16, 0.065, "#c8503f", y=0.6)], x, 3.1)
        s.add("pole", [drum(0.11, 7.0, "#6b5340", sides=6), box(1.6, 0.12, 0.1, "#6b5340", y=6.3)], x + 2.0, 5.0)
    s.add(
        "sign",
        [box(0.08, 2.4, 0.08, "#6f767a"), box(1.4, 0.7, 0.06, "#3f6f9f", y=2.0), box(1.3, 0.6, 0.07, "#4f7fb0", y=2.05)],
        4.4,
        3.3,
    )
    s.cutouts += [
        nature.tree(x, z, plot.rng, h, "broadleaf", nature.AUTUMN if plot.has("autumn") else nature.GREENS, snow=plot.snow)
        for x, z, h in ((-8.5, 9, 7), (9.5, 11, 8), (-16, 14, 7), (17, 15, 6), (-7, -9, 6), (8, -12, 7))
    ]
    if plot.has("cars"):
        s.add("car", car("#a8483f"), 6.5, 0.9)
    return s


def bridge(plot: Plot) -> Scenery:
    """A stone bridge over a river, the town on both banks."""
    floor = grounds.slabs((-26, -6.0, 26, 2.6), "#b0a898" if not plot.snow else "#e4e9ee", plot.seed, 0.6)
    s = open_land(plot, floor, "#3f6f80", water=True)
    s.ground = replace(s.ground, width=52.0, depth=8.6, z=-1.7, near=rgb("#3f7080"), gloss=plot.wet, level=-4.0)
    s.add("body", [box(52.0, 0.9, 0.3, "#a09684", 0, -0.9, z) for z in (-6.15, 2.75)], 0, 0, keep=True, flat=True)
    for x in (-18.0, -6.0, 6.0, 18.0):
        s.add("pier", [box(2.6, 3.4, 9.2, "#978d7c", 0, -4.1, -1.7)], x, 0, keep=True, flat=True)
    s.rings = [skyline(plot.rng, 420, 64, "#7d8aa0"), skyline(plot.rng, 200, 20, "#5f6c82")]
    for z in (-6.0, 2.6):
        for i in range(13):
            s.add(
                "rail",
                [
                    box(4.0, 0.16, 0.3, "#9a9080", 0, 0.86, 0),
                    box(0.5, 1.1, 0.44, "#a89c8a", -1.8),
                    *[box(0.16, 0.8, 0.16, "#b3a894", -1.2 + 0.6 * k, 0.08) for k in range(5)],
                ],
                -24 + i * 4.0,
                z,
            )
    for x in (-9.0, -3.0, 3.0, 9.0):
        for z in (-5.9, 2.5):
            s.add("lamppost", lamppost(plot.lit), x + (1.0 if z < 0 else 0), z)
            s.lamp(x, 4.1, z, WARM, 1.0, 2.4)
    s.life.append(Life("birds", 30, 15, 0, 0.8))
    s.bounds = (-24, 24, -5.6, 2.3)
    return s


KINDS = {"station-platform": platform, "road": road, "bridge": bridge}
