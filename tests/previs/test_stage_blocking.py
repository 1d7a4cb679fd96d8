"""Blocking: looks meet, nobody jumps the line, speakers are seen, things are where hands and tables are."""

from __future__ import annotations

import math

import pytest

from generation.drivers.previs.looks import look_from_words
from generation.drivers.previs.placing import place_from_words
from generation.drivers.previs.reading import Shot, compose, stage_from_words
from generation.drivers.previs.stage import Actor, Angle, Expression, Look, Move, Pose, Size, Stage, TimeOfDay, Weather

ANNA, TOM, MEI = ("Anna", look_from_words("Anna")), ("Tom", look_from_words("Tom")), ("Mei", look_from_words("Mei"))


def by_name(stage: Stage) -> dict[str, Actor]:
    return {actor.name: actor for actor in stage.actors}


def toward(one: Actor, other: Actor) -> float:
    """Degrees between where somebody faces and where the other is."""
    there = math.degrees(math.atan2(other.x - one.x, -(other.z - one.z)))
    return abs((one.facing - there + 180) % 360 - 180)


def test_two_who_talk_face_and_look_at_each_other() -> None:
    actors = by_name(compose("Anna and Tom talk quietly.", cast=[ANNA, TOM]))
    assert actors["Anna"].x < actors["Tom"].x
    assert toward(actors["Anna"], actors["Tom"]) < 30
    assert toward(actors["Tom"], actors["Anna"]) < 30
    assert (actors["Anna"].gaze, actors["Tom"].gaze) == ("Tom", "Anna")


@pytest.mark.parametrize("words", ["Tom smiles at Anna.", "Anna is angry with Tom.", "They argue.", ""])
def test_left_and_right_stay_through_a_scene_whatever_the_words_and_the_order_of_the_cast(words: str) -> None:
    shot = Shot(scene_cast=("Anna", "Tom"))
    for cast in ([ANNA, TOM], [TOM, ANNA]):
        actors = by_name(compose(words, cast=cast, shot=shot))
        assert actors["Anna"].x < actors["Tom"].x


def test_single_shots_of_two_who_talk_look_screen_opposite() -> None:
    def view(name: str) -> float:
        stage = compose("Anna and Tom talk.", cast=[ANNA, TOM], shot=Shot(size="CU", speakers=(name,)))
        assert stage.camera.subject == (name,)
        return by_name(stage)[name].facing - stage.camera.azimuth

    assert 10 < view("Anna") < 80, "Anna stands left and looks to the right of the frame"
    assert -80 < view("Tom") < -10, "Tom stands right and looks to the left of the frame"


def test_somebody_alone_in_the_frame_looks_at_the_one_outside_it() -> None:
    scene = ("Anna", "Tom")
    anna = compose("Anna listens.", cast=[ANNA], shot=Shot(size="CU", scene_cast=scene)).actors[0]
    tom = compose("Tom listens.", cast=[TOM], shot=Shot(size="CU", scene_cast=scene)).actors[0]
    assert (anna.gaze, tom.gaze) == ("right", "left")
    assert anna.facing > 0 > tom.facing


def test_over_the_shoulder_is_over_the_listener() -> None:
    stage = compose("Anna and Tom talk.", cast=[ANNA, TOM], shot=Shot(angle="over-the-shoulder", speakers=("Tom",)))
    assert (stage.camera.angle, stage.camera.over, stage.camera.subject) == (Angle.OTS, "Anna", ("Tom",))


def test_point_of_view_is_somebodys() -> None:
    stage = compose("POV of Tom: Anna waves.", cast=[ANNA, TOM])
    assert (stage.camera.angle, stage.camera.over, stage.camera.subject) == (Angle.POV, "Tom", ("Anna",))


def test_over_the_shoulder_of_nobody_is_a_plain_shot() -> None:
    assert compose("Anna reads.", cast=[ANNA], shot=Shot(angle="over-the-shoulder")).camera.angle is Angle.EYE


def test_the_record_wins_over_the_words() -> None:
    shot = Shot(size="EWS", movement="crane-up", time="night", weather="snow", angle="high")
    stage = compose("Close on Anna at dawn in the rain, handheld.", cast=[ANNA], shot=shot)
    assert (stage.camera.size, stage.camera.move, stage.camera.angle) == (Size.EWS, Move.CRANE_UP, Angle.HIGH)
    assert (stage.light.time, stage.light.weather) == (TimeOfDay.NIGHT, Weather.SNOW)


