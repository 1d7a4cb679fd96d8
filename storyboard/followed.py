"""How far masks are followed through a shot, stretch by stretch: what of it is made, under way, and to be made anew."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import numpy as np
import numpy.typing as npt

from generation import builds
from generation.recipe import Key, Pick, Recipe
from storyboard.layer_schemas import PartOut, StretchOut
from storyboard.standing import Source
from studio.models import Workspace

_ACTIVE = ("running", "queued")


def stretches(workspace: Workspace, mattes: Iterable[tuple[Source, PartOut]], frames: int) -> dict[Source, list[StretchOut]]:
    """From the first frame to the last, without gaps, which frames of each matte are made; one query where any is not.

    Of a matte that is joined of stretches each frame stands as the stretch does that counts there: that of the nearest mask.
    """
    known = list(mattes)
    joined = {one: _owners(one, frames) for one, part in known if part.status != "done" and _is_joined(one)}
    keys = {key for followed, _ in joined.values() for key in followed}
    status = builds.status_of(workspace, keys) if keys else {}
    found: dict[Source, list[StretchOut]] = {}
    for one, part in known:
        if one not in joined:
            found[one] = [StretchOut(first=0, last=max(0, frames - 1), status=part.status)]
            continue
        followed, owners = joined[one]
        asked = "queued" if part.status in _ACTIVE else "missing"
        states = [status[key].status if status[key].status in ("done", "failed", *_ACTIVE) else asked for key in followed]
        found[one], first = [], 0
        for state, run in groupby(states[owner] for owner in owners):
            last = first + sum(1 for _ in run) - 1
            found[one].append(StretchOut(first=first, last=last, status=state))
            first = last + 1
    return found


def _is_joined(source: Source) -> bool:
    return isinstance(source, Recipe) and source.name == "layers.join"


def _owners(matte: Source, frames: int) -> tuple[list[Key], npt.NDArray[np.int64]]:
    """The keys of what a joined matte is made of, and for each frame which of them counts there."""
    assert isinstance(matte, Recipe)
    parts = matte.inputs["parts"]
    assert isinstance(parts, tuple)
    at = np.arange(max(1, frames))
    nearest, owners = np.full(len(at), np.inf), np.zeros(len(at), np.int64)
    keys: list[Key] = []
    for n, (part, first, origin) in enumerate(zip(parts, matte.params["firsts"], matte.params["origins"], strict=True)):
        node = part.recipe if isinstance(part, Pick) else part
        assert isinstance(node, Recipe)
        keys.append(node.key)
        here = slice(first, first + int(node.params["frames"]))
        far = np.abs(at[here] - origin)
        better = far < nearest[here]
        nearest[here] = np.where(better, far, nearest[here])
        owners[here] = np.where(better, n, owners[here])
    return keys, owners
