"""What a browser is shown of footage: a proxy that plays at once, a poster, a strip of frames."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.conform import Conform
from generation.delivery import Profile, pictures_to
from generation.media import Image, Movie, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, operation

Height = Annotated[int, Field(ge=16, le=2160, multiple_of=2, json_schema_extra={"unit": "pixels"})]


class ProxyClip(Parameters):
    """How small a proxy is."""

    height: Annotated[Height, Field(description="Pictures lower than this keep their size.")] = 540
    crf: Annotated[int, Field(ge=10, le=40)] = 24


@operation("preview.proxy", version=2, queue=Queue.CPU, timeout=timedelta(minutes=30))
def proxy(clip: Video, *, params: ProxyClip, context: Context) -> Movie:
    """A small MP4 of a clip that every browser plays: as many frames, the same rate, no sound; alpha over black.

    A key frame every second: whoever scrubs decodes no more than that to see any frame.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    size = _measured(clip.path)
    rate, (width, height) = size.rate, _within(size, params.height)
    conform = Conform(width, height)
    out = context.scratch(".mp4")
    with pictures_to(out, Profile(width, height, rate, params.crf, "ultrafast", gop=max(1, round(rate)))) as writer:
        for frame in footage.whole(clip.path):
            if writer.count % 12 == 0:
                context.progress(min(0.99, writer.count / max(1, size.frames)), "proxy")
            writer.write(conform(frame))
    return Movie(out)


class PosterFrame(Parameters):
    """Which frame is shown."""

    frame: Annotated[int, Field(ge=0, le=4_000_000, json_schema_extra={"unit": "frames"})] = 0
    height: Annotated[int, Field(ge=0, le=4320, description="0: as high as the clip.")] = 0


@operation("preview.poster", version=2, queue=Queue.CPU, timeout=timedelta(minutes=5))
def poster(clip: Video, *, params: PosterFrame, context: Context) -> Image:
    """One frame of a clip as a picture, alpha kept; beyond the end it is the last.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    size = _measured(clip.path)
    at = min(params.frame, max(0, size.frames - 1))
    frame = next(footage.read(clip.path, film=size.rate, source_in=at, frames=1))
    out = context.scratch(".png")
    picture = PIL.Image.fromarray(pixels_of(frame))
    if params.height and params.height < picture.height:
        picture = picture.resize((max(1, round(picture.width * params.height / picture.height)), params.height))
    picture.save(out, optimize=False, compress_level=4)
    return Image(out)


class FilmstripShape(Parameters):
    """How many frames, how high."""

    count: Annotated[int, Field(ge=1, le=200, description="Frames, evenly spread over the clip.")] = 12
    height: Height = 90


@operation("preview.filmstrip", version=2, queue=Queue.CPU, timeout=timedelta(minutes=10))
def filmstrip(clip: Video, *, params: FilmstripShape, context: Context) -> Image:
    """Frames of a clip side by side in one picture, each the middle of its part; as many columns as `count`.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    size = _measured(clip.path)
    width = max(2, round(size.width * params.height / size.height))
    strip = PIL.Image.new("RGB", (width * params.count, params.height))
    total = max(1, size.frames)
    for column in range(params.count):
        context.progress(column / params.count, "filmstrip")
        at = min(total - 1, (2 * column + 1) * total // (2 * params.count))
        frame = next(footage.read(clip.path, film=size.rate, source_in=at, frames=1))
        strip.paste(_flat(PIL.Image.fromarray(pixels_of(frame))).resize((width, params.height)), (column * width, 0))
    out = context.scratch(".png")
    strip.save(out, compress_level=4)
    return Image(out)


def _measured(path: Path) -> footage.Facts:
    facts = footage.facts(path)
    if facts.frames < 1:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    return facts


def _within(facts: footage.Facts, height: int) -> tuple[int, int]:
    scale = min(Fraction(1), Fraction(height, facts.height))
    return max(16, round(facts.width * scale / 2) * 2), max(16, round(facts.height * scale / 2) * 2)


def _flat(picture: PIL.Image.Image) -> PIL.Image.Image:
    if picture.mode != "RGBA":
        return picture
    black = PIL.Image.new("RGB", picture.size)
    black.paste(picture, mask=picture.getchannel("A"))
    return black
