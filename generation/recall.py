"""Where things are, told by what their places looked like before: cell by cell, the most alike of earlier looks say whose it is.

Label propagation (Jabri et al. 2020, arXiv 2006.14613) over the features that a segmenter has anyway. Measured alone, without a
decoder, it holds two children through a clip in which one is behind the other for a hundred frames; what it lacks is an edge.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

REACH = 10  # cells that something may have moved since the looks before
_KEPT = 4  # looks that are remembered besides the first
_VOICES = 10  # cells most alike that are heard
_HEAT = 0.05  # cosines that lie so far apart weigh e to 1
_AXES = 64  # of 256 features: what tells the cells of a picture apart, 0.96 of it in the first look and 0.95 a hundred frames on
_FINE = 100.0  # places on these axes are kept in steps of this part
_BAND = 4  # rows of cells that are asked about at a time, so that memory does not grow with what is asked

Cells = npt.NDArray[Any]  # bool (rows, columns) of the network's features
Features = npt.NDArray[Any]  # float32 (features, rows, columns), each cell's of unit length
Shares = npt.NDArray[Any]  # float32 (rows, columns, things): how much of a cell is whose
Masks = Sequence[tuple[int, npt.NDArray[np.bool_]]]  # of each thing that is seen, by its name, at any size


@dataclass(frozen=True)
class Page:
    """One look: some cells (index of row and column in one), what they looked like, and whose they were."""

    cells: npt.NDArray[Any]  # int32 (cells,), in order
    looks: npt.NDArray[Any]  # int8 (cells, axes)
    shares: npt.NDArray[Any]  # uint8 (cells, things)
    names: tuple[int, ...]

    def votes(self, names: Sequence[int]) -> npt.NDArray[Any]:
        """How much of each cell is whose, of the things by these names: float32 (cells, names)."""
        votes = np.zeros((len(self.cells), len(names)), np.float32)
        for column, name in enumerate(names):
            if name in self.names:
                votes[:, column] = self.shares[:, self.names.index(name)] / np.float32(255)
        return votes

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "cells": _packed(np.diff(self.cells, prepend=np.int32(0))), "looks": _packed(self.looks.T),
            "names": list(self.names), "shares": _packed(self.shares.T), "size": [len(self.cells), self.looks.shape[1]],
        }  # fmt: skip

    @classmethod
    def load(cls, data: dict[str, Any]) -> Page:
        """What `dump` wrote."""
        count, axes = data["size"]
        names = tuple(int(one) for one in data["names"])
        looks, shares = _unpacked(data["looks"], np.int8), _unpacked(data["shares"], np.uint8)
        cells = np.cumsum(_unpacked(data["cells"], np.int32), dtype=np.int32)
        return cls(cells, looks.reshape(axes, count).T, shares.reshape(len(names), count).T, names)


@dataclass(frozen=True)
class Recall:
    """The look that a person vouched for, and the last few; on the axes along which the cells of the first differ most."""

    axes: npt.NDArray[Any]  # float16 (features, axes)
    first: Page
    last: tuple[Page, ...] = ()

    @classmethod
    def begun(cls, features: Features, masks: Masks) -> Recall:
        """With a look that is remembered whole."""
        count = len(features)
        cells = features.reshape(count, -1).astype(np.float64)
        axes = np.linalg.eigh(cells @ cells.T)[1][:, ::-1][:, :_AXES].astype(np.float16)
        return cls(axes, _page(features, axes, masks, whole=True))

    def turned(self, features: Features, masks: Masks) -> Recall:
        """With one look more: of its cells those that may be asked about from around the things."""
        return replace(self, last=(*self.last, _page(features, self.axes, masks, whole=False))[-_KEPT:])

    def told(self, features: Features, near: Cells, names: Sequence[int]) -> Shares:
        """Whose each cell of a picture is, of the things by these names; nobody's where it was not asked (`near`).

        The first look is asked as a whole, the last ones each cell only about cells within reach.
        """
        rows, columns = near.shape
        shares = np.zeros((rows * columns, len(names)), np.float32)
        query = _placed(features, self.axes)
        pages = [(one, _unit(one.looks.astype(np.float32)), one.votes(names)) for one in (self.first, *self.last)]
        for top in range(0, rows, _BAND):
            asked = np.flatnonzero(near[top : top + _BAND]) + top * columns
            if len(asked):
                shares[asked] = _heard(query[asked], asked, columns, pages)
        return shares.reshape(rows, columns, -1)

    def dump(self) -> dict[str, Any]:
        """As JSON; up to some two hundred kilobytes a look."""
        return {
            "axes": [self.axes.shape[1], _packed(self.axes)],
            "first": self.first.dump(),
            "last": [one.dump() for one in self.last],
        }

    @classmethod
    def load(cls, data: dict[str, Any]) -> Recall:
        """What `dump` wrote."""
        count, words = data["axes"]
        axes = _unpacked(words, np.float16).reshape(-1, count)
        return cls(axes, Page.load(data["first"]), tuple(Page.load(one) for one in data["last"]))


def _page(features: Features, axes: npt.NDArray[Any], masks: Masks, *, whole: bool) -> Page:
    rows, columns = features.shape[1:]
    shares = np.zeros((rows, columns, len(masks)), np.float32)
    for n, (_, mask) in enumerate(masks):
        shares[..., n] = cv2.resize(mask.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    there = shares.max(-1) > 0.02 if masks else np.zeros((rows, columns), bool)
    cells = np.flatnonzero(np.ones_like(there) if whole else around(there, 2 * REACH)).astype(np.int32)
    looks = np.clip(np.rint(_placed(features, axes)[cells] * _FINE), -127, 127).astype(np.int8)
    given = np.rint(shares.reshape(rows * columns, -1)[cells] * 255).astype(np.uint8)
    return Page(cells, looks, given, tuple(name for name, _ in masks))


def _placed(features: Features, axes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Which way each cell lies on the axes: float32 (cells, axes), of unit length."""
    return _unit(features.reshape(len(features), -1).T.astype(np.float32) @ axes.astype(np.float32))


