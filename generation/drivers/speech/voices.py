"""Chooses a voice for a character from its description: the same for the same words, another for another character."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generation.operation import BadInput


class Choice(NamedTuple):
    """A voice id (`af_heart`, `af_heart&af_sky`, `am_puck+3`: see `kokoro.VoiceId`) and the pace that suits the character."""

    voice: str
    pace: float


@dataclass(frozen=True)
class _Voice:
    name: str
    grade: float  # how well it was recorded and learned, 0 to 1 (the model card's grades)
    pitch: int  # hertz, median of one measured sentence
    words: frozenset[str]

    @property
    def language(self) -> str:
        return "zh" if self.name[0] == "z" else "en"

    @property
    def gender(self) -> str:
        return self.name[1]

    @property
    def british(self) -> bool:
        return self.name[0] == "b"


class Listed(NamedTuple):
    """A recorded speaker as a person chooses one: `words` are a few on how it sounds, in `en` and in `zh`."""

    id: str
    title: str
    language: str
    gender: str
    words: dict[str, str]


def _voice(name: str, grade: float, pitch: int, words: str) -> _Voice:
    return _Voice(name, grade, pitch, frozenset(words.split()))


_VOICES = (
    _voice("af_heart", 1.0, 197, "warm gentle kind young"),
    _voice("af_bella", 0.95, 203, "lively bright confident young"),
    _voice("af_nicole", 0.6, 145, "quiet secretive breathy shy"),
    _voice("af_aoede", 0.7, 171, "clear calm"),
    _voice("af_kore", 0.7, 146, "stern firm clear serious"),
    _voice("af_sarah", 0.7, 194, "friendly calm educated"),
    _voice("af_alloy", 0.6, 146, "deep calm serious old"),
    _voice("af_nova", 0.6, 171, "confident educated firm"),
    _voice("af_sky", 0.55, 167, "soft gentle young"),
    _voice("af_jessica", 0.45, 203, "bright lively young"),
    _voice("af_river", 0.45, 174, "calm clear"),
    _voice("am_michael", 0.75, 118, "warm kind calm"),
    _voice("am_fenrir", 0.75, 132, "firm confident serious young"),
    _voice("am_puck", 0.7, 110, "lively cheerful young"),
    _voice("am_echo", 0.45, 111, "calm serious clear"),
    _voice("am_eric", 0.45, 156, "friendly young educated"),
    _voice("am_liam", 0.45, 120, "lively young confident"),
    _voice("am_onyx", 0.5, 94, "deep gruff stern old"),
    _voice("am_adam", 0.35, 117, "gruff firm"),
    _voice("bf_emma", 0.85, 185, "warm educated calm"),
    _voice("bf_isabella", 0.65, 207, "bright kind young"),
    _voice("bf_alice", 0.5, 218, "clear confident young"),
    _voice("bf_lily", 0.5, 194, "soft gentle shy"),
    _voice("bm_fable", 0.65, 132, "warm lively kind"),
    _voice("bm_george", 0.65, 145, "calm educated old serious"),
    _voice("bm_lewis", 0.5, 98, "deep gruff old stern"),
    _voice("bm_daniel", 0.5, 128, "firm serious educated"),
    _voice("zf_xiaoxiao", 0.7, 231, "warm gentle kind calm"),
    _voice("zf_xiaobei", 0.65, 233, "lively cheerful bright"),
    _voice("zf_xiaoni", 0.65, 231, "clear firm educated confident"),
    _voice("zf_xiaoyi", 0.6, 293, "young bright lively child"),
    _voice("zm_yunxi", 0.7, 164, "young warm lively kind"),
    _voice("zm_yunjian", 0.7, 115, "deep stern firm old gruff"),
    _voice("zm_yunyang", 0.65, 132, "calm educated confident serious"),
    _voice("zm_yunxia", 0.65, 293, "young child bright"),
)
_BY_NAME = {voice.name: voice for voice in _VOICES}
_WRITTEN = {  # Mandarin speakers by the signs of their names
    "xiaoxiao": "晓晓", "xiaobei": "晓北", "xiaoni": "晓妮", "xiaoyi": "晓伊",
    "yunxi": "云希", "yunjian": "云健", "yunyang": "云扬", "yunxia": "云夏",
}  # fmt: skip
_KINDS = {"a": ("American", "美式英语"), "b": ("British", "英式英语"), "z": ("Mandarin", "普通话")}
_SOUNDS = {  # what the table says of a voice, in Chinese
    "warm": "温暖", "gentle": "温柔", "kind": "亲切", "young": "年轻", "lively": "活泼", "bright": "明亮", "confident": "自信",
    "quiet": "安静", "secretive": "神秘", "breathy": "气声", "shy": "腼腆", "clear": "清晰", "calm": "平静", "stern": "严厉",
    "firm": "坚定", "serious": "严肃", "friendly": "友善", "educated": "知性", "deep": "低沉", "old": "年长", "soft": "轻柔",
    "cheerful": "开朗", "gruff": "沙哑", "child": "童声",
}  # fmt: skip

# What descriptions say, in both languages, as regular expressions.
_QUALITIES = {
    "warm": r"warm|kind(ly|-hearted)?\b|温暖|温柔|亲切",
    "gentle": r"gentle|soft|tender|温柔|柔|轻声",
    "kind": r"\bkind|sweet|caring|friendly|善良|和蔼|慈祥",
    "lively": r"lively|energetic|playful|quick|restless|活泼|好动|调皮|热情",
    "cheerful": r"cheerful|happy|jolly|funny|laugh|开朗|快乐|爱笑|幽默",
    "bright": r"bright|eager|curious|机灵|聪明|好奇",
    "confident": r"confident|bold|proud|brave|leader|captain|自信|勇敢|骄傲|船长",
    "firm": r"firm|strong|tough|soldier|police|officer|detective|坚定|强壮|坚强|警察|军人|侦探",
    "stern": r"stern|strict|cold|harsh|grim|angry|severe|严厉|冷|凶|愤怒",
    "serious": r"serious|sober|thoughtful|melanchol|sad|严肃|沉默|忧郁|沉稳",
    "gruff": r"gruff|rough|husky|hoarse|gravel|weather-?(ed|beaten)|sailor|fisherman|miner|粗|沙哑|渔夫|渔民|水手|矿工",
    "deep": r"\bdeep|bass|\bbig\b|\bhuge\b|burly|giant|heavy|低沉|高大|魁梧|壮",
    "quiet": r"quiet|silent|whisper|安静|内向",
    "shy": r"shy|timid|nervous|害羞|胆小|腼腆",
    "secretive": r"secret|mysterious|sly|神秘|狡猾",
    "calm": r"calm|patient|wise|serene|平静|冷静|沉着|睿智",
    "educated": r"teacher|professor|doctor|lawyer|scientist|engineer|editor|writer|老师|教授|医生|律师|科学家|工程师|作家",
    "clear": r"narrator|news|announcer|singer|旁白|播音|歌手",
}
_FEMALE = (
    r"\b(she|her|woman|women|girl|female|lady|mother|mom|mum|daughter|sister|wife|aunt|grandmother|grandma|granny|queen|princess"
    r"|waitress|actress|widow|bride|nun|witch)\b|女|妈|母亲|奶奶|外婆|姥姥|姐|妹|阿姨|姑|婆|太太|小姐|妻|公主|她|娘"
)
_MALE = (
    r"\b(he|his|him|man|men|boy|male|gentleman|father|dad|son|brother|husband|uncle|grandfather|grandpa|king|prince|waiter|fisherman"
    r"|policeman|butler|monk|wizard|sir|lord|guy|fellow)\b|男|爸|父亲|爷爷|外公|姥爷|哥|弟|叔|伯|先生|丈夫|老头|渔夫|他|王子|小伙"
)
_CHILD = r"\b(child|kid|boy|girl|toddler|little (one|brother|sister)|schoolboy|schoolgirl)\b|小孩|孩子|[男女]孩|小朋友|小学生|童"
_YOUNG = r"\b(young|teen(age|ager)?|youth|student|adolescent|twenties)\b|年轻|少年|少女|青年|大学生|中学生|小伙|姑娘"
_ELDER = (
    r"\b(old|elderly|aged|ageing|aging|ancient|retired|grand(mother|father|ma|pa)|granny|white-haired|grey-haired|gray-haired"
    r"|seventies|eighties)\b|老人|老年|年迈|老头|老太|爷爷|奶奶|外婆|外公|白发|退休|老渔|老者|苍老"
)
_NOT_OLD = r"\b\d+([ -]years?[ -]|-)old\b|\bold friends?\b|\byears? old\b"
_BRITISH = r"\b(british|english(man|woman)|london|oxford|scottish|irish|welsh|lord|butler|duke|duchess|victorian)\b|英国|伦敦"
_AGE = r"\b(\d{1,3})\b(?!\s*(?:cm|kg|feet|metres|meters))|(\d{1,3})\s*岁"

_SMALL_YEARS = (
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_DECADES = (
    "twenty twenties thirty thirties forty forties fifty fifties sixty sixties seventy seventies eighty eighties ninety nineties"
)
_ENGLISH_YEARS = {word: years for years, word in enumerate(_SMALL_YEARS.split(), 3)}
_ENGLISH_YEARS |= {word: 25 + at // 2 * 10 for at, word in enumerate(_DECADES.split())}
_ENGLISH_AGE = (
    rf"\b(?:aged?|of|about|around|in (?:his|her|their)(?: early| mid| late)?|,)\s+({'|'.join(_ENGLISH_YEARS)})\b(?!\s+\w+ing\b)"
    rf"|\b({'|'.join(_ENGLISH_YEARS)})[ -]years?[ -]old\b"
)
_CHINESE_AGE = r"([一二三四五六七八九十两]{1,3})(?:岁|多岁|来岁)"


def listed() -> list[Listed]:
    """Every recorded speaker, English ones first, the best recorded first in each language."""
    return [_listed(one) for one in sorted(_VOICES, key=lambda one: (one.language, -one.grade, one.name))]


def require(voice: str) -> None:
    """Pass for a voice id made of recorded speakers: `af_heart`, `af_heart&af_sky`, `am_puck+3`.

    Raises:
        BadInput: VOICE_UNKNOWN.
    """
    names = re.sub(r"[+-][0-5]$", "", voice.removeprefix("kokoro/")).split("&")
    if unknown := [one for one in names if one not in _BY_NAME]:
        raise BadInput(
            f"There is no voice {unknown[0]!r}. Choose one of the list, or leave it to the description.", "VOICE_UNKNOWN"
        )


def _listed(voice: _Voice) -> Listed:
    name = voice.name.partition("_")[2]
    female, kind = voice.gender == "f", _KINDS[voice.name[0]]
    sounds = [one for one in _SOUNDS if one in voice.words]
    child = "child" in sounds
    who = ("girl" if female else "boy") if child else ("woman" if female else "man")
    whose = ("女童声" if female else "男童声") if child else ("女声" if female else "男声")
    heard = [one for one in sounds if one != "child"]
    english = ", ".join([f"{kind[0]} {who}", *heard])
    chinese = "，".join([f"{kind[1]}{whose}", "、".join(_SOUNDS[one] for one in heard)]).rstrip("，")
    title = _WRITTEN.get(name) or name.title()
    return Listed(voice.name, title, voice.language, "female" if female else "male", {"en": english, "zh": chinese})


def choose(description: str, *, gender: str = "", age: str = "", language: str = "en", taken: Collection[str] = ()) -> Choice:
    """The voice for a character of this description.

    Pure: equal arguments give an equal choice. `gender` ("female", "male", 女, 男, or empty to read it from the description) and
    `age` (a number of years or words such as "child", "elderly", 老年; or empty) win over the description. `taken` are the voices
    of the film's other characters: none of them comes back while there is another (there are at least thirty-five for anybody).
    Where every recorded speaker is taken, two or three are blended; then they are shifted. Children are women's voices shifted up
    by three or four semitones (the Mandarin set has two child voices of its own), elders are slower and, where the speaker is not
    deep already, a semitone or two lower.
    """
    band = _age_band(description, age)
    side = _gender(description, gender)
    wanted = {quality for quality, pattern in _QUALITIES.items() if re.search(pattern, description, re.I)}
    wanted |= {"child": {"child", "bright"}, "young": {"young"}, "elder": {"old", "deep"}}.get(band, set())
    british = bool(re.search(_BRITISH, description, re.I))
    jitter = hashlib.sha256(f"{description}|{gender}|{age}".encode()).digest()
    bases = {base for one in taken for base in re.sub(r"[+-]\d+$", "", one.removeprefix("kokoro/")).split("&")}
    pool = [voice for voice in _VOICES if voice.language == ("zh" if language == "zh" else "en")]
    ranked = sorted(pool, key=lambda one: (-_fit(one, side, band, wanted, british, jitter), one.name))
    given = {one.removeprefix("kokoro/") for one in taken}
    voices = list(_candidates([one.name for one in ranked if one.name not in bases], ranked, side, band))
    voice = next((one for one in voices if one not in given), voices[jitter[0] % len(voices)])
    return Choice(voice, {"elder": 0.92, "child": 1.03}.get(band, 1.0))


def _fit(voice: _Voice, side: str, band: str, wanted: set[str], british: bool, jitter: bytes) -> float:
    score = voice.grade + 0.35 * len(wanted & voice.words) + 0.2 * (jitter[sum(voice.name.encode()) % 32] / 255)
    if band == "child":
        score += (2.0 if "child" in voice.words else 0.0) + (voice.pitch - 150) / 100
        score -= 3.0 * (voice.gender == "m" and "child" not in voice.words)
        score -= 0.6 * (voice.name == ("zf_xiaoyi" if side == "m" else "zm_yunxia"))
    else:
        score -= 5.0 * (bool(side) and voice.gender != side) + 2.0 * ("child" in voice.words)
    if band == "elder":
        score += (200 - voice.pitch) / 150 - 0.4 * ("young" in voice.words)
    if british != voice.british and voice.language == "en":
        score -= 1.5 if british else 0.35
    return score


def _candidates(free: list[str], ranked: list[_Voice], side: str, band: str) -> Iterator[str]:
    """Voice ids, best first: free speakers, blends of two of them that fit, then the same again, shifted."""
    fitting = [one for one in ranked if _fits(one, side, band)]
    first = [name for name in free if _fits(_BY_NAME[name], side, band)]
    for name in first:
        yield name + _shift(_BY_NAME[name], side, band, 0)
    blends = [
        group for size in (2, 3) for group in itertools.combinations(fitting, size) if len({one.gender for one in group}) == 1
    ]
    for extra in (0, 1, -1, 2, -2):
        if extra:
            yield from (one.name + _shift(one, side, band, extra) for one in fitting)
        yield from ("&".join(one.name for one in group) + _shift(group[0], side, band, extra) for group in blends)


def _fits(voice: _Voice, side: str, band: str) -> bool:
    if band == "child":
        return voice.gender == "f" or "child" in voice.words
    return ("child" not in voice.words or voice.gender == "f") and (not side or voice.gender == side)


def _shift(voice: _Voice, side: str, band: str, extra: int) -> str:
    """Semitones: a child speaks near 280 Hz, an old man near 105, an old woman near 170; never further than five."""
    own = 0
    if band == "child" and voice.pitch < 260:
        own = (4 if voice.pitch < 185 else 3) - (side == "m")
    elif band == "elder":
        own = -1 if voice.pitch > (115 if voice.gender == "m" else 160) else 0
        own -= voice.pitch > 185
    elif band != "child" and "child" in voice.words:  # a child's voice lent to a grown woman
        own = -3
    total = max(-5, min(5, own + extra))
    return f"{total:+d}" if total else ""


def _gender(description: str, gender: str) -> str:
    """f, m, or empty when nothing says."""
    for words in (gender, description):
        female = len(re.findall(_FEMALE, words, re.I)) + 2 * bool(re.match(r"\s*f(emale)?\b", words, re.I))
        male = len(re.findall(_MALE, words, re.I)) + 2 * bool(re.match(r"\s*m(ale)?\b", words, re.I))
        if female != male:
            return "f" if female > male else "m"
    return ""


def _age_band(description: str, age: str) -> str:
    for words in (age, description):
        years = _years(words, alone=words is age)
        if years is not None:
            return "child" if years < 13 else "young" if years < 30 else "elder" if years >= 63 else "adult"
        plain = re.sub(_NOT_OLD, " ", words, flags=re.I)
        if re.search(_ELDER, plain, re.I):
            return "elder"
        if re.search(_YOUNG, plain, re.I):
            return "young"
        if re.search(_CHILD, plain, re.I) and not re.search(r"\b(man|woman|mother|father)\b", plain, re.I):
            return "child"
    return "adult"


def _years(words: str, alone: bool) -> int | None:
    """The age that the words give in years; a bare number counts only where it stands as an age does."""
    for match in re.finditer(_AGE, words):
        years = int(match[1] or match[2])
        if years < 120 and (alone or match[2] or re.search(rf"\b{years}\b\s*(,|\.|$|-?\s*years?|\))", words)):
            return years
    if english := re.search(_ENGLISH_AGE, words if not alone else f", {words}", re.I):
        return _ENGLISH_YEARS[(english[1] or english[2]).lower()]
    if chinese := re.search(_CHINESE_AGE, words):
        tens, ten, ones = chinese[1].rpartition("十")
        values = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "": 0}
        return values.get(tens or "一", 0) * 10 * bool(ten) + values.get(ones[-1:], 0)
    return None
