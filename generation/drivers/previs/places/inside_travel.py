"""Places one travels in or shelters in: railway carriage, car, boat cabin, cave."""

from __future__ import annotations

import functools
from dataclasses import replace

import skia

from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds, nature
from generation.drivers.previs.places.plot import Plot, open_land, room, skyline, woods
from generation.drivers.previs.places.scenery import Cutout, Scenery
from generation.drivers.previs.places.solids import box, drum, taper


def train(plot: Plot) -> Scenery:
    """A railway carriage: seats along the windows, a table, the country outside."""
    area = (-1.6, -7.0, 1.6, 7.0)
    made = room(
        plot,
        3.1,
        10.5,
        2.4,
        grounds.carpet(area, "#5f6670", plot.seed),
        wall="#d5d2c6",
        second="#7a5a43",
        style="panelled",
        floor_colour="#5f6670",
        ahead=5.2,
        ceiling="#e4e0d4",
    )
    s = made.scenery
    for wall in (made.left, made.right):
        for i in range(6):
            wall.window(
                1.2 + i * 2.0,
                0.85,
                1.5,
                0.95,
                plot.outer,
                scene="hills",
                frame="#8f8674",
                panes=(1, 1),
                curtain=plot.palette["accent"] if i % 2 else "",
            )
    made.back.door(1.55, "#7a5a43", glass=True)
    made.front.door(1.55, "#7a5a43", glass=True)
    cloth = plot.palette["cloth"]
    for z in (3.6, 2.0, -2.2, -3.8):
        for a in (-1, 1):
            s.add("seat", f.cushion_seat(cloth, 1.0), a * 0.98, z, 0 if z > 2.5 or -3 < z < 0 else 180)
    for z in (1.6, -1.2, 4.2):
        s.add("light", [box(0.4, 0.05, 1.2, "#fff1cf", y=2.34, glow=1.0 if plot.lit else 0.4)], 0, z, keep=True)
        s.lamp(0, 2.2, z, (1.0, 0.88, 0.66), 0.5, 1.6)
        s.glows.pop()
    for a in (-1, 1):
        s.add("rack", [box(0.4, 0.04, 9.0, "#b7a98c", a * 1.3, 1.95, 0)], a * 1.3, 0, keep=True)
    s.seat, s.table = "train", "table"
    return s


def car(plot: Plot) -> Scenery:
    """In a car, seen through the windscreen: seats, doors, roof, and the road behind."""
    area = (-24.0, -24.0, 24.0, 24.0)
    land = grounds.layers(
        grounds.grass(area, "#8f9a62", plot.seed), grounds.road(-3.6, 3.6, -24, 24, along_x=False, wet=plot.wet)
    )
    s = open_land(plot, land, "#8f9a62", 48)
    s.ground = replace(s.ground, y=-0.35)
    s.rings = [skyline(plot.rng, 300, 50, "#6f7c92"), woods(plot.rng, 80, 9, "#5d7a5a")]
    for i in range(12):
        s.cutouts.append(
            nature.tree(
                plot.rng.choice((-1, 1)) * plot.rng.uniform(6, 14),
                5 + i * 3.0,
                plot.rng,
                plot.rng.uniform(4, 7),
                "broadleaf",
                snow=plot.snow,
            )
        )
    body, trim = "#4a5058", "#2b3036"
    s.add("floor", [box(1.8, 0.1, 2.8, trim, 0, -0.1, 0.2)], 0, 0.2, keep=True, flat=True)
    s.add(
        "rear",
        [
            box(1.5, 0.45, 0.5, "#6f5a48", y=0.0),
            taper((1.5, 0.2), (1.36, 0.14), 0.55, "#7a6350", y=0.40, z=0.3),
            *[taper((0.34, 0.12), (0.28, 0.1), 0.2, "#7a6350", x, 0.95, 0.32) for x in (-0.42, 0.42)],
        ],
        0,
        1.05,
        keep=True,
    )
    s.add(
        "tail",
        [box(1.72, 0.75, 0.14, body, 0, 0.05, 0), *[box(0.1, 0.62, 0.1, body, a * 0.82, 0.8, 0) for a in (-1, 1)]],
        0,
        1.6,
        keep=True,
    )
    for a in (-1, 1):
        s.add(
            "door",
            [box(0.08, 0.78, 2.3, body, a * 0.9, 0.0, 0.4), box(0.1, 0.06, 2.3, trim, a * 0.88, 0.76, 0.4)],
            a * 0.9,
            0.9,
            keep=True,
        )
        s.add("pillar", [box(0.08, 0.62, 0.1, body, a * 0.87, 0.8, 0.62)], a * 0.87, 0.62, keep=True)
    s.add("roof", [box(1.8, 0.06, 1.5, body, 0, 1.42, 0)], 0, 0.95, keep=True)
    s.add("dash", [taper((1.7, 0.4), (1.7, 0.2), 0.2, trim, y=0.50)], 0, -0.80, keep=True)
    s.lamp(0.0, 0.9, -0.75, (0.75, 0.85, 1.0), 0.7, 0.9)
    s.glows.pop()
    s.lamp(0.0, 1.3, 0.3, (1.0, 0.85, 0.6), 0.45, 1.1)
    s.glows.pop()
    s.seat = "car-seat"
    s.bounds = (-4, 4, -9, 3)
    return s


