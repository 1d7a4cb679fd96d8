"""Set dressing that the action needs: seats under those who sit, tables between those who eat, stands under things."""

from __future__ import annotations

import math
import random

from generation.drivers.previs.camera_body import seated
from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places.dressing_props import furnish
from generation.drivers.previs.places.plot import PALETTES
from generation.drivers.previs.places.scenery import Piece, Scenery
from generation.drivers.previs.places.solids import Parts, ball, box, drum, moved, taper
from generation.drivers.previs.stage import Actor, Pose, Stage, TimeOfDay

TABLED = (Pose.SIT, Pose.DRINK, Pose.READ, Pose.WORK)
INDOOR_TABLES = ("table", "round", "coffee", "desk", "bar", "school")


def dress(scenery: Scenery, stage: Stage) -> frozenset[str]:
    """Add what the actors of this stage sit on, eat at and work at; remove what would stand inside them.

    Answers the ids of the props that were built as furniture and need no drawing.
    """
    colours = PALETTES[stage.place.seed % len(PALETTES)]
    _clear(scenery, stage)
    built = furnish(scenery, stage, colours, bool(scenery.lamps) and lit(stage))
    sitting = [a for a in stage.actors if a.pose in (Pose.SIT, Pose.DRIVE) or seated(a, stage)]
    for actor in sitting:
        _seat(scenery, actor, colours, stage.place.kind)
    placed = [(p.x, p.z, 0.9) for p in scenery.pieces if p.name in ("table", "desk", "counter") and p.keep]
    placed += _tables(scenery, stage, sitting, colours, placed)
    for prop in stage.props:
        if prop.id in built or not 0.3 < prop.y < 1.4 or any(a.holds == prop.id for a in stage.actors) or prop.to_y is not None:
            continue
        if any(math.hypot(prop.x - x, prop.z - z) < reach for x, z, reach in placed) or _supported(
            scenery, prop.x, prop.z, prop.y
        ):
            continue
        scenery.pieces.append(
            Piece(
                "table",
                moved(_table("table" if scenery.interior else "crate-table", prop.y, colours), prop.x, 0, prop.z),
                prop.x,
                prop.z,
                keep=True,
            )
        )
        placed.append((prop.x, prop.z, 0.6))
    return built


def lit(stage: Stage) -> bool:
    """Whether lamps are on."""
    return stage.light.practical or stage.light.time in (TimeOfDay.DUSK, TimeOfDay.NIGHT)


def _clear(scenery: Scenery, stage: Stage) -> None:
    spots = [(a.x, a.z) for a in stage.actors] + [
        (a.x if a.to_x is None else a.to_x, a.z if a.to_z is None else a.to_z) for a in stage.actors
    ]
    ways = [
        (a.x + ((a.x if a.to_x is None else a.to_x) - a.x) * t, a.z + ((a.z if a.to_z is None else a.to_z) - a.z) * t)
        for a in stage.actors
        for t in (0.25, 0.5, 0.75)
    ]
    taken = spots + ways

    def free(piece: Piece) -> bool:
        if piece.keep:
            return True
        for part in piece.parts:
            low, high = part.corners.min(axis=0), part.corners.max(axis=0)
            if low[1] > 1.9 or high[1] < 0.04:
                continue
            if any(low[0] - 0.2 < x < high[0] + 0.2 and low[2] - 0.12 < z < high[2] + 0.12 for x, z in taken):
                return False
        return True

    scenery.pieces = [p for p in scenery.pieces if free(p)]
    scenery.cutouts = [c for c in scenery.cutouts if c.keep or not any(math.hypot(c.x - x, c.z - z) < 0.45 for x, z in taken)]


def _seat(scenery: Scenery, actor: Actor, colours: dict[str, str], kind: str) -> None:
    """A seat 0.45 m high under an actor, its back behind them; the back is a piece of its own so that it sorts rightly."""
    a = math.radians(actor.facing)
    behind = (-math.sin(a), math.cos(a))
    base, back = _seat_parts(scenery.seat, colours, random.Random(actor.name))
    turn = -actor.facing
    scenery.pieces.append(
        Piece(
            "seat",
            moved(base, actor.x, actor.y, actor.z, turn),
            actor.x + behind[0] * 0.05,
            actor.z + behind[1] * 0.05,
            keep=True,
        )
    )
    if back:
        x, z = actor.x + behind[0] * 0.24, actor.z + behind[1] * 0.24
        scenery.pieces.append(Piece("seat-back", moved(back, actor.x, actor.y, actor.z, turn), x, z, keep=True))


