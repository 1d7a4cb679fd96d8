"""The source tree as the house tests read it: its files, their syntax, and what in it breaks a rule."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("studio", "generation", "storyboard", "editing")
SOURCES = (*PACKAGES, "deploy", "bench", "tests")
LONGEST = 400  # lines of one file
FLOAT_TIMES = re.compile(r"(^|_)(seconds|secs|duration|fps)$")

# Written in pieces, so that this file does not find itself.
REGISTRIES = [
    "pypi" + ".org",
    "files.python" + "hosted",
    "npm" + "js.",
    "npm" + "mirror",
    "hugging" + "face.co",
    "download.py" + "torch",
]
MACHINES = ["/" + one for one in ("work/", "root/", "opt/wheels", "opt/pypi", "tmp/brief", ".library", "home/")]
MOCKS = ["unittest" + ".mock", "Magic" + "Mock", "mocker" + ".", "pytest" + "_mock", "import mock" + "\n"]


def tracked(root: Path) -> list[Path]:
    """Every file that git has or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return [root / one for one in listed.split("\0") if one and (root / one).is_file()]


def python(root: Path, packages: tuple[str, ...] = SOURCES) -> Iterator[Path]:
    """Python sources of some packages, without migrations."""
    for package in packages:
        for one in sorted((root / package).rglob("*.py")):
            if "migrations" not in one.parts and "node_modules" not in one.parts:
                yield one


def _parsed(path: Path) -> ast.Module:
    seen = path.stat()
    return _parse(path, seen.st_mtime_ns, seen.st_size)


@functools.cache
def _parse(path: Path, changed: int, size: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def without_docstring(root: Path) -> list[str]:
    """Modules that do not begin with one line that says why they exist. Empty package markers are no modules."""
    found = []
    for one in python(root):
        text = one.read_text(encoding="utf-8")
        if not text.strip():
            continue
        words = ast.get_docstring(ast.parse(text)) or ""
        first = words.partition("\n")[0].strip()
        if len(first) < 15 or not text.lstrip().startswith('"""' + first[:10]) or (first[-1] not in ".:?!" and "\n" not in words):
            found.append(f"{one.relative_to(root)}: its first line does not say why it exists")
    return found


def too_long(root: Path) -> list[str]:
    """Sources, Python and TypeScript, above the length that one reason needs."""
    endings = {".py", ".ts", ".tsx", ".css"}
    lengths = {
        one: len(one.read_text(encoding="utf-8").splitlines())
        for one in tracked(root)
        if one.suffix in endings and "migrations" not in one.parts and one.name != "schema.ts"
    }
    return [f"{one.relative_to(root)}: {lines} lines" for one, lines in lengths.items() if lines > LONGEST]


def naming(root: Path, names: list[str]) -> list[str]:
    """Text files of the tree that name one of these."""
    found = []
    for one in tracked(root):
        try:
            text = one.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{one.relative_to(root)}: {name}" for name in names if name in text]
    return found


def mocking(root: Path) -> list[str]:
    """Tests that stand something in for our own code."""
    return naming(root, MOCKS)


def float_times(root: Path) -> list[str]:
    """Fields of classes (models, parameters, schemas, values) that hold a length of film in anything but frames."""
    found = []
    for one in python(root, PACKAGES):
        for node in ast.walk(_parsed(one)):
            if isinstance(node, ast.ClassDef):
                found += [f"{one.relative_to(root)}: {node.name}.{name}" for name in _fields(node) if FLOAT_TIMES.search(name)]
    return found


def _fields(declared: ast.ClassDef) -> Iterator[str]:
    for statement in declared.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


def truth_in_tickets(root: Path) -> list[str]:
    """Places where Celery would carry more than a ticket: results, canvases, late acknowledgement, arguments other than ids."""
    found = []
    for one in python(root, PACKAGES):
        tree = _parsed(one)
        where = one.relative_to(root)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "celery":
                names = {alias.name for alias in node.names}
                if node.module in ("celery.result", "celery.canvas") or names & {
                    "chord",
                    "chain",
                    "group",
                    "chunks",
                    "signature",
                }:
                    found.append(f"{where}:{node.lineno}: {node.module} brings results or canvases")
            if isinstance(node, ast.keyword) and node.arg == "result_backend" and not _is(node.value, None):
                found.append(f"{where}:{node.value.lineno}: a result backend would be a second truth")
            if isinstance(node, ast.keyword) and node.arg in ("task_acks_late", "acks_late") and not _is(node.value, False):
                found.append(f"{where}:{node.value.lineno}: late acknowledgement would be a second recovery beside the lease")
            if isinstance(node, ast.FunctionDef) and any("shared_task" in ast.dump(mark) for mark in node.decorator_list):
                for argument in [*node.args.args, *node.args.kwonlyargs]:
                    kind = ast.unparse(argument.annotation) if argument.annotation else "nothing"
                    if kind not in ("str", "int"):
                        found.append(f"{where}:{node.lineno}: the ticket {node.name} carries {kind}")
                if node.returns is not None and ast.unparse(node.returns) != "None":
                    found.append(f"{where}:{node.lineno}: the ticket {node.name} answers {ast.unparse(node.returns)}")
    return found


def _is(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value
