"""Words on pictures: captions and the slate, set in type, blended into yuv420p only where they touch it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import skia
from av.video.frame import VideoFrame

from generation.conform import planes

_NOT_FIRST = set("，。、！？；：…—）》」』】〉”’,.!?;:)]}%~～·")
_NOT_LAST = set("（《「『【〈“‘([{")


@dataclass(frozen=True)
class Patch:
    """A picture with alpha, at an even place of a frame, ready for the planes of yuv420p."""

    x: int
    y: int
    layers: tuple[tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]], ...]  # what stays of the frame (0…255), what is added

    def lay(self, frame: VideoFrame) -> None:
        """Blend into the frame, in place."""
        for number, (plane, (keep, add)) in enumerate(zip(planes(frame), self.layers, strict=True)):
            by = 1 if number == 0 else 2
            top, left = self.y // by, self.x // by
            region = plane[top : top + keep.shape[0], left : left + keep.shape[1]]
            mixed = region * keep[: region.shape[0], : region.shape[1]]
            mixed += add[: region.shape[0], : region.shape[1]]
            region[:] = (mixed + (mixed >> 8) + 1) >> 8  # exact division by 255


@lru_cache(maxsize=4)
def typeface(path: Path) -> Any:
    """A typeface from its file."""
    return skia.Typeface.MakeFromFile(str(path))


class Sheet:
    """A transparent sheet of the frame's size to draw on with Skia; `patch` takes off what was drawn."""

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        self.x, self.y = int(left) // 2 * 2, int(top) // 2 * 2
        self.width, self.height = (int(right) - self.x + 3) // 2 * 2, (int(bottom) - self.y + 3) // 2 * 2
        self._pixels = np.zeros((self.height, self.width, 4), np.uint8)
        info = skia.ImageInfo.Make(self.width, self.height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
        self._surface = skia.Surface.MakeRasterDirect(info, self._pixels)
        self.canvas = self._surface.getCanvas()
        self.canvas.translate(-self.x, -self.y)

    def patch(self) -> Patch:
        """What was drawn, converted to BT.709 limited range once."""
        self._surface.flushAndSubmit()
        pixels = self._pixels.astype(np.float32)
        alpha = pixels[..., 3]
        red, green, blue = (pixels[..., n] / 255.0 for n in range(3))  # premultiplied, 0…1
        luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        full = (16.0 * alpha + 219.0 * 255.0 * luma, alpha)
        cover = _halved(alpha)
        layers = [_layer(*full)]
        for difference, span in ((blue - luma, 1.8556), (red - luma, 1.5748)):
            layers.append(_layer(128.0 * cover + _halved(224.0 * 255.0 * difference / span), cover))
        return Patch(self.x, self.y, tuple(layers))


def _halved(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    height, width = plane.shape
    whole: npt.NDArray[np.float32] = plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
    return whole


def _layer(add: Any, cover: Any) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    keep = 255 - np.rint(cover).astype(np.uint16)
    room = 65_278 - 255 * keep.astype(np.int64)  # the sum must stay within sixteen bits
    return keep, np.minimum(np.clip(np.rint(add) + 127, 0, 65_152).astype(np.int64), room).astype(np.uint16)


def lines(text: str, font: Any, width: float) -> list[str]:
    """The text set in lines of at most `width`, as even in length as can be; a break in the text is kept.

    Words are kept whole; Chinese breaks between characters, but no line begins with a closing mark or ends with an opening one.
    """
    found: list[str] = []
    for part in text.strip().splitlines():
        part = " ".join(part.split())
        if not part:
            continue
        count = max(1, int(-(-font.measureText(part) // width)))
        best: list[str] = []
        for wanted in (count, count + 1, count + 2):
            best = _even(part, font, width, wanted)
            if len(best) <= wanted:
                break
        found += best
    return found


def _even(text: str, font: Any, width: float, count: int) -> list[str]:
    """Fill lines to the smallest measure that still gives no more than `count` of them."""
    low, high = font.measureText(text) / count * 0.9, width
    best = _filled(text, font, width)
    while high - low > 2:
        middle = (low + high) / 2
        tried = _filled(text, font, middle)
        if len(tried) <= count and all(font.measureText(line) <= width for line in tried):
            best, high = tried, middle
        else:
            low = middle
    return best


def _filled(text: str, font: Any, width: float) -> list[str]:
    done: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and font.measureText((line + piece).rstrip()) > width:
            done.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*done, line.rstrip()] if line.strip() else done


def _pieces(text: str) -> list[str]:
    """What a line may be broken between: words with the space after them, single ideographs with their punctuation."""
    pieces: list[str] = []
    for sign in text:
        joins = bool(pieces) and (
            sign in _NOT_FIRST
            or sign == " "
            or pieces[-1][-1] in _NOT_LAST
            or (pieces[-1][-1] != " " and not _wide(sign) and not _wide(pieces[-1][-1]))
        )
        if joins:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def caption(text: str, width: int, height: int, face: Path) -> Patch | None:
    """A caption for a frame of this size: centred, low, within the safe area, white with a dark edge; None when it is empty.

    Two lines at most while they stay readable: the type shrinks by up to a third before a third line is taken.
    """
    short = min(width, height)
    safe = width * 0.84
    size = short * 0.056
    set_in: list[str] = []
    font = skia.Font(typeface(face), size)
    for shrink in (1.0, 0.9, 0.8, 0.72, 0.66):
        font = skia.Font(typeface(face), size * shrink)
        font.setSubpixel(True)
        font.setHinting(skia.FontHinting.kNone)
        set_in = lines(text, font, safe)
        if len(set_in) <= 2:
            break
    if not set_in:
        return None
    size = font.getSize()
    leading = size * 1.28
    foot = height * 0.925
    tops = foot - leading * (len(set_in) - 1) - size * 1.1
    edge = max(1.2, size * 0.085)
    wide = max(font.measureText(line) for line in set_in)
    sheet = Sheet(
        max(0, width / 2 - wide / 2 - size * 0.5),
        max(0, tops - size * 0.4),
        min(width, width / 2 + wide / 2 + size * 0.5),
        min(height, foot + size * 0.6),
    )
    shadow = skia.Paint(Color=skia.Color(0, 0, 0, 150), AntiAlias=True)
    shadow.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, size * 0.12))
    outline = skia.Paint(Color=skia.Color(12, 12, 14, 235), AntiAlias=True, Style=skia.Paint.kStroke_Style)
    outline.setStrokeWidth(edge * 2)
    outline.setStrokeJoin(skia.Paint.kRound_Join)
    fill = skia.Paint(Color=skia.Color(250, 250, 247), AntiAlias=True)
    for paint, drop in ((shadow, size * 0.06), (outline, 0.0), (fill, 0.0)):
        for number, line in enumerate(set_in):
            baseline = foot - leading * (len(set_in) - 1 - number)
            left = width / 2 - font.measureText(line) / 2
            sheet.canvas.drawString(line, left, baseline + drop, font, paint)
    return sheet.patch()
