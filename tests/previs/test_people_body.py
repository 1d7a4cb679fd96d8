"""Landmarks are where the camera may rely on them to be, and feet keep their place on the ground."""

from __future__ import annotations

import itertools
import math

import pytest

from generation.drivers.previs import people
from generation.drivers.previs.people import PersonState
from generation.drivers.previs.people.body import body_of
from generation.drivers.previs.people.skeleton import bones_of
from generation.drivers.previs.people.vector import length, sub
from generation.drivers.previs.stage import Look, Pose

LOOKS = [
    Look(seed=1),
    Look(seed=2, figure="child", height=1.1),
    Look(seed=3, figure="elder", gender="man", build="heavy", height=1.75),
]
UPRIGHT = [p for p in Pose if p not in (Pose.LIE, Pose.FALL)]


@pytest.mark.parametrize("pose", Pose)
def test_landmarks_lie_within_the_bounds(pose: Pose) -> None:
    for look, view in itertools.product(LOOKS, (0.0, 45.0, 90.0, 180.0, -120.0)):
        state = PersonState(pose=pose, view=view)
        marks, (x0, y0, x1, y1) = people.landmarks(look, state), people.bounds(look, state)
        for name, (x, y) in vars(marks).items():
            assert x0 <= x <= x1, (name, pose, view)
            assert y0 <= y <= y1, (name, pose, view)


@pytest.mark.parametrize("pose", UPRIGHT)
def test_a_head_is_over_a_chest_over_knees(pose: Pose) -> None:
    for look, view in itertools.product(LOOKS, (0.0, 60.0, -90.0)):
        m = people.landmarks(look, PersonState(pose=pose, view=view))
        order = [m.top[1], m.eyes[1], m.mouth[1], m.chin[1], m.chest[1], m.waist[1]]
        assert order == sorted(order), (pose, view, order)
        assert m.waist[1] < m.knees[1] + 0.25 * look.height


def test_a_standing_person_is_as_tall_as_the_look_says() -> None:
    for look in (look.model_copy(update={"hair": "bald"}) for look in LOOKS):
        m = people.landmarks(look, PersonState())
        assert -m.top[1] == pytest.approx(look.height, rel=0.045)
        assert body_of(look).height == look.height


def test_heads_per_height_follow_age() -> None:
    child, adult = (body_of(Look(figure=f, height=1.5)) for f in ("child", "adult"))
    assert 4.4 < child.height / child.head < 5.0 < 6.3 < adult.height / adult.head < 6.8


@pytest.mark.parametrize("pose", Pose)
def test_bones_keep_their_length(pose: Pose) -> None:
    for look, frame in itertools.product(LOOKS, range(0, 30, 5)):
        body, bones = body_of(look), bones_of(look, body_of(look), PersonState(pose=pose, frame=frame))
        for arm in (bones.left_arm, bones.right_arm):
            assert length(sub(arm.elbow, arm.shoulder)) == pytest.approx(body.upper_arm, rel=0.01)
            assert length(sub(arm.wrist, arm.elbow)) == pytest.approx(body.forearm, rel=0.06)
        for leg in (bones.left_leg, bones.right_leg):
            assert length(sub(leg.knee, leg.hip)) == pytest.approx(body.thigh, rel=0.01)


@pytest.mark.parametrize(("pose", "share"), [(Pose.WALK, 0.5), (Pose.RUN, 0.2)])
def test_a_planted_foot_does_not_slide(pose: Pose, share: float) -> None:
    """With `travel` given, the foot that bears the body stays where it is in the world."""
    look = LOOKS[0]
    body = body_of(look)
    planted = 0
    steps = 60
    for i in range(steps):
        here, then = (PersonState(pose=pose, travel=t) for t in (i * 0.02, i * 0.02 + 0.01))
        for side in ("left_leg", "right_leg"):
            a, b = getattr(bones_of(look, body, here), side), getattr(bones_of(look, body, then), side)
            low = body.ankle * 1.12
            if a.ankle[1] < low and b.ankle[1] < low:
                planted += 1
                assert abs((b.ankle[2] + 0.01) - a.ankle[2]) < 0.006, i
    assert planted > steps * share


def test_feet_of_standing_people_are_on_the_ground() -> None:
    for look, pose in itertools.product(LOOKS, (Pose.STAND, Pose.READ, Pose.POINT, Pose.SIT, Pose.CROSS_ARMS)):
        if pose == Pose.SIT and look.figure == "child":
            continue  # a child's feet do not reach the ground from a chair
        body = body_of(look)
        bones = bones_of(look, body, PersonState(pose=pose))
        for leg in (bones.left_leg, bones.right_leg):
            assert leg.ankle[1] == pytest.approx(body.ankle, abs=0.012 * look.height)


def test_a_seated_person_sits_on_a_chair() -> None:
    for pose in (Pose.SIT, Pose.READ, Pose.DRINK, Pose.DRIVE):
        bones = bones_of(LOOKS[0], body_of(LOOKS[0]), PersonState(pose=pose, seated=True))
        assert 0.45 <= bones.pelvis[1] <= 0.56


def test_the_hand_that_drinks_and_calls_is_at_the_head() -> None:
    for pose in (Pose.DRINK, Pose.PHONE):
        m = people.landmarks(LOOKS[0], PersonState(pose=pose))
        assert math.dist(m.hand_right, m.mouth) < 0.22, pose
