"""People at rest are drawn on twos, as animation is: a drawing is kept for two frames while nothing in it changes."""

from __future__ import annotations

import numpy as np
import skia

from generation.drivers.previs.people import PersonState
from generation.drivers.previs.people.figure import Figure
from generation.drivers.previs.stage import Look, Pose

LIVELY = frozenset(
    {Pose.WALK, Pose.RUN, Pose.WORK, Pose.WAVE, Pose.DRINK, Pose.HUG, Pose.DANCE, Pose.FIGHT, Pose.FALL, Pose.JUMP}
)  # what they do shows in every frame


def drawing_of(frame: int, rate: float, *, calm: bool) -> int:
    """The frame whose drawing is shown at `frame`: every other one for who is at rest, where there are frames enough."""
    return frame - frame % 2 if calm and rate >= 20 else frame


class Held:
    """The last drawing of everybody, as a picture in pixels; for a camera at rest. A frame never depends on those before it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[PersonState, tuple[float, ...], skia.Image, int, int]] = {}

    def draw(self, canvas: skia.Canvas, name: str, look: Look, state: PersonState) -> None:
        """Draw a person as `people.draw` does, by way of a picture that is kept while the state stays equal."""
        size = canvas.getBaseLayerSize()
        matrix = canvas.getTotalMatrix()
        where = tuple(matrix.get(i) for i in range(9))
        kept = self._kept.get((name, size.width()))
        if kept is None or kept[0] != state or kept[1] != where:
            figure = Figure(look, state)
            box = matrix.mapRect(skia.Rect.MakeLTRB(*figure.bounds())).roundOut()
            if not box.intersect(skia.IRect.MakeWH(size.width(), size.height())):
                return
            pixels = np.zeros((box.height(), box.width(), 4), np.uint8)
            surface = skia.Surface(pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType)
            layer = surface.getCanvas()
            layer.translate(-box.left(), -box.top())
            layer.concat(matrix)
            figure.draw(layer)
            kept = self._kept[(name, size.width())] = (state, where, surface.makeImageSnapshot(), box.left(), box.top())
        canvas.save()
        canvas.resetMatrix()
        canvas.drawImage(kept[2], kept[3], kept[4])
        canvas.restore()
