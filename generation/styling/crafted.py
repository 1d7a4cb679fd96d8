"""Made by hand: layered paper, cut paper, clay, pixels — pure."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.styling.drawn import engraved
from generation.styling.look import Look, Options, painter, plain
from generation.styling.tools import (
    Picture,
    Plane,
    curved,
    edges,
    light,
    lit,
    mixed,
    rgb,
    rise,
    settled,
    soft,
    times,
    vivid,
)


def shadow_of(edge: Plane, look: Look, far: float, blur: float) -> Plane:
    """The shadow that a raised sheet casts to the lower right: 0…1."""
    height, width = edge.shape
    shift = np.array([[1, 0, far * look.unit], [0, 1, far * look.unit]], np.float32)
    moved = cv2.warpAffine(edge, shift, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return soft(np.asarray(moved, np.float32), blur * look.unit)


@plain("paper-cut")
def layered_paper(look: Look, own: Options) -> Picture:
    """Sheets of coloured paper laid one over the other, the lighter the higher, each with its cut edge and its shadow."""
    height, width = look.shape
    fine = 0.6 + 0.8 * look.detail
    calm = settled(settled(settled(look.picture, 6.5 * look.unit / fine), 5 * look.unit / fine), 4 * look.unit / fine)
    tone = soft(look.balanced(light(calm)), 1.3 * look.unit)
    colour = vivid(soft(calm, 4 * look.unit), 2.0)
    levels = 6
    made = np.zeros((height, width, 3), np.float32)
    tooth = look.tooth(18, 1.3 * look.pixel + 0.2)
    for n in range(levels):
        low = n / levels
        mask = rise(tone, low - 0.012, low + 0.012) if n else np.ones((height, width), np.float32)
        aim = (n + 0.55) / levels
        hue = times(colour, np.asarray((aim + 0.03) / (light(colour) + 0.06), np.float32))
        leaf = np.asarray(np.clip(mixed(hue, (aim, aim, aim), 0.12), 0, 1), np.float32)
        leaf = times(leaf, np.asarray(1 + 0.10 * tooth + 0.010 * look.fleck(30 + n, 2.0, 2), np.float32))
        if n:
            cast = shadow_of(mask, look, 3.2, 3.0) * (1 - mask)
            made = times(made, np.asarray(1 - 0.46 * cast, np.float32))
            rim = lit(soft(mask, 0.8 * look.unit), 1.4)
            leaf = times(leaf, rim)
        made = mixed(made, leaf, mask)
    return np.asarray(np.clip(made, 0, 1), np.float32)


@plain("window-flower")
def window_flower(look: Look, own: Options) -> Picture:
    """剪纸: one sheet of red paper, cut with scissors, on a window's white; serrations where the cut follows a form."""
    height, width = look.shape
    fine = 0.6 + 0.8 * look.detail
    calm = settled(settled(look.light_picture, 4.5 * look.unit / fine), 3.6 * look.unit / fine)[..., 0]
    tone = look.balanced(soft(calm, 1.0 * look.unit))
    local = tone - soft(tone, 42 * look.unit)
    forms = look.forms
    cut = soft(np.asarray(tone * 0.6 + local * 0.9 + 0.2, np.float32), 1.4 * look.unit)
    solid = rise(cut, 0.455, 0.435)
    fringe = engraved(look, np.clip(cut * 1.15 - 0.12, 0.30, 1), 62, 10.5 * look.unit, 60)  # slits side by side: 锯齿纹
    fringe = rise(fringe, 0.35, 0.65) * rise(cut, 0.60, 0.58) * rise(cut, 0.40, 0.42)
    red = np.maximum(solid, fringe)
    red = np.maximum(red, rise(edges(look.picture, forms, 2.0 * look.unit, 9 * look.unit, 13 * fine, 0.010), 0.35, 0.6))
    red = rise(soft(np.asarray(red, np.float32), 0.8 * look.unit), 0.4, 0.6)
    tooth = look.tooth(19, 1.1)
    ground = np.zeros((height, width, 3), np.float32) + rgb((0.962, 0.945, 0.905))
    cast = shadow_of(np.asarray(red, np.float32), look, 2.6, 2.2)
    ground = times(ground, np.asarray((1 - 0.30 * cast) * (1 + 0.04 * tooth), np.float32))
    leaf = np.zeros((height, width, 3), np.float32) + rgb((0.785, 0.085, 0.09))
    leaf = times(leaf, np.asarray((1 + 0.12 * tooth) * lit(soft(np.asarray(red, np.float32), 0.9 * look.unit), 0.9), np.float32))
    return mixed(ground, leaf, np.asarray(red, np.float32))


