"""Plain text: loosely written screenplays and stories, English or Chinese, as the same elements that Fountain gives."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from storyboard.screenplay.headings import is_heading, is_label, read_heading
from storyboard.screenplay.model import Element, Kind, Screenplay
from storyboard.screenplay.quotes import Attribution
from storyboard.screenplay.sentences import CHINESE, sentences
from storyboard.screenplay.settings import Setting, change_of_setting
from storyboard.screenplay.vocabulary import hour_in

_SEPARATOR = re.compile(r"^\s*(?:[*＊#~·•—–\-_=]\s?){3,80}\s*$")
_SPOKEN_ZH = re.compile(r"^([\u3400-\u9fffA-Za-z·0-9]{1,12})\s*(?:[（(]([^（）()]{1,60})[）)])?\s*[：:]\s*(\S.*)$", re.DOTALL)
_SPOKEN_EN = re.compile(
    r"^([A-Z][\w'’.\-]{0,24}(?: (?:[A-Z#][\w'’.\-]{0,24}|of|the|and|&|\d{1,3})){0,4})\s*(?:\(([^()]{1,80})\))?\s*:\s+(\S.*)$",
    re.DOTALL,
)
_NOT_NAMES = {
    "时间", "地点", "人物", "场景", "注", "备注", "提示", "字幕", "音效", "音乐", "标题", "片名", "剧名", "作者", "编剧", "导演", "梗概", "镜头", "画面", "道具",
    "特写", "大特写", "近景", "中景", "全景", "远景", "空镜", "切", "闪回", "叠化", "转场", "淡入", "淡出", "俯拍", "仰拍", "黑场",
    "note", "notes", "scene", "time", "place", "setting", "location", "title", "characters", "cast", "sound", "music", "super", "subtitle",
    "author", "by", "written by", "warning", "chapter", "part", "act", "logline", "synopsis", "ps", "http", "https", "interior", "exterior",
}  # fmt: skip
_META = re.compile(r"^(时间|地点|人物|角色|出场人物|time|place|setting|location|characters|cast)\s*[：:]\s*(.*)$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:标题|片名|剧名|title)\s*[：:]\s*(.{1,200})$|^《([^》]{1,100})》$", re.IGNORECASE)
_CHAPTER = re.compile(
    r"^(?:chapter|part|act)\s+[\w]{1,12}\b[^.!?]{0,80}$|^第[0-9一二三四五六七八九十百]{1,4}[章回节幕]\s?.{0,30}$", re.IGNORECASE
)
_OWN_LINE = re.compile(r"^[△▲□○●◎>\-–—*]+\s*")


def parse(text: str, name: str = "") -> Screenplay:
    """Reads plain text (newlines already `\\n`). Never fails: what is nothing else is action."""
    reader = _Reader()
    for line, paragraph in _paragraphs(text):
        reader.paragraph(paragraph, line)
    return Screenplay(tuple(reader.elements), reader.title_page, name, "prose")


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Lines that stand for themselves alone; hard-wrapped English lines joined. With the number of their first line."""
    held: list[str] = []
    since = 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        alone = not line or _stands_alone(line) or CHINESE.search(line[:200]) is not None
        if held and (alone or (len(held[-1]) < 45 and held[-1][-1] in '.!?"”:')):
            yield since, " ".join(held)
            held = []
        if line and alone:
            yield number, line
        elif line:
            since = since if held else number
            held.append(line)
    if held:
        yield since, " ".join(held)


def _stands_alone(line: str) -> bool:
    return bool(
        is_heading(line)
        or is_label(line)
        or _SEPARATOR.match(line[:100])
        or line[0] in "#△▲"
        or _speech(line)
        or _META.match(line)
    )


def _speech(line: str) -> tuple[str, str, str] | None:
    """(name, manner, words) of a line such as `小雨（低声）：走吧。` or `Anna (softly): Let's go.`"""
    head = line[:140]
    if ":" not in head and "：" not in head:
        return None
    match = _SPOKEN_ZH.match(line) if CHINESE.match(line) else _SPOKEN_EN.match(line)
    if not match or match[1].strip().lower() in _NOT_NAMES or (CHINESE.match(line) and _verb_end(match[1])):
        return None
    return match[1].strip(), (match[2] or "").strip(), match[3].strip()


def _verb_end(name: str) -> bool:
    """`小雨笑着说：` introduces a quotation; it is not a cue."""
    return name.endswith(("说", "道", "问", "喊", "写着", "答", "叫", "想")) and len(name) > 2


