"""Places people live in: room, living room, bedroom, kitchen, bathroom."""

from __future__ import annotations

from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds, nature
from generation.drivers.previs.places.plot import Plot, Room, room
from generation.drivers.previs.places.scenery import Cutout, Life, Scenery
from generation.drivers.previs.places.solids import box, drum

SPOT = (1.0, 0.82, 0.55)


def plant(scenery: Scenery, plot: Plot, x: float, z: float, size: float = 1.1) -> None:
    """A potted plant on the floor."""
    scenery.cutouts.append(
        Cutout(x, z, size, size, nature.house_plant(plot.rng, size, plot.palette["accent"]), sway=0.004, shadow=0.3)
    )


def hang(scenery: Scenery, plot: Plot, x: float, z: float, height: float, drop: float = 0.9, strength: float = 0.75) -> None:
    """A lamp from the ceiling, shining when lamps are on."""
    scenery.add("pendant", f.pendant(drop, height, "#3d4a4f", plot.lit), x, z)
    scenery.lamp(x, height - drop - 0.08, z, SPOT, strength, 2.0)


def stand_lamp(scenery: Scenery, plot: Plot, x: float, z: float) -> None:
    """A floor lamp, shining when lamps are on."""
    scenery.add("lamp", f.floor_lamp(on=plot.lit), x, z)
    scenery.lamp(x, 1.5, z, SPOT, 0.7, 1.8)


def extras(made: Room, plot: Plot) -> None:
    """What the place's own words add."""
    scenery, p = made.scenery, plot.palette
    if plot.has("piano"):
        scenery.add("piano", f.piano(), made.x1 - 1.3, made.z1 - 0.35)
    if plot.has("bookshelf"):
        scenery.add("shelf", f.shelf(plot.rng, 1.2, 2.0, p["wood"]), made.x0 + 0.9, made.z1 - 0.2)
    if plot.has("fireplace"):
        scenery.add(
            "fireplace",
            [
                box(1.5, 1.1, 0.4, "#b9a48c"),
                box(0.8, 0.7, 0.02, "#2a2220", 0, 0.05, -0.205),
                box(1.7, 0.08, 0.5, p["wood"], 0, 1.1),
            ],
            made.x1 - 1.6,
            made.z1 - 0.22,
        )
        scenery.life.append(Life("fire", made.x1 - 1.6, 0.1, made.z1 - 0.5, 0.8))
        scenery.lamp(made.x1 - 1.6, 0.4, made.z1 - 0.7, (1.0, 0.55, 0.25), 0.8, 1.6)
    if plot.has("plant", "flowers"):
        plant(scenery, plot, made.x0 + 0.6, made.z1 - 0.6, 1.2)
    if plot.has("clock"):
        made.back.clock(made.back.width * 0.5, 2.05)
    if plot.has("painting"):
        made.back.picture(made.back.width * 0.5, 1.6, 1.1, 0.8, plot.rng)


def plain(plot: Plot) -> Scenery:
    """A room with a window, a door, a table against the wall and a bookcase."""
    p = plot.palette
    area = (-3.0, -5.2, 3.0, 2.4)
    made = room(
        plot,
        6.0,
        5.6,
        2.7,
        grounds.layers(grounds.boards(area, p["wood"], plot.seed), grounds.rug(0, 0.1, 2.6, 1.9, p["cloth"], p["accent"])),
        floor_colour=p["wood"],
        ahead=2.2,
    )
    s = made.scenery
    made.back.window(1.9, 0.85, 1.3, 1.3, plot.outer, scene="city", frame=p["frame"], curtain=p["cloth"])
    made.back.picture(4.15, 1.65, 0.7, 0.55, plot.rng)
    made.left.window(2.6, 0.85, 1.4, 1.3, plot.outer, scene="trees", frame=p["frame"], curtain=p["cloth"])
    made.right.door(1.4, p["second"])
    made.right.picture(3.6, 1.6, 0.6, 0.8, plot.rng)
    made.front.picture(1.6, 1.6, 0.9, 0.65, plot.rng)
    made.front.picture(4.2, 1.6, 0.6, 0.6, plot.rng)
    s.add("shelf", f.shelf(plot.rng, 1.1, 2.0, p["wood"]), 2.35, made.z1 - 0.22)
    s.add("cupboard", f.counter(1.3, 0.45, 0.8, p["wood"], p["second"], doors=3), -2.2, made.z1 - 0.26)
    s.cutouts.append(Cutout(-2.45, made.z1 - 0.28, 0.3, 0.4, nature.vase("#e0a24f"), y=0.8))
    s.add("armchair", f.armchair(p["cloth"]), -2.35, -0.6, -70)
    plant(s, plot, 2.5, 0.6)
    stand_lamp(s, plot, -2.5, 0.8)
    s.add("cupboard", f.cupboard(1.0, 1.9, 0.5, p["wood"]), -1.8, made.z0 + 0.3, 180)
    hang(s, plot, 0, 0.2, 2.7, 0.6)
    extras(made, plot)
    return s


