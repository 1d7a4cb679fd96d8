"""Where an order is written down before it is sent: what a hosted driver needs of the studio, and no framework in it."""

from __future__ import annotations

import hashlib
import json
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

INTENDED, SENT, ACCEPTED, MADE = "intended", "sent", "accepted", "made"
REFUSED, FAILED, CANCELLED = "refused", "failed", "cancelled"
LOST = "lost"  # paid, or perhaps paid, and nothing will come


@dataclass(frozen=True)
class Wanted:
    """What is about to be ordered. `request` is the SHA-256 of everything asked: the same within one node is one order."""

    checkpoint: str
    provider: str
    model: str
    request: str
    amount: Decimal | None
    currency: str


@dataclass
class Job:
    """An order as it stands. `token` is the idempotency key that the provider is told."""

    token: str
    state: str = INTENDED
    reference: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    result: Path | None = None  # where the result lies, once it is made


class Book(Protocol):
    """The orders of one run."""

    def open(self, wanted: Wanted) -> Job:
        """The open order of this request, or a new one, written down.

        Raises:
            Hindered: SPENDING_LIMIT, SPENDING_CURRENCY.
        """

    def send(self, job: Job) -> bool:
        """Note that the request leaves now; False when another run was quicker: then it must not."""

    def unsend(self, job: Job) -> None:
        """Note that it surely did not arrive, or was surely not taken: it may be sent again."""

    def accept(self, job: Job, reference: str, links: Mapping[str, str]) -> None:
        """Note the provider's own number."""

    def room(self, job: Job, suffix: str) -> Path:
        """Where the result is to be written; it outlives the run."""

    def make(self, job: Job, result: Path) -> None:
        """Note that the result lies in `room`."""

    def end(self, job: Job, state: str, note: str) -> None:
        """Note how it ended without a result: refused, failed or cancelled."""


class Loose:
    """Orders of a shell, of a bench: kept as long as the process."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="filmwright-hosted-")

    def open(self, wanted: Wanted) -> Job:
        """As the protocol says; there is no limit here."""
        return self._jobs.setdefault(wanted.request, Job(uuid.uuid4().hex))

    def send(self, job: Job) -> bool:
        """As the protocol says."""
        job.state = SENT
        return True

    def unsend(self, job: Job) -> None:
        """As the protocol says."""
        job.state = INTENDED

    def accept(self, job: Job, reference: str, links: Mapping[str, str]) -> None:
        """As the protocol says."""
        job.state, job.reference, job.links = ACCEPTED, reference, links

    def room(self, job: Job, suffix: str) -> Path:
        """As the protocol says, as long as the process lives."""
        return Path(self._folder.name) / f"{job.token}{suffix}"

    def make(self, job: Job, result: Path) -> None:
        """As the protocol says."""
        job.state, job.result = MADE, result

    def end(self, job: Job, state: str, note: str) -> None:
        """As the protocol says: what ended may be ordered anew."""
        job.state = state
        self._jobs = {request: one for request, one in self._jobs.items() if one is not job}


_book: ContextVar[Book | None] = ContextVar("book", default=None)
_loose: list[Loose] = []


@contextmanager
def ordering(book: Book) -> Iterator[None]:
    """Orders made within the `with` are written into this book."""
    token = _book.set(book)
    try:
        yield
    finally:
        _book.reset(token)


def current() -> Book:
    """The book of the run that is going on."""
    if (book := _book.get()) is not None:
        return book
    if not _loose:
        _loose.append(Loose())
    return _loose[0]


def digest(asked: Any) -> str:
    """The SHA-256 of what is asked, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
