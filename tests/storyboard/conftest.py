"""Films for the storyboard's tests."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.storyboard.films import Film, make_film
from tests.storyboard.talking import server as server


@pytest.fixture
def film(db: None) -> Film:
    """A small film."""
    return make_film("anna")


@pytest.fixture
def second(db: None) -> Film:
    """Somebody else's small film."""
    return make_film("otto")


@pytest.fixture
def client(film: Film) -> Client:
    """Whoever made the small film, logged in."""
    client = Client()
    client.force_login(film.person)
    return client
