"""What a script says about somebody's looks when it first names them: age, sex, clothes, in its own words."""

# ruff: noqa: E501, SIM905 - lists of words are read as lists

from __future__ import annotations

import re

_STARTS = re.compile(
    r"^(?:a|an|the|in|with|wearing|dressed|his|her|their|age|aged|late|early|mid|about|around|now|barely|maybe|\d|"
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"five|six|seven|eight|nine|four|three|two))\b",
    re.IGNORECASE,
)
_CLOTHES = re.compile(
    r"\b(coat|raincoat|jacket|sweater|shirt|dress|hat|cap|scarf|suit|glasses|hair(?:ed)?|beard(?:ed)?|uniform|boots|jeans|skirt|apron|"
    r"hoodie|robe|tie|moustache|mustache|vest|eyes|wears|wearing|dressed|tall|short|thin|slim|heavy|broad|bald|handsome|pretty|gorgeous)\b",
    re.IGNORECASE,
)
_DESCRIBES_ZH = re.compile(
    r"岁|穿|戴|留着|身材|头发|短发|长发|马尾|辫|胡子|胡须|眼镜|中年|年轻|老人|老年|女孩|男孩|姑娘|小伙|少年|少女|男人|女人|渔夫|高个|瘦|胖|外套|雨衣|毛衣|帽|围巾|裙|衬衫|白发|脸|皮肤|系着"
)
_LEAD = re.compile(
    r"(?:^|[,;.]\s|\b(?:by|with|to|and|see|sees|finds?|meets?)\s)((?:[Aa]n?|[Hh]is|[Hh]er|[Tt]he|[Tt]heir)\s(?:[a-z'][a-z'\-]{1,20}\s?){1,6}),?\s*$"
)
_VERB_TAIL = re.compile(
    r"\b(?:and|or|with|to|by|for|from|at|on|in|of|as|is|are|opens?|sees?|says?|calls?|meets?|finds?|but|then|while|when|enters?|behind|near|reveals?)\s*$"
)
_ACTS_ZH = re.compile(
    r"^(?:正|在|坐|站|走|跑|看|望|推|拿|抱|冲|提|低头|抬头|转身|说|笑|把|向|从|缓缓|慢慢|靠|蹲|躺|端|举|补|修|忽然|突然)"
)
_AGE = re.compile(
    r"\b(?:(?:in (?:his|her|their) )?(?:early |mid |late |early-|mid-|late-)?\d0'?s|(?:early|mid|late)[- ]?(?:twenties|thirties|forties|fifties|sixties|"
    r"seventies|eighties)|(?:in (?:his|her|their) )?(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|teens)|"
    r"age[d]?\s*:?\s*\d{1,3}|\d{1,3}[- ]year[s]?[- ]old|(?:[a-z]+-)?[a-z]+-year[- ]old|(?:girl|boy|child|kid|woman|man) of (?:about )?[a-z]+(?:-[a-z]+)?)\b"
    r"|(?<![\d.:/])\d{1,2}(?=\s*(?:,|;|$|\)|and\b|with\b|years))",
    re.IGNORECASE,
)
_AGE_WORDS = re.compile(
    r"\b(baby|toddler|child|kid|teen(?:ager|age)?|young|middle-aged|elderly|old)\b|\b(ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|six|seven|eight|nine)(?=\s*(?:,|$|\)))",
    re.IGNORECASE,
)
_AGE_ZH = re.compile(
    r"(?:约|大约)?(?:\d{1,3}|[一二三四五六七八九十百两]{1,4})(?:多|几|来|出头)?岁(?:出头|左右|上下)?|中年|老年|青年|少年|幼年|年轻|年老"
)
_WOMAN = re.compile(
    r"\b(girl|woman|mother|mom|mum|lady|wife|sister|daughter|bride|queen|princess|aunt|grandmother|grandma|granny|actress|waitress|nun|she|"
    r"her|hers|herself|mrs|ms|miss|widow|schoolgirl|female|madam)\b|女|母|妈|奶奶|姐|妹|姑娘|婆|阿姨|辫|(?<![\u4e00-\u9fff])她",
    re.IGNORECASE,
)
_MAN = re.compile(
    r"\b(boy|man|father|dad|gentleman|husband|brother|son|groom|king|prince|uncle|grandfather|grandpa|actor|waiter|monk|priest|fisherman|he|"
    r"his|him|himself|mr|sir|widower|schoolboy|male|guy|policeman|beard(?:ed)?|moustache)\b|男|父|爸|爷|哥|弟|叔|伯|公公|小伙|渔夫|老头|老汉|胡子|胡须|(?<![\u4e00-\u9fff])他",
    re.IGNORECASE,
)
WOMEN = frozenset(
    """anna anne maria mary sarah sandra josephine emma olivia ava isabella sophia mia charlotte amelia emily elizabeth sofia grace lily
    hannah nora ella lucy alice jane julia kate katie laura linda lisa margaret martha nina rachel rose ruth susan victoria clara eva
    helen iris jenny joan judy karen mei ling yuki priya fatima elena ana ines carmen lucia rosa sara zoe jessica amy betty diana
    ellen eve fiona gloria holly ivy jill kim leah maya molly nancy olga paula penny rebecca sally stella tess tina vera wendy""".split()
)
MEN = frozenset(
    """john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul
    andrew joshua kenneth kevin brian george edward will ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen
    larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam henry
    nathan douglas zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence
    jesse dylan bryan joe billy bruce albert willie gabriel alan juan wayne roy ralph randy eugene vincent russell louis bobby philip
    johnny dan dick tom tomas tomás sam ben max leo luke oscar hugo ivan omar ali ahmed wei jun hans karl pierre luca marco""".split()
)


