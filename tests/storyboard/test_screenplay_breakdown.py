"""The breakdown: cast, places, shots and lengths, as a first assistant director would draw them up."""

# ruff: noqa: E501 - scripts are easier to read on one line

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import storyboard
from generation.drivers.previs.stage import Angle, Move, Size, TimeOfDay, Weather
from storyboard.screenplay import Breakdown, break_down, read, timing
from storyboard.screenplay.schema import Shot

RATE = Fraction(24)
SAMPLES = Path(storyboard.__file__).parent / "samples"


def film(text: str, rate: Fraction = RATE) -> Breakdown:
    return break_down(read(text.encode(), "x.fountain"), rate=rate)


def sample(name: str) -> Breakdown:
    return break_down(read((SAMPLES / name).read_bytes(), name), rate=RATE)


def frame(shot: Shot) -> tuple[str, str, str]:
    return shot.size.value, shot.angle.value, shot.movement.value


@pytest.mark.parametrize(
    ("name", "title", "language"),
    [("the-last-boat.fountain", "The Last Boat", "en"), ("the-last-boat.zh.fountain", "末班船", "zh")],
)
def test_the_samples_are_a_minute_of_film(name: str, title: str, language: str) -> None:
    made = sample(name)
    assert (made.title, made.language) == (title, language)
    assert 10 <= len(made.shots) <= 14
    assert 60 * 24 <= made.frames <= 90 * 24
    assert (len(made.characters), len(made.locations), len(made.scenes)) == (2, 3, 4)
    assert [one.time for one in made.scenes] == [TimeOfDay.DAWN, TimeOfDay.DAY, TimeOfDay.SUNSET, TimeOfDay.NIGHT]
    assert [one.weather for one in made.scenes] == [Weather.FOG, Weather.RAIN, Weather.CLEAR, Weather.CLEAR]
    assert {one.gender for one in made.characters} == {"woman", "man"}
    assert all(one.description and one.age for one in made.characters)
    assert all(any(shot.dialogue for shot in scene.shots) for scene in made.scenes)
    assert all(36 <= shot.frames <= 8 * 24 for shot in made.shots)


def test_the_english_sample_shot_by_shot() -> None:
    assert [
        (*frame(shot), shot.characters, shot.props, len(shot.dialogue)) for shot in sample("the-last-boat.fountain").shots
    ] == GOLDEN


GOLDEN: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], int]] = [
    ("WS", "eye", "static", ("Tomas",), ("fishing net",), 0),
    ("FS", "eye", "follow", ("Nell",), ("paper boat",), 0),
    ("MS", "eye", "static", ("Nell", "Tomas"), (), 3),
    ("WS", "eye", "static", ("Tomas", "Nell"), ("window", "cup"), 0),
    ("CU", "eye", "static", (), ("photograph", "cup"), 0),
    ("MS", "eye", "static", ("Nell", "Tomas"), (), 1),
    ("MS", "over-the-shoulder", "static", ("Tomas", "Nell"), (), 1),
    ("CU", "eye", "static", ("Nell",), (), 1),
    ("CU", "eye", "push", ("Tomas",), ("lantern",), 0),
    ("WS", "eye", "static", ("Tomas", "Nell"), ("lantern",), 1),
    ("WS", "eye", "static", ("Tomas", "Nell"), ("lantern",), 2),
    ("EWS", "eye", "static", (), ("light", "ferry"), 0),
    ("MS", "eye", "static", ("Nell",), ("light",), 1),
    ("WS", "eye", "pull", ("Tomas", "Nell"), ("ferry",), 0),
]  # fmt: skip


def test_both_samples_tell_the_same_film() -> None:
    english, chinese = sample("the-last-boat.fountain"), sample("the-last-boat.zh.fountain")
    names = dict(zip([one.name for one in english.characters], [one.name for one in chinese.characters], strict=True))
    said = [[names[line.character] for shot in scene.shots for line in shot.dialogue] for scene in english.scenes]
    assert said == [[line.character for shot in scene.shots for line in shot.dialogue] for scene in chinese.scenes]


def test_the_same_script_gives_the_same_breakdown() -> None:
    assert sample("the-last-boat.fountain").model_dump_json() == sample("the-last-boat.fountain").model_dump_json()


