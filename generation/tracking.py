"""A mask through a shot: a network looks at every few frames, optical flow carries the mask between, looks tell if it is there.

Where flow cannot tell, because something alike comes near, both are followed, and each is looked for where it would be if it
went on as it did; the network then looks at every other frame. Where the thing comes out again from behind something, it is
followed backwards to where it can first be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from generation.alikes import Thing
from generation.carrying import Carrying, sealed, shifted
from generation.mattes import Coverage
from generation.recall import Masks, Recall
from generation.sightings import KIN, Segmenter, View, agreement
from generation.strips import LEAST, Field, Place, Read, Strip, seen
from generation.strips import cut_between as cut_between  # who follows things asks here for the end of the shot
from generation.together import looked, twins

Tell = Callable[[float, str], None]
CLOSE = 2  # frames between looks while something alike is near
_STEADILY = 0.75  # overlap with what flow carried from which nothing came before it
_RIVALS = 2  # things alike that are followed besides


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

    `over`: another shot has begun, or there was nothing to follow. `rivals` are the things that look like it. `recall` is what
    the looks so far were like; None: nothing was looked at.
    """

    thing: Thing | None
    rivals: tuple[Thing, ...] = ()
    over: bool = False
    recall: Recall | None = None

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        thing = self.thing.dump() if self.thing else None
        recall = self.recall.dump() if self.recall and not self.over else None
        return {"over": self.over, "recall": recall, "rivals": [one.dump() for one in self.rivals], "thing": thing}

    @classmethod
    def load(cls, data: dict[str, Any]) -> State:
        """What `dump` wrote."""
        thing = Thing.load(data["thing"]) if data["thing"] else None
        recall = Recall.load(data["recall"]) if data["recall"] else None
        return cls(thing, tuple(Thing.load(one) for one in data["rivals"]), bool(data["over"]), recall)


@dataclass(frozen=True)
class Key:
    """The mask that a person made at a frame: (height, width) of the picture, 255 inside."""

    frame: int
    coverage: Coverage


