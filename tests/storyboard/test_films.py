"""What the page of all films tells of each: living shots only, their length, and when somebody last worked at it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from storyboard.film import Film
from storyboard.models import Edit, Scene, Shot
from tests.storyboard.films import make_film

pytestmark = pytest.mark.django_db


def test_a_film_is_told_with_its_living_shots_and_its_last_edit(client: Client) -> None:
    film = make_film("Counted")
    client.force_login(film.person)
    shots = Shot.objects.filter(project=film.project)
    first = shots.order_by("pk")[0]
    Shot.objects.filter(pk=first.pk).update(archived=True)
    told = client.get("/api/projects").json()
    assert [one["title"] for one in told] == ["Counted"]
    left = [one.frames for one in shots.filter(archived=False)]
    assert (told[0]["shots"], told[0]["frames"]) == (len(left), sum(left))
    last = Edit.objects.filter(project=film.project).latest("at").at
    assert told[0]["changed"][:19] == last.isoformat()[:19]
    shots.update(archived=True)
    assert [(one["shots"], one["frames"]) for one in client.get("/api/projects").json()] == [(0, 0)]


def test_a_scene_written_while_a_film_is_read_is_for_the_next_look() -> None:
    made = make_film("Read")
    before = [one.pk for one in Film.of(made.project).shots]
    late = uuid.uuid4()

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        if 'FROM "storyboard_shot"' in sql and not Scene.objects.filter(pk=late).exists():
            scene = Scene.objects.create(pk=late, project=made.project, rank="zz", number="9")
            Shot.objects.create(pk=uuid.uuid4(), project=made.project, rank="a", scene=scene)
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        assert [one.pk for one in Film.of(made.project).shots] == before
    assert len(Film.of(made.project).shots) == len(before) + 1
