"""Pictures between operations: lossless, in Matroska, counted frame by frame, tagged BT.709, straight alpha where asked."""

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
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from generation import frames as footage
from generation.conform import planes
from generation.delivery import new_file
from generation.operation import Defect

Pixels = npt.NDArray[np.uint8]
_THREADS = 1  # one thread gives one stream of bytes, whatever machine
LARGE = 4096 * 2304  # pixels from which on FFV1 wants more slices
_FFV1 = {"level": "3", "slices": "4", "slicecrc": "1"}
# x264 without loss takes a third of FFV1's time and bytes, to write and to read; a key frame every half second, none held back
_H264 = {"preset": "ultrafast", "qp": "0", "x264-params": "keyint=12:min-keyint=12:scenecut=0:threads=1:sliced-threads=0"}
_LUMA = (0.2126, 0.7152, 0.0722)
_TO_YUV = np.array(  # sRGB 0…255 to Y, Cb, Cr of BT.709 in limited range
    [
        [*(219 / 255 * part for part in _LUMA), 16],
        [*(224 / 255 * (own - part) / 1.8556 for part, own in zip(_LUMA, (0, 0, 1), strict=True)), 128],
        [*(224 / 255 * (own - part) / 1.5748 for part, own in zip(_LUMA, (1, 0, 0), strict=True)), 128],
    ],
    np.float32,
)


@contextmanager
def clip_to(path: Path, width: int, height: int, rate: Fraction, *, alpha: bool = False) -> Iterator[ClipWriter]:
    """A writer of frames 0, 1, 2 … to a `Video`: yuv420p BT.709 limited (lossless H.264), or BGRA when `alpha` (FFV1).

    After the `with` the file is whole and holds exactly the frames that were written; on any error it is not there.

    Raises:
        Exhausted: DISK_FULL.
    """
    with new_file(path):
        writer = ClipWriter(path, width, height, rate, alpha)
        try:
            yield writer
            writer.flush()
        finally:
            writer.close()
        have = footage.facts(path).frames
        if have != writer.count:
            raise Defect(f"{path.name} holds {have} frames instead of {writer.count}.", "FRAMES_MISCOUNTED")


class ClipWriter:
    """Made by `clip_to`; takes sRGB pictures, uint8 of shape (height, width, 3), or 4 with alpha."""

    def __init__(self, path: Path, width: int, height: int, rate: Fraction, alpha: bool) -> None:
        self.count, self._alpha = 0, alpha
        self._frame = 1 / rate
        self._container: Any = av.open(str(path), "w", format="matroska", options={"fflags": "+bitexact"})
        small = {"slices": "1"} if min(width, height) < 256 and not alpha else {}  # FFV1 refuses small odd sizes in more slices
        small |= {"slices": "24"} if width * height > LARGE else {}  # … and more than so many pixels in one slice
        codec, options = ("ffv1", _FFV1 | small) if alpha or width % 2 or height % 2 else ("libx264", _H264)
        stream: Any = self._container.add_stream(codec, rate=rate, options=options)
        stream.width, stream.height = width, height
        stream.pix_fmt = "bgra" if alpha else "yuv420p"
        stream.time_base = self._frame
        context = stream.codec_context
        context.time_base, context.thread_count = self._frame, _THREADS
        if not alpha:
            context.color_range, context.color_primaries, context.color_trc, context.colorspace = 1, 1, 1, 1
        self._stream = stream

    def write(self, pixels: Pixels) -> None:
        """Keep the next picture."""
        if self._alpha:
            frame = VideoFrame.from_ndarray(np.ascontiguousarray(pixels[..., (2, 1, 0, 3)]), format="bgra")
        else:
            frame = yuv_of(pixels)
        self.write_frame(frame)

    def write_frame(self, frame: VideoFrame) -> None:
        """Keep the next picture as it is: yuv420p BT.709 limited of the clip's size, or BGRA with alpha; its stamps are set."""
        frame.pts, frame.time_base = self.count, self._frame
        frame.pict_type = PictureType.NONE  # a decoded key frame would force one here
        self.count += 1
        self._container.mux(self._stream.encode(frame))

    def flush(self) -> None:
        """Encode what is held back."""
        self._container.mux(self._stream.encode(None))

    def close(self) -> None:
        """Close the file."""
        self._container.close()


def yuv_of(pixels: Pixels) -> VideoFrame:
    """An sRGB picture (height, width, 3) as a yuv420p frame, BT.709 limited; every colour is the mean of its four pixels."""
    height, width = pixels.shape[:2]
    if width % 2 or height % 2:
        odd = VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
        return odd.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
    frame = VideoFrame(width, height, "yuv420p")
    luma, blue, red = planes(frame)
    luma[:] = cv2.transform(pixels, _TO_YUV[:1])
    colours = cv2.transform(cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA), _TO_YUV[1:])
    blue[:], red[:] = colours[..., 0], colours[..., 1]
    frame.color_range, frame.colorspace = ColorRange.MPEG, Colorspace.ITU709
    return frame


def pixels_of(frame: VideoFrame) -> Pixels:
    """A decoded frame of a `Video` as sRGB pixels: (height, width, 3), or 4 where it has alpha."""
    if frame.format.name in ("bgra", "rgba"):
        return frame.to_ndarray(format="rgba")  # type: ignore[return-value]
    rgb = frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG)
    return rgb.to_ndarray()  # type: ignore[return-value]
