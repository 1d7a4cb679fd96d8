"""Places of an evening out and of waiting: restaurant, bar, theatre, station hall."""

from __future__ import annotations

import skia

from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places import grounds
from generation.drivers.previs.places.inside_home import extras, hang, plant
from generation.drivers.previs.places.plot import Plot, room
from generation.drivers.previs.places.scenery import Glow, Scenery
from generation.drivers.previs.places.solids import Parts, box, drum, taper


def laid(cloth: str) -> Parts:
    """A restaurant table with a cloth, plates and a candle."""
    return [
        taper((0.86, 0.86), (0.8, 0.8), 0.72, cloth),
        box(0.84, 0.02, 0.84, cloth, y=0.73),
        *[drum(0.11, 0.015, "#f4f1ea", x, 0.75, z, sides=12) for x, z in ((-0.22, 0), (0.22, 0))],
        drum(0.025, 0.12, "#f6ead0", 0, 0.75, 0, sides=6),
        drum(0.014, 0.035, "#ffc860", 0, 0.87, 0, sides=5, glow=1.0),
    ]


def restaurant(plot: Plot) -> Scenery:
    """Laid tables with candles, panelled walls, large windows."""
    p = plot.palette
    area = (-4.6, -6.4, 4.6, 3.4)
    made = room(
        plot,
        9.2,
        7.6,
        3.1,
        grounds.boards(area, "#7a5437", plot.seed),
        style="panelled",
        wall="#b5564a" if plot.seed % 2 else "#5f7a72",
        second="#4a3528",
        floor_colour="#7a5437",
        ahead=3.0,
    )
    s = made.scenery
    made.back.window(1.8, 0.7, 1.7, 1.9, plot.outer, scene="city", frame="#4a3528", curtain="#8f3f3a")
    made.back.window(7.4, 0.7, 1.7, 1.9, plot.outer, scene="city", frame="#4a3528", curtain="#8f3f3a")
    made.back.picture(4.6, 1.8, 1.5, 0.95, plot.rng)
    made.left.window(3.6, 0.7, 1.8, 1.9, plot.outer, scene="city", frame="#4a3528", curtain="#8f3f3a")
    made.right.picture(2.4, 1.8, 0.9, 0.7, plot.rng)
    made.right.door(5.6, "#4a3528", glass=True)
    made.front.picture(3.0, 1.8, 1.0, 0.8, plot.rng)
    for x, z in ((-2.8, 1.7), (2.9, 1.5), (-3.1, -1.4), (3.1, -1.6), (0.2, 2.2), (-3.0, -3.9), (2.8, -4.1)):
        s.add("table", laid("#f0e8da"), x, z)
        s.lamp(x, 1.0, z, (1.0, 0.72, 0.38), 0.45, 1.0)
        for a in (-1, 1):
            s.add("chair", f.chair("#4a3528", p["accent"]), x + a * 0.66, z, 90 * a)
    for x in (-2.6, 0, 2.6):
        hang(s, plot, x, 0.6, 3.1, 0.9, 0.5)
    plant(s, plot, 4.1, 2.5, 1.5)
    s.seat, s.table = "cafe-chair", "round"
    extras(made, plot)
    return s


def bar(plot: Plot) -> Scenery:
    """A bar: a long counter with stools, lit bottles, low lamps."""
    area = (-4.2, -6.0, 4.2, 3.2)
    made = room(
        plot,
        8.4,
        7.4,
        3.0,
        grounds.boards(area, "#5f4231", plot.seed),
        style="brick",
        wall="#7d4f42",
        second="#3f2f2a",
        floor_colour="#5f4231",
        ahead=2.8,
        ceiling="#4a4140",
    )
    s = made.scenery
    made.back.niche(4.2, 1.25, 5.2, 4, plot.rng, "#4a3528", "bottles")
    made.left.window(3.0, 1.0, 1.6, 1.4, plot.outer, scene="city", frame="#3f2f2a")
    made.left.picture(5.4, 1.7, 0.8, 0.6, plot.rng)
    made.right.door(5.4, "#3f2f2a", glass=True)
    made.right.picture(2.6, 1.8, 0.7, 0.9, plot.rng)
    made.front.picture(2.8, 1.7, 1.0, 0.7, plot.rng)
    s.add("counter", f.counter(5.2, 0.65, 1.08, "#5d3d2b", "#8a5d3b"), 0.0, 1.25)
    for i in range(5):
        s.add("stool", f.stool(0.72, "#33302e", "#8f3f3a"), -2.0 + i * 1.0, 0.65)
    s.add("glasses", [drum(0.035, 0.12, "#cfe0e4", x, 1.08, 0, upper=0.045, sides=8) for x in (-1.7, -1.55, 1.2, 1.36)], 0, 1.25)
    for x in (-2.6, 0.0, 2.6):
        hang(s, plot, x, 1.1, 3.0, 1.0, 0.9)
    for x in (2.2, 4.2, 6.2):
        s.lamps.append(type(s.lamps[0])(x - 4.2, 1.9, 2.6, (1.0, 0.66, 0.34), 0.55, 1.3))
    s.glows.append(Glow(-3.0, 2.2, 2.7, 1.2, (0.95, 0.25, 0.55), 0.55, flicker=0.4))
    for x, z in ((-3.0, -1.6), (3.0, -1.8)):
        s.add("table", f.round_table(0.36, 0.75, "#7a5437"), x, z)
    s.seat, s.table = "stool", "round"
    extras(made, plot)
    return s


