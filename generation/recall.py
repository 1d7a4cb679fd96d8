"""Where things are, told by what their places looked like before: cell by cell, the most alike of earlier looks say whose it is.

Label propagation (Jabri et al. 2020, arXiv 2006.14613) over the features that a segmenter has anyway. Measured alone, without a
decoder, it holds two children through a clip in which one is behind the other for a hundred frames; what it lacks is an edge.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

REACH = 10  # cells that something may have moved since the looks before
_KEPT = 4  # looks that are remembered besides the first
_VOICES = 10  # cells most alike that are heard
_HEAT = 0.05  # cosines that lie so far apart weigh e to 1
_FINE = 400.0  # features of unit length are kept in steps of this part

Cells = npt.NDArray[Any]  # bool (rows, columns) of the network's features
Shares = npt.NDArray[Any]  # float32 (rows, columns, things): how much of a cell is whose


@dataclass(frozen=True)
class Page:
    """One look: some cells (index of row and column in one), what they looked like, and whose they were."""

    cells: npt.NDArray[Any]  # int32 (cells,)
    looks: npt.NDArray[Any]  # int8 (cells, features)
    shares: npt.NDArray[Any]  # uint8 (cells, things)
    names: tuple[int, ...]

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "cells": _packed(self.cells), "looks": _packed(self.looks), "names": list(self.names), "shares": _packed(self.shares),
            "size": [len(self.cells), self.looks.shape[1]],
        }  # fmt: skip

    @classmethod
    def load(cls, data: dict[str, Any]) -> Page:
        """What `dump` wrote."""
        count, features = data["size"]
        names = tuple(int(one) for one in data["names"])
        looks, shares = _unpacked(data["looks"], np.int8), _unpacked(data["shares"], np.uint8)
        return cls(_unpacked(data["cells"], np.int32), looks.reshape(count, features), shares.reshape(count, len(names)), names)


def page(features: npt.NDArray[Any], masks: Sequence[tuple[int, npt.NDArray[np.bool_]]], *, whole: bool = False) -> Page:
    """A look at a picture: features (features, rows, columns) of unit length, and the mask of each thing by its name.

    Kept are the cells that may be asked about from around the things; `whole`: all.
    """
    count, rows, columns = features.shape
    shares = np.zeros((rows, columns, len(masks)), np.float32)
    for n, (_, mask) in enumerate(masks):
        shares[..., n] = cv2.resize(mask.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    there = shares.max(-1) > 0.02 if masks else np.zeros((rows, columns), bool)
    cells = np.flatnonzero(np.ones_like(there) if whole else around(there, 2 * REACH)).astype(np.int32)
    looks = np.clip(np.rint(features.reshape(count, -1)[:, cells].T * _FINE), -127, 127).astype(np.int8)
    given = np.rint(shares.reshape(rows * columns, -1)[cells] * 255).astype(np.uint8)
    return Page(cells, looks, given, tuple(name for name, _ in masks))


@dataclass(frozen=True)
class Recall:
    """The look that a person vouched for, and the last few."""

    first: Page
    last: tuple[Page, ...] = ()

    def turned(self, now: Page) -> Recall:
        """With one look more."""
        return Recall(self.first, (*self.last, now)[-_KEPT:])

    def told(self, features: npt.NDArray[Any], near: Cells, names: Sequence[int]) -> Shares:
        """Whose each cell of a picture is, of the things by these names; nobody's where it was not asked (`near`).

        The first look is asked as a whole, the last ones each cell only about cells within reach.
        """
        count, rows, columns = features.shape
        asked = np.flatnonzero(near)
        shares = np.zeros((rows * columns, len(names)), np.float32)
        if not len(asked):
            return shares.reshape(rows, columns, -1)
        query = np.ascontiguousarray(features.reshape(count, -1)[:, asked].T, np.float32)
        likes, votes = [], []
        for n, known in enumerate((self.first, *self.last)):
            like = query @ (known.looks.astype(np.float32).T / _FINE)
            if n:
                down = np.abs(asked[:, None] // columns - known.cells[None] // columns)
                across = np.abs(asked[:, None] % columns - known.cells[None] % columns)
                like[np.maximum(down, across) > REACH] = -1
            best = np.argpartition(-like, min(_VOICES, like.shape[1] - 1), axis=1)[:, :_VOICES]
            likes.append(np.take_along_axis(like, best, 1))
            vote = np.zeros((len(known.cells), len(names)), np.float32)
            for column, name in enumerate(names):
                if name in known.names:
                    vote[:, column] = known.shares[:, known.names.index(name)] / np.float32(255)
            votes.append(vote[best])
        like, vote = np.concatenate(likes, 1), np.concatenate(votes, 1)
        best = np.argpartition(-like, min(_VOICES, like.shape[1] - 1), axis=1)[:, :_VOICES]
        like, vote = np.take_along_axis(like, best, 1), np.take_along_axis(vote, best[..., None], 1)
        weight = np.exp((like - like.max(1, keepdims=True)) / _HEAT)
        weight /= weight.sum(1, keepdims=True)
        shares[asked] = (weight[..., None] * vote).sum(1)
        return shares.reshape(rows, columns, -1)

    def dump(self) -> dict[str, Any]:
        """As JSON; some hundreds of kilobytes a look."""
        return {"first": self.first.dump(), "last": [one.dump() for one in self.last]}

    @classmethod
    def load(cls, data: dict[str, Any]) -> Recall:
        """What `dump` wrote."""
        return cls(Page.load(data["first"]), tuple(Page.load(one) for one in data["last"]))


def around(cells: Cells, reach: int) -> Cells:
    """These cells and all within reach."""
    wide = cv2.dilate(cells.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    return np.asarray(wide > 0)


def _packed(values: npt.NDArray[Any]) -> str:
    return base64.b64encode(zlib.compress(np.ascontiguousarray(values).tobytes(), 1)).decode()


def _unpacked(words: str, kind: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.frombuffer(zlib.decompress(base64.b64decode(words)), kind)
