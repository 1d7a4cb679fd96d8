"""From figures to a stage: where everybody stands, faces and goes, with what, so that looks meet and nobody jumps the line."""

from __future__ import annotations

from collections.abc import Sequence

from generation.drivers.previs.blocking_figures import HANDS, IN_LAP, LARGEST, RAISED, SEATS, Figure
from generation.drivers.previs.blocking_props import AFLOAT, SHIPS, SURFACE, TABLES, Named, Shelf, place_rest
from generation.drivers.previs.blocking_spots import (
    Spot,
    along_it,
    at_thing,
    background,
    behind,
    fire,
    pointing,
    ride,
    sign,
    watch,
)
from generation.drivers.previs.looks import seed_of
from generation.drivers.previs.reading_sense import ANIMALS, VEHICLES
from generation.drivers.previs.stage import Actor, Pose, Prop
from generation.drivers.previs.vocabulary import everything, table, word_set

STEP = {Pose.WALK: 1.3, Pose.RUN: 3.2, Pose.CARRY: 1.1}  # metres a second
RATE = 24  # frames a second that paces are worked out with; the field names no rate
ON_TABLE = word_set("on_table")
EATING_PLACES = frozenset({"cafe", "restaurant", "bar", "office", "library", "classroom"})
SCREENS = frozenset({"laptop", "computer", "television", "typewriter"})
CLOSE = {Pose.HUG: 0.4, Pose.DANCE: 0.75, Pose.FIGHT: 0.95}
RIDDEN: dict[str, float] = table("sets")["ridden"]  # height of the rider's ground
ALONG = frozenset({"pier", "corridor", "alley", "bridge", "train-interior", "stairs", "tunnel"})
WALL = 3.1  # where people come in and go out, metres from the middle


def block(
    figures: Sequence[Figure],
    named: Sequence[Named],
    *,
    kind: str,
    interior: bool,
    frames: int,
    beside: str = "",
    flying: bool = False,
    lying: dict[str, tuple[str, str]] | None = None,
    ways: dict[str, str] | None = None,
    wide: bool = False,
) -> tuple[tuple[Actor, ...], tuple[Prop, ...]]:
    """Actors and props in metres. The order of figures is the order from left to right, and stays it through a scene.

    `beside` is 'left' or 'right' where a single person talks to somebody outside the frame on that side. `ways` is how things
    move by themselves. In a `wide` shot those who look at something far turn to it, with their backs to us.
    """
    front = [one for one in figures if not one.person.extra]
    extras = [one for one in figures if one.person.extra]
    spots = {id(one): Spot() for one in figures}
    shelf = Shelf()
    words = {one.base: one.name for one in named}
    _row(front, spots, beside)
    if kind == "car-interior":
        ride(front, spots)
    _furniture(front, spots, shelf, words, kind)
    fire(front, spots, shelf, words)
    behind(front, spots)
    for figure in front:
        _travel(figure, front, spots, frames, kind)
    for n, base in enumerate(base for base, where in (lying or {}).items() if where == ("on", "wall") and interior):
        shelf.add(base, words[base], x=0.95 + 0.7 * n, y=1.42, z=2.4)
    for figure in figures:
        _things(figure, spots[id(figure)], shelf, words, kind)
    for figure in front:
        at_thing(figure, spots[id(figure)], shelf, words)
    background(extras, spots, kind)
    used = {base for base in words if shelf.has(base)}
    edge = max((abs(spots[id(one)].x) for one in front), default=0.3) + 0.35
    rest = [one for one in named if one.base not in used or one.count > 1]
    rest = [Named(one.base, one.name, one.count - (one.base in used), one.word) for one in rest]
    place_rest(shelf, rest, lying or {}, kind=kind, interior=interior, centre=0.0, edge=edge, flying=flying, ways=ways)
    watch(figures, spots, shelf, wide)
    pointing(figures, spots)
    _along(front, spots, shelf)
    for figure in figures:
        _gaze(figure, figures, front, spots, shelf, beside)
    actors = tuple(_actor(figure, spots[id(figure)]) for figure in figures)
    return actors, tuple(shelf.made.values())[:120]


