"""Framing: sizes, sides, moves and lenses turned into cameras, measured where people appear in the frame."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from generation.drivers.previs.camera import Path, frame
from generation.drivers.previs.camera_body import body
from generation.drivers.previs.lens import View, blur, clip
from generation.drivers.previs.stage import Actor, Angle, Camera, Look, Move, Place, Pose, Prop, Size, Stage

WIDTH, HEIGHT = 1280, 720
ANN = Actor(name="Ann", look=Look(seed=1, height=1.68), x=-0.6, facing=80, gaze="Bob")
BOB = Actor(name="Bob", look=Look(seed=2, height=1.80, gender="man"), x=0.6, facing=-80, gaze="Ann")


def path(*actors: Actor, interior: bool = False, **camera: Any) -> Path:
    return Path(Stage(place=Place(kind="street", interior=interior), actors=actors, camera=Camera(**camera)), WIDTH, HEIGHT, 48)


def head(view: View, actor: Actor) -> tuple[float, float, float]:
    at = body(actor)
    return view.project(at.x, at.eyes, at.z)


def tall(view: View, actor: Actor) -> float:
    at = body(actor)
    return view.project(at.x, at.ground, at.z)[1] - view.project(at.x, at.top, at.z)[1]


def test_a_tighter_size_shows_a_person_larger() -> None:
    heights = [
        tall(path(ANN, size=size).view(0), ANN) for size in (Size.CU, Size.MCU, Size.MS, Size.MLS, Size.FS, Size.WS, Size.EWS)
    ]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > 2 * HEIGHT
    assert 0.7 * HEIGHT < heights[4] < HEIGHT
    assert heights[-1] < 0.3 * HEIGHT
    eyes = body(ANN).top - body(ANN).chin
    close = path(ANN, size=Size.ECU).view(0)
    assert close.focal * eyes / path(ANN, size=Size.ECU).framing.distance > HEIGHT


@pytest.mark.parametrize("size", [Size.ECU, Size.CU, Size.MCU, Size.MS, Size.MLS, Size.FS, Size.WS])
def test_eyes_are_in_the_upper_half_with_headroom(size: Size) -> None:
    view = path(ANN, size=size).view(0)
    x, y, depth = head(view, ANN)
    assert depth > 0
    assert 0.1 * HEIGHT < y < 0.58 * HEIGHT
    assert 0.2 * WIDTH < x < 0.8 * WIDTH


def test_whoever_looks_right_stands_left_of_the_middle() -> None:
    right = head(path(ANN.model_copy(update={"x": 0.0, "facing": 70}), size=Size.MS).view(0), ANN.model_copy(update={"x": 0.0}))[
        0
    ]
    left = head(path(ANN.model_copy(update={"x": 0.0, "facing": -70}), size=Size.MS).view(0), ANN.model_copy(update={"x": 0.0}))[
        0
    ]
    assert right < WIDTH / 2 < left


def test_two_people_both_fit() -> None:
    view = path(ANN, BOB, size=Size.MS).view(0)
    assert 0.08 * WIDTH < head(view, ANN)[0] < head(view, BOB)[0] < 0.92 * WIDTH


def test_over_the_shoulder_keeps_everybody_on_their_side_of_the_line() -> None:
    master = path(ANN, BOB, size=Size.MS).view(0)
    assert head(master, ANN)[0] < head(master, BOB)[0]
    for over, subject in ((ANN, BOB), (BOB, ANN)):
        view = path(ANN, BOB, size=Size.MCU, angle=Angle.OTS, over=over.name, subject=(subject.name,)).view(0)
        near, far = head(view, over), head(view, subject)
        assert 0 < near[2] < far[2]
        assert head(view, ANN)[0] < head(view, BOB)[0], "the line of action was crossed"
        edge = near[0] if over is ANN else WIDTH - near[0]
        assert edge < 0.32 * WIDTH
        assert abs(far[0] - WIDTH / 2) < 0.3 * WIDTH


def test_the_other_side_mirrors() -> None:
    view = path(ANN, BOB, size=Size.MCU, angle=Angle.OTS, over="Ann", subject=("Bob",), side=-1).view(0)
    assert head(view, BOB)[0] < head(view, ANN)[0]


def test_reverse_looks_the_other_way_and_profile_from_the_side() -> None:
    front, back = path(ANN, size=Size.MS).view(0), path(ANN, size=Size.MS, angle=Angle.REVERSE).view(0)
    assert float(front.axes[2] @ back.axes[2]) < -0.7
    profile = path(ANN, size=Size.CU, angle=Angle.PROFILE).framing
    assert abs(abs((ANN.facing - profile.azimuth + 180) % 360 - 180) - 90) < 1


def test_high_low_overhead_dutch() -> None:
    eye = body(ANN).eyes
    assert path(ANN, angle=Angle.HIGH).view(0).y > eye + 0.5
    assert path(ANN, angle=Angle.LOW).view(0).y < eye - 0.3
    assert path(ANN, angle=Angle.OVERHEAD).view(0).pitch < -45
    assert abs(path(ANN, angle=Angle.DUTCH).view(0).roll) > 4


def test_point_of_view_is_from_the_eyes() -> None:
    view = path(ANN, BOB, size=Size.MS, angle=Angle.POV, over="Ann", subject=("Bob",)).view(0)
    assert math.hypot(view.x - ANN.x, view.z - ANN.z) < 0.4
    assert abs(view.y - body(ANN).eyes) < 0.25


@pytest.mark.parametrize(("move", "grows"), [(Move.PUSH, True), (Move.PULL, False), (Move.ZOOM_IN, True), (Move.ZOOM_OUT, False)])
def test_push_and_zoom_enlarge(move: Move, grows: bool) -> None:
    shot = path(ANN, size=Size.MS, move=move)
    assert (tall(shot.view(47), ANN) > 1.1 * tall(shot.view(0), ANN)) is grows
    moved = float(np.linalg.norm(shot.view(47).eye - shot.view(0).eye))
    assert (moved > 0.1) is (move in (Move.PUSH, Move.PULL))


@pytest.mark.parametrize(
    ("move", "axis", "sign"),
    [
        (Move.TRUCK_LEFT, 0, -1), (Move.TRUCK_RIGHT, 0, 1), (Move.PEDESTAL_UP, 1, 1), (Move.PEDESTAL_DOWN, 1, -1),
        (Move.CRANE_UP, 1, 1), (Move.CRANE_DOWN, 1, -1), (Move.ORBIT_LEFT, 0, -1), (Move.ORBIT_RIGHT, 0, 1),
    ],
)  # fmt: skip
def test_the_camera_travels_the_way_it_is_told(move: Move, axis: int, sign: int) -> None:
    shot = path(ANN, size=Size.FS, move=move)
    assert sign * float(shot.view(47).eye[axis] - shot.view(0).eye[axis]) > 0.1


@pytest.mark.parametrize(("move", "sign"), [(Move.PAN_LEFT, -1), (Move.PAN_RIGHT, 1)])
def test_pans_turn_and_settle(move: Move, sign: int) -> None:
    shot = path(ANN, size=Size.MS, move=move)
    assert sign * (shot.view(47).yaw - shot.view(0).yaw) > 5
    assert abs(shot.view(47).yaw - shot.view(46).yaw) < 0.05
    assert (shot.view(0).eye == shot.view(47).eye).all()


def test_a_move_of_amount_zero_stands_still() -> None:
    for move in Move:
        shot = path(ANN, size=Size.MS, move=move, amount=0)
        if move not in (Move.ZOOM_IN, Move.ZOOM_OUT):
            assert shot.view(0) == shot.view(47)


def test_a_walker_stays_in_frame() -> None:
    walker = ANN.model_copy(update={"x": -2.0, "to_x": 2.0, "pose": Pose.WALK})
    shot = path(walker, size=Size.MS)
    for n, x in ((0, -2.0), (24, 0.04), (47, 2.0)):
        seen = shot.view(n).project(x, 1.4, 0.0)
        assert 0 < seen[0] < WIDTH


def test_indoors_the_lens_stays_between_the_walls() -> None:
    stage = Stage(place=Place(kind="room"), actors=(ANN,), camera=Camera(size=Size.EWS))
    shot = Path(stage, WIDTH, HEIGHT, 10, (-2.5, 2.5, -4.0, 2.0), 2.7)
    view = shot.view(0)
    assert -2.5 <= view.x <= 2.5
    assert -4.0 <= view.z <= 2.0
    assert view.y < 2.6


def test_nobody_is_framed_too() -> None:
    assert frame(Stage(), 16 / 9).distance > 1
    assert path(size=Size.EWS).view(0).focal > 0


def test_blur_grows_with_distance_from_focus_and_with_the_aperture() -> None:
    assert blur(3, 3, 85, 2.8, WIDTH) == 0
    assert blur(4, 3, 85, 2.8, WIDTH) < blur(8, 3, 85, 2.8, WIDTH)
    assert blur(8, 3, 85, 11, WIDTH) < blur(8, 3, 85, 2.8, WIDTH)


def test_clipping_keeps_what_is_before_the_lens() -> None:
    square = np.array([(-1.0, 0, -1), (1, 0, -1), (1, 0, 3), (-1, 0, 3)])
    cut = clip(square, 0.5)
    assert cut[:, 2].min() == pytest.approx(0.5)
    assert len(clip(square, 5.0)) == 0
    assert clip(square, 0.5, 2.0)[:, 2].max() == pytest.approx(2.0)


def test_whoever_sits_over_a_cup_is_framed_sitting() -> None:
    drinker = ANN.model_copy(update={"pose": Pose.DRINK, "x": 0.0})
    standing = Stage(place=Place(kind="cafe"), actors=(drinker,), camera=Camera(size=Size.CU))
    sitting = standing.model_copy(update={"actors": (drinker.model_copy(update={"seated": True}),)})
    assert frame(sitting, 16 / 9).y < frame(standing, 16 / 9).y - 0.2


def test_a_ship_on_the_horizon_does_not_set_the_scale() -> None:
    ship = Prop(id="ferry", name="ferry", height=10, z=26)
    empty = Stage(place=Place(kind="pier", interior=False), camera=Camera(size=Size.EWS))
    assert frame(empty.model_copy(update={"props": (ship,)}), 16 / 9) == frame(empty, 16 / 9)
