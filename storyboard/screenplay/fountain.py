"""Fountain 1.1, the whole syntax, in time linear in the file's length."""

from __future__ import annotations

import re

from storyboard.screenplay.emphasis import strip
from storyboard.screenplay.headings import is_heading
from storyboard.screenplay.lines import Line, hide_boneyard, lift_notes, split
from storyboard.screenplay.model import Element, Kind, Screenplay

_TITLE_KEYS = {
    "title", "credit", "author", "authors", "source", "notes", "note", "draft date", "date", "contact", "copyright",
    "revision", "draft", "written by", "format", "language", "production", "episode", "series", "font", "version",
    "标题", "片名", "剧名", "作者", "编剧", "导演", "日期", "联系", "版权", "来源", "版本", "语言",
}  # fmt: skip
_TITLE_LINE = re.compile(r"^([^\s:：][^:：]{0,39})[:：](.*)$")
_SCENE_NUMBER = re.compile(r"#([A-Za-z0-9.\-—()]{1,20})#\s*$")
_PAGE_BREAK = re.compile(r"^={3,}\s*$")
_SHUT = ")）"
_SECTION = re.compile(r"^(#{1,6})\s*(.*)$", re.DOTALL)


def parse(text: str, name: str = "") -> Screenplay:
    """Reads Fountain text (newlines already `\\n`). Never fails: what is no other element is action."""
    lines = hide_boneyard(split(text))
    lines, notes = lift_notes(lines)
    title_page, start = _title_page(lines)
    return Screenplay(tuple(_Reader(lines[start:], notes).read()), title_page, name, "fountain")


def _title_page(lines: list[Line]) -> tuple[dict[str, tuple[str, ...]], int]:
    """Keys and values at the head of the file, up to the first blank line; only when the first key is a known one."""
    page: dict[str, list[str]] = {}
    at = 0
    while at < len(lines) and not lines[at].text.strip():
        at += 1
    first = _TITLE_LINE.match(lines[at].text) if at < len(lines) else None
    if not first or first[1].strip().lower() not in _TITLE_KEYS:
        return {}, 0
    key = ""
    while at < len(lines) and lines[at].text.strip():
        text = lines[at].text
        match = None if text[0].isspace() else _TITLE_LINE.match(text)
        if match:
            key = match[1].strip().lower()
            values = page.setdefault(key, [])
            if match[2].strip():
                values.append(strip(match[2].strip())[0])
        else:
            page[key].append(strip(text.strip())[0])
        at += 1
    for chinese, english in (("标题", "title"), ("片名", "title"), ("剧名", "title"), ("作者", "author"), ("编剧", "author")):
        if chinese in page and english not in page:
            page[english] = page.pop(chinese)
    return {one: tuple(values) for one, values in page.items()}, at


