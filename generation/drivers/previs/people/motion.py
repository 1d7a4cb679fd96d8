"""Living movement from frame and seed alone: cycles of walking and running, breath, sway, blinks and small glances."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

from generation.drivers.previs.people.body import Body
from generation.drivers.previs.people.poses import LAP, LOWER, POCKET, REST, STANDING, UPPER, Arm, Leg, Lower, Upper
from generation.drivers.previs.people.state import PersonState, Point
from generation.drivers.previs.stage import Pose

WALK_STRIDE = 0.78  # body heights per two steps
RUN_STRIDE = 1.45


@dataclass(frozen=True)
class Life:
    """What a living body adds at one frame: angles in degrees, shares 0…1."""

    breath: float  # −1…1
    sway: float
    nod: float
    turn: float
    blink: float  # 0 open, 1 shut
    glance: Point  # added to the gaze


def noise(seed: int, t: float) -> float:
    """A smooth wandering value −1…1."""
    i = math.floor(t)
    f = t - i
    f = f * f * (3 - 2 * f)
    return _dice(seed, i) * (1 - f) + _dice(seed, i + 1) * f


def _dice(seed: int, i: int) -> float:
    n = (seed * 374761393 + i * 668265263) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((n ^ (n >> 16)) & 0xFFFF) / 32767.5 - 1.0


def life(state: PersonState) -> Life:
    """The small movement of this frame."""
    t, seed = state.time, state.seed
    beat = 2.9 + 0.8 * abs(_dice(seed, 5))
    phase = t + 10 * abs(_dice(seed, 1))
    blink = 0.0
    cell = math.floor(phase / beat)
    at = (cell + 0.5 + 0.32 * _dice(seed + 17, cell)) * beat
    gone = phase - at
    if 0 <= gone < 0.22:
        blink = 1.0 - abs(gone - 0.09) / 0.11 if gone < 0.2 else 0.0
    look = math.floor(phase / 0.85)
    glance = (_dice(seed + 31, look) * 0.10, _dice(seed + 32, look) * 0.05)
    return Life(
        breath=math.sin(math.tau * (t / 3.6 + _dice(seed, 2))),
        sway=noise(seed + 3, t * 0.35),
        nod=noise(seed + 4, t * 0.55) * 1.6,
        turn=noise(seed + 6, t * 0.45) * 2.4,
        blink=max(0.0, min(1.0, blink * 1.15)),
        glance=glance,
    )


def _walking_leg(p: float, body: Body, stride: float, contact: float, lift: float, out: float) -> Leg:
    """A foot at phase p of its cycle: on the ground while p < contact, moving back at the body's own speed."""
    p %= 1.0
    reach = stride * contact / 2
    if p < contact:
        u = p / contact
        z = reach - 2 * reach * u
        pitch = -20 * max(0.0, 1 - u / 0.22) if u < 0.22 else 46 * max(0.0, (u - 0.58) / 0.42) ** 1.4
        return Leg(out, z, 0.0, pitch, 7.0, (0.08, 0.1, 1.0))
    u = (p - contact) / (1 - contact)
    ease = u * u * (3 - 2 * u)
    z = -reach + 2 * reach * ease
    up = math.sin(math.pi * min(1.0, u * 1.05)) ** 1.0 * lift * (1.25 - 0.6 * u)
    pitch = 46 * (1 - u) ** 1.6 - 20 * u**2
    return Leg(out, z, max(0.0, up), pitch, 7.0, (0.08, 0.1, 1.0))


