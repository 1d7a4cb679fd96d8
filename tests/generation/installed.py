"""Tiny diffusion checkpoints put where installed ones lie, each file listed with its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from generation.catalogue import Entry, File, write_own


def install(place: Path, folders: Mapping[str, Path], *, gpu: int = 0) -> None:
    """Checkpoints by id from folders of saved pipelines; files are linked, as two checkpoints of one hub share theirs."""
    entries = {}
    for id, folder in folders.items():
        files = []
        for one in sorted(one for one in folder.rglob("*") if one.is_file()):
            name = one.relative_to(folder).as_posix()
            target = place / id / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(one)
            files.append(File(name, hashlib.sha256(one.read_bytes()).hexdigest(), one.stat().st_size, ()))
        capability = "image-generator" if "flux" in id or "sdxl" in id else "video-generator"
        entries[id] = Entry(
            id, capability, id, "generation.drivers.diffusion:load", "Apache-2.0", True, "these tests", False,
            sum(one.size for one in files), tuple(files), gpu=gpu,
        )  # fmt: skip
    write_own(place, entries)
