"""What every test may ask for: the kind of database it runs on, servers of its own, and the default checkpoints."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The first pass leaves out what needs servers; the second takes what uses the database, less what is marked `once`."""
    second = os.environ.get("FILMWRIGHT_TEST_SERVERS") == "1"
    kept, left = [], []
    for item in items:
        stored = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        needs = item.get_closest_marker("servers") is not None
        once = item.get_closest_marker("once") is not None
        (kept if (needs or (stored and not once) if second else not needs) else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Redis]:
    """A Redis of the session's own, to be broken; the second pass' broker is another one."""
    server = servers.Redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.PostgreSQL]:
    """A PostgreSQL of the session's own, to be broken; the second pass' database is in another one."""
    server = servers.PostgreSQL(tmp_path_factory.mktemp("postgresql"))
    yield server
    server.stop()


@pytest.fixture
def own_checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of checkpoints, for tests that install or damage some."""
    place = tmp_path / "checkpoints"
    monkeypatch.setenv("FILMWRIGHT_CHECKPOINTS", str(place))
    return place


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parent.parent
