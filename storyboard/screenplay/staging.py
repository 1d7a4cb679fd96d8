"""How close and from where: what the words of an action, or a turn of talk, ask of the frame."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.drivers.previs.stage import Angle, Move, Size
from storyboard.screenplay.beats import Beat

_I = re.IGNORECASE
_EYES = re.compile(r"\b(tears?|eyes? (?:fill|widen|close|shine|well)|an eye|lips?|eyelid)\b|泪|眼眶|眼角|嘴唇|睫毛", _I)
_HANDS = re.compile(
    r"\b(hands?|fingers?|palm|thumb|wrist|fist|knots?|needle|threads?|stitch\w*)\b|手指|手心|手掌|双手|指尖|手里|掌心|打结|针线|手中",
    _I,
)
_FACE = re.compile(
    r"\b(smil\w+|grin\w*|frown\w*|stares?|gasps?|sighs?|blush\w*|blinks?|weeps?|sobs?|cries|crying|trembl\w+|winces?|freezes?|his face|her face)\b|微笑|笑了|皱眉|凝视|怔|愣|叹|哭|颤抖|脸上|神情|愕然",
    _I,
)
_WATCH = re.compile(
    r"\b(looks?|watch\w*|listens?|nods?|glances?|gazes?|turns? (?:to|around)|thinks?|hesitat\w+|notices?|sees?)\b|看着|望着|望向|看向|听着|点头|点点头|回头|转头|抬头|沉默|犹豫|注意到",
    _I,
)
_TRAVEL = re.compile(
    r"\b(runs?|running|races?|sprints?|chases?|walks?|walking|strides?|hurr(?:y|ies)|rushes|march\w*|cycles?|rides?|wanders?)\b|跑|奔|走过|走向|走在|追|骑|赶往|冲",
    _I,
)
_ARRIVE = re.compile(
    r"\b(enters?|exits?|comes? in|leaves?|steps? (?:in|out|off|onto)|arrives?|appears?|climbs?|jumps?|dances?|falls?|stands? up|sits? down|kneels?)\b|进来|走进|离开|走出|出现|爬上|跳|跌|站起|坐下|蹲下|登上",
    _I,
)
_TOGETHER = re.compile(
    r"\b(hugs?|embrac\w+|kiss\w*|gives?|hands? (?:her|him|it|the)|shakes?|takes? (?:her|his) hand|side by side|together|between them|fac(?:es|ing) each other)\b|拥抱|递给|递|牵|并肩|一起|面对面|握手|吻|交给",
    _I,
)
_VAST = re.compile(
    r"\b(horizon|in the distance|far (?:away|off|below)|disappears?|vanish\w*|sails? (?:away|off|out|into)|skyline|landscape|tiny|pulls? away)\b|远处|远方|天边|地平线|消失|驶远|驶向|渐渐远去|海平线",
    _I,
)
_DETAIL_FIRST = re.compile(r"^(?:an?|the|his|her|its|one|two|three|a pair of)\s+(?:[a-z\-]+\s){0,3}[a-z]+\b", _I)
_SOMEBODY = re.compile(
    r"\b(wom[ae]n|m[ae]n|girls?|boys?|child(?:ren)?|people|crowd|somebody|someone|keeper|fisherm[ae]n|soldiers?|he|she|they)\b|人们|人群|女人|男人|孩子|有人",
    _I,
)
_TENSE = re.compile(
    r"\b(whisper\w*|shout\w*|scream\w*|yell\w*|crying|sobbing|tearful\w*|furious\w*|angr\w+|urgent\w*|breathless|softly|tender\w*|quietly|low)\b|低声|轻声|哽咽|哭|大喊|喊|怒|激动|颤声|温柔",
    _I,
)
_SLOWLY = re.compile(r"\b(slowly|realiz\w+|realis\w+|finally|for the first time)\b|缓缓|慢慢|终于|第一次|恍然", _I)
_UNDER = re.compile(r"\b(towers? (?:over|above)|looms?)\b|高耸|巍然", _I)
_NEARER = {Size.EWS: Size.WS, Size.WS: Size.MLS, Size.FS: Size.MS, Size.MLS: Size.MS, Size.MS: Size.MCU, Size.MCU: Size.CU, Size.CU: Size.MCU, Size.ECU: Size.CU}  # fmt: skip


@dataclass(frozen=True)
class Framing:
    """A size and what goes with it. `insert`: a thing or a part of the body fills the frame."""

    size: Size
    angle: Angle = Angle.EYE
    move: Move = Move.STATIC
    insert: bool = False
    both: bool = False


def framing(text: str, names: list[str], props: list[str], interior: bool | None, chinese: bool) -> Framing:
    """The frame that an action asks for by what happens in it."""
    short = len(text) <= (26 if chinese else 90)
    angle = Angle.LOW if _UNDER.search(text) else Angle.EYE
    if _VAST.search(text):
        return Framing(Size.EWS if not names else Size.WS, angle)
    if not names:
        if _SOMEBODY.search(text):
            return Framing(Size.FS if _TRAVEL.search(text) else Size.MS, angle)
        things = bool(props) and short and (_DETAIL_FIRST.match(text) is not None or chinese)
        if things:
            return Framing(Size.CU, insert=True)
        return Framing(Size.WS if not _FACE.search(text) else Size.MCU, angle, Move.PAN_RIGHT if not short else Move.STATIC)
    if len(names) >= 2:
        if _TOGETHER.search(text):
            return Framing(Size.MS, angle, Move.PUSH if _SLOWLY.search(text) else Move.STATIC)
        if _TRAVEL.search(text):
            return Framing(Size.FS, angle, Move.FOLLOW)
        return Framing(Size.MLS if len(names) > 2 or _ARRIVE.search(text) else Size.MS, angle)
    if _EYES.search(text) and short:
        return Framing(Size.ECU)
    if _HANDS.search(text) and props and short:
        return Framing(Size.CU, Angle.HIGH, insert=False)
    if _FACE.search(text) and not _TRAVEL.search(text):
        return Framing(Size.CU if short else Size.MCU, move=Move.PUSH if _SLOWLY.search(text) else Move.STATIC)
    if _TRAVEL.search(text):
        return Framing(Size.FS, angle, Move.FOLLOW)
    if _ARRIVE.search(text):
        return Framing(Size.FS, angle)
    if _WATCH.search(text) and short:
        return Framing(Size.MCU)
    return Framing(Size.MS, angle)


def closer(size: Size) -> Size:
    """The next size in, so that two shots of the same people do not jump."""
    return _NEARER[size]


def coverage(beat: Beat, partner: str, turn: int, talked: int, last: Size | None) -> Framing:
    """The frame for a turn of talk: two-shot, over the shoulder, then singles that come closer as it grows tense.

    `turn` counts since the last action, `talked` within the scene, `last` is the size of the talk shot before.
    Both over-the-shoulder frames are taken from the same side of the line between the two.
    """
    loud = bool(_TENSE.search(beat.manner)) or (talked > 1 and any(mark in beat.words for mark in "!！"))
    loud = loud or any(len(word) > 3 and word.isupper() for word in beat.words.split())
    if not partner:
        size = Size.CU if loud else (Size.MS if turn == 0 else Size.MCU)
        return Framing(closer(size) if last is size and not loud else size)
    if beat.part:
        return Framing(Size.CU, move=Move.PUSH if beat.part == beat.parts - 1 else Move.STATIC)
    if loud:
        return Framing(Size.CU)
    if turn == 0:
        return Framing(Size.MS, both=True)
    if turn < 5:
        return Framing(Size.MCU if turn > 2 else Size.MS, Angle.OTS, both=True)
    return Framing(Size.MCU if turn % 4 < 2 else Size.CU)


def speaking(speakers: tuple[str, ...], partner: str, manner: str, chinese: bool) -> str:
    """What is seen while somebody talks."""
    who = ("、" if chinese else " and ").join(speakers[:4])
    shown = manner if manner and len(manner) <= 60 and not re.search(r"V\.?O|O\.?S|画外|subtitle", manner, _I) else ""
    if chinese:
        how = f"（{shown}）" if shown else ""
        return f"{who}{how}对{partner}说话。" if partner and partner not in speakers else f"{who}{how}说话。"
    how = f" ({shown})" if shown else ""
    verb = "speak" if len(speakers) > 1 else "speaks"
    return f"{who}{how} {verb} to {partner}." if partner and partner not in speakers else f"{who}{how} {verb}."


def listening(listener: str, speaker: str, chinese: bool) -> str:
    """What is seen while somebody hears another talk."""
    return f"{listener}听着{speaker}说话。" if chinese else f"{listener} listens to {speaker}."
