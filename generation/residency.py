"""Which checkpoints sit in this process: loaded once, shared, and the least used let go when room is needed."""

from __future__ import annotations

import gc
import importlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from generation import checkpoints
from generation.operation import BadInput

LIMIT = 6 * 2**30  # bytes of checkpoint files that one process keeps loaded


@dataclass
class _Resident:
    driver: Any
    size: int
    users: int = 0


class Residency:
    """The drivers of one process."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._held: OrderedDict[str, _Resident] = OrderedDict()
        self._lock = threading.RLock()

    def names(self) -> frozenset[str]:
        """The checkpoints that are loaded."""
        return frozenset(self._held)

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

    def make_room(self, size: int) -> None:
        """Let go of the least used until `size` bytes fit under the limit, as far as nothing open is touched."""
        with self._lock:
            for name in list(self._held):
                if sum(one.size for one in self._held.values()) + size <= self._limit:
                    break
                if self._held[name].users == 0:
                    del self._held[name]
            gc.collect()

    def _load(self, checkpoint: str) -> _Resident:
        entry = checkpoints.catalogue().get(checkpoint)
        if entry is None:
            known = ", ".join(sorted(checkpoints.catalogue()))
            raise BadInput(f"There is no checkpoint {checkpoint!r}. Known: {known}.", "CHECKPOINT_UNKNOWN")
        if not entry.driver:
            raise BadInput(f"{checkpoint} is material, not a model: nothing runs it.", "CHECKPOINT_UNKNOWN")
        folder = None if entry.builtin else checkpoints.folder(checkpoint)
        self.make_room(entry.size)
        module, _, name = entry.driver.partition(":")
        driver = getattr(importlib.import_module(module), name)(folder)
        size = int(getattr(driver, "bytes", entry.size))  # what lies in memory, where the driver has counted it
        self._held[checkpoint] = resident = _Resident(driver, size)
        return resident


residency = Residency()
