"""Following a mask: through motion, behind something and out again, to a cut, out of the picture, forwards and backwards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation import sightings, strips, tracking

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
        for (x, y), label in zip(points, labels, strict=True):
            if not label:
                continue
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
    return np.asarray(drawn, np.uint8)


def disc(x: float) -> npt.NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(mask, (round(x), 96), 26, 255, -1)
    return mask


def followed(
    frames: Sequence[npt.NDArray[np.uint8]], start: npt.NDArray[np.uint8], first: int, last: int, step: int = 4
) -> tuple[list[tracking.Found], ByColour]:
    network = ByColour()
    key = tracking.Key(first, start)
    return list(tracking.Following(network, lambda a, b: iter(frames[a : b + 1]), key, first, last, step=step)), network


def overlap(found: tracking.Found, truth: npt.NDArray[np.uint8]) -> float:
    mask, want = found.coverage > 127, truth > 127
    return float((mask & want).sum() / (mask | want).sum())


def test_every_frame_has_its_mask_and_the_network_looks_at_every_fourth() -> None:
    places = [60 + 4 * n for n in range(23)]
    found, network = followed([picture(x) for x in places], disc(60), 0, 22)
    assert [one.frame for one in found] == list(range(23))
    assert min(overlap(one, disc(x)) for one, x in zip(found, places, strict=True)) > 0.88
    assert network.looks == 1 + 6  # the start, then frames 4, 8 … 20 and 22


def twins(n: int) -> npt.NDArray[np.uint8]:
    """A disc at 60 + 5n, and its like that comes the other way and passes before it, dark round its edge."""
    drawn = picture(60 + 5 * n)
    cv2.circle(drawn, (260 - 5 * n, 104), 28, (40, 30, 30), -1)
    cv2.circle(drawn, (260 - 5 * n, 104), 26, RED, -1)
    return drawn


def test_two_alike_that_cross_are_kept_apart() -> None:
    found, _ = followed([twins(n) for n in range(41)], disc(60), 0, 40)
    assert min(overlap(one, disc(60 + 5 * one.frame)) for one in found[:13] + found[28:]) > 0.85


def test_what_looks_the_same_is_not_taken_for_what_went_out_of_the_picture() -> None:
    def both(n: int) -> npt.NDArray[np.uint8]:
        drawn = picture(230 + 6 * n)
        cv2.circle(drawn, (60, 96), 26, RED, -1)
        return drawn

    found, _ = followed([both(n) for n in range(29)], disc(230), 0, 28)
    assert found[4].there
    assert not any(one.there for one in found if 230 + 6 * one.frame > WIDTH + 40)


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
    assert network.looks == 0


def test_a_stretch_goes_on_where_another_ended_as_if_they_were_one() -> None:
    frames = [picture(60 + 4 * n) for n in range(25)]
    whole, _ = followed(frames, disc(60), 0, 24)
    network, read, key = ByColour(), lambda a, b: iter(frames[a : b + 1]), tracking.Key(0, disc(60))
    one = tracking.Following(network, read, key, 0, 12)
    begun = list(one)
    told = json.loads(json.dumps(one.state.dump()))
    other = tracking.Following(network, read, key, 13, 24, before=tracking.State.load(told))
    parts = [*begun, *other]
    assert [found.frame for found in parts] == list(range(25))
    assert min(overlap(a, b.coverage) for a, b in zip(parts, whole, strict=True)) > 0.99


def test_after_a_cut_the_next_stretch_does_not_even_look() -> None:
    network, empty = ByColour(), tracking.State(None, over=True)
    frames = [picture(100)] * 9
    found = list(
        tracking.Following(network, lambda a, b: iter(frames[a : b + 1]), tracking.Key(0, disc(100)), 4, 8, before=empty)
    )
    assert [one.frame for one in found] == [4, 5, 6, 7, 8]
    assert not any(one.there for one in found)
    assert network.looks == 0


def test_a_clip_with_alpha_is_followed_too() -> None:
    places = [60 + 4 * n for n in range(9)]
    frames = [np.dstack([picture(x), np.full((HEIGHT, WIDTH), 255, np.uint8)]) for x in places]
    found, _ = followed(frames, disc(60), 0, 8)
    assert min(overlap(one, disc(x)) for one, x in zip(found, places, strict=True)) > 0.88


def test_a_stretch_reads_no_frame_beyond_itself_and_keeps_none_at_full_size() -> None:
    asked: list[tuple[int, int]] = []

    def read(first: int, last: int) -> Iterator[npt.NDArray[np.uint8]]:
        asked.append((first, last))
        for n in range(first, last + 1):
            yield np.asarray(cv2.resize(picture(60 + n % 100), (3840, 2160)), np.uint8)

    strip = strips.Strip(read, 96, 104, strips.Place(3840, 2160), lambda n: n % 4 == 0)
    assert asked == [(96, 104)]
    assert sorted(strip.seen) == [96, 100, 104]
    held = sum(one.nbytes for one in [*strip.grey.values(), *strip.seen.values()])
    assert held < 9 * 864 * 486 + 3 * 1024 * 1024 * 3 + 1


def test_an_empty_start_follows_nothing() -> None:
    found, _ = followed([picture(100)] * 5, np.zeros((HEIGHT, WIDTH), np.uint8), 0, 4)
    assert not any(one.there for one in found)


def test_points_lie_deep_inside_and_apart() -> None:
    mask = np.zeros((100, 200), bool)
    mask[20:80, 20:180] = True
    points = sightings.inner(mask)
    assert len(points) == 3
    assert all(mask[int(y), int(x)] for x, y in points)
    assert min(np.hypot(a[0] - b[0], a[1] - b[1]) for a in points for b in points if a != b) > 30
    assert sightings.inner(np.zeros((10, 10), bool)) == []
