"""Furniture that the action names, built as solid pieces where the stage puts it instead of drawn flat."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from generation.drivers.previs.places import furniture as f
from generation.drivers.previs.places.houses import column, fence, fountain, lighthouse, statue
from generation.drivers.previs.places.scenery import Life, Piece, Scenery
from generation.drivers.previs.places.solids import Parts, box, drum, moved, taper
from generation.drivers.previs.places.vehicles import car, gravestone, lamppost, rowing_boat, stall
from generation.drivers.previs.props import word
from generation.drivers.previs.stage import Prop, Stage

Make = Callable[[dict[str, str], random.Random, bool], Parts]


def _well() -> Parts:
    return [
        drum(0.7, 0.75, "#a89c8a", sides=12, top="#3a3f44"),
        box(0.09, 1.9, 0.09, "#7a5a3c", -0.6),
        box(0.09, 1.9, 0.09, "#7a5a3c", 0.6),
        taper((1.7, 1.3), (1.7, 0.1), 0.5, "#8f5a4a", y=1.9),
    ]


def _easel() -> Parts:
    return [
        box(0.05, 1.6, 0.05, "#8a6a48", -0.28),
        box(0.05, 1.6, 0.05, "#8a6a48", 0.28),
        box(0.05, 1.5, 0.05, "#8a6a48", 0, 0, 0.35),
        box(0.75, 0.04, 0.1, "#8a6a48", 0, 0.62, -0.03),
        box(0.72, 0.82, 0.03, "#f4efe2", 0, 0.68, -0.03),
        box(0.4, 0.3, 0.008, "#7f9fb0", 0.04, 0.98, -0.05),
        box(0.4, 0.16, 0.008, "#8fa868", 0.04, 0.84, -0.05),
    ]


def _rack() -> Parts:
    coats = ("#a8483f", "#3f6b7d", "#d1a44b", "#5d7f57", "#7a5570")
    made: Parts = [box(0.04, 1.8, 0.04, "#5d656a", a * 0.7) for a in (-1, 1)] + [box(1.44, 0.04, 0.04, "#5d656a", 0, 1.78)]
    return made + [taper((0.34, 0.14), (0.3, 0.1), 1.0, coats[i], -0.5 + i * 0.25, 0.72) for i in range(5)]


def _machine(lit: bool) -> Parts:
    return [
        box(1.0, 1.85, 0.75, "#b5483f"),
        box(0.66, 1.2, 0.03, "#e9f2f4", -0.1, 0.5, -0.38, glow=0.8 if lit else 0.2),
        *[
            box(0.09, 0.16, 0.04, ("#d8a03f", "#4f7fb0", "#5d9f67")[(i + j) % 3], -0.34 + 0.15 * i, 0.62 + 0.28 * j, -0.40)
            for i in range(4)
            for j in range(4)
        ],
        box(0.16, 0.5, 0.03, "#2b2f33", 0.36, 0.9, -0.38),
        box(0.6, 0.14, 0.03, "#2b2f33", -0.1, 0.2, -0.38),
    ]


_BUILT: dict[str, Make] = {
    "table": lambda c, r, lit: f.table(1.3, 0.8, 0.75, c["wood"]),
    "desk": lambda c, r, lit: f.table(1.3, 0.65, 0.75, c["wood"]),
    "counter": lambda c, r, lit: f.counter(2.2, 0.6, 1.05, c["second"], c["wood"]),
    "bench": lambda c, r, lit: f.bench(1.6),
    "stool": lambda c, r, lit: f.stool(0.6),
    "chair": lambda c, r, lit: f.chair(c["wood"], c["cloth"]),
    "sofa": lambda c, r, lit: f.sofa(c["cloth"], 1.9, c["accent"]),
    "bed": lambda c, r, lit: f.bed(c["cloth"], wood=c["wood"]),
    "bathtub": lambda c, r, lit: f.bathtub(),
    "bookshelf": lambda c, r, lit: f.shelf(r, 1.2, 2.1, c["wood"]),
    "piano": lambda c, r, lit: f.piano(),
    "gravestone": lambda c, r, lit: gravestone(1.0),
    "blackboard": lambda c, r, lit: [
        box(1.6, 0.95, 0.05, "#2f4a40", 0, 0.8),
        *[box(0.06, 1.8, 0.06, "#8a5d3b", a * 0.8) for a in (-1, 1)],
    ],
    "easel": lambda c, r, lit: _easel(),
    "potter's-wheel": lambda c, r, lit: [
        box(0.7, 0.6, 0.6, "#8a6a48"),
        drum(0.26, 0.05, "#b7b0a4", y=0.6),
        drum(0.12, 0.22, "#b5765a", y=0.65, upper=0.17),
    ],
    "stove": lambda c, r, lit: f.stove(),
    "refrigerator": lambda c, r, lit: f.fridge(),
    "sink": lambda c, r, lit: f.basin(),
    "wardrobe": lambda c, r, lit: f.cupboard(1.2, 1.95, 0.55, c["wood"]),
    "floor-lamp": lambda c, r, lit: f.floor_lamp(on=lit),
    "lamp": lambda c, r, lit: f.table_lamp(on=lit),
    "streetlamp": lambda c, r, lit: lamppost(lit),
    "fence": lambda c, r, lit: fence(4.0),
    "gate": lambda c, r, lit: fence(1.6, "#5d4030", 1.2),
    "crate": lambda c, r, lit: f.crate(0.6),
    "barrel": lambda c, r, lit: f.barrel(),
    "sack": lambda c, r, lit: [f.sack()],
    "statue": lambda c, r, lit: statue(),
    "fountain": lambda c, r, lit: fountain(),
    "vending-machine": lambda c, r, lit: _machine(lit),
    "well": lambda c, r, lit: _well(),
    "stall": lambda c, r, lit: stall("#c8503f"),
    "log": lambda c, r, lit: [drum(0.22, 1.4, "#7a5a42", top="#c9a676", sides=10)],
    "campfire": lambda c, r, lit: [box(0.9, 0.1, 0.1, "#5d4030", 0, 0.0, 0), box(0.1, 0.1, 0.9, "#6b4a36", 0, 0.05, 0)],
    "lighthouse": lambda c, r, lit: lighthouse(lit),
    "clothes-rack": lambda c, r, lit: _rack(),
    "car": lambda c, r, lit: car(r.choice(("#a8483f", "#3f6f86", "#d8cdb4", "#5d7f57"))),
    "boat": lambda c, r, lit: rowing_boat(),
    "column": lambda c, r, lit: column(3.0, broken=False),
}
NAMES = {
    "wardrobe": ("wardrobe", "cupboard"),
    "bookshelf": ("shelf",),
    "refrigerator": ("fridge",),
    "sink": ("sink", "basin"),
    "bathtub": ("bath",),
    "bed": ("bed", "bunk"),
}
ON_WALLS = {"classroom": ("blackboard",)}


def furnish(scenery: Scenery, stage: Stage, colours: dict[str, str], lit: bool) -> frozenset[str]:
    """Build the props that are furniture; answers the ids of those that need no drawing any more."""
    done: set[str] = set()
    held = {actor.holds for actor in stage.actors}
    for prop in stage.props:
        kind = word(prop)
        make = _BUILT.get(kind)
        moves = prop.to_x is not None or prop.to_z is not None
        if make is None or prop.id in held or moves:
            continue
        if kind in ("car", "boat") and stage.place.kind in ("car-interior", "boat-cabin", "sea"):
            done.add(prop.id)
            continue
        if kind in ON_WALLS.get(stage.place.kind, ()) or (kind not in ("table", "desk", "chair") and _there(scenery, kind, prop)):
            done.add(prop.id)
            continue
        if any(math.hypot(prop.x - a.x, prop.z - a.z) < 0.3 for a in stage.actors) and kind in ("bench", "stool", "chair", "log"):
            done.add(prop.id)  # the seat under whoever sits is built for them
            continue
        parts = make(colours, random.Random(prop.id), lit)
        scenery.pieces.append(
            Piece(
                kind,
                moved(parts, prop.x, prop.y if prop.y > 0.3 else 0.0, prop.z, -prop.facing),
                prop.x,
                prop.z,
                keep=kind in ("table", "desk", "counter"),
            )
        )
        if kind == "campfire":
            scenery.life.append(Life("fire", prop.x, 0.08, prop.z - 0.05, 1.0))
            scenery.lamp(prop.x, 0.5, prop.z, (1.0, 0.6, 0.28), 1.2, 2.4)
        elif kind in ("lamp", "floor-lamp", "streetlamp"):
            scenery.lamp(prop.x, prop.y + {"lamp": 0.3, "floor-lamp": 1.5}.get(kind, 4.1), prop.z, strength=0.8)
        done.add(prop.id)
    return frozenset(done)


def _there(scenery: Scenery, kind: str, prop: Prop) -> bool:
    """Whether the place has one of its own that the camera may find instead."""
    names = NAMES.get(kind, (kind,))
    return any(p.name in names and math.hypot(p.x - prop.x, p.z - prop.z) < 3.5 for p in scenery.pieces)
