"""Alpha from colours alone: how a pixel lies between the colours of the layer and those of the ground that are seen near it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from generation.alpha_ground import Ground, summed
from generation.stacking import Light

_AROUND = 2.0  # what lies around is a guess at what is behind: it is this much less sure than it is even
_NEXT = 1e-3  # what a wider look counts beside a nearer one: it speaks where there is nothing near


def nearby(light: Light, area: npt.NDArray[np.bool_], looks: tuple[int, ...]) -> tuple[Light, Light]:
    """The mean colour of an area near each pixel, (height, width, 3), and the sum of its variances there; `looks`: radii."""
    weight = area.astype(np.float32)
    own = cv2.multiply(light, cv2.merge([weight] * 3))
    values = cv2.merge([*cv2.split(own), summed(own * light), weight])
    total = None
    for n, reach in enumerate(looks):
        size = (2 * reach + 1, 2 * reach + 1)
        mean = cv2.boxFilter(values, -1, size, borderType=cv2.BORDER_CONSTANT)
        total = mean if total is None else total + np.float32(_NEXT**n) * mean
    amount = 1 / np.maximum(total[..., 4], 1e-12)  # type: ignore[index]
    colour = np.ascontiguousarray(total[..., :3]) * amount[..., None]  # type: ignore[index]
    return colour, np.maximum(total[..., 3] * amount - summed(colour * colour), 0)  # type: ignore[index]


@dataclass(frozen=True)
class Sides:
    """The colours of both sides at each pixel, (height, width, 3) in linear light, and the sums of their variances."""

    inner: Light
    inner_spread: Light
    outer: Light
    outer_spread: Light

    def resized(self, size: tuple[int, int]) -> Sides:
        """The same at another size (width, height)."""
        return Sides(*(cv2.resize(one, size, interpolation=cv2.INTER_LINEAR) for one in vars(self).values()))

    def before(self, ground: Ground) -> Sides:
        """The same where other frames show what is behind: mostly that counts, then."""
        about = 1 / (_AROUND * self.outer_spread + 1e-4)
        behind = 1 / (ground.spread + 1e-5)
        outer = (self.outer * about[..., None] + ground.colour * behind[..., None]) / (about + behind)[..., None]
        spread = np.where(behind > 0, 1 / (about + behind), self.outer_spread)
        return Sides(self.inner, self.inner_spread, outer.astype(np.float32), spread.astype(np.float32))

    def noise(self) -> tuple[Light, Light]:
        """How far off the alpha of a clear pixel is, and that of a whole one, as standard deviations."""
        apart = 3 * np.maximum(summed((self.inner - self.outer) ** 2), 1e-5)
        return np.sqrt(self.outer_spread / apart), np.sqrt(_AROUND * self.inner_spread / apart)


def sides(
    light: Light, sure: npt.NDArray[np.bool_], clear: npt.NDArray[np.bool_], looks: tuple[int, ...], ground: Ground | None
) -> Sides:
    """What is seen on both sides of a band; where other frames show what is behind, mostly that."""
    found = Sides(*nearby(light, sure, looks), *nearby(light, clear, looks))
    return found if ground is None else found.before(ground)


def projected(light: Light, seen: Sides) -> tuple[Light, Light]:
    """Alpha of each pixel between two colours, not yet held within 0…1, and how much that is worth, 0…0.6."""
    inner, inner_spread, outer, outer_spread = seen.inner, seen.inner_spread, seen.outer, seen.outer_spread
    apart = inner - outer
    length = summed(apart * apart)
    free = summed((light - outer) * apart) / np.maximum(length, 1e-6)
    alpha = np.clip(free, 0, 1)
    trust = length / (length + 4 * (inner_spread + outer_spread) + 1e-3)
    off = summed((light - outer - alpha[..., None] * apart) ** 2)  # a colour that is no mixture of both sides tells nothing
    trust = trust * np.exp(-off / (0.02 * length + inner_spread + outer_spread + 1e-4))
    return free, (0.6 * trust**2).astype(np.float32)
