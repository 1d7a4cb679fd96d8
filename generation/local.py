"""Running one operation in this process without a database: for the shell, for benches and for tests of operations."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import PIL.Image

from generation.residency import residency


class LocalContext:
    """A `Context` whose scratch is a folder the caller owns, and with progress for a callback (which may raise Cancelled)."""

    def __init__(
        self,
        folder: Path,
        tell: Callable[[float, str], None] = lambda fraction, note: None,
        show: Callable[[PIL.Image.Image], None] = lambda image: None,
    ) -> None:
        self._folder, self._tell, self._show = folder, tell, show

    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        """The driver of a checkpoint."""
        return residency.open(checkpoint)

    def progress(self, fraction: float, note: str = "") -> None:
        """Pass on how far it is."""
        self._tell(min(1.0, max(0.0, fraction)), note)

    def preview(self, image: PIL.Image.Image) -> None:
        """Pass on an unfinished picture."""
        self._show(image)

    def scratch(self, suffix: str) -> Path:
        """A new path in the caller's folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{uuid.uuid4().hex}{suffix}"

    def unfinished(self) -> Path:
        """A folder in the caller's folder: it lasts as long as the caller keeps that."""
        place = self._folder / "unfinished"
        place.mkdir(parents=True, exist_ok=True)
        return place
