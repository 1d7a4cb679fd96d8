"""Small things that no illustration set has: vessels, tools, cushions; drawn in a unit square, y down."""

from __future__ import annotations

from collections.abc import Callable

import skia

from generation.drivers.previs.lighting import argb, rgb, scale


def fill(colour: str, shade: float = 1.0) -> skia.Paint:
    """Flat paint, darker or lighter by `shade`."""
    return skia.Paint(AntiAlias=True, Color=argb(scale(rgb(colour), shade)))


def line(colour: str, width: float) -> skia.Paint:
    """A stroke with round ends."""
    return skia.Paint(
        AntiAlias=True,
        Color=argb(rgb(colour)),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
    )


def _shape(canvas: skia.Canvas, points: list[tuple[float, float]], colour: str) -> None:
    """A symmetrical vessel from its left outline (x from the middle, y), with a shaded right side."""
    left = [(0.5 - x, y) for x, y in points]
    right = [(0.5 + x, y) for x, y in reversed(points)]
    path = skia.Path.Polygon([skia.Point(*p) for p in left + right], True)
    canvas.drawPath(path, fill(colour))
    canvas.save()
    canvas.clipPath(path, True)
    canvas.drawRect(skia.Rect.MakeLTRB(0.58, 0, 1, 1), fill(colour, 0.84))
    canvas.drawRect(skia.Rect.MakeLTRB(0.36, 0.1, 0.41, 0.9), skia.Paint(AntiAlias=True, Color=0x40FFFFFF))
    canvas.restore()


def _plate(canvas: skia.Canvas) -> None:
    canvas.drawOval(skia.Rect.MakeXYWH(0, 0.72, 1, 0.16), fill("#d8d2c6"))
    canvas.drawOval(skia.Rect.MakeXYWH(0.02, 0.69, 0.96, 0.14), fill("#f4f1ea"))
    canvas.drawOval(skia.Rect.MakeXYWH(0.2, 0.66, 0.6, 0.13), fill("#c98b4f"))


def _bowl(canvas: skia.Canvas) -> None:
    path = skia.Path()
    path.moveTo(0.05, 0.45)
    path.quadTo(0.14, 0.92, 0.5, 0.93)
    path.quadTo(0.86, 0.92, 0.95, 0.45)
    path.close()
    canvas.drawPath(path, fill("#4f7fa0"))
    canvas.drawOval(skia.Rect.MakeXYWH(0.05, 0.38, 0.9, 0.15), fill("#e9dcc0"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.34, 0.9, 0.32, 0.06), fill("#3d6583"))


def _pot(canvas: skia.Canvas) -> None:
    _shape(canvas, [(0.40, 0.36), (0.42, 0.9), (0.36, 0.96)], "#8f949a")
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.02, 0.48, 0.96, 0.09), 0.04, 0.04, fill("#55595e"))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.08, 0.29, 0.84, 0.09), 0.04, 0.04, fill("#a4a9ae"))
    canvas.drawCircle(0.5, 0.26, 0.05, fill("#3a3d41"))


def _bottle(canvas: skia.Canvas) -> None:
    _shape(canvas, [(0.07, 0.03), (0.07, 0.3), (0.17, 0.44), (0.17, 0.97)], "#4f7f5f")
    canvas.drawRect(skia.Rect.MakeXYWH(0.33, 0.56, 0.34, 0.24), fill("#efe6d0"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.42, 0.0, 0.16, 0.06), fill("#b5483f"))


def _vase(canvas: skia.Canvas) -> None:
    for x, y, tone in ((0.36, 0.14, "#d9697a"), (0.52, 0.06, "#f0b44f"), (0.66, 0.16, "#b79be0"), (0.48, 0.22, "#f2f0e4")):
        canvas.drawLine(0.5, 0.5, x, y, line("#5d8f5e", 0.025))
        canvas.drawCircle(x, y, 0.085, fill(tone))
    _shape(canvas, [(0.12, 0.46), (0.10, 0.55), (0.22, 0.76), (0.14, 0.98)], "#6f9ab0")


def _glass(canvas: skia.Canvas) -> None:
    path = skia.Path.Polygon(
        [skia.Point(0.24, 0.12), skia.Point(0.76, 0.12), skia.Point(0.68, 0.96), skia.Point(0.32, 0.96)], True
    )
    canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=0xB0D6E8EE))
    drink = skia.Path.Polygon(
        [skia.Point(0.27, 0.42), skia.Point(0.73, 0.42), skia.Point(0.68, 0.94), skia.Point(0.32, 0.94)], True
    )
    canvas.drawPath(drink, skia.Paint(AntiAlias=True, Color=0xD0C8843F))
    canvas.drawLine(0.34, 0.2, 0.39, 0.88, skia.Paint(AntiAlias=True, Color=0x90FFFFFF, StrokeWidth=0.04))


