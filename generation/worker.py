"""A worker's life: claim, lease, perform, complete. What a node runs with, and what becomes of every way it can end."""

from __future__ import annotations

import errno
import logging
import os
import platform
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import PIL.Image
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone

from generation import attending, builds, cards, hints, keeping, ledger, remaking, store
from generation.claiming import Turn, claim
from generation.media import KINDS, Media
from generation.models import Artifact, Node, Priority, Status
from generation.operation import BadInput, Cancelled, Defect, Exhausted, Lost, Operation, OperationFailed, registry
from generation.residency import residency

log = logging.getLogger(__name__)

GRACE = 30.0  # seconds between telling an operation to stop and ending its process
Outputs = dict[str, Artifact]
_turn = Turn()


def perform(node: Node, folder: Path) -> tuple[Outputs, dict[str, Any]]:
    """Run a claimed node to its artifacts; also what it really read, by port.

    Raises:
        OperationFailed, Cancelled: as the operation does. inputs whose bytes are gone raise `store.Missing`.
    """
    op = registry.get(node.operation)
    if int(node.operation.partition("@")[2]) < op.version:
        raise BadInput(
            f"This was planned with {node.operation}; the studio now has {op.id} and cannot make the old one. "
            "Regenerate the shot to plan it anew.", "OPERATION_CHANGED",
        )  # fmt: skip
    if op.id != node.operation:
        raise Defect(f"This worker has {op.id}, but {node.operation} was asked for. Restart the worker after an update.")
    params = op.validate(node.params)
    inputs, consumed = _gather(node, op)
    with ledger.desk(node), _Leased(node, op, folder) as context:
        made = op(*inputs, params=params, context=context)
        context.progress(1.0)
        results = {name: getattr(made, name) for name in op.outputs} if len(op.outputs) > 1 or isinstance(made, tuple) else {
            "out": made
        }  # fmt: skip
        outputs = {name: store.put(node.workspace_id, one.path, one.kind) for name, one in results.items()}
    return outputs, consumed


def complete(node: Node, outputs: Outputs, consumed: dict[str, Any], took_ms: int) -> bool:
    """Write a result, if the lease still is this claim's; False when it was lost and another may be at it."""
    digests = {name: artifact.digest for name, artifact in outputs.items()}
    with transaction.atomic():
        before = Node.objects.filter(pk=node.pk).values_list("outputs", flat=True).first()
        diverged = bool(before) and before != digests
        if diverged:
            log.warning("divergent: %s made %s, before it was %s", node, digests, before)
        written = _leased(node).update(
            status=Status.DONE, outputs=digests, consumed=consumed, took_ms=took_ms, made_on=machine(), evicted=False,
            lease=None, lease_until=None, progress=1, note="", error=None, version=F("version") + 1,
            divergent=F("divergent") + int(diverged), changed=timezone.now(),
        )  # fmt: skip
        if written:
            builds.mark_dirty(node.pk)
    return bool(written)


def fail(node: Node, problem: OperationFailed) -> bool:
    """Write a failure under this claim's lease; exhausted nodes are queued once more, lost ones up to `ATTEMPTS` times."""
    limit = {"Exhausted": 2, "Lost": settings.ATTEMPTS}.get(type(problem).__name__, 1)
    again = node.attempts < limit
    with transaction.atomic():
        written = _leased(node).update(
            status=Status.QUEUED if again else Status.FAILED,
            error={"class": type(problem).__name__, "code": problem.code, "message": str(problem), "blame": problem.blame},
            lease=None, lease_until=None, progress=0, version=F("version") + 1, changed=timezone.now(),
        )  # fmt: skip
        if written:
            builds.mark_dirty(node.pk)
    return bool(written)


def stop(node: Node) -> None:
    """A node ended because nobody wanted it; builds that want it again since are told to look."""
    with transaction.atomic():
        if _leased(node).update(
            status=Status.CANCELLED, lease=None, lease_until=None, cancel=False, progress=0, version=F("version") + 1,
            changed=timezone.now(),
        ):  # fmt: skip
            builds.mark_dirty(node.pk)


def run_one(queues: Collection[str], worker: str, least: int = Priority.BACKGROUND) -> bool:
    """Claim and carry one node to whatever end it has; False when there was none to claim."""
    node = _claimed(queues, worker, least)
    if node is not None:
        carry(node)
    return node is not None


def take_one(queues: Collection[str], worker: str, least: int = Priority.BACKGROUND) -> bool:
    """As `run_one`, but what waits for a provider is carried beside what comes next."""
    node = _claimed(queues, worker, least)
    if node is not None and not attending.hand_over(node, carry):
        carry(node)
    return node is not None


def _claimed(queues: Collection[str], worker: str, least: int) -> Node | None:
    return claim(cards.health.able(queues), worker, residency.names(), least, _turn, cards.health.left)


