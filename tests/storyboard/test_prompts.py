"""The words of a shot in the order and the language of each sort of model."""

from __future__ import annotations

import uuid

import pytest

from storyboard import capable, prompts
from storyboard.capable import Model
from storyboard.film import Film as WholeFilm
from storyboard.models import Project
from storyboard.prompt_words import ANGLES, MOVES, SIZES, TIMES, WEATHERS
from tests.storyboard.films import Film
from tests.storyboard.layered import change

pytestmark = pytest.mark.django_db

PROSE = Model("m", frozenset({"words"}), prompt="prose", languages=("en", "zh"))
ENGLISH = Model("m", frozenset({"words"}), prompt="prose", languages=("en",))
TAGS = Model("m", frozenset({"words"}), prompt="tags", languages=("en",))
LINES = Model("m", frozenset({"words"}), prompt="lines", languages=("en", "zh"))


@pytest.fixture
def told(film: Film) -> Film:
    style = uuid.uuid4()
    change(film, "style", style, name="Ink", description="Black ink on wet paper", everywhere=True)
    change(film, "scene", film.scene, weather="rain", mood="tense")
    change(film, "shot", film.shots[0], movement="push", angle="low", props=["a lamp", "table"])
    return film


def written(film: Film, model: Model, position: int = 0, triggers: dict[str, list[str]] | None = None) -> list[str]:
    whole = WholeFilm.of(Project.objects.get(pk=film.project.pk))
    return prompts.written(whole, whole.shots[position], model, triggers).split("\n")


def test_a_model_of_lines_is_told_what_the_embedded_one_is(told: Film) -> None:
    whole = WholeFilm.of(Project.objects.get(pk=told.project.pk))
    assert written(told, LINES) == prompts.prompt(whole, whole.shots[0]).split("\n")
    assert capable.model("previs@1").prompt == "lines"


def test_prose_says_first_what_happens_and_last_how_it_looks(told: Film) -> None:
    assert written(told, PROSE) == [
        "Anna sits at a table. a lamp.",
        "ANNA, A young woman in a red coat.",
        "CAFÉ, A small café with a piano.",
        "Indoors, night, rain, tense.",
        "Wide shot from a low angle. The camera slowly pushes in.",
        "Black ink on wet paper.",
    ]


def test_tags_are_short_and_every_part_has_room(told: Film) -> None:
    change(told, "shot", told.shots[0], action="Anna sits at a table, " + "and looks at the rain on the window, " * 20)
    shot, cast, location, scene, camera, style = written(told, TAGS)
    assert shot.startswith("Anna sits at a table, and looks at the rain")
    assert len(shot) <= 201
    assert shot.endswith("window,")
    assert (cast, location) == ("ANNA, A young woman in a red coat,", "CAFÉ, A small café with a piano,")
    assert (scene, camera, style) == ("night, rain, tense,", "wide shot, from a low angle,", "Black ink on wet paper")


def test_a_chinese_film_is_told_in_chinese_where_the_model_reads_it(told: Film) -> None:
    change(told, "project", told.project.pk, language="zh")
    change(told, "shot", told.shots[0], action="安娜坐在桌边", props=[])
    assert written(told, PROSE)[0] == "安娜坐在桌边。"
    assert written(told, PROSE)[3:5] == ["室内，夜晚，下雨，tense。", "远景，仰拍。镜头缓慢推近。"]
    assert written(told, ENGLISH)[3:5] == [
        "Indoors, night, rain, tense.",
        "Wide shot from a low angle. The camera slowly pushes in.",
    ]


def test_the_hour_and_the_side_of_the_door_come_from_the_heading_where_the_scene_says_nothing(told: Film) -> None:
    change(told, "scene", told.scene, heading="EXT. PIER - DAWN", time="", weather="", mood="", location=None)
    assert written(told, PROSE)[2:4] == ["PIER.", "Outdoors, dawn."]


def test_what_calls_up_an_adapter_stands_where_it_belongs(told: Film) -> None:
    lines = written(told, PROSE, triggers={"cast": ["annax", "annax"], "style": ["inkx"]})
    assert lines[1].startswith("annax, ANNA")
    assert lines[5] == "inkx, Black ink on wet paper."
    assert written(told, LINES, triggers={"cast": ["annax"]})[2].startswith("annax, ANNA")


@pytest.mark.parametrize("model", [PROSE, TAGS, LINES])
def test_two_prompts_are_compared_part_by_part(told: Film, model: Model) -> None:
    before = "\n".join(written(told, model))
    change(told, "character", told.anna, description="A young woman in a green coat.")
    (part, was, now), *rest = prompts.changed_parts(before, "\n".join(written(told, model)))
    assert (part, rest) == ("cast", [])
    assert "red" in was
    assert "green" in now


def test_everything_that_can_be_chosen_has_words() -> None:
    from generation.drivers.previs.stage import Angle, Move, Size, TimeOfDay, Weather

    for known, table in ((Size, SIZES), (Angle, ANGLES), (Move, MOVES), (TimeOfDay, TIMES), (Weather, WEATHERS)):
        assert {one.value for one in known} == set(table)
        assert all(english.isascii() and prompts.chinese(chinese) for english, chinese in table.values())


@pytest.mark.parametrize("words", ["", " ", "…", "。。", "a" * 30_000, "没有句号", "\u3000", "line\nbreak\r\nand\ttab"])
def test_any_action_gives_six_lines(told: Film, words: str) -> None:
    change(told, "shot", told.shots[0], action=words[:8000])
    for model in (PROSE, TAGS):
        assert len(written(told, model)) == 6


def test_a_model_that_speaks_is_told_the_lines_where_its_own_voice_is_heard(told: Film) -> None:
    heard = Model("m", frozenset({"words", "sound"}), prompt="prose", languages=("en", "zh"))
    line = {"character": str(told.anna), "words": "Where is  the boat?", "manner": "quietly"}
    change(told, "shot", told.shots[0], dialogue=[line])
    assert written(told, heard)[0] == "Anna sits at a table. a lamp."
    change(told, "shot", told.shots[0], direction={"sound": "own"})
    assert written(told, heard)[0] == "Anna sits at a table. a lamp. ANNA says, quietly: “Where is the boat?”"
    assert written(told, PROSE)[0] == "Anna sits at a table. a lamp."  # it makes no sound: the studio speaks
    change(told, "project", told.project.pk, language="zh")
    assert written(told, heard)[0].endswith("ANNA（quietly）说：“Where is the boat?”")
