"""Painters of walls: plaster, brick, planks, tiles; windows with what lies outside, doors, pictures, shelves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import skia

from generation.drivers.previs.lighting import Lighting, Rgb, mix, rgb, scale
from generation.drivers.previs.places.brushes import fade, fill, rect, stroke
from generation.drivers.previs.places.outlook import outlook as scenery

Decor = Callable[[skia.Canvas], None]


@dataclass
class Wall:
    """One wall: its base and what hangs on it. `paint` and `shine` are what a Panel takes."""

    width: float
    height: float
    colour: str = "#d9cdb8"
    style: str = "plaster"  # plaster | brick | plank | tile | panelled | concrete | metal | stone | paper
    second: str = "#8a6f54"  # wainscot, skirting, mortar
    seed: int = 0
    decor: list[Decor] = field(default_factory=list)
    lights: list[Decor] = field(default_factory=list)

    def paint(self, canvas: skia.Canvas) -> None:
        """The lit part."""
        _BASES.get(self.style, _plaster)(canvas, self)
        for draw in self.decor:
            draw(canvas)

    def shine(self, canvas: skia.Canvas) -> None:
        """What shows its own light."""
        for draw in self.lights:
            draw(canvas)

    def window(
        self,
        x: float,
        sill: float,
        w: float,
        h: float,
        view: Lighting,
        *,
        scene: str = "hills",
        frame: str = "#efe7d8",
        curtain: str = "",
        panes: tuple[int, int] = (2, 2),
    ) -> None:
        """A window whose middle is at `x`, its sill at that height; `scene` is what lies outside."""
        top = self.height - sill - h
        left = x - w / 2
        seed = self.seed + round(x * 10)

        def recess(canvas: skia.Canvas) -> None:
            rect(canvas, left - 0.09, top - 0.09, w + 0.18, h + 0.18, frame)
            rect(canvas, left - 0.14, top + h + 0.05, w + 0.28, 0.07, scale(rgb(frame), 0.92))

        def outlook(canvas: skia.Canvas) -> None:
            canvas.save()
            canvas.clipRect(skia.Rect.MakeXYWH(left, top, w, h), True)
            canvas.translate(left, top)
            scenery(canvas, w, h, view, scene, random.Random(seed))
            canvas.restore()
            bar = mix(scale(rgb(frame), 0.75), view.zenith, 0.35 + 0.3 * view.night)
            for i in range(1, panes[0]):
                rect(canvas, left + w * i / panes[0] - 0.02, top, 0.04, h, bar)
            for i in range(1, panes[1]):
                rect(canvas, left, top + h * i / panes[1] - 0.02, w, 0.04, bar)
            fade(canvas, left, top, w, 0.12, (0, 0, 0), (0, 0, 0), 0.25, 0.0)

        self.decor.append(recess)
        self.lights.append(outlook)
        if curtain:
            self.lights.append(
                lambda canvas: _curtains(canvas, left, top, w, h, mix(rgb(curtain), scale(view.above, 0.9), 0.25), view)
            )

    def door(self, x: float, colour: str = "#7a5a43", w: float = 0.9, h: float = 2.05, *, glass: bool = False) -> None:
        """A door with frame and handle."""
        top, left = self.height - h, x - w / 2
        base = rgb(colour)

        def draw(canvas: skia.Canvas) -> None:
            rect(canvas, left - 0.09, top - 0.09, w + 0.18, h + 0.09, scale(base, 1.25))
            rect(canvas, left, top, w, h, base)
            for y0, y1 in ((0.12, 0.46), (0.54, 0.93)):
                rect(canvas, left + 0.12, top + h * y0, w - 0.24, h * (y1 - y0), scale(base, 0.86), round_=0.02)
                rect(canvas, left + 0.15, top + h * y0 + 0.03, w - 0.30, h * (y1 - y0) - 0.06, scale(base, 1.06), round_=0.02)
            if glass:
                rect(canvas, left + 0.15, top + 0.28, w - 0.3, h * 0.36, "#b9cdd2", round_=0.02)
            canvas.drawCircle(left + w - 0.09, top + h * 0.52, 0.035, fill("#d9b56a"))

        self.decor.append(draw)

    def picture(self, x: float, y: float, w: float, h: float, rng: random.Random) -> None:
        """A framed picture, its middle at height `y`."""
        left, top = x - w / 2, self.height - y - h / 2
        tones = [rng.choice(("#c8705a", "#6d93a6", "#d8b46a", "#7f9a72", "#a88aa2", "#e2d4bd")) for _ in range(3)]
        frame = rng.choice(("#4a3a2e", "#b08d57", "#efe8da", "#2f2f33"))
        kind = rng.randrange(3)

        def draw(canvas: skia.Canvas) -> None:
            rect(canvas, left + 0.02, top + 0.03, w, h, (0, 0, 0), 0.18)
            rect(canvas, left, top, w, h, frame)
            rect(canvas, left + 0.03, top + 0.03, w - 0.06, h - 0.06, "#f3ede0")
            canvas.save()
            canvas.clipRect(skia.Rect.MakeXYWH(left + 0.07, top + 0.07, w - 0.14, h - 0.14), True)
            rect(canvas, left, top, w, h, tones[0])
            if kind == 0:
                canvas.drawCircle(left + w * 0.62, top + h * 0.40, w * 0.16, fill(tones[1]))
                canvas.drawOval(skia.Rect.MakeXYWH(left - w * 0.3, top + h * 0.58, w * 1.3, h * 0.8), fill(tones[2]))
            elif kind == 1:
                canvas.drawOval(skia.Rect.MakeXYWH(left + w * 0.2, top + h * 0.2, w * 0.5, h * 0.7), fill(tones[1]))
                canvas.drawCircle(left + w * 0.52, top + h * 0.40, w * 0.12, fill(tones[2]))
            else:
                rect(canvas, left, top + h * 0.5, w, h * 0.5, tones[1])
                canvas.drawOval(skia.Rect.MakeXYWH(left + w * 0.15, top + h * 0.34, w * 0.6, h * 0.34), fill(tones[2]))
            canvas.restore()

        self.decor.append(draw)

    def board(self, x: float, y: float, w: float, h: float, colour: str, edge: str = "#8a5d3b", scribble: str = "") -> None:
        """A blackboard, a screen, a notice board."""
        left, top = x - w / 2, self.height - y - h / 2
        rng = random.Random(self.seed + 5)
        lines = [(rng.uniform(0.05, 0.5), 0.16 + 0.15 * i, rng.uniform(0.2, 0.45)) for i in range(5)]

        def draw(canvas: skia.Canvas) -> None:
            rect(canvas, left - 0.05, top - 0.05, w + 0.1, h + 0.1, edge)
            rect(canvas, left, top, w, h, colour)
            if scribble:
                for a, b, length in lines:
                    canvas.drawLine(
                        left + a * w, top + b * h, left + (a + length) * w, top + b * h, stroke(scribble, 0.025, 0.75)
                    )

        self.decor.append(draw)

    def niche(
        self, x: float, y: float, w: float, rows: int, rng: random.Random, wood: str = "#8a5d3b", what: str = "bottles"
    ) -> None:
        """Wall shelves with bottles, jars, books or tools, lowest at height `y`."""
        colours = ("#5f8f6f", "#b06a3c", "#d9b45a", "#7a4a4a", "#cfd8d2", "#4f6f8f", "#a33f3f", "#e8dcc0")
        things: list[tuple[float, float, float, float, str]] = []
        for row in range(rows):
            at = x - w / 2 + 0.05
            while at < x + w / 2 - 0.1:
                wide = rng.uniform(0.06, 0.11) if what != "books" else rng.uniform(0.04, 0.08)
                tall = rng.uniform(0.16, 0.30) if what != "jars" else rng.uniform(0.12, 0.18)
                things.append((at, y + row * 0.42, wide, tall, rng.choice(colours)))
                at += wide + (rng.uniform(0.01, 0.07) if what != "books" else 0.004)

        def draw(canvas: skia.Canvas) -> None:
            for row in range(rows):
                low = self.height - (y + row * 0.42)
                rect(canvas, x - w / 2, low, w, 0.04, wood)
                fade(canvas, x - w / 2, low + 0.04, w, 0.08, (0, 0, 0), (0, 0, 0), 0.22, 0.0)
            for left, level, wide, tall, colour in things:
                low = self.height - level
                if what == "bottles":
                    rect(canvas, left, low - tall * 0.66, wide, tall * 0.66, colour, round_=0.015)
                    rect(canvas, left + wide * 0.32, low - tall, wide * 0.36, tall * 0.4, colour)
                    rect(canvas, left + wide * 0.1, low - tall * 0.45, wide * 0.8, tall * 0.22, "#f0e6d2", 0.8)
                else:
                    rect(canvas, left, low - tall, wide, tall, colour, round_=0.006)
                    rect(canvas, left + wide * 0.15, low - tall, wide * 0.2, tall, (1, 1, 1), 0.14)

        self.decor.append(draw)

    def clock(self, x: float, y: float) -> None:
        """A round clock."""

        def draw(canvas: skia.Canvas) -> None:
            cy = self.height - y
            canvas.drawCircle(x, cy, 0.17, fill("#3a3632"))
            canvas.drawCircle(x, cy, 0.145, fill("#f6f1e4"))
            canvas.drawLine(x, cy, x + 0.05, cy - 0.07, stroke("#2a2a2a", 0.014))
            canvas.drawLine(x, cy, x - 0.03, cy - 0.11, stroke("#2a2a2a", 0.009))

        self.decor.append(draw)


def _curtains(canvas: skia.Canvas, left: float, top: float, w: float, h: float, colour: Rgb, view: Lighting) -> None:
    for a in (-1, 1):
        x = left - 0.22 if a < 0 else left + w - w * 0.14
        wide = 0.22 + w * 0.14
        path = skia.Path()
        path.moveTo(x, top - 0.16)
        path.lineTo(x + wide, top - 0.16)
        path.quadTo(x + wide - 0.10 * (a < 0), top + h * 0.6, x + wide, top + h + 0.12)
        path.lineTo(x, top + h + 0.12)
        path.close()
        canvas.drawPath(path, fill(colour))
        for i in range(1, 4):
            canvas.drawLine(x + wide * i / 4, top - 0.14, x + wide * i / 4, top + h + 0.1, stroke(scale(colour, 0.86), 0.02))
    rect(canvas, left - 0.3, top - 0.2, w + 0.6, 0.035, scale(colour, 0.6))


def _plaster(canvas: skia.Canvas, wall: Wall) -> None:
    base = rgb(wall.colour)
    fade(canvas, 0, 0, wall.width, wall.height, scale(base, 1.03), scale(base, 0.97))
    rect(canvas, 0, wall.height - 0.11, wall.width, 0.11, wall.second)
    rect(canvas, 0, wall.height - 0.12, wall.width, 0.015, scale(rgb(wall.second), 1.2))


def _panelled(canvas: skia.Canvas, wall: Wall) -> None:
    _plaster(canvas, wall)
    low, wood = 1.0, rgb(wall.second)
    rect(canvas, 0, wall.height - low, wall.width, low, wood)
    rect(canvas, 0, wall.height - low - 0.03, wall.width, 0.07, scale(wood, 1.18))
    count = max(1, round(wall.width / 0.7))
    for i in range(count):
        w = wall.width / count
        rect(canvas, i * w + 0.08, wall.height - low + 0.14, w - 0.16, low - 0.34, scale(wood, 0.9), round_=0.015)
        rect(canvas, i * w + 0.11, wall.height - low + 0.17, w - 0.22, low - 0.40, scale(wood, 1.04), round_=0.015)
    rect(canvas, 0, wall.height - 0.1, wall.width, 0.1, scale(wood, 0.85))


def _brick(canvas: skia.Canvas, wall: Wall) -> None:
    base, mortar = rgb(wall.colour), mix(rgb(wall.colour), rgb(wall.second), 0.55)
    rect(canvas, 0, 0, wall.width, wall.height, mortar)
    rng = random.Random(wall.seed)
    row = 0
    y = 0.0
    while y < wall.height:
        x = -0.12 * (row % 2)
        while x < wall.width:
            rect(canvas, x, y, 0.226, 0.077, scale(base, rng.uniform(0.9, 1.09)))
            x += 0.24
        y += 0.09
        row += 1


def _planks(canvas: skia.Canvas, wall: Wall) -> None:
    base = rgb(wall.colour)
    rng = random.Random(wall.seed)
    rect(canvas, 0, 0, wall.width, wall.height, scale(base, 0.8))
    x = 0.0
    while x < wall.width:
        w = rng.uniform(0.14, 0.2)
        rect(canvas, x, 0, w - 0.012, wall.height, scale(base, rng.uniform(0.9, 1.08)))
        x += w
    rect(canvas, 0, wall.height - 0.09, wall.width, 0.09, wall.second)


def _tiles(canvas: skia.Canvas, wall: Wall) -> None:
    _plaster(canvas, wall)
    low = min(1.5, wall.height)
    base = rgb(wall.second)
    rect(canvas, 0, wall.height - low, wall.width, low, scale(base, 0.88))
    rng = random.Random(wall.seed)
    y = wall.height - low
    while y < wall.height:
        x = 0.0
        while x < wall.width:
            rect(canvas, x, y, 0.142, 0.142, scale(base, rng.uniform(0.98, 1.04)))
            x += 0.15
        y += 0.15


def _concrete(canvas: skia.Canvas, wall: Wall) -> None:
    base = rgb(wall.colour)
    fade(canvas, 0, 0, wall.width, wall.height, scale(base, 1.04), scale(base, 0.9))
    for i in range(1, max(1, int(wall.width / 1.6)) + 1):
        canvas.drawLine(i * 1.6, 0, i * 1.6, wall.height, stroke(scale(base, 0.86), 0.012))
    for y in (wall.height * 0.5,):
        canvas.drawLine(0, y, wall.width, y, stroke(scale(base, 0.86), 0.012))
    rng = random.Random(wall.seed)
    for _ in range(int(wall.width * 2)):
        x, y = rng.uniform(0, wall.width), rng.uniform(0, wall.height)
        canvas.drawOval(
            skia.Rect.MakeXYWH(x, y, rng.uniform(0.1, 0.6), rng.uniform(0.1, 0.5)),
            fill(scale(base, rng.choice((0.95, 1.04))), 0.35),
        )


def _metal(canvas: skia.Canvas, wall: Wall) -> None:
    base = rgb(wall.colour)
    rect(canvas, 0, 0, wall.width, wall.height, base)
    x = 0.0
    while x < wall.width:
        fade(canvas, x, 0, 0.12, wall.height, scale(base, 1.06), scale(base, 1.0))
        rect(canvas, x + 0.12, 0, 0.1, wall.height, scale(base, 0.88))
        x += 0.24


def _stone(canvas: skia.Canvas, wall: Wall) -> None:
    base = rgb(wall.colour)
    rect(canvas, 0, 0, wall.width, wall.height, scale(base, 0.78))
    rng = random.Random(wall.seed)
    y = 0.0
    while y < wall.height:
        h, x = rng.uniform(0.22, 0.34), -rng.uniform(0, 0.3)
        while x < wall.width:
            w = rng.uniform(0.3, 0.62)
            rect(canvas, x, y, w - 0.025, h - 0.025, scale(base, rng.uniform(0.88, 1.08)), round_=0.05)
            x += w
        y += h


def _paper(canvas: skia.Canvas, wall: Wall) -> None:
    _plaster(canvas, wall)
    tone = scale(rgb(wall.colour), 0.93)
    x = 0.0
    while x < wall.width:
        rect(canvas, x, 0, 0.10, wall.height - 0.12, tone, 0.6)
        x += 0.34
    rect(canvas, 0, wall.height - 0.11, wall.width, 0.11, wall.second)


_BASES: dict[str, Callable[[skia.Canvas, Wall], None]] = {
    "plaster": _plaster,
    "panelled": _panelled,
    "brick": _brick,
    "plank": _planks,
    "tile": _tiles,
    "concrete": _concrete,
    "metal": _metal,
    "stone": _stone,
    "paper": _paper,
}
