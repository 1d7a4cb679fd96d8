"""The registry of record kinds: each one's table, what may be set on it and by whom; and the document that they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from pydantic import ValidationError

from generation.wording import reasons
from storyboard.changes import Document
from storyboard.field_types import Fields, Reference
from storyboard.models import Project
from studio.errors import Refused

Json = Any
Values = Mapping[str, Json]


def _no_links(_: Values) -> Iterator[tuple[str, str]]:
    return iter(())


def _nothing_brought(_: Values) -> Iterator[tuple[str, str, str]]:
    return iter(())


def _no_check(_: Values) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    `fields` is everything that can be set; `system` names what only the studio itself sets; `required` must be given when a
    record is made; `links` finds references inside JSON values as (kind, id); `brought` finds files that people brought in as
    (field, digest, medium); `check` refuses a record whose fields do not go together. `creatable` is False for
    what a client cannot make.
    """

    name: str
    model: type[Model]
    fields: type[Fields]
    required: frozenset[str] = frozenset()
    system: frozenset[str] = frozenset()
    creatable: bool = True
    links: Callable[[Values], Iterator[tuple[str, str]]] = _no_links
    check: Callable[[Values], None] = _no_check
    brought: Callable[[Values], Iterator[tuple[str, str, str]]] = _nothing_brought

    @cached_property
    def columns(self) -> dict[str, str]:
        """Field → attribute of the model that holds it."""
        return {name: self.model._meta.get_field(name).attname for name in self.fields.model_fields}  # type: ignore[union-attr]

    @cached_property
    def references(self) -> dict[str, str]:
        """Field → the kind of record that it points to."""
        return {
            name: mark.kind
            for name, info in self.fields.model_fields.items()
            for mark in info.metadata
            if isinstance(mark, Reference)
        }

    def rows(self, project: Project) -> QuerySet[Any]:
        """This project's rows of the kind."""
        manager = self.model._default_manager
        return manager.filter(pk=project.pk) if self.model is Project else manager.filter(project=project)

    def owner(self, row: Any) -> UUID:
        """The project that a row belongs to."""
        return row.pk if self.model is Project else row.project_id  # type: ignore[no-any-return]

    def validate(self, values: Values, *, system: bool) -> dict[str, Json]:
        """The given fields, checked and as JSON; fields that were not given stay absent.

        Raises:
            Refused: EDIT_INVALID, naming each wrong field and what it may be.
        """
        if not system and (forbidden := self.system & values.keys()):
            raise Refused(f"{self.name}: {', '.join(sorted(forbidden))} is set by the studio alone.", "EDIT_INVALID")
        try:
            return self.fields.model_validate(dict(values)).model_dump(mode="json", exclude_unset=True)
        except ValidationError as problem:
            raise Refused(f"{self.name}: {reasons(problem.errors())}. Nothing was changed.", "EDIT_INVALID") from problem

    def read(self, row: Any) -> dict[str, Json]:
        """A row's fields as JSON."""
        return {name: _plain(getattr(row, attribute)) for name, attribute in self.columns.items()}


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind of record; another app calls this from its `records` module, once per kind.

    Raises:
        RuntimeError: when two kinds claim one name.
    """
    if kind.name in _kinds and _kinds[kind.name].model is not kind.model:
        raise RuntimeError(f"Two kinds of record are called {kind.name}")
    _kinds[kind.name] = kind
    return kind


def kinds() -> Mapping[str, Kind]:
    """Every kind by name, in the order of registration: what others point to comes first."""
    return _kinds


def kind_named(name: str) -> Kind:
    """The kind of this name.

    Raises:
        Refused: EDIT_INVALID, with the names there are.
    """
    try:
        return _kinds[name]
    except KeyError:
        raise Refused(f"There is no kind of record {name!r}. Known: {', '.join(_kinds)}.", "EDIT_INVALID") from None


def snapshot(project: Project, *, archived: bool = False) -> Document:
    """The whole document: kind → id → fields, one query per kind; what is archived only when asked for."""
    document: Document = {}
    for kind in _kinds.values():
        columns = kind.columns
        rows = kind.rows(project)
        if not archived and kind.model is not Project:
            rows = rows.filter(archived=False)
        names = list(columns)
        document[kind.name] = {
            str(row[0]): {name: _plain(value) for name, value in zip(names, row[1:], strict=True)}
            for row in rows.values_list("pk", *columns.values())
        }
    return document


def _plain(value: Any) -> Json:
    return str(value) if isinstance(value, UUID) else value


def schema() -> dict[str, Json]:
    """The JSON schema of every kind's fields, for forms and documentation."""
    return {name: kind.fields.model_json_schema() for name, kind in _kinds.items()}
