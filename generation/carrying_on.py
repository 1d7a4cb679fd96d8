"""Clips carried on by a model beyond their ends, and from one into another, in stretches that overlap and keep their colours."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from generation import frames as footage
from generation.anchoring import Look, anchored, small
from generation.drivers import Pixels, Tell
from generation.making import Maker, Stretch, part
from generation.operation import BadInput
from generation.stacking import rgb_of
from generation.strips import cut_between
from generation.windows import later_share, shared_of

NEEDS_START = ("source mask", "held", "first")  # any of these words of `takes` lets a model go on from a clip
NEEDS_END = ("source mask", "held", "last")
_SHOT = 8  # frames that a shot has at least: where pictures change more often they flicker, and nothing was cut
_LOOKS = 8  # frames that stand for the look of a shot
NEEDS_BOTH = ("source mask", "held", "first last")


def onwards(
    maker: Maker, before: Sequence[Pixels], frames: int, overlap: int, anchor: float, tell: Tell, home: Look | None = None
) -> Iterator[Pixels]:
    """`frames` after the last of `before`; each stretch goes on from the last `overlap` frames (one, where no more is taken).

    `home` is the look of the shot to which colours are held (else that of `before`).

    Raises:
        BadInput: MODEL_CANNOT when the model takes nothing to go on from.
    """
    reach = _reach(maker, overlap, ending=False)
    tail, leading = deque(before, maxlen=reach), deque(before, maxlen=_LOOKS)
    home = home or Look(_some(before))
    done = 0
    while done < frames:
        length = _length(maker, len(tail), frames - done)
        kept = list(tail)
        stretch = Stretch(length, dict(enumerate(kept)), seed=done)
        made = maker.make(stretch, part(tell, done / frames, (done + length - len(kept)) / frames))
        for one in anchored(kept, made[: len(kept)], made[len(kept) :], anchor, home, list(leading)):
            tail.append(one)
            leading.append(one)
            yield one
        done += length - len(kept)


def leadings_up(
    maker: Maker, after: Sequence[Pixels], frames: int, overlap: int, anchor: float, tell: Tell,
    keep: Callable[[Sequence[Pixels]], Path], home: Look | None = None,
) -> Iterator[Pixels]:  # fmt: skip
    """`frames` before the first of `after`, in the order in which they are shown; `keep` writes a stretch to a file for a while.

    Raises:
        BadInput: MODEL_CANNOT when the model takes nothing to come to an end on.
    """
    reach = _reach(maker, overlap, ending=True)
    head, leading = list(after[:reach]), list(after[:_LOOKS])
    home = home or Look(_some(after))
    done, chunks = 0, list[Path]()
    while done < frames:
        length = _length(maker, len(head), frames - done)
        fresh = length - len(head)
        stretch = Stretch(length, {fresh + n: one for n, one in enumerate(head)}, seed=done)
        made = maker.make(stretch, part(tell, done / frames, (done + fresh) / frames))
        brought = anchored(head[::-1], made[fresh:][::-1], made[:fresh][::-1], anchor, home, leading[::-1])[::-1]
        chunks.append(keep(brought))
        head, leading = (brought + head)[:reach], (brought + leading)[:_LOOKS]
        done += fresh
    for one in reversed(chunks):
        yield from frames_of(one)
        one.unlink(missing_ok=True)


def between(
    maker: Maker, before: Sequence[Pixels], after: Sequence[Pixels], frames: int, overlap: int, anchor: float, tell: Tell
) -> Iterator[Pixels]:
    """`frames` from the last of `before` to the first of `after`; what is longer than the model makes goes on from `before`.

    Raises:
        BadInput: MODEL_CANNOT when the model cannot start from one picture and end on another.
    """
    start, end = maker.reach(overlap), maker.reach(overlap, ending=True)
    if not start or not end:
        raise maker.refuse("lead from one picture to another", *NEEDS_BOTH)
    head = list(after[: shared_of(maker.most, end) // 2 + 1 if maker.most else end])
    room = None if maker.most is None else maker.most - len(head)
    done = 0
    tail = list(before[-start:])
    looks = Look(_some(before)), Look(_some(after))
    if room is not None:
        tail = tail[-max(1, room // 2) :]
        while frames - done > room - len(tail):
            fresh = min(room - len(tail), frames - done - 1)
            for one in onwards(
                maker, tail, fresh, len(tail), anchor, part(tell, done / frames, (done + fresh) / frames), looks[0]
            ):
                tail = [*tail[-len(tail) + 1 :], one] if len(tail) > 1 else [one]
                yield one
            done += fresh
    rest = frames - done
    length = len(tail) + rest + len(head)
    known = dict(enumerate(tail)) | {len(tail) + rest + n: one for n, one in enumerate(head)}
    made = maker.make(Stretch(length, known, seed=done), part(tell, done / frames, 1.0))
    middle = made[len(tail) : len(tail) + rest]
    left = anchored(tail, made[: len(tail)], middle, anchor, looks[0])
    right = anchored(head[::-1], made[len(tail) + rest :][::-1], middle[::-1], anchor, looks[1])[::-1]
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        yield mixed(one, other, later_share(n, rest))


def mixed(one: Pixels, other: Pixels, share: float) -> Pixels:
    """So much of the other."""
    return np.asarray(np.clip(one + (other.astype(np.float32) - one) * np.float32(share) + 0.5, 0, 255), np.uint8)


def same_shot(pictures: Sequence[Pixels]) -> list[Pixels]:
    """What lies after the last cut: a shot is not gone on from what was before it."""
    for at in range(len(pictures) - 1, 0, -1):
        if cut_between(pictures[at - 1], pictures[at]):
            return list(pictures[at:])
    return list(pictures)


def cuts(path: Path) -> list[int]:
    """The first frame of each picture that has nothing to do with the one before."""
    found: list[int] = []
    before: Pixels | None = None
    for n, pixels in enumerate(frames_of(path)):
        seen = np.asarray(cv2.resize(pixels, (64, 36), interpolation=cv2.INTER_AREA), np.uint8)
        if before is not None and cut_between(before, seen):
            found.append(n)
        before = seen
    return found


def home_of(path: Path, frames: int, *, ending: bool) -> Look:
    """The look of the shot that a clip ends with (or begins with, when `ending`), from its half that lies away from there.

    A clip that was made longer before is held to what it was at first, not to what was put to it last.
    """
    found = [0, *cuts(path), frames]
    edges = [0, *(at for n, at in enumerate(found[1:-1], 1) if found[n + 1] - at >= _SHOT <= at - found[n - 1]), frames]
    first, end = (0, edges[1]) if ending else (edges[-2], frames)
    half = max(1, (end - first + 1) // 2)
    begin = end - half if ending else first
    wanted = {begin + n * half // _LOOKS for n in range(_LOOKS)}
    return Look([small(one) for n, one in enumerate(frames_of(path, begin, half), begin) if n in wanted])


def _some(pictures: Sequence[Pixels]) -> list[Pixels]:
    return [pictures[at] for at in sorted({n * len(pictures) // _LOOKS for n in range(_LOOKS)})]


def frames_of(path: Path, first: int = 0, frames: int | None = None) -> Iterator[Pixels]:
    """The colours of a clip's frames, (height, width, 3), from one on, one after another."""
    facts = footage.facts(path) if first or frames is not None else None
    if facts is None:
        read = footage.whole(path)
    else:
        count = facts.frames - first if frames is None else frames
        read = footage.read(path, film=facts.rate, source_in=first, frames=count)
    return (rgb_of(one) for one in read)


def _reach(maker: Maker, overlap: int, *, ending: bool) -> int:
    reach = shared_of(maker.most, maker.reach(overlap, ending=ending))
    if reach < 1:
        words = "come to an end on a given picture" if ending else "go on from a given picture"
        raise maker.refuse(words, *(NEEDS_END if ending else NEEDS_START))
    return reach


def _length(maker: Maker, kept: int, wanted: int) -> int:
    """Frames of the next stretch, kept ones among them; the rest is shared out evenly, so that the last is not a stub."""
    if maker.most is None or kept + wanted <= maker.most:
        return kept + wanted
    fresh = maker.most - kept
    if fresh < 1:
        raise BadInput("The model makes too few frames at once to go on from any.", "MODEL_CANNOT")
    stretches = -(-wanted // fresh)
    return kept + -(-wanted // stretches)
