"""What was understood of a character and a place is told without what a person set over it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from generation import pool
from generation.drivers.previs.placing import FEATURES, KINDS
from generation.drivers.previs.stage import Look
from generation.models import Build
from storyboard.models import Character
from tests.storyboard.films import Film

LIBRARY = Path(__file__).resolve().parents[2] / "frontend" / "src" / "library"


@pytest.mark.django_db
def test_words_are_read_and_what_was_set_by_hand_stays_out(film: Film) -> None:
    client = Client()
    client.force_login(film.person)
    who = Character.objects.filter(project=film.project)[0]
    Character.objects.filter(pk=who.pk).update(
        description="A man in a red coat with a full beard.", look={"beard": "none"}, voice="af_sky"
    )

    def asked() -> dict[str, Any]:
        answer = client.post(f"/api/characters/{who.pk}/look", "", content_type="application/json")
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    first = asked()
    assert first["fields"] is None
    pool.run_now(Build.objects.get(root=first["key"]))
    read = asked()
    assert (read["key"], read["status"]) == (first["key"], "done")
    assert (read["fields"]["top"], read["fields"]["beard"]) == ("coat", "full")
    assert read["voice"].startswith(("af_", "bf_"))  # her record says that she is a woman
    assert read["voice"] != "af_sky"
    assert client.post(f"/api/characters/{film.project.pk}/look", "", content_type="application/json").status_code == 404


def test_the_browser_offers_exactly_what_a_look_and_a_place_may_be() -> None:
    offered = (LIBRARY / "choices.ts").read_text()

    def named(name: str) -> list[str]:
        found = re.search(rf"\b{name}: \[(.*?)\]", offered, re.S)
        assert found, name
        return [str(one) for one in json.loads(f"[{found[1].strip().rstrip(',')}]")]

    for name, info in Look.model_fields.items():
        patterns = [one.pattern for one in info.metadata if getattr(one, "pattern", "").startswith("^(")]
        for pattern in patterns:
            assert named(name) == pattern[2:-2].split("|"), name
    assert named("kind") == list(KINDS)
    assert named("features") == list(FEATURES)
