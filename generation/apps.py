"""The app of the build system; loading it declares every operation."""

from __future__ import annotations

from django.apps import AppConfig


class GenerationConfig(AppConfig):
    """generation"""

    name = "generation"

    def ready(self) -> None:
        """Declare the operations and the checks; what was paid for is not forgotten."""
        from generation import checks, collect, ledger  # noqa: F401
        from generation.operations import load_all

        load_all()
        collect.keep(ledger.paid_keys)
