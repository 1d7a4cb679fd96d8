"""Places that people built under the sky: streets, squares, stations, roofs."""

from __future__ import annotations

from dataclasses import replace

from generation.drivers.previs.lighting import rgb
from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds, nature
from generation.drivers.previs.places.facades import row
from generation.drivers.previs.places.houses import fence, fountain, house, statue
from generation.drivers.previs.places.plot import Plot, hills, open_land, skyline, woods
from generation.drivers.previs.places.scenery import Cutout, Life, Scenery
from generation.drivers.previs.places.solids import box, drum, moved, taper
from generation.drivers.previs.places.vehicles import WARM, car, lamppost, stall


def street(plot: Plot) -> Scenery:
    """A town street seen along the pavement: shopfronts behind, houses across the road, lamps, trees, parked cars."""
    land = (-24.0, -14.0, 24.0, 4.2)
    paving = "#e4e9ee" if plot.snow else "#b3aca2"
    floor = grounds.layers(
        grounds.slabs(land, paving, plot.seed, 0.7),
        grounds.road(-24, 24, -9.2, -3.0, asphalt="#c9d0d8" if plot.snow else "#565a62", wet=plot.wet),
    )
    s = open_land(plot, floor, paving, 48)
    s.ground = replace(s.ground, width=48.0, depth=18.2, z=-4.9, gloss=plot.wet)
    s.rings = [skyline(plot.rng, 330, 70, "#6f7c92"), skyline(plot.rng, 160, 34, "#5d6a80")]
    row(s, plot, -24.0, 4.2, 1.0, 0.0, 48.0)
    row(s, plot, 24.0, -13.6, -1.0, 0.0, 48.0)
    for x in (-13.0, -4.6, 4.6, 13.0):
        s.add("lamppost", lamppost(plot.lit), x, -2.3)
        s.lamp(x, 4.1, -2.3, WARM, 1.25, 2.6)
    for x in (-9.0, 0.4, 9.4):
        s.cutouts.append(nature.tree(x, -10.6, plot.rng, plot.rng.uniform(4.5, 6), "broadleaf", nature.GREENS, snow=plot.snow))
    for x, colour in ((-8.4, "#a8483f"), (7.6, "#d8cdb4"), (13.6, "#3f6f86"), (-15, "#5d7f57")):
        s.add("car", car(colour), x, -8.2)
    for x, colour in ((-11.0, "#4f6f8f"), (10.2, "#b98f4a")):
        s.add("car", car(colour), x, -4.1, 180)
    s.add("bench", f.bench(), -6.6, 2.6)
    s.add("bin", [drum(0.22, 0.8, "#46584f", sides=10, top="#2b332f")], 5.6, 2.9)
    s.add("planter", [box(1.2, 0.45, 0.45, "#7a5a43")], 3.9, 3.6)
    s.cutouts.append(Cutout(3.9, 3.5, 1.2, 0.8, nature.bush(plot.rng, 0.9, flowers="#e07a8b"), y=0.42))
    s.seat = "bench"
    s.bounds = (-22, 22, -13.0, 3.8)
    return s


