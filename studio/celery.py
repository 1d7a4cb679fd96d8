"""The Celery app: it carries tickets and no truth; queues, routes and the beat."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from celery import Celery
from django.conf import settings

QUEUES = ("interactive", "gpu", "cpu", "control")


def _transport() -> dict[str, Any]:
    if settings.REDIS_URL:
        # A broker that is gone must not hold up a request: one quick try, and the sweep makes up for it. Times in seconds.
        patience = {"socket_timeout": 5, "socket_connect_timeout": 2, "max_retries": 0, "interval_start": 0, "interval_step": 0}
        return {"broker_url": settings.REDIS_URL, "worker_disable_prefetch": True, "broker_transport_options": patience}
    for folder in ("in", "done", "control"):
        (settings.TICKETS / folder).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://localhost",  # a name only, or every process warns that there is none
        "broker_transport_options": {
            "data_folder_in": str(settings.TICKETS / "in"),
            "data_folder_out": str(settings.TICKETS / "in"),
            "processed_folder": str(settings.TICKETS / "done"),
            "control_folder": str(settings.TICKETS / "control"),
            "store_processed": False,
            "polling_interval": 0.1,
        },
    }


def route(name: str, args: Any, kwargs: Any, options: Any, task: Any = None, **_: Any) -> dict[str, str] | None:
    """`work` goes to the queue that it names; everything else to control."""
    if name == "generation.tasks.work":
        return {"queue": (args or [kwargs.get("queue", "cpu")])[0]}
    return {"queue": "control"}


def _now(every: float) -> dict[str, Any]:
    """What the beat asks for again soon need not be done late as well: its tickets do not pile up, in seconds."""
    return {"options": {"expires": 2 * every}}


app = Celery("studio")
app.conf.update(
    **_transport(),
    result_backend=None,
    task_ignore_result=True,
    task_default_queue="control",
    task_routes=(route,),
    task_acks_late=False,  # a ticket is taken at once; a lost one is made again from the database by the sweep
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=None,  # the child holds the loaded checkpoints
    broker_connection_retry_on_startup=True,
    task_publish_retry=False,  # the sweep is the retry; a request must not wait for a broker that is gone
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    beat_schedule={
        "sweep": {"task": "generation.tasks.sweep", "schedule": settings.SWEEP, **_now(settings.SWEEP)},
        "push": {"task": "studio.tasks.push", "schedule": 2.0, **_now(2.0)},
        "collect": {"task": "generation.tasks.collect", "schedule": 6 * 3600.0},
    },
    beat_schedule_filename=str(settings.HOME / "beat"),
)
app.autodiscover_tasks(["generation", "studio"])
