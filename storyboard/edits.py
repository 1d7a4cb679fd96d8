"""The one way in which records change: validate an edit, write it, number it, log it, tell it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F

from storyboard import brought
from storyboard.changes import Change, Document, EditIn, alive, fold, merge, read
from storyboard.models import Edit, Project
from storyboard.records import Kind, kind_named, kinds, snapshot
from studio.access import require
from studio.errors import Conflict, NotFound, Refused
from studio.events import Edited, Hello, publish
from studio.models import Role

Person = AbstractBaseUser | AnonymousUser
TOLD_IN_FULL = 400  # changes; a larger edit is told as a revision to catch up with
AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True)
class Revision:
    """What an edit became. `changes` are as they were written, with every field of a record that came back from the archive."""

    revision: int
    edit: UUID
    changes: list[Change]
    inverse: list[Change]
    repeated: bool = False


@dataclass
class _Batch:
    """The changes of one edit to one kind of record, with the rows that they meet."""

    kind: Kind
    changes: list[Change] = field(default_factory=list)
    rows: dict[UUID, Any] = field(default_factory=dict)


class _Repeated(Exception):
    def __init__(self, edit: Edit) -> None:
        self.edit = edit


def apply(project: Project, edit: EditIn, *, by: Person | None, system: bool = False) -> Revision:
    """Write an edit, whole or not at all; its revision, its inverse.

    An edit whose id is known answers with what it became the first time. Each field is last writer wins: a `base` older than the
    newest revision is welcome. `system` lets the studio set what people cannot; without `by` it must be True.

    Raises:
        NotFound, Forbidden: when this person may not edit the project.
        Conflict: STALE_BASE, when `base` is a revision that does not exist here.
        Refused: EDIT_INVALID, naming what is wrong; nothing was written.
    """
    if by is not None:
        require(by, project.workspace_id, Role.EDITOR)
    elif not system:
        raise NotFound("There is no such thing, or it is not yours.")
    try:
        with transaction.atomic():
            return _write(project, edit, by, system)
    except _Repeated as known:
        return _as_written(known.edit, repeated=True)
    except IntegrityError as problem:
        raise Refused("This edit contradicts records that are already there; nothing was changed.", "EDIT_INVALID") from problem


def change(
    project: Project,
    changes: Iterable[Change],
    *,
    by: Person | None,
    label: str = "",
    system: bool = True,
    group: UUID | None = None,
) -> Revision:
    """`apply` for the studio's own edits: a fresh id, no base."""
    edit = EditIn(id=uuid.uuid4(), base=None, label=label, group=group, changes=list(changes))
    return apply(project, edit, by=by, system=system)


def undo(project: Project, edit_id: UUID, *, by: Person, group: bool = False) -> Revision:
    """Write the inverse of an edit as a new edit; with `group`, of all edits that share its group, as far as it still holds.

    Raises:
        NotFound: when the project has no such edit.
    """
    known = Edit.objects.filter(project=project, uuid=edit_id).first()
    if known is None:
        raise NotFound("There is no such edit in this project.")
    if not group or known.group is None:
        return change(project, read(known.inverse), by=by, label=f"Undo {known.label or known.revision}")
    together = list(Edit.objects.filter(project=project, group=known.group).order_by("revision"))
    more = f" and {len(together) - 1} more" if len(together) > 1 else ""
    label = f"Undo {known.label or known.revision}{more}"[:200]
    return change(project, _backwards(together), by=by, label=label)


