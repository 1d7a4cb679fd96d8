"""Places of learning, care, trade and craft: classroom, hospital, shop, library, workshop, warehouse, corridor, stairs."""

from __future__ import annotations

from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds
from generation.drivers.previs.places.inside_home import extras, hang, plant
from generation.drivers.previs.places.plot import Plot, room
from generation.drivers.previs.places.scenery import Scenery
from generation.drivers.previs.places.solids import Parts, box, drum, legs, moved


def tubes(s: Scenery, plot: Plot, height: float, xs: tuple[float, ...], zs: tuple[float, ...] = (0.2,)) -> None:
    """Rows of cold ceiling lights."""
    for x in xs:
        for z in zs:
            s.add("light", [box(1.3, 0.05, 0.2, "#f4f6f4", y=height - 0.1, glow=1.0 if plot.lit else 0.35)], x, z, keep=True)
            s.lamp(x, height - 0.2, z, (0.86, 0.93, 1.0), 0.6, 2.6)
            s.glows.pop()


def classroom(plot: Plot) -> Scenery:
    """Rows of school desks before a blackboard, windows on one side."""
    area = (-4.0, -6.6, 4.0, 3.2)
    made = room(
        plot,
        8.0,
        7.6,
        3.0,
        grounds.boards(area, "#b98a5c", plot.seed),
        wall="#dfe2cf",
        second="#7f9a86",
        floor_colour="#b98a5c",
        ahead=3.0,
    )
    s = made.scenery
    made.back.board(4.0, 1.65, 3.8, 1.3, "#2f4a40", "#8a5d3b", "#e6ead8")
    made.back.clock(6.6, 2.5)
    made.back.picture(1.0, 1.9, 0.8, 1.0, plot.rng)
    for x in (1.8, 4.2, 6.6):
        made.left.window(x, 0.95, 1.7, 1.6, plot.outer, scene="trees", frame="#efe8da")
    made.right.door(7.8, "#7f9a86", glass=True)
    made.right.board(3.6, 1.6, 2.4, 1.0, "#c9a877", "#8a5d3b")
    made.front.niche(2.4, 0.9, 2.6, 3, plot.rng, "#b98a5c", "books")
    made.front.picture(6.0, 1.7, 1.2, 0.8, plot.rng)
    s.add("teacher-desk", f.table(1.5, 0.7, 0.76, "#8a5d3b"), 1.9, 2.0)
    for z in (-1.5, -3.0, -4.4):
        for x in (-2.8, -1.0, 1.0, 2.8):
            s.add("school-desk", [box(0.7, 0.04, 0.5, "#d8b27c", y=0.70), *legs(0.66, 0.46, 0.7, "#4f5a5f", 0.04)], x, z)
            s.add("chair", f.chair("#4f5a5f", "#c9925a"), x, z - 0.5, 180)
    tubes(s, plot, 3.0, (-2.0, 2.0), (0.2, -3.0))
    plant(s, plot, -3.5, 2.6, 0.9)
    s.table = "school"
    extras(made, plot)
    return s


