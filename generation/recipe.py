"""What to make, not yet made: recipes, their keys, and why two of them differ."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NewType

Json = Any
Key = NewType("Key", str)

_DIGEST = re.compile(r"^[0-9a-f]{64}$")


class RecipeInvalid(ValueError):
    """A recipe that cannot be read: not canonical, not finite, or not of this shape."""


def canonical(data: Json) -> bytes:
    """Encode JSON so that equal values give equal bytes (RFC 8785 in spirit: sorted keys, no white space, no NaN).

    Raises:
        RecipeInvalid: for NaN, infinities and anything that JSON cannot hold.
    """
    try:
        text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (ValueError, TypeError) as problem:
        raise RecipeInvalid(f"A recipe holds a value that cannot be keyed: {problem}") from problem
    return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Digest:
    """Bytes that a person brought in, by their SHA-256 in lower-case hexadecimal, and the media type they are read as."""

    sha256: str
    media: str

    def __post_init__(self) -> None:
        if not _DIGEST.match(self.sha256):
            raise RecipeInvalid(f"Not a SHA-256 digest: {self.sha256!r}")

    def dump(self) -> Json:
        """The JSON form: `{"digest": …, "media": …}`."""
        return {"digest": self.sha256, "media": self.media}


@dataclass(frozen=True)
class Pick:
    """One named output of a recipe that has several."""

    recipe: Recipe
    output: str

    def dump(self) -> Json:
        """The JSON form: `{"pick": output, "of": recipe}`."""
        return {"pick": self.output, "of": self.recipe.dump()}


@dataclass(frozen=True, eq=False)
class Recipe:
    """What to make, not yet made: an operation at a version, every parameter, and the recipes or digests it reads.

    Immutable, nested and pure. Two recipes with the same key are the same intent. Equality and hash follow the key.
    """

    operation: str  # "faces.swap@1"
    params: Mapping[str, Json] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)  # port → Recipe | Pick | Digest | tuple of them

    def __post_init__(self) -> None:
        _require_finite(self.params)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipe) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def key(self) -> Key:
        """SHA-256 over canonical JSON of operation, parameters and the keys (not the bodies) of the inputs."""
        body = {
            "operation": self.operation,
            "params": self.params,
            "inputs": {port: _source_identity(source) for port, source in self.inputs.items()},
        }
        return Key(hashlib.sha256(canonical(body)).hexdigest())

    @property
    def name(self) -> str:
        """The operation's name without its version."""
        return self.operation.partition("@")[0]

    def singles(self) -> Iterator[tuple[str, Recipe | Pick | Digest]]:
        """Every input, port by port, in declared order; tuples are flattened in order."""
        for port, source in self.inputs.items():
            if isinstance(source, tuple):
                for one in source:
                    yield port, one
            else:
                yield port, source

    def parents(self) -> Iterator[Recipe]:
        """The recipes read directly, in order; one may come twice."""
        for _, source in self.singles():
            if isinstance(source, Pick):
                yield source.recipe
            elif isinstance(source, Recipe):
                yield source

    def digests(self) -> Iterator[Digest]:
        """What people brought in, read directly by this recipe."""
        for _, source in self.singles():
            if isinstance(source, Digest):
                yield source

    def walk(self) -> dict[Key, Recipe]:
        """Every recipe beneath and including this one, each once, inputs before what reads them."""
        found: dict[Key, Recipe] = {}
        stack: list[tuple[Recipe, bool]] = [(self, False)]
        while stack:
            recipe, ready = stack.pop()
            if recipe.key in found:
                continue
            if ready:
                found[recipe.key] = recipe
                continue
            stack.append((recipe, True))
            stack.extend((parent, False) for parent in reversed(list(recipe.parents())) if parent.key not in found)
        return found

    def frontier(self, made: Callable[[Key], bool]) -> list[Recipe]:
        """What is needed, not made and ready to run, pulled from the root: nothing beneath a made recipe is looked at."""
        ready: dict[Key, Recipe] = {}
        seen: set[Key] = set()
        stack: list[Recipe] = [self]
        while stack:
            recipe = stack.pop()
            if recipe.key in seen or made(recipe.key):
                continue
            seen.add(recipe.key)
            missing = [parent for parent in recipe.parents() if not made(parent.key)]
            if missing:
                stack.extend(reversed(missing))
            else:
                ready.setdefault(recipe.key, recipe)
        return list(ready.values())

    def needed(self, made: Callable[[Key], bool]) -> list[Recipe]:
        """Everything that would still have to run to make this, each once; empty when it is made."""
        found: dict[Key, Recipe] = {}
        stack: list[Recipe] = [self]
        while stack:
            recipe = stack.pop()
            if recipe.key in found or made(recipe.key):
                continue
            found[recipe.key] = recipe
            stack.extend(recipe.parents())
        return list(found.values())

    def dump(self) -> Json:
        """Plain JSON: the whole tree flattened into `nodes` by key, so that shared inputs are written once."""
        return {"root": self.key, "nodes": {key: dump_one(recipe) for key, recipe in self.walk().items()}}

    @classmethod
    def load(cls, data: Json) -> Recipe:
        """Read what `dump` wrote, in whatever order a database gave its `nodes` back (PostgreSQL sorts them).

        Raises:
            RecipeInvalid: when a node is missing, malformed, reads itself, or its key is not the hash of its contents.
        """
        try:
            nodes, root = data["nodes"], data["root"]
            built: dict[str, Recipe] = {}
            opened: set[str] = set()
            stack: list[str] = [root]
            while stack:
                key = stack[-1]
                waiting = [one for one in _read_keys(nodes[key]) if one not in built]
                if key not in built and waiting:
                    if key in opened:
                        raise RecipeInvalid(f"A recipe reads itself: {key[:12]}")
                    opened.add(key)
                    stack.extend(waiting)
                    continue
                stack.pop()
                if key not in built:
                    built[key] = _load_one(cls, key, nodes[key], built)
            return built[root]
        except (KeyError, TypeError, AttributeError) as problem:
            raise RecipeInvalid(f"Not a recipe: {problem!r}") from problem


