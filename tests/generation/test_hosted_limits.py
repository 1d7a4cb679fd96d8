"""Hosted models: limits, prices and wrong entries; what was paid is kept; many orders are waited for at once."""

from __future__ import annotations

import uuid
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generation import builds, checkpoints, collect, ledger, pool, worker
from generation.hosted import listing
from generation.models import Artifact, Budget, Build, Node, Order
from generation.operation import BadInput, Hindered
from studio.models import Workspace
from tests.generation import toys
from tests.generation.hosting import ENTRY, clip, make, problem, provider, workspace
from tests.generation.provider import Provider

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["provider", "workspace"]  # fixtures


def test_a_limit_is_kept_in_words(workspace: Workspace, provider: Provider) -> None:
    Budget.objects.create(workspace=workspace, channel="project.test", amount=Decimal("0.07"), currency="USD")
    assert make(workspace, clip(seed=1)).status == Build.State.DONE
    wanted = clip(seed=2)
    make(workspace, wanted)
    said = problem(workspace, wanted)
    assert said["code"] == "SPENDING_LIMIT"
    assert "0.05 of the 0.07 USD" in said["message"]
    Budget.objects.update(amount=Decimal(1))
    assert make(workspace, wanted).status == Build.State.DONE
    Budget.objects.update(currency="EUR")
    make(workspace, clip(seed=3))
    assert problem(workspace, clip(seed=3))["code"] == "SPENDING_CURRENCY"
    assert len(provider.orders) == 2


def test_what_was_paid_is_never_forgotten_to_save_room(workspace: Workspace, provider: Provider) -> None:
    make(workspace, clip())
    Workspace.objects.filter(pk=workspace.pk).update(quota_bytes=1)
    workspace.refresh_from_db()
    Artifact.objects.update(used="2020-01-01T00:00:00Z")
    assert collect.collect(workspace) == 0
    Order.objects.all().delete()
    assert collect.collect(workspace) > 0


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("speed = 3", "speed"), ('base = "http://example.org"\nlocal = false', "base"), ("draft = 3", "draft"),
        ('takes = ["tracks"]', "tracks"), ('sizes = ["wide"]', "1280x720"), ("lengths = [0]", "lengths"),
        ('needs = ["last"]', "takes does not name"), ('needs = ["mask"]', "needs"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named_and_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str, why: str) -> None:
    text = ENTRY.format(name="x", capability="video-generator", style="queue", base="https://example.org", unit="run", more="")
    for line in more.splitlines():
        name = line.partition(" ")[0]
        text = "\n".join(one for one in text.splitlines() if not one.startswith(f"{name} =")) + f"\n{line}\n"
    monkeypatch.setenv("FILMWRIGHT_HOSTED", str(tmp_path / "hosted.toml"))
    (tmp_path / "hosted.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=why) as refused:
        listing.models()
    assert refused.value.code == "HOSTED_LIST"
    assert "previs@1" in checkpoints.catalogue()
    assert "their-x@1" not in checkpoints.catalogue()


def test_costs_are_exact_and_known_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def priced(unit: str, **more: Any) -> listing.Hosted:
        said = {
            "id": "their-x@1", "title": "x", "capability": "video-generator", "style": "queue", "base": "https://example.org",
            "model": "a/b", "licence": "l", "commercial": True, "credit": "c", "rate": "24/1",
            "price": {"amount": "0.003", "unit": unit, "currency": "USD"}, **more,
        }  # fmt: skip
        return listing.Hosted.model_validate(said)

    asked = (1280, 720, 96, Fraction(24), "final")
    assert priced("run").cost(*asked) == Decimal("0.003")
    assert priced("frame", lengths=[96, 192]).cost(*asked) == Decimal("0.288")
    assert priced("second", lengths=[96, 192]).cost(*asked) == Decimal("0.012")
    assert priced("second", lengths=[192]).cost(*asked) == Decimal("0.024")  # eight of them is the least that it makes
    assert priced("megapixel", lengths=[96], sizes=["1280x720"]).cost(*asked) == Decimal("0.265421")  # rounded up
    drafts = priced("run", draft={"amount": "0.001"})
    assert drafts.cost(1280, 720, 96, Fraction(24), "draft") == Decimal("0.001")
    assert priced("run", price=None).cost(*asked) is None
    with pytest.raises(BadInput):
        priced("run", lengths=[24]).cost(*asked)


def test_an_order_whose_result_is_lost_asks_a_person(workspace: Workspace, provider: Provider) -> None:
    """Two runs of one node never hold two open orders; a kept result that vanished counts as paid."""
    node = Node.objects.create(workspace=workspace, key=uuid.uuid4().hex * 2, operation="video.generate@1", queue="gpu")
    book = ledger.NodeBook(node)
    from generation.hosted.book import Wanted

    wanted = Wanted("their-queue-video@1", "them", "great", "f" * 64, Decimal("0.5"), "USD")
    one, other = book.open(wanted), ledger.NodeBook(node).open(wanted)
    assert one.token == other.token
    assert book.send(one)
    assert not ledger.NodeBook(node).send(other)
    book.accept(one, "n", {})
    book.make(one, book.room(one, ".bin"))
    again = book.open(wanted)
    assert again.token != one.token
    assert Order.objects.get(pk=one.token).state == Order.State.LOST
    assert ledger.spent(workspace.id, "", "USD") == Decimal("1.0")
    with pytest.raises(Hindered):
        raise ledger.spending(workspace.id, "", Decimal("0.5"), "USD") or Hindered("no limit")


def test_many_orders_are_waited_for_at_once_beside_other_work(workspace: Workspace, provider: Provider) -> None:
    """A process that makes one thing after the other still has six orders under way together, and goes on with its own."""
    provider.polls = 6
    wanted = [clip(seed=at) for at in range(6)]
    asked = [builds.request(workspace, one, channel="project.test", label=f"12A-{at}") for at, one in enumerate(wanted)]
    own = builds.request(workspace, toys.film(1), channel="project.test", label="own")
    worker.work(["gpu", "cpu", "interactive"], "one")
    own.refresh_from_db()
    assert own.status == Build.State.DONE
    assert len(Order.objects.filter(state__in=(Order.State.SENT, Order.State.ACCEPTED))) > 1  # nobody waited for them
    for build in asked:
        assert pool.run_now(build).status == Build.State.DONE
    assert len(provider.orders) == 6
