"""What the tests of diffusion models share: tiny folders, pictures, movies, and requests of a fixed small form."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image

from generation.drivers import Clip, Guide, Held, Picture, Pixels, Track
from generation.drivers.diffusion import Diffusion, load
from generation.mattes import matte_to
from generation.mezzanine import clip_to

WIDE, HIGH = 66, 38


def quiet(share: float, note: str) -> None:
    """Progress that nobody listens to."""


def opened(folder: Path, steps: int = 2) -> Diffusion:
    """A driver of a tiny folder, with few steps."""
    driver = load(folder)
    driver.family = dataclasses.replace(driver.family, steps=(1, steps))
    return driver


def picture(**said: Any) -> Picture:
    """A request for a picture."""
    return Picture(**{"prompt": "a boat", "negative": "", "width": WIDE, "height": HIGH, "seed": 5, "stage": {}, **said})


def clip(frames: int = 9, **said: Any) -> Clip:
    """A request for a clip of odd size, at the film's rate."""
    base = {"prompt": "a boat\nat sea", "negative": "rain", "width": WIDE, "height": HIGH, "seed": 5, "stage": {}}
    return Clip(**{**base, "frames": frames, "rate": Fraction(24), **said})


def shot(driver: Diffusion, request: Clip) -> npt.NDArray[np.uint8]:
    """All frames of a clip."""
    return np.stack(list(driver.video(request, quiet)))


def differ(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """The mean difference of two pictures or clips, of 255."""
    return float(np.abs(one.astype(int) - other).mean())


def blocks(seed: int, wide: int = 9, high: int = 6) -> PIL.Image.Image:
    """A picture with something to see in it."""
    drawn = (np.random.default_rng(seed).random((high, wide, 3)) * 255).astype(np.uint8)
    return PIL.Image.fromarray(drawn).resize((90, 60))


def moved(frames: int, seed: int = 1) -> list[Pixels]:
    """Frames in which everything goes to the right."""
    whole = np.asarray(blocks(seed, 40).resize((WIDE * 2, HIGH)))
    return [np.ascontiguousarray(whole[:, at * 2 : at * 2 + WIDE]) for at in range(frames)]


def movie(path: Path, frames: int = 9, seed: int = 1) -> Path:
    """A movie of them."""
    with clip_to(path, WIDE, HIGH, Fraction(24)) as writer:
        for one in moved(frames, seed):
            writer.write(one)
    return path


def matte(path: Path, frames: int = 9) -> Path:
    """A mask that is white in the right half."""
    half = np.zeros((HIGH, WIDE), np.uint8)
    half[:, WIDE // 2 :] = 255
    with matte_to(path, WIDE, HIGH, Fraction(24)) as writer:
        for _ in range(frames):
            writer.write(half)
    return path


def given(words: str, painted: Path, place: Path, *, moves: bool) -> dict[str, Any]:
    """What is asked for in the words of `takes`, made of pictures and movies."""
    said: dict[str, Any] = {}
    still = place / "mask.png"
    PIL.Image.fromarray(np.repeat(np.array([[0, 255]], np.uint8), 2, 0)).resize((WIDE, HIGH)).save(still)
    for name in words.split():
        if name.startswith("guide."):
            shown = movie(place / "guide.mkv", seed=7) if moves else painted
            said["guides"] = (*said.get("guides", ()), Guide(name[6:], shown))
        elif name == "source":
            said[name] = movie(place / "source.mkv") if moves else painted
        elif name == "mask":
            said[name] = matte(place / "mask.mkv") if moves else still
        elif name == "references":
            said[name] = (painted,)
        elif name == "held":
            said[name] = (Held(painted, 4),)
        elif name in ("tracks", "boxes"):
            box = (0.3, 0.4) if name == "boxes" else None
            said["tracks"] = (Track(((0, 0.3, 0.5), (8, 0.7, 0.4)), box),)
        else:
            said[name] = painted
    return said
