"""How a text asks to be framed: size, angle and move, what is close on whom, and the words that are left for the scene."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generation.drivers.previs.reading_sense import Text, Word
from generation.drivers.previs.vocabulary import word_set

_PLAIN = word_set("plain")
_CONTEXT = re.compile(
    r"\b(?:shot|angle|view|camera|frame|lens|close|framing|cut|we|scene|perspective|level)\b|镜头|机位|画面|拍|特写|视角|构图|景"
)
_TITLE = re.compile(
    r"(?:\b(?:super|title(?: card)?|caption|chyron|text on screen|on-screen text|intertitle)\s*[:：]?\s*"
    r"|(?:字幕|标题|片名|屏幕上?(?:显示|打出)(?:文字)?)\s*[:：]?\s*)"
    r"[\"“「『'‘]([^\"”」』\n]{1,200})[\"”」』'’]|^[ \t]*(?:super|title(?: card)?)\s*[:：]\s*([^\n\"]{1,200})$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Framing:
    """What the words ask of the camera; '' where they are silent. `on` are the tokens after which its subject is named."""

    size: str
    angle: str
    move: str
    on: tuple[int, ...]
    titles: tuple[str, ...]


def find_framing(text: Text) -> tuple[Framing, Text]:
    """The camera's words, and the text without them."""
    told = bool(_CONTEXT.search(text.source.lower()))
    found: dict[str, str] = {"size": "", "angle": "", "move": ""}
    on: list[int] = []
    used: list[Word] = []
    for word in text.words:
        if not word.has("size", "angle", "move") or not _meant(text, word, told):
            continue
        for sense in word.senses:
            if sense.kind in found and not found[sense.kind]:
                found[sense.kind] = sense.value
        if word.has("size", "move") or word.value("angle") == "point-of-view":
            on.append(word.match.last)
        used.append(word)
    titles = tuple((one[1] or one[2]).strip() for one in _TITLE.finditer(text.source))
    spoken = [(one.start(), one.end()) for one in _TITLE.finditer(text.source)]
    rest = tuple(
        word
        for word in text.words
        if word not in used
        and not _camera_verb(text, word)
        and not any(start <= text.tokens[word.at].start < end for start, end in spoken)
    )
    return Framing(found["size"], found["angle"], found["move"], tuple(on), titles), replace(text, words=rest)


def _meant(text: Text, word: Word, told: bool) -> bool:
    """Plain words such as 'wide' or 'profile' speak of the camera only near its own words."""
    low = word.text.lower()
    if word.match.first != word.match.last and low not in ("pan across",):
        return True
    if text.tokens[word.at].chinese:
        return low not in _PLAIN or told or len(text.source) < 12
    if low not in _PLAIN:
        return low not in ("truck", "ms", "ws", "fs", "ls") or (low != "truck" and word.text.isupper())
    if low == "truck":
        return word.sense("prop") is None and "camera" in text.source.lower()
    near = " ".join(text.low(k) for k in range(word.at - 3, word.match.last + 4))
    return bool(_CONTEXT.search(near)) or (
        word.at == 0 and text.low(word.match.last + 1) in (":", ",", "-", "on", "of", "–", ".")
    )


def _camera_verb(text: Text, word: Word) -> bool:
    """`The camera follows her`, `the frame holds`: what the camera does is nobody's deed."""
    if not word.has("verb") or text.tokens[word.at].chinese:
        return text.low(word.at - 1) in ("镜头", "摄影机", "相机镜头", "画面") and word.has("verb")
    for back in range(1, 6):
        low = text.low(word.at - back)
        if low in ("camera", "frame", "lens", "shot", "lighting", "light", "lights", "background", "view", "focus"):
            return True
        if low in (".", ";", ",", "while", "as", "") or not low.isalpha():
            return False
    return False
