"""Brush strokes: laid in layers from broad to fine along the forms, each carried by what it stands on — pure.

After Hertzmann 1998 (layers), Litwinowicz 1997 and Hays & Essa 2004 (strokes that live on from frame to frame).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.styling.look import Look, Options, painter
from generation.styling.points import Points
from generation.styling.tools import (
    TILE,
    Picture,
    Plane,
    canvas,
    curved,
    largest,
    lit,
    mixed,
    settled,
    soft,
    spread_along,
    times,
    vivid,
)

_FINE = 4  # bits below a pixel
_GROWN = 5  # frames after which a new stroke has its length
_COLOURS, _WAY, _SEEN = slice(0, 3), slice(3, 5), 5


class _Layer:
    def __init__(self, options: dict[str, Any], look: Look, number: int) -> None:
        self.width = float(options["width"]) * look.unit
        self.length = float(options["length"]) * look.unit
        self.needs = float(options.get("needs", 0.0))
        height, width = look.shape
        covers = float(np.sqrt(self.width * max(self.width, self.length)))
        spacing = max(3.0 * min(1.0, look.pixel + 0.3), covers * float(options.get("spacing", 0.6)))
        self.points = Points(height, width, spacing, look.seed * 31 + number, 6)


@painter("strokes")
class Strokes:
    """Oil, gouache, impressionists: what differs stands in the style's options."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._layers: list[_Layer] = []

    def paint(self, look: Look) -> Picture:
        """Ground, then layers, then the relief of the paint."""
        own = self._options
        fine = 0.5 + look.detail
        source = _palette(look, own)
        first = not self._layers
        if first:
            self._layers = [_Layer(dict(one), look, n) for n, one in enumerate(own["layers"])]
        way = self._ways(look)
        ground = own.get("ground")
        broad = settled(source, self._layers[0].width * 0.5)
        base = broad if ground is None else mixed(broad, tuple(ground), float(own.get("ground_share", 0.6)))
        sheet = np.dstack([base * 255, np.full(look.shape, 128, np.float32)]).astype(np.uint8)
        for layer in self._layers:
            if not first and look.motion is not None:
                layer.points.follow(look.motion)
            self._lay(sheet, layer, look, source, way, fine)
        sheet = np.asarray(cv2.GaussianBlur(sheet, (0, 0), 0.55 * max(0.8, look.pixel)), np.uint8)  # cheaper than smooth edges
        paint = np.asarray(sheet[..., :3], np.float32) / 255
        relief = np.asarray(sheet[..., 3], np.float32) / 255
        return self._finished(paint, relief, look, way)

    def _ways(self, look: Look) -> tuple[Plane, Plane]:
        """Double angles of the strokes' directions: along the forms, where none are as the hand goes."""
        own = self._options
        forms = look.forms
        sure = np.clip(forms.sure * 1.5, 0, 1) * float(own.get("along", 1.0))
        turning = float(own.get("swirl", 0.0))
        lean = np.full(look.shape, np.float32(2 * np.radians(float(own.get("lean", 45)))), np.float32)
        if turning:
            lean += look.rough(float(own.get("swirl_size", 160)), 1, 5) * np.float32(turning)
        cos2 = -forms.cos2 / (np.hypot(forms.cos2, forms.sin2) + 1e-9)
        sin2 = -forms.sin2 / (np.hypot(forms.cos2, forms.sin2) + 1e-9)
        return (
            np.asarray(cos2 * sure + np.cos(lean) * (1 - sure), np.float32),
            np.asarray(sin2 * sure + np.sin(lean) * (1 - sure), np.float32),
        )

    def _lay(
        self, sheet: npt.NDArray[np.uint8], layer: _Layer, look: Look, source: Picture, way: tuple[Plane, Plane], fine: float
    ) -> None:
        own, points = self._options, layer.points
        blurred = soft(source, layer.width * 0.35)
        colour = points.eased(_COLOURS, points.at(blurred), 0.45)
        turned = points.eased(_WAY, np.stack([points.at(way[0]), points.at(way[1])], -1), 0.25)
        shown = np.ones(len(points.places), bool)
        if layer.needs > 0:
            missing = largest(cv2.absdiff(blurred, soft(source, layer.width * 2.2)))
            wanted = points.at(soft(np.asarray(missing, np.float32), layer.width * 0.5)) * fine * 1.4
            seen = points.memory[:, _SEEN]
            points.memory[:, _SEEN] = shown = np.where(seen > 0, wanted > layer.needs * 0.6, wanted > layer.needs)
            shown = shown.astype(bool)
        jitter = float(own.get("jitter", 0.05))
        traits = points.traits
        colour = colour + (traits[:, 1:2] - 0.5) * 2 * jitter
        colour = colour + (traits[:, 2:5] - 0.5) * 2 * jitter * float(own.get("hues", 0.7))
        grown = np.clip((points.ages + 1) / _GROWN, 0.2, 1)
        long = layer.length * (0.7 + 0.6 * traits[:, 5]) * grown
        angle = np.arctan2(turned[:, 1], turned[:, 0]) / 2 + (traits[:, 3] - 0.5) * float(own.get("loose", 0.3))
        chains = _traced(points.places, angle, long, way, steps=2 if layer.length > 2.5 * layer.width else 1)
        order = np.flatnonzero(shown)
        order = order[np.argsort(traits[order, 0], kind="stable")]
        thick = np.maximum(1, np.rint(layer.width * (0.75 + 0.5 * traits[:, 4]) * np.sqrt(grown))).astype(int).tolist()
        tones = np.clip(np.column_stack([colour * 255, 70 + 150 * traits[:, 2]]), 0, 255).tolist()
        fixed = np.rint(chains * (1 << _FINE)).astype(np.int32)
        for n in order.tolist():
            cv2.polylines(sheet, [fixed[n]], False, tones[n], thick[n], cv2.LINE_8, _FINE)

    def _finished(self, paint: Picture, relief: Plane, look: Look, way: tuple[Plane, Plane]) -> Picture:
        own = self._options
        angle = cv2.phase(way[0], way[1]) / 2
        bristle = float(own.get("bristle", 0.5))
        reach = 5.0 * look.unit
        hair = spread_along(look.rough(1.1, 1, 9), np.cos(angle), np.sin(angle), reach, 2) if bristle else None
        if hair is not None:
            relief = np.asarray(relief + hair * (0.16 * bristle), np.float32)
            paint = times(paint, np.asarray(1 + hair * (0.05 * bristle), np.float32))
        impasto = float(own.get("impasto", 0.5))
        if impasto:
            paint = times(paint, lit(soft(relief, 0.7 * look.pixel), 1.1 * impasto))
        weave = float(own.get("weave", 0.0))
        if weave:
            threads = canvas(TILE, TILE, TILE / round(TILE / max(2.0, 3.0 * look.pixel)))
            paint = times(paint, 1 + (look.threads.laid(threads) - 0.5) * (0.16 * weave))
        return np.asarray(np.clip(paint, 0, 1), np.float32)


