"""What other colours look like in BT.709: PQ and HLG toned down to a white of 203 nits, BT.2020 and P3 brought inside the gamut.

The curve is the one of ITU-R BT.2390 (a knee, then a spline, in the PQ domain), from a peak of 1,000 nits to the 203 nits that
BT.2408 gives a white page. Colours keep their hue: what lies outside BT.709 is drawn towards its own grey.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

Colours = npt.NDArray[np.float64]  # (…, 3)

_PQ, _HLG = 16, 18  # AVCOL_TRC_SMPTE2084, AVCOL_TRC_ARIB_STD_B67
_WIDE = {9: "bt2020", 11: "p3", 12: "p3"}  # AVCOL_PRI_*
_SIDE = 33  # of the table
_PEAK, _WHITE = 1000.0, 203.0  # nits
_GAMMA = 2.2  # of the screens that show the result
_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
_TO_XYZ = {  # linear light of these primaries, white D65, to XYZ
    "bt709": ((0.4123908, 0.3575843, 0.1804808), (0.2126390, 0.7151687, 0.0721923), (0.0193308, 0.1191948, 0.9505322)),
    "bt2020": ((0.6369580, 0.1446169, 0.1688810), (0.2627002, 0.6779981, 0.0593017), (0.0000000, 0.0280727, 1.0609851)),
    "p3": ((0.4865709, 0.2656677, 0.1982173), (0.2289746, 0.6917385, 0.0792869), (0.0000000, 0.0451134, 1.0439444)),
}
_LUMA = np.array(_TO_XYZ["bt709"][1])


def kind(transfer: int, primaries: int, matrix: int = 2) -> tuple[str, str]:
    """(`sdr`, `pq` or `hlg`; `bt709`, `bt2020` or `p3`) of a picture's tags."""
    gamut = _WIDE.get(primaries, "bt2020" if primaries == 2 and matrix in (9, 10) else "bt709")
    light = {_PQ: "pq", _HLG: "hlg"}.get(transfer, "sdr")
    return light, ("bt2020" if light != "sdr" and primaries == 2 else gamut)


def table_for(transfer: int, primaries: int, matrix: int = 2) -> str | None:
    """The text of a .cube table that brings such pictures to BT.709; None when they are there."""
    light, gamut = kind(transfer, primaries, matrix)
    return None if (light, gamut) == ("sdr", "bt709") else _table(light, gamut)


@functools.lru_cache(maxsize=4)
def _table(light: str, gamut: str) -> str:
    steps = np.linspace(0.0, 1.0, _SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red runs fastest, as .cube wants it
    made = to_bt709(np.stack([red, green, blue], axis=-1).reshape(-1, 3), light, gamut)
    return f"LUT_3D_SIZE {_SIDE}\n" + "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in made) + "\n"


def to_bt709(coded: Colours, light: str, gamut: str) -> Colours:
    """Coded colours 0…1 of this light and gamut as coded BT.709, 0…1."""
    if light == "sdr":
        linear = coded**_GAMMA
    else:
        nits = _pq_light(coded) if light == "pq" else _hlg_light(coded)
        linear = _toned(nits) / _WHITE
    across = np.linalg.inv(np.array(_TO_XYZ["bt709"])) @ np.array(_TO_XYZ[gamut])
    inside: Colours = _inside(linear @ across.T) ** (1 / _GAMMA)
    return inside


def _toned(nits: Colours) -> Colours:
    """Brought down by the curve of the brightest part, so that hue stays; very bright lights go a little towards white."""
    top = np.clip(nits.max(axis=-1, keepdims=True), 1e-6, _PEAK)
    goal = _curve(top)
    held = nits * (goal / np.maximum(nits.max(axis=-1, keepdims=True), 1e-6))
    white = np.clip((top - _WHITE) / (_PEAK - _WHITE), 0, 1) ** 1.5 * 0.35
    made: Colours = held * (1 - white) + goal * white
    return made


def _curve(nits: Colours) -> Colours:
    """BT.2390's transfer between two peaks."""
    top = _pq_code(np.array(_PEAK))
    most = _pq_code(np.array(_WHITE)) / top
    knee = 1.5 * most - 0.5
    at = _pq_code(nits) / top
    t = np.clip((at - knee) / (1 - knee), 0, 1)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    made: Colours = _pq_light(np.where(at < knee, at, spline) * top)
    return made


def _pq_light(coded: Colours) -> Colours:
    power = np.clip(coded, 0, 1) ** (1 / _M2)
    light: Colours = 10_000 * (np.maximum(power - _C1, 0) / (_C2 - _C3 * power)) ** (1 / _M1)
    return light


def _pq_code(nits: Colours) -> Colours:
    power = (np.clip(nits, 0, 10_000) / 10_000) ** _M1
    code: Colours = ((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2
    return code


def _hlg_light(coded: Colours) -> Colours:
    """What a screen of 1,000 nits shows of HLG (BT.2100: inverse OETF, then an OOTF of 1.2)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - c) / a) + b) / 12)
    level = np.maximum(scene @ np.array(_TO_XYZ["bt2020"][1]), 1e-9)[..., None]
    shown: Colours = _PEAK * level**0.2 * scene
    return shown


def _inside(linear: Colours) -> Colours:
    """Colours drawn towards the grey of their own luminance, no further than it takes to lie within 0…1."""
    grey = np.clip(linear @ _LUMA, 0, 1)[..., None]
    away = linear - grey
    room = np.where(away < 0, grey, 1 - grey)
    share = np.min(np.where(np.abs(away) > 1e-9, room / np.maximum(np.abs(away), 1e-9), 1.0), axis=-1, keepdims=True)
    drawn: Colours = np.clip(grey + away * np.minimum(share, 1.0), 0, 1)
    return drawn