def hospital(plot: Plot) -> Scenery:
    """A ward: high bed, curtain, drip, monitor, window."""
    area = (-3.2, -5.4, 3.2, 2.8)
    made = room(
        plot,
        6.4,
        6.2,
        2.8,
        grounds.tiles(area, "#dfe6e4", "#d2dcd9", 0.6),
        wall="#dbe7e4",
        second="#9fc0ba",
        floor_colour="#d8e0de",
        ahead=2.6,
    )
    s = made.scenery
    made.back.window(1.7, 0.9, 1.8, 1.4, plot.outer, scene="city", frame="#eef2f0", curtain="#a9ccc6")
    made.back.board(4.4, 1.7, 1.4, 0.5, "#eef2f0", "#b7c4c2")
    made.left.window(2.6, 0.9, 1.6, 1.4, plot.outer, scene="trees", frame="#eef2f0", curtain="#a9ccc6")
    made.right.door(5.6, "#8fb0aa", glass=True, w=1.1)
    made.front.clock(3.2, 2.2)
    made.front.picture(1.4, 1.6, 0.8, 0.6, plot.rng)
    s.add(
        "bed",
        [
            box(0.95, 0.12, 2.0, "#c7d0d0", y=0.42),
            box(0.9, 0.16, 1.95, "#f4f6f4", y=0.54),
            box(0.94, 0.06, 1.2, "#9cc4cf", y=0.68, z=-0.3),
            box(0.6, 0.12, 0.4, "#ffffff", y=0.70, z=0.7),
            box(0.95, 0.6, 0.05, "#b2bcbc", y=0.5, z=1.02),
            *legs(0.9, 1.9, 0.42, "#8a9494", 0.05),
        ],
        1.35,
        1.1,
    )
    s.add(
        "drip",
        [drum(0.02, 1.9, "#a4adad", sides=6), drum(0.2, 0.04, "#a4adad", sides=8), box(0.14, 0.24, 0.06, "#dcecf2", 0.08, 1.6)],
        2.2,
        1.7,
    )
    s.add(
        "monitor",
        [
            box(0.4, 0.75, 0.4, "#c7d0d0"),
            box(0.42, 0.32, 0.06, "#2a3238", y=0.95),
            box(0.36, 0.26, 0.006, "#7fd0a8", y=0.98, z=-0.034, glow=0.8),
            box(0.06, 0.2, 0.06, "#8a9494", y=0.75),
        ],
        0.45,
        2.1,
    )
    s.add("cabinet", f.counter(0.5, 0.42, 0.75, "#e6ecea", "#b7c4c2", doors=1), 2.75, 2.2)
    s.add("chair", f.chair("#8a9494", "#7fa8b0"), -1.9, 1.0, -50)
    s.add("screen", [box(0.03, 1.9, 1.8, "#a9ccc6")], -2.75, 0.9)
    tubes(s, plot, 2.8, (-1.2, 1.4))
    return s


def shop(plot: Plot) -> Scenery:
    """A shop: counter with a till, shelves full of goods, a window on the street."""
    p = plot.palette
    area = (-3.6, -6.0, 3.6, 3.2)
    made = room(
        plot, 7.2, 7.0, 2.9, grounds.tiles(area, "#cdbfa6", "#b9a88c", 0.5), style="panelled", floor_colour="#c2b296", ahead=2.8
    )
    s = made.scenery
    made.back.niche(3.6, 0.95, 5.4, 4, plot.rng, p["wood"], "jars")
    made.left.window(2.4, 0.6, 2.2, 1.8, plot.outer, scene="city", frame="#4a3a2e", panes=(3, 2))
    made.left.door(5.2, p["second"], glass=True)
    made.right.niche(3.4, 0.6, 4.6, 5, plot.rng, p["wood"], "books")
    made.front.window(3.6, 0.6, 3.4, 1.8, plot.outer, scene="city", frame="#4a3a2e", panes=(4, 1))
    s.add("counter", f.counter(2.8, 0.6, 0.95, p["second"], p["wood"]), -0.9, 1.35)
    s.add("till", [box(0.36, 0.2, 0.34, "#4a4f58"), box(0.3, 0.14, 0.05, "#cfd8d2", y=0.2, z=0.06)], -1.8, 1.35, y=0.95)
    s.add(
        "jars",
        [
            drum(0.09, 0.24, "#c8705a", -0.3, 0.95),
            drum(0.09, 0.2, "#d8b46a", -0.05, 0.95),
            drum(0.09, 0.26, "#7f9a72", 0.2, 0.95),
        ],
        -0.6,
        1.35,
    )
    for z in (-1.4, -3.2):
        for x in (-2.6, 2.6):
            s.add("shelf", f.shelf(plot.rng, 1.6, 1.5, p["wood"]), x, z, 90)
    s.add(
        "basket",
        [
            *f.crate(0.5),
            drum(0.07, 0.1, "#c8503f", -0.1, 0.42),
            drum(0.07, 0.1, "#d8a03f", 0.1, 0.42),
            drum(0.07, 0.1, "#7f9a52", 0.0, 0.42, 0.1),
        ],
        2.3,
        1.1,
    )
    for x in (-1.6, 1.6):
        hang(s, plot, x, 0.4, 2.9, 0.7, 0.8)
    extras(made, plot)
    return s


