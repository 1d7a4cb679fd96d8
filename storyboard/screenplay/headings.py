"""Scene headings in English and Chinese: what is one, and the place, the side of the door and the hour it names."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.drivers.previs.stage import TimeOfDay

_LONGEST = 200
_ENGLISH = re.compile(
    r"^(INT\.?\s?/\s?EXT|EXT\.?\s?/\s?INT|I\s?/\s?E|E\s?/\s?I|INT|EXT|EST|INTERIOR|EXTERIOR)(?:\.|\s|:|$)[.\s:\-]*",
    re.IGNORECASE,
)
_ENGLISH_LABEL = re.compile(
    r"^SCENE\s+(\d{1,4}[A-Z]?|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|[IVX]{1,6})\s*(?:[.:,\-–—]+\s*|$)", re.IGNORECASE
)
_COUNT = "[0-9０-９一二三四五六七八九十百零两]{1,5}"
_CHINESE_LABEL = re.compile(rf"^(?:第\s?({_COUNT})\s?[场幕]|场[景次]\s?({_COUNT}))\s*[：:、.．，,\s]*")
_NUMBER_LABEL = re.compile(r"^(\d{1,4}(?:[-–]\d{1,4})?)\s*[.、．)）]?\s*")
_CHINESE_TOKEN = re.compile(r"[\s,，。.．、/／·•—–\-:：|()（）\[\]【】]+")
_DASHES = re.compile(r"\s+[-–—]+\s+|\s*--+\s*|\s*[–—]\s*|\.\s+(?=[A-Z]+$)")
_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")

_INSIDE = {"内", "内景", "室内", "屋内", "内部", "車内", "车内", "INT", "INT."}
_OUTSIDE = {"外", "外景", "室外", "户外", "屋外", "EXT", "EXT."}
_BOTH = {"内外", "内外景", "外内"}

TIMES_EN: dict[str, TimeOfDay] = {
    "DAWN": TimeOfDay.DAWN, "SUNRISE": TimeOfDay.DAWN, "DAYBREAK": TimeOfDay.DAWN, "FIRST LIGHT": TimeOfDay.DAWN,
    "BEFORE DAWN": TimeOfDay.DAWN, "PRE-DAWN": TimeOfDay.DAWN, "EARLY MORNING": TimeOfDay.MORNING,
    "NEXT MORNING": TimeOfDay.MORNING, "MORNING": TimeOfDay.MORNING, "DAY": TimeOfDay.DAY, "NOON": TimeOfDay.DAY,
    "MIDDAY": TimeOfDay.DAY, "DAYTIME": TimeOfDay.DAY, "NEXT DAY": TimeOfDay.DAY, "AFTERNOON": TimeOfDay.AFTERNOON,
    "LATE AFTERNOON": TimeOfDay.AFTERNOON, "SUNSET": TimeOfDay.SUNSET, "GOLDEN HOUR": TimeOfDay.SUNSET,
    "MAGIC HOUR": TimeOfDay.SUNSET, "SUNDOWN": TimeOfDay.SUNSET, "DUSK": TimeOfDay.DUSK, "EVENING": TimeOfDay.DUSK,
    "TWILIGHT": TimeOfDay.DUSK, "NIGHTFALL": TimeOfDay.DUSK, "EARLY EVENING": TimeOfDay.DUSK, "NIGHT": TimeOfDay.NIGHT,
    "MIDNIGHT": TimeOfDay.NIGHT, "LATE NIGHT": TimeOfDay.NIGHT, "TONIGHT": TimeOfDay.NIGHT, "NIGHTTIME": TimeOfDay.NIGHT,
}  # fmt: skip
TIMES_ZH: dict[str, TimeOfDay] = {
    "黎明": TimeOfDay.DAWN, "拂晓": TimeOfDay.DAWN, "破晓": TimeOfDay.DAWN, "日出": TimeOfDay.DAWN, "凌晨": TimeOfDay.DAWN,
    "天亮": TimeOfDay.DAWN, "清晨": TimeOfDay.MORNING, "早晨": TimeOfDay.MORNING, "早上": TimeOfDay.MORNING,
    "上午": TimeOfDay.MORNING, "清早": TimeOfDay.MORNING, "晨": TimeOfDay.MORNING, "早": TimeOfDay.MORNING,
    "白天": TimeOfDay.DAY, "日间": TimeOfDay.DAY, "中午": TimeOfDay.DAY, "正午": TimeOfDay.DAY, "日": TimeOfDay.DAY,
    "下午": TimeOfDay.AFTERNOON, "午后": TimeOfDay.AFTERNOON, "日落": TimeOfDay.SUNSET, "夕阳": TimeOfDay.SUNSET,
    "落日": TimeOfDay.SUNSET, "黄昏": TimeOfDay.DUSK, "傍晚": TimeOfDay.DUSK, "暮色": TimeOfDay.DUSK, "暮": TimeOfDay.DUSK,
    "晚上": TimeOfDay.NIGHT, "夜晚": TimeOfDay.NIGHT, "深夜": TimeOfDay.NIGHT, "午夜": TimeOfDay.NIGHT, "夜里": TimeOfDay.NIGHT,
    "半夜": TimeOfDay.NIGHT, "夜间": TimeOfDay.NIGHT, "夜": TimeOfDay.NIGHT, "晚": TimeOfDay.NIGHT,
}  # fmt: skip
_SAME = {"CONTINUOUS", "LATER", "SAME", "SAME TIME", "MOMENTS LATER", "CONT'D", "CONT", "LATER THAT DAY", "MOMENTARILY", "续", "稍后", "同时"}  # fmt: skip
_TIME_TAIL = re.compile(r"[\s,]+(" + "|".join(sorted(map(re.escape, TIMES_EN), key=len, reverse=True)) + r")$", re.IGNORECASE)
_TIME_WORD = re.compile(r"\b(" + "|".join(sorted(map(re.escape, TIMES_EN), key=len, reverse=True)) + r")\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """What a heading says. `interior` is None for both or unsaid, `time` is None for "later", "continuous" or unsaid."""

    place: str
    interior: bool | None
    time: TimeOfDay | None
    number: str = ""


def is_heading(text: str) -> bool:
    """Whether one line, standing alone, is a scene heading in English or Chinese."""
    text = text.strip()
    if not text or len(text) > _LONGEST or "\n" in text:
        return False
    if _ENGLISH.match(text):
        return True
    return _chinese(text) is not None


def is_label(text: str) -> bool:
    """Whether a line opens a scene by its number, as in `Scene 3: the pier` (for plain text only)."""
    text = text.strip()
    return len(text) <= _LONGEST and (_ENGLISH_LABEL.match(text) is not None or _CHINESE_LABEL.match(text) is not None)


def read_heading(text: str) -> Heading:
    """What a heading says; anything is accepted, since a heading may be forced."""
    text = " ".join(text.split())[:_LONGEST]
    chinese = _chinese(text)
    if chinese is not None:
        return chinese
    number = ""
    label = _ENGLISH_LABEL.match(text)
    if label and not _ENGLISH.match(text):
        number, text = label[1], text[label.end() :]
    interior: bool | None = None
    match = _ENGLISH.match(text)
    if match:
        side = match[1].upper().replace(".", "").replace(" ", "")
        interior = None if "/" in side else side.startswith("INT")
        text = text[match.end() :]
    place, time = _place_and_time(text)
    if any("\u3400" <= char <= "\u9fff" for char in text) and time is None:
        place, time = _loose_chinese(text)
    return Heading(place, interior, time, number)


def _place_and_time(text: str) -> tuple[str, TimeOfDay | None]:
    bare = " ".join(_BRACKETS.sub(" ", text).split()) or text
    parts = [part.strip(" .,-–—") for part in _DASHES.split(bare)]
    time: TimeOfDay | None = None
    kept: list[str] = []
    for index, part in enumerate(parts):
        upper = part.upper()
        found = TIMES_EN.get(upper) or TIMES_ZH.get(part)
        if found is None and index and upper not in _SAME:
            word = _TIME_WORD.search(part)
            if word and len(part.split()) <= 4:
                found = TIMES_EN[word[1].upper()]
        if found is not None and (index or len(parts) == 1):
            time = found
        elif index and upper in _SAME:
            continue
        elif part:
            kept.append(part)
    if time is None and kept:
        tail = _TIME_TAIL.search(kept[-1])
        if tail:
            time = TIMES_EN[tail[1].upper()]
            kept[-1] = kept[-1][: tail.start()].strip(" ,.-")
    return " - ".join(filter(None, kept)), time


def _tokens(text: str) -> list[str]:
    return [token for token in _CHINESE_TOKEN.split(text) if token]


def _chinese(text: str) -> Heading | None:
    """A Chinese heading, or None. Needs a scene label, or 内/外 as a word of its own, and no sentence."""
    if not any("\u3400" <= char <= "\u9fff" for char in text[:80]) or len(text) > 60:
        return None
    label = _CHINESE_LABEL.match(text)
    number = next(filter(None, label.groups()), "") if label else ""
    rest = text[label.end() :] if label else text
    numbered = None if label else _NUMBER_LABEL.match(rest)
    if numbered and numbered[1]:
        number, rest = numbered[1], rest[numbered.end() :]
    if any(char in rest for char in "！？；“”‘’「」!?") or rest.endswith(("。", "，")):
        return None
    if not label and (sum(rest.count(char) for char in "，,：:") > 3 or re.search(r"[：:]\s*\S{8,}", rest)):
        return None
    tokens = _tokens(rest)
    sides = [token for token in tokens if _side(token) is not False]
    times = [token for token in tokens if token in TIMES_ZH]
    if not label and not (sides and (len(tokens) > 1)) and not (numbered and times and len(tokens) > 1):
        return None
    if not label and sides and tokens[0] not in sides and tokens[-1] not in sides and not numbered:
        return None
    interior: bool | None = None
    if sides:
        said = {_side(token) for token in sides}
        interior = True if said == {"in"} else False if said == {"out"} else None
    place = [token for token in tokens if token not in sides and token not in times and token not in _SAME]
    time = TIMES_ZH[times[0]] if times else None
    if time is None:
        for index, token in enumerate(place):
            found = _time_inside(token)
            if found is not None and len(token) <= 4 and (len(place) > 1):
                time = found
                del place[index]
                break
    return Heading(" ".join(place), interior, time, number)


def _loose_chinese(text: str) -> tuple[str, TimeOfDay | None]:
    tokens = _tokens(text)
    times = [token for token in tokens if token in TIMES_ZH]
    return " ".join(token for token in tokens if token not in times), TIMES_ZH[times[0]] if times else None


def _side(token: str) -> str | bool:
    upper = token.upper()
    if upper in _INSIDE:
        return "in"
    if upper in _OUTSIDE:
        return "out"
    return "both" if upper in _BOTH else False


def _time_inside(token: str) -> TimeOfDay | None:
    return next((time for word, time in TIMES_ZH.items() if len(word) > 1 and word in token), None)
