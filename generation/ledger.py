"""The orders of hosted models in the database: one for each request of a node, what they cost, and how much may be spent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from generation.hosted import book
from generation.hosted.book import Job, Wanted
from generation.models import Budget, Build, Node, Order, Status
from generation.operation import Hindered
from studio.errors import Conflict
from studio.models import Workspace

State = Order.State
_OPEN = (State.INTENDED, State.SENT, State.ACCEPTED, State.MADE)


class NodeBook:
    """The orders of one node. Every step is one conditional UPDATE: of two runs only one ever sends."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def open(self, wanted: Wanted) -> Job:
        """The open order of this node and request; a new one only where none is open. Raises Hindered as `Book` says."""
        mine = {"workspace_id": self._node.workspace_id, "key": self._node.key, "request": wanted.request}
        with transaction.atomic():
            Workspace.objects.select_for_update().get(pk=self._node.workspace_id)  # one at a time counts what is spent
            last = Order.objects.filter(**mine).order_by("-again").first()
            if last is not None and last.state == State.MADE and not _file(last).is_file():
                # It was paid and its bytes are gone: only a person can want to pay once more.
                Order.objects.filter(pk=last.pk).update(state=State.LOST, note="The result was lost before it was delivered.")
                last.state = State.LOST
            if last is not None and last.state in _OPEN:
                return _job(last)
            build = Build.objects.filter(demands__node=self._node).order_by("created").first()
            channel = build.channel if build else ""
            over = spending(self._node.workspace_id, channel, wanted.amount or Decimal(0), wanted.currency)
            if over:
                raise over
            made = Order.objects.create(
                **mine, again=last.again + 1 if last else 0, channel=channel, subject=build.subject if build else None,
                checkpoint=wanted.checkpoint, provider=wanted.provider[:120], model=wanted.model[:200], amount=wanted.amount,
                currency=wanted.currency,
            )  # fmt: skip
        return _job(made)

    def send(self, job: Job) -> bool:
        """Note that the request leaves; False when it already left."""
        sent = bool(_rows(job).filter(state=State.INTENDED).update(state=State.SENT, changed=timezone.now()))
        job.state = book.SENT
        return sent

    def unsend(self, job: Job) -> None:
        """It was not taken."""
        _rows(job).filter(state=State.SENT).update(state=State.INTENDED, changed=timezone.now())
        job.state = book.INTENDED

    def accept(self, job: Job, reference: str, links: Mapping[str, str]) -> None:
        """The provider's own number."""
        _rows(job).filter(state=State.SENT).update(
            state=State.ACCEPTED, reference=reference, links=dict(links), changed=timezone.now()
        )
        job.state, job.reference, job.links = book.ACCEPTED, reference, links

    def room(self, job: Job, suffix: str) -> Path:
        """A file in the studio's home, until the node is done."""
        place = _folder()
        place.mkdir(parents=True, exist_ok=True)
        return place / f"{job.token}{suffix}"

    def make(self, job: Job, result: Path) -> None:
        """The result lies in its room."""
        _rows(job).filter(state__in=(State.SENT, State.ACCEPTED)).update(
            state=State.MADE, file=result.name, changed=timezone.now()
        )
        job.state, job.result = book.MADE, result

    def end(self, job: Job, state: str, note: str) -> None:
        """It ended without a result."""
        _rows(job).filter(state__in=_OPEN).update(state=state, note=note[:400], changed=timezone.now())
        job.state = state


def desk(node: Node) -> AbstractContextManager[None]:
    """While a node runs, what it orders is written down for it."""
    return book.ordering(NodeBook(node))


def settle(node: Node) -> None:
    """A node is done: what was kept for another attempt goes."""
    for order in Order.objects.filter(workspace_id=node.workspace_id, key=node.key, state=State.MADE):
        _file(order).unlink(missing_ok=True)
        Order.objects.filter(pk=order.pk).update(state=State.DELIVERED, file="", changed=timezone.now())


