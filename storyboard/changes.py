"""What an edit is, as values: apply changes to a document, and what would change it back — pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Json = Any
Document = dict[str, dict[str, dict[str, Json]]]  # kind → id → field → value

MAX_CHANGES = 20_000


class Change(BaseModel):
    """Set these fields of that record; a record that is not there is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = Field(max_length=40)
    id: UUID
    set: dict[str, Any] = Field(max_length=80)

    def dump(self) -> dict[str, Json]:
        """The JSON form."""
        return {"kind": self.kind, "id": str(self.id), "set": self.set}


class EditIn(BaseModel):
    """Changes that belong together. `base` is the revision that the client last saw; `id` makes a resend harmless."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    base: int | None = Field(None, ge=0, description="The last revision seen; absent: whatever is there.")
    label: str = Field("", max_length=200)
    group: UUID | None = Field(None, description="Edits that belong together share it, and can be undone at once.")
    changes: list[Change] = Field(min_length=1, max_length=MAX_CHANGES)


def read(changes: Iterable[Mapping[str, Json]]) -> list[Change]:
    """Changes from their JSON form."""
    return [Change.model_validate(one) for one in changes]


def merge(changes: Iterable[Change]) -> list[Change]:
    """The same effect with each record named once, in the order in which they were first named; later fields win."""
    merged: dict[tuple[str, UUID], dict[str, Json]] = {}
    for change in changes:
        merged.setdefault((change.kind, change.id), {}).update(change.set)
    return [Change(kind=kind, id=id_, set=fields) for (kind, id_), fields in merged.items()]


def fold(document: Document, changes: Iterable[Change]) -> Document:
    """The document after the changes; the one given is left as it is."""
    after = dict(document)
    for change in changes:
        records = dict(after.get(change.kind, {}))
        records[str(change.id)] = {**records.get(str(change.id), {}), **change.set}
        after[change.kind] = records
    return after


def inverse(document: Document, changes: Iterable[Change]) -> list[Change]:
    """What undoes the changes made to this document: old values put back, new records archived."""
    undo: list[Change] = []
    for change in merge(changes):
        known = document.get(change.kind, {}).get(str(change.id))
        before = {"archived": True} if known is None else {name: known.get(name) for name in change.set}
        undo.append(Change(kind=change.kind, id=change.id, set=before))
    return undo[::-1]


def alive(document: Document) -> Document:
    """The document without what is archived."""
    return {
        kind: {id_: fields for id_, fields in records.items() if not fields.get("archived")} for kind, records in document.items()
    }
