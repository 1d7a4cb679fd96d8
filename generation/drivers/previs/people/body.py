"""Measures of one look's body in metres, so that the same person has the same proportions in every shot."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from generation.drivers.previs.stage import Look

_FIGURE = {  # heads per height, leg share, shoulder width, stoop in degrees
    "child": (4.7, 0.465, 0.92, 0.0),
    "teen": (6.1, 0.515, 0.94, 1.0),
    "adult": (6.6, 0.525, 1.0, 0.0),
    "elder": (6.3, 0.505, 0.95, 9.0),
}
_GENDER = {"man": (0.122, 0.088, 0.084), "woman": (0.101, 0.096, 0.072), "person": (0.111, 0.091, 0.079)}
_BUILD = {  # girth, limb, belly
    "slim": (0.88, 0.86, 0.9),
    "average": (1.0, 1.0, 1.0),
    "broad": (1.13, 1.18, 1.04),
    "heavy": (1.24, 1.24, 1.5),
}


@dataclass(frozen=True)
class Body:
    """Lengths and half-widths of one figure, in metres."""

    height: float
    head: float  # chin to crown
    hip: float  # height of the hip joints when standing
    thigh: float
    shin: float
    ankle: float
    foot: float
    shoulder: float  # height of the shoulder joints
    shoulder_x: float
    hip_x: float
    neck: float  # height of the neck's root
    upper_arm: float
    forearm: float
    hand: float
    half_shoulder: float
    half_waist: float
    half_hip: float
    depth: float  # half-depth of the chest
    belly: float
    bust: float
    limb: float  # thickness of arms and legs, 1 is average
    stoop: float
    woman: bool
    man: bool
    child: bool
    elder: bool


@lru_cache(maxsize=512)
def body_of(look: Look) -> Body:
    """The measures of a look. Equal looks give equal bodies."""
    heads, leg, wide, stoop = _FIGURE[look.figure]
    shoulder, hip, waist = _GENDER[look.gender]
    girth, limb, belly = _BUILD[look.build]
    child = look.figure == "child"
    if child:
        shoulder, hip, waist = 0.112, 0.088, 0.088
    h = look.height
    dice = random.Random(look.seed * 7919 + 11)
    heads += dice.uniform(-0.08, 0.08)
    head = h / heads
    hip_y = h * leg
    neck = h - head - h * (0.014 if child else 0.022)
    shoulder_y = neck - h * (0.042 if not child else 0.036)
    ankle = h * 0.045
    trunk = shoulder_y - hip_y
    arm = trunk * 0.60 + h * 0.165
    return Body(
        height=h,
        head=head,
        hip=hip_y,
        thigh=(hip_y - ankle) * 0.504,
        shin=(hip_y - ankle) * 0.498,
        ankle=ankle,
        foot=h * 0.138,
        shoulder=shoulder_y,
        shoulder_x=h * (shoulder * wide * (0.72 + 0.28 * girth) - 0.016),
        hip_x=h * hip * 0.55 * (0.6 + 0.4 * girth),
        neck=neck,
        upper_arm=arm * 0.52,
        forearm=arm * 0.48,
        hand=h * 0.098 if not child else h * 0.1,
        half_shoulder=h * shoulder * wide * (0.7 + 0.3 * girth),
        half_waist=h * waist * girth * (0.85 + 0.15 * belly),
        half_hip=h * hip * (0.4 + 0.6 * girth),
        depth=h * (0.062 if not child else 0.06) * (0.6 + 0.4 * girth),
        belly=h * 0.056 * belly * (1.15 if child else 1.0) * (1.1 if look.figure == "elder" else 1.0),
        bust=0.0 if look.gender != "woman" or child else h * (0.017 if look.figure == "teen" else 0.024),
        limb=limb * (1.06 if look.gender == "man" else 0.9 if look.gender == "woman" else 0.97) * (0.98 if child else 1.0),
        stoop=stoop,
        woman=look.gender == "woman",
        man=look.gender == "man",
        child=child,
        elder=look.figure == "elder",
    )
