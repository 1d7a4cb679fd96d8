"""The operations: every module in this package is loaded, and declares what it can make."""

from __future__ import annotations

import importlib
import pkgutil


def load_all() -> None:
    """Import every module of the package, so that the registry is full."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