def _seat_parts(seat: str, colours: dict[str, str], rng: random.Random) -> tuple[Parts, Parts]:
    wood, cloth = colours["wood"], colours["cloth"]
    match seat:
        case "cafe-chair":
            made = f.chair("#4a3a2e", colours["accent"])
        case "office-chair":
            made = f.office_chair()
        case "armchair":
            made = f.armchair(cloth)
        case "stool" | "bar-stool":
            made = f.stool(0.45)
        case "crate":
            made = [f.crate(0.5).pop(0), box(0.5, 0.03, 0.42, "#c49d68", y=0.42)]
        case "rock":
            made = [ball(0.30, "#8b8a8c", y=-0.06, flatten=0.85), ball(0.2, "#7d7c80", 0.28, -0.06, 0.1, flatten=0.7)]
        case "log":
            made = [drum(0.24, 0.45, "#7a5a42", top="#c9a676", sides=12)]
        case "bench":
            made = f.bench(1.5)
        case "pew":
            made = f.pew(1.2)
        case "car-seat":
            made = [
                taper((0.52, 0.5), (0.48, 0.46), 0.2, "#6f5a48", y=0.26),
                box(0.4, 0.26, 0.4, "#3a3430"),
                taper((0.5, 0.16), (0.42, 0.1), 0.62, "#7a6350", y=0.42, z=0.26),
                taper((0.26, 0.1), (0.22, 0.08), 0.18, "#7a6350", y=1.06, z=0.27),
            ]
        case "train":
            made = f.cushion_seat()
        case "thwart":
            made = [
                box(1.0, 0.06, 0.34, "#b08a58", y=0.39),
                box(0.06, 0.4, 0.3, "#8a6a44", -0.4),
                box(0.06, 0.4, 0.3, "#8a6a44", 0.4),
            ]
        case _:
            made = f.chair(wood, cloth)
    back = [p for p in made if float(p.corners[:, 1].max()) > 0.56 and float(p.corners[:, 2].mean()) > 0.15]
    return [p for p in made if not any(p is b for b in back)], back


def _table(kind: str, height: float, colours: dict[str, str]) -> Parts:
    match kind:
        case "round":
            return f.round_table(0.40, height, "#d8b98c")
        case "coffee":
            return f.table(1.0, 0.55, min(height, 0.45), colours["wood"])
        case "desk" | "school":
            return f.table(1.2, 0.62, height, colours["wood"])
        case "crate-table":
            return [
                box(0.62, height - 0.03, 0.5, "#b08a58"),
                box(0.68, 0.03, 0.56, "#c49d68", y=height - 0.03),
                box(0.64, 0.08, 0.012, "#c49d68", 0, height * 0.35, -0.257),
            ]
        case _:
            return f.table(1.25, 0.78, height, colours["wood"])


def _tables(
    scenery: Scenery, stage: Stage, sitting: list[Actor], colours: dict[str, str], there: list[tuple[float, float, float]]
) -> list[tuple[float, float, float]]:
    """A table between two who sit facing each other, or before one who sits and eats, reads or works."""
    if scenery.table not in INDOOR_TABLES:
        return []
    placed: list[tuple[float, float, float]] = []
    done: set[str] = set()
    for one in sitting:
        if one.name in done:
            continue
        partner = next(
            (
                b
                for b in sitting
                if b is not one and b.name not in done and 0.7 < math.hypot(b.x - one.x, b.z - one.z) < 2.4 and _faces(one, b)
            ),
            None,
        )
        a = math.radians(one.facing)
        if partner is not None:
            x, z = (one.x + partner.x) / 2, (one.z + partner.z) / 2
            turn = math.degrees(math.atan2(partner.z - one.z, partner.x - one.x))
            done.add(partner.name)
        else:
            x, z = one.x + math.sin(a) * 0.68, one.z - math.cos(a) * 0.68
            turn = -one.facing
            if any(math.hypot(x - b.x, z - b.z) < 0.5 for b in stage.actors):
                continue
        done.add(one.name)
        if any(math.hypot(x - px, z - pz) < 0.7 for px, pz, _ in placed + there):
            continue
        parts = _table(scenery.table, 0.75, colours)
        scenery.pieces.append(Piece("table", moved(parts, x, 0, z, -turn if partner is not None else turn), x, z, keep=True))
        placed.append((x, z, 0.75))
    return placed


def _faces(a: Actor, b: Actor) -> bool:
    angle = math.radians(a.facing)
    dx, dz = b.x - a.x, b.z - a.z
    return math.sin(angle) * dx - math.cos(angle) * dz > 0.3 * math.hypot(dx, dz)


def _supported(scenery: Scenery, x: float, z: float, y: float) -> bool:
    for piece in scenery.pieces:
        for part in piece.parts:
            low, high = part.corners.min(axis=0), part.corners.max(axis=0)
            if abs(float(high[1]) - y) < 0.08 and low[0] - 0.1 < x < high[0] + 0.1 and low[2] - 0.1 < z < high[2] + 0.1:
                return True
    return False
