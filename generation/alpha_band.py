"""Where an edge is looked for: as wide as hair, blur or smoke really reach, found from the picture, place by place.

The search happens on a small copy of the frame. It begins narrow. At each turn the colours on both sides of the band say how much
of the layer each pixel holds; where the band's outer rim holds more of it than the ground further out does, or its inner rim less
than what lies deeper in, the edge runs on, and the band is widened there. A ground that looks a little like the layer is so
everywhere, at the rim and beyond: it widens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.alpha_ground import Ground, summed
from generation.alpha_sampling import nearby, projected, sides
from generation.drivers import Pixels
from generation.mattes import Coverage
from generation.stacking import Light, to_light

Area = npt.NDArray[np.bool_]

_SEARCH = 200  # pixels of height at which the band's width is looked for
_OUT, _IN = 0.018, 0.012  # of the height: how far a band reaches at least, outwards and inwards
_MOST_OUT, _MOST_IN, _EAGER_OUT = 0.026, 0.05, 0.14  # further out, patches of a real room came with it; strands reach further
_FINEST = 1440  # pixels of height at which a band is drawn at most
_WIDE, _WIDE_EAGER = 0.25, 0.5  # … and how far around the mask the picture is looked at
_TURNS, _TURNS_ON = 7, 2  # … and where it is known how wide it was in the frame before
_FADES = 0.8  # what of that width is taken over
_WIDER = 1.45  # by how much the band is widened at a turn
_RUNS_ON = 0.1  # how much more of the layer the rim has to hold than what lies past it, for the band to be widened
_FINE = 0.012  # variance of alpha over a few pixels above which a rim is frayed
_CRISP = 0.55  # a band's width where the picture's edge is sharp, beside that elsewhere
_LINE = 3.0  # pixels from the mask's edge within which a sharp edge of the picture is the same one
_SHARP = 0.2  # of the contrast of both sides that a pixel's step has to be
_FARTHER = 10.0  # … and how much more for each height of the picture further out than the least: strands seldom are so long
_TRIMS = 2
_HOLDS, _DOUBT = 0.1, 0.5  # how much of the layer a place has to hold, and how much more for being uncertain
_NOISE = 1.0  # … and this much of what is uncertain besides


@dataclass(frozen=True)
class Band:
    """Of (height, width): where it surely is, where it may be in part; how far out a pixel lies, 1 at the band's rims."""

    sure: Area
    maybe: Area
    far: Light

    def resized(self, size: tuple[int, int]) -> Band:
        """The same at another size (width, height)."""
        if size == self.sure.shape[1::-1]:
            return self

        def area(one: Area) -> Area:
            return np.asarray(cv2.resize(one.astype(np.uint8) * 255, size, interpolation=cv2.INTER_LINEAR) > 127)

        sure = area(self.sure)
        return Band(sure, area(self.sure | self.maybe) & ~sure, cv2.resize(self.far, size, interpolation=cv2.INTER_LINEAR))


@dataclass(frozen=True)
class Reaches:
    """How far a band reaches outwards and inwards, maps small as they are searched, in their pixels; where it is plain."""

    out: Light
    into: Light
    plain: Light

    def moved(self, flow: Light) -> Reaches:
        """The same a frame later; `flow` says where each pixel was, (height, width, 2) of any size, in shares of the sides."""
        height, width = self.out.shape
        shift = cv2.resize(flow, (width, height), interpolation=cv2.INTER_AREA) * np.array([width, height], np.float32)
        across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        at = across + shift[..., 0], down + shift[..., 1]
        return Reaches(*(cv2.remap(one, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for one in vars(self).values()))


def band_of(mask: Coverage, reach_out: Any, reach_in: Any) -> Band:
    """The band around a mask's edge for reaches in pixels, numbers or maps of (height, width)."""
    inside = (mask > 127).astype(np.uint8)
    if not inside.any():
        return Band(inside > 0, inside > 1, np.ones(mask.shape, np.float32))
    to_edge, from_edge = _distances(inside)
    # thin parts keep a core: what is sure is at least the deepest third of what lies near
    size = 2 * int(np.ceil(np.max(reach_in))) + 1
    deep = 0.67 * cv2.dilate(to_edge, np.ones((size, size), np.uint8))
    reach_in = np.maximum(np.minimum(reach_in, deep), 0.5)
    sure = (inside > 0) & (to_edge > reach_in)
    maybe = ~sure & (from_edge <= reach_out)
    return Band(sure, maybe, np.minimum(np.maximum(to_edge / reach_in, from_edge / reach_out), 1).astype(np.float32))


def _distances(inside: npt.NDArray[np.uint8]) -> tuple[Light, Light]:
    if inside.all():  # there is no edge: nothing is near it
        return np.full(inside.shape, 1e6, np.float32), np.zeros(inside.shape, np.float32)
    return (
        cv2.distanceTransform(inside, cv2.DIST_L2, 5) - 0.5 * inside,
        np.maximum(cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5) - 0.5 * (1 - inside), 0),
    )


