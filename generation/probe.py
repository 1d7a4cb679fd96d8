"""Facts about a media file that rows carry so that nobody has to open it: size, frames, rate, samples, alpha."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import PIL.Image

_ALPHA = {"bgra", "rgba", "argb", "abgr", "yuva420p", "yuva444p", "yuva444p10le", "yuva444p12le", "gbrap", "ya8"}


def facts(path: Path, kind: str) -> dict[str, Any]:
    """What is known of a file of this kind: `width, height, frames, rate, alpha` for pictures, `samples, sound_rate` for sound.

    Frames are counted by packets, never computed from a length in seconds. Unreadable media gives an empty answer: what
    an operation returned is judged where it is read.
    """
    if kind == "image":
        with PIL.Image.open(path) as image:
            return {"width": image.width, "height": image.height, "alpha": image.mode in ("RGBA", "LA")}
    if kind in ("video", "matte", "segment", "movie", "webm", "master", "audio"):
        try:
            return _probe(path)
        except av.FFmpegError:
            return {}
    return {}


def _probe(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with av.open(str(path)) as container:
        for stream in container.streams.video[:1]:
            rate = stream.average_rate or stream.base_rate
            found |= {
                "width": stream.codec_context.width,
                "height": stream.codec_context.height,
                "rate": f"{rate.numerator}/{rate.denominator}" if rate else "",
                "codec": stream.codec_context.name,
                "alpha": stream.codec_context.pix_fmt in _ALPHA or _beside(stream.metadata),
                "frames": stream.frames or sum(1 for packet in container.demux(stream) if packet.size),
            }
        for sound in container.streams.audio[:1]:
            found |= {
                "sound_rate": sound.codec_context.sample_rate,
                "channels": sound.codec_context.channels,
                "samples": _samples(sound.duration, sound.time_base, sound.codec_context.sample_rate),
            }
    return found


def empty(path: Path) -> bool:
    """Whether a matte covers nothing, at any frame. Decodes it as far as the first mask that does; unreadable, it is not."""
    try:
        with av.open(str(path)) as container:
            return not any(frame.to_ndarray(format="gray").max(initial=0) > 127 for frame in container.decode(video=0))
    except av.FFmpegError:
        return False


def _beside(metadata: dict[str, str]) -> bool:
    """Whether alpha lies beside the pictures, as VP9 in WebM has it."""
    return any(name.lower() == "alpha_mode" and value == "1" for name, value in metadata.items())


def _samples(duration: int | None, base: Fraction | None, rate: int) -> int:
    return int(duration * base * rate) if duration and base else 0
