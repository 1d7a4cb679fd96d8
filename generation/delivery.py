"""H.264 in MP4 written by counting frames, always the same way, so that stretches encoded apart join by stream copy."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.video.frame import PictureType, VideoFrame

from generation.operation import BadInput, Defect, Exhausted

THREADS = 2  # pinned: x264's bytes depend on it
BFRAMES = 2  # without a pyramid: packets lag by one frame, whatever the length of the stretch
DELAY = 1  # frames by which decoding runs ahead of display, in every stretch
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Profile:
    """How pictures are encoded. Two stretches of one profile have the same SPS and PPS and may follow each other."""

    width: int
    height: int
    rate: Fraction
    crf: int
    speed: str  # an x264 preset
    gop: int = 0  # frames between two key frames at most; 0: four clock seconds of them

    def __post_init__(self) -> None:
        if self.width % 2 or self.height % 2:
            raise BadInput(f"H.264 in 4:2:0 needs even sizes, not {self.width}×{self.height}.", "SIZE_ODD")

    @property
    def options(self) -> dict[str, str]:
        """What x264 is told; everything that shapes the bitstream is named, so that no default can move it."""
        gop = self.gop or max(1, round(4 * self.rate))  # few shots are longer: most have one key frame, their first
        x264 = {
            "stitchable": 1,
            "open-gop": 0,
            "keyint": gop,
            "min-keyint": max(1, gop // 20),
            "scenecut": 40,
            "bframes": BFRAMES,
            "b-pyramid": "none",
            "b-adapt": 1,
            "threads": THREADS,
            "lookahead-threads": 1,
            "sliced-threads": 0,
            "sync-lookahead": 0,
            "force-cfr": 1,
        }
        joined = ":".join(f"{name}={value}" for name, value in x264.items())
        return {"preset": self.speed, "crf": str(self.crf), "profile": "high", "x264-params": joined}


def ticks(rate: Fraction) -> int:
    """The MP4 timescale of a rate: a whole number of ticks a frame, at least 10,000 a second."""
    scale = rate.numerator
    while scale < 10_000:
        scale *= 10
    return scale


def mp4_options(rate: Fraction) -> dict[str, str]:
    """Index first (a browser starts at once), a timescale in which every frame is a whole number of ticks, no clock in it."""
    scale = str(ticks(rate))
    return {"movflags": "+faststart", "video_track_timescale": scale, "movie_timescale": scale, "fflags": "+bitexact"}


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file that is there afterwards only when it was written whole: on any error it is removed.

    Raises:
        Exhausted: DISK_FULL when there was no room.
    """
    try:
        yield path
    except BaseException as problem:
        path.unlink(missing_ok=True)
        if isinstance(problem, OSError) and problem.errno in _NO_ROOM:
            raise Exhausted(
                "The disk is full: the film could not be written. Nothing was lost; free some space and ask again.",
                "DISK_FULL",
            ) from problem
        raise


@contextmanager
def pictures_to(path: Path, profile: Profile) -> Iterator[PictureWriter]:
    """A writer of frames 0, 1, 2 … to an H.264 MP4: High, yuv420p, BT.709 limited and tagged so, closed GOPs, constant rate.

    After the `with` the file is whole and holds exactly the frames that were written; on any error it is not there.

    Raises:
        Exhausted: DISK_FULL.
    """
    with new_file(path):
        writer = PictureWriter(path, profile)
        try:
            yield writer
            writer.flush()
        finally:
            writer.close()
        require_frames(path, writer.count)


class PictureWriter:
    """Made by `pictures_to`; takes yuv420p frames of the profile's size."""

    def __init__(self, path: Path, profile: Profile) -> None:
        self.count = 0
        self._frame = 1 / profile.rate
        self._container: Any = av.open(str(path), "w", format="mp4", options=mp4_options(profile.rate))
        stream: Any = self._container.add_stream("libx264", rate=profile.rate, options=profile.options)
        stream.width, stream.height, stream.pix_fmt = profile.width, profile.height, "yuv420p"
        stream.time_base = self._frame
        context = stream.codec_context
        context.time_base, context.thread_count = self._frame, THREADS
        context.color_range, context.color_primaries, context.color_trc, context.colorspace = 1, 1, 1, 1
        context.sample_aspect_ratio = Fraction(1)
        self._stream = stream

    def write(self, frame: VideoFrame) -> None:
        """Encode the next frame; its own stamps and picture type are not looked at."""
        frame.pts, frame.time_base = self.count, self._frame
        frame.pict_type = PictureType.NONE  # a decoded key frame would force one here
        self.count += 1
        self._mux(self._stream.encode(frame))

    def flush(self) -> None:
        """Encode what is held back."""
        self._mux(self._stream.encode(None))

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            packet.duration = 1
            self._container.mux(packet)


def require_frames(path: Path, count: int) -> None:
    """Pass when the file's picture track holds exactly `count` packets.

    Raises:
        Defect: when it does not: what was written is not what was asked for.
    """
    with av.open(str(path)) as container:
        have = container.streams.video[0].frames
    if have != count:
        raise Defect(f"{path.name} holds {have} frames instead of {count}.", "FRAMES_MISCOUNTED")
