"""What of a board the studio wrote and nobody has touched since: a mark over its words, left on the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from storyboard.models import Scene, Shot

Json = Any
_MARKED = {
    "scene": ("heading", "location", "interior", "time", "weather", "mood", "synopsis", "style", "arc", "outline"),
    "shot": (
        "size", "angle", "movement", "action", "negative", "dialogue", "props", "titles", "frames_locked", "stage", "footage",
        "first", "last", "backdrop", "direction", "locked",
    ),
}  # fmt: skip


SHOT_FIELDS = _MARKED["shot"]


def mark(kind: str, values: Mapping[str, Json]) -> str:
    """A short hash of what a person would change; lengths are left out, for voices lengthen shots."""
    words = json.dumps({name: values.get(name) for name in _MARKED[kind]}, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def untouched(kind: str, values: Mapping[str, Json]) -> bool:
    """Whether the record still is as the studio wrote it."""
    drafted = values.get("drafted")
    return drafted is not None and drafted.get("mark") == mark(kind, values)


def sentence(record: Scene | Shot) -> str:
    """The sentence of the story that a shot was drafted for; empty for one that a person made."""
    told: Json = record.drafted
    return str(told["of"]) if isinstance(told, dict) and "of" in told else ""
