"""Points that stick to what is seen: carried by the flow, taken away where they crowd, set anew where none is — pure."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from generation.styling.motion import Motion

TRAITS = 6  # numbers of its own that a point is born with, 0…1


class Points:
    """About as many points as cells of `spacing` pixels; each keeps its traits, age in frames and memory as long as it lives."""

    def __init__(self, height: int, width: int, spacing: float, seed: int, memory: int) -> None:
        self._height, self._width, self._spacing = height, width, max(1.5, spacing)
        self._columns = max(1, int(np.ceil(width / self._spacing)))
        self._rows = max(1, int(np.ceil(height / self._spacing)))
        self._dice = np.random.default_rng((seed, 4242))
        self.places = np.zeros((0, 2), np.float32)
        self.traits = np.zeros((0, TRAITS), np.float32)
        self.ages = np.zeros(0, np.int32)
        self.memory = np.zeros((0, memory), np.float32)  # what a painter remembers of each; zeros at birth
        self._settle(np.zeros(0, bool))

    def follow(self, motion: Motion) -> None:
        """One frame on."""
        self.ages += 1
        if motion.rest:
            return
        self.places, seen = motion.moved(self.places)
        self._settle(seen)

    def _settle(self, keep: npt.NDArray[np.bool_]) -> None:
        x, y = self.places[:, 0], self.places[:, 1]
        room = self._spacing  # those just outside stay: they come in again, and the border does not flicker
        keep = keep & (x > -room) & (y > -room) & (x < self._width + room) & (y < self._height + room)
        self._only(keep)
        cell = self._cells()
        # of those in one cell the two eldest stay
        order = np.lexsort((self.traits[:, 0], -self.ages, cell))
        sorted_cells = cell[order]
        third = np.zeros(len(order), bool)
        third[2:] = sorted_cells[2:] == sorted_cells[:-2]
        crowded = np.zeros(len(order), bool)
        crowded[order[third]] = True
        self._only(~crowded)
        taken = np.zeros(self._rows * self._columns, bool)
        cell = self._cells()
        taken[cell] = True
        empty = np.flatnonzero(~taken)
        first = len(self.places) == 0
        if len(empty):
            spread = self._dice.random((len(empty), 2))
            places = np.stack([empty % self._columns, empty // self._columns], -1) + 0.1 + 0.8 * spread
            self.places = np.concatenate([self.places, (places * self._spacing).astype(np.float32)])
            self.traits = np.concatenate([self.traits, self._dice.random((len(empty), TRAITS)).astype(np.float32)])
            self.ages = np.concatenate([self.ages, np.full(len(empty), 1000 if first else 0, np.int32)])
            self.memory = np.concatenate([self.memory, np.zeros((len(empty), self.memory.shape[1]), np.float32)])

    def _cells(self) -> npt.NDArray[np.int64]:
        x = np.clip((self.places[:, 0] / self._spacing).astype(int), 0, self._columns - 1)
        y = np.clip((self.places[:, 1] / self._spacing).astype(int), 0, self._rows - 1)
        return np.asarray(y * self._columns + x, np.int64)

    def _only(self, keep: npt.NDArray[np.bool_]) -> None:
        if keep.all():
            return
        self.places, self.traits, self.ages = self.places[keep], self.traits[keep], self.ages[keep]
        self.memory = self.memory[keep]

    def at(self, plane: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """What a plane or a picture of the points' size holds at each of them."""
        x = np.clip(self.places[:, 0].astype(int), 0, self._width - 1)
        y = np.clip(self.places[:, 1].astype(int), 0, self._height - 1)
        return np.asarray(plane[y, x], np.float32)

    def eased(self, columns: slice, towards: npt.NDArray[np.float32], pace: float) -> npt.NDArray[np.float32]:
        """Memory brought towards what is seen now by a share of the way each frame; at once for those just born."""
        born = (self.ages == 0) | (self.ages >= 1000) & ~self.memory.any(axis=1)
        share = np.where(born, 1.0, pace)[:, None]
        self.memory[:, columns] += (towards - self.memory[:, columns]) * share
        return self.memory[:, columns]
