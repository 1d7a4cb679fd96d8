"""An upload whose last answer was lost is asked about again, and is what it became."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from PIL import Image

from studio.models import Workspace
from tests.storyboard.films import make_film

pytestmark = pytest.mark.django_db


def _picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (32, 18), (200, 80, 40)).save(held, "PNG")
    return held.getvalue()


def test_a_finish_that_is_asked_for_twice_answers_twice(client: Client) -> None:
    film = make_film("Uploads")
    client.force_login(film.person)
    data = _picture()
    begun = client.post("/api/uploads", {"name": "a.png", "size": len(data), "media": "image"}, "application/json").json()
    address = f"/api/uploads/{begun['id']}"
    sent = client.put(f"{address}?at=0", data, "application/octet-stream")
    assert sent.json()["received"] == len(data)
    first = client.post(f"{address}/finish").json()
    again = client.post(f"{address}/finish")
    assert again.status_code == 200
    assert again.json()["digest"] == first["digest"]
    assert client.get(address).json()["received"] == len(data)
    assert Workspace.objects.get(pk=film.project.workspace_id).artifacts.filter(digest=first["digest"]).count() == 1