def cabin(plot: Plot) -> Scenery:
    """A boat's cabin: planks, round-cornered windows on the sea, a bunk, a lantern, a chart table."""
    area = (-2.2, -5.0, 2.2, 2.4)
    made = room(
        plot,
        4.4,
        5.0,
        2.2,
        grounds.boards(area, "#a07850", plot.seed),
        style="plank",
        wall="#c2a077",
        second="#7a5a3c",
        floor_colour="#a07850",
        ahead=2.0,
        ceiling="#b8976c",
    )
    s = made.scenery
    for x in (1.1, 2.2, 3.3):
        made.back.window(x, 1.15, 0.75, 0.55, plot.outer, scene="sea", frame="#7a5a3c", panes=(1, 1))
    for x in (2.4, 4.2):
        made.left.window(x, 1.15, 0.8, 0.55, plot.outer, scene="sea", frame="#7a5a3c", panes=(1, 1))
        made.right.window(x, 1.15, 0.8, 0.55, plot.outer, scene="sea", frame="#7a5a3c", panes=(1, 1))
    made.front.door(2.2, "#7a5a3c", h=1.9)
    made.back.niche(2.2, 0.95, 0.9, 1, plot.rng, "#7a5a3c", "books")
    s.add(
        "bunk",
        [
            box(1.9, 0.42, 0.75, "#8a6a48"),
            box(1.86, 0.14, 0.7, "#e6dcc8", y=0.42),
            box(1.2, 0.05, 0.74, "#3f6f86", -0.3, 0.55),
            taper((0.4, 0.5), (0.34, 0.4), 0.12, "#f4eee0", 0.7, 0.55),
        ],
        -1.1,
        1.55,
    )
    s.add(
        "table",
        [
            *f.table(0.9, 0.6, 0.75, "#8a6a48"),
            box(0.5, 0.01, 0.36, "#e8dcb8", 0, 0.755),
            drum(0.05, 0.04, "#c9a24f", 0.3, 0.755, 0.1),
        ],
        1.4,
        1.4,
    )
    s.add("stove", f.wood_stove(), 1.8, -0.2, 90)
    s.add(
        "rope", [drum(0.22, 0.07, "#c9a873", sides=12, top="#b8945e"), drum(0.17, 0.07, "#b8945e", y=0.07, sides=12)], -1.7, 0.3
    )
    s.add(
        "lantern",
        [
            box(0.16, 0.22, 0.16, "#ffdf9a", y=1.72, glow=1.0 if plot.lit else 0.2),
            box(0.2, 0.03, 0.2, "#4a4038", y=1.94),
            box(0.2, 0.03, 0.2, "#4a4038", y=1.69),
        ],
        0.2,
        0.9,
        keep=True,
    )
    s.lamp(0.2, 1.75, 0.8, (1.0, 0.74, 0.40), 1.0, 1.7)
    s.seat, s.table = "crate", "table"
    return s


def cave(plot: Plot) -> Scenery:
    """A cave: rock walls, boulders, a shaft of light from the mouth, or a fire."""
    area = (-6.0, -8.0, 6.0, 5.2)
    made = room(
        plot,
        12.0,
        10.0,
        4.6,
        grounds.speckled(area, "#6f6762", ("#5d5652", "#837a74"), plot.seed, count=700, size=(0.05, 0.4)),
        style="stone",
        wall="#6b635f",
        second="#4f4a47",
        floor_colour="#6f6762",
        ahead=5.0,
        ceiling="#3f3b3a",
    )
    s = made.scenery
    for wall in (made.back, made.left, made.right, made.front):
        wall.decor.append(functools.partial(_rough, width=wall.width, height=wall.height))
    for i in range(16):
        a = plot.rng.uniform(-5.4, 5.4)
        z = plot.rng.choice((plot.rng.uniform(2.4, 4.6), plot.rng.uniform(-5.5, -3.0)))
        size = plot.rng.uniform(0.6, 1.9)
        s.cutouts.append(Cutout(a, z, size * 1.1, size * 0.7, nature.rock(plot.rng, size, "#7a716b"), shadow=size * 0.4))
        if i < 8:
            s.add(
                "spike",
                [drum(plot.rng.uniform(0.14, 0.3), plot.rng.uniform(0.6, 1.6), "#7d746e", upper=0.02, sides=7)],
                a + 0.8,
                z + 0.3,
            )
    s.lamp(-3.8, 2.4, 2.0, (0.75, 0.85, 1.0), 1.1, 2.4)
    s.lamp(2.6, 0.6, 1.6, (1.0, 0.6, 0.3), 1.0, 1.8)
    s.seat, s.windows = "rock", False
    return s


def _rough(canvas: skia.Canvas, width: float, height: float) -> None:
    """A wall's uneven upper edge, darker towards the roof."""
    shader = skia.GradientShader.MakeLinear([skia.Point(0, 0), skia.Point(0, height)], [0xD0201C1C, 0x10201C1C])
    canvas.drawRect(skia.Rect.MakeXYWH(0, 0, width, height), skia.Paint(Shader=shader))


KINDS = {"train-interior": train, "car-interior": car, "boat-cabin": cabin, "cave": cave}
