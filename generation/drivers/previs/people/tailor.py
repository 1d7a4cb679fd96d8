"""Pieces that tops are made of: cloth, seams, buttons, pockets, collars, lapels, hoods, laid on a trunk."""

from __future__ import annotations

from collections.abc import Callable

import skia

from generation.drivers.previs.people.limbs import edge_of
from generation.drivers.previs.people.paint import Brush, darker, lighter
from generation.drivers.previs.people.shapes import polygon, smooth, smooth_on
from generation.drivers.previs.people.state import Colour, Point
from generation.drivers.previs.people.trunk import Trunk
from generation.drivers.previs.stage import Look

_NECK = {  # wide, drop, high
    "shirt": (1.12, 0.012, 0.002),
    "t-shirt": (1.45, 0.012, -0.004),
    "sweater": (1.35, 0.006, 0.002),
    "jacket": (1.3, 0.004, 0.0),
    "coat": (1.35, 0.006, 0.0),
    "suit": (1.2, 0.01, 0.0),
    "dress": (1.75, 0.030, -0.006),
    "hoodie": (1.5, 0.008, 0.0),
    "apron": (1.12, 0.012, 0.002),
    "uniform": (1.12, 0.010, 0.002),
    "robe": (1.4, 0.012, 0.0),
    "vest": (1.12, 0.012, 0.002),
    "raincoat": (1.45, 0.006, 0.004),
}


