"""The look that words give: what they say, distinct people for distinct names, the same person every time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.drivers.previs.looks import gender_of_name, look_from_words
from generation.drivers.previs.reading import stage_from_words
from generation.drivers.previs.stage import Look, Pose

WHITE, RED, YELLOW, BLUE, BLACK = "#e9e7e2", "#c0453b", "#eec04b", "#3d6da8", "#2b2b30"
SAID: list[tuple[str, str, dict[str, Any]]] = [
    ("FISHERMAN", "the old fisherman in a blue cap with a white beard",
     {"figure": "elder", "gender": "man", "hat": "cap", "hat_colour": BLUE, "beard": "full", "hair_colour": WHITE}),
    ("小雨", "穿黄色雨衣的小女孩，短发",
     {"figure": "child", "gender": "woman", "top": "raincoat", "top_colour": YELLOW, "hair": "short"}),
    ("ANNA", "30s, a detective with long red hair, in a black coat and blue jeans, round glasses",
     {"figure": "adult", "gender": "woman", "hair": "long", "hair_colour": "#a4482a", "top": "coat", "top_colour": BLACK,
      "bottom": "jeans", "bottom_colour": BLUE, "glasses": "round"}),
    ("老张", "六十多岁，戴草帽，穿蓝色衬衫，白胡子",
     {"figure": "elder", "hat": "straw", "top": "shirt", "top_colour": BLUE, "beard": "full"}),
    ("MEI", "a young woman, her short black hair tucked under a green beanie, yellow raincoat",
     {"figure": "adult", "gender": "woman", "hair": "short", "hat": "beanie", "hat_colour": "#4f8a5b", "top_colour": YELLOW}),
    ("DR. WARD", "A tall surgeon in his fifties, bald, with a grey beard and square glasses",
     {"gender": "man", "figure": "adult", "hair": "bald", "beard": "full", "glasses": "square", "top": "coat"}),
    ("林小姐", "二十多岁的女子，长发，穿红色旗袍，戴墨镜",
     {"gender": "woman", "figure": "adult", "hair": "long", "top": "dress", "top_colour": RED, "glasses": "sun"}),
    ("GRANNY", "She is 78 years old, with white hair in a bun and a purple shawl",
     {"figure": "elder", "gender": "woman", "hair": "bun", "scarf": True, "scarf_colour": "#7d5a9c"}),
    ("BEN", "a chubby boy of 9 (9), messy hair, red hoodie and shorts",
     {"figure": "child", "gender": "man", "build": "heavy", "hair": "messy", "top": "hoodie",
      "top_colour": RED, "bottom": "shorts"}),
    ("OFFICER", "a policewoman with a ponytail", {"gender": "woman", "top": "uniform", "hat": "cap", "hair": "ponytail"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "description", "expected"), SAID, ids=[one[0] for one in SAID])
def test_words_decide(name: str, description: str, expected: dict[str, Any]) -> None:
    look = look_from_words(name, description).model_dump()
    assert {field: look[field] for field in expected} == expected


def test_the_same_words_give_the_same_person_and_case_does_not_matter() -> None:
    assert look_from_words("Anna", "a baker") == look_from_words("ANNA", "a baker")


def test_a_new_description_changes_only_what_it_says() -> None:
    before, after = look_from_words("Tom", "").model_dump(), look_from_words("Tom", "wears a green coat").model_dump()
    assert {field for field in before if before[field] != after[field]} <= {"top", "top_colour", "hat_colour", "bottom"}
    assert (after["top"], after["top_colour"]) == ("coat", "#4f8a5b")


def test_twenty_names_without_words_are_told_apart() -> None:
    names = [
        "Ada",
        "Ben",
        "Cleo",
        "Dan",
        "Eva",
        "Finn",
        "Gus",
        "Hana",
        "Ivo",
        "Jun",
        "Kim",
        "Leo",
        "Mia",
        "Ned",
        "Olga",
        "Pia",
        "Quinn",
        "Ravi",
        "Sue",
        "Tom",
    ]
    looks = [look_from_words(name) for name in names]
    marks = {(look.hair, look.top, look.top_colour, look.skin, look.glasses) for look in looks}
    assert len(marks) == len(names)
    assert len({look.top_colour for look in looks}) >= 10
    assert len({look.skin for look in looks}) >= 6


@pytest.mark.parametrize(
    ("name", "gender"), [("Anna", "woman"), ("TOM", "man"), ("王丽", "woman"), ("李伟强", "man"), ("Zorblax", ""), ("", "")]
)
def test_names_say_who_it_is(name: str, gender: str) -> None:
    assert gender_of_name(name) == gender


def test_a_chinese_name_leads_to_east_asian_hair_and_skin_unless_words_say_otherwise() -> None:
    assert look_from_words("王芳").hair_colour in ("#1f1a1a", "#2a2120", "#33271f")
    assert look_from_words("王芳", "金发").hair_colour == "#d8b56a"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=300))
def test_any_words_give_a_valid_look(name: str, description: str) -> None:
    look = look_from_words(name, description)
    assert Look.model_validate(look.model_dump()) == look
    assert look == look_from_words(name, description)


def test_what_stands_before_a_chinese_noun_describes_it() -> None:
    girl = stage_from_words("一个穿红裙子的女孩在公园长椅上看书，旁边有一只猫").actors[0]
    assert (girl.look.top, girl.look.top_colour) == ("dress", RED)
    assert (girl.pose, girl.holds, girl.seated) == (Pose.READ, "book", True)
