"""Things named in the action: their picture from the illustration set, or drawn by name, lit like the rest."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import skia

from generation import checkpoints
from generation.drivers.previs.lighting import Rgb
from generation.drivers.previs.props_drawn import drawn, shining
from generation.drivers.previs.stage import Prop
from generation.drivers.previs.vocabulary import word_set

PICTURES = "fluent-emoji-flat@1.1.0"
DETAIL = 320  # pixels along the longer side
FLAT = {"photo": 0.15, "note": 0.13, "paper": 0.28, "blueprint": 0.5, "tablet": 0.24, "letter": 0.2, "map": 0.4}  # metres, lying
SHINING = frozenset(
    {"1F3EE", "1F56F", "1F525", "1F526", "1FA94", "1F4A1", "1F387", "1F386"}
)  # lantern, candle, fire, torch, lamp
HUNG = word_set("hung")
GLOWING = frozenset({"lantern", "lamp", "campfire"})
DARK = 0.62  # light under which what can shine does


@lru_cache(maxsize=1)
def _folder() -> Path:
    """The illustration set's folder of pictures; raises BadInput that says how to fetch it."""
    folder = checkpoints.folder(PICTURES)
    inner = folder / "assets"
    return inner if inner.is_dir() else folder


@lru_cache(maxsize=128)
def picture(code: str) -> skia.Image | None:
    """An illustration by its code points (`1F41F`, `1F469-200D-1F373`), trimmed to what is drawn; None when the set has none."""
    path = file_of(code)
    return None if path is None else _raster(path)


def file_of(code: str) -> Path | None:
    """The file of an illustration by its code points; None when the set has none."""
    code = code.strip().lower()
    for name in (code, f"{code}-fe0f", code.replace("-fe0f", "")):
        path = _folder() / f"{name}.svg"
        if path.is_file():
            return path
    return None


def _raster(path: Path) -> skia.Image | None:
    text = path.read_text(encoding="utf-8")
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    width, height = (float(box[1]), float(box[2])) if box else (32.0, 32.0)
    data = text.encode()
    dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream(data, True))  # copied: the stream does not keep the bytes alive
    if dom is None:
        raise RuntimeError(f"{path.name} is not a picture that can be read; verify the checkpoint {PICTURES}.")
    dom.setContainerSize(skia.Size(width, height))
    surface = skia.Surface(DETAIL, DETAIL)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(DETAIL / width, DETAIL / height)
    dom.render(canvas)
    return trimmed(surface)


def trimmed(surface: skia.Surface) -> skia.Image | None:
    """What was drawn, cut to what is not transparent; None when nothing was."""
    x, y, w, h = _extent(surface)
    return surface.makeImageSnapshot(skia.IRect.MakeXYWH(x, y, w, h)) if w > 1 and h > 1 else None


def _extent(surface: skia.Surface) -> tuple[int, int, int, int]:
    """The box of what is drawn: x, y, width, height."""
    alpha = (np.asarray(surface.toarray())[..., 3] > 8).astype(np.uint8)
    x, y, w, h = cv2.boundingRect(alpha)
    return x, y, w, h


@lru_cache(maxsize=128)
def image_of(name: str, code: str) -> skia.Image:
    """What a prop looks like: its picture, else drawn by name."""
    found = picture(code) if code else None
    return found if found is not None else _drawn(name)


def _drawn(name: str) -> skia.Image:
    surface = skia.Surface(DETAIL, DETAIL)
    drawn(name, _square(surface))
    made = trimmed(surface)
    if made is None:
        raise RuntimeError(f"Nothing was drawn for the prop {name!r}")
    return made


def _square(surface: skia.Surface) -> skia.Canvas:
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(surface.width(), surface.height())
    return canvas


@lru_cache(maxsize=16)
def lights_of(name: str) -> skia.Image | None:
    """What shines of a thing after dark, over the same picture as `image_of`; None when nothing does."""
    surface = skia.Surface(DETAIL, DETAIL)
    drawn(name, _square(surface))
    x, y, w, h = _extent(surface)
    over = skia.Surface(DETAIL, DETAIL)
    return over.makeImageSnapshot(skia.IRect.MakeXYWH(x, y, w, h)) if shining(name, _square(over)) else None


@lru_cache(maxsize=64)
def held_image(prop: Prop) -> skia.Image:
    """A thing as it is in a hand, which is at the picture's middle: lamps are lit, and what hangs by a handle hangs below."""
    image = image_of(word(prop), prop.picture)
    lights = lights_of(word(prop)) if shines(prop) and not prop.picture else None
    above = held_height(prop) / prop.height - 1
    if lights is None and above < 0.1:
        return image
    surface = skia.Surface(image.width(), round(image.height() * (1 + above)))
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.drawImage(image, 0, surface.height() - image.height())
    if lights is not None:
        canvas.drawImage(lights, 0, surface.height() - image.height())
    return surface.makeImageSnapshot()


def held_height(prop: Prop) -> float:
    """How tall `held_image` is, in metres."""
    return prop.height * (1.86 if word(prop) in HUNG else 1.0)


def shines(prop: Prop) -> bool:
    """Whether a thing gives light: lanterns, candles, fires."""
    return prop.picture.upper().removesuffix("-FE0F") in SHINING or (not prop.picture and word(prop) in GLOWING)


def word(prop: Prop) -> str:
    """The plain word behind a prop's id: `cup-2` is a cup."""
    head, _, tail = prop.id.rpartition("-")
    return head if head and tail.isdigit() else prop.id


def place_of(prop: Prop, share: float) -> tuple[float, float, float]:
    """Where a prop is after this share of the shot (0…1), eased."""
    t = share * share * (3 - 2 * share)
    return (
        prop.x + ((prop.x if prop.to_x is None else prop.to_x) - prop.x) * t,
        prop.y + ((prop.y if prop.to_y is None else prop.to_y) - prop.y) * t,
        prop.z + ((prop.z if prop.to_z is None else prop.to_z) - prop.z) * t,
    )


def draw(canvas: skia.Canvas, prop: Prop, light: Rgb, sway: float = 0.0, *, lies: bool = False) -> None:
    """On a canvas in metres, foot at the origin, y down; one that `lies` has its middle there."""
    image = image_of(word(prop), prop.picture)
    height = FLAT.get(word(prop), prop.height) if lies else prop.height
    width = height * image.width() / image.height()
    if sway:
        canvas.rotate(math.degrees(sway))
    mirrored = abs(prop.facing) <= 180 and prop.facing > 20  # pictures look to the left
    if mirrored:
        canvas.scale(-1, 1)
    r, g, b = light
    tint = skia.ColorFilters.Matrix([r, 0, 0, 0, 0, 0, g, 0, 0, 0, 0, 0, b, 0, 0, 0, 0, 0, 1, 0])
    paint = skia.Paint(AntiAlias=True, ColorFilter=tint)
    options = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    box = skia.Rect.MakeXYWH(-width / 2, -height / 2 if lies else -height, width, height)
    canvas.drawImageRect(image, box, options, paint)
    dusk = DARK - (r + g + b) / 3
    if not prop.picture and (dusk > 0 or shines(prop)) and (lights := lights_of(word(prop))) is not None:
        glow = skia.Paint(AntiAlias=True, Alphaf=1.0 if shines(prop) else min(1.0, dusk * 8))
        canvas.drawImageRect(lights, box, options, glow)
