"""The settings the tests run under: a home of their own, the shared checkpoints and, in the second pass, real servers.

`FILMWRIGHT_TEST_SERVERS=1` starts PostgreSQL and Redis before anything reads the settings. Child processes that a test
starts inherit the environment made here, and so find the same home, database and broker.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent

if "FILMWRIGHT_TEST_HOME" not in os.environ:
    home = Path(tempfile.mkdtemp(prefix="filmwright-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    checkpoints = Path(os.environ.get("FILMWRIGHT_HOME") or REPOSITORY / "var") / "checkpoints"
    os.environ.setdefault("FILMWRIGHT_CHECKPOINTS", str(checkpoints))
    os.environ["FILMWRIGHT_TEST_HOME"] = os.environ["FILMWRIGHT_HOME"] = str(home)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    if os.environ.get("FILMWRIGHT_TEST_SERVERS") == "1":
        from tests import servers

        postgresql, redis = servers.PostgreSQL(home / "postgresql"), servers.Redis(home / "redis")
        atexit.register(postgresql.stop)
        atexit.register(redis.stop)
        os.environ["DATABASE_URL"] = postgresql.url("filmwright_test")
        os.environ["REDIS_URL"] = redis.url

from studio.settings import *  # noqa: E402, F403
from studio.settings import DATABASES  # noqa: E402

# The database under test has one name for this process and for the processes that tests start.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["NAME"] = Path(os.environ["FILMWRIGHT_TEST_HOME"]) / "test.sqlite3"
DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # logging in is tested; hashing is Django's
