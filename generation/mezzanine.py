"""Pictures between operations: lossless, in Matroska, counted frame by frame, tagged BT.709, straight alpha where asked.

`pixels_of` and `yuv_of` are the one way from stored frames to colours and back. Both round to the nearest, so that a clip that
is read and written again and again neither darkens nor pales: what lies within sRGB comes back as it was stored.
"""

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
from av.audio.frame import AudioFrame
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from generation import frames as footage
from generation.conform import planes
from generation.delivery import new_file
from generation.operation import Defect
from generation.sounds import RATE, sample_of

Pixels = npt.NDArray[np.uint8]
_THREADS = 1  # one thread gives one stream of bytes, whatever machine
LARGE = 4096 * 2304  # pixels from which on FFV1 wants more slices
_FFV1 = {"level": "3", "slices": "4", "slicecrc": "1"}
# x264 without loss takes a third of FFV1's time and bytes, to write and to read; a key frame every half second, none held back
_H264 = {"preset": "ultrafast", "qp": "0", "x264-params": "keyint=12:min-keyint=12:scenecut=0:threads=1:sliced-threads=0"}
_LUMA = (0.2126, 0.7152, 0.0722)
_BLUE, _RED = 1.8556, 1.5748  # how far the differences Cb and Cr reach: twice what is not luma
_TO_YUV = np.array(  # sRGB 0…255 to Y, Cb, Cr of BT.709 in limited range
    [
        [*(219 / 255 * part for part in _LUMA), 16],
        [*(224 / 255 * (own - part) / _BLUE for part, own in zip(_LUMA, (0, 0, 1), strict=True)), 128],
        [*(224 / 255 * (own - part) / _RED for part, own in zip(_LUMA, (1, 0, 0), strict=True)), 128],
    ],
    np.float32,
)
_FINE = 1024  # parts of one in which the way back is counted: whole numbers, with which grey stays grey to the last bit
_BACK = np.rint(
    np.array(
        [
            [255 / 219, 0, 255 / 224 * _RED],
            [255 / 219, *(-255 / 224 * own * part / _LUMA[1] for own, part in ((_BLUE, _LUMA[2]), (_RED, _LUMA[0])))],
            [255 / 219, 255 / 224 * _BLUE, 0],
        ]
    )
    * _FINE
)
_TO_RGB = np.asarray(np.hstack([_BACK, -_BACK @ [[16], [128], [128]]]) / _FINE, np.float32)


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
        self._samples: npt.NDArray[np.int16] = np.zeros((0, 1), np.int16)
        self._track: Any = None
        self._layout, self._heard = "mono", 0  # of the sound; how many samples of it are written
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

    def sound(self, samples: npt.NDArray[np.float32]) -> None:
        """What is heard with the pictures, said before the first: (samples, 1 or 2), −1…1, at 48,000 Hz from that on.

        Kept beside them as 16 bit PCM; what goes on after the last picture is left out.
        """
        self._samples = np.rint(np.clip(samples, -1, 1) * 32767).astype(np.int16)
        self._layout = "stereo" if samples.shape[1] > 1 else "mono"
        self._track = self._container.add_stream("pcm_s16le", rate=RATE, layout=self._layout)

    def _sound_to(self, end: int) -> None:
        """Write what is heard before this sample."""
        part = self._samples[self._heard : end]
        if self._track is None or not len(part):
            return
        frame = AudioFrame.from_ndarray(part.reshape(1, -1), format="s16", layout=self._layout)
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._heard, Fraction(1, RATE)
        self._heard += len(part)
        self._container.mux(self._track.encode(frame))

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
        self._sound_to(sample_of(self.count, 1 / self._frame))

    def flush(self) -> None:
        """Encode what is held back."""
        self._container.mux(self._stream.encode(None))
        if self._track is not None:
            self._container.mux(self._track.encode(None))

    def close(self) -> None:
        """Close the file."""
        self._container.close()


def yuv_of(pixels: Pixels) -> VideoFrame:
    """An sRGB picture (height, width, 3) as a yuv420p frame, BT.709 limited; every colour is the mean of its four pixels."""
    height, width = pixels.shape[:2]
    even = pixels
    if width % 2 or height % 2:  # the colours of the last row and column are theirs alone
        even = np.asarray(cv2.copyMakeBorder(pixels, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE), np.uint8)
    half = (even.shape[1] // 2, even.shape[0] // 2)
    frame = VideoFrame(width, height, "yuv420p")
    luma, blue, red = planes(frame)
    luma[:] = cv2.transform(pixels, _TO_YUV[:1])
    colours = cv2.transform(cv2.resize(even, half, interpolation=cv2.INTER_AREA), _TO_YUV[1:])
    blue[:], red[:] = colours[..., 0], colours[..., 1]
    frame.color_range, frame.colorspace = ColorRange.MPEG, Colorspace.ITU709
    return frame


def pixels_of(frame: VideoFrame) -> Pixels:
    """A decoded frame of a `Video` as sRGB pixels: (height, width, 3), or 4 where it has alpha; a matte's greys as they are."""
    name = frame.format.name
    if name in ("bgra", "rgba"):
        return np.asarray(frame.to_ndarray(format="rgba"), np.uint8)
    if name == "gray":
        return np.asarray(cv2.cvtColor(np.asarray(frame.to_ndarray(), np.uint8), cv2.COLOR_GRAY2RGB), np.uint8)
    if frame.format.is_rgb:
        return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    if name == "yuv420p":
        luma, blue, red = planes(frame)
        height, width = luma.shape
        blue, red = (_spread(one)[:height, :width] for one in (blue, red))
    else:
        luma, blue, red = planes(frame.reformat(format="yuv444p", dst_color_range=ColorRange.MPEG))
    return np.asarray(cv2.transform(cv2.merge([luma, blue, red]), _TO_RGB), np.uint8)


def _spread(colours: Pixels) -> Pixels:
    """A plane of Cb or Cr at twice its size, each for its own four pixels: what is changed here is seen nowhere else."""
    size = (2 * colours.shape[1], 2 * colours.shape[0])
    return np.asarray(cv2.resize(np.ascontiguousarray(colours), size, interpolation=cv2.INTER_NEAREST), np.uint8)