def describe(sentence: str, start: int, end: int, after: str = "") -> str:
    """What `sentence` says of whoever is named at `[start:end]`; `after` is the next sentence. "" when nothing."""
    if re.search(r"[\u3400-\u9fff]", sentence):
        return _chinese(sentence, start, end, after)
    before, rest = sentence[:start], sentence[end:]
    parts: list[str] = []
    lead = _LEAD.search(before[-90:])
    if lead and not _VERB_TAIL.search(lead[1]):
        parts.append(re.sub(r"\s+(?:named|called)$", "", lead[1].strip()))
    bracket = re.match(r"\s*\(([^()]{1,200})\)", rest)
    if bracket:
        parts.append(bracket[1].strip())
        rest = rest[bracket.end() :]
    parts += _segments(rest)
    clause = re.match(r"\s+(?:is|wears|wearing|in|has)\s+((?:an?|his|her|dressed|all)\s[^.;!?]{3,120})", rest)
    if clause and (_CLOTHES.search(clause[1]) or (re.match(r"an?\s", clause[1]) and " is " in rest[:5])):
        parts.append(re.split(r",| who | that | and (?=[a-z]+s\b)", clause[1])[0].strip())
    if re.match(r"^(?:He|She|They)(?:'s| is| wears| has)\s", after) and (_CLOTHES.search(after) or _AGE.search(after)):
        parts.append(re.sub(r"^(?:He|She|They)(?:'s| is| wears| has)\s+", "", after).rstrip("."))
    return "; ".join(dict.fromkeys(part for part in parts if part))[:300]


def _segments(rest: str) -> list[str]:
    """Descriptive clauses between commas after a name."""
    match = re.match(r"\s*,\s*", rest)
    if not match:
        return []
    segments = rest[match.end() : match.end() + 300].rstrip(".!?").split(", ")
    kept: list[str] = []
    for index, segment in enumerate(segments):
        closed = index + 1 < len(segments)
        words = segment.split()
        fits = bool(_STARTS.match(segment)) or (closed and index == 0 and len(words) <= 6 and not segment.endswith("ing"))
        worn = re.match(r"(?:in|with|wearing|dressed)\b", segment) is not None
        brief = len(words) <= 8 and bool(_CLOTHES.search(segment) or _AGE.search(segment))
        if not fits or len(words) > 14 or not (closed or worn or brief):
            break
        kept.append(segment.strip())
    return kept


def _chinese(sentence: str, start: int, end: int, after: str) -> str:
    parts: list[str] = []
    before = re.split(r"[，。；！？、：]", sentence[:start])[-1]
    if before and len(before) <= 24 and _DESCRIBES_ZH.search(before):
        parts.append(
            re.sub(r"^.*?(?:边|里|上|旁|前)(?=[^，]{2,})", "", before)
            if not re.match(r"[\d一二三四五六七八九十]", before)
            else before
        )
    rest = sentence[end:]
    bracket = re.match(r"\s*[（(]([^（）()]{1,120})[）)]", rest)
    if bracket:
        parts.append(bracket[1])
        rest = rest[bracket.end() :]
    for index, segment in enumerate(re.split(r"[，,；;]", rest.rstrip("。！？"))[:8]):
        segment = segment.strip()
        if not segment and index == 0:
            continue
        if not _DESCRIBES_ZH.search(segment) or _ACTS_ZH.match(segment):
            break
        parts.append(segment.removeprefix("是"))
    if re.match(r"[他她]", after) and _DESCRIBES_ZH.search(after[:30]):
        for segment in re.split(r"[，,；;]", after[1:].rstrip("。！？"))[:6]:
            if not _DESCRIBES_ZH.search(segment) or _ACTS_ZH.match(segment):
                break
            parts.append(segment.removeprefix("是"))
    return "，".join(dict.fromkeys(filter(None, parts)))[:200]


def age_in(text: str) -> str:
    """The age as the words say it, or ""."""
    chinese = _AGE_ZH.search(text)
    if chinese:
        return chinese[0]
    match = _AGE.search(text) or _AGE_WORDS.search(text)
    if not match:
        return ""
    words = re.sub(
        r"^(?:in (?:his|her|their) |age[d]?\s*:?\s*|(?:girl|boy|child|kid|woman|man) of (?:about )?)", "", match[0], flags=re.I
    )
    return re.sub(r"[- ]years?[- ]old$", "", words, flags=re.I).replace("'s", "s")


def gender_in(name: str, description: str, around: str = "") -> str:
    """`woman`, `man`, or "" when neither name, description nor the pronouns around tell."""
    for text in (re.sub(r"^(?:his|her|their) ", "", description, flags=re.I), name):
        women, men = len(_WOMAN.findall(text)), len(_MAN.findall(text))
        if women != men:
            return "woman" if women > men else "man"
    first = name.lower().split()[0] if name.split() else ""
    if first in WOMEN or first in MEN:
        return "woman" if first in WOMEN else "man"
    women, men = len(_WOMAN.findall(around)), len(_MAN.findall(around))
    return "" if women == men else "woman" if women > men else "man"
