"""From a mask to an alpha: hair and soft edges solved for in a band around the edge, steady in time, with colours of their own.

In the band the alpha follows the matting equation. The closed form of Levin et al. 2008 is solved with large windows (He et al.
2010, "Fast matting using large kernel matting Laplacian matrices"): its operator is one minus the guided filter, so that a few
steps of conjugate gradients over box filters find it. What pulls it to an answer are the colours sampled from both sides of the
band, where those differ, and a matting network where the layer is a person. Foreground colours are those of Forte 2021
(arXiv 2006.14970, blur fusion, twice). All of it happens in linear light, where composing happens too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.mattes import Coverage
from generation.stacking import Light, to_light, to_pixels

BAND = 0.022  # of the picture's height: how far from the mask's edge alpha is looked for, when nothing else is asked
_FLOW = 480  # pixels of the longer side at which movement is measured
_GROWTHS = 3  # times that the band is widened where the layer runs out of it
_RUNS_OUT = 0.25  # alpha at the band's rim above which it does
_STEPS = 24  # of conjugate gradients
_KNOWN = 100.0  # how strongly what lies outside the band is held
_HOLD = 0.15  # how strongly the band's rim is held to the mask, where no strands are looked for
_SMOOTH = 1e-4  # variance of light below which a window counts as flat


@dataclass(frozen=True)
class Wish:
    """What is asked for: the band's width in pixels (0: by the picture's height), how steady in time, 0…1, and long strands.

    Strands are followed out of the band; where the ground looks like the layer, parts of the ground may come along.
    """

    band: int = 0
    steady: float = 0.25
    strands: bool = False

    def width(self, height: int) -> int:
        """The band's half width in pixels."""
        return self.band or max(3, round(BAND * height))


class Refiner:
    """Takes the frames of one shot in order; holds the one before."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._before: tuple[Any, Light] | None = None  # the grey picture and the alpha of the frame before

    def alpha(self, pixels: Pixels, mask: Coverage, person: npt.NDArray[np.float32] | None = None) -> Light:
        """Alpha 0…1, (height, width), from a frame, its mask and, where it is one, a network's view of the person."""
        width = self._wish.width(pixels.shape[0])
        sure, maybe, far = _band(mask, width)
        hold = None if self._wish.strands else _HOLD * far**2
        grey = _grey(pixels)
        if not maybe.any():
            found = sure.astype(np.float32)
        else:
            found = sure.astype(np.float32)
            last = _GROWTHS if self._wish.strands else 0
            for n in range(last + 1):
                box = _around(maybe, 2 * width)
                part = (slice(box[1], box[3]), slice(box[0], box[2]))
                net = None if person is None else person[part]
                found[part] = solved(
                    to_light(pixels[part]),
                    sure[part],
                    maybe[part],
                    width,
                    net,
                    None if hold is None else (mask[part], hold[part]),
                )
                if n == last or not (more := _growth(found, sure, maybe, width)).any():
                    break
                maybe = maybe | more
        if self._before is not None and self._wish.steady > 0 and maybe.any():
            found = _steadied(found, maybe, grey, *self._before, self._wish.steady)
        self._before = (grey, found)
        return found


def _band(mask: Coverage, width: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], Light]:
    """Where it surely is, where it may be in part, and how far from the mask's edge each pixel lies, 1 at the band's rim."""
    inside = (mask > 127).astype(np.uint8)
    if not inside.any():
        return inside > 0, inside > 1, np.ones(mask.shape, np.float32)
    to_edge = cv2.distanceTransform(inside, cv2.DIST_L2, 5)
    from_edge = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    # thin parts keep a core: what is sure is at least the deepest third of what lies near
    deep = cv2.dilate(to_edge, np.ones((2 * width + 1, 2 * width + 1), np.uint8))
    sure = (inside > 0) & (to_edge > np.minimum(0.7 * width, 0.67 * deep))
    far = np.maximum(to_edge / np.minimum(0.7 * width, np.maximum(0.67 * deep, 1)), from_edge / (1.3 * width))
    return sure, ~sure & (from_edge <= 1.3 * width), np.minimum(far, 1).astype(np.float32)


def _growth(alpha: Light, sure: Any, maybe: Any, width: int) -> npt.NDArray[np.bool_]:
    """Where the band has to be wider, because strands run out of it."""
    outside = (~(sure | maybe)).astype(np.uint8)
    rim = maybe & (cv2.dilate(outside, np.ones((7, 7), np.uint8)) > 0)
    out = (rim & (alpha > _RUNS_OUT)).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    grown: npt.NDArray[np.bool_] = (cv2.dilate(out, disc) > 0) & (outside > 0)
    return grown


def _around(area: npt.NDArray[np.bool_], margin: int) -> tuple[int, int, int, int]:
    x, y, width, height = cv2.boundingRect(area.astype(np.uint8))
    return max(0, x - margin), max(0, y - margin), min(area.shape[1], x + width + margin), min(area.shape[0], y + height + margin)


