"""Made shots of which every mask is known: two alike that cross, and one that hides, comes out, and turns round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

Frame = npt.NDArray[np.uint8]
SIZE = (854, 480)


@dataclass(frozen=True)
class Shot:
    """Pictures (height, width, 3), and where the thing is seen in each."""

    frames: list[Frame]
    truth: list[npt.NDArray[np.bool_]]


def car_shadow(data: Path) -> Shot:
    """DAVIS 2016 `car-shadow` (Perazzi et al.) with its annotations."""
    pictures = sorted((data / "layers" / "DAVIS" / "JPEGImages" / "480p" / "car-shadow").glob("*.jpg"))
    folder = data / "layers" / "DAVIS" / "Annotations" / "480p" / "car-shadow"
    frames = [np.asarray(cv2.imread(str(one), cv2.IMREAD_COLOR_RGB), np.uint8) for one in pictures]
    truth = [np.asarray(cv2.imread(str(folder / f"{one.stem}.png"), cv2.IMREAD_GRAYSCALE)) > 0 for one in pictures]
    return Shot(frames, truth)


class Stage:
    """The car of DAVIS, cut out by its annotation, over a frame of the bedroom clip."""

    def __init__(self, data: Path, shot: Shot) -> None:
        rows, columns = np.where(shot.truth[0])
        part = (slice(rows.min() - 3, rows.max() + 4), slice(columns.min() - 3, columns.max() + 4))
        self._car = shot.frames[0][part].astype(np.float32)
        self._alpha = cv2.GaussianBlur(shot.truth[0][part].astype(np.float32), (0, 0), 0.8)
        self._scale = 180 / max(self._alpha.shape)
        with av.open(str(data / "clips" / "bedroom.mp4")) as film:
            for n, frame in enumerate(film.decode(video=0)):
                if n == 187:
                    self._room = cv2.resize(frame.to_ndarray(format="rgb24"), SIZE, interpolation=cv2.INTER_AREA).astype(
                        np.float32
                    )
                    break

    def crossing(self, *, front: bool, count: int = 49) -> Shot:
        """Two of the same car pass each other; the one that is followed goes to the right, in front of the other or behind it."""

        def drawn(n: int) -> tuple[Any, Any]:
            way = 554 * n / (count - 1)
            own, other = (150 + way, 300 + 6 * np.sin(n / 3)), (704 - way, 318 + 5 * np.sin(n / 4 + 1))
            if front:
                picture, _ = self._with(self._room, other)
                return self._with(picture, own)
            picture, mask = self._with(self._room, own)
            picture, before = self._with(picture, other)
            return picture, mask * (1 - before)

        return self._shot(drawn, count)

    def hiding(self, count: int = 61) -> Shot:
        """It goes behind a wall, comes out on the other side, and turns round at the end."""
        rng = np.random.default_rng(2)
        wall = cv2.resize(rng.normal(0, 25, (24, 12, 3)).astype(np.float32), (240, SIZE[1]), interpolation=cv2.INTER_CUBIC)
        wall = wall + np.array([70, 95, 60], np.float32)

        def drawn(n: int) -> tuple[Any, Any]:
            picture, mask = self._with(self._room, (120 + 12 * min(n, 102 - n), 310))
            picture[:, 330:570], mask[:, 330:570] = wall, 0
            return picture, mask

        return self._shot(drawn, count)

    def _with(self, below: Any, at: tuple[float, float]) -> tuple[Any, Any]:
        scale = self._scale
        matrix = np.array(
            [[scale, 0, at[0] - scale * self._car.shape[1] / 2], [0, scale, at[1] - scale * self._car.shape[0] / 2]]
        )
        laid = cv2.warpAffine(self._car, matrix, SIZE, flags=cv2.INTER_LINEAR)
        mask = cv2.warpAffine(self._alpha, matrix, SIZE, flags=cv2.INTER_LINEAR)
        return below * (1 - mask[..., None]) + laid * mask[..., None], mask

    def _shot(self, drawn: Callable[[int], tuple[Any, Any]], count: int) -> Shot:
        rng, made = np.random.default_rng(1), [drawn(n) for n in range(count)]
        frames = [np.clip(picture + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8) for picture, _ in made]
        return Shot(frames, [mask > 0.5 for _, mask in made])
