"""One order from beginning to end: written down, sent once, waited for, fetched once, looked at; resumed where it was left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from generation import confined
from generation.drivers import Tell
from generation.hosted import book as books
from generation.hosted import failing, styles, wire
from generation.hosted.book import Book, Job, Wanted
from generation.hosted.listing import Hosted
from generation.hosted.styles import Asked, Ended, Made, Standing, Waiting
from generation.operation import BadInput, Cancelled, Hindered, Lost

_FIRST, _MOST = 0.5, 5.0  # of wall time, in s: between two questions, at first and later
_TRIES = 5  # of a request that nobody hears
_LAST_WORD = 20.0  # of wall time, in s: how long a picture that is already paid is waited for after somebody stopped


@dataclass
class _Run:
    """One attempt."""

    model: Hosted
    book: Book
    job: Job
    tell: Tell
    until: float

    @property
    def style(self) -> styles.Style:
        return styles.STYLES[self.model.style]

    def left(self) -> float:
        return self.until - time.monotonic()


def obtain(model: Hosted, asked: Asked, amount: Any, tell: Tell) -> Path:
    """The file of what was asked, looked at in the confined child; it stays until the node that wanted it is done.

    Raises:
        BadInput: HOSTED_REFUSED, HOSTED_INVALID, HOSTED_FAILED, HOSTED_RUBBISH, HOSTED_ADDRESS.
        Hindered: HOSTED_KEY_MISSING, HOSTED_KEY, HOSTED_CREDIT, HOSTED_UNSURE, SPENDING_LIMIT, SPENDING_CURRENCY.
        Lost: HOSTED_DOWN, HOSTED_BUSY, HOSTED_TIMED_OUT.
        Cancelled: once the provider was told.
    """
    styles.headers(model)  # without a key nothing is written down
    book = books.current()
    said = {"model": model.id, "named": {name: _seen(one) for name, one in styles.named(model, asked).items()}}
    currency = model.price.currency if model.price else ""
    job = book.open(Wanted(model.id, model.host, model.model, books.digest(said), amount, currency))
    run = _Run(model, book, job, tell, time.monotonic() + model.patience)
    if job.state == books.MADE and job.result is not None:
        return job.result
    try:
        made = _followed(run, asked)
        return _brought(run, made)
    except Cancelled:
        _cancel(run)
        raise


def _seen(value: Any) -> Any:
    """A value as it goes into the order's hash."""
    if isinstance(value, bytes):
        return books.digest(value.hex())
    return [_seen(one) for one in value] if isinstance(value, list) else value


def _followed(run: _Run, asked: Asked) -> Made:
    """Submit, unless that was done, and ask until it is made."""
    job = run.job
    if job.state == books.ACCEPTED:
        if url := job.links.get("result"):
            return Made(url=url)
        return _awaited(run)
    if job.state == books.SENT and not run.model.idempotent:
        raise failing.unsure(run.model, "the studio stopped before an answer came")
    standing = _submitted(run, asked)
    if isinstance(standing, Waiting):
        run.book.accept(job, standing.reference, standing.links)
        return _awaited(run)
    if isinstance(standing, Made):
        if standing.url:
            run.book.accept(job, "at once", {"result": standing.url})
        return standing
    raise failing.over(run.model, run.book, run.job, standing)


