"""A take brought back with everything that it was drawn from: the shot's words, camera, cast, seed and pictures of that time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from storyboard import edits, takes
from storyboard.changes import Change, read
from storyboard.kinds import CASTING, SHOT
from storyboard.models import Casting, Character, Edit, Shot, Take
from storyboard.said import Said
from studio.errors import Conflict, Refused

# Where a shot stands, and what a person decided about its takes, is not what a take was drawn from.
_STAYS = frozenset({"scene", "rank", "letter", "archived", "locked", "take", "voices", "backdrop"})
Values = dict[str, Any]


def restore(take: Take, *, by: Any) -> tuple[edits.Revision, list[Said]]:
    """Set a shot's fields and cast as they were when this take was drawn, and show the take: one edit, which can be undone.

    Also what a person must hear: what of that time cannot come back with the shot, because it belongs to the film or is gone.

    Raises:
        Refused: SHOT_LOCKED; Conflict: NOT_READY, for what was put away.
        NotFound, Forbidden: when this person may not edit the project.
    """
    shot = take.shot
    if take.archived or shot.archived or shot.scene.archived:
        raise Conflict("This take or its shot was put away. Bring it back first.", "NOT_READY")
    if shot.locked:
        raise Refused("This shot is locked: its take stays. Unlock it to bring another back.", "SHOT_LOCKED")
    then, cast = as_drawn(take)
    now = SHOT.read(shot)
    values = {name: value for name, value in then.items() if name not in _STAYS and now[name] != value}
    changes = [Change(kind="shot", id=shot.pk, set={**values, "take": str(take.pk)}), *_recast(shot, cast)]
    done = edits.change(take.project, changes, by=by, label=f"Restore take {take.number}")
    shot = Shot.objects.select_related("project__workspace", "scene").get(pk=shot.pk)
    return done, [*_missing(cast), *_otherwise(shot)]


def as_drawn(take: Take) -> tuple[Values, dict[UUID, Values]]:
    """The fields of a take's shot, and its castings by id, when the take was drawn.

    Read backwards from today through those edits alone that name the shot or one of its castings.
    """
    shot = take.shot
    castings = {one.pk: CASTING.read(one) for one in Casting.objects.filter(shot=shot)}
    values = SHOT.read(shot)
    named = Q(inverse__icontains=str(shot.pk))
    for id_ in castings:
        named |= Q(inverse__icontains=str(id_))
    later = Edit.objects.filter(named, project=take.project_id, revision__gt=_revision(take))
    for inverse in later.order_by("-revision").values_list("inverse", flat=True).iterator(chunk_size=100):
        for change in read(inverse):
            if change.kind == "shot" and change.id == shot.pk:
                values |= change.set
            elif change.kind == "casting" and (change.id in castings or change.set.get("shot") == str(shot.pk)):
                castings.setdefault(change.id, {}).update(change.set)
    return values, {id_: one for id_, one in castings.items() if one.get("shot") == str(shot.pk) and not one.get("archived")}


def _revision(take: Take) -> int:
    """The project's revision when a take was drawn: on the take, or before the edit that made it."""
    if take.revision is not None:
        return take.revision
    made = Edit.objects.filter(project=take.project_id, changes__icontains=str(take.pk)).order_by("revision").first()
    return made.revision - 1 if made else 0


def _recast(shot: Shot, wanted: dict[UUID, Values]) -> Iterable[Change]:
    there = {one.pk: CASTING.read(one) for one in Casting.objects.filter(Q(shot=shot) | Q(pk__in=wanted))}
    for id_, values in wanted.items():
        now = there.get(id_, {})
        if changed := {name: value for name, value in values.items() if now.get(name) != value}:
            yield Change(kind="casting", id=id_, set=changed)
    for id_, now in there.items():
        if id_ not in wanted and not now["archived"]:
            yield Change(kind="casting", id=id_, set={"archived": True})


def _missing(cast: dict[UUID, Values]) -> list[Said]:
    ids = {one["character"] for one in cast.values()}
    gone = sorted(Character.objects.filter(pk__in=ids, archived=True).values_list("name", flat=True))
    return [
        Said(
            f"{name} was in this shot then and has since been put away. Bring the character back to see them again.",
            f"当时镜头里有{name}，这个角色后来被移除了。恢复该角色后才会再出现。",
        )
        for name in gone
    ]


def _otherwise(shot: Shot) -> list[Said]:
    """What else is otherwise today than when the take was drawn, for it does not belong to the shot."""
    state = takes.staleness(shot)
    return [
        Said(
            f"Not brought back, for it belongs to the whole film: {one.words('en')}.",
            f"未恢复（属于整部影片）：{one.words('zh')}。",
        )
        for one in (state.causes if isinstance(state, takes.Stale) else ())
    ]
