"""What moves by itself, what lies where, who sits with whom: stages of sentences that once went wrong."""

from __future__ import annotations

import pytest

from generation.drivers.previs.looks import look_from_words
from generation.drivers.previs.placing import place_from_words
from generation.drivers.previs.reading import Shot, compose, stage_from_words
from generation.drivers.previs.stage import Pose, Size, Stage, TimeOfDay, Weather

TOMAS = ("Tomas", look_from_words("Tomas", "a man in his 70s, white beard"))
NELL = ("Nell", look_from_words("Nell", "a girl, 9"))
PIER = place_from_words("OLD PIER", "", False)
CAFE = place_from_words("HARBOUR CAFÉ", "", True)


def props(stage: Stage) -> list[str]:
    return [one.id for one in stage.props]


def test_fog_that_lies_lays_nobody_down() -> None:
    words = "Fog lies on the water. On an old pier, TOMAS (70s, white beard, wool cap) mends a fishing net."
    stage = compose(words, cast=[TOMAS], place=PIER, shot=Shot(size="WS"))
    assert stage.actors[0].pose is Pose.WORK
    assert stage.actors[0].seated
    assert props(stage) == ["net"]  # a wool cap that is worn is no ball of wool


def test_what_is_in_hand_stays_in_hand_while_running_down_the_pier() -> None:
    stage = compose("Nell runs along the pier with a paper boat in her hand.", cast=[NELL], place=PIER, shot=Shot(size="FS"))
    (nell,) = stage.actors
    assert (nell.pose, nell.holds) == (Pose.RUN, "paper-boat")
    assert nell.to_z is not None
    assert nell.z - nell.to_z > 3  # down its length, not over its edge
    assert abs((nell.to_x or 0) - nell.x) < 1


@pytest.mark.parametrize(
    ("words", "nearer"),
    [
        ("The ferry comes slowly out of the dark.", True),
        ("The ferry leaves the harbour.", False),
        ("渡轮从黑暗中缓缓驶来。", True),
        ("渡轮慢慢驶离码头。", False),
    ],
)
def test_ships_come_and_go_far_out(words: str, nearer: bool) -> None:
    stage = compose(words, place=PIER, shot=Shot(size="WS", time="night"))
    ferry = next(one for one in stage.props if one.id == "ferry")
    assert ferry.to_z is not None
    assert min(ferry.z, ferry.to_z) > 20
    assert (ferry.to_z < ferry.z) is nearer


def test_those_who_wave_at_a_ship_turn_to_it_in_a_wide_shot_only() -> None:
    words = "Tomas and Nell wave as the ferry comes slowly out of the dark."
    wide = compose(words, cast=[TOMAS, NELL], place=PIER, shot=Shot(size="WS"))
    close = compose(words, cast=[TOMAS, NELL], place=PIER, shot=Shot(size="MCU"))
    assert all(abs(one.facing) > 120 and one.gaze == "ferry" for one in wide.actors)
    assert all(abs(one.facing) < 60 for one in close.actors)


def test_two_cups_stand_on_two_sides_of_the_table() -> None:
    words = "Tomas and Nell sit at a small round table with two cups of cocoa."
    stage = compose(words, cast=[TOMAS, NELL], place=CAFE, shot=Shot(size="WS"))
    cups = [one for one in stage.props if one.id.startswith("cup")]
    assert len(cups) == 2
    assert all(one.y == 0.75 for one in cups)
    assert cups[0].x * cups[1].x < 0


@pytest.mark.parametrize("words", ["Tomas looks up at an old lantern on the wall.", "Tomas抬头望着墙上的旧灯笼。"])
def test_what_is_on_the_wall_hangs_high_behind(words: str) -> None:
    stage = compose(words, cast=[TOMAS], place=CAFE, shot=Shot(size="CU"))
    lantern = next(one for one in stage.props if "lantern" in one.id)
    assert lantern.y > 1.3
    assert lantern.z > 1.5


def test_nobody_in_a_photograph_is_on_the_stage() -> None:
    stage = compose("特写:杯子旁边,一张照片上的女人在微笑。", place=CAFE, shot=Shot(size="CU"), language="zh")
    assert stage.actors == ()
    assert stage.camera.subject == ("photo",)


def test_who_sits_across_from_somebody_makes_them_sit() -> None:
    stage = stage_from_words("A detective sits across a table from a young man in an office.")
    assert [one.pose for one in stage.actors] == [Pose.SIT, Pose.SIT]


def test_what_a_thing_does_is_no_thing() -> None:
    assert "ring" not in props(stage_from_words("A woman waits in a kitchen. Her phone rings."))
    assert "fallen-leaves" not in props(stage_from_words("A mother hugs her son on the platform as the train leaves."))


def test_a_crowded_place_has_people_in_it_and_a_crowded_kitchen_no_strangers() -> None:
    assert len(stage_from_words("A thief runs through a crowded market.").actors) > 3
    assert len(stage_from_words("A chef cooks in a busy kitchen.").actors) == 1


def test_people_in_a_car_look_ahead_and_are_seen_from_near() -> None:
    stage = stage_from_words("A man drives a car at night, a woman sits next to him.", size="WS")
    assert all(abs(one.facing) < 30 for one in stage.actors)
    assert stage.camera.size is Size.MS
    assert "car" not in props(stage)


def test_riders_hold_the_reins() -> None:
    stage = stage_from_words("A knight rides a horse through the forest.")
    assert stage.actors[0].holds == "reins"
    assert stage.actors[0].y > 0.5


def test_a_screen_stands_beside_its_user() -> None:
    stage = stage_from_words("夜里，一个男人在办公室加班，对着电脑打哈欠。")
    screen = next(one for one in stage.props if one.id == "computer")
    assert abs(screen.x - stage.actors[0].x) > 0.3


def test_rain_that_the_words_bring_falls_in_a_clear_scene() -> None:
    stage = compose("Rain. Leo runs down the street.", place=None, shot=Shot(heading="EXT. STREET - NIGHT", weather="clear"))
    assert stage.light.weather is Weather.RAIN
    assert compose("Leo runs.", shot=Shot(weather="snow")).light.weather is Weather.SNOW


def test_a_dark_room_is_dark() -> None:
    assert stage_from_words("侦探走进黑暗的房间，打开手电筒。").light.time is TimeOfDay.NIGHT


def test_taller_things_that_somebody_is_busy_with_are_in_the_frame() -> None:
    stage = stage_from_words("下雪了，小女孩在院子里堆雪人。")
    assert "snowman" in stage.camera.subject
