"""From a mask to an alpha: hair and soft edges solved for in a band around the edge, steady in time, with colours of their own.

The band is as wide as the edge is, place by place (`alpha_band`). In it, alpha is how a pixel lies between the colours of the
layer and of the ground near it (`alpha_sampling`); what is really behind, where frames before or after show it, counts most
(`alpha_ground`). A matting network has its say where the layer is a person and it agrees with the mask on both sides. Foreground
colours are those of Forte 2021 (arXiv 2006.14970, blur fusion, twice). All of it happens in linear light, as composing does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.alpha_band import Band, Reaches, band_of, found_band
from generation.alpha_ground import Ground, patch
from generation.alpha_sampling import Sides, projected, sides
from generation.drivers import Pixels
from generation.mattes import Coverage
from generation.stacking import Box, Light, to_light, to_pixels

_FLOW = 480  # pixels of the longer side at which movement is measured
_HOLD, _HOLD_STRANDS = 0.4, 0.15  # how strongly the band's rims are held to the mask
_VEIL = (0.03, 0.16)  # alpha outside the mask that is taken for none, and from which on it is all believed
_LEAST_HOLD = 0.01  # … and the rest of it, so that where nothing is known the mask stands
_WIDE, _NEAR = 0.125, 0.009  # of the height: how far around colours of both sides are fused, first and then
_WIDE_TALL = 240  # … pixels of height at which that is done the first time
_RANGE, _RANGE_TALL, _WHOLE, _ROOM = 0.035, 180, 0.97, 0.25  # of the height: how far around what the layer's colours range over
_GUIDED, _GUIDED_SMOOTH = 0.006, 1e-3  # of the height: how far around the mask is softened where nothing better is known
_SPECK = 0.02  # of the height: what is smaller is no hole, and no part
_AT_ONCE = 1_000_000  # pixels that are worked on at once: more are done in strips
_APART = (0.15, 0.7)  # how far a network may be from the mask in the mean, and what more of that counts
_FURTHER = 0.02  # what a wider look counts beside a nearer one
_SEEN = 360  # pixels of height at which the colours of both sides are gathered: they change slowly


@dataclass(frozen=True)
class Wish:
    """What is asked for: the band's width in pixels (0: as wide as the edge is), how steady in time, 0…1, and long strands.

    Strands are followed further out, by weaker signs; where the ground looks like the layer, parts of it may come along.
    """

    band: int = 0
    steady: float = 0.25
    strands: bool = False


class Refiner:
    """Takes the frames of one shot in order; holds the one before."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._before: tuple[Any, Light] | None = None  # the grey picture and the alpha of the frame before
        self._reaches: Reaches | None = None

    def alpha(
        self,
        pixels: Pixels,
        mask: Coverage,
        person: npt.NDArray[np.float32] | None = None,
        ground: Ground | None = None,
    ) -> Light:
        """Alpha 0…1, (height, width), from a frame, its mask and, where known, a network's view of a person and the ground."""
        mask = _without_specks(mask)
        grey = _grey(pixels)
        moved = None if self._before is None else _movement(grey, self._before[0])
        if self._wish.band:
            band = band_of(mask, 1.3 * self._wish.band, 0.7 * self._wish.band)
        else:
            was = None if self._reaches is None or moved is None else self._reaches.moved(moved.flow)
            band, self._reaches = found_band(pixels, mask, ground, eager=self._wish.strands, before=was)
        found = band.sure.astype(np.float32)
        if band.maybe.any():
            box = _around(band.maybe, round(0.14 * mask.shape[0]) + 8)
            found[_slices(box)] = solved(pixels, band, mask, box, person, ground, self._wish.strands)
            if self._before is not None and moved is not None and self._wish.steady > 0:
                for strip in strips(box):
                    at = _slices(strip)
                    found[at] = _steadied(found[at], band.maybe[at], moved, self._before[1], strip, self._wish.steady)
        self._before = (grey, found)
        return found


