"""A screenplay as a value: its title page and its paragraphs in order, whatever format they came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a paragraph is."""

    SCENE_HEADING = "scene_heading"
    ACTION = "action"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRICS = "lyrics"
    TRANSITION = "transition"
    CENTERED = "centered"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    PAGE_BREAK = "page_break"


@dataclass(frozen=True, slots=True)
class Span:
    """Emphasis on `text[start:end]` of an element."""

    start: int
    end: int
    style: str  # bold | italic | underline


@dataclass(frozen=True, slots=True)
class Element:
    """One paragraph. `text` is plain: emphasis marks are in `spans`, notes are elements of their own.

    `line` counts from 1 in the file (from the paragraph's first line; for FDX, the paragraph's number).
    `side` is "left" or "right" for dual dialogue. `depth` is 1 to 6 for sections, 0 otherwise.
    `number` is a scene's number as written. `forced` tells that the writer marked the element's kind.
    """

    kind: Kind
    text: str
    line: int = 0
    spans: tuple[Span, ...] = ()
    number: str = ""
    side: str = ""
    depth: int = 0
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn: a cue and what follows it. `words` has one entry a paragraph; `manner` joins the parentheticals."""

    character: str
    extension: str
    words: str
    manner: str
    line: int
    side: str = ""
    lyrics: bool = False


@dataclass(frozen=True)
class Screenplay:
    """What was read. `title_page` keeps the writer's keys, lower-case, with one entry a line."""

    elements: tuple[Element, ...]
    title_page: dict[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    format: str = "fountain"  # fountain | fdx | prose
    encoding: str = "utf-8"
    language: str = "en"  # en | zh

    @property
    def title(self) -> str:
        """The title page's title on one line, or "" when it has none."""
        return " ".join(self.title_page.get("title", ())).strip()

    @property
    def headings(self) -> list[str]:
        """The scene headings in order."""
        return [one.text for one in self.elements if one.kind is Kind.SCENE_HEADING]

    def speeches(self) -> Iterator[Speech]:
        """Every turn of dialogue, in order."""
        return speeches(self.elements)


def split_cue(cue: str) -> tuple[str, str]:
    """`"EDWARD (V.O.)(CONT'D)"` → `("EDWARD", "V.O., CONT'D")`; full-width brackets count."""
    text = cue.replace("（", "(").replace("）", ")")
    name, bracket, rest = text.partition("(")
    if not bracket:
        return " ".join(text.split()), ""
    parts = [part.strip(" )\t") for part in rest.split("(")]
    return " ".join(name.split()), ", ".join(part for part in parts if part)


def speeches(elements: tuple[Element, ...] | list[Element]) -> Iterator[Speech]:
    """Every turn of dialogue in these elements, in order. Notes between its paragraphs do not end a turn."""
    cue: Element | None = None
    words: list[str] = []
    manners: list[str] = []
    sung = False
    for element in elements:
        if element.kind is Kind.NOTE:
            continue
        if cue is not None and element.kind is Kind.PARENTHETICAL:
            manners.append(element.text.strip("()（） \t"))
        elif cue is not None and element.kind in (Kind.DIALOGUE, Kind.LYRICS):
            words.append(element.text)
            sung = sung or element.kind is Kind.LYRICS
        else:
            if cue is not None:
                yield _speech(cue, words, manners, sung)
            cue, words, manners, sung = (element if element.kind is Kind.CHARACTER else None), [], [], False
    if cue is not None:
        yield _speech(cue, words, manners, sung)


def _speech(cue: Element, words: list[str], manners: list[str], sung: bool) -> Speech:
    name, extension = split_cue(cue.text)
    return Speech(name, extension, "\n".join(words), "; ".join(filter(None, manners)), cue.line, cue.side, sung)
