"""Small clips for the tests of operations that make clips anew: a picture that goes by, a mask in it, a cut."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from generation import frames as footage
from generation.drivers import Pixels
from generation.mattes import matte_to
from generation.media import Image, Matte, Video
from generation.mezzanine import clip_to
from generation.stacking import rgb_of

RATE, SIZE = Fraction(24), (64, 48)


def wall(seed: int = 1, width: int = 400, height: int = 80) -> Pixels:
    """A picture with something to follow everywhere, neither black nor white."""
    dice = np.random.default_rng(seed)
    coarse = cv2.resize(dice.uniform(40, 210, (height // 16, width // 16, 3)), (width, height), interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(dice.uniform(-30, 30, (height // 4, width // 4, 1)), (width, height))[..., None]
    return np.asarray(np.clip(coarse + fine, 12, 243), np.uint8)


def passing(frames: int, step: float = 2.0, seed: int = 1, size: tuple[int, int] = SIZE) -> list[Pixels]:
    """A camera that goes over the wall."""
    whole = wall(seed, size[0] + 16 * (int(frames * step) // 16 + 3), size[1] + 16)
    return [np.ascontiguousarray(whole[4 : 4 + size[1], int(at * step) : int(at * step) + size[0]]) for at in range(frames)]


def clip(path: Path, pictures: list[Pixels], rate: Fraction = RATE, *, alpha: bool = False) -> Video:
    """Pictures as a clip."""
    with clip_to(path, pictures[0].shape[1], pictures[0].shape[0], rate, alpha=alpha) as writer:
        for one in pictures:
            writer.write(one)
    return Video(path)


def matte(path: Path, frames: int, size: tuple[int, int] = SIZE, rate: Fraction = RATE) -> Matte:
    """A box in the middle, with a soft edge of one pixel."""
    mask = np.zeros(size[::-1], np.uint8)
    mask[size[1] // 4 : -size[1] // 4, size[0] // 4 : -size[0] // 4] = 128
    mask[size[1] // 4 + 1 : -size[1] // 4 - 1, size[0] // 4 + 1 : -size[0] // 4 - 1] = 255
    with matte_to(path, *size, rate) as writer:
        for _ in range(frames):
            writer.write(mask)
    return Matte(path)


def still(path: Path, pixels: Pixels) -> Image:
    """A picture as a file."""
    import PIL.Image

    PIL.Image.fromarray(pixels).save(path)
    return Image(path)


def stored(path: Path) -> list[list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]]:
    """Every frame as its planes are stored."""
    from generation.conform import planes

    return [[one.copy() for one in planes(frame)] for frame in footage.whole(path)]


def seen(path: Path) -> list[Pixels]:
    """Every frame's colours."""
    return [rgb_of(one) for one in footage.whole(path)]


def apart(one: Pixels, other: Pixels) -> float:
    """The mean difference of two pictures, of 255."""
    return float(np.abs(one.astype(int) - other).mean())
