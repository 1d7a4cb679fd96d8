"""Routes of what hosted models cost: before, afterwards, and how much may be spent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from generation import ledger
from generation.models import Budget, Order
from storyboard import costing
from storyboard.answers import project_of
from storyboard.film import Film
from storyboard.models import Project, Take
from studio.access import found_for
from studio.errors import NotFound
from studio.models import Role

router = Router()
_LISTED = 500


class CostIn(Schema):
    """Which shots would be drawn, how, and how often each."""

    model_config = ConfigDict(extra="forbid")

    shots: list[UUID] = Field(max_length=2000)
    quality: Literal["draft", "final"] = "final"
    count: int = Field(default=1, ge=1, le=16)


class SumOut(Schema):
    """An amount of one currency."""

    amount: str
    currency: str


class CostOut(SumOut):
    """What it would cost; nothing where no hosted model draws."""

    unknown: int = Field(description="Takes of which nobody knows the price before the bill.")
    others: list[SumOut] = Field(description="What is paid in further currencies.")


class OrderOut(Schema):
    """One order of a hosted model."""

    id: UUID
    at: datetime
    provider: str
    model: str = Field(description="The checkpoint's id.")
    shot: UUID | None
    take: UUID | None
    amount: str | None
    currency: str
    state: str = Field(description="intended | sent | accepted | made | delivered | refused | failed | cancelled | lost")
    unsure: bool = Field(description="Nobody answered and nobody waits any more: whether it was paid is for a person to say.")
    owed: bool = Field(description="Whether it counts as spent.")
    reference: str = Field(description="The provider's own number.")
    note: str = Field(description="How it ended, as the provider says.")


class LimitIn(Schema):
    """How much may be spent; null: as much as is asked for."""

    model_config = ConfigDict(extra="forbid")

    amount: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] | None
    currency: str = Field(pattern="^[A-Z]{3}$", default="USD")
    monthly: bool = False
    whole: bool = Field(default=False, description="For the whole workspace instead of this film.")


class LimitOut(Schema):
    """A limit, and what of it is spent."""

    amount: str
    currency: str
    monthly: bool
    spent: str


class SpendingOut(Schema):
    """The limits of a film and of its workspace, and what the film has spent in all."""

    film: LimitOut | None
    workspace: LimitOut | None
    spent: list[SumOut]


class SettleIn(Schema):
    """What the provider's bill says of an order that nobody answered."""

    model_config = ConfigDict(extra="forbid")

    paid: bool


@router.post("/projects/{id}/cost", response=CostOut, operation_id="cost")
def cost(request: HttpRequest, id: UUID, data: CostIn) -> Any:
    """What drawing these shots would cost; nothing is asked of anybody."""
    film = Film.of(project_of(request, id, Role.EDITOR))
    shots = [film.by_id[one] for one in dict.fromkeys(data.shots) if one in film.by_id]
    found = costing.of_shots(film, shots, quality=data.quality, count=data.count)
    others = [_sum(amount, one) for one, amount in sorted(found.amounts.items()) if one != found.currency]
    return CostOut(amount=ledger.money(found.amount), currency=found.currency, unknown=found.unknown, others=others)


@router.get("/ledger", response=list[OrderOut], operation_id="ledger")
def orders(request: HttpRequest, project: UUID) -> Any:
    """What a film has ordered of hosted models, newest first."""
    of = project_of(request, project)
    found = list(Order.objects.filter(workspace_id=of.workspace_id, channel=of.channel).order_by("-created")[:_LISTED])
    return _orders_out(of, found)


@router.post("/ledger/{id}/settle", response=OrderOut, operation_id="settle_order")
def settle(request: HttpRequest, id: UUID, data: SettleIn) -> Any:
    """Say of an order that was never answered whether it was paid; its shot may then be asked for again."""
    order = found_for(request.user, Order.objects.all(), id, Role.OWNER, via="workspace_id")
    of = next((one for one in Project.objects.filter(workspace_id=order.workspace_id) if one.channel == order.channel), None)
    if of is None:
        raise NotFound("There is no such thing, or it is not yours.")
    return _orders_out(of, [ledger.release(order, paid=data.paid)])[0]


@router.get("/projects/{id}/spending", response=SpendingOut, operation_id="spending")
def spending(request: HttpRequest, id: UUID) -> Any:
    """How much may be spent on hosted models, and how much was."""
    return _spending_out(project_of(request, id))


@router.put("/projects/{id}/spending", response=SpendingOut, operation_id="set_spending")
def set_spending(request: HttpRequest, id: UUID, data: LimitIn) -> Any:
    """Set or lift a limit; for owners."""
    project = project_of(request, id, Role.OWNER)
    of: dict[str, Any] = {"workspace": project.workspace, "channel": "" if data.whole else project.channel}
    if data.amount is None:
        Budget.objects.filter(**of).delete()
    else:
        values = {"amount": data.amount, "currency": data.currency, "monthly": data.monthly}
        Budget.objects.update_or_create(**of, defaults=values)
    return _spending_out(project)


def _spending_out(project: Project) -> SpendingOut:
    limits = {one.channel: one for one in Budget.objects.filter(workspace=project.workspace, channel__in=(project.channel, ""))}
    orders = Order.objects.filter(workspace_id=project.workspace_id, channel=project.channel, amount__gt=0)
    currencies = sorted(set(orders.values_list("currency", flat=True)))
    spent = [_sum(ledger.spent(project.workspace_id, project.channel, one), one) for one in currencies]
    return SpendingOut(film=_limit_out(limits.get(project.channel)), workspace=_limit_out(limits.get("")), spent=spent)


def _limit_out(one: Budget | None) -> LimitOut | None:
    if one is None:
        return None
    spent = ledger.spent(one.workspace_id, one.channel, one.currency, monthly=one.monthly)
    return LimitOut(amount=ledger.money(one.amount), currency=one.currency, monthly=one.monthly, spent=ledger.money(spent))


def _orders_out(project: Project, found: list[Order]) -> list[OrderOut]:
    drawn = Take.objects.filter(project=project, key__in=[order.key for order in found])
    waiting = ledger.waiting(project.workspace_id, (order.key for order in found if order.state == Order.State.SENT))
    takes: dict[str, tuple[UUID, UUID]] = {key: (pk, shot) for key, pk, shot in drawn.values_list("key", "pk", "shot_id")}
    return [
        OrderOut(
            id=one.pk, at=one.created, provider=one.provider, model=one.checkpoint, take=takes.get(one.key, (None, None))[0],
            shot=takes[one.key][1] if one.key in takes else one.subject,
            amount=None if one.amount is None else ledger.money(one.amount), currency=one.currency, state=one.state,
            unsure=one.state == Order.State.SENT and one.key not in waiting, owed=one.state in Order.OWED,
            reference=one.reference, note=one.note,
        )
        for one in found
    ]  # fmt: skip


def _sum(amount: Decimal, currency: str) -> SumOut:
    return SumOut(amount=ledger.money(amount), currency=currency)
