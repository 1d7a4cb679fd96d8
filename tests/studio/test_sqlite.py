"""Connecting to the embedded database waits for whoever is just making or leaving its write-ahead log."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3 import base as django_base

from studio.settings import _database
from studio.sqlite import base as studio_base

_OPTIONS = _database("")["OPTIONS"]


def _connect(backend: Any, path: Path, timeout: float) -> sqlite3.Connection:
    """A connection as the studio's settings ask for it, waiting `timeout` seconds."""
    default = settings.DATABASES["default"]
    wrapper = backend.DatabaseWrapper({**default, "NAME": path, "OPTIONS": {**_OPTIONS, "timeout": timeout}}, "other")
    connection: sqlite3.Connection = wrapper.get_new_connection(wrapper.get_connection_params())
    return connection


def _held(path: Path) -> sqlite3.Connection:
    """The state that two starting servers meet: a new file, not yet in WAL mode, which another connection is writing."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE a (b)")
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO a VALUES (1)")
    return other


def test_a_connection_waits_for_the_lock_that_the_busy_timeout_does_not_cover(tmp_path: Path) -> None:
    other = _held(tmp_path / "studio.sqlite3")
    release = threading.Timer(0.4, lambda: other.execute("COMMIT"))
    release.start()
    connection = _connect(studio_base, tmp_path / "studio.sqlite3", 20)
    assert connection.execute("SELECT count(*) FROM a").fetchone() == (1,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    release.join()
    other.close()


def test_it_gives_up_when_the_lock_is_never_released(tmp_path: Path) -> None:
    other = _held(tmp_path / "studio.sqlite3")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        _connect(studio_base, tmp_path / "studio.sqlite3", 0.3)
    other.close()


def test_djangos_own_does_not_wait(tmp_path: Path) -> None:
    """The reason for ours; when this fails, `studio.sqlite` can go."""
    other = _held(tmp_path / "studio.sqlite3")
    release = threading.Timer(1, lambda: other.execute("COMMIT"))
    release.start()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        _connect(django_base, tmp_path / "studio.sqlite3", 20)
    release.join()
    other.close()
