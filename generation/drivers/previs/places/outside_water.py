"""Places on the water: pier, harbour, sea, river, lake, boat."""

from __future__ import annotations

from dataclasses import replace

from generation.drivers.previs.lighting import rgb
from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds, nature
from generation.drivers.previs.places.houses import house, lighthouse
from generation.drivers.previs.places.plot import Plot, hills, open_land, woods
from generation.drivers.previs.places.scenery import Cutout, Life, Ring, Scenery
from generation.drivers.previs.places.solids import Parts, box, drum, moved
from generation.drivers.previs.places.vehicles import fishing_boat, lamppost, post, rowing_boat, sailing_boat


def coast(plot: Plot, distance: float, height: float, colour: str, share: float = 0.4) -> Ring:
    """Hills on part of the horizon, open sea elsewhere."""
    ring = hills(plot.rng, distance, height, colour)
    n = len(ring.heights)
    heights = []
    for i, h in enumerate(ring.heights):
        at = ((i / n) + 0.08) % 1.0
        edge = min(at / 0.06, (share - at) / 0.06, 1.0)
        heights.append(h * max(0.0, edge) if at < share else 0.0)
    return replace(ring, heights=tuple(heights))


def drum_post() -> Parts:
    """The post of a pier's lantern."""
    return [
        drum(0.06, 2.32, "#5d4636", sides=6),
        box(0.3, 0.05, 0.3, "#4a3a2e", y=2.64),
        box(0.26, 0.04, 0.26, "#4a3a2e", y=2.31),
    ]


def pier(plot: Plot) -> Scenery:
    """A wooden pier over the sea: planks, piles with ropes, nets and crates, boats, a far coast."""
    area = (-2.2, -14.0, 2.2, 7.5)
    deck = grounds.boards(area, "#a5835c", plot.seed, wide=0.2, along_x=True)
    s = open_land(plot, deck, "#2f6f86", water=True)
    s.ground = replace(s.ground, paint=deck, width=4.4, depth=21.5, z=-3.25, near=rgb("#3a7488"))
    s.ground = replace(s.ground, level=-0.9)
    s.rings = [coast(plot, 900, 110, "#6d86a0"), coast(plot, 420, 38, "#5d7f7a", 0.28)]
    for z in (7.3, 4.2, 1.2, -1.8, -4.8, -7.8, -10.8):
        for x in (-2.15, 2.15):
            s.add("post", post(1.6, -0.75), x, z)
    s.add(
        "edge",
        [
            box(0.16, 0.38, 21.5, "#8a6a48", -2.2, -0.26, 0),
            box(0.16, 0.38, 21.5, "#8a6a48", 2.2, -0.26, 0),
            box(4.5, 0.38, 0.16, "#8a6a48", 0, -0.26, 10.75),
        ],
        0,
        -3.25,
        keep=True,
        flat=True,
    )
    s.add("crates", f.crate(0.55), -1.6, 2.6, 12)
    s.add("crates", f.crate(0.48), -1.55, 3.25, -20)
    s.add("crates", f.crate(0.42), -1.62, 2.62, 30, y=0.46)
    s.add("barrel", f.barrel(), 1.62, 3.1)
    s.add("barrel", f.barrel("#7d6a58"), 1.55, -3.4)
    s.add("bollard", [drum(0.13, 0.4, "#3d4247", sides=10), drum(0.2, 0.12, "#4a5056", y=0.36, upper=0.16, sides=10)], 1.75, 0.9)
    s.add(
        "rope",
        [drum(0.26, 0.07, "#c9a873", sides=14, top="#b8945e"), drum(0.2, 0.07, "#b8945e", y=0.07, sides=14, top="#c9a873")],
        1.55,
        1.7,
    )
    s.add("boat", fishing_boat(), 5.4, 4.2, 24, y=-0.9)
    s.add("boat", rowing_boat(), -4.3, 1.0, -12, y=-0.86)
    s.add("boat", fishing_boat("#3f6f86", "#e6d9c0"), -9.5, 13, 60, y=-0.9)
    s.add("boat", fishing_boat("#5d7f57"), 14, 22, 10, y=-0.9)
    s.add("shed", house(2.6, 2.2, 2.3, "#8f5a4a", "#5d4640"), -3.6, -11.5)
    for x, z in ((-1.95, 4.4), (1.95, -6.4)):
        s.add("lamp", [*drum_post(), box(0.2, 0.28, 0.2, "#ffe2a0", y=2.35, glow=1.0 if plot.lit else 0.15)], x, z)
        s.lamp(x, 2.45, z, (1.0, 0.76, 0.42), 1.1, 2.3)
    s.life.append(Life("birds", 10, 12, 0))
    s.life.append(Life("birds", 150, 18, 0, 0.7))
    s.seat, s.table = "crate", "crate-table"
    s.bounds = (-30, 30, -40, 30)
    return s