def alley(plot: Plot) -> Scenery:
    """A narrow lane between high walls that leads away from the camera; one lamp, bins, a far street."""
    area = (-2.1, -16.0, 2.1, 20.0)
    floor = grounds.layers(
        grounds.cobbles(area, "#8f887e", plot.seed, 0.26),
        grounds.puddles((-1.6, -12, 1.6, 14), plot.outer.horizon, plot.seed, 12) if plot.wet > 0.5 else (lambda canvas: None),
    )
    s = open_land(plot, floor, "#8f887e")
    s.ground = replace(s.ground, width=4.2, depth=36.0, z=2.0, gloss=plot.wet)
    s.rings = [skyline(plot.rng, 240, 60, "#5d6a80")]
    row(s, plot, -2.1, -16.0, 0.0, 1.0, 34.0, shops=False)
    row(s, plot, 2.1, 18.0, 0.0, -1.0, 34.0, shops=False)
    row(s, plot, -9.0, 26.0, 1.0, 0.0, 18.0)
    for x, z in ((-1.7, 3.2), (1.75, 8.0), (-1.7, -4.0)):
        s.add("bin", [drum(0.3, 0.85, "#4a5a52", sides=10, top="#35413b"), drum(0.32, 0.06, "#56675e", y=0.85, sides=10)], x, z)
    s.add("crates", [*f.crate(0.55), *moved(f.crate(0.45), 0.05, 0.46, 0, 12)], 1.6, 2.0, 14)
    for z in (1.6, 9.0, -6.0):
        side = 1 if z > 0 else -1
        s.add(
            "lantern",
            [
                box(0.5, 0.05, 0.05, "#2f3438", side * 0.25, 3.3),
                box(0.22, 0.34, 0.22, "#ffe2a0", 0, 2.92, glow=1.0 if plot.lit else 0.15),
            ],
            side * 1.6,
            z,
            keep=True,
        )
        s.lamp(side * 1.5, 2.95, z, WARM, 1.2, 2.2)
    s.seat = "crate"
    s.bounds = (-1.8, 1.8, -15.0, 17.0)
    return s


def square(plot: Plot) -> Scenery:
    """A town square: houses on all sides, a fountain or a statue, trees, lamps, benches."""
    paving = "#e4e9ee" if plot.snow else "#bdb3a2"
    s = open_land(plot, grounds.cobbles((-20, -20, 20, 20), paving, plot.seed, 0.4), paving, 40)
    s.ground = replace(s.ground, gloss=plot.wet)
    s.rings = [skyline(plot.rng, 260, 46, "#6f7c92")]
    row(s, plot, -18.0, 17.0, 1.0, 0.0, 36.0)
    row(s, plot, -18.0, -17.0, 0.0, 1.0, 34.0)
    row(s, plot, 18.0, 17.0, 0.0, -1.0, 34.0)
    row(s, plot, 18.0, -17.0, -1.0, 0.0, 36.0)
    s.add("fountain", statue() if plot.seed % 2 and not plot.has("fountain") else fountain(), 2.6, 8.0)
    for x, z in ((-7.0, 4.0), (7.0, 3.4), (-7.0, -6.0), (7.0, -6.0)):
        s.add("lamppost", lamppost(plot.lit), x, z)
        s.lamp(x, 4.1, z, WARM, 1.25, 2.8)
    for x, z in ((-9.5, 9.5), (9.8, 10.0), (-10, -9), (10, -9)):
        s.cutouts.append(
            nature.tree(
                x,
                z,
                plot.rng,
                plot.rng.uniform(5, 6.5),
                "broadleaf",
                nature.AUTUMN if plot.has("autumn") else nature.GREENS,
                snow=plot.snow,
            )
        )
    for x, z, turn in ((-4.6, 5.6, 20), (-5.0, -4.4, 160), (5.4, -3.4, 200)):
        s.add("bench", f.bench(), x, z, turn)
    s.life.append(Life("birds", 20, 20, 0, 0.7))
    s.bounds = (-16.5, 16.5, -16.0, 16.0)
    return s


