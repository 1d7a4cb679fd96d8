"""The storyboard on paper: six panels a page with slate, words and length, as PDF set by Skia. Pure."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import PIL.Image
import skia

_PAGE = (842.0, 595.0)  # points: A4, landscape
_MARGIN, _GAP = 36.0, 18.0
_ACROSS, _DOWN = 3, 2
_HEAD = 30.0
_WIDE = 900  # pixels of a panel on paper: 300 dpi and no more bytes
_INK, _SOFT = skia.Color(24, 26, 30), skia.Color(110, 114, 122)


def pdf(rows: Sequence[Mapping[str, Any]], panels: Sequence[Path], title: str, shape: float, fonts: Path) -> bytes:
    """The pages. `rows` are those of the shot list, each with the place of its picture in `panels` (`panel`, or None).

    `shape` is width over height of the film. Words that have no room end in an ellipsis; every page says title and number.
    """
    made = skia.DynamicMemoryWStream()
    document = skia.PDF.MakeDocument(made)
    a_page = _ACROSS * _DOWN
    pages = max(1, -(-len(rows) // a_page))
    bold, regular = (skia.Typeface.MakeFromFile(str(fonts / f"NotoSansSC-{one}.ttf")) for one in ("Bold", "Regular"))
    for page in range(pages):
        canvas = document.beginPage(*_PAGE)
        _line(canvas, title or "Storyboard", _MARGIN, _MARGIN + 4, bold, 13, _INK, _PAGE[0] - 2 * _MARGIN - 60)
        _line(canvas, f"{page + 1} / {pages}", _PAGE[0] - _MARGIN - 44, _MARGIN + 4, regular, 9, _SOFT, 60)
        for place, row in enumerate(rows[page * a_page : (page + 1) * a_page]):
            _panel(canvas, row, panels, place, shape, bold, regular)
        document.endPage()
    document.close()
    return bytes(made.detachAsData())


def _panel(
    canvas: Any, row: Mapping[str, Any], panels: Sequence[Path], place: int, shape: float, bold: Any, regular: Any
) -> None:
    wide = (_PAGE[0] - 2 * _MARGIN - (_ACROSS - 1) * _GAP) / _ACROSS
    high = (_PAGE[1] - 2 * _MARGIN - _HEAD - (_DOWN - 1) * _GAP) / _DOWN
    left = _MARGIN + place % _ACROSS * (wide + _GAP)
    top = _MARGIN + _HEAD + place // _ACROSS * (high + _GAP)
    tall = min(wide / shape, high * 0.62)
    across = tall * shape
    frame = skia.Rect.MakeXYWH(left + (wide - across) / 2, top, across, tall)
    number = row.get("panel")
    if number is not None and 0 <= number < len(panels):
        canvas.drawImageRect(_picture(panels[number]), frame, skia.SamplingOptions(skia.FilterMode.kLinear))
    canvas.drawRect(frame, skia.Paint(Color=_SOFT, Style=skia.Paint.kStroke_Style, StrokeWidth=0.6, AntiAlias=True))
    at = top + tall + 14
    _line(canvas, str(row.get("slate", "")), left, at, bold, 11, _INK, 60)
    facts = " · ".join(str(row[key]) for key in ("size", "camera", "length") if row.get(key))
    _line(canvas, facts, left + 62, at, regular, 8.5, _SOFT, wide - 62)
    words = [(str(row.get("description", "")), regular, _INK), (str(row.get("dialogue", "")), bold, _INK)]
    for text, face, colour in words:
        for line in _wrapped(text, face, 8.5, wide):
            at += 11.5
            if at > top + high:
                return
            _line(canvas, line, left, at, face, 8.5, colour, wide)


def _picture(path: Path) -> Any:
    with PIL.Image.open(path) as opened:
        shown = opened.convert("RGB")
        shown.thumbnail((_WIDE, _WIDE))
        said = io.BytesIO()
        shown.save(said, "JPEG", quality=88)
    return skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(said.getvalue()))


def _line(canvas: Any, text: str, left: float, base: float, face: Any, size: float, colour: int, room: float) -> None:
    font = skia.Font(face, size)
    shown = text
    while shown and font.measureText(shown) > room:
        shown = shown[:-2].rstrip("…") + "…" if len(shown) > 2 else ""
    canvas.drawString(shown, left, base, font, skia.Paint(Color=colour, AntiAlias=True))


def _wrapped(text: str, face: Any, size: float, room: float) -> list[str]:
    """Lines of words; between Chinese characters a line may break anywhere."""
    font = skia.Font(face, size)
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in _pieces(paragraph):
            if line and font.measureText(line + word.rstrip()) > room:
                lines.append(line.rstrip())
                line = ""
            line += word if line else word.lstrip()
        if line.strip():
            lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for sign in text:
        wide = ord(sign) > 0x2E7F
        if pieces and not wide and not pieces[-1].endswith(" ") and ord(pieces[-1][-1]) <= 0x2E7F:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
