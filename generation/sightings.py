"""What a thing looks like to a network, and finding it again in a picture: near where it is foretold, or anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.strips import LEAST, Field, Place

KIN = 0.8  # cosine of pooled features: the same thing lies above .95, the rest of a picture near .6
_HELD = 0.35  # overlap with what flow foretold below which a look is not believed


class Segmenter(Protocol):
    """What tracking asks of a network: `generation.drivers.segmentation.Sam2`."""

    def embed(self, pixels: Pixels) -> dict[str, npt.NDArray[np.float32]]: ...

    def masks(
        self, embedding: Any, points: npt.ArrayLike, labels: npt.ArrayLike, before: Any = None
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]: ...


class Sightings:
    """The thing's looks, taken from the frame that a person saw it in, and every later look for it."""

    def __init__(self, network: Segmenter, place: Place) -> None:
        self._network, self._place = network, place
        self._kind: npt.NDArray[Any] = np.zeros(0, np.float32)

    def remember(self, pixels: Pixels, field: Field) -> None:
        """Take the thing's looks from a picture and the field of it there."""
        self._kind = _pooled(_features(self._network.embed(pixels)), field)

    def look(self, pixels: Pixels, foretold: Field | None, area: float) -> Field | None:
        """The thing in this picture, near where flow foretold it or, when that is nothing, wherever it is; None: not seen."""
        embedding = self._network.embed(pixels)
        features = _features(embedding)
        if foretold is not None and (foretold > 0).sum() >= LEAST:
            points = inner(foretold > 0)
            best = self._best(embedding, features, points, foretold) if points else None
            if best is not None:
                return best
        return self._anywhere(embedding, features, area)

    def _best(self, embedding: Any, features: Any, points: list[tuple[float, float]], foretold: Field) -> Field | None:
        inside = foretold > 0
        scored = []
        for field, sure in self._masks(embedding, points):
            overlap = float((inside & (field > 0)).sum()) / max(1.0, float((inside | (field > 0)).sum()))
            scored.append((overlap + sure, overlap, field))
        _, overlap, field = max(scored, key=lambda one: one[0])
        return field if overlap >= _HELD and self._kin(features, field) >= KIN else None

    def _anywhere(self, embedding: Any, features: Any, area: float) -> Field | None:
        likeness = np.einsum("chw,c->hw", features, self._kind)
        down, across = np.unravel_index(int(likeness.argmax()), likeness.shape)
        sides = likeness.shape[1], likeness.shape[0]
        width, height = self._place.size
        point = ((across + 0.5) * width / sides[0], (down + 0.5) * height / sides[1])
        found = [(self._kin(features, field), field) for field, _ in self._masks(embedding, [point])]
        found = [(kin, field) for kin, field in found if area / 4 <= (field > 0).sum() <= area * 4]
        if not found:
            return None
        kin, field = max(found, key=lambda one: one[0])
        return field if kin >= KIN + 0.08 else None  # far from where it was: it has to look more like itself

    def _masks(self, embedding: Any, points: list[tuple[float, float]]) -> Iterator[tuple[Field, float]]:
        width, height = self._place.size
        given = [(x / width, y / height) for x, y in points]
        masks, sure = self._network.masks(embedding, given, [1] * len(given))
        for logits, trust in zip(masks, sure, strict=True):
            yield self._place.of(logits), float(trust)

    def _kin(self, features: Any, field: Field) -> float:
        if (field > 0).sum() < LEAST:
            return 0.0
        return float(_pooled(features, field) @ self._kind)


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


def _features(embedding: dict[str, npt.NDArray[np.float32]]) -> npt.NDArray[Any]:
    features: npt.NDArray[Any] = embedding["image_embed"][0]
    unit: npt.NDArray[Any] = features / np.maximum(np.linalg.norm(features, axis=0, keepdims=True), 1e-6)
    return unit


def _pooled(features: npt.NDArray[Any], field: Field) -> npt.NDArray[Any]:
    weight = cv2.resize((field > 0).astype(np.float32), features.shape[:0:-1], interpolation=cv2.INTER_AREA)
    mean: npt.NDArray[Any] = (features * weight).sum((1, 2))
    return mean / max(float(np.linalg.norm(mean)), 1e-6)
