"""Several things looked for at once: each pixel has one owner, twins are told by their way, who comes out is whole again."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation import carrying, together
from generation.alikes import Thing
from generation.recall import Recall
from generation.sightings import View
from generation.strips import FIRM, Place
from tests.generation.test_tracking import HEIGHT, RED, WIDTH, ByColour, disc, picture

PLACE = Place(WIDTH, HEIGHT)


def view(*places: int) -> View:
    drawn = picture(None)
    for x in places:
        cv2.circle(drawn, (x, 96), 26, RED, -1)
    return View(ByColour(), PLACE, drawn)


def field(x: int) -> npt.NDArray[Any]:
    return PLACE.field(disc(x))


def thing(seen: View, x: int, name: int) -> Thing:
    return Thing(seen.kind(field(x)), seen.colours(field(x)), float((field(x) > 0).sum()), field(x), field(x), name=name)


def start() -> tuple[Recall, list[Thing]]:
    seen = view(70, 240)
    return Recall.begun(seen.features, [(0, field(70) > 0), (1, field(240) > 0)]), [
        thing(seen, 70, 0),
        thing(seen, 240, 1),
    ]


def overlap(found: npt.NDArray[Any] | None, x: int) -> float:
    assert found is not None
    one, other = found > 0, disc(x) > 127
    return float((one & other).sum() / (one | other).sum())


def test_twins_are_told_by_their_way_alone() -> None:
    recall, things = start()
    both = [field(100), field(210)]
    one, other = together.looked(view(100, 210), recall, PLACE, things, both, both)
    assert overlap(one, 100) > 0.9
    assert overlap(other, 210) > 0.9
    crossed = [field(210), field(100)]
    one, other = together.looked(view(100, 210), recall, PLACE, things, crossed, crossed)
    assert overlap(one, 210) > 0.9
    assert overlap(other, 100) > 0.9


def test_no_pixel_has_two_owners_even_where_they_touch() -> None:
    recall, things = start()
    told = [field(140), field(180)]
    found = together.looked(view(140, 180), recall, PLACE, things, told, told)
    inside = [one > 0 for one in found if one is not None]
    assert len(inside) == 2
    assert np.sum(inside, axis=0).max() == 1


def test_nothing_is_found_where_nothing_is() -> None:
    recall, things = start()
    told = [field(70), field(240)]
    assert together.looked(view(), recall, PLACE, things, told, told) == [None, None]


def test_what_is_small_is_left_to_flow() -> None:
    recall, (one, other) = start()
    small = Thing(one.kind, one.colours, 300.0, one.field, one.clear)
    told = [field(70), field(240)]
    found = together.looked(view(70, 240), recall, PLACE, [small, other], told, told)
    assert found[0] is None
    assert overlap(found[1], 240) > 0.9


def test_who_comes_out_from_behind_something_is_whole_again() -> None:
    recall, (one, other) = start()
    half = np.where(np.arange(WIDTH)[None] < 76, field(70), -FIRM).astype(np.float32)
    hidden = Thing(one.kind, one.colours, float((half > 0).sum()), half, half)
    told = [half, field(240)]
    found = together.looked(view(70, 240), recall, PLACE, [hidden, other], told, told)
    assert overlap(found[0], 70) > 0.9


def ring(hole: tuple[slice, slice], inside: float = 8.0) -> np.ndarray[Any, Any]:
    field = np.full((90, 160), -8.0, np.float32)
    field[20:70, 40:120] = inside
    field[hole] = -2.0
    return field


def test_a_hole_is_closed_where_memory_and_flow_say_it_is_within_and_left_where_one_of_them_does_not() -> None:
    hole = (slice(35, 50), slice(60, 80))
    field, whole = ring(hole), np.full((90, 160), -8.0, np.float32)
    whole[20:70, 40:120] = 8.0
    part = whole > 0
    assert (together._solid(field, part, whole)[20:70, 40:120] > 0).all()
    assert (together._solid(field, part, field)[hole] <= 0).all()  # it was open before
    assert (together._solid(field, part & (field > 0), whole)[hole] <= 0).all()  # memory says it is not of the thing
    assert (together._solid(field, part, whole)[:20] <= 0).all()


def test_a_bay_is_no_hole() -> None:
    bay = ring((slice(35, 50), slice(60, 120)))
    whole = ring((slice(0, 0), slice(0, 0)))
    assert (together._solid(bay, whole > 0, whole)[35:50, 70:110] <= 0).all()


def test_what_flow_tears_open_between_two_looks_is_closed_where_neither_has_a_hole() -> None:
    torn, whole = ring((slice(40, 46), slice(60, 70))), ring((slice(0, 0), slice(0, 0)))
    assert (carrying.sealed(torn, (whole, whole))[20:70, 40:120] > 0).all()
    assert carrying.sealed(torn, (torn, whole)) is torn
    assert carrying.sealed(torn, (None, whole)) is torn
    large = ring((slice(30, 60), slice(50, 110)))
    assert (carrying.sealed(large, (whole, whole))[30:60, 50:110] <= 0).all()
