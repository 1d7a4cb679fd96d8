"""Room tone: what each kind of place sounds like when nobody speaks, synthesised, as a stereo loop without a seam."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from generation.sounds import RATE, Samples
from generation.sounds import creatures as c
from generation.sounds import things as t
from generation.sounds.levels import loudness_of, ratio
from generation.sounds.synthesis import GROUND, Loop

_LOOP = 48 * RATE

# Spectra that are used more than once: (hertz, decibels).
_AIR = ((40, 0.0), (120, -4.0), (500, -14.0), (2000, -26.0), (8000, -40.0), (16000, -52.0))
_CITY = ((30, 0.0), (90, -2.0), (300, -11.0), (1200, -22.0), (5000, -38.0), (16000, -54.0))
_LEAVES = ((100, -18.0), (500, -8.0), (2500, 0.0), (6000, -4.0), (14000, -16.0))
_WIND = ((60, -4.0), (200, 0.0), (600, -8.0), (2000, -22.0), (8000, -40.0))
_SURF = ((50, -8.0), (200, -3.0), (700, 0.0), (2500, -6.0), (9000, -18.0), (16000, -28.0))
_RAIN = ((200, -16.0), (1000, -4.0), (4000, 0.0), (9000, -3.0), (16000, -10.0))
_ROAD = ((25, 0.0), (70, -2.0), (200, -12.0), (800, -22.0), (4000, -40.0), (14000, -60.0))
_FIRE = ((40, 0.0), (150, -3.0), (500, -12.0), (3000, -28.0), (12000, -40.0))


def _room(loop: Loop) -> None:
    loop.noise(_AIR, 0, width=0.6)


def _office(loop: Loop) -> None:
    loop.noise(((50, 0.0), (200, -5.0), (800, -10.0), (3000, -22.0), (12000, -38.0)), 0, width=0.5)
    for hertz, level in ((100, -24.0), (200, -30.0), (300, -36.0)):
        _hum(loop, hertz, level)
    loop.scatter(7, t.typing, -12, wide=0.7)
    loop.scatter(1.2, t.phone, -34, wide=0.5)
    loop.hall(0.35, 0.3)


def _cafe(loop: Loop) -> None:
    loop.scatter(150, c.talkers(loop.random), -2, spread=12, wide=0.9)
    loop.scatter(3, c.laugh, -12)
    loop.hall(0.5, 0.6, dark=2600)
    loop.scatter(22, t.clink, -19, spread=10, wide=0.9)
    loop.scatter(2, t.step, -14)
    loop.hall(0.4, 0.25, dark=5000)
    loop.noise(_AIR, -2, width=0.7)


def _crowd(loop: Loop) -> None:
    loop.scatter(420, c.talkers(loop.random), 0, spread=12, wide=1)
    loop.scatter(6, c.laugh, -8)
    loop.hall(0.7, 0.5, dark=3000)
    loop.noise(_CITY, 0)


def _party(loop: Loop) -> None:
    _crowd(loop)
    loop.scatter(20, t.clink, -18, spread=10)


def _street(loop: Loop) -> None:
    loop.noise(_CITY, 0, swell=loop.swell(11, 0.3))
    loop.scatter(9, t.car, -6, spread=8, wide=0.9)
    loop.scatter(1.2, t.horn, -20, wide=0.9)
    loop.scatter(4, t.footsteps, -17, wide=0.9)
    loop.hall(0.6, 0.25, dark=3000)


def _night_street(loop: Loop) -> None:
    loop.noise(_CITY, 0, swell=loop.swell(17, 0.25))
    loop.scatter(2, t.car, -7, spread=8, wide=0.9)
    loop.scatter(1.2, c.dog, -26)
    loop.hall(1.0, 0.3, dark=2500)


def _market(loop: Loop) -> None:
    _crowd(loop)
    loop.scatter(10, t.footsteps, -14)
    loop.scatter(6, t.knock, -18)


def _forest(loop: Loop) -> None:
    loop.noise(_LEAVES, -3, width=0.9, swell=loop.swell(9, 0.5))
    loop.noise(_WIND, -6, swell=loop.swell(13, 0.4))
    loop.scatter(34, c.bird, -3, spread=16, wide=0.95)
    loop.scatter(4, c.rustle, -6)
    loop.hall(0.9, 0.3, dark=5000)


def _park(loop: Loop) -> None:
    _forest(loop)
    loop.noise(_CITY, -4)
    loop.scatter(2, c.dog, -20)


def _field(loop: Loop) -> None:
    loop.noise(_WIND, -2, swell=loop.swell(8, 0.5))
    loop.noise(_LEAVES, -10, swell=loop.swell(8, 0.5))
    loop.scatter(14, c.bird, -8, spread=14)
    loop.scatter(10, c.crickets, -30, spread=10)


def _sea(loop: Loop) -> None:
    loop.noise(_SURF, 0, width=0.9, swell=loop.swell(8.5, 0.85, sharp=1.6))
    loop.noise(_SURF, -5, width=0.9, swell=loop.swell(6.1, 0.8, sharp=1.6))
    loop.noise(_CITY, -8, swell=loop.swell(10, 0.3))
    loop.scatter(9, c.gull, -12, spread=12, wide=0.95)


def _harbour(loop: Loop) -> None:
    loop.noise(_SURF, 0, width=0.9, swell=loop.swell(4.2, 0.6))
    loop.noise(_CITY, -4)
    loop.scatter(60, c.drop, -16, spread=12)
    loop.scatter(12, t.creak, -14, spread=8)
    loop.scatter(8, c.gull, -12, spread=12, wide=0.95)
    loop.scatter(0.8, c.whistle, -24)


def _ship(loop: Loop) -> None:
    loop.noise(((30, 0.0), (80, -3.0), (300, -16.0), (2000, -36.0), (12000, -56.0)), 0, width=0.4, swell=loop.swell(7, 0.2))
    loop.noise(_SURF, -8, swell=loop.swell(6, 0.6))
    loop.scatter(14, t.creak, -14, spread=8)


def _river(loop: Loop) -> None:
    loop.noise(((150, -10.0), (500, 0.0), (1500, -3.0), (5000, -10.0), (14000, -22.0)), 0, width=1, swell=loop.swell(5, 0.15))
    loop.scatter(400, c.drop, -15, spread=16, wide=0.9)
    loop.scatter(12, c.bird, -18, spread=12)


def _rain(loop: Loop) -> None:
    loop.noise(_RAIN, 0, width=1, swell=loop.swell(14, 0.15))
    loop.scatter(900, c.drop, -20, spread=18, wide=1)
    loop.noise(_CITY, -14)


def _storm(loop: Loop) -> None:
    _rain(loop)
    loop.noise(_WIND, 0, swell=loop.swell(6, 0.7))
    loop.scatter(2.6, t.thunder, -8, spread=6)


def _wind(loop: Loop) -> None:
    loop.noise(_WIND, 0, width=0.7, swell=loop.swell(7, 0.8))
    loop.noise(((300, -20.0), (620, 0.0), (760, -14.0), (1500, -34.0)), -9, width=0.5, swell=loop.swell(5, 0.9, sharp=2))


def _snow(loop: Loop) -> None:
    loop.noise(_WIND, 0, width=0.8, swell=loop.swell(10, 0.6))
    loop.noise(_RAIN, -22, width=1)


def _night(loop: Loop) -> None:
    loop.noise(_WIND, -12, swell=loop.swell(12, 0.4))
    loop.noise(_AIR, -14)
    loop.scatter(70, c.crickets, -8, spread=16, wide=0.95)
    loop.scatter(1.4, c.owl, -8)
    loop.hall(0.7, 0.2, dark=6000)


def _train(loop: Loop) -> None:
    loop.noise(((30, 0.0), (100, -2.0), (400, -10.0), (1500, -20.0), (6000, -36.0), (14000, -50.0)), 0, width=0.6)
    joints = max(1, round(loop.samples / RATE / 1.55))  # a whole number, so that the beat goes on over the seam
    for joint in range(joints):
        loop.put(t.clack(loop.random), round(joint * loop.samples / joints), -15, 0.1)
    loop.scatter(5, t.creak, -18)


def _station(loop: Loop) -> None:
    _crowd(loop)
    loop.noise(_CITY, -4)
    loop.scatter(10, t.footsteps, -10, spread=8)
    loop.scatter(0.8, c.whistle, -12)
    loop.hall(2.0, 0.5, dark=2600)


def _car(loop: Loop) -> None:
    loop.noise(_ROAD, 0, width=0.4, swell=loop.swell(9, 0.2))
    _hum(loop, 54, -16)
    _hum(loop, 81, -20)


def _fire(loop: Loop) -> None:
    loop.noise(_FIRE, -8, swell=loop.swell(3.5, 0.35))
    loop.scatter(420, t.crackle, -14, spread=24, wide=0.5)


def _campfire(loop: Loop) -> None:
    _fire(loop)
    loop.scatter(40, c.crickets, -20, spread=14, wide=0.95)


def _kitchen(loop: Loop) -> None:
    loop.noise(_AIR, 0)
    _hum(loop, 100, -18)
    _hum(loop, 150, -26)
    loop.scatter(10, t.clink, -12, spread=12)
    loop.scatter(4, c.drop, -12)
    loop.scatter(20, t.tick, -26)
    loop.hall(0.4, 0.3)


def _clock(loop: Loop) -> None:
    loop.noise(_AIR, 0, width=0.6)
    ticks = max(1, round(loop.samples / RATE))
    for at in range(ticks):
        loop.put(t.tick(loop.random), round(at * loop.samples / ticks), -12 - 3 * (at % 2), -0.3)
    loop.hall(0.4, 0.3)


def _hospital(loop: Loop) -> None:
    _office(loop)
    beeps = max(1, round(loop.samples / RATE / 1.1))
    for at in range(beeps):
        loop.put(t.beep(loop.random), round(at * loop.samples / beeps), -26, 0.4)


def _machine(loop: Loop) -> None:
    loop.noise(((30, 0.0), (120, -4.0), (500, -12.0), (2000, -18.0), (9000, -36.0)), 0, width=0.5)
    for hertz, level in ((50, -8.0), (100, -12.0), (147, -18.0), (294, -24.0)):
        _hum(loop, hertz, level)
    loop.scatter(30, t.clack, -14, spread=10)
    loop.hall(1.2, 0.35, dark=3000)


def _ship_of_space(loop: Loop) -> None:
    loop.noise(((30, 0.0), (60, -1.0), (200, -14.0), (1000, -30.0), (8000, -50.0)), 0, width=0.5, swell=loop.swell(12, 0.2))
    for hertz, level in ((55, -10.0), (82.5, -14.0), (110, -18.0)):
        _hum(loop, hertz, level)
    loop.scatter(3, t.beep, -36)


def _church(loop: Loop) -> None:
    loop.noise(_AIR, 0, width=0.9)
    loop.scatter(3, t.step, -6)
    loop.scatter(1.2, t.creak, -16)
    loop.hall(3.0, 0.6, dark=3000)


def _village(loop: Loop) -> None:
    _field(loop)
    loop.scatter(2, c.dog, -16)
    loop.scatter(0.7, t.church_bell, -14, spread=3)
    loop.hall(1.2, 0.3, dark=3000)


def _cave(loop: Loop) -> None:
    loop.noise(_AIR, 0, width=0.9)
    loop.scatter(45, c.drop, 0, spread=14)
    loop.hall(2.6, 0.6, dark=3500)


def _under_water(loop: Loop) -> None:
    loop.noise(((30, 0.0), (120, -2.0), (350, -10.0), (900, -34.0), (4000, -60.0)), 0, width=0.8, swell=loop.swell(6, 0.5))
    loop.scatter(60, c.drop, -18, spread=16)
    loop.hall(1.2, 0.4, dark=700)


def _porch(loop: Loop) -> None:
    _night(loop)
    loop.scatter(8, c.chime, -20, spread=10)


def _hum(loop: Loop, hertz: float, level: float) -> None:
    """A steady sine that closes over the seam; `level` as the gain of `Loop.noise`."""
    cycles = max(1, round(hertz * loop.samples / RATE))
    wave = np.sin(2 * np.pi * (cycles * np.arange(loop.samples) / loop.samples + loop.random.random()))
    loop.sound += wave[:, None] * 10 ** (level / 20) * GROUND * np.sqrt(2)


class Kind(NamedTuple):
    """How a room tone is made, and how loud it lies under a film (LUFS)."""

    paint: Callable[[Loop], None]
    level: float


KINDS: dict[str, Kind] = {
    "room": Kind(_room, -46),
    "office": Kind(_office, -43),
    "cafe": Kind(_cafe, -37),
    "crowd": Kind(_crowd, -36),
    "party": Kind(_party, -36),
    "street": Kind(_street, -38),
    "night street": Kind(_night_street, -42),
    "market": Kind(_market, -36),
    "forest": Kind(_forest, -41),
    "park": Kind(_park, -40),
    "field": Kind(_field, -42),
    "sea": Kind(_sea, -37),
    "harbour": Kind(_harbour, -39),
    "ship": Kind(_ship, -40),
    "river": Kind(_river, -38),
    "rain": Kind(_rain, -38),
    "storm": Kind(_storm, -35),
    "wind": Kind(_wind, -39),
    "snow": Kind(_snow, -43),
    "night": Kind(_night, -42),
    "porch": Kind(_porch, -42),
    "train": Kind(_train, -37),
    "station": Kind(_station, -37),
    "car": Kind(_car, -40),
    "fire": Kind(_fire, -40),
    "campfire": Kind(_campfire, -39),
    "kitchen": Kind(_kitchen, -43),
    "clock": Kind(_clock, -45),
    "hospital": Kind(_hospital, -43),
    "machine": Kind(_machine, -38),
    "spaceship": Kind(_ship_of_space, -40),
    "church": Kind(_church, -44),
    "village": Kind(_village, -41),
    "cave": Kind(_cave, -42),
    "underwater": Kind(_under_water, -39),
}

# Where a description says one of these, this is how it sounds: the first that fits counts.
_INSIDE = (
    ("hospital", r"hospital|clinic|ward\b|surgery|医院|病房|诊所"),
    (
        "cafe",
        r"caf[eé]|coffee|restaurant|diner|\b(bar|pub)\b|tavern|canteen|tea ?house|bistro|咖啡|餐|酒[吧馆]|茶馆|饭[馆店]|食堂",
    ),
    ("party", r"party|ball ?room|wedding|club|舞会|派对|婚礼|宴会"),
    ("station", r"station|airport|terminal|\bmall\b|lobby|车站|机场|大厅|商场"),
    ("train", r"train|carriage|compartment|subway|metro|tram|火车|车厢|地铁|列车"),
    ("car", r"\bcar\b|taxi|\bbus\b|truck|\bvan\b|driver.?s seat|汽车|车内|出租|公交|卡车"),
    ("ship", r"ship|boat|cabin of|vessel|ferry|deck|submarine|船"),
    ("spaceship", r"space|cockpit|starship|orbit|宇宙|太空|飞船|驾驶舱"),
    ("machine", r"factory|workshop|engine room|garage|laborator|warehouse|工厂|车间|机房|车库|仓库"),
    ("church", r"church|cathedral|temple|chapel|monastery|museum|教堂|寺|庙|博物馆"),
    ("cave", r"cave|tunnel|dungeon|cellar|catacomb|洞|隧道|地牢|地窖"),
    ("kitchen", r"kitchen|厨房"),
    ("office", r"office|newsroom|police station|classroom|school|bank|办公|教室|学校|银行|警局"),
    ("fire", r"fireplace|hearth|壁炉|炉火"),
    ("clock", r"library|study|living room|lounge|attic|lighthouse|图书馆|书房|客厅|阁楼|灯塔"),
)
_OUTSIDE = (
    ("underwater", r"under ?water|seabed|水下|海底"),
    ("campfire", r"camp ?fire|bonfire|篝火|营火"),
    ("harbour", r"harbou?r|pier|dock|quay|jetty|wharf|marina|port\b|码头|港|栈桥"),
    ("sea", r"\bsea\b|ocean|beach|coast|shore|cliff|lighthouse|wave|island|海|沙滩|灯塔|岛|浪"),
    ("ship", r"\bship|\bboat|ferry|deck\b|船"),
    ("river", r"river|stream|brook|creek|waterfall|lake|pond|河|溪|瀑布|湖|江"),
    ("station", r"station|platform|airport|车站|站台|机场"),
    ("market", r"market|bazaar|fair\b|festival|市场|集市|夜市|庙会"),
    ("crowd", r"crowd|stadium|arena|parade|人群|体育场|游行"),
    ("forest", r"forest|wood(s|land)\b|jungle|森林|树林|丛林|林"),
    ("park", r"park|garden|yard|playground|campus|公园|花园|院子|操场|校园"),
    ("cafe", r"caf[eé]|terrace|restaurant|咖啡|餐厅"),
    ("snow", r"snow|ice|glacier|arctic|雪|冰"),
    ("wind", r"desert|mountain|summit|peak|roof|dune|plateau|wasteland|沙漠|山|屋顶|天台|荒"),
    ("village", r"village|farm|hamlet|村|农"),
    ("field", r"field|meadow|prairie|grass|hill|countryside|田|草原|草地|野"),
    ("street", r"street|road|city|town|alley|avenue|square|bridge|intersection|traffic|街|路|城|巷|广场|桥"),
)
_NIGHT = re.compile(r"night|midnight|夜|深夜", re.I)


def bed(kind: str, samples: int, seed: int) -> Samples:
    """The loop of this kind, (n, 2), at its level; `n` is `samples`, or 48 seconds where that is shorter. Pure: equal arguments,
    equal samples."""
    loop = Loop(max(2, min(samples, _LOOP)), (seed, zlib.crc32(kind.encode())))
    KINDS[kind].paint(loop)
    sound = loop.sound.astype(np.float32)
    loudness = loudness_of(np.concatenate((sound, sound)) if len(sound) < RATE else sound)
    if not np.isfinite(loudness):  # a few samples: nothing to measure
        return sound * np.float32(ratio(KINDS[kind].level) / max(float(np.abs(sound).max()), 1e-9))
    return sound * np.float32(ratio(KINDS[kind].level - loudness))


def kind_for(description: str, *, interior: bool | None = None, time: str = "", weather: str = "") -> str:
    """The room tone that suits a place described in English or Chinese; weather and night win where they would be heard. Pure."""
    inside, outside = _first(_INSIDE, description), _first(_OUTSIDE, description)
    if interior or (interior is None and inside and not outside):
        return inside or "room"
    if re.search(r"storm|thunder|hurricane|暴|雷", weather, re.I):
        return "storm"
    if re.search(r"rain|drizzle|雨", weather, re.I):
        return "rain"
    night = bool(_NIGHT.search(time))
    found = outside or inside
    if re.search(r"snow|blizzard|雪", weather, re.I) and found not in ("sea", "harbour"):
        return "snow"
    if night and found in ("street", "market"):
        return "night street"
    if night and found in (None, "forest", "park", "field", "village"):
        return "night"
    if re.search(r"wind|gale|风", weather, re.I) and found in (None, "field", "park", "street"):
        return "wind"
    return found or ("room" if interior is None else "street")


def _first(rules: tuple[tuple[str, str], ...], description: str) -> str | None:
    return next((kind for kind, pattern in rules if re.search(pattern, description, re.I)), None)
