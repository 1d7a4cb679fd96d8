"""What hosted models cost is known before, written down after, and kept within limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from generation import pool
from generation.hosted import running
from generation.models import Build, Order
from storyboard import edits, flow
from storyboard.changes import Change
from storyboard.models import Shot
from tests.generation.hosting import ENTRY
from tests.generation.provider import Provider
from tests.generation.provider import film as moving
from tests.storyboard.films import Film, other_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that the film has chosen: four of its seconds at least, 0.05 each."""
    made = Provider(moving(tmp_path, 64, 36, 97, Fraction(24)))
    text = ENTRY.format(
        name="video", capability="video-generator", style="queue", base=made.base, unit="second", more="lengths = [96, 192]"
    ).replace('rate = "8/1"', 'rate = "24/1"')  # fmt: skip
    monkeypatch.setenv("FILMWRIGHT_HOSTED", str(tmp_path / "hosted.toml"))
    (tmp_path / "hosted.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("THEIR_KEY", "secret-word")
    monkeypatch.setattr(running, "_FIRST", 0.05)
    chosen = Change(kind="project", id=film.project.pk, set={"checkpoints": {"video-generator": "their-video@1"}})
    edits.change(film.project, [chosen], by=film.person)
    film.project.refresh_from_db()
    yield made
    made.stop()


def cost(client: Client, film: Film, **said: Any) -> dict[str, Any]:
    body = {"shots": [str(one) for one in film.shots], **said}
    answer = client.post(f"/api/projects/{film.project.id}/cost", json.dumps(body), "application/json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_the_list_says_who_runs_it_and_what_it_costs(film: Film, provider: Provider, client: Client) -> None:
    client.force_login(film.person)
    rows = {one["id"]: one for one in client.get("/api/checkpoints").json()}
    theirs = rows["their-video@1"]
    assert theirs["hosted"]
    assert theirs["installed"]
    assert theirs["price"] == {"amount": "0.05", "unit": "second", "currency": "USD"}
    assert theirs["longest"] == 192
    assert "secret-word" not in json.dumps(rows)
    assert not rows["previs@1"]["hosted"]
    assert rows["previs@1"]["price"] is None


def test_what_it_costs_is_said_before_and_written_down_after(film: Film, provider: Provider, client: Client) -> None:
    client.force_login(film.person)
    assert Shot.objects.get(pk=film.shots[0]).frames <= 96
    assert cost(client, film) == {"amount": "0.60", "currency": "USD", "unknown": 0, "others": []}
    assert cost(client, film, count=3)["amount"] == "1.80"
    assert cost(client, film, shots=[])["amount"] == "0.00"
    assert not provider.orders
    drawn = client.post(f"/api/shots/{film.shots[0]}/takes", {}, "application/json").json()
    pool.run_now(Build.objects.get(pk=drawn["build"]["id"]))
    (row,) = client.get(f"/api/ledger?project={film.project.id}").json()
    assert (row["model"], row["provider"], row["shot"], row["take"]) == (
        "their-video@1", "127.0.0.1", str(film.shots[0]), drawn["id"],
    )  # fmt: skip
    assert (row["amount"], row["currency"], row["state"], row["owed"]) == ("0.20", "USD", "delivered", True)
    client.force_login(other_person("stranger"))  # type: ignore[arg-type]
    assert client.get(f"/api/ledger?project={film.project.id}").status_code == 404


def test_a_limit_refuses_before_anything_is_asked(film: Film, provider: Provider, client: Client) -> None:
    client.force_login(film.person)
    address = f"/api/projects/{film.project.id}/spending"
    limit = client.put(address, {"amount": "0.30", "currency": "USD"}, "application/json").json()
    assert limit["film"] == {"amount": "0.30", "currency": "USD", "monthly": False, "spent": "0.00"}
    drawn = client.post(f"/api/shots/{film.shots[0]}/takes", {}, "application/json").json()
    pool.run_now(Build.objects.get(pk=drawn["build"]["id"]))
    over = client.post(f"/api/shots/{film.shots[1]}/takes", {}, "application/json")
    assert over.status_code == 400
    assert over.json()["code"] == "SPENDING_LIMIT"
    assert "0.20 of the 0.30 USD" in over.json()["message"]
    assert len(provider.orders) == 1
    assert client.get(address).json()["spent"] == [{"amount": "0.20", "currency": "USD"}]
    client.put(address, {"amount": None}, "application/json")
    client.put(address, {"amount": "0.25", "whole": True, "monthly": True}, "application/json")
    assert client.post(f"/api/shots/{film.shots[1]}/takes", {}, "application/json").json()["code"] == "SPENDING_LIMIT"
    client.put(address, {"amount": None, "whole": True}, "application/json")
    assert client.post(f"/api/shots/{film.shots[1]}/takes", {}, "application/json").status_code == 200
    client.force_login(other_person("editor", film.project.workspace, "editor"))  # type: ignore[arg-type]
    assert client.put(address, {"amount": "99"}, "application/json").status_code == 403


def test_a_film_that_is_being_made_orders_nothing_that_was_changed_meanwhile(film: Film, provider: Provider) -> None:
    """Whoever asks for the film has been told what it costs; an edit while it is made has no such answer."""
    flow.produce(film.project, by=film.person)
    for build in Build.objects.filter(status=Build.State.ACTIVE):
        pool.run_now(build)
    while flow.push(film.project, by=film.person).at != "done":
        for build in Build.objects.filter(status=Build.State.ACTIVE):
            pool.run_now(build)
    ordered = len(provider.orders)
    assert ordered > 0
    shot = film.shots[0]
    edits.change(film.project, [Change(kind="shot", id=shot, set={"action": "Nobody is there."})], by=film.person)
    assert flow.push(film.project, by=film.person).at == "done"
    assert len(provider.orders) == ordered
    assert [str(one.subject) for one in flow.produce(film.project, by=film.person).builds] == [str(shot)]


def test_an_order_without_an_answer_is_settled_by_a_person(film: Film, provider: Provider, client: Client) -> None:
    client.force_login(film.person)
    provider.ills = ["silence"]
    drawn = client.post(f"/api/shots/{film.shots[0]}/takes", {}, "application/json").json()
    with pytest.raises(pool.BuildFailed, match="nobody here knows"):
        pool.run_now(Build.objects.get(pk=drawn["build"]["id"]))
    (row,) = client.get(f"/api/ledger?project={film.project.id}").json()
    assert (row["state"], row["owed"], row["unsure"]) == ("sent", True, True)
    settled = client.post(f"/api/ledger/{row['id']}/settle", {"paid": False}, "application/json").json()
    assert (settled["state"], settled["owed"], settled["unsure"]) == ("failed", False, False)
    assert client.post(f"/api/ledger/{row['id']}/settle", {"paid": True}, "application/json").status_code == 409
    again = client.post(f"/api/builds/{drawn['build']['id']}/retry").json()
    pool.run_now(Build.objects.get(pk=again["id"]))
    assert Order.objects.filter(state=Order.State.DELIVERED).count() == 1