@pytest.mark.parametrize(
    ("action", "description", "age", "gender"),
    [
        ("ANNA (30s, red coat) enters.", "30s, red coat", "30s", "woman"),
        ("WILL BLOOM, AGE 3, listens. ", "AGE 3", "3", "man"),
        ("A tall woman, ANNA (early 40s), waits.", "A tall woman; early 40s", "early 40s", "woman"),
        ("ANNA, a girl of ten in a yellow raincoat, runs.", "a girl of ten in a yellow raincoat", "ten", "woman"),
        ("His father TOM, 70, with a white beard, sits.", "His father; 70; with a white beard", "70", "man"),
        ("ANNA sits. She wears a green dress and round glasses.", "a green dress and round glasses", "", "woman"),
        ("TOM enters.", "", "", "man"),
    ],
)
def test_first_descriptions(action: str, description: str, age: str, gender: str) -> None:
    cue = "WILL" if "WILL" in action else "TOM" if "TOM" in action else "ANNA"
    made = film(f"INT. A - DAY\n\n{action}\n\n{cue}\nHello.")
    assert [(one.description, one.age, one.gender) for one in made.characters] == [(description, age, gender)]


@pytest.mark.parametrize(
    ("action", "description", "age", "gender"),
    [
        ("小雨，二十多岁，穿红色外套，走进咖啡馆。", "二十多岁，穿红色外套", "二十多岁", ""),
        ("小雨（女，8岁，黄色雨衣）跑进来。", "女，8岁，黄色雨衣", "8岁", "woman"),
        ("七十岁的老渔夫小雨坐在门口。", "七十岁的老渔夫", "七十岁", "man"),
    ],
)
def test_first_descriptions_in_chinese(action: str, description: str, age: str, gender: str) -> None:
    made = film(f".内景 咖啡馆 夜\n\n{action}\n\n@小雨\n你好。")
    assert [(one.name, one.description, one.age, one.gender) for one in made.characters] == [("小雨", description, age, gender)]


def test_one_person_under_two_names() -> None:
    made = film(
        "INT. A - DAY\n\nWILL BLOOM (28) waits with YOUNG EDWARD (10).\n\nWILL (V.O.)\nI knew.\n\nEDWARD (CONT'D)\nYes.\n\nWILL AND EDWARD\nAh!"
    )
    assert [(one.name, one.aliases) for one in made.characters] == [
        ("Will", ("Will Bloom",)),
        ("Edward", ()),
        ("Young Edward", ()),
    ]
    assert [line.character for shot in made.shots for line in shot.dialogue] == ["Will", "Edward", "Will"]
    assert set(made.shots[-1].characters) == {"Will", "Edward"}


def test_places_are_one_for_every_spelling_and_two_for_two_sides_of_a_door() -> None:
    made = film(
        "INT. THE HOUSE - DAY\n\nDust on the floor.\n\nEXT. HOUSE - DAY\n\nx\n\nINT. HOUSE - NIGHT\n\nx\n\nINT. House - LATER\n\nx"
    )
    assert [(one.name, one.interior, one.description) for one in made.locations][:1] == [
        ("The House", True, "Dust on the floor.")
    ]
    assert [one.location for one in made.scenes] == ["The House", "House", "The House", "The House"]
    assert made.scenes[3].time is TimeOfDay.NIGHT


def test_a_scene_opens_wide_at_a_new_place_and_nearer_when_we_were_just_there() -> None:
    made = film(
        "EXT. SEA - DAY\n\nNothing but water.\n\nINT. CABIN - DAY\n\nANNA (20) reads.\n\nINT. CABIN - LATER\n\nAnna sleeps."
    )
    assert [scene.shots[0].size for scene in made.scenes][:2] == [Size.EWS, Size.WS]
    assert made.scenes[2].shots[0].size not in (Size.WS, Size.EWS) or made.scenes[2].shots[0].movement is Move.PULL


TALK = "INT. A - DAY\n\nANNA and TOM sit at a table for the longest time and wait for the rain to go away again.\n\n" + "".join(
    f"{who}\nThis is a line of quite some length, spoken by somebody who has time.\n\n"
    for who in ("ANNA", "TOM", "ANNA", "TOM", "ANNA", "TOM", "ANNA")
)


