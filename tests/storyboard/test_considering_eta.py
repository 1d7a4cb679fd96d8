"""How long remaking what a change makes stale would take: from measured times, what shots share counted once, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from generation import eta
from generation.models import Node, Status
from storyboard import plans, takes
from storyboard.film import Film as Plan
from storyboard.models import Shot
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db


def asked(client: Client, film: Film, **more: Any) -> dict[str, Any]:
    changes = [{"kind": "project", "id": str(film.project.pk), "set": {"width": 640, "height": 360}}]
    body = json.dumps({"changes": changes, **more})
    answer = client.post(f"/api/projects/{film.project.pk}/consider", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_nothing_is_promised_before_anything_was_measured(client: Client, film: Film) -> None:
    for shot in Shot.objects.filter(project=film.project):
        takes.shoot(shot, by=film.person)
    found = asked(client, film, eta=True)
    assert len(found["shots"]) == 3
    assert (found["eta_low"], found["eta_high"]) == (None, None)


def test_what_was_measured_is_told_when_it_is_asked_for(client: Client, film: Film) -> None:
    shots = list(Shot.objects.filter(project=film.project))
    for shot in shots:
        takes.shoot(shot, by=film.person)
    recipes = [plans.take(shot, seed=1, film=Plan.of(film.project)) for shot in shots]
    parts = {key: one for recipe in recipes for key, one in recipe.walk().items()}
    for one in parts.values():
        Node.objects.create(
            workspace=film.project.workspace, key=one.key[::-1], operation=one.operation, params=one.params, queue="x",
            status=Status.DONE, took_ms=int(1000 * eta.weight(one.params)),
        )  # fmt: skip
    found = asked(client, film, eta=True)
    assert 0 < found["eta_low"] <= found["eta_high"]
    assert asked(client, film)["eta_high"] is None
    together = eta.together(film.project.workspace_id, recipes)
    apart = [eta.estimate(film.project.workspace_id, one) for one in recipes]
    assert together[1] is not None
    assert together[1] <= sum(high or 0 for _, high in apart)
