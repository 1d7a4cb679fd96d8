"""A studio of a bench's own: an empty home, a migrated database, the shared checkpoints; PostgreSQL and Redis on demand."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def begin(*, servers: bool = False) -> Path:
    """Set up Django on an empty home and migrate; the home, which is removed at exit. Call once, before importing models."""
    home = Path(tempfile.mkdtemp(prefix="filmwright-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["FILMWRIGHT_HOME"] = str(home)
    os.environ.setdefault("FILMWRIGHT_CHECKPOINTS", str(ROOT / "var" / "checkpoints"))
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    if servers:
        from tests.servers import PostgreSQL, Redis

        database, redis = PostgreSQL(home / "postgresql"), Redis(home / "redis")
        atexit.register(database.stop)
        atexit.register(redis.stop)
        import psycopg

        with psycopg.connect(database.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = database.url("bench"), redis.url
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return home


def table(title: str, rows: list[tuple[str, ...]]) -> None:
    """Print rows as columns."""
    print(f"\n{title}")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    sys.stdout.flush()