def library(plot: Plot) -> Scenery:
    """High bookcases, a reading table with lamps."""
    area = (-4.2, -6.4, 4.2, 3.4)
    made = room(
        plot,
        8.4,
        7.6,
        3.4,
        grounds.layers(grounds.boards(area, "#8a5d3b", plot.seed), grounds.rug(0, 0, 3.4, 2.4, "#7a3f38", "#c9a86a")),
        style="panelled",
        wall="#cdb892",
        second="#5d4030",
        floor_colour="#8a5d3b",
        ahead=3.0,
    )
    s = made.scenery
    made.back.window(4.2, 1.0, 1.5, 2.0, plot.outer, scene="trees", frame="#5d4030", panes=(2, 3))
    made.left.window(3.6, 1.0, 1.4, 2.0, plot.outer, scene="trees", frame="#5d4030", panes=(2, 3))
    made.right.picture(3.2, 1.9, 1.0, 1.2, plot.rng)
    made.front.door(4.2, "#5d4030", w=1.3)
    for x in (-3.3, -2.0, 2.0, 3.3):
        s.add("shelf", f.shelf(plot.rng, 1.25, 2.7, "#6f4a33"), x, made.z1 - 0.2)
    for z in (1.6, 0.2, -2.6, -4.2):
        s.add("shelf", f.shelf(plot.rng, 1.3, 2.5, "#6f4a33"), made.x1 - 0.2, z, 90)
    for z in (-1.8, -3.4):
        s.add("shelf", f.shelf(plot.rng, 1.3, 2.5, "#6f4a33"), made.x0 + 0.2, z, -90)
    s.add("desk", [*f.table(1.6, 0.8, 0.76, "#6f4a33"), *moved(f.table_lamp("#4f8a68", on=plot.lit), 0.5, 0.76, 0)], -2.4, 1.4)
    s.lamp(-1.9, 1.0, 1.4, (1.0, 0.82, 0.5), 0.8, 1.4)
    s.add(
        "ladder",
        [
            box(0.05, 2.3, 0.05, "#a9764a", -0.2),
            box(0.05, 2.3, 0.05, "#a9764a", 0.2),
            *[box(0.4, 0.04, 0.05, "#a9764a", y=0.3 + 0.35 * i) for i in range(6)],
        ],
        2.6,
        2.4,
    )
    hang(s, plot, 0, 0.2, 3.4, 1.1, 0.9)
    return s


def corridor(plot: Plot) -> Scenery:
    """A long passage of doors and lamps; it leads away from the camera."""
    area = (-1.6, -8.0, 1.6, 11.2)
    hotel = plot.seed % 2 == 0
    floor = grounds.layers(
        grounds.carpet(area, "#8a4a42" if hotel else "#aab3b3", plot.seed),
        grounds.rug(0, 1.6, 1.7, 19.0, "#a3584c" if hotel else "#b9c2c1", "#c9a86a" if hotel else "#9faaaa"),
    )
    made = room(
        plot,
        3.2,
        17.0,
        2.7,
        floor,
        wall="#d9c7a8" if hotel else "#d3dcd9",
        second="#6f4a33" if hotel else "#8fa5a3",
        style="panelled" if hotel else "plaster",
        floor_colour="#8a4a42" if hotel else "#aab3b3",
        ahead=11.0,
    )
    s = made.scenery
    made.back.window(1.6, 0.8, 1.2, 1.5, plot.outer, scene="city")
    for i in range(5):
        made.left.door(3.4 + i * 3.2, "#6f4a33" if hotel else "#9db0ae")
        made.right.door(2.0 + i * 3.2, "#6f4a33" if hotel else "#9db0ae")
        if hotel:
            made.left.picture(5.0 + i * 3.2, 1.6, 0.6, 0.5, plot.rng)
    made.front.door(1.6, "#6f4a33")
    for z in (-3.5, -0.3, 3.0, 6.2, 9.2):
        s.add("light", [drum(0.18, 0.08, "#fff1cf", y=2.62, sides=12, glow=1.0 if plot.lit else 0.5)], 0, z, keep=True)
        s.lamp(0, 2.5, z, (1.0, 0.86, 0.62) if hotel else (0.86, 0.94, 1.0), 0.55, 1.9)
        s.glows.pop()
    s.windows = False
    return s


