"""A change of colours as a fine table that the picture is looked up in: tetrahedral, in floats, far faster than the sums.

Where a clip is kept as Y, Cb and Cr, the table leads from these to red, green and blue, so that nothing is converted for each
pixel on the way in. Its nodes are so placed that grey lies on them: what is grey and is not to be tinted stays grey. It goes on
beyond black and white, and is cut off there only afterwards: a table that was cut off itself would be wrong in every cell that
the edge goes through.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av.filter
import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation.colour import Change
from generation.colour.dithering import spread
from generation.conform import planes
from generation.mezzanine import Pixels

Planes = list[npt.NDArray[Any]]
_FORM = "gbrpf32le"  # three planes of floats: the first is looked up along green, then blue, then red
_WHOLE = 16  # pixels that a row is a multiple of: the filter works on so many at once, and would go beyond its end
_BEYOND = 0.2  # of the way from black to white: how far outside the gamut a node is looked at
_LUMA = np.array([0.2126, 0.7152, 0.0722])
_REACH = (1.8556, 1.5748)  # of Cb and Cr
_TO_YUV = np.array(
    [
        219 * _LUMA,
        224 * (np.array([0, 0, 1]) - _LUMA) / _REACH[0],
        224 * (np.array([1, 0, 0]) - _LUMA) / _REACH[1],
    ]
)
_TO_RGB = np.linalg.inv(_TO_YUV)
_BLACK = np.array([16.0, 128.0, 128.0])
_COLOURS = np.column_stack([_TO_YUV[1:], _BLACK[1:]]).astype(np.float32)


@dataclass(frozen=True)
class Grid:
    """Where the nodes of a table lie: node k at the 8-bit code `step` · k − `before`. `nodes` is a square number's cube side."""

    level: int  # of the picture that carries it: level² nodes on a side
    step: float
    before: float

    @property
    def nodes(self) -> int:
        """Nodes along a side."""
        return self.level**2

    def codes(self) -> npt.NDArray[Any]:
        """The code of each node along a side."""
        return self.step * np.arange(self.nodes) - self.before

    def places(self) -> npt.NDArray[np.float32]:
        """Where each of 256 codes lies between the first node (0) and the last (1)."""
        found = (np.arange(256) + self.before) / (self.step * (self.nodes - 1))
        return np.asarray(np.clip(found, 0, 1), np.float32)


FINE = {"yuv": Grid(8, 4, 0), "rgb": Grid(8, 255 / 63, 0)}
QUICK = {"yuv": Grid(6, 8, 16), "rgb": Grid(6, 255 / 35, 0)}  # for what changes with every frame


