"""Where bodies are and where their eyes, chin, waist and knees sit: what a camera frames."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.drivers.previs import people
from generation.drivers.previs.props import FLAT, word
from generation.drivers.previs.stage import Actor, Pose, Prop, Stage

WALK, RUN = 1.35, 3.4  # metres a second


@dataclass(frozen=True)
class Body:
    """Heights above the place's floor (metres) of an actor or, with `prop_id`, of a prop."""

    name: str
    x: float
    z: float
    ground: float
    top: float
    eyes: float
    chin: float
    chest: float
    waist: float
    knees: float
    facing: float
    prop_id: str = ""
    lies: bool = False
    hat: float = 0.0  # how far a hat rises above the head


def position(actor: Actor, share: float, frames: int) -> tuple[float, float]:
    """Where an actor stands after this share of the shot (0…1)."""
    last = max(frames - 1, 1)
    begin = min(actor.enters / last, 0.95)
    t = min(max((share - begin) / (1 - begin), 0.0), 1.0)
    return (
        actor.x + ((actor.x if actor.to_x is None else actor.to_x) - actor.x) * t,
        actor.z + ((actor.z if actor.to_z is None else actor.to_z) - actor.z) * t,
    )


def heading(actor: Actor) -> float:
    """Which way a walker faces: along its way; anybody else as the stage says."""
    dx = (actor.x if actor.to_x is None else actor.to_x) - actor.x
    dz = (actor.z if actor.to_z is None else actor.to_z) - actor.z
    if math.hypot(dx, dz) < 0.25:
        return actor.facing
    return math.degrees(math.atan2(dx, -dz))


def moving(actor: Actor) -> bool:
    """Whether the actor goes somewhere."""
    return math.hypot(
        (actor.x if actor.to_x is None else actor.to_x) - actor.x, (actor.z if actor.to_z is None else actor.to_z) - actor.z
    ) >= 0.25  # fmt: skip


TABLES = frozenset({"table", "desk"})
STANDING_WORK = frozenset({"kitchen", "workshop", "shop", "bar", "garden", "market"})


def seated(actor: Actor, stage: Stage) -> bool:
    """Whether somebody drinks, reads or works on a seat: the stage says so, or they are at a table indoors."""
    if moving(actor) or actor.seated:
        return actor.seated and not moving(actor)
    at_table = actor.pose in (Pose.DRINK, Pose.READ) or (actor.pose is Pose.WORK and stage.place.kind not in STANDING_WORK)
    if not at_table or not stage.place.interior:
        return False
    return any(word(prop) in TABLES and math.hypot(prop.x - actor.x, prop.z - actor.z) < 0.95 for prop in stage.props)


def bodies(stage: Stage) -> list[Body]:
    """Everybody and everything that can be framed, halfway through the shot."""
    found = [body(actor, seated(actor, stage)) for actor in stage.actors]
    return found + [_thing(prop) for prop in stage.props if not any(a.holds == prop.id for a in stage.actors)]


def body(actor: Actor, sits: bool = False) -> Body:
    """One actor's heights, halfway through the shot, in its pose."""
    marks = people.landmarks(actor.look, people.PersonState(pose=actor.pose, expression=actor.expression, seated=sits))
    x, z = position(actor, 0.5, 2)
    top, chin = -marks.top[1] + actor.y, -marks.chin[1] + actor.y
    chest, waist, knees = (-p[1] + actor.y for p in (marks.chest, marks.waist, marks.knees))
    if actor.pose in (Pose.LIE, Pose.FALL) or waist >= chest:
        waist = chest = chin - 0.25
        knees = actor.y
    return Body(
        actor.name,
        x,
        z,
        actor.y,
        top,
        -marks.eyes[1] + actor.y,
        chin,
        chest,
        waist,
        min(knees, waist - 0.2),
        heading(actor),
        lies=actor.pose is Pose.LIE,
        hat=HATS.get(actor.look.hat, 0.0),
    )


HATS = {
    "cap": 0.05,
    "beanie": 0.05,
    "brim": 0.10,
    "straw": 0.10,
    "helmet": 0.07,
    "hood": 0.04,
    "headscarf": 0.02,
    "crown": 0.10,
    "chef": 0.20,
}


def _thing(prop: Prop) -> Body:
    """A prop framed as if it were a face of its height; what lies flat counts as half its length."""
    h = max(FLAT.get(word(prop), 0.0) * 0.5, prop.height, 0.06)
    y = prop.y - (0.5 * h if word(prop) in FLAT else 0.0)
    x = prop.x if prop.to_x is None else (prop.x + prop.to_x) / 2  # what passes is framed where it is half-way
    z = prop.z if prop.to_z is None else (prop.z + prop.to_z) / 2
    return Body(prop.name, x, z, y, y + h, y + 0.5 * h, y, y - 0.3 * h, y - 0.7 * h, y - 1.4 * h, prop.facing, prop.id)
