"""Loosely written scripts and stories, English and Chinese, become scenes, people and lines."""

# ruff: noqa: E501 - scripts are easier to read on one line

from fractions import Fraction

import pytest

from generation.drivers.previs.stage import Move, Size, TimeOfDay, Weather
from storyboard.screenplay import Breakdown, break_down, read
from storyboard.screenplay.headings import is_heading, read_heading

RATE = Fraction(24)


def film(text: str) -> Breakdown:
    return break_down(read(text.encode(), "story.txt"), rate=RATE)


def lines(made: Breakdown) -> list[tuple[str, str]]:
    return [(line.character, line.words) for shot in made.shots for line in shot.dialogue]


@pytest.mark.parametrize(
    ("text", "place", "interior", "time", "number"),
    [
        ("内景 咖啡馆 夜", "咖啡馆", True, TimeOfDay.NIGHT, ""),
        ("外景 码头 黎明", "码头", False, TimeOfDay.DAWN, ""),
        ("内景。咖啡馆——夜", "咖啡馆", True, TimeOfDay.NIGHT, ""),
        ("内/外 汽车 日", "汽车", None, TimeOfDay.DAY, ""),
        ("场景一：咖啡馆，夜，内", "咖啡馆", True, TimeOfDay.NIGHT, "一"),
        ("第3场 码头 傍晚 外", "码头", False, TimeOfDay.DUSK, "3"),
        ("1. 日 内 客厅", "客厅", True, TimeOfDay.DAY, "1"),
        ("2-1、咖啡馆 夜 内", "咖啡馆", True, TimeOfDay.NIGHT, "2-1"),
        ("INT. HOUSE - KITCHEN - LATE NIGHT", "HOUSE - KITCHEN", True, TimeOfDay.NIGHT, ""),
        ("EXT. PIER, DAWN", "PIER", False, TimeOfDay.DAWN, ""),
        ("INT./EXT. CAR - CONTINUOUS", "CAR", None, None, ""),
        ("INT. BEDROOM - NIGHT (1973)", "BEDROOM", True, TimeOfDay.NIGHT, ""),
        ("EXT. DAY CARE CENTRE - MAGIC HOUR", "DAY CARE CENTRE", False, TimeOfDay.SUNSET, ""),
    ],
)
def test_headings(text: str, place: str, interior: bool | None, time: TimeOfDay | None, number: str) -> None:
    assert is_heading(text)
    heading = read_heading(text)
    assert (heading.place, heading.interior, heading.time, heading.number) == (place, interior, time, number)


@pytest.mark.parametrize(
    "text",
    [
        "内心的声音很轻，她没有说话。",
        "小雨走进咖啡馆。",
        "外面下雨了",
        "International trade grew.",
        "3. 他来了，我走了。",
        "Extra cheese, please.",
    ],
)
def test_sentences_are_no_headings(text: str) -> None:
    assert not is_heading(text)


SCRIPT = """《雨夜》

场景一：咖啡馆，夜，内
人物：小雨，二十多岁，长发，穿红色外套；老陈，六十岁，白胡子

小雨坐在窗边，手里握着一杯咖啡。窗外下着大雨。
小雨（低声）：他不会来了。
老陈：再等等吧，雨这么大。

第2场 码头 黎明 外
△雨停了。小雨提着箱子走在码头上，镜头缓缓推近。
老陈从后面跑来：等一下！
特写：一封旧信。
"""


def test_a_chinese_script() -> None:
    made = film(SCRIPT)
    assert (made.title, made.language) == ("雨夜", "zh")
    assert [(one.location, one.interior, one.time, one.weather) for one in made.scenes] == [
        ("咖啡馆", True, TimeOfDay.NIGHT, Weather.RAIN), ("码头", False, TimeOfDay.DAWN, Weather.CLEAR),
    ]  # fmt: skip
    assert [(one.name, one.description, one.age) for one in made.characters] == [
        ("小雨", "二十多岁，长发，穿红色外套", "二十多岁"), ("老陈", "六十岁，白胡子", "六十岁"),
    ]  # fmt: skip
    assert lines(made) == [("小雨", "他不会来了。"), ("老陈", "再等等吧，雨这么大。"), ("老陈", "等一下！")]
    assert made.shots[0].dialogue[0].manner == "低声"
    assert Move.PUSH in {shot.movement for shot in made.scenes[1].shots}
    assert (made.shots[-1].size, made.shots[-1].props) == (Size.CU, ("信",))