def _kettle(canvas: skia.Canvas) -> None:
    canvas.drawArc(skia.Rect.MakeXYWH(0.24, 0.06, 0.5, 0.6), 190, 160, False, line("#3a3d41", 0.06))
    canvas.drawLine(0.76, 0.6, 0.96, 0.4, line("#b5574a", 0.09))
    _shape(canvas, [(0.14, 0.36), (0.30, 0.5), (0.34, 0.9), (0.28, 0.96)], "#c25b48")
    canvas.drawCircle(0.5, 0.33, 0.05, fill("#3a3d41"))


def _pillow(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.02, 0.36, 0.96, 0.6), 0.2, 0.26, fill("#efe8da"))
    canvas.drawArc(skia.Rect.MakeXYWH(0.2, 0.4, 0.6, 0.4), 20, 140, False, line("#d8cfbd", 0.03))


def _oar(canvas: skia.Canvas) -> None:
    canvas.drawLine(0.5, 0.02, 0.5, 0.8, line("#a97c4c", 0.035))
    canvas.drawOval(skia.Rect.MakeXYWH(0.44, 0.68, 0.12, 0.32), fill("#c49a64"))


def _gun(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.06, 0.24, 0.86, 0.2), 0.03, 0.03, fill("#3a3e44"))
    canvas.drawPath(
        skia.Path.Polygon([skia.Point(0.62, 0.4), skia.Point(0.88, 0.4), skia.Point(0.96, 0.92), skia.Point(0.72, 0.92)], True),
        fill("#4d3a2e"),
    )


def _typewriter(canvas: skia.Canvas) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(0.28, 0.02, 0.44, 0.4), fill("#f4efe2"))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.06, 0.32, 0.88, 0.14), 0.06, 0.06, fill("#2b2f33"))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.1, 0.44, 0.8, 0.52), 0.08, 0.08, fill("#4a6a66"))
    for i in range(3):
        for j in range(7):
            canvas.drawCircle(0.2 + 0.1 * j, 0.62 + 0.11 * i, 0.035, fill("#efe8d8"))


def _tray(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.0, 0.76, 1.0, 0.12), 0.05, 0.05, fill("#a97c4c"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.04, 0.74, 0.92, 0.06), fill("#c49a64"))


def _tablet(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.12, 0.05, 0.76, 0.9), 0.06, 0.06, fill("#24282e"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.18, 0.13, 0.64, 0.74), fill("#8fc0d4"))


def _tripod(canvas: skia.Canvas) -> None:
    for x in (0.1, 0.5, 0.9):
        canvas.drawLine(0.5, 0.3, x, 0.98, line("#33373c", 0.04))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.26, 0.06, 0.48, 0.26), 0.04, 0.04, fill("#2b2f33"))
    canvas.drawCircle(0.5, 0.19, 0.1, fill("#5d8aa0"))


def _mask(canvas: skia.Canvas) -> None:
    canvas.drawOval(skia.Rect.MakeXYWH(0.16, 0.04, 0.68, 0.92), fill("#f0e6d2"))
    for x in (0.36, 0.64):
        canvas.drawOval(skia.Rect.MakeXYWH(x - 0.08, 0.34, 0.16, 0.1), fill("#2b2f33"))
    canvas.drawArc(skia.Rect.MakeXYWH(0.34, 0.5, 0.32, 0.26), 20, 140, False, line("#b5483f", 0.05))


def _barbell(canvas: skia.Canvas) -> None:
    canvas.drawRect(skia.Rect.MakeXYWH(0.04, 0.8, 0.92, 0.04), fill("#9aa0a4"))
    for x in (0.08, 0.16, 0.78, 0.86):
        canvas.drawRoundRect(skia.Rect.MakeXYWH(x, 0.64, 0.06, 0.36), 0.02, 0.02, fill("#33373c"))


SMALL: dict[str, Callable[[skia.Canvas], None]] = {
    "plate": _plate,
    "bowl": _bowl,
    "pot": _pot,
    "bottle": _bottle,
    "vase": _vase,
    "glass": _glass,
    "kettle": _kettle,
    "pillow": _pillow,
    "oar": _oar,
    "gun": _gun,
    "typewriter": _typewriter,
    "tray": _tray,
    "tablet": _tablet,
    "tripod": _tripod,
    "mask": _mask,
    "barbell": _barbell,
}
