"""What moves by itself behind a hole (somebody behind somebody): carried there from frames near by that show it, along the flow.

The flow between neighbouring frames is completed inside the holes from what lies around them; every place of a hole follows it
forwards and backwards until it comes to a frame that shows it, and takes the colour from there: one sample, so that nothing
blurs on the way (flow-guided completion after Xu et al., "Deep Flow-Guided Video Inpainting", CVPR 2019, with DIS flow).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.plates_paint import Hole

REACH = 10  # frames that a colour is carried, at most
_FLOW = 640  # pixels of the longer side at which the flow is looked for
_RIM = 3  # pixels beside a hole, at flow size, that may show some of it
_DRAWN = 18  # the same whose flow is not believed: what goes by drags it along
_LIKE = 24  # of 255: farther apart, what comes from before and from after are not the same thing
_STEPS = 24  # of settling at each size


@dataclass(frozen=True)
class Carried:
    """Colours (height, width, 3), float32, of a box of the frame, and how far they can be believed, 0…1; 0 outside the hole."""

    colours: Any
    sure: Any
    box: tuple[int, int, int, int]  # left, top, right, bottom, in pixels

    def within(self, box: tuple[int, int, int, int]) -> tuple[Any, Any]:
        """Colours and belief of another box of the frame, which holds this one."""
        shape = (box[3] - box[1], box[2] - box[0])
        colours, sure = np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32)
        left, top = self.box[0] - box[0], self.box[1] - box[1]
        at = (slice(top, top + self.sure.shape[0]), slice(left, left + self.sure.shape[1]))
        colours[at], sure[at] = self.colours, self.sure
        return colours, sure


@dataclass(frozen=True)
class _From:
    """For every place at flow size: the frame that shows it (−1: none), how far off it is there, and how many frames away."""

    frame: npt.NDArray[np.int16]
    way: npt.NDArray[np.float32]  # (height, width, 2): across, down, in pixels of flow size
    age: npt.NDArray[np.int16]


def carried(frames: Sequence[Pixels], holes: Sequence[Hole], first: int, end: int) -> list[Carried]:
    """For each frame first … end − 1 of these neighbours what its hole shows, as far as the others do.

    `frames` and `holes` are alike in size; those before `first` and from `end` on are only looked at.
    """
    small = [_reduced(one, hole) for one, hole in zip(frames, holes, strict=True)]
    before, after = _traced(small, -1, first, end), _traced(small, 1, first, end)
    made = []
    for n in range(first, end):
        x, y, wide, high = cv2.boundingRect(holes[n].astype(np.uint8))
        box = (x, y, x + wide, y + high)
        one, other = (_sampled(frames, holes[n], side.pop(n), box) for side in (before, after))
        made.append(_mixed(*one, *other, holes[n][y : y + high, x : x + wide], box))
    return made


@dataclass(frozen=True)
class _Small:
    """A frame at flow size: its luma with the hole smoothly closed, the hole with its rim, and where flow is not believed."""

    grey: Any
    hole: Hole
    doubted: Hole


def _reduced(pixels: Pixels, hole: Hole) -> _Small:
    scale = min(1.0, _FLOW / max(hole.shape))
    size = (max(16, round(hole.shape[1] * scale)), max(16, round(hole.shape[0] * scale)))
    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    low = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    if not low.any():
        return _Small(grey, low, low)
    wide, doubted = (_wider(low, reach) for reach in (_RIM, _DRAWN))
    if not wide.all():
        grey = np.where(wide, _continued(grey[..., None].astype(np.float32), ~wide)[..., 0], grey).astype(np.uint8)
    return _Small(grey, wide, doubted)


def _wider(hole: Hole, reach: int) -> Hole:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(hole.astype(np.uint8), disc) > 0, np.bool_)


def _traced(small: Sequence[_Small], step: int, first: int, end: int) -> dict[int, _From]:
    """Where every place of frames first … end − 1 comes from, looking only at one side (`step` −1: before, 1: after)."""
    shape = small[0].hole.shape
    found: dict[int, _From] = {}
    last: _From | None = None
    for n in range(len(small)) if step < 0 else range(len(small) - 1, -1, -1):
        own = small[n].hole
        here = _From(np.where(own, -1, n).astype(np.int16), np.zeros((*shape, 2), np.float32), np.zeros(shape, np.int16))
        if last is not None and own.any():
            _follow(here, own, last, _flow(small[n], small[n + step]))
        last = here
        if first <= n < end:
            found[n] = here
    return found


def _follow(here: _From, own: Hole, last: _From, flow: Any) -> None:
    """Fill in where the places `own` come from, one frame on from where their neighbours do."""
    y, x = np.nonzero(own)
    across, down = x + flow[y, x, 0], y + flow[y, x, 1]
    column, row = np.rint(across).astype(int), np.rint(down).astype(int)
    inside = (column >= 0) & (column < own.shape[1]) & (row >= 0) & (row < own.shape[0])
    y, x, column, row = (one[inside] for one in (y, x, column, row))
    useful = (last.frame[row, column] >= 0) & (last.age[row, column] < REACH)
    y, x, column, row = (one[useful] for one in (y, x, column, row))
    here.frame[y, x] = last.frame[row, column]
    here.way[y, x] = last.way[row, column] + flow[y, x]
    here.age[y, x] = last.age[row, column] + 1


def _flow(one: _Small, other: _Small) -> Any:
    """The way from one frame to the other (height, width, 2) at flow size, completed where one of them has its hole."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow = search.calc(one.grey, other.grey, np.zeros((*one.grey.shape, 2), np.float32))
    rows, columns = np.indices(one.grey.shape, np.float32)
    lands = cv2.remap(
        other.doubted.astype(np.uint8), columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_NEAREST, borderValue=0
    )  # fmt: skip
    doubted = one.doubted | (lands > 0)
    return _continued(flow, ~doubted) if doubted.any() and not doubted.all() else flow


