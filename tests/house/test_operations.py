"""Law 2: the key covers everything that is declared; and no operation changes under its version."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from generation.keyed import Keyed, keyable
from generation.media import KINDS
from generation.operation import Operation, Parameters, recipe, registry
from generation.recipe import Digest
from tests.house import operations

NAMES = [op.name for op in operations.declared()]
GUESSES: list[Any] = [
    "24/1", "25/1", "previs@1", "other@2", "words", "en", "zh", "", "{}", '{"a": 1}', "draft", "final", "p1", "p2",
    0, 1, 2, 3, 7, 16, 24, 48, 64, 128, 256, 512, 640, 720, 1280, 0.5, 0.95, 1.0, 1.05, -16.0, -1.0, -20.0, 10.0,
    True, False, None,
    [], ["a"], ["b"], ["a", "b"], [0], [1], [1, 2], [0.0], [0.5], [[0, 1]],
]  # fmt: skip


def _values(model: type[Parameters], name: str) -> list[Any]:
    """Different values that one field takes, found by asking it."""
    info = model.model_fields[name]
    field = TypeAdapter(__import__("typing").Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation)
    schema = model.model_json_schema()["properties"].get(name, {})
    guesses = [*schema.get("enum", ()), *re.findall(r"[A-Za-z]+(?:-[a-z]+)*", schema.get("pattern", "")), *GUESSES]
    guesses += [[value] for value in schema.get("items", {}).get("enum", ())]
    guesses += [value for limit, value in schema.items() if limit in ("minimum", "maximum")]
    if name == "keys" and issubclass(model, Keyed):
        first = (*keyable(model), "")[0]
        guesses = [{}, {first: ((0, model.model_fields[first].get_default(), "linear"),)}] if first else [{}]
    for reference in model.model_json_schema().get("$defs", {}).values():
        guesses = [*reference.get("enum", ()), *guesses]
    if not info.is_required():
        guesses.insert(0, info.get_default(call_default_factory=True))
    found: list[Any] = []
    for guess in guesses:
        try:
            value = field.validate_python(guess)
        except (ValidationError, TypeError):
            continue
        if value not in found:
            found.append(value)
    return found


def _sources(op: Operation, letter: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for port in op.ports:
        kind = next(name for name, one in KINDS.items() if one is port.kind)
        source = Digest(letter * 64, kind)
        given[port.name] = (source,) if port.many else source
    return given


def silent(op: Operation) -> list[str]:
    """Parameters and inputs of an operation that can change without its key changing."""
    values = {name: _values(op.parameters, name) for name in op.parameters.model_fields}
    base = {name: found[0] for name, found in values.items()}
    sources = _sources(op, "a")
    key = recipe(op, params=op.parameters.model_construct(**base), **sources).key
    quiet = [f"{name}: no second value could be found" for name, found in values.items() if len(found) < 2]
    for name, found in values.items():
        for other in found[1:]:
            changed = op.parameters.model_construct(**{**base, name: other})
            if recipe(op, params=changed, **sources).key == key:
                quiet.append(f"{op.name}.{name}: {base[name]!r} → {other!r}")
    for port in op.ports:
        swapped = {**sources, port.name: _sources(op, "b")[port.name]}
        if recipe(op, params=op.parameters.model_construct(**base), **swapped).key == key:
            quiet.append(f"{op.name} input {port.name}")
    return quiet


def test_there_are_operations() -> None:
    assert {"image.generate", "video.generate", "sound.speak", "edit.segment"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_law_2_the_key_covers_everything_declared(name: str) -> None:
    assert silent(registry.get(name)) == []


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Any]:
    """Write a module and import it; what it declares is forgotten afterwards."""
    known = dict(registry._operations)
    numbers = itertools.count()

    def write(text: str) -> ModuleType:
        path = tmp_path / f"declared_{next(numbers)}.py"  # a name of its own, or compiled code of the last one might be taken
        path.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location("declared_for_test", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["declared_for_test"] = module
        importlib.invalidate_caches()
        __import__("linecache").clearcache()
        spec.loader.exec_module(module)
        return module

    yield write
    sys.modules.pop("declared_for_test", None)
    registry._operations.clear()
    registry._operations.update(known)


DECLARED = '''
"""An operation for tests."""
from generation.media import Data
from generation.operation import Context, Parameters, Queue, operation
from pydantic import Field
STEP = 1
class Count(Parameters):
    """Counted."""
    number: int = 1{excluded}
def helper(x):
    return x + STEP
@operation("test.count", version={version}, queue=Queue.CPU)
def count(*, params: Count, context: Context) -> Data:
    """Counts."""{comment}
    return helper(params.number{more})
'''


def _declared(load: Any, **words: str) -> Operation:
    words = {"excluded": "", "version": "1", "comment": "", "more": "", **words}
    text = DECLARED
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    op: Operation = load(text).count
    return op


def test_law_2_fails_when_broken(load: Any) -> None:
    assert silent(_declared(load)) == []
    hidden = silent(_declared(load, excluded="\n    secret: int = Field(default=3, exclude=True)", version="2"))
    assert any("secret" in line for line in hidden)


def test_a_version_is_in_the_key(load: Any) -> None:
    first = _declared(load)
    key = recipe(first, params=first.parameters()).key
    second = _declared(load, version="2")
    assert recipe(second, params=second.parameters()).key != key


def test_a_neutral_value_stays_out_of_the_key(load: Any) -> None:
    first = _declared(load)
    key = recipe(first, params=first.parameters()).key
    later = _declared(load, excluded='\n    added: int = Field(default=0, json_schema_extra={"neutral": 0})')
    assert recipe(later, params=later.parameters()).key == key
    assert recipe(later, params=later.parameters(added=1)).key != key


def test_no_operation_changed_under_its_version() -> None:
    locked = json.loads(operations.LOCK.read_text(encoding="utf-8"))
    assert operations.compare(locked, operations.current()) == []


def test_the_lock_fails_when_a_source_changes(load: Any) -> None:
    before = operations.fingerprint(_declared(load))
    assert operations.fingerprint(_declared(load, comment="\n    # a remark")) == before
    changed = operations.fingerprint(_declared(load, more=" + 1"))
    assert changed != before
    parameter = operations.fingerprint(_declared(load, excluded="\n    other: int = 2"))
    assert parameter not in (before, changed)
    said = operations.compare({"test.count@1": before}, {"test.count@1": changed})
    assert said == [line for line in said if "raise version=" in line]
    assert len(said) == 1


def test_the_lock_follows_helpers_and_constants(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = operations.fingerprint(_declared(load))
    monkeypatch.setitem(globals(), "DECLARED", DECLARED.replace("STEP = 1", "STEP = 2"))
    assert operations.fingerprint(_declared(load)) != before


def test_descriptions_are_no_change() -> None:
    class First(Parameters):
        number: int = Field(default=1, description="One thing.")

    class Second(Parameters):
        number: int = Field(default=1, description="Another thing.")

    def normal(model: type) -> str:
        import ast
        import inspect
        import textwrap

        return operations._normal(ast.parse(textwrap.dedent(inspect.getsource(model)))).replace("Second", "First")

    assert normal(First) == normal(Second)