def _traced(
    places: npt.NDArray[Any], angle: npt.NDArray[Any], long: npt.NDArray[Any],
    way: tuple[Plane, Plane], steps: int,
) -> npt.NDArray[Any]:  # fmt: skip
    """Strokes as chains (count, 2·steps + 1, 2) of points that bend with the directions about them."""
    height, width = way[0].shape
    begun = np.stack([np.cos(angle), np.sin(angle)], -1)
    halves: list[list[Any]] = []
    at: npt.NDArray[Any]
    for sign in (-1.0, 1.0):
        at, heading, chain = places.copy(), begun * sign, []
        for _ in range(steps):
            at = at + heading * (long / (2 * steps))[:, None]
            chain.append(at)
            x = np.clip(at[:, 0].astype(int), 0, width - 1)
            y = np.clip(at[:, 1].astype(int), 0, height - 1)
            turn = np.arctan2(way[1][y, x], way[0][y, x]) / 2
            towards = np.stack([np.cos(turn), np.sin(turn)], -1)
            towards *= np.sign((towards * heading).sum(axis=1, keepdims=True) + 1e-9)
            heading = heading * 0.6 + towards * 0.4
            heading /= np.linalg.norm(heading, axis=1, keepdims=True) + 1e-9
        halves.append(chain)
    return np.asarray(np.stack([*halves[0][::-1], places, *halves[1]], 1), np.float32)


def _palette(look: Look, own: Options) -> Picture:
    """The picture in the painter's colours: contrast, saturation, and shadows and lights drawn towards two of them."""
    found = curved(look.picture, float(own.get("contrast", 1.0)))
    found = vivid(found, float(own.get("vivid", 1.0)))
    lifted = float(own.get("lift", 0.0))
    if lifted:
        found = np.asarray(found + lifted * (1 - found) * (1 - found), np.float32)
    share = float(own.get("palette", 0.0))
    if share:
        plane = look.light
        cold, warm = np.asarray(own["shadows"], np.float32), np.asarray(own["lights"], np.float32)
        mid = np.asarray(own.get("middle", (cold + warm) / 2), np.float32)
        at = curved(plane, 1.25, 0.56)[..., None]
        ramp = np.where(at < 0.5, cold + (mid - cold) * (at * 2), mid + (warm - mid) * (at * 2 - 1))
        found = mixed(found, ramp.astype(np.float32), share)
    return np.asarray(np.clip(found, 0, 1), np.float32)
