"""People whom prose never puts in capitals: by their first names, or by what they are: "an old fisherman", `一个女孩`."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from collections.abc import Iterable

from storyboard.screenplay.describing import MEN, WOMEN

_NOUNS = (
    "fisherman|woman|man|girl|boy|child|kid|baby|lady|gentleman|stranger|sailor|captain|soldier|doctor|nurse|teacher|policeman|policewoman|officer|"
    "waiter|waitress|barista|bartender|chef|cook|driver|priest|nun|monk|king|queen|prince|princess|knight|wizard|witch|farmer|painter|musician|"
    "violinist|pianist|dancer|singer|writer|student|professor|detective|thief|astronaut|robot|grandmother|grandfather|mother|father|widow|keeper|"
    "gardener|postman|mailman|shopkeeper|baker|clown|beggar|hunter|traveler|traveller|tourist|photographer|scientist|mechanic|guard|clerk|librarian"
)
_PERSON = re.compile(rf"\b(?:[Aa]n?|[Oo]ne)\s+((?:(?!of\b|in\b|on\b|and\b|with\b)[a-z'\-]{{2,15}},?\s+){{0,3}}?)({_NOUNS})\b")
_THE_PERSON = re.compile(rf"\b[Tt]he\s+((?:(?:old|young|little|tall|thin|small|blind|tired|lighthouse)\s+){{0,2}})({_NOUNS})\b")
_APPOSITION = re.compile(r"[A-Z][a-z'\-]+,\s*$")
_NAMED_AFTER = re.compile(r"^(?:\s+(?:named|called)|,)?\s+[A-Z][a-z]+")
_WORN = re.compile(
    r"^,? (?:in|with|wearing) (?:an?|his|her) (?:[a-z\-]+ ){0,3}(?:coat|raincoat|jacket|sweater|shirt|dress|hat|cap|scarf|suit|hair|beard|uniform|boots|apron|robe|glasses|eyes)\b"
)
_NAME_ZH_AFTER = re.compile(r"[老小阿][\u4e00-\u9fff]")
_NOUNS_ZH = (
    "老渔夫|渔夫|老人|老太太|老头|老奶奶|老爷爷|小女孩|小男孩|女孩|男孩|姑娘|小姑娘|小伙子|少年|少女|女人|男人|孩子|水手|船长|守塔人|看守|钟表匠|士兵|医生|护士|老师|警察|"
    "服务员|厨师|司机|神父|和尚|国王|王后|王子|公主|骑士|农夫|画家|钢琴家|舞者|歌手|作家|学生|教授|侦探|小偷|宇航员|机器人|母亲|父亲|妈妈|爸爸|奶奶|爷爷|店主|老板|邮递员"
)
_PERSON_ZH = re.compile(rf"((?:一个|一位|一名)?(?:[\u4e00-\u9fff]{{1,6}}的)?)({_NOUNS_ZH})")
_CALLED_ZH = re.compile(
    rf"({_NOUNS_ZH})[，,]?(?:他|她)?(?:的)?(?:名叫|名字叫|叫做|名为|叫)([\u4e00-\u9fff]{{2,3}}?)(?=[，。、；的])|({_NOUNS_ZH})([小阿][\u4e00-\u9fff])(?=[\u4e00-\u9fff，])"
    rf"|({_NOUNS_ZH})[^，。；]{{0,4}}[，,]名叫([\u4e00-\u9fff]{{2,3}}?)(?=[，。、；])"
)
_CALLED = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he|[Oo]ne)\s+(?:[a-z\-]+\s+){{0,3}}?({_NOUNS}|[a-z]+maker)\s+(?:called|named)\s+([A-Z][a-z'\-]+)"
)
_NAME_ZH = re.compile(r"(?<![\u4e00-\u9fff])([老小阿][\u4e00-\u9fff])(?=[\u4e00-\u9fff，、和])")
_NOT_NAMES_ZH = {"老人", "老板", "老师", "老头", "老太", "老渔", "老家", "老爷", "老奶", "老婆", "老公", "老虎", "小时", "小心", "小声", "小孩", "小女", "小男", "小伙", "小姑", "小船", "小路", "小镇",
                 "小屋", "小巷", "小猫", "小狗", "小岛", "小店", "小雨", "小雪", "小鸟", "老旧", "老鼠", "阿姨", "小车", "小桥", "小河", "小院", "小山"}  # fmt: skip
_CAPITAL = re.compile(r"(?<![.!?\"“”] )(?<!^)\b([A-Z][a-z]{2,15})(?=\s+(?:[a-z]+(?:s|ed|t|ld|g)\b|and\b)|['’]s\b|,)")
_AFTER_PLACE = re.compile(r"\b(?:in|at|from|to|of|near|through|across|on|via|toward|towards)\s$")
_CALENDAR = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Christmas",
        "Easter",
        "English",
        "French",
        "German",
        "Spanish",
        "Italian",
        "Chinese",
        "American",
        "British",
        "God",
        "Then",
        "When",
        "While",
        "There",
        "They",
        "She",
        "Her",
        "His",
        "The",
        "And",
        "But",
        "Not",
    ]
)


def first_names(texts: Iterable[str]) -> list[str]:
    """Names that stand in the text as names do: known first names, and capitals inside sentences before a verb."""
    found: dict[str, None] = {}
    counts: dict[str, int] = {}
    for text in texts:
        for match in re.finditer(r"\b[A-Z][a-z]{1,15}\b", text):
            word = match[0]
            if word.lower() in WOMEN | MEN and word.lower() not in _ALSO_WORDS:
                found[word] = None
        once: set[str] = set()
        for match in _CAPITAL.finditer(text):
            if (
                match[1] not in once
                and len(once) < 200
                and match[1] not in _CALENDAR
                and not _AFTER_PLACE.search(text[max(0, match.start() - 9) : match.start()])
            ):
                once.add(match[1])
                counts[match[1]] = counts.get(match[1], 0) + len(re.findall(rf"\b{match[1]}\b", text[:20_000]))
        for match in _NAME_ZH.finditer(text):
            if match[1] not in _NOT_NAMES_ZH:
                counts[match[1]] = counts.get(match[1], 0) + 1
    for word, count in counts.items():
        if count >= 2:
            found[word] = None
    return list(found)[:500]


_ALSO_WORDS = {"will", "mark", "may", "rose", "grace", "lily", "ivy", "holly", "frank", "wei", "jun", "ana", "roy", "penny", "iris", "eve", "bill", "sue"}  # fmt: skip


def called(texts: Iterable[str]) -> dict[str, str]:
    """Name → what that somebody is, where prose says both at once: `a girl called Wren`, `老人，名叫陈伯`, `女孩小满`."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _CALLED.finditer(text):
            found.setdefault(match[2], match[1])
        for match in _CALLED_ZH.finditer(text):
            noun, name = next((match[n], match[n + 1]) for n in (1, 3, 5) if match[n])
            if name not in _NOT_NAMES_ZH:
                found.setdefault(name, noun)
    return found


