"""Illustrated people: the same person from every side, posed, lit, speaking. Metres, origin between the feet, y down."""

from __future__ import annotations

import skia

from generation.drivers.previs.people.figure import Box, Figure
from generation.drivers.previs.people.state import Landmarks, PersonLight, PersonState
from generation.drivers.previs.stage import Look

__all__ = ["Box", "Landmarks", "PersonLight", "PersonState", "bounds", "draw", "joints", "landmarks"]


def draw(canvas: skia.Canvas, look: Look, state: PersonState) -> None:
    """Draw one person. The canvas is scaled to metres; equal looks and states paint equal pixels."""
    Figure(look, state).draw(canvas)


def landmarks(look: Look, state: PersonState) -> Landmarks:
    """Where parts of the person are, in metres, for framing and aiming."""
    return Figure(look, state).landmarks()


def bounds(look: Look, state: PersonState) -> Box:
    """A box (x0, y0, x1, y1) in metres that holds everything `draw` paints, and not much more."""
    return Figure(look, state).bounds()


def joints(look: Look, state: PersonState) -> list[tuple[float, float, float]]:
    """The eighteen joints that models of poses know, in OpenPose's order: x, y in metres, and 1 where it is seen, else 0."""
    return Figure(look, state).joints()
