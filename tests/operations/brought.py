"""Films as phones, cameras and screens make them, small and short: turned, late, deep, woven, odd, with many tracks."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from tests.editing import numbered

Pixels = npt.NDArray[np.uint8]
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 180, 30), (30, 30, 200), (220, 220, 220)


def ffmpeg(*arguments: str, given: bytes = b"") -> None:
    """Run ffmpeg, which must succeed."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin" if not given else "-y", *arguments]
    done = subprocess.run(command, input=given or None, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()


def raw(pictures: Sequence[Pixels]) -> bytes:
    """Pictures of one size, as bytes for ffmpeg's pipe."""
    return b"".join(np.ascontiguousarray(one).tobytes() for one in pictures)


def piped(path: Path, pictures: Sequence[Pixels], rate: str, *options: str, before: Sequence[str] = ()) -> Path:
    """Pictures encoded by ffmpeg with these options."""
    height, width = pictures[0].shape[:2]
    head = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", rate, "-i", "-"]
    ffmpeg(*before, *head, *options, "-y", str(path), given=raw(pictures))
    return path


def corners(width: int, height: int) -> Pixels:
    """Red above left, green above right, blue below left, white below right."""
    shown = np.zeros((height, width, 3), np.uint8)
    shown[: height // 2, : width // 2], shown[: height // 2, width // 2 :] = RED, GREEN
    shown[height // 2 :, : width // 2], shown[height // 2 :, width // 2 :] = BLUE, WHITE
    return shown


def corner_names(picture: Pixels) -> str:
    """The colours of the corners, row by row: "RGBW" is upright."""
    height, width = picture.shape[:2]
    names = {"R": RED, "G": GREEN, "B": BLUE, "W": WHITE}
    found = ""
    for y, x in ((0.2, 0.2), (0.2, 0.8), (0.8, 0.2), (0.8, 0.8)):
        pixel = picture[int(y * height), int(x * width)].astype(int)
        found += min(names, key=lambda name: int(np.abs(pixel - np.array(names[name])).sum()))
    return found


def at_times(path: Path, times: Sequence[Fraction], base: Fraction = Fraction(1, 90_000), first: int = 0) -> Path:
    """Numbered pictures that are shown at exactly these times (seconds as ratios): a variable rate."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=30, options={"qp": "4", "bf": "2", "g": "12"})
        stream.width, stream.height, stream.pix_fmt = numbered.WIDTH, numbered.HEIGHT, "yuv420p"
        stream.time_base = stream.codec_context.time_base = base
        for number, at in enumerate(times):
            frame = VideoFrame.from_ndarray(numbered.picture(first + number), "rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = round(at / base), base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def with_clicks(path: Path, frames: int, rate: int, clicks: Sequence[int], *, late: int = 0, sound_rate: int = 44_100) -> Path:
    """Numbered pictures with a click at the beginning of some frames; the sound track starts `late` samples after the pictures,
    its clicks stay where they are."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=rate, options={"qp": "4", "g": "24"})
        video.width, video.height, video.pix_fmt = numbered.WIDTH, numbered.HEIGHT, "yuv420p"
        sound: Any = container.add_stream("pcm_s16le", rate=sound_rate, layout="mono")
        sound.time_base = Fraction(1, sound_rate)
        samples = np.zeros(frames * sound_rate // rate, np.int16)
        for click in clicks:
            begin = click * sound_rate // rate
            samples[begin : begin + sound_rate // 200] = 20_000
        for number in range(frames):
            frame = VideoFrame.from_ndarray(numbered.picture(number), "rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(video.encode(frame))
        for begin in range(late, len(samples), 1024):
            block = AudioFrame.from_ndarray(samples[None, begin : begin + 1024].copy(), format="s16", layout="mono")
            block.rate, block.pts, block.time_base = sound_rate, begin, Fraction(1, sound_rate)
            container.mux(sound.encode(block))
        container.mux(video.encode(None))
        container.mux(sound.encode(None))
    return path
