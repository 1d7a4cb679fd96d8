"""Makes the cut's kinds of record and its operations known once the tables are."""

from __future__ import annotations

from django.apps import AppConfig


class EditingConfig(AppConfig):
    """The cut of a film."""

    name = "editing"

    def ready(self) -> None:
        """Register records and operations, and keep the cuts that people keep from being forgotten."""
        from editing import brought, cuts, operations, records  # noqa: F401 - importing registers; the tables exist only now
        from generation import collect

        collect.keep(cuts.kept_keys)
        collect.hold(brought.held)