class _Reader:
    """Keeps the setting, the title and who spoke while paragraphs go by."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.title_page: dict[str, tuple[str, ...]] = {}
        self.attribution = Attribution()
        self.setting = Setting()
        self.names: list[str] = []
        self.labelled = -1  # index of a heading that 时间/地点 lines may complete
        self.opened = -1  # index of the last heading that was read out of the story itself
        self.seen = 0

    def paragraph(self, text: str, line: int) -> None:
        """Reads one paragraph."""
        self.seen += 1
        titled = _TITLE.match(text) if self.seen <= 3 and len(text) < 240 else None
        if titled and "title" not in self.title_page:
            self.title_page["title"] = ((titled[1] or titled[2]).strip(),)
            return
        if text.startswith("#") and not _SEPARATOR.match(text[:100]):
            words = text.lstrip("#").strip()
            if is_heading(words) or is_label(words):
                self._heading(words, line)
            elif self.seen == 1 and "title" not in self.title_page and words:
                self.title_page["title"] = (words[:200],)
            elif words:
                self._add(Kind.SECTION, words, line, depth=min(6, len(text) - len(text.lstrip("#"))))
            return
        if _SEPARATOR.match(text[:100]) and len(text) <= 100:
            self.setting = self.setting.apart()
            return
        if is_heading(text) or is_label(text):
            self._heading(text, line)
            return
        meta = _META.match(text)
        if meta and len(text) < 400:
            self._meta(meta[1].lower(), meta[2].strip(), line)
            return
        if len(text) <= 120 and _CHAPTER.match(text):
            self._add(Kind.SECTION, text, line, depth=1)
            self.setting = self.setting.apart()
            return
        spoken = _speech(text)
        if spoken:
            self._spoken(*spoken, line)
            return
        self.labelled = -1
        self._narrative(_OWN_LINE.sub("", text) or text, line)

    def _heading(self, text: str, line: int) -> None:
        heading = read_heading(text)
        self.setting = Setting(heading.place, heading.interior, heading.time, given=True)
        self.labelled = len(self.elements)
        self._add(Kind.SCENE_HEADING, text, line, number=heading.number)

    def _meta(self, key: str, value: str, line: int) -> None:
        if key in ("人物", "角色", "出场人物", "characters", "cast"):
            self._add(Kind.NOTE, value, line, forced=True)
            heads = (re.split(r"[，,（(\s]", one.strip())[0] for one in re.split(r"[；;、。]", value))
            self.names += [head for head in heads if 0 < len(head) <= 12]
        elif value and self.labelled >= 0 and not any(e.kind is Kind.ACTION for e in self.elements[self.labelled :]):
            old = self.elements[self.labelled]
            joint = "，" if CHINESE.search(value) else " - "
            self.elements[self.labelled] = Element(old.kind, f"{old.text}{joint}{value}", old.line, number=old.number)
        elif value:
            self._heading(f"内外 {value}" if CHINESE.search(value) else f"INT./EXT. {value}", line)

    def _spoken(self, who: str, manner: str, words: str, line: int) -> None:
        known = next((name for name in self.names if who != name and who.startswith(name) and CHINESE.match(who)), "")
        if known:  # 老陈从后面跑来：等一下！
            who, manner = known, manner or who.removeprefix(known)
        elif who not in self.names:
            self.names.append(who)
        self._add(Kind.CHARACTER, who, line)
        if manner:
            self._add(Kind.PARENTHETICAL, f"({manner})", line)
        if len(words) > 2 and words[0] in '“"「' and words[-1] in '”"」':
            words = words[1:-1]
        self._add(Kind.DIALOGUE, words, line)

    def _narrative(self, text: str, line: int) -> None:
        for piece in self.attribution.pieces(text):
            if piece.who:
                self._open_scene(line)
                self._spoken(piece.who, piece.manner, piece.text, line)
                continue
            held: list[str] = []
            joint = "" if CHINESE.search(piece.text[:200]) else " "
            for sentence in sentences(piece.text):
                changed = change_of_setting(sentence, self.setting)
                chinese = bool(CHINESE.search(sentence))
                if changed is not None and self._just_opened(held):
                    self.setting = replace(changed, place=changed.place or self.setting.place)
                    old = self.elements[self.opened]
                    self.elements[self.opened] = replace(old, text=self.setting.heading(chinese))
                elif self._just_opened(held) and self.setting.time is None and hour_in(sentence):
                    self.setting = replace(self.setting, time=hour_in(sentence))
                    old = self.elements[self.opened]
                    self.elements[self.opened] = replace(old, text=self.setting.heading(chinese))
                elif changed is not None:
                    if held:
                        self._add(Kind.ACTION, joint.join(held), line)
                        held = []
                    self.setting = changed
                    self.opened = len(self.elements)
                    self._add(Kind.SCENE_HEADING, changed.heading(chinese), line)
                held.append(sentence)
            if held:
                self._open_scene(line)
                self._add(Kind.ACTION, joint.join(held), line)

    def _just_opened(self, held: list[str]) -> bool:
        """Whether the scene began a sentence or two ago, by a time without a place: then this is still its beginning."""
        since = self.elements[self.opened + 1 :] if self.opened >= 0 else []
        said = sum(len(sentences(one.text)) for one in since) + len(held) if len(since) <= 1 else 9
        return self.opened >= 0 and said <= 2 and not self.setting.given and all(one.kind is Kind.ACTION for one in since)

    def _open_scene(self, line: int) -> None:
        """A story that names no place at its start plays somewhere all the same: no heading, one scene."""
        if self.setting.fresh:
            given = self.setting.given
            self.setting = self.setting.entered()
            if not given and any(one.kind in (Kind.ACTION, Kind.DIALOGUE) for one in self.elements):
                chinese = any(CHINESE.search(one.text) for one in self.elements[-3:])
                self._add(Kind.SCENE_HEADING, self.setting.heading(chinese), line)

    def _add(self, kind: Kind, text: str, line: int, *, number: str = "", depth: int = 0, forced: bool = False) -> None:
        self.elements.append(Element(kind, text, line, number=number, depth=depth, forced=forced))
