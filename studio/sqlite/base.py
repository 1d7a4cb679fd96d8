"""Connecting waits like writing does: SQLite answers "locked" at once while another process makes or leaves the write-ahead log.

The busy timeout does not cover two moments (https://sqlite.org/wal.html, "Sometimes queries return SQLITE_BUSY in WAL mode"):
the switch to the log on a new file, and the clean-up by the last connection that closes. Servers that start together meet both.
"""

from __future__ import annotations

import random
import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for one thing: a connection refused as locked is asked for again until `timeout` seconds have passed."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection with the options of the settings. Raises sqlite3.OperationalError when the file stays locked."""
        until = time.monotonic() + conn_params.get("timeout", 5)
        while True:
            try:
                return super().get_new_connection(conn_params)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(random.uniform(0.01, 0.05))