def harbour(plot: Plot) -> Scenery:
    """A quay: stone edge, bollards, boats at their moorings, houses of the town behind, a lighthouse at the mole's end."""
    area = (-26.0, -9.0, 26.0, 3.2)
    quay = grounds.layers(grounds.cobbles(area, "#b0a594" if not plot.snow else "#dfe5ea", plot.seed, 0.34), lambda canvas: None)
    s = open_land(plot, quay, "#2f6f86", water=True)
    s.ground = replace(
        s.ground, paint=quay, width=52.0, depth=12.2, z=-2.9, near=rgb("#33707f"), gloss=plot.wet * 0.6, level=-1.1
    )
    s.rings = [coast(plot, 900, 120, "#6d86a0"), coast(plot, 380, 44, "#5d7f7a", 0.34)]
    s.add("edge", [box(52.0, 0.22, 0.42, "#9a9080", 0, 0, 3.1)], 0, 3.1, keep=True, flat=True)
    for x in (-9.5, -4.2, 2.2, 7.4, 12.0):
        s.add(
            "bollard", [drum(0.14, 0.42, "#3d4247", sides=10), drum(0.21, 0.13, "#4a5056", y=0.38, upper=0.17, sides=10)], x, 2.5
        )
    boats = (("#b5483f", -6.8, 5.0, 4), ("#3f6f86", 0.8, 5.4, -6), ("#5d7f57", 8.6, 5.2, 8), ("#d8a03f", -13.5, 6.0, 14))
    for colour, x, z, turn in boats:
        s.add("boat", fishing_boat(colour), x, z, turn, y=-1.1)
    for x, z, turn in ((-9.5, 12.0, 30), (5.5, 13.0, -20), (13.5, 11.0, 60), (-2.0, 17.0, 10), (-18, 16, 40)):
        s.add("boat", sailing_boat(), x, z, turn, y=-1.05)
    s.add("mole", [box(26.0, 1.6, 2.4, "#8f8778", 0, -0.9, 0), box(5.0, 1.9, 3.6, "#9a9080", 12.0, -0.9, 0)], 26.0, 40.0, 12)
    s.add("lighthouse", lighthouse(plot.lit), 37.5, 37.6)
    s.lamp(37.5, 9.4, 37.6, (1.0, 0.92, 0.7), 1.0, 3.0)
    tones = ("#d9a07a", "#e6d3ae", "#b9c4b4", "#c98b7a", "#a9b9c4", "#d8c08a", "#c4a08a")
    for i in range(9):
        s.add(
            "house", house(4.4, 5.0, plot.rng.uniform(4.6, 7.0), tones[i % 7], "#8f5a4a", lit=plot.lit), -20 + i * 5.0, -11.6, 180
        )
    for x in (-12.0, -3.4, 5.6, 14.0):
        s.add("lamppost", lamppost(plot.lit), x, -3.4)
        s.lamp(x, 4.1, -3.4, (1.0, 0.80, 0.50), 1.2, 2.6)
    s.add("crates", [*f.crate(0.6), *moved(f.crate(0.5), 0.7, 0, 0.1, 14), *moved(f.crate(0.45), 0.2, 0.5, 0.0, -8)], -2.9, 1.7)
    s.add("barrel", f.barrel(), 4.4, 1.9)
    s.add("barrel", f.barrel("#4f6f8f"), 5.1, 1.6)
    s.add(
        "nets",
        [drum(0.5, 0.22, "#4f6f6a", upper=0.3, sides=10), drum(0.3, 0.16, "#5f7f78", 0.3, 0.12, 0.1, upper=0.1, sides=8)],
        3.1,
        0.4,
    )
    s.add("rope", [drum(0.26, 0.07, "#c9a873", sides=14, top="#b8945e"), drum(0.2, 0.07, "#b8945e", y=0.07, sides=14)], -4.6, 1.3)
    s.life += [Life("birds", 10, 14, 0), Life("birds", 170, 20, 0, 0.7)]
    s.seat, s.table = "crate", "crate-table"
    s.bounds = (-24, 24, -8.6, 30)
    return s


