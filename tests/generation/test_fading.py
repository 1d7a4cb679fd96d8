"""The clip's own change of light goes on; what a model adds to it is drift, and is taken back; what only moves is no fade."""

from __future__ import annotations

import numpy as np
import pytest

from generation.anchoring import anchored, small
from generation.drivers import Pixels
from generation.fading import fading
from tests.operations import moving


def faded(pictures: list[Pixels], first: float, step: float) -> list[Pixels]:
    """Each picture lighter (or darker) than the one before, till it is wholly there (or gone)."""
    return [np.asarray(np.clip(one * min(1.0, max(0.0, first + step * n)), 0, 255), np.uint8) for n, one in enumerate(pictures)]


def smalls(pictures: list[Pixels]) -> list[Pixels]:
    return [small(one) for one in pictures]


@pytest.mark.parametrize(("first", "step"), [(0.1, 0.03), (1.0, -0.03)])
def test_a_fade_is_seen_whichever_way_it_goes(first: float, step: float) -> None:
    fade = fading(smalls(faded(moving.passing(8, step=0, size=(96, 56)), first, step)))
    assert fade is not None
    was = np.array([[40.0, 80.0, 120.0]])
    assert np.sign(fade.gone_on(was, was + 100 * np.sign(step), 5) - was).tolist() == [[np.sign(step)] * 3]


def test_what_only_moves_flickers_or_stands_is_no_fade() -> None:
    passing = moving.passing(8, step=2, size=(96, 56))
    assert fading(smalls(passing)) is None
    assert fading(smalls([passing[0]] * 8)) is None
    assert fading(smalls([np.asarray(one * (0.8 if n % 2 else 1.0), np.uint8) for n, one in enumerate(passing)])) is None
    assert fading(smalls(passing[:3])) is None


@pytest.mark.parametrize("drift", [0.0, 0.06])
@pytest.mark.parametrize(("first", "step"), [(0.1, 0.04), (1.0, -0.035)])
def test_a_fade_goes_on_as_far_as_the_model_goes_on_with_it(drift: float, first: float, step: float) -> None:
    whole = faded(moving.passing(32, step=0, size=(128, 72)), first, step)
    kept, true = whole[:8], whole[8:]
    warm = np.array([60.0, 10.0, -50.0]) * drift
    made = [np.asarray(np.clip(one + warm * (n + 1) / 8, 0, 255), np.uint8) for n, one in enumerate(true)]
    shown = anchored(kept, kept, made)
    assert max(moving.apart(one, other) for one, other in zip(shown, true, strict=True)) < 6
    held = anchored([kept[-1]], [kept[-1]], made)  # one picture tells of no fade: colours are held, as ever
    assert moving.apart(held[-1], true[-1]) > 20


def test_where_the_model_does_not_go_on_with_the_fade_nothing_is_made_lighter() -> None:
    whole = faded(moving.passing(20, step=0, size=(128, 72)), 0.2, 0.03)
    kept = whole[:8]
    shown = anchored(kept, kept, [kept[-1]] * 12)
    assert max(moving.apart(one, kept[-1]) for one in shown) < 1.5
