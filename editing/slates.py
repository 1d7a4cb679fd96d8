"""The slate overlay of review copies: which take this is, of which film, at which frame."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import skia
from av.video.frame import VideoFrame

from editing.lettering import Patch, Sheet, typeface

_PANEL = skia.Color(10, 11, 14, 165)
_WHITE = skia.Color(248, 248, 246)
_SOFT = skia.Color(214, 216, 220)


def drops(rate: Fraction) -> bool:
    """Whether timecode at this rate leaves numbers out to stay with the clock: 30000/1001 and its multiples, never 24000/1001."""
    return rate.denominator == 1001 and round(rate) % 30 == 0


def timecode(frame: int, rate: Fraction, *, drop: bool = False) -> str:
    """Timecode of a frame counted from 00:00:00:00, HH:MM:SS:FF; at 24000/1001 it counts 24 a second, as editors do.

    With `drop` it is SMPTE ST 12-1's drop-frame, HH:MM:SS;FF: two numbers for every thirty a second are left out at the beginning
    of each minute but every tenth. No frame is left out.
    """
    base = round(rate)
    if drop:
        left_out = base // 15
        tens, rest = divmod(frame, base * 600 - left_out * 9)
        frame += left_out * 9 * tens
        if rest >= base * 60:
            frame += left_out * (1 + (rest - base * 60) // (base * 60 - left_out))
    second, left = divmod(frame, base)
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{';' if drop else ':'}{left:02d}"


class SlateOverlay:
    """Draws a slate ("12A-3") and the film's title top left, running timecode top right, inside the safe area."""

    def __init__(self, slate: str, title: str, width: int, height: int, bold: Path, regular: Path) -> None:
        self._size = min(width, height) * 0.038
        self._margin = min(width, height) * 0.05
        self._width = width
        self._digits = skia.Font(typeface(regular), self._size)
        self._label = self._make_label(slate, title, bold, regular)
        self._cell = max(self._digits.measureText(digit) for digit in "0123456789")

    def lay(self, frame: VideoFrame, code: str) -> None:
        """Blend the label and this timecode into the frame, in place."""
        self._label.lay(frame)
        self._clock(code).lay(frame)

    def _panel(self, left: float, wide: float) -> tuple[Sheet, float]:
        pad, top = self._size * 0.55, self._margin
        high = self._size * 1.75
        sheet = Sheet(max(0.0, left), top, left + wide + 2 * pad, top + high)
        box = skia.Rect.MakeXYWH(left, top, wide + 2 * pad, high)
        sheet.canvas.drawRoundRect(box, self._size * 0.3, self._size * 0.3, skia.Paint(Color=_PANEL, AntiAlias=True))
        return sheet, left + pad

    @property
    def _baseline(self) -> float:
        return self._margin + self._size * 1.23

    def _make_label(self, slate: str, title: str, bold: Path, regular: Path) -> Patch:
        strong = skia.Font(typeface(bold), self._size)
        plain = skia.Font(typeface(regular), self._size * 0.86)
        room = self._width * 0.5
        slate = _shortened(slate, strong, room * 0.6)
        title = _shortened(title, plain, room - strong.measureText(slate))
        gap = self._size * 0.7 if title else 0.0
        wide = strong.measureText(slate) + gap + plain.measureText(title)
        sheet, left = self._panel(self._margin, wide)
        sheet.canvas.drawString(slate, left, self._baseline, strong, skia.Paint(Color=_WHITE, AntiAlias=True))
        at = left + strong.measureText(slate) + gap
        sheet.canvas.drawString(title, at, self._baseline, plain, skia.Paint(Color=_SOFT, AntiAlias=True))
        return sheet.patch()

    def _clock(self, code: str) -> Patch:
        """Every sign in a cell of its own width, so that the figures stand still while they run."""
        cells = [self._cell if sign.isdigit() else self._cell * 0.55 for sign in code]
        wide = sum(cells)
        pad = self._size * 0.55
        sheet, left = self._panel(self._width - self._margin - wide - 2 * pad, wide)
        paint = skia.Paint(Color=_WHITE, AntiAlias=True)
        for sign, cell in zip(code, cells, strict=True):
            inset = (cell - self._digits.measureText(sign)) / 2
            sheet.canvas.drawString(sign, left + inset, self._baseline, self._digits, paint)
            left += cell
        return sheet.patch()


def _shortened(text: str, font: skia.Font, room: float) -> str:
    """The text on one line, cut with three points where it does not fit."""
    text = " ".join(text.split())
    if font.measureText(text) <= room:
        return text
    while text and font.measureText(text + "...") > room:
        text = text[:-1]
    return text.rstrip() + "..."