def sea(plot: Plot) -> Scenery:
    """Out on the water: the deck of a small boat, waves to the horizon."""
    area = (-3.0, -1.4, 3.0, 1.4)
    deck = grounds.boards(area, "#b08a5c", plot.seed, wide=0.18, along_x=True)
    s = open_land(plot, deck, "#235f78", water=True)
    s.ground = replace(s.ground, paint=deck, width=6.0, depth=2.8, near=rgb("#27647a"), level=-0.75)
    s.rings = [coast(plot, 1200, 90, "#6d86a0", 0.22)]
    for z in (-1.45, 1.45):
        s.add("side", [box(6.2, 1.05, 0.12, "#3f6f86", 0, -0.72, 0), box(6.2, 0.05, 0.2, "#f0e8d8", 0, 0.34, 0)], 0, z, keep=True)
    s.add("bow", [box(0.14, 1.1, 2.9, "#3f6f86", y=-0.7), box(0.24, 0.05, 3.0, "#f0e8d8", y=0.42)], -3.05, 0, keep=True)
    s.add("mast", [drum(0.06, 5.0, "#8a6a48", sides=8)], 1.9, 0.5)
    s.add("house", [box(1.0, 1.3, 1.6, "#efe8da", top="#7a4a40"), box(1.02, 0.4, 1.2, "#4f7a8c", 0, 0.72)], 2.7, 0.35, keep=True)
    s.add("rope", [drum(0.22, 0.07, "#c9a873", sides=12, top="#b8945e")], -1.9, 0.8)
    s.add("crate", f.crate(0.45), -2.4, 0.5, 10)
    s.life += [Life("birds", 10, 12, 0), Life("birds", 200, 17, 0, 0.8)]
    s.seat, s.table = "thwart", "crate-table"
    return s


def _shore(plot: Plot, water: str, edge: float, land: str) -> Scenery:
    area = (-50.0, -60.0, 50.0, edge)
    floor = grounds.layers(
        grounds.grass(area, land, plot.seed, flowers=True),
        grounds.path([(-50, edge - 0.2), (-8, edge - 0.5), (0, edge - 0.3), (9, edge - 0.6), (50, edge)], 1.3, "#c9b78f"),
    )
    s = open_land(plot, floor, water, water=True)
    s.ground = replace(s.ground, paint=floor, width=100.0, depth=60.0 + edge, z=(edge - 60.0) / 2, near=rgb(water), level=-0.12)
    for i in range(26):
        x = -20 + i * 1.6 + plot.rng.uniform(-0.5, 0.5)
        if abs(x) > 1.3:
            s.cutouts.append(
                Cutout(
                    x,
                    edge - plot.rng.uniform(0.1, 0.9),
                    0.9,
                    1.0,
                    nature.tuft(plot.rng, plot.rng.uniform(0.5, 1.1), "#7f9450"),
                    sway=0.06,
                )
            )
    for x, z in ((-4.4, edge - 0.7), (3.6, edge - 0.5), (5.8, edge - 1.0)):
        s.cutouts.append(Cutout(x, z, 1.0, 0.6, nature.rock(plot.rng, plot.rng.uniform(0.5, 1.0), snow=plot.snow), shadow=0.4))
    for x, z, h in (
        (-7.5, 0.5, 6.5),
        (8.0, 0.0, 7.2),
        (-11.0, -6.0, 7.0),
        (10.5, -7.5, 6.0),
        (-4.5, -10.0, 6.4),
        (3.5, -12.0, 7.0),
    ):
        s.cutouts.append(
            nature.tree(x, z, plot.rng, h, "broadleaf", nature.AUTUMN if plot.has("autumn") else nature.GREENS, snow=plot.snow)
        )
    s.life.append(Life("birds", 10, 15, 0, 0.8))
    s.seat = "log"
    return s


def lake(plot: Plot) -> Scenery:
    """A lake among hills and firs."""
    s = _shore(plot, "#3f7f93", 3.0, "#dfe6ea" if plot.snow else "#7f9a55")
    s.rings = [
        hills(plot.rng, 900, 210, "#7489a4", rough=0.8),
        hills(plot.rng, 420, 70, "#5d7f73"),
        woods(plot.rng, 230, 16, "#45664f"),
    ]
    s.add("boat", rowing_boat("#a8483f"), -3.2, 5.2, 30, y=-0.15)
    return s


def river(plot: Plot) -> Scenery:
    """A river; trees and hills on the other bank."""
    s = _shore(plot, "#4a8490", 2.6, "#dfe6ea" if plot.snow else "#86a05a")
    s.rings = [
        hills(plot.rng, 600, 90, "#6f8a84"),
        hills(plot.rng, 120, 9, "#6f8f58", rough=0.2),
        woods(plot.rng, 90, 12, "#547a4c"),
    ]
    for i in range(9):
        s.cutouts.append(
            nature.tree(
                -26 + i * 6.4 + plot.rng.uniform(-2, 2),
                27 + plot.rng.uniform(-2, 3),
                plot.rng,
                plot.rng.uniform(5, 8),
                "broadleaf",
                nature.GREENS,
                snow=plot.snow,
            )
        )
    return s


KINDS = {"pier": pier, "harbour": harbour, "sea": sea, "lake": lake, "river": river}