def _grey(pixels: Pixels) -> Any:
    scale = min(1.0, _FLOW / max(pixels.shape[:2]))
    size = tuple(max(16, round(side * scale)) for side in pixels.shape[1::-1])
    return cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)


def solved(
    light: Light,
    sure: npt.NDArray[np.bool_],
    maybe: npt.NDArray[np.bool_],
    width: int,
    person: Light | None = None,
    held_to: tuple[Coverage, Light] | None = None,
) -> Light:
    """Alpha of a part of a picture in linear light (height, width, 3), from what is sure and the band between.

    `held_to`: the mask, and how strongly each pixel is held to it.
    """
    prior, trust = sampled(light, sure, maybe, width)
    if person is not None:
        net = _trusted(person, sure, maybe, width)
        prior = (prior * trust + person * net) / np.maximum(trust + net, 1e-6)
        trust = trust + net
    if held_to is not None:
        mask, hold = held_to
        prior = (prior * trust + mask.astype(np.float32) / 255 * hold) / np.maximum(trust + hold, 1e-6)
        trust = trust + hold
    held = np.where(maybe, trust, _KNOWN).astype(np.float32)
    wanted = np.where(maybe, prior, sure).astype(np.float32)
    matting = _Windows(light, max(2, width // 3))
    found = wanted.copy()
    rest = held * wanted - (matting.apply(found) + held * found)
    # what is held strongly would slow the search: divide by the diagonal
    scale = 1 / (1 + held)
    way = scale * rest
    rate = float((rest * way).sum())
    for _ in range(_STEPS):
        if rate < 1e-6 * maybe.sum():
            break
        turned = matting.apply(way) + held * way
        step = rate / max(1e-12, float((way * turned).sum()))
        found += step * way
        rest -= step * turned
        next_way = scale * rest
        following = float((rest * next_way).sum())
        way = next_way + following / rate * way
        rate = following
    return np.where(maybe, np.clip(found, 0, 1), sure).astype(np.float32)


def sampled(light: Light, sure: npt.NDArray[np.bool_], maybe: npt.NDArray[np.bool_], width: int) -> tuple[Light, Light]:
    """Alpha by the colours on both sides of the band alone, and how much that is worth, 0…about 1."""
    inner, inner_spread = _nearby(light, sure, width)
    outer, outer_spread = _nearby(light, ~(sure | maybe), width)
    apart = inner - outer
    length = (apart * apart).sum(2)
    alpha = np.clip(((light - outer) * apart).sum(2) / np.maximum(length, 1e-6), 0, 1)
    trust = length / (length + 4 * (inner_spread + outer_spread) + 1e-3)
    off = ((light - outer - alpha[..., None] * apart) ** 2).sum(2)  # a colour that is no mixture of both sides tells nothing
    trust = trust * np.exp(-off / (0.02 * length + inner_spread + outer_spread + 1e-4))
    return alpha, 0.6 * trust**2


def _nearby(light: Light, area: npt.NDArray[np.bool_], width: int) -> tuple[Light, Light]:
    """The mean colour of an area near each pixel, and the sum of its variances there."""
    weight = area.astype(np.float32)
    total = None
    for reach in (2 * width, 6 * width, 24 * width):  # near where there is any, else further away
        size = (2 * reach + 1, 2 * reach + 1)
        values = np.dstack([light * weight[..., None], (light * light).sum(2) * weight, weight])
        mean = cv2.boxFilter(values, -1, size, borderType=cv2.BORDER_CONSTANT)
        share = 1e-3 * (0.1 if total is not None else 1)
        total = mean if total is None else total + share * mean
    amount = np.maximum(total[..., 4:], 1e-9)  # type: ignore[index]
    colour = total[..., :3] / amount  # type: ignore[index]
    return colour, np.maximum(total[..., 3] / amount[..., 0] - (colour * colour).sum(2), 0)  # type: ignore[index]


def _trusted(person: Light, sure: npt.NDArray[np.bool_], maybe: npt.NDArray[np.bool_], width: int) -> Light:
    """How much a network's alpha is worth in the band: as much as it agrees with what is sure on both sides."""
    known = (~maybe).astype(np.float32)
    wrong = np.abs(person - sure) * known
    size = (4 * width + 1, 4 * width + 1)
    near = cv2.boxFilter(np.dstack([wrong, known]), -1, size, borderType=cv2.BORDER_CONSTANT)
    return 0.6 * np.clip(1 - 4 * near[..., 0] / np.maximum(near[..., 1], 1e-3), 0, 1) ** 2


class _Windows:
    """The matting Laplacian of a picture over windows of one radius, divided by the windows' size."""

    def __init__(self, light: Light, radius: int) -> None:
        self._light, self._size = light, (2 * radius + 1, 2 * radius + 1)
        self._mean = self._box(light)
        pairs = np.dstack([light[..., a] * light[..., b] for a, b in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))])
        own = self._box(pairs)
        m = self._mean
        rr, rg, rb = (own[..., n] - m[..., 0] * m[..., n] for n in range(3))
        gg, gb, bb = own[..., 3] - m[..., 1] ** 2, own[..., 4] - m[..., 1] * m[..., 2], own[..., 5] - m[..., 2] ** 2
        rr, gg, bb = rr + _SMOOTH, gg + _SMOOTH, bb + _SMOOTH
        turned = (
            gg * bb - gb * gb,
            rb * gb - rg * bb,
            rg * gb - rb * gg,
            rr * bb - rb * rb,
            rb * rg - rr * gb,
            rr * gg - rg * rg,
        )
        whole = rr * turned[0] + rg * turned[1] + rb * turned[2]
        self._inverse = [one / np.maximum(whole, 1e-18) for one in turned]

    def _box(self, values: Light) -> Light:
        found: Light = cv2.boxFilter(values, -1, self._size, borderType=cv2.BORDER_REFLECT_101)
        return found

    def filtered(self, values: Light) -> Light:
        """The guided filter of values (height, width) by the picture."""
        light, mean, inverse = self._light, self._mean, self._inverse
        near = self._box(np.dstack([light * values[..., None], values]))
        r, g, b = (near[..., n] - mean[..., n] * near[..., 3] for n in range(3))
        slope = [
            inverse[0] * r + inverse[1] * g + inverse[2] * b,
            inverse[1] * r + inverse[3] * g + inverse[4] * b,
            inverse[2] * r + inverse[4] * g + inverse[5] * b,
        ]
        rise = near[..., 3] - sum(one * mean[..., n] for n, one in enumerate(slope))
        lines = self._box(np.dstack([*slope, rise]))
        found: Light = (lines[..., :3] * light).sum(2) + lines[..., 3]
        return found

    def apply(self, values: Light) -> Light:
        """The Laplacian times values (height, width)."""
        return values - self.filtered(values)


