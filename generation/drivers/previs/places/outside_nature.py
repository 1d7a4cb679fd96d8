"""Places that grew: forest, park, field, mountains, beach and the like."""

from __future__ import annotations

import math
from dataclasses import replace

from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds, nature
from generation.drivers.previs.places.houses import column, fence, fountain, house
from generation.drivers.previs.places.plot import Plot, hills, open_land, skyline, woods
from generation.drivers.previs.places.scenery import Cutout, Life, Scenery
from generation.drivers.previs.places.solids import box
from generation.drivers.previs.places.vehicles import gravestone, lamppost

LAND = (-22.0, -22.0, 22.0, 22.0)


def scatter(plot: Plot, count: int, inner: float, outer: float) -> list[tuple[float, float]]:
    """Places all round, none in the acting area."""
    found = []
    for _ in range(count):
        a, r = plot.rng.uniform(0, 2 * math.pi), inner + (outer - inner) * plot.rng.random() ** 0.8
        found.append((math.sin(a) * r, math.cos(a) * r))
    return found


def leaves(plot: Plot) -> tuple[str, ...]:
    """The season's greens."""
    return nature.AUTUMN if plot.has("autumn") else nature.SPRING if plot.has("spring") else nature.GREENS


def forest(plot: Plot) -> Scenery:
    """A wood with a path: stems near, crowns and firs behind, ferns and stones."""
    soil = "#e8edf2" if plot.snow else "#6f7a4a"
    floor = grounds.layers(
        grounds.grass(LAND, soil, plot.seed),
        grounds.path([(-3, -22), (-1.0, -8), (0.3, 0), (1.5, 8), (-2, 22)], 2.0, "#dfe5ea" if plot.snow else "#a08a62"),
    )
    s = open_land(plot, floor, soil)
    s.rings = [hills(plot.rng, 260, 46, "#5f7f66"), woods(plot.rng, 95, 17, "#527558"), woods(plot.rng, 52, 10, "#43654b")]
    for x, z in scatter(plot, 46, 5.0, 20):
        if abs(x - 0.2 * math.sin(z / 5)) < 1.6:
            continue
        kind = plot.rng.choice(("conifer", "conifer", "broadleaf"))
        s.cutouts.append(nature.tree(x, z, plot.rng, plot.rng.uniform(5.5, 9.5), kind, leaves(plot), snow=plot.snow))
    for x, z in scatter(plot, 16, 3.2, 9):
        if abs(x) > 1.4:
            s.cutouts.append(nature.tree(x, z, plot.rng, plot.rng.uniform(7, 9), "trunk"))
    for x, z in scatter(plot, 40, 2.2, 11):
        s.cutouts.append(Cutout(x, z, 0.9, 0.7, nature.tuft(plot.rng, plot.rng.uniform(0.4, 0.8), "#5f8a48"), sway=0.05))
    for x, z in scatter(plot, 14, 2.6, 10):
        s.cutouts.append(
            Cutout(x, z, 1.4, 0.9, nature.bush(plot.rng, plot.rng.uniform(0.7, 1.3), leaves(plot)), sway=0.03, shadow=0.5)
        )
    for x, z in scatter(plot, 7, 2.5, 9):
        s.cutouts.append(Cutout(x, z, 1.0, 0.6, nature.rock(plot.rng, plot.rng.uniform(0.4, 1.0), snow=plot.snow), shadow=0.45))
    s.life.append(Life("birds", 10, 16, 0, 0.8))
    s.seat = "log"
    return s


