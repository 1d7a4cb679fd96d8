"""Whatever is imported is named in a requirements file, so that a fresh machine has it."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house import tree

REQUIREMENTS = Path("deploy") / "requirements"


def _named(root: Path, *files: str) -> set[str]:
    found = set()
    for file in files:
        for line in (root / REQUIREMENTS / file).read_text(encoding="utf-8").splitlines():
            if match := re.match(r"^[A-Za-z0-9][A-Za-z0-9._-]*", line):
                found.add(_normal(match[0]))
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared(root: Path, packages: tuple[str, ...], *files: str) -> list[str]:
    """Imports of these packages that none of the requirements files names."""
    own = {*tree.SOURCES, "manage", *sys.stdlib_module_names}
    from_package = packages_distributions()
    named = _named(root, *files)
    found = []
    for one in tree.python(root, packages):
        for node in ast.walk(ast.parse(one.read_text(encoding="utf-8"))):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            for module in modules:
                top = module.partition(".")[0]
                distributions = {_normal(name) for name in from_package.get(top, [top])}
                if top not in own and not distributions & named:
                    found.append(f"{one.relative_to(root)}:{node.lineno}: {module} ({', '.join(sorted(distributions))})")
    return found


def test_the_product_imports_only_what_is_declared(repository: Path) -> None:
    # Django brings asgiref and sqlparse, celery brings kombu: they are parts of what is declared.
    parts = {"asgiref", "kombu", "pip"}
    found = undeclared(repository, tree.PACKAGES, "run.in", "torch.in")
    assert [line for line in found if line.rpartition("(")[2].rstrip(")") not in parts] == []


def test_the_tests_import_only_what_is_declared(repository: Path) -> None:
    found = undeclared(repository, ("tests", "bench"), "run.in", "torch.in", "test.in")
    assert [line for line in found if "(asgiref)" not in line and "(kombu)" not in line] == []


def test_an_undeclared_import_is_found(tmp_path: Path) -> None:
    (tmp_path / REQUIREMENTS).mkdir(parents=True)
    (tmp_path / REQUIREMENTS / "run.in").write_text("Django==1\n")
    (tmp_path / "studio").mkdir()
    (tmp_path / "studio" / "x.py").write_text("import django.db\nimport numpy\n")
    assert [line.partition(" ")[2] for line in undeclared(tmp_path, ("studio",), "run.in")] == ["numpy (numpy)"]


@pytest.mark.parametrize("file", ["run", "test"])
def test_locks_hold_what_is_asked_for(repository: Path, file: str) -> None:
    asked = {line.strip() for line in (repository / REQUIREMENTS / f"{file}.in").read_text().splitlines() if "==" in line}
    locked = (repository / REQUIREMENTS / f"{file}.lock").read_text()
    for line in asked:
        name, _, version = line.partition("==")
        assert f"{_normal(name.partition('[')[0])}=={version} " in locked, f"{line} is not locked: make lock"