def living(plot: Plot) -> Scenery:
    """A living room: sofa, low table, bookcase, pictures, two windows."""
    p = plot.palette
    area = (-3.6, -5.4, 3.6, 3.0)
    made = room(
        plot,
        7.2,
        6.4,
        2.8,
        grounds.layers(grounds.boards(area, p["wood"], plot.seed), grounds.rug(0, 0.3, 3.2, 2.2, p["accent"], p["frame"])),
        floor_colour=p["wood"],
        ahead=2.6,
    )
    s = made.scenery
    made.back.window(1.6, 0.7, 1.5, 1.5, plot.outer, scene="city", frame=p["frame"], curtain=p["cloth"])
    made.back.window(5.6, 0.7, 1.5, 1.5, plot.outer, scene="city", frame=p["frame"], curtain=p["cloth"])
    made.back.picture(3.6, 1.7, 1.0, 0.75, plot.rng)
    made.left.window(3.2, 0.7, 1.6, 1.5, plot.outer, scene="trees", frame=p["frame"], curtain=p["cloth"])
    made.right.picture(2.2, 1.65, 0.6, 0.8, plot.rng)
    made.right.door(4.6, p["second"])
    made.front.niche(2.0, 1.1, 1.6, 3, plot.rng, p["wood"], "books")
    made.front.picture(5.2, 1.6, 1.1, 0.8, plot.rng)
    s.add("sofa", f.sofa(p["cloth"], 2.1, p["accent"]), 0.0, 1.75)
    s.add("sideboard", f.counter(1.5, 0.42, 0.7, p["wood"], p["second"], doors=3), 2.6, made.z1 - 0.25)
    s.add("shelf", f.shelf(plot.rng, 1.2, 2.1, p["wood"]), made.x0 + 0.22, 1.2, -90)
    s.add("armchair", f.armchair(p["accent"]), 2.6, 0.4, 70)
    s.add("tv", [box(1.4, 0.45, 0.4, p["wood"]), box(1.2, 0.68, 0.05, "#23262c", y=0.5)], -1.6, made.z0 + 0.3, 180)
    plant(s, plot, -2.6, 2.1, 1.4)
    stand_lamp(s, plot, 1.6, 2.2)
    hang(s, plot, 0, 0.3, 2.8, 0.5, 0.6)
    s.seat, s.table = "armchair", "coffee"
    extras(made, plot)
    return s


def bedroom(plot: Plot) -> Scenery:
    """A bedroom: bed, bedside tables with lamps, wardrobe, window."""
    p = plot.palette
    area = (-2.8, -5.0, 2.8, 2.8)
    made = room(
        plot,
        5.6,
        5.6,
        2.6,
        grounds.layers(grounds.boards(area, p["wood"], plot.seed), grounds.rug(-0.6, -0.2, 2.0, 1.5, p["cloth"], p["frame"])),
        style="paper",
        floor_colour=p["wood"],
        ahead=2.4,
    )
    s = made.scenery
    made.back.window(1.3, 0.8, 1.2, 1.3, plot.outer, scene="city", frame=p["frame"], curtain=p["accent"])
    made.back.picture(3.9, 1.75, 0.9, 0.55, plot.rng)
    made.left.window(2.4, 0.8, 1.3, 1.3, plot.outer, scene="trees", frame=p["frame"], curtain=p["accent"])
    made.right.picture(3.4, 1.6, 0.5, 0.7, plot.rng)
    made.front.door(4.4, p["second"])
    made.front.picture(1.6, 1.6, 0.8, 0.6, plot.rng)
    s.add("bed", f.bed(p["cloth"], width=1.5, wood=p["wood"]), 1.35, 1.34)
    for x in (0.3, 2.4):
        s.add("bedside", f.counter(0.42, 0.38, 0.5, p["wood"], p["second"], doors=1), x, 2.05)
        s.add("table-lamp", f.table_lamp(on=plot.lit), x, 2.06, y=0.5)
        s.lamp(x, 0.78, 2.0, (1.0, 0.76, 0.45), 0.7, 1.3)
    s.add("wardrobe", f.cupboard(1.3, 2.0, 0.55, p["wood"]), made.x0 + 0.32, 1.6, -90)
    s.add("chair", f.chair(p["wood"], p["cloth"]), -2.1, -0.9, -60)
    plant(s, plot, -1.9, 2.0, 0.9)
    s.seat = "chair"
    extras(made, plot)
    return s


