"""Every way in which an order ends without a result: what is written down, what a person is told, and whose move it is."""

from __future__ import annotations

from generation.hosted import book as books
from generation.hosted import styles, wire
from generation.hosted.book import Book, Job
from generation.hosted.listing import Hosted
from generation.hosted.styles import Ended
from generation.operation import BadInput, Hindered, Lost


def no_credit(answer: wire.Answer) -> bool:
    """Does a refusal mean money, and not haste?"""
    said = answer.body.lower()
    return b"insufficient_quota" in said or b"insufficient credit" in said or b"billing" in said


def unsure(model: Hosted, why: str) -> Hindered:
    """A request left, and nobody knows what became of it."""
    return Hindered(
        f"{model.title} was asked, and no answer came ({why}): nobody here knows whether it is being made and paid. Look at the "
        f"list of orders at {model.host}, then say in the ledger whether it was paid, and ask again.",
        "HOSTED_UNSURE",
    )


def down(model: Hosted, book: Book, job: Job, why: str) -> Lost:
    """Nobody answers at the provider's address."""
    book.end(job, books.FAILED, "The provider was not reached.")
    return Lost(f"{model.host} cannot be reached ({why}). Nothing was paid; try again later.", "HOSTED_DOWN")


def busy(model: Hosted, book: Book, job: Job) -> Lost:
    """The provider takes no more orders for longer than anybody waits."""
    book.end(job, books.REFUSED, "Too many orders at once.")
    return Lost(
        f"{model.host} takes no more orders just now (rate limit). Nothing was paid; try again in a few minutes.", "HOSTED_BUSY"
    )


def key(model: Hosted) -> Hindered:
    """The key is not, or no longer, valid."""
    return Hindered(
        f"{model.host} does not accept the key in {model.secret or 'the entry'} (for {model.title}). Put a valid one there, "
        "start the studio again, then ask again.",
        "HOSTED_KEY",
    )


def declined(model: Hosted, book: Book, job: Job, answer: wire.Answer) -> Exception:
    """What becomes of an answer to an order that is no yes."""
    said = answer.json()
    why = styles.words(said) or f"its answer is {answer.status}"
    if answer.status >= 500:
        return unsure(model, why)
    book.end(job, books.REFUSED, why)
    if answer.status in (401, 403) and not styles.refusal(said):
        return key(model)
    if answer.status in (402, 429):
        return Hindered(
            f"There is no credit left at {model.host} ({why}). Nothing was paid; fill it up, then ask again.", "HOSTED_CREDIT"
        )
    if styles.refusal(said):
        return refused(model, why)
    return BadInput(
        f"{model.title} does not take this order ({why}). Nothing was paid. Its entry may name a field wrongly, or the shot asks "
        "for what it cannot do.",
        "HOSTED_INVALID",
    )


def refused(model: Hosted, why: str) -> BadInput:
    """Words or pictures are not allowed there."""
    return BadInput(
        f"{model.host} refuses to make this ({why}). Nothing was paid. Change the words or the pictures of the shot, or choose "
        "another model.",
        "HOSTED_REFUSED",
    )


def over(model: Hosted, book: Book, job: Job, ended: Ended) -> Exception:
    """What is said of an order that was taken and ended without a result."""
    why = ended.words or "it does not say why"
    if ended.kind == "refused":
        book.end(job, books.REFUSED, why)
        return refused(model, why)
    if ended.kind == "rubbish":
        book.end(job, books.LOST, f"Not understood: {why}")
        return BadInput(
            f"What {model.host} answered is not understood ({why}). It counts as paid; look at its list of orders. Is the "
            "style of the entry right?",
            "HOSTED_RUBBISH",
        )
    if model.charges_failures:
        book.end(job, books.LOST, why)
        return BadInput(f"{model.title} failed at the provider, which charges for it ({why}). Change the shot.", "HOSTED_FAILED")
    book.end(job, books.CANCELLED if ended.kind == "cancelled" else books.FAILED, why)
    words = "was stopped" if ended.kind == "cancelled" else "failed"
    return BadInput(
        f"{model.title} {words} at the provider ({why}), which does not charge for that. Ask again, or change the shot.",
        "HOSTED_FAILED",
    )
