"""Takes: numbered, frozen, made by real generators; stale exactly when the records ask for something else."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from generation import builds, pool
from generation.models import Build, Node
from generation.recipe import Recipe
from storyboard import edits, takes
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Project, Shot, Take
from studio.errors import OverQuota, Refused
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db


def change(film: Film, kind: str, id_: uuid.UUID, **fields: Any) -> edits.Revision:
    return edits.change(film.project, [Change(kind=kind, id=id_, set=fields)], by=film.person)


def shot(film: Film, position: int = 0) -> Shot:
    return Shot.objects.get(pk=film.shots[position])


def states(film: Film) -> list[str]:
    return [one.state for one in takes.staleness_of(Project.objects.get(pk=film.project.pk)).values()]


@pytest.fixture
def short(film: Film) -> Film:
    """The film with shots of four frames and without words."""
    changes = [Change(kind="shot", id=one, set={"frames": 4, "dialogue": []}) for one in film.shots]
    changes.append(Change(kind="project", id=film.project.pk, set={"width": 64, "height": 36}))
    edits.change(film.project, changes, by=film.person)
    return film


def make(film: Film) -> list[Take]:
    """Shoot what is missing or stale, and make it here and now."""
    drawn = takes.remake(WholeFilm.of(Project.objects.get(pk=film.project.pk)), by=film.person)
    for one in drawn:
        assert one.build is not None
        pool.run_now(one.build)
    return drawn


def test_a_take_is_numbered_frozen_current_and_asked_for(film: Film) -> None:
    take = takes.shoot(shot(film), by=film.person)
    stored = Take.objects.get(pk=take.pk)
    assert (stored.number, stored.seed, stored.by) == (1, shot(film).seed, film.person)
    assert Recipe.load(stored.recipe).key == stored.key
    assert shot(film).take_id == take.pk
    build = Build.objects.get(root=take.key)
    assert build.label == "12A-1"
    assert take.build == build
    assert build.channel == f"project.{film.project.pk}"
    assert takes.shoot(shot(film), seed=99, by=film.person).number == 2
    change(film, "character", film.anna, description="A man.")
    assert Take.objects.get(pk=take.pk).recipe == stored.recipe


def test_the_seed_is_the_shots_own_then_a_new_one_then_the_one_before(film: Film) -> None:
    change(film, "shot", film.shots[0], seed=41)
    first = takes.shoot(shot(film), by=film.person)
    second = takes.shoot(shot(film), by=film.person)
    change(film, "shot", film.shots[0], action="Anna stands.")
    third = takes.shoot(shot(film), by=film.person)
    assert first.seed == 41
    assert second.seed != 41
    assert third.seed == second.seed
    assert [one.number for one in (first, second, third)] == [1, 2, 3]


def test_undo_of_a_regeneration_is_switching_back(film: Film) -> None:
    first = takes.shoot(shot(film), seed=1, by=film.person)
    second = takes.shoot(shot(film), seed=2, by=film.person)
    (last,) = edits.since(film.project, Project.objects.get(pk=film.project.pk).revision - 1)
    nodes, asked = Node.objects.count(), Build.objects.count()
    edits.undo(film.project, last.uuid, by=film.person)
    assert shot(film).take_id == first.pk
    assert not Take.objects.get(pk=second.pk).archived  # it stays on the strip
    assert (Node.objects.count(), Build.objects.count()) == (nodes, asked)


def test_drawing_what_is_there_already_draws_nothing(film: Film) -> None:
    first = takes.shoot(shot(film), seed=1, by=film.person)
    revision = Project.objects.get(pk=film.project.pk).revision
    again = takes.shoot(shot(film), seed=1, by=film.person)
    assert again.pk == first.pk
    assert Take.objects.count() == 1
    assert Project.objects.get(pk=film.project.pk).revision == revision


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_refused(film: Film, seed: int) -> None:
    with pytest.raises(Refused, match="seed") as refused:
        takes.shoot(shot(film), seed=seed, by=film.person)
    assert refused.value.code == "EDIT_INVALID"
    assert Take.objects.count() == 0


def test_only_what_depends_on_a_change_is_made_again(short: Film) -> None:
    assert states(short) == ["missing", "missing", "missing"]
    assert len(make(short)) == 3
    assert states(short) == ["fresh", "fresh", "fresh"]
    assert make(short) == []
    before = Node.objects.count()
    done = change(short, "character", short.anna, description="A young woman in a green coat.")
    assert states(short) == ["stale", "stale", "fresh"]
    said = takes.staleness(shot(short)).causes
    assert [one.words() for one in said] == ["ANNA's description changed: red coat → green coat"]
    edits.undo(short.project, done.edit, by=short.person)
    assert states(short) == ["fresh", "fresh", "fresh"]
    change(short, "character", short.anna, description="A young woman in a green coat.")
    again = make(short)
    assert [one.shot_id for one in again] == short.shots[:2]
    assert states(short) == ["fresh", "fresh", "fresh"]
    assert Node.objects.count() - before == 5  # one look; two stages; two pictures


def test_a_take_that_is_not_made_is_missing_and_asked_for_again(short: Film) -> None:
    take = takes.shoot(shot(short), by=short.person)
    assert takes.staleness(shot(short)).state == "missing"
    assert take.build is not None
    builds.cancel(take.build)
    drawn = takes.remake(WholeFilm.around(shot(short)), by=short.person)
    assert drawn[0].pk == take.pk
    assert Take.objects.filter(shot=short.shots[0]).count() == 1


def test_kept_takes_and_locked_shots_stay(short: Film) -> None:
    make(short)
    takes.keep(Take.objects.get(shot=short.shots[0]), by=short.person)
    takes.lock(shot(short, 1), by=short.person)
    change(short, "scene", short.scene, weather="rain")
    assert states(short) == ["stale", "stale", "stale"]
    assert [one.shot_id for one in make(short)] == short.shots[2:]
    with pytest.raises(Refused, match="12B is locked"):
        takes.shoot(shot(short, 1), by=short.person)
    assert takes.shoot(shot(short, 0), by=short.person).number == 2  # a person may always draw a kept one again


def test_one_query_tells_which_takes_are_made(short: Film) -> None:
    make(short)
    film = WholeFilm.of(Project.objects.get(pk=short.project.pk))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        takes.staleness_of(film.project, film=film)
    about_nodes = [one["sql"] for one in seen.captured_queries if "generation_node" in one["sql"]]
    assert len(about_nodes) == 1
    assert len(seen.captured_queries) <= 2


def test_a_real_person_needs_a_permission(film: Film) -> None:
    change(film, "character", film.anna, real_person=True)
    with pytest.raises(Refused, match="ANNA") as refused:
        takes.shoot(shot(film), by=film.person)
    assert refused.value.code == "CONSENT_REQUIRED"
    assert Take.objects.count() == 0
    takes.shoot(shot(film, 2), by=film.person)  # she is not in it
    change(film, "character", film.anna, consent="letter of 3 May, in the safe")
    takes.shoot(shot(film), by=film.person)


def test_a_full_workspace_makes_nothing_more(short: Film) -> None:
    make(short)
    short.project.workspace.quota_bytes = 10
    short.project.workspace.save()
    before = Take.objects.count()
    with pytest.raises(OverQuota, match="Nothing was lost"):
        takes.shoot(shot(short), seed=5, by=short.person)
    assert Take.objects.count() == before


def test_a_commercial_workspace_uses_no_checkpoint_that_forbids_it(film: Film) -> None:
    from generation import checkpoints

    forbidden = next(
        (one for one in checkpoints.catalogue().values() if not one.commercial and one.capability == "video-generator"), None
    )
    assert forbidden is not None
    change(film, "project", film.project.pk, checkpoints={forbidden.capability: forbidden.id})
    takes.shoot(shot(film, 1), by=film.person)
    film.project.workspace.commercial = True
    film.project.workspace.save()
    with pytest.raises(Refused) as refused:
        takes.shoot(shot(film, 1), seed=3, by=film.person)
    assert refused.value.code == "LICENCE_FORBIDS"
    assert refused.value.detail == {"checkpoints": [forbidden.id]}


@pytest.mark.django_db(transaction=True)
def test_two_people_who_shoot_at_once_get_two_numbers(film: Film) -> None:
    failed: list[BaseException] = []

    def draw(seed: int) -> None:
        try:
            takes.shoot(shot(film), seed=seed, by=film.person)
        except BaseException as problem:  # noqa: BLE001 - told below
            failed.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=draw, args=(seed,)) for seed in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert sorted(Take.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert shot(film).take_id in set(Take.objects.values_list("pk", flat=True))
    revisions = [one.revision for one in edits.since(film.project, 0)]
    assert revisions == list(range(1, len(revisions) + 1))
