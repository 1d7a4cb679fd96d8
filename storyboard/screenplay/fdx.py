"""Final Draft's XML, read without ever following an entity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from storyboard.screenplay.errors import ScreenplayInvalid
from storyboard.screenplay.headings import is_heading
from storyboard.screenplay.model import Element, Kind, Screenplay, Span

_KINDS = {
    "Scene Heading": Kind.SCENE_HEADING,
    "Action": Kind.ACTION,
    "General": Kind.ACTION,
    "Shot": Kind.ACTION,
    "Cast List": Kind.NOTE,
    "Character": Kind.CHARACTER,
    "Parenthetical": Kind.PARENTHETICAL,
    "Dialogue": Kind.DIALOGUE,
    "Singing": Kind.LYRICS,
    "Lyrics": Kind.LYRICS,
    "Transition": Kind.TRANSITION,
    "New Act": Kind.SECTION,
    "End of Act": Kind.SECTION,
    "Outline 1": Kind.SECTION,
    "Outline 2": Kind.SECTION,
    "Outline 3": Kind.SECTION,
    "Outline 4": Kind.SECTION,
    "Outline Body": Kind.SYNOPSIS,
}
_SPOKEN = (Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRICS)
_STYLES = {"Bold": "bold", "Italic": "italic", "Underline": "underline"}
_TITLE_KEY = re.compile(r"^(title|credit|author|source|draft date|contact|copyright)$", re.IGNORECASE)
_BY = re.compile(r"^(?:(?:screenplay|script|teleplay|story|written)\s+)?by\b[:\s]*(.*)$", re.IGNORECASE)


def parse(data: bytes, name: str = "") -> Screenplay:
    """Reads an FDX file.

    Raises:
        ScreenplayInvalid: UNSAFE_XML for entities or a document type, BAD_XML when it is damaged,
            WRONG_FORMAT when it is some other XML.
    """
    try:
        root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as problem:
        raise ScreenplayInvalid(
            "UNSAFE_XML",
            "This Final Draft file declares entities or a document type, which can reach outside the file, so it was not "
            "opened. Open it in Final Draft, save it again as .fdx, and import that.",
        ) from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise ScreenplayInvalid(
            "BAD_XML",
            f"This Final Draft file is damaged ({_where(problem)}). Open it in Final Draft, save it again, and import that.",
        ) from problem
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise ScreenplayInvalid(
            "WRONG_FORMAT",
            f"This is XML but not a Final Draft script (it begins with <{str(root.tag)[:40]}>). "
            "Export it as Final Draft (.fdx), Fountain or plain text and import that.",
        )
    return Screenplay(tuple(_elements(content)), _title_page(root), name, "fdx")


def _where(problem: Exception) -> str:
    position = getattr(problem, "position", None)
    return f"line {position[0]}, column {position[1]}" if position else "it names an encoding that does not exist"


def _elements(content: Node) -> Iterator[Element]:
    count = 0
    for paragraph in content:
        if paragraph.tag != "Paragraph":
            continue
        count += 1
        dual = paragraph.find("DualDialogue")
        if dual is not None:
            cues = 0
            for inner in dual.findall("Paragraph"):
                cues += inner.get("Type") == "Character"
                yield from _paragraph(inner, count, "left" if cues <= 1 else "right")
        else:
            yield from _paragraph(paragraph, count, "")


def _paragraph(node: Node, line: int, side: str) -> Iterator[Element]:
    kind = _KINDS.get(node.get("Type", "Action"), Kind.ACTION)
    if node.get("StartsNewPage") == "Yes":
        yield Element(Kind.PAGE_BREAK, "", line)
    text, spans = _text(node)
    if kind is Kind.ACTION and node.get("Alignment") == "Center":
        kind = Kind.CENTERED
    if kind is Kind.ACTION and text.isupper() and is_heading(text):
        kind = Kind.SCENE_HEADING  # such as EXT/INT. SHACK - DAY, which Final Draft's own import leaves as action
    number = node.get("Number", "") if kind is Kind.SCENE_HEADING else ""
    depth = 1 if kind is Kind.SECTION else 0
    if text.strip() or (kind is Kind.SCENE_HEADING and number):
        yield Element(kind, text, line, spans, number, side if kind in _SPOKEN else "", depth)
    properties = node.find("SceneProperties")
    if properties is not None:
        for summary in properties.iter("Summary"):
            words = " ".join(_text(one)[0] for one in summary.iter("Paragraph")).strip()
            if words:
                yield Element(Kind.SYNOPSIS, words, line)
    for note in node.iter("ScriptNote"):
        words = " ".join(_text(one)[0] for one in note.iter("Paragraph")).strip()
        if words:
            yield Element(Kind.NOTE, words, line)


def _text(node: Node) -> tuple[str, tuple[Span, ...]]:
    """The paragraph's own runs of text, trimmed, and their emphasis."""
    runs: list[tuple[str, str]] = []
    for run in node.findall("Text"):
        style = run.get("Style", "")
        words = "".join(run.itertext())
        runs.append((words.upper() if "AllCaps" in style else words, style))
    whole = "".join(words for words, _ in runs)
    lead = len(whole) - len(whole.lstrip())
    end = len(whole.rstrip())
    spans: list[Span] = []
    at = 0
    for words, style in runs:
        start, stop = max(at, lead), min(at + len(words), end)
        if stop > start:
            for part in style.split("+"):
                if part in _STYLES:
                    spans.append(Span(start - lead, stop - lead, _STYLES[part]))
        at += len(words)
    return whole.strip(), tuple(sorted(spans, key=lambda one: (one.start, one.end, one.style)))


def _title_page(root: Node) -> dict[str, tuple[str, ...]]:
    """Final Draft's title page is a page of lines: the first is the title, the one after "by" is the author."""
    content = root.find("TitlePage/Content")
    if content is None:
        return {}
    lines = [text for text in (_text(one)[0] for one in content.iter("Paragraph")) if text]
    page: dict[str, tuple[str, ...]] = {}
    waiting = False
    for index, line in enumerate(lines[:40]):
        key, colon, value = line.partition(":")
        by = _BY.match(line)
        if colon and _TITLE_KEY.match(key.strip()) and value.strip():
            page[key.strip().lower()] = (value.strip(),)
        elif waiting and "author" not in page:
            page["author"] = (line,)
            waiting = False
        elif by and "author" not in page:
            page["credit"] = (line,)
            waiting = True
            if by[1]:
                page["author"], page["credit"], waiting = (by[1],), (line[: by.start(1)].strip(),), False
        elif index == 0:
            page["title"] = (line,)
        else:
            page["notes"] = (*page.get("notes", ()), line)
    return page
