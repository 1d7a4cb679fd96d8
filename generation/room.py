"""How much main memory a process may fill with models: what the machine or its container has, and what somebody says."""

from __future__ import annotations

import os
from pathlib import Path

from generation.operation import BadInput

_SHARE = 0.5  # of main memory, for all processes together: the rest is for frames, encoders and the system
_CONTAINER = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def said() -> int | None:
    """Bytes that FILMWRIGHT_RESIDENT_GB allows each process, or None where nobody says.

    Raises:
        BadInput: SETTING_INVALID.
    """
    text = os.environ.get("FILMWRIGHT_RESIDENT_GB", "")
    if not text:
        return None
    try:
        gigabytes = float(text)
        if not 0 < gigabytes < 1e6:
            raise ValueError
    except ValueError as problem:
        raise BadInput(f"FILMWRIGHT_RESIDENT_GB is {text!r}; it is a number of GiB, such as 24.", "SETTING_INVALID") from problem
    return int(gigabytes * 2**30)


def machine(container: tuple[Path, ...] = _CONTAINER) -> int:
    """Bytes of main memory that this machine has, or that its container may use."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in container:
        try:
            whole = min(whole, int(path.read_text()))
        except (OSError, ValueError):  # no such limit, or "max"
            continue
    return whole


def processes() -> int:
    """How many processes of this machine share its main memory."""
    try:
        return max(1, int(os.environ.get("FILMWRIGHT_WORKERS", "")))
    except ValueError:
        return min(4, os.cpu_count() or 1)


def beside() -> int:
    """Bytes of models that one process may keep in main memory."""
    return int(machine() * _SHARE) // processes()
