"""A few strokes that every painter of walls, floors and growth shares."""

from __future__ import annotations

import skia

from generation.drivers.previs.lighting import Rgb, argb, rgb


def fill(colour: str | Rgb, alpha: float = 1.0) -> skia.Paint:
    """Flat paint."""
    return skia.Paint(AntiAlias=True, Color=argb(rgb(colour) if isinstance(colour, str) else colour, alpha))


def stroke(colour: str | Rgb, width: float, alpha: float = 1.0) -> skia.Paint:
    """A line's paint."""
    made = fill(colour, alpha)
    made.setStyle(skia.Paint.kStroke_Style)
    made.setStrokeWidth(width)
    made.setStrokeCap(skia.Paint.kRound_Cap)
    return made


def rect(
    canvas: skia.Canvas, x: float, y: float, w: float, h: float, colour: str | Rgb, alpha: float = 1.0, round_: float = 0.0
) -> None:
    """A filled rectangle, rounded by `round_` metres."""
    box = skia.Rect.MakeXYWH(x, y, w, h)
    canvas.drawRoundRect(box, round_, round_, fill(colour, alpha)) if round_ else canvas.drawRect(box, fill(colour, alpha))


def fade(
    canvas: skia.Canvas, x: float, y: float, w: float, h: float, upper: Rgb, lower: Rgb, a: float = 1.0, b: float = 1.0
) -> None:
    """A rectangle that fades from above to below."""
    shader = skia.GradientShader.MakeLinear([skia.Point(0, y), skia.Point(0, y + h)], [argb(upper, a), argb(lower, b)])
    canvas.drawRect(skia.Rect.MakeXYWH(x, y, w, h), skia.Paint(Shader=shader))
