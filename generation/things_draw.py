"""An illustration drawn part by part at any size, where glass, liquids and the like let through what is behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import skia

Plane = npt.NDArray[Any]  # float32, (height, width) or (height, width, 3 or 4), 0…1
_DRAWN = re.compile(r"<(path|rect|circle|ellipse|polygon|g)\b[^>]*?(?:/>|>.*?</\1>)", re.DOTALL)
_FILL = re.compile(r'fill="([^"]+)"')
_NAMES = {"white": "#ffffff", "black": "#000000"}


@dataclass(frozen=True)
class Material:
    """How a part lets light through: what it covers in its middle and more at its rim, how dark it is there, how it shines.

    `reach` is the rim's width in units of the drawing (of 32); `line` how dark a line refraction draws at its edge. What
    lies `over` the others leaves them as they are.
    """

    cover: float
    rim: float
    dark: float
    shine: float
    reach: float
    line: float = 0.0
    over: bool = False


@dataclass(frozen=True)
class Part:
    """One shape of a drawing: its SVG, its fill as `#rrggbb` ('' where it has none of its own)."""

    svg: str
    fill: str


@dataclass(frozen=True)
class Drawing:
    """An illustration's parts from the back to the front, and its own size in units."""

    parts: tuple[Part, ...]
    defs: str
    width: float
    height: float


@cache
def opened(path: Path) -> Drawing:
    """The parts of an SVG file of the illustration set."""
    text = path.read_text(encoding="utf-8")
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    width, height = (float(box[1]), float(box[2])) if box else (32.0, 32.0)
    inner = text[text.index(">") + 1 : text.rindex("</svg>")]
    defs = "".join(one[0] for one in re.finditer(r"<defs>.*?</defs>", inner, re.DOTALL))
    inner = re.sub(r"<(defs|mask|clipPath)\b.*?</\1>", lambda one: "" if one[1] == "defs" else one[0], inner, flags=re.DOTALL)
    if re.search(r"<(mask|clipPath)\b|<g\b.*<g\b", inner, re.DOTALL):
        return Drawing((Part(inner, ""),), defs, width, height)
    return Drawing(tuple(Part(one[0], _fill(one[0])) for one in _DRAWN.finditer(inner)), defs, width, height)


def _fill(svg: str) -> str:
    found = _FILL.search(svg)
    value = found[1].lower() if found else ""
    return _NAMES.get(value, value) if not value.startswith("url") else ""


def rgb(fill: str) -> tuple[float, float, float]:
    """`#rrggbb` as three shares."""
    return int(fill[1:3], 16) / 255, int(fill[3:5], 16) / 255, int(fill[5:7], 16) / 255


@dataclass(frozen=True)
class View:
    """Which part of a drawing is drawn, and how large: left and top in units, pixels a unit, and pixels across and down."""

    left: float
    top: float
    scale: float
    width: int
    height: int


def painted(drawing: Drawing, materials: Mapping[int, Material], view: View, colours: Mapping[str, str]) -> Plane:
    """The drawing, (height, width, 4) display values with straight alpha.

    `materials` are by number of the part; `colours` replaces fills.
    """
    out = np.zeros((view.height, view.width, 4), np.float32)  # premultiplied
    for n, part in enumerate(drawing.parts):
        fill = colours.get(part.fill, part.fill)
        layer = _part(drawing, part, fill, view)
        cover = layer[..., 3:]
        material = materials.get(n)
        if material is None:
            out = out * (1 - cover) + np.concatenate([layer[..., :3] * cover, cover], 2)
            continue
        if not material.over:
            out *= 1 - cover  # what lets light through has nothing opaque behind it
        out = _laid(out, *_through(cover[..., 0], rgb(fill), material, view.scale))
    return np.concatenate([out[..., :3] / np.maximum(out[..., 3:], 1e-6), out[..., 3:]], 2)


def _laid(out: Plane, colour: Plane, alpha: Plane) -> Plane:
    return np.asarray(out * (1 - alpha) + np.concatenate([colour * alpha, alpha], 2))


