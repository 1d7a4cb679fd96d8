"""What goes on by itself above the build system: films that somebody asked for are pushed from voices to lengths to shots."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections

from storyboard import flow


@shared_task(name="studio.tasks.push")  # type: ignore[untyped-decorator]  # Celery carries no types
def push() -> None:
    """Push every film that is being produced; nothing to do is one query."""
    close_old_connections()
    try:
        flow.push_all()
    finally:
        close_old_connections()