def found_band(
    pixels: Pixels, mask: Coverage, ground: Ground | None = None, *, eager: bool = False, before: Reaches | None = None
) -> tuple[Band, Reaches]:
    """The band as wide as the edge is, place by place; `eager`: weak evidence counts, and far out; `before`: as it was."""
    height, width = mask.shape
    scale = min(1.0, _SEARCH / height)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    inside = (cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > 127).astype(np.uint8)
    out, into = (np.full(inside.shape, share * size[1], np.float32) for share in (_OUT, _IN))
    reaches = Reaches(out, into, np.ones(inside.shape, np.float32))
    if inside.any() and not inside.all():
        margin = round((_WIDE_EAGER if eager else _WIDE) * size[1])
        x, y, wide, tall = cv2.boundingRect(inside)
        at = (slice(max(0, y - margin), y + tall + margin), slice(max(0, x - margin), x + wide + margin))
        light = to_light(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)[at], np.uint8))
        behind = None if ground is None else ground.resized(size).part(at)
        search = _Search(light, inside[at] * np.uint8(255), behind, size[1], eager)
        known = None if before is None else Reaches(*(one[at] for one in vars(before).values()))
        for whole, found in zip(vars(reaches).values(), vars(search.found(known)).values(), strict=True):
            whole[at] = found
    less = min(1.0, _FINEST / height)  # of what is larger, the edge is still found to a few pixels, many times as fast
    full = (round(width * less), round(height * less))
    whole = mask if less == 1 else np.asarray(cv2.resize(mask, full, interpolation=cv2.INTER_AREA), np.uint8)
    out, into = (cv2.resize(one, full, interpolation=cv2.INTER_LINEAR) * (less / scale) for one in (reaches.out, reaches.into))
    band = band_of(whole, out, into)
    plain = cv2.resize(reaches.plain, full, interpolation=cv2.INTER_LINEAR) > 0.5
    band = Band(band.sure | (band.maybe & plain & (whole > 127)), band.maybe & ~plain, band.far)
    return band.resized((width, height)), reaches


def _widened(reach: Light, where: Area, most: float) -> Light:
    """The reach, larger near where it has to be."""
    wanted = np.where(where, np.minimum(reach * _WIDER + 0.5, most), reach)
    size = max(3, round(float(wanted.max()) * 1.2)) | 1
    grown = cv2.dilate(wanted, np.ones((size, size), np.uint8))
    return np.maximum(reach, cv2.blur(grown, (size, size)))


