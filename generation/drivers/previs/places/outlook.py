"""What a window shows: sky and a silhouette of hills, town, sea or trees, with rain on the pane."""

from __future__ import annotations

import random

import skia

from generation.drivers.previs.lighting import Lighting, mix, scale
from generation.drivers.previs.places.brushes import fade, fill, rect, stroke


def outlook(canvas: skia.Canvas, w: float, h: float, view: Lighting, scene: str, rng: random.Random) -> None:
    """What a window shows: sky and a silhouette (hills, city, sea, trees, street)."""
    fade(canvas, 0, 0, w, h, mix(view.zenith, view.middle, 0.6), view.horizon)
    far, near = mix(view.middle, view.haze, 0.35), mix(scale(view.above, 0.45), view.haze, 0.30)
    if scene == "city":
        for tone, base, share in ((mix(far, near, 0.25), 0.35, 0.10), (near, 0.52, 0.14)):
            x = -0.1
            while x < w:
                wide, top = rng.uniform(0.10, 0.24) * w, (base + rng.uniform(-share, share)) * h
                rect(canvas, x, top, wide, h, tone)
                for _ in range(7):
                    lit = view.night > 0.4 and rng.random() < 0.75
                    rect(
                        canvas,
                        x + rng.uniform(0.05, 0.85) * wide,
                        top + rng.uniform(0.04, 0.9) * (h - top),
                        0.028,
                        0.036,
                        (1.0, 0.85, 0.55) if lit else mix(tone, (1, 1, 1), 0.12),
                    )
                x += wide * rng.uniform(0.9, 1.2)
    elif scene == "sea":
        fade(canvas, 0, h * 0.55, w, h * 0.45, mix(view.horizon, view.zenith, 0.35), mix(view.zenith, (0.05, 0.2, 0.25), 0.35))
        for _ in range(12):
            x, y = rng.uniform(0, w), h * rng.uniform(0.58, 0.95)
            canvas.drawOval(skia.Rect.MakeXYWH(x, y, rng.uniform(0.05, 0.2), 0.008), fill(view.horizon, 0.6))
    elif scene == "dark":
        fade(canvas, 0, 0, w, h, scale(view.zenith, 0.6), scale(view.middle, 0.6))
    else:
        for i in range(3):
            y = h * (0.55 + 0.13 * i)
            path = skia.Path()
            path.moveTo(-0.1, h + 0.1)
            path.lineTo(-0.1, y)
            for k in range(5):
                path.quadTo(
                    w * (k + 0.5) / 5, y - rng.uniform(-0.04, 0.16) * h, w * (k + 1) / 5, y + rng.uniform(-0.03, 0.03) * h
                )
            path.lineTo(w + 0.1, h + 0.1)
            canvas.drawPath(path, fill(mix(far, mix(near, (0.30, 0.42, 0.28), 0.4 * (1 - view.night)), (i + 1) / 3)))
        if scene == "trees":
            for _ in range(6):
                x, r = rng.uniform(0, w), rng.uniform(0.14, 0.3) * h
                canvas.drawOval(
                    skia.Rect.MakeXYWH(x - r * 0.7, h * 0.72 - r, r * 1.4, r * 1.9),
                    fill(mix(near, (0.25, 0.4, 0.25), 0.5 * (1 - view.night))),
                )
    if view.wet > 0.5:
        for _ in range(40):
            x, y = rng.uniform(0, w), rng.uniform(0, h)
            canvas.drawLine(x, y, x - 0.02, y + rng.uniform(0.03, 0.14), stroke((0.9, 0.94, 1.0), 0.006, 0.5))
