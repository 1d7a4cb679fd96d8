"""NanoDet-g (RangiLyu 2021): where things of eighty everyday kinds are in a picture, in about 50 ms a look on one core."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels, Seen
from generation.drivers.tfjs import Graph

SIDE = 416  # pixels of the square that the network sees
LEAST = 0.35  # sureness below which nothing is said
_STRIDES = (8, 16, 32)
_STEPS = 11  # distances to a box's side are a distribution over so many
_MEAN = np.array([103.53, 116.28, 123.675], np.float32)  # blue, green, red
_SPREAD = np.array([57.375, 57.12, 58.395], np.float32)
_GREY = 114  # what is beside a picture that is not square
_SAME = 0.5  # overlap above which two boxes of a kind are one thing
_INSIDE = 0.8  # share of a smaller box that lies in a surer one of its kind, above which it is a part of that
_WIDE = 1.25  # sides above which a picture is looked at in parts, too, for what is small in it
_EDGE = 0.02  # share of a part's side: a box that ends there was cut by the part, not by the picture
_OUTPUTS = tuple(f"Identity{suffix}" for suffix in ("", "_1", "_2", "_3", "_4", "_5"))

KINDS = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light", "fire hydrant",
    "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe",
    "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat",
    "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl",
    "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch",
    "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave",
    "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
)  # fmt: skip


class NanoDet:
    """Pictures to boxes of known kinds."""

    known: Sequence[str] | None = KINDS

    def __init__(self, folder: Path) -> None:
        self._network = Graph(folder / "nanodet.json", folder / "nanodet.bin")

    def find(self, pixels: Pixels, words: Collection[str], *, least: float = LEAST, closely: bool = True) -> list[Seen]:
        """Things of these kinds (none: of all) in an sRGB picture (height, width, 3), surest first.

        `closely`: a wide picture is also looked at in square parts, for what is small in it; three times as slow.
        """
        chosen = [n for n, kind in enumerate(KINDS) if not words or kind in words]
        height, width = pixels.shape[:2]
        found = list(self._looked(pixels, (0, 0, width, height), chosen, least))
        spare = abs(width - height)
        if closely and max(width, height) > _WIDE * min(width, height):
            for at in sorted({0, spare // 2, spare}):
                left, top = (at, 0) if width > height else (0, at)
                side = min(width, height)
                found += self._looked(pixels, (left, top, side, side), chosen, least + 0.1)
        return _each_once(found)

    def _looked(self, pixels: Pixels, part: tuple[int, int, int, int], chosen: Sequence[int], least: float) -> Iterator[Seen]:
        left, top, wide, high = part
        height, width = pixels.shape[:2]
        scale = SIDE / max(wide, high)
        size = (max(1, round(wide * scale)), max(1, round(high * scale)))
        square = np.full((SIDE, SIDE, 3), _GREY, np.float32)
        seen = pixels[top : top + high, left : left + wide, :3]
        small = cv2.resize(seen, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        square[: size[1], : size[0]] = small[..., ::-1]
        for sure, kind, box in self._boxes((square - _MEAN) / _SPREAD, chosen, least):
            inside = np.array([max(0.0, box[0]), max(0.0, box[1]), min(size[0], box[2]), min(size[1], box[3])]) / scale
            cut = _EDGE * max(wide, high)
            if (
                (left > 0 and inside[0] < cut)
                or (top > 0 and inside[1] < cut)
                or (left + wide < width and inside[2] > wide - cut)
                or (top + high < height and inside[3] > high - cut)
                or inside[2] - inside[0] < 2
                or inside[3] - inside[1] < 2
            ):
                continue
            sides = (inside + np.array([left, top, left, top])) / np.array([width, height, width, height])
            yield Seen(
                KINDS[kind], (float(sides[0]), float(sides[1]), min(1.0, float(sides[2])), min(1.0, float(sides[3]))), sure
            )

    def _boxes(
        self, given: npt.NDArray[np.float32], chosen: Sequence[int], least: float
    ) -> Iterator[tuple[float, int, npt.NDArray[Any]]]:
        outputs = self._network.run(given.transpose(2, 0, 1)[None], _OUTPUTS)
        kinds = np.asarray(chosen)
        for n, stride in enumerate(_STRIDES):
            scores = outputs[n][0][:, kinds]
            sure = scores.max(axis=1)
            cells = np.flatnonzero(sure >= least)
            if not cells.size:
                continue
            reach = outputs[n + 3][0][cells].reshape(-1, 4, _STEPS)
            reach = np.exp(reach - reach.max(axis=2, keepdims=True))
            away = (reach / reach.sum(axis=2, keepdims=True)) @ np.arange(_STEPS, dtype=np.float32) * stride
            down, across = np.divmod(cells, SIDE // stride)
            x, y = (across + 0.5) * stride, (down + 0.5) * stride
            boxes = np.stack([x - away[:, 0], y - away[:, 1], x + away[:, 2], y + away[:, 3]], axis=1)
            for cell, box in zip(cells, boxes, strict=True):
                yield float(sure[cell]), int(kinds[int(scores[cell].argmax())]), box


def _each_once(found: Sequence[Seen]) -> list[Seen]:
    """Surest first; what is the same thing again, or a part of it, is left out."""
    kept: list[Seen] = []
    for one in sorted(found, key=lambda seen: -seen.sure):
        if all(
            other.name != one.name or (overlap(one.box, other.box) < _SAME and within(one.box, other.box) < _INSIDE)
            for other in kept
        ):
            kept.append(one)
    return kept


Box = tuple[float, float, float, float]


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _shared(one: Box, other: Box) -> float:
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def overlap(one: Box, other: Box) -> float:
    """What two boxes share, of what they cover together."""
    both = _shared(one, other)
    return both / max(1e-9, _area(one) + _area(other) - both)


def within(one: Box, other: Box) -> float:
    """How much of the first box lies in the second."""
    return _shared(one, other) / max(1e-9, _area(one))


def load(folder: Path) -> NanoDet:
    """The driver, from the folder of its checkpoint."""
    return NanoDet(folder)