def _continued(values: Any, known: Hole) -> Any:
    """Values (height, width, count) float32 where they are known; elsewhere the membrane stretched between them.

    The membrane (Laplace's equation, the known values around as its frame) is settled at a small size first, then at larger ones.
    """
    if min(known.shape) > 16:
        weight = cv2.resize(known.astype(np.float32), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        total = cv2.resize(values * known[..., None], weight.shape[::-1], interpolation=cv2.INTER_AREA)
        low = total.reshape(*weight.shape, -1) / np.maximum(weight, 1e-6)[..., None]
        smaller = _continued(np.where(weight[..., None] > 0, low, 0).astype(np.float32), weight > 0)
        guess = cv2.resize(smaller, known.shape[::-1], interpolation=cv2.INTER_LINEAR).reshape(values.shape)
    else:
        guess = np.broadcast_to(values[known].mean(0) if known.any() else np.float32(0), values.shape)
    out = np.where(known[..., None], values, guess).astype(np.float32)
    if known.all():
        return out
    for _ in range(_STEPS):
        out = np.where(known[..., None], values, cv2.blur(out, (3, 3)).reshape(out.shape))
    return out


def _sampled(frames: Sequence[Pixels], hole: Hole, places: _From, box: tuple[int, int, int, int]) -> tuple[Any, Any]:
    """The colours of a hole's box (float32), each from the frame that shows it, and from how many frames away (0: from none)."""
    left, top, right, bottom = box
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    scale = hole.shape[1] / places.frame.shape[1], hole.shape[0] / places.frame.shape[0]
    low = np.minimum((rows / scale[1]).astype(int), places.frame.shape[0] - 1)
    aside = np.minimum((columns / scale[0]).astype(int), places.frame.shape[1] - 1)
    frame, way, age = places.frame[low, aside], places.way[low, aside], places.age[low, aside]
    across, down = columns + way[..., 0] * np.float32(scale[0]), rows + way[..., 1] * np.float32(scale[1])
    inside, out = hole[top:bottom, left:right], np.zeros((*frame.shape, 3), np.float32)
    for one in np.unique(frame[inside]):
        if one >= 0:
            chosen = inside & (frame == one)
            seen = cv2.remap(frames[one], across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            out[chosen] = seen[chosen]
    return out, np.where(inside & (frame >= 0), age, 0)


def _mixed(one: Any, age: Any, other: Any, other_age: Any, hole: Hole, box: tuple[int, int, int, int]) -> Carried:
    """Both sides together, the nearer counting more; where they differ the nearer alone, and less believed."""
    there, other_there = hole & (age > 0), hole & (other_age > 0)
    weight = np.where(there, 1 / np.maximum(age, 1) ** 2, 0).astype(np.float32)
    other_weight = np.where(other_there, 1 / np.maximum(other_age, 1) ** 2, 0).astype(np.float32)
    both = there & other_there
    apart = np.where(both, cv2.blur(np.abs(one - other).mean(-1), (5, 5)), 0)
    differ = both & (apart > _LIKE)
    weight = np.where(differ & (age > other_age), 0, weight)
    other_weight = np.where(differ & (other_age >= age), 0, other_weight)
    total = weight + other_weight
    colours = (one * weight[..., None] + other * other_weight[..., None]) / np.maximum(total, 1e-9)[..., None]
    youngest = np.minimum(np.where(there, age, REACH), np.where(other_there, other_age, REACH))
    sure = np.clip(1.2 - youngest / REACH, 0, 1) * np.where(both, np.clip(1.5 - apart / (2 * _LIKE), 0.3, 1), 0.8)
    return Carried(colours.astype(np.float32), np.where(total > 0, sure, 0).astype(np.float32), box)