class _Search:
    """One frame, small, in which the band's reaches are tried."""

    def __init__(self, light: Light, mask: Coverage, ground: Ground | None, tall: int, eager: bool) -> None:
        self._light, self._mask, self._ground, self._tall, self._eager = light, mask, ground, tall, eager
        self._to_edge, self._from_edge = _distances((mask > 0).astype(np.uint8))
        self.hard = _hard(light, self._to_edge, self._from_edge, tall)

    def found(self, before: Reaches | None) -> Reaches:
        """How far the band has to reach."""
        out, into = (
            np.where(self.hard, np.float32(_CRISP * share * self._tall), np.float32(share * self._tall)) for share in (_OUT, _IN)
        )
        if before is not None:
            out, into = np.maximum(out, _FADES * before.out), np.maximum(into, _FADES * before.into)
        most_out, most_in = ((_EAGER_OUT if self._eager else _MOST_OUT) * self._tall, _MOST_IN * self._tall)
        for _ in range((_TURNS if before is None else _TURNS_ON) + (2 if self._eager else 0)):
            more_out, more_in = self.runs_on(out, into)
            if not (more_out.any() or more_in.any()):
                break
            out, into = _widened(out, more_out, most_out), _widened(into, more_in, most_in)
        return Reaches(out, into, self.plain(out, into))

    def _tried(self, out: Light, into: Light, plain: Area | None = None) -> _Tried:
        band = band_of(self._mask, out, into)
        if plain is not None:
            band = Band(band.sure | (band.maybe & plain & (self._mask > 0)), band.maybe & ~plain, band.far)
        clear = ~(band.sure | band.maybe)
        least = max(2, round(float(out.mean())))
        seen = sides(self._light, band.sure, clear, (2 * least, 6 * least, 24 * least), self._ground)
        alpha, trust = projected(self._light, seen)
        # below 0 and above 1 kept: what only looks so evens out
        return _Tried(band, clear, np.clip(alpha, -1, 2), trust, *seen.noise(), ((4 * least) | 1,) * 2)

    def runs_on(self, out: Light, into: Light) -> tuple[Area, Area]:
        """Where the outer rim holds more of the layer than what lies beyond, and where the inner rim holds less than the core."""
        at = self._tried(out, into)
        rim = at.band.maybe & (self._mask == 0) & (self._from_edge > 0.55 * out)
        beyond = at.clear & (self._from_edge < 2.2 * out + 2)
        inner = at.band.maybe & (self._mask > 0) & (self._to_edge > 0.55 * into)
        core = at.band.sure & (self._to_edge < 2.2 * into + 2)
        return self._more(at, rim, beyond, at.unsure_out, 1) | self._frayed(at, rim, out), self._more(
            at, inner, core, at.unsure_in, -1
        )

    def _more(self, at: _Tried, rim: Area, past: Area, unsure: Light, way: int) -> Area:
        """Where the rim differs from what lies past it."""
        weights = [one.astype(np.float32) * at.trust for one in (rim, past)]
        amounts = [cv2.boxFilter(one, -1, at.window) for one in weights]
        here, there = (
            cv2.boxFilter(one * at.alpha, -1, at.window) / np.maximum(amount, 1e-6)
            for one, amount in zip(weights, amounts, strict=True)
        )
        limit = _RUNS_ON * (0.5 if self._eager else 1) + _NOISE * unsure
        found: Area = rim & ~self.hard & (way * (here - there) > limit) & (np.minimum(*amounts) > 2e-3)
        return found

    def _frayed(self, at: _Tried, rim: Area, out: Light) -> Area:
        """Where the rim is full of fine strands, and the ground further out is not."""
        tall = self._tall
        fine = np.minimum((at.alpha - cv2.blur(at.alpha, (5, 5))) ** 2, 0.25)
        far = at.clear & (self._from_edge > out + 0.06 * tall)
        around = (2 * round(0.12 * tall) + 1,) * 2
        near, past = (
            [cv2.boxFilter(area * at.trust * one, -1, window) for one in (fine, np.float32(1))]
            for area, window in ((rim, at.window), (far, around))
        )
        here, there = (one[0] / np.maximum(one[1], 1e-6) for one in (near, past))
        found: Area = rim & (here > (0.5 if self._eager else 1) * (_FINE + 5 * there)) & (near[1] > 2e-3)
        return found

    def plain(self, out: Light, into: Light) -> Light:
        """1 where a widened band turns out to hold nothing but ground, or nothing but the layer."""
        found: Light | None = None
        for _ in range(_TRIMS):  # with what is plain known, the colours of both sides are seen nearer by
            found = self._trimmed(self._tried(out, into, None if found is None else found > 0.5))
        return found  # type: ignore[return-value]

    def _trimmed(self, at: _Tried) -> Light:
        tall = self._tall
        weight = at.trust + np.float32(1e-3)
        mean = cv2.boxFilter(weight * at.alpha, -1, (3, 3)) / cv2.boxFilter(weight, -1, (3, 3))
        ease = 0.5 if self._eager else 1.0
        part = np.where(
            self._mask > 0,
            1 - mean > ease * (_HOLDS + _DOUBT * at.unsure_in),
            mean
            > ease
            * (
                _HOLDS
                + _DOUBT * at.unsure_out
                + (0 if self._eager else 1) * np.clip(_FARTHER * (self._from_edge / tall - _OUT), 0, 0.3)
            ),
        )
        narrow = np.where(self._mask > 0, self._to_edge <= _IN * tall, self._from_edge <= _OUT * tall)
        part = (part & at.band.maybe) | (narrow & at.band.maybe)
        return 1 - cv2.dilate(part.astype(np.float32), np.ones((5, 5), np.uint8))


def _hard(light: Light, to_edge: Light, from_edge: Light, tall: int) -> Area:
    """Where the picture itself has a sharp edge at the mask's: what lies beyond is something else then, and no blur or smoke."""
    line = (to_edge < _LINE) & (from_edge < _LINE)
    inner, _ = nearby(light, (to_edge >= _LINE) & (to_edge < 3 * _LINE), (6, 18))
    outer, _ = nearby(light, (from_edge >= _LINE) & (from_edge < 3 * _LINE), (6, 18))
    across, down = (cv2.Sobel(light, cv2.CV_32F, *way, ksize=3, scale=0.125) for way in ((1, 0), (0, 1)))
    step = np.sqrt(summed(across * across + down * down)) * line
    steepest = cv2.dilate(step, np.ones((5, 5), np.uint8))
    apart = np.sqrt(summed((inner - outer) ** 2))
    sharp = (line & (steepest > _SHARP * apart)).astype(np.float32)
    window = (2 * round(0.1 * tall) + 1,) * 2
    found: Area = cv2.boxFilter(sharp, -1, window) > 0.5 * cv2.boxFilter(line.astype(np.float32), -1, window)
    return found


@dataclass(frozen=True)
class _Tried:
    """What comes out of a band's reaches: alpha with its trust, and how unsure that of clear and of whole pixels is."""

    band: Band
    clear: Area
    alpha: Light
    trust: Light
    unsure_out: Light
    unsure_in: Light
    window: tuple[int, int]
