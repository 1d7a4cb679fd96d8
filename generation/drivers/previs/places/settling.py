"""Things put where they belong before anything is drawn: ships on the water and far off, close-ups of small things on a table."""

from __future__ import annotations

import math

from generation.drivers.previs.places.furniture import bed
from generation.drivers.previs.places.plot import PALETTES
from generation.drivers.previs.places.scenery import Piece, Scenery
from generation.drivers.previs.places.solids import box, legs, moved
from generation.drivers.previs.props import FLAT, shines, word
from generation.drivers.previs.stage import Pose, Prop, Size, Stage, TimeOfDay

AFLOAT = frozenset({"ferry", "ship", "boat", "speedboat", "canoe"})
SHIPS = frozenset({"26F4", "1F6A2", "26F5", "1F6A4", "1F6F3", "1F6F6", "1F6E5"})
TABLE = 0.76
BEDROOMS = frozenset({"bedroom", "hospital", "boat-cabin"})


def settle(stage: Stage, scenery: Scenery) -> Stage:
    """The same stage with its props settled; adds the light of what shines and the table of an insert to the scenery."""
    held = {actor.holds: actor for actor in stage.actors if actor.holds}
    props = tuple(_hung(prop, scenery) if prop.id not in held else prop for prop in stage.props)
    props = tuple(_afloat(prop, scenery) for prop in props)
    stage = stage.model_copy(update={"props": props})
    if _insert(stage):
        stage = _on_table(stage, scenery)
    if scenery.interior and stage.place.kind in BEDROOMS:
        stage = _abed(stage, scenery)
    dark = scenery.interior or stage.light.time in (TimeOfDay.NIGHT, TimeOfDay.DUSK)
    for prop in stage.props:
        if not shines(prop) or not dark:
            continue
        actor = held.get(prop.id)
        if actor:  # somebody who walks is lit where they are half-way
            go_x, go_z = actor.to_x if actor.to_x is not None else actor.x, actor.to_z if actor.to_z is not None else actor.z
            actor = actor.model_copy(update={"x": round((actor.x + go_x) / 2, 2), "z": round((actor.z + go_z) / 2, 2)})
        x, y, z = (actor.x, actor.y + 1.0, actor.z - 0.2) if actor else (prop.x, prop.y + prop.height * 0.6, prop.z)
        scenery.lamp(x, y, z, (1.0, 0.70, 0.36), 0.85, 1.5)
        if actor:
            scenery.glows.pop()  # it moves with the hand that holds it
    return stage


def _abed(stage: Stage, scenery: Scenery) -> Stage:
    """Whoever lies down in a bedroom lies on the bed, which stands along the picture."""
    actors = []
    for actor in stage.actors:
        if actor.pose is not Pose.LIE or actor.y > 0.1:
            actors.append(actor)
            continue
        azimuth = math.radians(stage.camera.azimuth)
        sign = 1.0 if (actor.facing - stage.camera.azimuth + 180) % 360 - 180 >= 0 else -1.0  # the head lies to the left
        turn = math.degrees(math.atan2(-sign * math.cos(azimuth), -sign * math.sin(azimuth)))
        colours = PALETTES[stage.place.seed % len(PALETTES)]
        scenery.pieces = [p for p in scenery.pieces if p.name not in ("bed", "bunk")]
        parts = bed(colours["cloth"], width=1.3, wood=colours["wood"])
        scenery.pieces.append(Piece("lying-bed", moved(parts, actor.x, 0.0, actor.z, turn), actor.x, actor.z + 0.2, keep=True))
        actors.append(actor.model_copy(update={"y": 0.53}))
    return stage.model_copy(update={"actors": tuple(actors)})


def _hung(prop: Prop, scenery: Scenery) -> Prop:
    """A small thing high up in a room hangs on the wall."""
    if not (scenery.interior and 1.3 <= prop.y <= 2.3 and prop.height <= 0.7 and prop.to_z is None):
        return prop
    wall = scenery.panels[0].z if scenery.panels else scenery.bounds[3]
    return prop.model_copy(update={"z": round(wall - 0.08, 2)})


def _afloat(prop: Prop, scenery: Scenery) -> Prop:
    changes: dict[str, float] = {}
    if prop.height >= 3.0 and prop.to_z is None and prop.z < prop.height * 2.4:
        changes["z"] = round(prop.height * 2.4 + 6.0, 2)  # nothing as large as a ship stands beside people
        changes["x"] = round(prop.x * 2.2, 2)
    ship = prop.picture.upper().removesuffix("-FE0F") in SHIPS or word(prop) in AFLOAT
    if scenery.ground.water and ship and prop.y < 0.3:
        changes["y"] = round(scenery.ground.level - 0.04 * prop.height, 3)
    return prop.model_copy(update=changes) if changes else prop


def _insert(stage: Stage) -> bool:
    """A close shot of a small thing."""
    named = [p for p in stage.props if p.id in stage.camera.subject or p.name in stage.camera.subject]
    close = stage.camera.size in (Size.ECU, Size.CU, Size.MCU)
    return bool(named) and close and stage.place.interior and all(p.height < 0.5 and p.y < 0.1 for p in named)


def _on_table(stage: Stage, scenery: Scenery) -> Stage:
    subject = next(p for p in stage.props if p.id in stage.camera.subject or p.name in stage.camera.subject)
    beside = 0
    props = []
    for prop in stage.props:
        if prop.height >= 0.5 or prop.y >= 0.1:
            props.append(prop)
            continue
        if prop.id == subject.id:
            x, z = subject.x, subject.z
        else:
            beside += 1
            x, z = subject.x + (0.10 + 0.06 * beside) * (-1 if beside % 2 else 1), subject.z + 0.09
        props.append(prop.model_copy(update={"x": round(x, 2), "y": TABLE, "z": round(z, 2)}))
    tones = ("#a9764a", "#b07e51", "#a37046", "#ad7a4d", "#a5734a")
    top = [box(1.6, 0.05, 0.178, tone, 0.0, TABLE - 0.05, -0.36 + 0.18 * i) for i, tone in enumerate(tones)]
    top += [*legs(1.6, 0.9, TABLE - 0.05, "#8a5d3b", 0.06)]
    scenery.pieces.append(Piece("table", moved(top, subject.x, 0.0, subject.z), subject.x, subject.z, keep=True))
    return stage.model_copy(update={"props": tuple(props)})


def flat(prop: Prop) -> bool:
    """Whether a thing lies on what it is put on."""
    return word(prop) in FLAT