def beach(plot: Plot) -> Scenery:
    """Sand, then the sea; dunes behind."""
    sand = "#e6d2a6"
    floor = grounds.speckled(
        (-60, -70, 60, 5.4), sand, ("#d8c293", "#f0e0ba", "#c9b184"), plot.seed, count=3600, size=(0.03, 0.18), flat=0.3
    )

    s = open_land(plot, floor, "#3f8fa3", 44, water=True)
    s.ground = replace(s.ground, width=120, depth=75.4, z=-32.3, level=-0.06)
    s.rings = [hills(plot.rng, 700, 60, "#6f8f9a", base=0)]
    s.rings[0] = type(s.rings[0])(
        s.rings[0].distance, tuple(h if i % 96 > 60 else 0.05 for i, h in enumerate(s.rings[0].heights)), s.rings[0].colour
    )
    dunes = hills(plot.rng, 72, 6.5, "#d9c795", rough=0.35)
    s.rings.append(
        replace(dunes, heights=tuple(h * max(0.0, -math.cos(i / 96 * 2 * math.pi)) ** 0.5 for i, h in enumerate(dunes.heights)))
    )
    for x, z in scatter(plot, 26, 7, 20):
        if z < 1.0:
            s.cutouts.append(Cutout(x, z, 1.0, 0.7, nature.tuft(plot.rng, plot.rng.uniform(0.5, 0.9), "#a8a35f"), sway=0.08))
    if plot.has("palms") or plot.seed % 3 == 0:
        for x, z in ((-6.5, -2.0), (7.5, 1.0), (-9, 2.0)):
            s.cutouts.append(nature.tree(x, z, plot.rng, plot.rng.uniform(5, 7), "palm"))
    for x, z in ((-4.2, 3.6), (5.2, 4.2), (4.4, 3.4), (-7, 4)):
        s.cutouts.append(Cutout(x, z, 1.2, 0.7, nature.rock(plot.rng, plot.rng.uniform(0.5, 1.2)), shadow=0.5))
    s.life.append(Life("birds", 10, 13, 0))
    s.seat = "rock"
    return s


def park(plot: Plot) -> Scenery:
    """A city park: lawn, a gravel path, benches, lamps, round trees, a pond of flowers."""
    green = "#e8edf2" if plot.snow else "#7fa356"
    floor = grounds.layers(
        grounds.grass(LAND, green, plot.seed, flowers=not plot.snow),
        grounds.path([(-22, -2), (-9, 0.6), (0, 0.2), (8, -0.8), (22, 2.5)], 2.4, "#dfe5ea" if plot.snow else "#d6c39a"),
    )
    s = open_land(plot, floor, green)
    s.rings = [skyline(plot.rng, 420, 62, "#8a96a8"), woods(plot.rng, 90, 13, "#5a8450"), woods(plot.rng, 46, 8, "#4f7a49")]
    for x, z in scatter(plot, 22, 6.5, 20):
        if abs(z) > 2.4:
            s.cutouts.append(nature.tree(x, z, plot.rng, plot.rng.uniform(4.8, 7.2), "broadleaf", leaves(plot), snow=plot.snow))
    for x, z in scatter(plot, 16, 3.4, 12):
        if abs(z) > 2.0:
            s.cutouts.append(
                Cutout(
                    x,
                    z,
                    1.3,
                    0.9,
                    nature.bush(
                        plot.rng,
                        plot.rng.uniform(0.7, 1.1),
                        leaves(plot),
                        flowers="" if plot.snow else plot.rng.choice(("#e07a8b", "#f4d35e", "#b79be0")),
                    ),
                    sway=0.02,
                    shadow=0.5,
                )
            )
    for x, z, turn in ((-3.4, 2.1, 0), (4.2, 1.6, 0), (-6.5, -2.6, 180)):
        s.add("bench", f.bench(), x, z, turn)
    for x, z in ((-6.2, 2.2), (6.4, 1.6), (-1.0, -3.2)):
        s.add("lamppost", lamppost(plot.lit), x, z)
        s.lamp(x, 4.1, z, (1.0, 0.82, 0.55), 1.2, 2.6)
    if plot.has("fountain"):
        s.add("fountain", fountain(), 0.5, 7.0)
    s.life.append(Life("birds", 10, 16, 0, 0.8))
    return s


