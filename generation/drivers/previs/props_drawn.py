"""Props that no illustration set has, drawn by name in a unit square (y down), in the films' flat style."""

from __future__ import annotations

from collections.abc import Callable

import skia

from generation.drivers.previs.lighting import argb, rgb
from generation.drivers.previs.props_ships import LIT, SHIPS
from generation.drivers.previs.props_small import SMALL


def _fill(colour: str) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=argb(rgb(colour)))


def _line(colour: str, width: float) -> skia.Paint:
    return skia.Paint(
        AntiAlias=True,
        Color=argb(rgb(colour)),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
    )


def _rope(canvas: skia.Canvas) -> None:
    for i in range(4):
        canvas.drawOval(
            skia.Rect.MakeXYWH(0.08 + 0.02 * i, 0.74 - 0.09 * i, 0.84 - 0.04 * i, 0.24),
            _line("#c9a873" if i % 2 else "#b8945e", 0.075),
        )


def _letter(canvas: skia.Canvas) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(0.06, 0.22, 0.88, 0.58), _fill("#f4ead2"))
    for i in range(5):
        canvas.drawLine(0.14, 0.32 + 0.09 * i, 0.86 - 0.2 * (i == 4), 0.32 + 0.09 * i, _line("#8b8272", 0.014))


def _photo(canvas: skia.Canvas) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(0.14, 0.06, 0.72, 0.88), _fill("#f6f1e6"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.20, 0.12, 0.60, 0.62), _fill("#9db8c4"))
    canvas.drawCircle(0.5, 0.40, 0.13, _fill("#6b5546"))
    canvas.drawOval(skia.Rect.MakeXYWH(0.28, 0.52, 0.44, 0.40), _fill("#6b5546"))
    canvas.drawOval(skia.Rect.MakeXYWH(0.36, 0.24, 0.28, 0.34), _fill("#4a382e"))
    canvas.drawOval(skia.Rect.MakeXYWH(0.41, 0.32, 0.18, 0.22), _fill("#e0b894"))
    for x in (0.462, 0.538):
        canvas.drawCircle(x, 0.415, 0.011, _fill("#3a2c26"))
    canvas.drawArc(skia.Rect.MakeXYWH(0.46, 0.42, 0.08, 0.075), 20, 140, False, _line("#a8473c", 0.012))
    canvas.drawRect(skia.Rect.MakeXYWH(0.14, 0.74, 0.72, 0.20), _fill("#f6f1e6"))


def _crate(canvas: skia.Canvas) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(0.04, 0.16, 0.92, 0.80), _fill("#a67c4e"))
    for i in range(4):
        canvas.drawRect(skia.Rect.MakeXYWH(0.04, 0.17 + 0.2 * i, 0.92, 0.165), _fill("#bd9160" if i % 2 else "#b48756"))
    for x in (0.04, 0.84):
        canvas.drawRect(skia.Rect.MakeXYWH(x, 0.14, 0.12, 0.82), _fill("#8d6740"))


def _blanket(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.05, 0.55, 0.90, 0.42), 0.12, 0.12, _fill("#b5574a"))
    for i in range(3):
        canvas.drawRect(skia.Rect.MakeXYWH(0.05, 0.64 + 0.1 * i, 0.90, 0.03), _fill("#e6c9a0"))


def _cloth(canvas: skia.Canvas) -> None:
    path = skia.Path()
    path.moveTo(0.1, 0.2)
    path.cubicTo(0.4, 0.1, 0.6, 0.3, 0.92, 0.18)
    path.cubicTo(0.84, 0.5, 0.98, 0.7, 0.9, 0.96)
    path.cubicTo(0.6, 0.88, 0.4, 1.0, 0.08, 0.94)
    path.close()
    canvas.drawPath(path, _fill("#d9d2c2"))
    canvas.drawLine(0.4, 0.25, 0.36, 0.9, _line("#bdb5a3", 0.02))
    canvas.drawLine(0.66, 0.28, 0.7, 0.9, _line("#bdb5a3", 0.02))


def _suitcase(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.36, 0.10, 0.28, 0.2), 0.05, 0.05, _line("#5a3d28", 0.05))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.05, 0.22, 0.90, 0.74), 0.06, 0.06, _fill("#9a6a43"))
    for x in (0.20, 0.72):
        canvas.drawRect(skia.Rect.MakeXYWH(x, 0.22, 0.08, 0.74), _fill("#7a5233"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.44, 0.5, 0.12, 0.08), _fill("#e0b85a"))


def _boat(canvas: skia.Canvas) -> None:
    path = skia.Path()
    path.moveTo(0.02, 0.62)
    path.quadTo(0.5, 0.74, 0.98, 0.58)
    path.quadTo(0.92, 0.86, 0.80, 0.96)
    path.lineTo(0.18, 0.96)
    path.quadTo(0.07, 0.84, 0.02, 0.62)
    path.close()
    canvas.drawPath(path, _fill("#3f6f86"))
    canvas.drawLine(0.03, 0.64, 0.97, 0.61, _line("#f0e6d0", 0.03))
    canvas.drawLine(0.48, 0.66, 0.48, 0.08, _line("#7a5a3c", 0.022))


def _paper(canvas: skia.Canvas) -> None:
    canvas.save()
    canvas.rotate(-6, 0.5, 0.5)
    canvas.drawRect(skia.Rect.MakeXYWH(0.2, 0.1, 0.62, 0.82), _fill("#f3efe4"))
    for i in range(7):
        canvas.drawLine(0.28, 0.22 + 0.09 * i, 0.74 - 0.14 * (i % 3 == 2), 0.22 + 0.09 * i, _line("#a29c8e", 0.014))
    canvas.restore()


def _parcel(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.08, 0.24, 0.84, 0.72), 0.05, 0.05, _fill("#c39a6b"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.45, 0.24, 0.10, 0.72), _fill("#e6d3b0"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.08, 0.52, 0.84, 0.10), _fill("#e6d3b0"))


WORDS: tuple[tuple[tuple[str, ...], Callable[[skia.Canvas], None]], ...] = (
    (("rope", "cable", "绳", "繩"), _rope),
    (("letter", "envelope", "信"), _letter),
    (("photo", "picture", "照片"), _photo),
    (("crate", "box", "箱"), _crate),
    (("blanket", "quilt", "毯", "被"), _blanket),
    (("cloth", "towel", "shirt", "sheet", "rag", "布", "毛巾"), _cloth),
    (("suitcase", "luggage", "bag", "行李", "包"), _suitcase),
    (("boat", "ship", "船"), _boat),
    (("paper", "page", "note", "map", "document", "contract", "ticket", "纸", "票", "文件", "地图"), _paper),
)


def drawn(name: str, canvas: skia.Canvas) -> None:
    """Draw the thing of this name; a tied parcel when the name says nothing about its shape."""
    low = name.lower()
    if low in SHIPS:
        SHIPS[low](canvas)
        return
    if low in SMALL:
        SMALL[low](canvas)
        return
    for words, draw in WORDS:
        if any(word in low for word in words):
            draw(canvas)
            return
    _parcel(canvas)


def shining(name: str, canvas: skia.Canvas) -> bool:
    """Draw only what shines of a thing after dark, over the same square; whether anything does."""
    found = LIT.get(name.lower())
    if found is not None:
        found(canvas)
    return found is not None