def carry(node: Node) -> None:
    """A claimed node to whatever end it has."""
    started = time.monotonic()
    folder = settings.SCRATCH / str(node.lease)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        outputs, consumed = perform(node, folder)
        if complete(node, outputs, consumed, int((time.monotonic() - started) * 1000)):
            ledger.settle(node)
            keeping.forget(node)
    except Cancelled:
        stop(node)
    except store.Missing as gone:
        _read_nothing(node, gone.artifact)
    except _TooEarly:
        stop(node)
    except OperationFailed as problem:
        if problem.code == cards.LOST:
            cards.health.lost(node.checkpoint)  # first, or this process would take it up again
        fail(node, problem)
    except MemoryError:
        fail(
            node,
            Exhausted("This needs more memory than the worker has. Try a smaller size or draft quality.", "OUT_OF_MEMORY"),
        )
    except DatabaseError:
        raise  # the lease runs out and the node is queued again; nothing may be written on a guess
    except OSError as problem:
        fail(node, _disk(problem) or _defect(node, problem))
    except Exception as problem:  # noqa: BLE001 - the boundary: whatever an operation raises ends here, logged once
        fail(node, _defect(node, problem))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        hints.forget(node.key)


def work(queues: Sequence[str], worker: str, *, least: int = Priority.BACKGROUND, limit: int = 0, budget: float = 0.0) -> int:
    """Run nodes of this priority at least until none is left, `limit` were run or `budget` seconds have passed; how many.

    Builds are advanced as nodes complete, at most four times a second, and always before giving up.
    """
    count, advanced, began = 0, time.monotonic(), time.monotonic()
    while True:
        ran = take_one(queues, worker, least)
        count += ran
        if not ran or time.monotonic() - advanced > 0.25:
            moved = builds.advance_dirty()
            advanced = time.monotonic()
            if not ran and not moved:
                return count
        if (limit and count >= limit) or (budget and time.monotonic() - began > budget):
            builds.advance_dirty()
            return count


@cache
def machine() -> dict[str, str]:
    """What a node is made on: host, processor, library versions, the commit of the studio."""
    import av
    import numpy

    found = {
        "host": platform.node(), "system": platform.platform(), "python": platform.python_version(),
        "av": av.__version__, "numpy": numpy.__version__, "cuda": os.environ.get("CUDA_VISIBLE_DEVICES", ""),
    }  # fmt: skip
    answer = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    ) if (settings.BASE_DIR / ".git").exists() else None  # fmt: skip
    found["commit"] = answer.stdout.strip() if answer else ""
    return found


class _Leased:
    """The `Context` of a real run: renews the lease, carries progress up and a wish to stop down."""

    def __init__(self, node: Node, op: Operation, folder: Path) -> None:
        self.node, self.op, self.folder = node, op, folder
        self._fraction, self._note = 0.0, ""
        self._stop = threading.Event()  # somebody wants this to stop, or the lease is lost
        self._over = threading.Event()
        self._shown = 0.0
        self._thread = threading.Thread(target=self._renew, name=f"lease {node.key[:8]}", daemon=True)

    def __enter__(self) -> _Leased:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(timeout=5)

    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        """The driver of a checkpoint."""
        return residency.open(checkpoint)

    def progress(self, fraction: float, note: str = "") -> None:
        """Remember how far it is; raises Cancelled when nobody wants it any more."""
        if self._stop.is_set():
            raise Cancelled
        self._fraction, self._note = min(1.0, max(0.0, float(fraction))), note[:200]

    def preview(self, image: PIL.Image.Image) -> None:
        """Show an unfinished picture, at most two a second."""
        if time.monotonic() - self._shown > 0.5:
            self._shown = time.monotonic()
            hints.preview(self.node.key, image)

    def scratch(self, suffix: str) -> Path:
        """A new path in the run's own folder."""
        return self.folder / f"{uuid.uuid4().hex}{suffix}"

    def unfinished(self) -> Path:
        """The node's own folder, for its next run."""
        return keeping.folder(self.node)

    def _renew(self) -> None:
        began, told = time.monotonic(), 0.0
        while not self._over.wait(settings.RENEWAL):
            now = time.monotonic()
            try:
                if not self._renewed():
                    self._stop.set()
            except DatabaseError as problem:  # the lease outlives a short absence of the database
                log.warning("The lease of %s could not be renewed: %s", self.node, problem)
            finally:
                close_old_connections()
            told = told or (now if self._stop.is_set() else 0.0)
            late = now - began > self.op.timeout.total_seconds()
            if late or (told and now - told > GRACE):
                self._end(late)
        connection.close()

    def _renewed(self) -> bool:
        alive = _leased(self.node).update(
            lease_until=timezone.now() + timedelta(seconds=settings.LEASE), progress=self._fraction, note=self._note,
            version=F("version") + 1, changed=timezone.now(),
        )  # fmt: skip
        return bool(alive) and not Node.objects.filter(pk=self.node.pk, cancel=True).exists()

    def _end(self, late: bool) -> None:
        """End this process: the operation does not come back by itself. The worker's parent starts another."""
        if late:
            fail(
                self.node,
                Exhausted(f"{self.op.name} ran longer than it may. Try fewer frames or draft quality.", "TIMED_OUT"),
            )
        else:
            stop(self.node)
        log.error("%s did not stop; its process ends", self.node)
        os._exit(70)