STORY = """Martha put the kettle on the stove in the kitchen. It was before dawn, and rain beat on the window.

"He is late," she said softly.

Jonas, a thin boy of twelve in a torn blue sweater, came in. "It was in the boat," said Jonas. "There was nobody in it."

Martha opened the letter. "Go and ring the bell," she whispered.

Later that night, on the beach, they found a so-called "treasure" in the sand.

"It's still warm," Jonas said.

***

The next morning Martha ran along the quay and shouted, "He's alive!"
"""


def test_an_english_story() -> None:
    made = film(STORY)
    assert [(one.location, one.time) for one in made.scenes] == [
        ("Kitchen", TimeOfDay.DAWN),
        ("Beach", TimeOfDay.NIGHT),
        ("Quay", TimeOfDay.MORNING),
    ]
    assert lines(made) == [
        ("Martha", "He is late."), ("Jonas", "It was in the boat. There was nobody in it."), ("Martha", "Go and ring the bell."),
        ("Jonas", "It's still warm."), ("Martha", "He's alive!"),
    ]  # fmt: skip
    jonas = next(one for one in made.characters if one.name == "Jonas")
    assert (jonas.description, jonas.gender, jonas.age) == ("a thin boy of twelve in a torn blue sweater", "man", "twelve")
    assert {line.manner for shot in made.shots for line in shot.dialogue} >= {"whispering", "shouting"}


CHINESE_STORY = """清晨，小雨走进咖啡馆，外面下着雨。她二十多岁，穿着红色外套，手里拿着一把伞。
“一杯热咖啡，谢谢。”小雨轻声说。
老陈抬起头，笑着说：“又是你，今天这么早？”
小雨坐下，看着窗外。“我在等一个人。”
几小时后，雨停了。小雨来到码头，海风吹起她的头发。一个年轻的水手朝她挥手。
“你终于来了！”水手大声喊。
"""


def test_a_chinese_story() -> None:
    made = film(CHINESE_STORY)
    assert [(one.location, one.interior) for one in made.scenes] == [("咖啡馆", True), ("码头", False)]
    assert lines(made) == [
        ("小雨", "一杯热咖啡，谢谢。"),
        ("老陈", "又是你，今天这么早？"),
        ("小雨", "我在等一个人。"),
        ("水手", "你终于来了！"),
    ]
    assert next(one for one in made.characters if one.name == "小雨").gender == "woman"


def test_one_paragraph_without_names() -> None:
    made = film(
        "An old fisherman mends a net on a pier at dawn. A girl in a yellow raincoat runs up to him with a paper boat. The fisherman smiles."
    )
    assert [(one.location, one.time) for one in made.scenes] == [("Pier", TimeOfDay.DAWN)]
    assert [(one.name, one.description, one.gender) for one in made.characters] == [
        ("Old fisherman", "An old fisherman", "man"), ("Girl", "A girl in a yellow raincoat", "woman"),
    ]  # fmt: skip
    assert (made.shots[0].size, made.shots[0].characters, made.shots[0].props) == (Size.WS, ("Old fisherman",), ("net",))


def test_one_chinese_paragraph_without_names() -> None:
    made = film("清晨，一个老渔夫在码头上补渔网。一个穿黄色雨衣的小女孩跑过来，递给他一只纸船。")
    assert [(one.name, one.gender) for one in made.characters] == [("老渔夫", "man"), ("小女孩", "woman")]
    assert made.scenes[0].location == "码头"
    assert {prop for shot in made.shots for prop in shot.props} == {"渔网", "纸船"}


def test_play_style_english() -> None:
    made = film(
        "Scene 1: A small café, night\n\nAnna (softly): You came back.\nTom: I never left.\n\nAnna puts the key on the table."
    )
    assert lines(made) == [("Anna", "You came back."), ("Tom", "I never left.")]
    assert (made.scenes[0].number, made.scenes[0].time) == ("1", TimeOfDay.NIGHT)


def test_no_heading_at_all_is_one_scene() -> None:
    made = film("ANNA\nHello?\n\nTOM\nHere.")
    assert len(made.scenes) == 1
    assert lines(made) == [("Anna", "Hello?"), ("Tom", "Here.")]


def test_hard_wrapped_text_is_joined() -> None:
    screenplay = read(
        b"The old man walked slowly down the long road towards\nthe village, and the dog followed him all the way home.\n\nThen it rained."
    )
    assert [element.text.count("\n") for element in screenplay.elements] == [0, 0]
    assert len(screenplay.elements) == 2
