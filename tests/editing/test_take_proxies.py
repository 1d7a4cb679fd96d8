"""Any take can be looked at, current or not, by those who may edit; looking never makes a take."""

from __future__ import annotations

import pytest
from django.test import Client

from generation import pool
from generation.models import Build
from storyboard import edits, takes
from storyboard.changes import Change
from storyboard.models import Shot
from tests.storyboard.films import Film


@pytest.mark.once
@pytest.mark.django_db(transaction=True)  # the worker renews its lease from a thread
def test_a_take_that_is_not_the_current_one_can_be_looked_at(film: Film) -> None:
    edits.change(film.project, [Change(kind="shot", id=film.shots[1], set={"frames": 8, "frames_locked": True})], by=film.person)
    first = takes.shoot(Shot.objects.get(pk=film.shots[1]), quality="draft", by=film.person)
    client = Client()
    client.force_login(film.person)
    before = Build.objects.count()
    asked = client.post(f"/api/takes/{first.pk}/proxy")
    assert (asked.status_code, asked.json()["status"], Build.objects.count()) == (200, "missing", before)

    pool.run_now(first.build)
    takes.shoot(Shot.objects.get(pk=film.shots[1]), seed=7, quality="draft", by=film.person)
    assert client.post(f"/api/takes/{first.pk}/proxy").json()["status"] == "queued"
    assert client.post(f"/api/takes/{first.pk}/proxy").json()["status"] == "queued"
    proxies = Build.objects.filter(label__startswith="Proxy of")
    assert [one.label for one in proxies] == ["Proxy of 12B-1"]
    pool.run_now(proxies.get())
    made = client.post(f"/api/takes/{first.pk}/proxy").json()
    assert (made["status"], made["facts"]["frames"]) == ("done", 8)
    assert client.get(made["url"]).status_code == 200


@pytest.mark.django_db
def test_somebody_elses_take_does_not_exist(film: Film, second: Film) -> None:
    take = takes.shoot(Shot.objects.get(pk=film.shots[0]), quality="draft", by=film.person)
    client = Client()
    client.force_login(second.person)
    assert client.post(f"/api/takes/{take.pk}/proxy").status_code == 404
