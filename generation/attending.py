"""What waits for somebody else (a provider) waits beside the work: several nodes at a time, in threads of this process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from generation import builds, checkpoints
from generation.models import Node

log = logging.getLogger(__name__)
MOST = 12  # at a time in one process; what is more is carried as everything else is
_threads: set[threading.Thread] = set()
_lock = threading.Lock()


def hand_over(node: Node, carry: Callable[[Node], None]) -> bool:
    """Have a claimed node carried beside everything else, if it waits for somebody else; False when it does not."""
    entry = checkpoints.catalogue().get(node.checkpoint)
    if entry is None or not entry.hosted:
        return False
    with _lock:
        _threads.difference_update([one for one in _threads if not one.is_alive()])
        if len(_threads) >= MOST:
            return False
        thread = threading.Thread(target=_carried, args=(node, carry), name=f"attends {node.key[:8]}", daemon=True)
        thread.start()
        _threads.add(thread)
    return True


def rest() -> None:
    """Wait until nothing of this process is carried beside it any more."""
    while True:
        with _lock:
            waiting = [one for one in _threads if one.is_alive()]
        if not waiting:
            return
        for one in waiting:
            one.join()


def _carried(node: Node, carry: Callable[[Node], None]) -> None:
    try:
        carry(node)
        builds.advance_dirty()
    except DatabaseError as problem:  # the lease runs out, and somebody goes on with the same order
        log.warning("%s was left: the database does not answer: %s", node, problem)
    finally:
        connections.close_all()
