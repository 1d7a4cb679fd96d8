"""What each operation's source amounts to, as a hash; `python -m tests.house.operations --lock` writes them down.

The hash covers the function, its parameter model and whatever of the same package they use, without comments, docstrings and
layout. An operation whose hash moved must raise its version, or be locked again by somebody who states that it still makes
the same thing: results kept under the old key would otherwise be wrong.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from generation.operation import Operation, Parameters, registry

LOCK = Path(__file__).resolve().parent.parent / "operations.lock"


def fingerprint(op: Operation) -> str:
    """SHA-256 over the normalised source of everything that the operation's module says about it."""
    module = sys.modules[op.function.__module__]
    wanted = [op.function.__name__, *(one.__name__ for one in op.parameters.__mro__ if _ours(one))]
    parts = [f"{name}\n{text}" for name, text in sorted(_closure(module, wanted).items())]
    parts += [_normal(ast.parse(inspect.getsource(one))) for one in op.parameters.__mro__ if _ours(one)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def current() -> dict[str, str]:
    """Every declared operation of the product, `name@version` → hash."""
    return {op.id: fingerprint(op) for op in declared()}


def declared() -> list[Operation]:
    """The product's operations; those that tests declare are left out."""
    return [op for op in registry.all() if op.function.__module__.partition(".")[0] in ("generation", "editing")]


def compare(locked: dict[str, str], now: dict[str, str]) -> list[str]:
    """What has to be done, a sentence for each operation."""
    said = []
    for id, digest in sorted(now.items()):
        if id not in locked:
            said.append(f"{id} is not locked yet: make lock-operations")
        elif locked[id] != digest:
            said.append(
                f"{id} was changed under its version. If it may make anything else, raise version= where it is declared; "
                "if it surely makes the same, run: make lock-operations"
            )
    said += [f"{id} is locked but no longer declared: make lock-operations" for id in sorted(set(locked) - set(now))]
    return said


def _ours(one: type) -> bool:
    return issubclass(one, Parameters) and one is not Parameters


def _closure(module: ModuleType, wanted: list[str]) -> dict[str, str]:
    """The module's own top-level statements that the wanted names lead to, by name, normalised."""
    statements = dict(_named(ast.parse(inspect.getsource(module))))
    found: dict[str, str] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in found or name not in statements:
            continue
        found[name] = _normal(statements[name])
        waiting += [node.id for node in ast.walk(statements[name]) if isinstance(node, ast.Name)]
    return found


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield statement.name, statement
        elif isinstance(statement, ast.Assign):
            yield from ((target.id, statement) for target in statement.targets if isinstance(target, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id, statement


def _normal(node: ast.AST) -> str:
    for one in ast.walk(node):
        body = getattr(one, "body", None)
        if isinstance(one, ast.FunctionDef | ast.ClassDef | ast.Module) and body and _is_docstring(body[0]):
            one.body = body[1:] or [ast.Pass()]
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Field":
            one.keywords = [word for word in one.keywords if word.arg not in ("description", "title", "examples")]
    return ast.dump(node, annotate_fields=False)


def _is_docstring(statement: Any) -> bool:
    return (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    )


def main() -> None:
    """Write the lock, or say what differs and end with 1."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    if "--lock" in sys.argv:
        LOCK.write_text(json.dumps(current(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return
    if said := compare(json.loads(LOCK.read_text(encoding="utf-8")), current()):
        sys.exit("\n".join(said))


if __name__ == "__main__":
    main()
