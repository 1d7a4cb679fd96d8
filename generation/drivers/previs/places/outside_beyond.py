"""Places off the ground: another world under a black sky, and above the clouds."""

from __future__ import annotations

import skia

from generation.drivers.previs.places import grounds, nature
from generation.drivers.previs.places.outside_nature import LAND, scatter
from generation.drivers.previs.places.plot import Plot, hills, open_land
from generation.drivers.previs.places.scenery import Cutout, Life, Scenery


def space(plot: Plot) -> Scenery:
    """A pale moon's surface under a black sky with a planet."""
    s = open_land(
        plot,
        grounds.speckled(LAND, "#a9a7ac", ("#8f8d94", "#bdbbc0", "#7f7d86"), plot.seed, count=700, size=(0.1, 0.9), flat=0.35),
        "#a9a7ac",
    )
    s.rings = [hills(plot.rng, 420, 46, "#6f6d78", rough=0.9)]
    for x, z in scatter(plot, 26, 2.8, 14):
        s.cutouts.append(Cutout(x, z, 1.2, 0.7, nature.rock(plot.rng, plot.rng.uniform(0.3, 1.4), "#96949c"), shadow=0.45))
    s.cutouts.append(Cutout(-60, 200, 70, 70, _planet, y=16, shine=True, keep=True))
    s.seat = "rock"
    return s


def _planet(canvas: skia.Canvas) -> None:
    shader = skia.GradientShader.MakeRadial(skia.Point(-9, -42), 48, [0xFF8FC7DD, 0xFF3F7FA8, 0xFF142A4A])
    canvas.drawCircle(0, -30, 30, skia.Paint(Shader=shader, AntiAlias=True))
    for x, y, w, h in ((-14, -40, 20, 9), (4, -26, 18, 7), (-10, -18, 14, 5)):
        canvas.drawOval(skia.Rect.MakeXYWH(x, y, w, h), skia.Paint(AntiAlias=True, Color=0x66E8F2E0))


def sky(plot: Plot) -> Scenery:
    """High up: clouds below, a small platform of cloud to stand on."""
    s = open_land(
        plot,
        grounds.speckled((-6, -6, 6, 6), "#f2f4f8", ("#e4eaf2", "#ffffff"), plot.seed, count=300, size=(0.2, 1.2), flat=0.5),
        "#dfe8f2",
        12,
    )
    s.rings = [hills(plot.rng, 600, 60, "#e8eef6", rough=0.8), hills(plot.rng, 200, 14, "#f2f5fa", rough=0.6)]
    for x, z in scatter(plot, 26, 6.5, 22):
        s.cutouts.append(
            Cutout(x, z, 5.0, 2.0, nature.bush(plot.rng, plot.rng.uniform(2, 4.5), ("#f2f5fa", "#e6edf6")), sway=0.05)
        )
    s.life.append(Life("birds", 10, 10, 0))
    return s


KINDS = {"space": space, "sky": sky}