def persons(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name → (the word that means them afterwards, what was said): `{"Old fisherman": ("fisherman", "an old fisherman")}`."""
    found: dict[str, tuple[str, str]] = {}
    nouns: set[str] = set()
    for text in texts:
        spots = [(match.start(), match) for pattern in (_PERSON, _THE_PERSON) for match in pattern.finditer(text)]
        for start, match in sorted(spots, key=lambda one: one[0]):
            noun = match[2]
            if (
                noun in nouns
                or _APPOSITION.search(text[max(0, start - 30) : start])
                or _NAMED_AFTER.match(text[match.end() : match.end() + 30])
            ):
                continue
            nouns.add(noun)
            words = " ".join(f"{match[1]}{noun}".replace(",", "").split())
            worn = _WORN.match(text[match.end() : match.end() + 80])
            found[words[0].upper() + words[1:]] = (noun, match[0] + (worn[0].rstrip(" ,") if worn else ""))
        for match in _PERSON_ZH.finditer(text):
            noun = match[2]
            if _NAME_ZH_AFTER.match(text[match.end() : match.end() + 2]):
                continue  # 老板老陈 is one person
            if noun in nouns or any(noun in known or known in noun for known in nouns):
                continue
            nouns.add(noun)
            found[noun] = (noun, re.sub(r"^(?:一个|一位|一名)", "", match[0]))
    return dict(list(found.items())[:200])
