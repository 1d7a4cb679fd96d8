"""Best of several: drawn, measured, ranked, the best kept, stopped at the bar; what is spoiled is drawn again, and said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from generation import builds, pool, worker
from generation.models import Build, Node
from generation.operation import OperationFailed
from storyboard import choosing, choosing_anew, deriving, edits, flow, takes
from storyboard.changes import Change
from storyboard.models import Edit, Project, Run, Score, Shot, Take
from studio.errors import Refused
from tests.storyboard import spoiling
from tests.storyboard.films import Film
from tests.storyboard.spoiling import BLACK, BROKEN, SOFT, WHOLE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def drawn(film: Film, own_checkpoints: Path) -> list[int]:
    """The film with a generator that spoils by seed, small pictures; the seeds that it was asked for."""
    seen = spoiling.install(own_checkpoints)  # known before a film may choose it
    change(film, "project", film.project.pk, width=96, height=64, checkpoints={"video-generator": spoiling.ID})
    for one in film.shots:
        change(film, "shot", one, frames=16, dialogue=[])
    choosing._looked.clear()
    return seen


def change(film: Film, kind: str, id_: Any, **fields: Any) -> None:
    edits.change(Project.objects.get(pk=film.project.pk), [Change(kind=kind, id=id_, set=fields)], by=film.person)


def seeds(monkeypatch: pytest.MonkeyPatch, *kinds: int) -> list[int]:
    """The next seeds that chance gives come to these kinds."""
    given = [1000 + 5 * n + kind for n, kind in enumerate(kinds)]
    rest = iter([*given, *(2000 + 5 * n + BLACK for n in range(50))])
    monkeypatch.setattr("secrets.randbelow", lambda below: next(rest))
    return given


def work() -> None:
    """What workers and the beat do, until nothing is left to do."""
    for _ in range(20):
        for build in Build.objects.filter(status=Build.State.ACTIVE):
            make(build)
        if not choosing.push_all():
            return
    raise AssertionError("it never ends")


def make(build: Build) -> None:
    try:
        pool.run_now(build)
    except OperationFailed:
        build.refresh_from_db()


def shot_of(film: Film, n: int = 0) -> Shot:
    return Shot.objects.get(pk=film.shots[n])


def best(film: Film, count: int, **chosen: Any) -> list[Take]:
    return choosing.best([shot_of(film)], count=count, by=film.person, **chosen)


def test_the_best_of_several_is_kept_and_undo_brings_back_the_first(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(film, "shot", film.shots[0], seed=5 + SOFT)
    seeds(monkeypatch, SOFT, WHOLE, SOFT)
    made = best(film, 4)
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert shot_of(film).take_id == made[0].pk
    work()
    run = Run.objects.get()
    marks = {one.take_id: one.found["score"] for one in Score.objects.all()}
    assert run.best == max(marks, key=lambda id_: marks[id_]) == made[2].pk
    assert marks[made[2].pk] > marks[made[0].pk] + 0.1
    assert (shot_of(film).take_id, Take.objects.get(pk=made[2].pk).kept, run.active) == (made[2].pk, True, False)
    last = Edit.objects.latest("revision")
    assert last.label.startswith("Best of 4: take 3 of 12A")
    edits.undo(film.project, last.uuid, by=film.person)
    assert shot_of(film).take_id == made[0].pk
    assert not Take.objects.get(pk=made[2].pk).kept
    choosing.push_all()
    assert shot_of(film).take_id == made[0].pk  # it is over: nothing switches it again


def test_the_bar_cancels_what_waits_and_loses_nothing_that_is_made(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(film, "shot", film.shots[0], seed=5 + WHOLE)
    seeds(monkeypatch, WHOLE, WHOLE, WHOLE)
    made = best(film, 4, bar=0.5)
    while len(drawn) < 2:  # a worker that makes one thing after another, quicker than the beat looks
        worker.run_one(["interactive", "gpu", "cpu"], "one")
        builds.advance_dirty()
    while choosing.push_all():
        worker.run_one(["interactive", "gpu", "cpu"], "one")
        builds.advance_dirty()
    assert drawn == [one.seed for one in made[:2]]
    assert [Take.objects.get(pk=one.pk).archived for one in made] == [False, False, True, True]
    assert not Node.objects.filter(key__in=[one.key for one in made[2:]], status__in=["queued", "running"]).exists()
    assert Score.objects.exclude(found=None).count() == 2  # what was made is measured all the same
    run = Run.objects.get()
    assert (run.passed, run.active) == (True, False)
    assert shot_of(film).take_id == run.best in {made[0].pk, made[1].pk}


def test_a_spoiled_take_is_drawn_again_and_says_so_where_nobody_asked_for_several(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(film, "shot", film.shots[0], seed=BROKEN)
    again = seeds(monkeypatch, BLACK, WHOLE)
    first = takes.shoot(shot_of(film), by=film.person)
    work()
    assert drawn == [BROKEN, *again]
    rows = list(Take.objects.filter(shot=film.shots[0]).order_by("number"))
    assert [one.seed for one in rows] == [BROKEN, *again]
    assert rows[0].pk == first.pk
    assert rows[0].note.startswith("Spoiling made numbers that are none (NaN)")
    assert f"seed {again[0]}" in rows[0].note
    assert "Black picture (frames 1–16). Drawn again as take 3" in rows[1].note
    assert rows[2].note == ""
    assert shot_of(film).take_id == rows[2].pk
    assert not rows[2].kept


def test_a_spoiled_take_of_a_take_is_made_of_it_again_by_another_seed(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(film, "shot", film.shots[0], seed=WHOLE)
    base = takes.shoot(shot_of(film), by=film.person)
    work()
    _, other = seeds(monkeypatch, WHOLE, WHOLE)  # chance is asked once for the edit, which has a seed of its own
    spoiled = deriving.derive(
        shot_of(film), operation="video.edit", params={"prompt": "snow", "strength": 0.9, "seed": BLACK}, by=film.person
    )
    work()
    rows = list(Take.objects.filter(shot=film.shots[0]).order_by("number"))
    assert [one.derived and one.derived["operation"] for one in rows] == [None, "video.edit", "video.edit"]
    assert {one.derived["of"] for one in rows[1:]} == {str(base.pk)}
    assert rows[2].derived["params"] == {**spoiled.derived["params"], "seed": other}
    assert f"Drawn again as take 3, seed {other}" in rows[1].note
    assert shot_of(film).take_id == rows[2].pk
    assert rows[2].note == ""


def test_nobody_waits_for_another_take_of_a_take_that_was_put_by(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(film, "shot", film.shots[0], seed=WHOLE)
    base = takes.shoot(shot_of(film), by=film.person)
    work()
    spoiled = deriving.derive(
        shot_of(film), operation="video.extend", params={"prompt": "on", "frames": 8, "seed": BROKEN}, by=film.person
    )
    change(film, "shot", film.shots[0], take=str(base.pk))  # an undo, before it was made
    work()
    assert list(Take.objects.filter(shot=film.shots[0]).order_by("number")) == [base, spoiled]
    assert shot_of(film).take_id == base.pk


@pytest.mark.parametrize(
    ("operation", "params", "blamed"),
    [
        ("video.extend", {"frames": 8}, [("black", 20, 23)]),
        ("video.extend", {"frames": 8, "direction": "backwards"}, [("black", 2, 4)]),
        ("video.loop", {"frames": 4}, [("flat", 13, 14)]),
        ("video.edit", {"strength": 0.9}, [("black", 2, 4), ("flat", 13, 14)]),
    ],
)
def test_only_what_is_new_in_a_take_of_a_take_is_blamed(
    film: Film, drawn: list[int], operation: str, params: dict[str, Any], blamed: list[tuple[str, int, int]]
) -> None:
    takes.shoot(shot_of(film), by=film.person)
    take = deriving.derive(shot_of(film), operation=operation, params={"prompt": "on", **params}, by=film.person)
    found = [("black", 2, 4), ("flat", 13, 14), ("black", 20, 23), ("frozen", 0, 23)]
    faults = [{"kind": kind, "first": first, "last": last} for kind, first, last in found]
    length = 24 if operation == "video.extend" else 16
    inside = [one for one in faults if one["last"] < length or one["kind"] == "frozen"]
    told = choosing_anew.own_faults(Take.objects.get(pk=take.pk), inside)
    assert [(one["kind"], one["first"], one["last"]) for one in told] == blamed


def test_the_terminal_sees_a_choice_through_where_no_server_does(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(film, "shot", film.shots[0], seed=BROKEN)
    again = seeds(monkeypatch, BLACK, WHOLE)
    first = takes.shoot(shot_of(film), by=film.person)
    build = Build.objects.get(root=first.key)
    make(build)
    assert choosing.unmended(film.project, [build]) == [build]
    waited: list[int] = []

    def wait(asked: list[Build]) -> None:
        waited.append(len(asked))
        for one in asked:
            make(one)

    choosing.see_through(film.project, wait)
    assert drawn == [BROKEN, *again]
    assert waited
    assert not choosing.Run.objects.filter(active=True).exists()
    assert shot_of(film).take.seed == again[1]  # type: ignore[union-attr]
    assert choosing.unmended(film.project, [build]) == []


def test_it_is_drawn_again_only_so_often(film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    change(film, "shot", film.shots[0], seed=BLACK)
    change(film, "project", film.project.pk, language="zh")
    seeds(monkeypatch, BLACK, BROKEN, WHOLE)
    takes.shoot(shot_of(film), by=film.person)
    work()
    assert len(drawn) == 1 + choosing.MOST_AGAIN
    assert "请修改文字" in Take.objects.get(number=3).note
    assert shot_of(film).take.number == 1  # type: ignore[union-attr]  # of the spoiled ones the one that can be seen


def test_a_choice_of_somebodys_own_is_not_overruled(film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    seeds(monkeypatch, WHOLE, SOFT, WHOLE)
    mine = takes.shoot(shot_of(film), by=film.person)
    work()
    best(film, 2)
    change(film, "shot", film.shots[0], take=str(mine.pk))
    work()
    assert shot_of(film).take_id == mine.pk
    assert Run.objects.filter(active=True).count() == 0


def test_a_worker_that_dies_and_a_server_that_starts_anew_go_on(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds(monkeypatch, WHOLE, SOFT)
    made = best(film, 2)
    make(Build.objects.get(root=made[0].key))
    choosing.push_all()
    Build.objects.get(root=made[1].key)
    choosing._looked.clear()  # another process knows nothing of what this one saw
    work()
    assert Run.objects.get().best is not None
    assert Score.objects.exclude(found=None).count() == 2


def test_a_film_that_wants_the_best_draws_several_of_each_shot(
    film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(film, "project", film.project.pk, best_of=2, bar=None)
    for n, one in enumerate(film.shots):
        change(film, "shot", one, seed=SOFT + 5 * n)
    seeds(monkeypatch, *[WHOLE] * 6)
    flow.produce(Project.objects.get(pk=film.project.pk), by=film.person)
    work()
    assert Take.objects.count() == 6
    assert {one.take.number for one in Shot.objects.all()} == {2}  # type: ignore[union-attr]
    assert not Take.objects.filter(kept=True).exists()
    flow.push_all()
    assert {one.state for one in takes.staleness_of(Project.objects.get(pk=film.project.pk)).values()} == {"fresh"}
    assert Take.objects.count() == 6


def test_the_routes_draw_and_tell(film: Film, drawn: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(film.person)
    change(film, "shot", film.shots[0], seed=5 + SOFT)
    seeds(monkeypatch, WHOLE, BLACK, WHOLE)
    body = {"shots": [str(film.shots[0])], "count": 3, "bar": None}
    answer = client.post("/api/shots/best", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    ids = [one["id"] for one in answer.json()]
    told = client.get(f"/api/projects/{film.project.pk}/scores").json()
    assert {told[id_]["status"] for id_ in ids} == {"drawing"}
    work()
    told = client.get(f"/api/projects/{film.project.pk}/scores").json()
    assert told[ids[1]] | {"best": True, "rank": 1, "of": 4, "status": "done"} == told[ids[1]]
    assert told[ids[1]]["score"] > told[ids[0]]["score"] > told[ids[2]]["score"]
    assert told[ids[2]]["faults"] == [{"kind": "black", "first": 0, "last": 15}]
    assert told[ids[2]]["words"]["zh"].startswith("画面全黑")
    assert told[ids[2]]["again"] in told
    assert client.post("/api/shots/best", json.dumps({"shots": []}), content_type="application/json").status_code == 422


def test_shots_of_two_films_are_refused(film: Film, second: Film, drawn: list[int]) -> None:
    with pytest.raises(Refused, match="one film"):
        choosing.best([shot_of(film), shot_of(second)], count=2, by=film.person)
