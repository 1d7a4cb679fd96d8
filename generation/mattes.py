"""Coverage masks between operations: gray8 FFV1 in Matroska, counted frame by frame, 255 is inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation import frames as footage
from generation.delivery import new_file
from generation.operation import Defect

Coverage = npt.NDArray[np.uint8]  # (height, width), 0 outside … 255 inside
_FFV1 = {"level": "3", "slices": "4", "slicecrc": "1"}


class MatteWriter:
    """Made by `matte_to`; takes coverages of one size."""

    def __init__(self, path: Path, width: int, height: int, rate: Fraction) -> None:
        self.count = 0
        self._container: Any = av.open(str(path), "w", format="matroska", options={"fflags": "+bitexact"})
        self._stream: Any = self._container.add_stream("ffv1", rate=rate, options=_FFV1)
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "gray"
        self._frame = self._stream.time_base = self._stream.codec_context.time_base = 1 / rate
        self._stream.codec_context.thread_count = 1  # one thread gives one stream of bytes, whatever machine

    def write(self, coverage: Coverage) -> None:
        """Keep the next mask."""
        frame = VideoFrame.from_ndarray(np.ascontiguousarray(coverage), format="gray")
        frame.pts, frame.time_base = self.count, self._frame
        self.count += 1
        self._container.mux(self._stream.encode(frame))

    def flush(self) -> None:
        """Encode what is held back."""
        self._container.mux(self._stream.encode(None))

    def close(self) -> None:
        """Close the file."""
        self._container.close()


@contextmanager
def matte_to(path: Path, width: int, height: int, rate: Fraction) -> Iterator[MatteWriter]:
    """A writer of a `Matte`, mask by mask; after the `with` the file is whole, on any error it is not there.

    Raises:
        Exhausted: DISK_FULL.
    """
    with new_file(path):
        writer = MatteWriter(path, width, height, rate)
        try:
            yield writer
            writer.flush()
        finally:
            writer.close()
        have = footage.facts(path).frames
        if have != writer.count:
            raise Defect(f"{path.name} holds {have} masks instead of {writer.count}.", "FRAMES_MISCOUNTED")


def coverages(path: Path) -> Iterator[Coverage]:
    """Every mask of a matte, in order.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    for frame in footage.whole(path):
        yield np.asarray(frame.to_ndarray(format="gray"), np.uint8)