class Tailor:
    """Draws one top on one trunk."""

    def __init__(
        self, brush: Brush, trunk: Trunk, look: Look, details: Callable[[Tailor], None], collars: Callable[[Tailor], None]
    ) -> None:
        self.details, self.collars = details, collars
        self.brush, self.trunk, self.look = brush, trunk, look
        self.h = trunk.body.height
        self.line = self.h * 0.0026
        self.wide, self.drop, self.high = _NECK[look.top]
        outfit = trunk.outfit
        self.cloth = outfit.inner if look.top == "apron" else outfit.top
        self.path = trunk.path(outfit.hem, self.wide, self.drop, self.high)
        self.skirt: skia.Path | None = None
        self.detail = brush.ppm * self.h > 120
        self.fine = brush.ppm * self.h > 420

    def behind(self) -> None:
        """The far inside of the neckline, before the neck."""
        far = self.trunk.collar_arc(False, self.wide * 1.02, self.drop, self.high + 0.004)
        near = self.trunk.collar_arc(True, self.wide * 1.02, self.drop, self.high)
        path = skia.Path()
        smooth_on(path, far, False)
        smooth_on(path, near[::-1], False, join=True)
        path.close()
        self.brush.fill(path, darker(self.cloth, 0.5))
        if self.look.top in ("dress", "t-shirt") and self.trunk.facing > 0:  # the chest shows in a wide neckline
            far = self.trunk.collar_arc(False, self.wide * 1.0, self.drop, self.high - 0.006)
            skin = skia.Path()
            smooth_on(skin, [near[0], *[(x, y + 0.016 * self.h) for x, y in far[1:-1]], near[-1]], False)
            smooth_on(skin, near[::-1], False, join=True)
            skin.close()
            self.brush.fill(skin, self.trunk.outfit.skin)
        if self.look.top in ("hoodie", "raincoat") and self.look.hat != "hood":
            self.hood_down(front=self.trunk.facing > 0)

    def draw(self) -> None:
        """The whole top, after the neck."""
        b, t, c = self.brush, self.trunk, self.cloth
        if self.skirt is not None and t.outfit.skirt_colour == c:  # no line where one cloth goes on
            b.clip(self.skirt, outside=True)
            b.line(self.path, edge_of(c), self.h * 0.0034)
            b.free()
        else:
            b.line(self.path, edge_of(c), self.h * 0.0034)
        b.fill(self.path, c)
        b.clip(self.path)
        self.shading(c)
        if self.detail or self.look.top in ("suit", "jacket", "coat", "apron", "vest", "robe", "uniform"):
            self.details(self)
        b.free()
        if self.detail:
            self.collars(self)
        if self.look.top in ("hoodie", "raincoat") and t.facing < 0.1 and self.look.hat != "hood":
            self.hood_down(front=False)

    def shading(self, c: Colour) -> None:
        """Two tones: the side away from the light, and under the bust or belly."""
        b, body = self.brush, self.trunk.body
        b.crescent(self.path, c, self.h * 0.030, drop=0.0 if self.skirt is not None else 0.2)
        b.rim(self.path, self.h * 0.006)
        if body.bust > 0 and self.trunk.facing > -0.3:
            barrel = self.trunk.barrel
            shade = b.dim(c)
            for x in (-0.52, 0.52):
                if barrel.front_seen(0.63, x, 14):
                    px, py = barrel.front(0.635, x)
                    qx, qy = barrel.front(0.60, x * 0.2)
                    path = skia.Path()
                    path.moveTo(*barrel.front(0.655, x * 1.45))
                    path.quadTo(px, py + 0.022 * self.h, qx, qy - 0.012 * self.h)
                    path.quadTo(px, py + 0.010 * self.h, *barrel.front(0.655, x * 1.45))
                    b.raw(path, shade, 0.8)

    # pieces -------------------------------------------------------------------------------------------------------

    def seam(self, points: list[tuple[float, float]], c: Colour, width: float = 1.0, alpha: float = 0.75) -> None:
        self.brush.line(self.trunk.trace(points), c, self.line * width, alpha)

    def button(self, t: float, x: float, c: Colour, r: float = 0.0042) -> None:
        if not self.trunk.barrel.front_seen(t, x, 6):
            return
        px, py = self.trunk.barrel.front(t, x)
        self.brush.fill(skia.Path.Circle(px, py, r * self.h), c)
        if self.fine:
            self.brush.line(skia.Path.Circle(px, py, r * self.h), darker(c, 0.5), self.line * 0.5, 0.8)

    def pocket(self, t0: float, t1: float, x0: float, x1: float, c: Colour, flap: bool = False) -> None:
        barrel = self.trunk.barrel
        if not (barrel.front_seen(t0, x0, 8) and barrel.front_seen(t0, x1, 8)):
            return
        dip = (t1 - t0) * 0.16
        points = [
            barrel.front(t1, x0),
            barrel.front(t1, x1),
            barrel.front(t0 + dip, x1),
            barrel.front(t0, (x0 + x1) / 2),
            barrel.front(t0 + dip, x0),
        ]
        self.brush.line(polygon(points), edge_of(c), self.line, 0.8)
        if flap:
            top = t1 - (t1 - t0) * 0.32
            self.seam([(top, x0), (top - dip * 0.6, (x0 + x1) / 2), (top, x1)], edge_of(c), 0.9)

    def panel(self, path: skia.Path, c: Colour, edge: bool = True) -> None:
        b = self.brush
        b.fill(path, c)
        b.clip(path)
        b.crescent(self.path, c, self.h * 0.030, drop=0.2)
        b.free()
        if edge:
            b.line(path, edge_of(c), self.line, 0.8)

    def rib(self, t0: float, t1: float, c: Colour) -> None:
        """A knitted hem."""
        barrel = self.trunk.barrel
        arc = barrel.arc(t1)
        self.brush.line(smooth(arc, False), edge_of(c), self.line, 0.7)
        if self.fine:
            start, end = barrel.visible(t0)
            for i in range(1, 22):
                a = start + (end - start) * i / 22
                path = skia.Path()
                path.moveTo(*barrel.point(t0, a))
                path.lineTo(*barrel.point(t1, a))
                self.brush.line(path, edge_of(c), self.line * 0.7, 0.35)

    def flaps(self, c: Colour, size: float = 1.0, spread: float = 0.30) -> None:
        """A turned-down collar: a band round the neck and two points in front."""
        t, b, h = self.trunk, self.brush, self.h
        shade = edge_of(c)
        start, end = t.barrel.visible(1.0)
        band = [t.collar(start + (end - start) * i / 8, self.wide * 0.98, self.drop, self.high + 0.014 * size) for i in range(9)]
        base = [
            t.collar(start + (end - start) * i / 8, self.wide * 1.22, self.drop + 0.006, self.high - 0.010 * size)
            for i in range(9)
        ]
        ring = skia.Path()
        smooth_on(ring, band, False)
        smooth_on(ring, base[::-1], False, join=True)
        ring.close()
        if t.facing < 0.35:
            b.line(ring, shade, self.line)
            b.fill(ring, c)
            b.crescent(ring, c, h * 0.008)

        def kept(angle: float) -> float:
            """The angle, or the nearer outline where the neck faces away."""
            gone = (angle - start) % 360.0
            if gone <= end - start:
                return angle
            return start + 1.0 if gone > (360.0 + end - start) / 2 else end - 1.0

        for turn in (-1, 1):
            if not t.barrel.seen(1.0, 90 + turn * 30):
                continue
            points: list[Point] = [
                t.collar(kept(90 + turn * 4), self.wide, self.drop * 1.15, self.high + 0.001),
                t.collar(kept(90 + turn * 40), self.wide * 1.0, self.drop, self.high + 0.013 * size),
                t.collar(kept(90 + turn * 84), self.wide * 1.0, self.drop, self.high + 0.016 * size),
                t.collar(kept(90 + turn * 88), self.wide * 1.34, self.drop, self.high - 0.002),
                t.barrel.clamped(0.905 - 0.02 * size, 90 + turn * (90 - 90 * (1 - spread) + 18)),
            ]
            path = polygon(points)
            b.line(path, shade, self.line * 1.3)
            b.fill(path, c)
            b.crescent(path, c, h * 0.007)

    def lapels(self, c: Colour, low: float, notch: bool = True, wide: float = 0.46) -> None:
        """Turned fronts from the neck to `low`, over an open V."""
        t, b = self.trunk, self.brush
        for s in (-1, 1):
            if not t.barrel.front_seen(0.8, s * 0.15, -25):
                continue
            edge = [
                t.collar(90 - s * 74, self.wide, self.drop, self.high + 0.008),
                t.barrel.front(0.88, s * 0.20),
                t.barrel.front((0.88 + low) / 2, s * 0.13),
                t.barrel.front(low, s * 0.02),
            ]
            outer = [t.barrel.front(low + 0.05, s * 0.15), t.barrel.front(0.80, s * wide)]
            if notch:
                outer += [t.barrel.front(0.815, s * (wide - 0.13)), t.barrel.front(0.86, s * (wide - 0.03))]
            outer += [t.collar(90 - s * 88, self.wide * 1.35, self.drop, self.high - 0.002)]
            path = polygon(edge + outer)
            b.line(path, edge_of(c), self.line * 1.2)
            b.fill(path, lighter(c, 0.05))
            b.crescent(path, c, self.h * 0.008)

    def hood_down(self, front: bool) -> None:
        """A hood that lies on the shoulders: a roll behind the neck, or a drop down the back."""
        t, b, h, c = self.trunk, self.brush, self.h, self.trunk.outfit.top
        if front:
            arc = t.collar_arc(False, 1.9, 0.0, 0.016)
            start, end = arc[0], arc[-1]
            points = [(start[0] + 0.012 * h, start[1] + 0.02 * h), *arc[1:-1], (end[0] - 0.012 * h, end[1] + 0.02 * h)]
            path = smooth([*points, *t.collar_arc(True, 1.5, 0.0, -0.012)[::-1]])
            b.line(path, edge_of(c), self.line * 1.3)
            b.fill(path, darker(c, 0.78))
            return
        a, z = t.collar(340, 1.9, 0, 0.014), t.collar(200, 1.9, 0, 0.014)
        low = t.barrel.point(0.66, 270)
        path = smooth(
            [
                a,
                t.collar(300, 1.9, 0, 0.024),
                t.collar(240, 1.9, 0, 0.024),
                z,
                t.barrel.clamped(0.86, 215),
                t.barrel.clamped(0.74, 243),
                low,
                t.barrel.clamped(0.74, 297),
                t.barrel.clamped(0.86, 325),
            ]
        )
        b.line(path, edge_of(c), self.line * 1.3)
        b.fill(path, c)
        b.crescent(path, c, h * 0.014)
        if self.detail:
            inner = smooth(
                [
                    t.collar(330, 1.6, 0, 0.006),
                    t.collar(270, 1.7, 0, 0.002),
                    t.collar(210, 1.6, 0, 0.006),
                    t.barrel.clamped(0.90, 235),
                    t.barrel.point(0.86, 270),
                    t.barrel.clamped(0.90, 305),
                ]
            )
            b.fill(inner, darker(c, 0.62))

    def no_collar(self) -> None:
        """A plain bound neckline."""
        near = self.trunk.collar_arc(True, self.wide * 1.0, self.drop, self.high)
        low = self.trunk.collar_arc(True, self.wide * 1.16, self.drop + 0.012, self.high - 0.009)
        path = skia.Path()
        smooth_on(path, near, False)
        smooth_on(path, low[::-1], False, join=True)
        path.close()
        c = self.trunk.outfit.accent if self.look.top == "t-shirt" else self.cloth
        if self.look.top in ("t-shirt", "sweater"):
            self.brush.fill(path, c if self.look.top == "t-shirt" else darker(c, 0.88))
        self.brush.line(smooth(low, False), edge_of(self.cloth), self.line, 0.6)
