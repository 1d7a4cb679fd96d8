"""Registers the storyboard's kinds of record once its tables are known."""

from __future__ import annotations

from django.apps import AppConfig


class StoryboardConfig(AppConfig):
    """The source of a film."""

    name = "storyboard"

    def ready(self) -> None:
        """Make every kind of record known, and what takes are made of safe from being forgotten."""
        from generation import collect, own_checkpoints
        from storyboard import (
            brought,
            kinds,  # noqa: F401 - importing registers; the tables exist only now
            takes,
        )

        collect.keep(takes.kept_keys)
        collect.hold(brought.held)
        own_checkpoints.used_by(brought.naming)
