"""Layers as browsers and other programs take them: VP9 with alpha in WebM, ProRes 4444 in QuickTime; colours go on past the edge.

Where a layer is clear its colours are filled in from its edge outwards (`spread`): an encoder that blurs a little, or keeps
colour at half the size, would otherwise bring a dark rim in from what is clear.
BT.709 in limited range by an exact matrix, and tagged so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import cv2
import numpy as np
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from generation import frames as footage
from generation.delivery import mp4_options, new_file
from generation.mezzanine import Pixels, pixels_of, yuv_of
from generation.operation import Defect
from generation.stacking import Light

Spread = Literal["straight", "premultiplied"]
_COARSE = 8  # pixels: how finely colours are carried past the edge
_THREADS = 2  # pinned, as in delivery
_KEYS = 6  # frames from one key frame of a proxy to the next: whoever scrubs decodes no more than that
_TEN = np.array(  # sRGB 0…1 to Y, Cb, Cr of BT.709, limited range, 10 bit
    [
        [876 * 0.2126, 876 * 0.7152, 876 * 0.0722, 64],
        [896 * -0.2126 / 1.8556, 896 * -0.7152 / 1.8556, 896 * (1 - 0.0722) / 1.8556, 512],
        [896 * (1 - 0.2126) / 1.5748, 896 * -0.7152 / 1.5748, 896 * -0.0722 / 1.5748, 512],
    ],
    np.float32,
)


def spread(layer: Pixels) -> Pixels:
    """The colours of a layer (height, width, 4) as (height, width, 3); where it is clear, those of its nearest parts."""
    alpha = layer[..., 3]
    colours = np.ascontiguousarray(layer[..., :3])
    if alpha.all():
        return colours
    height, width = alpha.shape
    size = (max(1, -(-width // _COARSE)), max(1, -(-height // _COARSE)))
    every = 2 if min(alpha.shape) > 4 * _COARSE else 1  # what lies far out need not know every pixel
    cover = alpha[::every, ::every, None].astype(np.float32) / 255
    small = cv2.resize(np.concatenate([colours[::every, ::every] * cover, cover], 2), size, interpolation=cv2.INTER_AREA)
    known = np.clip(_filled(small) + 0.5, 0, 255).astype(np.uint8)
    far = cv2.resize(known, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.copyTo(colours, (alpha > 0).astype(np.uint8), far), np.uint8)


def _filled(given: Light) -> Light:
    """Premultiplied colour with weight (height, width, 4) to colour everywhere: what is missing comes from a coarser level."""
    weight = given[..., 3:]
    own = given[..., :3] / np.maximum(weight, 1e-4)
    if min(weight.shape[:2]) == 1 and max(weight.shape[:2]) == 1:
        return own
    height, width = weight.shape[:2]
    coarse = _filled(cv2.resize(given, (max(1, (width + 1) // 2), max(1, (height + 1) // 2)), interpolation=cv2.INTER_AREA))
    far = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR).reshape(own.shape)
    share = np.minimum(weight * 8, 1)  # a cell with an eighth of the layer in it knows its colour
    return np.asarray(share * own + (1 - share) * far, np.float32)


def layer_of(frame: VideoFrame) -> Pixels:
    """A frame of a `Video` as a layer, (height, width, 4); a frame without alpha is whole."""
    pixels = pixels_of(frame)
    if pixels.shape[2] == 4:
        return pixels
    return np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])


def premultiplied(layer: Pixels) -> Pixels:
    """Display values times alpha, as most programs mean it."""
    cover = layer[..., 3:].astype(np.uint16)
    return np.concatenate([((layer[..., :3] * cover + 127) // 255).astype(np.uint8), layer[..., 3:]], 2)


class LayerWriter:
    """Made by `webm_to` and `prores_to`; takes layers, uint8 of shape (height, width, 4), sRGB with straight alpha."""

    def __init__(self, container: Any, stream: Any, rate: Fraction, alpha: Spread) -> None:
        self.count = 0
        self._container, self._stream, self._frame, self._alpha = container, stream, 1 / rate, alpha
        stream.time_base = stream.codec_context.time_base = self._frame
        context = stream.codec_context
        context.color_range, context.color_primaries, context.color_trc, context.colorspace = 1, 1, 1, 1
        context.sample_aspect_ratio = Fraction(1)
        context.thread_count = _THREADS

    def write(self, layer: Pixels) -> None:
        """Keep the next picture; smaller or larger ones are brought to the size of the film."""
        size = (self._stream.width, self._stream.height)
        colours, cover = spread(layer), np.ascontiguousarray(layer[..., 3])
        if (layer.shape[1], layer.shape[0]) != size:
            way = cv2.INTER_AREA if size[0] < layer.shape[1] else cv2.INTER_CUBIC
            colours, cover = (np.asarray(cv2.resize(one, size, interpolation=way), np.uint8) for one in (colours, cover))
        frame = _small(colours, cover) if self._stream.pix_fmt == "yuva420p" else _large(colours, cover, self._alpha)
        frame.pts, frame.time_base = self.count, self._frame
        frame.pict_type = PictureType.NONE
        frame.color_range, frame.colorspace = ColorRange.MPEG, Colorspace.ITU709
        frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        self.count += 1
        self._container.mux(self._stream.encode(frame))

    def flush(self) -> None:
        """Encode what is held back."""
        self._container.mux(self._stream.encode(None))


def _small(colours: Pixels, cover: Pixels) -> VideoFrame:
    """8 bit, colour at half the size; even sides."""
    opaque = yuv_of(colours)
    frame = VideoFrame(opaque.width, opaque.height, "yuva420p")
    for plane, source in zip(frame.planes, opaque.planes, strict=False):
        _rows(plane, np.uint8)[:] = _rows(source, np.uint8)
    _rows(frame.planes[3], np.uint8)[:] = cover
    return frame


def _large(colours: Pixels, cover: Pixels, alpha: Spread) -> VideoFrame:
    """10 bit, colour at full size."""
    shown = colours.astype(np.float32)
    if alpha == "premultiplied":
        shown *= cover.astype(np.float32)[..., None] / 255
    matrix = _TEN.copy()
    matrix[:, :3] /= 255
    ten = np.clip(cv2.transform(shown, matrix) + 0.5, 4, 1019).astype(np.uint16)
    frame = VideoFrame(cover.shape[1], cover.shape[0], "yuva444p10le")
    for n in range(3):
        _rows(frame.planes[n], np.uint16)[:] = ten[..., n]
    _rows(frame.planes[3], np.uint16)[:] = (cover.astype(np.uint32) * 1023 * 2 + 255) // 510
    return frame


def _rows(plane: Any, kind: Any) -> Any:
    size = np.dtype(kind).itemsize
    return np.frombuffer(plane, kind).reshape(-1, plane.line_size // size)[: plane.height, : plane.width]


@contextmanager
def webm_to(path: Path, width: int, height: int, rate: Fraction, crf: int) -> Iterator[LayerWriter]:
    """A writer of layers to WebM: VP9, yuva420p, straight alpha, even sides, a key frame every sixth frame, none held back.

    Raises:
        Exhausted: DISK_FULL.
    """
    options = {
        "crf": str(crf), "b": "0", "deadline": "realtime", "cpu-used": "7", "lag-in-frames": "0", "auto-alt-ref": "0",
        "g": str(_KEYS), "keyint_min": str(_KEYS), "error-resilient": "0", "tile-columns": "1",
    }  # fmt: skip
    with new_file(path):
        with av.open(str(path), "w", format="webm", options={"fflags": "+bitexact"}) as container:
            stream: Any = container.add_stream("libvpx-vp9", rate=rate, options=options)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuva420p"
            stream.metadata["alpha_mode"] = "1"
            writer = LayerWriter(container, stream, rate, "straight")
            yield writer
            writer.flush()
        _require(path, writer.count)


@contextmanager
def prores_to(
    path: Path, width: int, height: int, rate: Fraction, *, alpha: Spread = "straight", timecode: str = ""
) -> Iterator[LayerWriter]:
    """A writer of layers to QuickTime: ProRes 4444, yuva444p10le with 16 bits of alpha, tagged BT.709, with a timecode track.

    Raises:
        Exhausted: DISK_FULL.
    """
    scale = mp4_options(rate)
    options = {"video_track_timescale": scale["video_track_timescale"], "fflags": "+bitexact"}
    with new_file(path):
        with av.open(str(path), "w", format="mov", options=options) as container:
            coder = {"profile": "4444", "vendor": "apl0", "alpha_bits": "16", "quant_mat": "hq", "bits_per_mb": "8000"}
            stream: Any = container.add_stream("prores_ks", rate=rate, options=coder)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuva444p10le"
            if timecode:
                stream.metadata["timecode"] = timecode
            writer = LayerWriter(container, stream, rate, alpha)
            yield writer
            writer.flush()
        _require(path, writer.count)


def _require(path: Path, count: int) -> None:
    have = footage.facts(path).frames
    if have != count:
        raise Defect(f"{path.name} holds {have} frames instead of {count}.", "FRAMES_MISCOUNTED")
