"""Following a mask: through motion, behind something and out again, to a cut, out of the picture, forwards and backwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation import tracking

WIDTH, HEIGHT = 320, 192
RED, GREEN = (200, 40, 40), (30, 160, 60)


class ByColour:
    """A segmenter that knows colours only: the connected region around the points, and the same with its neighbours."""

    def __init__(self) -> None:
        self.looks = 0

    def embed(self, pixels: npt.NDArray[np.uint8]) -> dict[str, npt.NDArray[np.float32]]:
        self.looks += 1
        small = cv2.resize(pixels, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32) - 110
        return {"image_embed": small.transpose(2, 0, 1)[None], "seen": pixels.astype(np.float32)}

    def masks(self, embedding: Any, points: Any, labels: Any, before: Any = None) -> tuple[Any, Any]:
        pixels = embedding["seen"].astype(np.uint8)
        height, width = pixels.shape[:2]
        filled = np.zeros((height + 2, width + 2), np.uint8)
        for x, y in points:
            at = (min(width - 1, int(x * width)), min(height - 1, int(y * height)))
            cv2.floodFill(pixels.copy(), filled, at, (0, 0, 0), (12,) * 3, (12,) * 3, cv2.FLOODFILL_MASK_ONLY | 255 << 8)
        inside = cv2.resize(filled[1:-1, 1:-1], (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32)
        logits = inside / 127.5 * 8 - 8
        return np.stack([logits, np.full_like(logits, -8), np.full_like(logits, 8)]), np.array([0.9, 0.1, 0.2], np.float32)


def picture(
    x: float | None, *, wall: float | None = None, ground: tuple[int, int, int] = (120, 120, 125)
) -> npt.NDArray[np.uint8]:
    """A red disc at x over a mottled ground; a green wall may stand in front of it."""
    rng = np.random.default_rng(3)
    mottle = cv2.resize(rng.normal(0, 14, (24, 40)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    drawn = np.clip(np.array(ground, np.float32) + mottle[..., None], 0, 255).astype(np.uint8)
    if x is not None:
        cv2.circle(drawn, (round(x), 96), 26, RED, -1)
        cv2.circle(drawn, (round(x) - 6, 90), 5, (205, 46, 44), -1)
    if wall is not None:
        cv2.rectangle(drawn, (round(wall), 0), (round(wall) + 80, HEIGHT), GREEN, -1)
    return drawn


def disc(x: float) -> npt.NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(mask, (round(x), 96), 26, 255, -1)
    return mask


def followed(
    frames: Sequence[npt.NDArray[np.uint8]], start: npt.NDArray[np.uint8], first: int, last: int, step: int = 4
) -> tuple[list[tracking.Found], ByColour]:
    network = ByColour()
    return list(tracking.follow(network, lambda a, b: frames[a : b + 1], start, first, last, step=step)), network


def overlap(found: tracking.Found, truth: npt.NDArray[np.uint8]) -> float:
    mask, want = found.coverage > 127, truth > 127
    return float((mask & want).sum() / (mask | want).sum())


def test_every_frame_has_its_mask_and_the_network_looks_at_every_fourth() -> None:
    places = [60 + 4 * n for n in range(23)]
    found, network = followed([picture(x) for x in places], disc(60), 0, 22)
    assert [one.frame for one in found] == list(range(23))
    assert min(overlap(one, disc(x)) for one, x in zip(found, places, strict=True)) > 0.88
    assert network.looks == 1 + 6  # the start, then frames 4, 8 … 20 and 22


def test_it_goes_backwards_too() -> None:
    places = [60 + 4 * n for n in range(13)]
    found, _ = followed([picture(x) for x in places], disc(places[12]), 12, 0)
    assert [one.frame for one in found] == list(range(12, -1, -1))
    assert min(overlap(one, disc(places[one.frame])) for one in found) > 0.88


def test_what_goes_behind_a_wall_is_gone_there_and_found_again_on_the_other_side() -> None:
    places = [60 + 5 * n for n in range(41)]  # the wall covers 120 … 200
    found, _ = followed([picture(x, wall=120) for x in places], disc(60), 0, 40, step=2)
    hidden = [one for one, x in zip(found, places, strict=True) if 150 <= x <= 170]
    assert hidden
    assert not any(one.there for one in hidden)
    assert all(one.coverage.max() == 0 for one in hidden)
    after = [(one, x) for one, x in zip(found, places, strict=True) if x >= 236]
    assert min(overlap(one, disc(x)) for one, x in after) > 0.85


def test_what_leaves_the_picture_is_not_mistaken_for_something_else() -> None:
    places = [250 + 6 * n for n in range(25)]
    found, _ = followed([picture(x) for x in places], disc(250), 0, 24)
    assert found[3].there
    assert not any(one.there for one, x in zip(found, places, strict=True) if x > WIDTH + 40)


def test_it_stops_at_a_cut_even_when_the_next_shot_has_the_same_thing() -> None:
    frames = [picture(100 + 2 * n) for n in range(6)] + [picture(100, ground=(20, 30, 200)) for _ in range(6)]
    found, _ = followed(frames, disc(100), 0, 11)
    assert [one.there for one in found] == [True] * 6 + [False] * 6
    assert overlap(found[5], disc(110)) > 0.88


def test_one_frame_is_a_clip() -> None:
    found, network = followed([picture(100)], disc(100), 0, 0)
    assert [one.frame for one in found] == [0]
    assert network.looks == 1


def test_an_empty_start_follows_nothing() -> None:
    found, _ = followed([picture(100)] * 5, np.zeros((HEIGHT, WIDTH), np.uint8), 0, 4)
    assert not any(one.there for one in found)


def test_points_lie_deep_inside_and_apart() -> None:
    mask = np.zeros((100, 200), bool)
    mask[20:80, 20:180] = True
    points = tracking.inner(mask)
    assert len(points) == 3
    assert all(mask[int(y), int(x)] for x, y in points)
    assert min(np.hypot(a[0] - b[0], a[1] - b[1]) for a in points for b in points if a != b) > 30
    assert tracking.inner(np.zeros((10, 10), bool)) == []