def _leased(node: Node) -> Any:
    return Node.objects.filter(pk=node.pk, status=Status.RUNNING, lease=node.lease)


def _gather(node: Node, op: Operation) -> tuple[list[Any], dict[str, Any]]:
    keys = [one.get("recipe") or one.get("of") for one in _singles(node.inputs)]
    wanted = [key for key in keys if key]
    nodes = Node.objects.filter(workspace_id=node.workspace_id, key__in=wanted, status=Status.DONE)
    made: dict[str, dict[str, str]] = dict(nodes.values_list("key", "outputs"))
    digests = {d for outputs in made.values() for d in outputs.values()}
    digests |= {one["digest"] for one in _singles(node.inputs) if "digest" in one}
    artifacts = {a.digest: a for a in Artifact.objects.filter(workspace_id=node.workspace_id, digest__in=digests)}

    def read(one: dict[str, str]) -> tuple[Media, str]:
        if "digest" in one:
            digest = one["digest"]
            if digest not in artifacts:
                raise BadInput("Something that was brought in is not in this workspace. Upload it again.", "UPLOAD_MISSING")
            return KINDS[one["media"]](store.checked(artifacts[digest])), digest
        key = one.get("recipe") or one["of"]
        outputs = made.get(key)
        if outputs is None:
            raise _TooEarly
        digest = outputs[one.get("pick", "out")]
        return store.media(artifacts[digest]), digest

    inputs: list[Any] = []
    consumed: dict[str, Any] = {}
    for port in op.ports:
        source = node.inputs.get(port.name)
        if source is None:
            inputs.append(() if port.many else None)
        elif isinstance(source, list):
            both = [read(one) for one in source]
            inputs.append(tuple(one for one, _ in both))
            consumed[port.name] = [digest for _, digest in both]
        else:
            one, consumed[port.name] = read(source)
            inputs.append(one)
    return inputs, consumed


def _singles(inputs: dict[str, Any]) -> list[dict[str, str]]:
    return [one for source in inputs.values() for one in (source if isinstance(source, list) else [source])]


class _TooEarly(Exception):
    """An input is being made again: builds that want this node queue it once it is there."""


def _read_nothing(node: Node, artifact: Artifact) -> None:
    """An input's bytes are gone or damaged: what made them runs again, then this node, as often as a node is tried.

    What cannot be made again is said, with whose move it is.
    """
    leaf = any(one.get("digest") == artifact.digest for one in _singles(node.inputs))
    with transaction.atomic():
        again = bool(remaking.lost(artifact)) or not leaf  # of an input that is made, another may have noticed just now
        if leaf:
            again = remaking.maker(node.workspace_id, artifact.digest) is not None
        if again and node.attempts < settings.ATTEMPTS:
            error = {"class": "Lost", "code": remaking.LOST, "message": "What this reads is made again.", "blame": "wait"}
            _leased(node).update(
                status=Status.CANCELLED, lease=None, lease_until=None, error=error, version=F("version") + 1,
                changed=timezone.now(),
            )  # fmt: skip
            builds.mark_dirty(node.pk)
            return
    called = artifact.facts.get("name") or f"a file of {artifact.size} bytes ({artifact.kind})"
    if again:
        problem: OperationFailed = Lost(
            f"What this reads was made {node.attempts} times and each time could not be read back. Look at the disk that holds "
            "the store; then retry.", "STORE_UNREADABLE",
        )  # fmt: skip
    elif artifact.brought:
        problem = BadInput(
            f"{called}, which was brought in, is gone from the store or damaged there. Upload it again.", "UPLOAD_MISSING"
        )
    else:
        problem = BadInput(
            f"{called}, which was made here and then chosen, is gone from the store and cannot be made again as it was. "
            "Choose another.", "SOURCE_GONE",
        )  # fmt: skip
    fail(node, problem)


def _disk(problem: OSError) -> OperationFailed | None:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Exhausted("The disk is full: nothing that was made is lost. Free some space, then retry.", "DISK_FULL")
    return None


def _defect(node: Node, problem: BaseException) -> OperationFailed:
    log.exception("defect in %s", node, exc_info=problem)
    return Defect(f"{node.operation} failed in a way it should not. The log has the details under {node.key[:12]}.")
