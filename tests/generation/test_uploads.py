"""An upload whose last answer was lost is asked about again, and is what it became; one that is given up leaves nothing."""

from __future__ import annotations

import io
import uuid

import pytest
from django.test import Client
from PIL import Image

from generation import uploads
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


def test_an_upload_that_is_given_up_leaves_nothing(client: Client) -> None:
    film = make_film("Given up")
    client.force_login(film.person)
    begun = client.post("/api/uploads", {"name": "a.png", "size": 99, "media": "image"}, "application/json").json()
    address = f"/api/uploads/{begun['id']}"
    assert client.put(f"{address}?at=0", b"12345", "application/octet-stream").json()["received"] == 5
    kept = uploads.find(film.person, uuid.UUID(begun["id"])).part
    assert kept.exists()
    assert client.delete(address).status_code == 204
    assert not kept.exists()
    assert client.get(address).status_code == 404
    assert client.delete(address).status_code == 404


def test_an_upload_begins_while_another_one_goes_away(client: Client) -> None:
    film = make_film("Two at once")
    client.force_login(film.person)
    asked = {"name": "a.png", "size": 9, "media": "image"}
    begun = client.post("/api/uploads", asked, "application/json").json()
    part = uploads.find(film.person, uuid.UUID(begun["id"])).part
    part.symlink_to(part.with_suffix(".gone"))  # listed, and not there when it is looked at
    try:
        assert client.post("/api/uploads", asked, "application/json").status_code == 200
    finally:
        part.unlink()
