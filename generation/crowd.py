"""Every person of a clip, without a click: found every few frames, cut out by their boxes, carried between by what moves.

A detector says where people are, a network that takes prompts cuts each out, and optical flow carries every outline both ways
between two looks. Who is found at one look and not at the next is asked for once more by the place foretold, for a second at
most: detectors blink. Holds the frames between two looks at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import ObjectFinder, Pixels, Seen
from generation.mattes import Coverage
from generation.sightings import Segmenter, inner
from generation.strips import FIRM, LEAST, Field, Grey, Place, cut_between, seen

PERSON = "person"
SURE = 0.6  # somebody who is found this surely is there at once
LIKELY = 0.45  # somebody found less surely has to be found again at the next look to be there
KNOWN = 0.3  # sureness at which somebody who was there before is seen again
_SAME = 0.4  # overlap of outlines above which somebody found is somebody known
_KEPT = 0.6  # overlap with the place foretold above which an outline is believed though nobody was detected
_UNSEEN = 6  # looks that somebody is kept for without being detected
_GROWN = 0.06  # of a box's sides: an outline that spills further out of its box is of something else
_SPILT = 0.15  # share of an outline that may lie outside of its grown box


@dataclass(frozen=True)
class _Somebody:
    id: int
    field: Field
    sure: bool  # False: seen once, not surely
    unseen: int = 0  # looks since the last detection


class Crowd:
    """Takes the frames of a clip in order and gives the coverage of all people in each, in order."""

    def __init__(self, finder: ObjectFinder, network: Segmenter, width: int, height: int, step: int) -> None:
        self._finder, self._network, self._step = finder, network, step
        self._place = Place(width, height)
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._count = 0

    def follow(self, frames: Iterable[Pixels]) -> Iterator[Coverage]:
        """A coverage (height, width) for each frame, 255 inside with a soft edge; empty where nobody is."""
        window: list[Pixels] = []
        people: list[_Somebody] = []
        for pixels in frames:
            shown = seen(pixels)
            if window and cut_between(window[-1], shown):
                if len(window) > 1:
                    people, masks = self._hop(window, people, last=True)
                    yield from masks
                window = []
            window.append(shown)
            if len(window) == 1:  # the first of a clip or of a shot
                people = self._look(shown, [], first=True)
                yield self._covered([one.field for one in people])
            elif len(window) > self._step:
                people, masks = self._hop(window, people)
                yield from masks
                window = [shown]
        if len(window) > 1:
            yield from self._hop(window, people, last=True)[1]

    def _hop(
        self, window: Sequence[Pixels], people: list[_Somebody], last: bool = False
    ) -> tuple[list[_Somebody], list[Coverage]]:
        """Who is at the end of a window, and the coverage of every frame but its first."""
        greys = [self._grey(one) for one in window]
        count = len(window) - 1
        ahead = self._moves(greys)
        carried = {one.id: _carried(one.field, ahead) for one in people}
        told = [replace(one, field=carried[one.id][-1]) for one in people]
        forward = {one.id: carried[one.id] for one in people if one.sure}
        found = self._look(window[-1], told, first=last)
        behind = self._moves(greys[::-1])
        back = {one.id: _carried(one.field, behind)[::-1] for one in found if one.sure}
        masks = []
        for n in range(1, count + 1):
            share = n / count
            shown: list[Field] = []
            for id_ in forward.keys() | back.keys():
                there, later = forward.get(id_), back.get(id_)
                if there is not None and later is not None:
                    shown.append(((1 - share) * there[n] + share * later[n]).astype(np.float32))
                elif there is not None and share < 0.5:  # gone somewhere in between
                    shown.append(there[n])
                elif later is not None and share > 0.5:
                    shown.append(later[n])
            masks.append(self._covered(shown))
        return found, masks

    def _look(self, pixels: Pixels, told: Sequence[_Somebody], *, first: bool) -> list[_Somebody]:
        """Who is in a picture. `first`: there is no other look that could confirm somebody who is not sure."""
        boxes = self._finder.find(pixels, [PERSON], least=KNOWN, closely=False)
        left = list(told)
        if not boxes and not left:
            return []
        embedding = self._network.embed(pixels)
        found: list[_Somebody] = []
        for box in boxes:
            if (field := self._outline(embedding, box, told)) is None:
                continue
            known = max(left, key=lambda one: _overlap(one.field, field), default=None)
            if known is not None and _overlap(known.field, field) >= _SAME:
                left.remove(known)
                found.append(_Somebody(known.id, field, True))
            elif box.sure >= LIKELY and all(_overlap(one.field, field) < _SAME for one in found):
                self._count += 1
                found.append(_Somebody(self._count, field, first or box.sure >= SURE))
        for one in left:
            if one.sure and one.unseen < _UNSEEN and (kept := self._foretold(embedding, one.field, found)) is not None:
                found.append(_Somebody(one.id, kept, True, one.unseen + 1))
        return found

    def _outline(self, embedding: Any, box: Seen, told: Sequence[_Somebody]) -> Field | None:
        """The outline in a box: sure, firm (hardly another one at a stricter threshold), and like one that is foretold."""
        left, top, right, bottom = box.box
        masks, sure = self._network.masks(embedding, [(left, top), (right, bottom)], [2, 3])
        wide, high = self._place.size
        out = np.ones((high, wide), bool)
        across, down = _GROWN * (right - left), _GROWN * (bottom - top)
        out[
            max(0, int((top - down) * high)) : int((bottom + down) * high) + 1,
            max(0, int((left - across) * wide)) : int((right + across) * wide) + 1,
        ] = False
        best: tuple[float, Field] | None = None
        for logits, trust in zip(masks, sure, strict=True):
            field = self._place.of(logits)
            inside = field > 0
            size = int(inside.sum())
            if size < LEAST or (inside & out).sum() > _SPILT * size:
                continue
            firm = float((field > 1).sum()) / max(1.0, float((field > -1).sum()))
            alike = max((_overlap(one.field, field) for one in told), default=0.0)
            if best is None or trust * firm + alike > best[0]:
                best = (float(trust * firm + alike), field)
        return None if best is None else best[1]

    def _foretold(self, embedding: Any, field: Field, found: Sequence[_Somebody]) -> Field | None:
        """The outline at a place where somebody should be who was not detected."""
        inside = field > 0
        for one in found:
            inside &= one.field <= 0
        if inside.sum() < LEAST or not (points := inner(inside)):
            return None
        wide, high = self._place.size
        masks, _ = self._network.masks(embedding, [(x / wide, y / high) for x, y in points], [1] * len(points))
        best = max((self._place.of(logits) for logits in masks), key=lambda one: _overlap(one, field))
        return best if _overlap(best, field) >= _KEPT else None

    def _covered(self, fields: Sequence[Field]) -> Coverage:
        return self._place.coverage(_solid(np.maximum.reduce(list(fields))) if fields else None)

    def _grey(self, pixels: Pixels) -> Grey:
        small = cv2.resize(pixels, self._place.size, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)

    def _moves(self, greys: Sequence[Grey]) -> list[npt.NDArray[np.float32]]:
        """For each next picture, where each of its pixels was in the one before it: maps for `cv2.remap`."""
        wide, high = self._place.size
        grid = np.dstack(np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32)))
        nowhere = np.zeros((high, wide, 2), np.float32)
        return [(grid + self._flow.calc(now, before, nowhere.copy())).astype(np.float32) for before, now in pairwise(greys)]


def _carried(field: Field, moves: Sequence[npt.NDArray[np.float32]]) -> list[Field]:
    """A field at its own picture and at each next."""
    found = [np.clip(field, -FIRM, FIRM)]
    for move in moves:
        found.append(
            np.asarray(cv2.remap(found[-1], move, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)  # type: ignore[call-overload]
        )
    return found


def _solid(field: Field) -> Field:
    """An outline without a network's doubts inside of it: well within it is opaque, and pinholes are closed."""
    core = np.ones((5, 5), np.uint8)
    closed = cv2.morphologyEx((field > 0).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    inside = cv2.erode(closed, core, borderType=cv2.BORDER_CONSTANT, borderValue=1) > 0
    solid: Field = np.where(inside, np.maximum(field, FIRM / 2), field).astype(np.float32)
    return solid


def _overlap(one: Field, other: Field) -> float:
    """What two outlines share, of what they cover together."""
    here, there = one > 0, other > 0
    return float((here & there).sum()) / max(1.0, float((here | there).sum()))
