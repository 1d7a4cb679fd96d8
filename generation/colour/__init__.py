"""Colour as sums on numbers: curves, wheels, white balance, tables, matching, looks, grain; pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy.typing as npt

Rgb = npt.NDArray[Any]  # float, (…, 3): display values (sRGB curve, BT.709 primaries), 0…1 and a little beyond
Change = Callable[[Rgb], Rgb]  # of the colours of one frame, each for itself; what leaves 0…1 is cut off afterwards


def unchanged(colours: Rgb) -> Rgb:
    """The change that changes nothing."""
    return colours


def chained(changes: list[Change]) -> Change:
    """Several changes, one after another."""

    def all_of_them(colours: Rgb) -> Rgb:
        for change in changes:
            colours = change(colours)
        return colours

    return all_of_them


def shared(change: Change, strength: float) -> Change:
    """So much of a change, 0…1."""
    if strength >= 1:
        return change

    def part(colours: Rgb) -> Rgb:
        return colours + (change(colours) - colours) * strength

    return part
