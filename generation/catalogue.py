"""The one list of models and materials (checkpoints.toml) as values: what each is, its licence, hashes and sources."""

from __future__ import annotations

import json
import os
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generation.packages import Source


@dataclass(frozen=True)
class File:
    """One file, or one folder of files when `count` is not 0.

    For a folder `sha256` is that of its listing: a line `<sha256>  <path>` per file, sorted by path; `size` is the sum.
    """

    name: str
    sha256: str
    size: int
    sources: tuple[tuple[Source, ...], ...]  # in order of preference; several in one are parts, joined end to end
    count: int = 0
    browser: bool = False  # whether browsers are given it: what runs there and here alike


@dataclass(frozen=True)
class Entry:
    """One checkpoint (or set of materials). `id` is name@revision and never changes its bytes."""

    id: str
    capability: str
    title: str
    driver: str  # "module:function" that takes the folder and returns the driver; "" for materials
    licence: str
    commercial: bool  # may what it makes be sold
    credit: str
    default: bool  # fetched by the set-up
    size: int  # bytes on disk; estimated for a whole repository
    files: tuple[File, ...] = ()
    repository: Source | None = None  # a whole hub repository, for models that come from nowhere else
    parts: tuple[tuple[str, Source], ...] = ()  # further networks from other repositories: folder below its own, source
    gpu: int = 0  # GPU memory it wants, in GiB; 0 runs on the CPU
    gpu_offload: int = 0  # the same with only its largest part on the card at a time; 0: not known
    weights: tuple[tuple[str, int], ...] = ()  # of each part, in millions of parameters
    also: tuple[str, ...] = ()  # further capabilities of the same driver
    references: int = 0  # how many pictures of people, places and styles its driver looks at; 0: none
    # What follows is said of generators only.
    family: str = ""  # whose adapters fit it
    takes: tuple[str, ...] = ()  # what it can be told, in the words of `drivers.taking`
    needs: tuple[str, ...] = ()  # of these, what it must be given
    longest: int | None = None  # frames of a clip in one go, at `rate`; None: any number
    rate: str | None = None  # frames a second that it makes, as a ratio; None: those that it is told
    steps: tuple[int, int] | None = None  # of a draft, of a final picture
    guidance: float | None = None  # how closely it keeps to the words, by itself
    prompt: str = "prose"  # how its words are best written: lines | prose | tags
    languages: tuple[str, ...] = ()  # of its words
    hosted: bool = False  # somebody else runs it: `generation.hosted`
    price: tuple[str, str, str] | None = None  # amount, unit, currency

    @property
    def builtin(self) -> bool:
        """Nothing to fetch."""
        return not self.files and self.repository is None and not self.hosted


def read(path: Path) -> dict[str, Entry]:
    """Every entry by id, in the order of the list."""
    return {one["id"]: _entry(one) for one in tomllib.loads(path.read_text(encoding="utf-8"))["checkpoint"]}


def _entry(raw: Mapping[str, Any]) -> Entry:
    files = tuple(
        File(
            one["name"],
            one["sha256"],
            one["size"],
            tuple(
                tuple(Source.parse(part) for part in ([source] if isinstance(source, str) else source))
                for source in one["sources"]
            ),
            one.get("count", 0),
            one.get("browser", False),
        )
        for one in raw.get("file", ())
    )
    return Entry(
        id=raw["id"],
        capability=raw["capability"],
        title=raw["title"],
        driver=raw.get("driver", ""),
        licence=raw["licence"],
        commercial=raw["commercial"],
        credit=raw["credit"],
        default=raw.get("default", False),
        size=raw.get("size", sum(one.size for one in files)),
        files=files,
        repository=Source.parse(raw["repository"]) if "repository" in raw else None,
        parts=tuple((name, Source.parse(source)) for name, source in raw.get("parts", {}).items()),
        gpu=raw.get("gpu", 0),
        gpu_offload=raw.get("gpu_offload", 0),
        weights=tuple(raw.get("weights", {}).items()),
        also=tuple(raw.get("also", ())),
        references=raw.get("references", 0),
        **_told(raw),
    )


def _told(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What a generator can be told."""
    found = {name: raw[name] for name in ("family", "longest", "rate", "guidance", "prompt") if name in raw}
    many = {name: tuple(raw[name]) for name in ("takes", "needs", "steps", "languages") if raw.get(name) is not None}
    return found | many


OWN = "own.json"  # beside the checkpoints: those that people brought
_kept: dict[Path, tuple[tuple[int, int], Mapping[str, Entry]]] = {}


def read_own(root: Path) -> Mapping[str, Entry]:
    """The checkpoints that were brought to this machine; read again only when the list has changed.

    Raises:
        ValueError: when the list is damaged; it says which file.
    """
    path = root / OWN
    try:
        seen = path.stat()
    except OSError:
        return {}
    stamp = (seen.st_mtime_ns, seen.st_size)
    known = _kept.get(path)
    if known is None or known[0] != stamp:
        try:
            known = (stamp, {raw["id"]: _own(raw) for raw in json.loads(path.read_bytes())["checkpoints"]})
        except (ValueError, KeyError, TypeError) as problem:
            raise ValueError(f"{path} is damaged ({problem}). Set it aside and add your checkpoints again.") from problem
        _kept[path] = known
    return known[1]


def write_own(root: Path, entries: Mapping[str, Entry]) -> None:
    """Write the list anew, whole or not at all."""
    raw = {"checkpoints": [asdict(one) for one in entries.values()]}
    unfinished = root / f".{uuid.uuid4().hex}.json"
    unfinished.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(unfinished, root / OWN)
    _kept.pop(root / OWN, None)


def _own(raw: Mapping[str, Any]) -> Entry:
    files = tuple(File(one["name"], one["sha256"], one["size"], (), one["count"]) for one in raw["files"])
    plain = {"files": files, "repository": None, "parts": (), "weights": (), "also": tuple(raw["also"])}
    return Entry(**{**raw, **_told(raw), **plain})
