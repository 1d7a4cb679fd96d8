"""Who reads a whole film takes turns: edits and sockets then share the interpreter with one such reader, never with ten."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_turn = threading.Lock()
PATIENCE = 10.0  # s of wall clock; somebody stuck must not hold up everybody


@contextmanager
def whole_film(whole: bool = True) -> Iterator[None]:
    """Wait for one's turn in this process, then hold it; who reads a part alone (not `whole`) does not wait.

    Only around reading and planning: never around a write, nor around another turn.
    """
    mine = whole and _turn.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if mine:
            _turn.release()
