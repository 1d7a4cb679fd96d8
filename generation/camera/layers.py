"""A picture as layers in depth, each whole beneath the nearer ones: bent by where the camera is, and laid over each other.

Layers are nested: each reaches on under those before it, coloured there by what lies behind, so that what comes into sight is
never a stretched edge. Within a layer nearness goes on evenly: a floor that lies in three of them bends as one, for where two
meet both are equally near. Where the camera is where the picture was taken, the picture is what comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.camera.moves import LENS, View
from generation.drivers import Pixels
from generation.plates_paint import Hole

Plane = npt.NDArray[np.float32]  # (height, width)
DEEP = 1.9  # times farther than the nearest is the farthest, of a picture as deep as most
_COUNT = 4
_SOFT = 0.012  # of the range: how far layers go over into each other
_EDGE = 0.007  # of the width: so far beyond its edge a thing takes colours along, for they are mixed there
_STEP = 0.07  # of the range, from one side of an edge to the other
_TURNS = 4


@dataclass(frozen=True)
class Layer:
    """One layer: its colours and cover (height, width, 4), straight; how near it is (rows, columns) at working size."""

    pixels: Pixels
    near: Plane
    box: tuple[int, int, int, int]  # left, top, right, bottom of what it covers, in shares of working pixels
    least: float
    most: float


@dataclass(frozen=True)
class Slab:
    """What one layer takes of a picture: its cover 0…1 and what is hidden from it by nearer ones, both full size; nearness."""

    cover: Plane
    hidden: Hole
    wanted: Hole  # what of that may come into sight
    near: Plane


@dataclass(frozen=True)
class Range:
    """Nearness 0…1 as the inverse of distance, 1 at what the camera looks at; `deep` 0 makes everything equally far."""

    pivot: float
    deep: float

    def of(self, near: Any) -> Any:
        """For planes and numbers alike; nothing is nearer than three times what is looked at, nothing behind the camera."""
        spread = 1 / DEEP + (1 - 1 / DEEP) * near
        rest = 1 / DEEP + (1 - 1 / DEEP) * self.pivot
        return np.clip(1 + self.deep * (spread / rest - 1), 0.02, 3.0)


def slabs(near: Plane, picture: Pixels, reach: float, count: int = _COUNT) -> list[Slab]:
    """The layers of a nearness 0…1 at working size, farthest first; `reach` in widths: how far anything may move against another.

    Those that hold next to nothing are left out.
    """
    height, width = picture.shape[:2]
    fine = _upright(near, picture)
    grow = max(1, round(_EDGE * width))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
    wide = cv2.dilate(fine, disc)
    low, high = float(near.min()), float(near.max())
    if high - low < 2 * _STEP:
        return [
            Slab(np.ones((height, width), np.float32), np.zeros((height, width), bool), np.zeros((height, width), bool), near)
        ]
    bounds = [low + (high - low) * n / count for n in range(count + 1)]
    found: list[Slab] = []
    edges = _edges(near, high - low, reach)
    soft = _SOFT * (high - low)
    for n in range(count):
        begin = bounds[n] if n and found else -1.0
        end = bounds[n + 1] if n < count - 1 else 2.0
        known = (near > begin - 2 * soft) & (near <= end + 2 * soft)
        if known.mean() < 0.004:
            continue
        cover = np.clip((wide - begin + soft) / (2 * soft), 0, 1) if found else np.ones((height, width), np.float32)
        hidden = wide > end + soft
        wanted = hidden & edges(end, (width, height))
        found.append(Slab(np.asarray(cover, np.float32), hidden, wanted, _even(near, known)))
    return found


def layer(slab: Slab, colours: Pixels, span: Range) -> Layer:
    """A slab with its colours (height, width, 3), what is hidden from it painted in them already."""
    cover = (slab.cover * 255 + 0.5).astype(np.uint8)
    height, width = cover.shape
    x, y, wide, high = cv2.boundingRect(cover) if cover.min() < 255 else (0, 0, width, height)
    near = np.asarray(span.of(slab.near), np.float32)
    box = (x, y, x + wide, y + high)
    return Layer(np.dstack([colours, cover]), near, box, float(near.min()), float(near.max()))


def rendered(layers: Sequence[Layer], view: View, size: tuple[int, int]) -> Pixels:
    """The picture (height, width, 3) of layers, farthest first, that a view sees; they may be larger than it on all sides."""
    picture: Pixels | None = None
    for one in layers:
        where = _bent(one, view, size)
        if picture is None:
            across, down = cv2.resize(where, size, interpolation=cv2.INTER_LINEAR).transpose(2, 0, 1)
            found = cv2.remap(
                np.ascontiguousarray(one.pixels[..., :3]), np.ascontiguousarray(across), np.ascontiguousarray(down),
                cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101,
            )  # fmt: skip
            picture = np.asarray(found, np.uint8)
            continue
        inner = _within(where, one.box, size)
        if inner is None:
            continue
        left, top, right, bottom = inner
        whole = cv2.resize(where, size, interpolation=cv2.INTER_LINEAR)
        across, down = (
            np.ascontiguousarray(whole[top:bottom, left:right, 0]),
            np.ascontiguousarray(whole[top:bottom, left:right, 1]),
        )
        found = cv2.remap(one.pixels, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
        share = found[..., 3].astype(np.float32) / 255
        under = np.ascontiguousarray(picture[top:bottom, left:right])
        over = np.ascontiguousarray(found[..., :3])
        picture[top:bottom, left:right] = cv2.blendLinear(over, under, share, 1 - share)
    assert picture is not None
    return picture


def flat(picture: Pixels, view: View, near: float = 1.0) -> Pixels:
    """A picture (height, width, 3 or 4) that lies in one plane, seen by a view; alpha is straight and stays so."""
    height, width = picture.shape[:2]
    matrix = placed(width, height) @ view.homography(near) @ np.linalg.inv(placed(width, height))
    if np.allclose(matrix / matrix[2, 2], np.eye(3), atol=1e-9):
        return picture
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    if picture.shape[2] == 4:
        solid = picture[..., :3] * (picture[..., 3:].astype(np.float32) / 255)
        given = np.dstack([solid, picture[..., 3].astype(np.float32)])
        found = np.clip(cv2.warpPerspective(given, matrix, (width, height), flags=flags, borderValue=0), 0, 255)
        colours = found[..., :3] / np.maximum(found[..., 3:] / 255, 1e-3)
        return np.asarray(np.dstack([np.clip(colours, 0, 255), found[..., 3]]) + 0.5, np.uint8)
    return np.asarray(
        cv2.warpPerspective(picture, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT_101), np.uint8
    )


def placed(width: int, height: int) -> npt.NDArray[np.float64]:
    """From widths from the middle to pixel centres."""
    return np.array([[width, 0, (width - 1) / 2], [0, width, (height - 1) / 2], [0, 0, 1.0]])


def _bent(layer: Layer, view: View, size: tuple[int, int]) -> Plane:
    """Where each point of the view comes from in the layer, in its pixels: (rows, columns, 2), at about working size."""
    width, height = size
    high, wide = layer.pixels.shape[:2]
    near_rows, near_columns = layer.near.shape
    columns, rows = max(8, round(near_columns * width / wide)), max(8, round(near_rows * height / high))
    u = ((np.arange(columns, dtype=np.float32) + 0.5) / columns - 0.5)[None]
    v = (((np.arange(rows, dtype=np.float32) + 0.5) / rows - 0.5) * (height / width))[:, None]
    ray = view.ray.astype(np.float32)
    third = ray[2, 0] * u + ray[2, 1] * v + ray[2, 2]
    ex, ey = (ray[0, 0] * u + ray[0, 1] * v + ray[0, 2]) / third, (ray[1, 0] * u + ray[1, 1] * v + ray[1, 2]) / third
    tx, ty = view.shift[0] - ex * view.ahead, view.shift[1] - ey * view.ahead
    s = np.full((rows, columns), float(np.median(layer.near)), np.float32)
    for _ in range(_TURNS if layer.most - layer.least > 1e-4 else 0):
        across = (LENS * (ex + s * tx) * width + wide / 2) * (near_columns / wide) - 0.5
        down = (LENS * (ey + s * ty) * width + high / 2) * (near_rows / high) - 0.5
        s = cv2.remap(
            layer.near, np.asarray(across, np.float32), np.asarray(down, np.float32), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
    x, y = LENS * (ex + s * tx) * width + (wide - 1) / 2, LENS * (ey + s * ty) * width + (high - 1) / 2
    return np.asarray(np.dstack([x, y]), np.float32)


def _within(where: Plane, box: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """The part of the view in which a box of the picture is seen; None where it is not."""
    left, top, right, bottom = box
    inside = (where[..., 0] > left - 3) & (where[..., 0] < right + 3) & (where[..., 1] > top - 3) & (where[..., 1] < bottom + 3)
    x, y, wide, high = cv2.boundingRect(inside.astype(np.uint8))
    if not wide:
        return None
    rows, columns = inside.shape
    across, down = size[0] / columns, size[1] / rows
    return (
        max(0, int((x - 2) * across)), max(0, int((y - 2) * down)),
        min(size[0], int((x + wide + 2) * across) + 1), min(size[1], int((y + high + 2) * down) + 1),
    )  # fmt: skip


def _upright(near: Plane, picture: Pixels) -> Plane:
    """Nearness at the picture's own size with the picture's own edges (a guided filter whose numbers are found small)."""
    rows, columns = near.shape
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    size = (picture.shape[1], picture.shape[0])
    if size == (columns, rows):
        return near
    low = cv2.resize(grey, (columns, rows), interpolation=cv2.INTER_AREA)
    box = (5, 5)
    mean: Any = cv2.blur(low, box)
    centre: Any = cv2.blur(near, box)
    slope: Any = (cv2.blur(low * near, box) - mean * centre) / (cv2.blur(low * low, box) - mean * mean + 2e-3)
    rest = cv2.blur(centre - slope * mean, box)
    slope = cv2.blur(slope, box)
    fine = cv2.resize(slope, size, interpolation=cv2.INTER_LINEAR) * grey + cv2.resize(rest, size, interpolation=cv2.INTER_LINEAR)
    plain = cv2.resize(near, size, interpolation=cv2.INTER_LINEAR)
    low_near = cv2.resize(cv2.erode(near, np.ones((3, 3))), size, interpolation=cv2.INTER_LINEAR)
    high_near = cv2.resize(cv2.dilate(near, np.ones((3, 3))), size, interpolation=cv2.INTER_LINEAR)
    calm = high_near - low_near < _STEP  # a surface does not take on the pattern that is on it
    return np.asarray(np.where(calm, plain, np.clip(fine, low_near, high_near)), np.float32)


def _edges(near: Plane, span: float, reach: float) -> Any:
    """Tells what lies so near to an edge that hides something at or behind a bound that it may be uncovered."""
    columns = near.shape[1]
    high, low = cv2.dilate(near, np.ones((7, 7))), cv2.erode(near, np.ones((7, 7)))
    steps = high - low > _STEP * span
    far = max(2, round(reach * columns) + 3)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * far + 1, 2 * far + 1))

    def told(bound: float, size: tuple[int, int]) -> Hole:
        edge = (steps & (high > bound) & (low <= bound)).astype(np.uint8)
        wide = cv2.dilate(edge, disc)
        return np.asarray(cv2.resize(wide, size, interpolation=cv2.INTER_NEAREST) > 0, np.bool_)

    return told


def _even(plane: Plane, known: Hole) -> Plane:
    """A plane whose unknown parts go on evenly from those that are known."""
    levels: list[tuple[Any, Any]] = [(plane * known, known.astype(np.float32))]
    while min(levels[-1][1].shape) > 2:
        levels.append((cv2.pyrDown(levels[-1][0]), cv2.pyrDown(levels[-1][1])))
    found: Any = None
    for total, weight in reversed(levels):
        own = total / np.maximum(weight, 1e-6)
        if found is None:
            found = own
        else:
            up = cv2.resize(found, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
            share = np.clip(weight, 0, 1)
            found = own * share + up * (1 - share)
    whole = np.where(known, plane, found)
    return np.asarray(cv2.GaussianBlur(whole, (0, 0), 1.2), np.float32)
