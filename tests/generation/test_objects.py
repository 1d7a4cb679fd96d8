"""An S3-like store, by environment variables alone: a film is made, read, evicted and made again through a real S3 server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.generation import toys
from generation import builds, collect, pool, store
from generation.models import Artifact, Node
from studio.models import Workspace
workspace = Workspace.objects.create(name="objects")
film = toys.film(2)
pool.run_now(builds.request(workspace, film, channel="test", label="film"))
made = builds.outputs_of(workspace, film.key)["out"]
assert not list(store.settings.STORE.rglob("*.json")), "the bytes went to a folder"
path = store.local(made)
assert store.sound(made)
path.write_bytes(b"x" * made.size)  # the cache of this host is damaged
path.unlink()
assert store.digest_of(store.local(made)) == made.digest  # fetched anew, and checked
node = Node.objects.get(params__words="sheet")
collect.evict(Artifact.objects.get(digest=node.outputs["out"]), node)
for cached in (store.settings.HOME / "cache").rglob("*.json"):
    cached.unlink()
pool.run_now(builds.request(workspace, toys.film(2, strength=0.5), channel="test", label="film"))
print(len(toys.runs()))
"""


@pytest.fixture
def address() -> Iterator[str]:
    """A server that speaks S3 on the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the S3 server did not start"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_the_store_can_be_an_object_store(address: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "studio.settings",
        "FILMWRIGHT_HOME": str(tmp_path),
        "FILMWRIGHT_S3_BUCKET": "films",
        "FILMWRIGHT_S3_ENDPOINT": address,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name in ("FILMWRIGHT_TEST_HOME", "DATABASE_URL", "REDIS_URL", "FILMWRIGHT_TEST_SERVERS"):
        environment.pop(name, None)
    import boto3

    boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="t"
    ).create_bucket(Bucket="films")
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().splitlines()[-1] == "9"  # six; then the forgotten sheet, the effect and the film
