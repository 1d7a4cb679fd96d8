"""Shots that are footage or start from pictures: what is checked, what is planned, what makes them stale and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from generation import collect
from generation.models import Artifact, Node, Status
from generation.recipe import dump_one
from storyboard import brought, edits, footage, footage_plans, plans, takes, timing
from storyboard.causes import why
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Project, Shot
from studio.errors import Refused
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db

MOVIE, OTHER, FIRST, LAST = ("a" * 64, "b" * 64, "c" * 64, "d" * 64)


@pytest.fixture
def stocked(film: Film) -> Film:
    """The film with two movies and two pictures brought in."""
    facts = {"width": 640, "height": 360, "frames": 900, "rate": "30/1", "name": "holiday.mp4"}
    for digest in (MOVIE, OTHER):
        put_in(film, digest, "movie", facts)
    for digest in (FIRST, LAST):
        put_in(film, digest, "image", {"width": 640, "height": 360, "name": "drawing.png"})
    return film


def put_in(film: Film, digest: str, kind: str, facts: dict[str, Any], *, own: bool = True) -> Artifact:
    workspace = film.project.workspace
    return Artifact.objects.create(workspace=workspace, digest=digest, kind=kind, size=10, facts=facts, brought=own)


def change(film: Film, position: int, **fields: Any) -> None:
    edits.change(film.project, [Change(kind="shot", id=film.shots[position], set=fields)], by=film.person)


def plan(film: Film, position: int) -> Any:
    return plans.take(Shot.objects.get(pk=film.shots[position]), seed=7)


def test_shots_without_footage_or_pictures_keep_the_keys_that_they_had_before_there_were_any(film: Film) -> None:
    keys = [(plan(film, n).key, plans.panel(Shot.objects.get(pk=film.shots[n])).key) for n in range(3)]
    assert keys == [
        (
            "ba272a01f1bbafbf96c33ff2a4f4cfad261ef71d8b8871161d820d8529c42b50",
            "265e02156cad676d9d0a27e4538a59526da4b3e2f69822734e6ae823b05ee699",
        ),
        (
            "47b52cbe094556fda1ceb78856b67e3a95f8913e0cf339b48c9fada33bc39730",
            "79339764ba7cb964a7ade65e5b590cf131bccf29262ed0587f5cee4f71d0315c",
        ),
        (
            "7e62e389bccbc485a08a359c50a0a5fb5b119d1554c7254221a0ea15dd4a1fd4",
            "ce4973386f66075bc9b6474684750a0f5c3e97499e4f2495d7aa41ea5c9417eb",
        ),
    ]


def test_a_shot_that_is_footage_is_a_clip_of_it_at_the_films_rate_and_size(stocked: Film) -> None:
    change(stocked, 0, footage={"artifact": MOVIE, "start": 48}, frames=30)
    shot = Shot.objects.get(pk=stocked.shots[0])
    assert shot.footage == {"artifact": MOVIE, "start": 48, "fit": "fill"}  # written whole
    recipe = plan(stocked, 0)
    assert recipe.name == "footage.clip"
    assert recipe.params == {"start": 48, "frames": 30, "rate": "24/1", "width": 320, "height": 180, "fit": "fill"}
    assert [one.dump() for one in recipe.digests()] == [{"digest": MOVIE, "media": "movie"}]
    sound = footage_plans.sound_of(recipe)
    assert sound is not None
    assert (sound.name, sound.params) == ("footage.sound", {"start": 48, "frames": 30, "rate": "24/1"})
    panel = plans.panel(shot)
    assert (panel.name, panel.params["frame"]) == ("footage.frame", 48 + 15)
    assert plans.voices(recipe) == []
    assert footage_plans.sound_of(plan(stocked, 1)) is None


def test_a_shot_from_pictures_reads_the_camera_and_no_other_words(stocked: Film) -> None:
    change(stocked, 1, first=FIRST, last=LAST, movement="push")
    recipe = plan(stocked, 1)
    assert recipe.name == "video.generate"
    assert recipe.inputs["first"].sha256 == FIRST
    assert recipe.inputs["last"].sha256 == LAST
    assert recipe.params["movement"] == "push"
    assert "stage" not in recipe.inputs
    assert [one.words for one in plans.voices(recipe)] == ["You are late."]  # who speaks is heard over it
    panel = plans.panel(Shot.objects.get(pk=stocked.shots[1]))
    assert (panel.name, next(panel.digests()).sha256) == ("footage.still", FIRST)
    before = recipe.key
    change(stocked, 1, action="Anna looks away.", size="WS", props=["a cup"])
    assert plan(stocked, 1).key == before
    change(stocked, 1, movement="pull")
    assert plan(stocked, 1).key != before


@pytest.mark.parametrize(
    ("field", "value", "stale"),
    [
        ("action", "Somebody sings.", False),
        ("size", "CU", False),
        ("dialogue", [{"words": "Hello there.", "character": None}], False),
        ("frames", 31, True),
        ("footage", {"artifact": MOVIE, "start": 49}, True),
        ("footage", {"artifact": MOVIE, "start": 48, "fit": "fit"}, True),
        ("footage", {"artifact": OTHER, "start": 48}, True),
        ("footage", None, True),
    ],
)
def test_footage_goes_stale_by_what_it_shows_and_not_by_its_words(stocked: Film, field: str, value: object, stale: bool) -> None:
    change(stocked, 0, footage={"artifact": MOVIE, "start": 48}, frames=30)
    before = plan(stocked, 0).key
    change(stocked, 0, **{field: value})
    assert (plan(stocked, 0).key != before) is stale


def test_the_size_and_rate_of_the_film_are_those_of_its_footage(stocked: Film) -> None:
    change(stocked, 0, footage={"artifact": MOVIE, "start": 48}, frames=30)
    before = plan(stocked, 0).key
    edits.change(stocked.project, [Change(kind="project", id=stocked.project.pk, set={"width": 640})], by=stocked.person)
    assert plan(stocked, 0).key != before


@pytest.mark.parametrize(
    ("was", "now", "english", "chinese"),
    [
        ({}, {"footage": {"artifact": MOVIE}}, "It is a stretch of footage now", "改为使用一段素材"),
        ({}, {"first": FIRST}, "It goes over pictures now", "改为由图片生成"),
        (
            {"footage": {"artifact": MOVIE}},
            {"footage": None},
            "It is made from its words now, without footage or pictures",
            "改为由文字生成，不再用素材或图片",
        ),
        ({"footage": {"artifact": MOVIE}}, {"footage": {"artifact": OTHER}}, "Its footage is another file", "换了素材文件"),
        (
            {"footage": {"artifact": MOVIE, "start": 3}},
            {"footage": {"artifact": MOVIE, "start": 5}},
            "The first frame of its footage changed: 3 → 5",
            "素材起始帧改了：3 → 5",
        ),
        (
            {"footage": {"artifact": MOVIE}},
            {"footage": {"artifact": MOVIE, "fit": "fit"}},
            "How its footage fills the frame changed: fill → fit",
            "素材的适配方式改了：fill → fit",
        ),
        ({"first": FIRST}, {"first": LAST}, "The picture that it starts from is another", "首帧图片换了"),
        ({"first": FIRST}, {"last": LAST}, "The picture that it ends on is another", "尾帧图片换了"),
        ({"first": FIRST}, {"movement": "push"}, "The camera move changed: nothing → push", "运镜改了：无 → push"),
    ],
)
def test_why_is_said_in_words(stocked: Film, was: dict[str, Any], now: dict[str, Any], english: str, chinese: str) -> None:
    if was:
        change(stocked, 1, **was)
    before = plan(stocked, 1)
    change(stocked, 1, **now)
    causes = why(before, plan(stocked, 1))
    assert [one.words("en") for one in causes] == [english]
    assert [one.words("zh") for one in causes] == [chinese]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"footage": {"artifact": "e" * 64}}, "not in this workspace. Upload it again"),
        ({"footage": {"artifact": FIRST}}, "takes moving pictures, and drawing.png holds none"),
        ({"first": MOVIE}, "takes a picture, and holiday.mp4 is none"),
        ({"last": "f" * 64}, "last names a file that is not in this workspace"),
        ({"footage": {"artifact": MOVIE, "start": -1}}, "start"),
        ({"footage": {"artifact": MOVIE, "start": 1.5}}, "start"),
        ({"footage": {"artifact": MOVIE, "fit": "stretch"}}, "fit"),
        ({"footage": {"artifact": MOVIE, "speed": 2}}, "speed"),
        ({"footage": {"start": 4}}, "artifact"),
        ({"first": "nothing"}, "first"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words_and_nothing_changes(stocked: Film, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        change(stocked, 0, **fields)
    assert Shot.objects.get(pk=stocked.shots[0]).footage is None


def test_somebody_elses_footage_is_refused(stocked: Film, second: Film) -> None:
    with pytest.raises(Refused, match="not in this workspace"):
        change(second, 0, footage={"artifact": MOVIE})


def test_undo_brings_the_generated_shot_back_with_its_key(stocked: Film) -> None:
    before = plan(stocked, 0).key
    done = edits.change(
        stocked.project,
        [Change(kind="shot", id=stocked.shots[0], set={"footage": {"artifact": MOVIE, "start": 4}})],
        by=stocked.person,
    )
    again = edits.undo(stocked.project, done.edit, by=stocked.person)
    assert plan(stocked, 0).key == before
    edits.undo(stocked.project, again.edit, by=stocked.person)
    assert plan(stocked, 0).params["start"] == 4


def test_lines_of_footage_are_neither_spoken_nor_stretch_it(stocked: Film) -> None:
    change(stocked, 1, footage={"artifact": MOVIE}, frames=12)
    whole = WholeFilm.of(Project.objects.get(pk=stocked.project.pk))
    fitted = timing.fit(whole.project, by=stocked.person, film=whole)
    assert (fitted.waiting, fitted.warnings, fitted.shots) == ([], [], 0)
    assert Shot.objects.get(pk=stocked.shots[1]).frames == 12


def test_shooting_footage_again_gives_the_same_take(stocked: Film) -> None:
    change(stocked, 0, footage={"artifact": MOVIE}, frames=12)
    one = takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    again = takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    assert one.pk == again.pk
    assert one.build is not None


def test_several_takes_of_footage_are_one_and_why_is_said(stocked: Film) -> None:
    change(stocked, 0, footage={"artifact": MOVIE}, frames=12)
    first, said = takes.several(Shot.objects.get(pk=stocked.shots[0]), count=4, same_seed=False, by=stocked.person)
    assert (len(first), said) == (1, None)
    again, said = takes.several(Shot.objects.get(pk=stocked.shots[0]), count=4, same_seed=False, by=stocked.person)
    assert [one.pk for one in again] == [first[0].pk]
    assert said is not None
    assert "This shot is footage, and take 1 shows it" in said
    assert "素材" in said.zh


def test_what_shots_point_to_is_never_forgotten_even_of_an_archived_shot(stocked: Film) -> None:
    change(stocked, 0, footage={"artifact": MOVIE})
    change(stocked, 1, first=FIRST)
    change(stocked, 1, archived=True)
    assert brought.held(stocked.project.workspace_id) == {MOVIE, FIRST}
    assert brought.held in collect._held


def test_a_film_that_was_made_here_is_not_asked_for_again_when_its_bytes_are_gone(stocked: Film) -> None:
    film, workspace = stocked.project, stocked.project.workspace
    Artifact.objects.filter(digest=OTHER).update(evicted_at=timezone.now())
    with pytest.raises(Refused, match=r"holiday\.mp4 is not in the store any more. Upload it again"):
        footage.film_of(film, OTHER)
    kept = plan(stocked, 0)
    Node.objects.create(workspace=workspace, key=kept.key, outputs={"out": OTHER}, status=Status.DONE, **dump_one(kept))
    with pytest.raises(Refused, match="Upload it again"):
        footage.film_of(film, OTHER)  # a row that it was made from is missing
    for one in kept.walk().values():
        Node.objects.get_or_create(workspace=workspace, key=one.key, defaults={"status": Status.DONE, **dump_one(one)})
    assert footage.film_of(film, OTHER).digest == OTHER