class Following:
    """One stretch of following; iterate it, frame by frame from `first` to `last` (backwards when that lies before).

    It begins with the key, when `first` is the key's frame, or goes on from `before`, the state after the frame beside `first`.
    After the last frame `state` is where it stands. The stretch is held in memory, made small: some 2 MB a frame.
    """

    def __init__(
        self, network: Segmenter, read: Read, key: Key, first: int, last: int, *,
        step: int = 4, before: State | None = None, tell: Tell = _silent,
    ) -> None:  # fmt: skip
        if before is None and first != key.frame:
            raise ValueError("following begins at its key, or goes on from a state")
        self._network, self._read, self._key, self._tell = network, read, key, tell
        self._first, self._last, self._step = first, last, step
        self._way = 1 if last >= first else -1
        self._place = Place(key.coverage.shape[1], key.coverage.shape[0])
        self.state = before or State(None, over=bool((self._place.field(key.coverage) > 0).sum() < LEAST))

    def __iter__(self) -> Iterator[Found]:
        at = self._first
        if at == self._key.frame:
            yield Found(at, self._key.coverage, not self.state.over)
        else:
            at -= self._way  # the frame that `before` is of
        fields = {} if at == self._last or self.state.over else self._followed(at)
        for n in range(at + self._way, self._last + self._way, self._way) if at != self._last else ():
            coverage = self._place.coverage(fields.get(n))
            yield Found(n, coverage, bool(coverage.max() > 127))

    def _followed(self, at: int) -> dict[int, Field | None]:
        """The fields of the frames after `at`."""
        strip = Strip(self._read, min(at, self._last), max(at, self._last), self._place, self._may_look)
        if self.state.thing is None:
            self.state = self._begun()
        fields: dict[int, Field | None] = {at: self.state.thing.field if self.state.thing else None}
        begun, total, way = at, abs(self._last - at), self._way
        views: dict[int, View] = {}
        while at != self._last and not self.state.over:
            self._tell(abs(at - begun) / total, f"frame {abs(at - begun)} of {total}")
            to = at + way
            while to != self._last and not (to % CLOSE == 0 if self._confusing(abs(to - at)) else to % self._step == 0):
                to += way
            lost = fields[at] is None
            frames = list(range(at, to + way, way))
            fields |= dict(zip(frames[1:], self._hop(strip, frames, views), strict=True))
            if lost and fields[to] is not None:
                self._traced(strip, views, fields, to)
            at = to
        return fields

    def _may_look(self, frame: int) -> bool:
        return frame % CLOSE == 0 or frame % self._step == 0 or frame == self._last

    def _begun(self) -> State:
        """The thing as the person saw it, and what looks like it there."""
        pixels = next(iter(self._read(self._key.frame, self._key.frame)))
        field = self._place.field(self._key.coverage)
        view = View(self._network, self._place, seen(pixels))
        thing = _thing(view, field, 0)
        alike = view.alike(thing.kind, thing.colours, thing.area, [field])[:_RIVALS]
        rivals = tuple(_thing(view, one, n) for n, one in enumerate(alike, start=1))
        return State(thing, rivals, recall=Recall.begun(view.features, _shown(thing, rivals)))

    def _crowded(self, frames: int) -> bool:
        """Whether something alike may touch the thing within so many frames."""
        thing = self.state.thing
        if thing is None:
            return False
        own = _box(thing, frames)
        return own is not None and any(_meet(own, box) for one in self.state.rivals if (box := _box(one, frames)))

    def _confusing(self, frames: int) -> bool:
        """Whether something that only its way tells apart may touch the thing within so many frames."""
        thing = self.state.thing
        alike = thing is not None and any(twins(thing, one) > 0.5 for one in self.state.rivals)
        return alike and self._crowded(frames)

    def _hop(self, strip: Strip, frames: list[int], views: dict[int, View]) -> list[Field | None]:
        """The fields after the first of these frames; `state` moves on to the last."""
        thing, rivals, count = self.state.thing, self.state.rivals, len(frames) - 1
        assert thing is not None
        cut = next((n for n, pair in enumerate(pairwise(frames)) if max(pair) in strip.cuts), None)
        if cut is not None:
            carrying = Carrying([strip.grey[n] for n in frames[: cut + 1]])
            shown = carrying.on(thing.field)[1:] if thing.field is not None else [None] * cut
            self.state = State(thing.unseen(count), over=True)
            return [*shown, *([None] * (count - cut))]
        carrying = Carrying([strip.grey[n] for n in frames])
        crowded, confusing = self._crowded(count), self._confusing(count)
        view = views[frames[-1]] = View(self._network, self._place, strip.seen[frames[-1]])
        for old in [n for n in views if abs(n - frames[-1]) > 2 * self._step]:
            del views[old]
        forward = carrying.on(thing.field) if thing.field is not None else None
        carried = [forward[-1] if forward else None]
        carried += [None if one.field is None else carrying.on(one.field)[-1] for one in rivals]
        told = [_foretold(one, where, count, confusing) for one, where in zip((thing, *rivals), carried, strict=True)]
        end, *theirs = self._together(view, told, carried, confusing)
        alike = self._rivals(view, theirs, end, told[1:], carried[1:], count, crowded, confusing)
        if end is None:  # gone somewhere in between: carried for the first half
            self.state = State(thing.unseen(count), alike, recall=self._written(view, None, alike))
            return [one if n * 2 < count else None for n, one in enumerate(forward[1:], start=1)] if forward else [None] * count
        now = thing.seen(end, count, not crowded or _whole(thing, end, carried[0]), view.kind(end))
        self.state = State(now, alike, recall=self._written(view, now, alike))
        if confusing and thing.speed is not None and thing.field is not None:  # flow takes one's motion for the other's
            across, down = thing.speed
            ahead = [shifted(thing.field, across * n, down * n) for n in range(count)]
            behind = [shifted(end, -across * (count - n), -down * (count - n)) for n in range(count)]
            return [*(_mixed(ahead[n], behind[n], n / count) for n in range(1, count)), end]
        back = carrying.back(end)
        between = (_mixed(forward[n] if forward else None, back[n], n / count) for n in range(1, count))
        return [*(one if one is None else sealed(one, (thing.field, end)) for one in between), end]

    def _written(self, view: View, thing: Thing | None, rivals: Sequence[Thing]) -> Recall | None:
        """What is remembered after a look; a look at which nothing was found teaches nothing."""
        recall = self.state.recall
        return recall and (recall.turned(view.features, _shown(thing, rivals)) if thing or rivals else recall)

    def _together(
        self, view: View, told: Sequence[Field | None], carried: Sequence[Field | None], confusing: bool
    ) -> list[Field | None]:
        """Where the thing and its rivals are: by memory; what it does not tell, by how they moved and their looks."""
        thing, rivals = self.state.thing, self.state.rivals
        assert thing is not None
        things = (thing, *rivals)
        recall = self.state.recall
        found: list[Field | None] = [None] * len(things)
        if recall:
            found = looked(view, recall, self._place, things, told, carried)
        if found[0] is None and not (recall and confusing):
            others = [one for one in found[1:] if one is not None]
            ways = [told[0]] if told[0] is not None and (told[0] > 0).sum() >= LEAST else []
            found[0] = self._looked(view, thing, ways, others)
        return found

    def _looked(self, view: View, thing: Thing, ways: list[Field], others: Sequence[Field]) -> Field | None:
        against = [one.kind for one in self.state.rivals]
        found = view.near(ways, thing.kind, others, against) if ways else None
        if found is not None:
            return found
        known = [*others, *(one.field for one in self.state.rivals if one.field is not None)]
        hidden = [one.kind for one in self.state.rivals if one.field is None]
        for _, field in view.anywhere(thing.kind, thing.area, KIN + 0.08, known):  # far from where it was: more like itself
            if all(view.kin(field, other) <= view.kin(field, thing.kind) for other in hidden):
                return field
        return None

    def _rivals(
        self, view: View, theirs: Sequence[Field | None], end: Field | None, told: Sequence[Field | None],
        carried: Sequence[Field | None], count: int, crowded: bool, confusing: bool,
    ) -> tuple[Thing, ...]:  # fmt: skip
        """The things alike after a look: those that were known, where they are now, and new ones while there is time to look."""
        found: list[Thing] = []
        for one, now, where, moved in zip(self.state.rivals, theirs, told, carried, strict=True):
            if now is None and where is not None and not confusing:
                now = view.near([where], one.kind) if (where > 0).sum() >= LEAST else None
            if now is not None and end is not None and agreement(now > 0, end > 0) > 0.5:
                now = None
            if now is not None:
                found.append(one.seen(now, count, not crowded or _whole(one, now, moved), view.kind(now)))
            elif one.reckoned(count) is not None:
                found.append(one.unseen(count))
        if end is not None and not crowded and len(found) < _RIVALS and self.state.thing is not None:
            thing = self.state.thing
            known = [end, *(one.field for one in found if one.field is not None)]
            for field in view.alike(thing.kind, thing.colours, thing.area, known)[: _RIVALS - len(found)]:
                found.append(_thing(view, field, 1 + max((one.name for one in (*self.state.rivals, *found)), default=0)))
        return tuple(found)

    def _traced(self, strip: Strip, views: dict[int, View], fields: dict[int, Field | None], to: int) -> None:
        """A thing that came out again, followed backwards from where it was found to where it can first be seen."""
        thing = self.state.thing
        against = [one.kind for one in self.state.rivals]
        at, field = to, fields[to]
        while thing is not None and field is not None:
            way = -self._way
            before = next((n for n in range(at + way, at + way * (self._step + 1), way) if n in strip.seen), at)
            if before == at or before not in fields or fields[before] is not None:
                return
            carrying = Carrying([strip.grey[n] for n in range(before, at + self._way, self._way)])
            carried = carrying.back(field)
            view = views.get(before) or View(self._network, self._place, strip.seen[before])
            earlier = view.near([carried[0]], thing.kind, against=against) if (carried[0] > 0).sum() >= LEAST else None
            if earlier is not None and (earlier > 0).sum() > 1.3 * (field > 0).sum():
                earlier = None
            ahead = carrying.on(earlier) if earlier is not None else None
            count = abs(at - before)
            for n in range(1, count):
                if fields[before + self._way * n] is None:
                    mixed = _mixed(ahead[n] if ahead else None, carried[n], n / count)
                    fields[before + self._way * n] = mixed
            fields[before] = earlier
            at, field = before, earlier