def garden(plot: Plot) -> Scenery:
    """A house garden: beds of flowers, a hedge, a tree, a table under it, the house behind."""
    green = "#e8edf2" if plot.snow else "#86aa58"
    s = open_land(
        plot,
        grounds.layers(
            grounds.grass(LAND, green, plot.seed, flowers=True),
            grounds.path([(0.4, -14), (0.2, -4), (-0.6, 2), (-2.6, 7)], 1.2, "#cdbb98"),
        ),
        green,
    )
    s.rings = [hills(plot.rng, 400, 40, "#7f9a80"), woods(plot.rng, 70, 12, "#56794f")]
    s.add("house", house(7.5, 5.5, 4.8, "#e6d9bd", "#8f5a4a", lit=plot.lit), -3.4, 10.0)
    for x in map(float, range(-10, 11, 2)):
        for side in (7.0, -9.0):
            if abs(x + 3) > 4.2 or side < 0:
                s.cutouts.append(Cutout(x, side, 2.2, 1.4, nature.bush(plot.rng, 1.7, ("#4f7f4a", "#58874f")), shadow=0.7))
    for x, z in (
        (-4.0, 2.4),
        (-3.2, 3.0),
        (-2.4, 2.5),
        (2.6, 2.8),
        (3.4, 2.2),
        (4.2, 3.0),
        (5.0, 2.4),
        (-5.0, 3.2),
        (3.0, -3.4),
        (-3.6, -3.8),
    ):
        s.cutouts.append(
            Cutout(
                x,
                z,
                0.9,
                0.8,
                nature.bush(
                    plot.rng,
                    plot.rng.uniform(0.6, 0.9),
                    leaves(plot),
                    flowers=plot.rng.choice(("#e07a8b", "#f4d35e", "#b79be0", "#f7f3e8")),
                ),
                sway=0.02,
                shadow=0.35,
            )
        )
    s.cutouts.append(nature.tree(5.2, 4.8, plot.rng, 6.2, "broadleaf", leaves(plot), snow=plot.snow))
    s.cutouts.append(nature.tree(-7.6, 5.0, plot.rng, 5.4, "broadleaf", leaves(plot), snow=plot.snow))
    s.lamp(-3.4, 2.4, 7.0, (1.0, 0.8, 0.5), 1.0, 2.2)
    s.life.append(Life("birds", 10, 17, 0, 0.7))
    s.table = "table"
    return s


def field(plot: Plot) -> Scenery:
    """Open fields: long grass or corn, a lone tree, a fence, hills."""
    tone = "#e8edf2" if plot.snow else ("#c9b45f" if plot.seed % 2 else "#9aac58")
    s = open_land(
        plot,
        grounds.layers(
            grounds.grass(LAND, tone, plot.seed, flowers=not plot.snow),
            grounds.path([(-22, 1), (-6, 0.3), (0, -0.1), (7, 0.4), (22, -2)], 1.4, "#bfa878"),
        ),
        tone,
    )
    s.rings = [
        hills(plot.rng, 900, 110, "#7d92a6"),
        hills(plot.rng, 420, 34, "#8a9f68", rough=0.3),
        hills(plot.rng, 170, 8, "#a8ab62", rough=0.3),
        woods(plot.rng, 240, 10, "#5d7f52"),
    ]
    for x, z in scatter(plot, 130, 1.8, 17):
        if abs(z - 0.1) > 1.1:
            s.cutouts.append(
                Cutout(
                    x,
                    z,
                    0.9,
                    1.0,
                    nature.tuft(
                        plot.rng,
                        plot.rng.uniform(0.5, 1.0),
                        "#d6dde2" if plot.snow else "#c2a94f" if plot.seed % 2 else "#8aa04f",
                    ),
                    sway=0.1,
                )
            )
    s.cutouts.append(nature.tree(7.5, 9.0, plot.rng, 7.5, "broadleaf", leaves(plot), snow=plot.snow))
    s.add("fence", fence(12.0), -7.5, 4.4, 4)
    s.life.append(Life("birds", 10, 14, 0, 0.7))
    s.seat = "log"
    return s


