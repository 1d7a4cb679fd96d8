"""Django's system checks: declarations load, the catalogue reads, the store can be written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from generation import checkpoints
from generation.hosted import listing
from generation.operation import BadInput, registry


@register()
def declarations(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Every operation states what it does and has a form that becomes JSON schema."""
    found: list[CheckMessage] = []
    for op in registry.all():
        if not op.description:
            found.append(Error(f"{op.name} has no docstring.", id="generation.E001"))
        try:
            op.parameters.model_json_schema()
        except ValueError as problem:
            found.append(Error(f"{op.name}: {problem}", id="generation.E002"))
    return found


@register()
def catalogue(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """The list of checkpoints can be read."""
    try:
        checkpoints.catalogue()
    except (ValueError, OSError) as problem:
        return [Error(f"generation/checkpoints.toml cannot be read: {problem}", id="generation.E003")]
    try:
        listing.models()
    except BadInput as problem:  # the studio works on without them
        return [Warning(str(problem), id="generation.W002")]
    return []


@register()
def room(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Home, store and scratch can be written."""
    found: list[CheckMessage] = []
    for path in (settings.HOME, settings.STORE, settings.SCRATCH):
        Path(path).mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK):
            found.append(Warning(f"{path} cannot be written by this user.", id="generation.W001"))
    return found
