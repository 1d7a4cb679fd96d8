"""The camera words of a script, in English and Chinese: sizes, angles, moves, inserts, titles."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generation.drivers.previs.stage import Angle, Move, Size

_I = re.IGNORECASE
_SIZES: tuple[tuple[re.Pattern[str], Size], ...] = (
    (re.compile(r"\b(EXTREME CLOSE|ECU|XCU)\b|\bextreme close|大特写"), Size.ECU),
    (re.compile(r"\bmedium close|中近景|\bMCU\b", _I), Size.MCU),
    (re.compile(r"\bCLOSE (?:ON|UP|SHOT|ANGLE)\b|\b[Cc]lose[- ]?up\b|\b[Cc]lose on\b|^CLOSE\b|\bC\.U\.|\bCU\b|\bINSERT\b|\bTIGHT ON\b|特写"), Size.CU),
    (re.compile(r"\bextreme (?:wide|long)\b|\bEWS\b|\bAERIAL\b|\b[Aa]erial (?:shot|view)|大远景|大全景|航拍|远景"), Size.EWS),
    (re.compile(r"\bfull shot\b|全身", _I), Size.FS),
    (re.compile(r"\bWIDE\b|\bwide (?:shot|on|angle)|\blong shot\b|\bESTABLISHING\b|\b[Ee]stablishing shot|\bMASTER\b|全景|空镜"), Size.WS),
    (re.compile(r"\bmedium long|\bcowboy shot\b|中全景|中远景", _I), Size.MLS),
    (re.compile(r"\bMEDIUM\b|\bmedium (?:shot|on)|\bTWO[- ]SHOT\b|中景|双人镜头"), Size.MS),
    (re.compile(r"\bANGLE ON\b|^ON [A-Z]{2,}|^BACK TO [A-Z]{2,}|近景"), Size.MCU),
)  # fmt: skip
_ANGLES: tuple[tuple[re.Pattern[str], Angle], ...] = (
    (re.compile(r"\bP\.?O\.?V\.?\b|\bpoint of view\b|主观镜头|主观视角"), Angle.POV),
    (re.compile(r"\bover (?:\w+(?:'s)? )?(?:the )?shoulder\b|\bOTS\b|\bOVER [A-Z']+ SHOULDER\b|过肩", _I), Angle.OTS),
    (re.compile(r"\bbird'?s[- ]eye|\boverhead\b|\btop[- ]down\b|\bfrom (?:directly |high )?above\b|顶拍|正上方|鸟瞰|航拍", _I), Angle.OVERHEAD),
    (re.compile(r"\bhigh[- ]angle\b|\bHIGH ANGLE\b|\blooking down (?:on|at)\b|俯拍|俯视", _I), Angle.HIGH),
    (re.compile(r"\blow[- ]angle\b|\bfrom below\b|仰拍|仰视", _I), Angle.LOW),
    (re.compile(r"\bdutch (?:angle|tilt)\b|\bcanted\b|斜角|倾斜镜头", _I), Angle.DUTCH),
    (re.compile(r"\bin profile\b|\bPROFILE\b|侧面|侧脸"), Angle.PROFILE),
    (re.compile(r"\bREVERSE(?: ANGLE| ON|:)?|\breverse angle\b|反打"), Angle.REVERSE),
)  # fmt: skip
_BY = r"(?:\b(?:[Tt]he )?[Cc]amera|\b[Ww]e|\bWE|\bCAMERA)(?: then| now)?(?: (?:slowly|gently|quickly|smoothly))?\s+(?:to )?"
_CAPS = r"\b(?:SLOW(?:LY)? )?"
_MOVES: tuple[tuple[re.Pattern[str], Move], ...] = tuple(
    (re.compile(pattern), move)
    for pattern, move in (
        (rf"{_BY}(?:push(?:es)?|move[s]?|dolly|dollies|creep[s]?|drift[s]?) (?:in|closer|toward|into)|{_CAPS}PUSH(?:ING)? IN|{_CAPS}DOLLY IN|{_CAPS}MOVE IN|\b[Ss]low push|[Pp]ush(?:ing)? in on|推镜|镜头(?:缓缓|慢慢)?推|推近|推进到|缓推|推向", Move.PUSH),
        (rf"{_BY}(?:pull[s]?|dolly|dollies|move[s]?) (?:back|out|away)|{_CAPS}PULL(?:ING)? (?:BACK|OUT)|{_CAPS}DOLLY OUT|[Pp]ulling back|拉镜|镜头(?:缓缓|慢慢)?拉|拉远|拉开|缓拉", Move.PULL),
        (rf"{_BY}pans? left|{_CAPS}PAN(?:NING)? LEFT|镜头(?:缓缓)?(?:向)?左摇|摇向左|左摇", Move.PAN_LEFT),
        (rf"{_BY}pans?\b|{_CAPS}PAN(?:S|NING)? (?:TO|RIGHT|ACROSS|OVER|ALONG)|摇镜|镜头(?:缓缓|慢慢)?(?:向右)?摇|右摇|摇向|摇过", Move.PAN_RIGHT),
        (rf"{_BY}tilts? down|{_CAPS}TILT(?:ING)? DOWN|下摇|镜头下移", Move.TILT_DOWN),
        (rf"{_BY}tilts?\b|{_CAPS}TILT(?:ING)? (?:UP|TO)|上摇|镜头上移", Move.TILT_UP),
        (rf"{_BY}(?:circle[s]?|orbit[s]?|arc[s]?)|{_CAPS}(?:CIRCLE|CIRCLING|ORBIT)|环绕|绕着(?:他|她|他们)拍", Move.ORBIT_RIGHT),
        (rf"{_BY}(?:follow[s]?)|TRACKING WITH|{_CAPS}FOLLOW(?:ING)? (?:HIM|HER|THEM)|跟拍|镜头(?:缓缓|紧紧)?跟|跟镜", Move.FOLLOW),
        (rf"{_BY}(?:track[s]?|truck[s]?|slide[s]?) left|TRACK(?:ING)? LEFT|左移", Move.TRUCK_LEFT),
        (rf"{_BY}(?:track[s]?|truck[s]?|slide[s]?)|{_CAPS}TRACK(?:ING)?\b|\b[Tt]racking shot|横移|移镜|镜头(?:缓缓|慢慢)?(?:平|右)?移", Move.TRUCK_RIGHT),
        (rf"{_BY}(?:crane[s]?|rise[s]?|soar[s]?|boom[s]? up)|{_CAPS}CRANE(?:S)?(?: UP)?\b|升镜|镜头(?:缓缓|慢慢)?(?:上升|升起|拉升)|摇臂", Move.CRANE_UP),
        (rf"{_BY}(?:descend[s]?|sink[s]?|lower[s]?|boom[s]? down)|CRANE DOWN|降镜|镜头(?:缓缓|慢慢)?(?:下降|降)", Move.CRANE_DOWN),
        (rf"{_BY}zoom[s]? out|{_CAPS}ZOOM OUT|变焦拉", Move.ZOOM_OUT),
        (rf"{_BY}zoom[s]?|{_CAPS}ZOOM(?: IN)?\b|[Cc]rash zoom|变焦推|急推", Move.ZOOM_IN),
        (r"\b(?:[Hh]and-?held|HAND-?HELD)\b|[Ss]haky|手持", Move.HANDHELD),
        (r"\b(?:STATIC|LOCKED OFF)\b|固定镜头", Move.STATIC),
    )
)  # fmt: skip
_INSERT = re.compile(r"^(?:INSERT|CLOSE ON|CLOSE UP|CLOSE-UP|ECU|CU|TIGHT ON|特写|大特写)\b\s*(?:ON|OF|:|：|--|-|–)?\s*", _I)
_CUE_START = re.compile(
    r"^(?:[A-Z][A-Z' \-]{2,40}(?::|--|\.\.\.))|^(?:ON|ANGLE ON|CLOSE ON|BACK TO|WIDE|INSERT|REVERSE)\b|^(?:特写|近景|中景|全景|远景|空镜|镜头|大特写|俯拍|仰拍)"
)
_TITLE = re.compile(
    r"(?:\b(?:SUPER(?:IMPOSE)?|TITLE(?: CARD)?|CHYRON|CAPTION|INTERTITLE)(?:\s+(?:over|reads))?\s*[:：]|字幕\s*[:：]|字幕(?:出现|显示)?(?=[“\"「]))\s*"
    r"[“\"「]?([^\"”」\n]{1,200}?)[”\"」]?(?:$|(?<=[”\"」])|\n)",
)  # fmt: skip


@dataclass(frozen=True)
class Direction:
    """What a sentence asks of the camera; None where it asks nothing."""

    size: Size | None = None
    angle: Angle | None = None
    move: Move | None = None
    insert: bool = False
    titles: tuple[str, ...] = field(default=())

    @property
    def said(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.size or self.angle or self.move or self.insert or self.titles)


_NOTHING = Direction()
# Most sentences hold no camera word at all; one search tells, instead of forty.
_HINT = re.compile(
    r"(?-i:[A-Z]{2}|[A-Z]\.)|[\u3400-\u9fff]|\b(?:we|camera|medium|extreme|wide|long|full|cowboy|aerial|establishing|shot|over|overhead|top|bird|"
    r"from|high|low|looking|point|dutch|canted|in profile|reverse|pulling|push|pushing|tracking|crash|shaky|slow)\b|close|hand-?held",
    re.IGNORECASE,
)


def direction(sentence: str) -> Direction:
    """Reads the camera words of one sentence (its first 400 characters)."""
    head = sentence[:400]
    if not _HINT.search(head):
        return _NOTHING
    size = next((value for pattern, value in _SIZES if pattern.search(head)), None)
    angle = next((value for pattern, value in _ANGLES if pattern.search(head)), None)
    move = next((value for pattern, value in _MOVES if pattern.search(head)), None)
    titles = tuple(match[1].strip() for match in _TITLE.finditer(head) if match[1].strip())
    return Direction(size, angle, move, bool(_INSERT.match(head)), titles)


def opens_shot(sentence: str) -> bool:
    """Whether the sentence begins with a camera cue, so that a new shot starts here."""
    return bool(_CUE_START.match(sentence[:80]) or _INSERT.match(sentence[:80]))


def without_titles(sentence: str) -> str:
    """The sentence without `SUPER: "…"`."""
    return _TITLE.sub(" ", sentence).strip(" .,;") if _TITLE.search(sentence[:400]) else sentence