def test_talk_is_covered_by_turns_from_one_side_of_the_line() -> None:
    shots = film(TALK).shots[1:]
    assert (shots[0].size, shots[0].angle, set(shots[0].characters)) == (Size.MS, Angle.EYE, {"Anna", "Tom"})
    assert [shot.dialogue[0].character for shot in shots] == ["Anna", "Tom", "Anna", "Tom", "Anna", "Tom", "Anna"]
    for shot in shots[1:5]:
        assert shot.angle is Angle.OTS
        assert shot.characters[0] == shot.dialogue[0].character  # whom it frames; the other is seen from behind
        assert len(shot.characters) == 2
    assert {shot.size for shot in shots[5:]} <= {Size.MCU, Size.CU}
    assert all(len(shot.characters) == 1 for shot in shots[5:])


def test_short_turns_share_a_two_shot_and_shouting_comes_close() -> None:
    made = film(
        "INT. A - DAY\n\nAnna and Tom sit together.\n\nANNA\nTea?\n\nTOM\nPlease.\n\nANNA\nSugar?\n\nTOM\nGET OUT OF MY HOUSE!"
    )
    assert max(len(shot.dialogue) for shot in made.shots) >= 2
    assert made.shots[-1].size is Size.CU or made.shots[-1].movement is Move.PULL


def test_a_long_speech_is_cut_in_shots_with_the_listener_between() -> None:
    speech = "I went down to the river that morning. " * 14
    made = film(f"INT. A - DAY\n\nAnna and Tom sit.\n\nTOM\nTell me.\n\nANNA\n{speech}")
    told = [shot for shot in made.shots if any(line.character == "Anna" for line in shot.dialogue)]
    assert len(told) >= 4
    assert all(shot.frames <= 9 * 24 for shot in told)
    assert any(shot.characters == ("Tom",) for shot in told)  # a reaction
    assert " ".join(line.words for shot in told for line in shot.dialogue if line.character == "Anna").split() == speech.split()


def test_a_voice_over_runs_over_the_picture() -> None:
    made = film("EXT. SEA - DAY\n\nWaves roll in from the horizon.\n\nANNA (V.O.)\nI was born here.")
    assert len(made.shots) == 1
    assert (made.shots[0].characters, made.shots[0].dialogue[0].manner) == ((), "V.O.")


def test_dual_dialogue_is_one_shot() -> None:
    made = film(
        "INT. A - DAY\n\nAnna and Tom sit for a long while, look at each other and at the door and the clock and at nothing.\n\nANNA\nYes!\n\nTOM ^\nNo!"
    )
    assert [len(shot.dialogue) for shot in made.shots] == [0, 2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("CLOSE ON a rusty key.", ("CU", "eye", "static")),
        ("EXTREME CLOSE UP: her eye opens.", ("ECU", "eye", "static")),
        ("WIDE SHOT of the valley, LOW ANGLE.", ("WS", "low", "static")),
        ("AERIAL VIEW of the city.", ("EWS", "eye", "static")),
        ("PUSH IN on ANNA as she reads the letter.", ("*", "eye", "push")),
        ("We slowly pull back from the house.", ("*", "eye", "pull")),
        ("The camera pans left across the wall.", ("*", "eye", "pan-left")),
        ("We tilt up to the tower.", ("*", "eye", "tilt-up")),
        ("TRACKING SHOT along the shelves.", ("*", "eye", "truck-right")),
        ("We follow Anna through the crowd.", ("*", "eye", "follow")),
        ("The camera circles them.", ("*", "eye", "orbit-right")),
        ("CRANE UP over the roofs.", ("*", "eye", "crane-up")),
        ("HANDHELD: Anna runs through the smoke.", ("*", "eye", "handheld")),
        ("ANNA'S POV: the door opens.", ("*", "point-of-view", "static")),
        ("OVER TOM'S SHOULDER, Anna smiles.", ("*", "over-the-shoulder", "static")),
        ("特写：一把生锈的钥匙。", ("CU", "eye", "static")),
        ("镜头缓缓推近小雨的脸。", ("*", "eye", "push")),
        ("镜头拉远，整个海港出现在眼前。", ("*", "eye", "pull")),
        ("镜头横移，扫过书架。", ("*", "eye", "truck-right")),
        ("镜头跟着小雨穿过人群。", ("*", "eye", "follow")),
        ("摇镜到窗外。", ("*", "eye", "pan-right")),
        ("俯拍：街道空无一人。", ("*", "high", "static")),
        ("航拍城市。", ("EWS", "overhead", "static")),
    ],
)
def test_camera_words(words: str, expected: tuple[str, str, str]) -> None:
    made = film(
        f"INT. A - DAY\n\nFirst there is an empty room with nothing in it at all.\n\n{words}\n\nAnd then it is over and everybody leaves the room."
    )
    shot = next(shot for shot in made.shots if words.rstrip("。.")[:12] in shot.action)
    assert all(wanted in ("*", got) for wanted, got in zip(expected, frame(shot), strict=True)), frame(shot)


