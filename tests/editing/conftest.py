"""A small film to cut."""

from __future__ import annotations

import pytest

from tests.storyboard.films import Film, make_film


@pytest.fixture
def film(db: None) -> Film:
    """Three shots in a café, one of them spoken; 320×180."""
    return make_film("anna")


@pytest.fixture
def second(db: None) -> Film:
    """Somebody else's."""
    return make_film("otto")
