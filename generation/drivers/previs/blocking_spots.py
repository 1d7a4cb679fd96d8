"""Where people stand for what is before them: round a fire, in a car, at a grave, watching a ship, down a corridor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generation.drivers.previs.blocking_figures import SEATS, Figure
from generation.drivers.previs.blocking_props import TABLES, Shelf
from generation.drivers.previs.looks import seed_of
from generation.drivers.previs.reading_sense import ANIMALS
from generation.drivers.previs.stage import Pose
from generation.drivers.previs.vocabulary import everything


@dataclass
class Spot:
    """Where one person is, while the stage is being made."""

    x: float = 0.0
    z: float = 0.0
    y: float = 0.0
    facing: float = 0.0
    to_x: float | None = None
    to_z: float | None = None
    holds: str = ""
    gaze: str = ""
    enters: int = 0


def background(extras: Sequence[Figure], spots: dict[int, Spot], kind: str) -> None:
    """Passers-by and guests, behind those who matter; some of them walk."""
    for n, figure in enumerate(extras):
        spot = spots[id(figure)]
        side = 1 if n % 2 else -1
        spot.x = side * (1.3 + 0.75 * (n // 2)) + 0.2 * (seed_of(figure.person.name) % 5 - 2) / 2
        spot.z = 2.1 + 0.55 * (n % 3)
        spot.facing = -side * (35.0 + seed_of(figure.person.name) % 50)
        if figure.weight == 0 and kind in ("cafe", "restaurant", "theatre", "classroom", "train-interior"):
            figure.pose = Pose.SIT
        elif (
            figure.weight == 0
            and kind in ("street", "market", "square", "station-platform", "station-interior", "park")
            and n % 3
        ):
            figure.go, figure.pose = "walk", Pose.WALK  # passers-by pass
            spot.facing = -side * 84.0
        if figure.go:
            spot.to_x, spot.to_z = spot.x - side * 2.2, spot.z


def behind(front: Sequence[Figure], spots: dict[int, Spot]) -> None:
    """Who is behind, before, left or right of whom, or at a window."""
    for figure in front:
        place = figure.place
        if place is None:
            continue
        spot = spots[id(figure)]
        if place.people and place.people[0] < len(front) and front[place.people[0]] is not figure:
            other = spots[id(front[place.people[0]])]
            if place.relation == "behind":
                spot.x, spot.z = other.x + 0.4 * sign(spot.x - other.x or 1), other.z + 0.95
            elif place.relation == "before":
                spot.z = other.z - 0.8
        elif place.relation == "behind" and place.word is None:
            spot.z += 1.0
        elif place.relation == "far":
            spot.z += 6.0
        elif place.relation == "left" and len(front) == 1:
            spot.x -= 0.6
        elif place.relation == "right" and len(front) == 1:
            spot.x += 0.6
        feature = place.word.sense("feature") if place.word else None
        if feature and feature.value == "window" and place.relation in ("near", "on", "before") and len(front) == 1:
            spot.z += 0.5
            spot.facing = 58.0 if seed_of(figure.person.name) % 2 else -58.0


def fire(front: Sequence[Figure], spots: dict[int, Spot], shelf: Shelf, words: dict[str, str]) -> None:
    """A campfire in the middle, people round it."""
    if "campfire" not in words or not front:
        return
    middle = sum(spots[id(one)].x for one in front) / len(front)
    shelf.add("campfire", words["campfire"], x=middle + (0.9 if len(front) == 1 else 0.0), z=-0.55 if len(front) > 2 else 0.05)
    for n, figure in enumerate(front):
        spot = spots[id(figure)]
        away = n - (len(front) - 1) / 2
        spot.x = middle + away * (1.15 if len(front) > 2 else 2.0)
        spot.z = 0.6 - 0.45 * abs(away)
        spot.facing = -sign(away) * min(70.0, 25.0 + 30.0 * abs(away)) if len(front) > 1 else 55.0


def ride(front: Sequence[Figure], spots: dict[int, Spot]) -> None:
    """In a car everybody looks ahead, at the camera before the windscreen; whoever drives sits to the right of the picture."""
    order = sorted(front, key=lambda one: one.pose is Pose.DRIVE)
    for n, figure in enumerate(order):
        spot = spots[id(figure)]
        away = n - (min(len(order), 2) - 1) / 2 if n < 2 else (n - 2.5)
        spot.x, spot.z = away * 0.84, 0.0 if n < 2 else 0.9
        spot.facing = -sign(away) * 16.0


def at_thing(figure: Figure, spot: Spot, shelf: Shelf, words: dict[str, str]) -> None:
    """Kneels at a grave, waits by a car: what somebody is at stands on the side they face."""
    word = figure.place.word if figure.place and figure.place.relation in ("near", "before") else None
    base = word.value("prop") if word else ""
    if not base or base not in words or shelf.has(base) or base in SEATS | set(TABLES) | ANIMALS or figure.go:
        return
    height = everything()[base].height
    if 0.5 <= height < 3.4:
        toward = sign(spot.facing) or 1.0
        shelf.add(base, words[base], x=spot.x + toward * (0.6 + 0.4 * height), z=spot.z + 0.2, facing=-toward * 90)
        spot.facing = toward * max(abs(spot.facing), 55.0)


def watch(figures: Sequence[Figure], spots: dict[int, Spot], shelf: Shelf, wide: bool) -> None:
    """Whoever looks or waves at what is far out turns to it."""
    far = next((one for one in shelf.made.values() if max(one.z, one.to_z or 0.0) > 9 and one.to_z != one.z), None)
    for figure in figures:
        spot = spots[id(figure)]
        target = shelf.made.get(figure.thing) if figure.gaze == "thing" or figure.pose in (Pose.WAVE, Pose.POINT) else None
        if target is None and figure.pose in (Pose.WAVE, Pose.POINT) and not figure.gaze_people:
            target = far
        if target is None or max(target.z, target.to_z or 0.0) < 7 or figure.go or figure.person.extra:
            continue
        side = sign(target.x - spot.x) or 1.0
        spot.facing = side * (142.0 if wide else 40.0)
        spot.gaze = target.id


def pointing(figures: Sequence[Figure], spots: dict[int, Spot]) -> None:
    """The arm that points is seen whole: from the side, not across the chest."""
    for figure in figures:
        spot = spots[id(figure)]
        if figure.pose is Pose.POINT and 8 < spot.facing < 96:
            spot.facing = 96.0


def along_it(figure: Figure, front: Sequence[Figure], spot: Spot, far: float) -> None:
    """Down the length of what is long and narrow, towards us; side by side stays side by side."""
    going = [one for one in front if one.go in ("walk", "run", "enter")]
    side = (going.index(figure) - (len(going) - 1) / 2) * 0.8
    spot.to_x, spot.to_z = spot.x * 0.2 + side, -1.2
    spot.x, spot.z = spot.to_x * 0.8 - 0.5, far - 1.2
    spot.facing = 9.0
    if figure.goal_people:  # comes after them
        spot.x, spot.z, spot.to_x, spot.to_z = spot.x - 0.7, spot.z + 2.4, spot.to_x - 0.55, spot.to_z + 2.4
        spot.facing = 4.0


def sign(value: float) -> float:
    """-1, 0 or 1."""
    return 1.0 if value > 0 else -1.0 if value < 0 else 0.0