@plain("clay")
def clay(look: Look, own: Options) -> Picture:
    """Plasticine: rounded lumps of one colour each, thumbed, lit softly from above with a dull shine."""
    fine = 0.6 + 0.8 * look.detail
    calm = settled(settled(settled(look.picture, 5.5 * look.unit / fine), 4.5 * look.unit / fine), 3 * look.unit / fine)
    colour = vivid(np.asarray(calm ** np.float32(0.9), np.float32), 1.4)
    plane = light(calm)
    gx, gy = cv2.Scharr(plane, cv2.CV_32F, 1, 0), cv2.Scharr(plane, cv2.CV_32F, 0, 1)
    crease = soft(np.asarray(np.clip(cv2.magnitude(gx, gy) / 2.2, 0, 1), np.float32), 1.6 * look.unit)
    lump = 1 - np.clip(1.2 * crease + 0.8 * soft(crease, 5 * look.unit) + 0.5 * soft(crease, 12 * look.unit), 0, 1.6)
    thumbs = look.rough(15, 2, 71)
    prints = np.sin(look.rough(26, 1, 72) * np.float32(11)) * rise(look.rough(40, 1, 73), 0.5, 1.3)
    relief = np.asarray(lump * 5.2 + thumbs * 0.34 + prints * 0.10 + plane * 1.2, np.float32)
    relief = soft(relief, 1.3 * look.unit)
    gx = cv2.Scharr(relief, cv2.CV_32F, 1, 0) * np.float32(look.unit / 14)
    gy = cv2.Scharr(relief, cv2.CV_32F, 0, 1) * np.float32(look.unit / 14)
    length = np.sqrt(gx * gx + gy * gy + 1)
    facing = (0.34 * gx + 0.62 * gy + 0.71) / length
    shine = np.clip((0.22 * gx + 0.42 * gy + 0.88) / length, 0, 1) ** 26
    made = times(colour, np.asarray(np.clip(0.42 + 0.80 * facing, 0.15, 1.3), np.float32))
    made = times(made, np.asarray(1 - 0.4 * rise(crease, 0.12, 0.7), np.float32))
    made = np.asarray(made + (shine * 0.16)[..., None] + 0.02, np.float32)
    return np.asarray(np.clip(made, 0, 1), np.float32)


_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - 0.47


@painter("pixel")
class Pixel:
    """Few large pixels in a palette of the shot's own; a pixel changes only when it must."""

    def __init__(self, options: Options) -> None:
        self._own = options
        self._palette: npt.NDArray[np.float32] | None = None
        self._kept: npt.NDArray[np.intp] | None = None

    def paint(self, look: Look) -> Picture:
        """The pixels of this frame."""
        height, width = look.shape
        side = max(2.0, 6.4 * look.unit * (1.4 - 0.8 * look.detail))
        rows, columns = max(2, round(height / side)), max(2, round(width / side))
        ready = vivid(curved(settled(look.picture, side * 0.45), 1.14), 1.32)
        small = cv2.resize(ready, (columns, rows), interpolation=cv2.INTER_AREA)
        crisp = np.clip(small + 0.55 * (small - cv2.GaussianBlur(small, (0, 0), 1.2)), 0, 1)
        lab = cv2.cvtColor(np.asarray(crisp, np.float32), cv2.COLOR_RGB2LAB)
        if self._palette is None or self._kept is None or self._kept.shape != (rows, columns):
            self._palette, self._kept = _chosen(lab, int(self._own.get("colours", 28))), None
        dither = np.tile(_BAYER, (-(-rows // 4), -(-columns // 4)))[:rows, :columns]
        wanted = lab + np.stack([dither * float(self._own.get("dither", 3.4)), np.zeros_like(dither), np.zeros_like(dither)], -1)
        far = ((wanted[:, :, None] - self._palette[None, None]) ** 2).sum(axis=-1)
        if self._kept is not None:  # what was there has a start over what would be a little nearer
            mine = np.take_along_axis(far, self._kept[..., None], -1)
            np.put_along_axis(far, self._kept[..., None], np.maximum(0, np.sqrt(mine) - 4.5) ** 2, -1)
        self._kept = far.argmin(axis=-1)
        picture = cv2.cvtColor(np.asarray(self._palette[self._kept], np.float32), cv2.COLOR_LAB2RGB)
        return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_NEAREST), np.float32)


def _chosen(lab: npt.NDArray[Any], count: int) -> npt.NDArray[np.float32]:
    """A palette (count, 3) for a picture: means of its colours, pulled apart a little in light."""
    samples = np.ascontiguousarray(lab.reshape(-1, 3)[:: max(1, lab.shape[0] * lab.shape[1] // 8000)], np.float32)
    count = min(count, len(np.unique(np.round(samples), axis=0)))
    if count < 2:
        return np.concatenate([samples[:1], samples[:1] + rgb((6, 0, 0))])
    cv2.setRNGSeed(7)
    nothing: Any = None
    _, _, centres = cv2.kmeans(
        samples, count, nothing, (cv2.TERM_CRITERIA_MAX_ITER + cv2.TERM_CRITERIA_EPS, 24, 0.3), 1, cv2.KMEANS_PP_CENTERS
    )
    extra = np.array([[8, 0, 0], [96, 0, 2]], np.float32)
    return np.asarray(np.concatenate([centres, extra]), np.float32)