def market(plot: Plot) -> Scenery:
    """A market: stalls with striped awnings and full crates, bunting of lamps, houses behind."""
    s = square(plot)
    s.pieces = [p for p in s.pieces if p.name not in ("bench", "fountain")]
    goods = ("#c8503f", "#d8a03f", "#7f9a52", "#c98b5a", "#8f4f6f")
    for i, (x, z, turn) in enumerate(
        (
            (-4.6, 2.9, 0),
            (-1.6, 3.4, 0),
            (1.6, 3.2, 0),
            (4.7, 2.8, 0),
            (-5.2, -3.6, 180),
            (-2.0, -4.2, 180),
            (2.2, -4.4, 180),
            (5.4, -3.6, 180),
        )
    ):
        heap = [
            drum(0.09, 0.1, goods[(i + k) % 5], -0.8 + (k % 6) * 0.3, 0.82 + 0.09 * (k // 6 % 2), -0.2 + 0.2 * (k // 6))
            for k in range(12)
        ]
        s.add("stall", [*stall(("#c8503f", "#3f7a6a", "#d8a03f", "#4f6f9f")[i % 4]), *heap], x, z, turn)
        s.lamp(x, 1.9, z, WARM, 0.6, 1.6)
    for x, z in ((-3.1, 1.9), (3.2, 1.9), (0.3, 2.3)):
        s.add("crate", [*f.crate(0.5), *[drum(0.08, 0.1, goods[k % 5], -0.15 + 0.1 * k, 0.42) for k in range(4)]], x, z, 9)
    return s


def courtyard(plot: Plot) -> Scenery:
    """A yard closed in by old walls: a well, pots, washing, a tree."""
    s = open_land(plot, grounds.cobbles((-7, -8, 7, 6), "#e4e9ee" if plot.snow else "#b3a68f", plot.seed, 0.34), "#b3a68f", 16)
    s.ground = replace(s.ground, width=14.0, depth=14.0, z=-1.0, gloss=plot.wet)
    s.rings = [hills(plot.rng, 400, 40, "#7f8f84")]
    for x, z, ax, az, length in (
        (-7.0, 6.0, 1.0, 0.0, 14.0),
        (-7.0, -8.0, 0.0, 1.0, 14.0),
        (7.0, 6.0, 0.0, -1.0, 14.0),
        (7.0, -8.0, -1.0, 0.0, 14.0),
    ):
        row(s, plot, x, z, ax, az, length, shops=False)
    s.add(
        "well",
        [
            drum(0.7, 0.75, "#a89c8a", sides=12, top="#3a3f44"),
            box(0.09, 1.9, 0.09, "#7a5a3c", -0.6),
            box(0.09, 1.9, 0.09, "#7a5a3c", 0.6),
            taper((1.7, 1.3), (1.7, 0.1), 0.5, "#8f5a4a", y=1.9),
        ],
        -3.0,
        2.6,
    )
    s.cutouts.append(
        nature.tree(3.9, 3.2, plot.rng, 5.5, "broadleaf", nature.SPRING if plot.has("spring") else nature.GREENS, snow=plot.snow)
    )
    for x, z in ((-5.4, 4.8), (5.6, 4.9), (1.2, 5.0), (-5.6, -1.0), (5.6, 0.2)):
        s.cutouts.append(Cutout(x, z, 0.9, 0.9, nature.house_plant(plot.rng, plot.rng.uniform(0.6, 0.95)), shadow=0.25))
    s.add("bench", f.bench(), 1.6, 4.4)
    for x in (-4, 4):
        s.lamp(x, 2.8, 4.6, WARM, 1.0, 2.2)
    s.bounds = (-6.3, 6.3, -7.3, 5.4)
    return s


def rooftop(plot: Plot) -> Scenery:
    """A flat roof above the city: parapet, tank, chimneys, a line of washing, towers all round."""
    s = open_land(plot, grounds.slabs((-8, -9, 8, 6), "#a8a39a", plot.seed, 0.9), "#59636f", 18)
    s.ground = replace(s.ground, width=16.0, depth=15.0, z=-1.5, near=rgb("#59636f"), level=-22.0)
    s.rings = [
        skyline(plot.rng, 520, 110, "#7d8aa0", lit=0.9),
        skyline(plot.rng, 240, 30, "#5f6c82", lit=0.9),
        skyline(plot.rng, 120, 8, "#4f5b6e", lit=0.8),
    ]
    for x, z, w, d in ((0, 6, 16, 0.3), (0, -9, 16, 0.3), (-8, -1.5, 0.3, 15), (8, -1.5, 0.3, 15)):
        s.add("parapet", [box(w, 0.85, d, "#b7a894"), box(w + 0.1, 0.08, d + 0.12, "#8f8474", y=0.85)], x, z, keep=True)
    s.add(
        "tank",
        [
            *[box(0.12, 1.2, 0.12, "#5d5048", a * 0.7, 0, b * 0.7) for a in (-1, 1) for b in (-1, 1)],
            drum(1.05, 1.7, "#8a6448", y=1.2, sides=14),
            drum(1.15, 0.7, "#6f5040", y=2.9, upper=0.08, sides=14),
        ],
        5.2,
        3.6,
    )
    s.add(
        "chimney",
        [box(0.8, 1.6, 0.6, "#9a6450"), drum(0.14, 0.4, "#7a4a3c", -0.2, 1.6), drum(0.14, 0.4, "#7a4a3c", 0.2, 1.6)],
        -5.4,
        4.2,
    )
    s.add("hut", [box(2.4, 2.4, 2.2, "#b7a894", top="#6f6a62"), box(0.9, 2.0, 0.05, "#5d7f77", 0, 0, -1.12)], -5.6, -5.8)
    s.add("vent", [box(0.9, 0.7, 0.9, "#9aa3a6"), box(0.7, 0.1, 0.7, "#7d868a", y=0.7)], 2.6, 4.4)
    s.lamp(-5.6, 2.3, -4.5, WARM, 1.0, 2.4)
    s.life += [Life("birds", 30, 12, 0, 0.8), Life("smoke", -5.4, 2.0, 4.2, 0.6)]
    s.seat = "crate"
    s.bounds = (-7.4, 7.4, -8.4, 5.4)
    return s


def village(plot: Plot) -> Scenery:
    """A village lane: cottages with smoking chimneys, fences, gardens, hills."""
    green = "#e8edf2" if plot.snow else "#86a05a"
    floor = grounds.layers(
        grounds.grass((-22, -22, 22, 22), green, plot.seed, flowers=not plot.snow),
        grounds.path([(-22, -1.0), (-8, 0.2), (0, 0), (8, -0.4), (22, 1.5)], 2.8, "#dfe5ea" if plot.snow else "#c2ab82"),
    )
    s = open_land(plot, floor, green)
    s.rings = [hills(plot.rng, 700, 120, "#7489a4"), hills(plot.rng, 260, 30, "#6f8f68"), woods(plot.rng, 90, 9, "#56794f")]
    roofs = ("#eef2f6",) * 3 if plot.snow else ("#8f5a4a", "#7a6450", "#a0664a")
    for i, (x, z, turn) in enumerate(
        (
            (-8.5, 6.5, 0),
            (-1.2, 8.4, 0),
            (6.6, 6.8, 0),
            (14.0, 8.0, 0),
            (-15.5, 8.0, 0),
            (-9.5, -8.0, 180),
            (-1.0, -9.0, 180),
            (8.0, -8.4, 180),
        )
    ):
        s.add(
            "house",
            house(
                5.2,
                4.6,
                plot.rng.uniform(2.6, 3.4),
                ("#e6d9bd", "#d8b694", "#c9d0c4", "#e0c4a8")[i % 4],
                roofs[i % 3],
                lit=plot.lit,
            ),
            x,
            z,
            turn + plot.rng.uniform(-6, 6),
        )
        if i < 3:
            s.life.append(Life("smoke", x + 1.4, 5.4, z + 0.4, 0.6))
    for x, z in ((-5.0, 3.4), (3.2, 3.6), (10.5, 3.6), (-12, 3.6)):
        s.add("fence", fence(4.6, "#f0e8da"), x, z)
    for x, z, h in ((-5.2, 9.5, 6), (3.0, 10.5, 6.5), (10.8, 10.2, 7), (-12, 9.6, 6), (-5.6, -7.6, 5.5), (3.6, -8.2, 6)):
        s.cutouts.append(
            nature.tree(x, z, plot.rng, h, "broadleaf", nature.AUTUMN if plot.has("autumn") else nature.GREENS, snow=plot.snow)
        )
    for x in (-6.5, -3.6, 2.0, 4.6, 9.2):
        s.cutouts.append(
            Cutout(x, 3.9, 1.2, 0.8, nature.bush(plot.rng, 0.8, flowers="" if plot.snow else "#e07a8b"), shadow=0.4, sway=0.02)
        )
    for x in (-4.6, 4.6):
        s.lamp(x, 2.2, 5.6, WARM, 0.9, 2.2)
    s.life.append(Life("birds", 30, 18, 0, 0.7))
    return s


KINDS = {
    "street": street,
    "alley": alley,
    "square": square,
    "market": market,
    "courtyard": courtyard,
    "rooftop": rooftop,
    "village": village,
}
