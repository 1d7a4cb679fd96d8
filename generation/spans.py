"""Which stretches of a mask have to be followed: a plan, pure, made so that a correction touches only what lies beside it.

Every key (a mask at a frame) is followed both ways, in stretches that end at multiples of `STRETCH`, whichever the key: as far as
the next key where that is near, and half way to it (and `SEAM` more, where one turns into the other) where it is far. The last
stretch always goes on to its own end, though not all of it may be needed: so a stretch is the same node before and after a key
is added beyond it, and what was made is used again. The stretches are then joined, the nearer key winning at each frame.

A new key between two others costs its own stretches and the join. It leaves every other stretch and every frame beyond the keys
beside it as they were, bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from generation.operation import recipe, registry
from generation.recipe import Pick, Recipe, Single
from generation.seams import SEAM

STRETCH = 96  # frames: what one node follows, what a lost worker loses, and what is held in memory at once (made small)


def matte_of(clip: Single, keys: Sequence[tuple[int, Single]], frames: int, *, checkpoint: str, step: int = 4) -> Recipe:
    """A matte of exactly `frames` frames from masks at some frames of a clip: `keys` are (frame, mask as large as the clip).

    A mask that is empty says that the thing is not there. The frame of a key shows its mask exactly. Of two keys at one frame
    the later counts.

    Raises:
        ValueError: when there is no key, or one lies outside the clip.
    """
    masks = dict(sorted(keys, key=lambda one: one[0]))
    if not masks:
        raise ValueError("A mask through a shot begins with a mask at one of its frames.")
    if any(not 0 <= at < frames for at in masks):
        raise ValueError(f"The clip has frames 0 to {frames - 1}.")
    begins = [0, *(_reach(one, other)[0] for one, other in pairwise(masks))]
    ends = [*(_reach(one, other)[1] for one, other in pairwise(masks)), frames - 1]
    found: list[tuple[Single, int, int]] = []  # a stretch, its first frame, its key's frame
    for (at, mask), begin, end in zip(masks.items(), begins, ends, strict=True):
        for stretches in (_back(at, begin), _on(at, end, frames)):
            before: Recipe | None = None
            for first, last in stretches:
                before = _followed(clip, mask, before, at, (first, last), checkpoint, step)
                found.append((Pick(before, "out"), first, at))
    joining = registry.get("layers.join")
    params = joining.validate({"firsts": [one[1] for one in found], "origins": [one[2] for one in found], "frames": frames})
    return recipe(joining, parts=tuple(one[0] for one in found), params=params)


def _reach(one: int, other: int) -> tuple[int, int]:
    """How far back from the later of two keys, and how far on from the earlier, has to be followed."""
    middle, reach = (one + other) / 2, min(SEAM, (other - one) / 2)
    return max(one, math.floor(middle - reach)), min(other, math.ceil(middle + reach))


def _on(at: int, end: int, frames: int) -> list[tuple[int, int]]:
    """Stretches (first, last) from a key on until `end` is in; the first holds the key itself, the last ends with the grid."""
    found = [(at, min(frames - 1, _next(at)))]
    while found[-1][1] < end:
        begin = found[-1][1] + 1
        found.append((begin, min(frames - 1, _next(begin))))
    return found


def _back(at: int, begin: int) -> list[tuple[int, int]]:
    """The same backwards, the nearest first; none from the first frame, where there is nothing before."""
    found: list[tuple[int, int]] = []
    last = at
    while at > begin and last >= begin:
        first = (last - 1) // STRETCH * STRETCH
        found.append((first, last))
        last = first - 1
    return found


def _next(frame: int) -> int:
    """The last frame of a stretch that begins here: a multiple of STRETCH, so that both directions look at the same frames."""
    return (frame // STRETCH + 1) * STRETCH


def _followed(
    clip: Single, mask: Single, before: Recipe | None, at: int, stretch: tuple[int, int], checkpoint: str, step: int
) -> Recipe:
    tracking = registry.get("layers.track")
    first, last = stretch
    params = tracking.validate(
        {
            "at": at, "first": first, "frames": last - first + 1, "backwards": first < at, "step": step, "checkpoint": checkpoint,
        }
    )  # fmt: skip
    given = {"clip": clip, "mask": mask} | ({"before": Pick(before, "state")} if before else {})
    return recipe(tracking, params=params, **given)
