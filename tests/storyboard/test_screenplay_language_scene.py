"""What a small model is asked about one scene, and the shots that any of its answers make: the script's own words always win."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from storyboard.screenplay import language_scene, read, schema
from storyboard.screenplay.beats import Beat, beats
from storyboard.screenplay.breakdown import break_down, split_scenes
from storyboard.screenplay.cast import Cast

SCRIPT = (
    "INT. CAFE - NIGHT\n\nANNA (30s, red coat) walks in from the rain with TOM.\n\nCLOSE ON a letter.\n\n"
    "ANNA\nRead it.\n\nTOM\n(low)\nWho wrote it?\n\nANNA\nNobody you know.\n\nANNA (V.O.)\nI lied.\n\n> THE END <\n"
)
CHOSEN: list[Any] = [
    {"size": "EWS", "angle": "high", "move": "static"},
    {"size": "WS", "angle": "low", "move": "push"},
    {"see": "Anna grips the edge of the chair, eyes shining.", "size": "CU", "angle": "over-the-shoulder", "move": "push"},
    {"see": "Tom bends over the paper, a frown on his face.", "size": "CU", "angle": "eye", "move": "static"},
    "same",
    "same",
]


def scene(text: str = SCRIPT) -> tuple[list[Beat], Cast, schema.SceneBreakdown, str]:
    script = read(text.encode(), "x.fountain")
    ruled = break_down(script, rate=Fraction(24))
    cast = Cast(script)
    return beats(split_scenes(script)[0].elements, cast), cast, ruled.scenes[0], ruled.language


LAMP = "\n\nAnna lights a lamp.\n\nTOM\nWait.\n"


def made(chosen: list[Any] | dict[int, Any], text: str = SCRIPT) -> list[dict[str, Any]]:
    played, cast, _, language = scene(text)
    choices = dict(enumerate(chosen)) if isinstance(chosen, list) else chosen
    shots = language_scene.shots(played, choices, cast, language == "zh")
    for shot in shots:
        schema.Shot.model_validate(shot)
    return shots


def said(shots: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(line["character"], line["words"]) for shot in shots for line in shot["dialogue"]]


def test_the_question_numbers_the_beats() -> None:
    played, _, place, language = scene()
    (asked,) = language_scene.questions(played, place, language)
    assert asked.question.startswith("INT. CAFE - NIGHT")
    assert "\n3. Anna says: Read it.\n4. Tom says (low): Who wrote it?" in asked.question
    assert list(asked.schema["properties"]) == ["1", "2", "3", "4", "5", "6"]
    assert [len(asked.places), asked.schema["required"]] == [6, ["1", "2", "3", "4", "5", "6"]]


def test_only_what_can_be_is_offered() -> None:
    played, _, place, language = scene()
    (asked,) = language_scene.questions(played, place, language)
    first, insert, line = (asked.schema["properties"][key] for key in "123")
    assert "CU" not in first["properties"]["size"]["enum"]
    assert "follow" in first["properties"]["move"]["enum"]  # she walks in
    assert "size" not in insert["properties"]  # the script says CLOSE ON
    shot, same = line["anyOf"]
    assert same == {"const": "same"}
    assert "EWS" not in shot["properties"]["size"]["enum"]
    assert shot["properties"]["see"]["pattern"].startswith("^Anna ")


def test_the_schema_stays_small_and_long_scenes_are_asked_in_parts() -> None:
    text = "EXT. FIELD - DAY\n\n" + "".join(f"BOB\nLine number {n} is said here.\n\nBob kicks stone {n}.\n\n" for n in range(40))
    played, _, place, language = scene(text)
    asked = list(language_scene.questions(played, place, language))
    assert [at for one in asked for at in one.places] == list(range(len(played)))
    assert max(len(one.places) for one in asked) <= language_scene.MOST_BEATS
    assert max(len(json.dumps(one.schema)) for one in asked) < 6_000
    assert max(len(one.question) for one in asked) < language_scene.MOST_BEATS * 500


def test_choices_become_shots() -> None:
    shots = made(CHOSEN)
    assert [(shot["size"], shot["angle"], shot["movement"]) for shot in shots] == [
        ("EWS", "high", "static"),
        ("CU", "low", "push"),  # the size is the script's
        ("CU", "over-the-shoulder", "push"),
        ("CU", "eye", "static"),
        ("MCU", "eye", "static"),  # Anna is not in Tom's close-up: her line cannot be said in it
    ]
    assert shots[0]["action"] == "ANNA (30s, red coat) walks in from the rain with TOM."
    assert shots[2]["action"] == "Anna grips the edge of the chair, eyes shining."
    assert shots[2]["characters"] == ["Anna", "Tom"]
    assert shots[3]["characters"] == ["Tom"]
    assert said(shots) == [("Anna", "Read it."), ("Tom", "Who wrote it?"), ("Anna", "Nobody you know."), ("Anna", "I lied.")]
    assert shots[-1]["titles"] == ["THE END"]


@pytest.mark.parametrize(
    "see",
    [
        "Anna says 'Read it.'",
        "Anna: Read it.",
        "The waiter looks away from the table.",  # somebody else
        "Anna walks in from the rain.",  # shown before
        "Anna lights a lamp, it is small but bright.",  # will be shown
        "Anna walks in with Tom from the rain.",  # shown in another order
        "Anna",
        "",
        None,
        7,
        "Anna " + "looks and looks " * 20,  # cut off by the limit, with no whole clause
    ],
)
def test_what_is_seen_is_a_sentence_about_the_speaker_or_the_usual_one(see: Any) -> None:
    shots = made({2: {"see": see, "size": "MCU", "angle": "eye", "move": "static"}}, SCRIPT + LAMP)
    assert shots[2]["action"] == "Anna speaks to Tom."


def test_a_cut_off_sentence_ends_with_its_last_clause() -> None:
    see = "Anna lifts her chin, the lamp flickers over her wet hair and the shadows of the curtains on the far wall mov."
    assert made({2: {"see": see}})[2]["action"] == "Anna lifts her chin."


@pytest.mark.parametrize(
    "chosen", [{}, {0: "same", 1: None, 2: [], 3: 7, 4: "same", 5: {}}, {n: {"size": "?"} for n in range(6)}]
)
def test_no_answer_loses_a_line(chosen: dict[int, Any]) -> None:
    played, cast, _, _ = scene()
    shots = language_scene.shots(played, chosen, cast, False)
    assert said(shots) == said(made(CHOSEN))
    assert all(shot["action"] for shot in shots)


def test_same_stays_in_the_shot_while_it_fits() -> None:
    text = "INT. HALL - DAY\n\nAnna and Tom sit.\n\n" + "".join(
        f"{who}\nYes, number {n}.\n\n" for n in range(4) for who in ("ANNA", "TOM")
    )
    shots = made({0: {"size": "MS"}} | dict.fromkeys(range(1, 9), "same"), text)
    assert len(said(shots)) == 8
    assert max(len(shot["dialogue"]) for shot in shots) in (2, 3)


def test_chinese() -> None:
    text = ".内景 咖啡馆 夜\n\n小雨（女，二十多岁，红色大衣）走进来。\n\n@小雨\n今天会下雨吗？\n\n@老陈\n不会。\n"
    played, _, place, language = scene(text)
    (asked,) = language_scene.questions(played, place, language)
    assert asked.schema["properties"]["2"]["anyOf"][0]["properties"]["see"]["pattern"].startswith("^小雨")
    shots = made({1: {"see": "小雨抬起头，眼里闪着泪光。", "size": "CU"}, 2: {"see": "老陈说不会下雨。"}}, text)
    assert [shot["action"] for shot in shots][1:] == ["小雨抬起头，眼里闪着泪光。", "老陈对小雨说话。"]
