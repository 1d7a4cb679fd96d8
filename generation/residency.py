"""Which checkpoints sit in this process: loaded once, shared, and the least used let go when room is needed."""

from __future__ import annotations

import gc
import importlib
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from generation import cards, checkpoints, room
from generation.operation import BadInput

Held = Mapping[Hashable, tuple[int, bool]]  # what a driver holds: of each part the bytes, and whether they lie on the card


@dataclass
class _Resident:
    driver: Any
    size: int  # of the files, for drivers that do not measure themselves
    users: int = 0

    def held(self, name: str) -> Held:
        measure = getattr(self.driver, "held", None)
        return measure() if measure is not None else {name: (int(getattr(self.driver, "bytes", self.size)), False)}


class Residency:
    """The drivers of one process. Without a `limit` in bytes there is one for main memory, and the card's own besides."""

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._held: OrderedDict[str, _Resident] = OrderedDict()
        self._lock = threading.RLock()
        self.loads = 0  # how often a checkpoint was loaded

    def names(self) -> tuple[str, ...]:
        """The checkpoints that are loaded, the one used last first."""
        return tuple(reversed(self._held))

    def bytes(self) -> int:
        """What all of them hold, measured; a part that several share is counted once."""
        return sum(size for size, _ in self._measured().values())

    @contextmanager
    def open(self, checkpoint: str) -> Iterator[Any]:
        """The driver of a checkpoint, loaded once; not let go while it is open.

        Raises:
            BadInput: when it is unknown, has no driver, or is not installed whole.
        """
        with self._lock:
            resident = self._held.get(checkpoint) or self._load(checkpoint)
            self._held.move_to_end(checkpoint)
            resident.users += 1
        try:
            yield resident.driver
        finally:
            with self._lock:
                resident.users -= 1
                self.make_room()  # what it took on meanwhile, such as adapters, is measured too

    def make_room(self, size: int = 0) -> None:
        """Let go of the least used until `size` more bytes fit, as far as nothing open is touched."""
        with self._lock:
            let_go = False
            for name in list(self._held):
                if not self._over(size):
                    break
                if self._held[name].users == 0:
                    del self._held[name]
                    let_go = True
            if let_go:
                gc.collect()

    def forget(self, checkpoint: str) -> None:
        """Let go of one that is not open; nothing happens when it is not loaded."""
        with self._lock:
            resident = self._held.get(checkpoint)
            if resident is not None and resident.users == 0:
                del self._held[checkpoint]
                gc.collect()

    def _measured(self) -> Held:
        found: dict[Hashable, tuple[int, bool]] = {}
        for name, one in self._held.items():
            found.update(one.held(name))
        return found

    def _over(self, size: int) -> bool:
        """Is more held than may be, when `size` bytes come to it? What is loaded comes to main memory first."""
        measured = self._measured().values()
        limit = self._limit if self._limit is not None else room.said()
        if limit is not None:
            return sum(one for one, _ in measured) + size > limit
        return sum(one for one, on_card in measured if not on_card) + size > room.beside()

    def _load(self, checkpoint: str) -> _Resident:
        entry = checkpoints.catalogue().get(checkpoint)
        if entry is None:
            known = ", ".join(sorted(checkpoints.catalogue()))
            raise BadInput(f"There is no checkpoint {checkpoint!r}. Known: {known}.", "CHECKPOINT_UNKNOWN")
        if not entry.driver:
            raise BadInput(f"{checkpoint} is material, not a model: nothing runs it.", "CHECKPOINT_UNKNOWN")
        folder = None if entry.builtin else checkpoints.folder(checkpoint)
        cards.require(entry)
        self.make_room(entry.size)
        module, _, name = entry.driver.partition(":")
        driver = getattr(importlib.import_module(module), name)(folder)
        self.loads += 1
        self._held[checkpoint] = resident = _Resident(driver, entry.size, users=1)
        try:
            self.make_room()  # by what it really takes
        finally:
            resident.users -= 1
        return resident


residency = Residency()
