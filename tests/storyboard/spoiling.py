"""A generator that comes out as its seed says: whole, soft, black, or refused; installed as any checkpoint is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from generation.catalogue import Entry, File, write_own
from generation.drivers import Clip, Pixels, Tell
from generation.drivers.diffusing.judging import Spoiled

ID = "spoiling@1"
WHOLE, SOFT, BLACK, BROKEN, GONE = range(5)  # what a seed modulo five comes to
_made: list[int] = []  # the seeds that were drawn, in order


class Spoiling:
    """A VideoGenerator that makes clips anew, too: what it is given does not interest it."""

    takes = frozenset({"words", "seed", "source", "strength", "first"})

    def most(self, rate: Fraction) -> int | None:
        """As many as are asked for."""
        return None

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]:
        """A wall that passes by, or what spoils it."""
        _made.append(clip.seed)
        if clip.seed % 5 == BROKEN:
            raise Spoiled(f"Spoiling made numbers that are none (NaN) in frame 0. Draw again with another seed than {clip.seed}.")
        dice = np.random.default_rng(clip.seed)
        wall = cv2.resize(dice.integers(20, 235, (30, 60, 3), np.uint8), (clip.width + 2 * clip.frames, clip.height))
        wall = cv2.addWeighted(wall, 0.75, dice.integers(0, 255, wall.shape, np.uint8), 0.25, 0)
        for n in range(clip.frames):
            tell(n / clip.frames, "")
            shown = np.ascontiguousarray(wall[:, 2 * n : 2 * n + clip.width])
            if clip.seed % 5 == SOFT:
                shown = cv2.GaussianBlur(shown, (0, 0), 3)
            yield shown if clip.seed % 5 != BLACK else np.zeros_like(shown)


def load(folder: Path) -> Spoiling:
    """The driver."""
    return Spoiling()


def install(place: Path) -> list[int]:
    """Install it below this folder of checkpoints; the list to which each seed is added as it is drawn."""
    path = place / ID / "model.safetensors"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    file = File(path.name, hashlib.sha256(b"weights").hexdigest(), 7, ())
    entry = Entry(
        ID,
        "video-generator",
        "Spoiling",
        f"{__name__}:load",
        "Apache-2.0",
        True,
        "these tests",
        False,
        7,
        (file,),
        takes=tuple(Spoiling.takes),
    )
    write_own(place, {ID: entry})
    _made.clear()
    return _made
