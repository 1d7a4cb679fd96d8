"""The app of the studio's own tables; loading it makes the Celery app the one that tickets go through."""

from __future__ import annotations

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """studio"""

    name = "studio"

    def ready(self) -> None:
        """Without this, a ticket would be sent to a broker that nobody named."""
        from studio.celery import app

        app.set_default()
