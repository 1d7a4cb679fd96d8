"""A worker without Celery: takes nodes from every queue until it is told to stop. For one machine and for the shell."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from generation import builds, cards, tasks, worker


class Command(BaseCommand):
    """manage.py work"""

    help = "Take and make nodes until stopped (SIGTERM ends after the node at hand)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The queues to serve."""
        parser.add_argument("--queues", default="interactive,gpu,cpu")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, sweep, rest."""
        with tasks.silence():
            self._work(options["queues"].split(","))

    def _work(self, queues: list[str]) -> None:
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        name, swept = tasks.worker_name(), time.monotonic()
        while not ended.is_set():
            try:
                ran = worker.take_one(queues, name)
                if not ran and not builds.advance_dirty():
                    ended.wait(0.1)
                elif ran:
                    builds.advance_dirty()
                if cards.health.reborn():
                    os.execv(sys.executable, [sys.executable, *sys.argv])  # the same process, with a card that answers
                if time.monotonic() - swept > 10:
                    tasks.recover()
                    swept = time.monotonic()
            except DatabaseError as problem:
                self.stderr.write(f"The database does not answer ({problem}); trying again.")
                ended.wait(1.0)
            finally:
                close_old_connections()