def extent(drawing: Drawing, materials: Mapping[int, Material]) -> tuple[float, float, float, float]:
    """The box of what is seen of a drawing, in its units: left, top, right, bottom."""
    by = 8.0
    view = View(0, 0, by, round(drawing.width * by), round(drawing.height * by))
    seen = np.zeros((view.height, view.width), np.uint8)
    for n, part in enumerate(drawing.parts):
        material = materials.get(n)
        if material is None or material.cover > 0:
            seen |= (coverage(drawing, part, view) > 0.02).astype(np.uint8)
    x, y, width, height = cv2.boundingRect(seen)
    return x / by, y / by, (x + width) / by, (y + height) / by


def coverage(drawing: Drawing, part: Part, view: View) -> Plane:
    """How much of each pixel a part covers, (height, width)."""
    found: Plane = _part(drawing, part, part.fill, view)[..., 3]
    return found


def _part(drawing: Drawing, part: Part, fill: str, view: View) -> Plane:
    """One part alone, (height, width, 4) display values with straight alpha."""
    svg = _FILL.sub(f'fill="{fill}"', part.svg, count=1) if part.fill and fill != part.fill else part.svg
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}" fill="none">{drawing.defs}{svg}</svg>'
    )
    dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream(text.encode(), True))
    if dom is None:
        raise RuntimeError(f"A part of a drawing cannot be read: {part.svg[:80]}")
    dom.setContainerSize(skia.Size(drawing.width, drawing.height))
    surface = skia.Surface(view.width, view.height)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(view.scale, view.scale)
    canvas.translate(-view.left, -view.top)
    dom.render(canvas)
    found = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.asarray(found, np.float32) / 255


def _through(cover: Plane, colour: tuple[float, float, float], material: Material, scale: float) -> tuple[Plane, Plane]:
    """Colour (height, width, 3) and alpha (height, width, 1) of a part of a material."""
    height, width = cover.shape
    far = cv2.distanceTransform(
        cv2.copyMakeBorder((cover > 0.5).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 5
    )
    rim = np.exp(-far[1:-1, 1:-1] / max(material.reach * scale * 0.5, 1e-3))
    alpha = np.clip(material.cover + material.rim * rim, 0, 1)
    edge = np.exp(-((far[1:-1, 1:-1] / max(material.reach * scale * 0.22, 1e-3)) ** 2))  # a line, as refraction draws it
    tone = np.asarray(colour, np.float32) * (material.dark * (1 - material.line * edge[..., None]))
    alpha = np.clip(alpha + 0.8 * material.line * edge, 0, 1)
    shine = np.zeros_like(cover)
    if material.shine > 0:
        for n, box in _pieces(cover):
            shine += _streaks(box, (height, width)) * n
        shine = shine * material.shine
    total = shine + alpha * (1 - shine)
    mixed = (tone * (alpha * (1 - shine))[..., None] + shine[..., None]) / np.maximum(total, 1e-6)[..., None]
    return mixed.astype(np.float32), (total * cover)[..., None].astype(np.float32)


def _pieces(cover: Plane) -> list[tuple[Plane, tuple[int, int, int, int]]]:
    """Each pane of a part by itself: its mask and its box."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((cover > 0.5).astype(np.uint8))
    found = []
    for n in range(1, count):
        x, y, width, height, area = (int(one) for one in stats[n])
        if area >= 12:
            found.append(((labels == n).astype(np.float32), (x, y, width, height)))
    return found


def _streaks(box: tuple[int, int, int, int], size: tuple[int, int]) -> Plane:
    """A broad and a narrow slanting reflection across a box, softer below; (height, width)."""
    x, y, width, height = box
    down, across = np.mgrid[: size[0], : size[1]].astype(np.float32)
    u, v = (across - x) / max(width, 1), (down - y) / max(height, 1)
    along = u + 0.45 * v * height / max(width, 1) / max(0.6, height / max(width, 1))
    bands = _band(along, 0.34, 0.17) + 0.7 * _band(along, 0.62, 0.05)
    found: Plane = bands * np.clip(1.15 - 0.7 * v, 0, 1)
    return found


def _band(value: Plane, middle: float, wide: float) -> Plane:
    t = np.clip((wide - np.abs(value - middle)) / 0.03, 0, 1)
    found: Plane = t * t * (3 - 2 * t)
    return found
