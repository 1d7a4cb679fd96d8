"""Everybody in a clip: found, carried between looks, kept through a detector's blink, let go, and not carried over a cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.crowd import Crowd
from generation.drivers import Seen
from tests.generation.test_tracking import GREEN, HEIGHT, RED, WIDTH, ByColour, picture


class ByRed:
    """Finds red discs as people; blind at the looks that it is told of."""

    known: Sequence[str] | None = ("person",)

    def __init__(self, blind: Collection[int] = (), sure: float = 0.9) -> None:
        self.looks, self._blind, self._sure = 0, set(blind), sure

    def find(self, pixels: Any, words: Collection[str], *, least: float = 0.35, closely: bool = True) -> list[Seen]:
        self.looks += 1
        if self.looks - 1 in self._blind or self._sure < least:
            return []
        red = (np.abs(pixels.astype(int) - RED).sum(2) < 60).astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(red)
        return [
            Seen("person", (x / WIDTH, y / HEIGHT, (x + w) / WIDTH, (y + h) / HEIGHT), self._sure)
            for x, y, w, h, area in stats[1:count]
            if area > 200
        ]


class InBoxes(ByColour):
    """The segmenter by colours, asked by a box: what its middle belongs to."""

    def masks(self, embedding: Any, points: Any, labels: Any, before: Any = None) -> tuple[Any, Any]:
        if list(labels) == [2, 3]:
            points, labels = [np.mean(points, axis=0)], [1]
        return super().masks(embedding, points, labels, before)


def shots(*places: float | None) -> list[npt.NDArray[np.uint8]]:
    return [picture(x) for x in places]


def share(mask: npt.NDArray[np.uint8], x: float) -> float:
    wanted = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(wanted, (round(x), 96), 26, 255, -1)
    return float(((mask > 127) & (wanted > 0)).sum() / ((mask > 127) | (wanted > 0)).sum())


def followed(finder: ByRed, frames: Sequence[npt.NDArray[np.uint8]], step: int = 4) -> list[npt.NDArray[np.uint8]]:
    masks = list(Crowd(finder, InBoxes(), WIDTH, HEIGHT, step).follow(frames))
    assert len(masks) == len(frames)
    return masks


def test_somebody_is_cut_out_at_every_frame_though_looked_at_every_fourth() -> None:
    finder, places = ByRed(), [60 + 4.0 * n for n in range(14)]
    masks = followed(finder, shots(*places))
    assert finder.looks == 5  # 0, 4, 8, 12 and the last
    assert min(share(mask, x) for mask, x in zip(masks, places, strict=True)) > 0.85


def test_two_are_both_there() -> None:
    frames = []
    for n in range(6):
        frame = picture(70 + 2 * n)
        cv2.circle(frame, (240, 96), 26, RED, -1)
        frames.append(frame)
    for n, mask in enumerate(followed(ByRed(), frames)):
        assert mask[96, 240] > 200
        assert mask[96, 70 + 2 * n + 10] > 200
        assert mask[96, 160] == 0


def test_a_blink_of_the_detector_is_not_seen() -> None:
    places = [60 + 3.0 * n for n in range(13)]
    masks = followed(ByRed(blind={1, 2}), shots(*places))
    assert min(share(mask, x) for mask, x in zip(masks, places, strict=True)) > 0.8


def test_who_leaves_is_let_go() -> None:
    masks = followed(ByRed(), shots(*[60.0 + 3 * n for n in range(9)], *[None] * 8))
    assert masks[8].max() == 255
    assert all(mask.max() == 0 for mask in masks[12:])


def test_somebody_unsure_is_shown_when_found_again_and_not_before() -> None:
    frames = shots(*[None] * 5, *[100.0] * 11)
    masks = followed(ByRed(sure=0.5), frames)
    assert masks[4].max() == 0
    assert share(masks[12], 100) > 0.85
    assert followed(ByRed(sure=0.35), shots(*[100.0] * 6))[-1].max() == 0  # never sure enough


def test_nothing_is_carried_over_a_cut() -> None:
    after = [picture(None, ground=(20, 60, 160)) for _ in range(6)]
    masks = followed(ByRed(), [*shots(*[100.0] * 6), *after])
    assert share(masks[5], 100) > 0.85
    assert all(mask.max() == 0 for mask in masks[6:])


def test_one_frame_and_nobody() -> None:
    assert share(followed(ByRed(sure=0.5), shots(100.0))[0], 100) > 0.85
    assert followed(ByRed(), shots(None))[0].max() == 0
    assert followed(ByRed(), [np.full((HEIGHT, WIDTH, 3), GREEN, np.uint8)] * 3)[2].max() == 0
