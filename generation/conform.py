"""Conform: any decoded picture to the film's size and colour (yuv420p, BT.709 limited), whole or filling the frame."""

from __future__ import annotations

from typing import Any

import av.filter
import numpy as np
from av.video.frame import VideoFrame

from generation.operation import BadInput


def black(width: int, height: int) -> VideoFrame:
    """One black frame in yuv420p, limited range."""
    frame = VideoFrame(width, height, "yuv420p")
    for plane, value in zip(frame.planes, (16, 128, 128), strict=True):
        np.frombuffer(plane, np.uint8)[:] = value  # type: ignore[call-overload]
    return frame


def copy(frame: VideoFrame) -> VideoFrame:
    """The same yuv420p picture in memory of its own, to draw on."""
    fresh = VideoFrame(frame.width, frame.height, "yuv420p")
    for mine, theirs in zip(planes(fresh), planes(frame), strict=True):
        np.copyto(mine, theirs)
    return fresh


def planes(frame: VideoFrame) -> list[Any]:
    """Y, U and V of a yuv420p frame as writable views, cropped to the picture."""
    views = []
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
        views.append(rows[: plane.height, : plane.width])
    return views


class Conform:
    """Brings frames to one size and to yuv420p BT.709 limited; frames that already are pass untouched.

    `fit` "pad" shows the whole picture with black around it, "crop" fills the frame. Straight alpha is laid over black.
    """

    def __init__(self, width: int, height: int, fit: str = "pad") -> None:
        self.width, self.height, self.fit = width, height, fit
        self._graphs: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        name = frame.format.name
        if (name, frame.width, frame.height) == ("yuv420p", self.width, self.height) and frame.color_range != 2:
            return frame
        _, source, sink = self._graph(frame)
        source.push(frame)
        done: VideoFrame = sink.pull()
        return done

    def _graph(self, frame: VideoFrame) -> tuple[Any, Any, Any]:
        key = (frame.format.name, frame.width, frame.height, frame.color_range, frame.colorspace)
        if key not in self._graphs:
            self._graphs[key] = self._build(frame)
        return self._graphs[key]

    def _build(self, frame: VideoFrame) -> tuple[Any, Any, Any]:
        if frame.width * frame.height > 64_000_000:
            raise BadInput(f"A picture of {frame.width}×{frame.height} is larger than 64 megapixels.", "PICTURE_TOO_LARGE")
        graph = av.filter.Graph()
        first = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base, name="in"
        )
        last = first
        for name, arguments in self._steps(frame):
            step = graph.add(name, arguments)
            last.link_to(step)
            last = step
        sink = graph.add("buffersink")
        last.link_to(sink)
        graph.configure()
        return graph, first, sink

    def _steps(self, frame: VideoFrame) -> list[tuple[str, str]]:
        steps: list[tuple[str, str]] = []
        rgb = frame.format.is_rgb
        if any(component.is_alpha for component in frame.format.components):
            steps += [("format", "gbrap"), ("premultiply", "inplace=1"), ("format", "gbrp")]
            rgb = True
        wide, high = self._inner(frame.width, frame.height)
        colours = "out_color_matrix=bt709:out_range=tv"
        if not rgb:
            colours += f":in_color_matrix=bt709:in_range={'pc' if frame.color_range == 2 else 'tv'}"
        steps.append(("scale", f"w={wide}:h={high}:flags=lanczos+accurate_rnd+full_chroma_int:{colours}"))
        steps.append(("format", "yuv420p"))
        if (wide, high) != (self.width, self.height):
            if self.fit == "crop":
                steps.append(("crop", f"{self.width}:{self.height}"))
            else:
                steps.append(("pad", f"{self.width}:{self.height}:-1:-1:black"))
        steps.append(("setsar", "1"))
        return steps

    def _inner(self, width: int, height: int) -> tuple[int, int]:
        """The size to scale to: even, of the picture's own shape."""
        by_width, by_height = self.width / width, self.height / height
        scale = max(by_width, by_height) if self.fit == "crop" else min(by_width, by_height)
        wide, high = max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
        if self.fit == "crop":
            return max(wide, self.width), max(high, self.height)
        return min(wide, self.width), min(high, self.height)