def _submitted(run: _Run, asked: Asked) -> Standing:
    """Send it: once, however the answer fails to come, unless the provider knows orders by their key."""
    call = run.style.submit(run.model, asked)
    call = replace(call, headers={**styles.headers(run.model), "Idempotency-Key": run.job.token})
    heard = 0
    while True:
        if run.job.state == books.INTENDED and not run.book.send(run.job):
            raise Lost("Another attempt of this shot is asking the provider already.", "HOSTED_BUSY")
        run.tell(0.0, "asking the provider")
        try:
            answer = _aside(run, lambda: wire.ask(call, local=run.model.local, patience=min(run.model.patience, 600)))
        except wire.NotSent as problem:
            run.book.unsend(run.job)
            heard += 1
            if heard >= _TRIES or run.left() < 0:
                raise failing.down(run.model, run.book, run.job, str(problem)) from problem
            _wait(run, 2.0**heard / 2, "the provider does not answer")
            continue
        except wire.Unanswered as problem:
            heard += 1
            if not run.model.idempotent or heard >= _TRIES:
                raise failing.unsure(run.model, str(problem)) from problem
            _wait(run, 2.0**heard / 2, "the provider does not answer")
            continue
        except BadInput:  # an address that must not be asked: nothing left this machine
            run.book.end(run.job, books.FAILED, "Nothing was sent.")
            raise
        if 200 <= answer.status < 300:
            return run.style.submitted(run.model, answer.json())
        if answer.status in (429, 503) and not failing.no_credit(answer):
            run.book.unsend(run.job)
            pause = answer.after(run.model.patience) or min(60.0, 2.0**heard)
            heard += 1
            if pause > run.left():
                raise failing.busy(run.model, run.book, run.job)
            _wait(run, pause, "the provider asks to wait")
            continue
        if answer.status >= 500 and run.model.idempotent and heard < _TRIES:
            heard += 1
            _wait(run, 2.0**heard / 2, "the provider does not answer")
            continue
        raise failing.declined(run.model, run.book, run.job, answer)


def _awaited(run: _Run) -> Made:
    """Ask how it stands until it is made. What does not answer is asked again: that costs nothing."""
    job, style, pause, shown = run.job, run.style, _FIRST, 0.05
    ask = style.status(run.model, job.reference, job.links)
    while True:
        try:
            answer = wire.ask(replace(ask, headers=styles.headers(run.model)), local=run.model.local)
        except (wire.NotSent, wire.Unanswered):
            answer = None
        if answer is not None and answer.status in (404, 410):
            run.book.end(job, books.LOST, "The provider does not know it any more.")
            raise BadInput(
                f"{run.model.title}: the provider knows nothing of order {job.reference[:60]} any more. It may have been paid; "
                "look at its bill. Asking again orders anew.",
                "HOSTED_FAILED",
            )
        if answer is not None and answer.status in (401, 403):
            raise failing.key(run.model)
        if answer is not None and 200 <= answer.status < 300:
            standing = style.standing(run.model, job.reference, job.links, answer.json())
            if isinstance(standing, wire.Call):
                standing = _response(run, standing)
            if isinstance(standing, Made):
                return standing
            if isinstance(standing, Ended):
                raise failing.over(run.model, run.book, run.job, standing)
            shown = max(shown, 0.05 + 0.85 * standing.share)
            run.tell(shown, standing.note or "made at the provider")
        if run.left() < 0:
            raise Lost(
                f"{run.model.title} has not delivered within {run.model.patience // 60} minutes. The order stands: asking again "
                "goes on waiting for it and costs nothing.",
                "HOSTED_TIMED_OUT",
            )
        wanted = answer.after(60.0) if answer is not None else 0.0
        _wait(run, wanted or pause, "")
        pause = min(_MOST, pause * 1.3)


def _response(run: _Run, call: wire.Call) -> Standing:
    """The answer that a queue keeps for what it completed."""
    for heard in range(_TRIES):
        try:
            answer = wire.ask(replace(call, headers=styles.headers(run.model)), local=run.model.local)
        except (wire.NotSent, wire.Unanswered):
            answer = None
        if answer is not None and (answer.status < 500 and answer.status != 429):
            if 200 <= answer.status < 300:
                return run.style.found(run.model, answer.json())
            said = answer.json()
            return Ended("refused" if styles.refusal(said) else "failed", styles.words(said))
        _wait(run, 2.0**heard / 2, "")
    raise Lost(f"{run.model.title} is made, but the provider does not answer. Asking again costs nothing.", "HOSTED_DOWN")


def _brought(run: _Run, made: Made) -> Path:
    """The result in its room, whole and of the kind that was asked for."""
    to = run.book.room(run.job, ".bin")
    try:
        if made.data:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(made.data)
        else:
            _fetched(run, urljoin(f"{run.model.base}/", made.url), to)
        run.tell(0.95, "")
        confined.check(to, "movie" if run.model.moves else "image")
    except BadInput as problem:
        if problem.code == "HOSTED_ADDRESS":
            raise
        to.unlink(missing_ok=True)
        run.book.end(run.job, books.LOST, str(problem))
        raise BadInput(
            f"{run.model.title} delivered something that is no {'clip' if run.model.moves else 'picture'}: {problem} It counts "
            "as paid; show the provider the order in the ledger. Asking again orders anew.",
            "HOSTED_RUBBISH",
        ) from problem
    run.book.make(run.job, to)
    return to