def _row(front: Sequence[Figure], spots: dict[int, Spot], beside: str) -> None:
    """Left to right in the scene's order; people who have to do with each other turn to each other."""
    count = len(front)
    close = next((CLOSE[one.pose] for one in front if one.pose in CLOSE), 0.0)
    sitting = bool(front) and all(one.pose is Pose.SIT or one.seated for one in front)
    walking = all(one.go in ("walk", "run") for one in front) if front else False
    step = close or (1.3 if sitting and count == 2 else 0.85 if walking else 1.1 if count <= 3 else 0.85)
    for n, figure in enumerate(front):
        spot = spots[id(figure)]
        away = n - (count - 1) / 2
        spot.x = away * step
        if count >= 3:
            spot.z = 0.45 - 0.28 * abs(away)
        meet = any(one.talks or one.gaze == "other" or one.gaze_people for one in front)
        together = count > 1 and (close or meet or figure.pose in (Pose.SIT, Pose.DRINK))
        lean = 22.0 if seed_of(figure.person.name) % 2 else -22.0
        if together:
            spot.facing = -sign(away) * (76.0 if count == 2 else min(70.0, 34.0 * abs(away) + 14))
            if away == 0:
                spot.facing = 0.0
        elif count > 1:
            spot.facing = -sign(away) * 28.0
        elif beside:
            spot.facing = 48.0 if beside == "right" else -48.0
        elif figure.gaze == "camera":
            spot.facing = 0.0
        else:
            spot.facing = lean


def _furniture(front: Sequence[Figure], spots: dict[int, Spot], shelf: Shelf, words: dict[str, str], kind: str) -> None:
    """Seats that words name under their sitters; one table where people sit or work at one."""
    for seat in SEATS & set(words):
        sitters = [one for one in front if one.pose in (Pose.SIT, Pose.LIE, Pose.KNEEL) or one.seated]
        if sitters:
            middle = sum(spots[id(one)].x for one in sitters) / len(sitters)
            if seat in ("bench", "sofa", "bed"):
                for n, one in enumerate(sitters):
                    spots[id(one)].x = middle + (n - (len(sitters) - 1) / 2) * 0.62
                    if len(sitters) > 1:
                        spots[id(one)].facing = max(-50.0, min(50.0, spots[id(one)].facing))
            shelf.add(seat, words[seat], x=middle if seat in ("bench", "sofa", "bed") else spots[id(sitters[0])].x, z=0.05)
    table = next((one for one in TABLES if one in words), "")
    users = [one for one in front if one.seated or one.pose in (Pose.SIT, Pose.WORK, Pose.READ, Pose.DRINK, Pose.LEAN)]
    seated = [one for one in users if one.seated or one.pose is Pose.SIT]
    needs = any(one.thing in ON_TABLE for one in users) or (seated and kind in EATING_PLACES)
    cooks = [one for one in front if one.pose is Pose.WORK and not one.seated and kind in ("kitchen",)]
    if not table and needs and not any(one in words for one in ("bench", "bed")):
        table = "desk" if kind in ("office", "classroom") else "table"
    if not table and cooks:
        table = "counter"
    if "piano" in {one.thing for one in users}:
        table = ""
    if table and users:
        group = seated or users
        middle = sum(spots[id(one)].x for one in group) / len(group)
        pair = len(group) == 2 and abs(spots[id(group[0])].x - spots[id(group[1])].x) > 0.8
        shelf.add(table, words.get(table, table), x=middle, z=-0.02 if pair else -0.62)
        if len(group) == 1:
            spots[id(group[0])].facing = max(-30.0, min(30.0, spots[id(group[0])].facing))


