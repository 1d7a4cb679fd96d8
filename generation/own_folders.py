"""Folders of weights of one's own: what a person has as diffusers saves it, recognised by itself, copied and listed."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generation import catalogue, checkpoints, own_checkpoints
from generation.catalogue import Entry, File
from generation.operation import BadInput, Exhausted

_DRIVER, _EIGHT_BIT = "generation.drivers.diffusion:load", "generation.drivers.diffusion:load_float8"
_KEPT = {".safetensors", ".json", ".txt", ".model", ".jinja"}  # weights and words; nothing that could run
_MOST = 2000  # files of a folder


def add(
    folder: Path, *, id: str, title: str, licence: str, commercial: bool, credit: str, move: bool = False, eight_bit: bool = False
) -> Entry:
    """Look into a folder, copy (or move) what of it is weights and words to its place, and list it.

    With `eight_bit` its main network is held in 8 bits: half the memory, and other pixels, hence an id of its own. What it can do
    and what it takes is told by its own files; other files in it, such as code and pickles, stay where they are.

    Raises:
        BadInput: CHECKPOINT_NAME, CHECKPOINT_EXISTS, CHECKPOINT_WORDS, and what `opening.look` refuses: CHECKPOINT_DAMAGED,
            CHECKPOINT_UNSUPPORTED, CHECKPOINT_PICKLED.
        Exhausted: DISK_FULL.
    """
    from generation.drivers.diffusing import opening

    own_checkpoints.refuse_words(id, title=title, licence=licence, credit=credit)
    family, _ = opening.look(folder)
    there = opening.parts_there(folder, family)
    kept = sorted(one for one in folder.rglob("*") if one.is_file() and _wanted(one, folder))
    if len(kept) > _MOST:
        raise BadInput(f"{folder} holds more than {_MOST} files. Give the folder of one model.", "NETWORK_FILES")
    _room(checkpoints.root(), 0 if move else sum(one.stat().st_size for one in kept))
    with own_checkpoints.locked():
        where, making = checkpoints.root() / id, checkpoints.root() / ".loading" / uuid.uuid4().hex
        pieces = []
        try:
            for one in kept:
                name = one.relative_to(folder).as_posix()
                target = making / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (shutil.move if move and not one.is_symlink() else shutil.copyfile)(one, target)
                with target.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
                pieces.append(File(name, digest, target.stat().st_size, ()))
            if where.exists():  # left by a checkpoint that was removed while something still held it
                shutil.rmtree(where)
            os.replace(making, where)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        made = Entry(
            id=id, capability="video-generator" if family.moves else "image-generator", title=title.strip(),
            driver=_EIGHT_BIT if eight_bit else _DRIVER,
            licence=licence.strip(), commercial=commercial, credit=credit.strip(), default=False,
            size=sum(one.size for one in pieces), files=tuple(pieces), **told(family, there),
        )  # fmt: skip
        catalogue.write_own(checkpoints.root(), {**own_checkpoints.listed(), id: made})
    return made


def told(family: Any, there: Iterable[str]) -> dict[str, Any]:
    """What the list says of a generator of this family with these further parts."""
    from generation.drivers import taking

    takes = family.takes(frozenset(there))
    return {
        "family": family.name, "takes": tuple(taking.ordered(takes)),
        "needs": tuple(taking.ordered(family.needs)), "longest": family.longest if family.moves else None,
        "rate": f"{family.rate.numerator}/{family.rate.denominator}" if family.rate else None, "steps": family.steps,
        "guidance": family.guidance, "prompt": family.prompt, "languages": family.languages,
        "references": family.references if "references" in takes else 0,
    }  # fmt: skip


def _wanted(path: Path, folder: Path) -> bool:
    inside = path.relative_to(folder)
    return path.suffix in _KEPT and not any(part.startswith(".") for part in inside.parts)


def _room(where: Path, wanted: int) -> None:
    where.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(where).free
    if free < wanted + checkpoints.SPARE:
        need = (wanted + checkpoints.SPARE - free) >> 20
        raise Exhausted(f"The disk of {where} has too little room: free {need} MiB there, or move the folder.", "DISK_FULL")
