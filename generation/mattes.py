"""Coverage masks between operations: gray8 FFV1 in Matroska, counted frame by frame, 255 is inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation import frames as footage
from generation.delivery import new_file
from generation.mezzanine import LARGE
from generation.operation import Defect

Coverage = npt.NDArray[np.uint8]  # (height, width), 0 outside … 255 inside
_FFV1 = {"level": "3", "slices": "4", "slicecrc": "1"}


class MatteWriter:
    """Made by `matte_to`; takes coverages of one size."""

    def __init__(self, path: Path, width: int, height: int, rate: Fraction) -> None:
        self.count = 0
        self._container: Any = av.open(str(path), "w", format="matroska", options={"fflags": "+bitexact"})
        more = {"slices": "24"} if width * height > LARGE else {}  # FFV1 refuses so many pixels in one slice
        self._stream: Any = self._container.add_stream("ffv1", rate=rate, options=_FFV1 | more)
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


def seen_of(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """What a network is shown of a picture (height, width, 3 or 4): opaque, over middle grey where it has alpha."""
    if pixels.shape[2] == 3:
        return pixels
    alpha = pixels[..., 3:].astype(np.uint16)
    return ((pixels[..., :3] * alpha + 128 * (255 - alpha) + 127) // 255).astype(np.uint8)


def coverage_of(logits: npt.NDArray[np.float32], width: int, height: int) -> Coverage:
    """Logits of any size as coverage (height, width): brought to size bilinearly, 255 / (1 + e^(−2·logit)), rounded.

    Worked through in stretches of rows, so that a picture of 8K takes no more than its mask and a few rows.
    """
    out = np.empty((height, width), np.uint8)
    source = np.ascontiguousarray(logits, np.float32)
    scale = source.shape[0] / height
    wide = cv2.resize(source, (width, source.shape[0]), interpolation=cv2.INTER_LINEAR)
    for top in range(0, height, 256):
        rows = np.arange(top, min(height, top + 256))
        place = np.clip((rows + 0.5) * scale - 0.5, 0, source.shape[0] - 1).astype(np.float32)
        low = np.floor(place).astype(int)
        share = (place - low)[:, None]
        high = np.minimum(low + 1, source.shape[0] - 1)
        part = wide[low] * (1 - share) + wide[high] * share
        out[top : top + len(rows)] = (255 / (1 + np.exp(-2 * part)) + 0.5).astype(np.uint8)
    return out
