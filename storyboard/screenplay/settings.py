"""Where and when a story plays, sentence by sentence: what starts a new scene in prose."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generation.drivers.previs.stage import TimeOfDay
from storyboard.screenplay.vocabulary import PLACES, PLACES_ZH, hour_in

_PLACE_EN = re.compile(
    r"\b(in|at|on|inside|outside|into|onto|over|to|under|near|by|along|aboard|across|through|of|reaches|reached|enters|entered|leaves|left)"
    r"\s+(?:the|a|an|his|her|their|my|our|its)\s+((?:(?!(?:in|on|at|of|to|from|the|an?|and|with|by|near|into|who|that|his|her)\s)[a-z'’\-]{1,15}\s+){0,3}?)("
    + "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
    + r")s?\b",
    re.IGNORECASE,
)
_PLACE_ZH = re.compile(
    r"(在|到了?|回到|来到|走进|进了?|冲进|走到|跑到|赶到)?((?:[\u4e00-\u9fff]{1,5}的)?[旧老小大空]?)("
    + "|".join(sorted(map(re.escape, PLACES_ZH), key=len, reverse=True))
    + ")"
)
_WHEN_EN = re.compile(
    r"^(?:early |late )?(?:the next|the following|that|this|one|later that|by|at|before|after|just before|in the early|in the)\s+"
    r"(?:\w+\s+)?(?:morning|evening|night|day|afternoon|dawn|dusk|midnight|noon|sunset|sunrise|nightfall)\b"
    r"|^(?:\w+\s+){1,3}(?:hours?|days?|weeks?|months?|years?) later\b|^later\b|^meanwhile\b|^(?:dawn|night|morning|evening|dusk)\b[.,]",
    re.IGNORECASE,
)
_WHEN_ZH = re.compile(
    r"^(?:第二天|次日|当晚|当天|那天|那晚|这天|几小时后|几天后|多年后|[一二三四五六七八九十几数]+[个]?(?:小时|天|周|月|年)(?:以?后)|与此同时|后来|不久|"
    r"黎明|清晨|早晨|早上|中午|下午|傍晚|黄昏|夜里|深夜|半夜|入夜|晚上|夜晚|凌晨)"
)
_WHERE_FIRST = re.compile(r"^(?:back |down |up |meanwhile,? )?(?:in|at|on|inside|outside|aboard|under|along)\b", re.IGNORECASE)
_GOES_EN = re.compile(
    r"\b(?:enters?|entered|arrives?|arrived|reach(?:es|ed)?|walk(?:s|ed)? into|goes into|went into|(?:runs?|ran) (?:in)?to|steps? into|"
    r"stepped into|return(?:s|ed)? to|climb(?:s|ed)? (?:up |in)?to|(?:comes?|came) (?:back )?to|gets? to|got to)\b",
    re.IGNORECASE,
)
_GOES_ZH = re.compile(r"到了?|回到|来到|走进|进了?|冲进|走到|跑到|赶到")


@dataclass(frozen=True)
class Setting:
    """Where we are. `fresh` until something happens there; `given` by a heading that the writer wrote."""

    place: str = ""
    interior: bool | None = None
    time: TimeOfDay | None = None
    given: bool = False
    fresh: bool = True
    separated: bool = False

    def apart(self) -> Setting:
        """After a line of stars: the next sentence opens a scene, here or elsewhere."""
        return replace(self, fresh=True, separated=True, given=False)

    def entered(self) -> Setting:
        """Something happens here."""
        return replace(self, fresh=False, separated=False)

    def heading(self, chinese: bool) -> str:
        """A heading as a screenplay would write it."""
        if chinese:
            side = {True: "内景", False: "外景", None: "内外景"}[self.interior]
            return f"{side} {self.place or '某处'} {_ZH[self.time or TimeOfDay.DAY]}"
        side = {True: "INT.", False: "EXT.", None: "INT./EXT."}[self.interior]
        return f"{side} {(self.place or 'somewhere').upper()} - {(self.time or TimeOfDay.DAY).value.upper()}"


_ZH = {
    TimeOfDay.DAWN: "黎明",
    TimeOfDay.MORNING: "清晨",
    TimeOfDay.DAY: "日",
    TimeOfDay.AFTERNOON: "下午",
    TimeOfDay.SUNSET: "日落",
    TimeOfDay.DUSK: "黄昏",
    TimeOfDay.NIGHT: "夜",
}


def change_of_setting(sentence: str, now: Setting) -> Setting | None:
    """The new setting when this sentence takes the story to another place or time, else None."""
    head = sentence[:240]
    place, interior, moved = _place(head)
    time = hour_in(head)
    when = bool(_WHEN_EN.match(head) or _WHEN_ZH.match(head))
    other = bool(place) and _key(place) != _key(now.place)
    if now.given and now.fresh:
        return _moved(place, interior, time, now) if moved and other else None
    opening = now.fresh and not now.given
    if opening and (place or time or now.separated):
        return Setting(place or now.place, interior if place else now.interior, time or now.time, fresh=False)
    if when and (time not in (None, now.time) or other or now.time is None or "later" in head.lower() or "后" in head[:8]):
        return Setting(place or now.place, interior if place else now.interior, time or now.time, fresh=False)
    if other and moved:
        return _moved(place, interior, time, now)
    return None


_FIRST_ZH = re.compile(r"^(?:在)?(?:一个|某个|那个)?[\u4e00-\u9fff]{0,2}(?:夜|晚|早晨|清晨|黄昏|午后|傍晚)[，里晚上]")
_BACK_ZH = re.compile(r"(?:回到|来到|走进|进了|进入)(?:了)?([\u4e00-\u9fff]{1,6}?)(?:里|中|内|上|前)?[，。！？]")
_TO_EN = ("to", "into", "onto", "reaches", "reached", "enters", "entered")


def opens(head: str) -> bool:
    """Whether a sentence begins with another time: the next morning, at night, years later."""
    return bool(_WHEN_EN.match(head) or _WHEN_ZH.match(head) or _FIRST_ZH.match(head) or head.lower().startswith("at "))


def place_named(head: str) -> tuple[str, bool | None, bool]:
    """The place that a sentence names, whether it is inside, and whether the story goes there; ("", None, False) without one.

    A few sentences tell a whole story: whoever is taken somewhere is there.
    """
    place, interior, goes = _place(head)
    if place and not goes:
        english, chinese = _PLACE_EN.search(head), _PLACE_ZH.search(head)
        goes = bool(english and english[1].lower() in _TO_EN) or bool(
            chinese
            and not chinese[1]
            and chinese.start() == 0
            and head[chinese.end() : chinese.end() + 1] in ("里", "中", "内", "上", "外")
        )
    if not goes and (back := _BACK_ZH.search(head)):
        return back[1], (True if back[1].endswith(("店", "屋", "家", "房", "洞", "室", "馆")) else interior), True
    return re.sub(r"^一[座个间片条所](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]{2})[上里中内]$", "", place), interior, goes


def hour_opening(head: str) -> TimeOfDay | None:
    """The hour that a sentence names; a rainy night is a night too."""
    found = hour_in(head)
    return found or (TimeOfDay.NIGHT if re.match(r"^[^，]{0,6}[夜晚][，里上]", head) else None)


def _moved(place: str, interior: bool | None, time: TimeOfDay | None, now: Setting) -> Setting:
    return Setting(place, interior, time or now.time, fresh=False)


def _place(head: str) -> tuple[str, bool | None, bool]:
    """(place, inside or outside, whether the sentence goes there)."""
    match = _PLACE_EN.search(head)
    if match:
        noun = match[3].lower()
        interior: bool | None = PLACES[noun]
        if match[1].lower() == "outside":
            interior = False
        near = head[max(0, match.start() - 24) : match.end(1)]
        moved = bool((_WHERE_FIRST.match(head) and match.start() < 24) or _GOES_EN.search(near))
        return f"{match[2]}{match[3]}".strip(), interior, moved and match[1].lower() not in ("of", "left", "leaves", "through")
    chinese = _PLACE_ZH.search(head)
    if chinese:
        go = chinese[1] or ""
        moved = bool(_GOES_ZH.fullmatch(go)) or (go == "在" and chinese.start() < 2)
        return f"{chinese[2]}{chinese[3]}", PLACES_ZH[chinese[3]], moved
    return "", None, False


def _key(place: str) -> str:
    words = place.lower().split()
    return words[-1] if words and place.isascii() else place[-2:]