def solved(
    pixels: Pixels,
    band: Band,
    mask: Coverage,
    box: Box,
    person: Light | None = None,
    ground: Ground | None = None,
    strands: bool = False,
) -> Light:
    """Alpha of a box of a picture (height, width, 3) whose band is known; done small where it changes slowly, else in strips."""
    part, tall = _slices(box), mask.shape[0]
    size, whole = (box[2] - box[0], box[3] - box[1]), (mask.shape[1], mask.shape[0])
    near = Band(band.sure[part], band.maybe[part], band.far[part])
    seen, softness = _both_sides(pixels[part], near, tall), _softness(pixels[part], mask[part], tall)
    worth = None if person is None else _trusted(person[part], near, mask[part], tall)
    found = np.empty(size[::-1], np.float32)
    for strip in strips(box):
        at, here = _slices(strip), (0, strip[1] - box[1], size[0], strip[3] - box[1])
        colours = Sides(*(patch(one, size, here) for one in vars(seen).values()))
        if ground is not None:
            colours = colours.before(ground.patch(whole, strip))
        free, trust = projected(to_light(pixels[at]), colours)
        one = np.clip(free, 0, 1)
        if person is not None and worth is not None:
            net = patch(worth, size, here)
            one = (one * trust + person[at] * net) / np.maximum(trust + net, 1e-6)
            trust = trust + net
        hold = (_HOLD_STRANDS if strands else _HOLD) * band.far[at] ** 2 + _LEAST_HOLD
        slope, shift = (patch(given, size, here) for given in softness)
        grey = cv2.cvtColor(pixels[at], cv2.COLOR_RGB2GRAY) * np.float32(1 / 255)
        one = (one * trust + np.clip(slope * grey + shift, 0, 1) * hold) / (trust + hold)
        if not strands:  # a veil so thin is far more often a ground that is not quite what it seemed
            ease = np.clip((one - _VEIL[0]) / (_VEIL[1] - _VEIL[0]), 0, 1)
            one = np.where(mask[at] > 127, one, one * ease * ease * (3 - 2 * ease))
        found[here[1] : here[3]] = np.where(band.maybe[at], one, band.sure[at])
    return _attached(found, mask[part])


