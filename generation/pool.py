"""A few worker processes for the length of one command: how the shell makes a film when no worker is running."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from generation import attending, builds, cards, tasks
from generation.models import Build
from generation.operation import BadInput, OperationFailed


class BuildFailed(OperationFailed):
    """A build ended without its result; the message names what failed and whose move it is."""

    code = "BUILD_FAILED"


@contextmanager
def workers(count: int = 0) -> Iterator[None]:
    """`count` worker processes (default: `WORKERS`), and one more for each card, that take nodes until the block ends.

    Raises:
        BadInput: for a count below nought, with which nothing would ever be made.
    """
    if count < 0:
        raise BadInput(f"There cannot be {count} workers. Give 1 or more, or 0 for the studio's own number.")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--queues"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    running = [
        subprocess.Popen([*command, ",".join(post.queues)], env={**environment, **post.environment})
        for post in cards.posts(count or settings.WORKERS)
        for _ in range(post.count)
    ]
    try:
        with tasks.silence():
            yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait(build: Build, tell: Callable[[builds.Progress], None] = lambda progress: None, poll: float = 0.25) -> Build:
    """Wait until a build has ended, advancing and sweeping as needed; someone else must be working.

    Raises:
        BuildFailed: when it failed or was cancelled.
    """
    swept = time.monotonic()
    while True:
        build.refresh_from_db()
        progress = builds.progress_of(build)
        tell(progress)
        if build.status == Build.State.DONE:
            return build
        if build.status != Build.State.ACTIVE:
            raise _failure(build, progress)
        if build.dirty:
            builds.advance(build.id)
        if time.monotonic() - swept > settings.SWEEP:
            tasks.recover()
            builds.advance(build.id)
            swept = time.monotonic()
        time.sleep(poll)


def run_now(build: Build, tell: Callable[[builds.Progress], None] = lambda progress: None) -> Build:
    """Make a build in this very process, one node after another.

    Raises:
        BuildFailed: when it failed or was cancelled.
    """
    from generation import worker

    name = f"{tasks.worker_name()}:{uuid.uuid4().hex[:6]}"
    while True:
        build.refresh_from_db()
        tell(builds.progress_of(build))
        if build.status != Build.State.ACTIVE:
            break
        if not worker.work(["interactive", "gpu", "cpu"], name, budget=0.25):
            builds.advance(build.id)
            build.refresh_from_db()
            if build.status == Build.State.ACTIVE:
                time.sleep(0.05)  # another process holds what is left
                tasks.recover()
    attending.rest()
    if build.status != Build.State.DONE:
        raise _failure(build, builds.progress_of(build))
    return build


def _failure(build: Build, progress: builds.Progress) -> BuildFailed:
    if build.status == Build.State.CANCELLED:
        return BuildFailed(f"{build.label} was cancelled. What was made is kept; ask again to go on.")
    message = (progress.error or {}).get("message", "No reason was given.")
    return BuildFailed(f"{build.label} could not be made. {message}")
