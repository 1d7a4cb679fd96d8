"""A mask through a shot by a network that has a memory for films: asked frame by frame, as `tracking.Following` is.

Between stretches nothing of the memory is kept but the last mask: a stretch that goes on from another is told the key's frame
and the frame beside its first, so that each can be made by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from generation.alikes import Thing
from generation.drivers import Pixels
from generation.mattes import Coverage, coverage_of
from generation.strips import LEAST, Field, Place, Read, cut_between, seen
from generation.tracking import Following, Found, Key, State, Tell


class Remembers(Protocol):
    """What is asked of a memory: `generation.drivers.sam_video.Memory`."""

    def tell(self, frame: int, pixels: Pixels, mask: npt.NDArray[np.uint8]) -> None: ...

    def follow(self, frame: int, pixels: Pixels, *, backwards: bool) -> tuple[npt.NDArray[np.float32], float]: ...


def _silent(fraction: float, note: str) -> None:
    """Nobody listens."""


def follower(
    network: Any, read: Read, key: Key, first: int, last: int, *, step: int = 4, before: State | None = None, tell: Tell = _silent
) -> Following | Remembering:
    """Who follows a mask with this network: its own memory where it has one, looks and flow otherwise."""
    if hasattr(network, "memory"):
        return Remembering(network.memory(), read, key, first, last, before=before, tell=tell)
    return Following(network, read, key, first, last, step=step, before=before, tell=tell)


class Remembering:
    """One stretch of following, as `Following` is, by a network's own memory; holds one frame at a time."""

    def __init__(
        self, memory: Remembers, read: Read, key: Key, first: int, last: int, *, before: State | None = None, tell: Tell = _silent
    ) -> None:
        if before is None and first != key.frame:
            raise ValueError("following begins at its key, or goes on from a state")
        self._memory, self._read, self._key, self._tell = memory, read, key, tell
        self._first, self._last, self._way = first, last, 1 if last >= first else -1
        self._place = Place(key.coverage.shape[1], key.coverage.shape[0])
        field = self._place.field(key.coverage)
        self.state = before or State(_thing(field), over=bool((field > 0).sum() < LEAST))

    def __iter__(self) -> Iterator[Found]:
        key, way = self._key, self._way
        begun = self._first == key.frame
        if begun:
            yield Found(key.frame, key.coverage, not self.state.over)
        at = self._first if begun else self._first - way
        total = max(1, abs(self._last - at))
        if at == self._last:
            return
        shown = self._picture(key.frame) if not self.state.over else None
        if shown is not None:
            self._memory.tell(key.frame, shown, key.coverage)
            if not begun:
                shown = self._picture(at)
                thing = self.state.thing
                if thing is not None and thing.field is not None:
                    self._memory.tell(at, shown, self._place.coverage(thing.field))
        for n, pixels in self._onward(at + way):
            coverage = self._place.coverage(None)
            if not self.state.over and shown is not None:
                now = seen(pixels) if pixels is not None else shown
                if cut_between(shown, now):
                    self.state = State(None, over=True)
                else:
                    coverage = self._step(n, now)
                shown = now
            self._tell(abs(n - at) / total, f"frame {abs(n - at)} of {total}")
            yield Found(n, coverage, bool(coverage.max() > 127))

    def _step(self, frame: int, pixels: Pixels) -> Coverage:
        logits, sure = self._memory.follow(frame, pixels, backwards=self._way < 0)
        field = self._place.of(logits)
        there = sure > 0 and (field > 0).sum() >= LEAST
        thing = self.state.thing or _thing(field)
        self.state = State(_thing(field) if there else thing.unseen(1))
        return coverage_of(field, self._place.width, self._place.height) if there else self._place.coverage(None)

    def _picture(self, frame: int) -> Pixels:
        return seen(next(iter(self._read(frame, frame))))

    def _onward(self, first: int) -> Iterator[tuple[int, Pixels | None]]:
        """Frame by frame to the last; forwards they are read in one go, backwards one by one."""
        if self.state.over:
            yield from ((n, None) for n in range(first, self._last + self._way, self._way))
        elif self._way > 0:
            yield from enumerate(self._read(first, self._last), start=first)
        else:
            for end in range(first, self._last - 1, -_BATCH):
                begin = max(self._last, end - _BATCH + 1)
                held = [seen(one) for one in self._read(begin, end)]
                yield from ((n, held[n - begin]) for n in range(end, begin - 1, -1))


_BATCH = 12  # frames that are read at once where a film is gone through backwards


def _thing(field: Field) -> Thing:
    return Thing(np.zeros(0, np.float32), np.zeros(0, np.float32), float((field > 0).sum()), field, field)
