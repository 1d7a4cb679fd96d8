"""A small library of single sounds, synthesised: only what can be made well, each other with another seed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from generation.sounds import creatures, things
from generation.sounds.synthesis import Wave

_PEAK = 10 ** (-9 / 20)

KINDS: dict[str, tuple[Callable[[np.random.Generator], Wave], str]] = {
    "door": (things.door, r"door (shuts|closes|slams)|slams? the door|关门|门关"),
    "knock": (things.knock, r"knock|敲门|敲"),
    "footsteps": (things.footsteps, r"footstep|steps approach|脚步"),
    "phone": (things.phone, r"phone rings|ringing phone|电话(铃|响)|铃声"),
    "shop bell": (things.shop_bell, r"door ?bell|bell (over|above) the door|门铃"),
    "church bell": (things.church_bell, r"church bell|bell tolls|钟声|敲钟"),
    "glass": (things.clink, r"glasses clink|clink|cheers|toast|碰杯|干杯"),
    "typing": (things.typing, r"\btypes\b|typing|打字|键盘"),
    "horn": (things.horn, r"honk|car horn|喇叭|鸣笛"),
    "car passing": (things.car, r"car (passes|drives by)|驶过"),
    "thunder": (things.thunder, r"thunder|雷声|打雷"),
    "splash": (creatures.splash, r"splash|falls into the (water|sea|river)|jumps in|落水|溅"),
    "drop": (creatures.drop, r"\bdrip|drop of water|水滴|滴水"),
    "gull": (creatures.gull, r"\bgulls?\b|seagull|海鸥"),
    "bird": (creatures.bird, r"bird(s)? (sing|chirp)|鸟(鸣|叫)"),
    "owl": (creatures.owl, r"\bowl\b|猫头鹰"),
    "dog": (creatures.dog, r"\bbarks?\b|barking|狗叫|犬吠"),
    "whistle": (creatures.whistle, r"fog ?horn|ship.?s horn|train whistle|汽笛"),
    "chime": (creatures.chime, r"wind chime|风铃"),
    "beep": (things.beep, r"\bbeeps?\b|哔"),
    "creak": (things.creak, r"creak|吱呀|嘎吱"),
}


def make(kind: str, seed: int) -> npt.NDArray[np.float32]:
    """The sound of this kind: mono, its highest sample at −9 dBFS. Pure: equal arguments, equal samples."""
    wave = KINDS[kind][0](np.random.Generator(np.random.PCG64([seed, zlib.crc32(kind.encode())])))
    return np.asarray(wave / max(float(np.abs(wave).max()), 1e-9) * _PEAK, np.float32)


def kinds_for(action: str) -> list[str]:
    """The effects that an action line calls for, in English or Chinese, in the order of this library; often none. Pure."""
    return [kind for kind, (_, pattern) in KINDS.items() if re.search(pattern, action, re.I)]