def _gait(state: PersonState, body: Body, run: bool) -> tuple[Lower, Upper]:
    stride = (RUN_STRIDE if run else WALK_STRIDE) * (0.9 if body.child else 0.86 if body.elder else 1.0)
    cycle = (0.70 if run else 1.12) * (body.height / 1.7) ** 0.5
    travelled = state.travel / (stride * body.height) if state.travel is not None else state.time / cycle
    p = travelled + 0.12
    contact = 0.36 if run else 0.56
    lift = 0.13 if run else 0.045
    swing = math.cos(math.tau * (p - 0.04))  # 1 when the left foot is in front
    bob = math.cos(2 * math.tau * (p - 0.06))
    lower = Lower(
        hip=(0.93 - 0.02 * bob) if run else (0.972 - 0.012 * bob),
        lean=9 if run else 2,
        twist=-6 * swing,
        tilt=2.0 * math.sin(math.tau * p) * (1.4 if body.woman else 0.8),
        rise=max(0.0, -bob) * 0.022 if run else 0.0,
        left=_walking_leg(p, body, stride, contact, lift, 0.03 if body.woman else 0.042),
        right=_walking_leg(p + 0.5, body, stride, contact, lift, 0.03 if body.woman else 0.042),
    )

    def arm(s: float) -> Arm:
        if run:
            return Arm((0.10 - 0.12 * max(0, s), -0.52 + 0.14 * max(0.0, s), 0.16 + 0.42 * s), pole=(0.4, -0.3, -1), hand="fist")
        angle = math.radians(4 + 24 * s)
        r = 0.955 - 0.05 * max(0.0, s)
        return Arm((0.10, -r * math.cos(angle), r * math.sin(angle) + 0.04), pole=(0.5, -0.2, -1))

    upper = Upper(
        chest=(8.0 if run else 1.5, 11 * swing, -1.0 * math.sin(math.tau * p)),
        head=(-8.0 if run else 0.0, -5 * swing, 0.0),
        left=arm(-swing),
        right=arm(swing),
    )
    return lower, upper


def _shift(arm: Arm, x: float, y: float, z: float, bend: float = 0.0) -> Arm:
    return replace(arm, to=(arm.to[0] + x, arm.to[1] + y, arm.to[2] + z), bend=arm.bend + bend)


def stance(state: PersonState, body: Body, character: int) -> tuple[Lower, Upper]:
    """The pose at this frame, alive. `character` decides habits such as how a person stands."""
    pose, t = state.pose, state.time
    going = state.moving and pose not in (Pose.RUN, Pose.FALL, Pose.JUMP, Pose.LIE, Pose.SIT, Pose.DRIVE)
    lower, upper = LOWER[pose], UPPER[pose]
    if pose == Pose.STAND and not state.moving:
        upper = STANDING[random.Random(character * 31 + 7).choice((0, 0, 1, 2, 3))] if not state.seated else UPPER[Pose.SIT]
    if pose in (Pose.WALK, Pose.RUN) or (going and not state.seated):
        lower, stepping = _gait(state, body, pose == Pose.RUN)
        if pose in (Pose.WALK, Pose.RUN, Pose.STAND):
            upper = stepping
    if state.seated and pose not in (Pose.LIE, Pose.DRIVE, Pose.FALL, Pose.JUMP):
        lower = LOWER[Pose.SIT]
        idle = (REST, POCKET)  # a hanging arm would go through the seat
        upper = replace(upper, left=LAP if upper.left in idle else upper.left, right=LAP if upper.right in idle else upper.right)
    wave = math.sin(math.tau * t * 1.7)
    slow = math.sin(math.tau * t * 0.45)
    if pose == Pose.WAVE:
        upper = replace(upper, right=_shift(upper.right, 0.10 * wave, -0.03 * abs(wave), 0, 12 * wave))
    elif pose == Pose.WORK:
        a, b = math.sin(math.tau * t * 1.1), math.cos(math.tau * t * 1.1)
        upper = replace(
            upper,
            left=_shift(upper.left, 0.05 * a, 0.03 * b, 0.02 * a, 8 * b),
            right=_shift(upper.right, 0.06 * b, -0.05 * a, 0.03 * b, 10 * a),
        )
    elif pose == Pose.DRINK:
        sip = 0.5 + 0.5 * math.cos(math.tau * t / 3.2)
        sip = sip * sip * (3 - 2 * sip)
        low = 1 - sip
        upper = replace(
            upper,
            head=(upper.head[0] - 6 * sip + 4 * low, 0, 0),
            right=replace(upper.right, to=(0.34 + 0.10 * low, -0.70 - 0.40 * low, 0.54 + 0.12 * low)),
        )
    elif pose == Pose.POINT:
        upper = replace(upper, right=_shift(upper.right, 0.0, 0.02 * slow, 0.0))
    elif pose == Pose.DANCE:
        beat = math.sin(math.tau * t * 1.05 + 0.6)
        lower = replace(
            lower,
            hip=lower.hip - 0.022 * abs(beat),
            shift=(0.035 * beat, 0.0),
            tilt=6 * beat,
            twist=12 * beat,
            right=replace(lower.right, pitch=8 + 26 * max(0.0, beat)),
            left=replace(lower.left, pitch=22 * max(0.0, -beat)),
        )
        upper = replace(
            upper,
            chest=(0, -10 * beat, -8 * beat),
            head=(-4, 4 * beat, 8 * beat),
            left=_shift(upper.left, 0, 0.20 * beat, 0, 20 * beat),
            right=_shift(upper.right, 0, -0.22 * beat, 0, 20 * beat),
        )
    elif pose == Pose.FIGHT:
        jab = max(0.0, math.sin(math.tau * t * 0.9)) ** 3
        upper = replace(
            upper,
            chest=(10, 10 + 22 * jab, 0),
            right=replace(upper.right, to=(-0.12 - 0.02 * jab, -0.12 + 0.10 * jab, 0.36 + 0.60 * jab)),
            left=_shift(upper.left, 0, 0.02 * slow, -0.06 * jab),
        )
        lower = replace(lower, hip=lower.hip - 0.012 * abs(math.sin(math.tau * t * 1.3)), shift=(0, 0.02 * jab))
    elif pose == Pose.FALL:
        upper = replace(
            upper, left=_shift(upper.left, 0.1 * wave, 0.25 * wave, 0), right=_shift(upper.right, 0, -0.25 * wave, 0.1)
        )
        lower = replace(lower, right=replace(lower.right, lift=lower.right.lift + 0.03 * wave))
    elif pose == Pose.JUMP:
        lower, upper = _jump(t, lower, upper)
    elif pose == Pose.DRIVE:
        turn = 0.07 * noise(state.seed + 9, t * 0.5)
        upper = replace(upper, left=_shift(upper.left, 0, turn, 0), right=_shift(upper.right, 0, -turn, 0))
    alive = life(state)
    breath, sway = alive.breath, alive.sway
    upper = replace(
        upper,
        chest=(upper.chest[0] - 0.7 * breath + body.stoop * 0.9, upper.chest[1] + 0.8 * sway, upper.chest[2] + 0.8 * sway),
        head=(
            upper.head[0] + alive.nod + 0.4 * breath - body.stoop * 0.75,
            upper.head[1] + alive.turn,
            upper.head[2] + 0.9 * alive.sway,
        ),
    )
    if pose not in (Pose.WALK, Pose.RUN, Pose.JUMP) and not going:
        lower = replace(
            lower,
            shift=(lower.shift[0] + 0.004 * sway, lower.shift[1]),
            hip=lower.hip + (0.0 if lower.seat else 0.0012 * breath),
            tilt=lower.tilt + 0.7 * sway,
        )
    return lower, upper