def theatre(plot: Plot) -> Scenery:
    """A stage with red curtains; rows of seats behind the camera."""
    area = (-5.0, -8.5, 5.0, 4.2)

    def curtains(canvas: skia.Canvas) -> None:
        x = 0.0
        while x < 10.0:
            canvas.drawRect(skia.Rect.MakeXYWH(x, 0, 0.22, 5.0), skia.Paint(Color=0xFFA03430))
            canvas.drawRect(skia.Rect.MakeXYWH(x + 0.22, 0, 0.16, 5.0), skia.Paint(Color=0xFF7F2624))
            x += 0.38

    made = room(
        plot,
        10.0,
        10.0,
        5.0,
        grounds.boards(area, "#8a5d3b", plot.seed, along_x=True),
        wall="#4a2f33",
        second="#33211f",
        floor_colour="#8a5d3b",
        ahead=4.0,
        ceiling="#2b2226",
    )
    s = made.scenery
    made.back.decor.append(curtains)
    made.left.decor.append(lambda canvas: curtains(canvas))
    made.right.decor.append(lambda canvas: curtains(canvas))
    for row_, z in enumerate((-3.4, -4.6, -5.6)):
        for i in range(7):
            s.add(
                "seat",
                [box(0.5, 0.4, 0.5, "#8f2f2f"), box(0.5, 0.5, 0.1, "#a03a36", y=0.4, z=-0.2)],
                -3.0 + i * 1.0 + 0.2 * row_,
                z,
            )
    for x in (-2.4, 0, 2.4):
        s.lamp(x, 4.4, -0.6, (1.0, 0.88, 0.66), 1.3, 2.6)
    s.windows = False
    if plot.has("piano"):
        s.add("piano", f.piano(), 2.6, 2.6)
    return s


def station_hall(plot: Plot) -> Scenery:
    """A station hall: tall windows, benches, a clock, a board of trains."""
    area = (-8.0, -10.0, 8.0, 7.0)
    made = room(
        plot,
        16.0,
        14.0,
        7.0,
        grounds.tiles(area, "#cfc8ba", "#b5ab98", 0.9),
        wall="#d9cdb4",
        second="#8f7f66",
        style="stone",
        floor_colour="#c2b9a8",
        ahead=6.6,
        ceiling="#cfc4ae",
    )
    s = made.scenery
    for x in (2.6, 8.0, 13.4):
        made.back.window(x, 2.6, 3.0, 3.8, plot.outer, scene="city", frame="#5d5448", panes=(4, 5))
    made.back.clock(5.3, 5.4)
    made.back.board(10.7, 2.0, 3.0, 0.9, "#23282e", "#5d5448", "#e8c860")
    for x in (4.0, 10.0):
        made.left.window(x, 2.4, 2.8, 3.6, plot.outer, scene="city", frame="#5d5448", panes=(4, 5))
        made.right.door(x, "#5d5448", w=2.2, h=3.0, glass=True)
    made.front.door(8.0, "#5d5448", w=3.0, h=3.2, glass=True)
    for x, z in ((-4.6, 3.4), (4.6, 3.4), (-5.4, -1.2), (5.2, -1.6)):
        s.add("bench", f.pew(2.4, "#8a5d3b"), x, z)
    s.add(
        "kiosk",
        [
            box(2.2, 2.3, 1.6, "#7a3f38"),
            box(2.4, 0.2, 1.8, "#f0e6d2", y=2.3),
            box(1.7, 0.8, 0.02, "#ffe0a0", 0, 1.05, -0.81, glow=0.8 if plot.lit else 0.3),
        ],
        6.0,
        5.2,
    )
    for x in (-4, 0, 4):
        hang(s, plot, x, 2.0, 7.0, 2.2, 1.0)
    s.seat = "pew"
    extras(made, plot)
    return s


KINDS = {"restaurant": restaurant, "bar": bar, "theatre": theatre, "station-interior": station_hall}