def _fetched(run: _Run, url: str, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    for heard in range(_TRIES):
        try:
            wire.fetch(
                url, to, lambda _: run.tell(0.92, "fetching"), headers=styles.headers(run.model), own=run.model.base,
                local=run.model.local,
            )  # fmt: skip
            return
        except (wire.NotSent, wire.Unanswered) as problem:
            last = problem
        _wait(run, 2.0**heard / 2, "the provider does not answer")
    raise Lost(f"{run.model.title} is made, but cannot be fetched ({last}). Asking again costs nothing.", "HOSTED_DOWN") from last


def _cancel(run: _Run) -> None:
    """Tell the provider to stop. Only its own word that it did makes the order unpaid; else asking again goes on with it."""
    if run.job.state != books.ACCEPTED or run.job.links.get("result"):
        return
    style, job = run.style, run.job
    try:
        call = style.cancel(run.model, job.reference, job.links)
        wire.ask(replace(call, headers=styles.headers(run.model)), local=run.model.local, patience=5.0)
        ask = style.status(run.model, job.reference, job.links)
        answer = wire.ask(replace(ask, headers=styles.headers(run.model)), local=run.model.local, patience=5.0)
    except (wire.NotSent, wire.Unanswered, BadInput, Hindered):
        return
    gone = answer.status in (404, 410)
    standing = None if gone else style.standing(run.model, job.reference, job.links, answer.json())
    if gone or (isinstance(standing, Ended) and standing.kind == "cancelled"):
        run.book.end(job, books.CANCELLED, "Stopped, as asked.")


def _aside(run: _Run, work: Callable[[], wire.Answer]) -> wire.Answer:
    """Do something that takes long, and hear meanwhile whether anybody still wants it.

    Who stops a request that is answered with the picture itself has paid already: its answer is waited for a little.
    """
    found: list[Any] = []

    def go() -> None:
        try:
            found.append(work())
        except Exception as problem:  # noqa: BLE001 - it is raised again below, in the thread that asked
            found.append(problem)

    thread = threading.Thread(target=go, name="provider", daemon=True)
    thread.start()
    stopped: Cancelled | None = None
    until = 0.0
    while thread.is_alive() and (stopped is None or time.monotonic() < until):
        thread.join(0.2)
        try:
            if stopped is None:
                run.tell(0.05, "asking the provider")
        except Cancelled as said:
            stopped, until = said, time.monotonic() + _LAST_WORD
    if stopped is not None:
        _keep_what_came(run, found)
        raise stopped
    if isinstance(found[0], Exception):
        raise found[0]
    answer: wire.Answer = found[0]
    return answer


def _keep_what_came(run: _Run, found: list[Any]) -> None:
    """Somebody stopped while the request was on its way: what its answer says is written down all the same."""
    if not found:
        return
    answer = found[0]
    if isinstance(answer, wire.NotSent) or (isinstance(answer, wire.Answer) and 400 <= answer.status < 500):
        run.book.end(run.job, books.FAILED, "Stopped before it was taken.")
    elif isinstance(answer, wire.Answer) and 200 <= answer.status < 300:
        standing = run.style.submitted(run.model, answer.json())
        if isinstance(standing, Waiting):
            run.book.accept(run.job, standing.reference, standing.links)
        elif isinstance(standing, Made):
            if standing.url:
                run.book.accept(run.job, "at once", {"result": standing.url})
            else:
                run.tell = lambda share, note: None
                _brought(run, standing)


def _wait(run: _Run, length: float, note: str) -> None:
    until = time.monotonic() + length
    while (left := until - time.monotonic()) > 0:
        if note:
            run.tell(0.05, f"{note}: {int(left) + 1} s" if left > 5 else note)
        else:
            run.tell(0.05, "made at the provider")
        time.sleep(min(0.25, left))
