"""What is wrong with a value, as a person is told it: pydantic's errors in plain words, one sentence for each field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_MOST = 10  # fields named in one message
_EMPTY = "must be one of '', "
_UNKNOWN: Any = object()  # what was given is not told
_TAG = re.compile(r"^(str-enum|literal|function-\w+|constrained-\w+|nullable|lax-or-strict|json-or-python|list|tuple|dict)\[")
_CHOICE = re.compile(r"^\^\(([\w|. -]+)\)\$$")
_FORMS = {  # how a pattern's text is written, by what it accepts
    "24/1": "a ratio such as 24/1 or 24000/1001",
    "previs@1": "a checkpoint such as previs@1",
    "a0": "letters and digits",
    "en": "a language such as en or zh",
    "A": "capital letters such as A or AB",
    "0" * 64: "64 hexadecimal digits",
}


def reasons(errors: Iterable[Mapping[str, Any]], *, skip: int = 0) -> str:
    """One clause for each wrong field, joined by semicolons: what it must be, and what it was.

    `errors` are pydantic's; the first `skip` parts of where they are stay unsaid.
    """
    found: dict[str, str] = {}
    for one in errors:
        place = ".".join(str(part) for part in one["loc"][skip:] if not _TAG.match(str(part)))
        words = reason(one)
        if place not in found or found[place].startswith(_EMPTY):  # of a choice that may be empty, the choices are told
            found[place] = words
    clauses = [f"{place}: {words}" if place else words for place, words in found.items()]
    more = len(clauses) - _MOST
    return "; ".join(clauses[:_MOST]) + (f"; and {more} more" if more > 0 else "")


def reason(error: Mapping[str, Any]) -> str:
    """What one value must be, and what it was."""
    kind, context, given = str(error["type"]), error.get("ctx") or {}, error.get("input", _UNKNOWN)
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return "there is no such field; check how it is spelt"
    if kind == "missing":
        return "is missing"
    if kind in ("too_long", "string_too_long"):
        had = f"; it has {len(given)}" if isinstance(given, (str, list, dict)) else ""
        return f"may have at most {context.get('max_length')} {_unit(kind, given)}{had}"
    if kind in ("too_short", "string_too_short"):
        least = context.get("min_length")
        return "must not be empty" if least == 1 else f"must have at least {least} {_unit(kind, given)}"
    wanted = _wanted(kind, context)
    if not wanted:
        return str(error["msg"])
    return f"must be {wanted}" + ("" if given is _UNKNOWN else f", not {_shown(given)}")


def _wanted(kind: str, context: Mapping[str, Any]) -> str:
    if kind in ("enum", "literal_error"):
        return f"one of {context.get('expected', '')}"
    if kind == "string_pattern_mismatch":
        return _form(str(context.get("pattern", "")))
    bounds = {
        "greater_than_equal": ("ge", "{} or more"),
        "greater_than": ("gt", "more than {}"),
        "less_than_equal": ("le", "{} or less"),
        "less_than": ("lt", "less than {}"),
        "multiple_of": ("multiple_of", "a multiple of {}"),
    }
    if kind in bounds:
        name, words = bounds[kind]
        return words.format(context.get(name))
    if kind.startswith("int_"):
        return "a whole number"
    if kind.startswith("float_"):
        return "a number"
    if kind.startswith("bool_"):
        return "true or false"
    if kind.startswith("uuid_"):
        return "an id (a UUID)"
    if kind.startswith("string_"):
        return "text"
    if kind in ("list_type", "tuple_type"):
        return "a list"
    if kind in ("dict_type", "model_type", "model_attributes_type", "dataclass_type"):
        return "an object with named fields"
    return "a finite number" if kind == "finite_number" else ""


def _form(pattern: str) -> str:
    if choices := _CHOICE.match(pattern):
        return f"one of {', '.join(choices[1].split('|'))}"
    for example, words in _FORMS.items():
        if pattern and re.match(pattern, example):
            return words
    return f"written like {pattern}"


def _unit(kind: str, given: Any) -> str:
    return "characters" if isinstance(given, str) or kind.startswith("string_") else "entries"


def _shown(given: Any) -> str:
    """A value, short and printable."""
    if given is None:
        return "nothing"
    text = f"“{given}”" if isinstance(given, str) else repr(given)
    text = "".join(char if char.isprintable() else "\ufffd" for char in text[:80])
    return text if len(text) < 80 else text[:60] + "…"