def _jump(t: float, lower: Lower, upper: Upper) -> tuple[Lower, Upper]:
    """Crouch, up, down, again; the first frame is at the top."""
    u = (t / 1.15 + 0.5) % 1.0
    if 0.22 < u < 0.78:
        v = (u - 0.22) / 0.56
        high = 4 * v * (1 - v)
        tuck = high**0.7
        legs = [
            replace(leg, lift=leg.lift * tuck, forward=leg.forward * tuck, pitch=leg.pitch * (0.4 + 0.6 * tuck))
            for leg in (lower.left, lower.right)
        ]
        up = replace(lower, rise=0.02 + 0.19 * high, left=legs[0], right=legs[1])
        arms = [replace(a, to=(a.to[0], a.to[1] * (0.25 + 0.75 * tuck), a.to[2])) for a in (upper.left, upper.right)]
        return up, replace(upper, left=arms[0], right=arms[1])
    v = u / 0.22 if u <= 0.22 else (1.0 - u) / 0.22
    deep = math.sin(math.pi * min(1.0, max(0.0, v)) * 0.5) if u > 0.5 else math.cos(math.pi * 0.5 * v)
    deep = min(1.0, max(0.0, deep))
    legs = [replace(leg, lift=0.0, forward=0.0, pitch=6.0) for leg in (lower.left, lower.right)]
    down = replace(lower, rise=0.0, hip=0.985 - 0.17 * deep, lean=4 + 14 * deep, left=legs[0], right=legs[1])
    arms = [replace(a, to=(0.28, -0.6, -0.35 * deep + 0.1)) for a in (upper.left, upper.right)]
    return down, replace(upper, left=arms[0], right=arms[1])
