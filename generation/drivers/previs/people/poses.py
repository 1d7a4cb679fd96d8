"""What every pose is: tables of where hands and feet go and how the trunk bends, so that a pose is data."""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.drivers.previs.stage import Pose

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Arm:
    """Where a hand goes and how it looks.

    `to` is outward, up, forward. Space "arm": from the shoulder in arm lengths; "head": from the middle of the head in
    head heights; "knee": from the knee, and "hip": from the pelvis, in body heights. `bend` turns the wrist, degrees."""

    to: Triple = (0.075, -0.945, 0.115)
    space: str = "arm"
    pole: Triple = (0.55, -0.25, -0.9)
    hand: str = "relaxed"
    bend: float = 0.0


@dataclass(frozen=True)
class Leg:
    """Where the ball of a foot stands, in body heights: outward, forward, lift; `pitch` lowers the toes, degrees."""

    out: float = 0.05
    forward: float = 0.0
    lift: float = 0.0
    pitch: float = 0.0
    turn: float = 14.0
    knee: Triple = (0.12, 0.1, 1.0)


@dataclass(frozen=True)
class Lower:
    """Pelvis and legs. `hip` is the pelvis' height as a share of standing; `seat` puts it on a seat 0.45 m high."""

    hip: float = 0.996
    seat: bool = False
    lean: float = 0.0
    twist: float = 0.0
    tilt: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)  # sideways, forward, in body heights
    left: Leg = field(default_factory=Leg)
    right: Leg = field(default_factory=Leg)
    rise: float = 0.0  # how far everything leaves the ground, in body heights


@dataclass(frozen=True)
class Upper:
    """Chest, head and arms; angles in degrees are pitch, yaw, roll on top of the part below."""

    chest: Triple = (0.0, 0.0, 0.0)
    head: Triple = (0.0, 0.0, 0.0)
    left: Arm = field(default_factory=Arm)
    right: Arm = field(default_factory=Arm)
    prop: str = ""  # what is drawn in hand when the stage gives nothing: book, cup, phone, wheel
    grip: str = "right"  # which hand holds: right, left, both


_STAND = Lower(hip=0.993, tilt=2.6, shift=(0.015, 0.0), left=Leg(0.045, -0.004, turn=9), right=Leg(0.078, 0.040, turn=26))
_SIT = Lower(
    seat=True,
    lean=-4,
    left=Leg(0.066, 0.235, turn=8, knee=(0.15, 1.0, 0.6)),
    right=Leg(0.072, 0.215, turn=16, knee=(0.2, 1.0, 0.6)),
)
_KNEEL = Lower(
    hip=0.545,
    lean=5,
    left=Leg(0.07, 0.175, turn=6, knee=(0.1, 0.9, 1.0)),
    right=Leg(0.06, -0.215, lift=0.0, pitch=62, turn=4, knee=(0.1, -0.8, 1.0)),
)
_CROUCH = Lower(
    hip=0.44,
    lean=30,
    shift=(0.0, -0.055),
    left=Leg(0.085, 0.075, turn=22, knee=(0.5, 0.6, 1.0)),
    right=Leg(0.085, -0.01, pitch=28, turn=22, knee=(0.5, 0.2, 1.0)),
)
_LEAN = Lower(
    hip=0.985,
    tilt=-5,
    shift=(0.035, -0.01),
    left=Leg(0.035, 0.01, turn=10),
    right=Leg(-0.045, 0.065, pitch=24, turn=-6, knee=(0.1, 0.1, 1.0)),
)
_WIDE = Lower(hip=0.955, left=Leg(0.085, 0.10, turn=10), right=Leg(0.085, -0.12, pitch=8, turn=40))
_FIGHT = Lower(hip=0.9, lean=6, twist=-28, left=Leg(0.075, 0.135, turn=12), right=Leg(0.09, -0.135, pitch=14, turn=50))
_FALL = Lower(
    hip=0.93,
    lean=-14,
    tilt=6,
    left=Leg(0.05, 0.02, turn=12),
    right=Leg(0.10, 0.27, lift=0.16, pitch=-25, turn=14, knee=(0.3, 0.8, 1.0)),
)
_JUMP = Lower(
    hip=0.96,
    lean=4,
    rise=0.2,
    left=Leg(0.07, -0.13, lift=0.14, pitch=58, knee=(0.2, 0.1, 1.0)),
    right=Leg(0.07, -0.02, lift=0.16, pitch=42, knee=(0.25, 0.3, 1.0)),
)
_STEADY = Lower(left=Leg(0.056, -0.012, turn=10), right=Leg(0.06, 0.04, turn=16), hip=0.988)
_DRIVE = Lower(
    seat=True,
    lean=-12,
    left=Leg(0.06, 0.30, lift=0.03, pitch=-22, turn=6, knee=(0.15, 1.0, 0.5)),
    right=Leg(0.065, 0.32, lift=0.04, pitch=-26, turn=8, knee=(0.15, 1.0, 0.5)),
)

