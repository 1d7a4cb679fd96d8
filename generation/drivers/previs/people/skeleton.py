"""Joints of a posed body in three dimensions, and their place on the screen for a view."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generation.drivers.previs.people.body import Body
from generation.drivers.previs.people.motion import stance
from generation.drivers.previs.people.poses import Arm, Leg, Lower, Upper
from generation.drivers.previs.people.state import PersonState, Point
from generation.drivers.previs.people.vector import (
    Frame,
    Vector,
    add,
    angles,
    dot,
    inside,
    mix,
    mul,
    placed,
    reach,
    sub,
    turned,
    unit,
)
from generation.drivers.previs.stage import Look, Pose

TILT = 0.09  # how much lower on the screen nearer things stand: the camera looks a little down


@dataclass(frozen=True)
class ArmBones:
    """Joints of an arm; `out` is 1 for the left arm (+x), −1 for the right."""

    shoulder: Vector
    elbow: Vector
    wrist: Vector
    hand: str
    bend: float
    out: int


@dataclass(frozen=True)
class LegBones:
    """Joints of a leg and the frame of its foot (z points to the toes)."""

    hip: Vector
    knee: Vector
    ankle: Vector
    foot: Frame
    out: int


@dataclass(frozen=True)
class Bones:
    """A posed body. The body faces +z, x is its left, y is up; the ground is y = 0."""

    pelvis: Vector
    hips: Frame
    chest: Vector  # the middle of the rib cage
    ribs: Frame
    neck: Vector  # its root
    skull: Vector  # where the head turns: between the ears, a third up from the chin
    head: Frame
    head_angles: Vector  # pitch, yaw, roll of the head in the body's space
    left_arm: ArmBones
    right_arm: ArmBones
    left_leg: LegBones
    right_leg: LegBones
    prop: str
    grip: str


class Screen:
    """Turns points of the body's space into metres on the canvas, x to the right, y down."""

    def __init__(self, view: float) -> None:
        v = math.radians(view)
        self.cos, self.sin = math.cos(v), math.sin(v)

    def __call__(self, p: Vector) -> Point:
        return (p[0] * self.cos + p[2] * self.sin, -p[1] + TILT * self.depth(p))

    def depth(self, p: Vector) -> float:
        """How near the camera, metres."""
        return p[2] * self.cos - p[0] * self.sin


def _arm(
    arm: Arm,
    out: int,
    body: Body,
    ribs: Frame,
    shoulder: Vector,
    head: tuple[Vector, Frame],
    knee: Vector,
    pelvis: tuple[Vector, Frame],
) -> ArmBones:
    x, y, z = arm.to
    whole = body.upper_arm + body.forearm
    if arm.space == "head":
        target = placed(head[0], head[1], (x * out * body.head, y * body.head, z * body.head))
    elif arm.space == "knee":
        target = add(knee, turned(pelvis[1], (x * out * body.height, y * body.height, z * body.height)))
    elif arm.space == "hip":
        target = placed(pelvis[0], pelvis[1], (x * out * body.height, y * body.height, z * body.height))
    else:
        target = placed(shoulder, ribs, (x * out * whole, y * whole, z * whole))
    pole = turned(ribs, (arm.pole[0] * out, arm.pole[1], arm.pole[2]))
    elbow, wrist = reach(shoulder, target, body.upper_arm, body.forearm, pole)
    return ArmBones(shoulder, elbow, wrist, arm.hand, arm.bend, out)


def _leg(leg: Leg, out: int, body: Body, hip: Vector, turn: Frame, rise: float) -> LegBones:
    h = body.height
    foot = inside(turn, angles(leg.pitch, leg.turn * out, 0.0))
    flat = inside(turn, angles(0.0, leg.turn * out, 0.0))
    ball = add(turned(turn, (leg.out * out * h, 0.0, (leg.forward + 0.052) * h)), (0.0, (leg.lift + rise) * h, 0.0))
    forward = body.foot * 0.48  # from the ankle's foot point to the ball
    if leg.pitch >= 0:  # turns on the ball
        ankle = add(ball, turned(foot, (0.0, body.ankle, -forward)))
    else:  # turns on the heel
        heel = add(ball, turned(flat, (0.0, 0.0, -forward - body.foot * 0.2)))
        ankle = add(heel, turned(foot, (0.0, body.ankle, body.foot * 0.2)))
    pole = turned(turn, (leg.knee[0] * out, leg.knee[1], leg.knee[2]))
    knee, end = reach(hip, ankle, body.thigh, body.shin, pole)
    return LegBones(hip, knee, end, foot, out)