def mountain(plot: Plot) -> Scenery:
    """High ground: rocks, firs, peaks with snow beyond."""
    tone = "#eef2f6" if plot.snow else "#8f9a6a"
    s = open_land(
        plot,
        grounds.layers(
            grounds.speckled(LAND, tone, ("#7d8a5c", "#a39c86", "#b3ac98"), plot.seed, count=1500, size=(0.04, 0.3), flat=0.5),
            grounds.path([(-22, -4), (-7, -0.6), (0, 0), (6, 1.4), (14, 9), (22, 14)], 1.3, "#b7a888"),
        ),
        tone,
    )
    s.rings = [
        hills(plot.rng, 1500, 620, "#8fa0ba", rough=1.1, steps=150),
        hills(plot.rng, 800, 260, "#6f86a0", rough=0.9, steps=120),
        hills(plot.rng, 320, 70, "#5f7f78", rough=0.6),
        woods(plot.rng, 130, 14, "#456650"),
    ]
    for x, z in scatter(plot, 26, 3.0, 16):
        s.cutouts.append(
            Cutout(x, z, 1.6, 1.0, nature.rock(plot.rng, plot.rng.uniform(0.5, 2.2), "#8f8c88", snow=plot.snow), shadow=0.6)
        )
    for x, z in scatter(plot, 20, 6.5, 19):
        s.cutouts.append(nature.tree(x, z, plot.rng, plot.rng.uniform(3.5, 7), "conifer", snow=plot.snow))
    for x, z in scatter(plot, 30, 2.2, 10):
        s.cutouts.append(Cutout(x, z, 0.6, 0.5, nature.tuft(plot.rng, plot.rng.uniform(0.25, 0.5), "#8a945a"), sway=0.04))
    s.life.append(Life("birds", 10, 18, 0, 0.6))
    s.seat = "rock"
    return s


def desert(plot: Plot) -> Scenery:
    """Sand, dunes, stones, dry bushes."""
    s = open_land(
        plot,
        grounds.speckled(LAND, "#e0b878", ("#d2a765", "#ecca90", "#c99a5c"), plot.seed, count=1300, size=(0.05, 0.5), flat=0.16),
        "#e0b878",
    )
    s.rings = [
        hills(plot.rng, 900, 130, "#b5836a", rough=0.8),
        hills(plot.rng, 320, 34, "#d2a26a", rough=0.25),
        hills(plot.rng, 120, 7, "#ddb272", rough=0.2),
    ]
    for x, z in scatter(plot, 18, 3.0, 15):
        s.cutouts.append(Cutout(x, z, 1.2, 0.7, nature.rock(plot.rng, plot.rng.uniform(0.3, 1.3), "#b58a66"), shadow=0.45))
    for x, z in scatter(plot, 16, 2.6, 13):
        s.cutouts.append(Cutout(x, z, 0.8, 0.6, nature.tuft(plot.rng, plot.rng.uniform(0.3, 0.6), "#a89a5c"), sway=0.05))
    s.seat = "rock"
    return s


def snowfield(plot: Plot) -> Scenery:
    """Snow as far as one sees; a few firs."""
    s = open_land(
        plot,
        grounds.speckled(LAND, "#edf2f7", ("#dfe7ef", "#f7fafc", "#d6e0ea"), plot.seed, count=900, size=(0.08, 0.6), flat=0.2),
        "#edf2f7",
    )
    s.rings = [
        hills(plot.rng, 1100, 260, "#a9b9cf", rough=0.9),
        hills(plot.rng, 360, 36, "#cdd9e6", rough=0.3),
        woods(plot.rng, 150, 11, "#6f8a92"),
    ]
    for x, z in scatter(plot, 22, 6.0, 20):
        s.cutouts.append(nature.tree(x, z, plot.rng, plot.rng.uniform(4, 8), "conifer", snow=True))
    for x, z in scatter(plot, 8, 3.0, 11):
        s.cutouts.append(Cutout(x, z, 1.2, 0.7, nature.rock(plot.rng, plot.rng.uniform(0.4, 1.2), snow=True), shadow=0.4))
    s.seat = "log"
    return s