def release(order: Order, *, paid: bool) -> Order:
    """A person has looked at the provider's bill: an order that nobody answered is over, and its shot may be asked for again.

    Raises:
        Conflict: ORDER_SETTLED for any other order.
    """
    if waiting(order.workspace_id, [order.key]):
        raise Conflict("This order is still waited for. Stop its shot first, or let it end.", "ORDER_SETTLED")
    state, note = (State.LOST, "Paid, and nothing came.") if paid else (State.FAILED, "It never arrived; nothing was paid.")
    if not Order.objects.filter(pk=order.pk, state=State.SENT).update(state=state, note=note, changed=timezone.now()):
        raise Conflict("Only an order that was never answered can be settled by hand; this one is not.", "ORDER_SETTLED")
    order.refresh_from_db()
    return order


def waiting(workspace_id: uuid.UUID, keys: Iterable[str]) -> frozenset[str]:
    """Those of these nodes that still run, or will: their orders may yet be answered."""
    unended = Node.objects.filter(workspace_id=workspace_id, key__in=list(keys), status__in=(Status.QUEUED, Status.RUNNING))
    return frozenset(unended.values_list("key", flat=True))


def spent(workspace_id: uuid.UUID, channel: str, currency: str, *, monthly: bool = False) -> Decimal:
    """What is owed or paid in this currency: by a channel, or by the workspace where that is blank."""
    orders = Order.objects.filter(workspace_id=workspace_id, currency=currency, state__in=[*Order.OWED, State.INTENDED])
    if channel:
        orders = orders.filter(channel=channel)
    if monthly:
        now = timezone.now()
        orders = orders.filter(created__gte=now.replace(day=1, hour=0, minute=0, second=0, microsecond=0))
    return orders.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def spending(workspace_id: uuid.UUID, channel: str, amount: Decimal, currency: str) -> Hindered | None:
    """Why `amount` more may not be spent, or None: the limits are those of the channel and of the workspace."""
    for one in Budget.objects.filter(workspace_id=workspace_id, channel__in={channel, ""}).order_by("-channel"):
        whose = "this film" if one.channel else "this workspace"
        if not amount:
            continue
        if one.currency != currency:
            return Hindered(
                f"The limit of {whose} is in {one.currency}, and this model is paid in {currency}: nobody can say whether it is "
                f"kept. Set the limit in {currency}, or choose another model.",
                "SPENDING_CURRENCY",
            )
        before = spent(workspace_id, one.channel, currency, monthly=one.monthly)
        if before + amount > one.amount:
            when = " this month" if one.monthly else ""
            return Hindered(
                f"This would cost {money(amount)} {currency}. {money(before)} of the {money(one.amount)} {currency} that {whose} "
                f"may spend{when} are spent. Raise the limit, or choose a model of your own machine.",
                "SPENDING_LIMIT",
            )
    return None


def money(amount: Decimal) -> str:
    """An amount as a person reads it: two places, more only where it is less than a cent."""
    short = amount.quantize(Decimal("0.01"))
    return f"{short}" if short == amount else f"{amount.normalize():f}"


def paid_keys(workspace_id: uuid.UUID) -> Iterable[str]:
    """Nodes whose result was paid for: their bytes are never forgotten to save room."""
    owed = Order.objects.filter(workspace_id=workspace_id, state__in=(State.MADE, State.DELIVERED))
    return owed.values_list("key", flat=True).distinct()


def _rows(job: Job) -> Any:
    return Order.objects.filter(pk=job.token)


def _job(order: Order) -> Job:
    result = _file(order) if order.state == State.MADE else None
    return Job(str(order.pk), order.state, order.reference, order.links, result)


def _file(order: Order) -> Path:
    return _folder() / (order.file or f"{order.pk}.none")


def _folder() -> Path:
    return Path(settings.HOME) / "hosted"