def _steadied(alpha: Light, maybe: npt.NDArray[np.bool_], grey: Any, grey_before: Any, before: Light, steady: float) -> Light:
    """Alpha drawn, in its band, to the alpha of the frame before, moved along, where the pictures agree."""
    if grey.shape != grey_before.shape:
        return alpha
    height, width = grey.shape
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(
        grey, grey_before, np.zeros((height, width, 2), np.float32)
    )
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    was = cv2.remap(grey_before, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    wrong = cv2.blur(np.abs(was.astype(np.float32) - grey), (5, 5))
    full = alpha.shape[1], alpha.shape[0]
    scale = np.array([full[0] / width, full[1] / height], np.float32)
    moved = cv2.resize(flow, full, interpolation=cv2.INTER_LINEAR) * scale
    across, down = np.meshgrid(np.arange(full[0], dtype=np.float32), np.arange(full[1], dtype=np.float32))
    carried = cv2.remap(before, across + moved[..., 0], down + moved[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    share = steady * np.exp(-((cv2.resize(wrong, full, interpolation=cv2.INTER_LINEAR) / 10) ** 2))
    share = share * np.exp(-((np.abs(carried - alpha) / 0.35) ** 2))  # what really changed is not held back
    return np.where(maybe, np.clip(alpha + share * (carried - alpha), 0, 1), alpha).astype(np.float32)


def coloured(pixels: Pixels, alpha: Light) -> Pixels:
    """The frame as a layer: (height, width, 4), straight alpha, in the layer's own colours, without what shines through."""
    cover = np.clip(alpha * 255 + 0.5, 0, 255).astype(np.uint8)
    out = np.dstack([pixels, cover])
    part = (cover > 0) & (cover < 255)
    if part.any():
        left, top, right, bottom = _around(part, 96)
        at = (slice(top, bottom), slice(left, right))
        light = to_light(pixels[at])
        inner, outer = _fused(light, light, light, alpha[at], 90)
        inner, _ = _fused(light, inner, outer, alpha[at], 6)
        out[at][..., :3] = np.where(part[at][..., None], to_pixels(inner), out[at][..., :3])
    out[cover == 0] = 0
    return out


def _fused(light: Light, inner: Light, outer: Light, alpha: Light, reach: int) -> tuple[Light, Light]:
    """Blur fusion: foreground and background colours that are smooth and mix to the picture."""
    a = alpha[..., None]
    size = (2 * reach + 1, 2 * reach + 1)
    near = cv2.blur(np.dstack([inner * a, outer * (1 - a), a]), size, borderType=cv2.BORDER_REFLECT_101)
    inner = near[..., :3] / np.maximum(near[..., 6:], 1e-5)
    outer = near[..., 3:6] / np.maximum(1 - near[..., 6:], 1e-5)
    return np.clip(inner + a * (light - a * inner - (1 - a) * outer), 0, 1), np.clip(outer, 0, 1)
