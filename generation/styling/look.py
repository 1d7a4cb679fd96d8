"""What a painter is shown of a frame, and how painters are declared — pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import cv2
import numpy as np

from generation.styling.motion import Motion, Threads
from generation.styling.tools import Forms, Picture, Plane, grain, light, tooth

Options = Mapping[str, Any]


@dataclass
class Look:
    """One frame as a painter sees it; `unit` is a pixel of a picture 720 high, in pixels, times the size of strokes."""

    picture: Picture  # calmed: noise and shimmer are carried away along the flow
    motion: Motion | None  # how it follows the frame before; None at a beginning
    threads: Threads
    unit: float
    pixel: float  # the same without the size of strokes
    detail: float  # 0…1; 0.5 is usual
    seed: int
    ends: tuple[float, float] = (0.0, 1.0)  # the darkest and the brightest of the shot, near enough

    def balanced(self, plane: Plane) -> Plane:
        """Tones spread over black to white as far as the shot's own go, gently: a dark shot is drawn darker, not black."""
        dark, bright = 0.6 * self.ends[0], 0.35 + 0.65 * self.ends[1]
        return np.asarray(np.clip((plane - dark) / max(0.08, bright - dark), 0, 1), np.float32)

    @cached_property
    def light(self) -> Plane:
        """Luma 0…1."""
        return light(self.picture)

    @cached_property
    def light_picture(self) -> Picture:
        """Luma as a grey picture."""
        return np.asarray(cv2.merge([self.light, self.light, self.light]), np.float32)

    @cached_property
    def forms(self) -> Forms:
        """Where forms lead."""
        return Forms(self.light, 3.0 * self.unit)

    @cached_property
    def bent(self) -> tuple[Plane, Plane]:
        """Places for patterns of lines, which go softly along with what is seen."""
        return self.threads.bent()

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        height, width = self.light.shape
        return height, width

    def rough(self, size: float, octaves: int = 1, salt: int = 0) -> Plane:
        """Grain that sticks to what is seen, mean 0, deviation about 1; `size` of its spots in units."""
        return self.threads.laid(grain(self.seed * 131 + salt, size * self.unit, octaves))

    def tooth(self, salt: int, size: float) -> Plane:
        """The tooth of paper, mean 0, about −0.5…0.5; `size` in pixels of the picture. It goes along with the picture."""
        return self.threads.laid(tooth(self.seed + salt, round(size, 2)))

    def fleck(self, salt: int, size: float, octaves: int = 1) -> Plane:
        """As `rough`, its size in pixels of the picture."""
        return self.threads.laid(grain(self.seed * 7 + salt, round(size, 2), octaves))


class Painter(Protocol):
    """Paints the frames of one shot in order; a new one is made at each cut."""

    def paint(self, look: Look) -> Picture: ...


_over: dict[str, Callable[[Look, Picture], Picture]] = {}
_known: dict[str, Callable[[Options], Painter]] = {}


def painter(name: str) -> Callable[[Any], Any]:
    """Declare a class (made from its options) as the painter of this name."""

    def declare(kind: Any) -> Any:
        _known[name] = kind
        return kind

    return declare


def made(name: str, options: Options) -> Painter:
    """A painter by name. Raises KeyError for one that there is not."""
    return _known[name](options)


class Plain:
    """A painter without memory of its own, from a function."""

    def __init__(self, paint: Callable[[Look, Options], Picture], options: Options) -> None:
        self._paint, self._options = paint, options

    def paint(self, look: Look) -> Picture:
        """As the function does."""
        return self._paint(look, self._options)


def plain(name: str) -> Callable[[Callable[[Look, Options], Picture]], Callable[[Look, Options], Picture]]:
    """Declare a function as the painter of this name."""

    def declare(paint: Callable[[Look, Options], Picture]) -> Callable[[Look, Options], Picture]:
        _known[name] = lambda options: Plain(paint, options)
        return paint

    return declare


def over(name: str) -> Callable[[Callable[[Look, Picture], Picture]], Callable[[Look, Picture], Picture]]:
    """Declare what a painter lays over its picture after that was held: screens and grids, which do not go along with it."""

    def declare(lay: Callable[[Look, Picture], Picture]) -> Callable[[Look, Picture], Picture]:
        _over[name] = lay
        return lay

    return declare


def overlaid(name: str, look: Look, picture: Picture) -> Picture:
    """The picture with what its painter lays over it."""
    return _over[name](look, picture) if name in _over else picture