@dataclass(frozen=True)
class Cause:
    """One reason why a plan is not what was kept: in which operation, which field, what it was and what it is now."""

    operation: str
    field: str
    was: Json
    now: Json


def explain(kept: Recipe, planned: Recipe) -> list[Cause]:
    """Why `planned` differs from `kept`: the changed leaves of the two trees, each cause once however many paths lead to it."""
    causes: dict[bytes, Cause] = {}
    seen: set[tuple[str, str]] = set()
    stack: list[tuple[Recipe, Recipe]] = [(kept, planned)]
    while stack:
        was, now = stack.pop()
        if was.key == now.key or (was.key, now.key) in seen:
            continue
        seen.add((was.key, now.key))
        for cause in _compare(was, now, stack):
            causes.setdefault(canonical([cause.operation, cause.field, cause.was, cause.now]), cause)
    return list(causes.values())


def _compare(was: Recipe, now: Recipe, stack: list[tuple[Recipe, Recipe]]) -> Iterator[Cause]:
    if was.name != now.name:
        yield Cause(now.name, "operation", was.operation, now.operation)
        return
    if was.operation != now.operation:
        yield Cause(now.name, "version", was.operation.partition("@")[2], now.operation.partition("@")[2])
    for name in sorted({*was.params, *now.params}):
        before, after = was.params.get(name), now.params.get(name)
        if canonical(before) != canonical(after):
            yield Cause(now.name, name, before, after)
    for port in sorted({*was.inputs, *now.inputs}):
        yield from _compare_port(now.name, port, was.inputs.get(port), now.inputs.get(port), stack)


def _compare_port(name: str, port: str, was: Any, now: Any, stack: list[tuple[Recipe, Recipe]]) -> Iterator[Cause]:
    before = was if isinstance(was, tuple) else () if was is None else (was,)
    after = now if isinstance(now, tuple) else () if now is None else (now,)
    if len(before) != len(after):
        yield Cause(name, port, len(before), len(after))
    for old, new in zip(before, after, strict=False):
        if isinstance(old, Pick) and isinstance(new, Pick) and old.output == new.output:
            stack.append((old.recipe, new.recipe))
        elif isinstance(old, Recipe) and isinstance(new, Recipe):
            stack.append((old, new))
        elif _source_identity(old) != _source_identity(new):
            yield Cause(name, port, _source_identity(old), _source_identity(new))


def _source_identity(source: Any) -> Json:
    if isinstance(source, tuple):
        return [_source_identity(one) for one in source]
    if isinstance(source, Recipe):
        return {"recipe": source.key}
    if isinstance(source, Pick):
        return {"pick": source.output, "of": source.recipe.key}
    if isinstance(source, Digest):
        return source.dump()
    raise RecipeInvalid(f"Not a source: {source!r}")


def dump_one(recipe: Recipe) -> Json:
    """One recipe with its inputs by key: the row of its node."""
    return {
        "operation": recipe.operation,
        "params": dict(recipe.params),
        "inputs": {port: _source_identity(source) for port, source in recipe.inputs.items()},
    }


def _load_one(cls: type[Recipe], key: str, body: Json, built: Mapping[str, Recipe]) -> Recipe:
    inputs = {port: _load_source(source, built) for port, source in body["inputs"].items()}
    recipe = cls(operation=body["operation"], params=body["params"], inputs=inputs)
    if recipe.key != key:
        raise RecipeInvalid(f"A recipe was changed after it was keyed: {key[:12]} is now {recipe.key[:12]}")
    return recipe


def _read_keys(body: Json) -> list[str]:
    """The keys of the nodes that a dumped node reads directly."""
    sources = [one for source in body["inputs"].values() for one in (source if isinstance(source, list) else [source])]
    return [one.get("recipe") or one["of"] for one in sources if "recipe" in one or "of" in one]


def _load_source(data: Json, built: Mapping[str, Recipe]) -> Any:
    if isinstance(data, list):
        return tuple(_load_source(one, built) for one in data)
    if "recipe" in data:
        return built[data["recipe"]]
    if "pick" in data:
        return Pick(built[data["of"]], data["pick"])
    return Digest(data["digest"], data["media"])


def _require_finite(value: Json, depth: int = 0) -> None:
    if depth > 32:
        raise RecipeInvalid("A recipe's parameters are nested too deeply.")
    if isinstance(value, float) and not math.isfinite(value):
        raise RecipeInvalid("A recipe holds a number that is not finite (NaN or infinity).")
    if isinstance(value, Mapping):
        for inner in value.values():
            _require_finite(inner, depth + 1)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _require_finite(inner, depth + 1)


Single = Recipe | Pick | Digest
Source = Single | tuple[Single, ...]
