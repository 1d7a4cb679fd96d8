"""Takes that were made of takes and came out spoiled: which frames are to be judged, and the same once more by another seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from storyboard import derived_plans, scores
from storyboard.direction_fields import DERIVING
from storyboard.film import Film
from storyboard.making import DRAWN, frozen, length
from storyboard.models import Shot, Take
from storyboard.takes import New

Json = Any


def watched(take: Take) -> bool:
    """Whether a trained model made what is new in a take, and may have spoiled it."""
    recipe = frozen(take)
    if recipe.name != DRAWN and recipe.name not in (*DERIVING, derived_plans.BRIDGE):
        return False
    if "seed" not in recipe.params:
        return False  # it comes out the same however often it is made
    return recipe.params.get("checkpoint", scores.EMBEDDED) not in ("", scores.EMBEDDED)


def own_faults(take: Take, faults: Iterable[Mapping[str, Json]]) -> list[Mapping[str, Json]]:
    """Of the faults of a take (as `take.score` tells them) those for which what made it can be blamed.

    What was only copied from the take beneath, and that it stands still where that does, is nothing that another seed mends.
    """
    told = take.derived
    if told is None:
        return list(faults)
    name, made = told["operation"], frozen(take)
    whole = length(made) or 0
    first, end = 0, whole or 2**31
    fresh = int(made.params.get("frames", 0))
    if name == derived_plans.EXTEND and made.params.get("direction") == "backwards":
        end = fresh
    elif name in (derived_plans.EXTEND, "video.loop"):
        first = whole - fresh
    return [
        one
        for one in faults
        if one["first"] < end and one["last"] >= first and not (one["kind"] == "frozen" and name in scores.STILL_AS_BEFORE)
    ]


def another(film: Film, shot: Shot, take: Take, seed: int) -> New:
    """The same made of the same take, by another seed.

    Raises:
        Refused: MASK_GONE, SHOT_GONE; as `derived_plans`.
    """
    assert take.derived is not None
    told: dict[str, Json] = {**take.derived, "params": {**take.derived["params"], "seed": seed}}
    if told["operation"] == derived_plans.BRIDGE:
        recipe = derived_plans.bridged(film, shot, told)
    else:
        under = frozen(take).inputs["clip"]
        recipe = derived_plans.over(film, shot, told, under)
    return New(shot, recipe, seed, take.quality, told)
