"""Places people work, eat and wait in."""

from __future__ import annotations

from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds
from generation.drivers.previs.places.inside_home import extras, hang, plant
from generation.drivers.previs.places.plot import Plot, room
from generation.drivers.previs.places.scenery import Life, Scenery
from generation.drivers.previs.places.solids import box, drum


def cafe(plot: Plot) -> Scenery:
    """A café: big windows on the street, counter with machine and shelves, small round tables, pendant lamps."""
    p = plot.palette
    area = (-4.2, -6.2, 4.2, 3.4)
    made = room(
        plot,
        8.4,
        7.6,
        3.1,
        grounds.boards(area, "#9a6d46", plot.seed, wide=0.14),
        style="panelled",
        wall="#d9c4a0" if plot.seed % 2 else "#b9c4b4",
        second="#5d4434" if plot.seed % 2 else "#47584f",
        floor_colour="#9a6d46",
        ahead=3.0,
    )
    s = made.scenery
    made.left.window(2.1, 0.55, 2.3, 2.05, plot.outer, scene="city", frame="#4a3a2e", panes=(3, 2))
    made.left.window(5.2, 0.55, 2.3, 2.05, plot.outer, scene="city", frame="#4a3a2e", panes=(3, 2))
    made.back.niche(2.6, 1.25, 2.6, 3, plot.rng, "#7a5437", "bottles")
    made.back.board(5.4, 1.95, 1.5, 1.0, "#2f3a36", "#7a5437", "#e8e2d0")
    made.back.window(7.3, 0.7, 1.2, 1.8, plot.outer, scene="city", frame="#4a3a2e", panes=(2, 2))
    made.right.picture(2.2, 1.75, 0.8, 0.6, plot.rng)
    made.right.picture(3.6, 1.7, 0.55, 0.75, plot.rng)
    made.right.door(6.2, "#5d4434", glass=True)
    made.front.window(2.6, 0.6, 2.2, 1.9, plot.outer, scene="city", frame="#4a3a2e", panes=(3, 2))
    made.front.picture(6.2, 1.7, 1.0, 0.7, plot.rng)
    z = made.z1 - 0.95
    s.add("counter", f.counter(3.6, 0.6, 1.05, "#6f503a", "#c79b66", doors=0), -1.7, z)
    s.add(
        "machine",
        [
            box(0.7, 0.42, 0.4, "#b9bdbf", y=1.05),
            box(0.6, 0.05, 0.3, "#8d9294", y=1.12, z=-0.2),
            box(0.7, 0.06, 0.44, "#8a3f38", y=1.47),
        ],
        -2.5,
        z,
    )
    s.add(
        "cake",
        [
            drum(0.16, 0.09, "#e9d9b6", -0.7, 1.15, 0),
            drum(0.17, 0.02, "#d9d4ca", -0.7, 1.05),
            drum(0.03, 0.1, "#d9d4ca", -0.7, 1.05, sides=6),
            box(0.2, 0.22, 0.2, "#3f3a36", -0.2, 1.05),
        ],
        -0.2,
        z,
    )
    for x, zz in ((2.75, 1.5), (2.9, -1.3), (-2.9, -1.5), (2.6, -3.0), (-2.5, -3.3)):
        s.add("table", f.round_table(0.36, top="#d8b98c"), x, zz)
        for a in (-1, 1):
            s.add("chair", f.chair("#4a3a2e", p["accent"]), x + a * 0.62, zz, 90 * a)
    s.life.append(Life("steam", -2.5, 1.5, z, 1.0))
    for x, zz in ((-2.4, 1.7), (0, 0.1), (2.6, 1.4), (-2.6, -1.6), (2.6, -1.6)):
        hang(s, plot, x, zz, 3.1, 1.05, 0.62)
    plant(s, plot, 3.7, 2.6, 1.3)
    plant(s, plot, -3.8, -0.1, 0.9)
    s.seat, s.table = "cafe-chair", "round"
    extras(made, plot)
    return s


def office(plot: Plot) -> Scenery:
    """An office: desks with screens, a wall of windows on the city, shelves, plants."""
    p = plot.palette
    area = (-4.5, -5.8, 4.5, 3.4)
    made = room(
        plot,
        9.0,
        7.2,
        2.9,
        grounds.carpet(area, "#7d8890", plot.seed),
        wall="#d5dade",
        second="#8b959c",
        floor_colour="#7d8890",
        ahead=3.0,
    )
    s = made.scenery
    for x in (1.7, 4.5, 7.3):
        made.back.window(x, 0.75, 2.3, 1.7, plot.outer, scene="city", frame="#e6e9ea", panes=(2, 1))
    made.left.board(2.2, 1.5, 2.0, 1.1, "#f2f4f2", "#b7bcbf", "#4f6f8f")
    made.left.window(5.2, 0.75, 2.0, 1.7, plot.outer, scene="city", frame="#e6e9ea", panes=(2, 1))
    made.right.door(2.0, "#9aa7ad", glass=True)
    made.right.picture(4.4, 1.6, 0.9, 0.7, plot.rng)
    made.front.clock(4.5, 2.1)
    made.front.picture(2.2, 1.6, 1.0, 0.7, plot.rng)
    for x, z, turn in ((-2.9, 1.7, 0.0), (2.9, 1.7, 0.0), (-3.1, -1.9, 180.0), (3.1, -1.9, 180.0)):
        s.add("desk", f.desk(p["wood"]), x, z, turn)
        s.add("office-chair", f.office_chair("#46525e"), x, z + (0.75 if turn == 0 else -0.75), turn)
    s.add("cabinet", f.counter(1.6, 0.45, 1.1, "#aeb7bb", "#8b959c", doors=4), 0, made.z1 - 0.26)
    s.add("shelf", f.shelf(plot.rng, 1.1, 1.9, p["wood"]), made.x1 - 0.2, 0.4, 90)
    plant(s, plot, -1.2, 2.55, 1.2)
    plant(s, plot, 4.0, 2.5, 1.5)
    for x in (-2, 2):
        s.add("light", [box(1.4, 0.05, 0.22, "#f4f6f4", y=2.78, glow=1.0 if plot.lit else 0.3)], x, 0.2, keep=True)
        s.lamp(x, 2.7, 0.2, (0.86, 0.92, 1.0), 0.6, 2.6)
    s.seat, s.table = "office-chair", "desk"
    extras(made, plot)
    return s


KINDS = {"cafe": cafe, "office": office}