def kitchen(plot: Plot) -> Scenery:
    """A kitchen: a row of cupboards with sink and cooker under a window, shelves, a refrigerator."""
    p = plot.palette
    area = (-3.0, -5.0, 3.0, 2.6)
    tile = ("#d9cfbd", "#c2b49c") if plot.seed % 2 else ("#d3d6cf", "#aebab5")
    made = room(
        plot,
        6.0,
        5.4,
        2.7,
        grounds.tiles(area, *tile, 0.42),
        style="tile",
        second="#e6e0d2" if plot.seed % 2 else "#cfdcd6",
        floor_colour=tile[0],
        ahead=2.2,
    )
    s = made.scenery
    z = made.z1 - 0.32
    made.back.window(2.7, 1.08, 1.5, 1.05, plot.outer, scene="trees", frame=p["frame"], curtain=p["accent"], panes=(3, 1))
    made.back.niche(4.6, 1.35, 1.2, 2, plot.rng, p["wood"], "jars")
    made.back.niche(1.1, 1.45, 0.9, 2, plot.rng, p["wood"], "jars")
    made.left.window(2.8, 0.95, 1.2, 1.2, plot.outer, scene="trees", frame=p["frame"], curtain=p["accent"])
    made.right.door(1.6, p["second"], glass=True)
    made.right.picture(3.6, 1.6, 0.5, 0.6, plot.rng)
    made.front.picture(1.8, 1.6, 0.7, 0.5, plot.rng)
    made.front.clock(3.6, 1.95)
    front = p["cloth"]
    s.add("counter", f.counter(2.4, 0.6, 0.9, front, p["wood"], doors=4), -0.55, z)
    s.add(
        "sink",
        [
            box(0.5, 0.02, 0.36, "#b8bcbd", y=0.9),
            box(0.03, 0.26, 0.03, "#9ba0a2", 0, 0.9, 0.2),
            box(0.03, 0.03, 0.16, "#9ba0a2", 0, 1.14, 0.13),
        ],
        -0.3,
        z,
    )
    s.add("stove", f.stove(), 0.98, z)
    s.add("counter", f.counter(0.9, 0.6, 0.9, front, p["wood"], doors=2), 1.75, z)
    s.add("fridge", f.fridge(), 2.6, z)
    s.add(
        "pots",
        [
            drum(0.11, 0.14, "#b05a48", -1.2, 0.9),
            drum(0.08, 0.2, "#d8c9a8", -1.45, 0.9, upper=0.06),
            box(0.3, 0.02, 0.2, "#c79b66", 1.7, 0.9),
        ],
        0,
        z,
    )
    s.add("cupboard", f.cupboard(0.9, 1.9, 0.45, p["wood"]), made.x0 + 0.3, 1.2, -90)
    s.add("shelf", f.shelf(plot.rng, 1.0, 1.5, p["wood"]), 1.9, made.z0 + 0.25, 180)
    plant(s, plot, -2.4, -1.6, 1.0)
    s.life.append(Life("steam", 1.12, 1.08, z + 0.1, 1.0))
    hang(s, plot, 0, 0.0, 2.7, 0.95, 0.95)
    s.seat, s.table = "chair", "table"
    extras(made, plot)
    return s


def bathroom(plot: Plot) -> Scenery:
    """A bathroom: bath, basin, mirror, tiles."""
    p = plot.palette
    area = (-2.2, -4.4, 2.2, 2.0)
    made = room(
        plot,
        4.4,
        4.4,
        2.6,
        grounds.tiles(area, "#e2e6e2", "#8fa5a6", 0.3),
        wall="#d9e2df",
        style="tile",
        second="#bcd0d0",
        floor_colour="#b9c5c4",
        ahead=1.8,
    )
    s = made.scenery
    made.back.window(3.2, 1.3, 0.8, 0.8, plot.outer, scene="trees", frame=p["frame"])
    made.back.board(1.2, 1.5, 0.7, 0.9, "#cfe0e4", "#b9a37c")
    made.left.picture(2.2, 1.6, 0.5, 0.5, plot.rng)
    made.right.door(2.4, p["frame"])
    made.front.picture(2.2, 1.6, 0.6, 0.4, plot.rng)
    s.add("basin", f.basin(), -1.0, made.z1 - 0.27)
    s.add("bath", f.bathtub(), 1.15, made.z1 - 0.5)
    s.add("stool", f.stool(0.45, "#8a6a4a", p["accent"]), 1.7, 0.2)
    plant(s, plot, -1.8, 1.3, 0.7)
    hang(s, plot, 0, 0.3, 2.6, 0.4, 0.7)
    s.seat = "stool"
    return s


KINDS = {"room": plain, "living-room": living, "bedroom": bedroom, "kitchen": kitchen, "bathroom": bathroom}
