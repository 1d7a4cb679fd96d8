"""Lines with their numbers, and the two marks that may cross lines: the boneyard and notes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from storyboard.screenplay.model import Element, Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file. `number` counts from 1 and survives what is cut out around it."""

    number: int
    text: str
    forced: bool = False


def split(text: str) -> list[Line]:
    """The lines of a text whose newlines are `\\n`."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def hide_boneyard(lines: list[Line]) -> list[Line]:
    """The lines without `/* … */`. A line that was nothing but boneyard goes away; an unclosed `/*` is text."""
    return _without(lines, "/*", "*/", stop_at_blank=False)[0]


def lift_notes(lines: list[Line]) -> tuple[list[Line], list[Element]]:
    """The lines without `[[ … ]]`, and the notes. An empty line ends a note unless it has two spaces; then it is text."""
    kept, cut = _without(lines, "[[", "]]", stop_at_blank=True)
    return kept, [Element(Kind.NOTE, words.strip(), number) for number, words in cut if words.strip()]


def _without(lines: list[Line], opening: str, closing: str, stop_at_blank: bool) -> tuple[list[Line], list[tuple[int, str]]]:
    if not any(opening in line.text for line in lines):
        return lines, []
    closers = [number for number, line in enumerate(lines) if closing in line.text]
    blanks = [number for number, line in enumerate(lines) if not line.text.strip() and len(line.text) < 2]
    kept: list[Line] = []
    cut: list[tuple[int, str]] = []
    inside: list[str] | None = None
    since = 0
    for number, line in enumerate(lines):
        text, at, touched = line.text, 0, inside is not None
        out: list[str] = []
        last = text.rfind(closing)
        while True:
            if inside is not None:
                end = text.find(closing, at)
                inside.append(text[at : end if end >= 0 else len(text)])
                if end < 0:
                    break
                cut.append((since, "\n".join(inside)))
                inside, at = None, end + 2
            begin = text.find(opening, at)
            out.append(text[at : begin if begin >= 0 else len(text)])
            if begin < 0:
                break
            if last < begin + 2 and not _closes(number, closers, blanks if stop_at_blank else []):
                out.append(text[begin:])
                break
            touched, inside, since, at = True, [], line.number, begin + 2
        rest = "".join(out)
        if not touched:
            kept.append(line)
        elif rest.strip():
            kept.append(Line(line.number, rest.rstrip()))
    return kept, cut


def _closes(number: int, closers: list[int], blanks: list[int]) -> bool:
    """Whether a mark opened on this line is closed on a later one, before a blank line."""
    at = bisect_left(closers, number + 1)
    if at == len(closers):
        return False
    blank = bisect_left(blanks, number + 1)
    return blank == len(blanks) or closers[at] < blanks[blank]
