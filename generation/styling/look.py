"""What a painter is shown of a frame, and how painters are declared — pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import cv2
import numpy as np

from generation.styling.motion import Motion, Threads
from generation.styling.tools import Forms, Picture, Plane, grain, light

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

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        height, width = self.light.shape
        return height, width

    def rough(self, size: float, octaves: int = 1, salt: int = 0) -> Plane:
        """Grain that sticks to what is seen, mean 0, deviation about 1; `size` of its spots in units."""
        return self.threads.laid(grain(self.seed * 131 + salt, size * self.unit, octaves))


class Painter(Protocol):
    """Paints the frames of one shot in order; a new one is made at each cut."""

    def paint(self, look: Look) -> Picture: ...


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
