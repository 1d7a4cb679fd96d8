"""What looks before say about a picture: whose its cells are, kept from stretch to stretch, and shared among things alike."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import recall, together
from generation.alikes import Thing
from generation.recall import Page, Recall

SIDE = 24
KINDS = np.eye(8, dtype=np.float32)


def features(places: dict[int, tuple[slice, slice]]) -> npt.NDArray[Any]:
    """A picture of cells: kind 0 everywhere, other kinds where they are said to be; each cell a little different."""
    kinds = np.zeros((SIDE, SIDE), int)
    for kind, part in places.items():
        kinds[part] = kind
    looks = KINDS[kinds] + np.random.default_rng(1).normal(0, 0.05, (SIDE, SIDE, 8)).astype(np.float32)
    unit: npt.NDArray[Any] = (looks / np.linalg.norm(looks, axis=-1, keepdims=True)).transpose(2, 0, 1)
    return unit


def mask(part: tuple[slice, slice]) -> npt.NDArray[np.bool_]:
    inside = np.zeros((SIDE * 4, SIDE * 4), bool)
    inside[tuple(slice(one.start * 4, one.stop * 4) for one in part)] = True
    return inside


ONE, MOVED = (slice(4, 10), slice(3, 9)), (slice(5, 11), slice(8, 14))
OTHER = (slice(12, 20), slice(12, 20))
EVERYWHERE = np.ones((SIDE, SIDE), bool)


def remembered() -> Recall:
    return Recall.begun(features({1: ONE, 2: OTHER}), [(0, mask(ONE)), (1, mask(OTHER))])


def test_a_thing_is_told_where_it_went_and_its_rival_where_it_stayed() -> None:
    shares = remembered().told(features({1: MOVED, 2: OTHER}), EVERYWHERE, [0, 1])
    assert shares[MOVED][..., 0].min() > 0.9
    assert shares[OTHER][..., 1].min() > 0.9
    elsewhere = np.ones((SIDE, SIDE), bool)
    elsewhere[MOVED] = elsewhere[OTHER] = False
    assert shares[elsewhere].max() < 0.1


def test_what_was_not_asked_about_is_nobodys() -> None:
    near = np.zeros((SIDE, SIDE), bool)
    near[:, :11] = True
    shares = remembered().told(features({1: MOVED, 2: OTHER}), near, [0, 1])
    assert shares[:, 11:].max() == 0
    assert shares[5:11, 8:11, 0].min() > 0.9
    assert remembered().told(features({}), np.zeros_like(near), [0, 1]).max() == 0


def test_a_name_that_no_look_knew_has_no_share() -> None:
    shares = remembered().told(features({1: ONE, 2: OTHER}), EVERYWHERE, [0, 7])
    assert shares[..., 1].max() == 0
    assert shares[ONE][..., 0].min() > 0.9


def test_later_looks_teach_what_a_thing_has_become() -> None:
    turned = remembered().turned(features({3: ONE}), [(0, mask(ONE))])
    assert remembered().told(features({3: ONE}), EVERYWHERE, [0])[ONE].mean() < 0.5
    assert turned.told(features({3: ONE}), EVERYWHERE, [0])[ONE].min() > 0.9


def test_only_the_last_few_looks_are_held() -> None:
    known = remembered()
    for _ in range(30):
        known = known.turned(features({1: ONE}), [(0, mask(ONE))])
    assert len(known.last) == 4
    assert known.first is remembered().first or known.first.names == (0, 1)


def test_a_look_holds_the_cells_about_its_things_and_the_first_all() -> None:
    corner = (slice(0, 2), slice(0, 2))
    reached = 2 + 2 * recall.REACH
    known = remembered().turned(features({1: corner}), [(0, mask(corner))]).turned(features({}), [])
    assert [len(one.cells) for one in (known.first, *known.last)] == [SIDE**2, min(SIDE, reached) ** 2, 0]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10), st.integers(0, 10))
def test_it_says_the_same_after_it_was_kept_as_json(down: int, across: int) -> None:
    part = (slice(down, down + 6), slice(across, across + 6))
    known = remembered().turned(features({1: part}), [(0, mask(part))])
    again = Recall.load(json.loads(json.dumps(known.dump())))
    now = features({1: part, 2: OTHER})
    assert np.array_equal(known.told(now, EVERYWHERE, [0, 1]), again.told(now, EVERYWHERE, [0, 1]))
    assert isinstance(again.first, Page)


def thing(colours: list[float]) -> Thing:
    return Thing(KINDS[:1], np.array(colours, np.float32), 100.0, None, None)


@pytest.mark.parametrize(
    ("colours", "least", "most"),
    [([0.5, 0.5, 0, 0], 1, 1), ([0.31, 0.5, 0.19, 0], 0.4, 0.6), ([0, 0, 0.5, 0.5], 0, 0)],
)
def test_things_are_twins_by_the_colours_that_they_share(colours: list[float], least: float, most: float) -> None:
    assert least <= together.twins(thing([0.5, 0.5, 0, 0]), thing(colours)) <= most
