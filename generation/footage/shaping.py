"""Any decoded picture to a project's: upright, with square pixels, of its size, in BT.709 with high dynamic range toned down."""

from __future__ import annotations

import struct
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.filter
from av.video.frame import VideoFrame

from generation.footage import colours, opening
from generation.operation import BadInput

_MOST_PIXELS = 8192 * 8192
_MATRIX = {1: "bt709", 4: "fcc", 5: "bt470", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
_TURNS = {  # the display matrix's signs (a, b, c, d): x' = ax + cy, y' = bx + dy, y downwards
    (1, 0, 0, 1): (),
    (-1, 0, 0, -1): (("hflip", ""), ("vflip", "")),
    (-1, 0, 0, 1): (("hflip", ""),),
    (1, 0, 0, -1): (("vflip", ""),),
    (0, 1, -1, 0): (("transpose", "clock"),),
    (0, -1, 1, 0): (("transpose", "cclock"),),
    (0, 1, 1, 0): (("transpose", "cclock_flip"),),
    (0, -1, -1, 0): (("transpose", "clock_flip"),),
}


def turn_of(frame: VideoFrame) -> tuple[int, int, int, int]:
    """How a picture is to be turned to stand upright, as the signs of its display matrix, rounded to right angles."""
    data: Any = frame.side_data.get("DISPLAYMATRIX")
    raw = bytes(data) if data is not None else b""
    if len(raw) < 36:
        return 1, 0, 0, 1
    a, b, _, c, d = struct.unpack("=5i", raw[:20])
    if max(abs(a), abs(d)) >= max(abs(b), abs(c)):
        return _sign(a), 0, 0, _sign(d)
    return 0, _sign(b), _sign(c), 0


def shape_of(frame: VideoFrame, aspect: Fraction) -> tuple[Fraction, Fraction]:
    """Width and height of the upright picture in square pixels."""
    wide, high = Fraction(frame.width) * aspect, Fraction(frame.height)
    return (wide, high) if turn_of(frame)[0] else (high, wide)


class Shaper:
    """Brings a film's pictures to yuv420p BT.709 limited of one size.

    `fit` "fill" covers the frame and cuts what stands over, "fit" shows all with black around. Straight alpha lies over black.
    """

    def __init__(self, path: Path, width: int, height: int, fit: str) -> None:
        self.width, self.height, self.fit = width, height, fit
        with opening.opened(path) as container:
            self._aspect = opening.aspect(opening.track(container, path))
        self._graphs: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}  # a graph is kept: its ends do not keep it

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        key = (
            frame.format.name, frame.width, frame.height, int(frame.color_range), int(frame.colorspace),
            int(frame.color_trc), int(frame.color_primaries), turn_of(frame),
        )  # fmt: skip
        if key not in self._graphs:
            self._graphs[key] = self._build(frame)
        _, source, sink = self._graphs[key]
        source.push(frame)
        done: VideoFrame = sink.pull()
        done.color_range, done.colorspace = 1, 1
        return done

    def _build(self, frame: VideoFrame) -> tuple[Any, Any, Any]:
        if frame.width * frame.height > _MOST_PIXELS:
            raise BadInput(f"A picture of {frame.width} × {frame.height} is larger than 64 megapixels.", "PICTURE_TOO_LARGE")
        graph = av.filter.Graph()
        graph.threads = 1
        first = last = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base or Fraction(1, 1000), name="in"
        )
        table = colours.table_for(int(frame.color_trc), int(frame.color_primaries), int(frame.colorspace))
        with tempfile.NamedTemporaryFile(suffix=".cube", mode="w") as cube:
            if table is not None:
                cube.write(table)
                cube.flush()
            for name, arguments in self._steps(frame, cube.name if table is not None else ""):
                step = graph.add(name, arguments)
                last.link_to(step)
                last = step
            sink = graph.add("buffersink")
            last.link_to(sink)
            graph.configure()  # the table is read now; its file may go
        return graph, first, sink

    def _steps(self, frame: VideoFrame, table: str) -> list[tuple[str, str]]:
        steps: list[tuple[str, str]] = []
        rgb = frame.format.is_rgb
        if any(part.is_alpha for part in frame.format.components):
            steps += [("format", "gbrap"), ("premultiply", "inplace=1"), ("format", "gbrp")]
            rgb = True
        turn = turn_of(frame)
        wide, high = self._inner(*shape_of(frame, self._aspect))
        w, h = (wide, high) if turn[0] else (high, wide)
        given = "" if rgb else f":in_color_matrix={_matrix(frame)}:in_range={'pc' if _is_full(frame) else 'tv'}"
        scale = f"w={w}:h={h}:flags=lanczos+accurate_rnd+full_chroma_int"
        done = "out_color_matrix=bt709:out_range=tv"
        if table:
            steps += [("scale", f"{scale}{given}"), ("format", "gbrp16le"), ("lut3d", f"file='{table}':interp=tetrahedral")]
            steps += [("scale", f"flags=accurate_rnd+full_chroma_int:{done}"), ("format", "yuv420p")]
        else:
            steps += [("scale", f"{scale}:{done}{given}"), ("format", "yuv420p")]
        steps += _TURNS[turn]
        if self.fit == "fill":
            steps.append(("crop", f"{self.width}:{self.height}"))
        elif (wide, high) != (self.width, self.height):
            steps.append(("pad", f"{self.width}:{self.height}:-1:-1:black"))
        return [*steps, ("setsar", "1")]

    def _inner(self, width: Fraction, height: Fraction) -> tuple[int, int]:
        """The size to scale to: even, of the upright picture's own shape."""
        by_width, by_height = self.width / width, self.height / height
        scale = max(by_width, by_height) if self.fit == "fill" else min(by_width, by_height)
        wide, high = max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
        if self.fit == "fill":
            return max(wide, self.width), max(high, self.height)
        return min(wide, self.width), min(high, self.height)


def _matrix(frame: VideoFrame) -> str:
    """How the colours were put into Y, Cb and Cr; what says nothing is taken as players take it, by its size."""
    return _MATRIX.get(int(frame.colorspace)) or ("bt709" if frame.width >= 1280 or frame.height > 576 else "smpte170m")


def _is_full(frame: VideoFrame) -> bool:
    return int(frame.color_range) == 2 or frame.format.name.startswith("yuvj")


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
