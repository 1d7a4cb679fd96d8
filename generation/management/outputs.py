"""Whether a command can put its result where it was told to: asked before the work, which may take minutes."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.base import CommandError


def writable(wanted: Path, what: str) -> None:
    """Pass when a file can be written at this path.

    Raises:
        CommandError: saying why not, and what to do.
    """
    problem = ""
    try:
        if wanted.is_dir():
            problem = "that is a folder"
        elif not wanted.parent.is_dir():
            problem = "there is no such folder"
        elif not os.access(wanted.parent, os.W_OK):
            problem = "that folder cannot be written to"
    except (OSError, ValueError) as unusable:  # a name that no file can have
        problem = str(getattr(unusable, "strerror", None) or unusable)
    if problem:
        raise CommandError(f"{what} cannot be put at {str(wanted)!r}: {problem}. Choose another path with -o.")
