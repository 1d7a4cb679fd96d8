"""What drawing will cost where a model is hosted, before anything is asked; and the limits that a film or a workspace has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from generation import builds, ledger
from generation.hosted import listing
from generation.models import Budget, Order
from generation.operation import BadInput
from generation.recipe import Recipe
from storyboard import capable, plans
from storyboard.film import Film
from storyboard.models import SEEDS, Project, Shot
from studio.errors import Refused
from studio.models import Workspace


@dataclass
class Cost:
    """What is asked for by currency, and how many things nobody knows the price of before the bill."""

    amounts: dict[str, Decimal] = field(default_factory=dict)
    unknown: int = 0

    @property
    def currency(self) -> str:
        """That in which most is paid."""
        return max(self.amounts, key=lambda one: self.amounts[one], default="")

    @property
    def amount(self) -> Decimal:
        """What is paid in that."""
        return self.amounts.get(self.currency, Decimal(0))


def of_shots(film: Film, shots: Sequence[Shot], *, quality: str, count: int) -> Cost:
    """The cost of `count` new takes of each of these shots. Footage and locked shots cost nothing."""
    recipes = [
        plans.take(shot, seed=(shot.seed + n + 1) % SEEDS, quality=quality, film=film)
        for shot in shots
        if not shot.footage and not shot.locked
        for n in range(count)
    ]
    return of_recipes(film.project.workspace, recipes)


def of_recipes(workspace: Workspace, recipes: Iterable[Recipe]) -> Cost:
    """The cost of what of these is neither made nor ordered."""
    cost, known = Cost(), listing_or_none()
    if not known:
        return cost
    nodes = {node.key: node for one in recipes for node in one.walk().values() if str(node.params.get("checkpoint", "")) in known}
    done = builds.made(workspace, list(nodes))
    ordered = set(
        Order.objects.filter(
            workspace=workspace, key__in=list(nodes), state__in=(Order.State.SENT, Order.State.ACCEPTED, Order.State.MADE)
        ).values_list("key", flat=True)
    )
    for key, node in nodes.items():
        if key in done or key in ordered:
            continue
        hosted = known[str(node.params["checkpoint"])]
        amount = _cost(hosted, node)
        if amount is None or hosted.price is None:
            cost.unknown += 1
        else:
            cost.amounts[hosted.price.currency] = cost.amounts.get(hosted.price.currency, Decimal(0)) + amount
    return cost


def paid(film: Film, shots: Iterable[UUID]) -> set[UUID]:
    """Those of these shots whose next take would be drawn by a hosted model."""
    known = listing_or_none()
    if not known:
        return set()
    found = set()
    for id_ in shots:
        shot = film.by_id[id_]
        take = film.takes.get(shot.take_id) if shot.take_id else None
        said = take.derived["params"] if take is not None and take.derived else shot.direction or {}
        if not shot.footage and capable.chosen(film.project, "video.generate", said.get("checkpoint", "")).id in known:
            found.add(id_)
    return found


def check(project: Project, recipes: Iterable[Recipe]) -> None:
    """Pass when all of this may be paid.

    Raises:
        Refused: SPENDING_LIMIT, SPENDING_CURRENCY.
    """
    limits = Budget.objects.filter(workspace=project.workspace, channel__in=(project.channel, ""))
    if not listing_or_none() or not limits.exists():
        return
    for currency, amount in of_recipes(project.workspace, recipes).amounts.items():
        over = ledger.spending(project.workspace_id, project.channel, amount, currency)
        if over:
            raise Refused(str(over), over.code)


def listing_or_none() -> dict[str, listing.Hosted]:
    """Every hosted model; none where the list is wrong, which the studio says elsewhere."""
    try:
        return dict(listing.models())
    except BadInput:
        return {}


def _cost(hosted: listing.Hosted, node: Recipe) -> Decimal | None:
    said = node.params
    if "width" not in said or "height" not in said:
        return None
    try:
        return hosted.cost(
            int(said["width"]), int(said["height"]), int(said.get("frames", 1)) if hosted.moves else 1,
            Fraction(str(said.get("rate", "24/1"))), str(said.get("quality", "final")),
        )  # fmt: skip
    except BadInput:  # it will be refused before it is ordered
        return Decimal(0)
