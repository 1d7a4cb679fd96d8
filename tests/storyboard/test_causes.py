"""Why a shot is stale, in sentences: whose field, what it was, what it is; and nothing that merely follows from it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from storyboard import edits, plans
from storyboard.causes import Because, short, why
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Project, Shot
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db


def sentences(film: Film, position: int, kind: str, id_: uuid.UUID, language: str = "en", **fields: Any) -> list[str]:
    """What is said about one shot after a change."""

    def plan() -> Any:
        return plans.take(Shot.objects.get(pk=film.shots[position]), seed=7)

    before = plan()
    edits.change(film.project, [Change(kind=kind, id=id_, set=fields)], by=film.person)
    return [cause.words(language) for cause in why(before, plan())]


def test_a_coat(film: Film) -> None:
    new = {"description": "A young woman in a green coat."}
    assert sentences(film, 0, "character", film.anna, **new) == ["ANNA's description changed: red coat → green coat"]


def test_a_coat_in_chinese(film: Film) -> None:
    said = sentences(film, 0, "character", film.anna, "zh", description="A young woman in a green coat.")
    assert said == ["ANNA的描述改了：red coat → green coat"]


@pytest.mark.parametrize(
    ("position", "fields", "words"),
    [
        (0, {"action": "Anna sits at a desk."}, "The action changed: table → desk"),
        (0, {"size": "CU"}, "The shot size changed: WS → CU"),
        (0, {"movement": "push"}, "The camera move changed: nothing → push"),
        (0, {"frames": 48}, "The length in frames changed: 72 → 48"),
        (0, {"stage": {"mood": "calm"}}, "What was corrected by hand changed"),
        (0, {"negative": "blur"}, "What must not be seen changed: nothing → blur"),
        (0, {"titles": ["Two years later"]}, "The titles changed: nothing → Two years later"),
    ],
)
def test_one_field_of_a_shot_is_one_sentence(film: Film, position: int, fields: dict[str, Any], words: str) -> None:
    assert sentences(film, position, "shot", film.shots[position], **fields) == [words]


def test_lines_and_voices(film: Film) -> None:
    line = {"character": str(film.anna), "words": "You are early.", "manner": "quietly"}
    shot = film.shots[1]
    assert sentences(film, 1, "shot", shot, dialogue=[line]) == ["ANNA's line changed: late → early"]
    more = {"character": str(film.ben), "words": "I know.", "manner": ""}
    assert sentences(film, 1, "shot", shot, dialogue=[line, more]) == ["BEN has a new line"]
    assert sentences(film, 1, "shot", shot, dialogue=[line]) == ["BEN lost a line"]
    (said,) = sentences(film, 1, "character", film.anna, voice="af_nova")
    assert said.startswith("ANNA's voice changed: ")
    assert said.endswith("→ af_nova")


def test_who_comes_and_goes(film: Film) -> None:
    casting = uuid.uuid4()
    said = sentences(film, 0, "casting", casting, shot=str(film.shots[0]), character=str(film.ben), rank="a1")
    assert said[0] == "BEN came into the shot"
    assert sentences(film, 0, "casting", casting, archived=True)[0] == "BEN left the shot"


def test_place_weather_and_style(film: Film) -> None:
    said = sentences(film, 0, "location", film.cafe, description="A small café with a bar.")
    assert said == ["CAFÉ's description changed: piano → bar"]
    assert sentences(film, 0, "scene", film.scene, weather="rain") == ["The weather changed: nothing → rain"]
    everywhere = {"name": "Ink", "description": "black ink", "everywhere": True}
    assert sentences(film, 0, "style", uuid.uuid4(), **everywhere) == ["The style changed: nothing → black ink"]


def test_several_changes_are_several_sentences(film: Film) -> None:
    before = plans.take(Shot.objects.get(pk=film.shots[0]), seed=7)
    changes = [
        Change(kind="character", id=film.anna, set={"description": "A young woman in a green coat."}),
        Change(kind="shot", id=film.shots[0], set={"size": "CU"}),
        Change(kind="scene", id=film.scene, set={"time": "dawn"}),
    ]
    edits.change(film.project, changes, by=film.person)
    now = plans.take(Shot.objects.get(pk=film.shots[0]), seed=9)
    assert {cause.words() for cause in why(before, now)} == {
        "ANNA's description changed: red coat → green coat",
        "The shot size changed: WS → CU",
        "The time of day changed: night → dawn",
        "The seed changed: 7 → 9",
    }


def test_the_same_is_no_cause(film: Film) -> None:
    whole = WholeFilm.of(Project.objects.get(pk=film.project.pk))
    plan = plans.take(whole.shots[0], seed=7, film=whole)
    assert why(plan, plan) == []


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("a red coat", "a green coat", ("red coat", "green coat")),
        ("a coat", "a coat and hat", ("", "and hat")),
        ("红色外套的女孩", "绿色外套的女孩", ("红色外套", "绿色外套")),
        ("三十多岁，红色大衣，黑发", "三十多岁，绿色大衣，黑发", ("红色大衣", "绿色大衣")),
        ("", "words", ("", "words")),
        (1, 2, ("1", "2")),
        (["a", "b"], ["a"], ("a, b", "a")),
        ("x" * 200, "y", ("x" * 59 + "…", "y")),
    ],
)
def test_only_what_differs_is_shown(was: Any, now: Any, shown: tuple[str, str]) -> None:
    assert short(was, now) == shown


def test_a_field_without_a_label_still_reads() -> None:
    assert Because("toy.paint", "brush_size", "", 1, 2).words() == "brush size changed: 1 → 2"
