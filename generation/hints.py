"""Unfinished pictures on their way from a worker to a browser of the same machine: one small file a node, never kept."""

from __future__ import annotations

import base64
import io
import logging
import os
from pathlib import Path

import PIL.Image
from django.conf import settings

log = logging.getLogger(__name__)
LIMIT = 64 * 1024  # bytes of one preview


def _path(key: str) -> Path:
    return Path(settings.HOME) / "hints" / f"{key}.jpg"


def preview(key: str, image: PIL.Image.Image) -> None:
    """Leave a picture of a running node for the server to pass on; never raises, never larger than `LIMIT`."""
    try:
        small = image.convert("RGB")
        small.thumbnail((480, 480))
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=70)
        if buffer.tell() > LIMIT:
            return
        path = _path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(buffer.getvalue())
        os.replace(part, path)
    except OSError as problem:
        log.info("A preview was not shown: %s", problem)


def read(key: str) -> tuple[str, int] | None:
    """The present preview of a node, JPEG in base64, and when it was left (nanoseconds); None when there is none."""
    try:
        path = _path(key)
        return base64.b64encode(path.read_bytes()).decode(), path.stat().st_mtime_ns
    except OSError:
        return None


def forget(key: str) -> None:
    """Remove the preview of a node that is no longer running."""
    _path(key).unlink(missing_ok=True)
