"""The light of many shots brought to one: measured where they are made, written as the first grade of each, in one edit."""

from __future__ import annotations

import string
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generation import builds, store
from generation.colour import balancing, measuring
from generation.operation import BadInput
from storyboard import edits
from storyboard.changes import Change
from storyboard.film import Film
from storyboard.making import frozen
from storyboard.models import Effect, Project, Shot
from studio.errors import Conflict

Json = Any
GRADE = "style.grade"
SETS = frozenset({"temperature", "tint", "exposure", "contrast", "saturation", "pivot"})
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase


@dataclass(frozen=True)
class Balanced:
    """What was written: nothing (`done` None) where all are alike already; whom they are like; whom it was not done to."""

    done: edits.Revision | None
    reference: Shot | None
    left: list[Shot]


def balance(project: Project, shots: Iterable[Shot], *, like: Shot | None, neutral: bool, by: Any) -> Balanced:
    """Bring shots to the light of one of them: of `like`, or of the most typical; or each to neutral.

    A shot whose take is not made, or is black, is left as it is.

    Raises:
        Conflict: NOT_READY, when none of them is made, or `like` is not.
        NotFound, Forbidden: when this person may not edit the project.
    """
    chosen = list(shots)
    asked = [*chosen, like] if like is not None and like not in chosen else chosen
    lights = {shot.pk: light for shot in asked if (light := _light(shot)) is not None}
    known = [shot for shot in chosen if shot.pk in lights]
    if not known or (like is not None and like.pk not in lights):
        lacking = [str(one.pk) for one in asked if one.pk not in lights]
        raise Conflict("These shots are not made yet, or are black. Shoot them first.", "NOT_READY", {"shots": lacking})
    reference = None if neutral else like or known[balancing.typical([lights[one.pk] for one in known])]
    film = Film.of(project, scenes=list({one.scene_id for one in chosen}))
    changes: list[Change] = []
    for shot in known:
        own = lights[shot.pk]
        if reference is None:
            numbers = balancing.neutral(own)
        else:
            numbers = {} if shot.pk == reference.pk else balancing.towards(own, lights[reference.pk])
        changes += _written(film.effects_of(shot), shot, numbers)
    left = [one for one in chosen if one.pk not in lights]
    done = edits.change(project, changes, by=by, label="Balance the light", system=False) if changes else None
    return Balanced(done, reference, left)


def _light(shot: Shot) -> balancing.Light | None:
    """The light of a shot's take as it was drawn; None while it is not made."""
    if shot.take is None:
        return None
    found = builds.outputs_of(shot.project.workspace_id, frozen(shot.take).key).get("out")
    if found is None:
        return None
    try:
        return balancing.measured(measuring.some(store.local(found)))
    except BadInput:  # its bytes are damaged: the player says so
        return None


def _written(effects: Sequence[Effect], shot: Shot, numbers: dict[str, float]) -> list[Change]:
    """The numbers as the first grade over the take: its own one from an earlier time, or a new one."""
    own = [one for one in effects if one.layer_id is None]
    first = own[0] if own else None
    if first is not None and first.operation == GRADE and first.params and set(first.params) <= SETS:
        if first.params == numbers:
            return []
        fields: dict[str, Json] = {"params": numbers} if numbers else {"archived": True}
        return [Change(kind="effect", id=first.pk, set=fields)]
    if not numbers:
        return []
    new = {"shot": str(shot.pk), "operation": GRADE, "params": numbers}
    if first is None or first.rank > "Zz":
        return [Change(kind="effect", id=uuid.uuid4(), set={**new, "rank": "Zz" if first else "a0"})]
    anew = [Change(kind="effect", id=one.pk, set={"rank": f"a{_DIGITS[n]}"}) for n, one in enumerate(own[: len(_DIGITS) - 1], 1)]
    return [*anew, Change(kind="effect", id=uuid.uuid4(), set={**new, "rank": "a0"})]