class Table:
    """One change, ready for frames of one size. `space` is "yuv" or "rgb": what is looked up."""

    def __init__(self, change: Change, width: int, height: int, space: str, *, quick: bool = False) -> None:
        grid = (QUICK if quick else FINE)[space]
        self._places = grid.places()
        self.width, self.height = width, height
        self._wide = -(-width // _WHOLE) * _WHOLE
        side = grid.level**3
        graph: Any = av.filter.Graph()
        base = Fraction(1, 1)
        self._picture = graph.add_buffer(width=self._wide, height=height, format=_FORM, time_base=base)
        nodes = graph.add_buffer(width=side, height=side, format=_FORM, time_base=base)
        look = graph.add("haldclut", "interp=tetrahedral")
        self._sink = graph.add("buffersink")
        self._picture.link_to(look, 0, 0)
        nodes.link_to(look, 0, 1)
        look.link_to(self._sink)
        graph.configure()
        self._graph = graph  # it lives as long as its ends
        carrier = VideoFrame(side, side, _FORM)
        for mine, column in zip(_views(carrier), _baked(change, grid, space), strict=True):
            mine[:] = column.reshape(side, side)
        carrier.pts, carrier.time_base = 0, base
        nodes.push(carrier)
        nodes.push(None)
        self._count = 0

    def looked_up(self, codes: Planes) -> Planes:
        """Green, blue and red, 0…1 and beyond, of three planes (height, width) of 8-bit codes; valid until the next call.

        A plane of half the size is taken for the colours of four pixels each.
        """
        placed = [cv2.LUT(np.ascontiguousarray(plane), self._places) for plane in codes]
        for n, plane in enumerate(placed):
            if plane.shape != (self.height, self.width):
                wide = (2 * plane.shape[1], 2 * plane.shape[0])
                placed[n] = cv2.resize(plane, wide, interpolation=cv2.INTER_NEAREST)[: self.height, : self.width]
        return self._looked_up(placed)

    def _looked_up(self, places: Planes) -> Planes:
        """The same of three planes of places between the first node (0) and the last (1)."""
        frame = VideoFrame(self._wide, self.height, _FORM)
        for mine, plane in zip(_views(frame), places, strict=True):
            mine[:, : self.width] = plane
            mine[:, self.width :] = 0
        frame.pts, frame.time_base = self._count, Fraction(1, 1)
        self._count += 1
        self._picture.push(frame)
        self._made = self._sink.pull()
        return [one[:, : self.width] for one in _views(self._made)]

    def on_yuv(self, frame: VideoFrame) -> VideoFrame:
        """A yuv420p frame (BT.709, limited) changed, dithered; a table of the space "yuv"."""
        green, blue, red = (np.clip(one, 0, 1, out=one) for one in self.looked_up(planes(frame)))
        made = VideoFrame(self.width, self.height, "yuv420p")
        mine = planes(made)
        luma = cv2.scaleAdd(blue, _TO_YUV[0, 2], cv2.addWeighted(red, _TO_YUV[0, 0], green, _TO_YUV[0, 1], _BLACK[0]))
        mine[0][:] = rounded(luma, 0)
        high, wide = mine[1].shape
        half = cv2.merge([self._halved(one, high, wide) for one in (red, green, blue)])
        for n, colours in enumerate(cv2.split(cv2.transform(half, _COLOURS)), 1):
            mine[n][:] = rounded(colours, n)
        return made

    def _halved(self, plane: npt.NDArray[Any], high: int, wide: int) -> npt.NDArray[Any]:
        """The mean of each four pixels; the last row and column of an odd picture count twice."""
        if (2 * wide, 2 * high) != (self.width, self.height):
            plane = cv2.copyMakeBorder(plane, 0, self.height % 2, 0, self.width % 2, cv2.BORDER_REPLICATE)
        return cv2.resize(plane, (wide, high), interpolation=cv2.INTER_AREA)

    def on_pixels(self, pixels: Pixels) -> Pixels:
        """sRGB pixels (height, width, 3 or 4) changed, dithered; a fourth channel is kept; a table of the space "rgb"."""
        green, blue, red = self.looked_up([pixels[..., n] for n in (1, 2, 0)])
        shown = [rounded(plane * 255, n) for n, plane in enumerate((red, green, blue))]
        return np.dstack([*shown, *([pixels[..., 3]] if pixels.shape[-1] == 4 else [])])

    def on_picture(self, picture: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Display values (height, width, 3), float32, changed; cut off at 0 and 1. A table of the space "rgb"."""
        green, blue, red = self._looked_up([picture[..., n] for n in (1, 2, 0)])
        return np.clip(cv2.merge([red, green, blue]), 0, 1)


def rounded(plane: npt.NDArray[Any], turn: int) -> Pixels:
    """A plane of float codes as 8 bits, without bands."""
    return np.asarray(cv2.add(np.ascontiguousarray(plane), spread(*plane.shape, turn), dtype=cv2.CV_8U), np.uint8)


def exactly(change: Change, pixels: Pixels) -> Pixels:
    """The same without a table, for a single picture: sRGB pixels (height, width, 3 or 4) changed and dithered."""
    made = change(pixels[..., :3].astype(np.float32) / 255) * 255
    shown = [rounded(made[..., n].astype(np.float32), n) for n in range(3)]
    return np.dstack([*shown, *([pixels[..., 3]] if pixels.shape[-1] == 4 else [])])


def _baked(change: Change, grid: Grid, space: str) -> Planes:
    """Green, blue and red of each node, in the order of a Hald picture: the place along the third plane runs fastest."""
    codes = grid.codes()
    blue, green, red = np.meshgrid(codes, codes, codes, indexing="ij")
    nodes = np.stack([green, blue, red], axis=-1).reshape(-1, 3)  # first, second and third plane
    shown = nodes[:, (2, 0, 1)] / 255 if space == "rgb" else np.clip((nodes - _BLACK) @ _TO_RGB.T, -_BEYOND, 1 + _BEYOND)
    made = change(shown.astype(np.float32))
    return [made[:, n] for n in (1, 2, 0)]


def _views(frame: VideoFrame) -> Planes:
    """The planes of floats of a frame, writable."""
    views = []
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.float32).reshape(-1, plane.line_size // 4)  # type: ignore[call-overload]
        views.append(rows[: plane.height, : plane.width])
    return views