def _backwards(together: list[Edit]) -> list[Change]:
    """What undoes these edits, given oldest first: only fields that still are what they were set to, for the rest is later work.

    Raises:
        Conflict: CHANGED_SINCE, when nothing of them is left.
    """
    written = merge(one for edit in together for one in read(edit.changes))
    before = merge(one for edit in reversed(together) for one in read(edit.inverse))
    by_kind: dict[str, dict[UUID, dict[str, Any]]] = defaultdict(dict)
    for one in written:
        by_kind[one.kind][one.id] = one.set
    holds: dict[tuple[str, UUID], set[str]] = {}
    for name, records in by_kind.items():
        kind, ids = kind_named(name), list(records)
        for start in range(0, len(ids), AT_ONCE):
            for id_, row in kind.model._default_manager.in_bulk(ids[start : start + AT_ONCE]).items():
                now = kind.read(row)
                holds[name, id_] = {"archived"} | {field for field, value in records[id_].items() if now[field] == value}
    found = []
    for one in before:
        values = {field: value for field, value in one.set.items() if field in holds.get((one.kind, one.id), ())}
        if values:
            found.append(Change(kind=one.kind, id=one.id, set=values))
    if not found:
        raise Conflict("All of this has been changed since; there is nothing left of it to undo.", "CHANGED_SINCE")
    return found


def since(project: Project, revision: int, *, limit: int = 1000) -> list[Edit]:
    """The edits after a revision, oldest first, at most `limit`.

    Raises:
        Conflict: STALE_BASE, when the revision lies in the future: the client knows another history and must load again.
    """
    current = Project.objects.values_list("revision", flat=True).get(pk=project.pk)
    if revision > current:
        raise _stale(revision, current)
    return list(Edit.objects.filter(project=project, revision__gt=revision).select_related("by").order_by("revision")[:limit])


def as_of(project: Project, revision: int) -> Document:
    """The document as it was at a revision: later edits undone, newest first."""
    document = snapshot(project, archived=True)
    for edit in Edit.objects.filter(project=project, revision__gt=revision).order_by("-revision"):
        document = fold(document, read(edit.inverse))
    return alive(document)


def _write(project: Project, edit: EditIn, by: Person | None, system: bool) -> Revision:
    # The first statement takes the project's row: edits of one project stand in line, on every database.
    if not Project.objects.filter(pk=project.pk).update(revision=F("revision") + 1):
        raise NotFound("There is no such project, or it is not yours.")
    known = Edit.objects.filter(project=project, uuid=edit.id).first()
    if known is not None:
        raise _Repeated(known)
    revision = Project.objects.values_list("revision", flat=True).get(pk=project.pk)
    if edit.base is not None and edit.base > revision - 1:
        raise _stale(edit.base, revision - 1)

    batches = _batches(project, edit.changes, system)
    _check_references(project, batches)
    _check_brought(project, batches)
    written: list[Change] = []
    inverse: list[Change] = []
    for batch in batches:
        for done, undone in _write_batch(project, batch, system):
            written.append(done)
            inverse.append(undone)
    inverse.reverse()
    author = by.pk if by is not None else None
    Edit.objects.create(
        project=project,
        uuid=edit.id,
        revision=revision,
        label=edit.label,
        group=edit.group,
        changes=[one.dump() for one in written],
        inverse=[one.dump() for one in inverse],
        by_id=author,
    )
    project.revision = revision
    from storyboard import obsolete  # it plans, which reads records; writing them is all that this module knows of

    if layers := {one.id for one in written if one.kind == "layer" and obsolete.SAID & one.set.keys()}:
        transaction.on_commit(lambda: obsolete.forget(project, layers), robust=True)
    if len(written) <= TOLD_IN_FULL:
        name = by.get_username() if by is not None else ""
        dumped = [one.dump() for one in written]
        told = Edited(revision=revision, id=edit.id, by=name, label=edit.label, group=edit.group, changes=dumped)
        publish(project.channel, told)
    else:
        publish(project.channel, Hello(revision=revision))
    return Revision(revision, edit.id, written, inverse)


def _batches(project: Project, changes: list[Change], system: bool) -> list[_Batch]:
    """The changes, validated, by kind in the order of registration, each with the rows there are."""
    grouped: dict[str, _Batch] = {}
    for one in merge(changes):
        kind = kind_named(one.kind)
        checked = Change(kind=one.kind, id=one.id, set=kind.validate(one.set, system=system))
        grouped.setdefault(one.kind, _Batch(kind)).changes.append(checked)
    for batch in grouped.values():
        ids = [one.id for one in batch.changes]
        for start in range(0, len(ids), AT_ONCE):
            batch.rows.update(batch.kind.model._default_manager.in_bulk(ids[start : start + AT_ONCE]))
        for id_, row in batch.rows.items():
            if batch.kind.owner(row) != project.pk:
                raise Refused(f"There is no {batch.kind.name} {id_} in this project.", "EDIT_INVALID")
    return [grouped[name] for name in kinds() if name in grouped]


