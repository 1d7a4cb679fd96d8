"""What goes on by itself above the build system: films are pushed from voices to lengths to shots, takes are chosen from."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections

from storyboard import choosing, flow, schooling


@shared_task(name="studio.tasks.push")  # type: ignore[untyped-decorator]  # Celery carries no types
def push() -> None:
    """Push every film that is being produced, and every choice between takes; nothing to do is a query each."""
    close_old_connections()
    try:
        flow.push_all()
        choosing.push_all()
        schooling.push_all()
    finally:
        close_old_connections()
