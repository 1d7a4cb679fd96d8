"""How long words and actions take, counted in milliseconds inside and in frames outside."""

from __future__ import annotations

import re
from fractions import Fraction

_WORD = re.compile(r"[A-Za-z0-9À-ɏ][\w'’\-]*")
_CJK = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")
_SHORT_PAUSE = re.compile(r"[,;:，、；：]|--|—|–")
_LONG_PAUSE = re.compile(r"[.!?。！？]+|…+")
_SLOW = re.compile(
    r"\b(slowly|long beat|long moment|a moment|finally|silence|waits?|for a while|gently)\b|缓缓|慢慢|许久|沉默|良久|静静|片刻",
    re.I,
)
_QUICK = re.compile(r"\b(suddenly|quick(?:ly)?|snaps?|slams?|flash(?:es)?|darts?)\b|突然|猛地|一闪|飞快", re.I)

LONGEST_SHOT = 8_000
SHORTEST_SHOT = 1_500


def spoken(words: str, manner: str = "") -> int:
    """Milliseconds to say the words: 2.6 English words or 4.3 Chinese characters a second, with pauses."""
    length = len(_WORD.findall(words)) * 385 + len(_CJK.findall(words)) * 233 + len(_OTHER.findall(words)) * 90
    pauses = len(_SHORT_PAUSE.findall(words)) * 150 + max(0, len(_LONG_PAUSE.findall(words)) - 1) * 350
    if re.search(r"\b(beat|pause|slowly|hesitat\w+)\b|停顿|迟疑|缓缓", manner):
        pauses += 800
    return max(500, length + pauses)


def acted(action: str) -> int:
    """Milliseconds that an action holds the screen: from the length of its words, slower or quicker as they say, 8 s at most."""
    length = len(_WORD.findall(action)) * 250 + len(_CJK.findall(action)) * 145 + len(_OTHER.findall(action)) * 45
    if _SLOW.search(action):
        length += 1_200
    if _QUICK.search(action):
        length = length * 4 // 5
    return min(LONGEST_SHOT, max(1_800, length + 700))


def frames(milliseconds: int, rate: Fraction) -> int:
    """Whole frames that cover this time at `rate` frames a second, at least one and a half second's worth."""
    time = Fraction(max(milliseconds, SHORTEST_SHOT), 1000) * rate
    return max(1, -(-time.numerator // time.denominator))
