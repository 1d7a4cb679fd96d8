"""Ships, lanterns and folded paper: things whose lights and outlines no illustration set gives; a unit square, y down."""

from __future__ import annotations

from collections.abc import Callable

import skia

from generation.drivers.previs.props_small import fill, line

WARM = "#ffd98a"


def _path(*points: tuple[float, float]) -> skia.Path:
    return skia.Path.Polygon([skia.Point(*point) for point in points], True)


def _rows(canvas: skia.Canvas, rows: tuple[tuple[float, float, float, int], ...], tall: float, colour: str) -> None:
    for left, right, y, count in rows:
        step = (right - left) / count
        for n in range(count):
            canvas.drawRoundRect(skia.Rect.MakeXYWH(left + n * step, y, step * 0.62, tall), 0.004, 0.004, fill(colour))


_FERRY = ((0.16, 0.84, 0.772, 22), (0.22, 0.80, 0.716, 18), (0.27, 0.40, 0.664, 4))
_SHIP = ((0.70, 0.90, 0.665, 6), (0.70, 0.90, 0.705, 6), (0.71, 0.88, 0.625, 5))


def _ferry(canvas: skia.Canvas) -> None:
    canvas.drawPath(_path((0.01, 0.82), (0.97, 0.82), (0.94, 0.955), (0.07, 0.955)), fill("#24384f"))
    canvas.drawPath(_path((0.055, 0.925), (0.95, 0.925), (0.94, 0.955), (0.07, 0.955)), fill("#8d3b34"))
    canvas.drawPath(_path((0.01, 0.82), (0.97, 0.82), (0.966, 0.835), (0.022, 0.835)), fill("#f1ede2"))
    canvas.drawRect(skia.Rect.MakeLTRB(0.12, 0.755, 0.90, 0.82), fill("#f1ede2"))
    canvas.drawRect(skia.Rect.MakeLTRB(0.19, 0.70, 0.84, 0.755), fill("#e6e1d4"))
    canvas.drawPath(_path((0.24, 0.70), (0.255, 0.65), (0.43, 0.65), (0.43, 0.70)), fill("#f1ede2"))
    for y in (0.755, 0.70):
        canvas.drawLine(0.12, y, 0.90, y, line("#c9c2b2", 0.006))
    canvas.drawPath(_path((0.60, 0.70), (0.615, 0.605), (0.70, 0.605), (0.705, 0.70)), fill("#b5483f"))
    canvas.drawRect(skia.Rect.MakeLTRB(0.612, 0.605, 0.701, 0.625), fill("#2a2f38"))
    canvas.drawLine(0.34, 0.65, 0.34, 0.56, line("#5b6068", 0.007))
    for x in (0.48, 0.54, 0.76, 0.80):
        canvas.drawRoundRect(skia.Rect.MakeXYWH(x, 0.684, 0.04, 0.016), 0.008, 0.008, fill("#d98240"))
    _rows(canvas, _FERRY, 0.024, "#5d7488")


def _ferry_lit(canvas: skia.Canvas) -> None:
    _rows(canvas, _FERRY, 0.024, WARM)
    canvas.drawCircle(0.34, 0.56, 0.012, fill("#fff3cf"))
    canvas.drawCircle(0.03, 0.812, 0.008, fill("#ff8f6b"))


def _ship(canvas: skia.Canvas) -> None:
    canvas.drawPath(_path((0.0, 0.76), (0.10, 0.80), (0.985, 0.80), (0.96, 0.96), (0.08, 0.96)), fill("#2e4358"))
    canvas.drawPath(_path((0.068, 0.925), (0.965, 0.925), (0.96, 0.96), (0.08, 0.96)), fill("#8d3b34"))
    for n, colour in enumerate(("#b0643f", "#3f7f74", "#c49a4a", "#5b728c", "#a84f48", "#3f7f74")):
        canvas.drawRect(
            skia.Rect.MakeXYWH(0.14 + n * 0.085, 0.745 - 0.03 * (n % 3 == 1), 0.08, 0.055 + 0.03 * (n % 3 == 1)), fill(colour)
        )
    canvas.drawRect(skia.Rect.MakeLTRB(0.68, 0.61, 0.92, 0.80), fill("#efe9dc"))
    canvas.drawRect(skia.Rect.MakeLTRB(0.66, 0.595, 0.94, 0.615), fill("#d8d0c0"))
    canvas.drawRect(skia.Rect.MakeLTRB(0.80, 0.53, 0.87, 0.60), fill("#b5483f"))
    canvas.drawLine(0.73, 0.60, 0.73, 0.50, line("#5b6068", 0.008))
    canvas.drawLine(0.40, 0.75, 0.40, 0.60, line("#5b6068", 0.008))
    _rows(canvas, _SHIP, 0.018, "#5d7488")


def _ship_lit(canvas: skia.Canvas) -> None:
    _rows(canvas, _SHIP, 0.018, WARM)
    for x, y in ((0.73, 0.50), (0.40, 0.60)):
        canvas.drawCircle(x, y, 0.010, fill("#fff3cf"))