class _Reader:
    """Walks the lines once; knows whether the line before was blank and whether a turn of dialogue is open."""

    def __init__(self, lines: list[Line], notes: list[Element]) -> None:
        self.lines = lines
        self.notes = notes
        self.elements: list[Element] = []
        self.action: list[Line] = []
        self.turn = -1  # index of the open cue, or -1
        self.left = -1  # index of the last finished cue, for ^

    def read(self) -> list[Element]:
        blank_before = True
        for number, line in enumerate(self.lines):
            if not line.text.strip():
                if self.turn >= 0 and len(line.text) >= 2:
                    self._spoken(Line(line.number, ""))  # two spaces: the speech has an empty line
                    continue
                self._flush()
                blank_before = True
                continue
            if self.turn >= 0:
                self._spoken(line)
                continue
            follower = self.lines[number + 1].text if number + 1 < len(self.lines) else ""
            blank_before = self._line(line, blank_before, bool(follower.strip()))
        self._flush()
        return self._with_notes()

    def _line(self, line: Line, blank_before: bool, followed: bool) -> bool:
        """Reads one line outside a speech. Returns whether the next line may start a new element."""
        text = line.text.strip()
        if _PAGE_BREAK.match(text):
            self._flush()
            self._add(Kind.PAGE_BREAK, "", line)
        elif text[0] == "=" and not self.action:
            self._flush()
            self._add(Kind.SYNOPSIS, text[1:].strip(), line)
        elif text[0] == "#" and not self.action:
            self._flush()
            match = _SECTION.match(text)
            depth, words = (len(match[1]), match[2]) if match else (1, text)
            self._add(Kind.SECTION, words.strip(), line, depth=depth)
        elif text[0] == ">" and text[-1] == "<" and len(text) > 1:
            self._flush()
            self._add(Kind.CENTERED, text[1:-1].strip(), line)
        elif text[0] == "~":
            self._flush()
            self._add(Kind.LYRICS, text[1:].strip(), line, forced=True)
        elif not blank_before:
            self.action.append(line)
            return False
        elif text[0] == "!":
            self.action.append(Line(line.number, line.text.replace("!", "", 1), forced=True))
            return False
        elif text[0] == "." and len(text) > 1 and text[1] != "." and not text[1].isspace():
            self._heading(text[1:], line, forced=True)
        elif text[0] == ">":
            self._add(Kind.TRANSITION, text[1:].strip(), line, forced=True)
        elif is_heading(text):
            self._heading(text, line, forced=False)
        elif text[0] == "@" and len(text) > 1:
            self._cue(text[1:].strip(), line, forced=True)
            return False
        elif followed and is_cue(text):
            self._cue(text, line, forced=False)
            return False
        elif not followed and is_transition(text):
            self._add(Kind.TRANSITION, text, line)
        else:
            self.action.append(line)
            return False
        return True

    def _heading(self, text: str, line: Line, forced: bool) -> None:
        match = _SCENE_NUMBER.search(text)
        number = match[1] if match else ""
        if match:
            text = text[: match.start()]
        self._add(Kind.SCENE_HEADING, text.strip(), line, number=number, forced=forced)

    def _cue(self, text: str, line: Line, forced: bool) -> None:
        side = ""
        if text.endswith("^"):
            text, side = text[:-1].rstrip(), "right"
            if self.left >= 0:
                for at in range(self.left, len(self.elements)):
                    one = self.elements[at]
                    if not one.side:
                        self.elements[at] = Element(
                            one.kind, one.text, one.line, one.spans, one.number, "left", one.depth, one.forced
                        )
            else:
                side = ""
        self.turn = len(self.elements)
        self._add(Kind.CHARACTER, text, line, side=side, forced=forced)

    def _spoken(self, line: Line) -> None:
        text, side = line.text.strip(), self.elements[self.turn].side
        last = self.elements[-1]
        if text.startswith(("(", "（")) and (text[-1] in _SHUT or not any(mark in text for mark in _SHUT)):
            self._add(Kind.PARENTHETICAL, text, line, side=side)
        elif last.kind is Kind.PARENTHETICAL and not any(mark in last.text for mark in _SHUT):  # a parenthetical over two lines
            plain, spans = strip(f"{last.text} {text}")
            self.elements[-1] = Element(last.kind, plain, last.line, spans, side=side)
        elif text.startswith("~"):
            self._add(Kind.LYRICS, text[1:].strip(), line, side=side, forced=True)
        else:
            self._add(Kind.DIALOGUE, text, line, side=side)

    def _flush(self) -> None:
        """Ends the open paragraph: action lines become one element, dialogue lines of one speech are joined."""
        if self.action:
            words = "\n".join(one.text.replace("\t", "    ").rstrip() for one in self.action)
            self._add(Kind.ACTION, words, self.action[0], forced=self.action[0].forced)
            self.action = []
        if self.turn >= 0:
            tail = self.elements[self.turn + 1 :]
            del self.elements[self.turn + 1 :]
            for one in tail:
                last = self.elements[-1]
                if one.kind is last.kind and one.kind in (Kind.DIALOGUE, Kind.LYRICS):
                    shift = len(last.text) + 1
                    spans = last.spans + tuple(type(s)(s.start + shift, s.end + shift, s.style) for s in one.spans)
                    self.elements[-1] = Element(
                        one.kind, f"{last.text}\n{one.text}", last.line, spans, side=one.side, forced=last.forced
                    )
                else:
                    self.elements.append(one)
            self.left, self.turn = (self.turn if self.elements[self.turn].side != "right" else -1), -1

    def _add(
        self, kind: Kind, text: str, line: Line, *, number: str = "", side: str = "", depth: int = 0, forced: bool = False
    ) -> None:
        if kind not in (Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRICS):
            self.left = -1
        plain, spans = strip(text)
        self.elements.append(Element(kind, plain, line.number, spans, number, side, depth, forced))

    def _with_notes(self) -> list[Element]:
        """Notes put where they stood: before the first element that starts on a later line."""
        if not self.notes:
            return self.elements
        merged: list[Element] = []
        waiting = iter(self.notes)
        note = next(waiting, None)
        for element in self.elements:
            while note is not None and note.line < element.line:
                merged.append(note)
                note = next(waiting, None)
            merged.append(element)
        while note is not None:
            merged.append(note)
            note = next(waiting, None)
        return merged


def is_cue(text: str) -> bool:
    """Whether a line that stands before speech is a character's name: no lower case outside brackets, some letter.

    A Chinese name has no case: it is a cue when short and without punctuation.
    """
    if len(text) > 120:
        return False
    bare = text.rstrip("^ ").replace("（", "(").partition("(")[0].strip()
    letters = [char for char in bare if char.isalpha()]
    if not letters or any(char.islower() for char in letters):
        return False
    if any(char.isupper() for char in letters):
        return not bare.endswith(("TO:", ":")) and len(bare) <= 60
    return len(bare) <= 10 and not any(char in "。，！？：；、…,.!?:;" for char in bare)


def is_transition(text: str) -> bool:
    """Whether a line that stands alone is a transition: upper case, ends in `TO:`."""
    return text.endswith("TO:") and not any(char.islower() for char in text) and len(text) <= 80
