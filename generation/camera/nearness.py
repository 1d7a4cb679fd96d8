"""How near everything is, made sharp where the picture is: a network's soft guess snapped to the edges between two colours.

A network that is small says where things are, but not where they end: its nearness rises over many pixels, and a picture that is
bent by it stretches there like rubber. Beside such a slope each pixel belongs to what is near or to what is far: to that side
whose colours it has. What is decided is carried along the movement, so that edges do not swim.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.strips import cut_between

Plane = npt.NDArray[np.float32]  # (height, width), 0…1
WORKING = 480  # pixels of the longer side at which sides are taken
_REACH = 0.02  # of the longer side: how far round a slope is looked
_STEEP = 0.1  # of the whole range: less than that between near and far is a surface that leans
_BENT = 0.16  # of that span: how far nearness leaves the mean of its surroundings beside an edge
_TURNS = 3
_HELD = 0.65  # of what the frame before said is kept where it agrees


class Sharpened:
    """Frames one after another, each with a guess of its nearness; forgets at a cut."""

    def __init__(self) -> None:
        self._before: tuple[Pixels, Pixels, Plane] | None = None

    def on(self, pixels: Pixels, guess: Plane) -> Plane:
        """The nearness of a picture (height, width, 3) at working size; `guess` is of any size."""
        height, width = pixels.shape[:2]
        size = working(width, height)
        shown = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        plane = np.asarray(cv2.resize(guess, size, interpolation=cv2.INTER_AREA), np.float32)
        found = levelled(snapped(plane, shown))
        grey = np.asarray(cv2.cvtColor(shown, cv2.COLOR_RGB2GRAY), np.uint8)
        if self._before is not None and not cut_between(self._before[1], shown):
            carried = _carried(self._before[0], grey, self._before[2])
            agrees = np.exp(-(((found - carried) / 0.12) ** 2)) * np.float32(_HELD)
            found = np.asarray(found + (carried - found) * agrees, np.float32)
        self._before = (grey, shown, found)
        return found


def working(width: int, height: int) -> tuple[int, int]:
    """The size, (width, height), at which nearness is kept."""
    scale = min(1.0, WORKING / max(width, height))
    return max(8, round(width * scale)), max(8, round(height * scale))


def snapped(plane: Plane, picture: Pixels) -> Plane:
    """Slopes between near and far as steps where the colours change; what leans evenly stays as it is."""
    reach = max(2, round(_REACH * max(plane.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    calm = cv2.medianBlur(plane, 5)
    near, far = cv2.dilate(calm, disc), cv2.erode(calm, disc)
    span = near - far
    # across a surface that leans nearness rises evenly; beside an edge it bends
    bend = cv2.dilate(np.abs(calm - cv2.blur(calm, (2 * reach + 1, 2 * reach + 1))), disc) / np.maximum(span, 1e-4)
    steep = np.clip((span - _STEEP) / _STEEP, 0, 1) * np.clip((bend - _BENT) / 0.1, 0, 1)
    if not steep.any():
        return np.asarray(calm, np.float32)
    colours = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    share = np.clip((calm - far) / np.maximum(span, 1e-4), 0, 1)
    given = share.copy()
    for _ in range(_TURNS):
        share = _sided(share, given, colours, reach)
    share = _guided(share, cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255, max(2, reach // 3))
    share = np.clip((share - 0.5) * 2.2 + 0.5, 0, 1)
    # near and far of a place are those of its surroundings, made even so that no box shows
    soft = (2 * reach + 1, 2 * reach + 1)
    step = cv2.blur(far, soft) * (1 - share) + cv2.blur(near, soft) * share
    return np.asarray(calm + (step - calm) * steep, np.float32)


def levelled(plane: Plane) -> Plane:
    """Without the bumps that a small network sees on walls and floors, which would bend straight lines; steps stay."""
    coarse = (np.clip(plane, 0, 1) * 255 + 0.5).astype(np.uint8)
    three = cv2.edgePreservingFilter(
        cv2.merge([coarse] * 3), flags=cv2.RECURS_FILTER, sigma_s=0.16 * plane.shape[1], sigma_r=0.35
    )
    return np.asarray(three[..., 0].astype(np.float32) / 255, np.float32)


def _sided(share: Plane, given: Plane, colours: Any, reach: int) -> Plane:
    """To which side each pixel belongs, 0 far … 1 near: by whose colours round about it has, a little by where it lies."""
    box = (4 * reach + 1, 4 * reach + 1)
    sides = []
    for weight in (np.clip((1 - share - 0.55) / 0.45, 0, 1) + 1e-4, np.clip((share - 0.55) / 0.45, 0, 1) + 1e-4):
        total = cv2.blur(weight, box)[..., None]
        mean = cv2.blur(colours * weight[..., None], box) / total
        square = cv2.blur((colours * colours) * weight[..., None], box) / total - mean * mean
        spread = np.maximum(square, 0).sum(axis=2) + 60.0
        sides.append(((colours - mean) ** 2).sum(axis=2) / spread + 0.5 * np.log(spread))
    leaning = np.clip((sides[0] - sides[1]) * 1.2, -3, 3) + 5.0 * (given - 0.5)
    return np.asarray(1 / (1 + np.exp(-2 * leaning)), np.float32)


def _guided(plane: Any, guide: Any, radius: int) -> Any:
    """A plane with the guide's edges (He 2010)."""
    box = (2 * radius + 1, 2 * radius + 1)
    low, centre = cv2.blur(guide, box), cv2.blur(plane, box)
    slope = (cv2.blur(guide * plane, box) - low * centre) / (cv2.blur(guide * guide, box) - low * low + 4e-4)
    return cv2.blur(slope, box) * guide + cv2.blur(centre - slope * low, box)


def _carried(before: Pixels, now: Pixels, plane: Plane) -> Plane:
    """A plane of the frame before where its points are now."""
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    height, width = now.shape
    flow = finder.calc(now, before, np.zeros((height, width, 2), np.float32))
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.asarray(cv2.remap(plane, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR), np.float32)