def ruins(plot: Plot) -> Scenery:
    """Broken columns and walls, overgrown."""
    s = open_land(
        plot,
        grounds.layers(grounds.grass(LAND, "#8f9a62", plot.seed), grounds.slabs((-6, -5, 6, 6), "#b8ad98", plot.seed, 1.0)),
        "#8f9a62",
    )
    s.rings = [hills(plot.rng, 700, 110, "#7d8aa0"), hills(plot.rng, 240, 26, "#7f8f68"), woods(plot.rng, 80, 9, "#5a7a52")]
    for i, (x, z) in enumerate(
        ((-5.2, 4.6), (-2.6, 5.4), (0.4, 5.6), (3.2, 5.2), (5.6, 4.2), (-5.8, 0.8), (5.9, 0.4), (-5.4, -3.8), (5.2, -4.2))
    ):
        s.add("column", column(plot.rng.uniform(3.6, 4.2) if i % 3 else plot.rng.uniform(1.2, 2.6), broken=i % 3 == 0), x, z)
    s.add("wall", [box(5.0, 2.4, 0.5, "#b0a48c"), box(1.6, 1.1, 0.5, "#b0a48c", -1.7, 2.4)], -8.8, 6.4, 24)
    s.add("lintel", [box(3.4, 0.5, 0.8, "#c9bfa8", 0, 4.4)], -1.1, 5.5, 3)
    for x, z in scatter(plot, 18, 2.8, 11):
        s.cutouts.append(Cutout(x, z, 1.0, 0.6, nature.rock(plot.rng, plot.rng.uniform(0.3, 1.0), "#b3a890"), shadow=0.4))
    for x, z in scatter(plot, 34, 2.2, 11):
        s.cutouts.append(Cutout(x, z, 0.8, 0.6, nature.tuft(plot.rng, plot.rng.uniform(0.3, 0.7)), sway=0.05))
    for x, z, h in ((-9, 10, 6), (9.5, 9, 7), (-11, -6, 6)):
        s.cutouts.append(nature.tree(x, z, plot.rng, h, "broadleaf", leaves(plot), snow=plot.snow))
    s.life.append(Life("birds", 10, 18, 0, 0.7))
    s.seat = "rock"
    return s


def cemetery(plot: Plot) -> Scenery:
    """Rows of stones on grass, bare trees, an iron fence."""
    green = "#e4e9ee" if plot.snow else "#75875a"
    s = open_land(
        plot,
        grounds.layers(
            grounds.grass(LAND, green, plot.seed), grounds.path([(0.2, -20), (0, -4), (0.3, 3), (-0.4, 20)], 1.7, "#b3a890")
        ),
        green,
    )
    s.rings = [hills(plot.rng, 500, 60, "#7d8a94"), woods(plot.rng, 70, 12, "#4f6650")]
    for z in (2.2, 4.6, 7.0, -3.0, -5.6):
        for x in (-7.2, -5.0, -2.8, 2.6, 4.8, 7.0):
            s.add(
                "stone",
                gravestone(plot.rng.uniform(0.7, 1.15), plot.rng.choice(("#9aa09c", "#8a8f90", "#aba79a"))),
                x + plot.rng.uniform(-0.3, 0.3),
                z + plot.rng.uniform(-0.3, 0.3),
                plot.rng.uniform(-7, 7),
            )
    s.add("fence", fence(30.0, "#3a4043", 1.4), 0, 10.0)
    for x, z, h in ((-9, 6, 7), (9, 8, 7.5), (-8, -7, 6), (8.5, -6, 6.5)):
        s.cutouts.append(
            nature.tree(x, z, plot.rng, h, "conifer" if plot.rng.random() < 0.6 else "broadleaf", leaves(plot), snow=plot.snow)
        )
    return s


KINDS = {
    "forest": forest,
    "beach": beach,
    "park": park,
    "garden": garden,
    "field": field,
    "mountain": mountain,
    "desert": desert,
    "snowfield": snowfield,
    "ruins": ruins,
    "cemetery": cemetery,
}