def steps(count: int, width: float, rise: float, tread: float, colour: str) -> Parts:
    """Stairs that rise towards +z."""
    return [box(width, rise * (i + 1), tread, colour, 0, 0, tread * (i + 0.5), top="#c9b79c") for i in range(count)]


def stairs(plot: Plot) -> Scenery:
    """A stairwell: a flight with a banister, a window on the landing."""
    area = (-2.6, -6.0, 2.6, 5.4)
    made = room(
        plot, 5.2, 9.0, 4.4, grounds.tiles(area, "#cfc4ae", "#a8987c", 0.4), style="panelled", floor_colour="#bbae95", ahead=5.0
    )
    s = made.scenery
    made.back.window(2.6, 2.3, 1.5, 1.7, plot.outer, scene="city", panes=(2, 3))
    made.left.picture(6.0, 2.4, 0.7, 0.9, plot.rng)
    made.right.picture(3.0, 1.9, 0.6, 0.7, plot.rng)
    made.left.door(3.0, "#6f4a33")
    made.front.door(2.6, "#6f4a33", glass=True)
    for i, part in enumerate(steps(9, 2.4, 0.18, 0.34, "#a08a6c")):
        s.add("step", [part], 0, 1.3 + 0.0001 * i, keep=True)
    for i in range(9):
        for a in (-1, 1):
            s.add(
                "banister",
                [
                    box(0.05, 0.95, 0.05, "#5d4030", a * 1.2, 0.18 * (i + 1), 0),
                    box(0.08, 0.06, 0.36, "#7a5233", a * 1.2, 0.18 * (i + 1) + 0.93, 0),
                ],
                0,
                1.47 + 0.34 * i,
            )
    hang(s, plot, 0, 0.6, 4.4, 1.6, 0.9)
    return s


def workshop(plot: Plot) -> Scenery:
    """A workshop: a bench with a vice, tools on the wall, timber, a window."""
    area = (-3.6, -6.0, 3.6, 3.0)
    made = room(
        plot,
        7.2,
        6.8,
        3.1,
        grounds.carpet(area, "#9a8f80", plot.seed),
        style="plank",
        wall="#a98a64",
        second="#6f5640",
        floor_colour="#9a8f80",
        ahead=2.6,
    )
    s = made.scenery
    made.back.window(5.4, 1.05, 1.7, 1.2, plot.outer, scene="trees", frame="#6f5640", panes=(3, 2))
    made.back.niche(2.0, 1.35, 2.8, 3, plot.rng, "#6f5640", "jars")
    made.left.window(3.0, 1.0, 1.6, 1.2, plot.outer, scene="trees", frame="#6f5640", panes=(3, 2))
    made.right.niche(3.0, 1.0, 3.0, 3, plot.rng, "#6f5640", "jars")
    made.front.door(3.6, "#6f5640", w=1.4)
    s.add(
        "bench",
        [
            box(2.6, 0.09, 0.7, "#b98a58", y=0.82),
            *legs(2.5, 0.62, 0.82, "#8a6442", 0.1),
            box(0.2, 0.16, 0.26, "#4f5a63", 1.0, 0.91, -0.2),
            box(0.5, 0.1, 0.3, "#c8503f", -0.8, 0.91),
        ],
        -1.9,
        2.1,
    )
    s.add("timber", [box(0.16, 2.4, 0.06, c, x * 0.2) for x, c in ((0, "#c49d68"), (1, "#b08a58"), (2, "#d1ad78"))], 2.9, 2.4, 8)
    s.add("crate", f.crate(0.6), 2.9, 0.9, 15)
    s.add("barrel", f.barrel(), -3.0, 0.4)
    s.add(
        "machine",
        [box(0.9, 0.8, 0.6, "#5d7f77"), drum(0.2, 0.5, "#46605a", y=0.8, sides=8), box(0.5, 0.2, 0.3, "#46605a", 0, 1.3)],
        1.7,
        2.2,
    )
    hang(s, plot, -1.5, 1.4, 3.1, 1.0, 0.9)
    hang(s, plot, 1.5, 0.0, 3.1, 1.0, 0.7)
    s.seat, s.table = "stool", "table"
    return s