def _travel(figure: Figure, front: Sequence[Figure], spots: dict[int, Spot], frames: int, kind: str) -> None:
    if not figure.go:
        return
    spot = spots[id(figure)]
    pace = STEP.get(figure.pose, 1.3)
    limit = 2.6 if kind in ("corridor", "alley", "stairs", "boat-cabin", "train-interior") else 4.5
    far = max(0.8, min(limit, pace * frames / RATE))
    if figure.go in ("walk", "run", "enter") and kind in ALONG:
        along_it(figure, front, spot, min(5.5 if figure.pose is Pose.RUN else 4.5, pace * frames / RATE))
        return
    others = [one for one in front if one is not figure]
    side = sign(spot.x) if others and spot.x else -1.0
    if figure.go in ("towards", "walk", "run") and figure.goal_people and others:
        target = next((spots[id(front[n])] for n in figure.goal_people if n < len(front) and front[n] is not figure), None)
        if target:
            side = sign(spot.x - target.x) or -1.0
            spot.to_x, spot.to_z = round(target.x + side * 0.85, 2), target.z
            spot.x = max(-WALL, min(WALL, target.x + side * (0.85 + far)))
            spot.facing = -side * 80.0
            return
    if figure.go in ("enter", "towards"):
        spot.to_x, spot.to_z = spot.x, spot.z
        spot.x, spot.z = spot.x + side * min(far, WALL), spot.z + 0.5
        spot.facing = -side * 75.0
    elif figure.go == "exit":
        spot.to_x, spot.to_z = spot.x + side * far, spot.z + 0.9
        spot.facing = side * 100.0
    else:
        place = figure.place.relation if figure.place else ""
        side = 1.0 if place == "left" else -1.0
        spot.to_x, spot.to_z = spot.x - side * far / 2, spot.z - 0.25
        spot.x, spot.z = spot.x + side * far / 2, spot.z + 0.35
        spot.facing = -side * 78.0


def _things(figure: Figure, spot: Spot, shelf: Shelf, words: dict[str, str], kind: str) -> None:
    base = figure.thing
    if base == "laptop" and "computer" in words and "laptop" not in words:
        base = "computer"
    if not base or base in SEATS | set(TABLES):
        return
    thing = everything()[base]
    if (
        (kind == "car-interior" and base in VEHICLES)
        or thing.height >= 3.4
        or (base in SHIPS and kind in AFLOAT and figure.pose is not Pose.DRIVE)
    ):
        return  # stands far off, where the rest stands
    name = words.get(base, base.replace("-", " "))
    again = shelf.has(base)
    hands = figure.pose in HANDS or (figure.pose in (Pose.WORK, Pose.REACH, Pose.POINT, Pose.KNEEL) and thing.height <= 0.45)
    small = thing.height <= 0.45 and base not in ON_TABLE | ANIMALS
    if base == "fire" and "fireplace" in words:
        return
    if base == "kite" and kind not in ("room", "shop"):
        shelf.add(base, name, x=spot.x + (sign(spot.facing) or 1.0) * 2.0, y=1.75, z=spot.z + 4.0)
        spot.gaze = "up"
        return
    held = (
        figure.thing_how == "hand"
        or (base in RAISED and figure.pose in HANDS | {Pose.REACH})
        or (hands and figure.thing_how == "near" and small)
    )
    if held and (thing.height <= LARGEST or base in ("fishing-rod", "kite", "oar")):
        spot.holds = shelf.add(base, name, x=spot.x, y=0.9, z=spot.z, again=again)
        return
    toward = sign(spot.facing) or 1.0
    if figure.pose is Pose.DRIVE and base in RIDDEN and not again:
        _mount(figure, spot, shelf, base, name)
        return
    table = shelf.table()
    if again:
        return
    if table and base in SCREENS and abs(spot.x - table.x) < 0.3:
        spot.facing = toward * 62.0  # nobody sits behind a screen for us
        shelf.add(base, name, x=table.x + toward * 0.42, y=SURFACE.get(table.id, 0.75), z=table.z + 0.3, facing=-toward * 90)
        return
    if table and thing.height <= 0.6 and base not in ANIMALS:
        shelf.add(
            base,
            name,
            x=(spot.x + table.x) / 2 if abs(spot.x - table.x) > 0.3 else table.x + toward * (0.3 if thing.height < 0.3 else 0.0),
            y=SURFACE.get(table.id, 0.75),
            z=table.z if abs(spot.x - table.x) > 0.3 else table.z + 0.22,
        )
    elif figure.seated and base in IN_LAP and not table:
        shelf.add(base, name, x=spot.x + toward * 0.46, z=spot.z - 0.2, facing=-toward * 90)
        spot.facing = toward * max(abs(spot.facing), 38.0)
    elif (base in ANIMALS and thing.height <= 1.2) or thing.height <= 1.0:
        shelf.add(base, name, x=spot.x + toward * (0.5 + thing.height * 0.25), z=spot.z - 0.28, facing=-toward * 90)
        spot.facing = toward * max(abs(spot.facing), 38.0)
    else:
        depth = 0.5 if base in VEHICLES else 0.4
        shelf.add(base, name, x=spot.x + toward * (0.65 + min(thing.height, 4) * 0.5), z=spot.z + depth, facing=-toward * 90)
        spot.facing = toward * max(abs(spot.facing), 60.0)


