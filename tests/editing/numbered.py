"""Clips in which every frame carries its number, as bars of black and white that survive any encoder; and reading them back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation.local import LocalContext

BITS = 14
WIDTH, HEIGHT = 168, 96
Pixels = npt.NDArray[np.uint8]


def picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """Fourteen bars, the highest bit at the left."""
    shown = np.full((height, width, 3), 16, np.uint8)
    for bit in range(BITS):
        if number >> (BITS - 1 - bit) & 1:
            shown[:, bit * width // BITS : (bit + 1) * width // BITS] = 235
    return shown


def number_in(luma: Pixels) -> int:
    """The number of a decoded frame's Y plane."""
    _, width = luma.shape
    middles = [(2 * bit + 1) * width // (2 * BITS) for bit in range(BITS)]
    return sum(1 << (BITS - 1 - bit) for bit, at in enumerate(middles) if luma[:, at - 1 : at + 2].mean() > 128)


def write(
    path: Path,
    pictures: Iterator[Pixels] | list[Pixels],
    rate: Fraction,
    pixel_format: str = "yuv420p",
) -> Path:
    """Pictures (RGB or RGBA) as a clip: FFV1 in Matroska."""
    with av.open(str(path), "w") as container:
        stream = None
        for count, shown in enumerate(pictures):
            if stream is None:
                stream = container.add_stream("ffv1", rate=rate)
                stream.width, stream.height, stream.pix_fmt = shown.shape[1], shown.shape[0], pixel_format
                stream.codec_context.color_range = 1
            source = VideoFrame.from_ndarray(np.ascontiguousarray(shown), "rgba" if shown.shape[2] == 4 else "rgb24")
            colours = {"dst_colorspace": "ITU709"} if pixel_format == "yuv420p" else {}
            frame = source.reformat(format=pixel_format, **colours)
            frame.pts, frame.time_base = count, 1 / rate
            container.mux(stream.encode(frame))
        assert stream is not None
        container.mux(stream.encode(None))
    return path


def clip(path: Path, first: int, frames: int, rate: Fraction, width: int = WIDTH, height: int = HEIGHT) -> Path:
    """A clip of frames `first` … as many as asked for."""
    return write(path, [picture(first + n, width, height) for n in range(frames)], rate)


def decoded(path: Path) -> tuple[list[int], list[Fraction]]:
    """The numbers of every frame of a film, in order of display, and when each is shown, in seconds, as exact ratios."""
    numbers, times = [], []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            numbers.append(number_in(frame.to_ndarray(format="gray")))
            times.append(frame.pts * frame.time_base)
    return numbers, times


def ffmpeg(*arguments: str) -> bytes:
    """What ffmpeg, another version than PyAV's, writes to its standard output."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", *arguments]
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    assert not done.stderr, done.stderr.decode()
    return done.stdout


def by_ffmpeg(path: Path, width: int = WIDTH, height: int = HEIGHT) -> list[int]:
    """The numbers as ffmpeg shows them at the film's constant rate: a hole or a doubled stamp would repeat or drop a frame."""
    raw = ffmpeg("-i", str(path), "-map", "0:v", "-f", "rawvideo", "-pix_fmt", "gray", "-")
    return [number_in(frame) for frame in np.frombuffer(raw, np.uint8).reshape(-1, height, width)]


def context(folder: Path, tell: Callable[[float, str], None] = lambda fraction, note: None) -> LocalContext:
    """A context without a database."""
    return LocalContext(folder, tell)