def _lantern(canvas: skia.Canvas) -> None:
    canvas.drawArc(skia.Rect.MakeXYWH(0.30, 0.01, 0.40, 0.42), 180, 180, False, line("#4a4238", 0.035))
    for x in (0.27, 0.73):
        canvas.drawLine(x, 0.30, x, 0.86, line("#5a4f42", 0.035))
    canvas.drawPath(_path((0.40, 0.14), (0.60, 0.14), (0.70, 0.30), (0.30, 0.30)), fill("#6b5d4b"))
    glass = skia.Path()
    glass.moveTo(0.36, 0.30)
    glass.cubicTo(0.24, 0.48, 0.26, 0.66, 0.38, 0.76)
    glass.lineTo(0.62, 0.76)
    glass.cubicTo(0.74, 0.66, 0.76, 0.48, 0.64, 0.30)
    glass.close()
    canvas.drawPath(glass, fill("#e8dcae"))
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.27, 0.76, 0.46, 0.20), 0.05, 0.05, fill("#6b5d4b"))
    canvas.drawRect(skia.Rect.MakeXYWH(0.27, 0.80, 0.46, 0.03), fill("#8a7a63"))


def _lantern_lit(canvas: skia.Canvas) -> None:
    canvas.drawOval(skia.Rect.MakeXYWH(0.31, 0.34, 0.38, 0.42), fill("#ffe39a"))
    flame = skia.Path()
    flame.moveTo(0.5, 0.40)
    flame.cubicTo(0.62, 0.56, 0.60, 0.72, 0.5, 0.74)
    flame.cubicTo(0.40, 0.72, 0.38, 0.56, 0.5, 0.40)
    canvas.drawPath(flame, fill("#fff6d8"))


def _paper_boat(canvas: skia.Canvas) -> None:
    canvas.drawPath(_path((0.5, 0.24), (0.74, 0.66), (0.26, 0.66)), fill("#e4e0d4"))
    canvas.drawPath(_path((0.5, 0.24), (0.5, 0.66), (0.26, 0.66)), fill("#f6f3ea"))
    canvas.drawPath(_path((0.02, 0.52), (0.5, 0.68), (0.5, 0.92), (0.24, 0.92)), fill("#fbf9f2"))
    canvas.drawPath(_path((0.98, 0.52), (0.5, 0.68), (0.5, 0.92), (0.76, 0.92)), fill("#d9d5c8"))


def _net(canvas: skia.Canvas) -> None:
    heap = skia.Path()
    heap.moveTo(0.0, 0.97)
    heap.cubicTo(0.03, 0.70, 0.06, 0.30, 0.15, 0.16)
    heap.cubicTo(0.22, 0.05, 0.33, 0.12, 0.37, 0.34)
    heap.cubicTo(0.42, 0.58, 0.52, 0.66, 0.66, 0.72)
    heap.cubicTo(0.82, 0.78, 0.95, 0.86, 1.0, 0.97)
    heap.close()
    canvas.drawPath(heap, fill("#3f5f5b"))
    canvas.save()
    canvas.clipPath(heap, True)
    for n in range(-10, 26):
        at = n * 0.055
        canvas.drawLine(at, 0.0, at + 0.5, 1.0, line("#c4be9e", 0.008))
        canvas.drawLine(at, 0.0, at - 0.5, 1.0, line("#a9a587", 0.008))
    canvas.restore()
    canvas.drawPath(heap, line("#d0c79f", 0.016))
    for x, y in ((0.08, 0.94), (0.22, 0.95), (0.40, 0.955), (0.58, 0.95), (0.76, 0.95), (0.92, 0.955)):
        canvas.drawOval(skia.Rect.MakeXYWH(x - 0.03, y - 0.022, 0.06, 0.044), fill("#d98240"))


def _reins(canvas: skia.Canvas) -> None:
    path = skia.Path()
    path.moveTo(0.04, 0.62)
    path.cubicTo(0.3, 0.95, 0.42, 0.5, 0.5, 0.5)
    canvas.drawPath(path, line("#5a3d28", 0.05))
    canvas.drawLine(0.5, 0.5, 0.56, 0.86, line("#5a3d28", 0.05))


def _handlebar(canvas: skia.Canvas) -> None:
    canvas.drawRoundRect(skia.Rect.MakeXYWH(0.1, 0.42, 0.8, 0.2), 0.1, 0.1, fill("#2c2f35"))


SHIPS: dict[str, Callable[[skia.Canvas], None]] = {
    "ferry": _ferry, "ship": _ship, "lantern": _lantern, "paper-boat": _paper_boat, "net": _net,
    "reins": _reins, "handlebar": _handlebar,
}  # fmt: skip
LIT: dict[str, Callable[[skia.Canvas], None]] = {"ferry": _ferry_lit, "ship": _ship_lit, "lantern": _lantern_lit}
"""What shines of them after dark, over the same square."""