@pytest.mark.parametrize(
    ("words", "size", "angle", "move"),
    [
        ("Extreme close-up of Anna's eyes", "ECU", "eye", None),
        ("特写，仰拍，推镜头：Anna", "CU", "low", "push"),
        ("Wide shot, overhead. The camera pans left.", "WS", "overhead", "pan-left"),
        ("中景，手持镜头，Anna走过", "MS", "eye", "handheld"),
        ("Medium close-up, Dutch angle, dolly out", "MCU", "dutch", "pull"),
        ("全景，航拍", "WS", "overhead", None),
        ("Low-angle tracking shot", None, "low", "follow"),
    ],
)
def test_camera_words(words: str, size: str | None, angle: str, move: str | None) -> None:
    camera = compose(words, cast=[ANNA]).camera
    assert size in (None, camera.size.value)
    assert angle == camera.angle.value
    assert move in (None, camera.move.value)


def test_close_on_a_thing_frames_the_thing() -> None:
    assert compose("Close on the key on the table. Anna waits.", cast=[ANNA]).camera.subject == ("key",)


@pytest.mark.parametrize(("words", "begins", "ends"), [("Tom enters.", 2, 1), ("Tom leaves.", 1, 2), ("汤姆离开房间", 1, 2)])
def test_who_enters_comes_to_the_middle_and_who_leaves_goes_from_it(words: str, begins: float, ends: float) -> None:
    actor = compose(words, cast=[("汤姆", TOM[1]) if "汤姆" in words else TOM]).actors[0]
    assert actor.to_x is not None
    assert (abs(actor.x) > abs(actor.to_x)) == (begins > ends)


def test_a_walk_to_somebody_ends_beside_them() -> None:
    actors = by_name(compose("Anna walks to Tom.", cast=[ANNA, TOM]))
    assert actors["Anna"].pose is Pose.WALK
    assert actors["Anna"].to_x is not None
    assert 0.5 < abs(actors["Anna"].to_x - actors["Tom"].x) < 1.2
    assert actors["Tom"].to_x is None


def test_things_in_hand_are_held_and_things_on_the_table_lie_on_it() -> None:
    stage = compose("Anna drinks coffee at the table. A letter lies on the table.", cast=[ANNA])
    props = {prop.id: prop for prop in stage.props}
    assert stage.actors[0].holds == "cup"
    assert stage.actors[0].seated or stage.actors[0].pose is Pose.DRINK
    assert props["letter"].y == pytest.approx(0.75)
    assert abs(props["letter"].x - props["table"].x) < 0.6


def test_faces_belong_to_whom_the_words_give_them() -> None:
    actors = by_name(compose("Anna smiles. Tom weeps.", cast=[ANNA, TOM]))
    assert actors["Anna"].expression is Expression.HAPPY
    assert actors["Tom"].expression is Expression.CRY


def test_people_of_the_words_stand_behind_the_cast() -> None:
    stage = compose("Anna waits. A waiter walks past with a tray.", cast=[ANNA])
    assert stage.actors[0].name == "Anna"
    assert len(stage.actors) == 2
    assert stage.actors[1].z > 1
    assert stage.camera.subject == ("Anna",)


def test_the_old_man_is_the_old_man_of_the_cast() -> None:
    cast = [("PETER", look_from_words("PETER", "an old man")), ("LISA", look_from_words("LISA", "a little girl"))]
    stage = compose("The old man reads to the girl.", cast=cast)
    assert len(stage.actors) == 2
    assert stage.actors[0].pose is Pose.READ


def test_names_are_not_read_as_weather_or_things() -> None:
    cast = [("小雨", look_from_words("小雨")), ("Rose", look_from_words("Rose"))]
    stage = compose("小雨看着Rose。", cast=cast)
    assert stage.light.weather is Weather.CLEAR
    assert stage.props == ()


def test_a_look_and_a_place_are_the_same_in_every_shot() -> None:
    place = place_from_words("JOE'S DINER", "neon signs, a counter", True)
    first = compose("Anna sits.", cast=[ANNA], place=place)
    second = compose("Night. Anna runs out, crying.", cast=[ANNA], place=place)
    assert first.place == second.place == place
    assert first.actors[0].look == second.actors[0].look == ANNA[1]


def test_everything_named_is_on_the_stage_once() -> None:
    stage = compose("Anna, Tom and Mei sit at a table. Anna pours tea, Tom reads a newspaper.", cast=[ANNA, TOM, MEI])
    ids = [prop.id for prop in stage.props]
    names = [actor.name for actor in stage.actors]
    assert len(ids) == len(set(ids))
    assert names == ["Anna", "Tom", "Mei"]
    assert {"table", "newspaper"} <= set(ids)
    held = {actor.holds for actor in stage.actors} - {""}
    assert held <= set(ids)


def test_a_rider_sits_on_the_horse_and_goes_with_it() -> None:
    stage = stage_from_words("A cowboy rides a horse across the desert")
    rider, horse = stage.actors[0], stage.props[0]
    assert rider.y > 0.5
    assert (rider.x, rider.to_x) == (horse.x, horse.to_x)


def test_a_default_look_is_never_needed() -> None:
    assert compose("Anna waits.", cast=[("Anna", Look())]).actors[0].look == Look()
