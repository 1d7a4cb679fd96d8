"""Takes made of takes, and bridges between shots: what a person asks for becomes a take that is shown, undone at once."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from fractional_indexing import generate_key_between

from generation.operation import registry
from storyboard import brought, choosing, derived_plans, edits, making, masks, paces, takes
from storyboard.changes import Change
from storyboard.direction_fields import DERIVING, DerivedField
from storyboard.film import Film
from storyboard.importing import letter
from storyboard.models import SEEDS, Project, Shot, Take
from storyboard.takes import New
from studio.errors import Conflict, Refused

Json = Any
LONGEST = 100_000  # frames of a shot


def derive(
    shot: Shot, *, operation: str, params: Mapping[str, Json], take: UUID | None = None, layer: UUID | None = None,
    picture: str = "", by: Any,
) -> Take:  # fmt: skip
    """A take made of a take of the same shot, current from now on and asked for; one that is longer makes its shot longer.

    Showing it, and the shot's length, are one edit. `layer` is whose mask says what changes, `picture` whom movement is given to.

    Raises:
        Refused: SHOT_LOCKED, EDIT_INVALID, MASK_GONE, MASK_EMPTY, CONSENT_REQUIRED, LICENCE_FORBIDS; OverQuota.
        Conflict: NOT_READY, without a take to make it of.
        BadInput: PARAMETERS_INVALID.
    """
    film = Film.around(shot)
    shot = takes.shootable(film, shot)
    base = _base(film, shot, take)
    if operation not in DERIVING:
        raise Refused(f"{operation} is not made of one take. Choose one of {', '.join(DERIVING)}.", "EDIT_INVALID")
    ports = {one.name: one for one in registry.get(operation).ports}
    if layer is not None and "mask" not in ports:
        raise Refused(f"{operation} changes the whole picture: it takes no mask.", "EDIT_INVALID")
    if picture or ("picture" in ports and not ports["picture"].optional):
        if "picture" not in ports or not picture:
            said = "takes no picture" if picture else "needs a picture of whoever is to move"
            raise Refused(f"{operation} {said}.", "EDIT_INVALID")
        brought.check(film.project.workspace_id, [("take", "picture", picture, "image")])
    told = _told(operation, base, params, mask=layer, picture=picture)
    if operation == "video.outpaint":
        told["params"] = {"width": film.project.width, "height": film.project.height, **told["params"]}
    under = making.frozen(base)
    recipe = derived_plans.over(film, shot, told, under)
    also: dict[str, Json] = {}
    was = masks.length(under) or shot.frames
    length = paces.lasts(operation, told["params"], was)
    if length != was:
        if length > LONGEST:
            raise Refused(f"The shot would be {length} frames long; {LONGEST} at most.", "EDIT_INVALID")
        also = {"frames": length, "frames_locked": True}  # its voices are those of the take: they must not make it short again
    new = New(shot, recipe, told["params"].get("seed", base.seed), str(told["params"].get("quality", "final")), told, also)
    made = takes.written(film, [new], by=by, group=uuid.uuid4())
    choosing.watch(film, made, quality=new.quality, by=by)
    return made[0]


def bridge(
    project: Project, *, before: UUID, after: UUID, frames: int, words: str = "", checkpoint: str = "", quality: str = "final",
    by: Any,
) -> tuple[Take, UUID]:  # fmt: skip
    """A new shot after `before` that leads from it to `after`; its take, asked for, and the group by which all of it is undone.

    Raises:
        Refused: EDIT_INVALID, CONSENT_REQUIRED, LICENCE_FORBIDS; OverQuota; Conflict: NOT_READY, where one has no take.
        BadInput: PARAMETERS_INVALID.
    """
    film = Film.of(project)
    ends = []
    for id_ in (before, after):
        there = film.by_id.get(id_)
        if there is None:
            raise Refused("A shot of the two is not in this film any more. Choose another.", "EDIT_INVALID")
        if there.take_id not in film.takes:
            raise Conflict(
                f"Shot {film.slate(there)} has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(id_)]}
            )  # fmt: skip
        ends.append(there)
    if before == after:
        raise Refused("A bridge leads from one shot to another. To lead a shot back to itself, make it a loop.", "EDIT_INVALID")
    first, last = ends
    params: dict[str, Json] = {"frames": frames, "prompt": words, "quality": quality}
    if checkpoint:
        params["checkpoint"] = checkpoint
    told = _told(derived_plans.BRIDGE, film.takes[first.take_id], params, also=film.takes[last.take_id])  # type: ignore[index]
    group, id_ = uuid.uuid4(), uuid.uuid4()
    fields, castings = _between(film, first, last, frames, words)
    changes = [Change(kind="shot", id=id_, set=fields)]
    changes += [Change(kind="casting", id=uuid.uuid4(), set={"shot": str(id_), **one}) for one in castings]
    with transaction.atomic():
        edits.change(project, changes, by=by, label=f"Bridge {film.slate(first)} to {film.slate(last)}", group=group)
        film = Film.of(project)
        shot = film.by_id[id_]
        recipe = derived_plans.bridged(film, shot, told)
        made = takes.put_down(film, [New(shot, recipe, told["params"]["seed"], quality, told)], by=by, group=group)
    takes.ask(film, made, by=by)
    choosing.watch(film, made, quality=quality, by=by)
    return made[0], group


def _base(film: Film, shot: Shot, take: UUID | None) -> Take:
    id_ = take or shot.take_id
    if id_ is None:
        raise Conflict("This shot has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(shot.pk)]})
    found = film.kept(id_)
    if found is None or found.shot_id != shot.pk:
        raise Refused("There is no such take of this shot.", "EDIT_INVALID")
    if found.archived:
        raise Conflict("This take was put away. Bring it back first.", "NOT_READY")
    return found


def _told(
    operation: str, of: Take, params: Mapping[str, Json], *, also: Take | None = None, mask: UUID | None = None, picture: str = ""
) -> dict[str, Json]:
    """What is kept on the take. The seed is drawn where none is given, so that it stays the same.

    Raises:
        BadInput: PARAMETERS_INVALID.
    """
    drawn = {"seed": secrets.randbelow(SEEDS)} if "seed" in registry.get(operation).parameters.model_fields else {}
    given = {**drawn, **params}
    registry.get(operation).validate(given)
    field = DerivedField(
        operation=operation, of=of.pk, also=also.pk if also else None, params=given, mask=mask, picture=picture
    )  # fmt: skip
    return field.model_dump(mode="json")


def _between(film: Film, first: Shot, last: Shot, frames: int, words: str) -> tuple[dict[str, Json], list[dict[str, Json]]]:
    """The fields of a shot between two, and who is in it: whoever is in either."""
    here = [one for one in film.shots if one.scene_id == first.scene_id]
    at = here.index(first)
    following = here[at + 1].rank if at + 1 < len(here) else None
    taken = {one.letter for one in here}
    free = next(name for n in range(len(taken) + 1) if (name := letter(n)) not in taken)
    fields: dict[str, Json] = {
        "scene": str(first.scene_id), "rank": generate_key_between(first.rank, following), "letter": free, "frames": frames,
        "frames_locked": True, "action": words, "size": first.size, "angle": first.angle, "movement": first.movement,
    }  # fmt: skip
    people = {one.pk: one for shot in (first, last) for one in film.cast.get(shot.pk, [])}
    rank: str | None = None
    castings = []
    for one in people:
        rank = generate_key_between(rank, None)
        castings.append({"character": str(one), "rank": rank})
    return fields, castings