def _thing(view: View, field: Field, name: int) -> Thing:
    """A thing as it is first seen."""
    return Thing(view.kind(field), view.colours(field), float((field > 0).sum()), field, field, name=name)


def _shown(thing: Thing | None, rivals: Sequence[Thing]) -> Masks:
    """What a look shows, as it is remembered."""
    there = [one for one in (thing, *rivals) if one is not None]
    return [(one.name, one.field > 0) for one in there if one.field is not None]


def _foretold(thing: Thing, carried: Field | None, count: int, confusing: bool) -> Field | None:
    """Where it should be: as what is seen moved; as it went, where that cannot be told."""
    reckoned = thing.reckoned(count) if confusing or thing.field is None else None
    return carried if reckoned is None else reckoned


def _whole(thing: Thing, now: Field, carried: Field | None) -> bool:
    """Whether nothing of it can be hidden: as large as it was, and moved as what is seen moved."""
    like = 0.9 < float((now > 0).sum()) / max(1.0, thing.area) < 1.25
    return like and carried is not None and agreement(now > 0, carried > 0) > _STEADILY


def _box(thing: Thing, frames: int) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of where a thing may be now and within so many frames, with some room."""
    now = thing.reckoned(0) if thing.field is None else thing.field
    if now is None or (now > 0).sum() < LEAST:
        return None
    x, y, width, height = cv2.boundingRect((now > 0).astype(np.uint8))
    across, down = thing.speed or (0.0, 0.0)
    room = 0.06 * max(width, height)
    return (
        x + min(0, across * frames) - room, y + min(0, down * frames) - room,
        x + width + max(0, across * frames) + room, y + height + max(0, down * frames) + room,
    )  # fmt: skip


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _mixed(ahead: Field | None, behind: Field, share: float) -> Field | None:
    if ahead is None:
        return behind if share > 0.5 else None
    mixed: Field = (1 - share) * ahead + share * behind
    return mixed
