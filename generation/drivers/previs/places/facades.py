"""House fronts for streets, squares and yards: storeys of windows, shopfronts with awnings and lit signs."""

from __future__ import annotations

import random

import skia

from generation.drivers.previs.lighting import Rgb, mix, rgb, scale
from generation.drivers.previs.places.brushes import fade, fill, rect, stroke
from generation.drivers.previs.places.plot import Plot
from generation.drivers.previs.places.scenery import Glow, Panel, Scenery
from generation.drivers.previs.places.walls import Wall

FRONTS = ("#c9a27e", "#b97a62", "#a9b0a2", "#d9c6a4", "#8f9cab", "#c4b6a8", "#b5886a", "#9aa68f")
SHOPS = ("#7a3f38", "#2f5a55", "#3f4f6f", "#8a6a2f", "#5a4560", "#3d5a3f")
AWNINGS = (("#c8503f", "#f2e8d8"), ("#3f7a6a", "#f2e8d8"), ("#d8a03f", "#f6efe0"), ("#4f6f9f", "#eef0f2"))


class Front:
    """One house front, `width` by `height` metres."""

    def __init__(self, plot: Plot, rng: random.Random, width: float, height: float, *, shop: bool) -> None:
        self.plot, self.width, self.height, self.shop = plot, width, height, shop
        self.seed = rng.random()
        self.colour = rng.choice(FRONTS)
        self.shopfront = rng.choice(SHOPS)
        self.awning = rng.choice(AWNINGS)
        self.style = rng.choice(("plaster", "brick", "plaster"))
        self.wall = Wall(width, height, self.colour, self.style, "#6f655c", rng.randrange(1 << 30))
        self.ground = 3.3 if shop else 0.6
        self.columns = max(2, round(width / 2.0))
        self.rows = max(1, int((height - self.ground - 0.6) / 2.6))

    def windows(self) -> list[tuple[float, float, float, float]]:
        """Left, top, width and height of each window above the ground floor."""
        found = []
        for r in range(self.rows):
            top = self.height - self.ground - (r + 1) * 2.6 + 0.7
            for c in range(self.columns):
                x = (c + 0.5) * self.width / self.columns
                found.append((x - 0.5, top, 1.0, 1.5))
        return found

    def paint(self, canvas: skia.Canvas) -> None:
        """The lit part."""
        self.wall.paint(canvas)
        base = rgb(self.colour)
        rect(canvas, 0, 0, self.width, 0.35, scale(base, 0.8))
        rect(canvas, 0, 0.35, self.width, 0.08, scale(base, 1.12))
        rect(canvas, 0, self.height - self.ground - 0.18, self.width, 0.18, scale(base, 0.85))
        for x, y, w, h in self.windows():
            rect(canvas, x - 0.1, y - 0.1, w + 0.2, h + 0.2, scale(base, 1.16))
            rect(canvas, x - 0.16, y + h + 0.06, w + 0.32, 0.12, scale(base, 0.86))
            rect(canvas, x, y, w, h, "#3d4a57")
        if self.shop:
            low = self.height - self.ground
            rect(canvas, 0.2, low + 0.1, self.width - 0.4, self.ground - 0.1, self.shopfront)
            rect(canvas, 0.2, self.height - 0.55, self.width - 0.4, 0.55, scale(rgb(self.shopfront), 0.78))

    def shine(self, canvas: skia.Canvas) -> None:
        """Glass, lit windows, the shop window and its sign."""
        rng = random.Random(self.seed)
        outer = self.plot.outer
        dark = mix(scale(outer.above, 0.30), outer.zenith, 0.4)
        for x, y, w, h in self.windows():
            lit = self.plot.lit and rng.random() < 0.42
            if lit:
                tone: Rgb = rng.choice(((1.0, 0.84, 0.54), (1.0, 0.76, 0.46), (0.92, 0.86, 0.70)))
                fade(canvas, x, y, w, h, tone, scale(tone, 0.82))
                if rng.random() < 0.5:
                    rect(canvas, x, y, w * 0.3, h, scale(tone, 0.7))
            else:
                fade(canvas, x, y, w, h, mix(dark, outer.horizon, 0.35), dark)
                streak = skia.Path.Polygon(
                    [
                        skia.Point(x + w * 0.2, y + h),
                        skia.Point(x + w * 0.55, y),
                        skia.Point(x + w * 0.8, y),
                        skia.Point(x + w * 0.45, y + h),
                    ],
                    True,
                )
                canvas.drawPath(streak, fill(outer.horizon, 0.16))
            tone = scale(mix(rgb("#efe7d8"), outer.above, 0.2), 0.35 + 0.6 * (1 - outer.night))
            rect(canvas, x + w / 2 - 0.03, y, 0.06, h, tone)
            rect(canvas, x, y + h * 0.42, w, 0.06, tone)
        if self.shop:
            self._shop(canvas, rng)

    def _shop(self, canvas: skia.Canvas, rng: random.Random) -> None:
        outer, low = self.plot.outer, self.height - self.ground
        lit = self.plot.lit or outer.wet > 0.5
        shade = 1.0 if lit else 0.8
        door = self.width * 0.78
        inside: Rgb = (1.0, 0.85, 0.58) if lit else mix((0.42, 0.36, 0.32), outer.above, 0.3)
        for x, w in ((0.5, door - 1.2), (door - 0.45, 0.95)):
            top, h = low + 0.95, self.ground - (1.5 if w > 1 else 0.97)
            fade(canvas, x, top, w, h, inside, scale(inside, 0.66))
            if w > 1:
                for i in range(int(w / 0.34)):
                    tall = rng.uniform(0.2, 0.62)
                    tone = mix(rgb(rng.choice(("#a8483f", "#3f6b7d", "#d1a44b", "#5d7f57", "#e8dcc0", "#7a5570"))), inside, 0.35)
                    rect(canvas, x + 0.08 + i * 0.34, top + h - tall, 0.22, tall, scale(tone, shade), round_=0.04)
                for a in (0.33, 0.66):
                    rect(canvas, x + w * a - 0.03, top, 0.06, h, scale(rgb(self.shopfront), 0.6 + 0.3 * (1 - outer.night)))
            streak = skia.Path.Polygon(
                [
                    skia.Point(x + w * 0.12, top + h),
                    skia.Point(x + w * 0.4, top),
                    skia.Point(x + w * 0.56, top),
                    skia.Point(x + w * 0.28, top + h),
                ],
                True,
            )
            canvas.drawPath(streak, fill((1, 1, 1), 0.10))
        sign = (1.0, 0.92, 0.74) if lit else mix((0.95, 0.9, 0.8), outer.above, 0.3)
        for i in range(rng.randint(4, 7)):
            rect(canvas, self.width * 0.2 + i * 0.42, low + 0.24, 0.28, 0.3, sign, round_=0.06)
        first, second = self.awning
        light = 0.42 + 0.6 * (1 - outer.night)
        stripes = max(4, round((door - 0.9) / 0.4))
        for i in range(stripes):
            x0, w = 0.4 + i * (door - 0.9) / stripes, (door - 0.9) / stripes
            tone = scale(mix(rgb(first if i % 2 else second), outer.above, 0.15), light)
            stripe = skia.Path.Polygon(
                [
                    skia.Point(x0 + 0.02, low + 0.72),
                    skia.Point(x0 + w + 0.02, low + 0.72),
                    skia.Point(x0 + w, low + 1.18),
                    skia.Point(x0, low + 1.18),
                ],
                True,
            )
            canvas.drawPath(stripe, fill(tone))
            canvas.drawOval(skia.Rect.MakeXYWH(x0, low + 1.08, w, 0.2), fill(tone))
        canvas.drawLine(0.4, low + 0.71, door - 0.5, low + 0.71, stroke((0.1, 0.1, 0.1), 0.03, 0.4))


def row(scenery: Scenery, plot: Plot, x: float, z: float, ax: float, az: float, length: float, *, shops: bool = True) -> None:
    """House after house along (ax, az) from (x, z), their fronts to the right-handed side that people walk on."""
    rng = plot.rng
    gone = 0.0
    while gone < length - 2.0:
        width = min(rng.uniform(5.0, 8.5), length - gone)
        if length - gone - width < 3:
            width = length - gone
        height = rng.uniform(7.2, 12.5)
        front = Front(plot, rng, width, height, shop=shops and rng.random() < 0.85)
        px, pz = x + ax * gone, z + az * gone
        scenery.panels.append(Panel(px, pz, ax, az, width, height, front.paint, front.shine, detail=110))
        if plot.lit and front.shop:
            nx, nz = az, -ax
            cx, cz = px + ax * width * 0.4, pz + az * width * 0.4
            scenery.lamp(cx + nx * 0.9, 1.6, cz + nz * 0.9, (1.0, 0.78, 0.46), 0.95, 2.2)
            scenery.glows.pop()
            scenery.glows.append(Glow(cx + nx * 0.4, 1.7, cz + nz * 0.4, 2.2, (1.0, 0.72, 0.40), 0.22))
        gone += width