def _mount(figure: Figure, spot: Spot, shelf: Shelf, base: str, name: str) -> None:
    """In the saddle, going across the picture with what carries them."""
    side = sign(spot.facing) or 1.0
    spot.facing = side * 82.0
    spot.y = RIDDEN[base]
    spot.x, spot.to_x, spot.to_z = spot.x - side * 1.6, spot.x + side * 1.6, spot.z
    shelf.add(base, name, x=spot.x, z=spot.z + 0.06, facing=spot.facing)
    shelf.send(base, spot.to_x, spot.z + 0.06)
    tack = "reins" if base in ANIMALS else "handlebar"
    spot.holds = shelf.add(tack, tack, x=spot.x, y=spot.y + 0.9, z=spot.z, again=True)


def _along(front: Sequence[Figure], spots: dict[int, Spot], shelf: Shelf) -> None:
    """Animals that are with somebody who goes somewhere go too."""
    walker = next((spots[id(one)] for one in front if one.go and spots[id(one)].to_x is not None), None)
    if walker is None or walker.to_x is None:
        return
    way = sign(walker.to_x - walker.x) or 1.0
    for base in ANIMALS & set(shelf.made):
        prop = shelf.made[base]
        if prop.y == 0 and prop.to_x is None and abs(prop.z) < 3:
            shelf.add(base, prop.name, x=walker.x - way * 0.9, z=walker.z - 0.3, facing=way * 90)
            shelf.send(base, walker.to_x - way * 0.9, (walker.to_z or 0.0) - 0.3)


def _gaze(
    figure: Figure, figures: Sequence[Figure], front: Sequence[Figure], spots: dict[int, Spot], shelf: Shelf, beside: str
) -> None:
    spot = spots[id(figure)]
    if spot.gaze:
        return
    others = [one for one in front if one is not figure]
    if figure.gaze in ("up", "down", "left", "right", "camera"):
        spot.gaze = figure.gaze
    elif figure.gaze == "thing":
        base = figure.thing
        target = figure.gaze_people[0] if figure.gaze_people else -1
        if 0 <= target < len(figures) and figures[target] is not figure:
            spot.gaze = figures[target].person.name
        elif base and shelf.has(base):
            spot.gaze = base if spot.holds != base else "down"
        elif beside:
            spot.gaze = beside
    elif figure.gaze == "other" or (others and not figure.go and figure.pose in (Pose.SIT, Pose.DRINK, Pose.STAND)):
        target = next((n for n in figure.gaze_people if n < len(figures) and figures[n] is not figure), -1)
        if target >= 0:
            spot.gaze = figures[target].person.name
        elif others:
            spot.gaze = min(others, key=lambda one: abs(spots[id(one)].x - spot.x)).person.name
        elif beside:
            spot.gaze = beside
    elif beside and not others and not figure.go:
        spot.gaze = beside
    me = next(n for n, one in enumerate(figures) if one is figure)
    watched = next((one for one in others if me in one.gaze_people or one.talks), None)
    if not spot.gaze and watched and not figure.go:
        spot.gaze = watched.person.name
    if figure.pose is Pose.READ:
        spot.gaze = "down"


def _actor(figure: Figure, spot: Spot) -> Actor:
    return Actor(
        name=figure.person.name[:120], look=figure.person.look, x=round(spot.x, 2), y=round(spot.y, 2), z=round(spot.z, 2),
        facing=round(max(-180.0, min(180.0, spot.facing)), 1), pose=figure.pose, seated=figure.seated, expression=figure.face,
        gaze=spot.gaze[:120], holds=spot.holds, to_x=None if spot.to_x is None else round(spot.to_x, 2),
        to_z=None if spot.to_z is None else round(spot.to_z, 2), enters=spot.enters,
    )  # fmt: skip
