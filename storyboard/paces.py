"""How long takes of takes are, and when something of the take beneath is seen or heard in them: longer, slowed, turned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.operation import registry
from generation.operations.time import Paced
from generation.recipe import Recipe
from generation.retiming.clock import TICKS, Clock

Json = Any
EXTEND, SLOW = "video.extend", "time.slow"


def pace(params: Mapping[str, Json]) -> Paced:
    """The pace that a `time.slow` was asked for.

    Raises:
        BadInput: PARAMETERS_INVALID.
    """
    found = registry.get(SLOW).validate(dict(params))
    assert isinstance(found, Paced)
    return found


def lasts(operation: str, params: Mapping[str, Json], frames: int) -> int:
    """How long a take of a take of so many frames is.

    Raises:
        BadInput: CLIP_TOO_LONG.
    """
    if operation == EXTEND:
        return frames + int(params["frames"])
    return pace(params).clock(frames).frames if operation == SLOW else frames


def beneath(operation: str, params: Mapping[str, Json], frames: int, now: int | None) -> int:
    """How long the take beneath must be for this one to have so many frames; as long as it is `now` where that gives them."""
    if now is not None and lasts(operation, params, now) == frames:
        return now
    if operation == EXTEND:
        return max(1, frames - int(params["frames"]))
    if operation != SLOW:
        return frames
    low, high = 1, max(1, frames * 8)
    while low < high:
        middle = (low + high) // 2
        if lasts(operation, params, middle) < frames:
            low = middle + 1
        else:
            high = middle
    return low


def layers(take: Recipe) -> list[Recipe]:
    """A take and what it was made of, one beneath the other, itself first."""
    found = [take]
    while isinstance(under := found[-1].inputs.get("clip", found[-1].inputs.get("back")), Recipe):
        found.append(under)
    return found


def length(take: Recipe) -> int | None:
    """How many frames a take (or a finish over one) has, as its recipe says; None when it does not."""
    *over, root = layers(take)
    frames = root.params.get("frames")
    if not isinstance(frames, int):
        return None
    for one in reversed(over):
        frames = lasts(one.name, one.params, frames)
    return frames


def shown(take: Recipe, frames: int, first: int, last: int) -> tuple[int, int] | None:
    """Where the frames `first` … `last` of what a take is made of in the end (so many frames) are in it: (first, count).

    None where they are not heard as they were said: turned round.
    """
    *over, _ = layers(take)
    for one in reversed(over):
        if one.name == EXTEND and one.params["direction"] == "backwards":
            first, last = first + int(one.params["frames"]), last + int(one.params["frames"])
        elif one.name == SLOW:
            wanted = pace(one.params)
            if wanted.reverse:
                return None
            first, last = (_when(wanted.clock(frames), each) for each in (first, last))
        frames = lasts(one.name, one.params, frames)
    return first, max(1, last - first + 1)


def _when(clock: Clock, frame: int) -> int:
    """The new frame that shows this one, the nearest."""
    tick = clock.begins[min(max(0, frame), len(clock.begins) - 1)]
    return min(clock.frames - 1, (2 * tick + TICKS) // (2 * TICKS))