LAP = Arm((0.005, 0.052, -0.05), "knee", (0.9, -0.1, -0.5), "flat", 8)
_HIP = Arm((0.19, -0.62, -0.02), "arm", (1.0, -0.2, -0.35), "fist", 70)
REST = Arm()
POCKET = Arm((0.13, -0.86, 0.07), "arm", (0.9, -0.1, -0.7), "pocket")

LOWER: dict[Pose, Lower] = {
    Pose.STAND: _STAND,
    Pose.SIT: _SIT,
    Pose.LIE: Lower(
        hip=0.998, left=Leg(0.045, -0.03, lift=-0.05, pitch=30, turn=12), right=Leg(0.05, -0.03, lift=-0.05, pitch=30)
    ),
    Pose.KNEEL: _KNEEL,
    Pose.CROUCH: _CROUCH,
    Pose.LEAN: _LEAN,
    Pose.REACH: Lower(lean=6, shift=(0, 0.015), left=Leg(0.05, 0.06), right=Leg(0.06, -0.09, pitch=20, turn=20), hip=0.982),
    Pose.HOLD: _STEADY,
    Pose.CARRY: Lower(hip=0.98, lean=-4, left=Leg(0.06, 0.02), right=Leg(0.07, -0.02, turn=18)),
    Pose.WORK: _STEADY,
    Pose.READ: _STAND,
    Pose.DRINK: _STAND,
    Pose.PHONE: _STAND,
    Pose.POINT: Lower(hip=0.985, left=Leg(0.055, -0.02), right=Leg(0.06, 0.05, turn=12)),
    Pose.WAVE: _STAND,
    Pose.HUG: Lower(lean=5, left=Leg(0.055, 0.03), right=Leg(0.06, -0.03)),
    Pose.DANCE: _WIDE,
    Pose.FIGHT: _FIGHT,
    Pose.FALL: _FALL,
    Pose.JUMP: _JUMP,
    Pose.CROSS_ARMS: _WIDE.__class__(hip=0.985, left=Leg(0.078, 0.0, turn=14), right=Leg(0.082, 0.02, turn=22)),
    Pose.HANDS_ON_HEAD: Lower(hip=0.985, left=Leg(0.07, 0.0), right=Leg(0.075, 0.02, turn=18)),
    Pose.DRIVE: _DRIVE,
    Pose.WALK: _STEADY,
    Pose.RUN: _STEADY,
}

