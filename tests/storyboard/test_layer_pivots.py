"""What a layer turns and grows about, as a recipe says it."""

from __future__ import annotations

import pytest

from storyboard.models import Shot
from tests.storyboard.films import Film
from tests.storyboard.layered import boxed, change, finished, layer, mask

pytestmark = pytest.mark.django_db


@pytest.fixture
def shot(film: Film) -> Shot:
    return boxed(film)


def test_what_it_turns_about_is_said_only_where_it_matters(film: Film, shot: Shot) -> None:
    id_ = layer(film, shot.pk, masks=[mask(2)], keys=[{"frame": 0, "across": 0.2}])
    plain = finished(shot).key
    change(film, "layer", id_, pivot=[0.7, 0.4])
    assert finished(shot).key == plain  # moved as a whole it lies where it did
    change(film, "layer", id_, keys=[{"frame": 0}, {"frame": 9, "scale": 0.5}])
    params = finished(shot).params
    assert (params["centres_across"], params["centres_down"]) == ([0.7], [0.4])
    change(film, "layer", id_, pivot=None)
    assert "centres_across" not in finished(shot).params
