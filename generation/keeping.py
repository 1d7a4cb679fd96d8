"""What a run leaves for the next one of the same recipe: a folder that outlives being killed, gone once the result is made."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from generation.models import Node

LIFE = 14 * 24 * 3600  # of wall time, in s: as long is it kept for somebody who stopped it and asks again


def folder(node: Node) -> Path:
    """The node's own folder, made when it is first asked for."""
    place = _place(node)
    place.mkdir(parents=True, exist_ok=True)
    place.touch()
    return place


def forget(node: Node) -> None:
    """The result is made: what was kept for another run goes."""
    shutil.rmtree(_place(node), ignore_errors=True)


def sweep() -> int:
    """Take away what nobody came back for; how many folders."""
    gone = 0
    for place in _root().glob("*/*"):
        with suppress(FileNotFoundError):  # its node was made meanwhile
            if time.time() - max(one.stat().st_mtime for one in (place, *place.iterdir())) > LIFE:
                shutil.rmtree(place, ignore_errors=True)
                gone += 1
    return gone


def _place(node: Node) -> Path:
    return _root() / str(node.workspace_id) / node.key


def _root() -> Path:
    return Path(settings.HOME) / "unfinished"
