"""Whatever the studio refuses or fails with can be told in Chinese: each code has its sentence in the front end."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

PACKAGES = ("studio", "generation", "storyboard", "editing")
SENTENCES = ROOT / "frontend" / "src" / "i18n" / "zh" / "problems.ts"
ERRORS = {"StudioError": 1, "OperationFailed": 1, "Unfit": 1, "ScreenplayInvalid": 0, "LanguageFailed": 0}  # where the code is
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
# Told to who writes programs or sits at the shell: no page can come to them.
DEVELOPERS = {"AMBIGUOUS", "MESSAGE_INVALID"}


def codes(trees: list[ast.Module]) -> dict[str, int]:
    """Every code that an error of these modules can carry, and the line of one place where it is given."""
    places = dict(ERRORS)
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while grown := {
        one.name: places[_name(base)] for one in classes for base in one.bases if one.name not in places and _name(base) in places
    }:
        places |= grown
    found: dict[str, int] = {}
    each = [_given(tree) for tree in trees]
    everywhere = {name: values for given in each for name, values in given.items() if name.isupper()}
    for tree, own in zip(trees, each, strict=True):
        given = everywhere | own
        for node in ast.walk(tree):
            for value in _codes(node, places):
                for code in [value, *given.get(_name(value), ())]:
                    found.update((one, node.lineno) for one in _constants(code))  # type: ignore[attr-defined]
    return found


def _codes(node: ast.AST, places: dict[str, int]) -> Iterator[ast.expr]:
    """The expressions that this node says a code with."""
    if isinstance(node, ast.Call) and _name(node.func).lstrip("_") in places:  # also under a name of the module's own
        yield from node.args[places[_name(node.func).lstrip("_")] :][:1]
        yield from (one.value for one in node.keywords if one.arg == "code")
    elif isinstance(node, ast.Dict):
        yield from (value for key, value in zip(node.keys, node.values, strict=True) if _text(key) == "code")
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            yield from (value for name, value in zip(names, values, strict=False) if _name(name) == "code")


def _given(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What each name of a module is set to, also by going through a table."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and _name(node.iter) in found:
            for name in node.target.elts:
                found.setdefault(_name(name), []).extend(found[_name(node.iter)])
    return found


def _constants(value: ast.expr) -> Iterator[str]:
    for one in ast.walk(value):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and CODE.fullmatch(one.value):
            yield one.value


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _text(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@cache
def raised() -> dict[str, int]:
    return codes(modules())


def modules() -> list[ast.Module]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in paths]


def sentences() -> dict[str, str]:
    return dict(re.findall(r'^  ([A-Z0-9_]+): "(.+)",$', SENTENCES.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_code_has_a_sentence_in_chinese() -> None:
    assert len(raised()) > 100
    assert sorted(raised().keys() - sentences().keys() - DEVELOPERS) == []
    assert sorted(DEVELOPERS & sentences().keys()) == []


def test_no_sentence_is_kept_for_what_nobody_raises() -> None:
    ours = {"UNREACHABLE"}  # the browser's own
    assert sorted(sentences().keys() - raised().keys() - ours) == []


def test_a_sentence_is_chinese_and_names_nothing_twice() -> None:
    text = SENTENCES.read_text(encoding="utf-8")
    named = re.findall(r"^  ([A-Z0-9_]+):", text, re.MULTILINE)
    assert len(named) == len(set(named)) == len(sentences())
    assert [code for code, words in sentences().items() if not re.search(r"[\u4e00-\u9fff]{3}", words)] == []


def test_codes_are_found_wherever_they_are_given(tmp_path: Path) -> None:
    text = """
class Mine(BadInput):
    code, blame = "MINE", "you"
class BadInput(OperationFailed):
    "Nothing."
ELSEWHERE = "ELSEWHERE"
SIGNS = ((b"%PDF", "a PDF", "A_PDF"), (b"GIF", "a GIF", "A_GIF"))
def f(x):
    kind = "DATABASE" if x else "DEFECT"
    for sign, what, code in SIGNS:
        raise Mine(what, code)
    raise StudioError("WORDS", kind)
    raise module.BadInput("words", ELSEWHERE)
    raise _BadInput("words", "LATE")
    raise ScreenplayInvalid("SCRIPT", "WORDS")
    x.code, x.message = "SET", "WORDS"
    return {"code": "WRITTEN", "message": "WORDS"}
"""
    found = codes([ast.parse(text)])
    assert found.keys() == {"MINE", "ELSEWHERE", "LATE", "A_PDF", "A_GIF", "DATABASE", "DEFECT", "SCRIPT", "SET", "WRITTEN"}