def bones_of(look: Look, body: Body, state: PersonState) -> Bones:
    """The posed body of this frame."""
    lower, upper = stance(state, body, look.seed)
    return posed(body, lower, upper)


def posed(body: Body, lower: Lower, upper: Upper) -> Bones:
    """The body in a pose."""
    h = body.height
    angles(0.0, lower.twist, 0.0)
    hips = angles(lower.lean, lower.twist, lower.tilt)
    height = 0.45 + 0.042 * h if lower.seat else body.hip * lower.hip
    hang = 0.0
    if lower.seat:  # short legs hang from the chair
        hang = max(0.0, height - 0.02 * h - body.shin - body.ankle) / h
    pelvis = (lower.shift[0] * h, height + lower.rise * h, lower.shift[1] * h)
    feet = angles(0.0, lower.twist * 0.3, 0.0)
    left_leg = _leg(lower.left, 1, body, placed(pelvis, hips, (body.hip_x, 0.0, 0.0)), feet, lower.rise + hang)
    right_leg = _leg(lower.right, -1, body, placed(pelvis, hips, (-body.hip_x, 0.0, 0.0)), feet, lower.rise + hang)
    trunk = body.neck - body.hip
    pitch, yaw, roll = upper.chest
    waist = placed(pelvis, hips, (0.0, trunk * 0.34, 0.0))
    ribs = inside(hips, angles(pitch, yaw, roll - 1.6 * lower.tilt))
    chest = placed(waist, ribs, (0.0, trunk * 0.34, 0.0))
    neck = placed(waist, ribs, (0.0, trunk * 0.66, -0.004 * h))
    head = inside(ribs, angles(*upper.head))
    # the neck carries half of the lean: heads stay nearly upright on bent backs
    spine = mix(ribs[1], (0.0, 1.0, 0.0), 0.35)
    stalk = add(mul(unit(spine), body.height - body.neck - body.head * 0.66), mul(ribs[2], 0.012 * h))
    head = _eased(head, 0.35)
    skull = add(neck, stalk)
    middle = placed(skull, head, (0.0, body.head * 0.16, body.head * 0.02))
    drop = body.shoulder - body.neck
    arms: list[ArmBones] = []
    for out, arm, knee in ((1, upper.left, left_leg.knee), (-1, upper.right, right_leg.knee)):
        raised = max(0.0, arm.to[1] + (0.9 if arm.space == "head" else 0.0)) * 0.035 * h if arm.space in ("arm", "head") else 0.0
        shoulder = placed(neck, ribs, (out * body.shoulder_x, drop + min(raised, 0.035 * h), 0.0))
        arms.append(_arm(arm, out, body, ribs, shoulder, (middle, head), knee, (pelvis, hips)))
    z = head[2]
    x = head[0]
    angles_of = (
        math.degrees(math.asin(max(-1.0, min(1.0, -z[1])))),
        math.degrees(math.atan2(z[0], z[2])),
        math.degrees(math.atan2(-x[1], math.hypot(x[0], x[2]))),
    )
    return Bones(
        pelvis, hips, chest, ribs, neck, skull, head, angles_of, arms[0], arms[1], left_leg, right_leg, upper.prop, upper.grip
    )


def _eased(frame: Frame, k: float) -> Frame:
    """The frame with part of its lean taken back towards upright."""
    y = unit(mix(frame[1], (0.0, 1.0, 0.0), k))
    z = unit(sub(frame[2], mul(y, dot(frame[2], y))))
    x = (y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0])
    return (x, y, z)


def laid(look: Look, state: PersonState) -> tuple[float, float, tuple[float, float]] | None:
    """For bodies that are drawn turned in the picture: the view to draw, the turn in degrees (clockwise) and the shift."""
    side = 1.0 if math.sin(math.radians(state.view)) >= 0 else -1.0
    if state.pose == Pose.LIE:
        back = body_depth(look)
        return side * 68.0, -90.0 * side, (look.height * 0.5 * side, -back)
    if state.pose == Pose.FALL:
        wobble = 4.0 * math.sin(math.tau * state.time * 0.8)
        lean = 24.0 + wobble
        turn = -side * lean * max(0.45, abs(math.sin(math.radians(state.view))))
        return state.view, turn, (0.0, 0.0)
    return None


def body_depth(look: Look) -> float:
    """Half the thickness of a lying body, metres."""
    return 0.085 * look.height
