"""A mask through a shot: a network looks at every few frames, optical flow carries the mask between, looks tell if it is there.

Flow is DIS (Kroeger et al. 2016, arXiv 1603.03590) at working size, both ways between two looks, blended by distance.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.mattes import Coverage
from generation.sightings import Segmenter, Sightings
from generation.strips import FIRM, LEAST, Field, Grey, Place, Read, Strip, seen
from generation.strips import cut_between as cut_between  # who follows things asks here for the end of the shot

Tell = Callable[[float, str], None]


def _silent(fraction: float, note: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Found:
    """The mask at one frame: (height, width) of the picture, 255 inside with a soft edge; not `there`: nothing is seen of it."""

    frame: int
    coverage: Coverage
    there: bool


@dataclass(frozen=True)
class State:
    """Where following stands after a frame, so that the next stretch goes on as if it had been one.

    `field` is None while the thing is not seen, `area` its size in pixels at working size when it was, and `over` says that
    another shot has begun.
    """

    field: Field | None
    area: float
    over: bool = False

    def dump(self) -> dict[str, Any]:
        """As JSON; the field in steps of a sixteenth, packed as PNG."""
        words = ""
        if self.field is not None:
            steps = np.clip(np.rint(self.field * 15.875) + 128, 1, 255).astype(np.uint8)
            words = base64.b64encode(cv2.imencode(".png", steps)[1].tobytes()).decode()
        return {"area": self.area, "over": self.over, "field": words}

    @classmethod
    def load(cls, data: dict[str, Any]) -> State:
        """What `dump` wrote."""
        field = None
        if data["field"]:
            steps = cv2.imdecode(np.frombuffer(base64.b64decode(data["field"]), np.uint8), cv2.IMREAD_GRAYSCALE)
            field = (np.asarray(steps, np.float32) - 128) / 15.875
        return cls(field, float(data["area"]), bool(data["over"]))


@dataclass(frozen=True)
class Key:
    """The mask that a person made at a frame: (height, width) of the picture, 255 inside."""

    frame: int
    coverage: Coverage


class Following:
    """One stretch of following; iterate it, frame by frame from `first` to `last` (backwards when that lies before).

    It begins with the key, when `first` is the key's frame, or goes on from `before`, the state after the frame beside `first`.
    After the last frame `state` is where it stands.
    """

    def __init__(
        self, network: Segmenter, read: Read, key: Key, first: int, last: int, *,
        step: int = 4, before: State | None = None, tell: Tell = _silent,
    ) -> None:  # fmt: skip
        if before is None and first != key.frame:
            raise ValueError("following begins at its key, or goes on from a state")
        self._network, self._read, self._key, self._tell = network, read, key, tell
        self._first, self._last, self._step = first, last, step
        self._place = Place(key.coverage.shape[1], key.coverage.shape[0])
        begun = self._place.field(key.coverage)
        size = float((begun > 0).sum())
        self.state = before or State(begun, size, size < LEAST)

    def __iter__(self) -> Iterator[Found]:
        at, way = self._first, 1 if self._last >= self._first else -1
        if self._first == self._key.frame:
            yield Found(at, self._key.coverage, not self.state.over)
        else:
            at -= way  # the frame that `before` is of
        if at == self._last:
            return
        if self.state.over:
            yield from self._nothing(at + way, way)
            return
        strip = Strip(self._read, min(at, self._last), max(at, self._last), self._place, self._looks)
        sightings = Sightings(self._network, self._place)
        sightings.remember(seen(next(iter(self._read(self._key.frame, self._key.frame)))), self._place.field(self._key.coverage))
        begun, total = at, abs(self._last - at)
        while at != self._last and not self.state.over:
            self._tell(abs(at - begun) / total, f"frame {abs(at - begun)} of {total}")
            to = at + way
            while to != self._last and not self._looks(to):
                to += way
            fields = self._hop(strip, sightings, list(range(at, to + way, way)))
            for n, field in enumerate(fields, start=1):
                coverage = self._place.coverage(field)
                yield Found(at + way * n, coverage, bool(coverage.max() > 127))
            at = to
        if at != self._last:
            yield from self._nothing(at + way, way)

    def _looks(self, frame: int) -> bool:
        return frame % self._step == 0 or frame == self._last

    def _nothing(self, first: int, way: int) -> Iterator[Found]:
        empty = self._place.coverage(None)
        for n in range(first, self._last + way, way):
            yield Found(n, empty, False)

    def _hop(self, strip: Strip, sightings: Sightings, frames: list[int]) -> list[Field | None]:
        """The fields after the first of these frames; `state` moves on to the last."""
        greys = [strip.grey[n] for n in frames]
        field = self.state.field
        cut = next((n for n, pair in enumerate(pairwise(frames)) if max(pair) in strip.cuts), None)
        if cut is not None:
            shown = _carried(greys[: cut + 1], field)[1:] if field is not None else [None] * cut
            self.state = State(None, self.state.area, True)
            return [*shown, *([None] * (len(frames) - 1 - cut))]
        count = len(frames) - 1
        forward: list[Field | None] = [*_carried(greys, field)] if field is not None else [None] * (count + 1)
        end = sightings.look(strip.seen[frames[-1]], forward[-1], self.state.area)
        if end is None:  # gone somewhere in between: carried for the first half
            self.state = State(None, self.state.area)
            return [one if n * 2 < count else None for n, one in enumerate(forward[1:], start=1)]
        self.state = State(end, max(float((end > 0).sum()), self.state.area / 4))
        back = _carried(greys[::-1], end)[::-1]
        return [*(_mixed(forward[n], back[n], n / count) for n in range(1, count)), end]


def _mixed(ahead: Field | None, behind: Field, share: float) -> Field | None:
    if ahead is None:
        return behind if share > 0.5 else None
    mixed: Field = (1 - share) * ahead + share * behind
    return mixed


def _carried(greys: list[Grey], field: Field) -> list[Field]:
    """A field moved along with what is seen from the first grey picture to each next."""
    height, width = field.shape
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    found: list[npt.NDArray[np.float32]] = [np.clip(field, -FIRM, FIRM)]
    for before, now in pairwise(greys):
        moved = flow.calc(now, before, np.zeros((height, width, 2), np.float32))
        carried = cv2.remap(
            found[-1], across + moved[..., 0], down + moved[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        found.append(carried.astype(np.float32))
    return found
