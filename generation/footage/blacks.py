"""Changes through black: a fade out and a fade in are one change, and a film that begins or ends in black has none there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BLACK = 16  # of 255: what is not brighter is black
_LONG = 24  # pictures: a longer black belongs to the shot that went, a shorter one is shared
_FADE = 60  # pictures that a fade lasts at most
_CERTAIN = 0.9
_SUDDEN = 2  # pictures: a change so near to the beginning of black cuts to it


@dataclass(frozen=True)
class Change:
    """One change, at the first picture of the new shot, or in the middle of a dissolve or fade; counted in looked-at pictures."""

    at: int
    certainty: float
    gradual: bool
    by: str  # transnet | content | both
    reach: int = 0  # pictures to either side that belong to a gradual change


def through(changes: Sequence[Change], level: Sequence[float], dark: Sequence[int]) -> list[Change]:
    """The changes, with each passage through black as one.

    brightness  ▆▆▆▅▃▁......▁▃▅▆▆▆      ▆▆▆▆▆|......▁▃▅▆▆▆
    changes           ^ ^  ^ ^               ^     ^ ^
    becomes                |                 |                  (the end of a long black; where it was cut to)
    """
    left = list(changes)
    for first, end in _stretches(dark):
        before, after, rise = _uphill(level, first, -1), _uphill(level, end - 1, 1), _foot(level, first, end)
        inside = [one for one in left if before - _SUDDEN <= one.at <= after + _SUDDEN]
        sudden = [one for one in inside if not one.gradual and min(abs(one.at - first), abs(one.at - end)) <= _SUDDEN]
        sudden = [one for one in sudden if _leaps(level, one.at)]
        left = [one for one in left if one not in inside or one in sudden]
        if first == 0 or end == len(dark) or sudden:
            continue
        seen_by = {one.by for one in inside}
        at = rise if end - first >= _LONG else (first + end) // 2
        left.append(
            Change(at, _CERTAIN, True, "both" if seen_by & {"both", "transnet"} else "content", max(1, (after - before) // 2))
        )
    return left


def _stretches(dark: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = None
    for number, one in enumerate(dark):
        if one and first is None:
            first = number
        elif not one and first is not None:
            yield first, number
            first = None
    if first is not None:
        yield first, len(dark)


def _foot(level: Sequence[float], first: int, end: int) -> int:
    """Where in a black stretch the picture begins to come back."""
    at = end
    while at > first and at < len(level) and level[at - 1] < level[at] - 0.05:
        at -= 1
    return min(at + 1, end)


def _leaps(level: Sequence[float], at: int) -> bool:
    """Whether the brightness jumps here, as no fade does."""
    near = [level[max(0, min(len(level) - 1, at + step))] for step in (-2, -1, 0, 1)]
    steps = [abs(after - before) for before, after in itertools.pairwise(near)]
    return max(steps) > 2 * (sum(steps) - max(steps)) + 1


def _uphill(level: Sequence[float], at: int, step: int) -> int:
    """How far it goes on growing brighter from black in this direction."""
    for _ in range(_FADE):
        if not 0 <= at + step < len(level) or level[at + step] < level[at] + 0.05:
            break
        at += step
    return at
