"""What a thing looks like to a network, and finding it again in a picture: near where it is foretold, or anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.strips import LEAST, Field, Place

Kind = npt.NDArray[Any]  # float32 (n, features), each of unit length: pooled features of a thing, as it was seen n times
Colours = npt.NDArray[Any]  # float32 (8, 16, 16): shares of colours in Lab, summing to 1
KIN = 0.8  # cosine of kinds: the same thing lies above .95, the rest of a picture near .6
ALIKE = 0.85  # from here another thing may be taken for this one
_RELATED, _CLAD = 0.76, 0.83  # … and from here one of the same clothing: seen from another side it is 0.80, and shares 0.85
_HELD = 0.35  # overlap with what was foretold below which a look is not believed
_SURELY = 0.6  # overlap with what was foretold from which its place says more than its looks
_MORE = 0.03  # so much more like another thing, and it is that one
_SHADES = [8, 16, 16]
_PEAKS = 5  # places that look most like it, where it is looked for


class Segmenter(Protocol):
    """What tracking asks of a network: `generation.drivers.segmentation.Sam2`."""

    def embed(self, pixels: Pixels) -> dict[str, npt.NDArray[np.float32]]: ...

    def masks(
        self, embedding: Any, points: npt.ArrayLike, labels: npt.ArrayLike, before: Any = None
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]: ...


class View:
    """One picture as the network sees it: embedded once, asked as often as wanted.

    `features`: (features, rows, columns), each cell's of unit length.
    """

    def __init__(self, network: Segmenter, place: Place, pixels: Pixels) -> None:
        self._network, self._place = network, place
        self._embedding = network.embed(pixels)
        self._pixels = pixels
        features: npt.NDArray[Any] = self._embedding["image_embed"][0]
        self.features: npt.NDArray[Any] = features / np.maximum(np.linalg.norm(features, axis=0, keepdims=True), 1e-6)

    def kind(self, field: Field) -> Kind:
        """The looks of what a field covers."""
        weight = cv2.resize((field > 0).astype(np.float32), self.features.shape[:0:-1], interpolation=cv2.INTER_AREA)
        mean: npt.NDArray[Any] = (self.features * weight).sum((1, 2))
        return (mean / max(float(np.linalg.norm(mean)), 1e-6))[None]

    def colours(self, field: Field) -> Colours:
        """How much there is of each colour in what a field covers."""
        small = cv2.cvtColor(cv2.resize(self._pixels, self._place.size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2Lab)
        counts = cv2.calcHist([small], [0, 1, 2], (field > 0).astype(np.uint8), _SHADES, [0, 256] * 3)
        for axis in range(3):  # a little more light is not another colour
            padded = np.pad(counts, [(1, 1) if n == axis else (0, 0) for n in range(3)])
            below, here, above = (np.take(padded, np.arange(n, n + counts.shape[axis]), axis) for n in range(3))
            counts = 0.25 * below + 0.5 * here + 0.25 * above
        share: Colours = (counts / max(1.0, float(counts.sum()))).astype(np.float32)
        return share

    def kin(self, field: Field, kind: Kind) -> float:
        """How like a thing that is which the field covers, 0 … 1."""
        return float((kind @ self.kind(field)[0]).max()) if (field > 0).sum() >= LEAST else 0.0

    def near(
        self, foretold: Sequence[Field], kind: Kind, others: Sequence[Field] = (), against: Sequence[Kind] = ()
    ) -> Field | None:
        """The thing where it was foretold, in one way or several; None: not seen there.

        Of several ways the first is the likeliest. `others` are foretold too, and are not it; what looks more like one of
        `against` is not believed.

        Asked by points deep inside; the answer that best agrees with what was foretold, and of which the network is surest, is
        believed when it looks like the thing. Giving it the foretold mask besides made it worse: J 0.918 for 0.973.
        """
        beside = np.zeros(self._place.size[::-1], bool)
        for other in others:
            beside |= other > 0
        scored: list[tuple[float, float, Field]] = []
        for n, inside in enumerate(one > 0 for one in foretold):
            points = inner(inside & ~beside) or inner(inside)
            wrong = inner(beside & ~inside, 2) if others else []
            for field, sure in self.asked(points, wrong) if points else ():
                mask = field > 0
                overlap = max(agreement(mask, inside), agreement(mask, inside & ~beside) if others else 0.0)
                leak = float((mask & beside & ~inside).sum()) / max(1.0, float(mask.sum()))
                if overlap >= _HELD:
                    scored.append((overlap + sure - 2 * leak - 0.1 * n, overlap - leak, field))
        for _, fit, field in sorted(scored, key=lambda one: -one[0])[:3]:
            kin = self.kin(field, kind)
            if kin >= KIN and (fit >= _SURELY or all(self.kin(field, other) <= kin + _MORE for other in against)):
                return field
        return None

    def anywhere(self, kind: Kind, area: float, at_least: float, besides: Sequence[Field] = ()) -> list[tuple[float, Field]]:
        """What looks like the thing, and is of about its size: (how like, field), most like first; not what `besides` cover."""
        likeness = np.einsum("chw,nc->nhw", self.features, kind).max(0)
        for field in besides:
            taken = cv2.resize((field > 0).astype(np.float32), likeness.shape[::-1], interpolation=cv2.INTER_AREA)
            likeness = np.where(cv2.dilate(taken, np.ones((3, 3), np.uint8)) > 0.25, -1.0, likeness)
        found: list[tuple[float, Field]] = []
        rows, columns = likeness.shape
        width, height = self._place.size
        for _ in range(_PEAKS):
            down, across = np.unravel_index(int(likeness.argmax()), likeness.shape)
            if likeness[down, across] < 0.5:
                break
            point = ((across + 0.5) * width / columns, (down + 0.5) * height / rows)
            answers = [(self.kin(field, kind), field) for field, _ in self.asked([point])]
            fit = [(kin, field) for kin, field in answers if kin >= at_least and area / 4 <= (field > 0).sum() <= area * 3]
            likeness[max(0, down - 3) : down + 4, max(0, across - 3) : across + 4] = -1
            if fit:
                best = max(fit, key=lambda one: one[0])
                if all(agreement(best[1] > 0, one > 0) < 0.2 for one in [*besides, *(one for _, one in found)]):
                    found.append(best)
                    taken = cv2.resize((best[1] > 0).astype(np.float32), likeness.shape[::-1], interpolation=cv2.INTER_AREA)
                    likeness[taken > 0.25] = -1
        return sorted(found, key=lambda one: -one[0])

    def alike(self, kind: Kind, colours: Colours, area: float, besides: Sequence[Field]) -> list[Field]:
        """What may be taken for the thing: of its kind, or a little less so and of the same colours; most like first."""
        found = self.anywhere(kind, area, _RELATED, besides)
        return [one for kin, one in found if kin >= ALIKE or shared(self.colours(one), colours) >= _CLAD]

    def asked(self, points: list[tuple[float, float]], wrong: Sequence[tuple[float, float]] = ()) -> list[tuple[Field, float]]:
        """The network's answers, and how sure it is of each; points are in pixels at working size, `wrong` ones not of it."""
        width, height = self._place.size
        given = [(x / width, y / height) for x, y in [*points, *wrong]]
        masks, sure = self._network.masks(self._embedding, given, [1] * len(points) + [0] * len(wrong))
        return [(self._place.of(logits), float(trust)) for logits, trust in zip(masks, sure, strict=True)]


def shared(one: Colours, other: Colours) -> float:
    """How much of their colours two things have in common, 0 … 1."""
    return float(np.minimum(one, other).sum())


def agreement(one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> float:
    """Intersection over union; 0 where both are empty."""
    return float((one & other).sum()) / max(1.0, float((one | other).sum()))


def inner(mask: npt.NDArray[np.bool_], count: int = 3) -> list[tuple[float, float]]:
    """Up to so many points deep inside a mask and apart from each other, (x, y) in its own pixels."""
    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    down, across = np.indices(mask.shape, np.float32)
    points = []
    for _ in range(count):
        y, x = np.unravel_index(int(depth.argmax()), depth.shape)
        if depth[y, x] < 1.5:
            break
        points.append((float(x), float(y)))
        depth = depth * ((across - x) ** 2 + (down - y) ** 2 > max(1.5 * depth[y, x], 8.0) ** 2)
    return points