def warehouse(plot: Plot) -> Scenery:
    """A wide hall: racks, stacked crates, barrels, high windows."""
    area = (-7.0, -9.5, 7.0, 6.6)
    made = room(
        plot,
        14.0,
        14.0,
        5.4,
        grounds.carpet(area, "#8f9294", plot.seed),
        style="metal",
        wall="#8d9a9e",
        second="#6b7478",
        floor_colour="#8f9294",
        ahead=6.4,
        ceiling="#6f787c",
    )
    s = made.scenery
    for x in (2.5, 7.0, 11.5):
        made.back.window(
            x, 3.5, 3.0, 1.1, plot.outer, scene="dark" if plot.outer.night > 0.5 else "hills", frame="#5d666a", panes=(5, 2)
        )
    for x in (3.0, 9.0):
        made.left.window(
            x, 3.4, 3.0, 1.1, plot.outer, scene="dark" if plot.outer.night > 0.5 else "hills", frame="#5d666a", panes=(5, 2)
        )
    made.right.door(4.0, "#5f6a6e", w=2.8, h=3.0)
    made.front.door(7.0, "#5f6a6e", w=3.0, h=3.2)
    for x, z, n in (
        (-5.2, 4.6, 3),
        (-4.2, 4.8, 2),
        (4.8, 4.4, 3),
        (5.6, 3.4, 2),
        (-5.8, 0.8, 2),
        (5.9, -0.6, 2),
        (-5.5, -3.5, 3),
    ):
        for k in range(n):
            s.add(
                "crates",
                f.crate(1.0, plot.rng.choice(("#b08a58", "#a07c50", "#8f9a7a"))),
                x + plot.rng.uniform(-0.08, 0.08),
                z,
                plot.rng.uniform(-10, 10),
                y=k * 0.84,
            )
    for x, z in ((2.6, 4.6), (3.2, 4.9), (-2.8, 4.9)):
        s.add("barrel", f.barrel("#4f6f8f"), x, z)
    for x in (-1.5, 1.5):
        s.add(
            "rack",
            [
                *[box(0.08, 3.4, 0.08, "#c8743a", a * 1.2, 0, b * 0.4) for a in (-1, 1) for b in (-1, 1)],
                *[box(2.5, 0.06, 0.9, "#7d868a", y=y) for y in (0.3, 1.4, 2.5)],
                *[
                    box(0.6, 0.5, 0.6, plot.rng.choice(("#b08a58", "#c49d68", "#9aa68f")), q, y, 0)
                    for y in (0.36, 1.46)
                    for q in (-0.7, 0.1, 0.8)
                ],
            ],
            x * 1.05,
            5.6,
        )
    tubes(s, plot, 5.4, (-3.5, 0.0, 3.5), (0.5, 4.0))
    s.seat, s.table = "crate", "crate-table"
    return s


KINDS = {
    "classroom": classroom,
    "hospital": hospital,
    "shop": shop,
    "library": library,
    "corridor": corridor,
    "stairs": stairs,
    "workshop": workshop,
    "warehouse": warehouse,
}