def test_words_that_are_no_camera_words() -> None:
    made = film(
        "INT. KITCHEN - DAY\n\nThe room is quiet.\n\nAnna puts a frying pan on the stove and tilts her head.\n\nTom follows her along the track.\n\nx y z."
    )
    assert {shot.movement for shot in made.shots[:3]} <= {Move.STATIC, Move.FOLLOW}
    assert made.shots[1].movement is Move.STATIC


def test_inserts_name_the_thing() -> None:
    made = film("INT. A - DAY\n\nAnna waits.\n\nINSERT: a letter with a red stamp.\n\nAnna cries.")
    assert (made.shots[1].size, made.shots[1].props, made.shots[1].characters) == (Size.CU, ("letter", "stamp"), ())


def test_things_and_not_what_people_do_or_wear() -> None:
    made = film("INT. A - DAY\n\nANNA (30, red hat) will watch the clock, ring the bell and drink from a cup.\n\nANNA\nYes.")
    assert made.shots[0].props == ("clock", "bell", "cup")


def test_titles() -> None:
    made = film('Title: My Film\n\nEXT. SEA - DAY\n\nSUPER: "Two years later"\n\nWaves.\n\nINT. A - DAY\n\nAnna.\n\n> THE END <')
    assert made.shots[0].titles == ("Two years later",)
    assert made.shots[-1].titles[-1] == "THE END"
    assert film("Title: My Film\n\nEXT. SEA - DAY\n\nWaves.").shots[0].titles == ("My Film",)


def test_frames_follow_the_rate_and_cover_the_words() -> None:
    slow, fast = film(TALK, Fraction(24000, 1001)), film(TALK, Fraction(60))
    for a, b in zip(slow.shots, fast.shots, strict=True):
        assert abs(a.frames * Fraction(1001, 24000) - b.frames * Fraction(1, 60)) < Fraction(1, 20)
        for shot, rate in ((a, Fraction(24000, 1001)), (b, Fraction(60))):
            assert shot.frames >= timing.frames(sum(timing.spoken(line.words) for line in shot.dialogue), rate)
            assert shot.frames >= timing.frames(1_500, rate)


def test_speaking_rates() -> None:
    assert 3_700 < timing.spoken("one two three four five six seven eight nine ten") < 4_000
    assert 2_200 < timing.spoken("今天的船什么时候会来") < 2_500
    assert timing.spoken("Yes. No.") > timing.spoken("Yes no")
    assert timing.frames(1_000, Fraction(24)) == 36  # never shorter than one and a half second
    assert timing.frames(2_000, Fraction(24000, 1001)) == 48


def test_an_empty_scene_shows_its_place() -> None:
    made = film("EXT. SEA - DAY\n\nINT. A - DAY\n\nAnna runs.")
    assert [len(scene.shots) for scene in made.scenes] == [1, 1]
    assert made.shots[0].action == "Sea"


def test_scene_numbers_are_kept_and_never_twice_the_same() -> None:
    made = film("INT. A - DAY #2#\n\nx\n\nINT. B - DAY\n\nx\n\nINT. C - DAY #2#\n\nx\n\nINT. D - DAY #2A#\n\nx")
    numbers = [scene.number for scene in made.scenes]
    assert (numbers[0], numbers[3], len(set(numbers))) == ("2", "2A", 4)


def test_synopses_come_from_the_writer() -> None:
    assert film("INT. A - DAY\n\n= They meet.\n\nAnna runs.").scenes[0].synopsis == "They meet."
    assert film("INT. A - DAY\n\nAnna runs. Tom walks.").scenes[0].synopsis == "Anna runs. Tom walks."
