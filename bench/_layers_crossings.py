"""Made shots in which real people, cut out of film as they move, cross over film: who is who is known at every pixel.

A girl and a boy of the bedroom clip are cut out where they stand apart (their outline there need not be perfect: what is laid
over the plate is the truth by being laid there). The plates are film as well, with its camera's own movement. A person goes back
and forth through the frames there are, so that arms and hair move as they did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

from bench._layers_truth import SIZE, Frame, car_shadow
from generation import prompting, tracking
from generation.drivers.segmentation import Sam2
from generation.mattes import coverage_of

_WIDE, _HIGH = SIZE
_FROM, _TO = 170, 199  # frames of the clip in which both stand apart and whole
_CLICKS = {"girl": ((0.447, 0.50), (0.447, 0.65)), "boy": ((0.12, 0.37), (0.12, 0.53), (0.12, 0.24))}


@dataclass(frozen=True)
class Crossing:
    """Pictures (height, width, 3); where each person is seen in each, by who they are; `followed` is who is clicked."""

    name: str
    frames: list[Frame]
    truth: dict[str, list[npt.NDArray[np.bool_]]]
    followed: str


@dataclass(frozen=True)
class _Figure:
    """Somebody cut out: pictures and alpha, with the same point of the clip in the middle of all of them."""

    pictures: list[Any]
    alphas: list[Any]

    def at(self, n: int) -> tuple[Any, Any]:
        """Forwards, and back again."""
        count = len(self.pictures)
        step = n % (2 * count - 2)
        step = step if step < count else 2 * count - 2 - step
        return self.pictures[step], self.alphas[step]

    def turned(self) -> _Figure:
        """The same person the other way round."""
        return _Figure([one[:, ::-1] for one in self.pictures], [one[:, ::-1] for one in self.alphas])


def crossings(data: Path, network: Sam2) -> Iterator[Crossing]:
    """The shots, one after another; needs clips/bedroom.mp4, clips/big-buck-bunny-480p.mp4, cuts/testvideo.mp4, layers/DAVIS."""
    room = _film(data / "clips" / "bedroom.mp4", _FROM, _TO + 1)
    girl, boy = (_cut(network, room, name) for name in ("girl", "boy"))
    street = car_shadow(data).frames
    meadow = _film(data / "clips" / "big-buck-bunny-480p.mp4", 200, 284)
    leaves = _film(data / "cuts" / "testvideo.mp4", 425, 530)
    stone = _film(data / "cuts" / "testvideo.mp4", 60, 170)

    def side(n: int, count: int) -> float:
        return 0.5 - 0.5 * float(np.cos(np.pi * n / (count - 1)))

    def two(n: int) -> list[Any]:  # of the same clothing: one goes behind the other, is hidden whole, comes out
        way = side(n, 64)
        other = girl.turned().at(n + 17)
        return [("one", girl.at(n), (190 + 470 * way, 265), 0.85), ("two", other, (660 - 470 * way, 275), 0.95)]

    yield _made("two dressed alike cross, it is behind", leaves, 64, two, "one")
    yield _made("two dressed alike cross, it is in front", street, 64, two, "two")

    def slow(n: int) -> list[Any]:  # the boy comes to stand half behind the girl for a second, goes on
        x = 180 + 260 * min(1.0, n / 24) if n < 50 else 440 + 240 * min(1.0, (n - 50) / 24)
        return [("boy", boy.at(n), (x, 270), 0.95), ("girl", girl.at(n + 9), (470 + 6 * np.sin(n / 5), 270), 0.95)]

    yield _made("a boy stands half behind a girl", meadow, 75, slow, "boy")

    def away(n: int) -> list[Any]:  # out of the picture to the left and back, while her like stays
        x = 300 - 16 * n if n < 30 else -180 + 14 * (n - 30)
        return [("one", girl.at(n), (x, 262), 0.9), ("two", girl.turned().at(n + 21), (620 + 20 * np.sin(n / 9), 268), 0.85)]

    yield _made("leaves, comes back; her like stays", stone, 66, away, "one")

    def behind(n: int) -> list[Any]:  # past a chest that hides the legs and a door that hides all
        return [("boy", boy.at(n), (110 + 9.5 * n, 262), 0.9)]

    chest = cv2.resize(room[0][320:520, 800:], (230, 240), interpolation=cv2.INTER_AREA).astype(np.float32)
    door = cv2.resize(room[0][40:500, 740:810], (150, _HIGH), interpolation=cv2.INTER_AREA).astype(np.float32)
    yield _made("behind a chest, then behind a door", leaves, 66, behind, "boy", [(240, 240, chest), (560, 0, door)])

    def three(n: int) -> list[Any]:  # three of one clothing, two crossings
        way = side(n, 72)
        return [
            ("one", girl.at(n), (140 + 570 * way, 262), 0.8),
            ("two", girl.turned().at(n + 11), (330 + 8 * np.sin(n / 6), 270), 0.9),
            ("three", girl.at(n + 29), (710 - 560 * way, 274), 0.96),
        ]

    yield _made("three dressed alike, it is behind both", street, 72, three, "one")


def _cut(network: Sam2, room: list[Frame], name: str) -> _Figure:
    """Somebody of the clip, frame by frame."""
    height, width = room[0].shape[:2]
    clicks = _CLICKS[name]
    start = coverage_of(prompting.answer(network, network.embed(room[0]), clicks, [1] * len(clicks)), width, height)
    key, last = tracking.Key(0, start), len(room) - 1

    def read(first: int, until: int) -> Iterator[Frame]:
        return iter(room[first : until + 1])

    masks = [one.coverage for one in tracking.Following(network, read, key, 0, last, step=3)]
    rows, columns = np.where(np.maximum.reduce(masks) > 127)
    part = (slice(max(0, rows.min() - 4), rows.max() + 5), slice(max(0, columns.min() - 4), columns.max() + 5))
    soft = [cv2.GaussianBlur(one[part].astype(np.float32) / 255, (0, 0), 0.8) for one in masks]
    return _Figure([one[part].astype(np.float32) for one in room], soft)


def _film(path: Path, first: int, end: int) -> list[Frame]:
    with av.open(str(path)) as film:
        shown = (one for n, one in enumerate(film.decode(video=0)) if first <= n < end)
        return [np.asarray(one.to_ndarray(format="rgb24"), np.uint8) for one in shown]


def _made(
    name: str, plate: list[Frame], count: int, drawn: Callable[[int], list[Any]], followed: str,
    furniture: list[tuple[int, int, Any]] | None = None,
) -> Crossing:  # fmt: skip
    """People in the order in which they lie over one another, nearest last; furniture (left, top, picture) before all of them."""
    rng, frames = np.random.default_rng(4), []
    truth: dict[str, list[npt.NDArray[np.bool_]]] = {}
    for n in range(count):
        step = n % (2 * len(plate) - 2)
        ground = plate[step if step < len(plate) else 2 * len(plate) - 2 - step]
        picture = cv2.resize(ground, SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)
        left: dict[str, Any] = {}
        for who, (cut, alpha), place, scale in drawn(n):
            laid, mask = _laid(cut, alpha, place, scale)
            picture = picture * (1 - mask[..., None]) + laid * mask[..., None]
            left = {one: before * (1 - mask) for one, before in left.items()} | {who: mask}
        for across, down, what in furniture or ():
            part = (slice(down, down + what.shape[0]), slice(across, across + what.shape[1]))
            picture[part] = what[: picture[part].shape[0], : picture[part].shape[1]]
            for mask in left.values():
                mask[part] = 0
        for who, mask in left.items():
            truth.setdefault(who, []).append(mask > 0.5)
        frames.append(np.clip(picture + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8))
    return Crossing(name, frames, truth, followed)


def _laid(cut: Any, alpha: Any, place: tuple[float, float], scale: float) -> tuple[Any, Any]:
    height, width = alpha.shape
    matrix = np.array([[scale, 0, place[0] - scale * width / 2], [0, scale, place[1] - scale * height / 2]])
    warp = partial(cv2.warpAffine, M=matrix, dsize=SIZE, flags=cv2.INTER_LINEAR)
    return warp(cut), warp(alpha)
