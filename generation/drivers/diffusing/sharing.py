"""Parts that several pipelines have in common (text encoders, VAEs): the same files are one module in memory.

Two parts are the same when their class, precision, configuration and every byte of their weights are. What is cheap to see is
compared first; files are hashed only when all of that agrees, and each file once.
"""

from __future__ import annotations

import hashlib
import json
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

_COMMON = ("text_encoder", "image_encoder", "vae", "audio_vae", "vocoder", "connectors")  # what never learns in use
_TOLD = ("_name_or_path", "_diffusers_version", "transformers_version", "architectures", "torch_dtype", "dtype")
_HEADER = 100 << 20  # bytes of a safetensors header, at most

Mark = tuple[Any, ...]


class Shelf:
    """The parts that live in this process; it keeps none alive by itself."""

    def __init__(self) -> None:
        self._held: dict[Mark, list[tuple[weakref.ref[Any], tuple[Path, ...]]]] = {}
        self._digests: dict[tuple[int, int, int, int], str] = {}
        self._lock = threading.RLock()

    def part(self, folder: Path, kind: str, dtype: Any, load: Callable[[], Any]) -> Any:
        """The part of this folder: one that is in memory where there is the same, else what `load` makes.

        Networks that adapters are put into are never shared.
        """
        if not folder.name.startswith(_COMMON):
            return load()
        mark = _mark(folder, kind, dtype)
        files = tuple(sorted(folder.glob("*.safetensors")))
        with self._lock:
            there = [(one, home) for one, home in self._held.get(mark, []) if one() is not None]
            for one, home in there:
                found = one()
                if found is not None and self._alike(home, files):
                    return found
            made = load()
            self._held[mark] = [*there, (weakref.ref(made), files)]
            return made

    def _alike(self, home: tuple[Path, ...], other: tuple[Path, ...]) -> bool:
        return len(home) == len(other) and all(
            one.name == two.name and self._same(one, two) for one, two in zip(home, other, strict=True)
        )

    def _same(self, one: Path, two: Path) -> bool:
        try:
            return one.samefile(two) or self._digest(one) == self._digest(two)
        except OSError:  # what was opened has been taken away since: nobody can say that it was the same
            return False

    def _digest(self, path: Path) -> str:
        seen = path.stat()
        name = (seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns)
        if name not in self._digests:
            with path.open("rb") as stream:
                self._digests[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._digests[name]


def _mark(folder: Path, kind: str, dtype: Any) -> Mark:
    said = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config = json.dumps({name: value for name, value in said.items() if name not in _TOLD}, sort_keys=True)
    return (kind, str(dtype), config, *(_outline(one) for one in sorted(folder.glob("*.safetensors"))))


def _outline(path: Path) -> tuple[str, int, str]:
    """A file's name and size, and a hash of its list of tensors."""
    with path.open("rb") as stream:
        length = min(int.from_bytes(stream.read(8), "little"), _HEADER)
        return path.name, path.stat().st_size, hashlib.sha256(stream.read(length)).hexdigest()


shelf = Shelf()