def _check_references(project: Project, batches: list[_Batch]) -> None:
    wanted: dict[str, set[str]] = defaultdict(set)
    for batch in batches:
        for one in batch.changes:
            for name, target in batch.kind.references.items():
                if one.set.get(name):
                    wanted[target].add(one.set[name])
            for target, id_ in batch.kind.links(one.set):
                wanted[target].add(id_)
    made = {batch.kind.name: {str(one.id) for one in batch.changes} for batch in batches}
    for target, ids in wanted.items():
        missing = ids - made.get(target, set())
        for start in range(0, len(listed := sorted(missing)), AT_ONCE):
            some = listed[start : start + AT_ONCE]
            missing -= {str(pk) for pk in kind_named(target).rows(project).filter(pk__in=some).values_list("pk", flat=True)}
        if missing:
            raise Refused(f"There is no {target} {min(missing)} in this project.", "EDIT_INVALID")


def _check_brought(project: Project, batches: list[_Batch]) -> None:
    wanted = [(batch.kind.name, *named) for batch in batches for one in batch.changes for named in batch.kind.brought(one.set)]
    if wanted:
        brought.check(project.workspace_id, wanted)


def _write_batch(project: Project, batch: _Batch, system: bool) -> list[tuple[Change, Change]]:
    kind, pairs = batch.kind, []
    new: list[Any] = []
    touched: dict[UUID, Any] = {}
    names: set[str] = set()
    for one in batch.changes:
        row = batch.rows.get(one.id)
        if row is None:
            row, before = _made(project, kind, one, system), {"archived": True}
            new.append(row)
        else:
            before = {name: kind.read(row)[name] for name in one.set}
            touched[row.pk] = row
            names |= one.set.keys()
        for name, value in one.set.items():
            setattr(row, kind.columns[name], value)
        values = kind.read(row)
        kind.check(values)
        returned = before.get("archived") is True and row.pk in touched and one.set.get("archived") is False
        done = Change(kind=kind.name, id=one.id, set=values) if returned else one
        pairs.append((done, Change(kind=kind.name, id=one.id, set=before)))
    manager = kind.model._default_manager
    if new:
        manager.bulk_create(new, batch_size=AT_ONCE)
    if touched and names:
        manager.bulk_update(list(touched.values()), sorted(names), batch_size=AT_ONCE)
    if kind.model is Project and project.pk in touched:
        for name in names:
            setattr(project, name, getattr(touched[project.pk], name))
    return pairs


def _made(project: Project, kind: Kind, one: Change, system: bool) -> Any:
    if not kind.creatable and not system:
        raise Refused(f"There is no {kind.name} {one.id} in this project, and an edit cannot make one.", "EDIT_INVALID")
    if missing := kind.required - one.set.keys():
        raise Refused(f"A new {kind.name} needs {', '.join(sorted(missing))}.", "EDIT_INVALID")
    return kind.model(pk=one.id, project_id=project.pk)


def known(project: Project, edit_id: UUID) -> Revision | None:
    """What an edit of this id became when it was written; None when there is none."""
    there = Edit.objects.filter(project=project, uuid=edit_id).first()
    return _as_written(there, repeated=True) if there is not None else None


def _as_written(edit: Edit, *, repeated: bool) -> Revision:
    return Revision(edit.revision, edit.uuid, read(edit.changes), read(edit.inverse), repeated)


def _stale(base: int, current: int) -> Conflict:
    words = f"This edit builds on revision {base}, but the project is at {current}. Load the project again."
    return Conflict(words, "STALE_BASE", {"revision": current})