_UP = (0.8, -0.5, -0.5)
UPPER: dict[Pose, Upper] = {
    Pose.STAND: Upper(),
    Pose.SIT: Upper(chest=(2, 0, 0), head=(2, 0, 0), left=LAP, right=LAP),
    Pose.LIE: Upper(
        head=(6, 0, 0),
        left=Arm((0.16, -0.93, -0.02), pole=(0.9, -0.1, -0.4)),
        right=Arm((-0.30, -0.45, 0.32), pole=(1, -0.3, -0.1), hand="flat"),
    ),
    Pose.KNEEL: Upper(head=(6, 0, 0), left=LAP, right=Arm((0.10, -0.9, 0.2))),
    Pose.CROUCH: Upper(
        chest=(8, 0, 0),
        head=(-24, 0, 0),
        left=Arm((-0.02, 0.02, 0.06), "knee", (0.9, -0.5, -0.4), "relaxed"),
        right=Arm((0.0, 0.02, 0.05), "knee", (0.9, -0.5, -0.4), "relaxed"),
    ),
    Pose.LEAN: Upper(chest=(0, 0, 6), head=(2, 0, 3), left=POCKET, right=Arm((-0.12, -0.70, 0.40), pole=(0.9, -0.4, -0.4))),
    Pose.REACH: Upper(
        chest=(6, 14, 0),
        head=(-4, -6, 0),
        left=Arm((0.14, -0.9, -0.12)),
        right=Arm((0.02, 0.12, 0.93), pole=(0.7, -0.8, 0), hand="open", bend=-8),
    ),
    Pose.HOLD: Upper(
        head=(8, 0, 0),
        left=Arm((-0.36, -0.50, 0.50), pole=(0.9, -0.7, -0.3), hand="grip", bend=14),
        right=Arm((-0.36, -0.50, 0.50), pole=(0.9, -0.7, -0.3), hand="grip", bend=14),
        grip="both",
    ),
    Pose.CARRY: Upper(
        chest=(-4, 0, 0),
        left=Arm((-0.16, -0.62, 0.56), pole=(0.8, -0.6, -0.5), hand="grip"),
        right=Arm((-0.16, -0.62, 0.56), pole=(0.8, -0.6, -0.5), hand="grip"),
        grip="both",
        prop="box",
    ),
    Pose.WORK: Upper(
        chest=(9, 0, 0),
        head=(16, 0, 0),
        left=Arm((-0.22, -0.58, 0.56), pole=(0.9, -0.5, -0.4), hand="pinch", bend=6),
        right=Arm((-0.2, -0.54, 0.58), pole=(0.9, -0.5, -0.4), hand="pinch", bend=6),
    ),
    Pose.READ: Upper(
        chest=(4, 0, 0),
        head=(15, 0, 0),
        left=Arm((-0.16, -0.34, 0.58), pole=(0.8, -0.9, -0.2), hand="grip", bend=10),
        right=Arm((-0.16, -0.34, 0.58), pole=(0.8, -0.9, -0.2), hand="grip", bend=10),
        prop="book",
        grip="both",
    ),
    Pose.DRINK: Upper(
        head=(-6, 0, 0), left=Arm(), right=Arm((0.34, -0.70, 0.54), "head", (0.7, -1.0, 0.1), "grip", 14), prop="cup"
    ),
    Pose.PHONE: Upper(
        chest=(2, 0, 0),
        head=(3, 0, -5),
        left=POCKET,
        right=Arm((0.74, -0.50, -0.04), "head", (0.2, -1.0, 0.35), "grip", -6),
        prop="phone",
    ),
    Pose.POINT: Upper(
        chest=(0, 8, 0), head=(-1, -3, 0), left=_HIP, right=Arm((0.66, 0.08, 0.70), pole=(0.5, -0.9, -0.3), hand="point")
    ),
    Pose.WAVE: Upper(
        chest=(0, 0, 2), head=(-2, 0, 3), left=Arm(), right=Arm((0.46, 0.42, 0.16), pole=(1.0, -0.9, -0.1), hand="open", bend=0)
    ),
    Pose.HUG: Upper(
        chest=(6, 0, 0),
        head=(8, 0, 6),
        left=Arm((-0.16, -0.10, 0.62), pole=(1, -0.3, 0.2), hand="flat", bend=30),
        right=Arm((-0.10, -0.28, 0.64), pole=(1, -0.3, 0.2), hand="flat", bend=30),
    ),
    Pose.DANCE: Upper(
        head=(-4, 0, 6),
        left=Arm((0.52, 0.40, 0.12), pole=(0.6, -1, -0.2), hand="open"),
        right=Arm((0.62, -0.42, 0.16), pole=(0.6, -0.6, -0.6), hand="open", bend=-20),
    ),
    Pose.FIGHT: Upper(
        chest=(10, 10, 0),
        head=(8, 16, 0),
        left=Arm((-0.02, -0.06, 0.60), pole=(0.5, -1, 0), hand="fist"),
        right=Arm((-0.12, -0.12, 0.36), pole=(0.6, -1, 0), hand="fist"),
    ),
    Pose.FALL: Upper(
        chest=(-6, 0, 6),
        head=(10, 0, -4),
        left=Arm((0.70, 0.40, 0.30), pole=(0.3, -0.4, -1), hand="open"),
        right=Arm((0.62, 0.22, 0.55), pole=(0.3, -0.4, -1), hand="open"),
    ),
    Pose.JUMP: Upper(
        chest=(-6, 0, 0),
        head=(-8, 0, 0),
        left=Arm((0.46, 0.78, 0.06), pole=(1, -0.3, -0.2), hand="open"),
        right=Arm((0.52, 0.70, 0.10), pole=(1, -0.3, -0.2), hand="open"),
    ),
    Pose.CROSS_ARMS: Upper(
        chest=(-3, 0, 0),
        head=(1, 0, 3),
        left=Arm((-0.40, -0.46, 0.28), pole=(1, -0.75, 0.05), hand="tucked"),
        right=Arm((-0.50, -0.37, 0.32), pole=(1, -0.75, 0.05), hand="flat", bend=14),
    ),
    Pose.HANDS_ON_HEAD: Upper(
        chest=(-3, 0, 0),
        head=(6, 0, 0),
        left=Arm((0.34, 0.46, -0.02), "head", (1.0, 0.1, 0.15), "flat", 24),
        right=Arm((0.34, 0.46, -0.02), "head", (1.0, 0.1, 0.15), "flat", 24),
    ),
    Pose.DRIVE: Upper(
        chest=(4, 0, 0),
        head=(8, 0, 0),
        left=Arm((-0.02, -0.30, 0.80), pole=(0.7, -0.9, 0), hand="grip"),
        right=Arm((-0.02, -0.34, 0.80), pole=(0.7, -0.9, 0), hand="grip"),
        prop="wheel",
        grip="both",
    ),
    Pose.WALK: Upper(chest=(2, 0, 0)),
    Pose.RUN: Upper(chest=(10, 0, 0), head=(-6, 0, 0)),
}

# Standing people are not all alike: which of these a person does is decided by the look's seed.
STANDING: tuple[Upper, ...] = (
    Upper(),
    Upper(left=POCKET),
    Upper(left=Arm((0.14, -0.95, 0.02)), right=_HIP),
    Upper(
        left=Arm((-0.28, -0.72, 0.30), hand="relaxed", pole=(1, -0.3, -0.4)),
        right=Arm((-0.30, -0.73, 0.32), hand="flat", pole=(1, -0.3, -0.4), bend=10),
    ),
)
