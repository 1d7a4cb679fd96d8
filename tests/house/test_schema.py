"""The API's description in the tree is what the API says now."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management import call_command

from tests.house.tree import FLOAT_TIMES


def _export(tmp_path: Path) -> str:
    call_command("export_schema", str(tmp_path / "openapi.json"), verbosity=0)
    return (tmp_path / "openapi.json").read_text(encoding="utf-8")


def test_the_schema_is_current(repository: Path, tmp_path: Path) -> None:
    kept = repository / "frontend" / "src" / "api" / "openapi.json"
    assert kept.exists(), "Run make schema and commit frontend/src/api/openapi.json"
    assert kept.read_text(encoding="utf-8") == _export(tmp_path), "The API changed: run make schema and commit what it writes"


def test_the_forms_of_the_operations_are_current(repository: Path, tmp_path: Path) -> None:
    kept = repository / "frontend" / "src" / "api" / "operations.json"
    _export(tmp_path)
    now = (tmp_path / "operations.json").read_text(encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == now, "An operation's form changed: run make schema and commit what it writes"


def test_the_api_counts_time_in_frames(tmp_path: Path) -> None:
    found: list[str] = []

    def walk(value: object, where: str) -> None:
        if isinstance(value, dict):
            for name, below in value.get("properties", {}).items() if isinstance(value.get("properties"), dict) else ():
                if FLOAT_TIMES.search(name):
                    found.append(f"{where}.{name}")
                walk(below, f"{where}.{name}")
            for name, below in value.items():
                walk(below, f"{where}.{name}")
        elif isinstance(value, list):
            for below in value:
                walk(below, where)

    walk(json.loads(_export(tmp_path)), "")
    assert found == []


def test_no_two_schemas_share_a_name() -> None:
    """The description knows a schema by its name alone: of two that share one, the second would be described as the first."""
    from ninja import Schema

    known: dict[str, set[str]] = {}
    waiting: list[type] = [Schema]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if not one.__module__.startswith(("ninja", "tests")) and not one.__name__.endswith("Params"):
                known.setdefault(one.__name__, set()).add(one.__module__)
    assert {name: sorted(modules) for name, modules in known.items() if len(modules) > 1} == {}
    assert len(known) > 30
