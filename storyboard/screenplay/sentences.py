"""Where sentences end, in English and Chinese; the smallest thing a shot is made of."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？…]+[”’」』）]*|\n+|--(?=\s|$)|—(?=\s*$)")
_ABBREVIATIONS = frozenset("mr mrs ms dr st jr sr vs prof lt sgt capt col gen rev etc e.g i.e a.m p.m".split())  # noqa: SIM905
CHINESE = re.compile(r"[\u3400-\u9fff]")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, trimmed, none empty, nothing lost but white space."""
    out: list[str] = []
    start = 0
    for match in _END.finditer(text):
        before = text[start : match.start()]
        tail = before[-12:].rsplit(None, 1)[-1].lower().lstrip("(\"'“") if before[-12:].strip() else ""
        if match[0][0] == "." and len(match[0]) == 1 and (tail in _ABBREVIATIONS or (len(tail) == 1 and tail.isalpha())):
            continue
        if match[0] == "--":
            continue
        if match[0][0] in ".…" and len(match[0]) > 1 and text[match.end() : match.end() + 2].strip()[:1].islower():
            continue
        piece = " ".join(text[start : match.end()].split())
        if piece:
            out.append(piece)
        start = match.end()
    rest = " ".join(text[start:].split())
    if rest:
        out.append(rest)
    return out


def clip(text: str, most: int) -> str:
    """The text on one line, cut at a word and ended with … when longer than `most`."""
    text = " ".join(text[: most * 4].split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip(" ,.;:，。") + "…"
