"""Layers handed to other programs: ProRes 4444 with alpha, and numbered pictures."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Literal

import numpy as np
import PIL.Image
from PIL.PngImagePlugin import PngInfo
from pydantic import Field

from generation import frames as footage
from generation.alpha_movies import layer_of, premultiplied, prores_to
from generation.delivery import new_file
from generation.media import Archive, Master, Video
from generation.operation import BadInput, Context, Parameters, Queue, operation

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say: the same layer gives the same bytes
_SQUEEZE = 3  # of 9: a third of the time of the usual 6, a few per cent more bytes

Alpha = Annotated[
    Literal["straight", "premultiplied"],
    Field(description="Straight: colours whole up to the edge. Premultiplied: colours over black, times alpha."),
]


class ProRes(Parameters):
    """How alpha is meant, and at which frame the timecode begins."""

    alpha: Alpha = "straight"
    start: Annotated[
        int, Field(ge=0, le=8_000_000, description="The timecode of the first frame.", json_schema_extra={"unit": "frames"})
    ] = 0


class Pictures(Parameters):
    """How alpha is meant."""

    alpha: Alpha = "straight"


@operation("layers.prores", version=2, queue=Queue.CPU, timeout=timedelta(hours=2))
def prores(layer: Video, *, params: ProRes, context: Context) -> Master:
    """A layer as ProRes 4444 in QuickTime: 4:4:4 in 10 bits, alpha in 16, BT.709, timecode; frame n is frame n.

    Straight, colours go on past the edge into what is clear; premultiplied, display values are multiplied, as editors do.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = _facts(layer)
    out = context.scratch(".mov")
    begins = timecode(params.start, facts.rate)
    with prores_to(out, facts.width, facts.height, facts.rate, alpha=params.alpha, timecode=begins) as writer:
        for n, frame in enumerate(footage.whole(layer.path)):
            if n % 6 == 0:
                context.progress(min(0.99, n / facts.frames), f"frame {n} of {facts.frames}")
            writer.write(layer_of(frame))
    return Master(out)


@operation("layers.pictures", version=2, queue=Queue.CPU, timeout=timedelta(hours=2))
def pictures(layer: Video, *, params: Pictures, context: Context) -> Archive:
    """A layer as PNG pictures in a ZIP: RGBA, 8 bits, sRGB; `layer.000000.png` is frame 0.

    Straight, they are the layer bit for bit.
    One picture at a time is held; they are stored as they are, since PNG is compressed already.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = _facts(layer)
    out = context.scratch(".zip")
    told = PngInfo()
    told.add(b"sRGB", b"\0")
    with new_file(out), zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for n, frame in enumerate(footage.whole(layer.path)):
            context.progress(min(0.99, n / facts.frames), f"frame {n} of {facts.frames}")
            shown = layer_of(frame)
            if params.alpha == "premultiplied":
                shown = premultiplied(shown)
            picture = io.BytesIO()
            PIL.Image.fromarray(np.ascontiguousarray(shown)).save(picture, "PNG", compress_level=_SQUEEZE, pnginfo=told)
            entry = zipfile.ZipInfo(f"layer.{n:06}.png", _DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, picture.getbuffer())
    return Archive(out)


def timecode(frame: int, rate: Fraction) -> str:
    """`01:00:00:00` of a frame; no numbers are left out: at 24000/1001 it counts 24 frames to its second."""
    base = max(1, round(rate))
    of, clock = frame % base, frame // base
    return f"{clock // 3600 % 24:02}:{clock // 60 % 60:02}:{clock % 60:02}:{of:02}"


def _facts(layer: Video) -> footage.Facts:
    facts = footage.facts(layer.path)
    if facts.frames < 1:
        raise BadInput("The layer holds no frames.", "CLIP_UNREADABLE")
    return facts
