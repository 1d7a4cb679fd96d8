"""The OpenAPI document of the API and of the socket's events, as one value."""

from __future__ import annotations

import json
from typing import Any

from studio.api import api
from studio.events import EVENT


def document() -> dict[str, Any]:
    """OpenAPI 3.1; `components.schemas.Event` is the union of everything a socket sends."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api"), default=str))
    events = EVENT.json_schema(ref_template="#/components/schemas/{model}")
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(events.pop("$defs", {}))
    schemas["Event"] = events
    return found
