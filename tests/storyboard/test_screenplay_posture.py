"""Who sat down goes on sitting while they talk."""

from __future__ import annotations

from fractions import Fraction

import pytest

from storyboard import screenplay
from storyboard.screenplay.posture import lasting, postures


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Tomas and Nell sit at a table with two cups.", ["Tomas", "Nell"],
         {"Tomas": "sit at a table with two cups", "Nell": "sit at a table with two cups"}),
        ("On a pier, TOMAS (70s, cap) mends a net.", ["Tomas"], {"Tomas": "mends a net"}),
        ("Mara sits across from Leo. Leo stands up.", ["Mara", "Leo"], {"Mara": "sits across from Leo", "Leo": ""}),
        ("Nell laughs.", ["Nell"], {}),
        ("陈伯（男，七十多岁）正在补渔网。", ["陈伯"], {"陈伯": "正在补渔网"}),
        ("小满站起来，跑向码头。", ["小满"], {"小满": ""}),
    ],
)  # fmt: skip
def test_what_people_go_on_doing(text: str, names: list[str], found: dict[str, str]) -> None:
    assert postures(text, names) == found


def test_one_sits_and_two_sit() -> None:
    doing = {"Tomas": "sit at a table", "Nell": "sit at a table", "Leo": "mends a net", "Ann": ""}
    assert lasting(["Tomas", "Nell"], doing, False) == "Tomas and Nell sit at a table."
    assert lasting(["Tomas"], doing, False) == "Tomas sits at a table."
    assert lasting(["Leo", "Ann", "Nobody"], doing, False) == "Leo mends a net."
    assert lasting(["陈伯", "小满"], {"陈伯": "坐在桌旁", "小满": "坐在桌旁"}, True) == "陈伯和小满坐在桌旁。"


def test_shots_of_talk_say_that_they_still_sit() -> None:
    script = (
        b"INT. ROOM - DAY\n\nMara sits at a table. Leo sits opposite.\n\nMARA\nWhere were you on Friday night?\n\n"
        b"LEO\nAt home, asleep, all night long.\n\nMara stands up.\n\nLEO\nI was!\n\nMARA\nLiar! Liar! Never!\n"
    )
    shots = screenplay.break_down(screenplay.read(script, "a.fountain"), rate=Fraction(24)).scenes[0].shots
    stood = next(n for n, shot in enumerate(shots) if "stands up" in shot.action)
    talk = [shot.action for shot in shots[:stood] if "speaks" in shot.action]
    assert talk
    assert all("Mara sits at a table." in action for action in talk)
    assert all("Mara sits" not in shot.action for shot in shots[stood:])
