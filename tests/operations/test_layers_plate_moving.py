"""What moves by itself behind a thing that is taken away goes on moving there, as the frames near by show it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.layers_plate import judged, painted, panned, removed
from generation import plates
from generation.drivers import Pixels
from generation.plates_moving import carried

pytestmark = pytest.mark.once
SIZE = (640, 360)


def _walking(frames: int = 24) -> list[Pixels]:
    """A spotted card that walks to the right before a wall."""
    wall = panned(1, *SIZE)[0]
    spots = np.random.default_rng(3).integers(0, 256, (10, 6, 3), dtype=np.uint8)
    card = cv2.resize(spots, (144, 240), interpolation=cv2.INTER_CUBIC)
    made = []
    for n in range(frames):
        one = wall.copy()
        left = 14 * n
        one[60:300, left : left + 144] = card
        made.append(one)
    return made


def test_somebody_who_walks_behind_the_thing_is_whole() -> None:
    clean = _walking()
    seen, masks = painted(clean, -5.0, 0.55)
    made, _ = removed(seen, masks, lambda pixels, hole: pixels, grow=5)
    behind = range(14, 19)  # the thing stands before the card
    psnr, _, _ = judged([made[n] for n in behind], [clean[n] for n in behind], [masks[n] for n in behind])
    assert psnr > 16
    still = [np.median(np.stack(clean), axis=0).astype(np.uint8)] * len(behind)  # the scene without whom walks through it
    assert psnr > judged(still, [clean[n] for n in behind], [masks[n] for n in behind])[0] + 4


def test_what_is_carried_is_believed_the_less_the_farther_it_comes() -> None:
    clean = _walking()
    seen, masks = painted(clean, -5.0, 0.55)
    holes = [plates.hole_of([one], 5) for one in masks]
    made = carried(seen, holes, 10, 13)
    assert len(made) == 3
    for one, hole in zip(made, holes[10:13], strict=True):
        left, top, right, bottom = one.box
        assert hole[top:bottom, left:right].sum() == hole.sum()
        assert one.sure.min() >= 0
        assert one.sure.max() <= 1
        assert not one.sure[~hole[top:bottom, left:right]].any()
        inner = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 5)[top:bottom, left:right]
        assert one.sure[(inner > 0) & (inner < 4)].mean() > one.sure[inner > 10].mean()