def strips(box: Box) -> Iterator[Box]:
    """A box from top to bottom, in parts small enough to be worked on at once."""
    rows = max(1, _AT_ONCE // max(1, box[2] - box[0]))
    for top in range(box[1], box[3], rows):
        yield box[0], top, box[2], min(box[3], top + rows)


def _slices(box: Box) -> tuple[slice, slice]:
    return slice(box[1], box[3]), slice(box[0], box[2])


def _attached(alpha: Light, mask: Coverage) -> Light:
    """Without specks that hang together with nothing of the layer."""
    some = ((alpha > 0.04) | (mask > 127)).astype(np.uint8)
    count, labels = cv2.connectedComponents(some, connectivity=8, ltype=cv2.CV_32S)
    if count <= 2:
        return alpha
    held = np.zeros(count, bool)
    held[np.unique(labels[mask > 127])] = True
    held[0] = True  # what is fainter is no speck
    return np.where(held[labels], alpha, np.float32(0))


def _softness(pixels: Pixels, mask: Coverage, tall: int) -> tuple[Light, Light]:
    """Slope and shift, small, that make a guess of the grey picture, 0…1: soft or sharp as it is (fast guided filter, 2015)."""
    scale = min(1.0, _SEEN / tall)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    size = tuple(max(2, round(side * scale)) for side in mask.shape[1::-1])
    guide, given = (
        cv2.resize(one, size, interpolation=cv2.INTER_AREA).astype(np.float32) * np.float32(1 / 255) for one in (grey, mask)
    )
    window = (2 * max(1, round(_GUIDED * tall * scale)) + 1,) * 2
    mean, level = cv2.blur(guide, window), cv2.blur(given, window)
    slope = (cv2.blur(guide * given, window) - mean * level) / (cv2.blur(guide * guide, window) - mean * mean + _GUIDED_SMOOTH)
    shift = cv2.blur(level - slope * mean, window)
    return cv2.blur(slope, window), shift


def _without_specks(mask: Coverage) -> Coverage:
    """A mask without pinholes, and without crumbs beside something large."""
    limit = (_SPECK * mask.shape[0]) ** 2
    inside = (mask > 127).astype(np.uint8)
    for area, level in ((1 - inside, 255), (inside, 0)):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(area, connectivity=4, ltype=cv2.CV_32S)
        sizes = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
        sizes[0] = np.inf
        small = sizes < (limit if level else min(limit, 0.02 * float(area.sum())))
        if small.any():
            mask = np.where(small[labels], np.uint8(level), mask)
    return mask


def _small(tall: int, shape: tuple[int, ...]) -> tuple[tuple[int, int], float]:
    scale = min(1.0, _SEEN / tall)
    return (max(2, round(shape[1] * scale)), max(2, round(shape[0] * scale))), scale


def _only(area: npt.NDArray[np.bool_], size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    return np.asarray(cv2.resize(area.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 250)


def _both_sides(pixels: Pixels, band: Band, tall: int) -> Sides:
    """The colours of both sides, gathered small."""
    size, scale = _small(tall, band.sure.shape)
    small = to_light(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8))
    reach = max(2, round(0.022 * tall * scale))
    clear = ~(band.sure | band.maybe)
    return sides(small, _only(band.sure, size), _only(clear, size), (2 * reach, 6 * reach, 24 * reach), None)


def _around(area: npt.NDArray[np.bool_], margin: int) -> tuple[int, int, int, int]:
    x, y, width, height = cv2.boundingRect(area.astype(np.uint8))
    return max(0, x - margin), max(0, y - margin), min(area.shape[1], x + width + margin), min(area.shape[0], y + height + margin)


def _grey(pixels: Pixels) -> Any:
    scale = min(1.0, _FLOW / max(pixels.shape[:2]))
    size = tuple(max(16, round(side * scale)) for side in pixels.shape[1::-1])
    return cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)


def _trusted(person: Light, band: Band, mask: Coverage, tall: int) -> Light:
    """How much a network's alpha is worth in the band, small: as much as it agrees with what is sure, on either side for itself.

    It sees every person, and now and then a bed: who takes what is surely behind for the layer knows nothing of the edge there,
    nor does who fills more of the band beside the mask than strands of hair do.
    """
    size, scale = _small(tall, person.shape)
    small = cv2.resize(person, size, interpolation=cv2.INTER_AREA)
    reach = max(2, round(0.02 * tall * scale))
    most = np.zeros(size[::-1], np.float32)
    for area, want in ((_only(band.sure, size), 1.0), (_only(~(band.sure | band.maybe), size), 0.0)):
        known = area.astype(np.float32)
        values = cv2.merge([np.abs(small - np.float32(want)) * known, known])
        near, far = (  # where a side is not near, it is asked for further out
            cv2.boxFilter(values, -1, (2 * wide + 1,) * 2, borderType=cv2.BORDER_CONSTANT) for wide in (2 * reach, 6 * reach)
        )
        wrong, amount = cv2.split(near + np.float32(_FURTHER) * far)
        most = np.maximum(most, wrong / np.maximum(amount, 1e-6))
    other = np.abs(small - cv2.resize(mask, size, interpolation=cv2.INTER_AREA) * np.float32(1 / 255))
    most = np.maximum(most, _APART[1] * (cv2.blur(other, (2 * reach + 1,) * 2) - _APART[0]))
    return np.asarray(0.6 * np.clip(1 - 4 * most, 0, 1) ** 2, np.float32)


@dataclass(frozen=True)
class _Moved:
    """Where each pixel was in the frame before, in shares of the sides, and how far off that is, in levels; both small."""

    flow: Light
    wrong: Light


def _movement(grey: Any, before: Any) -> _Moved | None:
    if grey.shape != before.shape:
        return None
    height, width = grey.shape
    none = np.zeros((height, width, 2), np.float32)
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(grey, before, none)
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    was = cv2.remap(before, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    wrong = cv2.blur(cv2.absdiff(was, grey).astype(np.float32), (5, 5))
    return _Moved(flow / np.array([width, height], np.float32), wrong)


def _steadied(alpha: Light, maybe: npt.NDArray[np.bool_], moved: _Moved, before: Light, box: Box, steady: float) -> Light:
    """Alpha of a part, drawn, in its band, to the whole alpha of the frame before, moved along, where the pictures agree."""
    height, width = before.shape
    flow, wrong = (patch(one, (width, height), box) for one in (moved.flow, moved.wrong))
    across, down = np.meshgrid(np.arange(box[0], box[2], dtype=np.float32), np.arange(box[1], box[3], dtype=np.float32))
    at = across + flow[..., 0] * width, down + flow[..., 1] * height
    carried = cv2.remap(before, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    off = (wrong / 10) ** 2 + ((carried - alpha) / 0.35) ** 2  # what really changed is not held back
    return np.where(maybe, np.clip(alpha + steady * np.exp(-off) * (carried - alpha), 0, 1), alpha).astype(np.float32)


def coloured(pixels: Pixels, alpha: Light) -> Pixels:
    """The frame as a layer: (height, width, 4), straight alpha, in the layer's own colours, without what shines through."""
    cover = np.clip(alpha * 255 + 0.5, 0, 255).astype(np.uint8)
    out = np.dstack([pixels, cover])
    part = (cover > 0) & (cover < 255)
    if part.any():
        tall, width = cover.shape
        reach = round(_WIDE * tall) + 6
        for left, top, right, bottom in strips(_around(part, 0)):
            near = (max(0, left - reach), max(0, top - reach), min(width, right + reach), min(tall, bottom + reach))
            at = _slices(near)
            light = to_light(pixels[at])
            inner, outer = _fused(light, light, light, alpha[at], round(_WIDE * tall), max(1.0, tall / _WIDE_TALL))
            inner, _ = _fused(light, inner, outer, alpha[at], max(4, round(_NEAR * tall)), 1.0)
            inner = _believable(inner, light, alpha[at], tall)
            here = (slice(top, bottom), slice(left, right))
            own = inner[top - near[1] : bottom - near[1], left - near[0] : right - near[0]]
            out[here][..., :3] = np.where(part[here][..., None], to_pixels(own), out[here][..., :3])
    out[cover == 0] = 0
    return out


def _believable(inner: Light, light: Light, alpha: Light, tall: int) -> Light:
    """Colours held within those that the whole layer, or the pixel itself, has near by: a wrong alpha makes no others."""
    scale = min(1.0, _RANGE_TALL / tall)
    size = (max(2, round(alpha.shape[1] * scale)), max(2, round(alpha.shape[0] * scale)))
    small = cv2.resize(light, size, interpolation=cv2.INTER_AREA)
    whole = (cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > _WHOLE)[..., None]
    reach = max(1, round(_RANGE * tall * scale))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    least = cv2.erode(np.where(whole, small, np.float32(2)), disc, borderType=cv2.BORDER_REPLICATE)
    most = cv2.dilate(np.where(whole, small, np.float32(-1)), disc, borderType=cv2.BORDER_REPLICATE)
    none = most < 0  # nothing whole near by: nothing is known
    full = (alpha.shape[1], alpha.shape[0])
    ranges = (np.where(none, 0, least).astype(np.float32), np.where(none, 1, most).astype(np.float32))
    low, high = (cv2.resize(one, full, interpolation=cv2.INTER_LINEAR) for one in ranges)
    held = np.clip(inner, np.minimum(low * (1 - _ROOM) - 0.002, light), np.maximum(high * (1 + _ROOM) + 0.002, light))
    return np.asarray(held, np.float32)


def _fused(light: Light, inner: Light, outer: Light, alpha: Light, reach: int, coarse: float) -> tuple[Light, Light]:
    """Blur fusion: colours of both sides that are smooth and mix to the picture; blurred so many times as `coarse`."""
    a = cv2.merge([alpha] * 3)
    own, clear = cv2.multiply(inner, a), cv2.multiply(outer, 1 - a)
    full = (alpha.shape[1], alpha.shape[0])
    small = tuple(max(1, round(side / coarse)) for side in full)
    size = (2 * max(1, round(reach / coarse)) + 1,) * 2

    def near(one: Light) -> Light:
        less = one if small == full else cv2.resize(one, small, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.blur(less, size, borderType=cv2.BORDER_REFLECT_101))

    def large(one: Light) -> Light:
        return one if small == full else np.asarray(cv2.resize(one, full, interpolation=cv2.INTER_LINEAR))

    amount = near(alpha)[..., None]
    inner = large(near(own) / np.maximum(amount, 1e-5))
    outer = large(near(clear) / np.maximum(1 - amount, 1e-5))
    return np.clip(inner + a * (light - a * inner - (1 - a) * outer), 0, 1), np.clip(outer, 0, 1)
