"""Fountain's emphasis: stars for italic, bold and both, underscores for underline; a backslash keeps the mark."""

from __future__ import annotations

from storyboard.screenplay.model import Span

_STYLES = {"*": ("italic",), "**": ("bold",), "***": ("bold", "italic"), "_": ("underline",)}


def strip(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its marks, and what they marked. Emphasis never crosses a line. Linear in the length."""
    if not any(mark in text for mark in "*_\\"):
        return text, ()
    lines, spans, offset = [], [], 0
    for line in text.split("\n"):
        plain, found = _line(line)
        spans += [Span(one.start + offset, one.end + offset, one.style) for one in found]
        lines.append(plain)
        offset += len(plain) + 1
    return "\n".join(lines), tuple(sorted(spans, key=lambda one: (one.start, one.end, one.style)))


def _line(line: str) -> tuple[str, list[Span]]:
    tokens = _tokens(line)
    marks = _pairs(tokens)
    out: list[str] = []
    length = 0
    starts: dict[int, int] = {}
    spans: list[Span] = []
    for number, (kind, text, _, _) in enumerate(tokens):
        if kind == "mark" and number in marks:
            opened = marks[number]
            if opened == number:
                starts[number] = length
            elif length > starts[opened]:
                spans += [Span(starts[opened], length, style) for style in _STYLES[text]]
            continue
        out.append(text)
        length += len(text)
    return "".join(out), spans


def _tokens(line: str) -> list[tuple[str, str, bool, bool]]:
    """(text | mark, characters, may open, may close)."""
    tokens: list[tuple[str, str, bool, bool]] = []
    plain: list[str] = []
    i = 0
    while i < len(line):
        char = line[i]
        if char == "\\" and i + 1 < len(line) and line[i + 1] in "*_\\":
            plain.append(line[i + 1])
            i += 2
            continue
        if char not in "*_":
            plain.append(char)
            i += 1
            continue
        end = i
        while end < len(line) and line[end] == char:
            end += 1
        if (char == "_" and end - i > 1) or end - i > 6:
            plain.append(line[i:end])  # rules such as ____ or ******* are text
            i = end
            continue
        if plain:
            tokens.append(("text", "".join(plain), False, False))
            plain = []
        opens = end < len(line) and not line[end].isspace()
        closes = i > 0 and not line[i - 1].isspace()
        left = end - i
        while left:  # **** is ** and **; ***** is *** and **
            take = left if left <= 3 else left - 3 if left > 4 else 2
            tokens.append(("mark", char * take, opens, closes))
            left -= take
        i = end
    if plain:
        tokens.append(("text", "".join(plain), False, False))
    return tokens


def _pairs(tokens: list[tuple[str, str, bool, bool]]) -> dict[int, int]:
    """Mark token → the token that opened it (itself for an opening mark). Marks that match nothing stay text."""
    pairs: dict[int, int] = {}
    open_at: dict[str, int] = {}
    for number, (kind, text, opens, closes) in enumerate(tokens):
        if kind != "mark":
            continue
        if closes and text in open_at:
            opened = open_at.pop(text)
            pairs[number] = opened
            pairs[opened] = opened
            open_at = {mark: at for mark, at in open_at.items() if at < opened}
        elif opens:
            open_at[text] = number
    return pairs