def _unit(rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    unit: npt.NDArray[Any] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return unit


def _heard(
    query: npt.NDArray[Any], asked: npt.NDArray[Any], columns: int,
    pages: Sequence[tuple[Page, npt.NDArray[Any], npt.NDArray[Any]]],
) -> npt.NDArray[Any]:  # fmt: skip
    """What the cells most alike of all looks say about some cells of one band of rows."""
    likes, votes = [], []
    top, bottom = int(asked[0]) // columns - REACH, int(asked[-1]) // columns + REACH + 1
    for n, (page, looks, given) in enumerate(pages):
        part = slice(*np.searchsorted(page.cells, (top * columns, bottom * columns))) if n else slice(None)
        cells = page.cells[part]
        if not len(cells):
            continue
        like = query @ looks[part].T
        if n:
            down = np.abs(asked[:, None] // columns - cells[None] // columns)
            across = np.abs(asked[:, None] % columns - cells[None] % columns)
            like[np.maximum(down, across) > REACH] = -1
        best = _most(like)
        likes.append(np.take_along_axis(like, best, 1))
        votes.append(given[part][best])
    like, vote = np.concatenate(likes, 1), np.concatenate(votes, 1)
    best = _most(like)
    like, vote = np.take_along_axis(like, best, 1), np.take_along_axis(vote, best[..., None], 1)
    weight = np.exp((like - like.max(1, keepdims=True)) / _HEAT)
    weight /= weight.sum(1, keepdims=True)
    said: npt.NDArray[Any] = (weight[..., None] * vote).sum(1)
    return said


def _most(like: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Which are the most alike, for each that asks."""
    best: npt.NDArray[Any] = np.argpartition(-like, min(_VOICES, like.shape[1] - 1), axis=1)[:, :_VOICES]
    return best


def around(cells: Cells, reach: int) -> Cells:
    """These cells and all within reach."""
    wide = cv2.dilate(cells.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    return np.asarray(wide > 0)


def _packed(values: npt.NDArray[Any]) -> str:
    return base64.b64encode(zlib.compress(np.ascontiguousarray(values).tobytes(), 9)).decode()


def _unpacked(words: str, kind: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.frombuffer(zlib.decompress(base64.b64decode(words)), kind)
