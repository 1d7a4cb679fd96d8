"""Further shots of what a sentence tells: where it is, who hears it, the thing it is about, from further and from nearer."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generation.drivers.previs.stage import Angle, Move, Size, TimeOfDay
from storyboard.screenplay.schema import SceneBreakdown, Shot
from storyboard.screenplay.vocabulary import PLACES, PLACES_ZH

_HOURS = {
    TimeOfDay.DAWN: ("at dawn", "黎明"), TimeOfDay.MORNING: ("in the morning", "清晨"), TimeOfDay.DAY: ("by day", "白天"),
    TimeOfDay.AFTERNOON: ("in the afternoon", "下午"), TimeOfDay.SUNSET: ("at sunset", "日落时分"),
    TimeOfDay.DUSK: ("at dusk", "黄昏"), TimeOfDay.NIGHT: ("at night", "夜里"),
}  # fmt: skip
_WEATHERS = {
    "rain": ("in the rain", "雨中"), "storm": ("in the storm", "暴风雨中"), "snow": ("in the snow", "雪中"), "fog": ("in the fog", "雾中"),
}  # fmt: skip
_AIR = {  # what is seen of the weather, outside and inside
    "rain": (("Rain beats on the ground.", "雨点打在地上。"), ("Rain runs down the window.", "雨水顺着窗玻璃流下。")),
    "storm": (("Waves and wind; the sky is black.", "风浪大作，天色漆黑。"), ("The window shakes in the storm.", "窗户在暴风雨中震动。")),
    "snow": (("Snow falls without a sound.", "雪无声地落下。"), ("Snow falls behind the window.", "窗外下着雪。")),
    "fog": (("Fog drifts past.", "雾气飘过。"), ("Fog stands behind the window.", "窗外一片大雾。")),
}  # fmt: skip
_LIGHT = {
    TimeOfDay.NIGHT: (("The moon comes out behind the clouds.", "月亮从云后露出来。"), ("A lamp burns in the dark.", "黑暗中亮着一盏灯。")),
    TimeOfDay.DUSK: (("The last light lies on the ground.", "最后一点光落在地上。"), ("The light at the window fades.", "窗边的光渐渐暗下去。")),
    TimeOfDay.DAWN: (("The sky grows light.", "天色渐亮。"), ("The first light falls through the window.", "第一缕光照进窗户。")),
    TimeOfDay.SUNSET: (("The sun touches the horizon.", "太阳落到地平线上。"), ("Red light falls through the window.", "红色的光照进窗户。")),
}  # fmt: skip
_DAY = (("Clouds pass slowly.", "云慢慢飘过。"), ("", ""))
_FACES = {  # what is seen of somebody who hears or does it, by what the scene is for
    "setup": (("{a} looks up.", "{a}抬起头。"), ("{a} listens.", "{a}听着。"), ("{a} thinks for a moment.", "{a}想了一会儿。")),
    "rising": (("{a} looks up and listens.", "{a}抬起头听着。"), ("{a} hesitates.", "{a}犹豫了。"), ("{a} takes a breath.", "{a}吸了一口气。")),
    "turn": (("{a} stares and does not move.", "{a}怔住了，一动不动。"), ("{a} slowly understands.", "{a}慢慢明白过来。"), ("{a} looks away.", "{a}移开目光。")),
    "climax": (("{a}, eyes wide.", "{a}睁大了眼睛。"), ("{a} clenches both hands.", "{a}握紧双手。"), ("{a} does not give up.", "{a}咬紧牙关。")),
    "end": (("{a} is silent for a long moment.", "{a}沉默了许久。"), ("{a} smiles.", "{a}微笑了。"), ("{a} looks into the distance.", "{a}望向远处。")),
}  # fmt: skip
_FIXED = frozenset(
    "door doors window gate wall stairs roof floor bridge boat ship train car bus 门 大门 窗 窗户 墙 楼梯 屋顶 桥 船 火车 汽车".split()  # noqa: SIM905 - parts of a place, and what fills a frame by itself
)


@dataclass(frozen=True)
class Extra:
    """A further shot: lower `rank` is wanted sooner; `before` the shot that it goes with, or after it; `weight` of its length."""

    rank: int
    before: bool
    role: str
    weight: int  # milliseconds
    shot: Shot


@dataclass
class Telling:
    """How a scene's further shots are told: its language, its place, its part in the arc, and what was used of its words."""

    scene: SceneBreakdown
    arc: str
    chinese: bool
    used: int = 0

    def of(self, base: Shot, *, first: bool, last: bool) -> Iterator[Extra]:
        """Further shots for one that tells a sentence, or a part of one; the first and the last of a scene have more."""
        people = list(base.characters)[:3]
        if first:
            yield Extra(0, True, "place", 4200, self._place(pull=False))
        yield from self._things(base, people)
        yield from self._faces(people)
        if len(people) >= 2:
            yield Extra(3, False, "across", 3000, self._across(people))
        if people:
            yield Extra(4, True, "far", 3800, self._far(people))
        if (air := self._air()) is not None:
            yield Extra(6, False, "air", 3000, air)
        if last:
            yield Extra(2, False, "hold", 4800, self._hold(people))

    def _say(self, en: str, zh: str) -> str:
        return zh if self.chinese else en

    def _shot(self, size: Size, action: str, people: Sequence[str] = (), **more: object) -> Shot:
        return Shot.model_validate({"size": size, "action": action, "characters": tuple(people), "frames": 1, **more})

    def _where(self) -> str:
        name = self.scene.location
        if self.chinese:
            return name or "这里"
        bare = name.lower() if name and name.split()[-1].lower().rstrip(")") in PLACES else name
        return bare if not name or bare == name else f"the {bare}"

    def _place(self, *, pull: bool) -> Shot:
        hour = _HOURS[self.scene.time]
        sky = _WEATHERS.get(self.scene.weather.value)
        where = self._where() or "the place"
        en = f"{where[:1].upper()}{where[1:]} {hour[0]}{f', {sky[0]}' if sky else ''}."
        zh = f"{hour[1]}{f'，{sky[1]}' if sky else ''}的{where}。"
        size = Size.EWS if self.scene.interior is False else Size.WS
        return self._shot(size, self._say(en, zh), movement=Move.PULL if pull else Move.PUSH)

    def _things(self, base: Shot, people: list[str]) -> Iterator[Extra]:
        for n, thing in enumerate(
            one for one in base.props if one.lower() not in PLACES and one not in PLACES_ZH and one.lower() not in _FIXED
        ):
            shown = self._shot(Size.CU, self._say(f"The {thing}, close.", f"{thing}的特写。"), props=(thing,), angle=Angle.HIGH)
            yield Extra(1 + 4 * n, False, "thing", 2600, shown)
            if people:
                looking = self._say(f"{people[0]} looks at the {thing}.", f"{people[0]}看着{thing}。")
                yield Extra(5 + 4 * n, False, "look", 2800, self._shot(Size.MCU, looking, people[:1], props=(thing,)))

    def _faces(self, people: list[str]) -> Iterator[Extra]:
        for n, who in enumerate(reversed(people)):
            en, zh = self._face().format(a=who), self._face(zh=True).format(a=who)
            self.used += 1
            move = Move.PUSH if self.arc in ("turn", "climax") else Move.STATIC
            yield Extra(2 + 2 * n, False, "face", 2600, self._shot(Size.CU, self._say(en, zh), [who], movement=move))

    def _face(self, *, zh: bool = False) -> str:
        choices = _FACES.get(self.arc, _FACES["rising"])
        return choices[self.used % len(choices)][zh]

    def _across(self, people: list[str]) -> Shot:
        a, b = people[1], people[0]
        return self._shot(Size.MS, self._say(f"{a} faces {b}.", f"{a}面对着{b}。"), [a, b], angle=Angle.OTS)

    def _far(self, people: list[str]) -> Shot:
        who = ("、" if self.chinese else " and ").join(people)
        where = self._where()
        many = len(people) > 1
        if self.scene.interior:
            return self._shot(Size.WS, self._say(f"{who} across the room.", f"房间另一头的{who}。"), people, angle=Angle.HIGH)
        en = f"{who}, small in the distance{f', at {where}' if where else ''}."
        zh = f"远处，{who}在{where}，显得很小。"
        return self._shot(Size.EWS, self._say(en, zh), people, movement=Move.PAN_RIGHT if many else Move.STATIC)

    def _air(self) -> Shot | None:
        inside = bool(self.scene.interior)
        told = _AIR.get(self.scene.weather.value) or _LIGHT.get(self.scene.time) or (None if inside else _DAY)
        if told is None:
            return None  # by day a room has nothing to show that every room has
        en, zh = told[inside]
        return self._shot(Size.WS if not inside else Size.CU, self._say(en, zh))

    def _hold(self, people: list[str]) -> Shot:
        if not people:
            return self._place(pull=True)
        who = people[0]
        ends = self.arc == "end"
        en = f"{who} stands still; everything is quiet." if ends else f"{who} looks back once."
        zh = f"{who}静静地站着，四周一片安静。" if ends else f"{who}回头望了一眼。"
        return self._shot(
            Size.WS if ends else Size.MS, self._say(en, zh), people[:1], movement=Move.PULL if ends else Move.STATIC
        )
